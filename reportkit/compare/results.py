"""Results: which of the figures of a review is the one that a target is about."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

import pandas as pd

from reportkit.lexicons import lexicon
from reportkit.quantity import standard

NOT_STATED = "not stated"
PART_OF_YEAR = "part of the year only"
SEVERAL = "several results"
OTHER_SERIES = "another series"
OTHER_UNIT = "units differ"

AVERAGE = re.compile(r"年均|年平均|平均每年|平均每年")


class Result(NamedTuple):
    """A result as stated, in the unit asked for, and why it cannot be set against a target ('' where it can)."""

    low: float
    high: float
    unit: str
    status: str | None
    bound: str | None
    note: str
    subject: str | None
    id: str | None
    why: str


NONE = Result(float("nan"), float("nan"), "", None, None, "", None, None, NOT_STATED)


class Results:
    """What the reviews say, by report and by what is measured."""

    def __init__(self, figures: pd.DataFrame):
        stated = figures["status"].isin(["achieved", "expected"]) & figures["part"].isin(["review", "problems"])
        rows = figures[stated & figures["indicator"].notna() & figures["period"].notna()]
        self._by_report = defaultdict(list)
        self._stated = defaultdict(list)
        for row in rows.itertuples(index=False):
            if not (AVERAGE.search(row.quote) and row.period.isdigit()):
                key = row.report, row.indicator, row.measure, row.period
                if key not in self._by_report:
                    self._stated[row.report, row.period].append((row.indicator, row.measure))
                self._by_report[key].append(row)

    def stated(self, report: str, period: str) -> list[tuple[str, str]]:
        """The indicators and measures of which a report states a result for a period."""
        return self._stated.get((report, period), [])

    def pick(self, report: str, indicator: str | None, measure: str, period: str, subject: str, unit: str) -> Result:
        """The result of a period that a report states, in `unit` where its own can be turned into it.

        Of several: those for the whole period, of the series and in the unit of the target, from the review rather than
        the problems, of the very name of the target, from the opening summary, a value before a threshold
        (突破500亿元); in this order. If two differ that are alike in all that, none.
        """
        found = self._by_report.get((report, indicator, measure, period), ())
        if measure in ("growth", "change"):
            found = [row for row in found if not row.note.startswith("against ")]
        if not found:
            return NONE
        ranked = defaultdict(list)
        for row in found:
            same_unit = not unit or standard(1, row.unit)[1] == standard(1, unit)[1]
            threshold = row.bound in ("at_least", "at_most")
            kind = (row.note.startswith("part of the year"), series_of(indicator, row.subject) != series_of(indicator, subject), not same_unit,
                    row.part != "review", row.subject != subject, not row.headline, threshold)  # fmt: skip
            ranked[kind].append(row)
        (partial, other_series, other_unit, *_), best = min(ranked.items())
        if len({(row.std_low, row.std_high, row.std_unit) for row in best}) > 1:
            return NONE._replace(why=SEVERAL)
        why = PART_OF_YEAR if partial else OTHER_SERIES if other_series else OTHER_UNIT if other_unit else ""
        return _result(best[0], unit, why)


def _result(row, unit: str, why: str) -> Result:
    low, high, own = row.value_low, row.value_high, row.unit
    if unit and own != unit and why != OTHER_UNIT:
        factor = standard(1, unit)[0]
        low, high, own = round(row.std_low / factor, 6), round(row.std_high / factor, 6), unit
    return Result(low, high, own, row.status, row.bound, row.note, row.subject, row.figure_id, why)


def series_of(indicator: str | None, subject: str) -> str:
    """Which series of an indicator the words name: 地方财政总收入 leaves out what goes to the centre; '' by default.

    >>> series_of("fiscal_revenue", "地方财政总收入"), series_of("fiscal_revenue", "财政总收入")
    ('local', '')
    """
    return next((series for term, series in _series().get(indicator or "", ()) if term in (subject or "")), "")


@cache
def _series() -> dict[str, list[tuple[str, str]]]:
    found = defaultdict(list)
    for row in lexicon("series").itertuples(index=False):
        found[row.indicator].append((row.term, row.series))
    return found
