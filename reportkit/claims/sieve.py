"""The sieve: which quantities measure something, and which are dates, durations, ordinals, size classes or set phrases."""

from __future__ import annotations

import re
from functools import cache

from reportkit.claims.clauses import Clause
from reportkit.claims.subject import either, words
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
REACH = 60  # characters that a rule looks to either side of a number


def is_claim(q: Quantity, text: str, clause: Clause) -> bool:
    """Whether a quantity measures something, or is a date, a duration, an ordinal, a size class or a set phrase."""
    before = text[max(clause.start, q.start - REACH) : q.start]
    after = text[q.end : min(clause.end, q.end + REACH)]
    if q.kind == "bare":
        return _bare_counts(q, text, before, after)
    if q.kind == "time":
        return _time_counts(q, before, after)
    if q.kind == "rank":
        return (
            bool(RANKED.search(before))
            and not after.startswith("度")
            and not (
                q.unit == "名次"
                and text[q.end - 1] == "个"
                and not re.search(r"(?:是|为|、|成为|系)[^，。、]{0,14}$", before)
            )
        )
    if q.kind == "fraction":
        return bool(re.search(r"占|超过|达|近|约|的$", before[-8:]))
    if q.kind == "rate" and GOAL.match(after) and not re.search("增长|上升|下降", before[-6:]):
        return False
    if q.kind == "count" and MILESTONE.match(after):
        return False
    if q.kind == "length" and q.spoken and q.unit == "万里":  # 九万里: verse
        return False
    if q.kind == "amount" and not _is_class(q, text, before, after):
        return q.bound != "exact" or bool(re.search(r"\d", text[q.inner : q.end]))
    if (q.kind == "money" or q.unit == "亿") and _is_class(q, text, before, after):
        return False
    if q.spoken and q.kind in ("count", "people", "household") and q.bound == "exact" and q.low < 100:
        return _spoken_counts(q, text, before, after)
    if (
        q.kind in ("area", "mass", "power", "household", "people", "count")
        and q.bound in ("at_least", "at_most")
        and text[q.end - 1] in "上下内"
    ):
        return (
            not re.match(r"(?:的)?[^，。、]{0,6}(?:锅炉|机组|以上自然村|自然村|泊位|船舶|老年人|老人)", after)
            and q.unit != "层"
        )
    return True


SCORED = re.compile(r"(?:指数|系数|得分|评分|分值)[^，。]{0,8}$")


def _bare_counts(q: Quantity, text: str, before: str, after: str) -> bool:
    if q.low != q.high or 1900 <= q.low <= 2100 or (q.low % 1 and not SCORED.search(before)):
        return False
    if SCORED.search(before):
        return not re.match(r"[\u4e00-\u9fff]", after) or q.bound != "exact"
    ends = re.match(r"[，。,;；、）)\s]|$", text[q.end : q.end + 1])
    counted = re.search(r"新增|新建|建成|累计|达到?$|增至$|增加到$|完成|改造|项目", before)
    return bool(
        ends
        and counted
        and re.search(r"[\u4e00-\u9fff]$", before)
        and not re.search(r"[街路号型第室楼厂栋组班\d]$", before)
    )


def _time_counts(q: Quantity, before: str, after: str) -> bool:
    if re.search(r"级|岁", q.unit):
        return "寿命" in before
    if STREAK.search(before) and not re.search("缩短|压缩|压减", before):
        return False
    if q.unit.endswith("年"):
        return bool(re.search(r"寿命|受教育", before))
    return bool(DURATION_CONTEXT.search(before)) and not re.match(
        r"[\u4e00-\u9fff]{0,2}(?:行动|会议|活动|值班|热线)", after
    )


CLASSED = re.compile(
    r"(?:的)?(?:[\u4e00-\u9fff]{0,4}?)(?:项目|企业|产业|村|镇|园区|集群|乡镇|县市区|县（市、区）|县)(?=[^，。]{0,6}(?:\d|达|有)|$|的|、)"
)


def _is_class(q: Quantity, text: str, before: str, after: str) -> bool:
    """`亿元以上项目`, `500万元以上固定资产投资`, `年营收3亿元以上的企业`: the size class of a group, not a claim."""
    limit = text[q.end - 2 : q.end] in ("以上", "以下", "以内")
    if limit and CLASS_NOUN.match(after):
        return True
    if limit and re.match(r"(?:的)?(?:达|占|有)|且|并且|\d+[个家项]", after):
        return True
    if not limit and after.startswith("级"):
        return True
    thing = CLASSED.match(after)
    if q.spoken or after.startswith("级"):
        return bool(thing)
    if q.bound == "at_least" and re.match(
        r"的(?:[\u4e00-\u9fff]{0,4})(?:项目|企业|村|镇)(?:已|共|累计)*(?:达到?|有|增至)?\d", after
    ):
        return True
    if not thing:
        return False
    threshold = re.search(r"(?:收入|营收|产值|投资额?|税收|规模|超|过|超过|突破)$", before) or q.bound == "at_least"
    return bool(threshold and re.search(r"(?:收入|营收|产值|税收)[^，。]{0,3}$", before))


def _spoken_counts(q: Quantity, text: str, before: str, after: str) -> bool:
    """A small Chinese numeral counts things only behind a list or a verb, and before a concrete noun."""
    noun = re.match(r"[\u4e00-\u9fffA-Z]{2,}", after)
    if not noun or _set_phrase().match(after) or any(w in noun.group()[1:5] for w in words("setphrase") if len(w) > 1):
        return False
    if re.search(r"(?:在|按照|对|以|坚持|贯彻|落实|执行|推进|深化)$", before) and "、" not in before:
        return False
    if re.search(r"[这那另前后每各同再头上下第]$", before) or re.search(
        r"(?:坚持|围绕|聚焦|抓好|处理好|突出|把握|统筹|落实|深入)[^，。]{0,10}$", before
    ):
        return False
    return q.low <= 20
