"""Of what a sentence speaks: of the whole place, or of a park in it or of private firms alone."""

from __future__ import annotations

import re
from functools import cache

from reportkit.claims.subject import indicator_of, words
from reportkit.matching import either

NAME = r"[\u4e00-\u9fff（）]{0,10}?"


def without_the_whole(text: str, claims: list) -> list:
    """The claims of a sentence; behind one of a park (高新区工业投资30亿元，利用外资3亿元) none is of the whole place.

    That ends where the whole is named (全市), and behind one of private firms with the clause.
    """
    part, clause = "", -1
    out = []
    for c in claims:
        if part == "private" and c.clause_start != clause:
            part = ""
        if part and _whole().search(text, c.clause_start, c.start):
            part = ""
        out.append(c._replace(indicator=None) if part else c)
        if not c.indicator and (found := _part_of(c.subject)):
            part, clause = found, c.clause_start
    return out


def _part_of(subject: str) -> str:
    """What part of the place an indicator is said of: `park`, `private`, or '' where it is said of none."""
    if not _named().search(subject):
        return ""
    for part, pattern in _parts().items():
        named = pattern.match(subject)
        if named and indicator_of(subject[named.end() :]):
            return part
    return ""


@cache
def _named() -> re.Pattern:
    """Any part: a glance before the names that may stand before it."""
    return re.compile(either(words("park") | words("private")))


@cache
def _parts() -> dict[str, re.Pattern]:
    return {part: re.compile(rf"{NAME}(?:{either(words(part))})") for part in ("park", "private")}


@cache
def _whole() -> re.Pattern:
    return re.compile(either(words("scope")))
