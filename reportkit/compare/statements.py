"""Statements of targets: which figures are targets, which repeat or stretch another, which one is the main one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, NamedTuple

import pandas as pd

from reportkit.compare.identity import Where
from reportkit.compare.silence import silences
from reportkit.report import Report

IN_WORDS = ("qualitative", "none")
PLAN = ("plan", "targets", "tasks", "government")


class Statement(NamedTuple):
    """A target as a report states it: the row of `figures()`, and how it stands to others for the same thing."""

    claim: Any
    stretch: bool
    main: bool
    repeated: tuple[str, ...]


def statements(
    figures: pd.DataFrame, reports: list[Report], whose: dict[str, Where], tasks: bool
) -> Iterator[Statement]:
    """All targets, report by report in the order of the table."""
    ahead = figures[(figures["status"] == "target") & figures["part"].isin(PLAN)]
    claims = defaultdict(list)
    for claim in ahead.itertuples(index=False):
        claims[claim.report].append(_plain(claim))
    silent = silences(reports)
    for report in figures["report"].drop_duplicates():
        mine = _chosen(claims[report], tasks)
        if report in silent and not any(_is_growth(c) and (_numbered(c) or c.bound == "none") for c in mine):
            mine.append(_nothing(report, silent[report], whose[report], figures))
        yield from _related(mine)


def _plain(claim) -> SimpleNamespace:
    said = claim._asdict()
    for name in ("indicator", "period"):
        said[name] = said[name] if isinstance(said[name], str) else None
    said["headline"] = claim.part == "targets" and bool(claim.headline)
    said["words"] = (said.get("words") or claim.quote) if claim.bound in IN_WORDS else ""
    return SimpleNamespace(**said)


def _chosen(claims: list, tasks: bool) -> list:
    """The main expected targets and targets over years; where there are none of the first, all of the plan."""
    announced = [c for c in claims if c.headline and (c.indicator or c.bound in IN_WORDS)]
    if not any(c.indicator for c in announced) or tasks:
        return [c for c in claims if c.indicator or c in announced]
    years = [c for c in claims if c.indicator and not c.headline and "-" in (c.period or "")]
    return sorted(announced + years, key=lambda c: c.raw_start)


def _is_growth(claim) -> bool:
    return claim.indicator == "gdp" and claim.measure == "growth"


def _nothing(report: str, silence, where: Where, figures: pd.DataFrame) -> SimpleNamespace:
    """A row for the growth that a report expressly does not plan."""
    nan = float("nan")
    return SimpleNamespace(
        report=report, figure_id=silence.id, quote=silence.words, number_text="", value_low=nan, value_high=nan,
        unit="", bound="none", commitment="plain", measure="growth", subject="经济增长", indicator="gdp",
        period=None if where.year is None else str(where.year), headline=silence.part == "targets",
        locality=figures.loc[figures["report"] == report, "locality"].iloc[0], words=silence.words, raw_start=0,
    )  # fmt: skip


def _related(claims: list) -> Iterator[Statement]:
    """Statements of one thing for one period, told apart; yielded in the order of the report."""
    alike = defaultdict(list)
    for claim in claims:
        alike[claim.indicator or claim.subject, claim.measure, claim.period].append(claim)
    first, again, stretched, main = {}, defaultdict(list), set(), set()
    for group in alike.values():
        said = {}
        for claim in group:
            what = (claim.value_low, claim.value_high, claim.bound, claim.unit) if _numbered(claim) else claim.words
            if what in said:
                again[said[what].figure_id, claim.measure].append(claim.figure_id)
            else:
                said[what] = first[id(claim)] = claim
        told = list(said.values())
        goes_beyond = {id(c) for c in told if _stretches(c, told)}
        stretched |= goes_beyond
        main.add(id(min(told, key=lambda c: (not _numbered(c), not c.headline, id(c) in goes_beyond, c.raw_start))))
    for claim in claims:
        if id(claim) in first:
            repeated = tuple(again[claim.figure_id, claim.measure])
            yield Statement(claim, id(claim) in stretched, id(claim) in main, repeated)


def _numbered(claim) -> bool:
    return claim.value_low == claim.value_low


def _stretches(claim, told: list) -> bool:
    """Whether a target goes beyond another: 力争6%以上 beside 5.5%, in one clause or by its verb."""
    others = [c for c in told if c is not claim and _numbered(c) and c.unit == claim.unit]
    if not _numbered(claim):
        return False
    if claim.commitment == "strive":
        return any(c.commitment != "strive" or c.raw_start < claim.raw_start for c in others)
    return any(c.quote == claim.quote and c.commitment != "strive" and c.raw_start < claim.raw_start for c in others)
