"""A text that remembers where each of its characters came from.

Repairs change a text; figures found in the repaired text must still point into the raw one. So every character of a
`RepairedText` carries the span of raw characters it stands for, and every change is an `Edit` in a log that can be
replayed. Offsets are carried forward, never found again afterwards by searching. This module knows no Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

import numpy as np


class Edit(NamedTuple):
    """Put `new` in place of `text[start:end]` (half-open), in the coordinates of the text the edit was made for.

    `lost=True` marks a place where something is known to be missing: `new` is then what already stands there, and the
    text stays as it is.
    """

    start: int
    end: int
    new: str
    rule: str
    lost: bool = False

    @property
    def kind(self) -> str:
        """`removed`, `replaced`, `inserted` or `lost`.

        >>> Edit(3, 8, "", "pinyin gloss").kind
        'removed'
        """
        if self.lost:
            return "lost"
        if self.start == self.end:
            return "inserted"
        return "replaced" if self.new else "removed"


class Change(NamedTuple):
    """An edit as it was applied: in which step, to which raw characters, and what stood there before."""

    step: int
    edit: Edit
    before: str
    raw_start: int
    raw_end: int


@dataclass(frozen=True, eq=False)
class RepairedText:
    """A raw text, the text as repaired, one raw span per character, and the log that leads from one to the other.

    >>> t = RepairedText.of("章貢區(qū)增長8%").apply([Edit(3, 7, "", "pinyin gloss")])
    >>> t.text
    '章貢區增長8%'
    >>> t.raw_span(5, 7), t.quote(5, 7)
    ((9, 11), '8%')
    """

    raw: str
    text: str
    starts: np.ndarray  # int32, raw start of each character of `text`
    ends: np.ndarray  # int32, raw end of each character of `text`
    log: tuple[Change, ...] = ()

    @classmethod
    def of(cls, raw: str) -> RepairedText:
        """Wrap a raw text in which nothing has been repaired yet."""
        places = np.arange(len(raw) + 1, dtype=np.int32)
        return cls(raw, raw, places[:-1], places[1:])

    def apply(self, edits: Iterable[Edit]) -> RepairedText:
        """Apply one step of edits at once; they must not overlap.

        Kept characters keep their span. A replacement of equal length keeps spans character by character; any other
        replacement takes the span of all that it replaced; an insertion takes the empty span at its place.
        """
        edits = sorted(edits, key=itemgetter(0, 1))
        if not edits:
            return self
        texts, before, here = [], [], 0
        for edit in edits:
            start, end, new = edit.start, edit.end, edit.new
            if not here <= start <= end <= len(self.text):
                raise ValueError(f"edit {edit} overlaps another or lies outside a text of {len(self.text)} characters")
            old = self.text[start:end]
            if edit.lost and new != old:
                raise ValueError(f"edit {edit} marks a lost place but would change {old!r}")
            texts += self.text[here:start], new
            before.append(old)
            here = end
        texts.append(self.text[here:])
        raw = self.raw_spans([e.start for e in edits], [e.end for e in edits])
        step = self.log[-1].step + 1 if self.log else 0
        log = self.log + tuple(Change(step, e, old, a, b) for e, old, (a, b) in zip(edits, before, raw, strict=True))
        return RepairedText(self.raw, "".join(texts), *self._carried(edits, raw), log)

    def raw_spans(self, starts: list[int], ends: list[int]) -> list[tuple[int, int]]:
        """`raw_span` of many spans at once: a script edit per word makes thousands of them."""
        left, right = np.array(starts, np.intp), np.array(ends, np.intp)
        first = np.append(self.starts, np.int32(len(self.raw)))[left]
        last = np.append(np.int32(0), self.ends)[right]
        first = np.where(left == right, np.minimum(first, last), first)
        return list(zip(first.tolist(), last.tolist(), strict=True))

    def _carried(self, edits: list[Edit], raw: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
        """The raw starts and ends of the characters after `edits`; an edit of equal length moves none."""
        pairs = zip(edits, raw, strict=True)
        moved = [(e.start, e.end, len(e.new), *span) for e, span in pairs if len(e.new) != e.end - e.start]
        if not moved:
            return self.starts, self.ends
        start, end, size, raw_start, raw_end = np.array(moved, np.int32).T
        steps = np.zeros(len(self.text) + 1, np.int32)
        np.add.at(steps, start, 1)
        np.add.at(steps, end, -1)
        kept = np.cumsum(steps[:-1]) == 0
        place = np.repeat(start - np.concatenate([[0], np.cumsum(end - start)[:-1]]), size)
        return (
            np.insert(self.starts[kept], place, np.repeat(raw_start, size)),
            np.insert(self.ends[kept], place, np.repeat(raw_end, size)),
        )

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw characters behind `text[start:end]`; for an empty span the gap behind the character before it.

        Between characters that share one span there is no gap: an empty span takes what they share.
        """
        before = int(self.ends[end - 1]) if end else 0
        after = int(self.starts[start]) if start < len(self.text) else len(self.raw)
        return (after if start < end else min(before, after)), before

    def quote(self, start: int, end: int) -> str:
        """The raw characters behind `text[start:end]`, artefacts included."""
        raw_start, raw_end = self.raw_span(start, end)
        return self.raw[raw_start:raw_end]

    @cached_property
    def lost(self) -> tuple[tuple[int, int], ...]:
        """Raw spans of the places where something is known to be missing."""
        return tuple((c.raw_start, c.raw_end) for c in self.log if c.edit.lost)


def replay(raw: str, log: Iterable[Change]) -> str:
    """Make the repaired text again from the raw one and the log; equal to `RepairedText.text`.

    >>> t = RepairedText.of("增長8%").apply([Edit(1, 2, "长", "script")])
    >>> replay(t.raw, t.log)
    '增长8%'
    """
    again = RepairedText.of(raw)
    steps: dict[int, list[Edit]] = {}
    for change in log:
        steps.setdefault(change.step, []).append(change.edit)
    for step in sorted(steps):
        again = again.apply(steps[step])
    return again.text
