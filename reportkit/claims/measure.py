"""What kind of number it is: the words right before it tell level, growth, change, share, gap and completion apart."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from reportkit.claims.subject import tidy, words
from reportkit.lexicons import lexicon
from reportkit.matching import either


class Reading(NamedTuple):
    """The words before a number, read: what is measured, how, and with which sign."""

    subject: str
    measure: str  # "" where the words do not tell
    sign: int
    left: str  # the words themselves
    verb: str = ""  # the words between subject and number
    against: tuple[str, ...] = ()  # 高于全省: the place or task that a gap is measured from

    @property
    def respectively(self) -> bool:
        """Whether the numbers go to the members of a list one by one: 分别."""
        return "分别" in self.left[-14:]

    @property
    def each(self) -> bool:
        """Whether the number binds each of a list: 均, 都, 双双, 分别."""
        near = max(0, len(self.left) - 14)
        return self.respectively or "双双" in self.left[-6:] or EACH.search(self.left, near) is not None


@cache
def verbs(role: str) -> dict[str, int]:
    """The verbs of a role with their sign, from `lexicons/predicates.csv`."""
    table = lexicon("predicates")
    table = table[table.role == role]
    return {t: int(s or 1) for t, s in zip(table.term, table.sign, strict=True)}


PLAN = r"“?(?:十[一二三四五]?|[八九])五”?(?:期末|末期|末|时期|期间|计划)?(?:年均)?(?:增幅)?"
WHEN = rf"(?:19|20)\d\d年(?:底|末)?|{PLAN}|年初|上年|去年|期初"
SINCE = rf"{WHEN}|前一年|(?:上年|去年|年初)预算|上年同期|去年同期|[一二三四五六七八九十]年前|上年末|上年底|疫情前|往年|历史同期|同期|五年前|前五年|上半年|(?:前三|[一二三四])季度"
# 比“十五”计划目标3000亿元超过1070亿元: first the plan, then by how much it was passed.
PLANNED = re.compile(r"(?:比|较)[^，。]{0,12}(?:计划|目标|规划|预期)(?:目标|数|任务|值)?$")
PASSED = re.compile(
    r"(?:(?:比|较)[^，。]{0,14}(?:计划|目标|规划|预期)[^，。]*(?:超过?|超额|超出|多|增加|高出)|超[^，。]{0,14}(?:计划|目标|规划|预期)(?:目标|数|任务|值)?)$"
)
SET_AGAINST = re.compile("[比较超]")
PLAN_NAMED = re.compile("计划|目标|规划|预期")
PASSED_PLAN = ("超计划目标",)
TORN_WORD = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")  # 分别增 长


# What stands between verb and number and is no verb: 比上年, 按可比价格计算, 由, 连续三年, （可比口径）.
BETWEEN = rf"(?:上年(?=比)|(?:比|较)(?:{SINCE})(?:同期)?|按[^，、]{{2,8}}(?:计算|口径|价格|价)|[由从](?:{WHEN})的?|[由从]|(?:{WHEN})的|(?<=[到至为])(?:{WHEN})|连续\S{{1,3}}年|(?<!\d)[两二三四五六七八九十5]年(?:来|间)?(?=平均|累计|共|分别|新增|增|下降|$)|[（(][^（）()]{{0,8}}(?:口径|下同|变价|可比价|现价|当年价|计算|预计|快报|含|初步)[^（）()]{{0,8}}[）)])"
BETWEEN_BEGINS = "上去比较按由从年期连十八九两二三四五六七512“（("
BETWEEN_ENDS = frozenset("年底末期间划五”幅度初前算径格价由从的来）)")


@cache
def _verbs_between() -> tuple[frozenset[str], re.Pattern, re.Pattern]:
    """The signs that the words between subject and number end in, these words at the end of a text, and each of them."""
    known = {*words("predicate")}.union(*map(verbs, ("growth", "change", "become")))
    long = f"(?:{either(w for w in known if len(w) > 1)})"
    single = f"[{re.escape(''.join(sorted(w for w in known if len(w) == 1)))}]"
    begins = rf"[{re.escape(BETWEEN_BEGINS + ''.join(sorted({w[0] for w in known})))}\s]"  # a glance before all others
    return (
        BETWEEN_ENDS.union(w[-1] for w in known),
        re.compile(rf"(?:(?={begins})(?:(?<!人口自然){long}|{BETWEEN}|(?<![新净递占征工人下]){single}|\s))+$"),
        re.compile(rf"{long}|{BETWEEN}|{single}"),
    )


EACH = re.compile(r"[均都](?<![年人平日月户亩地].)(?!等|衡|价|线|匀|市)")
STEADY = re.compile(
    r"(?:保持|实现)?(?:稳定|平稳|合理|较快|持续|同步)?(?:增长|正增长|上升|增加)[、，]?(?:力争|争取|确保)?$"
)
PACE = re.compile(r"(?:增速|增幅|涨幅|增长率|增长速度|涨幅度|降幅|递增率|增长幅度)$")
PLAN_WORDS = re.compile("年度|全年|年初|主要|目标|任务|计划|预算|预期|责任|的|序时|进度|下达|考核|省|市|全部|投资")
END = re.compile(r"(?:[，,、]|(?<!人)均|都|分别|双双|同比|约|已|共|[“\"]?[两二三四五六七八九十]+个)+$")
END_SIGNS = "，,、均都别双比约已共个"


def read(left: str, kind: str, before: str = "") -> Reading:
    """Read the words before a quantity of the given kind; `before` is the clause up to it, with earlier numbers.

    >>> read("固定资产投资同比增长", "rate")[:3], read("第三产业增加值占GDP比重升至", "rate")[:2]
    (('固定资产投资', 'growth', 1), ('第三产业增加值占GDP比重', 'share'))
    """
    left = left.rstrip(" \u3000“")[-120:]
    if " " in left:
        left = TORN_WORD.sub("", left)
    return _planned(left, before, kind) or _gap(left, kind) or _completion(left, kind) or _rest(left, kind)


def _planned(left: str, before: str, kind: str) -> Reading | None:
    """比计划目标3000亿元超过1070亿元: the plan, then the gap to it."""
    if kind in ("points", "rank", "ratio") or not SET_AGAINST.search(before):
        return None
    if PLAN_NAMED.search(left) and PLANNED.search(left):
        return Reading("", "planned", 1, left)
    if PLAN_NAMED.search(before) and PASSED.search(before):
        return Reading("", "gap", 1, left, against=PASSED_PLAN)
    return None


MEASURED_APART = frozenset(("points", "rate", "count", "multiple", "people"))
GAP_PLACE = "全?(?:国|省|市|区|县|州|盟)|中央|同期|目标|任务|预期|年初|计划|地区|所在|上级|自治区|部省|各|平均|GDP|地区生产总值|经济|副省级|序时|控制|考核|[一二三四五六七八九十]+个|设区|年度"
GAP_LEAD = re.compile("(?:，|、|均|分别|同比)+$")
THAN = re.compile(
    r"比(?<![同占]比)(?P<place>(?![重例]|上年|(?:19|20)\d\d年|去年|年初|上月|同期)[^，。]{1,14}?)(?P<verb>高出|(?<!提)高|(?<!加)快|多|(?<!降)低|(?<!放)(?<!减)慢|(?<!减)少)$"
)
THAN_ENDS = frozenset("出高快多低慢少")
LOWER = frozenset("低慢少")
TASK = re.compile("任务|目标|计划")
GROWING = re.compile("(?<=..)增长$")


@cache
def _gap_pattern() -> re.Pattern:
    return re.compile(rf"(?P<verb>{either(verbs('gap'))})了?(?P<place>(?:{GAP_PLACE})[^，。]{{0,16}}?)$")


def _gap(left: str, kind: str) -> Reading | None:
    """高于全省、快全国、比任务多: the distance to another place or to a task."""
    if kind not in MEASURED_APART:
        return None
    if gap := _gap_pattern().search(left):
        subject = GAP_LEAD.sub("", left[: gap.start()])
    elif kind != "rate" and left[-1:] in THAN_ENDS and (gap := THAN.search(left)):
        subject = left[: gap.start()]
    else:
        return None
    if kind not in ("points", "rate") and not TASK.search(gap["place"]):
        return None
    sign = -1 if gap["verb"] in LOWER else verbs("gap").get(gap["verb"], 1)
    places = tuple(gap["verb"] + place for place in gap["place"].removesuffix("分别").split("、"))
    return Reading(GROWING.sub("增速", _bare(subject)), "gap", sign, left, against=places)


PLAN_NOUN = re.compile("计划|任务|目标|预算|预期|责任")
COMPLETED = re.compile(
    r"(?:完成|超额完成|实现|为|占|达到|达)(?P<plan>(?!.*(?:支出|收入))[^，。]{0,10}(?:计划|任务|目标|预算|预期|责任)[^，。]{0,6}?)(?:的)?$"
)
RATE = re.compile("率|占比")


def _completion(left: str, kind: str) -> Reading | None:
    """完成灾后重建主要目标任务的72%, 为年度计划的102%."""
    if kind != "rate" or not PLAN_NOUN.search(left, max(0, len(left) - 12)):
        return None
    done = COMPLETED.search(left)
    if not done or RATE.search(done["plan"]):
        return None
    named = PLAN_WORDS.sub("", done["plan"])
    subject = _bare(left[: done.start()]) or (named if len(named) > 2 else "")
    return Reading(subject, "completion", 1, left)


def _rest(left: str, kind: str) -> Reading:
    """Level, growth, change or share, by the verbs between subject and number."""
    ends, tail, each = _verbs_between()
    last = left[-1:]
    found = tail.search(left) if last in ends or last.isspace() else None
    subject, verb = (left[: found.start()], found.group()) if found else (left, "")
    measure, sign = _measure(each.findall(verb), kind, subject) if verb else (UNSAID.get(kind, ""), 1)
    if kind in ("rate", "fraction") and measure in ("", "become"):
        if kind == "rate" and not measure and (done := _verb_first(subject)):
            return Reading(done[1], "growth", done[0], left, verb)
        measure = "share"
        if steady := STEADY.search(subject):
            return Reading(_bare(subject[: steady.start()]), "growth", 1, left)
        if PACE.search(subject):
            measure, sign = "growth", -1 if subject.endswith("降幅") else 1
    return Reading(_bare(subject), measure, sign, left, verb)


def _verb_first(subject: str) -> tuple[int, str] | None:
    """`压减政府性基金项目30%`: the verb stands before its object, and the object is no rate."""
    plain = tidy(subject)
    m = _verb_at_head().match(plain)
    if not m or subject.endswith(tuple(words("rate"))) or len(plain) - m.end() < 3:
        return None
    return verbs("growth")[m[1]], plain[m.end() :]


@cache
def _verb_at_head() -> re.Pattern:
    verb = either(v for v in verbs("growth") if len(v) > 1)
    return re.compile(rf"(?:再|共|平均|大幅|[\s，、])*({verb})(?![值到至额量])")


def _measure(tokens: list[str], kind: str, subject: str) -> tuple[str, int]:
    """Decide by the verb nearest to the number; 到 and 至 behind a verb make it a level."""
    growth, become = verbs("growth"), verbs("become")
    moved = growth if kind in ("rate", "multiple", "doubling", "fraction") else verbs("change")
    for token in reversed(tokens):
        if token in ("到", "至") or token[-1] in "到至为" and token in become and token[:-1] in growth:
            return "become", 1
        if sign := moved.get(token) or growth.get(token):
            if kind in ("rate", "multiple", "doubling"):
                return "growth", sign
            made = kind != "points" and subject.endswith(tuple(words("making")))
            return ("", 1) if made else ("change", sign)  # 改造提升4万亩 are made, not added
    return UNSAID.get(kind, ""), 1


UNSAID = {"points": "change", "doubling": "growth"}  # what needs no verb


def _bare(subject: str) -> str:
    """The subject without 均, 分别 and the like at its end."""
    subject = subject.strip()
    return END.sub("", subject) if subject[-1:] in END_SIGNS else subject
