"""Numbers with their units and bounds, as a small grammar. Knows no reports.

A quantity is what stands between the words: `近1600万元`, `8-8.5%`, `七千余万元`, `第19位`, `1.3:17.4:81.3`. Vocabulary is
in `lexicons/units.csv` and `lexicons/hedges.csv`; the rules that join it are here, cases in `tests/cases/quantities.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from math import prod
from string import ascii_letters
from typing import NamedTuple

from reportkit.lexicons import lexicon
from reportkit.matching import either


class Quantity(NamedTuple):
    """A number as written. Offsets are half-open; `start:end` takes in the hedges, `inner` starts at the number itself.

    `unit` keeps 万 and 亿 (`亿元`, `万人次`); `low` and `high` are in that unit and equal unless a range was written.
    """

    start: int
    end: int
    inner: int
    low: float
    high: float
    unit: str
    kind: str  # money, people, area, count ... from units.csv; rate, points, multiple, doubling; rank, ratio, fraction, bare
    bound: str  # exact, approx, at_least, at_most, range
    spoken: bool = False  # the number is written in Chinese numerals


DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
POWERS = {"十": 10, "百": 100, "千": 1000}
SCALES = POWERS | {"万": 10**4, "亿": 10**8}
MAGNITUDES = {"万": 1e4, "亿": 1e8, "万亿": 1e12, "百万": 1e6, "千万": 1e7}


def numeral(written: str) -> float:
    """The value of a Chinese or Arabic numeral.

    >>> numeral("七千"), numeral("一百二十"), numeral("1,250.5"), numeral("二〇一九"), numeral("一亿五千万"), numeral("三点五百万")
    (7000.0, 120.0, 1250.5, 2019.0, 150000000.0, 3500000.0)
    """
    if written[:1].isdecimal():
        return float(written.replace(",", "").replace("，", ""))
    if DIGITS.keys() >= set(written):
        return float("".join(str(DIGITS[c]) for c in written))
    if "点" in written:
        number = written.rstrip("百千万亿")
        whole, _, decimals = number.partition("点")
        value = float(f"{numeral(whole or '零'):.0f}." + "".join(str(DIGITS[c]) for c in decimals))
        return value * prod(SCALES[c] for c in written[len(number) :])
    total = section = digit = 0.0
    for c in written:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in POWERS:
            section += (digit or 1) * POWERS[c]
            digit = 0
        elif c == "万":
            total += (section + digit or 1) * 1e4
            section = digit = 0
        else:
            total = (total + section + digit or 1) * 1e8
            section = digit = 0
    return total + section + digit


@cache
def _units() -> dict[str, tuple[str, float, str]]:
    return {u.unit: (u.std_unit, float(u.factor), u.kind) for u in lexicon("units").itertuples()}


@cache
def _hedges(place: str) -> dict[str, str]:
    table = lexicon("hedges")
    return dict(table[(table.place == place) & (table.kind == "bound")][["term", "value"]].itertuples(index=False))


def standard(value: float, unit: str) -> tuple[float, str]:
    """A value in the base of its unit.

    >>> standard(366.51, "亿元")
    (36651000000.0, '元')
    >>> standard(3, "万亩")[1]
    '平方米'
    """
    factor, base = _base(unit)
    value *= factor
    return value if value.is_integer() else round(value, 6), base


@cache
def _base(unit: str) -> tuple[float, str]:
    magnitude, plain = split_unit(unit)
    if plain not in _units():
        plain, slash, per = plain.partition("/")
        if not slash or plain not in _units():
            return magnitude, plain + slash + per
        base, factor, _ = _units()[plain]
        return magnitude * factor, f"{base}/{per}"
    base, factor, _ = _units()[plain]
    return magnitude * factor, base


def split_unit(unit: str) -> tuple[float, str]:
    """Take 万, 亿 and 万亿 off a unit.

    >>> split_unit("万平方米"), split_unit("家")
    ((10000.0, '平方米'), (1.0, '家'))
    """
    for sign in ("万亿", "亿", "万"):
        if unit.startswith(sign):
            return MAGNITUDES[sign], unit[len(sign) :]
    return 1.0, unit


ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
NUMERAL_SIGNS = "零〇一二两三四五六七八九十百千万亿"
SPOKEN = rf"[{NUMERAL_SIGNS}]+"
DASHES = "-－—–―~～至到"
DASH = rf"(?:——|--|[{DASHES}])"
PER = r"(?:/万?(?:平方米|立方米|公里|元|人|户|吨|亩|年|月|日|天|小时|分钟|千瓦时|升))?"


def _first_signs(units: Iterable[str]) -> str:
    """A class of the signs that may stand behind a Chinese numeral with one of these units."""
    return re.escape("".join(sorted({unit[0] for unit in units} | set(f"百千余多来分半点{DASHES} "))))


@cache
def _grammar() -> dict[str, re.Pattern]:
    unit = either(_units())
    first, first_spoken = _first_signs(_units()), _first_signs(SPOKEN_UNITS)
    dash_near = rf"(?=[^{DASHES}，。、]{{0,{2 + max(map(len, _units()))}}}[{DASHES}])"  # a glance before the units
    return {
        "number": re.compile(
            rf"(?:(?P<a>{ARABIC})|(?P<c>{SPOKEN}(?:点[零〇一二三四五六七八九]+[万亿]*)?))"
            rf"(?:{dash_near}(?P<mid>(?:万亿|万|亿)?(?:{unit})?){DASH}(?:(?P<a2>{ARABIC})|(?P<c2>{SPOKEN})))?"
            rf"(?P<more>[余多来])?(?:(?=[百千余多万亿 \u3000\xa0])[ \u3000\xa0]?(?P<mag>[百千]?[余多]?(?:万[余多]?亿|万|亿)|(?<! )[百千](?![瓦米克伏卡升字])))?(?P<more2>[余多])?[ \u3000\xa0]?(?P<unit>(?:{unit}){PER}|/[月年])?"
        ),
        "mixed": re.compile(
            rf"(?P<a>\d+(?:\.\d+)?)(?P<m1>万|亿)零?(?P<b>\d+)(?P<m2>[百千])?(?P<more>[余多])?(?P<m3>万)?[ \u3000\xa0]?(?P<unit>(?:{unit}){PER})?"
        ),
        # Where a quantity may begin, one class of signs first, which is what makes the search fast: most Chinese numerals stand in words and are followed by no unit.
        # What begins with digits is a year, or it is told by the sign behind them how to read it.
        "start": re.compile(
            rf"[\d第前首榜{NUMERAL_SIGNS}](?:(?<=\d)(?:(?P<year>\d{{3}}年(?![{DASHES}/]))|[\d.,]*\s?(?P<sign>.?))|(?<=第)[\d\s{NUMERAL_SIGNS}]|(?<=前)[\d{NUMERAL_SIGNS}]"
            rf"|(?<=首)[位名]|(?<=榜)首|(?<=[{NUMERAL_SIGNS}])[{NUMERAL_SIGNS}]*(?:(?=[{first_spoken}])|(?<=[十百千万亿])(?=[{first}])|(?<=[十百千][万亿])))"
        ),
        "ratio": re.compile(rf"{ARABIC}(?:\s?[:：∶]\s?{ARABIC}){{1,3}}(?![\d.:：])"),
        "fraction": re.compile(
            rf"(?P<d>{SPOKEN})分之(?P<n>{SPOKEN}(?:点[零〇一二三四五六七八九]+)?|{ARABIC})(?:[余多])?|(?P<n2>\d)/(?P<d2>\d{{1,2}})(?![\d/月日])|(?P<half>一半)"
        ),
        "rank": re.compile(
            rf"第\s?(?P<n>\d+|{SPOKEN})\s?(?P<w>名|位|个)?|前(?P<top>\d+|{SPOKEN})(?P<w2>名|位|强)?(?![\d.%])|(?P<first>首位|首名|榜首)"
        ),
        "before": re.compile(rf"(?:{either(_hedges('before'))})(?:到|至|了|达到|达)?[ \u3000]?$"),
        "after": re.compile(rf"\s{{0,2}}(?:{either(_hedges('after'))})"),
    }


LIST_LINK = re.compile(r"以及|[、和与及]")
LONGEST = 16  # digits; what is longer is an identifier, no quantity
MINUS = frozenset("-－−")
NEGATIVE = re.compile(r"[\u4e00-\u9fff][-－−]$")
PERSONS = frozenset("才均口")  # 5人才, 2人均: no count of persons
YEAR = re.compile(r"\d{4}")
FROM = re.compile(r"[由从](?:\d{4}年)?的?(?:约|近)?$")  # 由2015年的5家到10家
NUMERAL = re.compile(r"\d[\d.,]*|[零〇一二两三四五六七八九十百千万亿]+")
# What makes a number a name, a date or an ordinal and not a quantity, and a glance at the sign next to it.
NAMED_BEFORE = re.compile(r"(?<!GDP)(?<!CPI)(?<=[A-Za-z第№+＋_.·×✕*])$|[A-Za-z\d][-－—]$|[年月][-－—]$")
NAMING = frozenset(ascii_letters + "第№+＋_.·×✕*-－—\n")
NAMED_AFTER = re.compile(r"级|[+＋]|位一体|位数|件套|项全能|次(?:会议|全会|党代会|代表|常务)|届")
NAMED_BY = frozenset("级+＋位件项次届")
# Chinese numerals below ten thousand are quantities only with these units: 九州, 千家万户, 三方 are none.
SPOKEN_UNITS = frozenset("个 家 项 座 所 条 名 位 户 人 场 件 处 公里 倍 番 成 % 亩 台 种 对 艘".split())
SPOKEN_IDIOM = re.compile(
    r"[个项](?:月|年|百年|五年|方面|季度)|成(?:果|功|为|立|就|效|员|本|长)|人(?:行|次会议)|条心|家(?:峪|庄|港|店|子|坪|湾|堡|屯|沟|河)|位一体|处(?:在|于|理)|名(?:单|词|录)|位数|次产业|对[一的]"
)

PASSED_MARK = re.compile(r"(?:突破|超过?|逾|[^度不通经]过)$")  # 突破万元, 过万人


def quantities(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """The quantities in `text[start:end]`, from left to right, with the hedges that bind them.

    >>> line = "增长8-8.5%，投入近1600万元"
    >>> [(line[q.start:q.end], q.low, q.high, q.unit, q.bound) for q in quantities(line)]
    [('8-8.5%', 8.0, 8.5, '%', 'range'), ('近1600万元', 1600.0, 1600.0, '万元', 'approx')]
    """
    end = len(text) if end is None else end
    here = start
    begin = _grammar()["start"]
    while (first := begin.search(text, here, end)) is not None:
        at = first.start()
        found = None
        for rule in _rules(first):
            if found := rule(text, at, end):
                break
        if found:
            yield from found
            here = found[-1].end
        else:
            # Step over the whole numeral, so that what is left of 1687 is not read again as 687.
            numeral_here = NUMERAL.match(text, at, end)
            here = numeral_here.end() if numeral_here else at + 1


def _mixed(text: str, at: int, end: int) -> list[Quantity] | None:
    """`1万6千多户` is 1.6 with 万户, `1亿3千多万` 1.3 with 亿."""
    m = _grammar()["mixed"].match(text, at, end)
    if not m or not (m["m2"] or m["m3"]) or m.end() - at > 2 * LONGEST or _named_before(text, at):
        return None
    whole = MAGNITUDES[m["m1"]]
    rest = int(m["b"]) * POWERS.get(m["m2"], 1) * (1e4 if m["m3"] else 1)
    if rest >= whole:
        return None
    value = round(float(m["a"]) + rest / whole, 9)
    unit = m["unit"] or ""
    return [_hedged(text, at, m.end(), end, value, value, m["m1"] + unit, _kind(unit, m["m1"]), False, bool(m["more"]))]


def _rank(text: str, at: int, end: int) -> list[Quantity] | None:
    m = _grammar()["rank"].match(text, at, end)
    if not m or len(m["n"] or m["top"] or "") > LONGEST or text[at - 1 : at] == "居" and m["top"]:
        return None
    after = text[m.end() : m.end() + 2]
    written = m["n"] or m["top"]
    if m["first"]:
        value, bound = 1.0, "exact"
    else:
        value, bound = numeral(written), "exact" if m["n"] else "at_most"
        if (
            not (m["w"] or m["w2"])
            and re.match(r"[\u4e00-\u9fff%年月]", after)
            and not re.match(r"[和与及、]|并列|的|方阵外", after)
        ):
            return None
        if after.startswith(("批", "次", "届", "期", "季", "个月", "产业", "书记", "时间")) or (
            m["top"] and re.match("[年月季期%]", after)
        ):
            return None
    return [Quantity(at, m.end(), at, value, value, "名次", "rank", bound, not (written or "").isdigit())]


def _ratio(text: str, at: int, end: int) -> list[Quantity] | None:
    m = _grammar()["ratio"].match(text, at, end)
    if not m or m.end() - at > 4 * LONGEST or at and text[at - 1] in "0123456789.:：":
        return None
    parts = list(re.finditer(ARABIC, m.group()))
    clock = len(parts) == 2 and re.fullmatch(r"\d{1,2}\s?[:：]\s?[0-5]\d", m.group())
    if clock or (len(parts) == 2 and not re.search(r"比|结构|为$", text[max(0, at - 12) : at])):
        return None
    return [
        Quantity(
            at + p.start(), at + p.end(), at + p.start(), float(p.group()), float(p.group()), "份", "ratio", "exact"
        )
        for p in parts
    ]


def _fraction(text: str, at: int, end: int) -> list[Quantity] | None:
    m = _grammar()["fraction"].match(text, at, end)
    if not m or m.end() - at > 2 * LONGEST:
        return None
    unit, kind = "", "fraction"
    if m["half"]:
        value = 0.5
    elif m["n2"]:
        value = int(m["n2"]) / int(m["d2"]) if int(m["d2"]) else float("nan")
    else:
        parts = {"百": ("%", 1.0), "千": ("‰", 1.0)}
        unit, whole = parts.get(m["d"], ("", numeral(m["d"]) or 1.0))
        value = numeral(m["n"]) / whole
        kind = "rate" if unit else kind
    if not 0 < value:
        return None
    return [_hedged(text, at, m.end(), end, round(value, 9), round(value, 9), unit, kind, True)]


def _number(text: str, at: int, end: int) -> list[Quantity] | None:
    m = _grammar()["number"].match(text, at, end)
    if not m:
        return None
    stop = m.end()
    digits, numerals, mid, digits2, numerals2, more, written_mag, more2, unit = m.groups("")
    written, second = digits or numerals, digits2 or numerals2
    if stop - at > 3 * LONGEST or len(written) > LONGEST:
        return None
    beside, following = text[at - 1 : at], text[stop : stop + 1]
    if _named_before(text, at) or following in NAMED_BY and NAMED_AFTER.match(text, stop):
        return None
    if unit == "成" and written_mag:  # 2100多万成都市民
        unit, stop, following = "", m.start("unit"), unit
    if not unit and following.isascii() and following.isalpha() or unit == "人" and following in PERSONS:
        return None
    spoken = not digits
    if spoken and not _speaks_of_quantity(text, m):
        return None
    if unit == "年" and (YEAR.fullmatch(digits) or len(digits2) == 4):
        return None
    low, mag = _value(written, written_mag, spoken)
    high = low
    if second:
        high, mag = _value(second, written_mag, not digits2)
        mid_mag, mid_unit = split_unit(mid)
        if mid_unit and mid_unit != unit:
            return _number_before_dash(text, at, end, m)
        if mid_mag != 1.0 and mid_mag != MAGNITUDES.get(mag, 1.0):
            low = low * mid_mag / MAGNITUDES.get(mag, 1.0)
        if FROM.search(text[max(0, at - 8) : at]):
            return _from_to(text, at, end, m, low, high, mag + unit)
        if not low < high:
            return None
    if beside in MINUS and NEGATIVE.search(text[at - 2 : at]) and not digits2:
        low, high, at = -low, -high, at - 1
    kind = _kind(unit, mag)
    if kind == "bare" and not spoken and not mag:
        unit, kind = _shared_unit(text, stop, end) or (unit, kind)
    if unit == "个" and "." in digits:  # 高1.2个和0.8个百分点
        shared = _shared_unit(text, stop, end)
        if shared and shared[0] == "个百分点":
            unit, kind = shared
    more = bool(more or more2 or "余" in written_mag or "多" in written_mag)
    return [_hedged(text, at, stop, end, low, high, mag + unit, kind, spoken, more)]


def _named_before(text: str, at: int) -> bool:
    return text[at - 1 : at] in NAMING and NAMED_BEFORE.search(text[max(0, at - 4) : at]) is not None


@cache
def _kind(unit: str, mag: str) -> str:
    if not unit or unit in ("/月", "/年"):
        return "amount" if mag or unit else "bare"
    base = unit if unit in _units() else unit.partition("/")[0]
    return _units()[base][2]


def _value(written: str, mag: str, spoken: bool) -> tuple[float, str]:
    """The number in its written magnitude: 四千万 is 4000 with 万, 5千万 too."""
    mag = mag.replace("余", "").replace("多", "")
    if spoken:
        whole = numeral(written + mag)
        for sign in ("万亿", "亿", "万"):
            if (written + mag).endswith(sign):
                return round(whole / MAGNITUDES[sign], 9), sign
        return whole, ""
    value = numeral(written)
    if mag[:1] in POWERS:
        value, mag = value * POWERS[mag[0]], mag[1:]
    return value, mag


def _speaks_of_quantity(text: str, m: re.Match) -> bool:
    """Whether a Chinese numeral counts something here; most of them stand in set phrases."""
    written, mag, unit = m["c"], m["mag"] or "", m["unit"] or ""
    if text[m.start() - 1 : m.start()] in ("数", "几", "上"):
        return False
    if SPOKEN_IDIOM.match(text, m.end() - len(unit)):
        return False
    if written == "万":
        return unit != "" and bool(PASSED_MARK.search(text, max(0, m.start() - 3), m.start()))
    hedged = m["more"] or m["more2"] or _grammar()["before"].search(text, max(0, m.start() - 5), m.start())
    if DIGITS.keys().isdisjoint(written) and not written.startswith("十"):
        counted = unit == "元" if set(written) <= set("万亿") else unit != "" or written[-1] in "万亿"
        return bool(hedged) and counted
    if not unit:
        return bool(hedged) and (written + mag)[-1] in "万亿"
    if written == "一":
        return bool(m["more"] or mag) or unit in ("成", "番", "倍")
    if len(written) > 1 and DIGITS.keys() >= set(written):
        return False
    return unit in SPOKEN_UNITS or bool(mag) or written[-1] in "万亿" or bool(m["more"] or m["more2"])


def _number_before_dash(text: str, at: int, end: int, m: re.Match) -> list[Quantity] | None:
    """`达5家-10人` is no range: read the number before the dash alone."""
    stop = m.start("a2") if m["a2"] else m.start("c2")
    while stop > at and re.match(DASH, text[stop - 1]):
        stop -= 1
    return _number(text, at, stop) if stop < end else None


def _from_to(text, at, end, m, low, high, unit) -> list[Quantity]:
    """`由A到B` states two values, not a range."""
    second = m.start("a2") if m["a2"] else m.start("c2")
    kind = _kind(split_unit(unit)[1], "")
    return [
        Quantity(at, second - 1, at, low, low, unit, kind, "exact", m["c"] is not None),
        _hedged(text, second, m.end(), end, high, high, unit, kind, m["c2"] is not None),
    ]


def _shared_unit(text: str, stop: int, end: int) -> tuple[str, str] | None:
    """In `0.37、0.39个百分点` the first number has the unit of the last; a list of at most six."""
    for _ in range(5):
        link = LIST_LINK.match(text, stop, end)
        following = _grammar()["number"].match(text, link.end(), end) if link else None
        if not following or not following["a"] or following["a2"]:
            return None
        if following["unit"]:
            mag = (following["mag"] or "").replace("余", "").replace("多", "")
            if following["unit"] in ("年", "岁") or mag[:1] in POWERS:
                return None
            return mag + following["unit"], _kind(following["unit"], mag)
        if following["mag"]:
            return None
        stop = following.end()
    return None


# 签约, 最近 and the like end in a hedge but are none.
WORD_END = re.compile(r"[签条公合契节预制特履相]约|[附邻临靠最贴远亲]近|[赶反]超|[打]破|[通经度不]过")


def _hedged(text, at, stop, end, low, high, unit, kind, spoken, more=False) -> Quantity:
    """Take in the hedges around a number and let them decide its bound."""
    start, bound = at, "range" if low < high else "approx" if more else "exact"
    before = text[at - 1 : at] in _hedge_ends() and _grammar()["before"].search(text, max(0, at - 6), at)
    if before and not WORD_END.search(text, max(0, before.start() - 1), before.start() + 1):
        start = before.start()
        if bound != "range":
            bound = _hedges("before")[_hedge(before.group())]
    after = _grammar()["after"].match(text, stop, end)
    if after:
        stop = after.end()
        if bound != "range":
            bound = _hedges("after")[after.group().strip()]
    if kind == "concentration" and "/" not in unit and text.endswith("每立方米", 0, start):
        start, unit = start - 4, f"{unit}/立方米"
    return Quantity(start, stop, at, low, high, unit, kind, bound, spoken)


@cache
def _hedge_ends() -> frozenset[str]:
    """The signs that a hedge before a number may end with: a glance before the pattern."""
    return frozenset({hedge[-1] for hedge in _hedges("before")} | set("到至了达 \u3000\n"))


def _hedge(written: str) -> str:
    """The hedge itself, without the 到, 至 or 了 that may follow it."""
    written = written.strip()
    while written not in _hedges("before"):
        written = written[:-1]
    return written


BY_SIGN = {":": _ratio, "：": _ratio, "∶": _ratio, "/": _fraction, "万": _mixed, "亿": _mixed}


def _rules(first: re.Match) -> tuple[Callable, ...]:
    """The rules that may read what begins here; a year is for none."""
    year, sign = first.groups()
    if year:
        return ()
    if sign is None:
        return (_rank,) if first.group()[0] in "第前首榜" else (_fraction, _number)
    special = BY_SIGN.get(sign)
    return (special, _number) if special else (_number,)
