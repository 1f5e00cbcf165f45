"""Slogans (提法, 口号): set policy phrases found, dated, explained, and followed from place to place.

The body of a report is laid flat (`body.py`). The lexicon (`known.py`) is looked up in it; rules find what no lexicon knows
(`rules.py`): numeral abbreviations, quoted phrases, names of programmes, headwords of the glossary. What is found in one
report is looked for in all (`finds.py`). Variants are one slogan (`variants.py`), each with its level (`levels.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

import numpy as np
import pandas as pd

from reportkit.phrases.body import any_of
from reportkit.phrases.diffusion import diffusion as diffusion
from reportkit.phrases.finds import Place, found_in, raw_spans
from reportkit.phrases.known import Lexicon, shipped, told
from reportkit.phrases.levels import level_of
from reportkit.phrases.numeric import is_numeric
from reportkit.phrases.rules import Reading, read
from reportkit.phrases.variants import bare, defined, headed
from reportkit.report import Report, each
from reportkit.structure import BODY

COLUMNS = (
    "report slogan forms kind level level_evidence first_year count per_10k_chars parts definition definition_from "
    "found_by spans gloss locality province year"
).split()
TYPES = {"first_year": "Int64", "year": "Int64", "count": int, "per_10k_chars": float}
TYPES |= dict.fromkeys("definition definition_from spans locality province".split(), object)  # None stays None
RULES = ("lexicon", "numeral", "quoted", "glossary", "name", "repeated")


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
    return _frame(_rows(each(reports), shipped() if lexicon is None else told(lexicon)))


def slogans_of_each(reports: Iterable[Report]) -> pd.DataFrame:
    """The slogans of each report as if no other had been given, in the order of the reports."""
    return _frame([row for report in reports for row in _rows([report], shipped())])


def _frame(rows: list[tuple]) -> pd.DataFrame:
    columns = zip(COLUMNS, zip(*rows, strict=True) if rows else [()] * len(COLUMNS), strict=True)
    return pd.DataFrame({name: pd.Series(values, dtype=TYPES.get(name)) for name, values in columns})


def _rows(reports: list[Report], lexicon: Lexicon) -> list[tuple]:
    """The rows of reports that are read together: what a rule finds in one is looked for in all."""
    readings = [read(report, lexicon) for report in reports]
    found = found_in(readings, lexicon)
    where: dict[str, list[Report]] = defaultdict(list)
    for report, slogans in zip(reports, found, strict=True):
        for slogan in slogans:
            where[slogan].append(report)
    elsewhere = _by_name(readings)
    pairs = zip(readings, found, strict=True)
    return [row for reading, slogans in pairs for row in _rows_of(reading, slogans, where, elsewhere, lexicon)]


def _by_name(readings: list[Reading]) -> dict[str, list[tuple[str, str]]]:
    """Each name with the reports that define it, in their order, and what they say."""
    found = defaultdict(list)
    for reading in readings:
        for name, text in reading.defined.items():
            found[name].append((reading.report.id, text))
    return found


def _rows_of(
    reading: Reading, found: dict[str, list[Place]], where: dict[str, list[Report]], elsewhere: dict, lexicon: Lexicon
) -> list[tuple]:
    """The rows of one report, the most frequent slogan first."""
    report, body = reading.report, reading.body
    han = max(1, int(body.flat.han.sum()))
    starts, ends = (
        np.array([edge for these in found.values() for place in these for edge in place], int).reshape(-1, 2).T
    )
    spans = iter(raw_spans(report, body.flat, starts, ends))
    parts = iter(body.flat.parts_at(starts).tolist())
    rows = []
    for slogan, these in found.items():
        count = len(these)
        forms = [*dict.fromkeys([body.text[start:end] for start, end in these])]
        definition, source = _definition(reading, slogan, forms, elsewhere)
        fact = lexicon.facts.get(slogan)
        kind, level, evidence, first_year, gloss = fact or (kind_of(slogan), "", "", "", "")
        if not level:
            begin = these[0][0]
            level, evidence = level_of(slogan, where[slogan], body.text[max(0, begin - 12) : begin], definition)
        rows.append((
            report.id, slogan, " | ".join(forms), kind, level, evidence,
            int(first_year) if first_year else None, count, 10_000 * count / han,
            ", ".join([BODY[part] for part in sorted({*islice(parts, count)})]), definition, source,
            _found_by(reading, slogan, forms, lexicon), (*islice(spans, count),), gloss, report.locality,
            report.province, report.year_planned,
        ))  # fmt: skip
    rows.sort(key=lambda row: (-row[7], row[13][0]))
    return rows


def _found_by(reading: Reading, slogan: str, forms: list[str], lexicon: Lexicon) -> str:
    rules = set() if lexicon.slogans.keys().isdisjoint(forms) else {"lexicon"}
    for name in (slogan, *forms):
        rules.update(reading.by_rule.get(name, ()))
    return ", ".join(sorted(rules, key=RULES.index)) or "repeated"


def _definition(
    reading: Reading, slogan: str, forms: list[str], elsewhere: dict[str, list[tuple[str, str]]]
) -> tuple[str | None, str | None]:
    """What the report's own glossary says, else that of the first other report that defines a phrase of this name."""
    own = reading.defined
    if own and (text := defined(slogan, forms, own) or headed(slogan, own)):
        return text, reading.report.id
    for name in (slogan, bare(slogan)) if elsewhere else ():
        for source, text in elsewhere.get(name, ()):
            if source != reading.report.id:
                return text, source
    return None, None


def kind_of(name: str) -> str:
    """The kind of a slogan by its form, where no lexicon knows it.

    >>> [kind_of(name) for name in ("三清三建", "映山红行动", "脚上有土、心中有谱", "京东样板")]
    ['numeric', 'programme', 'motto', 'motto']
    """
    if is_numeric(name):
        return "numeric"
    if ("、" in name or "，" in name) and len(name) > 7 or name.endswith(any_of("banner")):
        return "motto"
    return "programme"
