"""What a website, a printer or a checker put around and into a report: removed line by line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..lexicons import lexicon
from ..text import Edit
from .search import any_word

_SALUTATION = re.compile(r"(?:各位|尊敬的|同志们|现在[,，]?我|我代表|[一二]、|[（(]一[)）])")
_TRIM = " \t\r\u3000\u2002\u2003•·|｜【】[]［］()（）<>《》-*#◎○●■◆▲△★…"
_PAGE_NUMBER = re.compile(
    r"[-—–－─~～·•]+\s*\d{1,3}\s*[-—–－─~～·•]*"
    r"|第\s*\d{1,3}\s*页(?:[，,/\s]*共\s*\d{1,3}\s*页)?|\d{1,3}\s*/\s*\d{1,3}"
)
_STYLE = re.compile(r"[.#@\w][^{}\n\u3400-\u9fff]{0,80}\{[^{}\n]*\}")
_CODE = re.compile(r"(?:function\s*\w*\(|var\s+\w+\s*=|document\.|window\.|\$\(|jQuery|<!--|-->|javascript:|//<!\[)")
_CRUMB = re.compile(
    r"(?:首页|主页|网站|当前|您)[^\n。]{0,60}[>＞»›/→][^\n。]{0,60}$"
    r"|^[^\n。，,>]{1,20}(?:\s*[>＞»›]\s*[^\n。，,>]{1,20}){2,}$"
)
_STAMP = re.compile(
    r"(?:时间|日期)?[:：]?\s*(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?:\s+\d{1,2}[:：]\d\d(?::\d\d)?)?"
)
_LABEL = re.compile(r"[^:：【]{2,8}?\s*[:：|【\[]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_UNIT = re.compile(r"[^\n。]+[\n。]*")


class Line(NamedTuple):
    """A line that is not blank: its span with the line end, and its words."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=8)
def _words(form: str) -> tuple[str, ...]:
    return tuple(lexicon("furniture").query("form == @form")["word"])


def page_numbers(text: str) -> Iterator[Edit]:
    """A line that is a page number and nothing else was printed on a page, and so were the heads that go with it."""
    lines = _lines(text)
    paged = {i for i, line in enumerate(lines) if _PAGE_NUMBER.fullmatch(line.text)}
    paged.update(_counting(lines))
    if not paged:
        return
    beside = [lines[j].text for i in paged for j in (i - 1, i + 1) if 0 <= j < len(lines)]
    heads = {words for words, n in Counter(beside).items() if len(words) < 26 and n >= max(3, 0.5 * len(paged))}
    for i in sorted(paged):
        yield Edit(lines[i].start, lines[i].end, "", "page number")
    for i, line in enumerate(lines):
        if line.text in heads and i not in paged:
            yield Edit(line.start, line.end, "", "running head")


@lru_cache(maxsize=2)
def _lines(text: str) -> list[Line]:
    rows, here = [], 0
    for row in text.split("\n"):
        if words := row.strip():
            rows.append(Line(here, min(here + len(row) + 1, len(text)), words))
        here += len(row) + 1
    return rows


def _counting(lines: list[Line]) -> list[int]:
    """Lines of digits only that count up one by one, three or more of them, are page numbers."""
    bare = [(i, int(line.text)) for i, line in enumerate(lines) if len(line.text) < 4 and line.text.isdecimal()]
    row = [(i, n) for (i, n), k in zip(bare, range(len(bare)), strict=True) if n == bare[0][1] + k]
    return [i for i, _ in row] if len(row) >= 3 and len(row) == len(bare) else []


def furniture(text: str) -> Iterator[Edit]:
    """Index tables, breadcrumbs, share buttons and site footers frame a report on its page; nobody delivered them."""
    lines = _lines(text)
    top = next((i for i, line in enumerate(lines[:300]) if _begins_speech(line.text)), 0)
    chosen = {i for i in range(top) if _is_furniture(lines[i].text)}
    chosen |= set(range(_foot(lines, top), len(lines)))
    chosen |= {i for i, line in enumerate(lines) if line.text[:1] in "vf$d.#<" and _is_code(line.text)}
    for i in sorted(chosen):
        yield Edit(lines[i].start, lines[i].end, "", "page furniture")


def _begins_speech(words: str) -> bool:
    return _SALUTATION.match(words) is not None or len(words) > 60 and "。" in words and not _is_furniture(words)


