"""Numeral abbreviations by grammar: 三清三建, 八大行动, 1+5+X社区邻里中心, 3910行动计划; told apart from counts and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from reportkit.phrases.body import any_of, either, words

NUMERAL = "一二三四五六七八九十两双"
_SMALL = "一二三四五六七八九两双"  # 十 opens dates, plans and sessions
_LARGE = "二三四五六七八九十两"
_TAIL = r"[^\W\d_a-zA-Z的和与及等在为将是了、，。；]"  # a character of a name: no sign, no word that joins
_SIGNED = re.compile(r"\d\+[\dXN]|^\d{2,}|\d+条$")
_COUNTED = re.compile(r"[二三四五六七八九十两双]")
_EACH = re.compile(r"一.{1,2}一")
_HAS = re.compile(r"[一二三四五六七八九十两双百千万零\d](?!定|般|些|切|样|致|流|旦|向|直|方面|时)")


@lru_cache(maxsize=8192)
def is_numeric(name: str) -> bool:
    """Whether a phrase is a numeral abbreviation: a numeral with what it counts, said without saying it.

    >>> [is_numeric(name) for name in ("六稳", "双减", "3+5+X产业发展体系", "一流", "映山红行动", "一村一品", "最后一公里")]
    [True, True, True, False, False, False, False]
    """
    if _SIGNED.search(name):
        return True
    return bool(_COUNTED.search(name, 0, 6) and _HAS.search(name) and not _EACH.match(name))


@cache
def _grammar() -> re.Pattern:
    """Each way to begin is looked at behind the first character, by whose set a search skips most of a text."""
    head, counted = either("head"), either("counted")
    unit = "".join(sorted(word for word in words("unit") if len(word) == 1))
    thing = rf"[^\W\d_a-zA-Z{unit}{NUMERAL}百千万的]"
    plus = rf"(?<=[\dXN])(?<![\d.A-Za-z+].)(?:(?<=\d)\d)?(?:\+(?:\d{{1,2}}|[XN](?![A-Za-z]))(?![\d.%％年月亿万个家条项名]))+(?:{_TAIL}{{0,8}}?{head})?"
    doubled = rf"(?<=[{_SMALL}])(?<![第{NUMERAL}百千万\d长珠这那].){thing}(?:[{_SMALL}]{thing}){{1,3}}(?![{NUMERAL}])"
    big = rf"(?<=[{_LARGE}])(?<![第{NUMERAL}百千万\d].)[{_LARGE}]*大{_TAIL}{{0,4}}?{counted}"
    return re.compile(rf"[\dXN{NUMERAL}](?:(?P<plus>{plus})|(?P<doubled>{doubled})|(?P<big>{big}))")


_ARTICLES = re.compile(r"条(?=[，。；、\n])")
_PAPER = re.compile(rf"(?:{_TAIL}{{0,6}}(?:政策|措施|意见|举措|办法)|[惠稳促扶]{_TAIL}{{1,3}}(?<!第))\d{{1,3}}\Z")


def numerals(text: str) -> Iterator[tuple[int, int]]:
    """Where numeral abbreviations stand that need no quotation marks to be known.

    >>> text = "推进“三清三建”，实施八大行动，建成3个小区，完善1+5+X社区邻里中心，三年完成".translate({0x201c: None, 0x201d: None})
    >>> [text[a:b] for a, b in numerals(text)]
    ['三清三建', '八大行动', '1+5+X社区邻里中心']
    """
    idioms = any_of("idiom")
    for m in _grammar().finditer(text):
        name = m[0]
        if not (name.startswith(idioms) or m.lastgroup == "doubled" and _loose(text, m)):
            yield m.span()
    for m in _ARTICLES.finditer(text):  # 惠农20条: a paper known by the number of its articles
        if paper := _PAPER.search(text, max(0, m.start() - 11), m.start()):
            yield paper.start(), m.end()


@cache
def _following() -> re.Pattern:
    return re.compile(rf"[，。；、：\n的等和与工行]|{either('head', 'light')}")


def _loose(text: str, m: re.Match) -> bool:
    """A doubled pattern that is chance: 一件一件, or one that does not stand between signs or words of a plan."""
    pairs = re.findall(rf"[{_SMALL}](.)", m[0])
    if len(set(pairs)) < len(pairs) or m[0].count("一") == len(pairs) > 1:
        return True
    return m.end() < len(text) and not _following().match(text, m.end())
