"""Which reports are of one place: the history of a division, through changes of its name, its rank and its code."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

import pandas as pd

from reportkit import places
from reportkit.lexicons import lexicon

NATION = "全国"


class Division(NamedTuple):
    """A row of the table of places: a code and a name as long as they went together."""

    code: str
    name: str
    level: str
    province: str
    parent: str
    first: int
    last: int


class Where(NamedTuple):
    """The place of a report. `key` is the same for all reports of one place, None where the place is not certain."""

    key: str | None
    level: str | None
    province: str | None
    code: str | None
    year: int | None


def places_of(figures: pd.DataFrame, reports: pd.DataFrame | None = None) -> dict[str, Where]:
    """Where and when each report was given, from `overview()` if there is one, else from the columns of figures."""
    known = figures.drop_duplicates("report").set_index("report").to_dict("index")
    if reports is not None:
        known |= reports.set_index("report").rename(columns={"year_planned": "year"}).to_dict("index")
    found = {}
    for report, row in known.items():
        said = {name: _said(row.get(name)) for name in ("locality", "level", "province", "code", "year")}
        found[report] = _where(**said)
    return found


def _said(value: object) -> object:
    return None if value is None or value is pd.NA or value != value or value == "" else value


def _where(locality: str | None, level: str | None, province: str | None, code: str | None, year: object) -> Where:
    year = None if year is None else int(year)
    if locality is None:
        return Where(None, level, province, code, year)
    if code is None:
        place = places.look_up(locality, province, "", year)
        level, province, code = level or place.level, province or place.province, place.code
    if level == "national":
        return Where(NATION, level, province, code, year)
    if code is not None and (division := _division(code, locality, year)):
        return Where(key_of(newest(division)), division.level, division.province, code, year)
    if code is None and places.known(locality):
        return Where(None, level, province, None, year)  # one of several places of that name
    return Where(f"{province or ''} {locality}".strip(), level, province, code, year)


def key_of(division: Division) -> str:
    """The newest code and name of a place: 130608 清苑区. Codes alone are given twice (洛龙区, later 偃师区)."""
    return f"{division.code} {division.name}"


def above(where: Where) -> list[str]:
    """The places above a place, the nearest first: prefecture, province, nation."""
    keys = []
    if where.key and where.code and (division := _by_key().get(where.key)):
        keys += [key_of(newest(d)) for d in _divisions() if d.level == "prefecture" and d.name == division.parent
                 and d.province == division.province and where.level == "county"]  # fmt: skip
    if where.level != "province":
        keys += [key_of(d) for d in _divisions() if d.level == "province" and d.province == where.province]
    known = where.level != "national" and (where.province or where.code)
    return [*dict.fromkeys(keys), NATION] if known else []


@cache
def _divisions() -> tuple[Division, ...]:
    rows = lexicon("places")[list(Division._fields)].itertuples(index=False)
    return tuple(Division(*row[:5], int(row[5] or 1900), int(row[6] or 2100)) for row in rows)


@cache
def _by_key() -> dict[str, Division]:
    return {key_of(division): division for division in _divisions()}


@cache
def _by_code() -> dict[str, list[Division]]:
    found = defaultdict(list)
    for division in _divisions():
        found[division.code].append(division)
    return found


def _division(code: str, name: str, year: int | None) -> Division | None:
    """The division with a code that bears the name, or that bore the code in that year."""
    rows = _by_code().get(code, [])
    named = [d for d in rows if places.stem(d.name) == places.stem(name)]
    held = [d for d in rows if d.first <= (year or 2100) <= d.last]
    return (named or held or [None])[0]


def newest(division: Division) -> Division:
    """The division that a division has become, as far as the tables of places tell."""
    for _ in range(5):
        division = _successors().get(division, division)
    return division


@cache
def _successors() -> dict[Division, Division]:
    """Each division that ended, to the one that took its place in the next table.

    It bears the old name, or the same code with a new name (思茅市, 普洱市) when the old name went to no other code
    and the new name came from none. Where two might have done so, none has.
    """
    starts = sorted({d.first for d in _divisions()})
    begun, ended = defaultdict(list), defaultdict(list)
    for d in _divisions():
        begun[d.province, d.level, d.first].append(d)
        ended[d.province, d.level, d.last].append(d)
    found = {}
    for old in _divisions():
        after = next((year for year in starts if year > old.last), None)
        if after is None:
            continue
        new = begun[old.province, old.level, after]
        gone = ended[old.province, old.level, old.last]
        same_name = [d for d in new if _named_alike(old, d)]
        if not same_name and not any(places.stem(d.name) == places.stem(old.name) for d in new):
            came = {places.stem(d.name) for d in gone if d.code != old.code}
            same_name = [d for d in new if d.code == old.code and places.stem(d.name) not in came]
        if len(same_name) == 1 and sum(_named_alike(d, same_name[0]) for d in gone) <= 1:
            found[old] = same_name[0]
    return found


def _named_alike(old: Division, new: Division) -> bool:
    """The same name under another parent (简阳市), or of another kind under the same one (清苑区, 蓟县 and 蓟州区)."""
    if old.name == new.name:
        return True
    if old.level == "county" and places.stem(old.parent) != places.stem(new.parent):
        return False
    return places.stem(old.name) == places.stem(new.name) or len(old.name) == 2 and new.name.startswith(old.name[0])


def as_text(period: object) -> str | None:
    """A period as `figures()` gives it, also from a table that was read back from a file: 2024.0 is 2024."""
    if isinstance(period, str):
        return period
    return None if period is None or period != period else str(int(period))
