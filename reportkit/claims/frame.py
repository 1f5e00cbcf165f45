"""The columns of the table of figures, and the table made of rows."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from reportkit.reading import ReportError

COLUMNS = (
    "report figure_id quote number_text value_low value_high unit std_low std_high std_unit bound commitment measure subject "
    "indicator period status headline part raw_start raw_end damaged note words locality code year sentence sentence_start source"
).split()


def frame(rows: list[tuple]) -> pd.DataFrame:
    """Rows of figures as a table; what is not said is None in every pandas."""
    table = pd.DataFrame(rows, columns=COLUMNS)
    for name in ("indicator", "period", "commitment"):
        place = COLUMNS.index(name)
        table[name] = pd.Series([row[place] for row in rows], dtype=object)
    return table


def expect_figures(table: pd.DataFrame, needed: Iterable[str]) -> None:
    """Refuse a table that is not that of `figures()`."""
    if not isinstance(table, pd.DataFrame):
        raise ReportError(
            f"figures: {table!r:.60} is no table. Expected what figures() gives. Call it first: figures(reports)."
        )
    if missing := [name for name in needed if name not in table]:
        raise ReportError(
            f"figures: no column {missing[0]!r}. Expected the table that figures() gives. Pass it whole, not a selection."
        )
