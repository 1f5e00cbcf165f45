"""A sentence read: each number with its subject, measure, sign and indicator."""

from __future__ import annotations

from typing import NamedTuple

from reportkit.claims.clauses import Clause, Run, Sentence, runs
from reportkit.claims.measure import PASSED_PLAN, Reading, read
from reportkit.claims.scope import without_the_whole
from reportkit.claims.sieve import REACH, is_claim
from reportkit.claims.subject import indicator_of
from reportkit.claims.topics import AMOUNTS, COUNTED, MEMBERS, Memory, Topic, base, noun_behind, topics_of
from reportkit.quantity import Quantity


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
    words: str = ""  # a target set in words only, as repaired: 促稳提质
    planned: bool = False  # a plan that is named only to compare with


def read_sentence(text: str, sentence: Sentence, memory: Memory) -> list[Claim]:
    """All claims of a sentence, from left to right."""
    out: list[Claim] = []
    wordy = None  # the last clause without numbers, which tells the theme of the next
    memory.fresh, memory.recent = False, []
    for clause in sentence.clauses:
        values = clause.values and tuple([q for q in clause.values if is_claim(q, text, clause)])
        if not values:
            wordy = clause
            continue
        if len(values) < len(clause.values):
            clause = clause._replace(values=values)
        memory.theme = text[wordy.start : wordy.end][:REACH] if wordy else ""
        if clause.nested:
            kept = memory.group, memory.recent
            out += _read_clause(text, clause, memory)
            memory.group, memory.recent = kept
        else:
            out += _read_clause(text, clause, memory)
            wordy = None
    return without_the_whole(text, out) if out else out


def _read_clause(text: str, clause: Clause, memory: Memory) -> list[Claim]:
    out = []
    listed: list[Topic] = []
    for run in runs(text, clause):
        out += _read_run(text, clause, run, memory)
        listed = listed[-MEMBERS:] + [t for t in memory.group if t not in listed] if listed else memory.group
    memory.listed = listed or memory.listed
    return out


def _read_run(text: str, clause: Clause, run: Run, memory: Memory) -> list[Claim]:
    first = run.values[0]
    reading = read(run.left, first.kind, text[max(clause.start, first.start - REACH) : first.inner])
    if len(run.values) > 1 and reading.each:
        run = _share_bound(run)
    pairs = _pair(topics_of(reading, run, memory, text, clause), run.values)
    if reading.measure == "gap":
        pairs = _against(pairs, reading, memory)
    claims = [_claim(clause, topic, q, _measure(q, topic, reading, memory, run), reading) for topic, q in pairs]
    if reading.measure != "planned":
        _remember(claims, reading, memory)
    return claims


def _remember(claims: list[Claim], reading: Reading, memory: Memory) -> None:
    """The subjects of a statement are those of the next that has none."""
    group, recent = [], memory.recent[-MEMBERS:]
    last = recent[-1:]
    for c in claims:
        own = _without_place(c.subject, reading) if reading.against else c.subject
        topic = Topic(base(own) if c.measure in ("rank", "gap") else own, c.measure)
        if topic not in group:
            group.append(topic)
            if topic not in last:
                recent.append(topic)
    memory.group, memory.recent, memory.fresh = group, recent, True


def _against(pairs: list[tuple[str, Quantity]], reading: Reading, memory: Memory) -> list[tuple[str, Quantity]]:
    """A gap names in its subject what it is measured from: 城镇居民人均可支配收入增速高于全市平均水平."""
    growth = bool(memory.group) and memory.group[-1].measure == "growth" and not reading.subject
    places = reading.against if len(reading.against) == len(pairs) else ["、".join(reading.against)] * len(pairs)
    pace = "增速" if growth and pairs[0][1].kind in ("points", "rate") else ""
    return [(t + pace + place, q) for (t, q), place in zip(pairs, places, strict=True)]


