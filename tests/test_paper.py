"""A chart on its way into a paper: sizes, fonts, and files that are the same each time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

import reportkit as rk
from reportkit import paper
from reportkit.paper import fonts

RARE = "贾彧超 梽木路 區貢縱 “五型”政府 −3.5"


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def small_chart(text: str = "growth"):
    ax = plt.subplots()[1]
    ax.plot([0, -2.5])
    ax.set_xlabel(text)
    return ax


@pytest.mark.parametrize(("width", "inches", "points"), [("column", 3.3, 7), ("text", 5.5, 8), ("slide", 10, 16)])
def test_a_width_sets_inches_and_type(width, inches, points):
    with rk.paper_style(width=width):
        assert mpl.rcParams["figure.figsize"][0] == inches
        assert mpl.rcParams["font.size"] == points


def test_a_style_ends_with_its_block_even_after_an_error():
    before = dict(mpl.rcParams)
    with pytest.raises(ZeroDivisionError), rk.paper_style(lang="zh"):
        raise ZeroDivisionError
    assert dict(mpl.rcParams) == before


def test_an_unknown_width_is_refused():
    with (
        pytest.raises(ValueError, match="width 'page' does not exist. Expected one of column, text, slide"),
        rk.paper_style("page"),
    ):
        pass


def test_the_style_is_there_for_others():
    with plt.style.context("reportkit.paper"):
        assert mpl.rcParams["axes.spines.top"] is False


def test_chinese_is_drawn_with_a_glyph_for_every_character(recwarn):
    with rk.paper_style(lang="zh"):
        small_chart(RARE).figure.canvas.draw()
    assert not [warning.message for warning in recwarn if "Glyph" in str(warning.message)]


def test_the_font_is_found_without_importing_the_package_that_carries_it():
    code = ("import sys, reportkit as rk\nwith rk.paper_style(lang='zh'):\n"
            "    import matplotlib as mpl; print(mpl.rcParams['font.family'][0], 'zhplot' in sys.modules)")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("Noto Sans SC False", "")


def test_without_any_chinese_font_the_error_names_three_ways(monkeypatch, tmp_path):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(fonts, "distribution", missing)
    monkeypatch.setattr(fonts, "SYSTEM_FONTS", ("No Such Font",))
    fonts._chinese_font.cache_clear()
    try:
        with (
            pytest.raises(rk.ReportError, match=r"^chart in Chinese: no font.*pip.*conda.*system's package manager\.$"),
            rk.paper_style(lang="zh"),
        ):
            pass
        with rk.paper_style(lang="en"):
            assert mpl.rcParams["font.family"] == ["DejaVu Sans"]
            with pytest.raises(rk.ReportError, match="no font with Chinese glyphs"):
                rk.save_chart(small_chart("青云谱区"), "chart", folder=tmp_path)
    finally:
        fonts._chinese_font.cache_clear()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_same_chart_gives_the_same_bytes(tmp_path, lang):
    table = pd.DataFrame({"locality": ["石鼓区"], "growth": [8.5]})
    for run in "ab":
        with rk.paper_style(lang=lang):
            rk.save_chart(small_chart("growth" if lang == "en" else RARE), "chart", table, tmp_path / run)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == ["chart.csv", "chart.pdf", "chart.png", "chart.svg", "chart.txt"]
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_the_csv_is_what_excel_reads_as_utf8_and_pandas_reads_back(tmp_path):
    table = pd.DataFrame({"locality": ["石鼓区"], "growth": [8.5]})
    rk.save_chart(small_chart(), "chart", table, tmp_path)
    assert (tmp_path / "chart.csv").read_bytes() == b"\xef\xbb\xbflocality,growth\n" + "石鼓区,8.5\n".encode()
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "chart.csv", encoding="utf-8-sig"), table)


def test_the_png_has_300_dots_per_inch_and_the_pdf_holds_truetype(tmp_path):
    with rk.paper_style(width="column"):
        rk.save_chart(small_chart(), "chart", folder=tmp_path)
    assert plt.imread(tmp_path / "chart.png").shape[:2] == (690, 990)
    pdf = (tmp_path / "chart.pdf").read_bytes()
    assert b"/Subtype /Type0" in pdf or b"/Subtype /TrueType" in pdf
    assert b"/Type3" not in pdf and b"CreationDate" not in pdf


def test_saving_makes_the_folder_and_prints_nothing(tmp_path, capfd):
    assert rk.save_chart(small_chart(), "chart", folder=tmp_path / "new" / "folder") is None
    assert (tmp_path / "new/folder/chart.pdf").is_file()
    assert capfd.readouterr() == ("", "")


# what is drawn, and where it is from


@pytest.fixture(scope="module")
def five():
    reports = rk.load_reports()
    return reports, rk.targets(rk.figures(reports))


def test_the_csv_of_a_chart_has_the_rows_that_were_drawn_and_no_others(tmp_path, five):
    _, targets = five
    rk.save_chart(rk.plot_targets(targets), "chart", targets, tmp_path)
    written = pd.read_csv(tmp_path / "chart.csv", encoding="utf-8-sig")
    assert list(written) == list(targets)
    assert set(written["measure"]) == {"growth"} and len(written) < len(targets)
    assert list(written["target_id"]) == list(targets.query("measure == 'growth'")["target_id"])


def test_without_a_table_the_csv_has_what_the_chart_shows(tmp_path, five):
    rk.save_chart(rk.plot_attainment(five[1], "青云谱区"), "chart", folder=tmp_path)
    written = pd.read_csv(tmp_path / "chart.csv", encoding="utf-8-sig")
    assert written[["year_planned", "target_low", "target_id", "achieved_low"]].values.tolist() == [
        [2020, 8.0, "qingyunpu_2020:6465", 6.5]
    ]


def test_some_columns_or_another_order_are_the_same_table(tmp_path, five):
    some = five[1][["target_id", "target_low"]][::-1].reset_index(drop=True)
    rk.save_chart(rk.plot_targets(five[1]), "chart", some, tmp_path)
    assert list(pd.read_csv(tmp_path / "chart.csv", encoding="utf-8-sig")) == ["target_id", "target_low"]


@pytest.mark.parametrize("change", [lambda t: t[:5], lambda t: t.assign(target_low=1.0), lambda t: t[["place"]]])
def test_a_table_that_the_chart_was_not_drawn_from_is_refused(tmp_path, five, change):
    with pytest.raises(ValueError, match=r"table: lacks \d+ of the \d+ rows that the chart shows"):
        rk.save_chart(rk.plot_targets(five[1]), "chart", change(five[1]), tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_note_says_what_the_chart_shows_and_where_it_is_from(tmp_path, five):
    reports, targets = five
    rk.save_chart(rk.plot_attainment(targets, "青云谱区"), "chart", folder=tmp_path, reports=reports[2])
    lines = (tmp_path / "chart.txt").read_text("utf-8").splitlines()
    assert lines[0] == "chart"
    assert lines[1].startswith("Qingyunpu District: Gross regional product. Targets of each year")
    assert lines[2].startswith("青云谱区：地区生产总值。各年目标")
    assert lines[4] == "Files: chart.pdf, chart.svg, chart.png, chart.csv"
    assert lines[5] == f"Drawn with reportkit {rk.__version__}"
    assert lines[-1] == f"  qingyunpu_2020, {reports[2].file}, sha256 {reports[2].sha256}: 505 6465"
    rk.save_chart(rk.plot_targets(targets), "all", folder=tmp_path)
    known = {line.strip().split(":")[0] for line in (tmp_path / "all.txt").read_text("utf-8").splitlines()[-5:]}
    assert known == {report.id for report in reports}


def test_a_chart_of_ones_own_has_a_note_too(tmp_path):
    rk.save_chart(small_chart(), "own", folder=tmp_path)
    assert (tmp_path / "own.txt").read_text("utf-8") == (
        f"own\n\nFiles: own.pdf, own.svg, own.png\nDrawn with reportkit {rk.__version__}\n"
    )


def test_a_figure_and_a_part_of_one_are_charts_too(tmp_path):
    part = plt.figure().subfigures(1, 2)[0]
    rk.save_chart(part.subplots(), "part", folder=tmp_path)
    rk.save_chart(part.figure, "whole", folder=tmp_path)
    assert (tmp_path / "part.png").read_bytes() == (tmp_path / "whole.png").read_bytes()


@pytest.mark.parametrize(("arguments", "said"), [
    ((None, "chart"), "ax: None is no chart. Expected the Axes that a plot function gives"),
    (("ax", "a/b"), "name 'a/b': cannot be that of a file"),
    (("ax", ""), "name '': cannot be"),
    (("ax", "chart", [1]), r"table: \[1\] is no table. Expected a DataFrame"),
])  # fmt: skip
def test_bad_input_is_refused_before_anything_is_written(tmp_path, arguments, said):
    arguments = [small_chart() if one == "ax" else one for one in arguments]
    with pytest.raises(ValueError, match=said):
        rk.save_chart(*arguments, folder=tmp_path / "none")
    assert not (tmp_path / "none").exists()


# text and fonts in the files


def test_chinese_text_in_the_pdf_can_be_read_and_the_file_is_small(tmp_path, five):
    pypdfium2 = pytest.importorskip("pypdfium2", reason="pypdfium2 is an extra")
    with rk.paper_style(lang="zh"):
        ax = rk.plot_targets(five[1], lang="zh")
        ax.set_title(RARE)
        rk.save_chart(ax, "chart", folder=tmp_path)
    document = pypdfium2.PdfDocument(tmp_path / "chart.pdf")
    said = document[0].get_textpage().get_text_bounded()
    document.close()
    assert all(
        words in said
        for words in ("青云谱区，2019", "规模以上工业增加值", "贾彧超", "梽木路", "區貢縱", "“五型”政府", "−3.5")
    )
    assert (tmp_path / "chart.pdf").stat().st_size < 60_000  # of a font of 10 MB, the glyphs used


def test_a_sign_that_no_font_has_is_spelt_out_and_never_a_box(tmp_path, recwarn, capfd):
    with rk.paper_style(lang="zh"):
        ax = small_chart("村\U000bffff\t口")
        ax.set_xticks([0, 1], ["𠮷\U000bffff", "b"])
        rk.save_chart(ax, "chart", folder=tmp_path)
    assert ax.get_xlabel() == "村‹U+BFFFF› 口"
    assert ax.get_xticklabels()[0].get_text().endswith("‹U+BFFFF›")
    assert not recwarn.list and capfd.readouterr() == ("", "")


def test_a_pgf_without_a_tex_system_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(rk.ReportError, match="chart.pgf: xelatex was not found. Expected XeLaTeX"):
        rk.save_chart(small_chart(), "chart", folder=tmp_path, pgf=True)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for XeLaTeX is a shell script")
@pytest.mark.parametrize("failing", ["exit 1", "exec 0<&-; sleep 0.2; exit 1"])  # the second takes no input at all
def test_a_tex_system_that_fails_is_an_error_with_a_way_out(tmp_path, monkeypatch, failing):
    (tmp_path / "xelatex").write_text(f"#!/bin/sh\n{failing}\n")
    (tmp_path / "xelatex").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(rk.ReportError, match="chart.pgf: XeLaTeX cannot set the text.*leave out pgf"):
        rk.save_chart(small_chart("a label of its own"), "chart", folder=tmp_path / "out", pgf=True)


@pytest.mark.skipif(not shutil.which("xelatex"), reason="this machine has no XeLaTeX")
def test_a_pgf_holds_text_and_no_path_of_the_machine(tmp_path):
    with rk.paper_style(lang="zh"):
        for name in "ab":
            rk.save_chart(small_chart("贾彧超"), name, folder=tmp_path, pgf=True)
    text = (tmp_path / "a.pgf").read_text("utf-8")
    assert "贾彧超" in text and "ttf" not in text and text == (tmp_path / "b.pgf").read_text("utf-8")
    assert "a.pgf" in (tmp_path / "a.txt").read_text("utf-8")


# grey prints and colour-blind eyes


def lightness(red: float, green: float, blue: float) -> float:
    """CIE L* of an sRGB colour."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


# of sRGB, as Machado, Oliveira and Fernandes (2009) have it for complete blindness to red, green and blue
BLIND = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


@pytest.mark.parametrize("eyes", [None, *BLIND])
def test_the_series_differ_in_lightness_for_every_eye(eyes):
    with plt.style.context("reportkit.paper"):
        cycle = mpl.rcParams["axes.prop_cycle"].by_key()
    seen = []
    for colour in map(mpl.colors.to_rgb, cycle["color"]):
        rgb = colour if eyes is None else [sum(a * b for a, b in zip(row, colour, strict=True)) for row in BLIND[eyes]]
        seen.append(lightness(*(min(max(c, 0), 1) for c in rgb)))
    seen = sorted(seen)
    assert all(later - sooner > 8 for sooner, later in pairwise(seen)), seen
    assert len(set(cycle["marker"])) == len(cycle["color"]) == 5
    assert len(set(paper.HATCHES)) >= 4


def test_widths_are_data():
    assert paper.SIZES == {"column": (3.3, 2.3, 7), "text": (5.5, 3.4, 8), "slide": (10.0, 5.6, 16)}
