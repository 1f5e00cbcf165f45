"""The one error of reportkit."""

from __future__ import annotations


class ReportError(ValueError):
    """What was given cannot be used: which file, what is wrong with it, what was expected, one thing to do.

    The message reads `<file>: <what is wrong, with the value>. <what was expected>. <one thing to do>.`
    """
