"""What is promised about installing: two commands, one lock, one list of packages said in two places."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CARD = {"pandas", "jupyterlab", "matplotlib", "jieba", "opencc-python-reimplemented", "seaborn", "nbval"}


def section(text: str, name: str) -> list[str]:
    """The quoted strings of one list of pyproject.toml; tomllib came only with Python 3.11."""
    body = re.search(rf"^{name} = \[(.*?)^\]", text, re.M | re.S)[1]
    return [
        ast.literal_eval(line.strip().split(",  ")[0].split(", #")[0].rstrip(","))
        for line in body.splitlines()
        if '"' in line
    ]


@pytest.fixture(scope="module")
def wanted() -> dict[str, list[str]]:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    return {
        name: section(text, name) for name in ("dependencies", "cluster", "documents", "fast", "lab", "test", "build")
    }


@pytest.fixture(scope="module")
def locked() -> str:
    return (ROOT / "requirements.txt").read_text("utf-8")


def name_of(requirement: str) -> str:
    return re.match(r"[\w-]+", requirement)[0]


def test_environment_yml_asks_for_the_same_as_pyproject(wanted):
    lines = (ROOT / "environment.yml").read_text("utf-8").splitlines()
    conda = {line.strip().removeprefix("- ") for line in lines if line.strip().startswith("- ")}
    asked = {line for line in conda if re.match(r"[\w-]+>=", line) and not line.startswith("python>")}
    assert asked == {one for part in ("dependencies", "documents", "fast", "lab", "test") for one in wanted[part]}


def test_environment_yml_holds_the_seven_of_the_card():
    text = (ROOT / "environment.yml").read_text("utf-8")
    assert {name for name in CARD if re.search(rf"^ +- {name}>=", text, re.M)} == CARD


def test_five_of_the_card_are_needed_to_run_and_two_are_extras(wanted):
    runtime = {name_of(one) for one in wanted["dependencies"]}
    assert CARD - runtime == {"jupyterlab", "nbval"}


def test_the_lock_has_everything_that_is_asked_for(wanted, locked):
    for requirement in sum(wanted.values(), []):
        assert re.search(rf"^{name_of(requirement)}==", locked, re.M), requirement


def test_every_locked_version_has_hashes_and_no_line_says_where_it_came_from(locked):
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", locked, flags=re.M).strip())
    assert len(entries) > 100
    for entry in entries:
        assert re.match(r"[\w-]+==[\w.]+", entry), entry[:80]
        assert "--hash=sha256:" in entry, entry[:80]
    assert not re.search(r"://|^-|index|file:|@ ", locked, re.M)


@pytest.mark.parametrize("python", ["3.10", "3.11", "3.12", "3.13"])
def test_the_lock_has_one_version_of_each_package_for_each_python(python, locked):
    packaging = pytest.importorskip("packaging.markers", reason="packaging comes with pytest")
    environment = {"python_full_version": f"{python}.1", "python_version": python, "sys_platform": "linux"}
    names = []
    for line in locked.splitlines():
        if found := re.match(r"([\w-]+)==[^ ]+(?: ; (.*?))? \\$", line):
            if not found[2] or packaging.Marker(found[2]).evaluate(environment):
                names.append(found[1])
    assert sorted(names) == sorted(set(names))
    assert {"pandas", "numpy", "jieba", "nbval", "jupyterlab"} <= set(names)


def test_a_second_make_run_installs_nothing(tmp_path):
    """With a python that only notes what it is asked to do, the first `make` installs and the second does not."""
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    note = tmp_path / "python"
    note.write_text(f"#!/bin/sh\necho \"$@\" >> {tmp_path}/log\n"
                    f'[ "$2" = venv ] && mkdir -p .venv/bin && cp {note} .venv/bin/python\nexit 0\n')  # fmt: skip
    note.chmod(0o755)

    def make() -> list[str]:
        (tmp_path / "log").write_text("")
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
        subprocess.run(["make", "--silent", "run", f"PYTHON={note}"], cwd=tmp_path, env=clean, check=True, timeout=60)
        return (tmp_path / "log").read_text().splitlines()

    assert [line for line in make() if " install " in line and "--require-hashes" in line]
    assert make() == ["scripts/notebooks.py run"]


def test_ci_calls_what_the_readme_calls():
    commands = re.findall(r"^make \w+$", (ROOT / ".ci/run").read_text("utf-8"), re.M)
    readme = (ROOT / "README.md").read_text("utf-8")
    assert commands == ["make run", "make test"]
    assert all(re.search(rf"^{command}\b", readme, re.M) for command in commands)
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_the_readme_names_every_notebook_and_links_to_what_is_there():
    readme = (ROOT / "README.md").read_text("utf-8")
    stems = [path.stem for path in (ROOT / "notebooks").glob("*.ipynb")]
    assert [stem for stem in stems if f"`{stem}`" not in readme] == []
    linked = re.findall(r"\]\((?!https?:)([^)]+)\)", readme + (ROOT / "README.zh-CN.md").read_text("utf-8"))
    assert linked and not [path for path in linked if not (ROOT / path).is_file()]


def test_the_citation_has_the_version_of_the_package():
    cited = re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.M)[1]
    package = re.search(r'^__version__ = "(.+)"$', (ROOT / "reportkit/__init__.py").read_text("utf-8"), re.M)[1]
    assert cited == package


def test_data_readme_names_every_file_and_every_column_of_the_manifest_and_errata():
    text = (ROOT / "data/README.md").read_text("utf-8")
    for path in (ROOT / "data").rglob("*.csv"):
        assert path.name in text or path.match("gold/figures_*.csv"), path.name
    for name in ("reports", "errata", "accuracy", "misses"):
        header = (ROOT / f"data/{name}.csv").read_text("utf-8").splitlines()[0].split(",")
        missing = [column for column in header if not re.search(rf"\b{column}\b", text)]
        assert not missing, (name, missing)


def test_the_made_up_reports_say_so_and_are_not_among_the_five():
    import reportkit as rk

    made = sorted((ROOT / "data/example").iterdir())
    assert [path.name for path in made] == [f"chengxi_{year}.txt" for year in (2021, 2022, 2023)]
    assert all("虚构" in path.read_text("utf-8") for path in made)
    assert "澄溪县" not in {report.locality for report in [*rk.load_reports(), *rk.load_reports(ROOT / "data")]}
    assert not rk.lexicon("places").name.str.contains("澄溪").any()


def test_the_benchmark_needs_nothing_that_is_not_installed():
    """recognizers-text is no dependency: without it the benchmark says so and ends well."""
    asked = (ROOT / "pyproject.toml").read_text("utf-8") + (ROOT / "environment.yml").read_text("utf-8")
    assert "recognizers" not in asked
    code = "import runpy; run = runpy.run_path('benchmarks/speed.py'); print(run['recognizer']([]))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert find_spec("recognizers_number") or found.stdout == "None\n"


def test_a_wheel_carries_lexicons_reports_and_style(tmp_path):
    if not find_spec("hatchling"):
        pytest.skip("hatchling, of the extra `build`, is not installed")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        inside = set(wheel.namelist())
        for path in sorted((ROOT / "data/raw").iterdir()):
            assert wheel.read(f"reportkit/data/raw/{path.name}") == path.read_bytes()
    lexicons = {f"reportkit/lexicons/{path.name}" for path in (ROOT / "reportkit/lexicons").glob("*.csv")}
    assert lexicons | {"reportkit/paper.mplstyle", "reportkit/data/reports.csv"} <= inside
    assert not [name for name in inside if name.startswith(("tests/", "notebooks/", "scripts/"))]


def test_importing_reportkit_imports_no_heavy_package():
    heavy = "matplotlib seaborn jieba opencc zhplot openpyxl pypdfium2 selectolax IPython tqdm distributed".split()
    code = f"import sys, reportkit; print(*sorted(set({heavy}) & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.strip() == "" == found.stderr.strip()
