"""The same claim made twice, and values that an indicator cannot have."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reportkit.compare.identity import NATION
from reportkit.compare.results import series_of
from reportkit.consistency.interval import written
from reportkit.consistency.relation import Relation, follows, within
from reportkit.lexicons import lexicon

DONE = ("achieved", "expected")
A_PART = "占"
MEASURES = ("level", "growth", "share")


def repeats(report: list) -> Iterator[Relation]:
    """Two values for one indicator, measure, time and unit in one report."""
    first: dict[tuple, object] = {}
    for row in report:
        result = row.indicator and row.status in DONE and row.measure in MEASURES
        if result and row.period and row.period != "cumulative":
            series = series_of(row.indicator, row.subject)
            before = first.setdefault(
                (row.indicator, series, row.measure, row.period, row.std_unit or row.unit, row.note), row
            )
            if before is not row:
                yield from follows("repeated", (before, row), written(before))


def limits(report: list) -> Iterator[Relation]:
    """A value that its indicator cannot have in one year."""
    for row in report:
        indicator = row.indicator or (A_PART if A_PART in row.subject else None)
        spans = _ranges().get((indicator, row.measure))
        if spans is None or not (row.period or "").isdigit() or row.note.startswith("against"):
            continue
        span = spans.get(_level(row)) or spans.get("")
        if span is not None and (row.std_unit or row.unit) == span.unit:
            stated = written(row)
            if stated.high < span.low or stated.low > span.high:
                yield from within("range", (row,), span.low, span.high)


class Range(NamedTuple):
    """The lowest and the highest value that can be, in a standard unit."""

    low: float
    high: float
    unit: str


@cache
def _ranges() -> dict[tuple[str, str], dict[str, Range]]:
    """For an indicator and a measure the range at each level of government, "" for all others."""
    found: dict[tuple[str, str], dict[str, Range]] = {}
    for row in lexicon("ranges").itertuples():
        levels = found.setdefault((row.indicator, row.measure), {})
        levels[row.level] = Range(float(row.low), float(row.high), row.unit)
    return found


def _level(row) -> str:
    """The level of a place by its code: a township bears that of its county."""
    code = row.code or ""
    if row.locality == NATION or not code:
        return "nation" if row.locality == NATION else ""
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
