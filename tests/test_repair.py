"""Every repair is on record, invents nothing, and leaves a clean text alone."""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.repair import RULES, repair, repairs, shipped_errata
from reportkit.text import replay

HERE = Path(__file__).parent
RAW = {path.stem: path for path in sorted((HERE.parent / "data" / "raw").glob("*.txt"))}
OTHERS = HERE.parents[1] / "shared" / "reports"
SHIGU, ZHANGGONG = "shigu_2019", "zhanggong_2024"


def cases(name: str) -> list:
    with (HERE / "cases" / name).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    marks = {"fail": pytest.mark.xfail(strict=True)}
    return [
        pytest.param(row, id=f"{n}-{row['label']}", marks=marks.get(row["expect"], ())) for n, row in enumerate(rows, 2)
    ]


def raw_text(report: str) -> str:
    return RAW[report].read_bytes().decode("utf-8")


def bundled(report: str):
    data = RAW[report].read_bytes()
    return repair(data.decode("utf-8"), shipped_errata(hashlib.sha256(data).hexdigest()))


def done(text) -> list[str]:
    return [f"{change.edit.kind} {change.edit.rule}" for change in text.log]


def digits(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdecimal())


@pytest.fixture(scope="module", params=list(RAW))
def report(request):
    return bundled(request.param)


@pytest.fixture(scope="module")
def clean() -> str:
    """A long text in which there is nothing to repair."""
    text = repair(raw_text("nanchang_county_2022")).text
    assert not repair(text).log
    return text


# One line, one damage: the cases are data, the negative ones beside the positive.


@pytest.mark.parametrize("case", cases("repairs.csv"))
def test_case(case):
    text = repair(case["text"])
    assert text.text == case["repaired"]
    assert ";".join(done(text)) == case["rules"]
    assert repair(text.text).text == text.text


# What holds for every text.


def test_the_log_replays_to_the_text(report):
    assert replay(report.raw, report.log) == report.text


def test_repairing_twice_changes_nothing(report):
    again = repair(report.text)
    assert again.text == report.text
    assert {change.edit.kind for change in again.log} <= {"lost"}


def test_digits_are_the_raw_ones_less_those_that_a_named_rule_removed(report):
    gone = {
        i
        for change in report.log
        if digits(change.before) and not digits(change.edit.new) and change.edit.kind == "removed"
        for i in range(change.raw_start, change.raw_end)
    }
    kept = "".join(c for i, c in enumerate(report.raw) if i not in gone)
    expected = digits(kept).replace("", "")
    assert digits(report.text) == expected


def test_no_rule_makes_a_digit(report):
    for change in report.log:
        assert digits(change.edit.new) in ("", digits(change.before))


@settings(max_examples=200, deadline=None)
@given(st.text("增长8.4%、，。\n 一二(qū)１％[3]①?第次会议报告各位代表：20日/月O&;区區", max_size=60))
def test_any_text_is_repaired_without_error_and_replays(raw):
    text = repair(raw)
    assert replay(raw, text.log) == text.text
    assert len(text.starts) == len(text.text)
    removed = sum(len(digits(change.before)) for change in text.log if change.edit.kind == "removed")
    assert len(digits(text.text)) == len(digits(raw)) - removed


def test_every_rule_says_on_what_evidence():
    assert all(rule.__doc__ and len(rule.__doc__.strip().splitlines()) == 1 for rule in RULES)


# The five reports.


def test_zhanggong_glosses_marks_and_script():
    text = bundled(ZHANGGONG)
    kinds = done(text)
    assert kinds.count("removed pinyin gloss") == 709
    assert [c.before for c in text.log if c.edit.rule == "footnote mark"] == [f"【{n}】" for n in range(1, 22)]
    assert text.text.startswith("(江西省)2024年赣州市章贡区人民政府工作报告\n--2024年1月12日在赣州市章贡区第六届")
    assert "R&D" in text.text and "(预制菜)" in text.text


def test_zhanggong_shifted_bytes():
    text = bundled(ZHANGGONG)
    assert "均超25万元。“政企”联合引才" in text.text
    assert "“就近办”。“亲清赣商”平台" in text.text
    assert "消费。纵深推进普惠金融" in text.text
    lost = [c for c in text.log if c.edit.kind == "lost"]
    assert [c.before for c in lost] == ["?shù)?"]
    assert "?shù)?个重点领域" in text.text  # the digit is gone: 4 would be a guess


def test_without_its_erratum_a_cluster_that_does_not_fall_in_step_is_lost():
    lost = [c for c in repair(raw_text(ZHANGGONG)).log if c.edit.kind == "lost"]
    assert [c.before for c in lost] == ["?!罢F蟆甭?lián)", "?shù)?"]


def test_script_equals_the_converter_it_takes_its_tables_from():
    opencc = pytest.importorskip("opencc")
    text = bundled(ZHANGGONG)
    before = replay(text.raw, [c for c in text.log if c.step < script_step(text)])
    after = replay(text.raw, [c for c in text.log if c.step <= script_step(text)])
    assert len(after) == len(before)
    assert after.replace("着力", "著力") == opencc.OpenCC("t2s").convert(before)
    assert "显著" in after and "着力" in after and "著力" not in after


