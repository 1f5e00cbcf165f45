"""Slogans (提法, 口号): set policy phrases found, dated, explained, and followed from place to place.

The body of a report is laid flat (`body.py`). The lexicon is looked up in it; rules find what no lexicon knows: numeral
abbreviations (`numeric.py`), quoted phrases (`quoted.py`), names of programmes (`names.py`), headwords of the glossary. What
is found in one report is looked for in all. Variants are one slogan (`variants.py`), each with its level (`levels.py`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import NamedTuple

import pandas as pd

from reportkit.lexicons import lexicon as shipped
from reportkit.matching import every, index
from reportkit.phrases.body import Unquoted, body_of, words
from reportkit.phrases.diffusion import diffusion as diffusion
from reportkit.phrases.levels import level_of
from reportkit.phrases.names import own, programmes
from reportkit.phrases.numeric import is_numeric, numerals
from reportkit.phrases.quoted import quoted
from reportkit.phrases.variants import bare, defined, headed, one_of, pieces
from reportkit.report import Report, each
from reportkit.structure import BODY
from reportkit.terms import entries

COLUMNS = (
    "report slogan forms kind level level_evidence first_year count per_10k_chars parts definition definition_from "
    "found_by spans gloss locality province year"
).split()
RULES = ("lexicon", "numeral", "quoted", "glossary", "name", "repeated")
NEEDED = "term slogan kind level first_year source gloss only".split()


class Fact(NamedTuple):
    """What the lexicon says of a slogan."""

    kind: str
    level: str
    first_year: str
    source: str
    gloss: str


class Find(NamedTuple):
    """A place of a slogan in the flat body: its span and the slogan."""

    start: int
    end: int
    slogan: str


def slogans(reports: Report | Iterable[Report], *, lexicon: pd.DataFrame | None = None) -> pd.DataFrame:
    """Set policy phrases of one report or many: a row per report and slogan, with where it stands and what it means.

    Parameters
    ----------
    reports : Report or list of Report
    lexicon
        Phrases, in place of `lexicon("slogans")`: one surface form a row.

    Returns
    -------
    DataFrame
        One row per report and slogan, the most frequent first; the columns:

        report, slogan, forms
            The report's id; the canonical name, simplified and without quotation marks; the forms met, ` | ` between them.
        kind
            numeric (六稳), programme (河长制), ideology (新发展理念), motto (首府首县).
        level, level_evidence
            national, provincial, municipal, local, and why: the lexicon, else where it occurs among the reports given, else
            the definition, the words before it, the report it stands in.
        first_year
            The year of the document that the lexicon names; empty where that is not certain.
        count, per_10k_chars, parts
            Its places in the body, also inside longer phrases; per 10,000 Chinese characters of the body; the parts.
        definition, definition_from
            What the report's own glossary says, else that of another report given, and which.
        found_by
            lexicon, numeral (grammar), quoted, glossary, name (form of a programme's name), repeated (a rule found it in
            another report or place).
        spans, gloss, locality, province, year
            Spans in `Report.raw`; an English gloss or ""; of the report.

    Raises
    ------
    ValueError
        If the lexicon lacks a column.

    Examples
    --------
    >>> import reportkit as rk
    >>> table = rk.slogans(rk.load_reports())
    >>> row = table.query("report == 'qingyunpu_2020' and slogan == '六稳'").iloc[0]
    >>> row.kind, row.level, int(row.first_year), int(row["count"]), row.definition_from
    ('numeric', 'national', 2018, 1, 'qingyunpu_2020')
    """
    if lexicon is not None and (missing := [name for name in NEEDED if name not in lexicon]):
        raise ValueError(
            f"lexicon: no column {missing[0]!r}. Expected {', '.join(NEEDED)}. Start from rk.lexicon('slogans')."
        )
    reports = each(reports)
    bodies = {r.id: body_of(r) for r in reports}
    defined_in = _defined_in(reports)
    elsewhere = _by_name(defined_in)
    known, in_quotes, facts = _shipped() if lexicon is None else _told(lexicon)
    by_rule = {r.id: _by_rule(bodies[r.id], known, defined_in.get(r.id, {})) for r in reports}
    learnt = _learnt(by_rule)
    forms = {**learnt, **known}
    terms = index(forms)
    chance = frozenset(learnt) - frozenset(known) - _settled(by_rule)
    found = {r.id: _found(bodies[r.id], forms, terms, in_quotes, by_rule[r.id], chance) for r in reports}
    where = defaultdict(list)
    for r in reports:
        for slogan in found[r.id]:
            where[slogan].append(r)
    rows = []
    for r in reports:
        body, own = bodies[r.id], defined_in.get(r.id, {})
        han = int(body.flat.han.sum())
        for slogan, places in found[r.id].items():
            meaning = _definition(
                r, slogan, [*dict.fromkeys(body.text[f.start : f.end] for f in places)], own, elsewhere
            )
            rows.append(
                _row(r, body, slogan, places, han, facts.get(slogan), where[slogan], meaning, by_rule[r.id], known)
            )
    return _frame(rows)


@cache
def _shipped() -> tuple[dict[str, str], frozenset[str], dict[str, Fact]]:
    return _told(shipped("slogans"))


def _told(table: pd.DataFrame) -> tuple[dict[str, str], frozenset[str], dict[str, Fact]]:
    """What a lexicon holds: each term with its slogan, the terms that need quotation marks, and what is known of a slogan."""
    terms, names, only, *columns = (table[name].tolist() for name in ("term", "slogan", "only", *Fact._fields))
    facts = {}
    for name, *values in zip(names, *columns, strict=True):
        facts.setdefault(name, Fact(*values))
    known = dict(zip(terms, names, strict=True))
    return known, frozenset(t for t, o in zip(terms, only, strict=True) if o == "quoted"), facts


def _frame(rows: list[tuple]) -> pd.DataFrame:
    rows = sorted(rows, key=lambda row: (row[0], -row[7], row[13][0]))
    table = pd.DataFrame(rows, columns=COLUMNS)
    for name in ("definition", "definition_from", "locality", "province"):
        place = COLUMNS.index(name)
        table[name] = pd.Series([row[place] for row in rows], dtype=object)  # None stays None
    return table.astype({"first_year": "Int64", "year": "Int64", "count": int, "per_10k_chars": float})


def _defined_in(reports: list[Report]) -> dict[str, dict[str, str]]:
    """Names that the glossaries define, by report: the whole entry, its pieces where the body has not the whole."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for report in reports:
        for entry in entries(report.text, report.paragraphs):
            for name in pieces(entry.term):
                found[report.id].setdefault(name, entry.definition)
                if len(bare(name)) > 2:
                    found[report.id].setdefault(bare(name), entry.definition)
    return found


