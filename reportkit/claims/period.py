"""When: the year, the span of years or the `cumulative` stretch that a number measures.

The rules stand in their order: what a clause says of itself goes before what its sentence says, and that before what the
paragraph says (`setting.py`). A year that nothing tells stays None.
"""

from __future__ import annotations

import re

from reportkit.claims.setting import FIVE_BACK, FIVE_YEARS, PLAN, YEAR, Setting, from_to
from reportkit.quantity import numeral

AVERAGED = re.compile(
    r"(?=[年平累五5])"  # a glance before the alternatives
    r"(?:年均|平均每年|累计|(?<!连续)(?<!\d)[五5]年(?:来|间|内|累计|共|平均|分别|新增|增|新?建|投|完成|[，、\d]|$))"
)
SINCE_START = re.compile(r"(?:半年|[^年度\d])(?<!建国)(?<!改革开放)以来[，,]")  # 运营半年以来, 项目启动以来
CAME_FROM = re.compile(r"[由从](?![业事于而来])[^\d到至为，]{0,6}(?:[\d.,]+[^\d到至为，]{0,4}[:：∶、和]\s?)*$")
FROM_YEAR = re.compile(r"[由从](?:19|20)\d\d年")
BECAME = re.compile(r"(?:[到至为]|达)(?:\D{0,3}|[\d.]+[：:∶][\d.：:∶]*)$")
SPAN = re.compile(r"((?:19|20)\d\d)年?\s*[-－—–~～至到]{1,2}\s*((?:19|20)\d\d)年")
TIMED = re.compile("[年累来由从五届]")  # a sign of each word of time: 年, 累计, 以来, 由, 从, 五”, 本届政府
ONE_YEAR = re.compile(r"全年|(?<![比较与同])去年|比上年|较上年|比去年|较去年|同比|当年")
THIS_YEAR = re.compile(r"全年|当年|今年|年内|本年")


def period_of(
    clause: str, sentence: str, setting: Setting, status: str, measure: str, canonical: bool = False
) -> str | None:
    """The calendar year, span of years or `cumulative` that a number measures; None if nothing tells.

    `clause` and `sentence` are the words before the number in its clause and in its sentence; the nearer word wins.
    """
    y = setting.planned if status == "target" or setting.current else setting.reviewed
    if not setting.term and not TIMED.search(sentence):
        return str(y) if y else None
    if said := _said(clause, sentence, setting, status, measure, y):
        return said
    term = setting.term or (f"{y - 4}-{y}" if y and status == "achieved" and FIVE_BACK.search(sentence) else None)
    spread = AVERAGED.search(clause)
    if term and (spread or not (status == "achieved" and _of_one_year(sentence, y))):
        return _within(term, clause, measure, canonical)
    if CAME_FROM.search(clause):
        return str(setting.reach[0]) if setting.reach and status == "achieved" else None
    if spread and spread.group() != "累计":
        return None if status == "target" or not setting.reach else f"{setting.reach[0] + 1}-{setting.reach[1]}"
    if years := _on_its_side(YEAR.findall(sentence), status, y):
        if y and abs(int(years[-1]) - y) <= 1 and not SPAN.search(sentence) and not FROM_YEAR.search(sentence):
            return years[-1]
    summed = "累计" in clause or ("以来" in sentence and SINCE_START.search(sentence))
    if summed and not canonical and not THIS_YEAR.search(sentence):
        return "cumulative"
    return str(y) if y else None


def _said(clause: str, sentence: str, setting: Setting, status: str, measure: str, y: int | None) -> str | None:
    """What the clause itself says of time, or a year that its sentence set for all that follows."""
    dated, planned = "年" in clause, "五”" in sentence
    goal = _goal(sentence, y) if status == "target" and y else None
    last = goal or (int(setting.term[-4:]) if setting.term else y)
    spread = measure in ("growth", "change")
    return (
        (planned and y and _against_plan(clause, sentence, spread, y, last))
        or (dated and y and _start(clause, y))
        or (dated and _over_years(clause, sentence, y))
        or (dated and y and _against_year(clause, y, goal or y))
        or ("分" in sentence and y and _in_parts(sentence, y))
        or (goal and (f"{y}-{goal}" if spread or AVERAGED.search(clause) or "新增" in clause else str(goal)))
        or (dated and _year_named(clause, status, y))
        or (dated and _year_by_word(clause, setting.planned))
        or (planned and _plan_named(clause, sentence, status))
        or None
    )


