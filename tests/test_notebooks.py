"""What makes a stored output worth comparing: nbval passes a stripped notebook and checks nothing."""

from __future__ import annotations

import ast
import base64
import json
import re
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
ALLOWED = {"reportkit", "pandas", "matplotlib"}
MACHINE = re.compile(r"/(?:home|root|Users|tmp|usr|var|opt|mnt|private)/|[A-Z]:\\\\|site-packages|\b0x[0-9a-f]{6,}")


def load(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


def source(cell: dict) -> str:
    return "".join(cell["source"])


def code_cells(notebook: dict) -> list[dict]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def outputs(notebook: dict) -> list[dict]:
    return [output for cell in code_cells(notebook) for output in cell["outputs"]]


def printed(output: dict) -> str:
    return "".join(output.get("text", "")) + "".join(output.get("data", {}).get("text/plain", ""))


each = pytest.mark.parametrize("notebook", [pytest.param(load(path), id=path.stem) for path in NOTEBOOKS])


def test_the_notebooks_are_there_and_numbered():
    numbers = [path.stem[:2] for path in NOTEBOOKS]
    assert numbers == [f"{n:02}" for n in range(7)]
    assert all(re.match(r"\d\d-[a-z-]+$", path.stem) for path in NOTEBOOKS)


@each
def test_cells_were_run_once_from_the_first_to_the_last(notebook):
    counts = [cell["execution_count"] for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))


@each
def test_no_error_and_nothing_on_stderr(notebook):
    assert not [o for o in outputs(notebook) if o["output_type"] == "error" or o.get("name") == "stderr"]


@each
def test_no_path_of_a_machine_and_no_address_in_memory(notebook):
    for text in [*map(source, notebook["cells"]), *map(printed, outputs(notebook))]:
        assert not MACHINE.search(text), MACHINE.search(text)


@each
def test_no_time_of_execution_and_one_kernel(notebook):
    assert not [cell for cell in notebook["cells"] if "execution" in cell["metadata"]]
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert "version" not in notebook["metadata"]["language_info"]


@each
def test_it_begins_with_its_question_and_ends_with_what_it_cannot_tell(notebook):
    first, last = source(notebook["cells"][0]), source(notebook["cells"][-1])
    heading, *rest = first.split("\n\n")
    assert heading.startswith("# ") and "?" in first
    assert any(len(paragraph.split()) > 15 for paragraph in rest), "the answer stands under the question"
    assert last.startswith("## What this cannot tell")


@each
def test_it_is_short_and_holds_no_program(notebook):
    assert len(notebook["cells"]) <= 25
    for cell in map(source, code_cells(notebook)):
        tree = ast.parse(cell)
        assert len(cell.splitlines()) <= 10, cell
        assert not [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.Lambda | ast.ClassDef)], cell
        assert not re.search(r"\bre\.|regex|filterwarnings|NBVAL|^[%!]", cell, re.M), cell


@each
def test_it_imports_only_what_an_economist_would(notebook):
    names = set()
    for cell in map(source, code_cells(notebook)):
        for node in ast.walk(ast.parse(cell)):
            if isinstance(node, ast.Import):
                names |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module.split(".")[0])
    assert "reportkit" in names and names <= ALLOWED


@each
def test_a_cell_ends_in_a_table_a_sentence_or_an_assignment(notebook):
    for cell in code_cells(notebook):
        assert not source(cell).rstrip().endswith(";")
        for output in cell["outputs"]:
            if output["output_type"] == "execute_result":
                assert "text/html" in output["data"], source(cell)
                assert not re.match(r"<(?:Axes|Figure|matplotlib)", printed(output)), source(cell)


@each
def test_each_picture_is_small_and_has_a_table_before_it(notebook):
    tables = 0
    for output in outputs(notebook):
        data = output.get("data", {})
        tables += "text/html" in data
        assert not {"image/svg+xml", "application/pdf"} & set(data)
        if "image/png" in data:
            assert tables, "every chart has its table in a cell above"
            assert len(data["image/png"]) * 3 / 4 < 200_000


@each
def test_each_chart_that_is_saved_is_shown(notebook):
    for cell in code_cells(notebook):
        shown = [output for output in cell["outputs"] if "image/png" in output.get("data", {})]
        assert len(shown) == charts_saved(ast.parse(source(cell))), source(cell)


def charts_saved(node: ast.AST) -> int:
    """How many charts a cell saves, each call as many times as the loops around it turn."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "save_chart":
        return 1
    turns = len(node.iter.elts) if isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple) else 1
    return turns * sum(map(charts_saved, ast.iter_child_nodes(node)))


def test_the_readme_shows_the_chart_of_the_notebook():
    """Both are written by `make notebooks`."""
    notebook = load(next(path for path in NOTEBOOKS if path.stem.startswith("02-")))
    pictures = [output["data"]["image/png"] for output in outputs(notebook) if "image/png" in output.get("data", {})]
    shown = NOTEBOOKS[0].parents[1] / "docs/targets.png"
    assert shown.read_bytes() == base64.b64decode("".join(pictures[0]))


def test_the_machine_pattern_finds_what_it_looks_for():
    assert MACHINE.search("in /home/ada/x.py") and MACHINE.search("<Axes at 0x7f3a2b1c>")
    assert not MACHINE.search("480/月, 1/3, and/or 2020/2021")
