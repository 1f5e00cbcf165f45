"""Names of programmes by their form: an action of three years, a campaign, a national formula with the place's own name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from reportkit.lexicons import lexicon
from reportkit.phrases.body import Unquoted, either
from reportkit.places import stem

_LONGEST = 20  # characters of a name
_LAST = re.compile(r"行动|攻坚战|会战")
_ENDS = re.compile(
    r"(?:[三五百]年|百日|提升|攻坚|专项|清洁|培育|倍增|赋能|护航|突破|壮大|大提升|整治)*"
    r"(?<!实际)(?<!自觉)(?<!具体)(?<!统一)(?:行动计划|专项行动|三年行动|行动(?![力者自指纲缓能中党快迅起有])|攻坚战(?!略|场)|会战)"
)
_YEAR = re.compile(
    r"(?:开展|推进|深化|组织|实施|扎实)([^\W\d_a-zA-Z]{3,8}(?:建设|提速|攻坚|提升|服务|落实|减负|突破|深化|改革|招商|创新|促进|整治|短板)年)(?=活动|行动|[，。；、])"
)


@cache
def _lead() -> re.Pattern:
    return re.compile(rf".*(?:{either('lead')}|[，。；：、！（）()—\n\d％%])", re.S)


@cache
def _stems() -> frozenset[str]:
    return frozenset(name for name in map(stem, lexicon("places").name) if len(name) == 2)


def programmes(body: Unquoted) -> Iterator[tuple[int, int]]:
    """Where names of programmes stand that end in 行动 or 攻坚战, from the last verb, sign or quotation mark before them."""
    text = body.text
    edges = [edge for span in body.quoted for edge in span]
    for start, end in _ends(text):
        lead = _lead().match(text, max(0, start - 16), start)
        if not lead:
            continue
        before = bisect_right(edges, start)
        begin = max(lead.end(), edges[before - 1]) if before else lead.end()
        if start - begin >= 3 and end - begin <= _LONGEST:
            yield begin, end
    for m in _YEAR.finditer(text):
        start, end = m.span(1)
        lead = _lead().match(text, start, end)
        yield (lead.end() if lead and end - lead.end() > 4 else start), end


def _ends(text: str) -> Iterator[tuple[int, int]]:
    """Where names end, from the first of the words that belong to the end; looked for only around the last of them."""
    here = 0
    for last in _LAST.finditer(text):
        m = _ENDS.search(text, max(here, last.start() - _LONGEST), last.end() + 4)
        if m and m.start() <= last.start():  # else it is of a later one, and perhaps cut off
            here = m.end()
            yield m.span()


@cache
def _own() -> re.Pattern:
    return re.compile(rf"{either('virtue')}([\u4e00-\u9fff]{{2}})(?:建设|行动)")


def own(text: str) -> Iterator[tuple[int, int]]:
    """National formulas with a place's name in them: 平安赣州建设, 健康章贡行动, 数字江西.

    >>> [*own("推进健康章贡行动。")]
    [(2, 8)]
    """
    for m in _own().finditer(text):
        if m[1] in _stems():
            yield m.span()
