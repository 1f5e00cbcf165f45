"""Show a figure in its sentence, with the file and the span behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from reportkit.reading import ReportError
from reportkit.report import Report

SENTENCE_EDGE = re.compile(r"[。！？；;]")


@dataclass(frozen=True)
class Quote:
    """A raw sentence with one figure in it; prints with the figure in ⟦ ⟧, shows in JupyterLab with the figure marked."""

    before: str
    figure: str
    after: str
    file: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.before}⟦{self.figure}⟧{self.after}\n  {self.file} {self.start}-{self.end}"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        place = f"{escape(self.file)} {self.start}–{self.end}"
        return (
            f"<p>{escape(self.before)}<mark>{escape(self.figure)}</mark>{escape(self.after)} <small>{place}</small></p>"
        )


def quote(reports: Report | Iterable[Report], figure: Any) -> Quote:
    """The raw sentence of a figure, the figure marked, and the file and span behind it.

    Parameters
    ----------
    reports : Report or list of Report
        Where the figure was read.
    figure : row of `figures()`, or a figure id
        `figures.iloc[0]`, or an id such as `targets.iloc[0].target_id`.

    Raises
    ------
    ReportError
        If the figure's report is not among `reports`, or it is no figure.

    Examples
    --------
    >>> import reportkit as rk
    >>> reports = rk.load_reports()
    >>> figures = rk.figures(reports)
    >>> print(rk.quote(reports, figures.query("report == 'jingdong_2023'").iloc[1]))
    全年地区生产总值完成93.8亿元,增长⟦5.4%⟧;
      jingdong_2023.txt 361-365
    """
    name, start, end = _place(figure)
    reports = [reports] if isinstance(reports, Report) else list(reports)
    report = next((r for r in reports if r.id == name), None)
    if report is None:
        known = ", ".join(r.id for r in reports) or "none"
        raise ReportError(
            f"{name}: report not among those given ({known}). Expected the report that the figure comes from. Load it and pass it along."
        )
    raw = report.raw
    end = _end_of(report, start) if end is None else end
    left, stop = sentence_span(report, start, end)
    return Quote(raw[left:start], raw[start:end], raw[end:stop].rstrip(), report.file, start, end)


def sentence_span(report: Report, start: int, end: int) -> tuple[int, int]:
    """The raw span of the sentence around a raw span; sentences are told apart in the repaired text."""
    text, starts = report.text, report.repaired.starts
    at, behind = (int(i) for i in starts.searchsorted([start, end]))
    paragraph = next((p for p in report.paragraphs if p.start <= at < p.end), None)
    first, last = (paragraph.start, paragraph.end) if paragraph else (0, len(text))
    edges = [m.end() for m in SENTENCE_EDGE.finditer(text, first, at)]
    close = SENTENCE_EDGE.search(text, behind, last)
    return report.repaired.raw_span(edges[-1] if edges else first, close.end() if close else last)


def _place(figure: Any) -> tuple[str, int, int | None]:
    if isinstance(figure, str):
        name, _, start = figure.rpartition(":")
        start = start.partition(".")[0]
        if not name or not start.isdigit():
            raise ReportError(
                f"{figure!r}: no figure id. Expected one such as 'qingyunpu_2020:6465'. Take it from the column figure_id."
            )
        return name, int(start), None
    columns = list(figure) if isinstance(figure, dict) else list(getattr(figure, "index", ()))
    if not {"report", "raw_start", "raw_end"} <= set(columns):
        what = f"a row with the columns {', '.join(map(str, columns[:3]))} ..." if columns else f"{figure!r:.60}"
        raise ReportError(
            f"{what}: no figure. Expected a row of figures(), or a figure id such as 'qingyunpu_2020:6465'. "
            "Of a row of targets(), pass its target_id, achieved_id or result_id."
        )
    return figure["report"], int(figure["raw_start"]), int(figure["raw_end"])


def _end_of(report: Report, start: int) -> int:
    from reportkit.claims import figures

    found = figures(report).query("raw_start == @start")
    if found.empty:
        raise ReportError(
            f"{report.id}:{start}: no figure starts there. Expected an id of figures(). Take it from the column figure_id."
        )
    return int(found.raw_end.iloc[0])