def script_step(text) -> int:
    return next(c.step for c in text.log if c.edit.rule == "script")


def test_script_leaves_a_simplified_text_and_the_names_in_it_alone():
    text = "乾县、乾安县和乾隆年间的著名建筑，成效显著，土著居民。" * 20
    assert not repair(text).log


def test_script_keeps_the_words_that_hold_in_both():
    text = "區政府現在報告經濟運行產業國際貿易環境,乾縣、乾安縣著力推進,著名企業顯著增長,隨著乾旱結束,扭轉乾坤。"
    assert repair(text).text == (
        "区政府现在报告经济运行产业国际贸易环境,乾县、乾安县着力推进,著名企业显著增长,随着干旱结束,扭转乾坤。"
    )


def test_qingyunpu_marks_rise_with_the_glossary():
    text = bundled("qingyunpu_2020")
    numbers = [int(c.before) for c in text.log if c.edit.rule == "footnote mark"]
    assert sorted(set(numbers)) == list(range(1, 31))
    assert [n for n in numbers if numbers.count(n) > 1] == [18, 18]
    for kept in ("设立5个产业招商中心", "5G", "“稳增长20条”", "新建和改造9条道路", "34个智慧平安小区,惠及10万余户"):
        assert kept in text.text


def test_nanchang_county_loses_its_page_and_keeps_its_titles():
    text = bundled("nanchang_county_2022").text.split("\n")
    assert [line for line in text if line.strip()][:3] == [
        "2022年南昌县人民政府工作报告",
        "政府工作报告",
        "——2022年2月12日在南昌县第十届人民代表大会",
    ]
    assert [line for line in text if line.strip()][-1].endswith("胜利召开!")


def test_jingdong_loses_the_checkers_note_and_nothing_else():
    text = bundled("jingdong_2023")
    assert [(c.edit.rule, c.before) for c in text.log] == [("checker's note", "会议已召开,请慎用")]
    assert text.text.endswith("大会秘书组 2023年3月")


def test_shigu_separators_dates_and_breaks():
    text = bundled(SHIGU)
    for found in (
        "2019年4月22日在衡阳市石鼓区",
        "增长9%,增速排名全市第一",
        "增长8%,财政总收入完成27.83亿元",
        "高达97.28%,居全省前列,财政绩效考核",
        "增长8.4%、9.2%,增速排名",
        "分别增长22.19%、21.83%",
        "比重达72.1%,13件重点民生实事",
        "提高0.6个百分点,省级现代服务业",
        "省市下达的节能减排、安全生产",
        "要求在9月30日前",
        "文明志愿者",
    ):
        assert found in text.text


def test_shigu_lost_places_stay_lost():
    text = bundled(SHIGU)
    lost = [c.before for c in text.log if c.edit.kind == "lost"]
    assert {"第次", "480/月", "60/月", "1876项", "农村危房188", "三类500企业"} <= set(lost)
    assert "480/月" in text.text and "500强" not in text.text


def test_shigu_paragraphs_that_lost_their_full_stop_are_not_joined():
    lines = bundled(SHIGU).text.split("\n")
    assert any(line.endswith("让群众过好日子") for line in lines)
    assert any(line.endswith("尽快竣工验收") for line in lines)


def test_the_title_and_session_lines_stay(report):
    head = report.text[:400]
    assert "各位代表:" in head and "年" in head and "人民代表大会" in head


# Damage done to a clean text, and undone.


def test_glosses_over_a_whole_text(clean):
    damaged = re.sub("区", "区(qū)", clean)
    assert repair(damaged).text == clean
    toneless = re.sub("们", "们(men)", damaged)
    assert repair(toneless).text == clean


