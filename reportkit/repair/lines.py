"""Line ends inside a sentence, where a page or a column ended and not the thought."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from unicodedata import east_asian_width

from ..text import Edit

_ENDED = "。！？!?；;：:…”’》）)】"
_NO_START = "，。、；：！？）》】”’%％‰,;!?"
_OPEN = "（(《“‘【、，,"
_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
_HAN_WORD = re.compile("[\u4e00-\u9fff]+")
_COMMA = re.compile("[，,。；;]")
_AFTER_ONE = tuple("、，,；;。")
_UNITS = ("%", "亿元", "万元", "个百分点", "亿美元", "平方")
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十]+[章节部分条]"
    r"|\d{1,2}[.．、](?!\d)|[-—–]|第[一二三四五六七八九十\d]+[次届]|[①-⑳]|[【\[〔]|各位|同志们|[一二三四五六七八九十]是|附[件：:]|注[：:]|名词)"
)


def hard_breaks(text: str) -> Iterator[Edit]:
    """A line that ends at the column's edge, or inside a sentence, goes on in the next one."""
    spans = [m.span() for m in _LINE.finditer(text)]
    lines = [text[start:end] for start, end in spans]
    widths = [_width(words) for words in lines] if _may_be_wrapped(lines) else []
    width = _column(widths)
    indented = [start > 0 and text[start - 1] in " \t\u3000" for start, _ in spans]
    styled = width > 0 and 0.03 < sum(indented) / len(lines) < 0.6  # paragraphs, and only they, begin with an indent
    sound = not width and _sound(lines)
    whole = ""  # the line as joined so far
    for i, (words, after) in enumerate(zip(lines, lines[1:], strict=False)):
        whole += words
        if after[0] in _NO_START:
            goes_on = True
        elif styled and widths[i] >= width - 4:
            goes_on = not indented[i + 1]
        elif words[-1] in _ENDED or _HEADING.match(after) or len(whole) < 12:
            goes_on = False
        elif words[-1] in _OPEN or words[-1].isdecimal() and after.startswith(_UNITS):
            goes_on = True
        elif width:
            goes_on = not indented[i + 1] and (widths[i] >= width - 10 or _breaks_off(words))
        else:
            near = text[max(0, spans[i][0] - 20_000) : spans[i][1] + 20_000]  # a text of many reports stays linear
            goes_on = _in_sentence(near, whole, after, sound=sound)
        if goes_on:
            yield Edit(spans[i][1], spans[i + 1][0], "", "hard line break")
        else:
            whole = ""


def _breaks_off(words: str) -> bool:
    """Whether a line that is not full, even with an indent or a long number that did not fit, ends inside a sentence."""
    return not _HEADING.match(words) and _COMMA.search(words) is not None


def _in_sentence(text: str, words: str, after: str, *, sound: bool) -> bool:
    """Whether a sentence runs over the break between two lines of a text that was not wrapped."""
    if not _HAN_WORD.match(words[-1]) and not _HAN_WORD.match(after) or not _COMMA.search(words):
        return False
    if after[1:2] in _AFTER_ONE and _HAN_WORD.match(after):
        return True
    if sound and len(words) >= 50 and _COMMA.search(after) and not _opens_clauses(text, after[:2]):
        return True
    return _inside_word(text, words, after)


def _opens_clauses(text: str, word: str) -> bool:
    """Whether a word mostly stands at the head of a clause in this text, as it may at the head of a paragraph."""
    before = [text[m.start() - 1] for m in re.finditer(re.escape(word), text) if m.start()]
    return sum(not _HAN_WORD.match(char) for char in before) >= max(2, 0.5 * len(before))


def _sound(lines: list[str]) -> bool:
    """Whether full stops are kept: no long line runs without its end into a heading or the end of the text."""
    return not any(
        len(words) >= 50 and words[-1] not in _ENDED and (after is None or _HEADING.match(after))
        for words, after in zip(lines, [*lines[1:], None], strict=False)
    )


def _may_be_wrapped(lines: list[str]) -> bool:
    """Whether there are many lines, and hardly a long one."""
    return len(lines) >= 30 and sorted(map(len, lines))[-len(lines) // 10] <= 70


def _column(widths: list[int]) -> int:
    """The width at which lines of these widths were wrapped; 0 if they were not."""
    common = Counter(w // 2 for w in widths if w > 30)
    top = max(common, key=lambda w: common[w - 1] + common[w] + common[w + 1], default=0)
    near = sum(abs(w // 2 - top) <= 2 for w in widths)
    return 2 * top if near > 0.5 * len(widths) else 0


def _width(words: str) -> int:
    """The width of words in half characters."""
    return sum(map(_width_of_one, words))


@cache
def _width_of_one(char: str) -> int:
    return 2 if east_asian_width(char) in "WFA" else 1


def _inside_word(text: str, words: str, after: str) -> bool:
    """Whether a word of three or four characters runs over the break (文明志|愿者) and stands in the text elsewhere."""
    if words[-1] + after[0] not in text:  # what all of them have in the middle
        return False
    across = [(words[-i:] + after[:j], i, j) for i, j in ((1, 2), (2, 1), (2, 2), (3, 1), (1, 3))]
    return any(
        len(word) == i + j and _HAN_WORD.fullmatch(word) and word in text and _is_word(word) for word, i, j in across
    )


@lru_cache(maxsize=4096)
def _is_word(word: str) -> bool:
    return f"\n{word} ".encode() in _dictionary()


@lru_cache(maxsize=1)
def _dictionary() -> bytes:
    """The word list of jieba as it lies on disk: for a few look-ups; to load it into jieba costs a second."""
    return Path(find_spec("jieba").origin).with_name("dict.txt").read_bytes()
