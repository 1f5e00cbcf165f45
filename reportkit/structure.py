"""Parts, paragraphs and headings: where the review ends, where the targets stand, what belongs to no report at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from .lexicons import lexicon
from .metadata.head import YEAR, number

PARTS = (
    "front", "opening", "review", "problems", "plan", "targets", "tasks", "government", "closing", "glossary", "back",
)  # fmt: skip
BODY = PARTS[1:9]  # what is said; not the cover, the glossary, what stands behind it

_DIGITS = "一二三四五六七八九十"
_SPACE = " \t\r\f\v\u00a0\u3000\u200b\ufeff"


class Paragraph(NamedTuple):
    """A paragraph, `Report.text[start:end]`: its part, the headings above it, and whether it is one itself."""

    start: int
    end: int
    part: str
    path: tuple[str, ...]
    heading: bool


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    level: int  # 0 plain, 1 一、 2 （一） 3 1. 4 (1) or ——; 9 no heading mark
    heading: bool
    title: str  # the heading without its number, or the first clause of a numbered paragraph


@cache
def terms(part: str, place: str) -> re.Pattern:
    """The lexicon's terms for a part, longest first, as one pattern."""
    table = lexicon("parts")
    found = table.term[(table.part == part) & (table.place == place)]
    return re.compile("|".join(re.escape(t) for t in sorted(found, key=len, reverse=True)))


_NUMBER = re.compile(
    rf"(?P<one>第[{_DIGITS}]{{1,3}}(?:部分|篇)[、.．:：\s]*|[{_DIGITS}]{{1,3}}(?:\s*[、.．]|[ \u3000]+(?=\D)))"
    rf"|(?P<two>[（(][{_DIGITS}]{{1,3}}[）)]\s*[、.．]?)"
    r"|(?P<three>\d{1,2}\s*[.．、](?![\d%％]))"
    r"|(?P<four>[（(]\d{1,2}[）)][、.．]?|[①-⑳]|[-—－─–]{1,4}(?=[^-—－─–\d]))"
)
_LEVEL = {"one": 1, "two": 2, "three": 3, "four": 4}
_DIGIT = re.compile(r"\d")
_CLAUSE_END = re.compile("[。：:]")
_SENTENCE_END = re.compile("[。；！]")
_PUNCTUATION = "。！；;：:，,、？!?…"


def _line(line: str, start: int) -> _Line:
    """Tell a heading from a paragraph: numbered and short, or plain, short and without end punctuation."""
    mark = _NUMBER.match(line)
    level = _LEVEL[mark.lastgroup] if mark else 9
    rest = line[mark.end() :].strip(_SPACE) if mark else line
    if mark:
        heading = 0 < len(rest) <= 60 and "。" not in rest[:-1] and rest[-1] not in "！；;：:，,"
        if level == 4:
            heading = heading and len(rest) <= 40 and not _DIGIT.search(rest)
        title = rest.rstrip("。") if heading else _CLAUSE_END.split(rest, maxsplit=1)[0]
        if not heading and len(title) > 60:
            title = ""
    else:
        heading = 1 < len(rest) <= 30 and rest[-1] not in _PUNCTUATION and not _SENTENCE_END.search(rest)
        level = 0 if heading else 9
        title = rest if heading else ""
    return _Line(start, start + len(line), line, level, heading, title)


@lru_cache(maxsize=1)
def _inner_heads() -> str:
    table = lexicon("parts")
    found = {t for t in table.term[table.place == "heading"] if len(t) >= 4}
    return rf"(?:\d{{4}}年)?[^。，；：、！\d]{{0,12}}(?:{'|'.join(sorted(found, key=len, reverse=True))})(?:建议)?"


@lru_cache(maxsize=1)
def _inner_cut() -> re.Pattern:
    """The sign behind which a text that came without line breaks starts a new paragraph."""
    return re.compile(
        rf"[。！：；”）):](?:(?<!:)(?=[{_DIGITS}]{{1,3}}、|[（(][{_DIGITS}]{{1,3}}[）)]|各位代表[，,！!：:。]|(?:同时，)?我们也?清醒"
        r"|一年来，|过去一年，|过去的一年，|五年来，|综合[^。]{0,30}预期目标|(?:今年|20\d\d年)[^。，]{0,20}预期目标)"
        r"|(?<=各位代表[：:])|(?<=提出意见[。！])"
        rf"|(?<=[。！：])(?={_inner_heads()}[^。，；：、！的和“]{{2}}))"
    )


