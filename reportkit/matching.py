"""Terms in a text: each place once, the longest term that begins there. Knows no reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

HEAD = 2  # characters by which terms are looked up; few places of a text begin as a term does


def index(terms: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Terms by their first characters, the longest first.

    >>> index(["数字经济", "数字", "创新"])["数字"]
    ('数字经济', '数字')
    """
    heads: dict[str, list[str]] = defaultdict(list)
    for term in sorted(set(terms) - {""}, key=lambda term: (-len(term), term)):
        heads[term[:HEAD]].append(term)
    return {head: tuple(found) for head, found in heads.items()}


def longest(
    text: str, indexed: Mapping[str, tuple[str, ...]], start: int = 0, end: int | None = None
) -> Iterator[tuple[int, str]]:
    """Where terms stand in `text[start:end]`, from the left, without overlap: the place and the longest term there.

    A term that begins or ends in a Latin letter or a digit does not match inside a longer word or number.

    >>> [*longest("数字经济和数字化", index(["数字经济", "数字", "经济和"]))]
    [(0, '数字经济'), (5, '数字')]
    >>> [*longest("15G和5G", index(["5G"]))]
    [(4, '5G')]
    """
    end = len(text) if end is None else min(end, len(text))
    single = any(len(head) < HEAD for head in indexed)
    here = start
    while here < end:
        found = indexed.get(text[here : here + HEAD], ())
        if single:
            found += indexed.get(text[here], ())
        for term in found:
            if here + len(term) <= end and text.startswith(term, here) and _whole(text, here, here + len(term)):
                yield here, term
                here += len(term)
                break
        else:
            here += 1


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no Latin word or number goes on across an end of the span."""
    return not (_joined(text[start - 1 : start], text[start]) or _joined(text[end - 1], text[end : end + 1]))


def _joined(left: str, right: str) -> bool:
    return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()
