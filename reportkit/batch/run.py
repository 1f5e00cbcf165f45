"""build(): from files to a dataset.

The reports fall into groups (`collection.py`), each group makes one part of each table (`parts.py`) in a worker
(`workers.py`). Parts lie aside until all are there; then they are moved in, the overview is made of all of them
(`duplicates.py`), and the index, written last, says which parts are the dataset (`dataset.py`).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from concurrent.futures import Executor
from pathlib import Path

import pandas as pd

import reportkit
from reportkit.batch.collection import Item, collect, groups
from reportkit.batch.dataset import INDEX, Dataset, open_dataset
from reportkit.batch.duplicates import marked
from reportkit.batch.lock import locked
from reportkit.batch.made import SCHEMA, TABLES, Choice, digest, overview_schema, stamps
from reportkit.batch.parts import Done, Task, as_parquet, halves, unwritable, write_safely
from reportkit.batch.progress import counted
from reportkit.batch.workers import Workers, processes, results
from reportkit.reading import ReportError
from reportkit.words.given import terms_given
from reportkit.words.tokens import expect_tokenizer

PART = re.compile(r"(?:all|[01]+)-[0-9a-f]{16}\.parquet")
ASIDE = ".build"  # in the dataset's folder: parts until all are there, and what the overview is made of


def build(
    where: object,
    out: str | Path,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: bool = True,
    *,
    tables: Iterable[str] | None = None,
    lexicon: pd.DataFrame | str | Path | Iterable[str] | None = None,
    tokenizer: str | None = "jieba",
    **columns: str,
) -> Dataset:
    """Make a dataset of many reports: read, repair and turn each into tables, in Parquet, whatever happens meanwhile.

    Built again, it makes only what is missing: of reports that are new or changed, of tables whose lexicons or code have
    changed. A build that was stopped goes on, and ends in the same files as one that was not.

    Parameters
    ----------
    where
        A folder, a file, a glob, a list of those, or a table with a report a row, as for `load_reports`.
    out
        The folder of the dataset. What is in it and not of it stays.
    jobs
        Processes at a time, by default as many as this machine has cores.
    executor
        What runs the work in their place: any `concurrent.futures.Executor`, such as
        `dask.distributed.Client(...).get_executor()`. Its workers see the same folders.
    progress
        Whether to show a bar, in a terminal or a notebook.
    tables
        Some of overview, figures, repairs, keywords, slogans, checks; all by default. The overview is always there; a table
        that is there from before and is not asked for again is taken away.
    lexicon, tokenizer
        The terms to count and what cuts words, as for `keywords`: "rjieba" (the extra `fast`) is much faster than "jieba".
    **columns
        Of a table: which column holds what (`text="report", locality="county", year="year"`).

    Returns
    -------
    Dataset
        As `open_dataset` gives it. In the folder: `<table>/*.parquet` (zstd, sorted by report within a file),
        `errors.csv` (file, problem, todo) for what could not be read, and `dataset.json`, which lists the files. The overview
        has four columns more than `overview()`: `sha256`; `duplicate_of` and `likeness`, for a report that is there twice;
        `suspect`, for one whose file is named as another place or year, or one of several texts for one place and year.

    Raises
    ------
    ReportError
        If there is nothing at `where`, the folder cannot be written to, or another build is writing to it.

    Notes
    -----
    Checks and slogans are those that each report gives by itself. `rk.checks()` of the stored figures of a place holds its
    years against each other, and `rk.targets()` of them gives targets with their attainment.

    Examples
    --------
    >>> import tempfile
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> import reportkit as rk
    >>> with tempfile.TemporaryDirectory() as out, ThreadPoolExecutor(1) as executor:
    ...     data = rk.build(None, out, tables=["overview"], executor=executor)
    ...     data.table("overview", ["report", "locality", "level"]).iloc[0].tolist()
    ['jingdong_2023', '京东镇', 'township']
    """
    choice = _choice(tables, lexicon, tokenizer)
    workers = Workers(executor, processes(jobs))
    out = Path(out)
    aside = _folder(out)
    with locked(aside / "lock"):
        _tidy(out)
        items, errors = collect(where, out, aside / "rows", columns)
        if not items:
            said = [": ".join(error) for error in errors] or [f"{where}: holds no report. Expected some. Give another."]
            raise ReportError("\n".join(said))
        tasks = _tasks(groups(items), out, choice)
        done: list[Done] = []
        failed = [_error_row(*error) for error in errors]
        try:
            with counted(len(items), progress) as count:
                for one in results(tasks, workers):
                    done.append(one)
                    failed += [_error_row(*error) for error in one.errors]
                    count(one.reports + len(one.errors))
        finally:
            workers.close()
        try:
            _finish(out, choice, sorted(done), sorted(failed))
            (aside / "rows").unlink()
            _tidy(out)
        except OSError as error:
            raise unwritable(out, error) from None
    return open_dataset(out)


def _choice(tables: Iterable[str] | None, lexicon: object, tokenizer: str | None) -> Choice:
    asked = list(TABLES) if tables is None else [tables] if isinstance(tables, str) else list(tables)
    for name in asked:
        if name not in TABLES:
            raise ValueError(
                f"table {name!r} does not exist. Expected some of {', '.join(TABLES)}. Choose among these."
            )
    if tokenizer is not None:
        expect_tokenizer(tokenizer)  # before anything is read
    terms = None if lexicon is None else terms_given(lexicon)
    table = terms and pd.DataFrame({"term": terms.names, "theme": terms.themes or ""}).fillna("")
    return Choice(tuple(name for name in TABLES if name == "overview" or name in asked), table, tokenizer)


def _folder(out: Path) -> Path:
    """The folder of the dataset, made, and the one in it for what is under way."""
    aside = out / ASIDE
    try:
        aside.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(out, error) from None
    return aside


def _tidy(out: Path) -> None:
    """Take away what a process that was ended has left half written."""
    for half in halves(out):
        half.unlink(missing_ok=True)


def _home(out: Path, name: str) -> Path:
    """Where the parts of a table lie in the end. Those that the overview is made of stay aside."""
    return out / ASIDE / name if name == "overview" else out / name


def _tasks(grouped: dict[str, list[Item]], out: Path, choice: Choice) -> list[Task]:
    """The groups, each with the parts that are there of it, or of what it was before it was divided."""
    folder, by = (out / ASIDE).absolute(), stamps(choice)
    there = {name: {*_parts(_home(out, name)), *_parts(folder / name)} for name in choice.tables}
    found = []
    for bits, items in grouped.items():
        mine = {name: sorted(p.absolute() for p in paths if _related(p, bits)) for name, paths in there.items()}
        found.append(Task(bits, items, folder, by, choice, mine))
    return found


def _parts(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.parquet") if PART.fullmatch(path.name)]


def _related(path: Path, bits: str) -> bool:
    other = path.name.partition("-")[0].removeprefix("all")
    return other.startswith(bits) or bits.startswith(other)


def _finish(out: Path, choice: Choice, done: list[Done], failed: list[tuple[str, str, str]]) -> None:
    """Move the parts in, write the overview, the errors and the index, take away what the index no longer names."""
    parts = {name: [one.parts[name] for one in done] for name in choice.tables}
    for name, files in parts.items():
        home = _home(out, name)
        home.mkdir(exist_ok=True)
        for file in files:
            if not (home / file).exists():
                os.replace(out / ASIDE / name / file, home / file)
    tables = parts | {"overview": [_overview(out, parts["overview"])]}
    errors = pd.DataFrame(failed, columns=["file", "problem", "todo"]).to_csv(index=False, lineterminator="\n")
    write_safely(out / "errors.csv", errors.encode("utf-8-sig", "backslashreplace"))
    index = {"made_by": f"reportkit {reportkit.__version__}", "schema": SCHEMA, "reports": sum(one.reports for one in done),
             "unreadable": len(failed), "tables": tables}  # fmt: skip
    write_safely(out / INDEX, f"{json.dumps(index, indent=1)}\n".encode())
    for name in TABLES:
        for folder, kept in (out / name, tables), (out / ASIDE / name, {"overview": parts["overview"]}):
            for path in _parts(folder):
                if path.name not in kept.get(name, ()):
                    path.unlink()


def _overview(out: Path, parts: list[str]) -> str:
    """Write the overview of all reports, duplicates marked; the name of its file."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    name = f"all-{digest(parts)[:16]}.parquet"
    if not (out / "overview" / name).exists():
        table = pq.ParquetDataset([out / ASIDE / "overview" / part for part in parts]).read()
        table = table.take(pc.sort_indices(table["report"]))
        found = pa.Table.from_pandas(marked(table.to_pandas()), overview_schema(), preserve_index=False)
        write_safely(out / "overview" / name, as_parquet(found.replace_schema_metadata()))
    return name


def _error_row(name: str, message: str) -> tuple[str, str, str]:
    """A file, what is wrong with it and what was expected, what to do."""
    *problem, todo = re.split(r"(?<=\.) (?=[A-Z])", message)
    return name, " ".join(problem), todo
