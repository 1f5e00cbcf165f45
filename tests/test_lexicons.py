"""Every lexicon is a plain, sorted table without repetition, and says where it is from."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path

import pytest

import reportkit as rk

FOLDER = Path(rk.__file__).parent / "lexicons"
FILES = sorted(FOLDER.glob("*.csv"))
DESCRIBED = dict(re.findall(r"^- `(\w+)\.csv` \(([^)]*)\): \S", (FOLDER / "README.md").read_text("utf-8"), re.M))

each = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


@each
def test_it_is_utf8_with_unix_lines_and_as_many_fields_as_columns(path):
    raw = path.read_bytes()
    assert raw.decode("utf-8").endswith("\n") and b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf")
    assert {len(row) for row in rows(path)} == {len(rows(path)[0])}


@each
def test_no_row_stands_twice_and_no_field_has_space_around_it(path):
    body = rows(path)[1:]
    assert len(set(map(tuple, body))) == len(body)
    assert not [field for row in body for field in row if field != field.strip()]


@each
def test_it_is_sorted(path):
    header, *body = rows(path)
    key = [int(row[header.index("order")]) for row in body] if "order" in header else [row[0] for row in body]
    astray = [f"{after} stands behind {before}" for before, after in pairwise(key) if after < before]
    assert not astray, f"{path.name}: {astray[0]}. Expected the order of the first column, or of order. Move the line."


@each
def test_a_mark_that_excel_puts_before_it_does_no_harm(path, tmp_path, monkeypatch):
    (tmp_path / path.name).write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    monkeypatch.setattr("reportkit.lexicons.files", lambda package: tmp_path)
    rk.lexicons._read.cache_clear()
    marked = rk.lexicon(path.stem)
    rk.lexicons._read.cache_clear()
    assert list(marked.columns) == rows(path)[0]


@each
def test_the_readme_names_it_its_columns_and_its_source(path):
    assert DESCRIBED.get(path.stem) == ", ".join(rows(path)[0])


def test_the_readme_names_nothing_else():
    assert set(DESCRIBED) == {path.stem for path in FILES}


@each
def test_it_holds_no_regular_expression(path):
    signs = re.compile(r"\(\?|\[\^|\\[dswbDSWB]|\.[*+]|\{\d")
    assert not [field for row in rows(path) for field in row if signs.search(field)]


def test_every_indicator_has_both_labels_a_definition_and_its_source():
    table = rk.lexicon("indicators")
    assert table.indicator.is_unique and len(table) == 39
    for column in ("label_zh", "label_en", "definition", "source"):
        assert table[column].ne("").all(), column
    assert set(table.direction) == {"up", "down"}
    assert table.definition.str.endswith(".").all() and table.definition.str.len().between(40, 300).all()


def test_every_term_names_an_indicator_that_exists_and_only_one():
    terms = rk.lexicon("indicator_terms")
    assert set(terms.indicator) == set(rk.lexicon("indicators").indicator)
    assert terms.term.is_unique


def test_a_lexicon_that_does_not_exist_is_refused_with_the_names_of_those_that_do():
    with pytest.raises(ValueError, match="lexicon 'unit' does not exist. Expected one of .*units"):
        rk.lexicon("unit")
