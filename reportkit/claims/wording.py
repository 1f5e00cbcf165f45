"""Targets in words only: `促稳提质`, `与经济增长基本同步`, `完成上级下达任务`.

Read only where the main expected targets stand, and only of what an economist would put in such a table: a known
indicator, or a binding task (约束性指标). A word target carries no number unless the words fix one (持平 with a year: 0).
"""

from __future__ import annotations

import re
from functools import cache

from reportkit.claims.sentence import Claim
from reportkit.claims.subject import ITEM, indicator_of, leading_indicator, split, tidy, words
from reportkit.matching import either

ANNOUNCED = re.compile(r"(?:目标|指标|任务)[^，。：:]{0,6}(?:是|为)?[：:]|目标是|目标为")
TASK = re.compile(
    r"(?:全面|努力|确保|力争|坚决|圆满|超额|均|都|切实)*(?:完成|达到|实现|控制在|落实)(?P<of>[^，。；]*?)(?P<noun>任务|目标|要求|指标|范围|计划|下达数)"
)
LIST_TAIL = re.compile(r"等(?:主要|各项)?(?:约束性|环境|生态)*(?:指标|目标|任务)?$")
OPENED = re.compile(rf"(?:[ 　\n、]|{ITEM})+")
SAME = re.compile(
    r"(?:增速|增长|增幅)?(?:与|同|和)(?P<whom>[^，。]{1,16}?)(?:增长|增速)?(?:基本|保持|总体|大体|同比)*(?P<how>同步|持平|相当|一致|协调)"
)
YEAR_BEFORE = re.compile(r"\d{4}年|上年|去年|年前")
NOT_SET = re.compile(r"目标|指标|经济社会|%\s*[≤≥<>]?\s*\d")
FROM_ABOVE = re.compile(r"^(?:国家|中央|上级|省市|省|市|区|县|[^，。]{0,8})(?:下达|确定|核定|分解|要求|规定)的?")
BINDING = re.compile(r"约束性|节能|减排|降碳|能耗|污染物|排放|安全生产|环境|耕地|碳|生态|指标")


@cache
def _mood() -> re.Pattern:
    """Words by which a target without a number is set, behind its subject."""
    adverb = "基本|总体|大体|保持|实现|力争|努力|持续|稳步|稳定|平稳|进一步|继续|有所|确保|促|大幅|更加|充分|较快|合理|有效|稳中"
    return re.compile(rf"(?:增速|增幅|增长速度|增长|水平)?(?:{adverb})*(?:{either(words('mood'))})")


def words_only(text: str, sentence, claims) -> list[Claim]:
    """The targets of a sentence that are set in words, as claims without a number."""
    out = []
    for clause in sentence.clauses:
        read_up_to = max((c.end for c in claims if c.clause_start == clause.start), default=clause.start)
        start = text.find("、", read_up_to, clause.end) + 1 if read_up_to > clause.start else clause.start
        if start:
            out += _read(text, start, clause.end)
    return out


def _read(text: str, start: int, end: int) -> list[Claim]:
    phrase = text[start:end]
    if opened := OPENED.match(phrase):
        start += opened.end()
        phrase = phrase[opened.end() :]
    phrase = phrase.rstrip(" 　\n、")
    if len(phrase) > 120 or ANNOUNCED.search(phrase):
        return []
    task = TASK.search(phrase)
    if task and not task["of"].startswith("全年") or task and BINDING.search(phrase):
        subject, measure, low = _task_subject(phrase, task), "completion", None
        words = phrase[task.start() :]
    else:
        mood = next((m for m in _mood().finditer(phrase) if m.start() >= 2 and m.end() >= len(phrase) - 6), None)
        same = SAME.search(phrase)
        if same and same.start() >= 2:
            subject, measure, words = phrase[: same.start()], "growth", phrase[same.start() :]
            low = 0.0 if same["how"] == "持平" and YEAR_BEFORE.search(same["whom"]) else None
        elif mood:
            subject, measure, low, words = phrase[: mood.start()], "growth", None, phrase[mood.start() :]
        elif len(phrase) <= 24 and not NOT_SET.search(phrase) and _named(phrase):
            subject, measure, low = _named(phrase), "growth", None
            words = phrase.removeprefix(subject)
        else:
            return []
    members = _members(subject)
    known = any(indicator_of(m) for m in members if m not in ("经济", "全市经济", "县域经济"))
    claims = []
    for member in members:
        indicator = indicator_of(member)
        if not known and not (measure == "completion" and BINDING.search(member + phrase)):
            continue
        value = float("nan") if low is None else low
        unit = "%" if low is not None else ""
        end = start + len(phrase)
        claims.append(
            Claim(start, end, start, end, value, value, unit, "qualitative", measure, member, indicator, words=words)
        )
    return claims


def _named(phrase: str) -> str:
    """The indicator that a short phrase opens with: 地区生产总值增速“保8争9”."""
    named = leading_indicator(phrase)
    return named if named and len(phrase) - len(named) <= 12 else ""


def _task_subject(phrase: str, task: re.Match) -> str:
    """What the task is about: before 完成, or behind it where nothing stands before."""
    before = LIST_TAIL.sub("", tidy(phrase[: task.start()]))
    if before:
        return before
    return LIST_TAIL.sub("", FROM_ABOVE.sub("", task["of"]).strip("的"))


def _members(subject: str) -> list[str]:
    """One member per indicator: 内外资 and 外资外贸 are two."""
    subject = tidy(LIST_TAIL.sub("", subject))
    if "内外资" in subject:
        return [subject.replace("内外资", "内资"), subject.replace("内外资", "外资")]
    if subject in ("外资外贸", "外贸外资"):
        return ["外资", "外贸"]
    if "占" in subject:
        return [subject]
    listed = split(subject)
    if len(listed) > 1 and all(indicator_of(m) or BINDING.search(m) for m in listed):
        return listed
    if indicator_of(subject) or len(listed) == 1 or not any(indicator_of(m) for m in listed):
        return [subject]
    tail = listed[-1]
    return [m if indicator_of(m) else m + tail[len(m) :] if indicator_of(m + tail[len(m) :]) else m for m in listed]
