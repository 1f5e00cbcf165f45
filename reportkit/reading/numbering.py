"""The numerals that Word puts before paragraphs: they stand in no text, and headings are known by them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
from typing import NamedTuple

from .archive import member
from .error import ReportError

_DIGITS = "〇一二三四五六七八九"
_CHINESE = frozenset(
    "chineseCounting chineseCountingThousand taiwaneseCounting taiwaneseCountingThousand japaneseCounting "
    "ideographDigital ideographTraditional".split()
)


class Level(NamedTuple):
    """How one level of a list counts: from `start`, in `form`, written as in `pattern` (`（%1）`).

    Lists of one `family` go on counting each other's paragraphs, but for one that is set to `restart`.
    """

    family: str
    start: int
    form: str
    pattern: str
    restart: bool = False


class Numbering:
    """Counts a document's numbered paragraphs as Word does.

    >>> lists = Numbering({("1", 0): Level("0", 1, "chineseCounting", "%1、")}, {"Heading1": ("1", 0)})
    >>> lists.next("Heading1", "", ""), lists.next("", "1", "0"), lists.next("", "", "")
    ('一、', '二、', '')
    """

    def __init__(self, levels: dict[tuple[str, int], Level], styles: dict[str, tuple[str, int]]) -> None:
        self.levels, self.styles = levels, styles
        self.counts: dict[tuple[str, int], int] = {}
        self.begun: set[tuple[str, int]] = set()

    def next(self, style: str, number: str, level: str) -> str:
        """The numeral of the next paragraph, given its style and its own list and level; empty without one."""
        if not number and style in self.styles:
            number, depth = self.styles[style]
        else:
            depth = int(level) if level.isdecimal() else 0
        here = self.levels.get((number, depth))
        if here is None:
            return ""
        count = self.counts.get((here.family, depth), here.start - 1)
        if here.restart and (number, depth) not in self.begun:
            count = here.start - 1
        self.begun.add((number, depth))
        self.counts = {(f, d): n for (f, d), n in self.counts.items() if f != here.family or d <= depth}
        self.counts[here.family, depth] = count + 1
        text = here.pattern
        for i in range(depth + 1):
            other = self.levels.get((number, i), here)
            numeral = _numeral(self.counts.get((here.family, i), other.start), other.form)
            if numeral is None:
                return ""
            text = text.replace(f"%{i + 1}", numeral)
        return text


def _numeral(n: int, form: str) -> str | None:
    if form in _CHINESE and n < 100:
        tens, ones = divmod(n, 10)
        return ("" if tens < 2 else _DIGITS[tens]) + "十" * (tens > 0) + (_DIGITS[ones] if ones or not tens else "")
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= n <= 20:
        return chr(0x2460 + n - 1)
    if form in ("upperLetter", "lowerLetter") and 1 <= n <= 26:
        return chr((65 if form == "upperLetter" else 97) + n - 1)
    return str(n) if form == "decimal" else None  # a bullet, or a way of counting not known here


def read_levels(archive: zipfile.ZipFile, names: set[str], file: object) -> tuple[dict, dict]:
    """The levels of each list (numbering.xml) and the list of each paragraph style (styles.xml)."""
    levels, styles = {}, {}
    if "word/numbering.xml" not in names:
        return levels, styles
    root = _tree(member(archive, "word/numbering.xml", file), f"{file} (word/numbering.xml)")
    shapes = {shape.get(_w("abstractNumId")): shape for shape in root.iter(_w("abstractNum"))}
    for num in root.iter(_w("num")):
        number, shape = num.get(_w("numId")), shapes.get(_value(num, "abstractNumId"))
        restarts = {_int(o.get(_w("ilvl"), "")): _value(o, "startOverride") for o in num.iter(_w("lvlOverride"))}
        for lvl in () if shape is None else shape.iter(_w("lvl")):
            depth = _int(lvl.get(_w("ilvl"), ""))
            start = restarts.get(depth) or _value(lvl, "start") or "1"
            levels[number, depth] = Level(
                _value(num, "abstractNumId"),
                _int(start),
                _value(lvl, "numFmt"),
                _value(lvl, "lvlText"),
                bool(restarts.get(depth)),
            )
            if style := _value(lvl, "pStyle"):
                styles[style] = (number, depth)
    if "word/styles.xml" in names:
        root = _tree(member(archive, "word/styles.xml", file), f"{file} (word/styles.xml)")
        for style in root.iter(_w("style")):
            for num in style.iter(_w("numPr")):
                here = (_value(num, "numId"), _int(_value(num, "ilvl")))
                styles.setdefault(style.get(_w("styleId"), ""), here)
    return levels, styles


class _Plain(ET.TreeBuilder):
    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise ReportError("declares a document type")


def _tree(data: bytes, file: object) -> ET.Element:
    try:
        parser = ET.XMLParser(target=_Plain())
        parser.feed(data)
        return parser.close()
    except (ET.ParseError, ReportError) as error:
        raise ReportError(
            f"{file}: is damaged XML ({error}). Expected a whole Word file. Open it in Word or WPS and save it again."
        ) from None


def _w(name: str) -> str:
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + name


def _value(node: ET.Element, name: str) -> str:
    child = node.find(_w(name))
    return "" if child is None else child.get(_w("val"), "")


def _int(digits: str) -> int:
    return int(digits) if digits.isdecimal() else 0
