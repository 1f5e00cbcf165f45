"""Bytes to text: every encoding Chinese reports come in, and no decode by luck.

Strict UTF-8 is right whenever it succeeds. The older encodings are not so: Big5 bytes decode as GB18030 without any
error and give nonsense. So the candidate wins whose Chinese characters are mostly the common ones: a right decode of a
report reaches 0.78 or more, in either script, a wrong one 0.21 at most.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

import numpy as np

from ..lexicons import lexicon
from .error import ReportError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-16-le", "utf-16-be")
_LEGACY = ("gb18030", "cp950", "big5hkscs", "utf-8", *_WIDE)
_NAMES = {"gb18030": "GB18030", "cp950": "Big5", "big5hkscs": "Big5", "cp1252": "Latin-1", "latin-1": "Latin-1"}
# How mojibake is made: text of the second encoding, read as the first and saved again.
_MISREADINGS = (
    ("gb18030", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("cp1252", "gb18030"),
    ("latin-1", "gb18030"),
    ("gb18030", "cp950"),
    ("cp950", "gb18030"),
    ("cp950", "utf-8"),
)
_RIGHT = 0.78  # and there is no need to try another
_PLAUSIBLE = 0.4  # between the 0.21 of wrong decodes and the 0.78 of right ones
_UNREADABLE = 0.002
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0010ffff]+")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_AGAIN = "Take the file from its source again"


def decode(data: bytes, file: object) -> str:
    """The text of `data` lines ended by a newline, without byte order mark; nothing is replaced or dropped.

    >>> decode("政府工作报告".encode("gb18030"), "a.txt"), decode("政府工作報告".encode("big5"), "a.txt")
    ('政府工作报告', '政府工作報告')
    """
    text = _strict(data, encoding_of(data, file), file)
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def encoding_of(data: bytes, file: object) -> str:
    """The encoding of a text, or of its beginning."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if b"\0" not in data:
        try:
            data.decode("utf-8")
            return "utf-8"
        except UnicodeDecodeError:
            pass
    return _guess(data, file)


def check(text: str, file: object) -> str:
    """Give `text` back if it can be read; a `ReportError` says why not: empty, mojibake, lost characters.

    Up to two lost characters in a thousand pass: they are damage that a repair marks, not a failed decode.
    """
    if not text.strip("\ufeff\u200b \t\n\r\f\v\u3000\xa0"):
        raise ReportError(
            f"{file}: is empty{' but for white space' if text else ''}. Expected the text of a report. {_AGAIN}."
        )
    if plausibility(text) < _PLAUSIBLE:
        _refuse_mojibake(text, file)
    signs = (
        ("lost characters (U+FFFD)", text.count("\ufffd") + 3 * text.count("锟斤拷"), _UNREADABLE),
        ("NUL characters", text.count("\0"), 0.002),
        ("private-use characters", _private_use(text), _UNREADABLE),
        ("question marks", text.count("?"), 0.2),
    )
    for what, count, bearable in signs:
        if count > bearable * len(text):
            raise ReportError(
                f"{file}: holds {count} {what} among {len(text)} characters: its text was lost in a conversion. "
                f"Expected readable Chinese. {_AGAIN}."
            )
    return text


def _private_use(text: str) -> int:
    """How many characters mean what one program chose; counted as numbers, for a pattern takes longer over a sound text."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    return int(np.count_nonzero((codes >= 0xE000) & (codes <= 0xF8FF) | (codes >= 0xF0000)))


def _refuse_mojibake(text: str, file: object) -> None:
    head = text[:2000]
    for wrong, right in _MISREADINGS:
        meant = head.encode(wrong, "ignore").decode(right, "ignore")
        if plausibility(meant) >= _PLAUSIBLE and _chinese(meant) >= 5:
            raise ReportError(
                f"{file}: reads as mojibake ({head.strip()[:8]!r}): it is {_name(right)} text that was read as "
                f"{_name(wrong)} and saved so. Expected readable Chinese ({meant.strip()[:6]!r}). {_AGAIN}."
            )


def plausibility(text: str) -> float:
    """Share of common characters among the Chinese ones, from a sample; 0 where there are none."""
    han = "".join(_HAN.findall(text[:: 1 + len(text) // 2000]))
    return len("".join(_common().findall(han))) / len(han) if han else 0.0


@cache
def _common() -> re.Pattern[str]:
    return re.compile(f"[{''.join(lexicon('common_characters').character)}]+")


def _chinese(text: str) -> int:
    return sum("\u3400" <= c <= "\u9fff" for c in text)


def _name(encoding: str) -> str:
    return _NAMES.get(encoding, encoding.upper())


def _guess(data: bytes, file: object) -> str:
    head = data[:100_000]
    candidates = _WIDE if b"\0" in head else _LEGACY
    scores: dict[str, float] = {}
    for encoding in candidates:
        scores[encoding] = plausibility(head.decode(encoding, "replace"))
        if scores[encoding] >= _RIGHT:
            break
    encoding = max(scores, key=scores.__getitem__)  # the first of equals
    if scores[encoding] >= _PLAUSIBLE:
        return encoding
    if b"\0" in data:
        raise ReportError(
            f"{file}: is binary (a NUL byte at offset {data.index(0)}). "
            "Expected a text, web page, Word file (.docx) or PDF. Save the report as one of these."
        )
    raise ReportError(
        f"{file}: is in an encoding that cannot be told, or holds no Chinese text (it begins {data[:12]!r}). "
        "Expected text in UTF-8, GB18030, Big5 or UTF-16. Save it again as UTF-8."
    )


def _strict(data: bytes, encoding: str, file: object) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "cp950":
            return _strict(data, "big5hkscs", file)
        count = data.decode(encoding, "replace").count("\ufffd")
        raise ReportError(
            f"{file}: is {_name(encoding)} text with {count} invalid byte sequence{'s' * (count > 1)}, the first "
            f"({data[error.start : error.end].hex(' ')}) at byte {error.start}. Expected text that can be "
            "decoded whole. Correct the file there, or take it from its source again."
        ) from None
    if encoding == "gb18030":
        text = text.replace("\ue5e5", "\u3000")  # A3A0, the blank of many old web pages
        own = _PRIVATE.search(text)
        if own:
            raise ReportError(
                f"{file}: is GB18030 text with a private-use character (U+{ord(own[0]):04X}) at byte "
                f"{len(text[: own.start()].encode(encoding))}. Expected characters that every reader shows. "
                "Correct the file there, or take it from its source again."
            )
    return text
