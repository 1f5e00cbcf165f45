"""A panel: one row per place and year, targets and results side by side, to be merged on the division code."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pandas as pd

from reportkit.compare.identity import Where, places_of
from reportkit.compare.results import NOT_STATED, Results
from reportkit.compare.table import targets
from reportkit.lexicons import lexicon
from reportkit.quantity import standard
from reportkit.reading import ReportError
from reportkit.report import Report, each, overview

KEYS = "place code name level province year locality code_then report result_report".split()
NO_REPORT = "no report"
UNSAID = ("growth", "share", "completion")  # always in %


def panel(
    figures: pd.DataFrame,
    reports: Report | Iterable[Report] | pd.DataFrame | None = None,
    *,
    indicators: Iterable[str] | None = None,
    measures: Iterable[str] = ("growth", "level", "share"),
    tolerance: float = 0.1,
    tasks: bool = True,
) -> pd.DataFrame:
    """Targets and results of each place and year in one row, a column per indicator, measure and standard unit.

    The target of a year is the main one of that year's report, its result what the report of the year after says of it,
    so that a year may have one without the other: what no loaded report says stays empty. `code` and `name` are the
    newest of the place and the same in all its rows; `code_then` and `locality` are those of the year.

    Parameters
    ----------
    figures, reports, tolerance
        As in `targets()`.
    indicators, measures
        Which to take; all indicators by default.
    tasks
        Take a target that stands among the tasks where the main expected targets have none.

    Returns
    -------
    DataFrame
        `gdp_growth_target_low`, `_target_high`, `_target_bound`, `_result_low`, `_result_high`, `_result_status`, `_met`
        and so on. Rates are in %; a column of levels names its unit (`gdp_level_yuan_target_low`). A result of part of a
        year is left out. `_reason` says why there is no `_met`: the reasons of `targets()`, `not stated` where the report
        of the year sets no such target, `no report` where it is not loaded. The result is the first that was stated;
        what a later report made of it stands in `targets()` (`result_revised_*`).

    Raises
    ------
    ReportError
        If two reports are of one place and year.

    Examples
    --------
    >>> import reportkit as rk
    >>> wide = rk.panel(rk.figures(rk.load_reports()), indicators=["gdp"], measures=["growth"])
    >>> wide.set_index(["name", "year"])["gdp_growth_target_low"].to_dict()["青云谱区", 2020]
    8.0
    """
    reports = reports if reports is None or isinstance(reports, pd.DataFrame) else each(reports)
    whose = places_of(figures, overview(reports) if isinstance(reports, list) else reports)
    _refuse_two(whose)
    wanted = set(lexicon("indicators")["indicator"] if indicators is None else indicators)
    measures = set(measures)
    rows = _rows_of(whose, figures)
    planned = targets(figures, reports, tolerance=tolerance, tasks=tasks)
    subjects = _put_targets(rows, planned[planned["main"]], whose, wanted, measures)
    _put_results(rows, Results(figures), whose, wanted, measures, subjects)
    table = pd.DataFrame(list(rows.values()))
    columns = [*KEYS, *sorted((name for name in table if name not in KEYS), key=_place_in_table)]
    table = table.reindex(columns=columns).sort_values(["place", "year", "report"], ignore_index=True)
    for name in columns:
        if name.endswith("_reason"):  # nothing planned, or the report that would plan it is not there
            unsaid = table["report"].map(lambda report: NO_REPORT if pd.isna(report) else NOT_STATED)
            table[name] = table[name].astype(object).where(table[name].notna(), unsaid)
    kinds = {name: "boolean" for name in columns if name.endswith("_met")} | {"year": "Int64"}
    return table.astype(kinds)


def _refuse_two(whose: dict[str, Where]) -> None:
    first: dict[tuple, str] = {}
    for report, where in whose.items():
        if where.key and where.year is not None:
            other = first.setdefault((where.key, where.year), report)
            if other != report:
                raise ReportError(
                    f"{report}: a second report of {where.key} for {where.year}, after {other}. "
                    "Expected one per place and year. Leave one of the two out."
                )


def _rows_of(whose: dict[str, Where], figures: pd.DataFrame) -> dict[tuple, dict]:
    """A row for the year of each report and, without a target, for the year that it reviews."""
    named = figures.drop_duplicates("report").set_index("report")["locality"].to_dict()
    rows: dict[tuple, dict] = {}
    for report, where in whose.items():
        rows.setdefault(_at(report, where, 0), {}).update(_keys(report, where, named.get(report)))
    for report, where in whose.items():
        if where.key and where.year is not None:
            before = rows.setdefault(_at(report, where, -1), _keys(None, where, None) | {"year": where.year - 1})
            before["result_report"] = report
    return rows


def _at(report: str, where: Where, years: int) -> tuple:
    return (where.key, where.year + years) if where.key and where.year is not None else (report, None)


def _keys(report: str | None, where: Where, locality: str | None) -> dict:
    code, _, name = (where.key or "").rpartition(" ")
    return {
        "place": where.key, "code": code if code.isdigit() else None, "name": name or None, "level": where.level,
        "province": where.province, "year": where.year, "locality": locality,
        "code_then": where.code if report else None, "report": report,
    }  # fmt: skip


def _put_targets(rows, planned, whose, wanted, measures) -> dict[tuple, str]:
    """Write the main targets for the year of their own report; give the words that each was set for."""
    subjects = {}
    for target in planned.itertuples(index=False):
        where = whose[target.report]
        if target.indicator not in wanted or target.measure not in measures or target.period != str(where.year):
            continue
        row = rows[_at(target.report, where, 0)]
        subjects[where.key, where.year, target.indicator, target.measure] = target.subject
        if target.target_low == target.target_low:
            low, unit = standard(target.target_low, target.unit)
            name = _column(target.indicator, target.measure, unit)
            row[f"{name}_target_low"], row[f"{name}_target_high"] = low, standard(target.target_high, target.unit)[0]
            row[f"{name}_target_bound"], row[f"{name}_met"] = target.bound, target.met
        else:
            name = _column(target.indicator, target.measure, "%" if target.measure in UNSAID else target.unit)
        row[f"{name}_reason"] = target.attainment_reason
    return subjects


def _put_results(rows, results: Results, whose, wanted, measures, subjects) -> None:
    """Write what the report of the year after says of a year."""
    for report, where in whose.items():
        if where.key is None or where.year is None:
            continue
        row = rows[_at(report, where, -1)]
        for indicator, measure in results.stated(report, str(where.year - 1)):
            if indicator in wanted and measure in measures:
                subject = subjects.get((where.key, where.year - 1, indicator, measure), "")
                result = results.pick(report, indicator, measure, str(where.year - 1), subject, "")
                if not result.why:
                    low, unit = standard(result.low, result.unit)
                    name = _column(indicator, measure, unit)
                    row[f"{name}_result_low"], row[f"{name}_result_high"] = low, standard(result.high, result.unit)[0]
                    row[f"{name}_result_status"] = result.status


def _column(indicator: str, measure: str, unit: str) -> str:
    """The name of a column: with its unit unless that is always %."""
    if measure in UNSAID and unit == "%":
        return f"{indicator}_{measure}"
    return f"{indicator}_{measure}_{_unit_names().get(unit, unit)}"


@cache
def _unit_names() -> dict[str, str]:
    table = lexicon("unit_names")
    return dict(zip(table["unit"], table["name"], strict=True))


@cache
def _order() -> dict[str, int]:
    return {name: int(n) for name, n in lexicon("indicators")[["indicator", "order"]].itertuples(index=False)}


ENDS = "target_low target_high target_bound result_low result_high result_status met reason".split()


def _place_in_table(column: str) -> tuple:
    end = next(i for i, end in enumerate(ENDS) if column.endswith("_" + end))
    start = column.removesuffix("_" + ENDS[end])
    indicator = max((name for name in _order() if start.startswith(name + "_")), key=len)
    return _order()[indicator], start, end
