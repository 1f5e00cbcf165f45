"""The published accuracy is the measured one: in data/, in both READMEs, and so in the notebook that shows it."""

from __future__ import annotations

import importlib.util
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[1]
AGAIN = "run: python scripts/accuracy.py (and make notebooks, where notebook 01 shows it)"


@pytest.fixture(scope="module")
def accuracy():
    spec = importlib.util.spec_from_file_location("accuracy", ROOT / "scripts/accuracy.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def measured(accuracy) -> tuple[pd.DataFrame, pd.DataFrame]:
    return accuracy.measured()


@pytest.mark.parametrize(("name", "which"), [("accuracy", 0), ("misses", 1)])
def test_what_is_published_is_what_is_measured(measured, name, which):
    published = (ROOT / f"data/{name}.csv").read_text("utf-8")
    assert published == measured[which].to_csv(index=False, lineterminator="\n"), AGAIN


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_shows_the_table(accuracy, name):
    published = pd.read_csv(StringIO((ROOT / "data/accuracy.csv").read_text("utf-8")))
    assert accuracy.markdown(published) in (ROOT / name).read_text("utf-8"), AGAIN


def test_counts_and_differences_say_the_same(measured):
    counts, misses = measured
    total = counts.set_index("report").loc["all five"]
    assert total.by_hand == 781
    told = misses.what.value_counts().to_dict()
    assert told.get("missed", 0) == total.by_hand - total.found
    assert told.get("spurious", 0) == total.spurious
    for column in ("value", "unit", "bound", "measure", "subject", "indicator", "period", "status"):
        assert told.get(column, 0) == total.found - total[column], column
