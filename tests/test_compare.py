"""Targets, results and what became of them: small series made here, tables made by hand, and a real series where it is."""

from __future__ import annotations

import csv
from math import inf, nan
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import FRAME

import reportkit as rk
from reportkit.compare.identity import NATION, above, places_of
from reportkit.compare.judge import allowed, difference, met, reach
from reportkit.compare.silence import silences
from reportkit.compare.tone import tones

with (Path(__file__).parent / "cases/targets.csv").open(encoding="utf-8") as lines:
    CASES = list(csv.DictReader(lines))
SHARED = Path(__file__).parents[2] / "shared"
GDP = "地区生产总值增长{}%，一般公共预算收入增长{}%。"


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def report(folder: Path, year: int, review: str = "", targets: str = "", place: str = "青山县", **hints) -> rk.Report:
    """A report for a year that reviews the one before."""
    text = FRAME.replace("2023年", f"{year - 1}年").replace("2024年", f"{year}年").replace("青山县", place)
    targets = f"主要预期目标是：{targets}" if targets else ""
    path = folder / f"{len(list(folder.iterdir()))}.txt"
    path.write_text(text.format(review=review, targets=targets, tasks=""), encoding="utf-8")
    return rk.load_report(path, **{"id": f"{place}_{year}"} | hints)


def table_of(*reports: rk.Report, **options) -> pd.DataFrame:
    return rk.targets(rk.figures(reports), reports, **options)


def only(table: pd.DataFrame, **wanted) -> pd.Series:
    rows = table[(table[list(wanted)] == pd.Series(wanted)).all(axis=1)]
    assert len(rows) == 1
    return rows.iloc[0]


# --- a target and the report of the year after ----------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_a_target_and_its_result(case, tmp_path):
    table = table_of(report(tmp_path, 2022, targets=case["target"] + "。"),
                     report(tmp_path, 2023, review=case["review"] + "。"))  # fmt: skip
    row = only(table, report="青山县_2022", indicator=case["indicator"], measure=case["measure"])
    number = {name: float(case[name]) if case[name] else nan for name in ("target_low", "result_low")}
    assert row.target_low == pytest.approx(number["target_low"], nan_ok=True)
    assert row.result_low == pytest.approx(number["result_low"], nan_ok=True)
    assert (str(row.met) if row.met is not pd.NA else "") == case["met"]
    assert row.attainment_reason == case["reason"]


def test_ambition_comes_from_one_report_and_attainment_from_the_next(tmp_path):
    first = report(tmp_path, 2022, GDP.format(5, 4), "地区生产总值增长6.5%。")
    second = report(tmp_path, 2023, GDP.format(7, 2), "地区生产总值增长6%。")
    row = only(table_of(first, second), report="青山县_2022", indicator="gdp")
    assert (row.achieved_low, row.target_low, row.result_low) == (5, 6.5, 7)
    assert (row.ambition_low, row.attainment_low, row.met) == (1.5, 0.5, True)
    assert row.result_report == "青山县_2023"
    assert "⟦7%⟧" in str(rk.quote([first, second], row.result_id))


def test_the_order_in_which_reports_come_does_not_matter(tmp_path):
    reports = [report(tmp_path, year, GDP.format(year - 2015, 3), GDP.format(6, 5)) for year in (2021, 2022, 2023)]
    ordered, turned = (table_of(*some).set_index("target_id").sort_index() for some in (reports, reports[::-1]))
    pd.testing.assert_frame_equal(ordered, turned)


def test_a_year_that_is_not_loaded_is_a_gap_with_its_reason(tmp_path):
    table = table_of(report(tmp_path, 2021, targets=GDP.format(6, 5)), report(tmp_path, 2023, GDP.format(7, 2)))
    assert set(table.attainment_reason) == {"no next report"}
    assert table.result_low.isna().all() and table.met.isna().all() and table.result_id.isna().all()


