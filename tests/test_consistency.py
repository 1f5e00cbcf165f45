"""Figures that must agree: cases as data, spans of rounding as properties, and a digit planted in each related figure."""

from __future__ import annotations

import csv
import json
import re
from itertools import islice
from math import isclose
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from making import FRAME, report_of

import reportkit as rk
from reportkit.consistency import COLUMNS
from reportkit.consistency.interval import through, written

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared"
FLOORS = json.loads((HERE / "floors.json").read_text("utf-8"))
BAD = ("disagrees", "suspect reading")
with (HERE / "cases/checks.csv").open(encoding="utf-8") as lines:
    CASES = list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    return rk.figures(rk.load_reports())


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_a_relation_and_its_verdict(case, tmp_path):
    table = rk.checks(rk.figures(report_of(tmp_path, case["review"])))
    found = table[table["kind"] == case["kind"]] if case["kind"] else table
    assert len(found) == bool(case["kind"])
    if case["kind"]:
        row = found.iloc[-1]
        assert row.verdict == case["verdict"]
        assert isclose(row.stated, float(case["stated"]), rel_tol=1e-9)
        assert isclose(row.expected, float(case["expected"]), rel_tol=1e-4)
        assert isclose(row.residual, row.stated - row.expected, abs_tol=1e-9)


def test_levels_of_two_reports_and_the_growth_between(tmp_path):
    said = "全社会消费品零售总额完成{}亿元，增长{}%。地区生产总值完成{}亿元，增长{}%。"
    reports = []
    for year, numbers in (2023, ("100", 5, "200", 6)), (2024, ("110", 10, "230", 6)):
        text = FRAME.replace("2023年", f"{year - 1}年").replace("2024年", f"{year}年")
        path = tmp_path / f"{year}.txt"
        path.write_text(text.format(review=said.format(*numbers), targets="", tasks=""), encoding="utf-8")
        reports.append(rk.load_report(path))
    table = rk.checks(rk.figures(reports)).query("kind == 'successive years'").set_index("indicator")
    assert table.loc["retail_sales", "verdict"] == "agrees"
    assert table.loc["gdp", "verdict"] == "not comparable"
    assert table.loc["gdp", "reason"] == "growth is at constant prices"
    assert isclose(table.loc["gdp", "expected"], 15)


def test_what_the_five_say_agrees(figures):
    """Every relation that a reader finds by hand is there, and none of the five contradicts itself."""
    table = rk.checks(figures)
    assert not table["verdict"].isin(BAD).any()
    found = {(row.report, row.kind, row.stated) for row in table.itertuples()}
    assert found >= {
        ("shigu_2019", "increase", 16.74),  # 27.83亿元, 增收3.99亿元
        ("shigu_2019", "adds to 100", 81.3),  # 1.3:17.4:81.3
        ("shigu_2019", "share", 81.3),  # 142.8 of 175.6
        ("shigu_2019", "days", 83.5),  # 289天
        ("jingdong_2023", "share", 83.3),  # 20 of 24
        ("jingdong_2023", "completion", 102.0),  # 46.4 of 45.2
        ("jingdong_2023", "split", 4.0),  # 62, 58, 4
        ("jingdong_2023", "list", 4.0),  # 泉邦产业园, ...
        ("jingdong_2023", "part", 128.0),  # of 305
        ("nanchang_county_2022", "part", 73.0),  # of 412
        ("nanchang_county_2022", "part", 10.0),  # of 121
        ("qingyunpu_2020", "part", 3.0),  # of 14
        ("zhanggong_2024", "part", 25.0),  # of 95
    }


def test_a_planted_digit_is_caught(figures):
    """A digit changed in one of three related figures: caught but where the writing leaves it open."""
    related = rk.checks(figures)
    related = related[related["figures"].str.count(";") >= 2]
    plants = [(row.report, one, place, digit) for row in related.itertuples() for one in row.figures.split("; ")
              for place, digit in changes(figures, one)]  # fmt: skip
    Random(2019).shuffle(plants)
    assert len(plants) > 300
    caught = sum(is_caught(figures, *plant) for plant in islice(plants, 100))
    assert caught >= FLOORS["planted digits"]["caught of 100"]


def changes(figures: pd.DataFrame, figure_id: str) -> list[tuple[int, str]]:
    number = figures.loc[figures["figure_id"] == figure_id, "number_text"].iloc[0]
    return [(digit.start(), other) for digit in re.finditer(r"\d", number) for other in "0123456789"
            if other != digit[0] and (digit.start() or other != "0")]  # fmt: skip


