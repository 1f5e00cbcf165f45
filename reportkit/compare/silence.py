"""Targets that a report says it does not set: 没有提出全年经济增速具体目标."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from reportkit.lexicons import lexicon
from reportkit.report import Report

AHEAD = ("opening", "plan", "targets", "tasks")


class Silence(NamedTuple):
    """The words by which a report sets no target for growth, and their place in `Report.raw`."""

    id: str
    words: str
    part: str


@cache
def _said() -> re.Pattern:
    table = lexicon("no_target")
    words = {role: "|".join(sorted(rows["term"], key=len, reverse=True)) for role, rows in table.groupby("role")}
    return re.compile(
        rf"(?:{words['not']})[^，。；\n]{{0,8}}(?:{words['thing']})[^，。；\n]{{0,8}}?(?:{words['noun']})"
    )


PAST = re.compile(r"(?:去年|上年|前年|过去)[^。；]{0,20}$")


def silences(reports: Iterable[Report]) -> dict[str, Silence]:
    """The first such sentence of each report, where it speaks of the year ahead.

    >>> bool(_said().search("我们没有提出全年经济增速具体目标，主要因为")), bool(_said().search("经济增长目标是6%左右"))
    (True, False)
    """
    found = {}
    for report in reports:
        for p in report.paragraphs:
            if p.part not in AHEAD or report.id in found:
                continue
            match = _said().search(report.text, p.start, p.end)
            if match and not PAST.search(report.text, p.start, match.start()):
                start = report.repaired.raw_span(*match.span())[0]
                found[report.id] = Silence(f"{report.id}:{start}", match.group(), p.part)
    return found
