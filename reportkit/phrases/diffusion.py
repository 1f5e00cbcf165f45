"""Which slogans stand where and when: shared, of one province, of one place; first seen."""

from __future__ import annotations

import pandas as pd

from reportkit.reading import ReportError

NEEDED = "report slogan kind level first_year count gloss locality province year".split()


def diffusion(slogans: pd.DataFrame) -> pd.DataFrame:
    """Follow each slogan over the places and years of a table of `slogans()`: where it stands, and where it was first seen.

    One row per slogan, those of most places first: `slogan, kind, level, gloss, first_year` (of its document);
    `places, provinces, reports, count`; `first_seen, first_seen_in` and `last_seen`: years of the reports given, and the
    places of the first; `lag`: years from its document to the first report; `reach`: all (every place given), several
    provinces, one province, one place; `where`: each place with its years.

    First seen is first seen in the reports given. Few reports of few years are no study of diffusion: a place that is
    missing may have used the phrase in a year that is not there. `reports_before` counts the reports given of earlier
    years, which could have had the phrase and have not; where it is 0, the first is only the oldest report.

    Raises `ReportError` if the table is not that of `slogans()`.

    >>> import reportkit as rk
    >>> table = rk.diffusion(rk.slogans(rk.load_reports()))
    >>> row = table.set_index("slogan").loc["三请三回"]
    >>> int(row.places), row.reach, int(row.first_seen)
    (3, 'one province', 2020)
    """
    if missing := [name for name in NEEDED if name not in slogans]:
        raise ReportError(
            f"slogans: no column {missing[0]!r}. Expected the table that slogans() gives. Pass it whole, not a selection."
        )
    rows = slogans.assign(place=slogans["locality"].fillna(slogans["report"]), province=slogans["province"].fillna(""))
    years = rows.drop_duplicates("report")["year"].dropna()
    everywhere = rows["place"].nunique()
    found = [_row(slogan, these, years, everywhere) for slogan, these in rows.groupby("slogan", sort=False)]
    columns = (
        "slogan kind level gloss first_year places provinces reports count first_seen first_seen_in last_seen lag "
        "reports_before reach where"
    ).split()
    table = pd.DataFrame(found, columns=columns)
    table = table.astype({name: "Int64" for name in ("first_year", "first_seen", "last_seen", "lag")})
    return table.sort_values(["places", "count", "slogan"], ascending=[False, False, True], ignore_index=True)


def _row(slogan: str, these: pd.DataFrame, years: pd.Series, everywhere: int) -> tuple:
    first = these.iloc[0]
    seen = these["year"].dropna()
    start = int(seen.min()) if len(seen) else None
    places, provinces = these["place"].nunique(), these.loc[these["province"] != "", "province"].nunique()
    if places == everywhere > 1:
        reach = "all"
    elif places == 1:
        reach = "one place"
    else:
        reach = "one province" if provinces == 1 else "several provinces"
    document = None if pd.isna(first["first_year"]) else int(first["first_year"])
    by_year = these.sort_values(["year", "place"])
    where = "; ".join(
        f"{place} {' '.join(str(y) for y in own['year'].dropna().unique())}".strip()
        for place, own in by_year.groupby("place", sort=False)
    )
    return (
        slogan, first["kind"], first["level"], first["gloss"], document, places, provinces, these["report"].nunique(),
        int(these["count"].sum()), start, ", ".join(sorted(these.loc[these["year"].eq(start), "place"].unique())) if start else "",
        int(seen.max()) if len(seen) else None, start - document if start and document else None,
        int((years < start).sum()) if start else 0, reach, where,
    )  # fmt: skip
