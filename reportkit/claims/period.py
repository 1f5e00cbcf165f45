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
    reach: tuple[int, int] | None = None  # 由2000年的…增加到2005年的…: from when to when the paragraph compares


PLAN_PARTS = frozenset({"plan", "targets", "tasks", "government"})
FIVE_YEARS = {"十": 2001, "十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "九": 1996, "八": 1991}
PLAN_NAME = re.compile(r"“(十[一二三四五]?|[八九])五”(?:时期|期间|规划|以来|计划|五年|期末|末|发展)")
TERM_NAME = re.compile(r"“(十[一二三四五]?|[八九])五”(?:时期|期间)(?!的?(?:收官|开局|第|最后|末))")
NUMBER = re.compile(r"\d")
OWN_PLAN = re.compile(rf"(?<![比较超出是为与]){PLAN_NAME.pattern}")
FROM_TO = re.compile(r"[由从]((?:19|20)\d\d)年[^。；]{0,40}?((?:19|20)\d\d)年")
SPAN = re.compile(r"((?:19|20)\d\d)年?\s*[-－—–~～至到]{1,2}\s*((?:19|20)\d\d)年")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?!前)")
BASE = re.compile(r"(?:比|较|在|由|从|是|为)\s?((?:19|20)\d\d)年")
AHEAD = re.compile(r"到((?:19|20)\d\d)年(?:底|末)?|到“(十[一二三四五]?|[八九])五”(?:期末|末)")
YEARS_AGO = re.compile(r"[比较]([两二三四五六七八九十])年前")
NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
RUNNING = re.compile(
    r"^[^。]{0,24}(?:迈入新的一年|进入新的一年|今年以来|今年[一二三四1-4]月|新年伊始|今年(?:年初|春节|一季度|上半年))"
)
FIVE_BACK = re.compile(
    r"(?:过去|这|近|前|上一届|本届政府)?的?(?<!\d)[五5]年(?:来|间|以来|累计|中)|本届政府(?:成立|任期|以来)|(?:过去|任期)的?(?<!\d)[五5]年|(?<!\d)[五5]年(?:平均|分别|共|内|年均)"
)
FIVE_AHEAD = re.compile(r"今后五年|未来五年|(?:下|新)一?个?五年")


def period_of(
    clause: str, sentence: str, setting: Setting, status: str, measure: str, canonical: bool = False
) -> str | None:
    """The calendar year, span of years or `cumulative` that a number measures; None if nothing tells.

    `clause` and `sentence` are the words before the number in its clause and in its sentence; the nearer word wins.
    """
    y = setting.planned if status == "target" or setting.current else setting.reviewed
    span = _said(clause, sentence, setting, status, measure, y)
    if span is not None:
        return span or None
    term = setting.term or (f"{y - 4}-{y}" if y and status == "achieved" and FIVE_BACK.search(sentence) else None)
    spread = AVERAGED.search(clause)
    if term and (spread or not (status == "achieved" and _of_one_year(sentence, y))):
        return _within(term, clause, measure, canonical)
    if CAME_FROM.search(clause) and not setting.reach:
        return None
    if spread and spread.group() != "累计":
        return None if status == "target" or not setting.reach else f"{setting.reach[0] + 1}-{setting.reach[1]}"
    if setting.reach and status == "achieved" and CAME_FROM.search(clause):
        return str(setting.reach[0])
    if years := [n for n in YEAR.findall(sentence) if status == "target" or not y or int(n) <= y]:
        if y and abs(int(years[-1]) - y) <= 1 and not SPAN.search(sentence) and not CAME_FROM_YEAR.search(sentence):
            return years[-1]
    if (
        ("累计" in clause or SINCE_START.search(sentence))
        and not canonical
        and not re.search(r"全年|当年|今年|年内|本年", sentence)
    ):
        return "cumulative"
    return str(y) if y else None


