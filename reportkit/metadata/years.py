"""The day of a report, and the years it was given in, looks back on and plans for."""

from __future__ import annotations

import re
from datetime import date as Date
from functools import cache

from ..lexicons import lexicon
from .head import NUMERALS, YEAR, Head, any_of, number, words

_DAY = re.compile(
    rf"((?:19|20)\d\d|[二一][{NUMERALS}]{{3}})年(\d{{1,2}}|[{NUMERALS}]{{1,3}})月(\d{{1,2}}|[{NUMERALS}]{{1,3}})日"
)
_RUN_TOGETHER = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d{2,4})日")
_CONGRESS_NEAR = re.compile(r"人民代表大会|人大")


def _day(year: str, month: str, day: str) -> Date | None:
    try:
        return Date(number(year) or 0, number(month) or 0, number(day) or 0)
    except ValueError:
        return None


def day_given(head: Head) -> Date | None:
    """The day of the speech: the date beside the congress, else one that stands alone below the title."""
    near = [m for m in _DAY.finditer(head.flat) if _CONGRESS_NEAR.search(head.flat, m.end(), m.end() + 70)]
    if near:
        return _day(*near[-1].groups())
    for i, line in enumerate(head.lines):
        m = _RUN_TOGETHER.search(line)
        if m and _CONGRESS_NEAR.search(line[m.end() :] + "".join(head.lines[i + 1 : i + 3])):
            rest = m[2]
            readings = {d for i in range(1, len(rest)) if (d := _day(m[1], rest[:i], rest[i:])) and rest[i] != "0"}
            return readings.pop() if len(readings) == 1 else None
    alone = [
        m for line in head.lines if len(line) <= 20 and not words("published").search(line) and (m := _DAY.search(line))
    ]
    return _day(*alone[0].groups()) if len(alone) == 1 else None


YEAR_BY_NAME = "the years are from the file's name or table; the text does not say them"
_TITLE_YEAR = re.compile(
    rf"{YEAR}(?:度)?[^，。；]{{0,30}}?政府工作(?:的)?报告"
    r"|政府工作(?:的)?报告[（(]((?:19|20)\d\d)年?[）)]"
)
_YEAR = rf"(?<![\d—－-]){YEAR}"
# Starts with its last sign and looks back from there, which is what makes it fast.
_YEAR_END = re.compile(rf"年(?<=[12一二][\d{NUMERALS}]{{3}}年)(?<![\d—－-].{{4}}年)")
_YEAR_IS = re.compile(rf"^[ \t\u3000]*{YEAR}[，,]?(?:是|面对|在|我|全|市|区|县|省)", re.M)


@cache
def _headings() -> tuple[re.Pattern, re.Pattern, re.Pattern]:
    """Patterns for the year in a heading of the review, in one of the plan, and in a sentence of the plan."""
    table = lexicon("parts")
    heading = table[table.place == "heading"]
    back = any_of(heading.term[heading.part == "review"]).pattern
    ahead = any_of(heading.term[heading.part.isin(["plan", "targets", "tasks"])]).pattern
    sentence = any_of(table.term[(table.place == "sentence") & table.part.isin(["plan", "targets"])]).pattern
    return (
        re.compile(rf"{_YEAR}[^\n，。；\d]{{0,20}}(?:{back})"),
        re.compile(rf"{_YEAR}(?![^\n，。；]{{0,14}}(?:{back}|以来|底))[^\n，。；\d]{{0,24}}(?:{ahead}|打算|部署|重点)"),
        re.compile(rf"{_YEAR}[^。；\n\d]{{0,30}}(?:{sentence})(?:和[^。]{{0,10}})?[是为：:]"),
    )


def _in_headings(text: str, pattern: re.Pattern) -> list[int]:
    """Years that a pattern finds in short lines, or (in a text without lines) anywhere."""
    unbroken = len(text) > 3000 * (1 + text.count("\n"))
    found = []
    for m in filter(None, (pattern.match(text, year.end() - 5) for year in _YEAR_END.finditer(text))):
        before = text.rfind("\n", max(0, m.start() - 21), m.start())
        after = text.find("\n", m.end(), m.end() + 50)
        start = before + 1 if before >= 0 else 0 if m.start() <= 20 else None
        end = after if after >= 0 else len(text)
        if unbroken or start is not None and end - start <= 50:
            found.append(number(m[1]))
    return found


def years(text: str, head: Head, day: Date | None, hints: dict[str, str], notes: list[str]) -> tuple[int | None, ...]:
    """Year given, reviewed and planned: from the date, the headings, the title; a hint only where these are silent."""
    given, reviewed, planned = _said(text, head, day, notes)
    hint = re.match(r"(?:19|20)\d\d", hints.get("year", ""), re.ASCII)
    if hint and given is None and _bears_out(text, int(hint[0])):
        given = int(hint[0])
        notes.append(YEAR_BY_NAME)
    elif hint and given is None:
        notes.append(f"year left empty: the text does not bear out {hint[0]} of the file's name or table")
    elif hint and int(hint[0]) != given:
        notes.append(f"the file's name or table says {hint[0]}, the text {given}; the text is followed")
    elif given is None:
        notes.append("no year could be read")
    if given is None:
        return None, reviewed, planned
    planned = planned or (given if given != reviewed else given + 1)
    return given, reviewed or planned - 1, planned


def _said(text: str, head: Head, day: Date | None, notes: list[str]) -> tuple[int | None, ...]:
    """The three years as far as the text says them."""
    back, ahead, sentence = _headings()
    reviews, plans = _in_headings(text, back), _in_headings(text, ahead)
    title = next((number(m[1] or m[2]) for m in _TITLE_YEAR.finditer(head.flat)), None)
    session = day.year if day else _session_year(head)
    pair = next((y for y in reviews if y + 1 in plans), None)
    if session and pair and not 0 <= pair + 1 - session <= 1:
        notes.append(f"the head says {session}, the headings {pair + 1}; the headings are followed")
        session = None
    if session:
        reviewed = next((y for y in reviews if session - 1 <= y <= session), None)
        planned = reviewed + 1 if reviewed else next((y for y in plans if session <= y <= session + 1), None)
        given = session
    else:
        reviewed = pair or next(iter(reviews), None)
        if not reviewed and not plans:
            starts = [number(m[1]) for m in _YEAR_IS.finditer(text)]
            plans = [y for y in (number(m[1]) for m in sentence.finditer(text)) if y in starts or y - 1 in starts]
            if not plans and len(starts) > 1 and starts[-1] == starts[0] + 1:
                reviewed = starts[0]
        planned = reviewed + 1 if reviewed else next(iter(plans), None)
        given = planned or title
    if title and title != given:
        notes.append(f"the title says {title}, but the report was given in {given}")
    return given, reviewed, planned


def _bears_out(text: str, year: int) -> bool:
    """Whether the years that a text mentions fit a report given in that year; a text without years fits any."""
    found = [int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d\d)年", text)]
    near = sum(y in (year, year - 1) for y in found)
    later = sum(year < y <= year + 4 for y in found)
    return not found or near > later


def _session_year(head: Head) -> int | None:
    """The year of a session line whose date is damaged or incomplete."""
    m = re.search(
        r"(?<!\d)((?:19|20)\d\d)(?:年|\d{1,4}日)[^。，]{0,12}?在[^。，]{0,40}届[^。，]{0,4}(?:人民代表大会|人大)",
        head.flat,
    )
    return int(m[1]) if m else None