def test_another_place_is_never_the_next_report(tmp_path):
    table = table_of(report(tmp_path, 2022, targets=GDP.format(6, 5)),
                     report(tmp_path, 2023, GDP.format(7, 2), place="红山县"))  # fmt: skip
    assert set(table.attainment_reason) == {"no next report"}


def test_two_reports_for_the_year_after_leave_the_result_open(tmp_path):
    (tmp_path / "b").mkdir()
    first, one = report(tmp_path, 2022, targets=GDP.format(6, 5)), report(tmp_path, 2023, GDP.format(7, 2))
    two = report(tmp_path / "b", 2023, GDP.format(8, 2), id="again")
    table = table_of(first, one, two)
    assert set(table.attainment_reason) == {"two reports"} and table.result_low.isna().all()
    with pytest.raises(rk.ReportError, match="a second report of 青山县 for 2023"):
        rk.panel(rk.figures([first, one, two]), [first, one, two])


def test_a_report_without_place_or_year_is_not_paired(tmp_path):
    figures = rk.figures([report(tmp_path, 2022, targets=GDP.format(6, 5)), report(tmp_path, 2023, GDP.format(7, 2))])
    nameless = rk.targets(figures.assign(locality=None))
    assert set(nameless.attainment_reason) == {"place not known"} and nameless.result_low.isna().all()
    timeless = rk.targets(figures.assign(year=pd.NA))
    assert set(timeless.attainment_reason) == {"year not known"} and timeless.result_low.isna().all()


def test_a_place_name_that_several_places_bear_is_not_paired_by_it(tmp_path):
    reports = [report(tmp_path, 2022, targets=GDP.format(6, 5), place="朝阳区"),
               report(tmp_path, 2023, GDP.format(7, 2), place="朝阳区")]  # fmt: skip
    assert set(rk.targets(rk.figures(reports)).attainment_reason) == {"place not known"}


def test_two_results_that_differ_give_none(tmp_path):
    review = "地区生产总值增长7%，一般公共预算收入增长2%。全县地区生产总值增长9%，一般公共预算收入增长2%。"
    table = table_of(report(tmp_path, 2022, targets=GDP.format(6, 5)), report(tmp_path, 2023, review))
    row = only(table, report="青山县_2022", indicator="gdp")
    assert row.attainment_reason == "several results" and pd.isna(row.result_id) and pd.isna(row.result_low)
    assert only(table, report="青山县_2022", indicator="budget_revenue").result_low == 2


def test_a_five_year_target_meets_the_report_that_reviews_its_last_year():
    figures = made(
        ("p_2021", 2021, "target", "targets", "2021-2025", 8.0),
        ("p_2026", 2026, "achieved", "review", "2021-2025", 7.5),
    )
    row = only(rk.targets(figures), report="p_2021")
    assert (row.result_low, row.met, row.reason) == (7.5, False, "several years")


def test_a_revised_result_is_shown_and_does_not_replace_the_first():
    figures = made(
        ("p_2021", 2021, "target", "targets", "2021", 8.0), ("p_2022", 2022, "expected", "review", "2021", 7.5),
        ("p_2023", 2023, "achieved", "review", "2021", 7.1), ("p_2022", 2022, "target", "targets", "2022", 8.0),
    )  # fmt: skip
    table = rk.targets(figures)
    first = only(table, report="p_2021")
    assert (first.result_low, first.result_status, first.result_revised_low) == (7.5, "expected", 7.1)
    assert first.result_revised_id == "p_2023:2"
    assert only(table, report="p_2022").achieved_revised_low == 7.1


def test_what_a_report_says_among_its_problems_comes_after_what_its_review_says():
    said = [("p_2022", 2022, "achieved", "problems", "2021", 5.0), ("p_2022", 2022, "achieved", "review", "2021", 6.0)]
    first = ("p_2021", 2021, "target", "targets", "2021", 8.0)
    assert rk.targets(made(first, *said)).result_low.tolist() == [6.0]
    assert rk.targets(made(first, said[0])).result_low.tolist() == [5.0]


