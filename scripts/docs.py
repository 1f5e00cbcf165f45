"""Write what the docs show of the package from the package itself: columns of tables, public names, rows for the READMEs."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import reportkit as rk
from reportkit.tables.columns import markdown

ROOT = Path(__file__).parents[1]
ROWS = re.compile(r"(<!-- rows -->\n).*?(<!-- end of rows -->)", re.S)
SHOWN = "figure_id number_text value_low value_high unit bound measure indicator period status".split()


def codebook() -> str:
    """The columns of every table, from the lexicon that `write_tables` uses as well."""
    return markdown(rk.lexicon("codebook"), "en")


def api() -> str:
    """Every public name with its docstring, in the order of the table of contents in `help(reportkit)`."""
    contents = re.findall(r"^([A-Z]\w+) {2,}(\w+(?:, \w+)*)$", rk.__doc__, re.M)
    pages = ["# Public names\n", *[_group(title, names.split(", ")) for title, names in contents]]
    return "\n".join(pages)


def _group(title: str, names: list[str]) -> str:
    return "\n".join([f"## {title}\n", *map(_entry, names)])


def _entry(name: str) -> str:
    thing = getattr(rk, name)
    call = "" if inspect.isclass(thing) else _signature(thing)
    return f"### {name}{call}\n\n```text\n{inspect.getdoc(thing)}\n```\n"


def _signature(thing) -> str:
    """The arguments and their defaults, without the types that the docstring tells."""
    given = inspect.signature(thing).parameters.values()
    return str(inspect.Signature([one.replace(annotation=inspect.Parameter.empty) for one in given]))


def rows() -> str:
    """Ten rows of the table of figures: the first of a review and the first of its targets."""
    table = rk.figures(next(report for report in rk.load_reports() if report.id == "qingyunpu_2020"))
    ten = [*table[table["part"] == "review"].index[:5], *table[table["part"] == "targets"].index[:5]]
    shown = table.loc[ten, SHOWN].astype(object)
    lines = [SHOWN, ["---"] * len(SHOWN), *shown.where(shown.notna(), "").values.tolist()]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def main() -> None:
    """Write the pages, and the rows into the READMEs."""
    for name, text in ("codebook", codebook()), ("api", api()):
        (ROOT / f"docs/{name}.md").write_text(text, "utf-8", newline="\n")
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text("utf-8")
        (ROOT / name).write_text(ROWS.sub(rf"\1{rows()}\2", text), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
