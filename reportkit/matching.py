"""Terms in a text: each place once, the longest term that begins there. Knows no reports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

HEAD = 2  # characters by which terms are looked up; few places of a text begin as a term does


class Index(NamedTuple):
    """Terms, made ready to be looked for."""

    terms: frozenset[str]
    sizes: dict[str, tuple[int, ...]]  # of the terms with this head, the longest first
    begins: re.Pattern[str]  # where a term may begin
    single: bool  # whether a term is shorter than a head


def index(terms: Iterable[str]) -> Index:
    """Terms by their first characters.

    >>> index(["数字经济", "数字", "创新"]).sizes["数字"]
    (4, 2)
    """
    known = frozenset(terms) - {""}
    sizes: dict[str, set[int]] = defaultdict(set)
    for term in known:
        sizes[term[:HEAD]].add(len(term))
    single = any(len(head) < HEAD for head in sizes)
    longest_first = {head: tuple(sorted(found, reverse=True)) for head, found in sizes.items()}
    return Index(known, longest_first, _begins(sizes, single), single)


def _begins(heads: Iterable[str], single: bool) -> re.Pattern[str]:
    """A pattern that looks at each character once, because few begin a term."""
    first, second = (re.escape("".join(sorted({head[n : n + 1] for head in heads}))) for n in (0, 1))
    if not first:
        return re.compile("(?!)")
    return re.compile(f"[{first}]" if single else f"[{first}](?=[{second}])")


def longest(text: str, indexed: Index, start: int = 0, end: int | None = None) -> Iterator[tuple[int, str]]:
    """Where terms stand in `text[start:end]`, from the left, without overlap: the place and the longest term there.

    A term that begins or ends in a Latin letter or a digit does not match inside a longer word or number.

    >>> [*longest("数字经济和数字化", index(["数字经济", "数字", "经济和"]))]
    [(0, '数字经济'), (5, '数字')]
    >>> [*longest("15G和5G", index(["5G"]))]
    [(4, '5G')]
    """
    end = len(text) if end is None else min(end, len(text))
    terms, sizes, begins, single = indexed
    here = start
    for place in map(re.Match.start, begins.finditer(text, start, end)):
        if place < here:
            continue
        found = sizes.get(text[place : place + HEAD], ())
        for size in found + sizes.get(text[place], ()) if single else found:
            term = text[place : place + size]
            if term in terms and place + size <= end and _whole(text, place, place + size):
                yield place, term
                here = place + size
                break


def every(text: str, indexed: Index) -> Iterator[tuple[int, str]]:
    """Where terms stand in `text`, from the left, also inside one another: each place and each term there.

    >>> [*every("数字经济", index(["数字经济", "数字", "经济"]))]
    [(0, '数字经济'), (0, '数字'), (2, '经济')]
    """
    terms, sizes, begins, single = indexed
    for place in map(re.Match.start, begins.finditer(text)):
        found = sizes.get(text[place : place + HEAD], ())
        for size in found + sizes.get(text[place], ()) if single else found:
            term = text[place : place + size]
            if len(term) == size and term in terms and _whole(text, place, place + size):
                yield place, term


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no Latin word or number goes on across an end of the span."""
    first, last = text[start], text[end - 1]
    return (first > "z" or not _joined(text[start - 1 : start], first)) and (
        last > "z" or not _joined(last, text[end : end + 1])
    )


def _joined(left: str, right: str) -> bool:
    return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()
