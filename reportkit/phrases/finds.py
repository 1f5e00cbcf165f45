"""Where slogans stand in the bodies of reports: those of the lexicon, and what rules found in any of the reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

from reportkit.body import Body
from reportkit.matching import Index, every, index
from reportkit.phrases.body import Unquoted
from reportkit.phrases.known import Lexicon
from reportkit.phrases.numeric import is_numeric
from reportkit.phrases.rules import Reading
from reportkit.phrases.variants import bare
from reportkit.report import Report

Place = tuple[int, int]  # a span of the text of a body
Find = tuple[int, int, str]  # a place and the term that stands there


def found_in(readings: list[Reading], lexicon: Lexicon) -> list[dict[str, list[Place]]]:
    """For each report its slogans with their places; what a rule found in one is looked for in all."""
    times = Counter(name for reading in readings for name in reading.by_rule)
    learnt = [name for name in times if name not in lexicon.slogans]
    slogans = lexicon.slogans | {name: _one_of(name, times) for name in learnt}
    chance = {name for name in learnt if not _is_settled(name, times[name])}
    terms = index(learnt)
    return [_apart(_of_lexicon(r.body, lexicon) + _of_rules(r, terms, chance), slogans) for r in readings]


def _one_of(name: str, names: Iterable[str]) -> str:
    """With and without a light word two names are one slogan."""
    return bare(name) if bare(name) in names and len(bare(name)) > 2 else name


def _is_settled(name: str, times: int) -> bool:
    """Whether a name is a set phrase: a numeral or row of four characters or more, or such as two reports have."""
    return len(name) > 3 and (times > 1 or is_numeric(name) or "、" in name)


def _of_lexicon(body: Unquoted, lexicon: Lexicon) -> list[Find]:
    """Terms of the lexicon; those that are everyday words too only in quotation marks."""
    return [
        (start, end, term)
        for start, end, term in every(body.text, lexicon.terms)
        if term not in lexicon.only_quoted or body.in_quotes(start, end)
    ]


def _of_rules(reading: Reading, terms: Index, chance: set[str]) -> list[Find]:
    """Names that rules found; those that may be chance only where they found them in this report.

    A short one that is known from quotation marks alone needs them.
    """
    body, by_rule = reading.body, reading.by_rule
    weak = {
        name
        for name in chance & by_rule.keys()
        if len(name) < 4 and by_rule[name] == {"quoted"} and not is_numeric(name)
    }
    return [
        (start, end, term)
        for start, end, term in every(body.text, terms)
        if term not in chance or term in by_rule and (term not in weak or body.in_quotes(start, end))
    ]


def _apart(finds: list[Find], slogans: dict[str, str]) -> dict[str, list[Place]]:
    """By slogan, from the left without overlap; slogans never free of longer ones are left out."""
    finds.sort(key=lambda find: (find[0], -find[1]))
    by_slogan: dict[str, list[Place]] = defaultdict(list)
    free: set[str] = set()
    widest, reach = "", -1
    for start, end, term in finds:
        slogan = slogans[term]
        if end > reach:
            widest, reach = slogan, end
        if slogan == widest:
            free.add(slogan)
        places = by_slogan[slogan]
        if not places or start >= places[-1][1]:
            places.append((start, end))
    return {slogan: places for slogan, places in by_slogan.items() if slogan in free}


def raw_spans(report: Report, flat: Body, starts: np.ndarray, ends: np.ndarray) -> list[tuple[int, int]]:
    """The spans in `Report.raw` of spans of the body."""
    first = report.repaired.starts[flat.places[starts]]
    last = report.repaired.ends[flat.places[ends - 1]]
    return [*zip(first.tolist(), last.tolist(), strict=True)]
