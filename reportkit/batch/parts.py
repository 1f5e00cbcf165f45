"""The part of a dataset that a group of reports makes: read, repaired, made into tables, written; nothing made twice.

This is what a worker does. A part's name ends in a hash of all that it depends on, so a part that is there is right.
Rows of reports that have not changed are taken from the parts that are there.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

import pandas as pd

from reportkit.batch.collection import Item, said_of, sha256_of, source_of
from reportkit.batch.made import TABLES, Choice, digest, part_schema
from reportkit.reading import ReportError
from reportkit.report import Report, report_of

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
    wanted, hashes, errors = {}, {}, []
    for item in task.items:
        try:
            hashes[item.id] = sha256_of(item)
            wanted[item.id] = item, digest([hashes[item.id], said_of(item)])
        except ReportError as error:
            errors.append((item.name, told(item, error)))
    keys = {
        name: {id: digest([stamp, key])[:16] for id, (_, key) in wanted.items()} for name, stamp in task.stamps.items()
    }
    kept = {name: _stored(task.there[name], keys[name]) for name in task.stamps}
    missing = {name: {id for id in wanted if id not in kept[name]} for name in task.stamps}
    made: dict[str, list[pd.DataFrame]] = {name: [] for name in task.stamps}
    bad: set[str] = set()
    reports = []
    for id in sorted(set().union(*missing.values())):
        item = wanted[id][0]
        try:
            source = source_of(item)
            if source.sha256 != hashes[id]:
                raise ReportError(f"{item.place.name}: has been changed just now. Expected it to stay. Build again.")
            reports.append(report_of(source))
        except Exception as error:
            bad.add(id)
            errors.append((item.name, told(item, error)))
    try:
        _add(made, _tables(reports, missing, task.choice))
    except Exception:  # one of them: each for itself, so that the others are kept
        for report in reports:
            try:
                _add(made, _tables([report], missing, task.choice))
            except Exception as error:
                bad.add(report.id)
                errors.append((report.file, told(wanted[report.id][0], error)))
    parts = {}
    for name in task.stamps:
        good = {id: key for id, key in sorted(keys[name].items()) if id not in bad}
        file = f"{task.bits or 'all'}-{digest([task.bits, *good.values()])[:16]}.parquet"
        parts[name] = file
        if task.write and not any(path.name == file for path in task.there[name]):
            _write(task.folder / name / file, name, made[name], kept[name], good)
    return Done(task.bits, parts, len(wanted) - len(bad), errors)


def told(item: Item, error: BaseException) -> str:
    """What is wrong with a file, what was expected and what to do, without its name."""
    if isinstance(error, ReportError):
        return str(error).removeprefix(f"{item.place.path}: ").removeprefix(f"{item.place.name}: ")
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return f"cannot be read ({what}). Expected a report. Please send the file to the authors of reportkit."


def _tables(reports: list[Report], missing: dict[str, set[str]], choice: Choice) -> dict[str, pd.DataFrame]:
    """The tables of some reports, each with the rows of those that it is missing of."""
    made: dict[str, pd.DataFrame] = {}
    for name, ids in missing.items():
        if any(report.id in ids for report in reports):
            made[name] = TABLES[name].make(reports, made, choice)
    return {name: table[table["report"].isin(missing[name])] for name, table in made.items()}


def _add(made: dict[str, list[pd.DataFrame]], tables: dict[str, pd.DataFrame]) -> None:
    for name, table in tables.items():
        made[name].append(table)


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
    tables = [schema.empty_table(), *(pa.Table.from_pandas(table, schema, preserve_index=False) for table in made)]
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
