"""What reading does with every kind of file: the text it gives, and the sentence it says when there is none."""

from __future__ import annotations

import codecs
import hashlib
import importlib.util
import json
import os
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.reading import ReportError, read_text, sources
from reportkit.reading.encoding import check, decode
from reportkit.reading.markup import html_text

OPENING = "各位代表:\n现在,我代表区人民政府向大会报告工作,请予审议。\n一、2019年工作回顾\n全区生产总值增长6.5%。\n"
TRADITIONAL = "各位代表:\n現在,我代表區人民政府向大會報告工作,請予審議。\n全區地區生產總值增長6.5%。\n"
BUNDLED = ["jingdong_2023", "nanchang_county_2022", "qingyunpu_2020", "shigu_2019", "zhanggong_2024"]
EXTRA = {name: importlib.util.find_spec(name) is not None for name in ("selectolax", "pypdfium2", "openpyxl")}
pages = pytest.mark.skipif(not EXTRA["selectolax"], reason="selectolax (extra documents) is not installed")
pdfs = pytest.mark.skipif(not EXTRA["pypdfium2"], reason="pypdfium2 (extra documents) is not installed")
workbooks = pytest.mark.skipif(not EXTRA["openpyxl"], reason="openpyxl is not installed")
REAL = Path(__file__).parents[2] / "shared" / "reports"


def refused(path, **columns) -> str:
    """The one-line message with which a file is refused; in a few seconds and in three sentences."""
    start = time.perf_counter()
    with pytest.raises(ReportError) as caught:
        list(sources(path, **columns))
    assert time.perf_counter() - start < 5
    message = str(caught.value)
    assert ". Expected " in message and message.endswith(".") and message.count(". ") >= 2, message
    assert caught.value.__suppress_context__ or caught.value.__context__ is None, "a library's traceback shows"
    return message


# --- the bundled reports --------------------------------------------------------------------------------------------


def test_the_bundled_five_come_in_order_with_what_the_manifest_says():
    found = list(sources())
    assert [source.hints["id"] for source in found] == BUNDLED
    assert [source.file for source in found] == [f"{name}.txt" for name in BUNDLED]
    assert found[2].hints["locality"] == "青云谱区" and found[2].hints["date"] == "2020-05-22"
    assert len(found[2].raw) == 14365 and found[2].raw.startswith("索引号: | s696131")
    assert found[2].sha256.startswith("1101e961701c")


# --- encodings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_of_simplified_text_gives_the_same_text(encoding):
    assert decode(OPENING.encode(encoding), "a.txt") == OPENING


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "cp950", "big5hkscs", "utf-16-le"])
def test_every_encoding_of_traditional_text_gives_the_same_text(encoding):
    assert decode(TRADITIONAL.encode(encoding), "a.txt") == TRADITIONAL


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_reports_survive_every_encoding(name):
    raw = next(source.raw for source in sources() if source.hints["id"] == name)
    for encoding in ("utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be"):
        assert check(decode(raw.encode(encoding), name), name) == raw
    big5 = raw.encode("big5hkscs", "ignore")
    if name == "zhanggong_2024":
        assert decode(big5, name) == big5.decode("big5hkscs")


@given(st.text(alphabet="政府工作报告经济发展增长全市社会建设0123456789%,。、 \n", min_size=12))
def test_common_text_is_never_misread(text):
    text = "政府工作报告" + text.replace("\r", "")
    for encoding in ("utf-8", "gb18030", "utf-16-le"):
        assert decode(text.encode(encoding), "a.txt") == text


@given(st.binary(max_size=400))
def test_any_bytes_give_a_text_or_a_report_error(data):
    try:
        assert "\ufffd" not in decode(data, "a.txt") or "\ufffd" in data.decode("utf-8", "ignore") or b"\0" in data
    except ReportError:
        pass


def test_line_ends_become_newlines_and_the_byte_order_mark_goes():
    assert decode(codecs.BOM_UTF8 + "政府\r\n工作\r报告".encode(), "a.txt") == "政府\n工作\n报告"


