"""The vocabulary of the rules: one CSV per list, and the one loader."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pandas as pd


@cache
def _read(name: str) -> pd.DataFrame:
    with (files(__name__) / f"{name}.csv").open(encoding="utf-8-sig") as lines:
        return pd.read_csv(lines, dtype=str, keep_default_na=False)


def lexicon(name: str) -> pd.DataFrame:
    """A shipped lexicon as a DataFrame of strings, one surface form per row, to look at, filter or extend.

    >>> lexicon("indicators").query("indicator == 'gdp'").label_en.iloc[0]
    'Gross regional product'
    """
    names = sorted(
        entry.name.removesuffix(".csv") for entry in files(__name__).iterdir() if entry.name.endswith(".csv")
    )
    if name not in names:
        raise ValueError(f"lexicon {name!r} does not exist. Expected one of {', '.join(names)}. Choose one of these.")
    return _read(name).copy()