def test_implied_growth_is_a_column_of_its_own(tmp_path):
    first = report(tmp_path, 2022, "地区生产总值达到200亿元，一般公共预算收入增长2%。", "地区生产总值增长6%。")
    second = report(tmp_path, 2023, "地区生产总值达到214亿元，一般公共预算收入增长2%。")
    row = only(table_of(first, second), report="青山县_2022", indicator="gdp")
    assert row.implied_growth == 7 and len(row.implied_growth_ids.split()) == 2
    assert row.attainment_reason == "not stated" and row.met is pd.NA


# --- several statements of one thing --------------------------------------------------------------------------------


def test_a_base_and_its_stretch(tmp_path):
    table = table_of(report(tmp_path, 2022, targets="地区生产总值增长5.5%、力争6%以上，一般公共预算收入增长3%。"))
    rows = table[table.indicator == "gdp"]
    assert rows[["target_low", "stretch", "main"]].values.tolist() == [[5.5, False, True], [6.0, True, False]]


def test_the_same_figure_said_again_is_no_new_row(tmp_path):
    twice = "地区生产总值增长6%，一般公共预算收入增长3%。实现上述目标，地区生产总值增长6%。"
    row = only(table_of(report(tmp_path, 2022, targets=twice)), indicator="gdp")
    assert row.main and len(row.repeated_ids.split()) == 1


def test_each_thing_has_one_main_statement():
    table = rk.targets(rk.figures(rk.load_reports()))
    named = table.indicator.fillna(table.subject)
    assert table.groupby([table.report, named, table.measure, table.period]).main.sum().eq(1).all()


def test_tasks_are_taken_on_demand(tmp_path):
    text = FRAME.format(review="", targets="主要预期目标是：地区生产总值增长6%。", tasks="城镇新增就业8000人。")
    (tmp_path / "c.txt").write_text(text, encoding="utf-8")
    figures = rk.figures(rk.load_report(tmp_path / "c.txt"))
    assert "new_urban_jobs" not in set(rk.targets(figures).indicator)
    row = only(rk.targets(figures, tasks=True), indicator="new_urban_jobs")
    assert (row.target_low, row.headline) == (8000, False)


# --- rules ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "bound", "direction", "expect"),
    [
        (6, 6, "exact", "up", (6, inf)), (3, 3, "exact", "down", (-inf, 3)), (3, 3, "exact", None, None),
        (6, 6, "at_least", "up", (6, inf)), (6, 6, "at_least", "down", (6, inf)), (4, 4, "at_most", "down", (-inf, 4)),
        (-3, -3, "at_least", "down", (-inf, -3)), (-3, -3, "at_most", "down", (-3, inf)),
        (6, 7, "range", "up", (6, inf)), (2, 3, "range", "down", (-inf, 3)), (2, 3, "range", None, (2, 3)),
        (6, 6, "approx", "up", (5.5, inf)), (3, 3, "approx", "down", (-inf, 3.5)), (3, 3, "approx", None, (2.5, 3.5)),
        (0, 0, "qualitative", "up", (-0.5, inf)),
    ],
)  # fmt: skip
def test_what_meets_a_target(low, high, bound, direction, expect):
    assert allowed(low, high, bound, direction, "growth", 0.5) == expect


def test_a_rank_is_met_by_a_better_one():
    assert met(allowed(5, 5, "exact", "down", "rank", 0), 3, 3) and not met(
        allowed(5, 5, "exact", "down", "rank", 0), 6, 6
    )


numbers = st.floats(-50, 50).map(lambda x: round(x, 1))


@given(numbers, numbers, st.sampled_from(["exact", "approx", "at_least", "at_most"]), st.sampled_from(["up", "down"]))
def test_met_and_the_sign_of_attainment_agree(target, result, bound, direction):
    span = allowed(target, target, bound, direction, "level", 0.1)
    low, high = difference(result, result, target, target)
    assert low == high == pytest.approx(result - target)
    wanted = {"at_least": "up", "at_most": "down"}.get(bound, direction)
    slack = 0.1 if bound == "approx" else 0
    short = -low if wanted == "up" else low
    assert met(span, result, result) == (short <= slack + 1e-9)