AGAINST_PLAN = re.compile(rf"[比较与]{PLAN}(?:期末|末)")
SET_AGAINST_PLAN = re.compile(rf"与{PLAN}(?:期末|末)相比")
TIMES_A_PLAN = re.compile(rf"[是为]{PLAN}(?:时期|期间)\D{{0,3}}$")
FROM_PLAN = re.compile(rf"[由从]{PLAN}(?:期末|末)?的?\D{{0,2}}$")


def _against_plan(clause: str, sentence: str, spread: bool, y: int, last: int) -> str | None:
    """比“十五”末翻了一番 spans what came since, 是“十五”时期的2.6倍 the next five years; 由“九五”末的20.8% is 2000."""
    base = AGAINST_PLAN.search(clause) or (spread and SET_AGAINST_PLAN.search(sentence))
    if base:
        return f"{FIVE_YEARS[base[1]] + 5}-{last}"
    if (times := TIMES_A_PLAN.search(clause)) and FIVE_YEARS[times[1]] + 9 <= y:
        return f"{FIVE_YEARS[times[1]] + 5}-{FIVE_YEARS[times[1]] + 9}"
    start = FROM_PLAN.search(clause)
    return str(FIVE_YEARS[start[1]] + 4) if start else None


YEARS_AGO = re.compile(r"[比较]([两二三四五六七八九十])年前")
FROM_LAST_YEAR = re.compile(r"[由从](?:上年|去年)[^\d，到至为]{0,6}(?:[\d.]+[:：∶]\s?)*$")
BASE_OF = re.compile(r"[比较]((?:19|20)\d\d)年的\D{0,2}$|[由从]((?:19|20)\d\d)年(?:底|末)?的?\D{0,2}$")


def _start(clause: str, y: int) -> str | None:
    """比三年前 spans three years; the first value of 由2000年的…增加到… or 比1997年的3252亿美元 is of that year."""
    if ago := YEARS_AGO.search(clause):
        return f"{y - int(numeral(ago[1]))}-{y}"
    if FROM_LAST_YEAR.search(clause):
        return str(y - 1)
    base = BASE_OF.search(clause)
    return (base[1] or base[2]) if base else None


SINCE = re.compile(r"自?((?:19|20)\d\d)年以来")
SEVERAL = re.compile(r"(?<!分)([两二三四六七八九十])年(?:来|间)?(?:累计|新增|共|平均|年均|增加)")


def _over_years(clause: str, sentence: str, y: int | None) -> str | None:
    """年均 behind 由2000年…到2005年, 自2017年以来, 四年累计, 2016-2020年."""
    if "年均" in clause and (reach := from_to(sentence)):
        return f"{reach[0] + 1}-{reach[1]}"
    if (since := SINCE.search(clause)) and y and int(since[1]) < y:
        return f"{since[1]}-{y}"
    if (several := SEVERAL.search(clause)) and y:
        return f"{y - int(numeral(several[1])) + 1}-{y}"
    span = SPAN.search(clause)
    return f"{span[1]}-{span[2]}" if span else None


BASE = re.compile(r"([比较在由从是为])\s?((?:19|20)\d\d)年")


def _against_year(clause: str, y: int, last: int) -> str | None:
    """比2015年增长36% spans the years since, but 是2015年的2.1倍 and 增加到… speak of the year itself."""
    if FROM_YEAR.search(clause) and BECAME.search(clause) and len(YEAR.findall(clause)) == 1:
        return str(y)
    base = BASE.search(clause)
    if base is None:
        return None
    first = int(base[2])
    if base[1] in "比较" and first < y - 1:
        return f"{first + 1}-{last}"
    return str(y) if first == y - 1 or base[1] not in "由从" else None


IN_PARTS = re.compile(r"分([两二三四五])年")


def _in_parts(sentence: str, y: int) -> str | None:
    parts = IN_PARTS.search(sentence)
    return f"{y}-{y + int(numeral(parts[1])) - 1}" if parts else None


AHEAD = re.compile(rf"到((?:19|20)\d\d)年(?:底|末)?|到{PLAN}(?:期末|末)")


def _goal(sentence: str, y: int) -> int | None:
    """到2025年， or 到“十四五”末， at the head of a list of targets dates all of it, until another year is named."""
    named = list(AHEAD.finditer(sentence))
    if not named:
        return None
    year = int(named[-1][1]) if named[-1][1] else FIVE_YEARS[named[-1][2]] + 4
    later = [n for n in YEAR.findall(sentence, named[-1].end()) if int(n) >= y]
    return year if year > y and not later else None


def _year_named(clause: str, status: str, y: int | None) -> str | None:
    years = _on_its_side(YEAR.findall(clause), status, y)
    return years[-1] if years else None


def _on_its_side(years: list[str], status: str, y: int | None) -> list[str]:
    """No target lies in the past (按2010年价格计算), no result in the future."""
    return [n for n in years if not y or (int(n) >= y if status == "target" else int(n) <= y)]


