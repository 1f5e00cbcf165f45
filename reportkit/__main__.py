"""The command line: a thin face on the functions of the same names."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import pandas as pd

import reportkit as rk
from reportkit.batch.duplicates import facts, marked
from reportkit.reading import read_bytes
from reportkit.report import report_of

ABOUT = """Chinese government work reports (政府工作报告) as tables."""
MORE = """\
A PATH is a file, a folder, a glob, a table with a report a row, or - for
standard input (not for build).

  reportkit build reports -o dataset
  reportkit figures reports/2024*.docx > figures.csv
  cat report.txt | reportkit targets - --format jsonl
  reportkit review report.docx -o review.html

exit codes: 0 done, 1 some files could not be read, 2 wrong use or nothing read
Each file that could not be read is one line on standard error.
"""
FORMATS = ("csv", "jsonl", "parquet")


def main(arguments: list[str] | None = None) -> int:
    """Run a command; its exit code."""
    for stream in (sys.stdout, sys.stderr):  # whatever the locale: names and texts are Chinese
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    asked = _parser().parse_args(arguments)
    try:
        return asked.run(asked)
    except (ValueError, OSError) as error:  # a ReportError is a ValueError
        if isinstance(error, BrokenPipeError):  # reportkit figures ... | head
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        _complain(error)
        return 2
    except Exception as error:
        _complain(
            f"{type(error).__name__}: {error}. Expected no such thing. Please send the file to the authors of reportkit."
        )
        return 2
    except KeyboardInterrupt:
        _complain("stopped. What is done is kept: the same command goes on.")
        return 130


def _parser() -> argparse.ArgumentParser:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="reportkit", description=ABOUT, epilog=MORE, formatter_class=plain)
    parser.add_argument("--version", action="version", version=f"reportkit {rk.__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, does: str, run) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.")
        one.add_argument("paths", nargs="+", metavar="PATH", help="file, folder, glob, table, or -")
        one.set_defaults(run=run)
        return one

    build = command("build", "make a dataset of Parquet tables from thousands of reports", _build)
    build.add_argument("-o", "--out", required=True, metavar="FOLDER", help="the dataset; again, and it goes on")
    build.add_argument("-j", "--jobs", type=int, metavar="N", help="processes at a time (all cores)")
    build.add_argument("--tables", type=lambda names: names.split(","), metavar="A,B", help="some of its tables (all)")
    build.add_argument("-q", "--quiet", action="store_true", help="no progress bar")
    for name, does, make in (
        ("figures", "every figure of the reports, a row each", rk.figures),
        ("targets", "growth planned beside growth reached", lambda found: rk.targets(rk.figures(found), found)),
        ("overview", "what each report is, what was repaired, what is doubled", lambda found: marked(facts(found))),
    ):
        table = command(name, does, _table)
        table.add_argument("-f", "--format", choices=FORMATS, help="of what is written (as FILE ends, else csv)")
        table.add_argument("-o", "--out", metavar="FILE", help="where to (standard output)")
        table.set_defaults(make=make)
    review = command("review", "a page with each figure in its text, to check and correct", _review)
    review.add_argument("-o", "--out", default="review.html", metavar="FILE", help="the page (review.html)")
    review.add_argument("-c", "--corrections", metavar="FILE", help="corrections.csv that the page saved before")
    review.add_argument("--lang", choices=("en", "zh"), default="en", help="to begin with (en)")
    return parser


def _build(asked: argparse.Namespace) -> int:
    if "-" in asked.paths:
        raise ValueError("-: is standard input. Expected files, a folder or a table. Give their paths.")
    where = asked.paths[0] if len(asked.paths) == 1 else asked.paths
    data = rk.build(where, asked.out, tables=asked.tables, jobs=asked.jobs, progress=not asked.quiet)
    for row in data.errors.itertuples():
        _complain(f"{row.file}: {row.problem} {row.todo}")
    print(f"{asked.out}: {data.reports} reports, {data.unreadable} files that could not be read")
    return _code(data.reports, data.unreadable)


def _table(asked: argparse.Namespace) -> int:
    reports, failed = _load(asked.paths)
    if reports:
        suffix = Path(asked.out or "").suffix.lower().removeprefix(".")
        _write(asked.make(reports), asked.format or (suffix if suffix in FORMATS else "csv"), asked.out)
    return _code(len(reports), failed)


def _review(asked: argparse.Namespace) -> int:
    reports, failed = _load(asked.paths)
    if reports:
        rk.review(reports, asked.out, asked.corrections, asked.lang)
    return _code(len(reports), failed)


def _load(paths: list[str]) -> tuple[list[rk.Report], int]:
    """The reports, and how many could not be read; those are said."""
    failed: list[rk.ReportError] = []
    others = [path for path in paths if path != "-"]
    reports = rk.load_reports(others, errors=failed) if others else []
    if "-" in paths:
        try:
            reports.append(report_of(read_bytes(sys.stdin.buffer.read(), "stdin")))
        except rk.ReportError as error:
            failed.append(error)
    for error in failed:
        _complain(error)
    return reports, len(failed)


def _write(table: pd.DataFrame, form: str, out: str | None) -> None:
    """A table to a file, or to standard output; a CSV file bears the mark that Excel looks for."""
    if form == "parquet":
        data = table.to_parquet(index=False)
    elif form == "jsonl":
        data = table.to_json(orient="records", lines=True, force_ascii=False).encode("utf-8", "backslashreplace")
    else:
        data = table.to_csv(index=False, lineterminator="\n").encode(
            "utf-8-sig" if out else "utf-8", "backslashreplace"
        )
    if out:
        Path(out).write_bytes(data)
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _code(read: int, failed: int) -> int:
    return 2 if not read else 1 if failed else 0


def _complain(message: object) -> None:
    """One line on standard error."""
    print("reportkit:", " ".join(str(message).split()), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
