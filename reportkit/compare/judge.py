"""Met or not: a result against a target, by one written rule per bound."""

from __future__ import annotations

from functools import cache
from math import inf

from reportkit.lexicons import lexicon

ROUNDING = 1e-9


@cache
def _directions() -> dict[str, str]:
    table = lexicon("indicators")
    return dict(zip(table["indicator"], table["direction"], strict=True))


def direction_of(indicator: str | None, measure: str) -> str | None:
    """`up` where more is better, `down` where less is (prices, unemployment, a rank), None where nothing tells.

    >>> direction_of("gdp", "growth"), direction_of("cpi", "growth"), direction_of("gdp", "rank")
    ('up', 'down', 'down')
    """
    if measure == "rank":
        return "down"
    if measure == "completion":
        return "up"
    return _directions().get(indicator or "") or None


def allowed(low: float, high: float, bound: str, direction: str | None, measure: str, tolerance: float):
    """The lowest and the highest result that meet a target; None where no rule tells.

    以上 (`at_least`): at least the figure. 以内 (`at_most`): at most the figure. Of a fall (下降3%以上, -3) the bound
    speaks of its size, so that at least means a fall as deep or deeper. A plain figure: at least as good as it. A range:
    not worse than its worse end. 左右 and 持平: not worse than the figure by more than the tolerance; without a
    direction, within the tolerance on both sides.
    """
    if measure == "rank":
        return -inf, high
    if bound in ("at_least", "at_most"):
        falls = measure in ("growth", "change") and high < 0
        return (low, inf) if (bound == "at_least") != falls else (-inf, high)
    slack = tolerance if bound in ("approx", "qualitative") else 0
    if direction == "up":
        return low - slack, inf
    if direction == "down":
        return -inf, high + slack
    return (low - slack, high + slack) if slack or bound == "range" else None


def met(span: tuple[float, float] | None, low: float, high: float) -> bool | None:
    """Whether a result lies in what is allowed; None where it may or may not (突破500亿元 against 510).

    >>> met((6.0, float("inf")), 6.2, 6.2), met((6.0, float("inf")), 5.9, 5.9), met((6.0, float("inf")), 5.5, float("inf"))
    (True, False, None)
    """
    if span is None:
        return None
    if low >= span[0] - ROUNDING and high <= span[1] + ROUNDING:
        return True
    if high < span[0] - ROUNDING or low > span[1] + ROUNDING:
        return False
    return None


def reach(low: float, high: float, bound: str | None, measure: str) -> tuple[float, float]:
    """All values that a stated result leaves possible: 突破500亿元 is 500 or more."""
    falls = measure in ("growth", "change") and high < 0
    if bound == "at_least":
        return (-inf, high) if falls else (low, inf)
    if bound == "at_most":
        return (low, inf) if falls else (-inf, high)
    return low, high


def difference(low: float, high: float, from_low: float, from_high: float) -> tuple[float, float]:
    """The lowest and the highest difference of two intervals; NaN at an end that is open."""
    ends = low - from_high, high - from_low
    return tuple(round(end, 6) if abs(end) != inf else float("nan") for end in ends)
