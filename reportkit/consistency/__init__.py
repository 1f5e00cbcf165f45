"""The arithmetic that a careful reader would do: figures that must agree, and do or do not.

A rule takes rows of figures and gives relations; a relation holds what one figure says and what follows for it from the
others. Where the two differ, either the report is odd or it was misread.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

import pandas as pd

from reportkit.consistency.growth import increases, rises
from reportkit.consistency.numbers import Number, numbers
from reportkit.consistency.parts import contained, lists, parts, spelled_out, splits, totals
from reportkit.consistency.relation import NOT_COMPARABLE, Relation, verdict
from reportkit.consistency.repeats import limits, repeats
from reportkit.consistency.shares import completions, good_days, sectors, shares, structures
from reportkit.consistency.years import successive

COLUMNS = (
    "report kind figures subject indicator period stated expected expected_low expected_high residual unit verdict reason "
    "sentence raw_start raw_end"
).split()
IN_A_SENTENCE = (increases, rises, shares, completions, structures, parts, totals, splits)  # two numbers at least
IN_A_REPORT = (sectors, good_days, contained, repeats, limits, lists, spelled_out)


def checks(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures that must agree, and whether they do: one row per relation that the text states more than once.

    Parameters
    ----------
    figures : DataFrame
        The table of `figures()`, of one report or many; with two years of one place, growth is held against the levels.

    Returns
    -------
    DataFrame
        One row per relation, sorted by report and place; the columns:

        report, kind, figures
            The kind (below), and the `figure_id` of each figure involved, the one judged last, with "; " between.
        subject, indicator, period
            Of the figure judged.
        stated, expected, expected_low, expected_high, residual, unit
            What it says; what follows from the others, at their written values and at the ends of what their writing
            leaves open (27.83 is 27.825 to 27.835; 近, 余, 左右 a tenth to either side); stated less expected; all in
            the standard unit.
        verdict, reason
            `agrees`: the same to the last digit written. `within rounding`: the same when the others are rounded.
            `disagrees`: not the same. `suspect reading`: more than twice or less than half, or at a place where the
            text is damaged: look first whether it was misread. `not comparable`: not the same, and need not be;
            `reason` says why.
        sentence, raw_start, raw_end
            The sentences of the figures, and the span of the figure judged in `Report.raw`.

        Kinds: `increase` (level, rise and rate), `rise` (two levels and the rate between), `successive years` (levels of
        two reports and the growth that the later one states), `share` (part, whole and share), `completion` (plan, result
        and rate), `adds to 100`, `sectors` (three that make up the gross product), `days` (of good air, and their share),
        `part` (no larger than its whole), `split` (done and left), `list` (as many as are named), `repeated`, `range`
        (`lexicon("ranges")`).

    Raises
    ------
    ReportError
        If the table is not that of `figures()`.

    Examples
    --------
    >>> import reportkit as rk
    >>> table = rk.checks(rk.figures(rk.load_reports()))
    >>> row = table.query("kind == 'increase'").iloc[0]
    >>> float(row.stated), round(float(row.expected), 2), row.verdict  # 27.83亿元，增收3.99亿元，增长16.74%
    (16.74, 16.74, 'agrees')
    """
    found = _relations(numbers(figures))
    rows = sorted(map(_row, found), key=lambda row: (row[0], row[-2], row[1], row[2]))
    table = pd.DataFrame(rows, columns=COLUMNS)
    for name in ("indicator", "period"):
        table[name] = pd.Series([row[COLUMNS.index(name)] for row in rows], dtype=object)  # None stays None
    return table


def _relations(rows: list[Number]) -> Iterator[Relation]:
    yield from successive(rows)
    for _, report in groupby(rows, key=attrgetter("report")):
        report = list(report)
        for rule in IN_A_REPORT:
            yield from rule(report)
        for _, sentence in groupby(report, key=attrgetter("sentence_start")):
            sentence = tuple(sentence)
            for rule in IN_A_SENTENCE if len(sentence) > 1 else ():
                yield from rule(sentence, report)


def _row(relation: Relation) -> tuple:
    judged, judgement = relation.rows[-1], verdict(relation)
    stated, expected = relation.stated, relation.expected
    sentences = dict.fromkeys(row.sentence for row in sorted(relation.rows, key=attrgetter("report", "raw_start")))
    return (
        judged.report, relation.kind, "; ".join(row.figure_id for row in relation.rows), judged.subject, judged.indicator,
        judged.period, stated.middle, expected.middle, expected.low, expected.high, stated.middle - expected.middle,
        relation.unit, judgement, relation.reason if judgement == NOT_COMPARABLE else "", " … ".join(sentences), judged.raw_start, judged.raw_end,
    )  # fmt: skip