@given(numbers, numbers)
def test_an_open_result_never_tells_more_than_its_figure_allows(target, result):
    verdict = met(allowed(target, target, "exact", "up", "level", 0.1), *reach(result, result, "at_least", "level"))
    assert verdict is (True if result >= target else None)


@pytest.mark.parametrize(
    ("clause", "number", "bound", "commitment", "expect"),
    [
        ("地区生产总值增长6%以上", "6%以上", "at_least", "plain", ("hard", "以上")),
        ("确保地区生产总值增长6%", "6%", "exact", "ensure", ("hard", "确保")),
        ("地区生产总值增长6%左右", "6%左右", "approx", "plain", ("soft", "左右")),
        ("地区生产总值增长6%左\n\n右", "6%左\n\n右", "approx", "plain", ("soft", "左右")),
        ("確保增長6%", "6%", "exact", "ensure", ("hard", "确保")),
        ("力争增长6%", "6%", "exact", "strive", ("soft", "力争")),
        ("确保增长6%左右", "6%左右", "approx", "ensure", ("soft", "确保 左右")),
        ("增长6%—7%", "6%—7%", "range", "plain", ("soft", "")),
        ("增长6%", "6%", "exact", "plain", ("plain", "")),
        ("分别增长5.5%、7%左右", "5.5%", "approx", "plain", ("soft", "左右")),
        ("促稳提质", "", "qualitative", "plain", ("plain", "")),
    ],
)
def test_tone(clause, number, bound, commitment, expect):
    assert tones(rk.lexicon("tone"))(clause, number, bound, commitment) == expect


def test_the_table_of_tone_says_where_each_word_is_from_and_can_be_replaced(tmp_path):
    table = rk.lexicon("tone")
    assert table.source.ne("").all() and not table.duplicated(["term", "kind"]).any()
    assert set(table.tone) <= {"hard", "soft", "plain"}
    figures = rk.figures(report(tmp_path, 2022, targets="力争地区生产总值增长6%，一般公共预算收入增长3%。"))
    hard = table.assign(tone=table.tone.where(table.term != "力争", "hard"))
    assert only(rk.targets(figures), indicator="gdp").tone == "soft"
    assert only(rk.targets(figures, tone=hard), indicator="gdp").tone == "hard"


def test_what_is_expressly_not_announced_is_a_row_of_its_own(tmp_path):
    words = "我们没有提出全年经济增速具体目标，一般公共预算收入增长3%。"
    table = table_of(report(tmp_path, 2022, targets=words))
    row = only(table, indicator="gdp")
    assert (row.reason, row.attainment_reason) == ("no target announced", "no target announced")
    assert row.target_words == "没有提出全年经济增速具体目标" and row.target_low != row.target_low


@pytest.mark.parametrize("words", ["经济增长目标是6%左右，没有设置障碍", "上年没有提出经济增速目标", "不设上限"])
def test_what_only_sounds_like_no_target(words, tmp_path):
    assert not silences([report(tmp_path, 2022, targets=words + "。")])


# --- places -----------------------------------------------------------------------------------------------------------


def where(locality: str, year: int, **more) -> str | None:
    table = pd.DataFrame([{"report": "r", "locality": locality, "year": year, **more}])
    return places_of(table)["r"].key


@pytest.mark.parametrize(
    ("old", "before", "new", "after"),
    [("清苑县", 2014, "清苑区", 2016), ("赣县", 2015, "赣县区", 2020), ("思茅市", 2005, "普洱市", 2010),
     ("襄樊市", 2009, "襄阳市", 2012), ("蓟县", 2014, "蓟州区", 2018), ("毕节地区", 2009, "毕节市", 2013)],
)  # fmt: skip
def test_a_place_stays_one_through_its_changes(old, before, new, after):
    assert where(old, before, level=None) is not None
    assert where(old, before) == where(new, after)


