"""The glossary (名词解释) behind a report: its entries, and where the report uses what they explain."""

from __future__ import annotations

import re
from typing import NamedTuple

from .structure import BODY

_ENTRY = re.compile(r"[\[【（(〔]?\s*(\d{1,3})\s*[\]】）)〕]\s*[.．、:：]?\s*|(\d{1,3})\s*[.．、:：]\s*|([①-⑳])\s*")
_INSIDE = re.compile(r"(?<=[。；;])\s*(?=[\[【（(〔]?\d{1,3}[\]】）)〕.．、])")
_TERM = re.compile(r"[^。；\n]{1,60}?(?:[:：]|(?=是指|系指|就是指|，是指|,是指|主要指)|(?<=[”）)])(?=即|指))")
_PAGE = re.compile(r"[（(]?\s*(?:[Pp]\s*\d+(?:\s*[-、,，]\s*[Pp]?\d+)*|第\s*\d+\s*页)\s*[）)]?\s*$")
_AFTER = re.compile(r"^[（(](?:以上|注|说明)|^(?:以上|注[:：]|说明[:：])")
_QUOTES = re.compile(r"[“”‘’\"'「」『』]")


class Entry(NamedTuple):
    """An entry of a glossary: number (None without one), term without quotation marks, definition, span in the text."""

    number: int | None
    term: str
    definition: str
    start: int
    end: int


def entries(text: str, paragraphs: tuple) -> list[Entry]:
    """The entries in the paragraphs of the glossary; a paragraph without a number goes on with the last entry."""
    found: list[Entry] = []
    for start, end in _pieces(text, paragraphs):
        piece = text[start:end]
        mark = _ENTRY.match(piece)
        number = _number(mark) if mark else None
        numbered = bool(found) and found[-1].number is not None
        if mark and number != (found[-1].number + 1 if numbered else 1):
            if not _TERM.match(piece, mark.end()) or piece[mark.end() : mark.end() + 1].isdigit():
                mark = None
        if mark or not numbered:
            term = _TERM.match(piece, mark.end() if mark else 0)
            if term:
                written = clean_term(term[0].rstrip("：: "))
                if written:
                    found.append(Entry(number, written, _flat(piece[term.end() :]), start, end))
                continue
        if found and numbered and not _AFTER.match(piece):
            last = found[-1]
            found[-1] = last._replace(definition=last.definition + _flat(piece), end=end)
    return found


def clean_term(written: str) -> str:
    """A term without quotation marks and page reference: “六改”项目(P2) is 六改项目, “六稳”“六保” are 六稳、六保.

    >>> clean_term("“六改”项目(P2)"), clean_term("“六稳”“六保”"), clean_term("R&D")
    ('六改项目', '六稳、六保', 'R&D')
    """
    return _QUOTES.sub("", _PAGE.sub("", written).strip().replace("”“", "”、“")).strip(" 　,，、")


def _flat(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text).strip()


def _number(mark: re.Match) -> int:
    return ord(mark[3]) - ord("①") + 1 if mark[3] else int(mark[1] or mark[2])


def _pieces(text: str, paragraphs: tuple):
    """Spans of the glossary's paragraphs, cut where the next number follows inside one."""
    expected = None
    for p in paragraphs:
        if p.part != "glossary" or (p.heading and not _ENTRY.match(text[p.start : p.end])):
            continue
        start = p.start
        mark = _ENTRY.match(text, p.start, p.end)
        expected = _number(mark) + 1 if mark else expected
        for cut in _INSIDE.finditer(text, p.start, p.end):
            mark = _ENTRY.match(text, cut.end(), p.end)
            if mark and expected is not None and _number(mark) == expected:
                yield start, cut.start()
                start, expected = cut.end(), expected + 1
        yield start, p.end


def marks(log: tuple) -> dict[int, tuple[tuple[int, int], ...]]:
    """Raw spans of the footnote marks that a repair took out, by their number."""
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for change in log:
        if change.edit.rule == "footnote mark" and change.edit.kind == "removed":
            number = re.search(r"\d+|[①-⑳]", change.before)
            if number:
                n = int(number[0]) if number[0].isdigit() and number[0].isascii() else ord(number[0]) - ord("①") + 1
                found[n] = (*found.get(n, ()), (change.raw_start, change.raw_end))
    return found


def uses(text: str, paragraphs: tuple, terms: list[str]) -> list[list[tuple[int, int]]]:
    """For each term the spans in the body where it is used, whatever quotation marks stand in it.

    A term that names several things (六稳、六保) is looked for as a whole, then by its pieces.
    """
    chars, places = [], []
    for p in paragraphs:
        if p.part in BODY:
            kept = [i for i in range(p.start, p.end) if text[i] not in "“”‘’\"'「」『』 "]
            chars += [text[i] for i in kept] + ["\n"]
            places += [*kept, p.end]
    flat = "".join(chars)

    def spans(term: str) -> list[tuple[int, int]]:
        term = _QUOTES.sub("", term).replace(" ", "")
        return (
            [(places[m.start()], places[m.end() - 1] + 1) for m in re.finditer(re.escape(term), flat)] if term else []
        )

    out = []
    for term in terms:
        found = spans(term)
        if not found:
            pieces = [x for x in re.split(r"[、，,/和与及暨]", term) if len(x) >= 2]
            found = sorted({s for x in pieces for s in spans(x)}) if len(pieces) > 1 else []
        out.append(found)
    return out
