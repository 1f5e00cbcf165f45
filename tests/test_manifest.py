"""The manifest of a dataset names every file, program and list that it was made with."""

from __future__ import annotations

import hashlib
import platform
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from making import FRAME

import reportkit as rk


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("manifest")
    reports = folder / "reports"
    reports.mkdir()
    (reports / "a|b.txt").write_text(
        FRAME.format(review="地区生产总值增长5%。", targets="", tasks=""), encoding="utf-8"
    )
    (reports / "empty.txt").write_bytes(b"")
    with ThreadPoolExecutor(1) as executor:
        rk.build(reports, folder / "data", executor=executor, progress=False)
    return folder / "data"


def test_it_names_files_programs_and_lists(out):
    path = rk.manifest(out, ["reportkit build reports -o data"])
    text = path.read_text("utf-8")
    sha256 = hashlib.sha256((out.parent / "reports/a|b.txt").read_bytes()).hexdigest()
    assert f"| a\\|b.txt | a\\|b | 青山县 | 2024 | {sha256} |" in text
    assert "| empty.txt | " in text and "is empty" in text
    assert f"| Python | {platform.python_version()} |" in text and f"| pandas | {pd.__version__} |" in text
    units = hashlib.sha256((Path(rk.__file__).parent / "lexicons/units.csv").read_bytes()).hexdigest()
    assert f"| units.csv | {units} |" in text
    assert "| figures | `reportkit.figures` | 1 | `figures/*.parquet` |" in text
    assert "    reportkit build reports -o data\n" in text
    titles = [line for line in text.splitlines() if line.startswith("## ")]
    assert titles == ["## Data availability and provenance", "## Computational requirements", "## Description of programs",
                      "## Instructions to replicators"]  # fmt: skip


def test_it_says_the_same_each_time(out):
    assert rk.manifest(out).read_bytes() == rk.manifest(out).read_bytes()
    assert rk.open_dataset(out).reports == 1  # and the dataset is one as before


def test_a_folder_that_is_no_dataset_is_refused(tmp_path):
    with pytest.raises(rk.ReportError, match="holds no finished dataset"):
        rk.manifest(tmp_path)
