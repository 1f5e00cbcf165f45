"""Words by segmentation, once for each report: with a tokenizer of our own, so that nobody else's jieba is touched."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from itertools import chain, compress, filterfalse
from math import inf, log
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from reportkit.report import Report
from reportkit.structure import BODY, Paragraph
from reportkit.words.matches import Matches

TOKENIZERS = ("jieba", "rjieba")


class Tokens(NamedTuple):
    """The words of the body without punctuation, their spans in `Report.text`, and parts, as places in `BODY`."""

    words: list[str]
    starts: np.ndarray
    ends: np.ndarray
    parts: np.ndarray


_known: WeakKeyDictionary[Report, dict[str, list[list[str]]]] = WeakKeyDictionary()


def cuts_of(report: Report, tokenizer: str) -> list[list[str]]:
    """What each paragraph of the body of a report is cut into, punctuation included; cut once."""
    known = _known.setdefault(report, {})
    if tokenizer not in known:
        cut = cutter(tokenizer)
        known[tokenizer] = [cut(report.text[p.start : p.end]) for p in _said(report)]
    return known[tokenizer]


def sizes_of(report: Report, tokenizer: str) -> np.ndarray:
    """How many words each paragraph of the body of a report has."""
    return np.array([_words_in(cut) for cut in cuts_of(report, tokenizer)], int)


def tokens_of(report: Report, tokenizer: str) -> Tokens:
    """The words of the body of a report."""
    said, cuts = _said(report), cuts_of(report, tokenizer)
    words, counts = [*chain.from_iterable(cuts)], [len(some) for some in cuts]
    ends = np.cumsum(np.fromiter(map(len, words), int, len(words)))
    before = np.concatenate([[0], np.cumsum([p.end - p.start for p in said], dtype=int)])[: len(said)]
    shift = np.repeat(np.array([p.start for p in said], int) - before, counts)  # from the body to the whole text
    starts = np.concatenate([[0], ends])[: len(words)]
    parts = np.repeat(np.array([BODY.index(p.part) for p in said], int), counts)
    kept = np.fromiter(map(is_word, words), bool, len(words))
    return chosen(Tokens(words, starts + shift, ends + shift, parts), kept)


def _said(report: Report) -> list[Paragraph]:
    return [p for p in report.paragraphs if p.part in BODY]


def _words_in(cut: list[str]) -> int:
    """How many of these tokens are words; nearly all are letters and digits only, the others are looked at."""
    return sum(map(str.isalnum, cut)) + sum(map(is_word, filterfalse(str.isalnum, cut)))


def joined(tokens: Tokens, matches: Matches, terms: list[str]) -> Tokens:
    """The words of a report, those that together make one of these terms as one word; no word is cut for a term."""
    first = {start: n for n, start in enumerate(tokens.starts.tolist())}
    last = {end: n for n, end in enumerate(tokens.ends.tolist())}
    words, ends, kept = [*tokens.words], tokens.ends.copy(), np.ones(len(tokens.words), bool)
    for term, start, end in zip(matches.term.tolist(), matches.start.tolist(), matches.end.tolist(), strict=True):
        if start in first and end in last:
            words[first[start]] = terms[term]
            ends[first[start]] = end
            kept[first[start] + 1 : last[end] + 1] = False
    return chosen(tokens._replace(words=words, ends=ends), kept)


def chosen(tokens: Tokens, kept: np.ndarray) -> Tokens:
    """Those words that are kept."""
    return Tokens([*compress(tokens.words, kept)], tokens.starts[kept], tokens.ends[kept], tokens.parts[kept])


def is_word(token: str) -> bool:
    """Whether a token holds a letter or a digit; what does not is punctuation or space.

    >>> is_word("5.4%"), is_word("发展"), is_word("，"), is_word("——")
    (True, True, False, False)
    """
    return token.isalnum() or any(map(str.isalnum, token))


def cutter(tokenizer: str) -> Callable[[str], list[str]]:
    """What cuts a text into words, in the default mode of jieba with its default dictionary.

    "rjieba" is the same in Rust, more than ten times as fast; it differs in a few runs of Latin letters and digits.
    """
    expect_tokenizer(tokenizer)
    return _jieba() if tokenizer == "jieba" else _rjieba()


def expect_tokenizer(tokenizer: str) -> None:
    """Refuse a tokenizer that is not there, without loading it."""
    if tokenizer not in TOKENIZERS:
        raise ValueError(
            f"tokenizer {tokenizer!r} does not exist. Expected one of {', '.join(TOKENIZERS)}. Choose one of these."
        )
    if find_spec(tokenizer) is None:
        raise ValueError(
            f"tokenizer {tokenizer!r}: the package {tokenizer} is not installed. Expected the extra `fast`. "
            "Run: pip install 'reportkit[fast]', or use tokenizer='jieba'."
        )


@cache
def _jieba() -> Callable[[str], list[str]]:
    """A tokenizer that reads jieba's dictionary itself: jieba would log to stderr and share a cache file with everybody."""
    with _quiet():
        import jieba
    from importlib.resources import files

    class Tokenizer(jieba.Tokenizer):
        def calc(self, sentence, DAG, route):
            """The likeliest way through a sentence as jieba finds it, but the logarithm of a count is not taken anew each time."""
            count = self.FREQ.get
            route[len(sentence)] = (0, 0)
            for start in range(len(sentence) - 1, -1, -1):
                best = -inf
                for end in DAG[start]:
                    likely = weights[count(sentence[start : end + 1], 0)] + route[end + 1][0]
                    if likely >= best:
                        best, last = likely, end
                route[start] = (best, last)

    own = Tokenizer()
    with files("jieba").joinpath("dict.txt").open("rb") as lines:
        own.FREQ, own.total = own.gen_pfdict(lines)
    weights = {count: log(count or 1) - log(own.total) for count in {0, *own.FREQ.values()}}
    own.initialized = True
    return own.lcut


@cache
def _rjieba() -> Callable[[str], list[str]]:
    import rjieba

    return rjieba.Jieba().cut


@contextmanager
def _quiet() -> Iterator[None]:
    """Import without pkg_resources, which warns, takes long or fails; jieba has its own way to open a file without it."""
    before = sys.modules.get("pkg_resources")
    sys.modules["pkg_resources"] = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes in the source of jieba
            yield
    finally:
        del sys.modules["pkg_resources"]
        if before is not None:
            sys.modules["pkg_resources"] = before
