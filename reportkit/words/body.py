"""What is said in a report, as words are looked for in it: without quotation marks and spaces, in one kind of letters."""

from __future__ import annotations

from collections.abc import Iterable
from weakref import WeakKeyDictionary

import numpy as np

from reportkit.body import Body, among, codes_of, laid_flat, text_of
from reportkit.report import Report
from reportkit.structure import BODY

# The parts that can be asked for: each by its own name, and two groups, what lies behind and what lies ahead.
PARTS = {part: (part,) for part in BODY} | {
    "body": BODY,
    "review": ("review", "problems"),
    "plan": ("plan", "targets", "tasks", "government"),
}

_OPENING = "“‘「『"
_CLOSING = "”’」』"
_LEFT_OUT = _OPENING + _CLOSING + "\"' \t\u00a0\u2002\u2003\u2009\u200b\u2060\u3000\ufeff"

_known: WeakKeyDictionary[Report, Body] = WeakKeyDictionary()


def body_of(report: Report) -> Body:
    """The body of a report with its characters folded, made once."""
    if report not in _known:
        flat = laid_flat(report)
        codes, kept = _folded(codes_of(flat.text))
        _known[report] = flat.only(kept, codes)
    return _known[report]


def fold(text: str) -> str:
    """A text as it is compared: no quotation marks, no spaces but between Latin words, half-width and lower case.

    >>> fold("“放管服”改革"), fold("ＰＭ２．５ 浓度"), fold("5G SA 组网")
    ('放管服改革', 'pm2.5浓度', '5g sa组网')
    """
    return text_of(_folded(codes_of(text))[0])


def _folded(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The characters that stay, folded, and their places; two quotations side by side do not become one word."""
    wide = (codes >= 0xFF01) & (codes <= 0xFF5E)
    below = (codes >= 0x2080) & (codes <= 0x2089)  # PM₂.₅
    codes = np.where(wide, codes - 0xFEE0, np.where(below, codes - 0x2050, codes))
    codes = np.where((codes >= 65) & (codes <= 90), codes + 32, codes)
    codes = np.where((codes >= 0x2010) & (codes <= 0x2015), 45, codes)
    stays = ~among(codes, _LEFT_OUT)
    stays[:-1] |= among(codes[:-1], _CLOSING) & among(codes[1:], _OPENING)
    kept = np.flatnonzero(stays)
    latin = (codes < 128) & ((codes >= 97) & (codes <= 122) | (codes >= 48) & (codes <= 57))
    gap = kept[:-1][(np.diff(kept) > 1) & latin[kept[:-1]] & latin[kept[1:]]] + 1
    codes[gap], stays[gap] = 32, True
    kept = np.flatnonzero(stays)
    return codes[kept], kept


def within(name: str) -> np.ndarray:
    """Which parts, in the order of `BODY`, belong to the one of this name."""
    return np.array([part in PARTS[name] for part in BODY])


def parts_asked(part: str | Iterable[str] | None) -> list[str]:
    """The names of the parts asked for, the whole body when none is.

    >>> parts_asked(None), parts_asked(["review", "plan"])
    (['body'], ['review', 'plan'])
    """
    asked = ["body"] if part is None else [part] if isinstance(part, str) else list(part)
    for name in asked:
        if name not in PARTS:
            raise ValueError(
                f"part {name!r} does not exist. Expected one of {', '.join(PARTS)}. Choose one of these, or a list of them."
            )
    if not asked:
        raise ValueError("part is an empty list. Expected the name of a part. Leave it out for the whole body.")
    return list(dict.fromkeys(asked))
