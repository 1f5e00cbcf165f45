"""How alike two reports are: in their words, and in what they share word for word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pandas as pd

from reportkit.report import Report
from reportkit.words.body import body_of
from reportkit.words.passages import at_least_two, shared_passages
from reportkit.words.vocabulary import reader


def overlaps(reports: Report | Iterable[Report], length: int = 15, tokenizer: str = "jieba") -> pd.DataFrame:
    """Compare each report with each other: likeness of their words, and how much of both is the same text.

    Parameters
    ----------
    reports : list of Report
    length
        Characters from which on a common phrase is a shared passage, without quotation marks and spaces.
    tokenizer
        "jieba" or "rjieba" (the extra `fast`).

    Returns
    -------
    DataFrame
        One row per pair: report, other; `cosine`, of their words weighed by tf-idf (count times ln((1+N)/(1+n))+1, N
        reports, n with the word; stopwords, numbers and names of their own places left out); `passages`, `shared` (their
        characters), `share`, `share_other` (of all characters of each body); `longest`, the text of the longest one.
        The passages themselves: `shared_passages`.

    Raises
    ------
    ValueError
        If there are fewer than two reports, or the length is below 5.

    Examples
    --------
    >>> import reportkit as rk
    >>> table = rk.overlaps(rk.load_reports())
    >>> len(table), table.sort_values("shared").iloc[-1][["report", "other"]].tolist()
    (10, ['shigu_2019', 'zhanggong_2024'])
    """
    many = at_least_two(reports)
    cosine = _cosines(many, tokenizer)
    sizes = {report.id: len(body_of(report).text.replace("\n", "")) for report in many}
    passages = shared_passages(many, length)
    found = {pair: rows for pair, rows in passages.groupby(["report", "other"])}
    rows = []
    for (i, one), (j, other) in combinations(enumerate(many), 2):
        same = found.get((one.id, other.id), passages.iloc[:0])
        shared = int(same["length"].sum())
        longest = same.loc[same["length"].idxmax(), "text"] if shared else ""
        share = (shared / sizes[r.id] if sizes[r.id] else np.nan for r in (one, other))
        rows.append((one.id, other.id, cosine[i, j], len(same), shared, *share, longest))
    names = ["report", "other", "cosine", "passages", "shared", "share", "share_other", "longest"]
    return pd.DataFrame(rows, columns=names)


def _cosines(reports: list[Report], tokenizer: str) -> np.ndarray:
    """Cosine of the tf-idf vectors of each pair."""
    words = reader(None, None, False, tokenizer)
    counts = [Counter(words(report).words) for report in reports]
    column = {word: n for n, word in enumerate(sorted(set().union(*counts)))}
    table = np.zeros((len(reports), len(column)))
    for row, counter in enumerate(counts):
        table[row, [column[word] for word in counter]] = [*counter.values()]
    table *= np.log((1 + len(reports)) / (1 + (table > 0).sum(axis=0))) + 1
    size = np.sqrt((table**2).sum(axis=1, keepdims=True))
    table = np.divide(table, size, out=np.full_like(table, np.nan), where=size > 0)
    return table @ table.T
