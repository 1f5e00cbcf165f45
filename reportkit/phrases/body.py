"""The body of a report as phrases are looked for in it: without quotation marks and spaces, each character with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from reportkit.lexicons import lexicon
from reportkit.report import Report
from reportkit.structure import BODY

_DROPPED = re.compile(r"[“”‘’「」『』\"\s\u3000]+")
_QUOTED = re.compile(
    r"“([^“”\n]{1,30})”|‘([^‘’\n]{1,30})’|「([^「」\n]{1,30})」|『([^『』\n]{1,30})』|\"([^\"\n]{1,30})\""
)


class Body(NamedTuple):
    """The text, where each character stands in `Report.text`, the quoted spans, and the parts with where they begin."""

    text: str
    places: list[int]
    quoted: list[tuple[int, int]]
    parts: list[tuple[int, str]]

    def part(self, place: int) -> str:
        """The part of the report in which a place of the text stands."""
        return self.parts[bisect_right(self.parts, (place, "￿")) - 1][1]


def body_of(report: Report) -> Body:
    """The paragraphs of the body, one a line. Commas and plus signs are of one width, so that variants are one."""
    chars: list[str] = []
    places: list[int] = []
    quoted: list[tuple[int, int]] = []
    parts: list[tuple[int, str]] = []
    for p in report.paragraphs:
        if p.part not in BODY:
            continue
        written = report.text[p.start : p.end]
        parts.append((len(places), p.part))
        drops = [m.span() for m in _DROPPED.finditer(written)]
        ends = [b for _, b in drops]
        gone = [0, *accumulate(b - a for a, b in drops)]
        for m in _QUOTED.finditer(written):
            a, b = m.span(m.lastindex)
            lead = _DROPPED.match(written, a)  # a space behind the quotation mark is no part of the phrase
            a = lead.end() if lead else a
            start = len(places) + a - gone[bisect_right(ends, a)]
            quoted.append((start, start + len(plain(m[m.lastindex]))))
        here = 0
        for a, b in (*drops, (len(written), len(written))):
            chars.append(written[here:a])
            places += range(p.start + here, p.start + a)
            here = b
        chars.append("\n")
        places.append(p.end)
    return Body("".join(chars).replace(",", "，").replace("＋", "+"), places, quoted, parts)


def plain(written: str) -> str:
    """A phrase without quotation marks and spaces, its commas of full width.

    >>> plain("“放管服” 改革"), plain("两手抓,两战赢")
    ('放管服改革', '两手抓，两战赢')
    """
    return _DROPPED.sub("", written).replace(",", "，").replace("＋", "+")


@cache
def words(role: str) -> frozenset[str]:
    """The words that have this role among phrases."""
    table = lexicon("phrase_words")
    return frozenset(table.term[table.role == role])


@cache
def either(*roles: str) -> str:
    """A pattern for any word of these roles, the longest first."""
    found = frozenset().union(*map(words, roles))
    return "(?:" + "|".join(map(re.escape, sorted(found, key=lambda word: (-len(word), word)))) + ")"