def test_the_blank_of_old_pages_is_an_ideographic_space():
    assert decode("各位代表报告工作".encode("gb18030") + b"\xa3\xa0", "a.txt") == "各位代表报告工作\u3000"


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("gb18030", "utf-8", "UTF-8 text that was read as GB18030"),
        ("latin-1", "gb18030", "GB18030 text that was read as Latin-1"),
        ("latin-1", "utf-8", "UTF-8 text that was read as Latin-1"),
        ("cp950", "gb18030", "GB18030 text that was read as Big5"),
    ],
)
def test_mojibake_is_named(tmp_path, wrong, right, says):
    text = OPENING.encode(right).decode(wrong, "ignore")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert says in refused(tmp_path / "a.txt")


def test_a_few_lost_characters_are_damage_and_many_a_failed_decode():
    assert check(OPENING * 20 + "\ufffd", "a.txt")
    with pytest.raises(ReportError, match="lost characters"):
        check(OPENING + "\ufffd" * 5, "a.txt")
    with pytest.raises(ReportError, match="question marks"):
        check("????????,????????6.5%", "a.txt")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (OPENING.encode()[:-4] + b"\xff\xfe\n", "is UTF-8 text with 2 invalid byte sequences, the first (ff) at byte"),
        (OPENING.encode("gb18030") + b"\xff" + OPENING.encode("gb18030"), "GB18030 text with 1 invalid byte sequence"),
        ((OPENING * 5).encode()[:-8] + b"\xe4", "invalid byte sequence"),
        (OPENING.encode("gb18030") + b"\xaa\xa1", "private-use character (U+E000)"),
        ("café au lait".encode("latin-1"), "encoding that cannot be told"),
        (b"", "is empty"),
        (b" \n\t\xe3\x80\x80\n", "is empty but for white space"),
        (b"\0" * 5000, "is binary"),
        (bytes(range(256)) * 20, "is binary"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "is a picture (PNG)"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "is a picture (JPEG)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .docx"),
        (b"{\\rtf1\\ansi}", "is an RTF file"),
        (b"\x1f\x8b\x08", "compressed file"),
        pytest.param(b"%PDF-1.7\n", "damaged or cut-off PDF", marks=pdfs),
        (b"PK\x03\x04rubbish", "damaged or cut-off zip"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path, data, says):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert says in refused(path) and refused(path).startswith(f"{path}: ")


# --- paths ----------------------------------------------------------------------------------------------------------


def test_missing_files_folders_devices_and_loops(tmp_path):
    assert "does not exist" in refused(tmp_path / "none.txt")
    assert "does not exist" in refused(str(tmp_path / "*.txt"))
    assert "is no path" in refused(17)
    assert "cannot be opened" in refused("a\0b")
    with pytest.raises(ReportError, match="is a folder"):
        read_text(tmp_path)
    (tmp_path / "notes.md").write_text(OPENING, encoding="utf-8")
    assert "folder without reports" in refused(tmp_path) and ".docx" in refused(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="symbolic links and pipes need rights on Windows")
