"""What the columns of a table mean, after the lexicon `codebook`, from which the docs are made as well."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from reportkit.lexicons import lexicon

ABOUT = ("table", "column", "type", "meaning_en", "meaning_zh", "unit", "values", "source")


def described(table: pd.DataFrame, name: str, meanings: pd.DataFrame) -> pd.DataFrame:
    """One row per column of the table: what the codebook says of it, empty where it says nothing.

    A table of another name is known by its columns. A column that it does not have there means what it means in all
    other tables, if that is one thing.
    """
    known = _kind_of(table, name, meanings)
    rows = [_definition(column, known, meanings) for column in table.columns]
    return pd.DataFrame([{**dict.fromkeys(ABOUT, ""), **row, "table": name, "column": column}
                         for row, column in zip(rows, table.columns, strict=True)], columns=list(ABOUT), dtype=object)  # fmt: skip


def values_of(definition: str) -> list[str]:
    """The values that a column may have, in their order: `hard: binds; soft: leaves room` are hard, soft.

    >>> values_of("hard: binds; soft: leaves room"), values_of("")
    (['hard', 'soft'], [])
    """
    return re.findall(r"(?:^|; )([^:;]+): ", definition)


def markdown(about: pd.DataFrame, lang: str) -> str:
    """The codebook as a page, a table for each table."""
    heads = {"en": ("column", "meaning", "unit", "values", "source"), "zh": ("变量", "含义", "单位", "取值", "来源")}[
        lang
    ]
    lines = [{"en": "# Codebook", "zh": "# 变量说明"}[lang]]
    for name, rows in about.groupby("table", sort=False):
        lines += ["", f"## {name}", "", _row(heads), _row(["---"] * len(heads))]
        shown = rows[["column", f"meaning_{lang}", "unit", "values", "source"]]
        lines += [_row(row) for row in shown.itertuples(index=False)]
    return "\n".join(lines) + "\n"


def _row(cells) -> str:
    return "| " + " | ".join(re.sub(r"\s+", " ", cell).replace("|", "\\|") for cell in cells) + " |"


def _kind_of(table: pd.DataFrame, name: str, meanings: pd.DataFrame) -> str:
    """The table of the codebook with this name, else the one that knows most of the columns."""
    counts = {known: sum(_match(column, set(rows)) is not None for column in table.columns)
              for known, rows in meanings.groupby("table")["column"]}  # fmt: skip
    return name if counts.get(name) else max(counts, key=counts.get)


def _match(column: str, known: set[str]) -> str | None:
    """The name in the codebook for a column: its own, or the longest `*_end` of what begins as a wide column does."""
    if column in known or not _wide(column):
        return column if column in known else None
    return max((name for name in known if name[0] == "*" and column.endswith(name[1:])), key=len, default=None)


def _definition(column: str, table: str, meanings: pd.DataFrame) -> dict:
    own = meanings[meanings["table"] == table]
    found = _match(column, set(own["column"]))
    if found is None:
        others = meanings[meanings["column"] == column].drop(columns="table").drop_duplicates()
        return others.iloc[0].to_dict() if len(others) == 1 else {}
    row = own[own["column"] == found].iloc[0].to_dict()
    return row if found == column else _composed(column, row)


def _composed(column: str, row: dict) -> dict:
    """The meaning of a wide column: gdp_growth_target_low is the indicator, how it is measured, and the end."""
    indicator, measure = _wide(column)
    unit = column.removeprefix(f"{indicator}_{measure}").removesuffix(row["column"][1:])
    labels = lexicon("labels").set_index("label")
    indicators = lexicon("indicators").set_index("indicator")
    for lang, said in ("en", "{}, {}: {}"), ("zh", "{}（{}）：{}"):
        name = (labels if indicator in labels.index else indicators).loc[indicator, f"label_{lang}"]
        row[f"meaning_{lang}"] = said.format(
            name, labels.loc[f"measure_{measure}", f"label_{lang}"], row[f"meaning_{lang}"]
        )
    if row["unit"]:
        named = lexicon("unit_names").set_index("name")["unit"]
        row["unit"] = named.get(unit[1:], unit[1:]) if unit else "%"  # as `panel` names its columns
    return row


@cache
def _wide(column: str) -> tuple[str, str] | None:
    """The indicator and the measure that a wide column begins with."""
    indicator = max((name for name in _names()[0] if column.startswith(f"{name}_")), key=len, default="")
    measure = column.removeprefix(f"{indicator}_").partition("_")[0]
    return (indicator, measure) if indicator and measure in _names()[1] else None


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    """The indicators and the measures that a wide column may be of."""
    labels = lexicon("labels")["label"]
    measures = labels[labels.str.startswith("measure_")].str.removeprefix("measure_")
    return frozenset(lexicon("indicators")["indicator"]), frozenset(measures)
