"""Execute the notebooks: `run` writes the executed copies beside their charts, `refresh` stores the output in place.

`refresh` also writes the chart of targets as the README shows it.
"""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
EXPORTS = NOTEBOOKS / "exports"
SHOWN = NOTEBOOKS.parent / "docs/targets.png"  # the chart of notebook 02


def execute(path: Path) -> nbformat.NotebookNode:
    """Execute a notebook and leave out what differs from run to run or from machine to machine."""
    notebook = nbformat.read(path, as_version=4)
    quiet = ["--IPKernelApp.log_level=ERROR"]
    where = {"metadata": {"path": NOTEBOOKS}}
    NotebookClient(notebook, resources=where, record_timing=False, extra_arguments=quiet).execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def main(what: str) -> None:
    """Run or refresh every notebook, in the order of their numbers."""
    EXPORTS.mkdir(exist_ok=True)
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = execute(path)
        nbformat.write(notebook, path if what == "refresh" else EXPORTS / path.name)
        if what == "refresh" and path.stem.startswith("02-"):
            SHOWN.write_bytes(picture(notebook))
    print(*summary(), sep="\n")


def picture(notebook: nbformat.NotebookNode) -> bytes:
    """The first picture in the output of a notebook."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return base64.b64decode(next(o.data["image/png"] for o in outputs if "image/png" in o.get("data", {})))


def summary() -> list[str]:
    """Where the charts and tables lie, and what they say."""
    import reportkit as rk

    reports = rk.load_reports()
    targets = rk.targets(rk.figures(reports))
    growth = targets[targets["measure"] == "growth"]
    both = growth[growth["ambition_low"].notna()]
    files = sorted(path.name for path in EXPORTS.iterdir())
    return [
        f"{len(files)} files in {EXPORTS.relative_to(Path.cwd())}: {', '.join(files)}",
        f"{len(reports)} reports plan the growth of an indicator {int(growth['target_low'].notna().sum())} times in "
        f"figures and {int(growth['target_low'].isna().sum())} times in words only.",
        f"Where a report gives both, the growth planned lies below the growth reported for the year before in "
        f"{int((both['ambition_high'] < 0).sum())} of {len(both)} cases: ambition, not attainment.",
    ]


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["refresh"]):
        sys.exit("usage: python scripts/notebooks.py run|refresh")
    main(sys.argv[1])
