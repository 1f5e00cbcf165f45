"""Pairs: a target with the result of the year before it, and with the result of its own year from the next report."""

from __future__ import annotations

import re
from collections import defaultdict

import pandas as pd

from reportkit.compare.identity import Where
from reportkit.compare.judge import allowed, difference, direction_of, met, reach
from reportkit.compare.results import NONE, OTHER_SERIES, OTHER_UNIT, Result, Results

WORDS = "words only"
NO_TARGET = "no target announced"
NO_NEXT = "no next report"
TWO_REPORTS = "two reports"
NO_PLACE = "place not known"
NO_YEAR = "year not known"
YEARS = "several years"
NO_RULE = "no rule"
OPEN = "open result"
NAN = float("nan")
PERIOD = re.compile(r"(?:\d{4}-)?(\d{4})")


class Known:
    """What the loaded reports say, and which report is of which place and year."""

    def __init__(self, figures: pd.DataFrame, whose: dict[str, Where]):
        self.whose = whose
        self.results = Results(figures)
        self.at = defaultdict(list)  # (place, year) -> reports
        self.years = defaultdict(set)  # place -> years
        for report, where in whose.items():
            if where.key and where.year is not None:
                self.at[where.key, where.year].append(report)
                self.years[where.key].add(where.year)

    def pick(self, report: str, target, period: str, unit: str, measure: str | None = None) -> Result:
        """The result of a period that a report states for what a target is about."""
        return self.results.pick(report, target.indicator, measure or target.measure, period, target.subject, unit)


def _numberless(target) -> str:
    return NO_TARGET if target.bound == "none" else WORDS if target.value_low != target.value_low else ""


def ambition_of(target, known: Known) -> tuple[Result, float, float, str]:
    """The result of the year before from the same report, the lowest and highest difference, why there is none."""
    year = known.whose[target.report].year
    achieved = NONE
    if target.indicator and target.period and target.period.isdigit():
        achieved = known.pick(target.report, target, str(int(target.period) - 1), target.unit)
    ahead = target.period and target.period != str(year)
    reason = _numberless(target) or (YEARS if ahead and achieved.id is None else achieved.why)
    if reason:
        return _shown(achieved), NAN, NAN, reason
    spread = reach(achieved.low, achieved.high, achieved.bound, target.measure)
    return achieved, *difference(target.value_low, target.value_high, *spread), ""


def _shown(result: Result) -> Result:
    """What can stand in the table though nothing is computed from it: not another series, not another unit."""
    return NONE._replace(why=result.why) if result.why in (OTHER_SERIES, OTHER_UNIT) else result


def attainment_of(target, known: Known, unit: str, tolerance: float) -> tuple[Result, dict]:
    """The result of the target's own period from the next report, the difference, whether it was met, why not known."""
    report, why = _next_report(target, known)
    result = known.pick(report, target, target.period, target.unit or unit) if report and target.indicator else NONE
    why = _numberless(target) or why or result.why
    found = {"result_report": report, "attainment_low": NAN, "attainment_high": NAN, "met": None}
    if why:
        return _shown(result), found | {"attainment_reason": why}
    spread = reach(result.low, result.high, result.bound, target.measure)
    direction = direction_of(target.indicator, target.measure)
    span = allowed(target.value_low, target.value_high, target.bound, direction, target.measure, tolerance)
    found["attainment_low"], found["attainment_high"] = difference(*spread, target.value_low, target.value_high)
    found["met"] = met(span, *spread)
    why = NO_RULE if span is None else OPEN if found["met"] is None else ""
    return result, found | {"attainment_reason": why}


def _next_report(target, known: Known) -> tuple[str | None, str]:
    """The one report of the place that reviews the last year of the target's period."""
    where = known.whose[target.report]
    period = PERIOD.fullmatch(target.period or "")
    if where.key is None:
        return None, NO_PLACE
    if where.year is None or period is None or int(period[1]) < where.year:
        return None, NO_YEAR
    following = known.at.get((where.key, int(period[1]) + 1), [])
    if len(following) != 1:
        return None, TWO_REPORTS if following else NO_NEXT
    return following[0], ""


def revised(target, known: Known, achieved: Result, result: Result, result_report: str | None) -> dict:
    """The same results where a later report of the place states them otherwise."""
    where, found = known.whose[target.report], {}
    year = where.year
    for side, before, period, since in (
        ("achieved", achieved, str(int(target.period) - 1) if (target.period or "").isdigit() else "", year),
        ("result", result, target.period, known.whose[result_report].year if result_report else None),
    ):
        other = _stated_later(target, known, before, period, since)
        found |= {f"{side}_revised_low": other.low, f"{side}_revised_high": other.high, f"{side}_revised_id": other.id}
    return found


def _stated_later(target, known: Known, before: Result, period: str, since: int | None) -> Result:
    where = known.whose[target.report]
    if before.id is None or since is None or where.key is None:
        return NONE
    for year in sorted(y for y in known.years[where.key] if y > since):
        if len(reports := known.at[where.key, year]) == 1:
            later = known.pick(reports[0], target, period, before.unit)
            if not later.why and later.id and (later.low, later.high) != (before.low, before.high):
                return later
    return NONE


def implied_growth(target, known: Known, result_report: str | None) -> tuple[float, str]:
    """The growth in % from the level of the year before (this report) to that of the year (the next), and their ids."""
    year = known.whose[target.report].year
    if target.measure not in ("growth", "level") or not result_report or target.period != str(year):
        return NAN, ""
    if not target.indicator:
        return NAN, ""
    before = known.pick(target.report, target, str(year - 1), "", "level")
    after = known.pick(result_report, target, target.period, before.unit, "level")
    exact = all(not r.why and r.low == r.high and r.bound not in ("at_least", "at_most") for r in (before, after))
    if not exact or before.low <= 0:
        return NAN, ""
    return round((after.low / before.low - 1) * 100, 4), f"{after.id} {before.id}"
