"""Patterns that start with one of several signs, as a pattern for each: `re` skips to one sign much faster than to any of a set."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable


def starting(firsts: Iterable[str], rest: str = "") -> tuple[re.Pattern[str], ...]:
    """A pattern for each of these beginnings, whatever the rest.

    >>> [m[0] for m in found(starting("%‰", "(?=的)"), "5‰的，3%，8%的")]
    ['‰', '%']
    """
    return tuple(re.compile(re.escape(first) + rest) for first in firsts)


def any_word(some: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """Patterns for any of these words, the longest first, one for each sign that they start with.

    >>> [pattern.pattern for pattern in any_word(["请核对", "请慎用", "慎用"])]
    ['请(?:核对|慎用)', '慎(?:用)']
    """
    rests = defaultdict(list)
    for word in sorted(some, key=len, reverse=True):
        rests[word[0]].append(re.escape(word[1:]))
    return tuple(re.compile(f"{re.escape(first)}(?:{'|'.join(rest)})") for first, rest in rests.items())


def found(patterns: Iterable[re.Pattern[str]], text: str) -> list[re.Match[str]]:
    """Where these patterns match, from the left."""
    return sorted((m for pattern in patterns for m in pattern.finditer(text)), key=re.Match.start)
