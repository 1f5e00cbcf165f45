"""Score `slogans()` against hand-read rows: a row is found by its name or by the words as they stand, then counts are compared."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pandas as pd

SIGNS = re.compile(r"[“”‘’\"'\s、，,；;。·（）()]")


def flat(name: str) -> str:
    """A name without signs and spaces."""
    return SIGNS.sub("", name)


def hand_read(path: Path) -> dict[str, list[dict]]:
    """The rows of the gold by report."""
    with path.open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    return {
        report: [row for row in rows if row["report"] == report] for report in sorted({row["report"] for row in rows})
    }


def score(rows: list[dict], table: pd.DataFrame) -> tuple[Counter, list[str], list[str]]:
    """Counts of found, missed, spurious and of right columns; the names missed, and the spurious ones.

    Strict: the flat names are equal, or a form met is the raw form; each row of the table answers for one row by hand.
    """
    count: Counter = Counter()
    left = {row.slogan: row for row in table.itertuples(index=False)}
    names = {flat(name): name for name in left}
    forms = {flat(form): row.slogan for row in left.values() for form in row.forms.split(" | ")}
    missed = []
    for row in rows:
        name = names.get(flat(row["slogan"])) or forms.get(flat(row["slogan"])) or forms.get(flat(row["raw"]))
        if name not in left:
            missed.append(row["slogan"])
            continue
        found = left.pop(name)
        count["found"] += 1
        count["count"] += abs(found[list(table.columns).index("count")] - int(row["count"])) <= 1
        count["kind"] += found.kind == row["kind"]
        count["level"] += found.level == row["level"]
        count["defined"] += (found.definition_from == row["report"]) == (row["defined"] == "1")
    count["missed"], count["spurious"] = len(missed), len(left)
    return count, missed, sorted(left)


def rates(count: Counter) -> dict[str, float]:
    """Recall, precision, and the share right of each column among those found."""
    found = count["found"]
    shares = {name: count[name] / max(1, found) for name in ("count", "kind", "level", "defined")}
    return {
        "recall": found / (found + count["missed"]),
        "precision": found / max(1, found + count["spurious"]),
    } | shares
