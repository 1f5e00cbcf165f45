"""How well the five reports are read: figures() against the claims read by hand and against each other, as data and in the READMEs.

Writes data/accuracy.csv (counts per report), data/misses.csv (each difference) and the table in README.md and
README.zh-CN.md. Run it after each change of what is read: python scripts/accuracy.py; a test tells when it was forgotten.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pandas as pd

import reportkit as rk

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from scoring import COMPARED, differences, gold_rows, score  # noqa: E402

COUNTS = [
    "report",
    "by_hand",
    "found",
    "spurious",
    *COMPARED,
    "headline",
    "headline_right",
    "relations",
    "disagree",
    "suspect",
]
MARKED = re.compile(r"(<!-- accuracy -->\n).*?(<!-- end of accuracy -->)", re.S)


def measured() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Counts per report, with all five in the last row, and the differences one by one."""
    counts, misses = [], []
    for report in rk.load_reports():
        figures = rk.figures(report)
        path = ROOT / f"data/gold/figures_{report.id}.csv"
        count = score(report.raw, figures, gold_rows(path))
        count["by_hand"] = count["found"] + count["missed"]
        count["headline"], count["headline_right"] = count["headline gold"], count["headline right"]
        verdicts = rk.checks(figures)["verdict"]
        count["relations"] = len(verdicts)
        count["disagree"], count["suspect"] = (int(verdicts.eq(v).sum()) for v in ("disagrees", "suspect reading"))
        counts.append({"report": report.id} | {name: count[name] for name in COUNTS[1:]})
        misses += [{"report": report.id} | one for one in differences(report.raw, figures, gold_rows(path))]
    table = pd.DataFrame(counts, columns=COUNTS)
    table.loc[len(table)] = ["all five", *table[COUNTS[1:]].sum()]
    return table, pd.DataFrame(misses, columns=["report", "raw_start", "what", "by_hand", "read", "quote"])


def markdown(table: pd.DataFrame) -> str:
    """The counts as a table for a README."""
    lines = [[name.replace("_", " ") for name in table], ["---", *["--:"] * (len(table.columns) - 1)]]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in [*lines, *table.values.tolist()])


def main() -> None:
    """Write what was measured."""
    table, misses = measured()
    table.to_csv(ROOT / "data/accuracy.csv", index=False, lineterminator="\n")
    misses.to_csv(ROOT / "data/misses.csv", index=False, lineterminator="\n")
    for name in ("README.md", "README.zh-CN.md"):
        path = ROOT / name
        text = path.read_text("utf-8")
        path.write_text(MARKED.sub(rf"\1{markdown(table)}\2", text), "utf-8", newline="\n")
    print(table.to_string(index=False))


if __name__ == "__main__":
    main()
