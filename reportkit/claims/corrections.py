"""What a reader made of the figures: accepted, edited, rejected, added; bound to the file and the place it was read in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from reportkit.claims.frame import frame
from reportkit.claims.quote import sentence_span
from reportkit.lexicons import lexicon
from reportkit.quantity import standard
from reportkit.reading import ReportError
from reportkit.report import Report

CODED = ["value_low", "value_high", "unit", "bound", "measure", "subject", "indicator", "period", "status"]
COLUMNS = ["report", "sha256", "figure_id", "raw_start", "raw_end", "action", *CODED, "reviewer", "time"]
SOURCES = {"accept": "reviewed", "edit": "corrected", "reject": "", "add": "added"}
KNOWN = {
    "bound": ("exact", "approx", "at_least", "at_most", "range", "qualitative"),
    "measure": ("level", "growth", "change", "share", "rank", "ratio", "completion", "gap"),
    "status": ("achieved", "expected", "target", "background"),
}


def read_corrections(corrections: str | Path | pd.DataFrame) -> pd.DataFrame:
    """A file of corrections as text, each row with its line in the file; the last word on a figure stands.

    Raises `ReportError` if it is no file of corrections, or a row says something that cannot be.
    """
    if isinstance(corrections, pd.DataFrame):
        name, table = "corrections", corrections.astype("string").fillna("")
    else:
        name = Path(corrections).name
        try:
            table = pd.read_csv(corrections, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            raise ReportError(f"{corrections}: cannot be read as a table ({error}). Expected a CSV file in UTF-8. "
                              "Save it again from the review page.") from None  # fmt: skip
    if missing := [column for column in COLUMNS if column not in table]:
        raise ReportError(f"{name}: no column {missing[0]!r}. Expected {', '.join(COLUMNS)}. "
                          "Save it again from the review page.")  # fmt: skip
    table = table.assign(line=[f"{name}, line {n}" for n in range(2, len(table) + 2)])
    for row in table.itertuples():
        _expect(row.line, "action", row.action, SOURCES)
        for column in KNOWN if row.action in ("edit", "add") else ():
            _expect(row.line, column, getattr(row, column), KNOWN[column])
    return table.drop_duplicates(["sha256", "figure_id", "raw_start", "raw_end"], keep="last")


def corrected(figures: pd.DataFrame, reports: list[Report], corrections: str | Path | pd.DataFrame) -> pd.DataFrame:
    """The figures with a reader's corrections, and in `source` who vouches for each row."""
    table = read_corrections(corrections)
    rows = {row["figure_id"]: row for row in figures.to_dict("records")}
    for row in table.itertuples():
        rows |= {figure["figure_id"]: figure for figure in _applied(row, rows, _report_of(row, reports))}
    kept = [row for row in rows.values() if row["source"]]
    kept.sort(key=lambda row: (row["report"], row["raw_start"], row["raw_end"]))
    return frame([tuple(row[name] for name in figures) for row in kept])


def _report_of(row, reports: list[Report]) -> Report:
    """The report whose file a correction was made on, by the file's content; its id may have changed since."""
    same = sorted(
        (report for report in reports if report.sha256 == row.sha256), key=lambda report: report.id != row.report
    )
    if same:
        return same[0]
    named = next((report for report in reports if report.id == row.report), None)
    if named is None:
        raise ReportError(f"{row.line}: is of {row.report}, which is not among the reports ({', '.join(r.id for r in reports)}). "
                          "Expected corrections of these. Load that report too, or leave out its lines.")  # fmt: skip
    raise ReportError(f"{row.line}: was made on a file with sha256 {row.sha256[:12]}…, and {named.file} has "
                      f"{named.sha256[:12]}…. Expected the same file. Load that file, or review this one.")  # fmt: skip


def _applied(row, rows: dict[str, dict[str, Any]], report: Report) -> Iterator[dict[str, Any]]:
    """The figure that a correction leaves; one that is rejected with an empty source."""
    span = _span(row, report)
    figure = rows.get(f"{report.id}:{row.figure_id.rpartition(':')[2]}")
    if row.action == "add":
        yield _added(row, _free(f"{report.id}:{span[0]}", rows), report, *span)
        return
    if figure is None or (figure["raw_start"], figure["raw_end"]) != span:
        raise ReportError(f"{row.line}: there is no figure {row.figure_id} at {row.raw_start}-{row.raw_end}. Expected one "
                          "that this version of reportkit reads. Review the report again, or leave out the line.")  # fmt: skip
    coded = _coded(row) if row.action == "edit" else {}
    yield figure | coded | {"source": SOURCES[row.action]}


def _span(row, report: Report) -> tuple[int, int]:
    try:
        start, end = int(row.raw_start), int(row.raw_end)
        inside = 0 <= start <= end <= len(report.raw)
    except ValueError:
        inside = False
    if not inside:
        raise ReportError(f"{row.line}: {row.raw_start}-{row.raw_end} is no span in {report.file}. Expected two whole numbers "
                          f"up to {len(report.raw)}. Leave out the line.")  # fmt: skip
    return start, end


def _coded(row) -> dict[str, Any]:
    """The coded columns of a corrected row, its values also in the standard unit."""
    low, high = (_number(row, name) for name in ("value_low", "value_high"))
    std_low, std_unit = standard(low, row.unit)
    if row.indicator and row.indicator not in _indicators():
        raise ReportError(f"{row.line}: indicator {row.indicator!r} does not exist. Expected one of lexicon('indicators'), or "
                          "nothing. Choose one of these.")  # fmt: skip
    return {
        "value_low": low, "value_high": high, "unit": row.unit, "std_low": std_low, "std_high": standard(high, row.unit)[0],
        "std_unit": std_unit, "bound": row.bound, "measure": row.measure, "subject": row.subject,
        "indicator": row.indicator or None, "period": row.period or None, "status": row.status,
    }  # fmt: skip


def _free(place: str, rows: dict[str, dict[str, Any]]) -> str:
    """An id that no figure has yet: the second at one place is `report:591.2`."""
    ids = [place, *(f"{place}.{n}" for n in range(2, len(rows) + 3))]
    return next(one for one in ids if one not in rows)


def _added(row, figure_id: str, report: Report, start: int, end: int) -> dict[str, Any]:
    """A figure that a reader found: its quote is its sentence."""
    at = int(report.repaired.starts.searchsorted(start))
    part = next((p.part for p in report.paragraphs if p.start <= at < p.end), "")
    left, right = sentence_span(report, start, end)
    sentence = report.raw[left:right]
    return {
        "report": report.id, "figure_id": figure_id, "quote": sentence,
        "number_text": report.raw[start:end], **_coded(row), "commitment": "plain", "headline": False, "part": part,
        "raw_start": start, "raw_end": end, "damaged": False, "note": "", "words": "", "locality": report.locality,
        "code": report.code, "year": report.year_planned, "sentence": sentence, "sentence_start": left, "source": "added",
    }  # fmt: skip


def _number(row, column: str) -> float:
    written = getattr(row, column).replace(",", "").strip()
    try:
        return float(written) if written else float("nan")
    except ValueError:
        raise ReportError(f"{row.line}: {column} {written!r} is no number. Expected one such as 8.5, or nothing. "
                          "Correct it.") from None  # fmt: skip


def _indicators() -> frozenset[str]:
    return frozenset(lexicon("indicators")["indicator"])


def _expect(line: str, column: str, value: str, known) -> None:
    if value not in known:
        raise ReportError(f"{line}: {column} {value!r} does not exist. Expected one of {', '.join(known)}. Correct it.")
