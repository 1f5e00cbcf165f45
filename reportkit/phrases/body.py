"""The body of a report as phrases are looked for in it: without quotation marks and spaces, and what was quoted."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

import numpy as np

from reportkit import matching
from reportkit.body import Body, among, codes_of, laid_flat
from reportkit.lexicons import lexicon
from reportkit.report import Report

_SPACES = "".join(chr(n) for n in range(0x3001) if chr(n).isspace() and chr(n) != "\n")
_LEFT_OUT = '“”‘’「」『』"' + _SPACES
_DROPPED = dict.fromkeys(map(ord, _LEFT_OUT + "\n"))
_QUOTED = re.compile(
    r"“([^“”\n]{1,30})”|‘([^‘’\n]{1,30})’|「([^「」\n]{1,30})」|『([^『』\n]{1,30})』|\"([^\"\n]{1,30})\""
)


class Unquoted(NamedTuple):
    """The text, the spans of it that were quoted, from the left, and the same laid flat, with its places and parts."""

    text: str
    quoted: list[tuple[int, int]]
    flat: Body

    def in_quotes(self, start: int, end: int) -> bool:
        """Whether a span lies within a quoted one."""
        before = bisect_right(self.quoted, (start, len(self.text)))
        return before > 0 and end <= self.quoted[before - 1][1]


def body_of(report: Report) -> Unquoted:
    """The paragraphs of the body, one a line. Commas and plus signs are of one width, so that variants are one."""
    flat = laid_flat(report)
    codes = codes_of(flat.text)
    kept = np.flatnonzero(~among(codes, _LEFT_OUT))
    spans = [m.span(m.lastindex) for m in _QUOTED.finditer(flat.text)]
    quoted = np.searchsorted(kept, np.array(spans, int).reshape(-1, 2)).tolist()
    flat = flat.only(kept, codes[kept])
    return Unquoted(_of_one_width(flat.text), [*map(tuple, quoted)], flat)


def plain(written: str) -> str:
    """A phrase without quotation marks and spaces, its commas of full width.

    >>> plain("“放管服” 改革"), plain("两手抓,两战赢")
    ('放管服改革', '两手抓，两战赢')
    """
    return _of_one_width(written.translate(_DROPPED))


def _of_one_width(text: str) -> str:
    return text.replace(",", "，").replace("＋", "+")


@cache
def words(role: str) -> frozenset[str]:
    """The words that have this role among phrases."""
    table = lexicon("phrase_words")
    return frozenset(table.term[table.role == role])


@cache
def any_of(*roles: str) -> tuple[str, ...]:
    """All words of these roles, the longest first."""
    found = frozenset().union(*map(words, roles))
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def either(*roles: str) -> str:
    """A pattern for any word of these roles, the longest first."""
    return f"(?:{matching.either(any_of(*roles))})"
