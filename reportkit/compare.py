"""Targets beside results: what a report promises for its year, next to what it reports for the year before.

The difference is *ambition*: target for Y minus result of Y-1, both from one report. It says nothing about whether a
target was met; that needs the next report of the same locality.
"""

from __future__ import annotations

import pandas as pd

COLUMNS = (
    "report locality indicator subject measure unit year_reviewed achieved_low achieved_high achieved_status achieved_bound achieved_note "
    "year_planned target_low target_high bound commitment target_words stretch ambition_low ambition_high reason "
    "achieved_id target_id"
).split()


def targets(figures: pd.DataFrame) -> pd.DataFrame:
    """Each target of the main expected targets with the result of the year before, from the same report.

    One row per report, indicator and measure, in the order of the report; a second target for the same thing
    (增长5.5%、力争6%以上) is a row of its own with `stretch`. Targets in words only stay rows: their words are in
    `target_words`, their numbers empty.

    Parameters
    ----------
    figures : DataFrame
        What `figures()` gives, for one report or many.

    Returns
    -------
    DataFrame
        `achieved_low/high` and `target_low/high` are in `unit`. `ambition_low/high` is the target minus the result, in
        percentage points where both are rates and in `unit` otherwise; the lowest and the highest difference that the
        two intervals allow. `reason` says why an ambition is empty. `achieved_id` and `target_id` lead to the figures.

    Examples
    --------
    >>> import reportkit as rk
    >>> table = rk.targets(rk.figures(rk.load_reports()))
    >>> row = table.query("report == 'qingyunpu_2020' and indicator == 'gdp'").iloc[0]
    >>> float(row.achieved_low), float(row.target_low), float(row.target_high), round(float(row.ambition_low), 1)
    (6.5, 8.0, 8.5, 1.5)
    """
    rows = []
    for _, mine in figures.groupby("report", sort=False):
        announced = mine[(mine.status == "target") & (mine.part == "targets") & mine.headline]
        results = mine[mine.status.isin(["achieved", "expected"]) & mine.indicator.notna() & (mine.part == "review")]
        seen: set[tuple] = set()
        for target in announced.itertuples():
            wordless_task = target.bound == "qualitative"
            if target.indicator is None and not wordless_task:
                continue
            key = (target.indicator or target.subject, target.measure, target.period)
            rows.append(_row(target, _result(target, results), key in seen))
            seen.add(key)
    return pd.DataFrame(rows, columns=COLUMNS)


def _result(target, results: pd.DataFrame):
    """The figure for the year before: the whole year before a part, headline first, a value before a threshold."""
    if target.indicator is None or target.period is None or not target.period.isdigit():
        return None
    year_before = str(int(target.period) - 1)
    found = results[
        (results.indicator == target.indicator) & (results.measure == target.measure) & (results.period == year_before)
    ]
    if found.empty:
        return None
    ranked = found.assign(threshold=found.bound.isin(["at_least", "at_most"]), partial=found.note != "")
    order = ["partial", "headline", "threshold", "raw_start"]
    return ranked.sort_values(order, ascending=[True, False, True, True], kind="stable").iloc[0]


def _row(target, result, stretch: bool) -> tuple:
    words = target.quote if target.bound == "qualitative" else ""
    low = high = float("nan")
    numberless = pd.isna(target.value_low)
    if result is None:
        reason = "no result stated for the year before"
        if numberless:
            reason = "target in words only"
    elif numberless:
        reason = "target in words only"
    elif result.unit != target.unit:
        reason = f"units differ: {result.unit} and {target.unit}"
    else:
        reason = ""
        low = round(target.value_low - result.value_high, 6)
        high = round(target.value_high - result.value_low, 6)
    year = int(target.period) if target.period and target.period.isdigit() else None
    return (
        target.report, target.locality, target.indicator, target.subject, target.measure,
        target.unit or (result.unit if result is not None else ""),
        None if year is None else year - 1,
        float("nan") if result is None else result.value_low,
        float("nan") if result is None else result.value_high,
        None if result is None else result.status,
        None if result is None else result.bound,
        "" if result is None else result.note,
        year, target.value_low, target.value_high, target.bound, target.commitment, words, stretch, low, high, reason,
        None if result is None else result.figure_id, target.figure_id,
    )  # fmt: skip
