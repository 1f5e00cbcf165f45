"""Patterns that start with one of several signs, as a pattern for each: `re` skips to one sign much faster than to any of a set."""

from __future__ import annotations

import re
from collections.abc import Iterable


def starting(firsts: Iterable[str], rest: str = "") -> tuple[re.Pattern[str], ...]:
    """A pattern for each of these beginnings, whatever the rest.

    >>> [m[0] for m in found(starting("%‰", "(?=的)"), "5‰的，3%，8%的")]
    ['‰', '%']
    """
    return tuple(re.compile(re.escape(first) + rest) for first in firsts)


def found(patterns: Iterable[re.Pattern[str]], text: str) -> list[re.Match[str]]:
    """Where these patterns match, from the left."""
    return sorted((m for pattern in patterns for m in pattern.finditer(text)), key=re.Match.start)
