"""Stata files: names that Stata takes, labels for columns and values, long texts as strL."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pandas as pd

from reportkit.tables.columns import values_of
from reportkit.tables.plain import LARGEST, finite

RESERVED = frozenset(
    "_all _b _coef _cons _n _N _pi _pred _rc _se _skip byte double float if in int long strL using with".split()
)
LEGAL = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,31}")
LONGEST_LABEL = 80
LONGEST_TEXT = 2045  # bytes; a longer text is a strL. pandas counts characters and fails on one of 700 Chinese ones
EXACT = 2**53 - 1  # up to here a double, the widest number of Stata, holds every whole number
EPOCH = datetime(1960, 1, 1)  # a file must have a date: day 0 of Stata


def write_dta(table: pd.DataFrame, about: pd.DataFrame, path: Path, lang: str = "en") -> None:
    """Write a table for Stata 14 and newer (version 118)."""
    names = stata_names(table.columns)
    meaning = dict(zip(about["column"], about[f"meaning_{lang}"], strict=True))
    values = dict(zip(about["column"], about["values"], strict=True))
    table = table.apply(finite)
    for column in table.columns:
        _refuse(table[column], f"{path.name}, column {column!r}")
    data = pd.DataFrame({names[name]: _coded(table[name], values.get(name, "")) for name in table.columns})
    data.to_stata(
        path,
        write_index=False,
        version=118,
        convert_strl=[name for name in data if _is_long(data[name])],
        time_stamp=EPOCH,
        data_label=path.stem[:LONGEST_LABEL],
        variable_labels={names[name]: _label(name, names[name], meaning.get(name, "")) for name in table.columns},
    )


def stata_names(columns) -> dict[str, str]:
    """A name for each column that Stata takes: ASCII, at most 32 signs, no word of its own, no two alike.

    >>> long = "tertiary_value_added_level_yuan_result_status"
    >>> stata_names(["gdp", "if", "增长", "2020", long])
    {'gdp': 'gdp', 'if': 'if_', '增长': 'v3', '2020': '_2020', 'tertiary_value_added_level_yuan_result_status': 'ter_val_add_lev_yua_res_sta'}
    """
    named = {column: column for column in columns if _legal(column)}
    for place, column in enumerate(columns, 1):
        if column not in named:
            name = _short(_ascii(column) or f"v{place}")
            tail, n = "", 1
            while name[: 32 - len(tail)] + tail in named.values():
                n += 1
                tail = f"_{n}"
            named[column] = name[: 32 - len(tail)] + tail
    return {column: named[column] for column in columns}


def _legal(name: str) -> bool:
    return bool(LEGAL.fullmatch(name)) and name not in RESERVED and not re.fullmatch(r"str\d+", name)


def _ascii(column: str) -> str:
    name = re.sub(r"[^A-Za-z0-9]+", "_", column).strip("_") if column.isascii() else ""
    name = f"_{name}" if name[:1].isdigit() else name
    return name if not name or _legal(name) or len(name) > 32 else f"{name}_"


def _short(name: str) -> str:
    """Each word cut to as many letters as let the whole fit."""
    words = name.split("_")
    fitting = (short for n in range(31, 0, -1) if len(short := "_".join(word[:n] for word in words)) <= 32)
    return name if len(name) <= 32 else next(fitting, name[:32].rstrip("_"))


def _label(column: str, name: str, meaning: str) -> str:
    label = meaning if name == column else f"{column}: {meaning}" if meaning else column
    label = re.sub(r"\s+", " ", label)
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def _coded(values: pd.Series, definition: str) -> pd.Series:
    """What Stata holds: codes for a fixed set of values, bytes for yes or no, empty text for none."""
    known = values_of(definition)
    if values.dtype == object and known and values.notna().any():
        others = sorted(set(values.dropna()) - {*known, ""})
        return values.where(values != "", None).astype(pd.CategoricalDtype([*known, *others]))
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.astype("Int8" if values.isna().any() else "int8")
    return values.fillna("") if values.dtype == object else values


def _is_long(values: pd.Series) -> bool:
    return values.dtype == object and values.map(lambda text: len(text.encode())).max() > LONGEST_TEXT


def _refuse(values: pd.Series, where: str) -> None:
    """Numbers that Stata cannot hold; pandas would say so in its own words, or round them."""
    if not pd.api.types.is_numeric_dtype(values.dtype) or pd.api.types.is_bool_dtype(values.dtype):
        return
    whole = pd.api.types.is_integer_dtype(values.dtype)
    limit = EXACT if whole else LARGEST
    wrong = values[values.abs().astype(float) > limit]
    if len(wrong):
        raise ValueError(f"{where}: {wrong.iloc[0]} is more than Stata holds exactly. Expected at most {limit}. "
                         "Write it as text with astype(str), or leave out the format dta.")  # fmt: skip
