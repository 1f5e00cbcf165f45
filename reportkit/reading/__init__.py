"""Files as they come, to raw text: one `Source` per report, with its sha256 and what its name or table says of it.

What a file is, its first bytes tell, not its name: text in any Chinese encoding, a web page, a Word file or a PDF.
Files are not trusted: each is refused with a `ReportError` if it is damaged, or larger than a report can be.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from glob import glob
from pathlib import Path
from typing import NamedTuple

from . import tabular
from .archive import open_zip
from .encoding import check, decode
from .error import ReportError
from .markup import archived_page, html_text, is_html
from .pdf import pdf_text
from .word import docx_text, is_document

__all__ = ["File", "ReportError", "Source", "contents", "inputs", "read", "read_bytes", "read_text", "sources"]

MAX_BYTES = 50_000_000  # the text of a report has 0.2 MB, one with photographs in a PDF some 20 MB
_TEXTS = frozenset(".txt .text .htm .html .xhtml .shtml .mht .mhtml .docx .pdf".split())
_REFUSED = frozenset(".doc .wps .rtf .xls .et .ofd .odt".split())  # likely reports: named in an error, not passed over
_RESAVE = "Open it in Word or WPS and save it as .docx, or as .xlsx if it is a table"
_SCAN = "Run OCR over it and give the text it yields"
_UNPACK = "Unpack it and give the files in it"
_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .wps, .xls)", _RESAVE),
    (b"{\\rtf", "an RTF file", _RESAVE),
    (b"\x89PNG", "a picture (PNG)", _SCAN),
    (b"\xff\xd8\xff", "a picture (JPEG)", _SCAN),
    (b"GIF8", "a picture (GIF)", _SCAN),
    (b"II*\0", "a picture (TIFF)", _SCAN),
    (b"MM\0*", "a picture (TIFF)", _SCAN),
    (b"BM", "a picture (BMP)", _SCAN),
    (b"\x1f\x8b", "a compressed file (gzip)", _UNPACK),
    (b"7z\xbc\xaf", "a compressed file (7z)", _UNPACK),
    (b"Rar!", "a compressed file (RAR)", _UNPACK),
)
_EXPECTED = "Expected a text, web page, Word file (.docx) or PDF"


class Source(NamedTuple):
    """A report as it was found.

    `raw` is the decoded text, lines ended by a newline; `sha256` that of the file's bytes, or of the cell's text in
    UTF-8; `hints` what the file's name, the manifest or the table says: id, locality, level, province, year ...
    """

    file: str
    raw: str
    sha256: str
    hints: dict[str, str]


class File(NamedTuple):
    """A file that was found and not read yet: its name in tables and errors, where it lies, what its name and manifest say.

    `sha256` is what the manifest promises, `listed` the manifest's name and row.
    """

    name: str
    path: Path
    hints: dict[str, str]
    sha256: str = ""
    listed: tuple[str, int] = ("", 0)


def read_text(path: str | os.PathLike) -> str:
    """The text of one file, decoded and freed of its format, lines ended by a newline; not repaired.

    Raises `ReportError` if there is no such file or no report's text in it.
    """
    return _text(_bytes(Path(path)), Path(path))


def sources(
    where: object = None,
    *,
    errors: list[ReportError] | None = None,
    text: str | None = None,
    locality: str | None = None,
    year: str | None = None,
    **columns: str,
) -> Iterator[Source]:
    """The reports at `where`, one by one, in the same order every time.

    Parameters
    ----------
    where
        A file, a folder (with all folders in it), a glob such as `"reports/*2024*"`, a list of those, or None for the
        five bundled reports. A folder's `reports.csv` with a column `file` is its manifest: only the files it names are
        read, and checked against their `sha256` where it gives one. Hidden files and lock files are passed over.
    errors
        A list that takes the `ReportError` of every file or row that cannot be read; without it the first is raised.
    text, locality, year, **columns
        The columns of a table (csv, xlsx, JSON lines, Stata) that hold the reports, their localities, years, `level`,
        `province`, `id`. Columns with an unmistakable name are found without.

    >>> [source.hints["locality"] for source in sources()]
    ['京东镇', '南昌县', '青云谱区', '石鼓区', '章贡区']
    """
    given = {"text": text, "locality": locality, "year": year, **columns}
    for one in inputs(where, **{what: name for what, name in given.items() if name is not None}):
        try:
            if isinstance(one, ReportError):
                raise one
            yield read(one) if isinstance(one, File) else one
        except ReportError as error:
            if errors is None:
                raise
            errors.append(error)


def inputs(where: object = None, **columns: str) -> Iterator[File | Source | ReportError]:
    """What there is at `where`, as `sources` takes it: files not read yet, rows of tables, and what cannot be read."""
    yield from _bundled() if where is None else _at(where, columns)


def read(file: File) -> Source:
    """The report in a file. Raises `ReportError` if it cannot be read, or is not the one that the manifest names."""
    source = read_bytes(contents(file), file.name, file.hints)
    if file.sha256 and source.sha256 != file.sha256.lower():
        raise ReportError(
            f"{file.path}: has been changed: its sha256 is {source.sha256[:12]}…. "
            f"Expected {file.sha256[:12]}…, as {file.listed[0]} says. Restore the file, or correct {file.listed[0]}."
        )
    return source


def contents(file: File) -> bytes:
    """The bytes of a file, not decoded. Raises `ReportError` if it cannot be opened."""
    if file.listed[1] and not file.path.exists():
        raise ReportError(
            f"{file.path}: does not exist, but {file.listed[0]} names it in row {file.listed[1]}. "
            f"Expected the file. Put it there, or take the row out of {file.listed[0]}."
        )
    return _bytes(file.path)


def read_bytes(data: bytes, name: str, hints: dict[str, str] | None = None) -> Source:
    """The report in these bytes, under the name that tables and errors call it by. Raises `ReportError` as `read_text` does."""
    path = Path(name)
    return Source(name, _text(data, path), hashlib.sha256(data).hexdigest(), _name_hints(path.stem) | (hints or {}))


def _at(where: object, given: dict[str, str]) -> Iterator[File | Source | ReportError]:
    if isinstance(where, Iterable) and not isinstance(where, (str, bytes, Mapping)) and not hasattr(where, "columns"):
        for one in where:
            yield from _at(one, given)
        return
    if not isinstance(where, (str, os.PathLike)):
        yield ReportError(
            f"{where!r:.80}: is no path. Expected a file, a folder, a glob or a list of those. Give the path as a string."
        )
        return
    path = Path(where)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        matches = sorted(glob(str(where), recursive=True)) if set("*?[") & set(str(where)) else []
        if not matches:
            yield _unreachable(where, error)
        for match in matches:
            yield from _at(match, given) if os.path.exists(match) else [_file(Path(match))]
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path, given)
    elif path.suffix.lower() in tabular.TABLES:
        yield from _table(path, given)
    else:
        yield _file(path)


def _bundled() -> Iterator[File | ReportError]:
    package = Path(__file__).parent.parent
    folder = package / "data" if (package / "data").is_dir() else package.parent / "data"
    for one in _manifest(folder / "reports.csv"):
        yield one._replace(name=one.path.name) if isinstance(one, File) else one


def _folder(folder: Path, given: dict[str, str]) -> Iterator[File | Source | ReportError]:
    if _is_manifest(folder / "reports.csv"):
        yield from _manifest(folder / "reports.csv")
        return
    paths = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f[0] not in "._")
        paths += (Path(place, name) for name in names if name[0] not in ".~")
    known = _TEXTS | _REFUSED | tabular.TABLES
    paths = sorted(path for path in paths if path.suffix.lower() in known)
    texts = [path for path in paths if path.suffix.lower() not in tabular.TABLES]
    stems = Counter(path.stem for path in texts)
    empty = True
    for path in paths:
        if path.suffix.lower() in tabular.TABLES:
            there = _table(path, given, passing_over=bool(texts))
        else:
            hints = {"id": _spelled(path.relative_to(folder))} if stems[path.stem] > 1 else {}
            there = [_file(path, hints)]
        for one in there:
            empty = False
            yield one
    if empty:
        yield ReportError(
            f"{folder}: is a folder without reports. Expected files ending in "
            f"{', '.join(sorted(_TEXTS | tabular.TABLES))}. Put the reports there, or give another folder."
        )


def _is_manifest(path: Path) -> bool:
    try:
        return path.is_file() and "file" in next(iter(tabular.rows(path)), (0, {}))[1]
    except (ReportError, OSError):
        return False


def _manifest(path: Path) -> Iterator[File | ReportError]:
    try:
        for number, row in tabular.rows(path):
            hints = {what: value.strip() for what, value in row.items() if value and value.strip()}
            name, sha256 = hints.pop("file", ""), hints.pop("sha256", "")
            if not name:
                yield ReportError(f"{path}[row {number}]: names no file. Expected one in the column file. Add it.")
                continue
            if "year_given" in hints:
                hints.setdefault("year", hints["year_given"])
            yield _file(path.parent / name, hints)._replace(sha256=sha256, listed=(path.name, number))
    except (ReportError, OSError) as error:
        yield error if isinstance(error, ReportError) else _unreachable(path, error)


def _file(path: Path, hints: dict[str, str] | None = None) -> File:
    return File(_spelled(path), path, hints or {})


def _spelled(path: Path) -> str:
    """The name of a file as text, the same on every system, also where the locale has no Chinese (LC_ALL=C)."""
    try:
        path.as_posix().encode("utf-8")
        return path.as_posix()
    except UnicodeEncodeError:
        return os.fsencode(path).decode("utf-8", "replace")


def _table(path: Path, given: dict[str, str], passing_over: bool = False) -> Iterator[Source | ReportError]:
    chosen: dict[str, str] = {}
    try:
        for number, row in tabular.rows(path):
            if not chosen:
                try:
                    chosen = tabular.columns_for(path, row, given)
                except ReportError:
                    if passing_over:  # an index that lies among the files it lists
                        return
                    raise
            name = f"{_spelled(path)}[row {number}]"
            raw = (row.get(chosen["text"]) or "").replace("\r\n", "\n").replace("\r", "\n")
            cells = {what: (row.get(column) or "").strip() for what, column in chosen.items() if what != "text"}
            hints = {"id": f"{Path(_spelled(path)).stem}_{number}"} | {
                what: cell for what, cell in cells.items() if cell
            }
            try:
                tabular.check_cell(raw, path, name)
                raw = check(html_text(raw, name) if is_html(raw) else raw, name)
            except ReportError as error:
                yield error
                continue
            yield Source(name, raw, hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest(), hints)
        if not chosen and not passing_over:
            yield ReportError(
                f"{path}: is a table without rows. Expected one report per row under a heading row. Export it again."
            )
    except (ReportError, OSError) as error:
        yield error if isinstance(error, ReportError) else _unreachable(path, error)


def _bytes(path: Path) -> bytes:
    try:
        known = path.stat()
        if stat.S_ISDIR(known.st_mode):
            raise ReportError(f"{path}: is a folder. Expected a file. Use load_reports for a folder.")
        if not stat.S_ISREG(known.st_mode):
            raise ReportError(f"{path}: is a device or pipe. {_EXPECTED}. Save the report to a file.")
        if known.st_size > MAX_BYTES:
            raise ReportError(
                f"{path}: has {known.st_size / 1e6:,.0f} MB. Expected a report of at most {MAX_BYTES / 1e6:.0f} MB. "
                "Save the report's text as .txt or .docx."
            )
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise error if isinstance(error, ReportError) else _unreachable(path, error) from None


def _unreachable(path: object, error: Exception) -> ReportError:
    if isinstance(error, FileNotFoundError):
        return ReportError(
            f"{path}: does not exist. Expected a file, a folder or a glob that matches some. Check the path."
        )
    why = getattr(error, "strerror", None) or error
    return ReportError(f"{path}: cannot be opened ({why}). Expected a readable file. Check its path and permissions.")


def _text(data: bytes, path: Path) -> str:
    for magic, what, todo in _MAGIC:
        if data.startswith(magic):
            raise ReportError(f"{path}: is {what}. {_EXPECTED}. {todo}.")
    if data[:8] == b"\0" * 8:
        raise ReportError(f"{path}: is binary (it begins with NUL bytes). {_EXPECTED}. Take it from its source again.")
    if b"%PDF-" in data[:1024]:
        text = pdf_text(data, path)
    elif data.startswith(b"PK\x03\x04"):
        text = _office_text(data, path)
    else:
        text = archived_page(data, path) or decode(data, path)
        if is_html(text, path.suffix.lower()):
            text = html_text(text, path)
    return check(text, path)


def _office_text(data: bytes, path: Path) -> str:
    with open_zip(data, path) as archive:
        names = archive.namelist()
        if any(map(is_document, names)):
            return docx_text(archive, path)
        if "xl/workbook.xml" in names:
            raise ReportError(
                f"{path}: is a workbook. Expected a file with one report. Use load_reports(path, text=<column>) on the "
                ".xlsx, or save the report as .docx."
            )
        what = "an OFD file" if "OFD.xml" in names else f"a zip file ({', '.join(names[:3]) or 'empty'})"
        raise ReportError(f"{path}: is {what}. {_EXPECTED}. Unpack it, or save the report as one of these.")


def _name_hints(stem: str) -> dict[str, str]:
    """What a file's name says: a year if there is one only, the last place it names and the first, if there are two.

    >>> _name_hints("内蒙古_海拉尔区_2012")
    {'year': '2012', 'province': '内蒙古', 'locality': '海拉尔区'}
    >>> _name_hints("2019江西省南昌市青云谱区")
    {'year': '2019', 'locality': '江西省南昌市青云谱区'}
    """
    hints = {}
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", stem))
    if len(years) == 1:
        hints["year"] = years.pop()
    words = re.sub(r"\d+年?度?|人民政府|政府|工作报告|全文", " ", stem)
    places = re.findall(r"[\u4e00-\u9fff]{2,}", words)
    if len(places) > 1:
        hints["province"] = places[0]
    return hints | ({"locality": places[-1]} if places else {})
