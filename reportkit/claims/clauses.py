"""Sentences, clauses and runs: how a paragraph falls into the pieces that the rules read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reportkit.claims.subject import words
from reportkit.matching import either
from reportkit.quantity import Quantity, quantities

# One class of signs first, which is what makes the search fast.
SENTENCE_END = re.compile(r"[。！？!?；;\n.](?:(?<!\.)|(?<=[%\u4e00-\u9fff]\.)(?=[\u4e00-\u9fff]))")
CLAUSE_END = re.compile(r"[，,：:—-](?:(?<![—-])|(?<=—)—|(?<=-)-)")
LINK = re.compile(r"\s*(?:[:：∶]|、|和|与|及|以及|或|[，,]\s*)?\s*")
BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
# 财政收入16⏎1亿元, 881. 2亿元, 1 860元: what goes on from the digits before is not a number of its own.
TORN = re.compile(r"[\d.]\n$|[\u4e00-\u9fff]\d+(?:\. | \.| )$")
QUOTED = re.compile(r"“[^“”]{0,24}”|《[^《》]{0,40}》|\"[^\"]{0,24}\"|‘[^‘’]{0,24}’")


class Run(NamedTuple):
    """Quantities of one kind side by side (`11%、12.6%`), with the words before and behind them."""

    left: str
    values: tuple[Quantity, ...]
    right: str


class Clause(NamedTuple):
    """A stretch between two commas, or in brackets, with its quantities."""

    start: int
    end: int
    values: tuple[Quantity, ...]
    nested: bool  # stands in brackets: what it says does not carry over


class Sentence(NamedTuple):
    """A stretch up to a full stop or a semicolon, as its clauses."""

    start: int
    end: int
    clauses: tuple[Clause, ...]


def numbers(text: str) -> list[Quantity]:
    """All quantities of a text but those inside a name."""
    named = iter([m.span() for m in QUOTED.finditer(text)] + [(len(text), len(text))])
    a, b = next(named)
    out = []
    for q in quantities(text):
        while b <= q.start:
            a, b = next(named)
        if text[q.start - 1 : q.start] in ("\n", " ", ".") and TORN.search(text, max(0, q.start - 12), q.start):
            continue
        if not a < q.start < q.end < b or (q.kind == "rate" and q.low == 100):  # “两个100%” is a rate, “1+5+X” a name
            out.append(q)
    return out


def sentences(
    text: str, start: int, end: int, found: list[Quantity], words: bool = False, silent: bool = False
) -> list[Sentence]:
    """The sentences of `text[start:end]` with a quantity; `found` are the quantities of that stretch.

    With `silent` also those without, which have no clauses; with `words` these have clauses too.
    """
    out, here, i = [], start, 0
    for cut in [m.start() for m in SENTENCE_END.finditer(text, start, end)] + [end]:
        if cut > here:
            first = i
            while i < len(found) and found[i].start < cut:
                i += 1
            if words or silent or i > first:
                out.append(Sentence(here, cut, _clauses(text, here, cut, found[first:i], words)))
        here = cut + 1
    return out


def _clauses(text: str, start: int, end: int, found: list[Quantity], words: bool) -> tuple[Clause, ...]:
    """The clauses with a quantity, each with the one before it, whose words may name what it is about; or all of them."""
    if not found and not words:
        return ()
    out, silent, i = [], None, 0
    for a, b, nested in _pieces(text, start, end, found):
        first = i
        while i < len(found) and found[i].start < b:
            i += 1
        if first == i and not words:
            silent = a, b, (), nested
            continue
        if silent:
            out.append(Clause(*silent))
            silent = None
        out.append(Clause(a, b, tuple(found[first:i]), nested))
    return tuple(out)


def _pieces(text: str, start: int, end: int, found: list[Quantity]) -> Iterator[tuple[int, int, bool]]:
    """Cut at commas and colons, and around brackets that hold a quantity of their own; and whether it is in brackets."""
    edges = _commas(text, start, end, found)
    brackets = _brackets(text, start, end, found)
    if brackets:
        edges = sorted(edges + [edge for a, b in brackets for edge in ((a, 1), (b - 1, 1))])
    opened = {a + 1 for a, _ in brackets}
    closed = {b for _, b in brackets}
    here, nested = start, False
    for at, width in [*edges, (end, 0)]:
        nested = here in opened or (nested and here not in closed)
        if at > here:
            yield here, at, nested
        here = at + width


def _commas(text: str, start: int, end: int, found: list[Quantity]) -> list[tuple[int, int]]:
    """Where a comma, a colon or a dash outside of a number stands, and how wide it is."""
    out, i = [], 0
    for m in CLAUSE_END.finditer(text, start, end):
        at = m.start()
        while i < len(found) and found[i].end <= at:
            i += 1
        if i < len(found) and found[i].start <= at:
            continue
        if (
            text[at] in ":："
            and text[at - 2 : at].rstrip()[-1:].isdigit()
            and text[at + 1 : at + 3].lstrip()[:1].isdigit()
        ):
            continue  # 1.3:17.4:81.3
        out.append((at, m.end() - at))
    return out


def _brackets(text: str, start: int, end: int, found: list[Quantity]) -> list[tuple[int, int]]:
    """The brackets that hold a quantity."""
    pairs = [m.span() for m in BRACKETS.finditer(text, start, end)]
    return [(a, b) for a, b in pairs if any(a <= q.start and q.end <= b for q in found)]


def runs(text: str, clause: Clause) -> list[Run]:
    """Group the quantities of a clause and share the words between them out to the left and to the right."""
    if len(clause.values) == 1:
        (q,) = clause.values
        return [Run(text[clause.start : q.start], clause.values, text[q.end : clause.end])]
    groups: list[list[Quantity]] = []
    for q in clause.values:
        if groups and _goes_on(text, clause, groups[-1], q):
            groups[-1].append(q)
        else:
            groups.append([q])
    out = []
    left = text[clause.start : groups[0][0].start] if groups else ""
    for i, group in enumerate(groups):
        stop = groups[i + 1][0].start if i + 1 < len(groups) else clause.end
        gap = text[group[-1].end : stop]
        if i + 1 == len(groups):
            right, following = gap, ""
        else:
            right, following = _share(gap)
            if not gap:
                after = groups[i + 2][0].start if i + 2 < len(groups) else clause.end
                right = text[groups[i + 1][-1].end : after]
        out.append(Run(left, tuple(group), right))
        left = following
    return out


def _goes_on(text: str, clause: Clause, group: list[Quantity], q: Quantity) -> bool:
    """Whether a number is one more of a list: 5.1%和6%; with 分别 whatever the units are, also in 升至世界第二、世界第三."""
    first, last = group[0], group[-1]
    gap = text[last.end : q.start]
    if not gap or q.start < q.inner and last.start == last.inner:  # 净增98万户、突破1900万户
        return False
    more = gap[LINK.match(gap).end() :]
    if "分别" in text[max(clause.start, first.start - 14) : first.start]:
        return text.endswith(more, clause.start, first.start)
    return not more and _alike(last, q)


def _alike(a: Quantity, b: Quantity) -> bool:
    return a.kind == b.kind and (a.unit == b.unit or a.kind in ("money", "people", "rank", "count", "rate"))


@cache
def _verb() -> re.Pattern:
    return re.compile(either(words("state")))


JOINT = re.compile(r"(?:以及|和|及|与|并)(?=[^和及与并]{0,8}$)")


def _share(gap: str) -> tuple[str, str]:
    """Words between two quantities: what stands before the last 、 belongs to the first, what stands behind to the second."""
    if gap.lstrip().startswith("的"):
        return gap, gap
    mark = max(gap.rfind("、"), gap.rfind("；"))
    if mark < 0:
        joint = JOINT.search(gap)
        if joint and joint.end() == len(gap):
            return gap[: joint.start()], ""
        if joint and joint.start() == 0:
            return "", gap[joint.end() :]
        verb = _verb().search(gap, 1)
        return (gap[: verb.start()], gap[verb.start() :]) if verb else (gap, gap)
    return gap[:mark], gap[mark + 1 :]
