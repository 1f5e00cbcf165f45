"""What two reports of one place say of successive years: the levels against the growth that the later one states."""

from __future__ import annotations

from collections.abc import Iterator

from reportkit.compare.results import series_of
from reportkit.consistency.growth import between_levels, why_not
from reportkit.consistency.interval import through, written
from reportkit.consistency.relation import Relation, follows

EXPECTED = "the level of the year before was only expected"
STEP = {"level": ("growth", "%"), "share": ("change", "个百分点")}


def successive(rows: list) -> Iterator[Relation]:
    """Level of the year before, level and growth; share of the year before, share and its change in points."""
    known: dict[tuple, object] = {}
    for row in rows:
        if _is_result(row):
            known.setdefault((*_series(row), int(row.period), row.measure), row)
    for (*series, year, measure), now in known.items():
        before = known.get((*series, year - 1, measure))
        step, unit = STEP.get(measure, (None, None))
        rate = known.get((*series, year, step))
        if before is None or rate is None or rate.unit != unit or before.std_unit != now.std_unit:
            continue
        if rate.report == now.report != before.report:
            value = _step(before, now)
            yield from follows("successive years", (before, now, rate), value,
                               EXPECTED if before.status == "expected" else why_not(rate))  # fmt: skip


def _step(before, now):
    if now.measure == "level":
        return between_levels(written(before), written(now))
    return through(lambda a, b: b - a, written(before), written(now))


def _is_result(row) -> bool:
    whole_year = (row.period or "").isdigit() and not row.note.startswith(("part of the year", "against"))
    return bool(row.indicator) and row.part == "review" and row.status in ("achieved", "expected") and whole_year


def _series(row) -> tuple:
    return row.code or row.locality or row.report, row.indicator, series_of(row.indicator, row.subject)
