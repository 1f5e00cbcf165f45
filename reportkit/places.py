"""Places of China: a name in a text, to its level, province and division code (GB/T 2260)."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from .lexicons import lexicon
from .matching import Index, every, index

LEVELS = ("national", "province", "prefecture", "county", "township")


class Place(NamedTuple):
    """A place: its name as written, level, province (short) and code; what is not known or not certain is None."""

    name: str
    level: str | None
    province: str | None
    code: str | None


class _Row(NamedTuple):
    code: str
    name: str
    level: str
    province: str
    parent: str
    first: int  # year of the first and the last table that has it
    last: int


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    """What a name ends in (市, 自治县 ...) to its level, the longest first; empty where it may be several."""
    table = lexicon("place_kinds")
    return dict(sorted(zip(table.term, table.level, strict=True), key=lambda k: -len(k[0])))


@lru_cache(maxsize=1)
def _suffix() -> re.Pattern:
    return re.compile(rf"(?:{'|'.join(_kinds())})$")


@lru_cache(maxsize=1)
def _rows() -> tuple[_Row, ...]:
    return tuple(
        _Row(r.code, r.name, r.level, r.province, r.parent, int(r.first or 1900), int(r.last or 2100))
        for r in lexicon("places").itertuples(index=False)
    )


def stem(name: str) -> str:
    """A name without what says its kind, as texts use it: 赣州市 赣州, 凉山彝族自治州 凉山, 南县 stays.

    >>> stem("赣州市"), stem("凉山彝族自治州"), stem("内蒙古自治区"), stem("南县")
    ('赣州', '凉山', '内蒙古', '南县')
    """
    short = _suffix().sub("", name)
    if name[-3:-1] == "自治":
        short = _peoples().sub("", short)
    return short if len(short) >= 2 else name


@lru_cache(maxsize=1)
def _peoples() -> re.Pattern:
    """Names of peoples at the end of an autonomous division's name, after at least two characters."""
    found = sorted(lexicon("peoples").term, key=len, reverse=True)
    return re.compile(r"(?<=..)(?:" + "|".join(found) + ")+$")


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[_Row, ...]]:
    """Full names, and the short forms of autonomous prefectures and counties (凉山州, 三江县), to their rows."""
    found: dict[str, list[_Row]] = {}
    for row in _rows():
        forms = {row.name}
        if "自治" in row.name and row.level != "province":
            forms.add(stem(row.name) + row.name[-1])
        for form in forms:
            found.setdefault(form, []).append(row)
    return {name: tuple(rows) for name, rows in found.items()}


@lru_cache(maxsize=1)
def _provinces() -> dict[str, str]:
    """Full and short names of provinces to the short ones."""
    return {form: r.province for r in _rows() if r.level == "province" for form in (r.name, r.province)}


def province_of(name: str | None) -> str | None:
    """The short form of a province's name, or None when it is not one.

    >>> province_of("江西省"), province_of("内蒙古"), province_of("南昌")
    ('江西', '内蒙古', None)
    """
    return _provinces().get(name or "")


def level_of_kind(kind: str | None) -> str | None:
    """The level that a kind of place has; None for 市, which may be any.

    >>> level_of_kind("盟"), level_of_kind("自治县"), level_of_kind("市")
    ('prefecture', 'county', None)
    """
    return _kinds().get(kind or "") or None


def level_of(name: str) -> str | None:
    """The level that a name shows by its form; None for a 市 and for zones that are no division.

    >>> level_of("京东镇"), level_of("锡林郭勒盟"), level_of("某某市"), level_of("高新技术开发区")
    ('township', 'prefecture', None, None)
    """
    if name in _provinces():
        return "province"
    if name.endswith(("开发区", "高新区", "管理区", "新区", "园区", "试验区", "度假区")):
        return None
    kind = _suffix().search(name)
    return level_of_kind(kind[0]) if kind else None


def known(name: str) -> bool:
    """Whether a name stands in the table of places.

    >>> known("呼和浩特市"), known("京东镇")
    (True, False)
    """
    return name in _names() or name in _provinces()


def split_chain(written: str) -> tuple[list[str], str]:
    """A written chain of places, the outer ones and the last: 江西省南昌市青云谱区.

    >>> split_chain("江西省南昌市青云谱区")
    (['江西省', '南昌市'], '青云谱区')
    """
    outer: list[str] = []
    rest = written
    names = _names()
    while rest not in names:
        for end in range(len(rest) - 1, 1, -1):
            head = rest[:end]
            known = names.get(head) or (head in _provinces() and [0])
            if known and len(rest) - end >= 2:
                outer.append(head)
                rest = rest[end:]
                break
        else:
            break
    return outer, rest


