"""Tone: whether the words around a target bind (hard), leave room (soft) or do neither (plain)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from reportkit.repair.glyphs import simplify


def tones(table: pd.DataFrame) -> Callable[[str, str, str, str], tuple[str, str]]:
    """A reader of tone after a table of words (term, kind, tone).

    It takes the clause, the number as written, its bound and its commitment and gives the tone with the words that set
    it. The words at the number (`hedge`, or the form of the number, `bound`) outrank the verb before it: they say what
    would count as a miss.

    >>> from reportkit.lexicons import lexicon
    >>> tone_of = tones(lexicon("tone"))
    >>> tone_of("力争增长6%以上", "6%以上", "at_least", "strive")
    ('hard', '力争 以上')
    >>> tone_of("增长5.5%—6%", "5.5%—6%", "range", "plain"), tone_of("增长6%", "6%", "exact", "plain")
    (('soft', ''), ('plain', ''))
    """
    words = {kind: dict(zip(rows["term"], rows["tone"], strict=True)) for kind, rows in table.groupby("kind")}
    verb, hedge, form = (words.get(kind, {}) for kind in ("verb", "hedge", "bound"))
    verbs, hedges = _any_of(verb), _any_of(hedge)

    def tone_of(clause: str, number: str, bound: str, commitment: str) -> tuple[str, str]:
        clause, number = (re.sub(r"\s", "", simplify(text)) for text in (clause, number))
        before, _, after = clause.partition(number) if number else (clause, "", "")
        spoken = _last(verbs, before) if commitment != "plain" else ""
        written = ""
        if bound in form and bound != "range":  # a hedge may stand behind the last of a list: 5.5%、7%左右
            written = _last(hedges, number) or next(iter(hedges.findall(after)), "")
        tone = hedge.get(written) or form.get(bound) or verb.get(spoken) or "plain"
        return tone, " ".join(word for word in (spoken, written) if word)

    return tone_of


def _any_of(words: dict[str, str]) -> re.Pattern:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)) or r"(?!)")


def _last(pattern: re.Pattern, text: str) -> str:
    return (pattern.findall(text) or [""])[-1]
