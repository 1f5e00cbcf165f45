"""In what mood: whether a number was achieved, is expected, is promised or only mentioned, and how firmly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reportkit.claims.clauses import Sentence
from reportkit.claims.sentence import Claim
from reportkit.claims.setting import PLAN_PARTS, YEAR, Setting
from reportkit.lexicons import lexicon
from reportkit.matching import either

EXPECT = re.compile(r"预计|预期(?=达|增|完成|实现|全年)|有望|预测|可望|预估")
FROM_HERE = re.compile("预计.{0,3}下同")
ONE_OF = re.compile(r"[^，。]{0,14}之一")
THE_TASK = re.compile(r"的?(?:年度|全年|年)?(?:目标|任务|计划)")
PLANNED_SUM = re.compile(r"计划(?:总)?投资\D{0,4}$")
BEFORE_YEAR = re.compile(r"[比较在由从与按以]$")


def governed(
    text: str, read: list[tuple[Sentence, list[Claim]]], expects: bool
) -> Iterator[tuple[Sentence, list[Claim], bool]]:
    """The sentences with claims, their claims, and whether 预计 at the head governs them.

    It carries on over a semicolon, and with （下同） to the paragraph's end. `expects` tells whether it may stand there.
    """
    on = False
    for sentence, claims in read:
        on = expects and (on or EXPECT.search(text, sentence.start, sentence.start + 8) is not None)
        if claims:
            yield sentence, claims, on
        if not on:
            continue
        semicolon = text[sentence.end : sentence.end + 1] in ("；", ";")
        on = semicolon or FROM_HERE.search(text, sentence.start, sentence.end) is not None


def status_of(text: str, claim: Claim, lead: str, setting: Setting, expected: bool) -> str:
    """`achieved`, `expected`, `target` or `background`, by the part of the report and the words around the number."""
    one_of = text.find("之一", claim.end, claim.clause_end) >= 0 and ONE_OF.match(text, claim.end, claim.clause_end)
    if claim.planned or one_of:
        return "background"  # 4家开发区之一 counts others
    if setting.part in PLAN_PARTS:
        year = YEAR.search(lead)
        past = setting.planned and year and int(year[1]) < setting.planned
        promised = not past or BEFORE_YEAR.search(lead[: year.start()])
        return "target" if promised else _done(text, claim)
    if setting.part in ("glossary", "back", "front", "opening", "closing"):
        return "background"
    if expected:
        return "expected"
    if claim.measure == "level" and PLANNED_SUM.search(lead[-10:]):
        return "background"
    return _done(text, claim)


def _done(text: str, claim: Claim) -> str:
    """完成110万人年度任务 names the task, not the result."""
    return "background" if THE_TASK.match(text, claim.end, claim.clause_end) else "achieved"


@cache
def _commitments() -> tuple[re.Pattern, dict[str, str]]:
    table = lexicon("hedges").query("place == 'clause'")
    return re.compile(either(table.term)), dict(zip(table.term, table.value, strict=True))


def commits(passage: str) -> bool:
    """Whether a passage has a word of commitment."""
    return _commitments()[0].search(passage) is not None


def commitment(text: str, start: int, end: int) -> str:
    """The class of the last word of commitment in `text[start:end]`: 确保, 力争, 预计, or plain.

    >>> commitment("力争增长", 0, 4), commitment("增长", 0, 2)
    ('strive', 'plain')
    """
    pattern, classes = _commitments()
    found = pattern.findall(text, start, end)
    return classes[found[-1]] if found else "plain"
