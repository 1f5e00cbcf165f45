"""Fonts with Chinese, found without touching anybody's settings; and no text with a sign that none of them has."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category

from reportkit.reading import ReportError

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text

LANGUAGES = ("en", "zh")
# asked for in this order where zhplot is not there, and for signs that its font lacks; all free or part of a system
SYSTEM_FONTS = (
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "PingFang SC",
    "SimHei",
)
CHINESE = re.compile("[\u3400-\u9fff]")


def fonts(lang: str) -> list[str]:
    """The font families for a language. Chinese comes first in Chinese, so that its quotation marks are full width."""
    if lang not in LANGUAGES:
        raise ValueError(f"lang {lang!r} does not exist. Expected one of {', '.join(LANGUAGES)}. Choose one of these.")
    if lang == "en" or _chinese_font():
        first = [*filter(None, [_chinese_font()])]
        return [*first, *(name for name in _system_fonts() if name not in first), "DejaVu Sans"]
    raise _no_font()


def _no_font() -> ReportError:
    return ReportError(
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
    return next(iter(_system_fonts()), None)


def _system_fonts() -> list[str]:
    from matplotlib import font_manager

    there = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in SYSTEM_FONTS if name in there]


def _carried_fonts() -> list[str]:
    try:
        carried = distribution("zhplot").files or []
    except PackageNotFoundError:
        return []
    return sorted(str(path) for file in carried if file.suffix == ".ttf" and (path := Path(file.locate())).is_file())


def spell_out(figure: Figure) -> None:
    """Put the number of a sign, ‹U+20BB7›, for a sign that no font of its text has; it would be drawn as a box.

    Raises `ReportError` where common Chinese characters have no font: then it is the font that is missing, not the sign.
    """
    from matplotlib.text import Text

    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            ticks = axis.get_ticklabels()
            spelt = [_spelt(tick) for tick in ticks]
            if spelt != [tick.get_text() for tick in ticks]:
                axis.set_ticks(axis.get_ticklocs(), labels=spelt)
    for text in figure.findobj(Text):
        if (spelt := _spelt(text)) != text.get_text():
            text.set_text(spelt)


def _spelt(text: Text) -> str:
    said = text.get_text()
    if said.isascii() and said.isprintable() or not said:
        return said
    known = frozenset().union(*(_signs(path) for path in _paths(text)))
    return "".join(sign if sign == "\n" or ord(sign) in known else _for_missing(sign) for sign in said)


def _for_missing(sign: str) -> str:
    if CHINESE.match(sign) and _chinese_font() is None:
        raise _no_font()
    if sign.isspace():
        return " "
    return "" if category(sign) in ("Cc", "Cf") else f"‹U+{ord(sign):04X}›"


def _paths(text: Text) -> list[str]:
    """The files of the families of a text, in their order."""
    from matplotlib import font_manager

    found = []
    for family in text.get_fontfamily():
        asked = text.get_fontproperties().copy()
        asked.set_family(family)
        try:
            found.append(str(font_manager.findfont(asked, fallback_to_default=False)))
        except ValueError:  # a family that is not on this machine
            continue
    return found


@lru_cache(maxsize=32)
def _signs(path: str) -> frozenset[int]:
    from matplotlib import font_manager

    return frozenset(font_manager.get_font(path).get_charmap())
