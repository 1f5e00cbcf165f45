"""Longest match against a slow, obvious counter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportkit.matching import index, longest

LETTERS = st.text("数字经济a1 ", max_size=30)
TERMS = st.lists(st.text("数字经济a1", min_size=1, max_size=4), max_size=8)


def obvious(text: str, terms: list[str]) -> list[tuple[int, int, str]]:
    """At each place the longest term that stands there as a whole; then on behind it."""
    found, here = [], 0
    while here < len(text):
        fits = [term for term in terms if text[here:].startswith(term) and stands_alone(text, here, here + len(term))]
        if fits:
            found.append((here, here + len(max(fits, key=len)), max(fits, key=len)))
        here += len(max(fits, key=len)) if fits else 1
    return found


def stands_alone(text: str, start: int, end: int) -> bool:
    latin = [letter.isascii() and letter.isalnum() for letter in f" {text} "]
    return not (latin[start] and latin[start + 1] or latin[end] and latin[end + 1])


@given(LETTERS, TERMS)
def test_longest_match_is_the_obvious_one(text, terms):
    assert [*longest(text, index(terms))] == obvious(text, terms)


def test_half_a_character_hides_no_term():
    found = longest("数字\ud800经济𠀀创新", index(["数字", "经济", "创新"]))
    assert [*found] == [(0, 2, "数字"), (3, 5, "经济"), (6, 8, "创新")]
