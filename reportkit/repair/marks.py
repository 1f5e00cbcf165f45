"""Footnote marks: numbers that point to the glossary and would be read as figures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from difflib import SequenceMatcher
from math import ceil
from typing import NamedTuple

from ..text import Edit
from .search import found, starting

# A pattern for a line starts with the line end before it: one that starts with ^ looks at every character.
_HEADING = re.compile(r"\n(?=[^\n。]{2,41}$)[^\n]{0,25}(?:名词|词语|用语|术语|注释|注解|有关说明)[^\n]{0,12}$", re.M)
_ENTRY = re.compile(
    r"\n[ \t\u3000]*[【\[（(〔［]?注?(\d{1,3}|[①-⑳])[】\]）)〕］]?[ .．、:：]*"
    r"([^\n:：。]{1,45}?)[\"”]?(?:[:：]|——?|指的?是|是指)"
)
_BRACKETED = starting("【[［〔（(", r"注?(\d{1,3})[】\]］〕）)]")
_NAMED = re.compile(r"注(?:释|解)?[:：]?(?:\d{1,3}|[①-⑳])")
_RAISED = re.compile(r"[①-⑳]|[¹²³⁰⁴-⁹]+")
_BARE = re.compile(r"\d(?<!\d\d)(?<![.．]\d)\d{0,2}(?![\d.．%％‰年月日万亿])")
_BEHIND_WORD = re.compile(r"[\u3400-\u9fffA-Za-z0-9%”’》）)】\]]")
_RAISED_SIGNS = re.compile("[①-⑳¹²³⁰⁴-⁹]")
_CIRCLED = {chr(0x2460 + n): n + 1 for n in range(20)}
_POWERS = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")
_COUNTED = "个家项条户名人件亩座处所场次批台辆宗只套栋里公元米吨倍岁天余多类种支微毫克"
_NOISE = re.compile(r"[“”‘’\"'《》、，,（）() ]")
_AREA = re.compile(r"(?:平方|立方)?[米里]$|[kcm]m$")


class Mark(NamedTuple):
    """A sign that may be a footnote mark, and the number it shows."""

    start: int
    end: int
    number: int


def footnote_marks(text: str) -> Iterator[Edit]:
    """A number behind a word that the glossary explains under that number, or one of a rising row of bracketed ones."""
    entries, end = _glossary(text)
    body = text[:end]
    bracketed, raised = _bracketed(body), _raised(body)
    chosen = {m for m in bracketed + raised if m.number in entries and _names(body, m, entries[m.number])}
    for row in (bracketed, raised):
        chosen.update(_row(row, least=2 if entries else 3))
    if not chosen:  # a report marks its notes in one way
        chosen.update(_bare(body, entries))
    spans = {(m.start, m.end) for m in chosen}
    if "注" in body:
        spans.update(_named(body))
    here = 0
    for start, end in sorted(spans):
        if start >= here:
            yield Edit(start, end, "", "footnote mark")
            here = end


def _glossary(text: str) -> tuple[dict[int, str], int]:
    """The numbered headwords at the end of the text, and where they begin."""
    start = max(0, len(text) // 3 - 1)
    rows = [(m.start() + 1, _number(m[1]), m[2]) for m in _ENTRY.finditer(text, start)]
    heads = [m.start() + 1 for m in _HEADING.finditer(text, start)]
    firsts = [i for i, (_, number, _) in enumerate(rows) if number == 1]
    for first in reversed(firsts):
        row = rows[first : first + 300]
        run = [r for n, r in enumerate(row) if r[1] == n + 1]
        under = bisect_right(heads, row[0][0])
        titled = under and row[0][0] - heads[under - 1] < 80
        if len(run) >= (1 if titled else 3) and len(run) >= 0.6 * len(row):
            return {number: head for _, number, head in row}, heads[under - 1] if titled else row[0][0]
    return {}, len(text)


def _number(sign: str) -> int:
    return _CIRCLED.get(sign) or int(sign)


def _bracketed(text: str) -> list[Mark]:
    return [Mark(*m.span(), int(m[1])) for m in found(_BRACKETED, text) if _behind_word(text, m)]


def _raised(text: str) -> list[Mark]:
    if _RAISED_SIGNS.search(text) is None:
        return []
    signs = [
        m
        for m in _RAISED.finditer(text)
        if _behind_word(text, m) and not _AREA.search(text[max(0, m.start() - 4) : m.start()])
    ]
    return [Mark(*m.span(), _CIRCLED.get(m[0]) or int(m[0].translate(_POWERS))) for m in signs]


def _named(text: str) -> Iterator[tuple[int, int]]:
    """Signs that call themselves a note: (注3), 【注释12】, 注①."""
    for m in _NAMED.finditer(text):
        start, end = m.span()
        enclosed = text[start - 1 : start] in tuple("（([【〔［") and text[end : end + 1] in tuple("）)]】〕］")
        start, end = (start - 1, end + 1) if enclosed else (start, end)
        if (enclosed or not text[end - 1].isdecimal()) and start and _BEHIND_WORD.match(text, start - 1):
            yield start, end


def _behind_word(text: str, sign: re.Match[str]) -> bool:
    return _BEHIND_WORD.match(text, sign.start() - 1) is not None if sign.start() else False


def _row(marks: list[Mark], least: int) -> list[Mark]:
    """Marks that count up from 1, a few of them lost at most (each page may start again), if there are enough."""
    row: list[Mark] = []
    for mark in marks:
        last = row[-1].number if row else 0
        if last <= mark.number <= last + 3 or mark.number == 1:
            row.append(mark)
    return row if len({m.number for m in row}) >= least and 2 * len(row) > len(marks) else []


def _bare(text: str, entries: dict[int, str]) -> list[Mark]:
    """Bare digits, decided by the glossary alone: the words before them are the headword, and the numbers rise."""
    if not entries:
        return []
    bare = [Mark(*m.span(), int(m[0])) for m in _BARE.finditer(text) if _behind_word(text, m)]
    named = [m for m in bare if m.number in entries and _names(text, m, entries[m.number])]
    rising = _rising(named)
    seen = {m.number for m in rising}
    again = [m for m in named if m not in rising and m.number in seen and text[m.end : m.end + 1] in "，,。；;、）)"]
    return rising + again


def _rising(marks: list[Mark]) -> list[Mark]:
    """The longest run of marks whose numbers do not fall."""
    rows: dict[int, list[Mark]] = {}  # the longest run so far by its last number
    for mark in marks:
        before = max((row for last, row in rows.items() if last <= mark.number), key=len, default=[])
        rows[mark.number] = [*before, mark]
    return max(rows.values(), key=len, default=[])


def _names(text: str, mark: Mark, head: str) -> bool:
    """Whether the words before the mark are its headword, or enough of it: “感服通”5 for 赣服通."""
    before = _NOISE.sub("", text[max(0, mark.start - 40) : mark.start].rpartition("\n")[2])[-24:]
    head = _NOISE.sub("", head)
    least = ceil(max(2, min(4, 0.5 * len(head))))
    if not any(before[i : i + least] in head for i in range(len(before) - least + 1)):
        return False
    matcher = SequenceMatcher(None, "", head, autojunk=False)
    for window in (8, 14, 24):  # the nearest words first: the headword may share others with what stands further off
        near = before[-window:]
        matcher.set_seq1(near)
        match = matcher.find_longest_match()
        gap = len(near) - match.a - match.size
        if match.size >= least and gap <= 6:
            behind = text[mark.end : mark.end + 1]
            goes_on = bool(behind) and head.startswith(behind, match.b + match.size)
            bare = text[mark.start].isdecimal()
            # 平安小区12个 may be a count: a measure word behind bare digits leaves them a figure.
            return not bare or goes_on or behind not in _COUNTED or gap == 0 and match.size > 8
    return False
