"""How a term or a theme grows from one report of a place to its next."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reportkit.compare.identity import places_of

NEEDED = ("report", "locality", "code", "year", "part", "theme", "count", "per_10k_chars")


def keyword_growth(keywords: pd.DataFrame) -> pd.DataFrame:
    """Follow each term or theme through the reports of each place, year by year.

    A place is followed through changes of its name and rank; a report without a year is left out, and one whose place
    is not certain stands alone.

    Parameters
    ----------
    keywords
        What `keywords()` gives for several years of a place, or of several places.

    Returns
    -------
    DataFrame
        locality, code, part, term (if the table has it), theme, year, count, per_10k_chars; `since`, the year of the
        report before it; `change`, the difference of per_10k_chars, and `growth`, the same in % (empty where the word
        did not stand in the report before); `trend`, the slope of a straight line through all years of the place, in
        occurrences per 10,000 characters and year (empty for a single year). Years without a report are not filled in.

    Raises
    ------
    ValueError
        If a place has two reports for one year, or the table is not that of `keywords()`.

    Examples
    --------
    >>> import reportkit as rk
    >>> counted = rk.keywords(rk.load_reports()[:1], lexicon=["创新"])
    >>> later = counted.assign(report="jingdong_2025", year=2025, per_10k_chars=2 * counted.per_10k_chars)
    >>> table = rk.keyword_growth(pd.concat([counted, later]))
    >>> table.loc[1, ["term", "year", "since", "growth"]].astype(str).tolist()
    ['创新', '2025', '2023', '100.0']
    """
    missing = [name for name in NEEDED if name not in keywords]
    if missing:
        raise ValueError(
            f"keywords: has no column {missing[0]!r}. Expected the table that keywords() gives. Pass it on whole."
        )
    what = [name for name in ("part", "term", "theme") if name in keywords]
    whose = {report: where.key or report for report, where in places_of(keywords).items()}
    rows = keywords[keywords["year"].notna() & keywords["count"].notna()]
    rows = rows.assign(place=rows["report"].map(whose))
    series = ["place", *what]
    twice = rows[rows.duplicated([*series, "year"])]
    if len(twice):
        first = twice.iloc[0]
        both = rows.loc[(rows["place"] == first["place"]) & (rows["year"] == first["year"]), "report"].unique()
        raise ValueError(
            f"keywords: {first['locality']} has two reports for {first['year']} ({', '.join(both[:2])}). Expected one for "
            "each year. Leave one out."
        )
    rows = rows.sort_values("year", kind="stable")
    rows = rows.assign(order=rows.groupby("place", sort=False).ngroup()).sort_values(["order"], kind="stable")
    groups = rows.groupby(series, sort=False, dropna=False)
    before = groups["per_10k_chars"].shift()
    rows = rows.assign(since=groups["year"].shift(), change=rows["per_10k_chars"] - before)
    rows["growth"] = (rows["change"] / before.where(before > 0) * 100).astype(float)
    rows["trend"] = _slopes(rows, groups)
    rows = rows.assign(series=groups.ngroup()).sort_values(["series", "year"], kind="stable")
    columns = ["locality", "code", *what, "year", "count", "per_10k_chars", "since", "change", "growth", "trend"]
    return rows[columns].reset_index(drop=True)


def _slopes(rows: pd.DataFrame, groups) -> pd.Series:
    """The least-squares slope of each series, in each of its rows."""
    year = rows["year"].astype(float)
    off_year = year - groups["year"].transform("mean").astype(float)
    off_rate = rows["per_10k_chars"] - groups["per_10k_chars"].transform("mean")
    keys = rows.groupby(groups.ngroup(), sort=False).ngroup()
    above, below = (off_year * off_rate).groupby(keys).transform("sum"), (off_year**2).groupby(keys).transform("sum")
    return (above / below.where(below > 0)).replace([np.inf, -np.inf], np.nan)
