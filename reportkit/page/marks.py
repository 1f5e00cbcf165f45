"""The text of a report in pieces, each with the figures, repairs and losses that it belongs to."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from reportkit.report import Report


class Piece(NamedTuple):
    """A stretch of text without a change of marks: ids of its figures, kinds of marks, what stood there before, its slogan."""

    text: str
    figures: str = ""
    kinds: str = ""
    was: str = ""
    slogan: str = ""


class Shown(NamedTuple):
    """A paragraph on the page: where it begins in the text, its part, whether it is a heading, its pieces."""

    start: int
    part: str
    heading: bool
    pieces: list[Piece]


class Mark(NamedTuple):
    """A stretch of the text and what is to be said of it."""

    start: int
    end: int
    kind: str
    figure: str = ""
    was: str = ""
    slogan: str = ""


def paragraphs_with_marks(report: Report, figures: pd.DataFrame, slogans: pd.DataFrame) -> list[Shown]:
    """The paragraphs of a report, cut where a figure, a slogan or a repair begins or ends."""
    marks = sorted([*_figures(report, figures), *_slogans(report, slogans), *_repairs(report)])
    starts = [mark.start for mark in marks]
    longest = max((mark.end - mark.start for mark in marks), default=0)
    out = []
    for p in report.paragraphs:
        near = marks[bisect_left(starts, p.start - longest) : bisect_left(starts, p.end + 1)]
        mine = [m._replace(start=max(m.start, p.start), end=min(m.end, p.end)) for m in near
                if m.start < p.end and m.end > p.start or m.start == m.end and p.start <= m.start < p.end]  # fmt: skip
        out.append(Shown(p.start, p.part, p.heading, _pieces(report.text, p.start, p.end, mine)))
    return out


def _pieces(text: str, start: int, end: int, marks: list[Mark]) -> list[Piece]:
    """A paragraph cut at the ends of its marks; what was removed is an empty piece."""
    cuts = sorted({start, end} | {m.start for m in marks} | {m.end for m in marks})
    empty: dict[int, list[Mark]] = {}
    for m in marks:
        if m.start == m.end:
            empty.setdefault(m.start, []).append(m)
    out = []
    for a, b in pairwise(cuts):
        out += [Piece("", kinds=m.kind, was=m.was) for m in empty.get(a, ())]
        over = [m for m in marks if m.start < b and m.end > a]
        figures = " ".join(m.figure for m in over if m.figure)
        kinds = " ".join(dict.fromkeys(m.kind for m in over))
        was = next((m.was for m in over if m.was), "")
        said = "、".join(dict.fromkeys(m.slogan for m in over if m.slogan))
        out.append(Piece(text[a:b], figures, kinds, was, said))
    return out


def _figures(report: Report, figures: pd.DataFrame) -> list[Mark]:
    spans = zip(figures["raw_start"], figures["raw_end"], figures["figure_id"], figures["status"], strict=True)
    return [Mark(*_place(report, start, end), f"figure {status}", figure) for start, end, figure, status in spans]


def _slogans(report: Report, slogans: pd.DataFrame) -> list[Mark]:
    rows = zip(slogans["slogan"], slogans["gloss"], slogans["spans"], strict=True)
    return [
        Mark(*_place(report, *span), "slogan", slogan=f"{name}: {gloss}" if gloss else name)
        for name, gloss, spans in rows
        for span in spans
    ]


def _repairs(report: Report) -> list[Mark]:
    """Repairs by their kind, with what stood there before."""
    out = []
    for c in report.repaired.log:
        start, end = _place(report, c.raw_start, c.raw_end)
        if c.edit.kind == "inserted":
            start, end = start - len(c.edit.new), start
        if c.edit.rule != "page furniture":
            out.append(Mark(start, end, f"repair {c.edit.kind}", was=c.before or c.edit.rule))
    return out


def _place(report: Report, raw_start: int, raw_end: int) -> tuple[int, int]:
    """The span in the text of a span in the raw file; empty where nothing of it is left, behind what was inserted there."""
    first = int(report.repaired.ends.searchsorted(raw_start, side="right"))
    return first, max(first, int(report.repaired.starts.searchsorted(raw_end)))


def runs(report: Report) -> list[list[int]]:
    """Where each stretch of the text that was copied character by character begins, in the text and in the raw file.

    The page finds by them the place in the raw file of what a reader selects.
    """
    starts, ends = report.repaired.starts.tolist(), report.repaired.ends.tolist()
    out: list[list[int]] = []
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        goes_on = at and start == starts[at - 1] + 1 and end == start + 1 and ends[at - 1] == start
        if not goes_on:
            out.append([at, start, end - start])
    return out
