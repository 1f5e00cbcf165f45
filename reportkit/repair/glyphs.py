"""Repairs of single characters: what a web page, a converter or a wrong encoding made of them."""

from __future__ import annotations

import html
import re
import string
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from ..lexicons import lexicon
from ..text import Edit
from .search import found, starting

_ENTITY = re.compile(r"&(?:amp;)*(?:[a-zA-Z]{2,8}|#\d{2,5}|#[xX][0-9a-fA-F]{2,5});|<U\+[0-9A-Fa-f]{4,5}>")
_TAG = re.compile(
    r"</?(?:br|p|div|span|strong|b|em|font|a|img|table|tbody|tr|td|th|h\d|ul|li|script|style|section)\b[^<>]*>"
)
_ESCAPE = re.compile(r"(?:\\r)?\\n|\\r|\\t|\\xa0|\\u3000")
_INVISIBLE = "".join(map(chr, [*range(9), 0x7F, 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF]))
_FEEDS = "\x0b\x0c\x85\u2028\u2029"
_NO_BREAK = "\xa0\u202f"
_WIDE = "﹪" + "".join(chr(ord(c) + 0xFEE0) for c in string.digits + string.ascii_letters + "%")
_RADICALS = "".join(map(chr, [*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA6E)]))
_ODD = re.compile(f"[{_INVISIBLE}{_FEEDS}{_NO_BREAK}{_WIDE}{_RADICALS}]")
_WIDE_POINT = re.compile(r"．(?<=\d．)(?=\d)")
# “3·15” and “9·11” are dates: a decimal point has a unit behind it, or stands in a ratio of such numbers.
_DOTS = "·‧∙"
_CARE_OF = re.compile(r"℅(?<=\d℅)")
_POINT = starting(
    _DOTS,
    rf"(?:(?<=\d.)(?=\d+(?:、\d+[{_DOTS}]\d+)* ?(?:[万亿元%％℅‰]|个百分点|倍|公斤(?!级)|[:：∶]\d+[{_DOTS}]\d))"
    r"|(?:(?<=[:：∶]\d.)|(?<=[:：∶]\d\d.))(?=\d))",
)
_WHOLE = re.compile(rf"(?:^|[^\d.{_DOTS}“\"：:∶])\d+$|[{_DOTS}]\d+[:：∶]\d+$")
_PERCENT = re.compile(r"_M_M_(?:(?<=\d_M_M_)|(?<=\d _M_M_))")
_HAN = "\u3400-\u9fff"
_LATIN = "A-Za-z\u00c0-\u00ff\u0100-\u017f\u01cd-\u01dc\u0251\u0261\u0300-\u030c"
_HAN_ONLY = re.compile(f"[{_HAN}]")
_GLOSS = starting("（(", rf" ?([{_LATIN}]{{1,24}}(?:[ '’][{_LATIN}]{{1,8}}){{0,3}}) ?[)）]")
_TONES = re.compile("[\u0300\u0301\u0304\u030c]")
_SHIFTED = re.compile(rf"[?？]([!-~！-～][{_HAN}]{{0,4}}[@-~])(?=(.{{2}}))")
_TORN_GLOSS = re.compile(rf"[?？](?:[!-~！-～][A-Za-z{_HAN}]{{0,8}}[?？])?([{_LATIN}]{{1,6}})[)）][?？]?")
_UNREADABLE = re.compile(rf"[?\ufffd□](?<=[{_HAN}\d].)(?:(?<=\?)\?+|(?<!\?)[\ufffd□]*)(?=[{_HAN}\d])")


@lru_cache(maxsize=8)
def _odd(text: str) -> frozenset[str]:
    """The odd characters of a text, for a rule to see at once that nothing in it is its business."""
    return frozenset(_ODD.findall(text))


def _runs(text: str, kind: str) -> Iterator[re.Match[str]]:
    """The runs of characters of one kind."""
    return re.finditer(f"[{kind}]+", text) if any(char in kind for char in _odd(text)) else iter(())


def invisible(text: str) -> Iterator[Edit]:
    """Zero-width and control characters show nothing and split words; a form feed is a line end."""
    for m in _runs(text, _INVISIBLE):
        yield Edit(m.start(), m.end(), "", "invisible character")
    for m in _runs(text, _FEEDS):
        yield Edit(m.start(), m.end(), "\n", "invisible character")


def web_entities(text: str) -> Iterator[Edit]:
    """`&nbsp;`, `&ldquo;`, `<U+00A0>` stand for the character that they name, however often they were escaped."""
    if "&" in text or "<U" in text:
        for m in _ENTITY.finditer(text):
            old = m[0]
            new = chr(int(old[3:-1], 16)) if old[0] == "<" else _unescaped(old)
            if new != old:
                yield Edit(m.start(), m.end(), new.replace("\xa0", " "), "web entity")


