"""When and in what mood: the year a number speaks of, and whether it is done, expected, promised or only mentioned."""

from __future__ import annotations

import re
from typing import NamedTuple


class Setting(NamedTuple):
    """What a paragraph says about time before any of its sentences does."""

    reviewed: int | None  # Y-1
    planned: int | None  # Y
    part: str
    current: bool = False  # a passage of the review that speaks of the current year
    term: str | None = None  # a five-year review or plan: 2016-2020


PLAN_PARTS = frozenset({"plan", "targets", "tasks", "government"})
FIVE_YEARS = {"十": 2000, "十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "九": 1996, "八": 1991}
PLAN_NAME = re.compile(r"“?(十[一二三四五]?|[八九])五”?(?:时期|期间|规划|以来|计划|五年|末|发展)")
SPAN = re.compile(r"((?:19|20)\d\d)年?\s*[-－—–~～至到]{1,2}\s*((?:19|20)\d\d)年")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?!前)")
BASE = re.compile(r"(?:比|较|在|由|从)\s?((?:19|20)\d\d)年")
YEARS_AGO = re.compile(r"[比较]([两二三四五六七八九十])年前")
NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
RUNNING = re.compile(
    r"^[^。]{0,24}(?:迈入新的一年|进入新的一年|今年以来|今年[一二三四1-4]月|新年伊始|今年(?:年初|春节|一季度|上半年))"
)
FIVE_BACK = re.compile(
    r"(?:过去|这|近|前|上一届|本届政府)?[的]?五年(?:来|间|以来|累计|中)|本届政府(?:成立|任期|以来)|五年来|过去五年|任期五年"
)
FIVE_AHEAD = re.compile(r"今后五年|未来五年|(?:下|新)一?个?五年")


def period_of(
    clause: str, sentence: str, setting: Setting, status: str, measure: str, canonical: bool = False
) -> str | None:
    """The calendar year, span of years or `cumulative` that a number in this clause measures; None if nothing tells."""
    y = setting.planned if status == "target" or setting.current else setting.reviewed
    y0 = setting.planned
    plan = PLAN_NAME.search(clause) or (PLAN_NAME.search(sentence) if "年均" in clause else None)
    if ago := YEARS_AGO.search(clause):
        return f"{y - NUMERALS[ago[1]]}-{y}" if y else None
    if start := re.search(r"[由从]((?:19|20)\d\d)年的?\D{0,2}$", clause):
        return start[1]
    if "年均" in clause and (reach := re.search(r"[由从]((?:19|20)\d\d)年.*?((?:19|20)\d\d)年", sentence)):
        return f"{int(reach[1]) + 1}-{reach[2]}"
    if span := SPAN.search(clause):
        return f"{span[1]}-{span[2]}"
    if base := BASE.search(clause):
        first = int(base[1])
        if y and first < y - 1 and re.search(r"[比较]", base.group()):
            return f"{first + 1}-{y}"
        if y and first == y - 1 or re.search(r"[比较在]", base.group()):
            return str(y) if y else None
    if (thirds := re.search(r"分([两二三四五])年", sentence)) and y:
        return f"{y}-{y + NUMERALS[thirds[1]] - 1}"
    years = [n for n in YEAR.findall(clause) if status == "target" or not y or int(n) <= y]
    if years:
        return years[-1]
    if re.search(r"去年|上年(?!同期|末|底|相比)", clause) and not re.search(r"[比较与同]去年|[比较与同]上年", clause):
        return str(y0 - 1) if y0 else None
    if y0 and "前年" in clause:
        return str(y0 - 2)
    if y0 and "今年" in clause:
        return str(y0)
    if y0 and "明年" in clause:
        return str(y0 + 1)
    if plan and status != "target":
        first = FIVE_YEARS[plan[1]]
        return f"{first}-{first + 4}" if re.search(r"期间|时期|年均|以来|五年", sentence) else (str(y) if y else None)
    if plan and re.search(r"期间|时期|年均|末", clause):
        first = FIVE_YEARS[plan[1]]
        return str(first + 4) if "末" in clause else f"{first}-{first + 4}"
    term = setting.term or (f"{y - 4}-{y}" if y and status == "achieved" and FIVE_BACK.search(sentence) else None)
    if term:
        return _within(term, clause, measure)
    if years := [n for n in YEAR.findall(sentence) if status == "target" or not y or int(n) <= y]:
        if y and abs(int(years[-1]) - y) <= 1 and not SPAN.search(sentence):
            return years[-1]
    if "累计" in clause and not canonical and not re.search(r"全年|当年|今年|年内|本年", sentence):
        return "cumulative"
    return str(y) if y else None


