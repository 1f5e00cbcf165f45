"""The words that set one report apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reportkit.charts.marks import dots
from reportkit.lexicons import lexicon
from reportkit.paper import chart_style, drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINES_PER_ROW = 1.35  # of type
BEYOND_CHANCE = 1.96  # the z-score that a normal variable passes five times in a hundred, both sides together


def plot_distinctive(
    distinctive: pd.DataFrame, group: object = None, top: int = 15, lang: str = "en", ax: Axes | None = None
) -> Axes:
    """Draw the words that set one report apart from the others, the most distinctive first.

    Takes the table of `distinctive()`; `group` is a report (or a year, a level ... as the table was made by) and may be
    left out where there is but one. Beside each word stands how often it is said here and in all others together; the
    dashed line is 1.96, which a z-score passes by chance five times in a hundred: of some hundred words some do.

    Raises `ValueError` when the table has no such group or no word that is more frequent in it.

    >>> import reportkit as rk
    >>> table = rk.distinctive(rk.load_reports())
    >>> rk.plot_distinctive(table, "jingdong_2023").get_yticklabels()[0].get_text()
    '工作  43 : 135'
    """
    rows = _rows(distinctive, group, top)
    with chart_style(lang):
        import matplotlib.pyplot as plt

        ax = ax or plt.subplots(figsize=_size(len(rows)))[1]
        label = lexicon("labels").set_index("label")[f"label_{lang}"]
        lines = range(len(rows))
        ax.hlines(lines, 0, rows["z"], color="0.6", linewidth=0.8, zorder=1)
        dots(ax, rows["z"], lines, "z", "o", 5, markerfacecolor="black")
        ax.axvline(BEYOND_CHANCE, color="0.4", linestyle=(0, (3, 2)), linewidth=0.8, zorder=0)
        counts = rows[["word", "count", "count_others"]].itertuples(index=False)
        ax.set_yticks(lines, [f"{word}  {here} : {others}" for word, here, others in counts])
        ax.set(xlabel=label["z_score"], ylim=(len(rows) - 0.4, -0.6), xlim=(0, None))
        ax.set_title(str(rows.iloc[0, 0]), loc="left")
        captions = lexicon("labels").set_index("label").loc["caption_distinctive"]
        drawn(ax, rows, captions["label_en"], captions["label_zh"])
    return ax


def _rows(distinctive: pd.DataFrame, group: object, top: int) -> pd.DataFrame:
    by = distinctive.columns[0]
    there = distinctive[by].drop_duplicates().tolist()
    if group is None and len(there) == 1:
        group = there[0]
    if group not in there:
        raise ValueError(
            f"group {group!r}: is none of the table. Expected one of {', '.join(map(str, there[:8]))}. Name it as in the "
            f"column {by}."
        )
    rows = distinctive[(distinctive[by] == group) & (distinctive["z"] > 0)]
    if rows.empty or top < 1:
        raise ValueError(
            f"group {group!r}: no word to draw with top={top!r}. Expected a word more frequent there than elsewhere and a "
            "top of 1 or more. Choose another group or top."
        )
    return rows.sort_values("z", ascending=False, kind="stable").head(top)


def _size(rows: int) -> tuple[float, float]:
    import matplotlib.pyplot as plt

    wide, _ = plt.rcParams["figure.figsize"]
    return wide, (rows * LINES_PER_ROW + 5) * plt.rcParams["font.size"] / 72
