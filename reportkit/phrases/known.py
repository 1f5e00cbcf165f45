"""What a lexicon knows of slogans, made ready to be looked for."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pandas as pd

from reportkit.lexicons import lexicon
from reportkit.matching import Index, index

NEEDED = "term slogan kind level first_year source gloss only".split()


class Fact(NamedTuple):
    """What the lexicon says of a slogan: its level and the evidence for it are empty where that depends on who says it."""

    kind: str
    level: str
    evidence: str
    first_year: str
    gloss: str


class Lexicon(NamedTuple):
    """The slogan of each term, the terms as an index, those that need quotation marks, and the facts of each slogan."""

    slogans: dict[str, str]
    terms: Index
    only_quoted: frozenset[str]
    facts: dict[str, Fact]


@cache
def shipped() -> Lexicon:
    """The shipped lexicon."""
    return told(lexicon("slogans"))


def told(table: pd.DataFrame) -> Lexicon:
    """What a table of slogans says, one surface form a row; the first row of a slogan says what is known of it.

    Raises `ValueError` if it lacks a column.
    """
    if missing := [name for name in NEEDED if name not in table]:
        raise ValueError(
            f"lexicon: no column {missing[0]!r}. Expected {', '.join(NEEDED)}. Start from rk.lexicon('slogans')."
        )
    slogans, only_quoted, facts = {}, set(), {}
    for term, slogan, kind, level, year, source, gloss, only in zip(*(table[name] for name in NEEDED), strict=True):
        slogans[term] = slogan
        if only == "quoted":
            only_quoted.add(term)
        if slogan not in facts:
            facts[slogan] = Fact(kind, level, f"lexicon: {source}", year, gloss)
    return Lexicon(slogans, index(slogans), frozenset(only_quoted), facts)
