"""Metadata from the text: place, years, date, speaker, congress, kind. What it does not say stays None, with a note."""

from __future__ import annotations

from typing import NamedTuple

from .head import read_head
from .kind import kind
from .origin import origin, same
from .speaker import congress, speaker
from .years import YEAR_BY_NAME, day_given, years

__all__ = ["Metadata", "read_metadata"]


class Metadata(NamedTuple):
    """What a report says of itself; what it does not say is None, and `notes` tells why."""

    kind: str
    locality: str | None
    level: str | None
    province: str | None
    code: str | None
    year_given: int | None
    year_reviewed: int | None
    year_planned: int | None
    date: str | None
    speaker: str | None
    congress: str | None
    notes: tuple[str, ...]


def read_metadata(text: str, hints: dict[str, str]) -> Metadata:
    """Read a report's metadata from its repaired text; hints (file name, table) help only where the text is silent."""
    head = read_head(text)
    notes: list[str] = []
    day = day_given(head)
    given, reviewed, planned = years(text, head, day, hints, notes)
    place = origin(text, head, given, hints, notes)
    if given and YEAR_BY_NAME in notes and hints.get("locality") and not same(hints["locality"], place):
        notes[notes.index(YEAR_BY_NAME)] = "year left empty: the file's name or table is wrong about the place"
        given, reviewed, planned = None, None, None
    session = congress(head, notes)
    return Metadata(
        kind=kind(text, head, notes),
        locality=place.name,
        level=place.level,
        province=place.province,
        code=place.code,
        year_given=given,
        year_reviewed=reviewed,
        year_planned=planned,
        date=day.isoformat() if day else None,
        speaker=speaker(head),
        congress=session,
        notes=tuple(notes),
    )
