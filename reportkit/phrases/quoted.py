"""Quoted phrases that are slogans: no firms, prizes, books, places, hotlines, figures of speech."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reportkit.phrases.body import Unquoted, any_of, either, words
from reportkit.phrases.numeric import is_numeric

_HAN = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff]")
_PLUS = re.compile(r"(?:\d+|[XN])(?:\+(?:\d+|[XN]))+")
_SENTENCE = re.compile(r"[。！？；：《》（]")
_HOTLINE = re.compile(r"\d{4,5}$")
_STRONG = re.compile(r"\d强$")
_JOINED = frozenset(["", *"、，和及与"])  # what stands between quotations of one row
_COUNT = re.compile(
    r"^\d+[条种项个类字天年名家]|\d[万亿]|连[冠升丰增快涨胜跳续]|[破超过][百千万]?亿|^第?[一二三四五六七八九十]+$|^\d+$|^\d+\.\d+|^[A-Za-z]+\d*$"
)
_STOP = r"[^\W\d_a-zA-Z的和与及等在为将是了、，。；：（）]"


def quoted(body: Unquoted) -> Iterator[tuple[int, int]]:
    """Spans of quoted slogans, each with the noun that its name ends in: “映山红”行动, “3910”行动计划."""
    spans = body.quoted
    prized = _prized(body)
    for i, (start, end) in enumerate(spans):
        name = body.text[start:end]
        if i in prized:
            continue
        longer = _with_head(body.text, start, end, spans[i + 1][0] if i + 1 < len(spans) else len(body.text))
        if _is_name(name, longer > end, body.text[end : end + 8]):
            yield start, longer


def _with_head(text: str, start: int, end: int, limit: int) -> int:
    """Where the name ends: behind the noun that follows the quotation mark, if the name needs one.

    An abbreviation of numerals alone (“五型”政府, “3910”行动计划) takes any, another only 行动, 计划, 工程 and the like.
    """
    name = text[start:end]
    if len(name) > 4 and "+" not in name or name.endswith(any_of("strong")):
        return end
    bare = name.isdigit() or _PLUS.fullmatch(name) or len(name) == 2 and is_numeric(name)
    match = (_head() if bare else _strong()).match(text, end, min(limit, end + 14))
    return match.end() if match else end


@cache
def _strong() -> re.Pattern:
    return re.compile(either("strong"))


@cache
def _head() -> re.Pattern:
    return re.compile(
        rf"{either('head')}(?:计划|行动)?|{_STOP}{{0,8}}?(?:体系|机制|模式|布局|格局|行动|工程|计划|中心|政策|小区|工厂)"
    )


def _is_name(name: str, headed: bool, after: str) -> bool:
    if not 2 <= len(name) <= 26 or name in words("figure") or len(name) < 12 and _SENTENCE.search(name):
        return False
    if _COUNT.search(name) and not (headed and name.isdigit()):
        return False
    if _is_firm(name) or after.startswith(any_of("after_name", "prize")) or _HOTLINE.match(name) and "热线" in after:
        return False
    if headed or is_numeric(name):
        return True
    return len(name) > 2 and _HAN.search(name) is not None


def _is_firm(name: str) -> bool:
    """Whether a name is that of a firm, a building, a prize or a rank (百强)."""
    return name.endswith(any_of("prize", "firm")) or _STRONG.search(name) is not None


@cache
def _award() -> tuple[re.Pattern, re.Pattern]:
    before = re.compile(rf"{either('award')}(?:[^，。；]{{0,8}})$")
    return before, re.compile(rf"[^，。；“]{{0,6}}{either('honour')}")


def _prized(body: Unquoted) -> set[int]:
    """Numbers of the quoted spans that name an honour: 获评“…”“…”, “…”称号; the whole row of them."""
    before, after = _award()
    text, spans = body.text, body.quoted
    found: set[int] = set()
    row = 0  # the number of the first of a row
    for i, (start, end) in enumerate(spans):
        if i and text[spans[i - 1][1] : start] not in _JOINED:
            row = i
        if after.match(text, end, end + 10):
            found.update(range(row, i + 1))
        elif end - start > 4 or _is_firm(text[start:end]):
            first = spans[row][0]
            if before.search(text, max(0, first - 14), first):
                found.add(i)
    return found