@lru_cache(maxsize=1)
def _inner_head() -> re.Pattern:
    """A heading that runs into its text: known by its words, or by a year that follows."""
    return re.compile(rf"(?:[{_DIGITS}]{{1,3}}、)?{_inner_heads()}(?=[^。，；：、！的和“])")


def _lines(text: str) -> Iterator[_Line]:
    for match in re.finditer(r"[^\n]+", text):
        line = match[0].strip(_SPACE)
        if not line:
            continue
        start = text.index(line[0], match.start())
        if len(line) < 1000 or len(line) < 3000 and 2 * len(line) < len(text):
            yield _line(line, start)
            continue
        end = start + len(line)
        cuts = [start, *(m.end() for m in _inner_cut().finditer(text, start, end - 1)), end]
        for a, b in zip(cuts, cuts[1:], strict=False):
            head = _inner_head().match(text, a, b)
            if head and head.end() < b:
                yield _line(head[0], a)
                a = head.end()
            if a < b:
                yield _line(text[a:b], a)


_YEAR = re.compile(rf"(?<!\d){YEAR}")
_LONG = re.compile(r"今后|未来|[五三]年(?!前)|“十|规划|时期|远景|20\d\d\s*[-—－─–至到~]+\s*20\d\d")


def _heading_part(line: _Line, now: str, planned: int | None, lowest: int, long: bool) -> str | None:
    """The part that a heading opens, seen from the part before it; None when it says nothing new.

    `lowest` is the level of the main sections, `long` says that the plan so far was one of several years.
    """
    title = line.title
    has = {p for p in ("review", "problems", "plan", "targets", "tasks") if terms(p, "heading").search(title)}
    years = [number(y) for y in _YEAR.findall(title)]
    top = line.level <= lowest
    before_plan = now in ("opening", "review", "problems")
    if top and "review" in has and (before_plan or "回顾" in title):
        return "review"
    if "problems" in has and before_plan:
        return "problems"
    if before_plan:
        ahead = has & {"plan", "targets", "tasks"}
        if top and years and planned:
            return "plan" if max(years) >= planned else "review"
        if top and now != "opening" and (ahead - {"tasks"} or now == "problems" and line.heading):
            return "plan"
        return "review" if now == "opening" else None
    if terms("government", "heading").search(title):
        return "government"
    if "targets" in has and line.heading and not top and now == "plan":
        return "targets"
    if top and (long and has & {"plan", "tasks"} or now == "plan" and "plan" in has):
        return "plan"
    return "tasks"


_COLON = re.compile(r"[^，。；;,：:]{0,12}?(?:是|为|[：:])")
_FIGURE = re.compile(r"\d[\d.]*\s*(?:%|％|亿|万|个|左右|以上)|增长|同步|持平")
_OUTPUT = re.compile(r"(?:生产总值|GDP|经济)[^，。；]{0,12}(?:增长|达到|增速)[^，。；]{0,6}\d")
_SAID_BEFORE = re.compile(r"(?:上述|以上|这些|设定|实现|完成|围绕|为了|达到|确定的?|年度)[^，。；：]{0,12}$")


def _states_targets(text: str) -> bool:
    """Whether a paragraph states the targets: it names them, and figures (or a list) follow; or it is full of them."""
    for match in terms("targets", "sentence").finditer(text):
        colon = _COLON.match(text, match.end())
        if not colon or _SAID_BEFORE.search(text[max(0, match.start() - 20) : match.start()]):
            continue
        if len(text) - colon.end() < 3 or _FIGURE.search(text, colon.end(), colon.end() + 120):
            return True
    output = _OUTPUT.search(text[:200])
    return bool(output) and len(re.findall(r"\d\s*[%％]|同步", text)) >= 4


_LESSON = re.compile(r"[，,：:]?(?:必须|只有|要|坚持|抓)")


def _problem_at(text: str) -> int:
    """Where a paragraph starts to speak of problems, or -1: it sees or has them, and names at least one."""
    for match in terms("problems", "sentence").finditer(text):
        clause = re.split(r"[。；，]", text[max(0, match.start() - 30) : match.start()])[-1]
        if clause.startswith(("面对", "针对", "克服", "应对", "整改", "解决")):
            continue
        if _LESSON.match(text, match.end()):
            continue
        if terms("problems", "object").search(text, match.end(), match.end() + 200):
            return match.start()
    return -1


