"""Excel workbooks: a sheet with the table, a sheet that says what its columns mean, and nothing that runs."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from unicodedata import east_asian_width
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from reportkit.tables.plain import finite

LONGEST_CELL, MOST_ROWS, MOST_COLUMNS = 32_767, 1_048_576, 16_384
NARROWEST, WIDEST = 8, 60  # letters
# What XML cannot hold or would change is written as Excel writes it, and so is text that looks like that.
ESCAPED = re.compile("[\x01-\x08\x0b-\x0d\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
FORMULA = tuple("=+-@＝＋－＠\t\r\n'")


def write_xlsx(table: pd.DataFrame, about: pd.DataFrame, path: Path, lang: str = "en") -> None:
    """Write a workbook: widths by content, number formats, the head frozen, texts that stay texts."""
    from openpyxl import Workbook

    _refuse(table, path.name)
    table = table.apply(finite)
    book = Workbook(write_only=True)
    _fill(book.create_sheet(_sheet_name(path.stem)), table, dict(zip(about["column"], about["unit"], strict=True)))
    _fill(book.create_sheet("codebook"), about, {})
    book.properties.creator = "reportkit"
    raw = BytesIO()
    book.save(raw)
    path.write_bytes(_undated(raw.getvalue()))


def _fill(sheet, table: pd.DataFrame, unit: dict[str, str]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    def cell(value: object, form: str, bold: bool = False):
        """A cell that holds what it is given: the library would take a text that begins with = for a formula."""
        made = WriteOnlyCell(sheet, None if value is None or value is pd.NA or value != value else _python(value))
        if isinstance(value, str):
            made.value = ESCAPED.sub(lambda sign: f"_x{ord(sign[0]):04X}_", value)
            made.data_type = "s"
            made.quotePrefix = value.startswith(FORMULA)  # so that it stays text when somebody edits it
        elif made.value is not None:
            made.number_format = form
        if bold:
            made.font = Font(name="Calibri", size=11, bold=True)
        return made

    sheet.freeze_panes = "A2"
    for place, name in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _width(table[name], name)
    sheet.append([cell(name, "General", bold=True) for name in table.columns])
    forms = [_number_format(table[name], unit.get(name, "")) for name in table.columns]
    for row in table.itertuples(index=False, name=None):
        sheet.append([cell(value, form) for value, form in zip(row, forms, strict=True)])


def _python(value: object) -> object:
    """A value of numpy or pandas as one of Python."""
    value = value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
    return "" if isinstance(value, str) else value.item() if hasattr(value, "item") else value


def _number_format(values: pd.Series, unit: str) -> str:
    """As many decimals as the column has, up to six; a year without a comma."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return "yyyy-mm-dd" if (values.dropna() == values.dropna().dt.normalize()).all() else "yyyy-mm-dd hh:mm:ss"
    if not pd.api.types.is_numeric_dtype(values.dtype) or pd.api.types.is_bool_dtype(values.dtype):
        return "General"
    if pd.api.types.is_integer_dtype(values.dtype) or (values.dropna() % 1 == 0).all():
        return "0" if unit in ("year", "characters") else "#,##0"
    return "#,##0.0#####"


def _width(values: pd.Series, name: str) -> float:
    """Letters of the widest cell, a Chinese character for two."""
    longest = max([_letters(name), *(_letters(f"{value:,}" if isinstance(value, float) else str(value))
                                     for value in values.dropna())])  # fmt: skip
    return min(max(longest + 2, NARROWEST), WIDEST)


def _letters(text: str) -> int:
    return max(sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line) for line in text[:500].split("\n"))


def _sheet_name(stem: str) -> str:
    """A name that Excel takes; the sheet beside it is the codebook."""
    return (re.sub(r"[\[\]:*?/\\]", " ", stem).strip("' ") or "table")[:31]


def _refuse(table: pd.DataFrame, file: str) -> None:
    """What a sheet cannot hold; it would be cut without a word."""
    if len(table) >= MOST_ROWS or len(table.columns) > MOST_COLUMNS:
        raise ValueError(f"{file}: {len(table)} rows, {len(table.columns)} columns. Expected fewer than {MOST_ROWS} rows and at most "
                         f"{MOST_COLUMNS} columns, as Excel does. Leave out the format xlsx.")  # fmt: skip
    for name in table.columns:
        if table[name].dtype == object:
            lengths = table[name].map(lambda text: len(ESCAPED.sub("_x0000_", text)), na_action="ignore")
            if (lengths > LONGEST_CELL).any():
                raise ValueError(f"{file}, column {name!r}: a text of {int(lengths.max())} characters. Expected at most "
                                 f"{LONGEST_CELL}, as Excel does. Leave out the format xlsx, or the column.")  # fmt: skip


def _undated(book: bytes) -> bytes:
    """The same workbook without the time of writing, in its parts and in its description."""
    out = BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "docProps/core.xml":
                content = re.sub(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", b"", content)
            new.writestr(ZipInfo(part), content, ZIP_DEFLATED)
    return out.getvalue()
