"""CSV that Excel opens: UTF-8 with its mark, and no text that Excel would run."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd

# Excel takes the full-width signs for the plain ones where the system is set to Chinese or Japanese.
RUNS = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")


def write_csv(table: pd.DataFrame, about: pd.DataFrame, path: Path, lang: str = "en") -> None:
    """Write a table; a text that a spreadsheet could run has an apostrophe before it."""
    table = table.rename(columns=guarded)
    texts = [
        name for name in table if table[name].dtype == object or isinstance(table[name].dtype, pd.CategoricalDtype)
    ]
    table = table.assign(**{name: table[name].astype(object).map(guarded, na_action="ignore") for name in texts})
    returns = any("\r" in text for text in table.columns) or any(
        table[name].str.contains("\r", regex=False, na=False).any() for name in texts
    )  # the csv module quotes only the line end that it writes
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n",
                 quoting=csv.QUOTE_NONNUMERIC if returns else csv.QUOTE_MINIMAL)  # fmt: skip


def guarded(text: str) -> str:
    """A text with an apostrophe before it where Excel could run it; a number is none of these.

    >>> guarded("=1+1"), guarded("-5%"), guarded("-5个百分点"), guarded("'=1")
    ("'=1+1", '-5%', "'-5个百分点", "''=1")
    """
    return f"'{text}" if RUNS.match(text) and not NUMBER.fullmatch(text) else text
