"""Slogans: the rules by cases, the table by the gold, with floors that are never lowered silently."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import named
from scoring_slogans import hand_read, rates, score

import reportkit as rk
from reportkit.matching import every, index
from reportkit.phrases.body import body_of
from reportkit.phrases.names import _ENDS, _ends

HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
GOLD = hand_read(HERE.parent / "data" / "gold" / "slogans.csv")
OTHERS = HERE.parent.parent / "shared" / "reports"
NONE = rk.lexicon("slogans").iloc[:0]
FIVE = rk.load_reports()
TABLE = rk.slogans(FIVE)

with (HERE / "cases" / "phrases.csv").open(encoding="utf-8") as lines:
    CASES = list(csv.DictReader(lines))


def made(tmp_path: Path, *sentences: str, place: str = "青云谱区", year: int = 2020) -> rk.Report:
    """A small report that holds these sentences."""
    head = f"政府工作报告\n——{year}年1月5日在{place}第九届人民代表大会第五次会议上\n\n各位代表：\n\n一、{year - 1}年工作回顾\n\n"
    path = named(tmp_path, f"{place}_{year}.txt")
    path.write_text(
        head + "\n\n".join(sentences) + f"\n\n二、{year}年工作安排\n\n各项工作扎实推进。\n", encoding="utf-8"
    )
    return rk.load_report(path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_rules_without_any_lexicon(case, tmp_path):
    found = rk.slogans(made(tmp_path, case["text"]), lexicon=NONE)
    assert sorted(found.slogan) == sorted(filter(None, case["slogans"].split("|")))


def above(measured: dict[str, float], floors: dict[str, float]) -> None:
    assert not {name: (round(measured[name], 4), floor) for name, floor in floors.items() if measured[name] < floor}


def test_the_five_against_the_gold():
    total = sum((score(rows, TABLE[TABLE.report == report])[0] for report, rows in GOLD.items()), start=Counter())
    assert total["found"] + total["missed"] == 775
    above(rates(total), FLOORS["slogans of the five"])


def test_a_report_without_what_the_lexicon_learnt_from_it():
    lexicon = rk.lexicon("slogans")
    total = Counter()
    for report in FIVE:
        table = rk.slogans(report, lexicon=lexicon[lexicon.learnt_from != report.id])
        total += score(GOLD[report.id], table)[0]
    above(rates(total), FLOORS["slogans without what was learnt from the report"])


def test_every_entry_of_a_glossary_is_joined_to_its_uses():
    entries = rk.glossary(FIVE)
    assert len(entries) == 63
    joined = TABLE[TABLE.definition_from == TABLE.report]
    found = {(row.report, row.definition) for row in joined.itertuples()}
    assert [row.term for row in entries.itertuples() if (row.report, row.definition) not in found] == []


def test_a_slogan_leads_back_to_the_raw_text():
    raw = {report.id: report for report in FIVE}
    for row in TABLE.itertuples(index=False):
        spans = row.spans
        assert len(spans) == row[TABLE.columns.get_loc("count")] and list(spans) == sorted(spans)
        assert all(0 <= a < b <= len(raw[row.report].raw) for a, b in spans)
        assert row.parts and row.found_by and row.level_evidence and row.per_10k_chars > 0


def test_variants_are_one_slogan(tmp_path):
    text = "深化“放管服”改革，放管服改革见效，推进简政放权、放管结合、优化服务。坚持以习近平新时代中国特色社会主义思想为指导。"
    table = rk.slogans(made(tmp_path, text)).set_index("slogan")
    assert table.loc["放管服改革", "count"] == 3
    assert "习近平新时代中国特色社会主义思想" in table.index and "中国特色社会主义" not in table.index


def test_what_one_report_puts_in_quotation_marks_is_found_in_another_that_lost_them(tmp_path):
    one = made(tmp_path, "开展“五进五送”活动。")
    other = made(tmp_path, "全面开展五进五送，群众满意。", place="石鼓区", year=2019)
    table = rk.slogans([one, other], lexicon=NONE)
    assert table.groupby("slogan").report.nunique()["五进五送"] == 2
    assert table.level.tolist() == ["national", "national"] and "2 provinces" in table.level_evidence.iloc[0]


def test_a_definition_of_another_report_is_named():
    row = TABLE.query("report == 'nanchang_county_2022' and slogan == '三请三回'").iloc[0]
    assert row.definition_from == "qingyunpu_2020" and "乡友" in row.definition


def test_shigu_without_quotation_marks_has_its_slogans():
    found = set(TABLE[TABLE.report == "shigu_2019"].slogan)
    assert not body_of(FIVE[3]).quoted
    assert {"六稳", "三清三建", "一单四制", "四个意识", "五中心合一综治模式", "产业项目建设年"} <= found


def test_diffusion_says_who_has_it_and_since_when():
    table = rk.diffusion(TABLE).set_index("slogan")
    row = table.loc["三请三回"]
    assert (row.reach, row.places, row.first_seen, row.reports_before) == ("one province", 3, 2020, 1)
    assert row["where"] == "青云谱区 2020; 南昌县 2022; 章贡区 2024"
    assert (table.reach == "all").sum() == 5
    assert table["count"].sum() == TABLE["count"].sum()


def test_bad_input_is_refused_in_words():
    with pytest.raises(ValueError, match="lexicon: no column 'slogan'. Expected .*Start from"):
        rk.slogans(FIVE[0], lexicon=rk.lexicon("hedges"))
    with pytest.raises(rk.ReportError, match="slogans: no column 'level'"):
        rk.diffusion(TABLE.drop(columns="level"))
    with pytest.raises(ValueError, match="none stands in 9 places"):
        rk.plot_slogans(TABLE, places=9)


def test_no_report_gives_an_empty_table_with_its_columns():
    empty = rk.slogans([])
    assert empty.empty and list(empty.columns) == list(TABLE.columns) and rk.diffusion(empty).empty


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_chart_draws_a_dot_for_each_row_and_no_label_lies_on_another(lang):
    with rk.paper_style(lang=lang):
        ax = rk.plot_slogans(TABLE, places=4, lang=lang)
        ax.figure.canvas.draw()
        boxes = [label.get_window_extent() for label in ax.get_yticklabels()]
    shown = [label.get_text() for label in ax.get_yticklabels()]
    assert len(ax.collections[0].get_offsets()) == TABLE.slogan.isin(shown).sum()
    assert all(a.y0 >= b.y1 - 1 for a, b in zip(boxes, boxes[1:], strict=False))


def test_the_lexicon_of_slogans_agrees_with_itself():
    table = rk.lexicon("slogans")
    assert table.term.is_unique and table.source.ne("").all()
    assert set(table.kind) == {"numeric", "programme", "ideology", "motto"}
    assert set(table.level) == {"national", "provincial", "municipal", "local"}
    assert table.first_year.str.fullmatch("|1[89][0-9]{2}|20[0-2][0-9]").all()
    told = table.groupby("slogan")[["kind", "level", "first_year", "gloss"]].nunique()
    assert (told == 1).all(axis=None)
    assert set(" ".join(table.learnt_from).split()) == set(GOLD)


def test_what_unfolds_is_a_slogan_of_the_lexicon():
    items = rk.lexicon("slogan_items")
    assert set(items.slogan) <= set(rk.lexicon("slogans").slogan)
    assert items[items.slogan == "六稳"].item.tolist() == ["稳就业", "稳金融", "稳外贸", "稳外资", "稳投资", "稳预期"]


@given(st.text("数字经济a1", max_size=20), st.lists(st.text("数字经济a1", min_size=1, max_size=4), max_size=6))
def test_every_match_is_each_place_of_each_term(text, terms):
    latin = [letter.isascii() and letter.isalnum() for letter in f" {text} "]
    expected = {
        (at, at + len(term), term)
        for term in terms
        for at in range(len(text) - len(term) + 1)
        if text.startswith(term, at)
        and not (latin[at] and latin[at + 1] or latin[at + len(term)] and latin[at + len(term) + 1])
    }
    assert set(every(text, index(terms))) == expected


@given(
    st.lists(
        st.sampled_from("三年 专项 提升 大提升 实际 行动 行动计划 行动力 攻坚战 攻坚战略 会战 推进 ，".split()),
        max_size=16,
    )
)
def test_ends_of_programmes_are_those_that_a_search_of_the_whole_text_finds(pieces):
    text = "".join(pieces)
    found, expected = {*_ends(text)}, {m.span() for m in _ENDS.finditer(text)}
    assert {(a, b) for a, b in found if b - a < 18} == {(a, b) for a, b in expected if b - a < 18}


@pytest.mark.skipif(not OTHERS.exists(), reason="the reports of other places are not here")
def test_no_claim_is_taken_for_a_slogan_in_other_reports():
    paths = sorted(OTHERS.glob("*2024.txt"))[::6]
    table = rk.slogans(rk.load_reports(paths))
    assert len(table) > 200
    assert not table.slogan.str.contains(r"\d[万亿]|\d+\.\d|^\d+[条个项]|^[一二三四五六七八九十]+[大个]$").any()
    assert isinstance(table.spans.iloc[0], tuple) and pd.api.types.is_integer_dtype(table["count"])
