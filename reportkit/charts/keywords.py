"""Which themes, or terms, take how much of each report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportkit.charts.marks import place_name, type_size
from reportkit.lexicons import lexicon
from reportkit.paper import chart_style, drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINES_PER_ROW = 1.9  # of type
MOST_ROWS = 60
LETTERS_OF_A_NUMBER = 2.4  # a cell narrower than that has a shade and no number


def plot_keywords(keywords: pd.DataFrame, lang: str = "en", ax: Axes | None = None) -> Axes:
    """Draw how often each theme stands in each report, per 10,000 Chinese characters: the darker, the more often.

    Takes the table of `keywords()`, by theme or by a few terms: a row for each, a column for each report with its year,
    or for each part of it. A dash stands where a report has no such part. The number stands in each cell that has room
    for it, otherwise a bar beside the chart tells the shades.

    Raises `ValueError` when the table is empty or has more than 60 rows to draw.

    >>> import reportkit as rk
    >>> ax = rk.plot_keywords(rk.keywords(rk.load_reports(), by="theme", tokenizer=None))
    >>> [label.get_text() for label in ax.get_xticklabels()][:2]
    ['Jingdong Town 2023', 'Nanchang County 2022']
    """
    table, columns = _wide(keywords)
    with chart_style(lang):
        import matplotlib.pyplot as plt

        label = lexicon("labels").set_index("label")[f"label_{lang}"]
        names = [_column(row, lang, label) for row in columns.itertuples()]
        ax = ax or plt.subplots(figsize=_size(len(table), names))[1]
        rates = table.to_numpy(float)
        top = np.nanmax(rates) if np.isfinite(rates).any() and np.nanmax(rates) > 0 else 1.0
        shades = ax.imshow(np.ma.masked_invalid(rates), cmap="Greys", vmin=0, vmax=top * 1.25, aspect="auto")
        ax.set_xticks(range(len(columns)), names, rotation=90)
        ax.set_yticks(range(len(table)), _rows(table.index, lang))
        ax.tick_params(length=0, labeltop=True, labelbottom=False)
        ax.grid(False)
        ax.spines[:].set_visible(False)
        _fill(ax, rates, top, shades, label)
        captions = lexicon("labels").set_index("label").loc["caption_keywords"]
        drawn(ax, keywords, captions["label_en"], captions["label_zh"])
    return ax


def _wide(keywords: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rates with a row for each theme or term and a column for each part of a report, in the order of the table."""
    name = "term" if "term" in keywords else "theme"
    if keywords.empty:
        raise ValueError("keywords: is empty. Expected the table that keywords() gives. Count in at least one report.")
    columns = keywords.drop_duplicates(["report", "part"])
    rows = keywords[name].drop_duplicates()
    if len(rows) > MOST_ROWS:
        raise ValueError(
            f"keywords: has {len(rows)} {name}s. Expected at most {MOST_ROWS} to draw. Choose some of them, or count "
            "by='theme'."
        )
    wide = keywords.set_index([name, "report", "part"])["per_10k_chars"].unstack(["report", "part"])
    return wide.reindex(index=rows, columns=pd.MultiIndex.from_frame(columns[["report", "part"]])), columns


def _size(rows: int, names: list[str]) -> tuple[float, float]:
    import matplotlib.pyplot as plt

    wide, _ = plt.rcParams["figure.figsize"]
    upright = max(sum(0.6 if letter.isascii() else 1 for letter in name) for name in names)
    return wide, (rows * LINES_PER_ROW + upright + 3) * plt.rcParams["font.size"] / 72


def _column(row, lang: str, label: pd.Series) -> str:
    """The place, its year, and the part unless it is the whole body."""
    place = place_name(row.locality, lang) if isinstance(row.locality, str) else row.report
    part = [] if row.part == "body" else [label.get(f"part_{row.part}", row.part)]
    return " ".join([place, "?" if pd.isna(row.year) else str(row.year), *part])


def _rows(names: pd.Index, lang: str) -> list[str]:
    known = lexicon("theme_names").set_index("theme")[f"label_{lang}"]
    return [known.get(name, name) for name in names]


def _fill(ax: Axes, rates: np.ndarray, top: float, shades, label: pd.Series) -> None:
    """The number in each cell, white on a dark one; a bar of shades where there is no room for numbers."""
    room = ax.figure.get_figwidth() * 0.7 * 72 / rates.shape[1] / type_size(ax)
    if room < LETTERS_OF_A_NUMBER:
        ax.figure.colorbar(shades, ax=ax, label=label["per_10k_chars"]).ax.set_ylim(0, top)
    else:
        ax.set_xlabel(label["per_10k_chars"])
    for (y, x), rate in np.ndenumerate(rates):
        if not np.isfinite(rate):
            ax.text(x, y, "–", ha="center", va="center")
        elif room >= LETTERS_OF_A_NUMBER:
            dark = rate > 0.7 * top
            ax.text(x, y, f"{rate:.0f}", ha="center", va="center", color="white" if dark else "black")
