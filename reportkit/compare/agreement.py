"""How far two readings of the same reports agree: machine and assistant, or two assistants."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

import pandas as pd

from reportkit.reading import ReportError

CODED = ["unit", "bound", "measure", "indicator", "period", "status", "headline"]
VALUES = ["value_low", "value_high"]
NEEDED = ["report", "raw_start", "raw_end", "number_text", *VALUES, *CODED]


class Agreement(NamedTuple):
    """What a paper's appendix reports of two readings.

    `precision` is the share of the first reading's figures that the second has too, `recall` the share of the second's
    that the first has. `columns` has one row per column: n figures in both, how many agree, their share, and Cohen's kappa
    (nan for values, which are not categories, and where both say one thing throughout). `disagreements` has one row per
    difference; `what` is a column, `only first` or `only second`.
    """

    precision: float
    recall: float
    columns: pd.DataFrame
    disagreements: pd.DataFrame


def agreement(figures: pd.DataFrame, other: pd.DataFrame) -> Agreement:
    """Compare two tables of figures, row by row where their spans touch.

    Parameters
    ----------
    figures, other : DataFrame
        Tables of `figures()`: of the machine and of a reader, or of two readers (`figures(reports, corrections=...)`).

    Raises
    ------
    ReportError
        If a table lacks a column that is compared.

    Examples
    --------
    >>> import reportkit as rk
    >>> machine = rk.figures(rk.load_reports()[0])
    >>> reader = machine.drop(index=0).assign(bound="exact")
    >>> found = rk.agreement(machine, reader)
    >>> round(found.precision, 3), found.recall
    (0.99, 1.0)
    >>> found.columns.set_index("column").loc[["unit", "bound"], "share"].round(2).tolist()
    [1.0, 0.78]
    """
    for name, table in ("figures", figures), ("other", other):
        if missing := [column for column in NEEDED if column not in table]:
            raise ReportError(f"{name}: no column {missing[0]!r}. Expected the columns of figures(): {', '.join(NEEDED)}. "
                              "Pass the whole table.")  # fmt: skip
    first, second = (_rows(table) for table in (figures, other))
    pairs = _pairs(first, second)
    matched = {j for _, j in pairs}
    alone = [(row, None, "only first") for i, row in enumerate(first) if i not in {i for i, _ in pairs}]
    alone += [(None, row, "only second") for j, row in enumerate(second) if j not in matched]
    both = [(first[i], second[j]) for i, j in pairs]
    columns = pd.DataFrame(
        [_column(both, name) for name in [*VALUES, *CODED]], columns="column n agree share kappa".split()
    )
    differ = [(a, b, name) for a, b in both for name in [*VALUES, *CODED] if a[name] != b[name]]
    table = pd.DataFrame([_difference(*one) for one in [*alone, *differ]],
                         columns="report raw_start raw_end number_text what first second".split())  # fmt: skip
    table = table.sort_values(["report", "raw_start", "what"], kind="stable", ignore_index=True)
    return Agreement(_share(len(pairs), len(first)), _share(len(pairs), len(second)), columns, table)


def kappa(one: list, other: list) -> float:
    """Cohen's kappa: agreement beyond what two readers would reach who know only how often each code occurs.

    >>> round(kappa(["a"] * 45 + ["b"] * 55, ["a"] * 25 + ["b"] * 20 + ["a"] * 15 + ["b"] * 40), 3)
    0.286
    """
    n = len(one)
    observed = sum(a == b for a, b in zip(one, other, strict=True)) / n if n else float("nan")
    often, as_often = Counter(one), Counter(other)
    by_chance = sum(count * as_often[code] for code, count in often.items()) / n**2 if n else float("nan")
    return (observed - by_chance) / (1 - by_chance) if by_chance != 1 else float("nan")


def _rows(table: pd.DataFrame) -> list[dict]:
    """Rows in the order of their places, with one sign for nothing: None."""
    plain = table[NEEDED].astype(object)
    return (
        plain.where(plain.notna() & plain.ne(""), None)
        .sort_values(["report", "raw_start"], kind="stable")
        .to_dict("records")
    )


def _pairs(first: list[dict], second: list[dict]) -> list[tuple[int, int]]:
    """Rows whose spans touch, each once; of several the one with most columns alike."""
    by_report = defaultdict(list)
    for j, row in enumerate(second):
        by_report[row["report"]].append(j)
    free, pairs = set(range(len(second))), []
    for i, row in enumerate(first):
        touching = [j for j in by_report[row["report"]] if j in free and row["raw_start"] <= second[j]["raw_end"] - 1
                    and second[j]["raw_start"] <= max(row["raw_end"] - 1, row["raw_start"])]  # fmt: skip
        if touching:
            best = max(touching, key=lambda j: sum(row[name] == second[j][name] for name in [*VALUES, *CODED]))
            free.discard(best)
            pairs.append((i, best))
    return pairs


def _column(both: list[tuple[dict, dict]], name: str) -> tuple:
    one, other = ([row[name] for row in side] for side in (zip(*both, strict=True) if both else ((), ())))
    alike = sum(a == b for a, b in zip(one, other, strict=True))
    return name, len(both), alike, _share(alike, len(both)), kappa(one, other) if name in CODED else float("nan")


def _difference(one: dict | None, other: dict | None, what: str) -> tuple:
    row = one or other
    said = [None if side is None else side["number_text"] if what not in side else side[what] for side in (one, other)]
    return row["report"], row["raw_start"], row["raw_end"], row["number_text"], what, *said


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
