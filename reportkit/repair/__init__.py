"""Repairs on record: rules that say what to change and why, and the log of what was done.

A rule looks at the text as it stands and yields edits; the steps run in the order of `RULES`. A repair that would have
to guess a digit, a unit or a year does not happen: the place is marked as lost and stays as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from os.path import commonprefix
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ..text import Edit, RepairedText
from . import gaps, glyphs, lines, marks, pages

if TYPE_CHECKING:
    from ..report import Report

Rule = Callable[[str], Iterator[Edit]]

RULES: tuple[Rule, ...] = (
    glyphs.web_entities,
    glyphs.web_tags,
    glyphs.escapes,
    glyphs.invisible,
    glyphs.no_break_spaces,
    glyphs.full_width,
    glyphs.look_alikes,
    glyphs.radicals,
    glyphs.percent_placeholder,
    glyphs.shifted_bytes,
    glyphs.pinyin_glosses,
    glyphs.torn_glosses,
    glyphs.script,
    pages.page_numbers,
    pages.furniture,
    pages.checker_notes,
    pages.doubled_body,
    lines.hard_breaks,
    lines.hard_breaks,  # once a text is unwrapped, its paragraphs show what still breaks off
    marks.footnote_marks,
    gaps.torn_numbers,
    gaps.run_together_dates,
    gaps.lost_separators,
    gaps.lost_words,
    gaps.letters_for_digits,
)

COLUMNS = ["report", "step", "rule", "kind", "raw_start", "raw_end", "before", "after"]


def repair(raw: str, errata: Iterable[tuple[str, str]] = ()) -> RepairedText:
    """Repair a report's text and keep on record what was changed.

    Parameters
    ----------
    raw
        The text as it was read from its file.
    errata
        Pairs of raw and repaired text for what no rule should guess. Each raw text must occur exactly once; a pair
        of equal texts marks a place where something is lost.

    Returns
    -------
    RepairedText
        The repaired text with one raw span per character and the log of all edits.

    Examples
    --------
    >>> done = repair("增长8.4%9.2%，章贡区(qū)排名第一。")
    >>> done.text
    '增长8.4%、9.2%，章贡区排名第一。'
    >>> [(change.edit.rule, change.edit.kind) for change in done.log]
    [('pinyin gloss', 'removed'), ('lost separator', 'inserted')]
    """
    text = RepairedText.of(raw).apply(_errata(raw, errata))
    edits: list[Edit] = []
    for earlier, rule in pairwise((None, *RULES)):
        if rule is earlier and not edits:
            continue  # what found nothing finds nothing a second time
        edits = [*rule(text.text)]
        text = text.apply(edits)
    return text


def shipped_errata(sha256: str) -> list[tuple[str, str]]:
    """The shipped errata of the file with this sha256, for `repair`; an empty list for any other file."""
    return _errata_table().get(sha256, [])


@lru_cache(maxsize=1)
def _errata_table() -> dict[str, list[tuple[str, str]]]:
    package = Path(__file__).parents[1]
    folder = package / "data" if (package / "data").is_dir() else package.parent / "data"
    found: dict[str, list[tuple[str, str]]] = {}
    if (folder / "errata.csv").is_file():
        with (folder / "errata.csv").open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                found.setdefault(row["sha256"], []).append((row["raw"], row["repaired"]))
    return found


def _errata(raw: str, pairs: Iterable[tuple[str, str]]) -> Iterator[Edit]:
    for old, new in pairs:
        if (times := raw.count(old)) != 1:
            raise ValueError(f"erratum {old!r} occurs {times} times. Expected exactly once. Quote more of its text.")
        start, end = raw.index(old), raw.index(old) + len(old)
        if old == new:
            yield Edit(start, end, new, "erratum", lost=True)
            continue
        # What both texts share is only quoted to find the place: it keeps its own span.
        head = len(commonprefix([old, new]))
        tail = len(commonprefix([old[head:][::-1], new[head:][::-1]]))
        yield Edit(start + head, end - tail, new[head : len(new) - tail], "erratum")


def repairs(reports: Report | Iterable[Report]) -> pd.DataFrame:
    """The log of all repairs, one row per edit.

    Parameters
    ----------
    reports
        One report or many.

    Returns
    -------
    DataFrame
        report, step (the rule's turn), rule, kind (removed, replaced, inserted, lost), raw_start and raw_end (the span
        in `Report.raw`), before and after (the text of the place before and after its step).

    Examples
    --------
    >>> import reportkit as rk
    >>> log = rk.repairs(rk.load_reports())
    >>> list(log.columns)
    ['report', 'step', 'rule', 'kind', 'raw_start', 'raw_end', 'before', 'after']
    """
    many = [reports] if hasattr(reports, "repaired") else list(reports)
    rows = [
        (report.id, c.step, c.edit.rule, c.edit.kind, c.raw_start, c.raw_end, c.before, c.edit.new)
        for report in many
        for c in report.repaired.log
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values(["report", "raw_start", "step"], kind="stable", ignore_index=True)
