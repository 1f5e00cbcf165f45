"""A page on which a reader sees every figure in its text and corrects what the machine misread.

One file of HTML: the text as repaired on the left, the figures on the right, no network. What the reader decides is
saved as `corrections.csv`, which `figures(reports, corrections=...)` applies.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path

import pandas as pd

from reportkit.claims import figures as figures_of
from reportkit.claims.corrections import CODED, COLUMNS, KNOWN, read_corrections
from reportkit.consistency import checks
from reportkit.lexicons import lexicon
from reportkit.page.marks import paragraphs_with_marks, runs
from reportkit.phrases import slogans as slogans_of
from reportkit.report import Report, each

LANGUAGES = ("en", "zh")
DOUBTFUL = ("suspect reading", "disagrees")


@dataclass(frozen=True)
class Page:
    """A page that was written; shows in JupyterLab as it does in a browser."""

    path: Path
    html: str

    def __repr__(self) -> str:
        return f"<review page {self.path}, {len(self.html.encode()) / 1e6:.2f} MB>"

    def _repr_html_(self) -> str:
        return f'<iframe srcdoc="{escape(self.html)}" width="100%" height="720" style="border:1px solid #ccc"></iframe>'


def review(
    reports: Report | Iterable[Report],
    path: str | Path = "review.html",
    corrections: str | Path | pd.DataFrame | None = None,
    lang: str = "en",
) -> Page:
    """Write a page that shows each figure in its text, to check and to correct.

    `review.html#qingyunpu_2020:6465` opens on that figure, so a table can link each row to its place in the text:
    `"review.html#" + figures.figure_id`.

    Parameters
    ----------
    reports : Report or list of Report
    path
        The file to write. It needs no network and no other file.
    corrections : path or DataFrame, optional
        Decisions saved before, to go on with.
    lang
        "en" or "zh", the language to begin with; a button changes it.

    Returns
    -------
    Page
        `path` and `html`; in JupyterLab it shows itself.

    Raises
    ------
    ReportError
        If a correction was made on another file.

    Examples
    --------
    >>> import reportkit as rk, tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = rk.review(rk.load_reports()[0], path=pathlib.Path(folder) / "review.html")
    ...     page.path.name, "地区生产总值" in page.html
    ('review.html', True)
    """
    if lang not in LANGUAGES:
        raise ValueError(f"lang {lang!r} does not exist. Expected one of {', '.join(LANGUAGES)}. Choose one of these.")
    reports = each(reports)
    if corrections is not None:
        figures_of(reports, corrections)  # refuses what does not belong here
    figures = figures_of(reports)
    html = _html(reports, figures, [] if corrections is None else _decisions(corrections), lang)
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8", newline="\n")
    return Page(path, html)


def _html(reports: list[Report], figures: pd.DataFrame, decisions: list[dict], lang: str) -> str:
    parts = {name: files(__name__).joinpath(f"page.{name}").read_text("utf-8") for name in ("css", "js")}
    slogans = slogans_of(reports)
    mine = {report.id: [table[table["report"] == report.id] for table in (figures, slogans)] for report in reports}
    shown = [{"report": report, "paragraphs": paragraphs_with_marks(report, *mine[report.id])} for report in reports]
    return _template().render(
        shown=shown, lang=lang, **parts, data=_as_script(_data(reports, figures, decisions, lang)),
        hashes={name: _hash(text) for name, text in parts.items()},
    )  # fmt: skip


def _data(reports: list[Report], figures: pd.DataFrame, decisions: list[dict], lang: str) -> dict:
    """What the script of the page works on."""
    related = checks(figures)
    doubtful = related[related["verdict"].isin(DOUBTFUL)]
    doubts = dict(
        zip(doubtful["figures"].str.split("; ").str[-1], doubtful["kind"] + ": " + doubtful["verdict"], strict=True)
    )
    columns = ["report", "figure_id", "number_text", "raw_start", "raw_end", *CODED, "headline", "damaged"]
    plain = figures[columns].astype(object).where(figures[columns].notna(), None)
    indicators = lexicon("indicators")
    return {
        "lang": lang, "columns": COLUMNS, "coded": CODED, "known": KNOWN, "decisions": decisions,
        "reports": [{"id": r.id, "sha256": r.sha256, "name": _name(r), "runs": runs(r)} for r in reports],
        "figures": [row | {"doubt": doubts.get(row["figure_id"], "")} for row in plain.to_dict("records")],
        "indicators": indicators[["indicator", "label_en", "label_zh"]].to_dict("records"),
        "labels": lexicon("page_labels").set_index("label").to_dict("index"),
    }  # fmt: skip


def _name(report: Report) -> str:
    return f"{report.locality or report.id} {report.year_given or ''}".strip()


def _decisions(corrections: str | Path | pd.DataFrame) -> list[dict]:
    return read_corrections(corrections)[COLUMNS].to_dict("records")


def _as_script(data: dict) -> str:
    """Data as JSON in which nothing can end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", "\\u2028")


def _hash(text: str) -> str:
    """What the page's security policy knows a script or style by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _template():
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(files(__name__).joinpath("page.html").read_text("utf-8"))
