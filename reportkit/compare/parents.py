"""Top-up: the target of a place over that of the place above it, for the same period."""

from __future__ import annotations

from collections import Counter

from reportkit.compare.identity import Where, above
from reportkit.compare.judge import difference

NAN = float("nan")
RATES = ("growth", "share")


def add_top_up(rows: list[dict], whose: dict[str, Where]) -> None:
    """Put beside each rate that of the nearest place above whose main target for the period is loaded once."""
    found = {_thing(row, row["place"]): row for row in rows if _counts(row) and row["main"]}
    said = Counter(_thing(row, row["place"]) for row in rows if _counts(row) and row["main"])
    higher: dict[str, list[str]] = {}
    for row in rows:
        row |= {"parent": None, "parent_low": NAN, "parent_high": NAN, "parent_id": None}
        row |= {"top_up_low": NAN, "top_up_high": NAN}
        if not _counts(row):
            continue
        keys = higher.setdefault(row["report"], above(whose[row["report"]]))
        parent = next((found[t] for t in (_thing(row, key) for key in keys) if said[t] == 1), None)
        if parent:
            row["parent"], row["parent_id"] = parent["locality"], parent["target_id"]
            row["parent_low"], row["parent_high"] = parent["target_low"], parent["target_high"]
            ends = difference(row["target_low"], row["target_high"], row["parent_low"], row["parent_high"])
            row["top_up_low"], row["top_up_high"] = ends


def _counts(row: dict) -> bool:
    known = row["indicator"] and row["period"] and row["place"] and row["target_low"] == row["target_low"]
    return bool(known) and row["measure"] in RATES and row["unit"] == "%"


def _thing(row: dict, place: str) -> tuple:
    return place, row["indicator"], row["measure"], row["period"]
