"""What the charts share: marks, the legend, names of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportkit.lexicons import lexicon

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path
    from matplotlib.transforms import Transform


def table_of_targets(targets: object, needed: str) -> pd.DataFrame:
    """The table, if it is one of targets."""
    if not isinstance(targets, pd.DataFrame):
        raise ValueError(f"targets: {targets!r:.60} is no table. Expected the table that targets() gives. Pass that.")
    if missing := [name for name in needed.split() if name not in targets]:
        raise ValueError(f"targets: no column {missing[0]!r}. Expected the table that targets() gives. "
                         "Pass it whole, or with the columns that the chart shows.")  # fmt: skip
    return targets


def lifted(ax: Axes, points: float) -> Transform:
    """The places of the data, so many points of type of 8 points above where they are."""
    from matplotlib.transforms import ScaledTranslation

    return ax.transData + ScaledTranslation(0, points * type_size(ax) / 8 / 72, ax.figure.dpi_scale_trans)


def dots(ax: Axes, x: pd.Series, y: pd.Series, label: str, marker, size: float, lift: float = 0, **color) -> None:
    """Marks at these places, named once in the legend; `size` and `lift` are points beside type of 8 points."""
    if len(x):
        if lift:
            color["transform"] = lifted(ax, lift)
        known = ax.get_legend_handles_labels()[1]
        ax.plot(x, y, linestyle="", marker=marker, markersize=size * type_size(ax) / 8,
                label="" if label in known else label,
                **{"markeredgecolor": "black", "markeredgewidth": 0.7, "zorder": 3} | color)  # fmt: skip


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


def indicator_name(indicator: str, lang: str, level: str | None = None) -> str:
    """The full name of an indicator; that of the nation's product is domestic, not regional."""
    if indicator == "gdp" and level == "national":
        return lexicon("labels").set_index("label").loc["gdp_national", f"label_{lang}"]
    return lexicon("indicators").set_index("indicator")[f"label_{lang}"].get(indicator, indicator)


def place_name(locality: str, lang: str) -> str:
    """The name of a place on a chart: as the text has it where there is no English one."""
    known = lexicon("place_names").set_index("locality")["label_en"] if lang == "en" else {}
    return known.get(locality, locality)
