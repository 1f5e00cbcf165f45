"""Growth reported for one year beside growth planned for the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reportkit.charts.marks import (
    dot_in_brackets,
    dots,
    indicator_name,
    legend_below,
    lifted,
    place_name,
    table_of_targets,
    type_size,
)
from reportkit.lexicons import lexicon
from reportkit.paper import chart_style, drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINES_PER_ROW = 1.4  # of type
LIFT = 2.4  # points by which two marks that would overlap stand above and below their line
SHOWN = (
    "report locality year_reviewed year_planned indicator subject measure unit achieved_low achieved_high achieved_status "
    "target_low target_high bound target_words"
)
LONGEST_PAGE = 200  # inches; beyond it no picture can be written


def plot_targets(targets: pd.DataFrame, lang: str = "en", ax: Axes | None = None) -> Axes:
    """Draw the growth reported for one year beside the growth planned for the next, a block of rows per report.

    Takes the table of `targets()`. A hollow mark is the growth of the year under review (a diamond where the report
    only expects it), a filled mark the target of the year planned: a triangle points right for "at least" and left for
    "at most", brackets stand for "about", a bar spans a range; a target in words stands beside its row. The two years
    differ, so the way between the marks is ambition, not attainment. Where the two would overlap, the result stands a
    little higher and the target a little lower. What is no growth in % is not drawn.

    Raises `ValueError` when no row is a growth, `ReportError` when Chinese is to be drawn and no font has it.

    >>> import reportkit as rk
    >>> ax = rk.plot_targets(rk.targets(rk.figures(rk.load_reports())))
    >>> ax.get_xlabel()
    'Growth over the year before, %'
    """
    rows = _growth(table_of_targets(targets, SHOWN))
    with chart_style(lang):
        ax = ax or _page(rows["y"].max() + 1)
        label = lexicon("labels").set_index("label")[f"label_{lang}"]
        _name_rows(ax, rows, lang, label)
        rows = rows.assign(near=_near(ax, rows))
        _mark_results(ax, rows, label)
        _mark_targets(ax, rows, label)
        _write_words(ax, rows, label)
        ax.set(xlabel=label["growth"], ylim=(rows["y"].max() + 0.6, -0.6))
        legend_below(ax)
        shown = rows[[name for name in [*SHOWN.split(), "achieved_id", "target_id"] if name in targets]]
        captions = lexicon("labels").set_index("label").loc["caption_targets"]
        drawn(ax, shown, captions["label_en"], captions["label_zh"])
    return ax


def _growth(targets: pd.DataFrame) -> pd.DataFrame:
    """The rows to draw and their line from the top: one for the name of each report, then one per indicator."""
    targets = targets.reset_index(drop=True)
    words = targets["target_words"].fillna("")
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
    named = rows.drop_duplicates("y")
    levels = named["level"] if "level" in named else [None] * len(named)
    names = [indicator_name(name, lang, level) if (name, level) == ("gdp", "national") else label.get(name, indicator_name(name, lang))
             for name, level in zip(named["name"], levels, strict=True)]  # fmt: skip
    ax.set_yticks(named["y"], names)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    widest = max(name.get_window_extent().width for name in ax.get_yticklabels()) * 72 / ax.figure.dpi
    for first in rows.drop_duplicates("block").itertuples():
        place = place_name(first.locality, lang) if pd.notna(first.locality) else first.report
        years = [f"{year:.0f}" if pd.notna(year) else "?" for year in (first.year_reviewed, first.year_planned)]
        ax.axhline(first.y - 1, color="0.8", linewidth=0.5, zorder=0)
        ax.annotate(
            f"{place}{', ' if lang == 'en' else '，'}{' → '.join(years)}",
            xy=(0, first.y - 1),
            xycoords=ax.get_yaxis_transform(),
            xytext=(-widest - 4, 0),
            textcoords="offset points",
            va="center_baseline",
            bbox={"color": "white", "pad": 0},
        )


def _near(ax: Axes, rows: pd.DataFrame) -> pd.Series:
    """Whether the marks of a row would overlap: where result and target are nearer than a mark is wide."""
    ends = rows[["achieved_low", "achieved_high", "target_low", "target_high"]]
    between = rows[["target_low", "achieved_low"]].max(axis=1) - rows[["target_high", "achieved_high"]].min(axis=1)
    marks_across = ax.figure.get_figwidth() * 72 * 0.45 / (type_size(ax) * 1.1)  # the axes have about 0.45 of the width
    return ends.notna().all(axis=1) & (between < (ends.max(axis=None) - ends.min(axis=None)) / marks_across)


def _mark_results(ax: Axes, rows: pd.DataFrame, label: pd.Series) -> None:
    """A hollow mark for what was reported, and a line from there to the target."""
    ends = rows[["achieved_low", "achieved_high", "target_low", "target_high"]]
    ax.grid(axis="x")
    ax.axvline(0, color="0.3", linewidth=0.6, zorder=1)
    way = ends[~rows["near"]]
    ax.hlines(rows.loc[way.index, "y"], way.min(axis=1), way.max(axis=1), color="0.6", linewidth=0.8)
    for status, marker, size in ("achieved", "o", 6), ("expected", "D", 5):
        for lift, those in (0, rows[~rows["near"]]), (LIFT, rows[rows["near"]]):
            these = those[those["achieved_status"].eq(status) & those["achieved_low"].notna()]
            _span(ax, these, "achieved", lift, color="0.6")
            dots(ax, these["achieved_low"], these["y"], label[status], marker, size, lift, markerfacecolor="white")


def _mark_targets(ax: Axes, rows: pd.DataFrame, label: pd.Series) -> None:
    """A filled mark for what is planned: its shape tells the bound."""
    dot = ("o", 3, "target")
    up, down, about = (">", 3.5, "at_least"), ("<", 3.5, "at_most"), (dot_in_brackets(), 7.5, "about")
    marks = {"exact": dot, "qualitative": dot, "approx": about, "at_least": up, "at_most": down}
    rows = rows[rows["target_low"].notna()]
    for lift, those in (0, rows[~rows["near"]]), (-LIFT, rows[rows["near"]]):
        for bound, (marker, size, name) in marks.items():
            these = those[those["bound"] == bound]
            dots(ax, these["target_low"], these["y"], label[name], marker, size, lift, markerfacecolor="black")
        _span(ax, those, "target", lift, color="black", label=label["range"])


def _span(ax: Axes, rows: pd.DataFrame, side: str, lift: float, **look) -> None:
    rows = rows[rows[f"{side}_low"] < rows[f"{side}_high"]]
    if len(rows):
        look["label"] = "" if look.get("label") in ax.get_legend_handles_labels()[1] else look.get("label")
        ax.hlines(rows["y"], rows[f"{side}_low"], rows[f"{side}_high"], linewidth=type_size(ax) / 2, zorder=2.5,
                  **look, **({"transform": lifted(ax, lift)} if lift else {}))  # fmt: skip


def _write_words(ax: Axes, rows: pd.DataFrame, label: pd.Series) -> None:
    """A column at the right with the targets that are words, cut at a quarter of the chart's width."""
    longest = int(ax.figure.get_figwidth() * 72 / type_size(ax) / 4)
    place = {"transform": ax.get_yaxis_transform(), "va": "center_baseline"}
    in_words = rows[rows["words"].ne("")]
    for y, words in in_words.groupby("y")["words"]:
        said = "; ".join(words)
        ax.text(1.02, y, said if len(said) <= longest else said[: longest - 1] + "…", **place)
    if len(in_words):
        ax.text(1.02, 0, label["words"], **place)
