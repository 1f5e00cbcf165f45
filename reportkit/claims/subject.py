"""What a number is about: the noun phrase before or behind it, its canonical indicator, and lists that share a tail."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from reportkit.lexicons import lexicon
from reportkit.matching import either


@cache
def words(role: str) -> frozenset[str]:
    """The words of one role in `lexicons/words.csv`."""
    table = lexicon("words")
    return frozenset(table.term[table.role == role])


@cache
def _pattern(role: str) -> re.Pattern:
    return re.compile(either(words(role)))


def says(role: str, text: str) -> bool:
    """Whether a text has one of the words of a role.

    >>> says("average", "年均增长7.1%"), says("average", "增长7.1%")
    (True, False)
    """
    return _pattern(role).search(text) is not None


@cache
def _terms() -> dict[str, str]:
    return dict(lexicon("indicator_terms")[["term", "indicator"]].itertuples(index=False))


ITEM = r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．](?!\d|[二三四五六七八九十]、)|[①-⑳⑴-⒇]"
OPENING = re.compile(
    rf"(?:{ITEM}|即(?!时|使|将|墨)|和|与|及(?!时|格)|并(?!购|网|联)|以及|了|至|到(?!位|账)|[（(]下同[）)])+"
)


@cache
def _leading() -> re.Pattern:
    plain = either(w for r in ("scope", "time", "lead") for w in words(r) if len(w) > 1 or w in "其共将已仅约各")
    year = r"(?:到|至|截至|比|较|自)?(?:20|19)\d\d年(?:度|底|末|全年|以来)?|(?:\d{1,2}[-—至到])?\d{1,2}月(?:份|底|末)?(?:之?前)?|“(?:十[一二三四五]?|[八九])五”(?:时期|期间|以来|期末|末)?|十[一二三四五]五(?:时期|期间|以来|末)|[五5十]年(?:来|间|内|累计|共)?(?=.)|[两二三四六七八九]年(?:来|间|内|累计|(?=新增))"
    return re.compile(
        rf"(?:\s|[、，,:：；;”]|(?:和|与|及(?!时|格)|并(?!购|网|联))(?=.{{3}})|{year}|(?:{plain})(?!率|员|值|生育))+"
    )


@lru_cache(maxsize=20_000)
def tidy(phrase: str) -> str:
    """A noun phrase without the words before it that only say where, when or how.

    >>> tidy("全年全区实现地区生产总值")
    '地区生产总值'
    """
    phrase = phrase.strip(" \u3000、，,的•●■◆▪·*")
    if opening := OPENING.match(phrase):
        phrase = phrase[opening.end() :]
    if lead := _leading().match(phrase):
        phrase = phrase[lead.end() :]
    return "".join(phrase.split()).strip("、，,的")


# Each begins with a plain sign, which is what makes the search fast.
MARKS = re.compile(r"[“”\"‘’\s的](?:(?<!的)|(?<=[\u4e00-\u9fff]的)(?=[\u4e00-\u9fff]))")
IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
LEFT_OUT = re.compile(r"剔除[^，。]*(?:后|因素|影响)")
IN_WHOLE = re.compile(r"在(.+?)中的?(?:比重|占比)$")
DONE = re.compile(r"实现|完成|各类(?<=^..)|年(?<=^.)")
SHARE = re.compile(r"(.+?)(?:占|相当于)(?:全[市省县区国](?=[\u4e00-\u9fff]{2})(?!比|总))?(.+?)(?:比重|比例|份额)?")
PLACE = re.compile(r"(?:全[国省市区县州盟]|[省市])+$")
# The last signs of all that the patterns above and `tidy` take off.
TAKEN_OFF = frozenset('“”"‘’）)后素响比重例份额支出收入现成、，,的•●■◆▪·*国省市区县州盟')


@cache
def _dependent() -> tuple[tuple[str, ...], re.Pattern]:
    ends = words("dependent") | {"的"}
    return tuple(ends), re.compile(rf"(?:{either(ends)})+$")


@cache
def _last_signs() -> frozenset[str]:
    return TAKEN_OFF.union(term[-1] for term in (*_terms(), *words("dependent")))


def _may_name(subject: str) -> bool:
    """Whether a phrase ends like an indicator: a glance that most phrases fail."""
    return subject.rstrip()[-1:] in _last_signs()


@lru_cache(maxsize=20_000)
def indicator_of(subject: str) -> str | None:
    """The canonical indicator of a subject, if it speaks of the locality as a whole.

    >>> indicator_of("规上工业增加值"), indicator_of("小蓝经开区营业收入"), indicator_of("第三产业增加值占GDP的比重")
    ('industrial_value_added', None, 'tertiary_share')
    """
    if len(subject) > 60 or not _may_name(subject):
        return None
    plain = MARKS.sub("", subject)
    short = LEFT_OUT.sub("", IN_BRACKETS.sub("", plain))
    short = IN_WHOLE.sub(r"占\1比重", short)
    bare = tidy(short)
    for key in dict.fromkeys((plain, short, bare, DONE.sub("", bare))):
        if found := _terms().get(key) or _terms().get(_independent(key)):
            return found
    share = SHARE.fullmatch(bare) if "占" in bare or "相当于" in bare else None
    return _share_of(*share.groups()) if share else None


def _independent(subject: str) -> str:
    """A subject without the nouns at its end that depend on it: 地区生产总值|增速."""
    ends, pattern = _dependent()
    return pattern.sub("", subject) if subject.endswith(ends) else subject


def _share_of(part: str, whole: str) -> str | None:
    """The indicator of a part in a whole: of 工业增加值占全省 the part's own, of 民生支出占财政支出 the share's."""
    if PLACE.match(whole):
        return indicator_of(part)
    if indicator_of(whole) == "gdp":
        kind = "GDP"
    elif whole.endswith(("支出", "收入")):
        kind = whole[-2:]
    else:
        return None
    return _terms().get(f"{part}占{kind}比重") or _terms().get(f"{part}占{kind}")


def leading_indicator(phrase: str) -> str:
    """The longest beginning of a phrase that names an indicator: 进出口总额|逆势上扬.

    >>> leading_indicator("进出口总额逆势上扬")
    '进出口总额'
    """
    phrase = tidy(phrase)
    return next((phrase[:i] for i in range(len(phrase), 1, -1) if indicator_of(phrase[:i])), "")


MEMBER_EDGE = re.compile(r"[“（(《]|[”）)》]|、|以及|和|与|及")
SEPARATOR = re.compile("[、和与及]")
BETWEEN = re.compile(r"比$|差距|倍差")  # 城乡居民收入比 is one figure
GATHERED = re.compile(
    r"等?[两二三四五六七八九十\d]+(?:大|个|项|类)(?:主导|支柱|重点|优势|特色)?(?=产业|行业|指标|领域|集群)"
)


def parts(subject: str, count: int) -> list[str]:
    """The members of a list, each with the tail that the last one carries for all; one member if it is no list.

    >>> parts("城镇和农村居民人均可支配收入", 2)
    ['城镇居民人均可支配收入', '农村居民人均可支配收入']
    >>> parts("城乡居民人均可支配收入", 2)
    ['城镇居民人均可支配收入', '农村居民人均可支配收入']
    """
    if not SEPARATOR.search(subject):
        if count == 2 and "城乡" in subject and not BETWEEN.search(subject):
            return [subject.replace("城乡", "城镇", 1), subject.replace("城乡", "农村", 1)]
        return [subject] if subject else []
    gathered = GATHERED.search(subject)
    if gathered and SEPARATOR.search(subject, 0, gathered.start()):
        return [p + subject[gathered.end() :] for p in split(subject[: gathered.start()])]
    members = subject.split("、")
    if len(members) < 2 or not all(map(complete, members)):
        members = split(subject)
    return _with_tails(members)


def split(subject: str) -> list[str]:
    """Cut a list at 、 和 与 及, but not inside quotation marks or brackets."""
    if not SEPARATOR.search(subject):
        return [subject] if subject else []
    out, depth, here = [], 0, 0
    for m in MEMBER_EDGE.finditer(subject):
        if m.group() in "“（(《":
            depth += 1
        elif m.group() in "”）)》":
            depth = max(0, depth - 1)
        elif not depth:
            out.append(subject[here : m.start()])
            here = m.end()
    out.append(subject[here:])
    return [o for o in out if o]


@lru_cache(maxsize=20_000)
def complete(member: str) -> bool:
    """Whether a list member can stand alone as the name of a measure."""
    return member.endswith(_measured()) or indicator_of(member) is not None


@cache
def _measured() -> tuple[str, ...]:
    return (*words("rate"), "额", "值", "收入", "投资", "支出", "数", "量", "面积")


def _with_tails(members: list[str]) -> list[str]:
    """List members, each with what the next one that is complete, or the last, adds for all before it."""
    out, last = [], members[-1] if members else ""
    for member in reversed(members):
        out.append(_with_tail(member, last))
        if complete(member):
            last = member
    return out[::-1]


def _with_tail(member: str, last: str) -> str:
    """A list member with what the last one adds for all: 装备制造业 and 高技术制造业增加值 share 增加值."""
    if member == last or indicator_of(member):
        return member
    if _may_name(last):
        for i in range(1, len(last)):
            if indicator_of(member + last[i:]):
                return member + last[i:]
    if complete(member) or member[-2:] == last[-2:] or member in words("head"):
        return member
    for size in range(min(6, len(last) - 1), 1, -1):
        if last[-size:] in words("head") and not member.endswith(last[-size:]):
            return member + last[-size:]
    for size in (3, 2, 1):
        at = last.find(member[-size:], 1)
        if 0 < at and len(member) > size and last[at + size :]:
            return member + last[at + size :]
    if "在" in last[1:]:
        return member + last[last.index("在") :]
    return member + last[len(member) :] if len(last) > len(member) else member
