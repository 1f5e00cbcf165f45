"""Who a number is about: named before it, behind it, or carried over from what was said before."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from reportkit.claims.clauses import Clause, Run
from reportkit.claims.measure import Reading, verbs
from reportkit.claims.subject import complete, indicator_of, leading_indicator, parts, split, tidy, words
from reportkit.matching import either
from reportkit.quantity import numeral

COUNTED = frozenset("count people household area length mass volume energy power amount bare concentration".split())
AMOUNTS = COUNTED | {"money", "time"}

MEMBERS = 12  # subjects that a list is remembered by

GATHERED = re.compile(r"(?:上述|以上|这)?([两二三四五六])(?:项|个|大)(?:主要)?(?:指标|数据)")
RANKING = re.compile("[百十]强|竞争力|评[价比估]|考核|榜|指数")
CONVERTED = frozenset(
    f"{about}{verb}{money}"
    for about in ("", "约")
    for verb in ("合", "折合", "折算", "相当于")
    for money in ("", "人民币")
)
EQUATED = re.compile(r"(?:约|正好)?[是为][^，。]{2,16}$")
SIZE = re.compile(r"[\d.百千万亿]+美?元以[上下]")
BRANCH = re.compile("(?:第[一二三]|[一二三])(?:次)?产业?$")
STRUCTURE = re.compile("结构|比重|比例|占")
TOGETHER = re.compile(r"([两二三四五六七八九十])个$")
LISTED = re.compile(r"等(?:首批|一批|第.批|共|全部|\S{0,2}家|.{0,2}地)?$")
LINKS = re.compile(r"(?:累计|共|已|约|达|到|至|了|为|有|完成|实现|总计|合计|分别|均|全部|连续\S{1,3}年|\s)*")


class Topic(NamedTuple):
    """A subject that later clauses may leave out."""

    subject: str
    measure: str


@dataclass
class Memory:
    """What the sentences so far were about."""

    group: list[Topic] = field(default_factory=list)  # the subjects of the last statement
    recent: list[Topic] = field(default_factory=list)  # every subject of this sentence
    listed: list[Topic] = field(default_factory=list)  # every subject of the last clause with numbers
    theme: str = ""  # words of a clause without numbers in this sentence
    fresh: bool = False  # whether `group` stems from this sentence


def topics_of(reading: Reading, run: Run, memory: Memory, text: str, clause: Clause) -> list[str]:
    """The subjects of a run of quantities; one, or as many as a list names."""
    q = run.values[0]
    subject = tidy(_ranked(reading.subject) if q.kind == "rank" else reading.subject)
    if q.kind == "multiple":
        subject = EQUATED.sub("", subject)
    if subject in CONVERTED:
        subject = ""
    elif (gathered := GATHERED.fullmatch(subject)) and len(memory.recent) >= (count := int(numeral(gathered[1]))):
        return [t.subject for t in memory.recent[-count:]]
    named = _join(subject, run, text, clause, reading)
    if not named:
        return _carried(reading, run, memory)
    if memory.group:
        if leaning := _leaning(named, memory):
            return leaning
        if q.kind == "points" and BRANCH.search(named) and STRUCTURE.search(memory.group[-1].subject):
            return [named + "比重"]  # 三次产业结构…调整为…，第二产业提高10.3个百分点
    if q.kind == "ratio" and len(run.values) == 3 and "产" in named:
        return [f"{named}(第{n}产业)" for n in "一二三"]
    return _listed(named, reading, run)


def _listed(named: str, reading: Reading, run: Run) -> list[str]:
    """The members of a list where each has a value, or shares one that no list adds up to; else the list as one."""
    several = len(run.values)
    left = run.left[-8:].rstrip('“"')
    together = TOGETHER.search(reading.verb + left) if left.endswith("个") else None
    amount = run.values[0].kind in AMOUNTS
    if several == 1 and amount and not together:
        return [named]
    listed = parts(named, several)
    if len(listed) == several > 1:
        return listed
    if together and numeral(together[1]) == len(listed):
        return [m.removesuffix("等") for m in listed]
    if len(listed) > 1 and several == 1 and not amount and (reading.each or all(map(complete, split(named)))):
        return listed
    return [named]


def _carried(reading: Reading, run: Run, memory: Memory) -> list[str]:
    """The subject was left out: take it from the last statement, or from the clause before."""
    carried = [t.subject for t in memory.group]
    several = len(run.values)
    if reading.respectively and several > 1 and len(members := split(tidy(memory.theme))) == several:
        return members  # A、B双双下降，分别下降3%和4%
    if reading.measure != "gap" and reading.each and memory.fresh:
        if several > 1 and len(memory.recent) >= several:
            apart: dict[str, str] = {}  # A 1、增长2，B 3，分别居第五、第三
            for topic in memory.recent:
                apart.setdefault(base(topic.subject), topic.subject)
            return (list(apart.values()) if len(apart) >= several else [t.subject for t in memory.recent])[-several:]
        if several == 1 and len(carried) == 1:
            if len(memory.listed) > 1:
                return [t.subject for t in memory.listed]
            if len(memory.recent) > 1:
                return [t.subject for t in memory.recent[-2:]]
    if memory.fresh or not memory.theme:
        if reading.measure == "growth" or not reading.measure:
            carried = list(dict.fromkeys(base(c) for c in carried))
        everyone = reading.each or several > 1 or reading.measure == "gap" or run.values[0].kind == "rank"
        if "累计" in reading.verb:
            carried = [_whole(c) for c in carried]
        return (carried if everyone else carried[-1:]) or [""]
    judged = JUDGED.search(memory.theme)
    theme = tidy(judged[1] if judged else memory.theme)
    listed = split(theme)
    if len(listed) == several > 1:
        tail = JUDGEMENT.search(theme)
        return [m if not tail or m.endswith(tail.group()) else m + tail.group() for m in listed]
    if reading.measure in ("growth", "change") or run.values[0].kind in ("rate", "rank", "points"):
        return [
            leading_indicator(theme)
            or (theme if judged or len(theme) < 16 or RANKING.search(theme) else (carried or [theme])[0])
        ]
    verb = tidy(reading.verb)
    return [leading_indicator(theme) or theme + (verb if verb not in theme else "")]


JUDGED = re.compile(r"在(.+)中$")
JUDGEMENT = re.compile(r"(?:排名|评价|考核|评比)$")


def _leaning(named: str, memory: Memory) -> list[str]:
    """增速, 占比, 总数: nouns that mean something only together with the subject before them."""
    if named[-1] not in _leaning_signs() and named[0] != "占" or indicator_of(named):
        return []
    named = named.removesuffix("达")
    if SIZE.fullmatch(named) and SIZE.search(whole := memory.group[-1].subject):
        return [SIZE.sub(named, whole, count=1)]  # 引进100亿元以上项目5个、50亿元以上15个
    members = split(named)
    if _nouns("dependent", "share").issuperset(members):
        if not memory.fresh and memory.theme:
            theme = tidy(memory.theme)
            return [(leading_indicator(theme) or theme) + named]
        if len(members) > 1:
            return [_of_its_kind(m, memory) for m in members]
        return [_whole(base(t.subject)) + named if named == "总量" else base(t.subject) + named for t in memory.group]
    if named.startswith("占"):
        return [base(memory.group[-1].subject) + named]
    if memory.fresh and named in _nouns("weak"):
        last = base(memory.group[-1].subject)
        if last.endswith(("投资", "金额", "总额", "总数")) and named.endswith(("投资", "总额")):
            return [named]
        if named in ("总数", "累计", "总额"):
            last = _whole(last)
        return [last + named if named != "累计" else last]
    return []


def _whole(subject: str) -> str:
    """The stock behind a flow: 总数 after 新增企业 counts 企业."""
    return ADDED.sub("", subject)


ADDED = re.compile(r"^(?:新增|新认定|新培育|新引进|新注册|净增|新)")


@cache
def _leaning_signs() -> frozenset[str]:
    """The last signs of what leans on the subject before it, or of a link that stands alone: 5%与2倍."""
    return frozenset("达上下、和与及").union(noun[-1] for noun in _nouns("dependent", "share", "weak"))


@cache
def _nouns(*roles: str) -> frozenset[str]:
    return frozenset(lead + word for role in roles for word in words(role) for lead in ("", "其", "其中"))


def _of_its_kind(noun: str, memory: Memory) -> str:
    """增幅 leans on the last growth, 占比 on the last share of the sentence."""
    wanted = "growth" if noun[0] in "增涨" else "share" if noun[0] in "占比" else ""
    for topic in reversed(memory.recent):
        if wanted and topic.measure == wanted:
            return topic.subject if topic.subject.endswith(noun) else base(topic.subject) + noun
    return base(memory.group[-1].subject) + noun


def base(subject: str) -> str:
    """The subject without 增速, 总量 and the like behind it.

    >>> base("地区生产总值增速")
    '地区生产总值'
    """
    leaning = LEANING_END.search(subject, 2)
    return subject[: leaning.start()] if leaning else subject


LEANING_END = re.compile(r"的?(?:增速|增幅|涨幅|总量|增长率|排名|规模|占(?:全[国省市]|地区生产总值|GDP).*)$")


FIELD = r"(?:世界|全球|全[国省市区县州盟]|[省市区县]|城区|同类|中西部|西部|中部|东部|亚洲|设区市|地级市|副省级城市|[省市]会)"
HOW = r"(?:继续|持续|稳步|连续(?:\S{1,3}年)?|历史性地?|首次|仍|大幅|再次|蝉联|成功|分别|均|双双|并列|已|稳|在|了|的)"


@cache
def _ranking() -> tuple[tuple[re.Pattern, str], ...]:
    """What to cut off around the thing that is ranked, in order."""
    rank = either(verbs("rank"))
    field_ = rf"(?:{FIELD}[^，。]{{0,14}}?|[^，。、]{{0,8}}(?:组|类|城市|区市))"
    cuts = (
        (rf"[由从](?:上年|去年)?(?:的|{rank})*{FIELD}?$", ""),
        (rf"(?:{HOW}|{rank})+{field_}?$", ""),
        (
            rf"^(?:位列|位居|名列|居|跻身|进入)([^，。、]*?(?:评估|评价|考核|评比|测评|竞赛|榜单?|指数)){field_}?$",
            r"\1",
        ),
        (r"^(?:继续|均|并|分别|稳|跃|连续\S{1,3}[年次])*(?:居|位居|排名|列|位列|名列|排|位于|跻身|进入).*$", ""),
        (r"^在(.+?(?:排名|评价|考核|评比|测评|调查|综评|榜单?|竞赛|比赛))中?$", r"\1"),
        (rf"^在[^，。]*中$|^(?:[为是在])?{FIELD}+(?:县?[（(][^（）()]*[）)])?$", ""),
        (rf"^连续\S{{1,3}}[年次](?:{rank})*", ""),
        (r"(?:在?全[国省市区县州盟](?:县)?(?:[（(][^（）()]*[）)])?|连续\S{1,3}年|[均、在])+$", ""),
    )
    return tuple((re.compile(pattern), new) for pattern, new in cuts)


def _ranked(subject: str) -> str:
    """What is ranked, without the words of ranking and the field it is ranked in."""
    for pattern, new in _ranking():
        subject = pattern.sub(new, subject, count=1)
    return subject


@cache
def _noun() -> tuple[re.Pattern, re.Pattern]:
    """How a noun phrase begins, which no predicate does, and where it ends."""
    predicates = {v for role in ("become", "growth", "gap", "rank") for v in verbs(role) if len(v) > 1}
    begins = rf"(?!{either({*predicates, '占', '至', '且', '但', '以及'})}|到(?!位))[\u4e00-\u9fffA-Z“《（(]"
    bracket = r"（(?![^（）()]{0,6}[）)])|\((?![^（）()]{0,6}[）)])"
    return re.compile(begins), re.compile(rf"{either({*NOUN_STOPS, *words('adverb'), *words('state')})}|{bracket}")


NOUN_STOPS = "，,。；;：:\n"
FIRST_NOUN = re.compile(r"[，,。；;：:\n（(、]")


def noun_behind(right: str) -> str:
    """The noun phrase right behind a number: 34个|智慧平安小区."""
    right = right[:80].lstrip(" 　")
    begins, ends = _noun()
    if not begins.match(right):
        return ""
    cut = ends.search(right, 2)
    noun = right[: cut.start()] if cut else right
    if len(noun) <= 2:  # 14家企业获评…: 企业 alone says too little
        noun = FIRST_NOUN.split(right, maxsplit=1)[0]
    return noun[:30].lstrip("的")


def _join(subject: str, run: Run, text: str, clause: Clause, reading: Reading) -> str:
    """The words before a number and the noun behind it, put together."""
    q = run.values[0]
    if q.kind == "money":
        return _money(subject, run, text, clause)
    if q.kind == "rate":
        return _rated(subject, run.right) if reading.measure in ("", "share") else subject
    if q.kind not in COUNTED:
        return subject
    right = noun_behind(run.right)
    if not right:
        done = not subject and not reading.measure and not _bare_link(reading.verb)
        return tidy(reading.verb) if done else subject
    if "等" in subject and LISTED.search(subject):
        head = HEAD.match(subject)
        return (head.group() if head else "") + right
    return subject + right


HEAD = re.compile(r"新增|新建|建成|改造|引进|培育|打造|新认定")
STOP = re.compile("[，,。；、]")


def _rated(subject: str, right: str) -> str:
    """What a share is of, where it stands behind the number: 30%的企业."""
    if not right.startswith("的") and len(subject) >= 3 or indicator_of(subject):
        return subject
    if right.startswith("的"):
        return subject + noun_behind(right[1:])
    return STOP.split(right.strip(), maxsplit=1)[0].lstrip("的")[:20] if len(noun_behind(right)) > 2 else subject


def _money(subject: str, run: Run, text: str, clause: Clause) -> str:
    """投资1.2亿元的X is the investment in X; 投入1亿元建设X is what was put into building X."""
    q = run.values[-1]
    behind, here = "", q.end
    stop = min(clause.end, q.end + 60)
    for other in clause.values[bisect_left(clause.values, q.end, key=lambda v: v.start) :]:
        if other.end > stop:
            break
        behind, here = behind + text[here : other.start], other.end
    behind = (behind + text[here:stop]).lstrip()
    if behind.startswith("的"):
        spent = SPENT.search(subject)
        return noun_behind(behind[1:]) + spent.group() if spent else subject or noun_behind(behind[1:])
    if len(subject) > 3 or not CHINESE.match(behind):
        return subject
    return subject + behind.split("、")[0][:24] if subject else ""


SPENT = re.compile(r"(?:总|计划|年度|新增)?(?:投资|投入|规模|资金|金额|造价)$")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _bare_link(verb: str) -> bool:
    """完成 and 达到 only link; 开工 and 检测 are what was done."""
    return bool(LINKS.fullmatch(verb))