def _without_place(subject: str, reading: Reading) -> str:
    """The subject of a gap without what it is measured from."""
    for place in reading.against:
        if subject.endswith(place):
            return subject.removesuffix(place)
    return subject


def _share_bound(run: Run) -> Run:
    """A hedge before or behind a list that is shared out binds each of its members: 分别增长7%和8%左右."""
    first, last = run.values[0], run.values[-1]
    shared = last.bound if first.bound == "exact" else first.bound if first.start < first.inner else "exact"
    return run._replace(values=tuple([v._replace(bound=shared) if v.bound == "exact" else v for v in run.values]))


def _pair(topics: list[str], values: tuple[Quantity, ...]) -> list[tuple[str, Quantity]]:
    """Values to subjects: one to one, one for all, or all for one."""
    if len(values) == 1:
        return [(topic, values[0]) for topic in topics]
    if len(topics) >= len(values):
        return list(zip(topics[-len(values) :], values, strict=True))
    return [(topics[-1], value) for value in values]


MEASURED_BY = {"rank": "rank", "ratio": "ratio", "points": "change", "doubling": "growth"}


def _measure(q: Quantity, subject: str, reading: Reading, memory: Memory, run: Run) -> str:
    if reading.measure == "gap" and q.kind not in ("rank", "ratio"):
        return "gap"
    if q.kind in AMOUNTS:
        if reading.measure not in ("change", "growth"):
            return "level"
        made = q.kind in COUNTED and not reading.subject and noun_behind(run.right)  # 提升253条道路 is no change
        return "level" if made else "change"
    if q.kind == "multiple":
        return "growth" if reading.measure in ("growth", "change") else "ratio"
    return MEASURED_BY.get(q.kind) or _measure_of_rate(q, subject, reading, memory)


def _measure_of_rate(q: Quantity, subject: str, reading: Reading, memory: Memory) -> str:
    if indicator_of(subject) == "cpi" and q.low < 50:
        return "growth"
    if reading.measure == "growth":
        if reading.verb.startswith(("涨幅", "增幅", "增速")) and subject.endswith("率"):
            return "share"  # 失业率、居民消费价格涨幅分别控制在5%和3%以内
        if _no_growth(subject) and reading.subject.endswith(GROWTH_NAMED):
            return "share"  # 登记失业率、人口自然增长率分别控制在…
    stretch = reading.measure == "share" and not reading.subject and not reading.verb.strip("力争达到至")
    if stretch and memory.group and memory.group[-1].measure == "growth":
        return "growth"  # 增长5.5%、力争6%以上
    return reading.measure if reading.measure in ("growth", "completion", "share") else "share"


GROWTH_NAMED = ("涨幅", "增幅", "增长率")


def _no_growth(subject: str) -> bool:
    return subject.endswith("率") and not subject.endswith("增长率")


def _claim(clause: Clause, subject: str, q: Quantity, measure: str, reading: Reading) -> Claim:
    low, high = q.low, q.high
    if reading.sign < 0 and measure in ("growth", "change", "gap"):
        low, high = -high, -low
    passed = reading.against == PASSED_PLAN and q.start < q.inner  # 比计划超过1070亿元: the verb, no hedge
    bound = "exact" if passed else q.bound
    indicator = _indicator(subject, q.kind, measure, reading)
    planned = reading.measure == "planned"
    return Claim(
        q.start, q.end, clause.start, clause.end, low, high, q.unit, bound, measure, subject, indicator, q, "", planned
    )


SHARES = ("率", "比重", "比例", "占比")


def _indicator(subject: str, kind: str, measure: str, reading: Reading) -> str | None:
    if measure in ("rank", "gap"):
        own = _without_place(subject, reading)
        return indicator_of(own) or indicator_of(base(own))
    found = indicator_of(subject)
    return None if found and kind in AMOUNTS and subject.endswith(SHARES) else found  # 优良天数比率81.9%、增加8天