def _after_body(lines: list[_Line], parts: list[str]) -> int:
    """Mark glossary and back matter behind the report proper; give the index of the first such line."""
    gloss, back = terms("glossary", "heading"), terms("back", "heading")
    now, end = "", len(lines)
    for i in range(len(lines) // 3, len(lines)):
        text = lines[i].text
        if len(text) <= 40 and not re.search(r"[。，]", text) and (lines[i].level in (0, 1, 9) or now != "glossary"):
            if gloss.search(text) and (lines[i].heading or text[-1] in "：:)）】"):
                now = "glossary"
            elif back.match(text.lstrip("（(【[")):
                now = "back"
        if now:
            end = min(end, i)
            parts[i] = now
    return end


def paragraphs_of(text: str, planned: int | None = None) -> tuple[Paragraph, ...]:
    """Divide a repaired text into paragraphs with their parts; `planned` is the year planned for, where it is known."""
    lines = list(_lines(text))
    if not lines:
        return ()
    parts = _parts(lines, planned)
    return tuple(_with_paths(lines, parts))


def _with_paths(lines: list[_Line], parts: list[str]) -> Iterator[Paragraph]:
    """Give each paragraph the headings above it; a numbered paragraph is headed by its own first sentence."""
    hello = terms("salutation", "opening")
    path: list[tuple[int, str]] = []
    above, titles = path, ()
    before = ""
    for line, part in zip(lines, parts, strict=True):
        if part in ("front", "opening", "closing") or part in ("glossary", "back") and part != before:
            path = []
        before = part
        if hello.match(line.text):
            path = [p for p in path if p[0] <= 1]
        own = path
        heading = line.heading and part != "opening" and not (part == "targets" and _FIGURE.search(line.text))
        if line.title and part not in ("front", "opening", "closing"):
            level = line.level
            if level == 0 and path and not _names_section(line.title):
                level = 5  # a plain short line below a numbered heading
            own = [p for p in path if p[0] < level] + [(level, line.title)]
            if heading or level <= 2 and part != "targets":
                path = own
        if own is not above:  # most paragraphs stand below the same headings as the one before
            above, titles = own, tuple(title for _, title in own)
        yield Paragraph(line.start, line.end, part, titles, heading)


def _names_section(title: str) -> bool:
    """Whether a plain heading opens a main section."""
    return _section().search(title) is not None


@cache
def _section() -> re.Pattern:
    """The terms of all headings that open a main section."""
    parts = ("review", "plan", "tasks", "government", "glossary", "back")
    return re.compile("|".join(terms(part, "heading").pattern for part in parts))


def _main_level(lines: list[_Line]) -> int:
    """The level of the main sections: 一、, or plain lines when these name the sections and 一、 do not."""
    numbered = [x for x in lines if x.level == 1]
    if not numbered:
        return 0
    plain = any(x.level == 0 and _names_section(x.title) for x in lines)
    named = any(terms(p, "heading").search(x.title) for x in numbered for p in ("review", "plan"))
    return 0 if plain and not named else 1


def _parts(lines: list[_Line], planned: int | None) -> list[str]:
    """Walk through the report from one part to the next, by headings and by what paragraphs say of themselves."""
    parts = ["review"] * len(lines)
    end = _after_body(lines, parts)
    body = _opening(lines, parts, end)
    lowest = _main_level(lines[body:end])
    now = "opening"
    listed = False  # the targets stand in a list below the paragraph that announces them
    long = False  # the plan is one of several years
    opened = 9  # level of the heading that opened the government's own work
    for i in range(body, end):
        line, text = lines[i], lines[i].text
        if now == "targets" and listed and _is_numbered_target(line, parts[i - 1] == now and lines[i - 1].level > 3):
            parts[i] = now
            continue
        if line.title and line.level <= 3 and (line.level > 0 or _names_section(line.title)):
            new = _heading_part(line, now, planned, lowest, long)
            if new and not (now == "government" and line.level > opened):
                if new == "government" and now != new:
                    opened = line.level
                if new == "plan":
                    long = bool(_LONG.search(line.title)) and not (planned and str(planned) in line.title)
                now = new
            parts[i] = now
            if line.heading:
                continue
        if now == "opening":
            now = "review"
        if now in ("review", "problems"):
            now = _review_part(text, now, planned)
        elif now == "plan" and _states_targets(text):
            now, listed = "targets", text[-1] in "：:"
        elif now == "targets" and not _states_targets(text):
            listed = listed and _is_list_item(line)
            now = "targets" if listed or _is_list_item(line, figures=True) else "tasks"
            listed = listed and (line.level < 9 or text[-1] != "。")  # a full stop ends a list without marks
        elif now == "tasks" and end - i <= 12 and _speaks_of_government(text):
            now, opened = "government", 0
        parts[i] = now
    _closing(lines, parts, body, end)
    return parts


_TURN = re.compile(r"新的一年|新形势|新时代|新征程|面对新|做好今年|完成今年|实现(?:上述|今年)")


def _speaks_of_government(text: str) -> bool:
    """Whether a paragraph without a heading turns to the government's own work."""
    turn = terms("salutation", "opening").match(text) or _TURN.match(text)
    return bool(turn and terms("government", "sentence").search(text[:220]))


def _is_list_item(line: _Line, figures: bool = False) -> bool:
    """Whether a paragraph goes on with a list of targets; on demand only with a figure in it."""
    if figures and not (_FIGURE.search(line.text) and (line.level in (3, 4) or line.text[-1] in "；;")):
        return False
    before, goal, _ = line.text[:24].partition("目标")
    if goal and _SAID_BEFORE.search(before):
        return False
    return line.level in (3, 4) or line.text[-1] in "；;" or len(line.text) <= 60 and line.text[-1] not in "：:"


_FIRST = re.compile("[（(]?[一1][）)、.．]")


def _is_numbered_target(line: _Line, first: bool) -> bool:
    """（一）生产总值增长8.5%左右；: an item with a figure below the announcement; a list that starts anew is another."""
    begins = _FIRST.match(line.text) is not None
    short = line.level in (2, 3) and len(line.text) <= 120
    return short and bool(_FIGURE.search(line.text)) and begins == first


_LISTED = re.compile(
    r"[一二三四五六七八九十]是|第[一二三四五六七八九十]|[-—]{1,2}|[（(]?\d|[（(][一二三四五六七八九十]|[①-⑳]"
)
_ANSWER = re.compile(r"对此|针对|正视|这些(?:问题|困难)|以上(?:问题|困难)|上述(?:问题|困难)|问题|困难|不足|短板")


def _review_part(text: str, now: str, planned: int | None) -> str:
    """The part of a paragraph of the review or of what follows its problems."""
    at = _problem_at(text)
    if 0 <= at < max(120, len(text) / 2):
        return "problems"
    if now == "problems":
        head = text[:60]
        years = [number(y) for y in _YEAR.findall(head)]
        if _states_targets(text):
            return "targets"
        if terms("plan", "sentence").search(head) or (planned and years and years[0] >= planned):
            return "plan"
        return "problems" if _LISTED.match(text) or _ANSWER.search(head) else "review"
    return "review"


def _opening(lines: list[_Line], parts: list[str], end: int) -> int:
    """Mark front and opening; give the index of the first line of the body."""
    hello = terms("salutation", "opening")
    greeting = None
    for i, line in enumerate(lines[: min(end, 60)]):
        if hello.match(line.text) and len(line.text) <= 25 or re.search(r"我代表.{0,40}(?:报告|汇报)", line.text[:120]):
            greeting = i
            break
    if greeting is None:
        first = next((i for i, x in enumerate(lines[:end]) if len(x.text) > 60 or _names_section(x.title)), 0)
        parts[:first] = ["front"] * first
        return first
    parts[:greeting] = ["front"] * greeting
    i = greeting
    while i < min(end, greeting + 4):
        text = lines[i].text
        if (
            hello.match(text)
            and len(text) <= 25
            or re.search(r"我代表|审议|作.{0,8}报告", text[:200])
            and len(text) < 400
        ):
            parts[i] = "opening"
            i += 1
        else:
            break
    return i


def _closing(lines: list[_Line], parts: list[str], body: int, end: int) -> None:
    """Mark the last words, which call on the deputies, and what follows them as back matter."""
    hello, last = terms("salutation", "opening"), terms("closing", "sentence")
    for i in range(end - 1, max(body, end - 7), -1):
        text = lines[i].text
        called = i - 1 > body and len(lines[i - 1].text) <= 10 and hello.match(lines[i - 1].text)
        if last.search(text[-120:]) or last.search(text[:200]) and (called or hello.match(text)):
            start = i - 1 if called else i
            parts[start : i + 1] = ["closing"] * (i + 1 - start)
            for j in range(i + 1, end):
                parts[j] = "closing" if last.search(lines[j].text) else "back"
            return
