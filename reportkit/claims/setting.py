"""What a paragraph says about time before any of its sentences does: its year, its term of five years, its comparison."""

from __future__ import annotations

import re
from typing import NamedTuple

PLAN_PARTS = frozenset({"plan", "targets", "tasks", "government"})
# The first year of each five-year plan; “十五” was 2001-2005, the next of that name 2026-2030 is 十五五.
FIVE_YEARS = {"十": 2001, "十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "九": 1996, "八": 1991}
PLAN = r"“(十[一二三四五]?|[八九])五”"
YEAR = re.compile(r"((?:19|20)(?<!\d..)\d\d)年(?!前)")
FIVE_BACK = re.compile(
    r"[过任五5本]"  # one class of signs first, which is what makes the search fast
    r"(?:(?:(?<=过)去|(?<=任)期)的?[五5]年|(?<=[五5])(?<!\d[五5])年(?:来|间|以来|累计|中|平均|分别|共|内|年均|新增|新?建)|(?<=本)届政府(?:成立|任期|以来))"
)
FIVE_AHEAD = re.compile(r"今后五年|未来五年|(?:下|新)一?个?五年")

_TERM = re.compile(rf"{PLAN}(?:时期|期间)(?!的?(?:收官|开局|第|最后|末))")
_NUMBER = re.compile(r"\d")
_A_YEAR = re.compile(r"(?:19|20)\d\d年")
_FROM_TO = re.compile(r"[由从]((?:19|20)\d\d)年[^。；]{0,40}?((?:19|20)\d\d)年")
_COMPARED = re.compile(r"[由从比是为]((?:19|20)\d\d)年")
_RUNNING = re.compile(
    r"^[^。]{0,24}(?:迈入新的一年|进入新的一年|今年以来|今年[一二三四1-4]月|新年伊始|今年(?:年初|春节|一季度|上半年))"
)
_ONE_YEAR = re.compile(r"[^。，]{0,12}(?:过去的|刚刚过去的)(?:一年|\d{4}年)|(?:19|20)\d\d年")
_WORK_OF_A_YEAR = re.compile(r"(?:19|20)\d\d年(?:主要)?(?:工作|政府工作)")
_THIS_OR_NEXT = re.compile("今年|明年")
_DATED = re.compile(r"(?:19|20)\d\d年|今年")


class Setting(NamedTuple):
    """The years that a paragraph speaks of unless a sentence says otherwise."""

    reviewed: int | None  # Y-1
    planned: int | None  # Y
    part: str
    current: bool = False  # a passage of the review that speaks of the current year
    term: str | None = None  # a five-year review or plan: 2016-2020
    reach: tuple[int, int] | None = None  # 由2000年的…增加到2005年的…: from when to when the paragraph compares


def setting_of(body: str, part: str, path: tuple[str, ...], reviewed: int | None, planned: int | None) -> Setting:
    """Read a paragraph's own words about time: a current-year passage, a review or a plan of five years."""
    current = part == "review" and bool(_RUNNING.search(body[:60]))
    term = None if _ONE_YEAR.match(body) else _term(body, part, path, reviewed, planned)
    return Setting(reviewed, planned, part, current, term, _reach(body, reviewed))


def _term(body: str, part: str, path: tuple[str, ...], reviewed: int | None, planned: int | None) -> str | None:
    head = " ".join(path[-2:]) + " " + body[:30]
    if part in PLAN_PARTS:
        headed = path[-1] if path and not _DATED.search(path[-1]) else ""
        named = _TERM.search(_NUMBER.split(body[:80], 1)[0]) or _TERM.search(headed)
    else:
        named = _TERM.search(" ".join(title for title in path[-2:] if not _DATED.search(title)) + " " + body[:30])
    if named and not _THIS_OR_NEXT.search(body[:40]):
        first = FIVE_YEARS[named[1]]
        return f"{first}-{first + 4}"
    if part == "review" and reviewed and FIVE_BACK.search(head) and not _WORK_OF_A_YEAR.search(head):
        return f"{reviewed - 4}-{reviewed}"
    if part in PLAN_PARTS and planned and FIVE_AHEAD.search(head):
        return f"{planned}-{planned + 4}"
    return None


def _reach(body: str, reviewed: int | None) -> tuple[int, int] | None:
    """From which year to which a paragraph compares, if it says 由2000年的…增加到2005年的… or 比2000年…."""
    if not _A_YEAR.search(body):
        return None
    if pair := from_to(body):
        return pair
    one = _COMPARED.search(body)
    return (int(one[1]), reviewed) if one and reviewed and int(one[1]) < reviewed - 1 else None


def from_to(text: str) -> tuple[int, int] | None:
    """The years of the last 由2000年的…增加到2005年的… in a text."""
    pairs = [(int(a), int(b)) for a, b in _FROM_TO.findall(text) if int(a) < int(b)]
    return pairs[-1] if pairs else None