def look_up(written: str, province: str | None = None, text: str = "", year: int | None = None) -> Place:
    """What is known of a place as a text names it; an ambiguous name is decided by its province or the text, else left.

    >>> look_up("江西省南昌市青云谱区")
    Place(name='青云谱区', level='county', province='江西', code='360104')
    >>> look_up("朝阳区")
    Place(name='朝阳区', level='county', province=None, code=None)
    """
    if written in ("全国", "国务院", "中华人民共和国", "中国"):
        return Place("全国", "national", "全国", None)
    outer, name = split_chain(written)
    for part in outer:
        province = province_of(part) or province
    rows = list(_names().get(name, ()))
    if not rows and name in _provinces():
        rows = [r for r in _rows() if r.level == "province" and r.province == name]
    for part in reversed(outer):
        inside = [r for r in rows if r.parent == part or stem(r.parent) == stem(part)]
        if inside:
            rows = inside
            break
    if province and any(r.province == province for r in rows):
        rows = [r for r in rows if r.province == province]
    rows = _of_year(rows, year)
    if len({r.code for r in rows}) > 1:
        rows = _named_in(rows, text)
    if len({r.code for r in rows}) == 1:
        row = rows[0]
        return Place(name, row.level, row.province, row.code)
    levels = {r.level for r in rows}
    level = levels.pop() if len(levels) == 1 else level_of(name)
    provinces = {r.province for r in rows}
    if not province:
        parents = {r.province for part in outer for r in _names().get(part, ())}
        province = parents.pop() if len(parents) == 1 else provinces.pop() if len(provinces) == 1 else None
    return Place(name, level, province, None)


def _of_year(rows: list[_Row], year: int | None) -> list[_Row]:
    """Those rows that stood in the tables in that year (in the newest one without a year), or all when none did."""
    at = year or 2100
    return [r for r in rows if r.first <= at <= r.last] or rows


def _named_in(rows: list[_Row], text: str) -> list[_Row]:
    """Those rows whose prefecture or province the text names much more often than that of the others."""
    counts = []
    for row in rows:
        parent = stem(row.parent)
        count = text.count(parent) * 2 if parent != row.province else 0
        counts.append((count + text.count(row.province), row))
    counts.sort(key=lambda c: -c[0])
    if len(counts) > 1 and counts[0][0] >= 4 and counts[0][0] >= 3 * counts[1][0]:
        return [counts[0][1]]
    return rows


class Mentions(NamedTuple):
    """How often a text names a place: at all, as its own subject (现代化凉山, 乐山发展), and by the full name."""

    name: str
    count: int
    own: int
    full: int


@lru_cache(maxsize=1)
def _contexts() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What stands before and after a place when a text speaks of it as its own."""
    table = lexicon("place_contexts")
    before, after = (tuple(table.term[table.side == side]) for side in ("before", "after"))
    return before, after


def mentions(text: str, name: str) -> Mentions:
    """Count a place in a text, by its stem (赣州 for 赣州市).

    >>> mentions("关心支持赣州发展，赣州市奋力前行", "赣州市")
    Mentions(name='赣州市', count=2, own=1, full=1)
    """
    short = stem(name)
    before, after = _contexts()
    pieces = text.split(short)
    own = sum(left.endswith(before) or right.startswith(after) for left, right in pairwise(pieces))
    return Mentions(name, len(pieces) - 1, own, text.count(name))


@cache
def of_kind(kind: str) -> dict[str, str]:
    """All names that end in a kind: 市, 县, 区, 州 ...; one name per stem, by its stem."""
    return {stem(name): name for name in _names() if name.endswith(kind)}


@cache
def _stems(kind: str) -> Index:
    return index(of_kind(kind))


def most_named(text: str, kind: str) -> Mentions | None:
    """The one place of a kind of which a text speaks as its own subject far more than of any other, else None."""
    counts = Counter(short for _, _, short in every(text, _stems(kind)))
    named = (of_kind(kind)[short] for short, count in counts.items() if count >= 10)
    found = [m for name in named if (m := mentions(text, name)).own]
    found.sort(key=lambda m: (-m.own, -m.count))
    if not found or found[0].own < 3 or len(found) > 1 and found[0].own < 3 * found[1].own:
        return None
    if kind in ("县", "区", "旗") and found[0].full < 2:  # 振兴, 新城, 全州 are words as well
        return None
    return found[0]


def complete(name: str, kind: str | None) -> str:
    """A name that came without its kind (乐山), with it (乐山市), when there is such a place.

    >>> complete("乐山", "市"), complete("乐山市", "市"), complete("凉山", "州")
    ('乐山市', '乐山市', '凉山州')
    """
    if name in _names() or not kind:
        return name
    return name + kind if name + kind in _names() else name
