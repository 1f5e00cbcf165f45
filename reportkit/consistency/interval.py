"""A number as the span of values that its writing leaves open, and arithmetic on such spans."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import product
from math import inf, isfinite
from typing import NamedTuple

from reportkit.lexicons import lexicon

DECIMALS = re.compile(r"\d[.．](\d+)")
ABOUT = 0.1  # 近, 余 and 左右 leave a tenth to either side
COUNTED = frozenset({"count", "people", "household", "time"})


class Interval(NamedTuple):
    """Where a value lies: between `low` and `high`, as written `middle`; `half` a unit of its last digit."""

    low: float
    middle: float
    high: float
    half: float

    def meets(self, other: Interval) -> bool:
        """Whether one value can be both."""
        near = 1e-9 * max(abs(self.middle), abs(other.middle), 1)
        return self.low <= other.high + near and other.low <= self.high + near


def written(row) -> Interval:
    """The span of a row of figures in its standard unit: 27.83亿元 is 27.825 to 27.835, 24个 is 24 and nothing else.

    >>> from types import SimpleNamespace as row
    >>> rate = row(number_text="7.5%", value_low=7.5, std_low=7.5, std_high=7.5, unit="%", bound="exact")
    >>> low, middle, high, half = written(rate)
    >>> round(low, 2), middle, round(high, 2), half
    (7.45, 7.5, 7.55, 0.05)
    """
    factor = row.std_low / row.value_low if row.value_low else 1.0
    decimals = max(map(len, DECIMALS.findall(row.number_text)), default=0)
    half = 0.0 if not decimals and is_counted(row) else abs(factor) * 0.5 * 10**-decimals
    low, high = row.std_low - half, row.std_high + half
    slack = ABOUT * abs(row.std_low) if row.bound == "approx" else 0.0
    low = -inf if row.bound == "at_most" else low - slack
    high = inf if row.bound == "at_least" else high + slack
    return Interval(low, (row.std_low + row.std_high) / 2, high, half)


def is_counted(row) -> bool:
    """Whether a number counts things one by one: 24个, and not 2.4万个 or 24亿元."""
    return row.unit in _counted()


@cache
def _counted() -> frozenset[str]:
    units = lexicon("units")
    units = units["unit"][units["kind"].isin(COUNTED)]
    return frozenset(units[~units.str.contains("[万亿]")])


def through(formula: Callable[..., float], *given: Interval) -> Interval | None:
    """What a formula that rises or falls in each of its numbers makes of spans; None where it has no bounds.

    >>> through(lambda a, b: a / b * 100, Interval(2, 2, 2, 0), Interval(4, 4, 5, 0.5))
    Interval(low=40.0, middle=50.0, high=50.0, half=0)
    """
    try:
        corners = [formula(*corner) for corner in product(*((x.low, x.high) for x in given))]
        middle = formula(*(x.middle for x in given))
    except (ZeroDivisionError, OverflowError, ValueError):
        return None
    known = all(isinstance(x, float | int) and isfinite(x) for x in [*corners, middle])
    return Interval(min(corners), middle, max(corners), 0) if known else None
