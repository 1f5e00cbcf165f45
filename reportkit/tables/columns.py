"""What the columns of a table mean, after the lexicon `codebook`, from which the docs are made as well."""

from __future__ import annotations

import re

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
    """The name in the codebook for a column: its own, or the longest `*_end`."""
    ends = [name for name in known if name.startswith("*") and column.endswith(name[1:]) and _indicator(column)]
    return column if column in known else max(ends, key=len, default=None)


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
    indicator = _indicator(column)
    measure, named, unit = column.removeprefix(f"{indicator}_").removesuffix(row["column"][1:]).partition("_")
    labels = lexicon("indicators").set_index("indicator").loc[indicator]
    short = lexicon("labels").set_index("label").reindex([indicator]).iloc[0]
    units = lexicon("unit_names").set_index("name")["unit"]
    said = {
        lang: short[f"label_{lang}"] if pd.notna(short[f"label_{lang}"]) else labels[f"label_{lang}"]
        for lang in ("en", "zh")
    }
    row["meaning_en"] = f"{said['en']}, {measure}: {row['meaning_en']}"
    row["meaning_zh"] = f"{said['zh']}（{MEASURES[measure]}）：{row['meaning_zh']}"
    row["unit"] = (units.get(unit, unit) if named else "%") if row["unit"] else ""
    return row


MEASURES = {"level": "水平", "growth": "增速", "share": "占比", "change": "变动", "rank": "名次", "ratio": "比值",
            "completion": "完成率", "gap": "差距"}  # fmt: skip


def _indicator(column: str) -> str | None:
    """The indicator that a wide column begins with."""
    return max(
        (name for name in lexicon("indicators")["indicator"] if column.startswith(f"{name}_")), key=len, default=None
    )
