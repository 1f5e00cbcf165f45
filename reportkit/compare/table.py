"""The table of targets: each target with the result before it and the result that came of it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from reportkit.claims.frame import expect_figures
from reportkit.compare.identity import as_text, places_of
from reportkit.compare.judge import direction_of
from reportkit.compare.pairs import Known, ambition_of, attainment_of, implied_growth, revised
from reportkit.compare.parents import add_top_up
from reportkit.compare.statements import statements
from reportkit.compare.tone import tones
from reportkit.lexicons import lexicon
from reportkit.report import Report, each, overview

COLUMNS = (
    "report locality indicator subject measure unit year_reviewed achieved_low achieved_high achieved_status "
    "achieved_bound achieved_note year_planned target_low target_high bound commitment target_words stretch "
    "ambition_low ambition_high reason achieved_id target_id "
    "place code level province period main headline tone tone_words direction achieved_subject "
    "achieved_revised_low achieved_revised_high achieved_revised_id "
    "result_report result_low result_high result_status result_bound result_note result_subject result_id "
    "result_revised_low result_revised_high result_revised_id "
    "attainment_low attainment_high met attainment_reason implied_growth implied_growth_ids "
    "parent parent_low parent_high parent_id top_up_low top_up_high repeated_ids"
).split()
NEEDED = (
    "report figure_id quote number_text value_low value_high unit std_low std_high std_unit bound commitment measure "
    "subject indicator period status headline part raw_start note locality year"
).split()


def targets(
    figures: pd.DataFrame,
    reports: Report | Iterable[Report] | pd.DataFrame | None = None,
    *,
    tolerance: float = 0.1,
    tasks: bool = False,
    tone: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Each target with the result of the year before (ambition) and, from the next report, that of its year (attainment).

    One row per report, indicator, measure and target period, in the order of the report. The main expected targets, and
    five-year targets wherever the plan has them, of the indicators that the lexicon knows; where a report has no main expected targets, what its plan says. A
    target in words only stays a row: `target_words`, numbers empty. A second figure for the same thing is a row of its
    own: `stretch` where it goes beyond the first (增长5.5%、力争6%以上). `main` marks one of them: a number before
    words, the main expected targets before other places, the base before its stretch, the first before a later one.
    The same figure said again is no new row: `repeated_ids`.

    Parameters
    ----------
    figures
        What `figures()` gives, for one report or many, in any order.
    reports
        The reports, or their `overview()`: they tell places of one name apart, and what is expressly not announced
        (没有提出经济增速具体目标). Without them a place is known by its name.
    tolerance
        How far a result may miss 左右 or 持平 and still meet it, in the unit of the target.
    tasks
        Also take indicators that are set among the tasks (城镇新增就业), `headline` False.
    tone
        Words and their tone, in place of `lexicon("tone")`.

    Returns
    -------
    DataFrame
        All `_low/_high` are in `unit`. `ambition` is target minus the result of the year before, `attainment` the result
        minus target, `top_up` target minus that of the nearest place above whose target for the period is loaded
        (`parent`); each the lowest and the highest difference that the two intervals allow, in percentage points where
        both are rates. Results that a later report states otherwise stand in `achieved_revised_*`, `result_revised_*`.
        `implied_growth` is the growth in % between two stated levels (current prices), never put in for a stated one.

        `met`: 以上 at least the figure, 以内 at most the figure (of a fall, its size); a plain figure at least as good as
        it; a range not worse than its worse end; 左右 not worse than the figure by more than `tolerance`. Worse is
        less for most, more for prices, unemployment, energy use (`direction`, from `lexicon("indicators")`).

        `reason` and `attainment_reason` say why a difference is empty: words only, no target announced, not stated,
        no next report, two reports (for the year after), part of the year only, several results (that differ), another
        series, units differ, no rule, open result (突破500亿元 against 510), several years, place not known, year not
        known. Nothing is filled.

        A place keeps one `place` (newest code and name) through changes of its name, rank and code. Places without a
        code, townships above all, are one place where name and province agree: load no two of one name.

    Raises
    ------
    ReportError
        If the table is not that of `figures()`.

    Examples
    --------
    >>> import reportkit as rk
    >>> table = rk.targets(rk.figures(rk.load_reports()))
    >>> row = table.query("report == 'qingyunpu_2020' and indicator == 'gdp'").iloc[0]
    >>> float(row.achieved_low), float(row.target_low), float(row.target_high), round(float(row.ambition_low), 1)
    (6.5, 8.0, 8.5, 1.5)
    >>> row.attainment_reason
    'no next report'
    """
    expect_figures(figures, NEEDED)
    if not tolerance >= 0:
        raise ValueError(f"tolerance: {tolerance!r} is negative. Expected 0 or more, in the unit of the target.")
    figures = figures.assign(period=figures["period"].map(as_text))
    if reports is not None and not isinstance(reports, pd.DataFrame):
        reports = each(reports)
    full = reports if isinstance(reports, list) else []
    known = Known(figures, places_of(figures, overview(full) if isinstance(reports, list) else reports))
    tone_of = tones(lexicon("tone") if tone is None else tone)
    said = statements(figures, full, known.whose, tasks)
    rows = [_row(statement, known, tolerance, tone_of) for statement in said]
    add_top_up(rows, known.whose)
    table = pd.DataFrame(rows, columns=COLUMNS)
    numbers = [name for name in COLUMNS if name.endswith(("_low", "_high")) or name == "implied_growth"]
    years = {"year_reviewed": "Int64", "year_planned": "Int64"}
    types = dict.fromkeys(numbers, float) | years | {"met": "boolean", "main": bool, "stretch": bool}
    for name in set(COLUMNS) - set(types):
        table[name] = pd.Series([row[name] for row in rows], dtype=object)  # None stays None in every pandas
    return table.astype(types)


