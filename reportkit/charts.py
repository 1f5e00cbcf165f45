"""A chart takes a table and gives the Axes it drew, with labels in English or Chinese. Captions belong to the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .lexicons import lexicon
from .paper import chart_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINES_PER_ROW = 1.4  # of type
LONGEST_PAGE = 200  # inches; beyond it no picture can be written


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
    """A column at the right with the targets that are words, cut at a quarter of the chart's width."""
    longest = int(ax.figure.get_figwidth() * 72 / _letter(ax) / 4)
    place = {"transform": ax.get_yaxis_transform(), "va": "center_baseline"}
    in_words = rows[rows["words"].ne("")]
    for y, words in in_words.groupby("y")["words"]:
        said = "; ".join(words)
        ax.text(1.02, y, said if len(said) <= longest else said[: longest - 1] + "…", **place)
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


def plot_attainment(
    targets: pd.DataFrame,
    place: str | None = None,
    indicator: str = "gdp",
    measure: str = "growth",
    lang: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw the targets of one place over the years and what was reached: a bar per target, a line through the results.

    Takes the table of `targets()` and draws its main targets. A short black bar is the target of a year, a grey band a
    range; a triangle points up for "at least" and down for "at most", brackets stand for "about". A hollow mark is the
    result that the next report states (a diamond where it only expects it); the line breaks where no report states one.
    A dashed bar is the target of the place above (`parent`) for the same year. Targets in words, and years for which none
    was announced, have their words upright over their year.

    `place` is a locality, a division code or a `place` of the table; it may be left out where there is but one.
    Raises `ValueError` when the table has no such place or nothing to draw for it.

    >>> import reportkit as rk
    >>> table = rk.targets(rk.figures(rk.load_reports()))
    >>> rk.plot_attainment(table, "青云谱区").get_ylabel()
    'Growth over the year before, %'
    """
    rows = _one_place(targets, place, indicator, measure)
    results = _results_by_year(rows)
    with chart_style(lang):
        import matplotlib.pyplot as plt

        ax = ax or plt.subplots()[1]
        ax.use_sticky_edges = False  # a range must not stand on the axis as if it grew from it
        label = lexicon("labels").set_index("label")[f"label_{lang}"]
        ax.grid(axis="y")
        _draw_parent(ax, rows, label, lang)
        _draw_results(ax, results, label)
        _draw_planned(ax, rows, label)
        _write_upright(ax, rows, results)
        years = range(int(min(rows["year_planned"].min(), results.index.min())), int(rows["year_planned"].max()) + 1)
        step = -(-len(years) // max(1, int(ax.figure.get_figwidth() * 2.4)))
        ax.set_xticks([*years][::step])
        ax.set_xlim(years[0] - 0.6, years[-1] + 0.6)
        ax.set_ylabel(label[measure] if measure in label else rows["unit"].iloc[0])
        ax.set_title(_title(rows, indicator, lang), loc="left")
        _legend_below(ax)
    return ax


def _one_place(targets: pd.DataFrame, place: str | None, indicator: str, measure: str) -> pd.DataFrame:
    """The main targets of one place for single years, in the order of the years."""
    rows = targets[targets["main"] & targets["year_planned"].notna()]
    rows = rows[(rows["indicator"] == indicator) & (rows["measure"] == measure)]
    if place is not None:
        names = [rows["place"].fillna("").str.split(" ").str[n] for n in (0, -1)]
        same = [named.eq(place) for named in (rows["place"], rows["locality"], rows["code"], *names)]
        rows = rows[pd.concat(same, axis=1).any(axis=1)]
    rows = rows[rows["period"] == rows["year_planned"].astype(str)]
    there = rows["place"].fillna(rows["locality"]).unique()
    if len(there) != 1:
        wrong = f"{len(there)} places ({', '.join(map(str, there[:3]))} ...)" if len(there) else "no row"
        raise ValueError(f"targets: {wrong} for place {place!r}, {indicator}, {measure}. Expected one place. "
                         "Name it as in the columns locality, code or place.")  # fmt: skip
    rows = rows.drop_duplicates("year_planned").sort_values("year_planned", ignore_index=True)
    if not rows[["target_low", "result_low", "achieved_low"]].notna().any(axis=None):
        raise ValueError(f"targets: {there[0]} has no figure for {indicator}, {measure}. Expected at least one. "
                         "Choose another indicator or measure.")  # fmt: skip
    units = set(rows["unit"]) - {""}
    if len(units) > 1:
        raise ValueError(f"targets: {indicator}, {measure} is in {', '.join(sorted(units))}. Expected one unit. "
                         "Draw the years of each unit by themselves.")  # fmt: skip
    return rows


def _results_by_year(rows: pd.DataFrame) -> pd.DataFrame:
    """What is stated for each whole year: by the next report, else by the report that plans the year after."""
    sides = []
    for side, year in ("result", rows["year_planned"]), ("achieved", rows["year_reviewed"]):
        partial = rows[f"{side}_note"].str.startswith(("part of the year", "against "))
        whole = rows[f"{side}_low"].notna() & ~partial
        columns = {f"{side}_{name}": name for name in ("low", "high", "status")}
        sides.append(rows[whole].rename(columns=columns)[[*columns.values()]].assign(year=year[whole].astype(int)))
    stated = pd.concat(sides).drop_duplicates("year").set_index("year").sort_index()
    years = [*rows["year_planned"].astype(int), *stated.index]
    return stated.reindex(range(min(years), max(years) + 1))


def _draw_planned(ax: Axes, rows: pd.DataFrame, label: pd.Series) -> None:
    """A bar for each target, and at its right end, where no result hides it, a mark that tells its bound."""
    rows = rows[rows["target_low"].notna()].assign(year=lambda table: table["year_planned"].astype(int))
    exact = rows[rows["target_low"] == rows["target_high"]]
    if len(exact):
        ax.hlines(exact["target_low"], exact["year"] - 0.36, exact["year"] + 0.36, color="black",
                  linewidth=_letter(ax) / 5, label=label["planned"], zorder=2.5)  # fmt: skip
    spans = rows[rows["target_low"] < rows["target_high"]]
    if len(spans):
        ax.bar(spans["year"], spans["target_high"] - spans["target_low"], bottom=spans["target_low"], width=0.72,
               color="0.75", edgecolor="black", linewidth=0.6, label=label["planned_range"], zorder=1.5)  # fmt: skip
    brackets = _dot_in_brackets().transformed(_quarter_turn())
    for bound, marker, size, name in ("at_least", "^", 5, "at_least"), ("at_most", "v", 5, "at_most"), (
        "approx", brackets, 7.5, "about"):  # fmt: skip
        these = exact[exact["bound"] == bound]
        _dots(ax, these["year"] + 0.36, these["target_low"], label[name], marker, size, markerfacecolor="black")


def _quarter_turn():
    from matplotlib.transforms import Affine2D

    return Affine2D().rotate_deg(90)


def _draw_results(ax: Axes, results: pd.DataFrame, label: pd.Series) -> None:
    """A line through the results of successive years, with the marks of the other chart."""
    middle = results["low"].where(results["low"] == results["high"])
    ax.plot(results.index, middle, color="0.35", linestyle="-", linewidth=0.9, zorder=2)
    for status, marker, size, name in ("achieved", "o", 6, "reached"), ("expected", "D", 5, "reached_expected"):
        these = results[results["status"].eq(status)]
        apart = these[these["low"] < these["high"]]
        ax.vlines(apart.index, apart["low"], apart["high"], color="0.35", linewidth=0.9, zorder=2)
        _dots(ax, these.index.to_numpy(), these["low"], label[name], marker, size, markerfacecolor="white")


def _draw_parent(ax: Axes, rows: pd.DataFrame, label: pd.Series, lang: str) -> None:
    """A dashed bar for the target of the place above."""
    for parent, those in rows[rows["parent"].notna()].groupby("parent", sort=False):
        years = those["year_planned"].astype(int)
        name = f"{label['planned']}, {_place_name(parent, lang)}"
        for side in ("parent_low", "parent_high"):
            ax.hlines(those[side], years - 0.45, years + 0.45, color="0.5", linewidth=_letter(ax) / 7,
                      linestyle=(0, (2.5, 1.2)), label=name if side == "parent_low" else None, zorder=1.8)  # fmt: skip


def _write_upright(ax: Axes, rows: pd.DataFrame, results: pd.DataFrame) -> None:
    """The words of targets without a figure, upright over their year, at the end that no result stands in."""
    low, high = ax.get_ylim()
    for row in rows[rows["target_low"].isna() & rows["target_words"].ne("")].itertuples():
        words = row.target_words if len(row.target_words) <= 12 else row.target_words[:11] + "…"
        marks = [results["low"].get(row.year_planned), row.parent_low]
        taken = any(pd.notna(y) and y < (low + high) / 2 for y in marks)
        ax.text(row.year_planned, 0.98 if taken else 0.02, words, rotation=90, ha="center", color="0.3",
                va="top" if taken else "bottom", transform=ax.get_xaxis_transform(), size=_letter(ax) - 1,
                bbox={"color": "white", "pad": 0.5})  # fmt: skip


def _title(rows: pd.DataFrame, indicator: str, lang: str) -> str:
    name = lexicon("indicators").set_index("indicator")[f"label_{lang}"].get(indicator, indicator)
    return f"{_place_name(rows['locality'].iloc[-1], lang)}: {name}"


def _place_name(locality: str, lang: str) -> str:
    known = lexicon("place_names").set_index("locality")["label_en"] if lang == "en" else {}
    return known.get(locality, locality)
