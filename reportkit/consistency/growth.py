"""A level, what it rose by, and the rate; a level then and now, and the rate between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from reportkit.claims.subject import says
from reportkit.consistency.interval import Interval, through, written
from reportkit.consistency.relation import Relation, follows
from reportkit.lexicons import lexicon

REAL = "growth is at constant prices"
COMPARABLE_BASIS = "growth is on a comparable basis"
VALUE_ADDED = ("增加值", "生产总值")
AGAINST = re.compile(r"against .*?((?:19|20)\d\d)")


def increases(sentence: tuple, report: list) -> Iterator[Relation]:
    """Level, increase and growth of one thing side by side: 27.83亿元, 增收3.99亿元, 增长16.74%."""
    if not any(row.measure == "change" for row in sentence):
        return
    for level in sentence:
        if level.measure != "level" or not level.std_low:
            continue
        behind = [row for row in sentence if row.raw_start > level.raw_start and row.subject == level.subject
                  and row.status == level.status]  # fmt: skip
        change = next((row for row in behind if row.measure == "change" and row.std_unit == level.std_unit), None)
        rate = next((row for row in behind if row.measure == "growth" and row.unit == "%"), None)
        years = _years(level, change, rate) if change is not None and rate is not None else None
        if years:
            value = through(lambda now, more, n=years: per_year(now - more, now, n), written(level), written(change))
            yield from follows("increase", (level, change, rate), value, why_not(rate))


def _years(level, change, rate) -> int | None:
    """Over how many years the rate runs: one, or with 年均 those since the year that the change is measured against."""
    against = AGAINST.search(change.note)
    if not against:
        return 1 if change.period == rate.period == level.period and not rate.note.startswith("against") else None
    if not (level.period or "").isdigit() or int(against[1]) >= int(level.period):
        return None
    return int(level.period) - int(against[1]) if says("average", rate.quote) else 1


def rises(sentence: tuple, report: list) -> Iterator[Relation]:
    """A level of an earlier and one of a later year, and the rate between: 从54万亿元增加到82.7万亿元，年均增长7.1%."""
    levels = [row for row in sentence if row.measure == "level" and (row.period or "").isdigit() and row.std_low]
    for before, now in pairwise(levels):
        years = int(now.period) - int(before.period)
        if years < 1 or before.subject != now.subject or before.std_unit != now.std_unit:
            continue
        rates = [row for row in sentence if row.raw_start > now.raw_start and row.subject == now.subject
                 and row.measure == "growth" and row.unit == "%"]  # fmt: skip
        if rates and _between(rates[0], before, now):
            n = years if says("average", rates[0].quote) else 1
            value = through(lambda a, b, n=n: per_year(a, b, n), written(before), written(now))
            yield from follows("rise", (before, now, rates[0]), value, why_not(rates[0]))


def _between(rate, before, now) -> bool:
    """Whether a rate is of the years from one level to the other, and not of the last year alone."""
    next_year = int(before.period) + 1
    if rate.period == now.period:
        return int(now.period) == next_year or rate.note == f"against {before.period}年"
    return rate.period == f"{next_year}-{now.period}"


def per_year(before: float, now: float, years: int = 1) -> float:
    """The growth in per cent a year that leads from one level to the other.

    >>> round(per_year(5.24, 15.07, 5), 2)
    23.53
    """
    return ((now / before) ** (1 / years) - 1) * 100


def between_levels(before: Interval, now: Interval) -> Interval | None:
    """The growth in per cent from one year's level to the next one's."""
    return through(per_year, before, now)


def why_not(rate) -> str:
    """Why a rate need not follow from the levels; empty where it must."""
    if rate.note.startswith("comparable basis"):
        return COMPARABLE_BASIS
    real = (
        _prices().get(rate.indicator or "") == "real"
        or rate.subject.endswith(VALUE_ADDED)
        or says("constant", rate.quote)
    )
    return REAL if real else ""


@cache
def _prices() -> dict[str, str]:
    table = lexicon("indicators")
    return dict(zip(table["indicator"], table["prices"], strict=True))
