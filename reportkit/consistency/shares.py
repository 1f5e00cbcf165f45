"""A part, its whole and the share; a plan, what was done and the rate; parts that add up to a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reportkit.consistency.interval import Interval, through, written
from reportkit.consistency.relation import Relation, follows, within
from reportkit.lexicons import lexicon

OF = re.compile(r"占(?!比)(.+?)的?(?:比重|比例|比)?$")
SECTORS = ("primary_value_added", "secondary_value_added", "tertiary_value_added")
SECTOR = re.compile(r"[(（]第[一二三]产业[)）]$")
NEAR = 160  # characters back to the count that a rate is of
TOGETHER = 800  # characters between a gross product and the sectors it is made of
VALID_DAYS = Interval(324, 365, 366, 0)  # measured in a year that has an annual mean (HJ 663-2013)
HUNDRED = Interval(100, 100, 100, 0)


def percent(part: Interval, whole: Interval) -> Interval | None:
    """A part in per cent of its whole."""
    return through(lambda a, b: a / b * 100, part, whole)


def shares(sentence: tuple, report: list) -> Iterator[Relation]:
    """A share whose part and whole are stated: 工业投资1881亿元，占固定资产投资31.2%; 小区3860个、成立业委会2522个、占比65.3%."""
    for place, row in enumerate(sentence):
        if row.measure != "share" or row.unit != "%":
            continue
        counts = [other for other in sentence[:place] if other.measure == "level"]
        if not counts:
            continue
        if named := OF.search(row.subject):
            parts = [other for other in counts if row.subject.startswith(other.subject) and row.period == other.period]
            yield from _best("share", parts[-1:], _called(named[1], report, row), row)
        elif not row.indicator and _is_of(row.subject, counts[-1].subject):
            noun = counts[-1].subject[-2:]
            wholes = [other for other in _shortly_before(counts[-1], report) if noun in other.subject]
            yield from _best("share", counts[-1:], wholes[-1:], row)


def _is_of(rate: str, count: str) -> bool:
    """Whether a rate is that of the count before it: 小区占比 of 小区, 竣工率 of 竣工项目; not 参保率 of 参保."""
    done = rate[-3:-1]
    return rate == count + "占比" or (len(rate) > 2 and rate[-1] == "率" and done in count and not count.endswith(done))


def _shortly_before(part, report: list) -> list:
    """Numbers in the same unit shortly before."""
    return [row for row in report if 0 < part.raw_start - row.raw_start <= NEAR and row.measure == "level"
            and row.unit == part.unit and row.std_low]  # fmt: skip


def _called(name: str, report: list, like) -> list:
    """Levels of this name or indicator, of the same time and status as another figure."""
    indicator = _indicators().get(name, name)
    return [row for row in report if row.measure == "level" and row.period == like.period and row.status == like.status
            and (row.indicator == indicator or row.subject == name)]  # fmt: skip


def _best(kind: str, parts: list, wholes: list, row) -> Iterator[Relation]:
    """The relation of a share to its part and its whole; where several figures are called so, the one that fits best."""
    found = [relation for part in parts for whole in wholes
             if part.std_unit == whole.std_unit and part.raw_start != whole.raw_start
             for relation in follows(kind, (part, whole, row), percent(written(part), written(whole)))]  # fmt: skip
    yield from sorted(found, key=lambda relation: abs(relation.stated.middle - relation.expected.middle))[:1]


@cache
def _indicators() -> dict[str, str]:
    table = lexicon("indicator_terms")
    return dict(zip(table["term"], table["indicator"], strict=True))


def completions(sentence: tuple, report: list) -> Iterator[Relation]:
    """A plan, what was done and the rate: 计划投资45.2亿元，完成投资46.4亿元，完成年度计划102%."""
    for row in sentence:
        if row.measure == "completion" and row.unit == "%":
            levels = [other for other in sentence if other.measure == "level"]
            done = [other for other in levels if other.raw_start < row.raw_start and other.status == row.status]
            plans = [other for other in levels if other.status == "background"]
            yield from _best("completion", done[-1:], plans, row)


def structures(sentence: tuple, report: list) -> Iterator[Relation]:
    """The three sectors in per cent add up to 100, and each is its value added in per cent of the whole."""
    parts = tuple(row for row in sentence if row.measure in ("ratio", "share") and SECTOR.search(row.subject))
    if len(parts) != len(SECTORS):
        return
    first, second, _ = map(written, parts)
    yield from follows("adds to 100", parts, through(lambda all, a, b: all - a - b, HUNDRED, first, second))
    for row, sector in zip(parts, SECTORS, strict=True):
        yield from _best("share", _called(sector, report, row), _called("gdp", report, row), row)


def sectors(report: list) -> Iterator[Relation]:
    """The value added of the three sectors adds up to the gross product; its growth lies between theirs."""
    for whole in report:
        if whole.indicator != "gdp" or whole.measure not in ("level", "growth"):
            continue
        alike = [row for row in report if abs(row.raw_start - whole.raw_start) < TOGETHER
                 and _kind(row) == _kind(whole)]  # fmt: skip
        found = [[row for row in alike if row.indicator == sector][:1] for sector in SECTORS]
        if not all(found):
            continue
        rows = (*(row for (row,) in found), whole)
        spans = [written(row) for row in rows[:-1]]
        if whole.measure == "level":
            yield from follows("sectors", rows, through(lambda a, b, c: a + b + c, *spans))
        else:
            yield from within("sectors", rows, min(x.low for x in spans), max(x.high for x in spans))


def _kind(row) -> tuple:
    return row.measure, row.period, row.status, row.std_unit


def good_days(report: list) -> Iterator[Relation]:
    """Days of good air are that share of the days with a valid measurement."""
    rates = [row for row in report if row.indicator == "air_quality_rate" and row.measure == "share"]
    for days in report:
        if days.indicator == "air_quality_days" and days.measure == "level":
            value = percent(written(days), VALID_DAYS)
            same = [row for row in rates if (row.period, row.status) == (days.period, days.status)]
            if value is not None and same:
                yield from within("days", (days, same[0]), value.low, value.high)
