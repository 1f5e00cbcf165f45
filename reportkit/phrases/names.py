"""Names of programmes by their form: an action of three years, a campaign, a national formula with the place's own name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from reportkit.lexicons import lexicon
from reportkit.phrases.body import Unquoted, either
from reportkit.places import stem

_SIGN = "，。；、：！（）()—\n"
_ENDS = re.compile(
    r"(?:[三五百]年|百日|提升|攻坚|专项|清洁|培育|倍增|赋能|护航|突破|壮大|大提升|整治)*"
    r"(?<!实际)(?<!自觉)(?<!具体)(?<!统一)(?:行动计划|专项行动|三年行动|行动(?![力者自指纲缓能中党快迅起有])|攻坚战(?!略|场)|会战)"
)
_YEAR = re.compile(
    r"(?<=开展|推进|深化|组织|实施|扎实)[^\W\d_a-zA-Z]{3,8}(?:建设|提速|攻坚|提升|服务|落实|减负|突破|深化|改革|招商|创新|促进|整治|短板)年(?=活动|行动|[，。；、])"
)


@cache
def _lead() -> re.Pattern:
    return re.compile(rf".*(?:{either('lead')}|[{_SIGN}\d％%])", re.S)


@cache
def _stems() -> frozenset[str]:
    return frozenset(name for name in map(stem, lexicon("places").name) if len(name) == 2)


def programmes(body: Unquoted) -> Iterator[tuple[int, int]]:
    """Where names of programmes stand that end in 行动 or 攻坚战, from the last verb, sign or quotation mark before them."""
    text = body.text
    edges = [edge for span in body.quoted for edge in span]
    for m in _ENDS.finditer(text):
        back = max(0, m.start() - 16)
        sign = max(text.rfind(s, back, m.start()) for s in _SIGN)
        begin = sign + 1 if sign >= 0 else back
        lead = _lead().match(text, begin, m.start())
        begin = lead.end() if lead else begin
        last = bisect_right(edges, m.start())
        begin = max(begin, edges[last - 1]) if last else begin
        if (lead or sign >= 0) and m.start() - begin >= 3 and m.end() - begin <= 20:
            yield begin, m.end()
    for m in _YEAR.finditer(text):
        lead = _lead().match(text, *m.span())
        yield (lead.end() if lead and m.end() - lead.end() > 4 else m.start()), m.end()


def own(text: str) -> Iterator[tuple[int, int]]:
    """National formulas with a place's name in them: 平安赣州建设, 健康章贡行动, 数字江西.

    >>> [*own("推进健康章贡行动。")]
    [(2, 8)]
    """
    pattern = re.compile(rf"{either('virtue')}([\u4e00-\u9fff]{{2}})(?:建设|行动)")
    for m in pattern.finditer(text):
        if m[1] in _stems():
            yield m.span()
