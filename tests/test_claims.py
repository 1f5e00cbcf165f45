"""Claims: each line of `cases/claims.csv` is one row of `figures()`; a sentence without `low` and words yields none."""

from __future__ import annotations

import csv
import re
from itertools import groupby
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import report_of

import reportkit as rk
from reportkit.claims import COLUMNS
from reportkit.claims.measure import BETWEEN, BETWEEN_BEGINS, BETWEEN_ENDS, read
from reportkit.claims.period import limited, note_of
from reportkit.claims.subject import indicator_of, parts, tidy
from reportkit.lexicons import lexicon

with (Path(__file__).parent / "cases" / "claims.csv").open(encoding="utf-8") as lines:
    ROWS = list(csv.DictReader(lines))
CASES = [(key, list(rows)) for key, rows in groupby(ROWS, key=lambda row: (row["label"], row["part"], row["text"]))]


def _number(value: float) -> str:
    return "" if pd.isna(value) else f"{value:g}"


@pytest.mark.parametrize(("key", "expected"), CASES, ids=[key[0] for key, _ in CASES])
def test_cases(tmp_path, key, expected):
    _, part, text = key
    table = rk.figures(report_of(tmp_path, **{part: text}))
    rows = [
        (x.number_text, _number(x.value_low), _number(x.value_high), x.unit, x.bound, x.measure, x.subject)
        + (x.indicator or "", x.period or "", x.status)
        for x in table.itertuples()
    ]
    names = "written low high unit bound measure subject indicator period status".split()
    assert rows == [tuple(r[n] for n in names) for r in expected if r["bound"]]


def test_the_contract(tmp_path):
    table = rk.figures(
        report_of(tmp_path, review="地区生产总值完成93.8亿元，增长5.4%。", targets="地区生产总值增长6%左右。")
    )
    assert list(table.columns) == COLUMNS
    row = table.iloc[0]
    assert (row.report, row.figure_id) == ("case_2024", f"case_2024:{row.raw_start}")
    assert (row.std_low, row.std_unit, row.locality, row.year) == (9_380_000_000, "元", "青山县", 2024)
    assert list(table.headline) == [True, True, True] and not table.damaged.any()
    assert list(table.index) == [0, 1, 2]


def test_commitment_and_notes(tmp_path):
    table = rk.figures(report_of(tmp_path, targets="地区生产总值增长5.5%、力争6%以上，确保新增城镇就业3000人以上。"))
    assert list(table.commitment) == ["plain", "strive", "ensure"]
    table = rk.figures(
        report_of(tmp_path, review="上半年地区生产总值增长5%，全年增长5.7%。演出数量较2019年增长1.2倍。")
    )
    assert list(table.note) == ["part of the year: 上半年", "", "against 2019年"]


def test_every_figure_stands_at_its_span(tmp_path):
    for report in rk.load_reports():
        for x in rk.figures(report).itertuples():
            assert report.raw[x.raw_start : x.raw_end] == (x.number_text or x.quote) or not x.number_text
            assert 0 <= x.raw_start < x.raw_end <= len(report.raw)


def test_no_figures_is_an_empty_table(tmp_path):
    table = rk.figures(report_of(tmp_path, review="各项工作取得新成效。"))
    assert table.empty and list(table.columns) == COLUMNS
    assert rk.figures([]).empty


def test_a_lost_unit_is_kept_and_marked(tmp_path):
    (row,) = rk.figures(report_of(tmp_path, review="累计有效注册商标1687。")).itertuples()
    assert (row.value_low, row.unit, row.damaged) == (1687, "", True)


def test_quote_marks_the_figure(tmp_path):
    report = report_of(tmp_path, review="地区生产总值增长5.4%，财政总收入增长<b>3%。")
    table = rk.figures(report)
    quoted = rk.quote(report, table.iloc[0])
    assert str(quoted).startswith("地区生产总值增长⟦5.4%⟧，财政总收入") and "case_2024.txt" in str(quoted)
    assert "<mark>5.4%</mark>" in quoted._repr_html_() and "&lt;b&gt;" in quoted._repr_html_()
    assert str(rk.quote([report], table.figure_id.iloc[0])) == str(quoted)


def test_quote_says_what_is_wrong(tmp_path):
    report = report_of(tmp_path, review="地区生产总值增长5.4%。")
    with pytest.raises(rk.ReportError, match="elsewhere: report not among those given"):
        rk.quote(report, "elsewhere:12")
    with pytest.raises(rk.ReportError, match="no figure id"):
        rk.quote(report, "nonsense")
    with pytest.raises(rk.ReportError, match="no figure starts there"):
        rk.quote(report, "case_2024:1")


words = st.sampled_from(
    "地区生产总值 财政总收入 城镇和农村居民人均可支配收入 增长 下降 分别 均 完成 达到 占 高于 全省 排名 第一 第36位 8% 8-8.5% 93.8亿元 "
    "110余家 、 ， 。 ； ： （ ） “ ” 和 其中 预计 力争 以上 左右 1.3:17.4 三个 一半 2023年 的 企业 促稳提质 \n".split(
        " "
    )
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(words, max_size=40).map("".join))
def test_any_sentence_is_read_without_error(tmp_path, text):
    report = report_of(tmp_path, review=text, targets=text)
    table = rk.figures(report)
    assert (table.raw_start < table.raw_end).all()
    assert table.value_low.le(table.value_high).where(table.value_low.notna(), True).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 6700))
