"""Which slogans stand in which places: a matrix, grouped by level, a dot whose area is the count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reportkit.charts.marks import place_name, type_size
from reportkit.lexicons import lexicon
from reportkit.paper import chart_style, drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEVELS = ("national", "provincial", "municipal", "local")


def plot_slogans(
    slogans: pd.DataFrame, places: int = 2, most: int = 20, lang: str = "en", ax: Axes | None = None
) -> Axes:
    """Draw the slogans that several places share: a row per slogan, a column per report, a dot per use.

    Takes the table of `slogans()`. The area of a dot is the count, which stands beside it where it is above 1. Slogans
    that stand in at least `places` localities are drawn, of each level the `most` that stand in
    most places; levels stand one under the other. With `lang="en"` the gloss of the lexicon stands at the right where it has one.

    Raises `ValueError` when no slogan stands in so many places.

    >>> import reportkit as rk
    >>> ax = rk.plot_slogans(rk.slogans(rk.load_reports()), places=5)
    >>> [tick.get_text() for tick in ax.get_xticklabels()][0]
    'Jingdong Town 2023'
    """
    shown = _shared(slogans, places, most)
    if shown.empty:
        raise ValueError(f"slogans: none stands in {places} places. Expected at least one. Lower `places`.")
    names = list(dict.fromkeys(shown["slogan"]))
    rows = _rows(shown.drop_duplicates("slogan"))
    columns = {report: n for n, report in enumerate(sorted(slogans["report"].unique()))}
    with chart_style(lang):
        import matplotlib.pyplot as plt

        if ax is None:
            wide = plt.rcParams["figure.figsize"][0]
            ax = plt.subplots(figsize=(wide, (max(rows.values()) + 4) * plt.rcParams["font.size"] / 72 * 1.5))[1]
        x, y = shown["report"].map(columns), shown["slogan"].map(rows)
        size = type_size(ax)
        ax.scatter(x, y, s=size**2 / 5 * shown["count"], color="0.35", linewidths=0, zorder=3)
        for a, b, count in zip(x, y, shown["count"], strict=True):
            if count > 1:
                ax.annotate(str(count), (a, b), (size * 0.28 * count**0.5 + 2, 0), textcoords="offset points",
                            va="center", size=size - 2)  # fmt: skip
        ax.set_yticks([rows[name] for name in names], names)
        slant = 45 if lang == "en" or len(columns) > 8 else 0  # names in pinyin are wider than a column
        ax.set_xticks(range(len(columns)), [_place(report, slogans, lang) for report in columns], rotation=slant,
                      ha="left" if slant else "center", rotation_mode="anchor")  # fmt: skip
        ax.xaxis.tick_top()
        ax.tick_params(length=0)
        ax.set_xlim(-0.5, len(columns) - 0.4)
        ax.set_ylim(max(rows.values()) + 0.7, -0.7)
        ax.grid(axis="y", color="0.9")
        ax.set_axisbelow(True)
        for side in ("top", "right", "left", "bottom"):
            ax.spines[side].set_visible(False)
        if lang == "en":
            _write_glosses(ax, shown, rows, len(columns))
        _write_levels(ax, shown, rows, lang)
        captions = lexicon("labels").set_index("label").loc["caption_slogans"]
        drawn(ax, shown.drop(columns=["places", "total", "order"]), captions["label_en"], captions["label_zh"])
    return ax


def _shared(slogans: pd.DataFrame, places: int, most: int) -> pd.DataFrame:
    """The rows of the slogans to draw, by level, then by how many places have them and how often."""
    named = slogans.assign(place=slogans["locality"].fillna(slogans["report"]))
    sums = named.groupby("slogan").agg(places=("place", "nunique"), total=("count", "sum"))
    sums["order"] = named.groupby("slogan")["level"].first().map(LEVELS.index)
    ranked = sums[sums["places"] >= places].sort_values(["places", "total"], ascending=False)
    rows = named.drop(columns="place").merge(ranked.groupby("order").head(most), left_on="slogan", right_index=True)
    return rows.sort_values(
        ["order", "places", "total", "slogan"], ascending=[True, False, False, True], ignore_index=True
    )


def _rows(names: pd.DataFrame) -> dict[str, float]:
    """The height of each slogan; a level begins a line and a half below the one before."""
    heights, here, before = {}, -1.0, None
    for slogan, level in zip(names["slogan"], names["order"], strict=True):
        here += 1.0 if level == before else 2.0
        heights[slogan], before = here, level
    return heights


def _write_glosses(ax: Axes, shown: pd.DataFrame, rows: dict[str, float], columns: int) -> None:
    """The English gloss of each slogan at the right."""
    for slogan, gloss in shown.drop_duplicates("slogan")[["slogan", "gloss"]].itertuples(index=False):
        short = gloss if len(gloss) <= 36 else gloss[:35].rsplit(" ", 1)[0] + " …"
        ax.text(columns - 0.35, rows[slogan], short, va="center", size=type_size(ax) - 1, color="0.25")


def _place(report: str, slogans: pd.DataFrame, lang: str) -> str:
    row = slogans[slogans["report"] == report].iloc[0]
    name = place_name(row["locality"], lang) if row["locality"] else report
    return f"{name}{' ' if lang == 'en' else chr(10)}{row['year']}" if pd.notna(row["year"]) else name


def _write_levels(ax: Axes, shown: pd.DataFrame, rows: dict[str, float], lang: str) -> None:
    """The name of each level over its first slogan."""
    label = lexicon("labels").set_index("label")[f"label_{lang}"]
    for level, these in shown.groupby("order", sort=False):
        top = min(rows[slogan] for slogan in these["slogan"])
        ax.text(
            -0.012,
            top - 1,
            label[LEVELS[level]],
            transform=ax.get_yaxis_transform(),
            ha="right",
            va="center",
            color="0.45",
        )
