"""Zip files of office programs, opened with distrust."""

from __future__ import annotations

import io
import zipfile
import zlib

from .error import ReportError

MAX_UNPACKED = 300_000_000  # bytes: a workbook of 3,000 reports unpacks to some 200 MB, a zip bomb to terabytes
MAX_RATIO = 200  # office files shrink to a tenth, zip bombs to a thousandth
MAX_XML = 20_000_000  # bytes in one part of a Word file: the longest reports have 0.2 MB


def open_zip(data: bytes, file: object) -> zipfile.ZipFile:
    """The archive, once its members are known to be few, small, and not encrypted."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise ReportError(
            f"{file}: is a damaged or cut-off zip file. Expected a whole .docx or .xlsx. Save or download it again."
        ) from None
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    bomb = unpacked > 10_000_000 and unpacked > MAX_RATIO * len(data)
    if bomb or unpacked > MAX_UNPACKED or len(members) > 10_000:
        raise ReportError(
            f"{file}: {len(data) / 1e6:,.2f} MB that unpack to {unpacked / 1e6:,.0f} MB in {len(members)} parts. "
            f"Expected at most {MAX_UNPACKED / 1e6:.0f} MB and {MAX_RATIO} times its size. "
            "Save the report's text as .txt, or the table as .csv."
        )
    if any(member.flag_bits & 1 for member in members):
        raise ReportError(f"{file}: is protected by a password. Expected an open file. Save it without the password.")
    return archive


def member(archive: zipfile.ZipFile, name: str, file: object) -> bytes:
    """The bytes of one XML part."""
    try:
        if (size := archive.getinfo(name).file_size) > MAX_XML:
            raise ReportError(
                f"{file}: its part {name} unpacks to {size / 1e6:,.0f} MB. Expected at most {MAX_XML / 1e6:.0f} MB. "
                "Save the report's text as .txt."
            )
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise ReportError(
            f"{file}: its part {name} is missing or damaged. Expected a whole Office file. Save or download it again."
        ) from None