def is_caught(figures: pd.DataFrame, report: str, figure_id: str, place: int, digit: str) -> bool:
    table = figures[figures["report"] == report].copy()
    at = table.index[table["figure_id"] == figure_id][0]
    number = table.at[at, "number_text"]
    number = number[:place] + digit + number[place + 1 :]
    value = float(re.search(r"[\d.]+", number)[0])
    factor = table.at[at, "std_low"] / table.at[at, "value_low"]
    table.loc[at, ["number_text", "value_low", "value_high", "std_low", "std_high"]] = [
        number, value, value, value * factor, value * factor,
    ]  # fmt: skip
    table = rk.checks(table)
    return any(figure_id in row.figures.split("; ") for row in table[table["verdict"].isin(BAD)].itertuples())


@pytest.mark.skipif(not (SHARED / "reports").is_dir(), reason="the other reports are not here")
def test_few_figures_of_other_reports_are_suspect():
    figures = rk.figures(rk.load_reports(SHARED / "reports"))
    table = rk.checks(figures)
    suspect = table["verdict"].eq("suspect reading").sum()
    assert len(table) >= FLOORS["checks of other reports"]["relations"]
    assert suspect / len(figures) <= FLOORS["checks of other reports"]["suspect per figure"]


def test_a_damaged_figure_is_suspect_before_the_report_is(tmp_path):
    table = rk.figures(report_of(tmp_path, "财政总收入完成27.83亿元，同比增收3.99亿元，增长18.74%。"))
    assert rk.checks(table)["verdict"].tolist() == ["disagrees"]
    assert rk.checks(table.assign(damaged=True))["verdict"].tolist() == ["suspect reading"]


def test_a_table_read_back_from_a_file_gives_the_same(figures, tmp_path):
    figures.to_csv(tmp_path / "figures.csv", index=False)
    again = rk.checks(pd.read_csv(tmp_path / "figures.csv", dtype={"code": str}))
    pd.testing.assert_frame_equal(again, rk.checks(figures))


def test_a_county_has_not_the_product_of_a_province(tmp_path):
    table = rk.figures(report_of(tmp_path, "地区生产总值达50000亿元。"))
    assert rk.checks(table.assign(code="440000")).empty
    assert rk.checks(table.assign(code="360104"))["kind"].tolist() == ["range"]


def test_nothing_gives_an_empty_table(figures):
    assert rk.checks(figures.iloc[:0]).empty
    assert list(rk.checks(figures.iloc[:0]).columns) == COLUMNS


def test_another_table_is_refused():
    with pytest.raises(rk.ReportError, match=r"^figures: no column 'sentence'\. Expected .* Pass it whole"):
        rk.checks(rk.figures(rk.load_reports()).drop(columns="sentence"))
    with pytest.raises(rk.ReportError, match=r"^figures: \[<Report .* is no table\. Expected .* Call it first"):
        rk.checks(rk.load_reports())


numbers = st.decimals(-9999, 9999, places=2).map(float)


@given(numbers, st.integers(0, 3))
def test_a_number_lies_within_what_its_writing_leaves_open(value, decimals):
    said = f"{value:.{decimals}f}"
    row = SimpleNamespace(number_text=f"{said}%", value_low=float(said), value_high=float(said), std_low=float(said),
                          std_high=float(said), unit="%", bound="exact")  # fmt: skip
    span = written(row)
    assert span.low - 1e-9 <= value <= span.high + 1e-9
    assert isclose(span.high - span.low, 10**-decimals, abs_tol=1e-9)


@given(st.tuples(numbers, numbers), st.tuples(numbers, numbers), st.floats(0, 1), st.floats(0, 1))
def test_what_follows_from_values_inside_lies_inside(one, other, share, another):
    (a, b), (c, d) = sorted(one), sorted(other)
    assume(not c <= 0 <= d)
    spans = [SimpleNamespace(low=low, middle=(low + high) / 2, high=high) for low, high in ((a, b), (c, d))]
    ratio = through(lambda x, y: x / y, *spans)
    inside = (a + (b - a) * share) / (c + (d - c) * another)
    assert ratio.low - 1e-6 * abs(ratio.low) - 1e-9 <= inside <= ratio.high + 1e-6 * abs(ratio.high) + 1e-9
