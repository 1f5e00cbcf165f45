"""Score `figures()` against hand-read rows: found by overlap of spans, then compared column by column."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import pandas as pd

COMPARED = "value unit bound measure subject indicator period status".split()


def gold_rows(path: Path) -> list[dict]:
    """The hand-read rows of a file; those on which readers differ are marked `optional`."""
    with path.open(encoding="utf-8") as lines:
        return [row | {"optional": row["note"].startswith("optional")} for row in csv.DictReader(lines)]


def locate(raw: str, rows: list[dict]) -> None:
    """Give each row its span in the raw text: the next unused place of its number inside its quote."""
    here, used = 0, set()
    for row in rows:
        at = raw.find(row["quote"], here)
        at = raw.find(row["quote"]) if at < 0 else at
        here = at
        step = row["quote"].find(row["number_text"])
        span = (at + step, at + step + len(row["number_text"])) if row["number_text"] else (at, at + len(row["quote"]))
        while row["number_text"] and span in used:
            step = row["quote"].find(row["number_text"], step + 1)
            if step < 0:
                break
            span = (at + step, at + step + len(row["number_text"]))
        used.add(span)
        row["span"] = span


def score(raw: str, figures: pd.DataFrame, rows: list[dict], zones: list[tuple[int, int]] | None = None) -> Counter:
    """Counts of gold rows, found, spurious, and of each column that is right; the same for headline rows."""
    count: Counter = Counter(spurious=0)
    for row, figure in pairs(raw, figures, rows, zones):
        if row is None:
            count["spurious"] += 1
            continue
        right = _right(figure, row) if figure else {}
        count["found" if figure else "missed"] += 1
        count.update(c for c in COMPARED if right.get(c))
        if row["headline"] == "1":
            count["headline gold"] += 1
            count["headline right"] += bool(right) and all(right[c] for c in COMPARED if c != "subject")
    return count


def pairs(raw: str, figures: pd.DataFrame, rows: list[dict], zones: list[tuple[int, int]] | None = None):
    """Each gold row with its figure, or with None where it was missed; then each spurious figure with None.

    A row marked `optional` takes its figure away and is not given. With zones, figures outside of them do not count.
    """
    locate(raw, rows)
    left = figures.to_dict("records")
    for row in rows:
        best = max(left, key=lambda f: _nearness(f, row), default=None)
        if best is not None and _nearness(best, row) <= 0:
            best = None
        if best is not None:
            left.remove(best)
        if not row["optional"]:
            yield row, best
    for figure in left:
        if not zones or any(a <= figure["raw_start"] and figure["raw_end"] <= b for a, b in zones):
            yield None, figure


def differences(raw: str, figures: pd.DataFrame, rows: list[dict]) -> list[dict]:
    """What is missed, spurious or read otherwise than by hand: one row for each such column."""
    found = []
    for row, figure in pairs(raw, figures, rows):
        if row is None:
            found.append(
                _difference(
                    "spurious", "", figure["number_text"] or figure["subject"], figure["quote"], figure["raw_start"]
                )
            )
        elif figure is None:
            found.append(_difference("missed", row["number_text"], "", row["quote"], row["span"][0]))
        else:
            for column in (name for name, right in _right(figure, row).items() if not right):
                source = "value_low" if column == "value" else column
                found.append(_difference(column, row[source], figure[source], row["quote"], figure["raw_start"]))
    return sorted(found, key=lambda difference: difference["raw_start"])


def _difference(what: str, by_hand: str, read, quote: str, start: int) -> dict:
    read = "" if read is None else read
    return {"raw_start": start, "what": what, "by_hand": by_hand, "read": read, "quote": quote.replace("\n", "")}


def rates(count: Counter) -> dict[str, float]:
    """F1 over all rows, the share right of each column among the rows found, and of the headline rows."""
    found = count["found"]
    precision, recall = found / max(1, found + count["spurious"]), found / max(1, found + count["missed"])
    out = {"f1": 2 * precision * recall / max(1e-9, precision + recall)}
    out |= {c: count[c] / max(1, found) for c in COMPARED}
    out["headline"] = count["headline right"] / max(1, count["headline gold"])
    return out


def _nearness(figure: dict, row: dict) -> float:
    (a, b), words = row["span"], row["bound"] == "qualitative"
    if words != (figure["bound"] == "qualitative"):
        return 0
    if words:
        near = figure["raw_start"] < b + 40 and figure["raw_end"] > a - 40
        return float(near and (figure["indicator"] or "") == row["indicator"])
    if not (figure["raw_start"] < b and figure["raw_end"] > a):
        return 0
    same = _same(figure["value_low"], row["value_low"])
    return (
        1
        + 10 * same
        + _alike(figure["subject"], row["subject"])
        - (abs(figure["raw_start"] - a) + abs(figure["raw_end"] - b)) / 1000
    )


def _right(figure: dict, row: dict) -> dict[str, bool]:
    words = row["bound"] == "qualitative"
    return {
        "value": words or all(_same(figure[c], row[c]) for c in ("value_low", "value_high")),
        "unit": words or figure["unit"] == row["unit"],
        "bound": figure["bound"] == row["bound"],
        "measure": figure["measure"] == row["measure"],
        "subject": _alike(figure["subject"], row["subject"]),
        "indicator": (figure["indicator"] or "") == row["indicator"],
        "period": (figure["period"] or "") == row["period"],
        "status": figure["status"] == row["status"],
    }


def _same(value: float, written: str) -> bool:
    return math.isclose(value, float(written), rel_tol=1e-6) if written else math.isnan(value)


def _alike(a: str, b: str) -> bool:
    a, b = (re.sub(r"[\s“”()（）《》,、，。的实现完成达到为全区县市镇省]", "", s) for s in (a, b))
    return a in b or b in a or SequenceMatcher(None, a, b).ratio() >= 0.6