PART_OF_YEAR = re.compile(
    r"(?:前[一二两三]个?|[一二三四]|第[一二三四])季度|[上下]半年|前(?:[一二两三四五六七八九十]+|\d+)个?月|(?:\d{1,2}|[一二三四五六七八九十]+)[-－—–~～至到]+(?:\d{1,2}|十?[一二三四五六七八九十])月|年初以来"
)
AGAINST = re.compile(r"[比较](疫情前|历史同期|[一二三四五六七八九十]年前|(?:19|20)\d\d年)[^，。；]{0,12}$")
WHOLE_YEAR = re.compile(r"全年|年末|年底|年度")


def note_of(words_before: str) -> str:
    """`part of the year: 前三季度` where a number speaks of less than its year; else nothing.

    >>> note_of("前三季度，全市实现地区生产总值"), note_of("上半年增长5%，全年增长")
    ('part of the year: 前三季度', '')
    """
    if against := AGAINST.search(words_before):
        return f"against {against[1]}"
    found = [m for m in PART_OF_YEAR.finditer(words_before)]
    if not found or WHOLE_YEAR.search(words_before, found[-1].end()):
        return ""
    return f"part of the year: {found[-1].group()}"


def _within(term: str, clause: str, measure: str) -> str:
    """Over five years a flow takes the whole span, a stock reached its last year, a base the year before."""
    first, last = term.split("-")
    if re.search(r"[由从](?:\D{0,6})$", clause):
        return str(int(first) - 1)
    reached = re.search(r"(?:[达增高升加至]到|达|至|突破|超过|为)\D{0,3}$", clause)
    if measure in ("rank", "share", "ratio") or (measure == "level" and reached):
        return last
    return term


EXPECT = re.compile(r"预计|预期(?=达|增|完成|实现|全年)|有望|预测|可望|预估")


def status_of(lead: str, setting: Setting, expected: bool, measure: str) -> str:
    """`achieved`, `expected`, `target` or `background`, by the part of the report and the words before the number."""
    if setting.part in PLAN_PARTS:
        year = YEAR.search(lead)
        past = setting.planned and year and int(year[1]) < setting.planned
        return "achieved" if past and not re.search(r"[比较在由从与]$", lead[: year.start()]) else "target"
    if setting.part in ("glossary", "back", "front", "opening", "closing"):
        return "background"
    if expected:
        return "expected"
    if measure == "level" and re.search(r"计划(?:总)?投资\D{0,4}$", lead[-10:]):
        return "background"
    return "achieved"


def setting_of(body: str, part: str, path: tuple[str, ...], reviewed: int | None, planned: int | None) -> Setting:
    """Read a paragraph's own words about time: a current-year passage, a review or a plan of five years."""
    current = part == "review" and bool(RUNNING.search(body[:60]))
    term = None
    if re.match(r"[^。，]{0,12}(?:过去的|刚刚过去的)(?:一年|\d{4}年)|(?:19|20)\d\d年", body):
        return Setting(reviewed, planned, part, current)
    head = " ".join(path[-2:]) + " " + body[:30]
    if (
        part == "review"
        and reviewed
        and FIVE_BACK.search(head)
        and not re.search(r"(?:19|20)\d\d年(?:主要)?(?:工作|政府工作)", head)
    ):
        term = f"{reviewed - 4}-{reviewed}"
    if part in PLAN_PARTS and planned and FIVE_AHEAD.search(head):
        term = f"{planned}-{planned + 4}"
    return Setting(reviewed, planned, part, current, term)
