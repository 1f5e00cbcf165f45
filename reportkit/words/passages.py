"""Passages that two reports share, with their places in both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from reportkit.body import Body, codes_of
from reportkit.report import Report, each
from reportkit.structure import BODY
from reportkit.words.body import body_of

PASSAGES = ["report", "other", "length", "text", "part", "part_other", "raw_start", "raw_end", "raw_start_other",
            "raw_end_other"]  # fmt: skip
_STEP = np.uint64(1_000_003)  # of the hash: odd, so that no character is lost in it


def shared_passages(reports: Report | Iterable[Report], length: int = 15) -> pd.DataFrame:
    """Give every passage of at least so many characters that two reports share, with its place in both.

    Compared is what is said, paragraph by paragraph, without quotation marks and spaces. A passage is as long as it can
    be; the longest are taken first, and no character of a report is in two passages of one pair.

    Parameters
    ----------
    reports : list of Report
    length
        Characters from which on a common phrase counts.

    Returns
    -------
    DataFrame
        report, other, length; `text` as the repaired text of `report` has it; part, part_other; raw_start, raw_end in
        `Report.raw` of the one and raw_start_other, raw_end_other in that of the other; for each pair in the order of
        the report.

    Raises
    ------
    ValueError
        If there are fewer than two reports, or the length is below 5.

    Examples
    --------
    >>> import reportkit as rk
    >>> table = rk.shared_passages(rk.load_reports(), length=20)
    >>> table.sort_values("length").text.iloc[-1]
    '团结在以习近平同志为核心的党中央周围,在市委、市政府和区委的坚强领导下'
    """
    if not isinstance(length, int) or length < 5:
        raise ValueError(
            f"length {length!r}: finds what all texts share. Expected 5 characters or more. Choose one, such as 15."
        )
    many = at_least_two(reports)
    bodies = [body_of(report) for report in many]
    rows = []
    for i, j, runs in _runs(bodies, length):
        for a, b, size in sorted(_apart(runs, bodies[i], bodies[j], length)):
            part, span, text = _shown(many[i], bodies[i], a, size)
            part_other, span_other, _ = _shown(many[j], bodies[j], b, size)
            rows.append((many[i].id, many[j].id, size, text, part, part_other, *span, *span_other))
    table = pd.DataFrame(rows, columns=PASSAGES)
    numbers = [name for name in PASSAGES if name == "length" or name.startswith("raw_")]
    return table.astype({name: int for name in numbers})


def at_least_two(reports: Report | Iterable[Report]) -> list[Report]:
    """The reports, when there are two to compare."""
    many = each(reports)
    if len(many) < 2:
        raise ValueError(f"reports: {len(many)} of them. Expected at least two to compare. Load another one.")
    return many


class Run(NamedTuple):
    """A passage at `a` in one text and at `b` in another."""

    a: int
    b: int
    size: int


def _runs(bodies: list[Body], length: int) -> Iterator[tuple[int, int, list[Run]]]:
    """For each pair of texts that share one all phrases of at least this length that cannot be made longer."""
    hashes = [_hashes(body, length) for body in bodies]
    owner = np.concatenate([np.full(len(places), n) for n, (_, places) in enumerate(hashes)])
    places = np.concatenate([places for _, places in hashes])
    everything = np.concatenate([found for found, _ in hashes])
    order = np.argsort(everything, kind="stable")  # and so by owner within one hash
    everything, owner, places = everything[order], owner[order], places[order]
    for i, (mine, here) in enumerate(hashes):
        last = np.searchsorted(everything, mine, "right")
        first = last - _later(everything, owner, mine, i, last)
        sizes = last - first
        a = np.repeat(here, sizes)
        index = np.repeat(first - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes) + np.arange(sizes.sum())
        other, b = owner[index], places[index]
        for j in np.unique(other).tolist():
            runs = _joined_up(a[other == j], b[other == j], length)
            runs = [r for r in runs if _same(bodies[i].text, bodies[j].text, r)]
            if runs:
                yield i, j, runs


def _later(everything: np.ndarray, owner: np.ndarray, mine: np.ndarray, i: int, last: np.ndarray) -> np.ndarray:
    """How many of the phrases with each hash belong to later texts."""
    first = np.searchsorted(everything, mine, "left")
    after = np.concatenate([[0], np.cumsum(owner > i)])
    return after[last] - after[first]


def _hashes(body: Body, length: int) -> tuple[np.ndarray, np.ndarray]:
    """A hash of each phrase of this length that lies within a paragraph, and its place."""
    codes = codes_of(body.text).astype(np.uint64)
    if len(codes) < length:
        return np.zeros(0, np.uint64), np.zeros(0, int)
    windows = np.lib.stride_tricks.sliding_window_view(codes, length)
    powers = _STEP ** np.arange(length, dtype=np.uint64)
    found = (windows * powers).sum(axis=1, dtype=np.uint64)
    ends = np.concatenate([[0], np.cumsum(codes == ord("\n"))])
    inside = ends[length:] == ends[:-length]
    return found[inside], np.flatnonzero(inside)


def _joined_up(a: np.ndarray, b: np.ndarray, length: int) -> list[Run]:
    """Phrases that follow each other in both texts as one."""
    order = np.lexsort((a, b - a))
    a, b = a[order], b[order]
    begins = np.flatnonzero(np.concatenate([[True], (np.diff(a) != 1) | (np.diff(b) != 1)]))
    sizes = np.diff(np.concatenate([begins, [len(a)]])) + length - 1
    return [Run(*run) for run in zip(a[begins].tolist(), b[begins].tolist(), sizes.tolist(), strict=True)]


def _same(one: str, other: str, run: Run) -> bool:
    """Whether the texts are the same there, and not only their hashes."""
    return one[run.a : run.a + run.size] == other[run.b : run.b + run.size]


def _apart(runs: list[Run], one: Body, other: Body, length: int) -> list[Run]:
    """The longest runs first, each without what a longer one has taken in either text."""
    free, free_other = np.ones(len(one.text), bool), np.ones(len(other.text), bool)
    kept = []
    for a, b, size in sorted(runs, key=lambda run: (-run.size, run)):
        open_ = free[a : a + size] & free_other[b : b + size]
        for start, end in _stretches(open_):
            start, end = _trimmed(one.text[a : a + size], start, end)
            if end - start >= length:
                kept.append(Run(a + start, b + start, end - start))
                free[a + start : a + end] = free_other[b + start : b + end] = False
    return kept


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the commas at its ends."""
    inner = text[start:end].rstrip("，。、；：！？,.;:!? ")
    return start + len(inner) - len(inner.lstrip("，。、；：！？,.;:!? ")), start + len(inner)


def _stretches(mask: np.ndarray) -> list[tuple[int, int]]:
    """Where the mask is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return [*zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)]


def _shown(report: Report, body: Body, place: int, size: int) -> tuple[str, tuple[int, int], str]:
    """The part of a passage, its raw span and its text."""
    start, end = int(body.places[place]), int(body.places[place + size - 1]) + 1
    return BODY[body.parts_at(place)], report.repaired.raw_span(start, end), report.text[start:end]
