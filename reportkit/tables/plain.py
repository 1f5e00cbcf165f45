"""A table that every format can hold: columns of text, numbers, yes or no, or dates, each with a name of its own."""

from __future__ import annotations

import json
import re
from datetime import date
from numbers import Integral, Real

import numpy as np
import pandas as pd

LARGEST = float.fromhex("0x1.fffffffffffffp+1022")  # 8.99e307, the largest number of Stata; Excel holds it too
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")  # half a character, and what ends a text in Stata


def plain(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """The table with plain columns: lists as JSON, one kind of thing in each; an index that says something is a column."""
    if not isinstance(table, pd.DataFrame):
        raise ValueError(
            f"table {name!r}: {table!r:.60} is no table. Expected a DataFrame. Pass what a table function gives."
        )
    if any(table.index.names) or not pd.api.types.is_integer_dtype(table.index):
        table = table.reset_index()
    table = table.rename(columns={year: str(year) for year in table.columns if isinstance(year, Integral)})
    columns = list(table.columns)
    if wrong := [
        column for column in columns if not isinstance(column, str) or not column or UNWRITABLE.search(column)
    ]:
        raise ValueError(
            f"table {name!r}: a column is named {ascii(wrong[0])}. Expected a text. Name it with rename()."
        )
    if twice := [column for column in columns if columns.count(column) > 1]:
        raise ValueError(f"table {name!r}: two columns are named {twice[0]!r}. Expected one of each name. Rename one.")
    return pd.DataFrame(
        {
            column: _plain(table[column].reset_index(drop=True), f"table {name!r}, column {column!r}")
            for column in columns
        },
        index=range(len(table)),
    )


def finite(values: pd.Series) -> pd.Series:
    """The numbers with an open end, which Excel and Stata do not have, as the largest number of both."""
    if not pd.api.types.is_float_dtype(values.dtype):
        return values
    return values.replace([np.inf, -np.inf], [LARGEST, -LARGEST])


def stem_of(name: str) -> str:
    """A name, if it can be that of a file on every system."""
    if not isinstance(name, str) or not name.strip(" .") or re.search(r'[\x00-\x1f\ud800-\udfff<>:"/\\|?*]', name):
        raise ValueError(f"name {ascii(name)}: cannot be that of a file. Expected letters and digits, without an ending. "
                         "Choose another name.")  # fmt: skip
    return name


def _plain(values: pd.Series, where: str) -> pd.Series:
    kind = values.dtype
    if isinstance(kind, pd.CategoricalDtype):
        if all(isinstance(one, str) for one in kind.categories):
            kind.categories.map(lambda text: _checked(text, where))
            return values
        return _plain(values.astype(object), where)
    if pd.api.types.is_bool_dtype(kind) or pd.api.types.is_integer_dtype(kind):
        return values
    if pd.api.types.is_float_dtype(kind):
        return values.astype(float)
    if pd.api.types.is_datetime64_any_dtype(kind):
        return _dates(values, where)
    return _by_content(values.astype(object), where)


def _by_content(values: pd.Series, where: str) -> pd.Series:
    """A column that pandas keeps as objects, by what is in it."""
    there = values.map(lambda one: isinstance(one, list | tuple | dict) or not pd.isna(one)).astype(bool)
    found = values[there]
    if all(isinstance(one, str) for one in found):
        return pd.Series(
            [_checked(one, where) if known else None for one, known in zip(values, there, strict=True)], dtype=object
        )
    if all(isinstance(one, list | tuple | dict) for one in found):
        texts = [_checked(json.dumps(one, ensure_ascii=False, default=_item), where) for one in found]
        return pd.Series(texts, index=found.index, dtype=object).reindex(values.index).where(there, None)
    if all(isinstance(one, bool | np.bool_) for one in found):
        return values.where(there, pd.NA).astype("boolean")
    if all(isinstance(one, Integral) and not isinstance(one, bool) for one in found):
        if all(-(2**63) <= one < 2**63 for one in found):
            return values.where(there, pd.NA).astype("Int64")
    elif all(isinstance(one, Real) and not isinstance(one, bool) for one in found):
        return values.where(there, np.nan).astype(float)
    elif all(isinstance(one, date) for one in found):
        return _dates(pd.to_datetime(values), where)
    kinds = sorted({type(one).__name__ for one in found})
    raise ValueError(f"{where}: holds {' and '.join(kinds)}. Expected texts, whole numbers of 64 bits, numbers, "
                     "yes or no, or dates, one kind in a column. Make them texts with astype(str).")  # fmt: skip


def _checked(text: str, where: str) -> str:
    if found := UNWRITABLE.search(text):
        raise ValueError(f"{where}: {ascii(text[:40])} holds U+{ord(found[0]):04X}, which is no character. "
                         "Expected text that UTF-8 can hold. Take it out.")  # fmt: skip
    return text


def _item(value: object) -> object:
    """A number of numpy as one of Python, for JSON."""
    if hasattr(value, "item"):
        return value.item()
    raise ValueError(
        f"{value!r:.40} in a list: cannot be written. Expected texts and numbers. Take it out of the list."
    )


def _dates(values: pd.Series, where: str) -> pd.Series:
    if getattr(values.dtype, "tz", None) is not None:
        raise ValueError(
            f"{where}: its times have a time zone. Expected plain dates. Take it off with dt.tz_localize(None)."
        )
    return values