@pytest.mark.parametrize(
    ("one", "other"),
    [(("万盛区", "500110"), ("綦江区", "500110")), (("洛龙区", "410307"), ("偃师区", "410307")),
     (("加格达奇区", "232701"), ("漠河市", "232701"))],
)  # fmt: skip
def test_a_code_given_twice_is_two_places(one, other):
    assert where(one[0], 2006, code=one[1]) != where(other[0], 2023, code=other[1])


def test_a_place_that_moved_on_is_paired_through_its_new_name(tmp_path):
    first = report(tmp_path, 2015, targets=GDP.format(8, 5), place="清苑县", province="河北")
    second = report(tmp_path, 2016, GDP.format(7, 6), place="清苑区", province="河北")
    row = only(table_of(first, second), report="清苑县_2015", indicator="gdp")
    assert (row.place, row.code, row.result_low, row.met) == ("130608 清苑区", "130622", 7, False)


def test_the_places_above_a_county():
    table = pd.DataFrame([{"report": "r", "locality": "青云谱区", "year": 2020}])
    assert above(places_of(table)["r"]) == ["360100 南昌市", "360000 江西省", NATION]


def test_top_up_is_over_the_nearest_place_above_that_is_loaded(tmp_path):
    county = report(tmp_path, 2022, targets="地区生产总值增长8%—8.5%，一般公共预算收入增长5%。", place="南昌县")
    province = report(tmp_path, 2022, targets="地区生产总值增长7%以上，进出口总额增长5%。", place="江西省")
    table = table_of(county, province)
    row = only(table, report="南昌县_2022", indicator="gdp")
    assert (row.parent, row.parent_low, row.top_up_low, row.top_up_high) == ("江西省", 7, 1, 1.5)
    assert pd.isna(only(table, report="南昌县_2022", indicator="budget_revenue").parent)
    nation = report(tmp_path, 2022, targets="国内生产总值增长5.5%左右，进出口总额增长5%。", place="全国")
    figures = rk.figures([province, nation])
    figures["locality"] = figures.report.str.removesuffix("_2022")
    assert only(rk.targets(figures), report="江西省_2022", indicator="gdp").top_up_low == 1.5
    other = report(tmp_path, 2023, targets="地区生产总值增长7%以上。", place="江西省")
    assert table_of(county, other).top_up_low.isna().all()


# --- the panel and the chart ------------------------------------------------------------------------------------------


def test_a_panel_has_one_row_per_place_and_year(tmp_path):
    reports = [report(tmp_path, year, GDP.format(year - 2015, 3), "地区生产总值增长6%。", place="南昌县")
               for year in (2021, 2022)]  # fmt: skip
    wide = rk.panel(rk.figures(reports), reports).set_index("year")
    assert wide.index.tolist() == [2020, 2021, 2022] and set(wide.code) == {"360121"}
    assert wide.gdp_growth_result_low.tolist()[:2] == [6, 7] and wide.gdp_growth_result_low.isna()[2022]
    assert wide.gdp_growth_target_low[2021] == 6 and wide.gdp_growth_met[2021]
    assert wide.gdp_growth_reason.tolist() == ["no report", "", "no next report"]


def test_levels_are_in_standard_units_and_the_column_says_which(tmp_path):
    first = report(tmp_path, 2022, targets="地区生产总值达到300亿元，城镇新增就业1.2万人。")
    wide = rk.panel(rk.figures(first)).set_index("year")
    assert wide.gdp_level_yuan_target_low[2022] == 3e10
    assert wide.new_urban_jobs_level_persons_target_low[2022] == 12000


