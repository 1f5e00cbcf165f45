"""The body of a report laid flat: what is said, a line for each paragraph, every character with its place."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from reportkit.report import Report
from reportkit.structure import BODY

_HAN = ((0x4E00, 0x9FFF), (0x3007, 0x3007), (0x3400, 0x4DBF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


class Body(NamedTuple):
    """The paragraphs of a report that are said, each followed by a line end.

    `places` has the place of each character in `Report.text`; `starts` the first character of each paragraph; `parts`
    its part, as a place in `BODY`; `han` its number of Chinese characters as written.
    """

    text: str
    places: np.ndarray
    starts: np.ndarray
    parts: np.ndarray
    han: np.ndarray

    def only(self, kept: np.ndarray, codes: np.ndarray) -> Body:
        """The body with only the characters at these places of it, which are now written with these code points."""
        return self._replace(text=text_of(codes), places=self.places[kept], starts=np.searchsorted(kept, self.starts))

    def parts_at(self, places: np.ndarray) -> np.ndarray:
        """The parts, as places in `BODY`, in which these places of the text stand."""
        return self.parts[np.searchsorted(self.starts, places, "right") - 1]


def laid_flat(report: Report) -> Body:
    """The body of a report as it is written."""
    said = [p for p in report.paragraphs if p.part in BODY]
    text = "".join([report.text[p.start : p.end] + "\n" for p in said])
    begins = np.array([p.start for p in said], np.int32)
    sizes = np.array([p.end - p.start + 1 for p in said], np.int32)
    starts = np.cumsum(sizes) - sizes
    places = np.arange(len(text), dtype=np.int32) + np.repeat(begins - starts.astype(np.int32), sizes)
    han = np.add.reduceat(han_mask(codes_of(text)), starts, dtype=int) if said else np.zeros(0, int)
    return Body(text, places, starts, np.array([BODY.index(p.part) for p in said], int), han)


def codes_of(text: str) -> np.ndarray:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def text_of(codes: np.ndarray) -> str:
    """The text of some code points."""
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def among(codes: np.ndarray, signs: str) -> np.ndarray:
    """Which of these code points are one of a few signs."""
    return _table(signs)[np.minimum(codes, 0xFFFF)]


@cache
def _table(signs: str) -> np.ndarray:
    table = np.zeros(0x10000, bool)
    table[[ord(sign) for sign in signs]] = True
    return table


def han_mask(codes: np.ndarray) -> np.ndarray:
    """Which of these code points are Chinese characters."""
    found = (codes >= _HAN[0][0]) & (codes <= _HAN[0][1])
    for first, last in _HAN[1:]:
        found |= (codes >= first) & (codes <= last)
    return found
