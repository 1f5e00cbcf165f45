"""What is to be built: every report that lies at a place, with an id of its own, in groups that do not depend on the order."""

from __future__ import annotations

import hashlib
import json
import os
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from reportkit.reading import File, ReportError, Source, contents, inputs, read

MOST = 64  # reports in a group: some three seconds of work, lost at most when a run is killed


class Row(NamedTuple):
    """A report that was a row of a table: its text lies among those of the others in one file."""

    name: str
    path: Path
    start: int
    size: int
    sha256: str
    hints: dict[str, str]


class Item(NamedTuple):
    """A report to be read: its id, its name in tables and errors, and where it lies."""

    id: str
    name: str
    place: File | Row


def collect(where: object, out: Path, texts: Path, columns: dict[str, str]) -> tuple[list[Item], list[tuple[str, str]]]:
    """The reports at `where`, and names and errors of what cannot be read; rows of tables are written to the file `texts`.

    In a folder they are named by their path in it, so that it may be moved. The list of errors in `out` holds no report.
    """
    items, errors, taken = [], [], set()
    folder = f"{Path(where)}{os.sep}" if isinstance(where, (str, os.PathLike)) and Path(where).is_dir() else ""
    own = os.path.abspath(out / "errors.csv")
    with texts.open("wb") as rows:
        for one in inputs(where, **columns):
            if isinstance(one, ReportError):
                file, message = str(one).split(": ", 1)
            else:
                file = one.name if isinstance(one, File) else one.file
            name = file.removeprefix(folder).replace(os.sep, "/")
            if os.path.abspath(file).startswith(own):
                continue
            if isinstance(one, ReportError):
                errors.append((name, message))
                continue
            id = _free(one.hints.get("id") or Path(name).stem, taken)
            place = one._replace(path=one.path.absolute()) if isinstance(one, File) else _kept(one, rows, texts)
            items.append(Item(id, name, place))
    return items, errors


def _free(id: str, taken: set[str]) -> str:
    """An id that no report has yet: the second x is x_2."""
    free = next(one for one in chain([id], (f"{id}_{n}" for n in count(2))) if one not in taken)
    taken.add(free)
    return free


def _kept(source: Source, rows, texts: Path) -> Row:
    data = source.raw.encode("utf-8", "surrogatepass")
    rows.write(data)
    return Row(source.file, texts.absolute(), rows.tell() - len(data), len(data), source.sha256, source.hints)


def sha256_of(item: Item) -> str:
    """The sha256 of a report's file, or of its text in a table, without decoding it."""
    return item.place.sha256 if isinstance(item.place, Row) else hashlib.sha256(contents(item.place)).hexdigest()


def said_of(item: Item) -> str:
    """All that is known of a report beside its content: whatever may change what is read from it."""
    promised = item.place.sha256 if isinstance(item.place, File) else ""
    return json.dumps([item.id, item.name, promised, item.place.hints], ensure_ascii=False, sort_keys=True)


def source_of(item: Item) -> Source:
    """The report, read; under its name and id in the dataset."""
    place = item.place
    if isinstance(place, Row):
        with place.path.open("rb") as texts:
            texts.seek(place.start)
            raw = texts.read(place.size).decode("utf-8", "surrogatepass")
        source = Source(place.name, raw, place.sha256, place.hints)
    else:
        source = read(place)
    return source._replace(file=item.name, hints=source.hints | {"id": item.id})


def groups(items: list[Item], most: int = MOST) -> dict[str, list[Item]]:
    """Groups of at most so many reports, by the first bits of the hash of their id.

    They depend on nothing but the ids: a report that is added changes one group, or divides it.

    >>> items = [Item(name, "", None) for name in "abcde"]
    >>> {bits: [item.id for item in some] for bits, some in groups(items, 2).items()}
    {'000': ['d'], '0010': ['c'], '0011': ['b', 'e'], '1': ['a']}
    """
    hashed = sorted((hashlib.sha256(item.id.encode("utf-8", "surrogatepass")).digest(), item) for item in items)
    return dict(_divided("", [(f"{int.from_bytes(digest[:8], 'big'):064b}", item) for digest, item in hashed], most))


def _divided(bits: str, some: list[tuple[str, Item]], most: int):
    if len(some) <= most or len(bits) == 64:
        yield bits, sorted((item for _, item in some), key=lambda item: item.id)
        return
    for bit in "01":
        if part := [one for one in some if one[0].startswith(bits + bit)]:
            yield from _divided(bits + bit, part, most)
