"""The figures that have a number, as the rules read them."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from reportkit.claims.frame import expect_figures
from reportkit.compare.identity import as_text


class Number(NamedTuple):
    """What the rules read of a row of figures(); a text that is not there is "" or, where it may be unknown, None."""

    report: str
    figure_id: str
    quote: str
    number_text: str
    value_low: float
    unit: str
    std_low: float | None
    std_high: float | None
    std_unit: str
    bound: str
    measure: str
    subject: str
    indicator: str | None
    period: str | None
    status: str
    part: str
    raw_start: int
    raw_end: int
    damaged: bool
    note: str
    locality: str | None
    code: str | None
    sentence: str
    sentence_start: int


SAID = {"quote", "number_text", "subject", "unit", "std_unit", "note"}  # "" also when read from a file


def numbers(figures: pd.DataFrame) -> list[Number]:
    """The rows of figures with a number, by report and place."""
    expect_figures(figures, Number._fields)
    table = figures.loc[figures["value_low"].notna(), [*Number._fields]]
    table = table.sort_values(["report", "raw_start"], kind="stable")
    table["period"] = table["period"].map(as_text)
    return [*map(Number._make, zip(*(_values(table[name]) for name in Number._fields), strict=True))]


def _values(column: pd.Series) -> list:
    missing = "" if column.name in SAID else None
    return column.to_numpy(dtype=object, na_value=missing).tolist()
