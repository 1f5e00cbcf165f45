"""Terms in a text: thousands looked for at once, each place once or nested; and a pattern of a few. Knows no reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

_HALF = re.compile("[\ud800-\udfff]")  # half of a character, as a broken file may have it


class Index(NamedTuple):
    """Terms, made ready to be looked for, and the numbers of those that could be a piece of a Latin word or a number."""

    terms: list[str]
    automaton: AhoCorasick
    latin: frozenset[int]


def index(terms: Iterable[str]) -> Index:
    """Terms, all of which are then looked for at once.

    >>> index(["数字经济", "5G", ""]).terms
    ['5G', '数字经济']
    """
    known = sorted({*terms} - {""})
    latin = frozenset(n for n, term in enumerate(known) if _is_latin(term[0]) or _is_latin(term[-1]))
    automaton = AhoCorasick(known, store_patterns=False, implementation=Implementation.ContiguousNFA)  # soon made
    return Index(known, automaton, latin)


def longest(text: str, indexed: Index) -> Iterator[tuple[int, int, str]]:
    """Where terms stand in `text`, from the left, without overlap: the span, and the longest term that begins there.

    A term that begins or ends in a Latin letter or a digit does not match inside a longer word or number.

    >>> [*longest("数字经济和数字化", index(["数字经济", "数字", "经济和"]))]
    [(0, 4, '数字经济'), (5, 7, '数字')]
    >>> [*longest("15G和5G", index(["5G"]))]
    [(4, 6, '5G')]
    """
    here = 0
    for start, end, term in every(text, indexed):
        if start >= here:
            yield start, end, term
            here = end


def every(text: str, indexed: Index) -> list[tuple[int, int, str]]:
    """Where terms stand in `text`, also inside one another: each span with its term, from the left, the longest first.

    >>> every("数字经济", index(["数字经济", "数字", "经济"]))
    [(0, 4, '数字经济'), (0, 2, '数字'), (2, 4, '经济')]
    """
    terms, automaton, latin = indexed
    try:
        found = automaton.find_matches_as_indexes(text, overlapping=True)
    except UnicodeEncodeError:
        found = automaton.find_matches_as_indexes(_HALF.sub("\ufffd", text), overlapping=True)
    places = [(start, -end, n) for n, start, end in found if n not in latin or _whole(text, start, end)]
    places.sort()
    return [(start, -end, terms[n]) for start, end, n in places]


def either(terms: Iterable[str]) -> str:
    """An alternation that prefers the longest term; each first sign stands once, which is what makes it fast.

    >>> either(["增长", "增", "减"])
    '增(?:长|)|减(?:)'
    """
    rests: dict[str, list[str]] = {}
    for term in sorted(terms, key=len, reverse=True):
        rests.setdefault(term[0], []).append(re.escape(term[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(ends)})" for first, ends in rests.items())


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no Latin word or number goes on across an end of the span."""
    return not (
        (start > 0 and _is_latin(text[start - 1]) and _is_latin(text[start]))
        or (end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end]))
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
