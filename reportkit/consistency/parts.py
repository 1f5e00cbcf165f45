"""A part is not above its whole, done and left add up, and a list has as many items as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from math import inf, isfinite

from reportkit.claims.subject import says
from reportkit.consistency.interval import is_counted, through, written
from reportkit.consistency.relation import Relation, follows, within
from reportkit.lexicons import lexicon

AMONG = "其中"
BREAK = re.compile("[，,。；;：:]")
ITEMS = r"[^，,。；;：:！？!?\n]"
LIST_BEFORE = re.compile(rf"({ITEMS}*?、{ITEMS}*?)等(?:共|共计|首批|重点|主要)?$")
LIST_BEHIND = re.compile(rf"[^，,。；;：:、]{{0,8}}[，,]?\s*(?:分别[为是]|即)\s*[：:]?\s*({ITEMS}+)")
LIST_CLOSED = re.compile(".*等", re.DOTALL)
JOINED = re.compile("以及|和|与|及")
INSIDE = re.compile(r"“[^“”]*”|《[^《》]*》|[(（][^()（）]*[)）]")


def parts(sentence: tuple, report: list) -> Iterator[Relation]:
    """What 其中 introduces is a part of what stands before it in the same unit."""
    if AMONG not in sentence[0].sentence:
        return
    wholes: list = []
    for before, row in pairwise(sentence):
        between = _text(row, before.raw_end, row.raw_start)
        if AMONG in between:
            wholes = [other for other in sentence if other.raw_start < row.raw_start and other.measure == "level"]
        elif BREAK.search(between):
            wholes = []
        alike = [other for other in wholes if other.unit == row.unit and other.status == row.status]
        if row.measure == "level" and alike:
            yield from _no_more(max(alike, key=lambda other: other.std_high), row)


def totals(sentence: tuple, report: list) -> Iterator[Relation]:
    """What is new is not above the total behind it: 新增73家，总数达412家."""
    for new, total in pairwise(sentence):
        fresh = new.measure == "change" or new.measure == "level" and "新" in new.subject[:3]
        if fresh and total.measure == "level" and "总" in total.subject[-3:] and new.unit == total.unit:
            yield from _no_more(total, new)


def contained(report: list) -> Iterator[Relation]:
    """Investment of industry is not above all investment, nor exports above all trade."""
    levels: dict[tuple, object] = {}
    for row in report:
        if row.measure == "level" and row.indicator and row.bound == "exact" and row.part == "review" and not row.note:
            levels.setdefault((row.indicator, row.period, row.status, row.std_unit), row)
    for (indicator, *like), row in levels.items():
        for whole in _contains().get(indicator, ()):
            if other := levels.get((whole, *like)):
                yield from _no_more(other, row)


@cache
def _contains() -> dict[str, list[str]]:
    return lexicon("contains").groupby("indicator")["whole"].agg(list).to_dict()


def _no_more(whole, part) -> Iterator[Relation]:
    limit = written(whole).high
    if isfinite(limit):
        yield from within("part", (whole, part), min(written(part).low, limit), limit)


def splits(sentence: tuple, report: list) -> Iterator[Relation]:
    """Done and left add up to what was found: 62处，已整改58处，限期整改4处."""
    for whole, done, left in zip(sentence, sentence[1:], sentence[2:], strict=False):
        alike = whole.measure == done.measure == left.measure == "level" and whole.unit == done.unit == left.unit
        if alike and "已" in done.quote and says("left", left.quote) and not says("left", done.quote):
            value = through(lambda a, b: a - b, written(whole), written(done))
            yield from follows("split", (whole, done, left), value)


def lists(report: list) -> Iterator[Relation]:
    """A、B、C等5个 names no more than five."""
    for row in report:
        if row.measure == "level" and is_counted(row) and row.bound == "exact":
            said = _text(row, row.sentence_start, row.raw_start)
            before = LIST_BEFORE.search(said) if "等" in said[-3:] else None  # seldom, and the search is long
            named = _last_list(_names(LIST_CLOSED.sub("", before[1]))).count("、") + 1 if before else 0
            if named > 1:
                yield from within("list", (row,), named, inf)


def spelled_out(report: list) -> Iterator[Relation]:
    """4个，分别为A、B、C和D names just as many."""
    for row, behind in zip(report, (*report[1:], None), strict=True):
        if row.measure != "level" or not is_counted(row):
            continue
        alone = behind is None or behind.sentence_start != row.sentence_start
        end = row.sentence_start + len(row.sentence) if alone else behind.raw_start
        listed = LIST_BEHIND.match(_text(row, row.raw_end, end))
        if listed and not listed[1].rstrip().endswith("等"):
            named = _names(listed[1])
            least = named.count("、") + 1
            if least > 1:
                yield from within("list", (row,), least, least + len(JOINED.findall(named)))


def _last_list(listed: str) -> str:
    """Of 水、电改造和道路、绿化 the last two; 和 before the last item only joins it to its own list."""
    last = JOINED.split(listed)[-1]
    return last if "、" in last else listed


def _names(listed: str) -> str:
    """A list without what stands in quotation marks or brackets, where 、 parts nothing."""
    return INSIDE.sub("", listed.replace("”“", "”、“"))


def _text(row, start: int, end: int) -> str:
    """A piece of the sentence of a row, by places in the raw text."""
    return row.sentence[start - row.sentence_start : end - row.sentence_start]
