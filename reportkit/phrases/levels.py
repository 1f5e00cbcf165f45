"""Who coined a slogan: national, provincial, municipal or local, with the evidence."""

from __future__ import annotations

import re

from reportkit.places import stem
from reportkit.report import Report

OF_PLACE = {
    "national": "national",
    "province": "provincial",
    "prefecture": "municipal",
    "county": "local",
    "township": "local",
}
_DEFINED = (
    ("national", re.compile(r"国务院|党中央|中共中央|国家(?!级)|全国|总书记|\w{2,8}部(?:等部门)?(?:印发|提出|发布)")),
    ("provincial", re.compile(r"省委|省政府|全省|自治区党委|自治区政府|省级")),
    ("municipal", re.compile(r"市委|市政府|全市|我市")),
    ("local", re.compile(r"[我全][区县镇乡旗]|[区县]委|[区县]政府")),
)  # fmt: skip
_BEFORE = (
    ("national", re.compile(r"(?:党中央|国务院|中央|国家|全国)[^，。；]{0,6}$")),
    ("provincial", re.compile(r"(?:省委|省政府|全省|省)[^，。；]{0,6}$")),
    ("municipal", re.compile(r"(?:市委|市政府|全市)[^，。；]{0,6}$")),
)
_IN_BEFORE = re.compile("[央国省市]")  # each of them has one of these


def level_of(name: str, where: list[Report], before: str, definition: str | None) -> tuple[str, str]:
    """The level of a slogan that no lexicon knows, and why.

    `where` are the loaded reports that have it, `before` the words before it in one of them, `definition` what a glossary
    says. Places decide where there are several; for one place the definition, the words before it, a name of a place in it;
    at last the level of the report itself.
    """
    if "national" in [r.level for r in where]:
        return "national", "in a report of the State Council"
    several = where if len(where) > 1 else []
    provinces = sorted({r.province for r in several if r.province and r.province != "全国"})
    localities = sorted({r.locality for r in several if r.locality})
    if len(provinces) > 1:
        return "national", f"in reports of {len(provinces)} provinces: {', '.join(provinces[:5])}"
    for level, words in _DEFINED if definition else ():
        if said := words.search(definition):
            return level, f"its definition says {said[0]}"
    if len(localities) > 1:
        codes = {r.code[:4] for r in where if r.code}
        known = all(r.code and not r.code.startswith("0000", 2) for r in where)
        if known and len(codes) == 1:
            return "municipal", f"only in reports of one prefecture: {', '.join(localities[:5])}"
        return (
            "provincial",
            f"only in reports of {provinces[0] if provinces else 'one province'}: {', '.join(localities[:5])}",
        )
    report = where[0]
    for level, words in _BEFORE if _IN_BEFORE.search(before) else ():
        if said := words.search(before):
            return level, f"the words before it say {said[0]}"
    if report.locality and report.locality[:2] in name and stem(report.locality) in name:
        return OF_PLACE[report.level] if report.level else "local", f"it names {stem(report.locality)}"
    if report.province and report.province in name:
        return "provincial", f"it names {report.province}"
    return OF_PLACE.get(report.level or "", "local"), f"only in the report of {report.locality or report.id}"
