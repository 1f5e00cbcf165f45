"""The targets of one place over the years, and what was reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reportkit.charts.marks import (
    dot_in_brackets,
    dots,
    indicator_name,
    legend_below,
    place_name,
    table_of_targets,
    type_size,
)
from reportkit.lexicons import lexicon
from reportkit.paper import chart_style, drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes


SHOWN = (
    "report locality place code level indicator subject measure unit period main year_reviewed achieved_low achieved_high "
    "achieved_status achieved_note achieved_revised_low achieved_revised_high year_planned target_low target_high bound "
    "target_words result_low result_high result_status result_note result_revised_low result_revised_high parent parent_low "
    "parent_high"
)
IDS = "achieved_id achieved_revised_id target_id result_report result_id result_revised_id parent_id"


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
    A grey cross is what a still later report made of that result.
    A dashed bar is the target of the place above (`parent`) for the same year. Targets in words, and years for which none
    was announced, have their words upright over their year.

    `place` is a locality, a division code or a `place` of the table; it may be left out where there is but one.
    Raises `ValueError` when the table has no such place or nothing to draw for it.

    >>> import reportkit as rk
    >>> table = rk.targets(rk.figures(rk.load_reports()))
    >>> rk.plot_attainment(table, "青云谱区").get_ylabel()
    'Growth over the year before, %'
    """
    rows = _one_place(table_of_targets(targets, SHOWN), place, indicator, measure)
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
        legend_below(ax)
        shown = rows[[name for name in f"{SHOWN} {IDS}".split() if name in rows]]
        captions = lexicon("labels").set_index("label").loc["caption_attainment"]
        en, zh = (_title(rows, indicator, one) for one in ("en", "zh"))
        drawn(ax, shown, f"{en}. {captions['label_en']}", f"{zh}。{captions['label_zh']}")
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
        columns = {f"{side}_{name}": name for name in ("low", "high", "status", "revised_low", "revised_high")}
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
                  linewidth=type_size(ax) / 5, label=label["planned"], zorder=2.5)  # fmt: skip
    spans = rows[rows["target_low"] < rows["target_high"]]
    if len(spans):
        ax.bar(spans["year"], spans["target_high"] - spans["target_low"], bottom=spans["target_low"], width=0.72,
               color="0.75", edgecolor="black", linewidth=0.6, label=label["planned_range"], zorder=1.5)  # fmt: skip
    brackets = dot_in_brackets().transformed(_quarter_turn())
    for bound, marker, size, name in ("at_least", "^", 5, "at_least"), ("at_most", "v", 5, "at_most"), (
        "approx", brackets, 7.5, "about"):  # fmt: skip
        these = exact[exact["bound"] == bound]
        dots(ax, these["year"] + 0.36, these["target_low"], label[name], marker, size, markerfacecolor="black")


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
        dots(ax, these.index.to_numpy(), these["low"], label[name], marker, size, markerfacecolor="white")
    revised = results[results["revised_low"].notna()]
    ax.vlines(revised.index, revised["revised_low"], revised["revised_high"], color="0.35", linewidth=0.9, zorder=3.5)
    dots(ax, revised.index.to_numpy(), revised["revised_low"], label["reached_revised"], "x", 4.5, zorder=3.5)


def _draw_parent(ax: Axes, rows: pd.DataFrame, label: pd.Series, lang: str) -> None:
    """A dashed bar for the target of the place above."""
    for parent, those in rows[rows["parent"].notna()].groupby("parent", sort=False):
        years = those["year_planned"].astype(int)
        name = f"{label['planned']}, {place_name(parent, lang)}"
        for side in ("parent_low", "parent_high"):
            ax.hlines(those[side], years - 0.45, years + 0.45, color="0.5", linewidth=type_size(ax) / 7,
                      linestyle=(0, (2.5, 1.2)), label=name if side == "parent_low" else None, zorder=1.8)  # fmt: skip


def _write_upright(ax: Axes, rows: pd.DataFrame, results: pd.DataFrame) -> None:
    """The words of targets without a figure, upright over their year, at the end that no result stands in."""
    low, high = ax.get_ylim()
    for row in rows[rows["target_low"].isna() & rows["target_words"].ne("")].itertuples():
        words = row.target_words if len(row.target_words) <= 12 else row.target_words[:11] + "…"
        marks = [results["low"].get(row.year_planned), row.parent_low]
        taken = any(pd.notna(y) and y < (low + high) / 2 for y in marks)
        ax.text(row.year_planned, 0.98 if taken else 0.02, words, rotation=90, ha="center", color="0.3",
                va="top" if taken else "bottom", transform=ax.get_xaxis_transform(), size=type_size(ax) - 1,
                bbox={"color": "white", "pad": 0.5})  # fmt: skip


def _title(rows: pd.DataFrame, indicator: str, lang: str) -> str:
    name = indicator_name(indicator, lang, rows["level"].iloc[-1])
    colon = ": " if lang == "en" else "："
    return f"{place_name(rows['locality'].iloc[-1], lang)}{colon}{name}"