def _row(statement, known: Known, tolerance: float, tone_of) -> dict:
    """A target with all that belongs to it."""
    target = statement.claim
    where = known.whose[target.report]
    achieved, lowest, highest, reason = ambition_of(target, known)
    result, reached = attainment_of(target, known, achieved.unit, tolerance)
    year = int(target.period) if target.period and target.period.isdigit() else None
    unit = target.unit or achieved.unit or result.unit
    growth, growth_ids = implied_growth(target, known, reached["result_report"])
    spoken, tone_words = tone_of(target.quote, target.number_text, target.bound, target.commitment)
    return {
        "report": target.report, "locality": target.locality, "indicator": target.indicator, "subject": target.subject,
        "measure": target.measure, "unit": unit, "year_reviewed": None if year is None else year - 1,
        "achieved_low": achieved.low, "achieved_high": achieved.high, "achieved_status": achieved.status,
        "achieved_bound": achieved.bound, "achieved_note": achieved.note, "year_planned": year,
        "target_low": target.value_low, "target_high": target.value_high, "bound": target.bound,
        "commitment": target.commitment, "target_words": target.words, "stretch": statement.stretch,
        "ambition_low": lowest, "ambition_high": highest, "reason": reason, "achieved_id": achieved.id,
        "target_id": target.figure_id,
        "place": where.key, "code": where.code, "level": where.level, "province": where.province,
        "period": target.period, "main": statement.main, "headline": target.headline,
        "tone": spoken, "tone_words": tone_words, "direction": direction_of(target.indicator, target.measure),
        "achieved_subject": achieved.subject,
        "result_low": result.low, "result_high": result.high, "result_status": result.status,
        "result_bound": result.bound, "result_note": result.note, "result_subject": result.subject,
        "result_id": result.id, "implied_growth": growth, "implied_growth_ids": growth_ids,
        "repeated_ids": " ".join(statement.repeated),
    } | reached | revised(target, known, achieved, result, reached["result_report"])  # fmt: skip
