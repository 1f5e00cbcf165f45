"""Terms in a text: each place once, the longest term that begins there. Knows no reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

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
    return Index(known, AhoCorasick(known, store_patterns=False), latin)


def longest(text: str, indexed: Index) -> Iterator[tuple[int, str]]:
    """Where terms stand in `text`, from the left, without overlap: the place and the longest term there.

    A term that begins or ends in a Latin letter or a digit does not match inside a longer word or number.

    >>> [*longest("数字经济和数字化", index(["数字经济", "数字", "经济和"]))]
    [(0, '数字经济'), (5, '数字')]
    >>> [*longest("15G和5G", index(["5G"]))]
    [(4, '5G')]
    """
    here = 0
    for place, term in every(text, indexed):
        if place >= here:
            yield place, term
            here = place + len(term)


def every(text: str, indexed: Index) -> list[tuple[int, str]]:
    """Where terms stand in `text`, from the left, also inside one another: each place and each term there, the longest first.

    >>> every("数字经济", index(["数字经济", "数字", "经济"]))
    [(0, '数字经济'), (0, '数字'), (2, '经济')]
    """
    terms, automaton, latin = indexed
    try:
        found = automaton.find_matches_as_indexes(text, overlapping=True)
    except UnicodeEncodeError:
        found = automaton.find_matches_as_indexes(_HALF.sub("\ufffd", text), overlapping=True)
    places = [(start, -end, n) for n, start, end in found if n not in latin or _whole(text, start, end)]
    places.sort()
    return [(start, terms[n]) for start, _, n in places]


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no Latin word or number goes on across an end of the span."""
    return not (
        (start > 0 and _is_latin(text[start - 1]) and _is_latin(text[start]))
        or (end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end]))
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