SINCE_START = re.compile(r"(?:半年|[^年度\d])(?<!建国)(?<!改革开放)以来[，,]")  # 运营半年以来, 项目启动以来
AVERAGED = re.compile(r"年均|平均每年|累计|(?<!连续)(?<!\d)[五5]年(?!级|制|前)")
ANNUAL = re.compile(r"全年|(?<![比较与同])去年|比上年|较上年|比去年|较去年|同比|当年")
CAME_FROM = re.compile(r"[由从][^\d到至为，]{0,6}(?:[\d.,]+[^\d到至为，]{0,4}[:：∶、和]\s?)*$")
CAME_FROM_YEAR = re.compile(r"[由从](?:19|20)\d\d年")
BECAME = re.compile(r"(?:[到至为]|达)(?:\D{0,3}|[\d.]+[：:∶][\d.：:∶]*)$")


def _of_one_year(sentence: str, y: int | None) -> bool:
    """In a review of five years, whether a sentence speaks of the last one alone."""
    years = YEAR.findall(sentence)
    return bool(ANNUAL.search(sentence)) or bool(years) and set(years) == {str(y)} and not FIVE_BACK.search(sentence)


def _said(clause: str, sentence: str, setting: Setting, status: str, measure: str, y: int | None) -> str | None:
    """What the clause itself says of time; an empty string if it says a time that cannot be told."""
    y0 = setting.planned
    goal = _goal(sentence, y) if status == "target" else None
    if (ago := YEARS_AGO.search(clause)) and y:
        return f"{y - NUMERALS[ago[1]]}-{y}"
    change = measure in ("growth", "change")
    base_named = re.search(rf"[比较与]{PLAN_NAME.pattern}", clause)
    if base_named is None and change:
        base_named = re.search(rf"与{PLAN_NAME.pattern}相比", sentence)
    if since := base_named:
        if since.group().endswith("末") and y:
            return f"{FIVE_YEARS[since[1]] + 5}-{goal or (setting.term or str(y))[-4:]}"
    if (times := re.search(rf"[是为]{PLAN_NAME.pattern}\D{{0,3}}$", clause)) and y and FIVE_YEARS[times[1]] + 9 <= y:
        return f"{FIVE_YEARS[times[1]] + 5}-{FIVE_YEARS[times[1]] + 9}"
    if y and re.search(r"[由从](?:上年|去年)[^\d，到至为]{0,6}(?:[\d.]+[:：∶]\s?)*$", clause):
        return str(y - 1)
    if base_of := re.search(r"[比较]((?:19|20)\d\d)年的\D{0,2}$", clause):
        return base_of[1]
    if start := re.search(r"[由从]((?:19|20)\d\d)年(?:底|末)?的?\D{0,2}$", clause):
        return start[1]
    if re.search(rf"[由从]“?{PLAN_NAME.pattern}的?\D{{0,2}}$", clause):
        return _plan_end(clause)
    if "年均" in clause and (reach := _reach(sentence, None)):
        return f"{reach[0] + 1}-{reach[1]}"
    if (since := re.search(r"自?((?:19|20)\d\d)年以来", clause)) and y and int(since[1]) < y:
        return f"{since[1]}-{y}"
    if (running := re.search(r"(?<!分)([两二三四六七八九])年(?:来|间)?(?:累计|新增|共|平均|年均)", clause)) and y:
        return f"{y - NUMERALS[running[1]] + 1}-{y}"
    if span := SPAN.search(clause):
        return f"{span[1]}-{span[2]}"
    if CAME_FROM_YEAR.search(clause) and BECAME.search(clause) and len(YEAR.findall(clause)) == 1 and y:
        return str(y)
    if base := BASE.search(clause):
        first = int(base[1])
        if y and first < y - 1 and re.search(r"[比较]", base.group()):
            return f"{first + 1}-{goal or y}"
        if y and (first == y - 1 or re.search(r"[比较在是为]", base.group())):
            return str(y)
    if (thirds := re.search(r"分([两二三四五])年", sentence)) and y:
        return f"{y}-{y + NUMERALS[thirds[1]] - 1}"
    if goal and y:
        spread = change or AVERAGED.search(clause) or "新增" in clause
        return f"{y}-{goal}" if spread else str(goal)
    years = [n for n in YEAR.findall(clause) if status == "target" or not y or int(n) <= y]
    if years:
        return years[-1]
    for word, shift in (("去年", -1), ("上年", -1), ("前年", -2), ("今年", 0), ("明年", 1)):
        if y0 and re.search(rf"(?<![比较与同]){word}(?!同期|末|底|相比)", clause):
            return str(y0 + shift)
    plan = OWN_PLAN.search(clause) or (OWN_PLAN.search(sentence) if AVERAGED.search(clause) else None)
    if plan and not re.search(rf"[比较超出是为与]{PLAN_NAME.pattern}", clause):
        first = FIVE_YEARS[plan[1]]
        if re.search(r"末", plan.group()):
            return str(first + 4)
        if status == "target" or re.search(r"期间|时期|年均|以来|五年", sentence):
            return f"{first}-{first + 4}"
    return None


