"""The first page of a report: what stands before the salutation, and the sentences that open the speech."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ..lexicons import lexicon

NUMERALS = "〇○Ｏ零一二三四五六七八九十"
YEAR = r"((?:19|20)\d\d|(?:一九|二[〇○Ｏ零])[〇○Ｏ零一二三四五六七八九]{2})年"  # 2003年, 二〇〇三年
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○Ｏ", 0)
_SPACES = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")


class Head(NamedTuple):
    """The first page, spaces closed: the lines before the salutation, the same in one piece, and the opening."""

    lines: tuple[str, ...]
    flat: str
    opening: str


_GREETING = re.compile(
    r"^[ \t\u3000\u00a0]*(?:各位|同志们|代表们|现在[，,]?|下面[，,]?|我代表|我受)"
    r"|(?:现在|下面|我)[，,]?(?:谨)?(?:我)?代表[^\n]{2,40}(?:报告|汇报)",
    re.M,
)


def read_head(text: str) -> Head:
    """Divide the first page into what precedes the salutation and what opens the speech."""
    page = text[:4000]
    greeting = _GREETING.search(page)
    end = greeting.start() if greeting else 0
    before = page[:end] if greeting else "\n".join(x for x in page[:1500].split("\n")[:12] if len(x) < 60)
    lines = tuple(s for s in (_SPACES.sub("", x) for x in before.split("\n")) if s)
    return Head(lines, "".join(lines), _SPACES.sub("", page[end : end + 400]) if greeting else "")


@cache
def words(use: str) -> re.Pattern:
    """The lexicon's words that have a use in reading the first page, as one pattern."""
    table = lexicon("head_words")
    return any_of(table.term[table.use == use])


def any_of(terms: object) -> re.Pattern:
    """One pattern for any of these terms, the longest first."""
    return re.compile("|".join(re.escape(t) for t in sorted(terms, key=len, reverse=True)))


def number(numeral: str) -> int | None:
    """An Arabic or Chinese numeral below a hundred, or a year written digit by digit.

    >>> number("二十九"), number("十"), number("二〇一二"), number("07")
    (29, 10, 2012, 7)
    """
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    if "十" in numeral:
        tens, _, ones = numeral.partition("十")
        if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
            return None
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    if all(c in _DIGITS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    return None


def chinese(numeral: str) -> str:
    """A numeral below a hundred in Chinese: 16 is 十六; one that is Chinese stays.

    >>> chinese("16"), chinese("20"), chinese("五")
    ('十六', '二十', '五')
    """
    value = number(numeral) if numeral.isascii() else None
    if value is None:
        return numeral
    tens, ones = divmod(value, 10)
    digits = "零一二三四五六七八九"
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (
        digits[ones] if ones or not tens else ""
    )
