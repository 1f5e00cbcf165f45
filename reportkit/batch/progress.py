"""How far a build is, how fast it goes and how long it will take; only where somebody looks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec


@contextmanager
def counted(total: int, progress: bool) -> Iterator[Callable[[int], object]]:
    """A bar of `total` reports, and what counts some of them as done; nothing is shown where nobody looks."""
    bar = _bar() if progress else None
    if bar is None:
        yield lambda some: None
        return
    with bar(total=total, unit=" reports", smoothing=0.1) as shown:
        yield shown.update


def _bar():
    """The bar for this place: a notebook that can draw one, a terminal; None elsewhere."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None and hasattr(shell, "kernel"):
        if not find_spec("ipywidgets"):  # tqdm would warn
            return None
        from tqdm.notebook import tqdm
    elif sys.stderr is not None and sys.stderr.isatty():
        from tqdm import tqdm
    else:
        return None
    return tqdm
