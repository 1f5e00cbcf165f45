"""The sieve: which quantities measure something, and which are dates, durations, ordinals, size classes or set phrases."""

from __future__ import annotations

import re
from functools import cache

from reportkit.claims.clauses import Clause
from reportkit.claims.subject import words
from reportkit.matching import either
from reportkit.quantity import Quantity

CLASS_NOUN = re.compile(
    r"(?:以上|以下|以内|级)?(?:的)?(?:[\u4e00-\u9fff]{0,4})?(?:项目|企业|产业|工业|固定资产|村(?!民)|镇|园区|集群|商贸|投资者|自然村|品牌|市场|收入的|基地|公司|单位|税源|大户|燃煤锅炉|锅炉|泊位|居民|人口|老年|老人)"
)
DURATION_CONTEXT = re.compile(
    r"(?:缩短|压缩|压减|减少|缩减|提前|精简|降至|控制在|天数|优良|达标|寿命|时限|时间|办结|限时|受教育|工期|由|提速)[^，。]{0,14}$"
)
STREAK = re.compile(r"(?:连续|历时|为期|用时|耗时|长达|近|过去|每|最近|未来|今后|再延长|分|提前|延长)\s?$")


@cache
def _set_phrase() -> re.Pattern:
    return re.compile(either(words("setphrase")))


RANKED = re.compile(
    r"(?:居|列|排|名次|位次|夺|摘|获|荣|取得|进入|进位|迈进|跻身|跃|成为|升至|升到|前移|上升|评比|全[国省市区县州盟]|同类|城区|中西部|西部|中部|东部|世界|全球|亚洲|沿海|设区市|地级市|副省级|县[（(]?市|一类|二类|三类|位于|保持|稳|类|评价|考核|总量|增速|增幅|均|前|双|[省市区县])[^，。]{0,16}$"
)


GOAL = re.compile(r"的?(?:增长)?(?:目标|增速目标)")
MILESTONE = re.compile(r"[百千万亿]*元?(?:台阶|关口|大关)")
GREW = re.compile("增长|上升|下降")
DIGIT = re.compile(r"\d")
COUNTS = frozenset({"count", "people", "household"})
SIZES = COUNTS | {"area", "mass", "power"}
SIZED = re.compile(r"(?:的)?[^，。、]{0,6}(?:锅炉|机组|以上自然村|自然村|泊位|船舶|老年人|老人)")
REACH = 60  # characters that a rule looks to either side of a number


def is_claim(q: Quantity, text: str, clause: Clause) -> bool:
    """Whether a quantity measures something, or is a date, a duration, an ordinal, a size class or a set phrase."""
    before = text[max(clause.start, q.start - REACH) : q.start]
    after = text[q.end : min(clause.end, q.end + REACH)]
    if q.kind in DOUBTED:
        return DOUBTED[q.kind](q, text, before, after)
    if q.kind == "rate":
        return not GOAL.match(after) or GREW.search(before[-6:]) is not None
    if q.kind == "count" and MILESTONE.match(after):
        return False
    if q.kind == "length" and q.spoken and q.unit == "万里":  # 九万里: verse
        return False
    if q.kind == "amount" and not _is_class(q, text, before, after):
        return q.bound != "exact" or DIGIT.search(text, q.inner, q.end) is not None
    if (q.kind == "money" or q.unit == "亿") and _is_class(q, text, before, after):
        return False
    if q.spoken and q.kind in COUNTS and q.bound == "exact" and q.low < 100:
        return _spoken_counts(q, text, before, after)
    if q.bound in ("at_least", "at_most") and q.kind in SIZES and text[q.end - 1] in "上下内":
        return not SIZED.match(after) and q.unit != "层"
    return True


SCORED = re.compile(r"(?:指数|系数|得分|评分|分值)[^，。]{0,8}$")
WORD = re.compile(r"[\u4e00-\u9fff]")
CLOSED = re.compile(r"[，。,;；、）)\s]|$")
COUNTED = re.compile(r"新增|新建|建成|累计|达到?$|增至$|增加到$|完成|改造|项目")
NUMBERED = re.compile(r"[街路号型第室楼厂栋组班\d]$")
AFTER_A_WORD = re.compile(r"[\u4e00-\u9fff]$")


