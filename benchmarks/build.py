"""How long a whole build takes, against jieba.lcut over the same texts, and whether it grows with nothing but the reports.

Run: python benchmarks/build.py [FOLDER [REPORTS]]. The reports are made of the paragraphs of those in the folder (the five
bundled ones without it): the outline of one report, each paragraph from a like part of any. First, on one core and with
one worker that has begun, each round runs all candidates one behind the other, and the median of the ratios within a round is
printed: of a whole build, of one without keywords, nor slogans, nor checks. Then 250 and so many reports (1,000) are
built by processes, once each: for the time per report, the gain of a second process, and the memory of the largest one
(not on Windows, which does not tell).
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from speed import cutter, seconds

import reportkit as rk
from reportkit.batch.made import TABLES
from reportkit.batch.workers import begin
from reportkit.reading import sources

ROUNDS = 7
SAMPLE = 32  # reports in a round
FEW = 250


def recombined(where: object, folder: Path, count: int) -> Path:
    """Reports made of the paragraphs of those at `where`, as text files; the same ones each time."""
    reports = rk.load_reports(where, errors=[])
    pools = defaultdict(list)
    for report in reports:
        for p in report.paragraphs:
            if p.part != "front":
                pools[p.part].append(report.text[p.start : p.end])
    choose = random.Random(count)
    folder.mkdir()
    for n in range(count):
        model = choose.choice(reports)
        lines = [
            model.text[p.start : p.end] if p.heading or p.part == "front" else choose.choice(pools[p.part])
            for p in model.paragraphs
        ]
        (folder / f"report_{n:05}.txt").write_text("\n".join(lines), "utf-8")
    return folder


def built(reports: list[Path], jobs: int) -> tuple[float, int]:
    """Seconds of a build with so many processes, in a Python of its own, and MB of the largest of these processes."""
    code = (
        "import resource, sys, tempfile, time, reportkit as rk\n"
        "with tempfile.TemporaryDirectory() as out:\n"
        "    paths = sys.stdin.read().split()\n"
        "    start = time.perf_counter()\n"
        "    rk.build(paths, out, jobs=int(sys.argv[1]))\n"
        "    took = time.perf_counter() - start\n"
        "    print(took, *(resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)))\n"
    )
    command = [sys.executable, "-c", code, str(jobs)]
    said = subprocess.run(
        command, input="\n".join(map(str, reports)), check=True, capture_output=True, text=True
    ).stdout
    took, *sizes = said.split()
    return float(took), max(map(int, sizes))


def ratios(sample: list[Path], folder: Path) -> None:
    """Print each kind of build against jieba, on one core."""
    texts = [source.raw for source in sources(sample)]
    others = [name for name in TABLES if name != "keywords"]
    with ProcessPoolExecutor(1, get_context("spawn"), begin) as here:

        def build(**options):
            return lambda: rk.build(sample, tempfile.mkdtemp(dir=folder), executor=here, **options)

        runs = {
            "jieba.lcut": cutter(texts),
            "build": build(),
            "no keywords": build(tables=others),
            "nor slogans": build(tables=[name for name in others if name != "slogans"]),
            "nor checks": build(tables=[name for name in others if name not in ("slogans", "checks")]),
        }
        if find_spec("rjieba"):
            runs["with rjieba"] = build(tokenizer="rjieba")
        for run in runs.values():
            run()
        rounds = [{name: seconds(run) for name, run in runs.items()} for _ in range(ROUNDS)]
    print(f"{len(sample)} reports, {sum(map(len, texts)):,} characters, one core, median of {ROUNDS} rounds:")
    for name in runs:
        ratio = median(each[name] / each["jieba.lcut"] for each in rounds)
        print(
            f"{name:16}{median(each[name] for each in rounds) * 1000 / len(sample):8.1f} ms a report {ratio:7.2f} of jieba.lcut"
        )


def main() -> None:
    """Print what was measured."""
    where = sys.argv[1] if len(sys.argv) > 1 else None
    many = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    with tempfile.TemporaryDirectory() as temporary:
        reports = sorted(recombined(where, Path(temporary, "reports"), many).iterdir())
        ratios(reports[:SAMPLE], Path(temporary))
        for some, jobs in (reports[:FEW], 1), (reports[:FEW], 2), (reports, 2):
            took, size = built(some, jobs)
            print(
                f"{len(some):6} reports, {jobs} processes {took:8.1f} s, {took * 1000 / len(some):6.1f} ms a report, largest process {size} MB"
            )


if __name__ == "__main__":
    main()