def _foot(lines: list[Line], top: int) -> int:
    """The first line of the page's foot: what stands there and behind is furniture to the end."""
    least = len(lines)
    while least > top + 1 and len(lines) - least < 60 and not _is_speech(lines[least - 1].text):
        least -= 1
    tail = [line.text for line in lines[least:]]
    # A host, an address, a line that the lexicon does not know are the page's only under a sign of a site.
    signed = any(sign in words for words in tail for sign in _words("sign"))
    for i, words in enumerate(tail, least):
        opens = words.strip(_TRIM + ":：").startswith(_words("foot"))
        known = _is_furniture(words)
        if known and (opens or all(_is_furniture(row) for row in tail[i - least :])):
            return i
        if signed and opens and re.search("[:：©]", words[:12]):
            return i
    return len(lines)


def _is_speech(words: str) -> bool:
    """Whether a line is said in the report: long, or a sentence with its end; a page's own lines are neither."""
    return (len(words) > 80 or words.endswith(("。", "！", "!", "；", "？"))) and not _is_furniture(words)


def _is_furniture(words: str) -> bool:
    bare = words.strip(_TRIM)
    if not bare:
        return bool(words.strip("-—* \u3000"))
    if not _HAN.search(bare):
        return not bare[0].isdecimal() and any(c.isalpha() for c in bare) or _STAMP.fullmatch(bare) is not None
    if bare.startswith(_words("start")) or _CRUMB.match(bare) or _is_code(bare):
        return True
    rest = bare
    while rest and not _is_field(rest) and (known := _STAMP.match(rest) or _buttons().match(rest)):
        rest = rest[known.end() :].lstrip(_TRIM + "、,，:：/")
    if _is_field(rest):
        return True
    return not rest and re.search("年.*日$", bare) is None


def _is_field(words: str) -> bool:
    """Whether words begin with a label of an index table and its colon or bar."""
    return words.startswith(_words("label")) and _LABEL.match(words) is not None


@lru_cache(maxsize=1)
def _buttons() -> re.Pattern[str]:
    """One of the words that stand alone on a page's button or menu, and nothing glued to it."""
    words = sorted(map(re.escape, _words("line")), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(words)})(?![\u3400-\u9fff])")


def _is_code(words: str) -> bool:
    return bool(_CODE.match(words) or _STYLE.match(words)) and len(_HAN.findall(words)) < 0.2 * len(words)


@lru_cache(maxsize=1)
def _verdicts() -> tuple[re.Pattern[str], ...]:
    return any_word(_words("verdict"))


def checker_notes(text: str) -> Iterator[Edit]:
    """A proofreading tool's verdict (会议已召开,请慎用) that was pasted into the sentence it complains about."""
    if any(verdict.search(text) for verdict in _verdicts()):
        reasons, ends = ("|".join(map(re.escape, _words(form))) for form in ("reason", "verdict"))
        for m in re.finditer(rf"[（(\[【]?(?:{reasons})[,，;；:：。]?(?:{ends})[)）\]】]?", text):
            yield Edit(*m.span(), "", "checker's note")


def doubled_body(text: str) -> Iterator[Edit]:
    """A body that stands twice in one file, word for word, was pasted twice; the copy that says no more goes."""
    probe = next((m for m in _UNIT.finditer(text) if len(m[0]) > 30), None)
    if probe is None or (again := text.find(probe[0].strip(), probe.end())) < 0:
        return
    head = _copied_front(text, probe.start(), again)
    first, second = (
        {unit for m in _UNIT.finditer(part) if len(unit := m[0].strip()) > 15}
        for part in (text[probe.start() : head], text[again:])
    )
    if min(len(first), len(second)) < 10:
        return
    if len(second - first) <= 0.02 * len(second):
        yield Edit(head, len(text), "", "doubled body")
    elif len(first - second) <= 0.02 * len(first):
        yield Edit(probe.start(), again, "", "doubled body")


def _copied_front(text: str, start: int, again: int) -> int:
    """Where the second copy begins: its title and salutation stand before its first sentence as they did at first."""
    front = {line.strip() for line in text[:start].split("\n")}
    while again and (before := text.rfind("\n", 0, again - 1)) > start and text[before:again].strip() in front:
        again = before + 1
    return again
