"""The tables of a dataset: what each is made by, the lexicons that it is read with, and its schema."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pandas as pd

import reportkit
from reportkit.batch.duplicates import facts
from reportkit.claims import figures
from reportkit.consistency import checks
from reportkit.lexicons import lexicon
from reportkit.phrases import slogans_of_each
from reportkit.repair import repairs
from reportkit.report import Report
from reportkit.words import keywords

SCHEMA = 1  # counts up when a column comes, goes or changes its type


class Choice(NamedTuple):
    """What the caller chose: the tables, the terms to count, and what cuts words (None: nothing)."""

    tables: tuple[str, ...]
    lexicon: pd.DataFrame | None = None
    tokenizer: str | None = "jieba"


class Made(NamedTuple):
    """A table: what makes it from reports and the tables before it, and the lexicons that this reads."""

    make: Callable[[list[Report], dict[str, pd.DataFrame], Choice], pd.DataFrame]
    lexicons: tuple[str, ...]


def _checks(reports: list[Report], made: dict[str, pd.DataFrame], choice: Choice) -> pd.DataFrame:
    """Within each report: which of the others are at hand is chance."""
    table = checks(made["figures"] if "figures" in made else figures(reports))
    return table[table["kind"] != "successive years"]


def _keywords(reports: list[Report], made: dict[str, pd.DataFrame], choice: Choice) -> pd.DataFrame:
    return keywords(reports, lexicon=choice.lexicon, tokenizer=choice.tokenizer)


def _slogans(reports: list[Report], made: dict[str, pd.DataFrame], choice: Choice) -> pd.DataFrame:
    """Each report for itself, as for the checks."""
    return slogans_of_each(reports)


# What any table needs: a report is read, repaired, dated, placed and divided before.
READING = (
    "after_percent columns common_characters furniture head_words kept_characters kinds offices parts peoples pinyin "
    "place_contexts place_kinds places"
).split()
FIGURES = ("hedges", "indicator_terms", "predicates", "units", "words")

TABLES: dict[str, Made] = {
    "overview": Made(lambda reports, made, choice: facts(reports), ()),
    "figures": Made(lambda reports, made, choice: figures(reports), FIGURES),
    "repairs": Made(lambda reports, made, choice: repairs(reports), ()),
    "keywords": Made(_keywords, ("themes",)),
    "slogans": Made(_slogans, ("phrase_words", "slogans")),
    "checks": Made(_checks, (*FIGURES, "contains", "indicators", "ranges", "series")),
}

# What the overview of a collection is made of, beside the columns of overview().
OF_ONE = {"sha256": "text", "named_place": "text", "named_year": "text", "content": "text", "sketch": "bytes"}


@cache
def part_schema(name: str):
    """The schema of the parts of a table: its own, but those of the overview hold what it is made of."""
    return _schema(_types(name) | (OF_ONE if name == "overview" else {}))


def overview_schema():
    """The schema of the overview of a collection."""
    return _schema(_types("overview") | _types("dataset"))


def _types(name: str) -> dict[str, str]:
    """The columns of a table and their types, from the codebook."""
    known = lexicon("codebook").query("table == @name")
    return dict(zip(known["column"], known["type"], strict=True))


def _schema(types: dict[str, str]):
    import pyarrow as pa

    arrow = {"text": pa.string(), "category": pa.string(), "number": pa.float64(), "integer": pa.int64(),
             "yes or no": pa.bool_(), "bytes": pa.binary(), "spans": pa.list_(pa.list_(pa.int64(), 2))}  # fmt: skip
    return pa.schema([(column, arrow[kind]) for column, kind in types.items()])


def stamps(choice: Choice) -> dict[str, str]:
    """For each table a hash of all that it depends on beside the reports: schema, code, lexicons, choices."""
    found = {}
    for name in choice.tables:
        parts = [name, str(SCHEMA), reportkit.__version__, _code(), *map(_lexicon, [*READING, *TABLES[name].lexicons])]
        if name == "keywords":
            parts += [str(choice.tokenizer), "" if choice.lexicon is None else choice.lexicon.to_csv(index=False)]
        found[name] = digest(parts)
    return found


def digest(parts: Iterable[str]) -> str:
    """A hash of some texts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _lexicon(name: str) -> str:
    return hashlib.sha256(files("reportkit.lexicons").joinpath(f"{name}.csv").read_bytes()).hexdigest()


@cache
def _code() -> str:
    """A hash of the code that tables come from: who works from a copy of the source has many states of one version."""
    package = Path(reportkit.__file__).parent
    faces = {"charts", "paper", "tables", "page", "__main__.py", "paper.py"}
    modules = sorted(p for p in package.rglob("*.py") if p.relative_to(package).parts[0] not in faces)
    errata = [p for p in (package / "data/errata.csv", package.parent / "data/errata.csv") if p.is_file()][:1]
    return digest(hashlib.sha256(path.read_bytes()).hexdigest() for path in [*modules, *errata])
