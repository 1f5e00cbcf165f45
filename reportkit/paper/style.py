"""The style of a chart in a paper: sizes as data, the rest in `paper.mplstyle`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from reportkit.paper.fonts import fonts

# inches wide and high, points of type: a journal's column, its text width, a slide
SIZES = {"column": (3.3, 2.3, 7), "text": (5.5, 3.4, 8), "slide": (10.0, 5.6, 16)}
# for bars, in the order of the colours of paper.mplstyle: matplotlib has no cycle for them
HATCHES = ("", "////", "....", "\\\\\\\\", "xxxx")

_styled: ContextVar[bool] = ContextVar("a paper style is in use", default=False)


@contextmanager
def paper_style(width: str = "text", lang: str = "en") -> Iterator[None]:
    """Draw for a paper inside this block; the settings of matplotlib are as before when it ends.

    `width` is "column" (3.3 in, 7 pt), "text" (5.5 in, 8 pt) or "slide" (10 in, 16 pt); `lang` is "en" or "zh".
    Colours differ in lightness, lines in dash and mark, so that a grey print loses nothing. The style without sizes and
    fonts is `plt.style.context("reportkit.paper")`. Raises `ReportError` where there is no font for Chinese.

    >>> import matplotlib.pyplot as plt
    >>> with paper_style(width="column"):
    ...     plt.rcParams["figure.figsize"]
    [3.3, 2.3]
    """
    import matplotlib.pyplot as plt

    if width not in SIZES:
        raise ValueError(f"width {width!r} does not exist. Expected one of {', '.join(SIZES)}. Choose one of these.")
    plt.draw_if_interactive()  # a notebook sets up its display with the first figure: not here, where it would be undone
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
    """The style of a chart: the paper style around it, or that of a chart of text width; with the fonts of `lang`.

    Nothing in a text is read as a formula: a dollar sign in a report is one.
    """
    import matplotlib.pyplot as plt

    if not _styled.get():
        with paper_style(lang=lang), plt.rc_context({"text.parse_math": False}):
            yield
    else:
        with plt.rc_context({"font.family": fonts(lang), "text.parse_math": False}):
            yield