@pytest.mark.parametrize(
    "damage",
    [
        lambda t: t.replace("%", "_M_M_"),
        lambda t: t.replace("\n", "\\r\\n"),
        lambda t: t.replace("经济", "经\u200b济"),
        lambda t: t.replace("“", "&ldquo;"),
        lambda t: re.sub(r"(?<=\d)\.(?=\d+%)|\d(?=[\d.]*%)|%", lambda m: chr(ord(m[0]) + 0xFEE0), t),
        lambda t: t + "\n" + t[t.index("各位代表") :],
        lambda t: t[: len(t) // 2] + "\n" + t[t.index("各位代表") :],
        lambda t: "首页 > 政务公开 > 政府工作报告\n来源：县政府办 浏览次数：12\n" + t,
        lambda t: t + "\n上一篇：没有了\n主办单位：县政府办\n备案号：ICP备05003452号\n",
    ],
    ids=[
        "placeholder",
        "escapes",
        "zero width",
        "entities",
        "full width",
        "doubled",
        "cut and doubled",
        "head",
        "foot",
    ],
)
def test_damage_is_undone(clean, damage):
    assert repair(damage(clean)).text.rstrip() == clean.rstrip()


def test_a_body_with_other_figures_is_no_copy(clean):
    two = clean + clean.replace("增长", "上升").replace("1", "2")
    assert repair(two).text == two


def test_traditional_and_back_is_the_same_text(clean):
    opencc = pytest.importorskip("opencc")
    assert repair(opencc.OpenCC("s2t").convert(clean)).text == clean


@pytest.mark.parametrize("width", [26, 34])
def test_a_wrapped_text_with_page_numbers_gets_its_paragraphs_back(clean, width):
    paragraphs = ["\u3000\u3000" + p.strip() for p in clean.split("\n") if p.strip()]
    lines = [p[i : i + width] for p in paragraphs for i in range(0, len(p), width)]
    paged = "\n".join(line if n % 24 else f"— {n // 24 + 1} —\n{line}" for n, line in enumerate(lines))
    again = {p.strip() for p in repair(paged).text.split("\n")}
    assert len(again & {p.strip() for p in paragraphs}) >= 0.95 * len(set(paragraphs))


def test_a_page_break_inside_a_sentence_is_joined_and_a_heading_never(clean):
    at = clean.index("出口总额增长12%")
    broken = clean[:at] + "\n\n" + clean[at:]
    assert repair(broken).text == clean.replace(";出口总额", ";\n\n出口总额")  # behind ; it may as well be a new line
    broken = clean[: at + 3] + "\n\n" + clean[at + 3 :]
    assert repair(broken).text == clean


def test_lost_lead_bytes_are_put_back_where_a_letter_brings_the_reading_in_step():
    raw = re.sub(r"(?<=[\u4e00-\u9fff])\([^()]{1,6}\)", "", raw_text(ZHANGGONG)).replace("?", "")
    tried = found = 0
    for m in re.finditer(r"。(?=[\u4e00-\u9fff]{4})", raw):
        _, a3, lead, letter = raw[m.start() : m.start() + 2].encode("gbk")
        if lead > 0xA0 and chr(letter).isascii() and chr(letter).isalpha():
            shifted = "?" + bytes((a3, lead)).decode("gbk") + chr(letter)
            text = repair(raw[: m.start()] + shifted + raw[m.start() + 2 :])
            tried += 1
            found += text.text == repair(raw).text
    assert tried >= 5 and found >= 0.8 * tried


# Clean reports of the world outside.


@pytest.mark.skipif(not OTHERS.is_dir(), reason="the other reports are not part of the project")
def test_other_reports_get_no_edit_but_what_is_there_to_repair():
    allowed = {"full width", "no-break space", "page furniture", "footnote mark", "page number", "hard line break"}
    for path in sorted(OTHERS.glob("*.txt")):
        data = path.read_bytes()
        try:
            raw = data.decode("utf-8")
        except UnicodeDecodeError:
            raw = data.decode("gb18030")
        text = repair(raw)
        assert {c.edit.rule for c in text.log} <= allowed, path.name
        assert repair(text.text).text == text.text, path.name


# Errata and the table.


def test_an_erratum_keeps_the_span_of_what_it_only_quotes():
    text = repair("落地签约达583.5亿元策划项目", [("583.5亿元策划", "583.5亿元,策划")])
    assert text.text == "落地签约达583.5亿元,策划项目"
    assert text.quote(text.text.index("583.5"), text.text.index("亿元") + 2) == "583.5亿元"
    assert done(text) == ["inserted erratum"]


def test_an_erratum_of_equal_texts_marks_a_lost_place():
    text = repair("新建和改造农村危房188。", [("危房188", "危房188")])
    assert text.text == text.raw
    assert text.lost == ((7, 12),)


@pytest.mark.parametrize("raw", ["没有", "增长8%增长8%"])
def test_an_erratum_that_does_not_fit_exactly_once_is_an_error(raw):
    with pytest.raises(ValueError, match="Expected exactly once"):
        repair(raw, [("增长8%", "增长9%")])


def test_shipped_errata_fit_their_files_and_make_no_number():
    with (HERE.parent / "data" / "errata.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == ["report", "sha256", "raw", "repaired", "why"]
    for row in rows:
        assert row["sha256"] == hashlib.sha256(RAW[row["report"]].read_bytes()).hexdigest()
        assert raw_text(row["report"]).count(row["raw"]) == 1
        assert digits(row["raw"]) == digits(row["repaired"]) and row["why"]
    assert shipped_errata("no file") == []


def test_the_table_has_one_row_per_edit_in_the_order_of_the_raw_text():
    class Some:
        id = "some"
        repaired = repair("增长8.4%9.2%，章贡区(qū)第次会议。")

    table = repairs(Some())
    assert list(table.columns) == ["report", "step", "rule", "kind", "raw_start", "raw_end", "before", "after"]
    assert table.rule.tolist() == ["lost separator", "pinyin gloss", "missing ordinal"]
    assert table.kind.tolist() == ["inserted", "removed", "lost"]
    assert table.raw_start.tolist() == [6, 14, 18]
    assert len(repairs([Some(), Some()])) == 6
    assert list(repairs([]).columns) == list(table.columns)


def test_an_entity_escaped_a_thousand_times_is_one_character():
    assert repair("城市&" + "amp;" * 3000 + "ldquo;").text == "城市“"
