"""How often terms and themes stand in the reports, and beside how much text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from reportkit import lexicons
from reportkit.body import codes_of, han_mask
from reportkit.report import Report, each
from reportkit.words.body import body_of, parts_asked, within
from reportkit.words.given import Terms, terms_given
from reportkit.words.matches import Matches, finder
from reportkit.words.tokens import cutter, sizes_of


def keywords(
    reports: Report | Iterable[Report],
    part: str | Iterable[str] | None = None,
    by: str = "term",
    lexicon: pd.DataFrame | str | Path | Iterable[str] | None = None,
    tokenizer: str | None = "jieba",
    method: str = "longest",
) -> pd.DataFrame:
    """Count terms or themes in each report, with the size of the text that they were counted in.

    Counted is what is said, headings included: not the cover, the glossary, what a website or a printer put around it.
    Where terms overlap the longest counts, once. Quotation marks, spaces, full-width and capital letters make no
    difference: “放管服”改革 is 放管服改革.

    Parameters
    ----------
    reports : Report or list of Report
    part
        None for the whole body; "review" (with the problems) or "plan" (with targets, tasks and the government's own
        work), one of "opening", "problems", "targets", "tasks", "government", "closing"; or a list of those.
    by
        "term", one row per term, found or not; or "theme".
    lexicon
        A table with columns `term` and `theme`, a file with such a table, or a list of terms; the shipped
        `lexicon("themes")` where there is none. A term without a theme counts for none: it keeps a shorter one from
        counting where it means something else (绿色通道).
    tokenizer
        "jieba" or "rjieba" (the extra `fast`); None leaves `tokens` empty, which takes a tenth of the time.
    method
        "longest"; or "copied", the recipe of many a script, for comparison only: each term searched for in the raw
        file as a pattern, over all that `jieba.lcut` gives, punctuation and line ends included.

    Returns
    -------
    DataFrame
        report, part, term (with `by="term"`), theme, count; `chars`, the Chinese characters of the part, and
        `per_10k_chars`, count per 10,000 of them; `tokens`, its words without punctuation, and `share_of_tokens`, count
        by tokens; `note`; locality, code and year of the report. Where a report has no such part, `count` is empty and
        `note` says so.

    Raises
    ------
    ValueError
        If the lexicon holds no term, a search pattern, or one term under two themes; for an unknown part or option.

    Examples
    --------
    >>> import reportkit as rk
    >>> table = rk.keywords(rk.load_reports(), lexicon=["数字经济", "数字"])
    >>> table.loc[table.report == "zhanggong_2024", ["term", "count", "chars", "tokens"]].values.tolist()
    [['数字经济', 2, 9189, 4805], ['数字', 10, 9189, 4805]]
    """
    _check_options(by, method, part)
    terms = terms_given(lexicon)
    if by == "theme" and terms.themes is None:
        raise ValueError("by='theme': the lexicon has no themes. Expected a column theme. Add it, or use by='term'.")
    names, of_term = _columns(terms, by)
    if method == "copied":
        blocks = [_copied(report, terms, names, of_term, tokenizer) for report in each(reports)]
    else:
        matches, parts = finder(tuple(terms.folded)), parts_asked(part)
        blocks = [_longest(r, matches(r), parts, len(names), of_term, tokenizer) for r in each(reports)]
    return _frame([row for block in blocks for row in block], names, by)


def _check_options(by: str, method: str, part: object) -> None:
    for name, value, known in ("by", by, ("term", "theme")), ("method", method, ("longest", "copied")):
        if value not in known:
            raise ValueError(
                f"{name} {value!r} does not exist. Expected one of {', '.join(known)}. Choose one of these."
            )
    if method == "copied" and part is not None:
        raise ValueError(
            f"method 'copied': knows no parts, and part is {part!r}. Expected the whole raw file. Leave part out."
        )


def _columns(terms: Terms, by: str) -> tuple[pd.DataFrame, np.ndarray]:
    """What stands in the rows of one text, and the row of each term."""
    if by == "term":
        table = pd.DataFrame({"term": terms.names, "theme": terms.themes or [None] * len(terms.names)}, dtype=object)
        return table, np.arange(len(table))
    order = [*lexicons.lexicon("theme_names")["theme"]]
    there = [theme for theme in dict.fromkeys(terms.themes) if theme]
    themes = sorted(there, key=lambda theme: order.index(theme) if theme in order else len(order))
    rows = np.array([themes.index(theme) if theme else -1 for theme in terms.themes])  # -1: no theme, counts for none
    return pd.DataFrame({"theme": themes}, dtype=object), rows


Block = tuple[Report, str, "np.ndarray | None", int, "int | None"]


def _longest(
    report: Report, found: Matches, parts: list[str], size: int, of_term: np.ndarray, tokenizer: str | None
) -> list[Block]:
    """Counts, Chinese characters and words of each part asked for; no counts where the report has no such part."""
    body = body_of(report)
    sizes = None if tokenizer is None else sizes_of(report, tokenizer)
    blocks = []
    for name in parts:
        asked = within(name)
        there = asked[body.parts]
        rows = of_term[found.term[asked[found.part]]]
        counts = np.bincount(rows[rows >= 0], minlength=size) if there.any() else None
        words = None if sizes is None else int(sizes[there].sum())
        blocks.append((report, name, counts, int(body.han[there].sum()), words))
    return blocks


def _copied(
    report: Report, terms: Terms, names: pd.DataFrame, of_term: np.ndarray, tokenizer: str | None
) -> list[Block]:
    counts = []
    for row in range(len(names)):
        pattern = "|".join(name for name, at in zip(terms.names, of_term, strict=True) if at == row)
        try:
            counts.append(len(re.findall(pattern, report.raw)))
        except re.error as error:
            raise ValueError(
                f"method 'copied': {pattern!r:.80} is no search pattern ({error}). Expected terms without signs such as "
                "( or +. Leave them out: the recipe cannot count them."
            ) from None
    words = None if tokenizer is None else len(cutter(tokenizer)(report.raw))
    return [(report, "raw file", np.array(counts, int), int(han_mask(codes_of(report.raw)).sum()), words)]


def _frame(blocks: list[Block], names: pd.DataFrame, by: str) -> pd.DataFrame:
    """One row for each of `names` in each block."""
    size = len(names)

    def each_row(values: list) -> np.ndarray:
        column = np.empty(len(values), object)
        column[:] = values
        return np.repeat(column, size)

    reports = [report for report, *_ in blocks]
    absent = np.repeat([counts is None for _, _, counts, _, _ in blocks], size).astype(bool)
    counts = np.concatenate([np.zeros(size, int) if c is None else c for _, _, c, _, _ in blocks] or [np.zeros(0, int)])
    count = pd.arrays.IntegerArray(counts, absent)
    chars = _whole([chars for *_, chars, _ in blocks], size)
    tokens = _whole([tokens for *_, tokens in blocks], size)
    columns = {
        "report": each_row([report.id for report in reports]),
        "part": each_row([part for _, part, *_ in blocks]),
        **({"term": np.tile(names["term"].to_numpy(), len(blocks))} if by == "term" else {}),
        "theme": np.tile(names["theme"].to_numpy(), len(blocks)),
        "count": count,
        "chars": chars,
        "per_10k_chars": _ratio(count, chars) * 10_000,
        "tokens": tokens,
        "share_of_tokens": _ratio(count, tokens),
        "note": each_row([f"no {part} in this report" if c is None else "" for _, part, c, _, _ in blocks]),
        "locality": each_row([report.locality for report in reports]),
        "code": each_row([report.code for report in reports]),
        "year": _whole([report.year_planned for report in reports], size),
    }
    return pd.DataFrame(columns)


def _whole(values: list[int | None], size: int) -> pd.arrays.IntegerArray:
    """Whole numbers, each for so many rows; None is empty."""
    missing = np.array([value is None for value in values], bool)
    numbers = np.array([0 if value is None else value for value in values], np.int64)
    return pd.arrays.IntegerArray(np.repeat(numbers, size), np.repeat(missing, size))


def _ratio(part: pd.arrays.IntegerArray, whole: pd.arrays.IntegerArray) -> np.ndarray:
    """Part by whole; empty where one of them is, or where there is no text."""
    top, below = (numbers.to_numpy(float, na_value=np.nan) for numbers in (part, whole))
    return np.divide(top, below, out=np.full(len(top), np.nan), where=below > 0)