def test_a_report_may_be_cut_anywhere(tmp_path_factory, cut):
    raw = next(r for r in rk.load_reports() if r.id == "jingdong_2023").raw
    path = tmp_path_factory.mktemp("cut") / "cut.txt"
    path.write_text(raw[: cut + 40], encoding="utf-8")
    report = rk.load_report(path)
    assert (rk.figures(report).raw_end <= len(report.raw)).all()


def test_long_digits_and_lists_do_not_hang(tmp_path):
    assert rk.figures(report_of(tmp_path, review="9" * 1_000_000)).empty
    assert len(rk.figures(report_of(tmp_path, review="新增3家，" * 5_000))) == 5_000


def test_lists_share_a_tail():
    assert parts("基本养老、医疗保险参保率", 2) == ["基本养老参保率", "医疗保险参保率"]
    assert parts("装备制造业、高技术制造业增加值", 2) == ["装备制造业增加值", "高技术制造业增加值"]
    assert parts("固定资产投资", 1) == ["固定资产投资"]


@pytest.mark.parametrize(
    ("subject", "indicator"),
    [
        ("全社会固定资产投资", "fixed_asset_investment"),
        ("农民人均纯收入", "rural_income"),
        ("公共财政预算收入", "budget_revenue"),
        ("地区生产总值增速", "gdp"),
        ("民生支出占财政总支出的比重", "livelihood_spending_share"),
        ("民间投资", None),
        ("高新区规模以上工业增加值", None),
        ("对俄进出口总额", None),
        ("脱贫群众人均可支配收入", None),
        ("税收收入占第三产业比重", None),
    ],
)
def test_indicators_speak_of_the_locality_as_a_whole(subject, indicator):
    assert indicator_of(subject) == indicator


ENDINGS = "” （下同） (不含兵团) 的 、 增速 增速排名 剔除价格因素 剔除留抵退税后 剔除虚增影响 ·".split()


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_glance_at_its_end_misses_no_indicator(ending):
    assert indicator_of("地区生产总值" + ending) == "gdp"


def test_every_indicator_term_is_known():
    table = lexicon("indicator_terms")
    assert [indicator_of(term) for term in table.term] == list(table.indicator)


NOTED = "前三季度 上半年 1-9月 前10个月 年初以来 比疫情前增长 较历史同期 比五年前 比1998年增长 较2019年 同口径 可比价格 剔除退税".split()


@pytest.mark.parametrize("words", NOTED)
def test_what_makes_a_note_is_found_by_the_glance_at_the_paragraph(words):
    assert note_of(words, words) and limited(words)


BETWEEN_WORDS = (
    "比上年 较2019年底 比“十三五”期末 比去年同期 比年初预算 比五年前 较前三季度 比期初 按可比价格计算 按现行价 按可比口径 按不变价格 "
    "由去年的 从 连续三年 （按可比口径计算） (快报数)"
).split()


@pytest.mark.parametrize("words", BETWEEN_WORDS)
def test_the_glance_at_both_ends_misses_nothing_between_subject_and_number(words):
    assert re.fullmatch(BETWEEN, words) and words[0] in BETWEEN_BEGINS and words[-1] in BETWEEN_ENDS
    assert read("固定资产投资" + words, "money").verb == words


def test_tidy_takes_off_where_and_when():
    assert tidy("2023年全市完成固定资产投资") == "固定资产投资"
    assert tidy("及时兑现资金") == "及时兑现资金"


def test_lexicons_fit_together():
    indicators, terms = lexicon("indicators"), lexicon("indicator_terms")
    assert indicators.indicator.is_unique and terms.term.is_unique
    assert set(terms.indicator) == set(indicators.indicator)
    assert (indicators.label_zh != "").all() and (indicators.label_en != "").all()
    assert list(terms.term) == sorted(terms.term)
    assert set(indicators.direction) <= {"up", "down"}


def test_every_figure_has_an_id_of_its_own_and_the_one_in_the_readme_exists():
    reports = rk.load_reports()
    table = rk.figures(reports)
    assert table.figure_id.is_unique
    twice = table.figure_id[table.figure_id.str.contains(r"\.\d+$")].iloc[0]
    assert str(rk.quote(reports, twice)) == str(rk.quote(reports, twice.partition(".")[0]))
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"qingyunpu_2020:\d+", readme)) <= set(table.figure_id)


def test_a_comparable_basis_is_noted():
    table = rk.figures(rk.load_reports())
    noted = table[table.note == "comparable basis: 同口径"]
    assert {"nanchang_county_2022:569", "jingdong_2023:418"} <= set(noted.figure_id)


@pytest.mark.parametrize(
    "figure", [None, 3, {"report": "shigu_2019"}, pd.Series({"report": "shigu_2019", "target_id": "x:1"})]
)
def test_what_is_no_figure_cannot_be_quoted(figure):
    with pytest.raises(rk.ReportError, match="no figure. Expected a row of figures.*pass its target_id"):
        rk.quote(rk.load_reports(), figure)
