"""How long the five reports take, against what everybody knows: jieba.lcut over the same texts. Run: make bench.

Each round runs all candidates one behind the other; what is printed is the median over the rounds of the ratio within a
round, so that a busy machine slows both sides of a ratio. Everything is warm: dictionaries and lexicons are loaded before.
recognizers-text, a general extractor of numbers and units, is timed where it is installed (it is no dependency):
pip install "emoji<2" recognizers-text-suite
"""

from __future__ import annotations

import logging
import subprocess
import sys
import warnings
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter

import reportkit as rk

ROUNDS = 15
COUNTS = {
    "keywords": {},
    "keywords, no tokens": {"tokenizer": None},
    "themes, no tokens": {"tokenizer": None, "by": "theme"},
}


def seconds(run: Callable[[], object]) -> float:
    """Time of one run."""
    start = perf_counter()
    run()
    return perf_counter() - start


def cutter(texts: list[str]) -> Callable[[], object]:
    """jieba over the texts, its dictionary loaded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return lambda: [jieba.lcut(text) for text in texts]


def recognizer(texts: list[str]) -> Callable[[], object] | None:
    """Numbers, percentages, money and dimensions by recognizers-text, or None where it is not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from recognizers_number import recognize_number, recognize_percentage
            from recognizers_number_with_unit import recognize_currency, recognize_dimension
    except ImportError:
        return None
    kinds = (recognize_number, recognize_percentage, recognize_currency, recognize_dimension)
    return lambda: [kind(text, "zh-cn") for text in texts for kind in kinds]


def timed(runs: dict[str, Callable[[], object]]) -> dict[str, float]:
    """One round: each candidate once. Words are counted in reports just loaded, because a report keeps its words once cut."""
    times = {name: seconds(run) for name, run in runs.items()}
    for name, options in COUNTS.items():
        times[name] = seconds(partial(rk.keywords, rk.load_reports(), **options))
    return times


def importing(package: str) -> float:
    """Time of a fresh Python that imports a package, median of five."""
    command = [sys.executable, "-c", f"import {package}"]
    return median(seconds(lambda: subprocess.run(command, check=True)) for _ in range(5))


def main() -> None:
    """Print the ratios."""
    loaded = rk.load_reports()
    texts = [report.text for report in loaded]
    runs = {
        "jieba.lcut": cutter(texts),
        "load_reports": rk.load_reports,
        "load_reports and figures": lambda: rk.figures(rk.load_reports()),
        "slogans, reports loaded": lambda: rk.slogans(loaded),
    }
    timed(runs)
    rounds = [timed(runs) for _ in range(ROUNDS)]
    print(f"{len(texts)} reports, {sum(map(len, texts)):,} characters, median of {ROUNDS} rounds, jieba warm:")
    for name in rounds[0]:
        ratio = median(each[name] / each["jieba.lcut"] for each in rounds)
        print(f"{name:26}{median(each[name] for each in rounds) * 1000:8.0f} ms {ratio:7.2f} of jieba.lcut")
    numpy, pandas, own = importing("numpy"), importing("pandas"), importing("reportkit")
    print(f"import reportkit {own:.2f} s, pandas {pandas:.2f} s, numpy {numpy:.2f} s")
    if (general := recognizer(texts)) is None:
        print("recognizers-text is not installed: not compared.")
        return
    reports = rk.load_reports()
    general()
    pairs = [(seconds(general), seconds(lambda: rk.figures(reports))) for _ in range(3)]
    slower = median(theirs / ours for theirs, ours in pairs)
    print(f"recognizers-text (zh-cn)  {median(theirs for theirs, _ in pairs):8.1f} s, {slower:.0f} times figures")


if __name__ == "__main__":
    main()
