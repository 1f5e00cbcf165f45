"""The house: imports run one way, public names are said once and explained, nothing prints or warns."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

import reportkit as rk

PACKAGE = Path(rk.__file__).parent
# From the first step to the last. A module may import what stands before it.
STEPS = """lexicons text matching reading places repair metadata structure terms report quantity claims compare
consistency body words phrases tables paper charts page batch __main__""".split()
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "data" not in path.relative_to(PACKAGE).parts)


def step_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_steps(path: Path) -> set[str]:
    """The steps a module imports when it runs; what it needs only for type hints does not count."""
    tree = ast.parse(path.read_text("utf-8"))
    guarded = [
        node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    hints = {node for block in guarded for node in ast.walk(block)}
    depth = len(path.relative_to(PACKAGE).parts)  # levels up to the package itself
    found = set()
    for node in ast.walk(tree):
        if node in hints:
            continue
        if isinstance(node, ast.ImportFrom) and node.level == depth:
            found |= {node.module.split(".")[0]} if node.module else {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").startswith("reportkit"):
            found |= {(node.module + ".").split(".")[1] or name.name for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name.split(".")[1] for name in node.names if name.name.startswith("reportkit.")}
    return found - {"", "__version__"}


@pytest.mark.parametrize("path", [path for path in MODULES if path != PACKAGE / "__init__.py"],
                         ids=lambda path: str(path.relative_to(PACKAGE)))  # fmt: skip
def test_imports_run_one_way(path):
    step = step_of(path)
    assert step in STEPS, f"{step} is no step of the pipeline: say in STEPS where it stands"
    later = {other for other in imported_steps(path) if STEPS.index(other) > STEPS.index(step)}
    assert not later


def test_public_names_are_sorted_and_there():
    assert rk.__all__ == sorted(rk.__all__)
    assert all(hasattr(rk, name) for name in rk.__all__)


@pytest.mark.parametrize("name", [name for name in rk.__all__ if name != "__version__"])
def test_each_public_name_is_explained(name):
    assert re.match(r"[A-Z`].{20,}", inspect.getdoc(getattr(rk, name)) or "")


def test_the_table_of_contents_names_every_public_name():
    assert [name for name in rk.__all__ if name not in rk.__doc__] == ["__version__"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_library_prints_nothing_warns_of_nothing_and_keeps_no_log(path):
    tree = ast.parse(path.read_text("utf-8"))
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    allowed = {"print"} if step_of(path) == "__main__" else set()
    noisy = {call for call in calls if call in ("print", "warnings.warn", "warn") or call.startswith("logging.")}
    assert noisy <= allowed


def test_the_style_of_the_names():
    rooms = {path.name for path in PACKAGE.iterdir()}
    assert not rooms & {"utils.py", "helpers.py", "core", "core.py", "common.py", "constants.py"}