def _bare_counts(q: Quantity, text: str, before: str, after: str) -> bool:
    scored = SCORED.search(before)
    if q.low != q.high or 1900 <= q.low <= 2100 or (q.low % 1 and not scored):
        return False
    if scored:
        return not WORD.match(after) or q.bound != "exact"
    if not CLOSED.match(text[q.end : q.end + 1]) or not COUNTED.search(before):
        return False
    return AFTER_A_WORD.search(before) is not None and not NUMBERED.search(before)


STREAK_ENDED = re.compile("缩短|压缩|压减")
LIFETIME = re.compile("寿命|受教育")
AGE = re.compile("级|岁")
NAMED_AFTER_TIME = re.compile(r"[\u4e00-\u9fff]{0,2}(?:行动|会议|活动|值班|热线)")


def _time_counts(q: Quantity, text: str, before: str, after: str) -> bool:
    if AGE.search(q.unit):
        return "寿命" in before
    if STREAK.search(before) and not STREAK_ENDED.search(before):
        return False
    if q.unit.endswith("年"):
        return LIFETIME.search(before) is not None
    return bool(DURATION_CONTEXT.search(before)) and not NAMED_AFTER_TIME.match(after)


RANK_OF = re.compile(r"(?:是|为|、|成为|系)[^，。、]{0,14}$")


def _rank_counts(q: Quantity, text: str, before: str, after: str) -> bool:
    if not RANKED.search(before) or after.startswith("度"):
        return False
    return q.unit != "名次" or text[q.end - 1] != "个" or RANK_OF.search(before) is not None


PART_OF = re.compile("占|超过|达|近|约|的$")


def _fraction_counts(q: Quantity, text: str, before: str, after: str) -> bool:
    return PART_OF.search(before[-8:]) is not None


# Of these kinds most are dates, durations, ordinals or set phrases.
DOUBTED = {"bare": _bare_counts, "time": _time_counts, "rank": _rank_counts, "fraction": _fraction_counts}


CLASSED = re.compile(
    r"(?:的)?(?:[\u4e00-\u9fff]{0,4}?)(?:项目|企业|产业|村|镇|园区|集群|乡镇|县市区|县（市、区）|县)(?=[^，。]{0,6}(?:\d|达|有)|$|的|、)"
)


LIMITED = re.compile(r"(?:的)?(?:达|占|有)|且|并且|\d+[个家项]|[\u4e00-\u9fff]{5,10}(?:项目|企业)\d+[个家项]")
AT_LEAST = re.compile(r"的(?:[\u4e00-\u9fff]{0,4})(?:项目|企业|村|镇)(?:已|共|累计)*(?:达到?|有|增至)?\d")
THRESHOLD = re.compile(r"(?:收入|营收|产值|投资额?|税收|规模|超|过|超过|突破)$")
TURNOVER = re.compile(r"(?:收入|营收|产值|税收)[^，。]{0,3}$")


def _is_class(q: Quantity, text: str, before: str, after: str) -> bool:
    """`亿元以上项目`, `500万元以上固定资产投资`, `年营收3亿元以上的企业`: the size class of a group, not a claim."""
    limit = text[q.end - 2 : q.end] in ("以上", "以下", "以内")
    if limit and (CLASS_NOUN.match(after) or LIMITED.match(after)):
        return True
    if not limit and after.startswith("级"):
        return True
    thing = CLASSED.match(after)
    if q.spoken or after.startswith("级"):
        return thing is not None
    if q.bound == "at_least" and AT_LEAST.match(after):
        return True
    if not thing or not TURNOVER.search(before):
        return False
    return q.bound == "at_least" or THRESHOLD.search(before) is not None


NOUN = re.compile(r"[\u4e00-\u9fffA-Z]{2,}")
TOWARDS = re.compile(r"(?:在|按照|对|以|坚持|贯彻|落实|执行|推进|深化)$")
POINTING = re.compile(
    r"[这那另前后每各同再头上下第]$|(?:坚持|围绕|聚焦|抓好|处理好|突出|把握|统筹|落实|深入)[^，。]{0,10}$"
)


def _spoken_counts(q: Quantity, text: str, before: str, after: str) -> bool:
    """A small Chinese numeral counts things only behind a list or a verb, and before a concrete noun."""
    noun = NOUN.match(after)
    if not noun or _set_phrase().match(after) or any(w in noun.group()[1:5] for w in words("setphrase") if len(w) > 1):
        return False
    if TOWARDS.search(before) and "、" not in before:
        return False
    return q.low <= 20 and not POINTING.search(before)