def _unescaped(entity: str) -> str:
    """What an entity names, however often its & was escaped."""
    return html.unescape("&" + entity[1:].replace("amp;", "")) if entity != "&amp;" else "&"


def web_tags(text: str) -> Iterator[Edit]:
    """A tag left over by a web page says how to show the text, not what it says; a break or paragraph ends a line."""
    if "<" in text:
        for m in _TAG.finditer(text):
            yield Edit(m.start(), m.end(), "\n" if m[0][1:3].lower() in ("br", "/p") else "", "web tag")


def escapes(text: str) -> Iterator[Edit]:
    r"""A backslash with `r`, `n` or `t` standing as text is the line end or tab of a file that was escaped twice."""
    if "\\" in text:
        for m in _ESCAPE.finditer(text):
            yield Edit(m.start(), m.end(), "\n" if "n" in m[0] or "r" in m[0] else " ", "literal escape")


def no_break_spaces(text: str) -> Iterator[Edit]:
    """A no-break space is a space that a web page kept from breaking; the text needs none."""
    for m in _runs(text, _NO_BREAK):
        yield Edit(m.start(), m.end(), " " * len(m[0]), "no-break space")


def full_width(text: str) -> Iterator[Edit]:
    """Full-width digits, letters, ％ and decimal points are the ASCII ones; Chinese punctuation stays as it is."""
    for m in _runs(text, _WIDE):
        yield Edit(m.start(), m.end(), unicodedata.normalize("NFKC", m[0]), "full width")
    for m in _WIDE_POINT.finditer(text) if "．" in text else ():
        line = text.rfind("\n", 0, m.start()) + 1
        if not text[line : m.start()].strip().isdecimal():  # 3．10种 at the head of a line is item 3, not 3.10
            yield Edit(m.start(), m.end(), ".", "full width")


def look_alikes(text: str) -> Iterator[Edit]:
    """℅ (care of) for % and a middle dot for a decimal point, 270·4亿元, as pages of before 2005 have them."""
    for m in _CARE_OF.finditer(text):
        yield Edit(m.start(), m.end(), "%", "look-alike")
    for m in found(_POINT, text):
        if _WHOLE.search(text, max(0, m.start() - 12), m.start()):
            yield Edit(m.start(), m.end(), ".", "look-alike")


def radicals(text: str) -> Iterator[Edit]:
    """A PDF's fonts give ⼯ (radical 48) or 金 in a compatibility form for the character itself, and no search finds it."""
    for m in _runs(text, _RADICALS):
        new = unicodedata.normalize("NFKC", m[0])
        if new != m[0]:
            yield Edit(m.start(), m.end(), new, "radical")


def percent_placeholder(text: str) -> Iterator[Edit]:
    """`_M_M_` directly behind a number is how one scraper's export escaped %."""
    if "_M_M_" in text:
        for m in _PERCENT.finditer(text):
            yield Edit(m.start(), m.end(), "%", "percent placeholder")


def shifted_bytes(text: str) -> Iterator[Edit]:
    """GBK read one byte off behind a lost lead byte: put back, the bytes must fall in step and give plain Chinese."""
    if "?" not in text and "？" not in text or not is_traditional(text):
        return  # a pair whose second byte is an ASCII letter exists in GBK for traditional characters only
    for m in _SHIFTED.finditer(text):
        first, rest = m[1][0], m[1][1:]
        wide = first if first > "~" else chr(ord(first) + 0xFEE0)
        try:
            new = (b"\xa1" + (wide + rest).encode("gbk")).decode("gbk")
        except UnicodeError:
            continue
        if new[0] == "。" and all(_is_plain(c) for c in new[1:] + m[2]):
            yield Edit(m.start(), m.end(), new, "shifted bytes")


def _is_plain(char: str) -> bool:
    """Whether a character is punctuation or one of the 3,755 common ones (GB 2312, level 1) once simplified."""
    try:
        return char in "“”《》、，。,(（" or 0xB0 <= char.translate(_simplified()).encode("gb2312")[0] <= 0xD7
    except UnicodeError:
        return False


def pinyin_glosses(text: str) -> Iterator[Edit]:
    """A legal syllable with its tone in brackets behind a character says how to read it; nobody delivers that."""
    glosses = [m for m in found(_GLOSS, text) if _HAN_ONLY.match(text, m.start() - 1)]
    toned = {m.start() for m in glosses if _has_tone(m[1])}
    said = {(text[m.start() - 1], _plain_pinyin(m[1])) for m in glosses if m.start() in toned}
    for m in glosses:
        read = _plain_pinyin(m[1])
        # Toneless letters are a gloss only among many that carry tones: 們(men), but not 人工智能(AI).
        toneless = len(toned) >= 10 and (m[1].islower() or (text[m.start() - 1], read) in said)
        if (m.start() in toned or toneless) and _is_pinyin(read):
            yield Edit(m.start(), m.end(), "", "pinyin gloss")


