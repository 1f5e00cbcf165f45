"""Report: a text with its parts, its paragraphs and what it says about itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import escape
from itertools import islice, pairwise
from pathlib import Path

import pandas as pd

from .metadata import read_metadata
from .reading import ReportError, Source, sources
from .repair import repair, shipped_errata
from .structure import BODY, Paragraph, paragraphs_of
from .terms import entries, marks, uses
from .text import RepairedText


@dataclass(frozen=True, eq=False)
class Report:
    """A government work report as read, repaired and divided.

    Offsets of paragraphs are places in `text`; `repaired.raw_span` leads to `raw`. Years are int or None, other
    fields str or None; what could not be read is None, and `notes` says why. `named` is what its file's name or table
    says of it, right or wrong.
    """

    id: str
    file: str
    sha256: str
    repaired: RepairedText = field(repr=False)
    kind: str
    locality: str | None
    level: str | None
    province: str | None
    code: str | None
    year_given: int | None
    year_reviewed: int | None
    year_planned: int | None
    date: str | None
    speaker: str | None
    congress: str | None
    paragraphs: tuple[Paragraph, ...] = field(repr=False)
    notes: tuple[str, ...] = ()
    named: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def raw(self) -> str:
        """The decoded text of the file, as it came."""
        return self.repaired.raw

    @property
    def text(self) -> str:
        """The text as repaired."""
        return self.repaired.text

    def __repr__(self) -> str:
        place = self.locality or "locality unknown"
        return f"<Report {self.id}: {place} {self.year_given or 'year unknown'}, {len(self.text):,} characters>"

    def _repr_html_(self) -> str:
        """What the report is, as JupyterLab shows it."""
        said = {
            "place": " ".join(filter(None, (self.province, self.locality, self.level and f"({self.level})"))),
            "given": " ".join(filter(None, (self.date or str(self.year_given or ""), self.speaker))),
            "years": f"reviews {self.year_reviewed or 'unknown'}, plans {self.year_planned or 'unknown'}",
            "file": f"{self.file}, sha256 {self.sha256[:12]}…",
            "text": f"{len(self.text):,} characters, {len(self.paragraphs)} paragraphs, {len(self.repaired.log):,} repairs",
            "notes": "; ".join(self.notes),
        }
        rows = "".join(f"<tr><th>{name}</th><td>{escape(text)}</td></tr>" for name, text in said.items() if text)
        return f"<table><caption>{escape(self.id)}</caption>{rows}</table>"


def report_of(source: Source) -> Report:
    """A report from its raw text: repaired, and divided into its parts."""
    repaired = repair(source.raw, shipped_errata(source.sha256))
    about = read_metadata(repaired.text, source.hints)
    return Report(
        id=source.hints.get("id") or Path(source.file).stem,
        file=source.file,
        sha256=source.sha256,
        repaired=repaired,
        paragraphs=paragraphs_of(repaired.text, about.year_planned),
        **about._asdict(),
        named=dict(source.hints),
    )


_HINTS = frozenset({"id", "locality", "province", "year", "level"})


def load_report(path: str | Path, **hints: object) -> Report:
    """Read one file, repair it and divide it into its parts.

    Parameters
    ----------
    path
        A text in any Chinese encoding, a web page, a Word file or a PDF.
    **hints
        What is known of the file: `id`, `locality`, `level`, `province`, `year`. They help only where the text is silent
        and does not speak against them.

    Raises
    ------
    ReportError
        If there is no such file, or no text in it.

    >>> import reportkit as rk
    >>> report = rk.load_reports()[2]
    >>> report.locality, report.year_given, report.date
    ('青云谱区', 2020, '2020-05-22')
    """
    if unknown := sorted(set(hints) - _HINTS):
        raise ReportError(f"{path}: unknown hint {unknown[0]!r}. Expected {', '.join(sorted(_HINTS))}. Leave it out.")
    found = list(islice(sources(path), 2))
    if len(found) != 1:
        raise ReportError(
            f"{path}: holds {'several reports' if found else 'no report'}. Expected the file of one report. Use load_reports for a folder."
        )
    source = found[0]
    return report_of(source._replace(hints={**source.hints, **{k: str(v) for k, v in hints.items()}}))


def load_reports(where: object = None, *, errors: list[ReportError] | None = None, **columns: str) -> list[Report]:
    """Read many reports, in order, each with an `id` of its own.

    Parameters
    ----------
    where
        None for the five bundled reports; a file, a folder, a glob, a list of those, or a table file with one report a row.
    errors
        A list that takes the error of every file that cannot be read; the others are loaded.
    **columns
        Of a table: which column holds what (`text="report", locality="county", year="year"`).

    Raises
    ------
    ReportError
        Without `errors`, if files cannot be read: for each of them its name, what is wrong and what to do.

    >>> import reportkit as rk
    >>> [report.locality for report in rk.load_reports()]
    ['京东镇', '南昌县', '青云谱区', '石鼓区', '章贡区']
    """
    reports: list[Report] = []
    taken: dict[str, int] = {}
    failed: list[ReportError] = [] if errors is None else errors
    for source in sources(where, errors=failed, **columns):
        report = report_of(source)
        count = taken[report.id] = taken.get(report.id, 0) + 1
        reports.append(replace(report, id=f"{report.id}_{count}") if count > 1 else report)
    if failed and errors is None:
        others = (
            [
                f"Pass a list (problems = [], errors=problems) to load the other {len(reports)} and keep these errors in it."
            ]
            if reports
            else []
        )
        raise ReportError("\n".join([*map(str, failed), *others]))
    return reports


def each(reports: Report | Iterable[Report]) -> list[Report]:
    """One Report or many, as a list in the order of their ids, as every table has them.

    Raises `ReportError` if two reports bear one id: their rows could not be told apart.
    """
    listed = isinstance(reports, Iterable) and not isinstance(reports, str)
    many = list(reports) if listed else [reports]
    if not all(isinstance(r, Report) for r in many):
        raise ReportError(
            f"{reports!r:.80}: is no report. Expected what load_report or load_reports gives. Load it first."
        )
    many = sorted(many, key=lambda r: r.id)
    for one, other in pairwise(many):
        if one.id == other.id:
            raise ReportError(
                f"{other.file}: has the id {other.id!r}, as {one.file} has. Expected an id of its own for each report. "
                "Load both in one load_reports([...]), which tells them apart, or give one an id: load_report(path, id=...)."
            )
    return many


def paragraphs(reports: Report | Iterable[Report]) -> pd.DataFrame:
    """Give one row per paragraph: its number, part, path (the headings above it), whether it is one, span and text.

    `raw_start`, `raw_end` are the span in `Report.raw`; `text` is as repaired.

    >>> import reportkit as rk
    >>> table = rk.paragraphs(rk.load_reports())
    >>> table[table.part == "targets"].groupby("report").size().to_dict()["jingdong_2023"]
    8
    """
    rows = [
        (r.id, n, p.part, " / ".join(p.path), p.heading, *r.repaired.raw_span(p.start, p.end), r.text[p.start : p.end])
        for r in each(reports)
        for n, p in enumerate(r.paragraphs, 1)
    ]
    names = ["report", "paragraph", "part", "path", "heading", "raw_start", "raw_end", "text"]
    return pd.DataFrame(rows, columns=names)


def glossary(reports: Report | Iterable[Report]) -> pd.DataFrame:
    """Give one row per entry of the glossaries (名词解释): number, term, definition, and where the term is used.

    `term` is without quotation marks; `uses` counts its uses in the body, `used_at` has their spans in `Report.raw`,
    `marked_at` those of the footnote marks with its number; `raw_start`, `raw_end` are the span of the entry itself.

    >>> import reportkit as rk
    >>> rk.glossary(rk.load_reports()).groupby("report").size().to_dict()
    {'qingyunpu_2020': 30, 'shigu_2019': 12, 'zhanggong_2024': 21}
    """
    rows = []
    for r in each(reports):
        found = entries(r.text, r.paragraphs)
        places = uses(r.text, r.paragraphs, [e.term for e in found])
        marked = marks(r.repaired.log)
        for entry, spans in zip(found, places, strict=True):
            used = tuple(r.repaired.raw_span(*s) for s in spans)
            span = r.repaired.raw_span(entry.start, entry.end)
            rows.append(
                (r.id, entry.number, entry.term, entry.definition, len(used), used, marked.get(entry.number, ()), *span)
            )
    names = ["report", "number", "term", "definition", "uses", "used_at", "marked_at", "raw_start", "raw_end"]
    return pd.DataFrame(rows, columns=names).astype({"number": "Int64", "uses": int, "raw_start": int, "raw_end": int})


def overview(reports: Report | Iterable[Report]) -> pd.DataFrame:
    """Give one row per report: what it is, from where and when, how long, what was repaired, what is missing and why.

    `missing_parts` names the parts that were not found; `removed`, `replaced`, `inserted` count edits, `lost` places
    where something is known to be lost; `notes` tells what could not be read and what did not come from the text.

    >>> import reportkit as rk
    >>> rk.overview(rk.load_reports()).loc[2, ["locality", "code", "date"]].tolist()
    ['青云谱区', '360104', '2020-05-22']
    """
    rows = []
    for r in each(reports):
        parts = {p.part for p in r.paragraphs}
        kinds = Counter(change.edit.kind for change in r.repaired.log)
        rows.append(
            {name: getattr(r, name) for name in _ABOUT}
            | {
                "characters": len(r.text),
                "paragraphs": len(r.paragraphs),
                "missing_parts": ", ".join(p for p in BODY if p not in parts),
                **{kind: kinds[kind] for kind in ("removed", "replaced", "inserted", "lost")},
                "notes": "; ".join(r.notes),
            }
        )
    table = pd.DataFrame(rows, columns=[*_ABOUT, *_COUNTS]).rename(columns={"id": "report"})
    years = {name: "Int64" for name in ("year_given", "year_reviewed", "year_planned")}
    words = {name: "string" for name in ("locality", "level", "province", "code", "date", "speaker", "congress")}
    return table.astype(years | words)


_ABOUT = (
    "id", "file", "kind", "locality", "level", "province", "code", "year_given", "year_reviewed", "year_planned",
    "date", "speaker", "congress",
)  # fmt: skip
_COUNTS = ("characters", "paragraphs", "missing_parts", "removed", "replaced", "inserted", "lost", "notes")