BY_WORD = re.compile(r"(?<![比较与同])(去年|上年|前年|今年|明年)(?!同期|末|底|相比)")
SHIFT = {"去年": -1, "上年": -1, "前年": -2, "今年": 0, "明年": 1}


def _year_by_word(clause: str, planned: int | None) -> str | None:
    words = set(BY_WORD.findall(clause))
    word = next((w for w in SHIFT if w in words), None)
    return str(planned + SHIFT[word]) if word and planned else None


OWN_PLAN = re.compile(rf"(?<![比较超出是为与]){PLAN}(?:时期|期间|规划|以来|计划|五年|期末|末|发展)")
ANY_PLAN = re.compile(rf"[比较超出是为与]{PLAN}(?:时期|期间|规划|以来|计划|五年|期末|末|发展)")
THROUGHOUT = re.compile(r"期间|时期|年均|以来|五年")


def _plan_named(clause: str, sentence: str, status: str) -> str | None:
    """“十三五”时期 spans its five years, “十三五”末 is the last of them; a plan only compared with dates nothing."""
    plan = OWN_PLAN.search(clause) or (AVERAGED.search(clause) and OWN_PLAN.search(sentence))
    if not plan or ANY_PLAN.search(clause):
        return None
    first = FIVE_YEARS[plan[1]]
    if plan.group().endswith("末"):
        return str(first + 4)
    return f"{first}-{first + 4}" if status == "target" or THROUGHOUT.search(sentence) else None


def _of_one_year(sentence: str, y: int | None) -> bool:
    """In a review of five years, whether a sentence speaks of the last one alone."""
    years = YEAR.findall(sentence)
    return bool(ONE_YEAR.search(sentence)) or bool(years) and set(years) == {str(y)} and not FIVE_BACK.search(sentence)


REACHED = re.compile(r"(?:到|达|至|突破|超过|为)\D{0,3}$")
FLOW = re.compile(r"新增|就业|共|转移")


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
    yearly = canonical and not FLOW.search(clause)
    if measure in ("share", "ratio", "gap") or (measure == "level" and (yearly or REACHED.search(clause))):
        return last
    return term


PART = re.compile("季度|半年|月|年初以来")
PART_OF_YEAR = re.compile(
    r"(?:前[一二两三]个?|[一二三四]|第[一二三四])季度|[上下]半年|前(?:[一二两三四五六七八九十]+|\d+)个?月"
    r"|(?:\d{1,2}|[一二三四五六七八九十]+)[-－—–~～至到]+(?:\d{1,2}|十?[一二三四五六七八九十])月|年初以来"
)
AGAINST = re.compile(r"[比较](疫情前|历史同期|[一二三四五六七八九十]年前|(?:19|20)\d\d年)[^，。；]{0,12}$")
WHOLE_YEAR = re.compile(r"全年|年末|年底|年度")


BASIS = r"(同口径|可比口径|可比价格?|剔除[^，。（）()]{0,16})"
BASIS_BEFORE = re.compile(rf"{BASIS}[^，。]{{0,10}}$")
BASIS_BEHIND = re.compile(rf"\s*[（(][^（）()]{{0,10}}{BASIS}[^（）()]{{0,6}}[）)]")


# One of these stands in all that the rules of a note read.
LIMITING = "季度 半年 月 年初以来 疫情前 历史同期 年前 比19 比20 较19 较20 口径 可比 剔除".split()


def limited(passage: str) -> bool:
    """Whether a passage has a word of those that `note_of` reads."""
    return any([word in passage for word in LIMITING])


def note_of(words_before: str, clause: str = "", behind: str = "") -> str:
    """`part of the year: 前三季度` or `comparable basis: 同口径` where a number is no plain one of its year.

    >>> note_of("前三季度，全市实现地区生产总值"), note_of("上半年增长5%，全年增长"), note_of("", "增长", "（同口径）")
    ('part of the year: 前三季度', '', 'comparable basis: 同口径')
    """
    return _limited(words_before) or _on_basis(clause, behind)


def _on_basis(clause: str, behind: str) -> str:
    basis = BASIS_BEHIND.match(behind) or BASIS_BEFORE.search(clause)
    return f"comparable basis: {basis[1]}" if basis else ""


def _limited(words_before: str) -> str:
    if against := AGAINST.search(words_before, max(0, len(words_before) - 24)):
        return f"against {against[1]}"
    if not PART.search(words_before):
        return ""
    found = list(PART_OF_YEAR.finditer(words_before))
    if not found or WHOLE_YEAR.search(words_before, found[-1].end()):
        return ""
    return f"part of the year: {found[-1].group()}"
