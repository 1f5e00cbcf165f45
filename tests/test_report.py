"""Metadata, parts, paragraphs and glossary of reports: what is read, what stays empty, and why."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportkit.report as rp
from reportkit.metadata import read_metadata
from reportkit.metadata.head import number
from reportkit.places import level_of, look_up, mentions, split_chain, stem
from reportkit.structure import PARTS, paragraphs_of
from reportkit.terms import clean_term

HERE = Path(__file__).parent
GOLD = HERE.parent / "data" / "gold"
FILLER = "\n" + "一年来，我们坚持稳中求进，各项工作取得新的成效，人民生活持续改善。\n" * 60


def cases(name: str) -> list:
    """The rows of a case file, one test each."""
    with (HERE / "cases" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [pytest.param(row, id=row["label"]) for row in csv.DictReader(lines)]


def pairs(written: str) -> dict[str, str]:
    """Read `a=1;b=2`."""
    return dict(p.split("=", 1) for p in written.split(";") if p)


@pytest.fixture(scope="module")
def reports() -> list[rp.Report]:
    """Give the five bundled reports."""
    return rp.load_reports()


@pytest.mark.parametrize("case", cases("metadata"))
def test_metadata_case(case):
    about = read_metadata(case["text"].replace("|", "\n") + FILLER, pairs(case["hints"]))
    for field, expected in pairs(case["expect"]).items():
        value = getattr(about, field)
        assert ("" if value is None else str(value)) == expected, f"{field}: {about}"


def runs(text: str, planned: int | None) -> str:
    """The parts of a text in order, each run once."""
    parts = [p.part for p in paragraphs_of(text, planned)]
    return " ".join(p for i, p in enumerate(parts) if i == 0 or p != parts[i - 1])


@pytest.mark.parametrize("case", cases("parts"))
def test_parts_case(case):
    planned = int(case["planned"]) if case["planned"] else None
    assert runs(case["text"].replace("|", "\n"), planned) == case["expect"]


def test_the_text_of_the_bundled_reports_says_what_the_manifest_says(reports):
    with (HERE.parent / "data" / "reports.csv").open(encoding="utf-8", newline="") as lines:
        manifest = {row["id"]: row for row in csv.DictReader(lines)}
    for report in reports:
        about = read_metadata(report.text, {})
        row = manifest[report.id]
        for field in ("locality", "level", "year_given", "year_reviewed", "year_planned", "date"):
            assert str(getattr(about, field)) == row[field], (report.id, field)
        assert about.province in (row["province"], None)
        assert about.kind == "government work report"


def test_speakers_and_congresses(reports):
    assert [r.speaker for r in reports] == ["魏翔", "贾彧超", "吴江辉", None, "刘志怀"]
    assert [r.congress for r in reports] == [
        "第六届人民代表大会第二次会议",
        "第十届人民代表大会第二次会议",
        "第十六届人民代表大会第五次会议",
        None,
        "第六届人民代表大会第四次会议",
    ]
    assert "congress left empty" in " ".join(reports[3].notes)


def test_repr_is_calm(reports):
    assert repr(reports[2]).startswith("<Report qingyunpu_2020: 青云谱区 2020, 14,")
    assert repr(reports[2]).endswith(" characters>")


def test_every_part_of_the_bundled_reports_is_found(reports):
    assert rp.overview(reports).missing_parts.tolist() == [""] * 5


def test_targets_stand_where_a_reader_finds_them(reports):
    table = rp.paragraphs(reports)
    found = table[table.part == "targets"].groupby("report").text.first()
    assert found["qingyunpu_2020"].startswith("主要预期目标是")
    assert found["shigu_2019"].startswith("今年主要预期目标是")
    assert found["nanchang_county_2022"].startswith("综合考虑各种因素")
    assert (table[table.report == "jingdong_2023"].part == "targets").sum() == 8


def test_headings_lead_down(reports):
    table = rp.paragraphs(reports)
    row = table[table.text.str.startswith("——提升项目招商水平")].iloc[0]
    assert row.path.split(" / ")[:2] == ["2020年主要工作", "聚焦改革开放,推动发展活力实现再突破"]


def test_paragraphs_cover_the_text_in_order(reports):
    for report in reports:
        here = 0
        for p in report.paragraphs:
            assert here <= p.start < p.end <= len(report.text)
            assert not report.text[here : p.start].strip()
            assert p.part in PARTS
            here = p.end
        assert not report.text[here:].strip()


def test_tables_take_one_report_or_many(reports):
    one = rp.paragraphs(reports[0])
    many = rp.paragraphs(reversed(reports))
    assert list(many.columns[:2]) == ["report", "paragraph"]
    assert many.index.equals(pd.RangeIndex(len(many)))
    pd.testing.assert_frame_equal(one, many[many.report == reports[0].id].reset_index(drop=True))
    assert rp.overview(reports[0]).shape[0] == 1


def test_glossaries_are_complete(reports):
    table = rp.glossary(reports)
    gold = pd.read_csv(GOLD / "glossary.csv", dtype=str)
    assert len(table) == len(gold) == 63
    found = {(r, str(n)): (t, d) for r, n, t, d in table[["report", "number", "term", "definition"]].to_numpy()}
    for row in gold.itertuples():
        term, definition = found[row.report, row.number]
        assert term == row.term
        assert definition.startswith(row.first_20_chars_of_definition[:12])


def test_a_use_of_a_term_is_where_it_says(reports):
    report = reports[2]
    table = rp.glossary(report)
    row = table[table.term == "三请三回"].iloc[0]
    assert row.uses == 1
    start, end = row.used_at[0]
    assert report.raw[start:end] == "三请三回"
    assert [report.raw[a:b] for a, b in row.marked_at] == ["2"]


def test_ids_are_made_unique(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text("政府工作报告\n各位代表：\n" + FILLER, encoding="utf-8")
    found = rp.load_reports([tmp_path / "a" / "x.txt", tmp_path / "b" / "x.txt"])
    assert [r.id for r in found] == ["x", "x_2"]


def test_a_report_without_place_and_year_loads_and_says_so(tmp_path):
    path = tmp_path / "x.txt"
    path.write_text(
        "政府工作报告\n各位代表：\n现在，我代表县人民政府向大会报告工作，请予审议。" + FILLER, encoding="utf-8"
    )
    row = rp.overview(rp.load_report(path)).iloc[0]
    assert row[["locality", "code", "year_given", "year_reviewed"]].isna().all()
    assert row.level == "county"
    assert "no year could be read" in row.notes
    assert "no locality could be read" in row.notes


def test_a_wrong_file_name_does_not_win(reports):
    report = reports[2]
    about = read_metadata(report.text, {"locality": "石鼓区", "province": "湖南", "year": "2016"})
    assert (about.locality, about.province, about.year_given) == ("青云谱区", "江西", 2020)
    assert any("石鼓区" in note for note in about.notes)
    assert any("2016" in note for note in about.notes)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("江西省南昌市青云谱区", "360104"),
        ("内蒙古自治区", "150000"),
        ("内蒙古", "150000"),
        ("凉山州", "513400"),
        ("吉林市", "220200"),
        ("重庆市江北区", "500105"),
        ("定安县", "469021"),
        ("鼓楼区", None),
        ("京东镇", None),
        ("全国", None),
    ],
)
def test_codes(written, code):
    assert look_up(written).code == code


def test_codes_of_their_time():
    assert look_up("定安县", year=2004).code == "469025"
    assert look_up("襄樊市", year=2008).code == look_up("襄阳市", year=2015).code == "420600"


def test_names_of_places():
    assert split_chain("贵州省遵义市红花岗区") == (["贵州省", "遵义市"], "红花岗区")
    assert [stem(n) for n in ("三江侗族自治县", "伊犁哈萨克自治州", "南县")] == ["三江", "伊犁", "南县"]
    assert [level_of(n) for n in ("某某镇", "某某街道", "某某市", "某某自治州")] == [
        "township",
        "township",
        None,
        "prefecture",
    ]
    assert mentions("没有提到", "赣州市").count == 0


@pytest.mark.parametrize(
    ("written", "value"), [("二十九", 29), ("十", 10), ("二〇一二", 2012), ("07", 7), ("十十", None), ("甲", None)]
)
def test_numerals(written, value):
    assert number(written) == value


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("“四个成片区原则P14", "四个成片区原则"),
        ("“智慧社区P5)", "智慧社区"),
        ("“港、网、窗”一体化服务平台", "港、网、窗一体化服务平台"),
        ("R&D", "R&D"),
    ],
)
def test_terms(written, term):
    assert clean_term(written) == term


TEXTS = st.lists(
    st.sampled_from(
        "各位代表： 现在，我代表市人民政府向大会报告工作。 一、2023年工作回顾 二、2024年工作安排 （一）发展 "
        "1. —— 主要预期目标是： 地区生产总值增长6%。 我们也清醒地认识到，还存在不少困难和问题。 "
        "加强政府自身建设 让我们努力奋斗！ 名词解释 1.六稳：是指稳就业。 "
        "2024年1月12日在赣州市章贡区第六届人民代表大会第四次会议上 区长 刘志怀 \n \n\n 　 附件".split(" ")
    )
    | st.text(max_size=12),
    max_size=40,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.none() | st.integers(1998, 2026))
def test_any_text_divides_without_a_gap(text, planned):
    here = 0
    for p in paragraphs_of(text, planned):
        assert here <= p.start < p.end <= len(text)
        assert p.part in PARTS
        here = p.end


@settings(max_examples=200, deadline=None)
@given(
    TEXTS,
    st.fixed_dictionaries(
        {}, optional={"locality": st.sampled_from(["乐山", "石鼓区", "全国", "x"]), "year": st.text(max_size=5)}
    ),
)
def test_metadata_never_fails_and_invents_no_year(text, hints):
    about = read_metadata(text, hints)
    if about.year_given is not None:
        evidence = text + "".join(hints.values())
        assert str(about.year_given) in evidence or str(about.year_given - 1) in evidence or "日" in text


def test_files_that_cannot_be_read_are_all_named_and_the_others_can_be_kept(tmp_path):
    (tmp_path / "a_2020.txt").write_text(
        "2020年青山县人民政府工作报告\n各位代表：\n现在报告工作。\n" * 9, encoding="utf-8"
    )
    (tmp_path / "b.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "c.rtf").write_bytes(b"{\\rtf1}")
    with pytest.raises(rp.ReportError) as raised:
        rp.load_reports(tmp_path)
    first, second, advice = str(raised.value).splitlines()
    assert first.startswith(f"{tmp_path / 'b.doc'}: ") and second.startswith(f"{tmp_path / 'c.rtf'}: ")
    assert advice.startswith("Pass a list (problems = [], errors=problems) to load the other 1 ")
    errors = []
    assert [report.id for report in rp.load_reports(tmp_path, errors=errors)] == ["a_2020"]
    assert [type(error) for error in errors] == [rp.ReportError, rp.ReportError]


def test_a_numbered_list_below_the_announcement_holds_the_targets():
    row = next(p.values[0] for p in cases("parts") if p.id == "targets in a numbered list")
    found = {p.path[-1][:6]: p.part for p in paragraphs_of(row["text"].replace("|", "\n"), 2024) if p.path}
    assert [found[item] for item in ("地区生产总值", "一般公共预算", "居民收入与经")] == ["targets"] * 3
    assert found["发展产业"] == "tasks"


def test_what_is_no_report_and_reports_of_one_id_are_refused(tmp_path):
    one = rp.load_reports()[0]
    with pytest.raises(rp.ReportError, match="^'a.txt': is no report"):
        rp.overview("a.txt")
    with pytest.raises(rp.ReportError, match="has the id 'jingdong_2023'"):
        rp.paragraphs([one, one])
    with pytest.raises(rp.ReportError, match="holds several reports"):
        rp.load_report(Path(__file__).parents[1] / "data" / "raw")
    with pytest.raises(rp.ReportError, match="is no path"):
        rp.load_reports(pd.DataFrame({"text": ["a"]}))


def test_a_hint_that_means_nothing_is_refused():
    with pytest.raises(rp.ReportError, match="unknown hint 'county'. Expected id, level, locality, province, year"):
        rp.load_report(Path(__file__).parents[1] / "data" / "raw" / "jingdong_2023.txt", county="高新区")


def test_a_notebook_shows_what_a_report_is():
    report = next(r for r in rp.load_reports() if r.id == "qingyunpu_2020")
    html = report._repr_html_()
    for said in ("江西 青云谱区 (county)", "2020-05-22 吴江辉", "reviews 2019, plans 2020", "qingyunpu_2020.txt"):
        assert said in html
    assert "<td>江西 &lt;b&gt; (county)</td>" in replace(report, locality="<b>")._repr_html_()
