"""A term in its company: every place where it stands, with what is said before and after."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from reportkit.report import Report, each
from reportkit.structure import BODY
from reportkit.words.body import body_of, parts_asked, within
from reportkit.words.given import terms_given
from reportkit.words.matches import finder

COLUMNS = ["report", "part", "left", "keyword", "right", "term", "raw_start", "raw_end"]


def concordance(
    reports: Report | Iterable[Report],
    term: str | Iterable[str],
    width: int = 20,
    part: str | Iterable[str] | None = None,
    lexicon: pd.DataFrame | str | Path | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Show a term, or several, with the text on both sides: keyword in context.

    Parameters
    ----------
    reports : Report or list of Report
    term
        A word, or a list of words; of overlapping ones the longest is shown.
    width
        Characters on each side. They are the repaired text, a line end as ↵, within what is said.
    part
        As in `keywords`: only these parts.
    lexicon
        Terms that are looked for along with it, so that the rows are those that `keywords` counts with this lexicon:
        without one 创新 stands in 科技创新 too.

    Returns
    -------
    DataFrame
        report, part; left, keyword (as the repaired text has it), right; term; raw_start, raw_end: the keyword in
        `Report.raw`, which `report.raw[raw_start:raw_end]` shows as it came.

    Raises
    ------
    ValueError
        For a term that is a search pattern or empty, or a width below 0.

    Examples
    --------
    >>> import reportkit as rk
    >>> table = rk.concordance(rk.load_reports(), "数字经济", width=6)
    >>> table.loc[0, ["report", "left", "keyword", "right"]].tolist()
    ['jingdong_2023', '利推进中。↵', '数字经济', '稳步提升。扎']
    """
    if not isinstance(width, int) or width < 0:
        raise ValueError(f"width {width!r}: is no number of characters. Expected 0 or more. Choose one, such as 20.")
    asked = terms_given([term] if isinstance(term, str) else term, "term")
    known = [*asked.folded]
    if lexicon is not None:
        known += [form for form in terms_given(lexicon).folded if form not in set(asked.folded)]
    matches, shown = finder(tuple(known)), sum(within(name) for name in parts_asked(part)) > 0
    rows = []
    for report in each(reports):
        found, edges = matches(report), body_of(report).places
        for n, kind, start, end in zip(*(column.tolist() for column in found), strict=True):
            if n < len(asked.folded) and shown[kind]:
                left = report.text[max(start - width, int(edges[0])) : start]
                right = report.text[end : min(end + width, int(edges[-1]))]
                rows.append((report.id, BODY[kind], _flat(left), report.text[start:end], _flat(right), asked.names[n],
                             *report.repaired.raw_span(start, end)))  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS).astype({"raw_start": int, "raw_end": int})


def _flat(text: str) -> str:
    return text.replace("\n", "↵")
