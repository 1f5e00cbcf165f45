"""The pages of docs/ say what the package says today, and the table of contents names everything that is public."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

import reportkit as rk

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def docs():
    spec = importlib.util.spec_from_file_location("docs", ROOT / "scripts/docs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["codebook", "api"])
def test_a_page_is_current(docs, page):
    assert (ROOT / f"docs/{page}.md").read_text("utf-8") == getattr(docs, page)(), "run: python scripts/docs.py"


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_shows_the_rows_of_today(docs, name):
    assert f"<!-- rows -->\n{docs.rows()}<!-- end of rows -->" in (ROOT / name).read_text("utf-8"), (
        "run: python scripts/docs.py"
    )


def test_the_table_of_contents_has_every_public_name(docs):
    entries = re.findall(r"^### (\w+)", docs.api(), re.M)
    assert sorted(entries) == sorted({*rk.__all__} - {"__version__"})
    assert len(entries) == len(set(entries))
