"""Figures: every quantitative claim of a report as a row that leads back to its characters.

The reading goes paragraph by paragraph: sentences fall into clauses (`clauses.py`), each number is a quantity
(`quantity.py`), the words before it say what is measured and how (`measure.py`, `subject.py`), the part of the report and
the words around say when and in what mood (`period.py`). Targets in words only are read by `wording.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import pandas as pd

from reportkit.claims.clauses import Clause, Run, Sentence, numbers, runs, sentences
from reportkit.claims.measure import Reading, read
from reportkit.claims.period import EXPECT, Setting, note_of, period_of, setting_of, status_of
from reportkit.claims.quote import quote as quote
from reportkit.claims.subject import either, indicator_of, words
from reportkit.claims.topics import COUNTED, Memory, Topic, base, noun_behind, topics_of
from reportkit.claims.wording import words_only
from reportkit.lexicons import lexicon
from reportkit.quantity import Quantity, standard
from reportkit.report import Report


class Claim(NamedTuple):
    """A number with what it measures, in coordinates of `Report.text`."""

    start: int
    end: int
    clause_start: int
    clause_end: int
    low: float
    high: float
    unit: str
    bound: str
    measure: str
    subject: str
    indicator: str | None
    quantity: Quantity | None = None


def read_sentence(text: str, sentence: Sentence, memory: Memory) -> list[Claim]:
    """All claims of a sentence, from left to right."""
    out: list[Claim] = []
    if not any(clause.values for clause in sentence.clauses):
        memory.fresh = False
        return out
    memory.fresh, memory.theme, memory.recent = False, "", []
    for clause in sentence.clauses:
        if not clause.values:
            memory.theme = text[clause.start : clause.end][:REACH]
            continue
        if clause.nested:
            kept = (list(memory.group), list(memory.recent), memory.theme)
            out += _read_clause(text, clause, memory)
            memory.group, memory.recent, memory.theme = kept
        else:
            out += _read_clause(text, clause, memory)
    return out


def _read_clause(text: str, clause: Clause, memory: Memory) -> list[Claim]:
    out = []
    clause = clause._replace(values=tuple(q for q in clause.values if is_claim(q, text, clause)))
    listed: list[Topic] = []
    for run in runs(text, clause):
        out += _read_run(text, clause, run, memory)
        listed = listed[-12:] + [t for t in memory.group if t not in listed]
    memory.listed = listed or memory.listed
    return out


CLASS_NOUN = re.compile(
    r"(?:以上|以下|以内|级)?(?:的)?(?:[\u4e00-\u9fff]{0,4})?(?:项目|企业|产业|工业|固定资产|村(?!民)|镇|园区|集群|商贸|投资者|自然村|品牌|市场|收入的|基地|公司|单位|税源|大户|燃煤锅炉|锅炉|泊位|居民|人口|老年|老人)"
)
LIST_MARK = re.compile(r"(?:^|[。；;\n])\s*[（(]?$")
DURATION_CONTEXT = re.compile(
    r"(?:缩短|压缩|压减|减少|缩减|提前|精简|降至|控制在|天数|优良|达标|寿命|时限|时间|办结|限时|受教育|工期|由|提速)[^，。]{0,14}$"
)
STREAK = re.compile(r"(?:连续|历时|为期|用时|耗时|长达|近|过去|每|最近|未来|今后|再延长|分|提前|延长)\s?$")


@cache
def _set_phrase() -> re.Pattern:
    return re.compile(either(words("setphrase")))


RANKED = re.compile(
    r"(?:居|列|排|名次|位次|夺|摘|获|荣|取得|进入|进位|迈进|跻身|跃|升至|升到|前移|上升|评比|全[国省市区县州盟]|同类|城区|中西部|西部|中部|东部|世界|全球|亚洲|沿海|设区市|地级市|副省级|县[（(]?市|一类|二类|三类|位于|保持|稳|类|评价|考核|总量|增速|增幅|均|前|双|[省市区县])[^，。]{0,16}$"
)


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
        return bool(RANKED.search(before)) and not (
            q.unit == "名次"
            and text[q.end - 1] == "个"
            and not re.search(r"(?:是|为|、|成为|系)[^，。、]{0,14}$", before)
        )
    if q.kind == "fraction":
        return bool(re.search(r"占|超过|达|近|约|的$", before[-8:]))
    if (
        q.kind == "rate"
        and re.match(r"的?(?:增长)?(?:目标|增速目标)", after)
        and not re.search("增长|上升|下降", before[-6:])
    ):
        return False
    if q.kind == "amount":
        return q.bound != "exact" or bool(re.search(r"\d", text[q.inner : q.end]))
    if q.kind == "money" and _is_class(q, text, before, after):
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


def _is_class(q: Quantity, text: str, before: str, after: str) -> bool:
    """`亿元以上项目`, `500万元以上固定资产投资`, `年营收3亿元以上的企业`: the size class of a group, not a claim."""
    limit = text[q.end - 2 : q.end] in ("以上", "以下", "以内")
    if limit and CLASS_NOUN.match(after):
        return True
    if limit and re.match(r"(?:的)?(?:达|占|有)|且|并且", after):
        return True
    if not limit and re.match(r"级", after):
        return True
    thing = re.match(
        r"(?:的)?(?:[\u4e00-\u9fff]{0,4}?)(?:项目|企业|产业|村|镇|园区|集群|乡镇|县市区|县（市、区）|县)(?=[^，。]{0,6}(?:\d|达|有)|$|的|、)",
        after,
    )
    if q.spoken or re.match(r"级", after):
        return bool(thing)
    if q.bound == "at_least" and re.match(
        r"的(?:[\u4e00-\u9fff]{0,4})(?:项目|企业|村|镇)(?:已|共|累计)*(?:达到?|有|增至)?\d", after
    ):
        return True
    threshold = re.search(r"(?:收入|营收|产值|投资额?|税收|规模|超|过|超过|突破)$", before) or q.bound == "at_least"
    return bool(threshold and thing and re.search(r"(?:收入|营收|产值|税收)[^，。]{0,3}$", before))


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


def _read_run(text: str, clause: Clause, run: Run, memory: Memory) -> list[Claim]:
    reading = read(run.left, run.values[0].kind)
    run = _share_bound(run, reading)
    topics = topics_of(reading, run, memory, text, clause)
    pairs = _pair(topics, run.values)
    if reading.measure == "gap":
        pairs = _against(pairs, reading, memory)
    measures = [_measure(v, t, reading, memory, run) for t, v in pairs]
    claims = [_claim(clause, t, v, m, reading) for (t, v), m in zip(pairs, measures, strict=True)]
    group = []
    for c in claims:
        own = next((c.subject.removesuffix(p) for p in reading.against if c.subject.endswith(p)), c.subject)
        topic = Topic(base(own) if c.measure in ("rank", "gap") else own, c.measure)
        if topic not in group:
            group.append(topic)
    memory.group, memory.fresh = group, True
    memory.recent = memory.recent[-12:] + [g for g in group if g not in memory.recent[-1:]]
    return claims


def _against(pairs: list[tuple[str, Quantity]], reading: Reading, memory: Memory) -> list[tuple[str, Quantity]]:
    """A gap names in its subject what it is measured from: 城镇居民人均可支配收入增速高于全市平均水平."""
    growth = bool(memory.group) and memory.group[-1].measure == "growth" and not reading.subject
    places = reading.against if len(reading.against) == len(pairs) else ["、".join(reading.against)] * len(pairs)
    return [(t + ("增速" if growth else "") + place, q) for (t, q), place in zip(pairs, places, strict=True)]


def _share_bound(run: Run, reading: Reading) -> Run:
    """A hedge before or behind a list that is shared out binds each of its members: 分别增长7%和8%左右."""
    first, last = run.values[0], run.values[-1]
    if not reading.each or len(run.values) < 2:
        return run
    shared = last.bound if first.bound == "exact" else first.bound if first.start < first.inner else "exact"
    return run._replace(values=tuple(v._replace(bound=shared) if v.bound == "exact" else v for v in run.values))


def _pair(topics: list[str], values: tuple[Quantity, ...]) -> list[tuple[str, Quantity]]:
    """Values to subjects: one to one, one for all, or all for one."""
    if len(topics) == len(values):
        return list(zip(topics, values, strict=True))
    if len(values) == 1:
        return [(t, values[0]) for t in topics]
    if len(topics) == 1:
        return [(topics[0], v) for v in values]
    if len(topics) > len(values):
        return list(zip(topics[-len(values) :], values, strict=True))
    return [(topics[-1], v) for v in values]


def _measure(q: Quantity, subject: str, reading: Reading, memory: Memory, run: Run) -> str:
    if q.kind in ("rank", "ratio"):
        return q.kind
    if reading.measure == "gap":
        return "gap"
    if q.kind == "points":
        return "change"
    if q.kind == "multiple":
        return "growth" if reading.measure in ("growth", "change") else "ratio"
    if q.kind == "doubling":
        return "growth"
    if q.kind in ("rate", "fraction"):
        if indicator_of(subject) == "cpi" and q.low < 50:
            return "growth"
        if reading.measure == "growth" and re.match(r"[涨增]幅|增速", reading.verb) and subject.endswith("率"):
            return "share"  # 失业率、居民消费价格涨幅分别控制在5%和3%以内
        if (
            not reading.subject
            and not reading.verb.strip("力争达到至")
            and memory.group
            and memory.group[-1].measure == "growth"
        ):
            return "growth"  # 增长5.5%、力争6%以上
        return reading.measure if reading.measure in ("growth", "completion", "share") else "share"
    made = q.kind in COUNTED and not reading.subject and noun_behind(run.right)  # 提升253条道路 is no change
    return "change" if reading.measure == "change" and not made else "level"


def _claim(clause: Clause, subject: str, q: Quantity, measure: str, reading: Reading) -> Claim:
    sign = reading.sign if measure in ("growth", "change", "gap") else 1
    low, high = (q.low, q.high) if sign > 0 else (-q.high, -q.low)
    indicator = indicator_of(subject) or (indicator_of(base(subject)) if measure == "rank" else None)
    if measure == "gap":
        own = next((subject.removesuffix(place) for place in reading.against if subject.endswith(place)), subject)
        indicator = indicator_of(own) or indicator_of(base(own))
    return Claim(q.start, q.end, clause.start, clause.end, low, high, q.unit, q.bound, measure, subject, indicator, q)


# --- the table -------------------------------------------------------------------------------------------------------

COLUMNS = (
    "report figure_id quote number_text value_low value_high unit std_low std_high std_unit bound commitment measure subject "
    "indicator period status headline part raw_start raw_end damaged note locality year"
).split()


def figures(reports: Report | Iterable[Report]) -> pd.DataFrame:
    """Every quantitative claim of one report or many, one row each."""
    rows = []
    for report in [reports] if isinstance(reports, Report) else reports:
        rows += _rows(report)
    return _frame(rows)


def _frame(rows: list[tuple]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=COLUMNS)
    for column in ("indicator", "period", "commitment"):
        table[column] = table[column].astype(object).where(table[column].notna(), None)
    return table


def _rows(report: Report) -> list[tuple]:
    rows = []
    memory = Memory()
    summarised = False
    found, i = numbers(report.text), 0
    for p in report.paragraphs:
        first = i = bisect_left(found, p.start, lo=i, key=lambda q: q.start)
        i = bisect_left(found, p.end, lo=first, key=lambda q: q.start)
        if p.part == "glossary" or (first == i and p.part != "targets"):
            continue
        setting = setting_of(report.text[p.start : p.end], p.part, p.path, report.year_reviewed, report.year_planned)
        read = []
        for sentence in sentences(report.text, p.start, p.end, found[first:i]):
            claims = read_sentence(report.text, sentence, memory)
            if p.part == "targets":
                claims = sorted(claims + words_only(report.text, sentence, claims, Claim), key=lambda c: c.start)
            read.append((sentence, claims))
        named = {c.indicator for _, claims in read for c in claims if c.indicator}
        opening = p.part == "review" and not summarised and "gdp" in named and len(named) > 1
        summarised = summarised or opening
        summary = opening or p.part == "review" and len(p.path) <= 1 and ("gdp" in named or len(named) > 1)
        governed = False
        for sentence, claims in read:
            whole = report.text[sentence.start : sentence.end]
            governed = setting.part == "review" and (bool(EXPECT.search(whole[:8])) or governed)
            headline = p.part == "targets" or summary and any(c.indicator for c in claims)
            rows += _sentence_rows(report, p, sentence, claims, setting, headline, governed)
            carries_on = report.text[sentence.end : sentence.end + 1] in ("；", ";") or re.search(
                "预计.{0,3}下同", whole
            )
            governed = governed and bool(carries_on)
    return rows


COMMITMENT = re.compile(either(lexicon("hedges").query("place == 'clause'").term))


LINKING = re.compile(r"同比|分别|增长|比上年|[、，\s]")
ONE_OF = re.compile(r"[^，。]{0,14}之一")
THE_TASK = re.compile(r"的?(?:年度|全年|年)?(?:目标|任务|计划)")


def _sentence_rows(
    report: Report, p, sentence: Sentence, claims: list[Claim], setting: Setting, headline: bool, governed: bool
) -> list[tuple]:
    text = report.text
    rows, inherit, lost = [], False, report.repaired.lost
    for c in claims:
        lead = text[max(c.clause_start, c.start - 2 * REACH) : c.start]
        explicit = EXPECT.search(lead)
        expected = governed or bool(explicit) or (inherit and len(LINKING.sub("", lead)) < 6)
        if explicit:
            inherit = True
        elif not expected:
            inherit = False
        status = status_of(lead, setting, expected, c.measure)
        if ONE_OF.match(text, c.end, c.clause_end):
            status = "background"  # 4家开发区之一 counts others
        if status == "achieved" and THE_TASK.match(text, c.end, c.clause_end):
            status = "background"  # 完成110万人年度任务 names the task, not the result
        words_before = text[max(sentence.start, c.start - 6 * REACH) : c.start]
        period = period_of(lead, words_before, setting, status, c.measure, c.indicator is not None)
        if status == "achieved" and c.subject.endswith("投资") and text.startswith("的", c.end):
            period = None  # 总投资5亿元的X: the whole life of a project, not a year
        commitment = _commitment(lead + text[c.start : c.end])
        start, end = report.repaired.raw_span(c.start, c.end)
        a, b = max(c.clause_start, c.start - 4 * REACH), min(c.clause_end, c.end + 4 * REACH)
        quote_start, quote_end = report.repaired.raw_span(a, b)
        std_low, std_unit = standard(c.low, c.unit)
        std_high = standard(c.high, c.unit)[0]
        unit_lost = c.quantity is not None and c.quantity.kind == "bare" and not SCORED.search(lead)
        damaged = unit_lost or any(a < end + 1 and b > start - 1 for a, b in lost)
        number_text = report.raw[start:end] if c.bound != "qualitative" else ""
        rows.append(
            (
                report.id, f"{report.id}:{start}", report.raw[quote_start:quote_end], number_text, c.low, c.high, c.unit,
                std_low, std_high, std_unit, c.bound, commitment, c.measure, c.subject, c.indicator, period, status, headline,
                p.part, start, end, damaged, note_of(words_before), report.locality, report.year_planned,
            )
        )  # fmt: skip
    return rows


def _commitment(words_before: str) -> str:
    hedges = lexicon_commitments()
    found = [(m.start(), m.group()) for m in COMMITMENT.finditer(words_before)]
    return hedges[found[-1][1]] if found else "plain"


@cache
def lexicon_commitments() -> dict[str, str]:
    """The words of commitment, 确保 to 预计, and their class."""
    table = lexicon("hedges").query("place == 'clause'")
    return dict(table[["term", "value"]].itertuples(index=False))
