"""What fell out of a sentence: a separator is put back where its place is certain, anything else is marked lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from ..lexicons import lexicon
from ..text import Edit
from .search import found, starting

# A pattern starts with a sign and looks back from there: one that starts with a look-behind is ten times slower.
_TWO_SHARES = re.compile(r"%(?<=\d%)(?=\d+(?:\.\d+)?%)")
_SHARE_COUNT = re.compile(r"%(?<=\d%)(?=\d+(?:\.\d+)?[万亿]?[个家项件户名条座所处人亩元吨])")
_AFTER_SHARE = starting(("%", "个百分点"), r"(?=[\u4e00-\u9fff])")
_NUMBER_BEFORE = re.compile(r"\d+(?:\.\d+)?$")
_NEW_FIGURE = re.compile(r"[\u4e00-\u9fff]{2,16}?(?:完成|实现|达到?|增长|下降)\d")
# 881. 2亿元, 13 .06%, 1 860元: behind a word a space in a number parts two numbers, or thousands, or nothing.
_TORN = re.compile(r" (?:(?<=\d )\.\d+|(?<=\d\. )\d+|(?<=\d )\d{3}(?!\d))")
_NUMBER_IN_TEXT = re.compile(r"[\u4e00-\u9fff](\d{1,3}|\d+\.?)$")
_RUN_ON = (re.compile(r"日(?<=\d{3}日)"), re.compile(r"月(?<=\d{5}月)"))  # too many digits before it
_RUN_DATE = re.compile(r"[12](?<!\d[12])((?<=1)9\d\d|(?<=2)0\d\d)年?(\d{2,4})日")
_RUN_MONTH = re.compile(r"[12](?<!\d[12])((?<=1)9\d\d|(?<=2)0\d\d)(?:1[0-2]|[1-9])月(?=\d{1,2}日)")
_RUN_DAY = re.compile(r"\d(?<=[在于至到]\d)\d{2,3}日(?=[前起止])")
_SESSION = (*starting("第", "(?:次(?=[会全])|届(?=[全人]))"), *starting("次", "(?<=人大次|大会次)(?=会议)"))
_PER = re.compile(r"/(?:月|年|人|户|亩|天|日|吨)(?![\d/])")
_LETTERS = starting("OIl")
_TOKEN = re.compile(r"[0-9A-Za-z.]+")
_MISREAD = re.compile(r"(?:[\dOIl]+\.)?[\dOIl]+")


def torn_numbers(text: str) -> Iterator[Edit]:
    """881. 2亿元, 1 860元: one number or two, and which; the place is marked and no figure is read from it."""
    for m in _TORN.finditer(text):
        number = _NUMBER_IN_TEXT.search(text, max(0, m.start() - 9), m.start())
        if number:
            yield Edit(number.start(1), m.end(), text[number.start(1) : m.end()], "torn number", lost=True)


def run_together_dates(text: str) -> Iterator[Edit]:
    """2019422日 is a date whose 年 and 月 fell out; they are put back if the digits allow one date only."""
    if not any(sign.search(text) for sign in _RUN_ON):
        return
    for m in _RUN_DATE.finditer(text):
        year, digits, whole = int(m[0][:4]), m[2], m[0][4] == "年"
        if whole and len(digits) < 3:
            continue  # 2019年12日 lacks its month altogether: nothing is run together
        cuts = _cuts(year, digits)
        if len(cuts) != 1:
            yield Edit(*m.span(), m[0], "run-together date", lost=True)
            continue
        if not whole:
            yield Edit(m.start(2), m.start(2), "年", "run-together date")
        yield Edit(m.start(2) + cuts[0], m.start(2) + cuts[0], "月", "run-together date")
    for m in _RUN_MONTH.finditer(text):
        yield Edit(m.end(1), m.end(1), "年", "run-together date")
    for m in _RUN_DAY.finditer(text):
        cuts = _cuts(2000, m[0][:-1])
        if len(cuts) == 1:
            yield Edit(m.start() + cuts[0], m.start() + cuts[0], "月", "run-together date")


def _cuts(year: int, digits: str) -> list[int]:
    """The places between month and day that make a date."""
    return [i for i in range(1, len(digits)) if _is_date(year, digits[:i], digits[i:])]


def _is_date(year: int, month: str, day: str) -> bool:
    if len(month) > 2 or len(day) > 2 or day[0] == "0" and len(month) == 1:
        return False
    try:
        date(year, int(month), int(day))
    except ValueError:
        return False
    return True


def lost_separators(text: str) -> Iterator[Edit]:
    """A percentage ends its phrase: a figure or a new subject right behind it lost the mark that stood between."""
    if "%" not in text and "个百分点" not in text:
        return
    comma = "," if text.count(",") > text.count("，") else "，"
    for m in _TWO_SHARES.finditer(text):
        yield Edit(m.end(), m.end(), "、", "lost separator")
    for m in _SHARE_COUNT.finditer(text):
        yield Edit(m.end(), m.end(), comma, "lost separator")
    rank, rates, verbs, carries = map(_words, ("rank", "rate", "verb", "goes on"))
    for m in found(_AFTER_SHARE, text):
        number = _NUMBER_BEFORE.search(text[max(0, m.start() - 8) : m.start()])
        ranked = text.startswith(rank, m.end())
        if number is None or not ranked and text.startswith(carries, m.end()):
            continue
        before = text[max(0, m.start() - len(number[0]) - 4) : m.start() - len(number[0])]
        # 增长9% never stands before a noun; 达90%行政村 does, so there a rank or a figure of its own must follow.
        if ranked or before.endswith(rates) or before.endswith(verbs) and _NEW_FIGURE.match(text, m.end()):
            yield Edit(m.end(), m.end(), comma, "lost separator")


@lru_cache(maxsize=8)
def _words(role: str) -> tuple[str, ...]:
    return tuple(lexicon("after_percent").query("role == @role")["word"])


def lost_words(text: str) -> Iterator[Edit]:
    """第次会议, 480/月: an ordinal or a unit is missing; no rule may guess it, so the place is marked."""
    for m in found(_SESSION, text):
        yield Edit(*m.span(), m[0], "missing ordinal", lost=True)
    for m in _PER.finditer(text):
        number = _NUMBER_BEFORE.search(text[max(0, m.start() - 8) : m.start()])
        if number and text[m.start() - len(number[0]) - 1] not in "/.":
            start = m.start() - len(number[0])
            yield Edit(start, m.end(), text[start : m.end()], "missing unit", lost=True)


def letters_for_digits(text: str) -> Iterator[Edit]:
    """1O%, ll%: letters that a reader of scans took for digits; which digits they were is not certain."""
    here = 0
    for m in found(_LETTERS, text):
        if m.start() < here:
            continue
        start = m.start()
        while start and (text[start - 1].isascii() and text[start - 1].isalnum() or text[start - 1] == "."):
            start -= 1
        token = _TOKEN.match(text, start)[0]
        here = start + len(token)
        mixed = any(c.isdecimal() for c in token)
        units = tuple("%‰万亿个家项户人吨亩公元" if mixed else "%‰")
        if _MISREAD.fullmatch(token) and text.startswith(units, here):
            yield Edit(start, here, token, "letter for digit", lost=True)
