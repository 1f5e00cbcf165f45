"""What a chart was drawn from: its rows and what it shows, kept beside the Axes until the chart is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

import pandas as pd

from reportkit.paper.fonts import spell_out

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Drawn(NamedTuple):
    """The rows that a chart shows, and its caption in English and Chinese."""

    rows: pd.DataFrame
    caption_en: str
    caption_zh: str


_DRAWN: WeakKeyDictionary[Axes, list[Drawn]] = WeakKeyDictionary()


def drawn(ax: Axes, rows: pd.DataFrame, caption_en: str, caption_zh: str) -> None:
    """Keep what was drawn: a plot function ends with it. Signs that no font has are spelt out."""
    _DRAWN.setdefault(ax, []).append(Drawn(rows.reset_index(drop=True), caption_en, caption_zh))
    spell_out(ax.figure)


def drawn_in(figure: Figure) -> list[Drawn]:
    """What was drawn into the Axes of a figure, in their order."""
    return [one for axes in figure.axes for one in _DRAWN.get(axes, [])]


def rows_drawn(table: pd.DataFrame | None, parts: list[Drawn]) -> pd.DataFrame | None:
    """The rows that were drawn, with the columns of `table` where one is given; `table` itself for a chart of one's own."""
    if not parts:
        return table
    rows = pd.concat([part.rows for part in parts], ignore_index=True).drop_duplicates()
    if table is None:
        return rows
    shared = [name for name in rows if name in table]
    asked, there = _keys(rows, shared), _keys(table, shared)
    if not shared or not set(asked) <= set(there):
        lacking = len(set(asked) - set(there)) if shared else len(rows)
        raise ValueError(f"table: lacks {lacking} of the {len(rows)} rows that the chart shows. "
                         "Expected the table that it was drawn from. Leave it out to have the rows that were drawn.")  # fmt: skip
    return table[[key in set(asked) for key in there]]


def _keys(table: pd.DataFrame, columns: list[str]) -> list[tuple]:
    """Each row as something to compare; empty is empty, whatever pandas holds it as."""
    columns = [table[name].astype(object).where(table[name].notna(), None) for name in columns]
    return list(zip(*columns, strict=True)) if columns else []
