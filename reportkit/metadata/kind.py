"""What a text is: a government work report, or what it looks like instead."""

from __future__ import annotations

import re
from functools import cache

from ..lexicons import lexicon
from .head import Head, words

KIND = "government work report"
_SHORT = 1500
_ABOUT_REPORTS = ("news", "work points", "resolution", "other")
_TITLE = re.compile(r"政府工作(?:的)?报告")
_BY_GOVERNMENT = re.compile(
    r"代表[^。，]{0,30}?(?:政府|国务院|行署|公署|办事处|管委会|管理委员会)[^。]{0,40}(?:报告|汇报)"
)


def kind(text: str, head: Head, notes: list[str]) -> str:
    """What a text looks like, by what its opening says of itself, else by its title, else by what it is made of."""
    spoken = bool(_BY_GOVERNMENT.search(head.opening[:260]))
    found = _of_opening(head.opening[:260], spoken) or (None if spoken else _of_title(text, head))
    if found:
        other, evidence = found
        notes.append(f"looks like {other}: {evidence}")
        return other
    if len(text) < _SHORT:
        notes.append(f"too short to be whole: {len(text)} characters")
        return "too short"
    if spoken:
        return KIND
    signs = set(words("sign of a report").findall(text))
    if len(signs) + any(_TITLE.search(line) for line in head.lines) >= 2:
        return KIND
    notes.append(
        f"not known for a report: no title, no opening, of the usual words {'、'.join(sorted(signs)) or 'none'}"
    )
    return "other"


def _of_opening(opening: str, spoken: bool) -> tuple[str, str] | None:
    """Another kind by whom the speaker speaks for, or what he was asked to present."""
    said = re.search(r"(?<![位届])代表(?!大会|们)|受[^。，]{2,30}委托", opening)
    if not said or spoken and "委托" not in said[0]:
        return None
    near = opening[max(0, said.start() - 10) : said.end() + 120]
    return next(((other, f"its opening says {term}") for term, other in _kinds("opening") if term in near), None)


def _of_title(text: str, head: Head) -> tuple[str, str] | None:
    """Another kind by the title; beside 政府工作报告 only what is written about a report."""
    titles = [line for line in head.lines if len(line) <= 60]
    titled = any(_TITLE.search(line) for line in titles)
    for term, other in _kinds("title"):
        about = other in _ABOUT_REPORTS
        if (about or not titled) and any(term in x and (about or not _TITLE.search(x)) for x in titles):
            return other, f"its title says {term}"
    told = next((term for term, _ in _kinds("text") if term in text[:800]), None)
    return ("news", f"it begins with {told}") if told and text.count("各位代表") < 2 else None


@cache
def _kinds(place: str) -> tuple[tuple[str, str], ...]:
    """The lexicon's (term, kind) for a place: title, opening or text."""
    table = lexicon("kinds")
    rows = table[table.place == place]
    return tuple(zip(rows.term, rows.kind, strict=True))
