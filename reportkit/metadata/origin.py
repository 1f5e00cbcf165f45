"""Where a report is from: as its first page names the place, else as the file is named, if the text bears that out."""

from __future__ import annotations

import re
from functools import lru_cache

from .. import places
from ..lexicons import lexicon
from .head import NUMERALS, Head, words

BY_NAME = "from the file's name or table; the text does not"
_OFFICE = "(?:人民政府|行政公署|行署|政府|办事处)"
_NATIONAL = re.compile(rf"第[{NUMERALS}\d]{{1,3}}届全国人民代表大会|国务院总理|我代表国务院")
_IN_BRACKETS = re.compile(r"[（(]([\u4e00-\u9fff]{2,8})[）)]")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern]:
    """How the first page names its place, the surest way first; group 1 is the place as written."""
    kinds = "|".join(sorted(lexicon("place_kinds").term, key=len, reverse=True))
    offices = "|".join(sorted(lexicon("offices").term, key=len, reverse=True))
    name = rf"([\u4e00-\u9fff]{{1,28}}?(?:{kinds}))"
    publisher = "发布机构|发布机关|发文机关|发布单位|制作单位|信息来源|来源"
    return {
        "session": re.compile(rf"(?:在|于){name}(?=第?[{NUMERALS}\d]{{0,3}}届)"),
        "session line": re.compile(rf"^[（(]?{name}(?=第?[{NUMERALS}\d]{{1,3}}届(?:人民代表大会|人大))"),
        "speaker": re.compile(rf"^(?:\d+月\d+日)?{name}{_OFFICE}?(?:代理|代|常务副|副)?(?:{offices})"),
        "title": re.compile(
            rf"(?:^|[年度）)：:>])(?:关于)?{name}{_OFFICE}?(?:\d{{4}}年度?)?(?:人民)?(?:政府)?工作(?:的)?报告"
        ),
        "statement": re.compile(rf"代表{name}{_OFFICE}"),
        "publisher": re.compile(rf"(?:{publisher})[：:|]*{name}{_OFFICE}"),
        "generic": re.compile(rf"(?:全|我|本|各|该)?(?:{kinds})+"),
        "own kind": re.compile(rf"代表(?:本|我)?({kinds})?{_OFFICE}"),
    }


def _written(head: Head) -> list[tuple[str, str]]:
    """(where, place as written) in the first page, the surest first."""
    patterns = _patterns()
    short = [line for line in head.lines if len(line) <= 45]
    found = [("session", m[1]) for m in patterns["session"].finditer(head.flat)]
    for where, lines in (
        ("session line", head.lines),
        ("speaker", head.lines),
        ("title", short),
        ("statement", [head.opening]),
        ("publisher", head.lines),
    ):
        found += [(where, m[1]) for line in lines if (m := patterns[where].search(line))]
    own = _own_kind(head)
    return [(where, name) for where, name in found if _is_name(name) and not (where == "publisher" and own and
            not name.endswith(own))]  # fmt: skip


def _is_name(written: str) -> bool:
    """Whether this can be the name of a place: not 我县 or 全市, and if unknown, without words of another kind."""
    if _patterns()["generic"].fullmatch(written):
        return False
    return places.known(places.split_chain(written)[1]) or not words("not in a name").search(written)


def _own_kind(head: Head) -> str | None:
    """What the speaker calls the place: 我代表市人民政府 is a 市."""
    found = _patterns()["own kind"].search(head.opening)
    return found[1] if found else None


