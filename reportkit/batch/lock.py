"""One build at a time in a folder: a lock that the system lets go when its process ends, however it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportkit.reading import ReportError


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a folder, a file in it. Raises `ReportError` if another process holds it."""
    with path.open("a+b") as file:
        try:
            _take(file)
        except OSError:
            raise ReportError(
                f"{path.parent.parent}: another build is writing to it. Expected one at a time. Wait for it, or give another folder."
            ) from None
        yield


def _take(file) -> None:
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:  # Windows
        from msvcrt import LK_NBLCK, locking

        file.seek(0)
        locking(file.fileno(), LK_NBLCK, 1)
    else:
        flock(file, LOCK_EX | LOCK_NB)