def _goal(sentence: str, y: int | None) -> int | None:
    """到2025年， or 到“十四五”末， at the head of a list of targets dates all of it, until another year is named."""
    named = list(AHEAD.finditer(sentence))
    if not named or not y:
        return None
    year = int(named[-1][1]) if named[-1][1] else FIVE_YEARS[named[-1][2]] + 4
    last = [n for n in YEAR.findall(sentence[named[-1].end() :]) if int(n) >= y]
    return year if year > y and not last else None


def _plan_end(clause: str) -> str:
    """由“九五”末的20.8%: the last year of that plan."""
    return str(FIVE_YEARS[PLAN_NAME.search(clause)[1]] + 4)


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


def _within(term: str, clause: str, measure: str, canonical: bool) -> str:
    """Over five years a flow takes the whole span, a stock reached its last year, a base the year before.

    A canonical indicator is measured by the year: its level without 累计 is that of the last year.
    """
    first, last = term.split("-")
    if CAME_FROM.search(clause):
        return str(int(first) - 1)
    if measure == "rank":
        return last
    if AVERAGED.search(clause):
        return term
    reached = re.search(r"(?:到|达|至|突破|超过|为)\D{0,3}$", clause)
    yearly = canonical and not re.search(r"新增|就业|共", clause)
    if measure in ("share", "ratio", "gap") or (measure == "level" and (reached or yearly)):
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
    reach = _reach(body, reviewed)
    term = None
    if re.match(r"[^。，]{0,12}(?:过去的|刚刚过去的)(?:一年|\d{4}年)|(?:19|20)\d\d年", body):
        return Setting(reviewed, planned, part, current, reach=reach)
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
    if part in PLAN_PARTS:
        headed = path[-1] if path and not re.search(r"(?:19|20)\d\d年|今年", path[-1]) else ""
        named = TERM_NAME.search(NUMBER.split(body[:80])[0]) or TERM_NAME.search(headed)
    else:
        named = TERM_NAME.search(head)
    if named and not re.search("今年|明年", body[:40]):
        first = FIVE_YEARS[named[1]]
        term = f"{first}-{first + 4}"
    return Setting(reviewed, planned, part, current, term, reach)


def _reach(body: str, reviewed: int | None) -> tuple[int, int] | None:
    """From which year to which a paragraph compares, if it says 由2000年的…增加到2005年的… or 比2000年…."""
    pairs = [(int(a), int(b)) for a, b in FROM_TO.findall(body) if int(a) < int(b)]
    if pairs:
        return pairs[-1]
    one = re.search(r"[由从比是为]((?:19|20)\d\d)年", body)
    if one and reviewed and int(one[1]) < reviewed - 1:
        return int(one[1]), reviewed
    return None
