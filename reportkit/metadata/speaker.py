"""Who gave a report, and before which congress."""

from __future__ import annotations

import re
from functools import cache

from ..lexicons import lexicon
from .head import NUMERALS, Head, chinese, words

_HAN_NAME = r"[\u4e00-\u9fff]{1,8}(?:[·•・．][\u4e00-\u9fff]{1,8}){1,3}|[\u4e00-\u9fff]{2,4}"


@cache
def _offices() -> tuple[str, ...]:
    return tuple(sorted(lexicon("offices").term, key=len, reverse=True))


@cache
def _office() -> re.Pattern:
    offices = "|".join(_offices())
    return re.compile(
        rf"(?:{offices})(?:[（(]代[）)])?[：:、]?({_HAN_NAME})(?=[）)。，,]?$|[（(]\d|[向作同代在][^长]{{0,12}}(?:报告|大会|作))"
        rf"|日[，,]?({_HAN_NAME})(?:代)?(?:{offices})(?=在|代表|向|作)"
        rf"|^(?:报告人|发言人|作者)[：:]?({_HAN_NAME})$"
    )


def speaker(head: Head) -> str | None:
    """The name beside the title of office, spaces inside closed; the first one in the head."""
    office = _office()
    for line in head.lines:
        if len(line) <= 60 and (m := office.search(line)):
            name = m[1] or m[2] or m[3]
            if m[2]:
                name = re.sub(r"^.*[日，,]", "", name)
            if not words("not in a name").search(name):
                return re.sub("[•・．]", "·", name)
    for line, after in zip(head.lines, head.lines[1:], strict=False):  # the name alone on the next line
        if line.endswith(_offices()) and len(line) <= 30 and re.fullmatch(rf"(?:{_HAN_NAME})", after):
            if not words("not in a name").search(after):
                return after
    return None


_CONGRESS = re.compile(
    rf"第?([{NUMERALS}\d]{{0,3}})届(全国)?(?:人民代表大会|人大)(?:常务委员会|常委会)?第?([{NUMERALS}\d]{{0,3}})次(?:全体)?(?:\(扩大\))?(?:会议)?"
)


def congress(head: Head, notes: list[str]) -> str | None:
    """The congress and its session as 第十六届人民代表大会第五次会议; None with a note when a number is lost."""
    lost = False
    for m in _CONGRESS.finditer(head.flat):
        if m[1] and m[3]:
            return f"第{chinese(m[1])}届{m[2] or ''}人民代表大会第{chinese(m[3])}次会议"
        lost = True
    if lost:
        notes.append("congress left empty: its number or that of its session is lost")
    return None
