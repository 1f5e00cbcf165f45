"""Figures: every quantitative claim of a report as a row that leads back to its characters.

The reading goes paragraph by paragraph: sentences fall into clauses (`clauses.py`), each number is a quantity
(`quantity.py`) that passes the sieve (`sieve.py`) or is none; the words before it say how it is measured (`measure.py`)
and of what (`subject.py`, and `topics.py` where it was left out); `sentence.py` puts them together. The part of the report
(`setting.py`) and the words around say when (`period.py`) and in what mood (`mood.py`). Targets in words only are read by `wording.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from reportkit.claims.clauses import Sentence, numbers, sentences
from reportkit.claims.corrections import corrected
from reportkit.claims.frame import COLUMNS as COLUMNS
from reportkit.claims.frame import frame
from reportkit.claims.mood import EXPECT, commitment, commits, governed, status_of
from reportkit.claims.period import limited, note_of, period_of
from reportkit.claims.quote import quote as quote
from reportkit.claims.sentence import Claim, read_sentence
from reportkit.claims.setting import PLAN_PARTS, Setting, setting_of
from reportkit.claims.sieve import REACH, SCORED
from reportkit.claims.topics import Memory
from reportkit.claims.wording import words_only
from reportkit.quantity import Quantity, standard
from reportkit.report import Paragraph, Report, each


def figures(reports: Report | Iterable[Report], corrections: str | Path | pd.DataFrame | None = None) -> pd.DataFrame:
    """Every quantitative claim of one report or many: a number with what it measures, when, in what mood, and where it stands.

    Parameters
    ----------
    reports : Report or list of Report
    corrections : path or DataFrame, optional
        The `corrections.csv` that the page of `review()` saves: figures accepted, edited, rejected and added by a reader.

    Returns
    -------
    DataFrame
        One row per claim, sorted by report and place; the columns:

        report, figure_id
            The report's id, and `report:raw_start`, which can be cited; the second row of one number ends in `.2`.
        quote, number_text
            The clause and the number with unit and hedges, verbatim from the raw text; no number where the target is words.
        value_low, value_high, unit
            The value in the written unit (亿元, %, 个百分点, 名次 ...); both ends of a range, equal for a point, NaN for words.
        std_low, std_high, std_unit
            The same in the base of the unit (元, 人, 平方米 ...; `lexicon("units")`).
        bound, commitment
            exact, approx, at_least, at_most, range, qualitative; ensure (确保), strive (力争), expect (预计), plain.
        measure
            level, growth (negative for a fall), change, share, rank, ratio, completion, gap.
        subject, indicator
            What is measured, as written; the canonical id if it is one of `lexicon("indicators")` for the whole locality.
        period, status
            `2019`, `2021-2025`, `cumulative` or None; achieved, expected, target, background.
        headline, part
            Whether it stands in the economic summary or the main expected targets; the part of the report.
        raw_start, raw_end, damaged
            Its span in `Report.raw`; whether it touches a place where something is lost.
        note, words
            `part of the year: 前三季度`, `against 2019年`, `comparable basis: 同口径`; the words of a target without a number.
        locality, code, year
            Of the report: its place, the place's six-digit code, and the year it plans.
        sentence, sentence_start
            The sentence up to its full stop or semicolon, verbatim, and where it begins in `Report.raw`.
        source
            Who vouches for the row: `machine`; by the corrections `reviewed` (accepted), `corrected` or `added`.

    Raises
    ------
    ReportError
        If a correction was made on another file, or on a figure that is not there.

    Examples
    --------
    >>> import reportkit as rk
    >>> figures = rk.figures(rk.load_reports())
    >>> gdp = figures.query("report == 'qingyunpu_2020' and indicator == 'gdp' and status == 'target'").iloc[0]
    >>> gdp.number_text, float(gdp.value_low), float(gdp.value_high), gdp.bound, gdp.period
    ('8-8.5%', 8.0, 8.5, 'range', '2020')
    """
    reports = each(reports)
    table = frame([row for report in reports for row in _rows(report)])
    return table if corrections is None else corrected(table, reports, corrections)


class Passage(NamedTuple):
    """A paragraph with what it says before any of its sentences does; what stands nowhere in it is asked of no number."""

    start: int
    setting: Setting
    expects: bool  # 预计
    commits: bool  # 确保
    limited: bool  # 前三季度, 同口径


def _rows(report: Report) -> list[tuple]:
    text, said, memory = report.text, [], Memory()
    summarised = announced = False
    found, i = numbers(text), 0
    starts = [q.start for q in found]
    for p in report.paragraphs:
        first = bisect_left(starts, p.start, i)
        i = bisect_left(starts, p.end, first)
        if p.part == "glossary" or (first == i and p.part != "targets"):
            continue
        passage = _passage(report, p)
        read = _read(text, p, found[first:i], memory, passage.expects)
        named = {c.indicator for _, claims in read for c in claims if c.indicator}
        opens = p.part == "review" and not summarised and "gdp" in named and len(named) > 1
        summarised = summarised or opens
        promises = p.part in PLAN_PARTS and not announced and "gdp" in named and len(named) > 2
        announced = announced or promises or p.part == "targets"
        summary = opens or p.part == "review" and len(p.path) <= 1 and ("gdp" in named or len(named) > 1)
        for sentence, claims, expected in governed(text, read, p.part == "review" and passage.expects):
            headline = p.part == "targets" or (summary or promises) and any(c.indicator for c in claims)
            said += _said(text, passage, sentence, claims, headline, expected)
    return _traced(report, said)


def _read(
    text: str, p: Paragraph, found: list[Quantity], memory: Memory, silent: bool
) -> list[tuple[Sentence, list[Claim]]]:
    """The sentences of a paragraph with their claims; in the targets with those in words only too.

    `silent` sentences, which have no number, matter only where they may say 预计 of those that follow.
    """
    out = []
    for sentence in sentences(text, p.start, p.end, found, p.part == "targets", silent):
        claims = read_sentence(text, sentence, memory) if sentence.clauses else []
        if p.part == "targets":
            claims = sorted(claims + words_only(text, sentence, claims), key=lambda c: c.start)
        out.append((sentence, claims))
    return out


def _passage(report: Report, p: Paragraph) -> Passage:
    body = report.text[p.start : p.end]
    setting = setting_of(body, p.part, p.path, report.year_reviewed, report.year_planned)
    noted = limited(report.text[p.start : p.end + REACH])  # a note may stand behind the last number
    return Passage(p.start, setting, EXPECT.search(body) is not None, commits(body), noted)


LINKING = re.compile(r"同比|分别|增长|比上年|[、，\s]")


def _said(
    text: str, passage: Passage, sentence: Sentence, claims: list[Claim], headline: bool, expected: bool
) -> Iterator[tuple[Claim, Sentence, tuple]]:
    """The claims of a sentence: each with its sentence, and what the words around say of it."""
    setting, inherited = passage.setting, False
    opening = max(passage.start, text.rfind("。", passage.start, sentence.start) + 1)
    for c in claims:
        number = c.quantity.inner if c.quantity else c.start
        begin = max(c.clause_start, c.start - 2 * REACH)
        lead = text[begin:number]
        said = passage.expects and EXPECT.search(lead) is not None
        inherited = said or (inherited and len(LINKING.sub("", lead)) < 6)  # 预计完成1585亿元，增长15.5%
        status = status_of(text, c, lead, setting, expected or inherited)
        before = text[max(opening, c.start - 6 * REACH) : c.start]
        period = period_of(lead, before, setting, status, c.measure, c.indicator is not None)
        if status == "achieved" and c.subject.endswith("投资") and text.startswith("的", c.end):
            period = None  # 总投资5亿元的X: the whole life of a project, not a year
        firmly = commitment(text, begin, c.end) if passage.commits else "plain"
        note = note_of(before, lead, text[c.end : c.end + REACH]) if passage.limited else ""
        yield c, sentence, (lead, period, status, firmly, note, headline, setting.part)


def _traced(report: Report, said: list[tuple[Claim, Sentence, tuple]]) -> list[tuple]:
    """The rows of the table: each claim, with all that is said of it, led back to its raw characters.

    One number may speak of several subjects: the second row at one place is `report:591.2`.
    """
    raw, lost, spans = report.raw, report.repaired.lost, report.repaired.raw_spans
    claims = [c for c, _, _ in said]
    places = spans([c.start for c in claims], [c.end for c in claims])
    quotes = spans(
        [max(c.clause_start, c.start - 4 * REACH) for c in claims],
        [min(c.clause_end, c.end + 4 * REACH) for c in claims],
    )
    around = spans([s.start for _, s, _ in said], [s.end for _, s, _ in said])
    rows, seen = [], {}
    for (c, _, told), (start, end), (left, right), (opening, close) in zip(said, places, quotes, around, strict=True):
        lead, period, status, firmly, note, headline, part = told
        seen[start] = times = seen.get(start, 0) + 1
        again = f".{times}" if times > 1 else ""
        std_low, std_unit = standard(c.low, c.unit)
        std_high = std_low if c.high == c.low else standard(c.high, c.unit)[0]
        unit_lost = c.quantity is not None and c.quantity.kind == "bare" and not SCORED.search(lead)
        damaged = unit_lost or bool(lost) and any(a <= end and start <= b for a, b in lost)
        rows.append((
            report.id, f"{report.id}:{start}{again}", raw[left:right], "" if c.bound == "qualitative" else raw[start:end],
            c.low, c.high, c.unit, std_low, std_high, std_unit, c.bound, firmly, c.measure, c.subject, c.indicator,
            period, status, headline, part, start, end, damaged, note, c.words,
            report.locality, report.code, report.year_planned, raw[opening:close], opening, "machine",
        ))  # fmt: skip
    return rows
