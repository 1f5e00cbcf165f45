"""A chart takes a table and gives the Axes it drew, with labels in English or Chinese. Captions belong to the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .lexicons import lexicon
from .paper import chart_style
from .repair import repair
from .repair.glyphs import simplify

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINES_PER_ROW = 1.4  # of type
LONGEST_PAGE = 200  # inches; beyond it no picture can be written
LONGEST_WORDS = 16  # characters beside a row; all of them stand in the table


def plot_targets(targets: pd.DataFrame, lang: str = "en", ax: Axes | None = None) -> Axes:
    """Draw the growth reported for one year beside the growth planned for the next, a block of rows per report.

    Takes the table of `targets()`. A hollow mark is the growth of the year under review (a diamond where the report
    only expects it), a filled mark the target of the year planned: a triangle points right for "at least" and left for
    "at most", brackets stand for "about", a bar spans a range; a target in words stands beside its row. The two years
    differ, so the way between the marks is ambition, not attainment. What is no growth in % is not drawn.

    Raises `ValueError` when no row is a growth, `ReportError` when Chinese is to be drawn and no font has it.

    >>> import reportkit as rk
    >>> ax = rk.plot_targets(rk.targets(rk.figures(rk.load_reports())))
    >>> ax.get_xlabel()
    'Growth over the year before, %'
    """
    rows = _growth(targets)
    with chart_style(lang):
        ax = ax or _page(rows["y"].max() + 1)
        label = lexicon("labels").set_index("label")[f"label_{lang}"]
        _name_rows(ax, rows, lang, label)
        _mark_results(ax, rows, label)
        _mark_targets(ax, rows, label)
        _write_words(ax, rows, label)
        ax.set(xlabel=label["growth"], ylim=(rows["y"].max() + 0.6, -0.6))
        _legend_below(ax)
    return ax


def _growth(targets: pd.DataFrame) -> pd.DataFrame:
    """The rows to draw and their line from the top: one for the name of each report, then one per indicator."""
    targets = targets.reset_index(drop=True)
    words = _words_alone(targets)
    known = targets[["achieved_low", "target_low"]].notna().any(axis=1) | words.ne("")
    percent = targets["unit"].fillna("").isin(["%", ""])
    rows = targets.assign(words=words)[(targets["measure"] == "growth") & percent & known]
    if rows.empty:
        raise ValueError(
            f"targets: none of its {len(targets)} rows is a growth in %. "
            "Expected the table that targets() gives. Draw another table."
        )
    rows = rows.assign(block=pd.factorize(rows["report"])[0], name=rows["indicator"].fillna(rows["subject"]))
    rows["place"] = pd.factorize(rows["name"])[0]  # the same order in each block
    rows = rows.sort_values(["block", "place"], kind="stable", ignore_index=True)
    return rows.assign(y=rows.groupby(["block", "place"]).ngroup() + rows["block"] + 1)


def _words_alone(targets: pd.DataFrame) -> pd.Series:
    """The words of each target as they read once repaired, without what they speak of: 促稳提质."""
    alone = pd.Series("", index=targets.index, dtype=object)
    written = targets["target_words"].fillna("")
    for (_, clause), rows in targets[written.ne("")].groupby(["report", "target_words"]):
        words = simplify(repair(clause).text).replace("\n", "")
        spoken_of = [words.find(subject) + len(subject) for subject in rows["subject"] if subject in words]
        words = words[max(spoken_of, default=0) :]
        alone[rows.index] = words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - 1] + "…"
    return alone


def _page(lines: int) -> Axes:
    import matplotlib.pyplot as plt

    wide, _ = plt.rcParams["figure.figsize"]
    high = (lines * LINES_PER_ROW + 7) * plt.rcParams["font.size"] / 72
    if high > LONGEST_PAGE:
        raise ValueError(f"targets: {lines} rows are {high:.0f} inches of chart. Expected at most {LONGEST_PAGE}. "
                         "Choose some of the reports.")  # fmt: skip
    return plt.subplots(figsize=(wide, high))[1]


def _name_rows(ax: Axes, rows: pd.DataFrame, lang: str, label: pd.Series) -> None:
    """Name each row, and over each block of rows the place and its two years."""
    indicators = lexicon("indicators").drop_duplicates("indicator").set_index("indicator")[f"label_{lang}"]
    named = rows.drop_duplicates("y")
    ax.set_yticks(named["y"], named["name"].map(lambda name: label.get(name, indicators.get(name, name))))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    places = lexicon("place_names").set_index("locality")["label_en"] if lang == "en" else {}
    widest = max(name.get_window_extent().width for name in ax.get_yticklabels()) * 72 / ax.figure.dpi
    for first in rows.drop_duplicates("block").itertuples():
        place = places.get(first.locality, first.locality) if pd.notna(first.locality) else first.report
        years = [f"{year:.0f}" if pd.notna(year) else "?" for year in (first.year_reviewed, first.year_planned)]
        ax.axhline(first.y - 1, color="0.8", linewidth=0.5, zorder=0)
        ax.annotate(
            f"{place}, {' → '.join(years)}",
            xy=(0, first.y - 1),
            xycoords=ax.get_yaxis_transform(),
            xytext=(-widest - 4, 0),
            textcoords="offset points",
            va="center_baseline",
            bbox={"color": "white", "pad": 0},
        )


def _mark_results(ax: Axes, rows: pd.DataFrame, label: pd.Series) -> None:
    """A hollow mark for what was reported, and a line from there to the target."""
    ends = rows[["achieved_low", "achieved_high", "target_low", "target_high"]]
    ax.grid(axis="x")
    ax.axvline(0, color="0.3", linewidth=0.6, zorder=1)
    ax.hlines(rows["y"], ends.min(axis=1), ends.max(axis=1), color="0.6", linewidth=0.8)
    for status, marker, size in ("achieved", "o", 6), ("expected", "D", 5):
        these = rows[rows["achieved_status"].eq(status) & rows["achieved_low"].notna()]
        _span(ax, these, "achieved", color="0.6")
        _dots(ax, these["achieved_low"], these["y"], label[status], marker, size, markerfacecolor="white")


def _mark_targets(ax: Axes, rows: pd.DataFrame, label: pd.Series) -> None:
    """A filled mark for what is planned: its shape tells the bound."""
    dot = ("o", 3, "target")
    up, down, about = (">", 3.5, "at_least"), ("<", 3.5, "at_most"), (_dot_in_brackets(), 7.5, "about")
    marks = {"exact": dot, "qualitative": dot, "approx": about, "at_least": up, "at_most": down}
    rows = rows[rows["target_low"].notna()]
    for bound, (marker, size, name) in marks.items():
        these = rows[rows["bound"] == bound]
        _dots(ax, these["target_low"], these["y"], label[name], marker, size, markerfacecolor="black")
    _span(ax, rows, "target", color="black", label=label["range"])


def _dots(ax: Axes, x: pd.Series, y: pd.Series, label: str, marker, size: float, **color) -> None:
    if len(x):
        known = ax.get_legend_handles_labels()[1]
        ax.plot(x, y, linestyle="", marker=marker, markersize=size * _letter(ax) / 8, markeredgecolor="black",
                markeredgewidth=0.7, label="" if label in known else label, zorder=3, **color)  # fmt: skip


def _span(ax: Axes, rows: pd.DataFrame, side: str, **look) -> None:
    rows = rows[rows[f"{side}_low"] < rows[f"{side}_high"]]
    if len(rows):
        ax.hlines(rows["y"], rows[f"{side}_low"], rows[f"{side}_high"], linewidth=_letter(ax) / 2, zorder=2.5, **look)


def _dot_in_brackets():
    from matplotlib.path import Path

    bow = Path.arc(-40, 40).vertices
    bracket = np.concatenate([bow * 2.5, bow[::-1] * 2.45, bow[:1] * 2.5])
    return Path.make_compound_path(Path.unit_circle(), Path(bracket), Path(-bracket))


def _write_words(ax: Axes, rows: pd.DataFrame, label: pd.Series) -> None:
    """A column at the right with the targets that are words."""
    place = {"transform": ax.get_yaxis_transform(), "va": "center_baseline"}
    in_words = rows[rows["words"].ne("")]
    for y, words in in_words.groupby("y")["words"]:
        ax.text(1.02, y, "; ".join(words), **place)
    if len(in_words):
        ax.text(1.02, 0, label["words"], **place)


def _legend_below(ax: Axes) -> None:
    """A legend three and a half lines under the axis, however high the chart is."""
    from matplotlib.transforms import ScaledTranslation

    letter = _letter(ax) / 72
    below = ScaledTranslation(0, -3.5 * letter, ax.figure.dpi_scale_trans)
    columns = max(1, int(ax.figure.get_figwidth() / letter / 12))
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, 0), bbox_transform=ax.transAxes + below, ncols=columns)


def _letter(ax: Axes) -> float:
    """The size of the type in points: marks grow with it."""
    return ax.xaxis.label.get_size()