def torn_glosses(text: str) -> Iterator[Edit]:
    """A gloss whose bracket was eaten by `?`, or `??` and □ inside a sentence: bytes are gone and stay gone."""
    if "?" in text or "？" in text or "□" in text or "\ufffd" in text:
        for m in _TORN_GLOSS.finditer(text):
            if _has_tone(m[1]) and _is_pinyin(_plain_pinyin(m[1])):
                yield Edit(m.start(), m.end(), m[0], "shifted bytes", lost=True)
        for m in _UNREADABLE.finditer(text):
            yield Edit(m.start(), m.end(), m[0], "unreadable character", lost=True)


@lru_cache(maxsize=4096)
def _has_tone(gloss: str) -> bool:
    return _TONES.search(unicodedata.normalize("NFD", gloss)) is not None


@lru_cache(maxsize=4096)
def _plain_pinyin(gloss: str) -> str:
    bare = _TONES.sub("", unicodedata.normalize("NFD", gloss.lower())).replace("ɡ", "g").replace("ɑ", "a")
    return unicodedata.normalize("NFC", bare)


@lru_cache(maxsize=4096)
def _is_pinyin(letters: str) -> bool:
    """Whether letters without tones are one to four legal syllables, written together or apart."""
    if not letters:
        return False
    legal = _syllables()
    parts = re.split(r"[ '’]", letters)
    if len(parts) > 1:
        return all(p in legal for p in parts)
    return letters in legal or any(letters[:i] in legal and _is_pinyin(letters[i:]) for i in range(1, len(letters)))


@lru_cache(maxsize=1)
def _syllables() -> frozenset[str]:
    return frozenset(lexicon("pinyin")["syllable"])


def script(text: str) -> Iterator[Edit]:
    """A report written in traditional characters is read in simplified ones; one that is not stays as it is."""
    if not is_traditional(text):
        return
    new = simplify(text)
    old_codes, new_codes = (np.frombuffer(t.encode("utf-32-le"), np.uint32) for t in (text, new))
    changed = np.flatnonzero(old_codes != new_codes)
    breaks = np.flatnonzero(np.diff(changed) > 1)
    starts = changed[np.concatenate([[0], breaks + 1])] if changed.size else changed
    ends = changed[np.concatenate([breaks, [-1]])] + 1 if changed.size else changed
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        yield Edit(start, end, new[start:end], "script")


@lru_cache(maxsize=8)
def is_traditional(text: str) -> bool:
    """Whether at least one character in ten would change; simplified text holds a stray 著 or 乾 at most."""
    sample = text[:: 1 + len(text) // 4000]
    seen = [c for c in _changeable().findall(sample) if ord(c) in _simplified()]
    return len(seen) >= 0.1 * len(sample) and len(set(seen)) >= 10


def simplify(text: str) -> str:
    """The text in simplified characters, of the same length, by OpenCC's tables; 著 and 乾 by their words."""
    new = text.translate(_simplified())
    for m in _phrases()[0].finditer(text):
        new = new[: m.start()] + _phrases()[1][m[0]] + new[m.end() :]
    for char, other in (("著", "着"), ("乾", "干")):
        for m in re.finditer(char, text):
            at = m.start()
            kept = any(_stands(new, at, char, word) for word in _kept_words(char))
            new = new[:at] + (char if kept or new[at] == char == "乾" else other) + new[at + 1 :]
    return new


def _stands(text: str, at: int, char: str, word: str) -> bool:
    """Whether `word` stands in `text` so that its `char` falls on `at`, whatever is written there now."""
    start = at - word.index(char)
    here = text[max(start, 0) : start + len(word)]
    return len(here) == len(word) and here[: at - start] + char + here[at - start + 1 :] == word


@lru_cache(maxsize=2)
def _kept_words(char: str) -> tuple[str, ...]:
    return tuple(word for word in lexicon("kept_characters")["word"] if char in word)


def _opencc(name: str) -> list[tuple[str, str]]:
    rows = (Path(find_spec("opencc").origin).parent / "dictionary" / name).read_text(encoding="utf-8").splitlines()
    pairs = (row.split("\t") for row in rows if "\t" in row)
    return [(old, new.split(" ")[0]) for old, new in pairs]


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    return {ord(old): new for old, new in _opencc("TSCharacters.txt") if old != new}


@lru_cache(maxsize=1)
def _changeable() -> re.Pattern[str]:
    """The characters that may change; all of the rare ones beyond U+FFFF, for single ones make a set slow."""
    return re.compile("[" + "".join(chr(c) for c in _simplified() if c < 0x10000) + "\U00010000-\U0010ffff]")


@lru_cache(maxsize=1)
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """The phrases whose simplified form is not the sum of their characters, longest first."""
    table = _simplified()
    odd = {old: new for old, new in _opencc("TSPhrases.txt") if len(old) == len(new) and old.translate(table) != new}
    return re.compile("|".join(sorted(map(re.escape, odd), key=len, reverse=True))), odd
