"""The command line: what it writes where, the lines it complains in, and its exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from making import named

import reportkit as rk
from reportkit.__main__ import main

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data/raw"
REPORT = str(RAW / "qingyunpu_2020.txt")


@pytest.fixture
def run(monkeypatch):
    """Run a command in this process: exit code, standard output, lines on standard error."""

    def command(*arguments: str, given: bytes = b"") -> tuple[int, str, list[str]]:
        streams = {name: io.TextIOWrapper(io.BytesIO(), "ascii") for name in ("stdout", "stderr")}
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), "ascii"))
        for name, stream in streams.items():
            monkeypatch.setattr(sys, name, stream)
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as end:
            code = end.code
        for stream in streams.values():
            stream.flush()
        out, complaints = (stream.buffer.getvalue().decode("utf-8") for stream in streams.values())
        return code, out, complaints.splitlines()

    return command


@pytest.mark.parametrize("name", ["figures", "targets", "overview"])
def test_a_table_as_csv_and_as_json_lines(run, name):
    reports = rk.load_reports(REPORT)
    figures = rk.figures(reports)
    expected = {"figures": figures, "targets": rk.targets(figures, reports), "overview": rk.overview(reports)}[name]
    code, out, complaints = run(name, REPORT)
    table = pd.read_csv(io.StringIO(out), dtype=str)
    assert (code, complaints, len(table)) == (0, [], len(expected))
    assert set(expected) <= set(table) and "青云谱区" in set(table["locality"])
    code, out, complaints = run(name, REPORT, "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, complaints, len(rows)) == (0, [], len(expected)) and rows[0]["locality"] == "青云谱区"


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_a_table_to_a_file_of_the_form_that_its_name_says(run, tmp_path, form):
    path = tmp_path / f"figures.{form}"
    assert run("figures", REPORT, "-o", path) == (0, "", [])
    read = {"csv": pd.read_csv, "parquet": pd.read_parquet, "jsonl": lambda path: pd.read_json(path, lines=True)}[form]
    expected = rk.figures(rk.load_reports(REPORT))
    assert read(path)["number_text"].fillna("").tolist() == expected["number_text"].tolist()
    assert form != "csv" or path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_standard_input_is_a_report(run):
    given = Path(REPORT).read_bytes()
    code, out, complaints = run("figures", "-", given=given)
    assert (code, complaints) == (0, [])
    assert out.replace("stdin", "qingyunpu_2020") == run("figures", REPORT)[1]
    code, out, complaints = run("targets", "-", given=b"")
    assert (code, out) == (2, "") and complaints[0].startswith("reportkit: stdin: is empty.")


def test_files_that_cannot_be_read_are_a_line_each_and_exit_code_one(run, tmp_path):
    named(tmp_path, "空.txt").write_bytes(b"")
    code, out, complaints = run("overview", REPORT, tmp_path / "空.txt", tmp_path / "没有.txt")
    assert code == 1 and len(out.splitlines()) == 2
    assert [line.split(": ")[1] for line in complaints] == [str(tmp_path / "空.txt"), str(tmp_path / "没有.txt")]
    code, out, complaints = run("overview", tmp_path / "空.txt")
    assert (code, out, len(complaints)) == (2, "", 1)


def test_build_says_how_many_and_what_could_not_be_read(run, tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    named(folder, "青云谱.txt").write_bytes(Path(REPORT).read_bytes())
    named(folder, "空.txt").write_bytes(b"")
    code, out, complaints = run("build", folder, "-o", tmp_path / "out", "--tables", "figures,repairs", "-j", 1)
    assert (code, out) == (1, f"{tmp_path / 'out'}: 1 reports, 1 files that could not be read\n")
    assert len(complaints) == 1 and complaints[0].startswith("reportkit: 空.txt: is empty")
    data = rk.open_dataset(tmp_path / "out")
    assert data.tables == ("overview", "figures", "repairs")
    assert len(data.table("figures")) == len(rk.figures(rk.load_reports(REPORT)))


def test_review_writes_its_page(run, tmp_path):
    assert run("review", REPORT, "-o", tmp_path / "page.html", "--lang", "zh") == (0, "", [])
    assert "青云谱区" in (tmp_path / "page.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["figures"], "the following arguments are required"),
        (["figure", REPORT], "invalid choice: 'figure'"),
        (["figures", REPORT, "--format", "doc"], "invalid choice: 'doc'"),
        (["build", REPORT], "required: -o/--out"),
        (["build", "-", "-o", "out"], "-: is standard input"),
        (["build", REPORT, "-o", "out", "--tables", "figure"], "table 'figure' does not exist"),
        (["build", REPORT, "-o", "out", "-j", "0"], "jobs 0: is no number of processes"),
        (["figures", "nowhere/at/all"], "nowhere/at/all: does not exist"),
    ],
)
def test_wrong_use_is_exit_code_two_and_says_what_is_wrong(run, tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    code, out, complaints = run(*arguments)
    assert (code, out) == (2, "") and says in complaints[-1] and complaints[-1].startswith("reportkit")


def test_what_nobody_foresaw_is_a_line_and_no_traceback(run, monkeypatch):
    monkeypatch.setattr(rk, "load_reports", lambda *a, **b: 1 / 0)
    code, out, complaints = run("overview", REPORT)
    assert (code, out, len(complaints)) == (2, "", 1) and "ZeroDivisionError" in complaints[0]


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in "build figures targets overview review".split())])  # fmt: skip
def test_help_fits_on_a_screen(run, arguments, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, complaints = run(*arguments)
    assert (code, complaints) == (0, []) and len(out.splitlines()) <= 30
    assert max(len(line.encode("gb18030")) for line in out.splitlines()) <= 80


def test_as_a_module_in_a_locale_without_chinese_and_into_a_pipe_that_closes():
    environment = os.environ | {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "reportkit", "figures", REPORT]
    whole = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert "地区生产总值" in whole.stdout.decode("utf-8") and whole.stderr == b""
    piped = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert piped.stdout.read(20).startswith(b"report,figure_id")
    piped.stdout.close()
    assert piped.stderr.read() == b"" and piped.wait(60) == 0
    piped.stderr.close()
