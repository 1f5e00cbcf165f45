"""What the charts share: marks, the legend, names of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportkit.lexicons import lexicon

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path


def dots(ax: Axes, x: pd.Series, y: pd.Series, label: str, marker, size: float, **color) -> None:
    """Marks at these places, named once in the legend; `size` is their size beside type of 8 points."""
    if len(x):
        known = ax.get_legend_handles_labels()[1]
        ax.plot(x, y, linestyle="", marker=marker, markersize=size * type_size(ax) / 8, markeredgecolor="black",
                markeredgewidth=0.7, label="" if label in known else label, zorder=3, **color)  # fmt: skip


def dot_in_brackets() -> Path:
    """The mark for "about"."""
    from matplotlib.path import Path

    bow = Path.arc(-40, 40).vertices
    bracket = np.concatenate([bow * 2.5, bow[::-1] * 2.45, bow[:1] * 2.5])
    return Path.make_compound_path(Path.unit_circle(), Path(bracket), Path(-bracket))


def legend_below(ax: Axes) -> None:
    """A legend three and a half lines under the axis, however high the chart is."""
    from matplotlib.transforms import ScaledTranslation

    letter = type_size(ax) / 72
    below = ScaledTranslation(0, -3.5 * letter, ax.figure.dpi_scale_trans)
    columns = max(1, int(ax.figure.get_figwidth() / letter / 12))
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, 0), bbox_transform=ax.transAxes + below, ncols=columns)


def type_size(ax: Axes) -> float:
    """The size of the type in points: marks grow with it."""
    return ax.xaxis.label.get_size()


def place_name(locality: str, lang: str) -> str:
    """The name of a place on a chart: as the text has it where there is no English one."""
    known = lexicon("place_names").set_index("locality")["label_en"] if lang == "en" else {}
    return known.get(locality, locality)