def _by_name(defined_in: dict[str, dict[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Each name with the reports that define it, in their order, and what they say."""
    found = defaultdict(list)
    for report, names in defined_in.items():
        for name, text in names.items():
            found[name].append((report, text))
    return found


def _by_rule(body: Unquoted, known: dict[str, str], entries: dict[str, str]) -> dict[str, set[str]]:
    """Names that the rules find in a body, with the rules that found each."""
    found: dict[str, set[str]] = defaultdict(set)
    rules = (
        ("numeral", numerals(body.text)),
        ("quoted", quoted(body)),
        ("name", chain(programmes(body), own(body.text))),
    )
    for rule, spans in rules:
        for start, end in spans:
            if rule == "numeral" and any(
                start < edge < end and body.text[edge - 1 : edge + 1].isdigit() for _, edge in body.quoted
            ):
                continue  # “1+5”2: the digit behind the quotation mark is another
            name = body.text[start:end].strip("，、")
            found[name if name in known else one_of(name, known)].add(rule)
    for term in entries:
        whole, *parts = pieces(term)
        for name in [whole] if whole in body.text or not parts else parts:
            if bare(name) in known or name in body.text:
                found[bare(name) if bare(name) in known and name not in known else name].add("glossary")
            elif bare(name) in body.text and len(bare(name)) > 1:
                found[bare(name)].add("glossary")
    return found


def _learnt(by_rule: dict[str, dict[str, set[str]]]) -> dict[str, str]:
    """Names to look for in every report: what rules found in any; with and without a light word they are one slogan."""
    names = {name for found in by_rule.values() for name in found}
    return {name: bare(name) if bare(name) in names and len(bare(name)) > 2 else name for name in sorted(names)}


def _settled(by_rule: dict[str, dict[str, set[str]]]) -> frozenset[str]:
    """Names that are set phrases by themselves: numerals and rows of four characters or more, what two reports have."""
    seen = Counter(name for found in by_rule.values() for name in found)
    return frozenset(n for n, k in seen.items() if len(n) > 3 and (k > 1 or is_numeric(n) or "、" in n))


def _found(
    body: Unquoted, forms: dict[str, str], terms: dict, in_quotes: frozenset[str], by_rule: dict, chance: frozenset[str]
) -> dict[str, list[Find]]:
    """Each slogan with its places.

    Everyday words of the lexicon (`in_quotes`) need quotation marks; so do short names that only rules know. What a rule
    found in other reports alone is taken where it is a set phrase, so not if it is among `chance`.
    """
    finds: list[Find] = []
    for start, term in every(body.text, terms):
        end = start + len(term)
        if term in chance and term not in by_rule:
            continue
        short = len(term) < 4 and term in chance and by_rule[term] == {"quoted"}
        if (term in in_quotes or short and not is_numeric(term)) and not body.in_quotes(start, end):
            continue
        finds.append(Find(start, end, forms[term]))
    return _apart(finds)


def _apart(finds: list[Find]) -> dict[str, list[Find]]:
    """By slogan, from the left without overlap; slogans never free of longer ones are left out."""
    by_slogan: dict[str, list[Find]] = defaultdict(list)
    free: set[str] = set()
    widest = Find(-1, -1, "")
    for find in sorted(finds, key=lambda f: (f.start, -f.end)):
        if find.end > widest.end:
            widest = find
        if widest == find or widest.slogan == find.slogan:
            free.add(find.slogan)
        last = by_slogan[find.slogan][-1:] or [Find(-1, -1, "")]
        if find.start >= last[0].end:
            by_slogan[find.slogan].append(find)
    return {slogan: places for slogan, places in by_slogan.items() if slogan in free}


def _row(
    report: Report, body: Unquoted, slogan: str, places: list[Find], han: int, fact: Fact | None, where: list[Report],
    meaning: tuple, by_rule: dict[str, set[str]], known: dict[str, str],
) -> tuple:  # fmt: skip
    spans = tuple(report.repaired.raw_span(body.flat.places[f.start], body.flat.places[f.end - 1] + 1) for f in places)
    forms = list(dict.fromkeys(body.text[f.start : f.end] for f in places))
    definition, source = meaning
    before = body.text[max(0, places[0].start - 12) : places[0].start]
    if fact is not None and fact.level:
        level, evidence = fact.level, f"lexicon: {fact.source}"
    else:
        level, evidence = level_of(slogan, where, before, definition)
    rules = {rule for form in [slogan, *forms] for rule in by_rule.get(form, ())}
    rules |= {"lexicon"} if any(form in known for form in forms) else set()
    parts = {BODY[n] for n in body.flat.parts_at([f.start for f in places])}
    year = int(fact.first_year) if fact is not None and fact.first_year else None
    return (
        report.id, slogan, " | ".join(forms), fact.kind if fact is not None else kind_of(slogan), level, evidence, year,
        len(places), 10_000 * len(places) / max(1, han), ", ".join(p for p in BODY if p in parts), definition, source,
        ", ".join(rule for rule in RULES if rule in rules) or "repeated", spans,
        fact.gloss if fact is not None else "", report.locality, report.province, report.year_planned,
    )  # fmt: skip


def _definition(
    report: Report, slogan: str, forms: list[str], own: dict, elsewhere: dict
) -> tuple[str | None, str | None]:
    """What the report's own glossary says, else that of the first other report that defines a phrase of this name."""
    if text := defined(slogan, forms, own) or headed(slogan, own):
        return text, report.id
    for name in dict.fromkeys((slogan, bare(slogan))):
        for source, text in elsewhere.get(name, ()):
            if source != report.id:
                return text, source
    return None, None


def kind_of(name: str) -> str:
    """The kind of a slogan by its form, where no lexicon knows it.

    >>> [kind_of(name) for name in ("三清三建", "映山红行动", "脚上有土、心中有谱", "京东样板")]
    ['numeric', 'programme', 'motto', 'motto']
    """
    if is_numeric(name):
        return "numeric"
    if re.search(r"[、，]", name) and len(name) > 7 or name.endswith(tuple(words("banner"))):
        return "motto"
    return "programme"
