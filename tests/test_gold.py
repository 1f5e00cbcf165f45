"""The gate: figures of the five bundled reports against their hand-read gold, with floors that are never lowered silently."""

from __future__ import annotations

import csv
import json
import os
from collections import defaultdict
from pathlib import Path

import pytest
from scoring import gold_rows, rates, score

import reportkit as rk

HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
GOLD = HERE.parent / "data" / "gold"
OTHERS = HERE.parent.parent / "shared" / "gold" / "other_reports"
OTHER_FILES = {"H0002": "海拉尔区_2013", "H0007": "海拉尔区_2018", "H0197": "赣州市_2024", "H0111": "泸州市_2024"}
OTHER_FILES |= {"H0140": "临沂市_2024", "H0280": "哈尔滨市_2024"}


def _above(measured: dict[str, float], floors: dict[str, float]) -> None:
    short = {name: (round(measured[name], 4), floor) for name, floor in floors.items() if measured[name] < floor}
    assert not short, f"below the floor (measured, floor): {short}"


@pytest.mark.parametrize("report", rk.load_reports(), ids=lambda report: report.id)
def test_each_of_the_five(report):
    count = score(report.raw, rk.figures(report), gold_rows(GOLD / f"figures_{report.id}.csv"))
    _above(rates(count), FLOORS["each of the five"])


def test_the_five_together():
    total = sum(
        (score(r.raw, rk.figures(r), gold_rows(GOLD / f"figures_{r.id}.csv")) for r in rk.load_reports()), start=_none()
    )
    assert total["found"] + total["missed"] == 781
    _above(rates(total), FLOORS["the five together"])


@pytest.mark.skipif(not OTHERS.exists(), reason="the reports of other places are not here")
def test_zones_of_other_reports():
    zones = defaultdict(list)
    with (OTHERS / "zones.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            zones[row["id"]].append((int(row["start"]), int(row["end"])))
    total = _none()
    for name, stem in OTHER_FILES.items():
        (path,) = (OTHERS.parent.parent / "reports").glob(os.fsdecode(f"*_{stem}.txt".encode()))
        report = rk.load_report(path)
        total += score(report.raw, rk.figures(report), gold_rows(OTHERS / f"{name}.csv"), zones[name])
    _above(rates(total), FLOORS["zones of other reports"])


def _none():
    from collections import Counter

    return Counter()
