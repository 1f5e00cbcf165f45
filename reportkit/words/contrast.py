"""Which words set one report apart from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from reportkit.report import Report, each
from reportkit.words.body import parts_asked, within
from reportkit.words.tokens import Tokens
from reportkit.words.vocabulary import reader

GROUPS = ("report", "locality", "province", "level", "year", "part")


def distinctive(
    reports: Report | Iterable[Report],
    by: str = "report",
    part: str | Iterable[str] | None = None,
    minimum: int = 5,
    prior: float = 500.0,
    names: bool = False,
    dictionary: pd.DataFrame | str | Path | Iterable[str] | None = None,
    stopwords: pd.DataFrame | str | Path | Iterable[str] | None = None,
    tokenizer: str = "jieba",
) -> pd.DataFrame:
    """Compare the words of each report with those of all the others together.

    The measure is the log-odds-ratio with an informative Dirichlet prior of Monroe, Colaresi and Quinn (2008, Political
    Analysis 16(4)), with its z-score: the prior gives each word its share in all the reports together. Beside it stands
    the log-likelihood of Dunning (1993) in the form of Rayson and Garside (2000). Words are those of jieba, a term of
    `dictionary` being one word; not compared are stopwords, numbers and single characters.

    Parameters
    ----------
    reports : list of Report
    by
        What is compared: "report", "locality", "province", "level", "year"; or "part", the review with the plan.
    part
        As in `keywords`: only these parts, None for the whole body.
    minimum
        Words that stand fewer times in all reports together are left out.
    prior
        The weight of the prior, in words; the larger, the less a rare word counts.
    names
        Whether the report's own place, the places in it and above it are compared too.
    dictionary, stopwords
        Tables with a column `term`, files with such a table, or lists; the shipped ones where there is none.
    tokenizer
        "jieba" or "rjieba" (the extra `fast`).

    Returns
    -------
    DataFrame
        report (or what `by` says), word, count, count_others; per_10k_words, per_10k_words_others; log_odds, z (positive
        where the word is more frequent here than elsewhere), g2; for each group the highest z first.

    Raises
    ------
    ValueError
        If there is but one group, or no word stands often enough.

    Examples
    --------
    >>> import reportkit as rk
    >>> table = rk.distinctive(rk.load_reports())
    >>> table.groupby("report").word.first().to_dict()["qingyunpu_2020"]
    '五型政府建设'
    """
    if by not in GROUPS:
        raise ValueError(f"by {by!r} does not exist. Expected one of {', '.join(GROUPS)}. Choose one of these.")
    if not (prior > 0 and minimum >= 1):
        raise ValueError(
            f"prior {prior!r}, minimum {minimum!r}: a prior without weight or no minimum. Expected a prior above 0 and a "
            "minimum of 1 or more. Leave them out for 500 and 5."
        )
    words = reader(dictionary, stopwords, names, tokenizer)
    groups = _groups(each(reports), words, by, parts_asked(part))
    if len(groups) < 2:
        raise ValueError(
            f"by {by!r}: there is {'only ' + repr(next(iter(groups))) if groups else 'nothing'} to compare. Expected at "
            "least two. Load more reports, or compare by='part'."
        )
    return _compared(groups, by, minimum, prior)


def _groups(reports: list[Report], words, by: str, asked: list[str]) -> dict[object, Counter[str]]:
    """How often each word stands in each group, in the order of the reports; a report that does not say is left out."""
    groups: dict[object, Counter[str]] = {}
    mask = np.any([within(name) for name in asked], axis=0)
    for report in reports:
        tokens = words(report)
        if by == "part":
            for name in ("review", "plan"):
                groups.setdefault(name, Counter()).update(_of_parts(tokens, mask & within(name)))
            continue
        key = {"report": report.id, "year": report.year_planned}.get(by, getattr(report, by, None))
        if key is not None:
            groups.setdefault(key, Counter()).update(_of_parts(tokens, mask))
    return {key: counter for key, counter in groups.items() if counter}


def _of_parts(tokens: Tokens, mask: np.ndarray) -> list[str]:
    return [word for word, keep in zip(tokens.words, mask[tokens.parts], strict=True) if keep]


def _compared(groups: dict[object, Counter[str]], by: str, minimum: int, prior: float) -> pd.DataFrame:
    total = sum(groups.values(), Counter())
    size = total.total()
    known = sorted(word for word, n in total.items() if n >= minimum)
    if not known:
        raise ValueError(
            f"minimum {minimum}: no word stands so often. Expected a minimum that some word reaches. Choose a lower one."
        )
    all_counts = np.array([total[word] for word in known], float)
    tables = []
    for key, counter in groups.items():
        count, n = np.array([counter[word] for word in known], float), counter.total()
        others, rest = all_counts - count, size - n
        log_odds, z = weighted_log_odds(count, n, others, rest, prior * all_counts / size, prior)
        columns = {by: key, "word": known, "count": count.astype(int), "count_others": others.astype(int),
                   "per_10k_words": count / n * 10_000, "per_10k_words_others": others / rest * 10_000,
                   "log_odds": log_odds, "z": z, "g2": log_likelihood(count, n, others, rest)}  # fmt: skip
        tables.append(pd.DataFrame(columns).sort_values(["z", "word"], ascending=[False, True]))
    return pd.concat(tables, ignore_index=True)


def weighted_log_odds(
    count: np.ndarray, n: float, others: np.ndarray, rest: float, prior: np.ndarray, weight: float
) -> tuple[np.ndarray, np.ndarray]:
    """The difference of log-odds under an informative Dirichlet prior, and its z-score (Monroe, Colaresi and Quinn 2008)."""
    here, there = count + prior, others + prior
    difference = np.log(here / (n + weight - here)) - np.log(there / (rest + weight - there))
    return difference, difference / np.sqrt(1 / here + 1 / there)


def log_likelihood(count: np.ndarray, n: float, others: np.ndarray, rest: float) -> np.ndarray:
    """G2 of two frequencies, after Rayson and Garside (2000).

    >>> round(float(log_likelihood(np.array([10.0]), 100, np.array([10.0]), 200)[0]), 4)
    2.3557
    """
    share = (count + others) / (n + rest)
    terms = [np.where(seen > 0, seen * np.log(np.maximum(seen, 1) / (size * share)), 0.0) for seen, size in
             ((count, n), (others, rest))]  # fmt: skip
    return 2 * np.sum(terms, axis=0)
