"""The part of a dataset that a group of reports makes: read, repaired, made into tables, written; nothing made twice.

This is what a worker does. A part's name ends in a hash of all that it depends on, so a part that is there is right.
Rows of reports that have not changed are taken from the parts that are there.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple, TypeVar

import pandas as pd

from reportkit.batch.collection import Item, said_of, sha256_of, source_of
from reportkit.batch.made import TABLES, Choice, digest, part_schema
from reportkit.reading import ReportError
from reportkit.report import Report, report_of

T = TypeVar("T")
META = b"reportkit"  # the key, in a part's schema, of the keys of its reports
HALF = ".half"  # how the name ends of a file that is not written yet
OURS = re.compile(rf".+\.(?:parquet|csv|json)\.[0-9a-f]{{8}}\{HALF}")


class Task(NamedTuple):
    """A group of reports: its bits, where parts go, what they depend on, and for each table the parts that are there."""

    bits: str
    items: list[Item]
    folder: Path
    stamps: dict[str, str]
    choice: Choice
    there: dict[str, list[Path]]
    write: bool = True


class Done(NamedTuple):
    """What became of a group: the name of its part of each table, and the files that could not be read."""

    bits: str
    parts: dict[str, str]
    reports: int
    errors: list[tuple[str, str]]


def make_part(task: Task) -> Done:
    """Make what is missing of the part of each table."""
    items = {item.id: item for item in sorted(task.items, key=lambda item: item.id)}
    errors: dict[str, str] = {}
    hashes = _each(items, lambda id: sha256_of(items[id]), errors)
    keys = {name: {id: digest([stamp, sha256, said_of(items[id])])[:16] for id, sha256 in hashes.items()}
            for name, stamp in task.stamps.items()}  # fmt: skip
    kept = {name: _stored(task.there[name], keys[name]) for name in keys}
    missing = {name: keys[name].keys() - kept[name].keys() for name in keys}
    changed = [id for id in hashes if any(id in ids for ids in missing.values())]
    reports = _each({id: items[id] for id in changed}, lambda id: _report(items[id], hashes[id]), errors)
    made = _made({id: items[id] for id in reports}, reports, missing, task.choice, errors)
    good = [id for id in items if id not in errors]
    parts = {}
    for name in keys:
        mine = {id: keys[name][id] for id in good}
        parts[name] = f"{task.bits or 'all'}-{digest([task.bits, *mine.values()])[:16]}.parquet"
        if task.write and not any(path.name == parts[name] for path in task.there[name]):
            tables = [some[name] for some in made if name in some]
            _write(task.folder / name / parts[name], name, tables, kept[name], mine)
    return Done(task.bits, parts, len(good), [(items[id].name, message) for id, message in errors.items()])


def _each(items: dict[str, Item], give: Callable[[str], T], errors: dict[str, str]) -> dict[str, T]:
    """What is given for each report; errors take what is said of those for which nothing is."""
    found = {}
    for id, item in items.items():
        try:
            found[id] = give(id)
        except Exception as error:
            errors[id] = told(item, error)
    return found


def _report(item: Item, sha256: str) -> Report:
    source = source_of(item)
    if source.sha256 != sha256:
        raise ReportError(f"{item.place.name}: has been changed just now. Expected it to stay. Build again.")
    return report_of(source)


def _made(
    items: dict[str, Item],
    reports: dict[str, Report],
    missing: dict[str, set[str]],
    choice: Choice,
    errors: dict[str, str],
) -> list[dict[str, pd.DataFrame]]:
    """The tables of all at once; where that fails, of each for itself, so that the others are kept."""
    try:
        return [_tables([*reports.values()], missing, choice)]
    except Exception:
        return [*_each(items, lambda id: _tables([reports[id]], missing, choice), errors).values()]


def told(item: Item, error: BaseException) -> str:
    """What is wrong with a file, what was expected and what to do, without its name."""
    if isinstance(error, ReportError):
        return str(error).removeprefix(f"{item.place.path}: ").removeprefix(f"{item.place.name}: ")
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return f"cannot be read ({what}). Expected a report. Please send the file to the authors of reportkit."


def _tables(reports: list[Report], missing: dict[str, set[str]], choice: Choice) -> dict[str, pd.DataFrame]:
    """The tables of some reports, each with the rows of those that it is missing of."""
    made: dict[str, pd.DataFrame] = {}
    all = {report.id for report in reports}
    for name, ids in missing.items():
        if not all.isdisjoint(ids):
            made[name] = TABLES[name].make(reports, made, choice)
    return {name: table if all <= missing[name] else table[table["report"].isin(missing[name])]
            for name, table in made.items()}  # fmt: skip


def _stored(paths: Iterable[Path], keys: dict[str, str]) -> dict[str, Path]:
    """For each report that has not changed a part that holds its rows."""
    import pyarrow.parquet as pq

    found: dict[str, Path] = {}
    for path in paths:
        for id, key in json.loads(pq.read_schema(path).metadata[META])["keys"].items():
            if keys.get(id) == key:
                found.setdefault(id, path)
    return found


def _write(path: Path, name: str, made: list[pd.DataFrame], kept: dict[str, Path], keys: dict[str, str]) -> None:
    """Write a part: rows just made and rows kept, in the order of the reports."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    schema = part_schema(name)
    arrows = (pa.Table.from_pandas(table, schema, preserve_index=False, nthreads=1) for table in made)
    tables = [schema.empty_table(), *arrows]
    for old in sorted(set(kept.values())):
        rows = pq.read_table(old)
        mine = [id for id in keys if kept.get(id) == old]
        tables.append(rows.filter(pc.is_in(rows["report"], pa.array(mine, pa.string()))))
    table = pa.concat_tables([one.replace_schema_metadata() for one in tables]).combine_chunks()
    place = pc.index_in(table["report"], pa.array(list(keys), pa.string())).combine_chunks()
    table = table.take(pc.array_sort_indices(place)[: len(place) - place.null_count])  # stable, null last
    about = json.dumps({"table": name, "keys": keys}, ensure_ascii=False)
    write_safely(path, as_parquet(table.replace_schema_metadata({META: about})))


def as_parquet(table) -> bytes:
    """A table of pyarrow as the bytes of a file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def write_safely(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, whatever happens meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{token_hex(4)}{HALF}")
    try:
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise unwritable(path, error) from None


def unwritable(path: Path, error: OSError) -> ReportError:
    """What to say where nothing can be written."""
    return ReportError(
        f"{path}: cannot be written ({error.strerror or error}). Expected a folder with room that can be written to. "
        "Make room, or give another folder."
    )


def halves(folder: Path) -> Iterator[Path]:
    """What a killed process left half written."""
    return (path for path in folder.rglob(f"*{HALF}") if OURS.fullmatch(path.name))
