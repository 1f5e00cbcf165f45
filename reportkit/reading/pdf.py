"""PDF files with a text layer to text: printed lines back to paragraphs, running heads and page numbers out."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from statistics import median
from typing import NamedTuple

from .error import ReportError

MAX_PAGES = 1_000  # the longest reports with all annexes have some hundred
MAX_DRAWING = 10_000_000  # bytes that draw one page: a page of text has some 10,000, a map a million
MAX_STREAM = 100_000_000  # bytes of any other part: an embedded Chinese font has 20 MB, a scanned page 30 MB
_NUMBER = re.compile(r"\d+")
_SHORT, _FULL = 5, 1.5  # characters: lines that mix digits and characters end up to five short of the margin
_ENDS_LINE = re.compile("[。！？；：:;!?…”）)]$")
_PAGE_NUMBER = re.compile(r"[-—–─·•\s]*#[-—–─·•\s]*|第\s*#\s*页.{0,8}|#\s*/\s*#")


class Line(NamedTuple):
    """A printed line: its text and where it stands on its page, in points from left and bottom."""

    text: str
    left: float
    right: float
    bottom: float
    height: float


def pdf_text(data: bytes, file: object) -> str:
    """The text of a PDF, one line per paragraph."""
    pages = _pages(data, file)
    blank = [n for n, (lines, _) in enumerate(pages, 1) if not lines]
    pictures = [n for n, (lines, picture) in enumerate(pages, 1) if picture and not lines]
    if len(blank) == len(pages) or any(1 < n < len(pages) for n in pictures):
        which = "" if len(blank) == len(pages) else f" on page {', '.join(map(str, pictures[:5]))}"
        raise ReportError(
            f"{file}: has {len(pages)} page{'s' * (len(pages) > 1)} and no text layer{which}: it is a scan. "
            "Expected a PDF with text. Run OCR over it and give the text it yields."
        )
    return "\n".join(_paragraphs(_without_running_lines([lines for lines, _ in pages])))


def _refuse_bomb(data: bytes, file: object) -> None:
    """Unpack each stream up to what is bearable, before pdfium does so without a limit."""
    for stream in re.finditer(rb"stream\r?\n", data):
        about = data[max(0, stream.start() - 300) : stream.start()].rpartition(b" obj")[2]
        if b"Flate" not in about:
            continue
        limit = MAX_STREAM if re.search(rb"/(?:Image|Length1|CIDFontType0C|OpenType)\b", about) else MAX_DRAWING
        unpack = zlib.decompressobj()
        try:
            size = len(unpack.decompress(memoryview(data)[stream.end() :], limit))
        except zlib.error:
            continue
        if size >= limit or about.count(b"Flate") > 1:
            raise ReportError(
                f"{file}: is a PDF with a part that unpacks to more than {limit / 1e6:.0f} MB. "
                "Expected pages of text. Print it to a new PDF, or save its text as .txt."
            )


def _pages(data: bytes, file: object) -> list[tuple[list[Line], bool]]:
    try:
        import pypdfium2
        from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE
    except ImportError:
        raise ReportError(
            f"{file}: is a PDF, and the package pypdfium2 is not installed. Expected the extra `documents`. "
            "Run: pip install 'reportkit[documents]'."
        ) from None
    _refuse_bomb(data, file)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReportError(
                f"{file}: is a PDF protected by a password. Expected an open file. Save it without the password."
            ) from None
        raise ReportError(
            f"{file}: is a damaged or cut-off PDF. Expected a whole PDF with text. Save or download it again."
        ) from None
    try:
        if not 0 < len(document) <= MAX_PAGES:
            raise ReportError(
                f"{file}: has {len(document)} pages. Expected a report of 1 to {MAX_PAGES}. Save its own pages alone."
            )
        pages = []
        for number, page in enumerate(document, 1):
            lines = _lines(page, number, file)
            picture = not lines and any(True for _ in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3))
            pages.append((lines, picture))
            page.close()
        return pages
    except pypdfium2.PdfiumError:
        raise ReportError(
            f"{file}: is a damaged PDF (page {len(pages) + 1} cannot be read). Expected a whole PDF with text. "
            "Save or download it again."
        ) from None
    finally:
        document.close()


def _lines(page, number: int, file: object) -> list[Line]:
    """The printed lines of a page, from top to bottom as they stand in the file."""
    textpage = page.get_textpage()
    lines, here, undrawn = [], 0, False
    for piece in re.split("(\r\n|[\r\n])", textpage.get_text_range(0, textpage.count_chars())):
        words = piece.rstrip()
        if words:
            first, last = here + len(words) - len(words.lstrip()), here + len(words) - 1
            left, bottom, _, top = textpage.get_charbox(first, loose=True)
            right = textpage.get_charbox(last, loose=True)[2]
            middle = textpage.get_charbox((first + last) // 2)
            undrawn = undrawn or middle[3] - middle[1] < 0.01 * (top - bottom)
            line = Line(words.replace("\ufffe", "-").replace("\x02", "-"), left, right, bottom, top - bottom)
            if lines and abs(line.bottom - lines[-1].bottom) < 0.3 * line.height and left >= lines[-1].right - 1:
                before = lines.pop()  # one printed line, cut where its font changes
                apart = " " * (left > before.right + line.height)
                line = line._replace(text=f"{before.text}{apart}{line.text.lstrip()}", left=before.left)
            lines.append(line)
        here += len(piece)
    if undrawn or not lines:
        _refuse_missing_fonts(page, textpage, number, file)
    textpage.close()
    return lines


def _refuse_missing_fonts(page, textpage, number: int, file: object) -> None:
    """Without a font that can draw it, pdfium drops a character that stands alone, and says nothing."""
    from pypdfium2 import raw

    dropped = [
        words
        for words in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
        if raw.FPDFTextObj_GetText(words.raw, textpage.raw, None, 0) <= 2  # bytes: nothing but the end mark
        and raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(words.raw)) == 0
    ]
    if dropped:
        raise ReportError(
            f"{file}: its page {number} holds {len(dropped)} pieces of text in fonts that are neither in the file nor "
            "on this computer. Expected a PDF that embeds its fonts. "
            "Install a Chinese font such as Noto Sans CJK, or save the PDF with its fonts embedded."
        )


def _without_running_lines(pages: list[list[Line]]) -> list[list[Line]]:
    """Take off the outermost lines that most pages share, their numbers aside."""
    for edge in (_first, _last, _highest, _lowest) * 2:
        shared = Counter(_NUMBER.sub("#", lines[edge(lines)].text.strip()) for lines in pages if lines)
        running = {
            text for text, n in shared.items() if n >= max(2 if _PAGE_NUMBER.fullmatch(text) else 3, 0.4 * len(pages))
        }
        for lines in pages:
            if lines and _NUMBER.sub("#", lines[edge(lines)].text.strip()) in running:
                del lines[edge(lines)]
    return pages


def _first(lines: list[Line]) -> int:
    return 0


def _last(lines: list[Line]) -> int:
    return len(lines) - 1


def _highest(lines: list[Line]) -> int:
    return max(range(len(lines)), key=lambda n: lines[n].bottom)


def _lowest(lines: list[Line]) -> int:
    return min(range(len(lines)), key=lambda n: lines[n].bottom)


def _paragraphs(pages: list[list[Line]]) -> list[str]:
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    size = median(line.height for line in lines) or 10.0
    long = [line for line in lines if len(line.text) >= 15] or lines
    lefts = Counter(round(line.left / size) for line in long)
    margin = min(left for left, n in lefts.items() if n >= 0.2 * max(lefts.values())) * size
    edge = sorted(line.right for line in long)[int(0.9 * (len(long) - 1))]
    gaps = [a.bottom - b.bottom for page in pages for a, b in zip(page, page[1:], strict=False) if a.bottom > b.bottom]
    gap = median(gaps) if gaps else 0.0

    def indented(line: Line) -> bool:
        return line.text[0] in " \u3000\t" or line.left > margin + 1.2 * size

    def short_by(line: Line) -> float:  # characters left free at the right margin
        return (edge - line.right) / size

    after_short = [indented(b) for a, b in zip(lines, lines[1:], strict=False) if short_by(a) > _SHORT]
    indents = sum(after_short) > 0.6 * len(after_short)
    texts: list[str] = []
    before = above = None
    for page in pages:
        above = None
        for line in page:
            apart = above is not None and gap and above.bottom - line.bottom > 1.6 * gap
            if before is None or apart or indented(line):
                goes_on = False
            elif indents or not _ENDS_LINE.search(before.text):
                goes_on = short_by(before) < _SHORT
            else:
                goes_on = short_by(before) < _FULL
            if goes_on:
                texts[-1] = _join(texts[-1], line.text.lstrip())
            else:
                texts.append(line.text)
            before = above = line
    return texts


def _join(text: str, more: str) -> str:
    both_latin = text[-1:].isascii() and text[-1:].isalpha() and more[:1].isascii() and more[:1].isalpha()
    return f"{text} {more}" if both_latin else text + more