def test_the_chart_draws_each_target_and_breaks_the_line_at_a_gap(tmp_path):
    reports = [report(tmp_path, year, GDP.format(year - 2015, 3), "地区生产总值增长6%以上。", place="南昌县")
               for year in (2018, 2019, 2021)]  # fmt: skip
    ax = rk.plot_attainment(table_of(*reports), "南昌县")
    line = next(line for line in ax.get_lines() if line.get_linestyle() == "-")
    assert dict(zip(line.get_xdata(), line.get_ydata(), strict=True))[2018] == 4
    assert pd.isna(dict(zip(line.get_xdata(), line.get_ydata(), strict=True))[2019])
    up = next(line for line in ax.get_lines() if line.get_label() == "at least")
    assert up.get_ydata().tolist() == [6, 6, 6] and up.get_marker() == "^"


def test_the_chart_asks_for_one_place():
    table = rk.targets(rk.figures(rk.load_reports()))
    with pytest.raises(ValueError, match="5 places"):
        rk.plot_attainment(table)
    with pytest.raises(ValueError, match="no row for place '北京市'"):
        rk.plot_attainment(table, "北京市")


def test_bad_tables_and_arguments_are_refused():
    figures = rk.figures(rk.load_reports())
    with pytest.raises(rk.ReportError, match="no column 'std_low'"):
        rk.targets(figures.drop(columns="std_low"))
    with pytest.raises(ValueError, match="tolerance: -1 is negative"):
        rk.targets(figures, tolerance=-1)
    assert rk.targets(figures.iloc[:0]).empty and rk.panel(figures.iloc[:0]).empty


# --- a real series ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not (SHARED / "reports").exists(), reason="the series of eight reports is not part of the package")
def test_eight_reports_of_one_district_give_the_series_read_by_hand():
    gold = pd.read_csv(SHARED / "gold/other_reports/hailar_series.csv", dtype={"period": str})
    gold = gold[gold.indicator.notna() & (gold.bound != "qualitative")]
    reports = [r for r in rk.load_reports(SHARED / "reports") if "海拉尔区" in r.id]
    table = table_of(*reports)
    table = table[table.target_low.notna()].assign(report_year=table.report.str[-4:].astype(int))
    planned = gold[gold.kind == "target"]
    keys = ["report_year", "indicator", "measure"]
    both = planned.merge(table, on=keys, how="outer", indicator=True)
    assert set(both["_merge"]) == {"both"}
    assert (both.value_low == both.target_low).all() and (both.unit_x == both.unit_y).all()
    assert (both.bound_x == both.bound_y).all()

    done = gold[(gold.kind == "achieved") & (gold.period == (gold.report_year - 1).astype(str))]
    said = {(*key,): set(rows.value_low) for key, rows in done.groupby(keys)}
    for row in table.itertuples():
        for side, year in ("achieved", row.report_year), ("result", row.report_year + 1):
            value, read = getattr(row, f"{side}_low"), said.get((year, row.indicator, row.measure), set())
            assert value in read if value == value else not read or (year, row.indicator) in MISSED, row
    assert (int(table.met.eq(True).sum()), int(table.met.eq(False).sum())) == (17, 31)


# The target of 2015 is for 农民人均纯收入, the result for 农村居民人均可支配收入: another series since 2013, and not paired.
MISSED = {(2016, "rural_income")}


def made(*claims) -> pd.DataFrame:
    """Figures of GDP growth made by hand: report, year of the report, status, part, period, value."""
    figures = rk.figures(rk.load_reports()[2])
    model = figures[(figures.indicator == "gdp") & (figures.measure == "growth") & (figures.bound == "exact")].iloc[0]
    rows = []
    for place, (report_id, year, status, part, period, value) in enumerate(claims):
        rows.append(model.to_dict() | {
            "report": report_id, "figure_id": f"{report_id}:{place}", "year": year, "status": status, "part": part,
            "period": period, "value_low": value, "value_high": value, "std_low": value, "std_high": value,
            "headline": True, "locality": "南昌县", "raw_start": place, "note": "",
        })  # fmt: skip
    return pd.DataFrame(rows)
