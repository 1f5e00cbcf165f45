"""Where terms stand in the body of a report, each place once, the longest term first."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from reportkit.matching import index, longest
from reportkit.report import Report
from reportkit.words.body import body_of


class Matches(NamedTuple):
    """The terms found, as places in the list that was looked for; their parts, as places in `BODY`; spans in `Report.text`."""

    term: np.ndarray
    part: np.ndarray
    start: np.ndarray
    end: np.ndarray


@lru_cache(maxsize=32)
def finder(folded: tuple[str, ...]) -> Callable[[Report], Matches]:
    """A reader of the matches of folded terms in a report; no match reaches across the end of a paragraph."""
    indexed, number = index(folded), {term: n for n, term in enumerate(folded)}

    def matches(report: Report) -> Matches:
        body = body_of(report)
        found = [(start, end, number[term]) for start, end, term in longest(body.text, indexed)]
        first, end, term = np.array(found, int).reshape(-1, 3).T
        return Matches(term, body.parts_at(first), body.places[first], body.places[end - 1] + 1)

    return matches
