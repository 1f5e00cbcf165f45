"""The words that are compared between reports: without stopwords, numbers and single characters, terms as one word."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from reportkit import places
from reportkit.lexicons import lexicon
from reportkit.report import Report
from reportkit.words.body import fold
from reportkit.words.given import terms_given
from reportkit.words.matches import finder
from reportkit.words.tokens import Tokens, chosen, joined, tokens_of

SHORTEST = 3  # characters of a term that is joined from several words

Given = pd.DataFrame | str | Path | Iterable[str] | None


def reader(dictionary: Given, stopwords: Given, names: bool, tokenizer: str) -> Callable[[Report], Tokens]:
    """A reader of the words of a report that are worth comparing.

    `dictionary` holds terms that are one word each (None for the shipped themes, indicators and slogans), `stopwords` words to
    leave out (None for the shipped ones); without `names` the report's own place and those around it are left out too.
    """
    terms = terms_given(domain_terms() if dictionary is None else dictionary, "dictionary")
    long = [(name, form) for name, form in zip(terms.names, terms.folded, strict=True) if len(form) >= SHORTEST]
    known, find = [name for name, _ in long], finder(tuple(form for _, form in long))
    dropped = set(lexicon("stopwords")["term"] if stopwords is None else terms_given(stopwords, "stopwords").names)

    def words(report: Report) -> Tokens:
        own = names_of(report)
        tokens = joined(tokens_of(report, tokenizer), find(report), known)
        tokens = joined(tokens, finder(tuple(own))(report), own)
        tidy = [word if word.isalpha() and not word.isascii() else fold(word) for word in tokens.words]
        left_out = dropped if names else dropped | set(own)
        kept = np.array([_compared(word) and word not in left_out for word in tidy], bool)
        return chosen(tokens._replace(words=tidy), kept)

    return words


def _compared(word: str) -> bool:
    """Whether a word is more than one character and more than a number."""
    return len(word) > 1 and any(map(str.isalpha, word))


@cache
def domain_terms() -> tuple[str, ...]:
    """The terms of the shipped lexicons that are one word each: themes, names of indicators, slogans."""
    slogans = [term for term in lexicon("slogans")["term"] if term.isalpha()]
    return tuple(dict.fromkeys([*lexicon("themes")["term"], *lexicon("indicator_terms")["term"], *slogans]))


def names_of(report: Report) -> list[str]:
    """The names by which a report calls its place, the places in it and those above it, long and short.

    >>> import reportkit as rk
    >>> names_of(rk.load_reports()[4])
    ['章贡区', '章贡', '江西', '江西省', '赣州市', '赣州']
    """
    table = lexicon("places")
    found = [report.locality, report.province]
    if report.code:
        shared = report.code[: {"province": 2, "prefecture": 4}.get(report.level, 6)]
        found += [*table.loc[(table["level"] == "province") & (table["province"] == report.province), "name"]]
        found += [*table.loc[table["code"].str.startswith(shared), ["parent", "name"]].to_numpy().ravel()]
    full = [name for name in dict.fromkeys(found) if name and name != "全国"]
    return [
        name for name in dict.fromkeys(form for name in full for form in (name, places.stem(name))) if len(name) > 1
    ]