def origin(text: str, head: Head, year: int | None, hints: dict[str, str], notes: list[str]) -> places.Place:
    """The place as the first page names it, else the hint (if the text does not speak against it), else none."""
    if _NATIONAL.search(head.flat) or _NATIONAL.search(head.opening):
        return places.look_up("国务院")
    written = _written(head)
    if not written:
        return _silent(text, head, year, hints, notes)
    best = written[0][1]
    for _, other in written:  # another mention may give the outer places: 赣州市章贡区
        if other.endswith(best) and places.split_chain(other)[1] == places.split_chain(best)[1]:
            best = other
    place = places.look_up(best, _province(head, written), text, year)
    hinted = places.province_of(hints.get("province"))
    if place.province is None and hinted and same(hints.get("locality"), place):
        place = places.look_up(best, hinted, text, year)
        notes.append(f"province {hinted} {BY_NAME} say it")
    if place.level is None and hints.get("level") in places.LEVELS and same(hints.get("locality"), place):
        place = place._replace(level=hints["level"])
        notes.append(f"level {hints['level']} {BY_NAME} say it")
    for where, other in written:
        name = places.split_chain(other)[1]
        if where != "publisher" and places.stem(name) != places.stem(place.name or ""):
            notes.append(f"the {where} names {name}, but {place.name} is followed")
            break
    hint = hints.get("locality")
    if not same(hint, place):
        notes.append(f"the file's name or table says {hint}, the text {place.name}; the text is followed")
    if place.code is None:
        notes.append(_no_code(place))
    return place


def same(hint: str | None, place: places.Place) -> bool:
    """Whether a hint names this place (or nothing)."""
    if not hint or places.look_up(hint).level == "national" == place.level:
        return True
    return places.stem(places.split_chain(hint)[1]) == places.stem(place.name or "")


def _province(head: Head, written: list[tuple[str, str]]) -> str | None:
    """The province that the first page names, in brackets or at the start of a chain."""
    brackets = _IN_BRACKETS.search(head.flat)
    if brackets and (province := places.province_of(brackets[1])):
        return province
    outer = (part for _, chain in written for part in places.split_chain(chain)[0])
    return next((p for part in outer if (p := places.province_of(part))), None)


def _no_code(place: places.Place) -> str:
    if place.level == "township":
        return "townships have no code in the table of places"
    return f"no code: {place.name} is not in the table of places, or there are several and the text does not decide"


def _silent(text: str, head: Head, year: int | None, hints: dict[str, str], notes: list[str]) -> places.Place:
    """A text that does not name its place in the head: the hint, unless the text itself speaks of another place."""
    text = text[:100_000]  # every place is counted in it: enough of a report, and no more of a book
    kind = _own_kind(head)
    level = places.level_of_kind(kind)
    top = places.most_named(text, kind) if kind and level not in ("province", "township") else None
    hint = hints.get("locality")
    if hint:
        name = places.complete(places.split_chain(hint)[1], kind)
        if _fits(text, name, kind, top):
            notes.append(f"locality {name} {BY_NAME} name it in its head")
            province = places.province_of(hints.get("province"))
            place = places.look_up(name, province, text, year)
            known = hints.get("level") if hints.get("level") in places.LEVELS else None
            return place._replace(level=place.level or known, province=place.province or province)
    if top and (place := places.look_up(top.name, None, text, year)).code:
        against = f"; the file's name or table says {hint}" if hint else ""
        notes.append(f"locality {place.name} because the text speaks of it {top.count} times{against}")
        return place
    if hint:
        notes.append(f"locality left empty: the text does not bear out {hint} of the file's name or table")
    else:
        notes.append("no locality could be read")
    return places.Place(None, level, None, None)


def _fits(text: str, name: str, kind: str | None, top: places.Mentions | None) -> bool:
    """Whether a text may be from the place that a hint names: of the right kind, named, not outdone by another."""
    level = places.look_up(name).level
    if level == "national":
        return kind is None and "我国" in text
    said = places.level_of_kind(kind)
    if said and level and level != said or kind == "市" and not name.endswith("市"):
        return False
    count = text.count(places.stem(name))
    if top and places.stem(top.name) != places.stem(name) and count * 3 < top.count:
        return False
    return count >= 3 or count >= 1 and len(text) < 5000
