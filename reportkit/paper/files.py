"""The files of a chart: pictures that are the same each time, the rows behind them, and a note on where they are from."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from reportkit.paper.drawn import Drawn, drawn_in, rows_drawn
from reportkit.paper.fonts import _carried_fonts, spell_out
from reportkit.reading import ReportError
from reportkit.report import Report, each
from reportkit.tables.csvfile import write_csv
from reportkit.tables.plain import plain, stem_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

UNDATED = {"pdf": {"CreationDate": None}, "svg": {"Date": None}, "png": {"Software": None}}
FIGURE_ID = re.compile(r"(\S+):(\d+(?:\.\d+)?)")


def save_chart(
    ax: Axes,
    name: str,
    table: pd.DataFrame | None = None,
    folder: str | Path = "exports",
    *,
    reports: Report | Iterable[Report] | None = None,
    pgf: bool = False,
) -> None:
    """Write a chart as `<name>.pdf`, `.svg` and `.png` (300 dpi), the rows that it shows as `.csv`, a note as `.txt`.

    Parameters
    ----------
    ax
        What a plot function gives, or Axes of your own.
    name
        Of the files, without an ending: the one that the manuscript uses.
    table
        For a chart of reportkit, the table it was drawn from: the CSV has its columns, and of its rows those that were drawn.
        Left out, it has the columns that the chart shows. For a chart of your own, the table that the CSV has whole.
    folder
        Where to; made when it is not there.
    reports
        The reports behind the chart: the note then has the file and the sha256 of each.
    pgf
        Also write `<name>.pgf`, which LaTeX sets with the fonts of the paper. It needs XeLaTeX with the package xeCJK.

    Notes
    -----
    The same chart gives the same bytes each time: no date is written. Text in the PDF stays text (TrueType, only the
    glyphs used). The CSV carries the mark by which Excel reads it as UTF-8; `write_tables` says what else it does. The
    note has the captions in English and Chinese, the reports, the ids of the figures and the version of reportkit. A sign that
    no font has is written as its number, ‹U+20BB7›.

    Raises
    ------
    ValueError
        If `ax` is no chart, `name` no file name, or `table` lacks rows that were drawn.
    ReportError
        If XeLaTeX is wanted and missing, or Chinese without a font for it.

    Examples
    --------
    >>> import matplotlib.pyplot as plt, os, tempfile
    >>> from reportkit import paper_style
    >>> with tempfile.TemporaryDirectory() as folder, paper_style():
    ...     save_chart(plt.figure().add_subplot(), "empty", folder=folder)
    ...     sorted(os.listdir(folder))
    ['empty.pdf', 'empty.png', 'empty.svg', 'empty.txt']
    """
    import matplotlib.pyplot as plt

    figure = _figure_of(ax)
    stem_of(name)
    if table is not None and not isinstance(table, pd.DataFrame):
        raise ValueError(f"table: {table!r:.60} is no table. Expected a DataFrame. Pass the one that the chart shows.")
    parts = drawn_in(figure)
    rows = rows_drawn(table, parts)
    rows = None if rows is None else plain(rows, name)
    note = _note(name, rows, parts, [] if reports is None else each(reports), pgf)
    spell_out(figure)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if pgf:
        _save_pgf(figure, folder / f"{name}.pgf")
    with plt.rc_context({"pdf.fonttype": 42, "svg.hashsalt": "reportkit"}):
        for suffix, metadata in UNDATED.items():
            figure.savefig(folder / f"{name}.{suffix}", metadata=metadata, dpi=300)
    if rows is not None:
        write_csv(rows, rows, folder / f"{name}.csv")
    (folder / f"{name}.txt").write_text(note, "utf-8", newline="\n")


def _figure_of(ax: object) -> Figure:
    figure = getattr(ax, "figure", None)
    figure = getattr(figure, "figure", figure)  # of a part of a figure, the whole
    if not hasattr(figure, "savefig"):
        raise ValueError(
            f"ax: {ax!r:.60} is no chart. Expected the Axes that a plot function gives. Draw one and pass it."
        )
    return figure


def _note(name: str, rows: pd.DataFrame | None, parts: list[Drawn], reports: list[Report], pgf: bool) -> str:
    """What the chart shows and where it is from, a line for each report with the places of its figures."""
    from reportkit import __version__

    endings = [*UNDATED, *(["pgf"] if pgf else []), *(["csv"] if rows is not None else [])]
    captions = [caption for part in parts for caption in (part.caption_en, part.caption_zh)]
    files = {report.id: f", {report.file}, sha256 {report.sha256}" for report in reports}
    sources = _sources(rows)
    for report in reports:
        sources.setdefault(report.id, [])
    lines = [name, *captions, "", f"Files: {', '.join(f'{name}.{ending}' for ending in endings)}",
             f"Drawn with reportkit {__version__}", "", "Reports, with the first character of each figure in the file:"]  # fmt: skip
    for report in sorted(sources):
        places = " ".join(sources[report])
        lines.append(f"  {report}{files.get(report, '')}{': ' if places else ''}{places}")
    return "\n".join(lines if sources else lines[:-2]) + "\n"


def _sources(rows: pd.DataFrame | None) -> dict[str, list[str]]:
    """The reports of a table and the places of the figures in them, after its columns of reports and of ids."""
    places: dict[str, set[str]] = defaultdict(set)
    if rows is None:
        return {}
    for name in rows:
        texts = rows[name].dropna() if rows[name].dtype == object else []
        if name == "report" or name.endswith("_report"):
            for report in texts:
                places[report]
        elif name == "figures" or name.endswith(("_id", "_ids")):
            for report, place in FIGURE_ID.findall(" ".join(map(str, texts))):
                places[report].add(place)
    return {report: sorted(found, key=float) for report, found in places.items() if report}


def _save_pgf(figure: Figure, path: Path) -> None:
    """Let XeLaTeX measure the text, in the font of the other files; that font's place on this machine is not kept."""
    import matplotlib.pyplot as plt
    from matplotlib.backends.backend_pgf import LatexError

    if shutil.which("xelatex") is None:
        raise ReportError(f"{path.name}: xelatex was not found. Expected XeLaTeX, which measures the text of a PGF. "
                          "Install a TeX system (texlive-xetex, texlive-lang-chinese), or leave out pgf.")  # fmt: skip
    font = next((Path(file) for file in _carried_fonts()), None)
    chosen = rf"\setCJKmainfont{{{font.name}}}[Path={font.parent.as_posix()}/]" if font else ""
    settings = {"pgf.texsystem": "xelatex", "pgf.rcfonts": False, "pgf.preamble": rf"\usepackage{{xeCJK}}{chosen}"}
    try:
        with plt.rc_context(settings):
            figure.savefig(path, backend="pgf")
    except (LatexError, BrokenPipeError, RuntimeError, ValueError) as error:
        path.unlink(missing_ok=True)
        raise ReportError(f"{path.name}: XeLaTeX cannot set the text of the chart ({str(error).splitlines()[0]}). "
                          "Expected a TeX system with xeCJK and fontspec. Install texlive-lang-chinese, or leave out pgf.") from error  # fmt: skip
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("%%")), "utf-8", newline="\n")
