"""A chart on its way into a paper: sizes, fonts, and files that are the same each time."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import PackageNotFoundError

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

import reportkit as rk
from reportkit import paper

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


def test_without_any_chinese_font_the_error_names_three_ways(monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(paper, "distribution", missing)
    monkeypatch.setattr(paper, "SYSTEM_FONTS", ("No Such Font",))
    paper._chinese_font.cache_clear()
    try:
        with (
            pytest.raises(rk.ReportError, match=r"^chart in Chinese: no font.*pip.*conda.*system's package manager\.$"),
            rk.paper_style(lang="zh"),
        ):
            pass
        with rk.paper_style(lang="en"):
            assert mpl.rcParams["font.family"] == ["DejaVu Sans"]
    finally:
        paper._chinese_font.cache_clear()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_same_chart_gives_the_same_bytes(tmp_path, lang):
    table = pd.DataFrame({"locality": ["石鼓区"], "growth": [8.5]})
    for run in "ab":
        with rk.paper_style(lang=lang):
            rk.save_chart(small_chart("growth" if lang == "en" else RARE), "chart", table, tmp_path / run)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == ["chart.csv", "chart.pdf", "chart.png", "chart.svg"]
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