def test_loops_and_pipes_do_not_hang(tmp_path):
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    assert "cannot be opened" in refused(tmp_path / "loop.txt")
    assert "does not exist" in refused(tmp_path / "gone.txt")
    assert "device or pipe" in refused(tmp_path / "pipe.txt")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission(tmp_path):
    (tmp_path / "a.txt").write_text(OPENING, encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    assert "permissions" in refused(tmp_path / "a.txt")


def test_a_huge_file_is_refused_unread(tmp_path):
    for name in ("a.txt", "a.xlsx", "a.csv"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(2_000_000_000)
        assert refused(tmp_path / name)


def test_folders_are_read_in_order_and_names_are_hints(tmp_path):
    (tmp_path / "sub").mkdir()
    names = "2019江西省南昌市青云谱区.txt 内蒙古_海拉尔区_2012.txt sub/a_2020.txt .x.txt ~$x.docx x.md".split()
    paths = [tmp_path / os.fsdecode(name.encode()) for name in names]  # also where the locale has no Chinese
    for path in paths:
        path.write_text(OPENING, encoding="utf-8")
    found = list(sources(tmp_path))
    assert [Path(source.file).name for source in found] == [
        "2019江西省南昌市青云谱区.txt",
        "a_2020.txt",
        "内蒙古_海拉尔区_2012.txt",
    ]
    assert found[0].hints == {"year": "2019", "locality": "江西省南昌市青云谱区"}
    assert found[1].hints == {"year": "2020"}
    assert found[2].hints == {"year": "2012", "province": "内蒙古", "locality": "海拉尔区"}
    assert len(list(sources(str(tmp_path / "*.txt")))) == 2
    assert len(list(sources([tmp_path / "sub", paths[1]]))) == 2
    assert found[0].sha256 == hashlib.sha256(OPENING.encode()).hexdigest()


def test_files_of_one_name_get_ids_that_differ(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "2019.txt").write_text(OPENING, encoding="utf-8")
    assert [source.hints["id"] for source in sources(tmp_path)] == ["a/2019.txt", "b/2019.txt"]


def test_one_bad_file_is_raised_or_collected(tmp_path):
    (tmp_path / "a.txt").write_text(OPENING, encoding="utf-8")
    (tmp_path / "b.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "c.txt").write_text(OPENING, encoding="utf-8")
    assert "old Office file" in refused(tmp_path)
    errors = []
    assert len(list(sources(tmp_path, errors=errors))) == 2
    assert [str(error).split(":")[0] for error in errors] == [str(tmp_path / "b.doc")]


def test_a_folder_of_ones_own_may_have_a_manifest(tmp_path):
    (tmp_path / "x.txt").write_text(OPENING, encoding="utf-8")
    (tmp_path / "y.txt").write_text(OPENING, encoding="utf-8")
    manifest = tmp_path / "reports.csv"
    manifest.write_text("id,file,locality,year\nq,x.txt,青云谱区,2020\n", encoding="utf-8-sig")
    assert [(source.hints["id"], source.hints["year"]) for source in sources(tmp_path)] == [("q", "2020")]
    manifest.write_text("id,file\nq,z.txt\n", encoding="utf-8")
    assert "z.txt: does not exist, but reports.csv names it in row 2" in refused(tmp_path)
    manifest.write_text(f"id,file,sha256\nq,x.txt,{'0' * 64}\n", encoding="utf-8")
    digest = hashlib.sha256(OPENING.encode()).hexdigest()
    message = refused(tmp_path)
    assert "x.txt: has been changed" in message and digest[:12] in message and "000000" in message


# --- web pages ------------------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>某区政府工作报告</title>
<script>var x="<p>假。</p>"</script></head><body><div><a>首页</a><ul><li><a>互动交流，请点击。</a></li></ul></div>
<form id="f"><div id="zoom">
<p>　　各位代表:</p><p>现在，我代表区<b>人民</b>政府<ruby>报<rt>bào</rt></ruby>告工作，请予
审议。</p><p style="display:none">看不见。</p><p>生产总值增长6.5%<sup>1</sup>，<br>税收&nbsp;8亿元。</p>
<table><tr><td>指标</td><td>增长</td></tr></table></div></form><div>主办单位 某区</div></body></html>"""


@pages
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_page_gives_its_main_text(tmp_path, charset):
    (tmp_path / "a.html").write_bytes(PAGE.format(charset=charset).encode(charset))
    assert read_text(tmp_path / "a.html").split("\n") == [
        "某区政府工作报告",
        "\u3000\u3000各位代表:",
        "现在，我代表区人民政府报告工作，请予审议。",
        "生产总值增长6.5%¹，",
        "税收\xa08亿元。",
        "指标\t增长",
    ]


@pages
def test_fragments_and_text_that_is_no_page(tmp_path):
    lines = html_text("各位代表:<br>我代表区政府报告工作。<br/>一、回顾", "a").split("\n")
    assert lines == ["各位代表:", "我代表区政府报告工作。", "一、回顾"]
    (tmp_path / "a.txt").write_text("增长<U+00A0>8%<br>\n小于<大于>。" + OPENING, encoding="utf-8")
    assert read_text(tmp_path / "a.txt").startswith("增长<U+00A0>8%<br>\n小于<大于>。")


@pages
@pytest.mark.parametrize(
    "bomb", ["<div>" * 100_000, "<ul><li>" * 100_000, "<p>" * 300_000, "<select>" * 100_000], ids=lambda bomb: bomb[:8]
)
def test_pages_without_end_are_refused(tmp_path, bomb):
    (tmp_path / "a.html").write_text(bomb + OPENING, encoding="utf-8")
    assert "is a web page" in refused(tmp_path / "a.html")


@pages
@pytest.mark.parametrize("bomb", ["<p><b id=1>" * 90_000, "<p><a href=1>" * 90_000, "<" * 1_000_000, "&" * 1_000_000])
def test_pages_with_open_ends_are_read_in_time(bomb):
    start = time.perf_counter()
    assert "工作回顾" in html_text(f"<body>{bomb}<div>{OPENING}</div>", "a.html")
    assert time.perf_counter() - start < 5


def test_without_the_extra_the_error_names_it(tmp_path, monkeypatch):
    for package in EXTRA:
        monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.setitem(sys.modules, "selectolax.lexbor", None)
    (tmp_path / "a.html").write_text("<p>政府工作报告。</p>", encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7\n")
    with zipfile.ZipFile(tmp_path / "c.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
    for name in ("a.html", "b.pdf"):
        assert "pip install 'reportkit[documents]'" in refused(tmp_path / name)
    assert "pip install openpyxl" in refused(tmp_path / "c.xlsx")


# --- Word files -----------------------------------------------------------------------------------------------------

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(path: Path, body: str, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return path


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_word_file_gives_paragraphs_tables_boxes_and_notes(tmp_path):
    body = (
        p("政府工作报告")
        + "<w:p><w:r><w:t>增长</w:t></w:r><w:del><w:r><w:delText>9</w:delText><w:t>9</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>8%</w:t></w:r></w:ins><w:r><w:footnoteReference w:id='2'/></w:r>"
        "<w:r><w:t>。</w:t></w:r></w:p>"
        + f"<w:tbl><w:tr><w:tc>{p('指标')}</w:tc><w:tc>{p('增长')}</w:tc></w:tr></w:tbl>"
        + f"<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:pict><w:txbxContent>{p('框中')}</w:txbxContent></w:pict></w:r></w:p>"
    )
    notes = f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="2">{p("指同比。")}</w:footnote></w:footnotes>'
    path = docx(tmp_path / "a.docx", body, footnotes=notes)
    lines = ["政府工作报告", "增长8%【1】。", "指标\t增长", "正文", "框中", "注释", "1.指同比。"]
    assert read_text(path).split("\n") == lines


def test_numerals_that_word_counts_are_written_out(tmp_path):
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    numbering = (
        f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="0">'
        f"{level.format(0, 'chineseCounting', '%1、')}{level.format(1, 'decimal', '（%2）')}"
        f'</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    at = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    body = "".join(
        p(text, at.format(n)) for text, n in (("回顾", 0), ("工业", 1), ("农业", 1), ("计划", 0), ("城市", 1))
    )
    path = docx(tmp_path / "a.docx", body, numbering=numbering)
    assert read_text(path).split("\n") == ["一、回顾", "（1）工业", "（2）农业", "二、计划", "（1）城市"]


def test_bombs_in_zip_files_are_refused(tmp_path):
    assert "unpack to" in refused(docx(tmp_path / "zip.docx", "0" * 60_000_000))
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE d [<!ENTITY e0 "ha">{entities}]><w:footnotes xmlns:w="{WORD}">&e11;</w:footnotes>'
    path = docx(tmp_path / "entity.docx", "<w:p><w:r><w:footnoteReference w:id='1'/></w:r></w:p>", footnotes=bomb)
    assert "document type" in refused(path)


def test_zip_files_of_something_else_are_named(tmp_path):
    for name, says in (
        ("photo.jpg", "is a zip file (photo.jpg)"),
        ("xl/workbook.xml", "is a workbook"),
        ("OFD.xml", "OFD"),
    ):
        with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
            archive.writestr(name, "x")
        assert says in refused(tmp_path / "a.docx")
    assert "damaged XML" in refused(docx(tmp_path / "a.docx", "<w:p>"))


# --- PDF ------------------------------------------------------------------------------------------------------------


def pdf(path: Path, pages: list[list[tuple[float, float, str]]], drawing: bytes = b"") -> Path:
    """Write a PDF by hand: on each page, texts of 16 points at (x, y), in a Chinese font that every reader knows."""
    font = b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    font += b"/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
    font += b"/Supplement 2>>/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4"
    font += b"/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 850/Descent -150/CapHeight 700/StemV 80>>>>]>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", font]
    for texts in pages:
        stream = b"".join(
            b"BT /F 16 Tf %f %f Td <%s> Tj ET\n" % (x, y, text.encode("utf-16-be").hex().encode())
            for x, y, text in texts
        )
        stream = zlib.compress(stream + drawing, 9)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>"
            % (len(objects) + 2)
        )
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream))
    kids = b" ".join(b"%d 0 R" % n for n in range(4, len(objects) + 1, 2))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages))
    data, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        len(data),
    )
    path.write_bytes(data)
    return path


def printed(number: int, lines: list[str]) -> list[tuple[float, float, str]]:
    texts = [(100.0, 770.0, "某区人民政府工作报告"), (280.0, 30.0, f"—{number}—")]
    for n, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        texts.append((100.0 + 16 * indent, 700.0 - 28 * n, line.strip()))
    return texts


FULL = "全区上下坚持稳中求进工作总基调推动经济持续健康发展"  # 25 characters fill a printed line


@pdfs
def test_printed_lines_become_paragraphs_and_running_heads_go(tmp_path):
    pages = [
        printed(1, ["  " + FULL[:23], FULL, "全年增长百分之八。", "  二是" + FULL[:21], FULL]),
        printed(2, [FULL[:20] + "社会和谐。", "  " + FULL[:23], "三是完成。"]),
        printed(3, ["  各位代表让我们团结奋斗。"]),
    ]
    assert read_text(pdf(tmp_path / "a.pdf", pages)).split("\n") == [
        FULL[:23] + FULL + "全年增长百分之八。",
        "二是" + FULL[:21] + FULL + FULL[:20] + "社会和谐。",
        FULL[:23] + "三是完成。",
        "各位代表让我们团结奋斗。",
    ]


@pdfs
def test_a_scan_is_named_with_its_pages(tmp_path):
    assert "has 4 pages and no text layer" in refused(pdf(tmp_path / "a.pdf", [[]] * 4))
    assert "OCR" in refused(tmp_path / "a.pdf")


@pdfs
def test_damaged_pdfs_end_in_text_or_a_report_error(tmp_path):
    path = pdf(tmp_path / "a.pdf", [printed(1, ["  " + FULL])])
    data = path.read_bytes()
    path.write_bytes(data.replace(b"startxref", b"startxxxx").replace(b"xref\n0", b"xxxx\n0"))
    assert FULL in read_text(path)
    path.write_bytes(data[: len(data) // 3])
    assert "damaged or cut-off PDF" in refused(path)


@pdfs
def test_a_bomb_in_a_pdf_is_refused(tmp_path):
    path = pdf(tmp_path / "a.pdf", [printed(1, [FULL])], drawing=b"q " * 20_000_000)
    assert "unpacks to more than" in refused(path)


# --- tables ---------------------------------------------------------------------------------------------------------

TABLE = pd.DataFrame({"county": ["青云谱区", "南昌县"], "year": [2020, 2022], "report": [OPENING, OPENING * 2]})


@pytest.mark.parametrize("suffix", ["csv", "gbk.csv", "tsv", pytest.param("xlsx", marks=workbooks), "jsonl", "dta"])
def test_tables_of_every_kind_give_one_report_per_row(tmp_path, suffix):
    path = tmp_path / f"panel.{suffix}"
    if suffix == "xlsx":
        TABLE.to_excel(path, index=False)
    elif suffix == "jsonl":
        TABLE.to_json(path, orient="records", lines=True, force_ascii=False)
    elif suffix == "dta":
        TABLE.to_stata(path, write_index=False, version=118)
    else:
        encoding = "gb18030" if "gbk" in suffix else "utf-8-sig"
        TABLE.to_csv(path, index=False, encoding=encoding, sep="\t" if suffix == "tsv" else ",")
    found = list(sources(path, text="report", locality="county", year="year"))
    assert [source.raw for source in found] == [OPENING, OPENING * 2]
    assert [(s.hints["locality"], s.hints["year"]) for s in found] == [("青云谱区", "2020"), ("南昌县", "2022")]
    assert len({source.hints["id"] for source in found}) == 2
    assert [source.raw for source in sources(path)] == [OPENING, OPENING * 2], "the column names are unmistakable"


def test_columns_that_are_not_there_or_not_certain(tmp_path):
    path = tmp_path / "a.csv"
    TABLE.rename(columns={"report": "words"}).to_csv(path, index=False)
    assert "columns county, year, words" in refused(path)
    assert "has no column 'body'" in refused(path, text="body")
    TABLE.assign(text=OPENING).to_csv(path, index=False)
    assert "none is known to hold" in refused(path)
    assert len(list(sources(path, text="report"))) == 2


@pages
def test_empty_and_broken_rows_are_named_and_the_others_kept(tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [
        {"title": "a", "url": "b", "content": OPENING, "year": 2020},
        {"content": ""},
        {"content": "<p>各位代表，</p><p>我代表政府报告工作。</p>"},
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    errors = []
    found = list(sources(path, errors=errors))
    assert [source.raw for source in found] == [OPENING, "各位代表，\n我代表政府报告工作。"]
    assert [str(error).split(". ")[0] for error in errors] == [f"{path}[row 2]: is empty"]
    path.write_text('{"content": \n', encoding="utf-8")
    assert "no JSON object" in refused(path)
    path.write_text("[" * 100_000, encoding="utf-8")
    assert "no JSON object" in refused(path)


def test_an_old_stata_file_in_gbk_is_decoded(tmp_path):
    path = tmp_path / "a.dta"
    text = OPENING.replace("\n", " ")
    pd.DataFrame({"text": [text.encode("gb18030").decode("latin-1")]}).to_stata(path, write_index=False, version=114)
    assert [source.raw for source in sources(path)] == [text]


@workbooks
def test_a_cell_that_excel_cut_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    pd.DataFrame({"text": [("政府工作报告" * 6000)[:32_767]]}).to_excel(path, index=False)
    assert "it was cut" in refused(path)


def test_a_quotation_mark_never_closed_is_found_in_bounded_memory(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes('text,year\n"政府'.encode() + b"abc,\n" * 4_000_000)
    assert "field larger than" in refused(path)


def test_an_index_beside_its_reports_is_passed_over(tmp_path):
    (tmp_path / "index.csv").write_text("name,size\na,1\n", encoding="utf-8")
    assert "none is known to hold" in refused(tmp_path)
    (tmp_path / "a.txt").write_text(OPENING, encoding="utf-8")
    assert len(list(sources(tmp_path))) == 1


@pages
@pytest.mark.skipif(not REAL.is_dir(), reason="the collection of other reports is not beside the project")
def test_every_report_of_the_collection_is_read():
    found = list(sources(REAL))
    assert len(found) == 49 and all(len(source.raw) > 8000 and "\ufffd" not in source.raw for source in found)
