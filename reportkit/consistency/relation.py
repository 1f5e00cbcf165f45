"""A relation between figures: what one of them must be if the others are right, and the verdict on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reportkit.consistency.interval import Interval, written

AGREES, ROUNDING, DISAGREES = "agrees", "within rounding", "disagrees"
SUSPECT, NOT_COMPARABLE = "suspect reading", "not comparable"
FAR = 2.0  # beyond twice or half, a figure that was misread is likelier than one that was misstated


class Relation(NamedTuple):
    """What the last of `rows` says (`stated`) and what follows for it from the others (`expected`), in one unit.

    `reason` tells why the two may differ though both are right; empty where nothing excuses a difference.
    """

    kind: str
    rows: tuple
    stated: Interval
    expected: Interval
    unit: str
    reason: str = ""


def follows(kind: str, rows: tuple, expected: Interval | None, reason: str = "") -> Iterator[Relation]:
    """The relation of the last of `rows` to what follows from the others; none where nothing follows."""
    if expected is not None:
        judged = rows[-1]
        yield Relation(kind, rows, written(judged), expected, judged.std_unit or judged.unit, reason)


def within(kind: str, rows: tuple, low: float, high: float) -> Iterator[Relation]:
    """The relation of the last of `rows` to two ends between which it must lie."""
    stated = written(rows[-1])
    return follows(kind, rows, Interval(low, min(max(stated.middle, low), high), high, 0))


def verdict(relation: Relation) -> str:
    """Whether what is stated and what follows agree, agree within rounding, or do not."""
    stated, expected = relation.stated, relation.expected
    if abs(stated.middle - expected.middle) <= stated.half + 1e-9 * max(abs(stated.middle), 1):
        return AGREES
    if expected.meets(_cut_short(stated)):
        return ROUNDING
    if relation.reason:
        return NOT_COMPARABLE
    if any(row.damaged for row in relation.rows) or _far(stated.middle, expected.middle):
        return SUSPECT
    return DISAGREES


def _cut_short(stated: Interval) -> Interval:
    """The span of a number whose further digits may have been cut off: 102.65 written as 102."""
    away = 2 * stated.half
    if stated.middle < 0:
        return stated._replace(low=min(stated.low, stated.middle - away))
    return stated._replace(high=max(stated.high, stated.middle + away))


def _far(stated: float, expected: float) -> bool:
    return stated * expected <= 0 or not 1 / FAR <= stated / expected <= FAR
