"""Word files (.docx) to text: paragraphs, tables, text boxes and notes in the order in which they are read."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile

from .archive import member
from .error import ReportError
from .numbering import Numbering, read_levels

_LEFT_OUT = frozenset("del moveFrom pPrChange Fallback rt".split())  # deleted, moved, changed, doubled, pinyin
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def is_document(name: str) -> bool:
    """Whether a part of an archive is a Word file's text."""
    return re.fullmatch(r"word/document\d*\.xml", name) is not None


def docx_text(archive: zipfile.ZipFile, file: object) -> str:
    """The text of a Word file: a line per paragraph or table row; notes numbered 【1】 and listed at the end."""
    names = set(archive.namelist())
    document = next(name for name in sorted(names) if is_document(name))
    numbering = Numbering(*read_levels(archive, names, file))
    body = _read(member(archive, document, file), f"{file} ({document})", numbering)
    lines = body.lines
    if body.marks:
        texts = {}
        for kind in {kind for kind, _ in body.marks}:
            name = f"word/{kind}s.xml"
            if name in names:
                notes = _read(member(archive, name, file), f"{file} ({name})", Numbering({}, {})).notes
                texts |= {(kind, key): text for key, text in notes.items()}
        lines = [*lines, "注释", *(f"{n}.{texts.get(mark, '')}" for n, mark in enumerate(body.marks, 1))]
    return "\n".join(lines)


def _read(data: bytes, file: object, numbering: Numbering) -> _Body:
    body = _Body(file, numbering)
    try:
        parser = ET.XMLParser(target=body)
        parser.feed(data)
        parser.close()
    except ET.ParseError as error:
        raise ReportError(
            f"{file}: is damaged XML ({error}). Expected a whole Word file. Open it in Word or WPS and save it again."
        ) from None
    return body


class _Body:
    """What the parser calls; keeps lines of text and no tree, so that memory stays near the size of the text."""

    def __init__(self, file: object, numbering: Numbering) -> None:
        self.file, self.numbering = file, numbering
        self.marks: list[tuple[str, str]] = []  # ("footnote", id) in order of appearance
        self.notes: dict[str, str] = {}  # id -> text, in footnotes.xml and endnotes.xml
        self.blocks: list[list[str]] = [[]]  # lines of the body and of each open cell, text box or note
        self.rows: list[list[list[str]]] = []  # cells of each open table row
        self.paragraphs: list[list[str]] = []  # pieces of each open paragraph
        self.boxes: list[list[str]] = []  # lines of the text boxes of each open paragraph
        self.left_out = 0
        self.in_text = self.raised = False
        self.style = self.number = self.level = self.note = ""

    @property
    def lines(self) -> list[str]:
        return self.blocks[0]

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise ReportError(
            f"{self.file}: declares a document type, as no Word file does. Expected plain XML. "
            "Open it in Word or WPS and save it again."
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition("}")[2]
        if tag in _LEFT_OUT:
            self.left_out += 1
        if self.left_out:
            return
        value = next((v for k, v in attributes.items() if k.endswith("}val")), "")
        if tag == "t":
            self.in_text = True
        elif tag == "p":
            self.paragraphs.append([])
            self.boxes.append([])
            self.style = self.number = self.level = ""
        elif tag == "r":
            self.raised = False
        elif tag == "vertAlign":
            self.raised = value == "superscript"
        elif tag in ("txbxContent", "tc", "footnote", "endnote"):
            self.blocks.append([])
            self.note = next((v for k, v in attributes.items() if k.endswith("}id")), self.note)
        elif tag == "tr":
            self.rows.append([])
        elif tag == "pStyle":
            self.style = value
        elif tag == "numId":
            self.number = value
        elif tag == "ilvl":
            self.level = value
        elif not self.paragraphs:
            return
        elif tag in _SIGNS:
            self.paragraphs[-1].append(_SIGNS[tag])
        elif tag in ("footnoteReference", "endnoteReference"):
            mark = (tag.removesuffix("Reference"), next((v for k, v in attributes.items() if k.endswith("}id")), ""))
            self.marks.append(mark)
            self.paragraphs[-1].append(f"【{len(self.marks)}】")

    def data(self, text: str) -> None:
        if self.in_text and not self.left_out and self.paragraphs:
            raised = self.raised and text.isdecimal()
            self.paragraphs[-1].append(text.translate(_SUPERSCRIPT) if raised else text)

    def end(self, tag: str) -> None:
        tag = tag.rpartition("}")[2]
        if self.left_out:
            self.left_out -= tag in _LEFT_OUT
        elif tag == "t":
            self.in_text = False
        elif tag == "pPr" and self.paragraphs:
            self.paragraphs[-1][:] = [self.numbering.next(self.style, self.number, self.level)]
        elif tag == "p":
            self.blocks[-1] += ["".join(self.paragraphs.pop()), *self.boxes.pop()]
        elif tag == "txbxContent":
            (self.boxes or self.blocks)[-1].extend(self.blocks.pop())
        elif tag == "tc" and self.rows:
            self.rows[-1].append(self.blocks.pop())
        elif tag == "tr":
            cells = [[line for line in cell if line.strip()] for cell in self.rows.pop()]
            if all(len(cell) <= 1 for cell in cells):
                self.blocks[-1].append("\t".join("".join(cell) for cell in cells))
            else:  # a table that only lays out text
                self.blocks[-1] += [line for cell in cells for line in cell]
        elif tag in ("footnote", "endnote"):
            self.notes[self.note] = " ".join(line.strip() for line in self.blocks.pop()).strip()

    def close(self) -> None:
        pass
