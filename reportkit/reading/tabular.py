"""Tables that hold one report per row: csv, workbooks, JSON lines, Stata files."""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..lexicons import lexicon
from .archive import open_zip
from .encoding import decode, encoding_of
from .error import ReportError

TABLES = frozenset(".csv .tsv .xlsx .xlsm .jsonl .ndjson .dta".split())
MAX_TABLE = 4_000_000_000  # bytes: 70,000 reports, every county for 25 years; csv and JSON lines are read row by row
MAX_WORKBOOK = 100_000_000  # bytes: workbooks and Stata files are read whole
MAX_CELL = 10_000_000  # characters; a longer one is a quotation mark that was never closed
_EXCEL_CELL = 32_767  # characters, the most that a cell of a workbook holds

Row = tuple[int, dict[str, str]]


def rows(path: Path, encoding: str | None = None) -> Iterator[Row]:
    """The rows of a table as (number, column -> text); a heading row counts as row 1, as in a spreadsheet.

    `encoding` is that of a csv table; where it is not known, it is told from the text.
    """
    suffix = path.suffix.lower()
    if (size := path.stat().st_size) == 0:
        raise ReportError(f"{path}: is empty. Expected a table with one report per row. Export it again.")
    limit = MAX_TABLE if suffix in {".csv", ".tsv", ".jsonl", ".ndjson"} else MAX_WORKBOOK
    if size > limit:
        raise ReportError(
            f"{path}: has {size / 1e6:,.0f} MB. Expected at most {limit / 1e6:,.0f} MB. Divide the table into several."
        )
    if suffix in {".csv", ".tsv"}:
        return _csv_rows(path, encoding or _encoding(path))
    if suffix in {".jsonl", ".ndjson"}:
        return _json_rows(path)
    return _stata_rows(path) if suffix == ".dta" else _workbook_rows(path)


def columns_for(path: object, names: Iterable[str], given: dict[str, str]) -> dict[str, str]:
    """Which column holds what: as the caller says, else where one column alone bears an unmistakable name."""
    names = list(names)
    for what, name in given.items():
        if name not in names:
            raise ReportError(
                f"{path}: has no column {name!r}. Expected one of its columns: {', '.join(map(str, names))}. "
                f"Name one of them: {what}=..."
            )
    known = lexicon("columns")
    chosen = dict(given)
    for what, listed in known.groupby("holds").column:
        found = [name for name in names if str(name).strip().lower() in set(listed)]
        if what not in chosen and len(found) == 1 and found[0] not in chosen.values():
            chosen[what] = found[0]
    if "text" not in chosen:
        raise ReportError(
            f"{path}: has the columns {', '.join(map(str, names)) or '(none)'}, and none is known to hold the reports. "
            "Expected one report per row. Name the column: text='...'."
        )
    return chosen


def _encoding(path: Path) -> str:
    """The encoding of a long table, from its first lines."""
    with path.open("rb") as file:
        head = file.read(1_000_000)
    if len(head) == 1_000_000:
        head = head[: head.rfind(b"\n") + 1]
    return encoding_of(head, path)


def _csv_rows(path: Path, encoding: str) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL))
    try:
        with path.open(encoding=encoding, newline="") as lines:
            heading = lines.readline(MAX_CELL)
            lines.seek(0)
            reader = csv.DictReader(_bounded_lines(lines, path), delimiter=max(",\t;", key=heading.count))
            for number, row in enumerate(reader, 2):
                yield number, {k: v or "" for k, v in row.items() if k is not None}
    except UnicodeDecodeError as error:
        raise ReportError(
            f"{path}: cannot be decoded as {error.encoding}: {error.reason}. Expected a table in one encoding. "
            "Save it again as UTF-8."
        ) from None
    except csv.Error as error:
        raise ReportError(
            f"{path}: is no whole csv table ({error}). Expected every quotation mark to be closed. Export it again."
        ) from None


def _bounded_lines(lines: io.TextIOBase, path: Path) -> Iterator[str]:
    while line := lines.readline(MAX_CELL):
        if len(line) == MAX_CELL:
            raise ReportError(
                f"{path}: has a line of more than {MAX_CELL:,} characters. Expected a csv table. Export it again."
            )
        yield line


def _json_rows(path: Path) -> Iterator[Row]:
    with path.open("rb") as lines:
        number = 0
        while line := lines.readline(5 * MAX_CELL):
            number += 1
            if not line.strip():
                continue
            try:
                row = json.loads(decode(line, f"{path}[row {number}]"))
            except (json.JSONDecodeError, RecursionError):
                row = None
            if not isinstance(row, dict):
                raise ReportError(
                    f"{path}[row {number}]: is no JSON object ({line[:20]!r}). Expected one object per line, as in "
                    '{"title": ..., "content": ...}. Export the table again as JSON lines.'
                )
            yield number, {str(k): _cell(v) for k, v in row.items()}


def _workbook_rows(path: Path) -> Iterator[Row]:
    try:
        import openpyxl
    except ImportError:
        raise ReportError(
            f"{path}: is a workbook, and the package openpyxl is not installed. Expected it with reportkit. "
            "Run: pip install openpyxl."
        ) from None
    data = path.read_bytes()
    open_zip(data, path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of validations and styles, which are not read
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            lines = [[_cell(value) for value in values] for values in sheet.iter_rows(values_only=True)]
    except Exception as error:  # openpyxl raises whatever a damaged part leads it to
        raise ReportError(
            f"{path}: is a damaged workbook ({type(error).__name__}). Expected a whole .xlsx. "
            "Save it again, or as .csv."
        ) from None
    for number, values in enumerate(lines[1:], 2):
        if any(values):
            yield number, dict(zip(lines[0], values, strict=False))


def _stata_rows(path: Path) -> Iterator[Row]:
    import pandas as pd

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            table = pd.read_stata(path, convert_categoricals=False)
    except Exception as error:  # pandas raises whatever a damaged file leads it to
        raise ReportError(
            f"{path}: is a damaged Stata file ({type(error).__name__}). Expected a whole .dta. "
            "Save it again, or as .csv."
        ) from None
    for number, values in enumerate(table.itertuples(index=False, name=None), 1):
        cells = (_widened(_cell(value), path) for value in values)
        yield number, dict(zip(map(str, table.columns), cells, strict=True))


def _widened(text: str, path: Path) -> str:
    """Decode the text of an old Stata file, which pandas gives byte by byte."""
    if text.isascii() or max(text) > "\xff":
        return text
    return decode(text.encode("latin-1"), path)


def _cell(value: object) -> str:
    """Give a cell as text, a whole number without its decimals, as a year is meant."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def check_cell(text: str, path: Path, name: str) -> None:
    """Refuse a text that a workbook has cut."""
    if path.suffix.lower() in {".xlsx", ".xlsm"} and len(text) >= _EXCEL_CELL:
        raise ReportError(
            f"{name}: its text has {len(text)} characters, the most that a cell holds, so it was cut. "
            "Expected a whole report. Give the table as .csv or JSON lines."
        )
