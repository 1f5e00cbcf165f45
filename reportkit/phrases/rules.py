"""What the rules read in one report: the names that its glossary defines, and those that are slogans by their form."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from reportkit.phrases.body import Unquoted, body_of
from reportkit.phrases.known import Lexicon
from reportkit.phrases.names import own, programmes
from reportkit.phrases.numeric import numerals
from reportkit.phrases.quoted import quoted
from reportkit.phrases.variants import bare, one_of, pieces
from reportkit.report import Report
from reportkit.terms import entries


class Reading(NamedTuple):
    """A report, its body, the definitions of its glossary by name, and the names that rules find, with these rules."""

    report: Report
    body: Unquoted
    defined: dict[str, str]
    by_rule: dict[str, set[str]]


def read(report: Report, lexicon: Lexicon) -> Reading:
    """What the rules read in a report; variants of what the lexicon knows have its names."""
    body, defined = body_of(report), _defined(report)
    by_rule: dict[str, set[str]] = defaultdict(set)
    for rule, spans in (
        ("numeral", _whole(numerals(body.text), body)),
        ("quoted", quoted(body)),
        ("name", chain(programmes(body), own(body.text))),
    ):
        for start, end in spans:
            by_rule[one_of(body.text[start:end].strip("，、"), lexicon.slogans)].add(rule)
    for term in defined:
        whole, *parts = pieces(term)
        for name in [whole] if whole in body.text or not parts else parts:
            if form := _as_said(name, body.text, lexicon):
                by_rule[form].add("glossary")
    return Reading(report, body, defined, dict(by_rule))


def _defined(report: Report) -> dict[str, str]:
    """Names that the glossary defines: the whole entry, its pieces where the body has not the whole."""
    found: dict[str, str] = {}
    for entry in entries(report.text, report.paragraphs):
        for name in pieces(entry.term):
            found.setdefault(name, entry.definition)
            if len(bare(name)) > 2:
                found.setdefault(bare(name), entry.definition)
    return found


def _whole(spans: Iterator[tuple[int, int]], body: Unquoted) -> Iterator[tuple[int, int]]:
    """Numerals that do not run on behind a quotation mark: in “1+5”2 the digit behind it is another."""
    ends = [end for _, end in body.quoted]
    for start, end in spans:
        within = ends[bisect_right(ends, start) : bisect_left(ends, end)]
        if not any(body.text[edge - 1 : edge + 1].isdigit() for edge in within):
            yield start, end


def _as_said(name: str, text: str, lexicon: Lexicon) -> str | None:
    """A name of the glossary as the lexicon or the body has it, or None."""
    short = bare(name)
    if short in lexicon.slogans and name not in lexicon.slogans:
        return short
    if short in lexicon.slogans or name in text:
        return name
    return short if len(short) > 1 and short in text else None
