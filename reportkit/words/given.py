"""The words that are looked for: a table, a list or a file of terms, checked before anything is counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from reportkit.lexicons import lexicon
from reportkit.reading import ReportError
from reportkit.reading.encoding import plausibility
from reportkit.reading.tabular import TABLES, rows
from reportkit.repair.glyphs import simplify
from reportkit.words.body import fold

# What no term of a report holds and every search pattern does: 环保|生态, 数字.*, ^绿色, [大中]数据
_PATTERN = re.compile(r"[|\\]|\.[*+?]|[*?]$|\(\?|\[[^\]]+\]|\{\d*,?\d+\}|^\^|\$$")


class Terms(NamedTuple):
    """Terms as they are named in a table, as they are looked for (`folded`), and their themes (None without)."""

    names: list[str]
    folded: list[str]
    themes: list[str | None] | None


def terms_given(given: pd.DataFrame | str | Path | Iterable[str] | None, what: str = "lexicon") -> Terms:
    """The terms of a table with a column `term` (and `theme`), of a file with such a table, or of a list.

    None stands for the shipped themes. Two spellings of one term in one theme are one, named as the first is written.
    """
    return _shipped() if given is None else _checked(_table(given, what), what)


@cache
def _shipped() -> Terms:
    return _checked(lexicon("themes"), "themes")


def _checked(table: pd.DataFrame, what: str) -> Terms:
    """The terms of a table whose every row can be counted; rows that are empty are left out."""
    rows = [
        (number, "".join(str(term).splitlines()).strip(), str(theme).strip())
        for number, (term, theme) in enumerate(zip(table["term"], table["theme"], strict=True), 1)
    ]
    rows = [row for row in rows if row[1] or row[2]]
    if not rows:
        raise ValueError(
            f"{what}: holds no term. Expected at least one. Give a list of words, or a table with a column term."
        )
    known: dict[str, tuple[str, str]] = {}
    for (number, term, theme), form in zip(rows, _forms([term for _, term, _ in rows]), strict=True):
        _check_term(term, form, f"{what}, row {number}")
        if known.setdefault(form, (term, theme))[1] != theme:
            raise ValueError(
                f"{what}, row {number}: the term {term!r} stands under {known[form][1]!r} and under {theme!r}. "
                "Expected one theme for each term, or an occurrence would count twice. Take it out of one of them."
            )
    names, themes = zip(*known.values(), strict=True)
    return Terms([*names], [*known], [theme or None for theme in themes] if any(themes) else None)


def _forms(terms: list[str]) -> list[str]:
    """Terms as they are looked for, all at once."""
    return fold(simplify("\n".join(terms))).split("\n")


def _check_term(term: str, form: str, where: str) -> None:
    if found := _PATTERN.search(term):
        raise ValueError(
            f"{where}: the term {term!r} is a search pattern ({found[0]}). Expected words as a report has them. "
            "Give each alternative a row of its own."
        )
    if not any(map(str.isalnum, form)):
        raise ValueError(
            f"{where}: the term {term!r} has no letter in it. Expected a word. Fill it in, or take the row out."
        )


def _table(given: object, what: str) -> pd.DataFrame:
    """Two columns of text, `term` and `theme`, whatever was given."""
    if isinstance(given, pd.DataFrame):
        table, name = given.copy(), what
    elif isinstance(given, str | Path):
        table, name = _file(given, what), f"{what} {given}"
    elif isinstance(given, Iterable):
        table, name = pd.DataFrame({"term": list(given)}, dtype=object), what
    else:
        raise ValueError(f"{what}: is {given!r:.60}. Expected a table, a list of words or a path. Give one of these.")
    table.columns = [str(column).strip().lower() for column in table.columns]
    columns = [*table.columns]
    if columns.count("term") != 1 or columns.count("theme") > 1:
        raise ValueError(
            f"{name}: has the columns {', '.join(columns) or '(none)'}. Expected one column term, and one column theme "
            "if the terms have themes. Rename the one that holds the words to term."
        )
    if "theme" not in table:
        table["theme"] = ""
    table = table[["term", "theme"]].astype(object)
    return table.where(table.notna(), "")


def _file(path: str | Path, what: str) -> pd.DataFrame:
    path = Path(path)
    if path.suffix.lower() not in TABLES:
        raise ValueError(
            f"{what} {str(path)!r}: is no table by its name. Expected a file such as words.csv, or a list of words. "
            "For one word put it in brackets: ['数字经济']."
        )
    if not path.is_file():
        raise ReportError(f"{path}: there is no such file. Expected a table with a column term. Check the path.")
    found = [row for _, row in rows(path, _encoding(path))] if path.stat().st_size else []
    if not found:
        raise ReportError(f"{path}: has no row below its heading. Expected a table with a column term. Fill it in.")
    return pd.DataFrame(found, dtype=object)


def _encoding(path: Path) -> str | None:
    """The encoding of a csv of words: UTF-8, or what Excel writes in China or in Taiwan.

    A few words, unlike a whole report, need not be common ones: the better of the two is taken, however good.
    """
    data = path.read_bytes()
    if path.suffix.lower() not in {".csv", ".tsv"} or b"\0" in data:
        return None
    try:
        return data.decode("utf-8-sig") and "utf-8-sig"
    except UnicodeDecodeError:
        return max(("gb18030", "cp950"), key=lambda name: plausibility(data.decode(name, "replace")))
