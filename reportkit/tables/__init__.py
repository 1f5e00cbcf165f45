"""Tables on their way out: one file per table and format, and a codebook that says what every column means.

Whatever the format, a table is made plain first (`plain.py`); what its columns mean stands in `lexicon("codebook")`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from reportkit.lexicons import lexicon
from reportkit.tables.columns import described, markdown
from reportkit.tables.csvfile import write_csv
from reportkit.tables.latex import write_tex
from reportkit.tables.plain import plain, stem_of
from reportkit.tables.stata import write_dta
from reportkit.tables.workbook import write_xlsx


def _write_parquet(table: pd.DataFrame, about: pd.DataFrame, path: Path, lang: str) -> None:
    table.to_parquet(path, index=False)


FORMATS = {"csv": write_csv, "xlsx": write_xlsx, "dta": write_dta, "parquet": _write_parquet, "tex": write_tex}


def write_tables(
    tables: pd.DataFrame | dict[str, pd.DataFrame],
    folder: str | Path = "exports",
    formats: str | Iterable[str] = tuple(FORMATS),
    *,
    lang: str = "en",
    codebook: pd.DataFrame | None = None,
) -> None:
    """Write tables as `<name>.<format>`, and `codebook.csv` and `codebook.md`: name, meaning, unit, values, source.

    Parameters
    ----------
    tables
        One table, or a dict of names and tables. A single one is named after the table function that gives its columns,
        else `table`.
    folder
        Where to; made when it is not there.
    formats
        csv (UTF-8 with the mark that Excel looks for), xlsx, dta (Stata 14 or newer), parquet, tex (booktabs). All by default.
    lang
        Of the labels in Stata and of the codebook's page: "en" or "zh".
    codebook
        Meanings of columns of your own, in the columns of `lexicon("codebook")`; they go before those that come along.

    Notes
    -----
    What is read back equals what was written, and two runs write the same bytes (same versions of the libraries). Lists
    and tuples, such as the spans of `glossary()`, are written as JSON. A named index becomes a column. What cannot tell
    an empty text from a missing one (CSV, Excel, Stata) holds both empty; a workbook keeps 16 digits of a number, and
    an open end (infinite) is the largest number of Stata, 8.99e307, where there is no such thing (Excel, Stata).

    Nothing can be run from a text. In a workbook a text that begins with `=`, `+`, `-` or `@` is text and marked as such.
    CSV has no such mark, so there such a text, unless it is merely a number, is written with an apostrophe before it
    (and so is one that begins with an apostrophe before such a sign: take one off to have the text back).

    In Stata a name that is not legal there is shortened, with the old one in the label; columns with a fixed set of values are
    coded with value labels; true is 1. A workbook writes signs that XML cannot hold as `_x0007_`, as Excel does.

    Raises
    ------
    ValueError
        If there is no table, or one that no file can hold: two columns of a name, two kinds of thing in a column, half a
        character. It says which and where. A format that cannot hold something (Excel: 32,767 characters a cell) says so too.

    Examples
    --------
    >>> import os, tempfile
    >>> import reportkit as rk
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     rk.write_tables({"figures": rk.figures(rk.load_reports())}, folder, formats=("csv", "dta"))
    ...     sorted(os.listdir(folder))
    ['codebook.csv', 'codebook.md', 'figures.csv', 'figures.dta']
    """
    meanings = lexicon("codebook") if codebook is None else pd.concat([codebook, lexicon("codebook")])
    formats = [formats] if isinstance(formats, str) else list(formats)
    _expect("format", formats, FORMATS)
    _expect("lang", [lang], ("en", "zh"))
    named = _named(tables, meanings)
    about = {name: described(table, name, meanings) for name, table in named.items()}
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in named.items():
        for form in formats:
            FORMATS[form](table, about[name], folder / f"{name}.{form}", lang)
    whole = pd.concat(about.values(), ignore_index=True)
    write_csv(whole, whole, folder / "codebook.csv", lang)
    (folder / "codebook.md").write_text(markdown(whole, lang), "utf-8", newline="\n")


def _named(tables, meanings: pd.DataFrame) -> dict[str, pd.DataFrame]:
    if isinstance(tables, pd.DataFrame):
        tables = {_name_of(tables, meanings): tables}
    if not isinstance(tables, dict) or not tables:
        raise ValueError(f"tables: {tables!r:.60} is no table. Expected a DataFrame, or a dict of names and DataFrames. "
                         "Pass what a table function gives.")  # fmt: skip
    lower = [stem_of(name).lower() for name in tables]
    if twice := next((name for name in tables if lower.count(name.lower()) > 1 or name.lower() == "codebook"), None):
        raise ValueError(f"tables: the name {twice!r} is taken twice, or that of the codebook. "
                         "Expected a file name of its own for each. Choose another.")  # fmt: skip
    return {name: plain(table, name) for name, table in tables.items()}


def _name_of(table: pd.DataFrame, meanings: pd.DataFrame) -> str:
    """The table function that gives just these columns; a table of something else is `table`."""
    columns = set(map(str, table.columns))
    for name, known in meanings.groupby("table")["column"]:
        if columns == {column for column in known if "*" not in column}:
            return name
    return "table"


def _expect(what: str, given: list[str], known) -> None:
    for one in given:
        if one not in known:
            raise ValueError(f"{what} {one!r} does not exist. Expected one of {', '.join(known)}. Choose one of these.")
