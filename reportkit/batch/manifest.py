"""What a data editor asks of a dataset: which files it was made of, with which programs, and by which commands."""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distributions, requires
from importlib.resources import files
from pathlib import Path

from reportkit.batch.dataset import Dataset, open_dataset
from reportkit.batch.parts import unwritable, write_safely
from reportkit.lexicons import lexicon

NAME = "MANIFEST.md"


def manifest(out: str | Path, commands: Iterable[str] = ()) -> Path:
    """Write `MANIFEST.md` into a dataset, for the replication package of a paper.

    Its sections are those of the README that the data editors of the American Economic Association ask for (the template of
    Vilhuber and others, social-science-data-editors.github.io): data and their sources, computational requirements,
    programs, instructions. In it stand the name, sha256, place and year of every report, what could not be read, the
    versions of Python, reportkit and what it needs, the sha256 of every lexicon, the tables with their rows.

    Parameters
    ----------
    out
        The folder of a dataset that `build` has made.
    commands
        What was typed to make it and the paper's tables, in order; the build by itself where there is nothing.

    Returns
    -------
    Path
        The file. Where each report was obtained is left to be filled in: no file says that.

    Raises
    ------
    ReportError
        If the folder holds no finished dataset, or cannot be written to.

    Examples
    --------
    >>> import tempfile
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> import reportkit as rk
    >>> with tempfile.TemporaryDirectory() as out, ThreadPoolExecutor(1) as executor:
    ...     data = rk.build(None, out, tables=["figures"], executor=executor)
    ...     text = rk.manifest(out, ["reportkit build reports -o data"]).read_text(encoding="utf-8")
    >>> "| jingdong_2023.txt | jingdong_2023 | 京东镇 | 2023 |" in text
    True
    """
    data = open_dataset(out)
    pages = [_sources(data), _requirements(), _programs(data), _instructions(data, list(commands))]
    path = data.path / NAME
    try:
        write_safely(path, "\n".join(["# Replication manifest\n", *pages]).encode())
    except OSError as error:
        raise unwritable(data.path, error) from None
    return path


def _sources(data: Dataset) -> str:
    reports = data.table("overview", ["file", "report", "locality", "year_given", "sha256"])
    rows = [
        (Path(row.file).name, row.report, row.locality, row.year_given, row.sha256)
        for row in reports.itertuples(index=False)
    ]
    missing = [(Path(row.file).name, row.problem) for row in data.errors.itertuples(index=False)]
    text = ("## Data availability and provenance\n\nGovernment work reports. Where each file was obtained, and whether it may be "
            "passed on, is to be filled in.\n\n### Dataset list\n\n")  # fmt: skip
    text += _table(["Data file", "Report", "Place", "Year", "SHA-256"], rows)
    return text + ("\n### Not read\n\n" + _table(["Data file", "Problem"], missing) if missing else "")


def _requirements() -> str:
    """Versions of what the tables depend on, and the vocabulary they were read with."""
    import reportkit

    rows = [("Python", platform.python_version()), ("Operating system", platform.platform(terse=True)),
            ("reportkit", reportkit.__version__), *_packages()]  # fmt: skip
    folder = files(lexicon.__module__)
    lists = sorted((entry.name, hashlib.sha256(entry.read_bytes()).hexdigest()) for entry in folder.iterdir()
                   if entry.name.endswith(".csv"))  # fmt: skip
    text = "## Computational requirements\n\n### Software\n\n" + _table(["Program", "Version"], rows)
    return text + "\n### Lexicons of reportkit\n\n" + _table(["List", "SHA-256"], lists)


def _packages() -> list[tuple[str, str]]:
    """The packages that reportkit needs or can use, those that are there; all that are where it runs from its folder."""
    there = {one.name.lower(): (one.name, one.version) for one in distributions() if one.name}
    try:
        names = {re.match(r"[\w.-]+", one)[0].lower() for one in requires("reportkit") or []}
    except PackageNotFoundError:
        names = set(there)
    return [there[name] for name in sorted(names & set(there))]


def _programs(data: Dataset) -> str:
    rows = [(name, f"`reportkit.{name}`", data.arrow(name).count_rows(), f"`{name}/*.parquet`") for name in data.tables]
    text = "## Description of programs\n\nEach table is what the function of its name gives; `docs/codebook.md` of reportkit says what "
    return text + "its columns mean.\n\n" + _table(["Table", "Program", "Rows", "Files"], rows)


def _instructions(data: Dataset, commands: list[str]) -> str:
    steps = commands or [f"reportkit build <folder with the files above> -o {data.path.name}"]
    return "## Instructions to replicators\n\n" + "".join(f"    {step}\n" for step in steps)


def _table(names: list[str], rows: Iterable[Iterable]) -> str:
    lines = [names, ["---"] * len(names), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _cell(value: object) -> str:
    """A cell in which nothing ends the table; empty where nothing is said."""
    text = "" if value is None or value != value else str(value)
    return re.sub(r"\s+", " ", text.replace("<NA>", "")).replace("|", "\\|")
