"""The size, the fonts and the files of a chart that goes into a paper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from .reading import ReportError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# inches wide and high, points of type: a journal's column, its text width, a slide
SIZES = {"column": (3.3, 2.3, 7), "text": (5.5, 3.4, 8), "slide": (10.0, 5.6, 16)}
LANGUAGES = ("en", "zh")
# asked for in this order where zhplot is not there; all free or part of a system
SYSTEM_FONTS = (
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "PingFang SC",
    "SimHei",
)

_styled: ContextVar[bool] = ContextVar("a paper style is in use", default=False)


@contextmanager
def paper_style(width: str = "text", lang: str = "en") -> Iterator[None]:
    """Draw for a paper inside this block; the settings of matplotlib are as before when it ends.

    `width` is "column" (3.3 in, 7 pt), "text" (5.5 in, 8 pt) or "slide" (10 in, 16 pt); `lang` is "en" or "zh".
    Raises `ReportError` where there is no font for Chinese.

    >>> import matplotlib.pyplot as plt
    >>> with paper_style(width="column"):
    ...     plt.rcParams["figure.figsize"]
    [3.3, 2.3]
    """
    import matplotlib.pyplot as plt

    _expect("width", width, SIZES)
    with plt.style.context("reportkit.paper"):
        wide, high, points = SIZES[width]
        plt.rcParams["figure.figsize"] = [wide, high]
        for size in ("font.size", "axes.titlesize", "axes.labelsize", "xtick.labelsize", "ytick.labelsize"):
            plt.rcParams[size] = points
        plt.rcParams["legend.fontsize"] = points - 1
        plt.rcParams["font.family"] = fonts(lang)
        before = _styled.set(True)
        try:
            yield
        finally:
            _styled.reset(before)


@contextmanager
def chart_style(lang: str) -> Iterator[None]:
    """The style of a chart: the paper style around it, or that of a chart of text width; with the fonts of `lang`."""
    import matplotlib.pyplot as plt

    if not _styled.get():
        with paper_style(lang=lang):
            yield
    else:
        with plt.rc_context({"font.family": fonts(lang)}):
            yield


def fonts(lang: str) -> list[str]:
    """The font families for a language. Chinese comes first in Chinese, so that its quotation marks are full width."""
    _expect("lang", lang, LANGUAGES)
    if lang == "en" or _chinese_font():
        return [*filter(None, [_chinese_font()]), "DejaVu Sans"]
    raise ReportError(
        "chart in Chinese: no font with Chinese glyphs was found. "
        f"Expected the one that the package zhplot carries, or one of {', '.join(SYSTEM_FONTS)} on this machine. "
        "Install zhplot with pip, or font-ttf-noto-cjk with conda, or fonts-noto-cjk with the system's package manager."
    )


@lru_cache(maxsize=1)
def _chinese_font() -> str | None:
    """The name of a font with Chinese glyphs that matplotlib can use from now on.

    The one that zhplot carries is found through its files, because importing zhplot changes everybody's settings.
    """
    from matplotlib import font_manager

    for path in _carried_fonts():
        font_manager.fontManager.addfont(path)
        return font_manager.FontProperties(fname=path).get_name()
    there = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in SYSTEM_FONTS if name in there), None)


def _carried_fonts() -> list[str]:
    try:
        carried = distribution("zhplot").files or []
    except PackageNotFoundError:
        return []
    return sorted(str(path) for file in carried if file.suffix == ".ttf" and (path := Path(file.locate())).is_file())


def save_chart(ax: Axes, name: str, table: pd.DataFrame | None = None, folder: str | Path = "exports") -> None:
    """Write a chart as `<name>.pdf`, `.svg` and `.png` (300 dpi), and the table it was drawn from as `.csv`.

    The folder is made when it is not there. The same chart gives the same bytes each time: no date is written. Text in
    the PDF stays text (TrueType), to be searched and copied; the CSV carries a mark by which Excel reads it as UTF-8.

    >>> import matplotlib.pyplot as plt, os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder, paper_style():
    ...     save_chart(plt.figure().add_subplot(), "empty", folder=folder)
    ...     sorted(os.listdir(folder))
    ['empty.pdf', 'empty.png', 'empty.svg']
    """
    import matplotlib.pyplot as plt

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    undated = {"pdf": {"CreationDate": None}, "svg": {"Date": None}, "png": {"Software": None}}
    with plt.rc_context({"pdf.fonttype": 42, "svg.hashsalt": "reportkit"}):
        for suffix, metadata in undated.items():
            ax.figure.savefig(folder / f"{name}.{suffix}", metadata=metadata, dpi=300)
    if table is not None:
        table.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig", lineterminator="\n")


def _expect(argument: str, value: str, known) -> None:
    if value not in known:
        raise ValueError(
            f"{argument} {value!r} does not exist. Expected one of {', '.join(known)}. Choose one of these."
        )
