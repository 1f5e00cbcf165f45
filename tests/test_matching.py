"""Longest match against a slow, obvious counter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportkit.matching import index, longest

LETTERS = st.text("数字经济a1 ", max_size=30)
TERMS = st.lists(st.text("数字经济a1", min_size=1, max_size=4), max_size=8)


def obvious(text: str, terms: list[str]) -> list[tuple[int, str]]:
    """At each place the longest term that stands there as a whole; then on behind it."""
    found, here = [], 0
    while here < len(text):
        fits = [term for term in terms if text[here:].startswith(term) and stands_alone(text, here, here + len(term))]
        if fits:
            found.append((here, max(fits, key=len)))
        here += len(max(fits, key=len)) if fits else 1
    return found


def stands_alone(text: str, start: int, end: int) -> bool:
    latin = [letter.isascii() and letter.isalnum() for letter in f" {text} "]
    return not (latin[start] and latin[start + 1] or latin[end] and latin[end + 1])


@given(LETTERS, TERMS)
def test_longest_match_is_the_obvious_one(text, terms):
    assert [*longest(text, index(terms))] == obvious(text, terms)


@given(LETTERS, TERMS, st.integers(0, 30), st.integers(0, 30))
def test_a_match_lies_inside_the_span_asked_for(text, terms, start, end):
    for place, term in longest(text, index(terms), start, end):
        assert start <= place and place + len(term) <= end and text.startswith(term, place)
