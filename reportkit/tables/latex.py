"""LaTeX tables: booktabs, every sign escaped, the same source for XeLaTeX and for pdfLaTeX with CJK."""

from __future__ import annotations

import re
from pathlib import Path
from unicodedata import east_asian_width, normalize

import pandas as pd

LONGEST_PAGE = 40  # rows; a longer table breaks over pages
WIDEST_CELL = 30  # letters; a column of longer texts is set in lines
SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    '"': r"{\char34}", "'": r"\textquotesingle{}", "`": r"\textasciigrave{}", "[": "{[}", "]": "{]}",
    "−": "$-$", "×": r"$\times$", "±": r"$\pm$", "≥": r"$\geq$", "≤": r"$\leq$", "→": r"$\rightarrow$", "²": "$^2$",
    "³": "$^3$", "°": r"$^\circ$", "μ": r"$\mu$", "µ": r"$\mu$", "\u00a0": "~",
    "㎡": "m$^2$", "㎥": "m$^3$", "℃": r"$^\circ$C",
}  # fmt: skip
HEAD = """\
% {name}: \\input this file.
% Packages: booktabs{long}; textcomp for old systems.
% Chinese with XeLaTeX: \\usepackage{{xeCJK}} and \\xeCJKDeclareCharClass{{CJK}}{{"2100 -> "27BF}} (for signs such as ① and Ⅱ).
% Chinese with pdfLaTeX: \\usepackage{{CJKutf8}}, inside \\begin{{CJK}}{{UTF8}}{{gbsn}}.
"""


def write_tex(table: pd.DataFrame, about: pd.DataFrame, path: Path, lang: str = "en") -> None:
    """Write a `tabular`, or a `longtable` where there are more than 40 rows."""
    long = len(table) > LONGEST_PAGE
    columns = "".join(_alignment(table[name]) for name in table.columns)
    head = _line(map(escaped, table.columns))
    body = [_line(row) for row in zip(*(_cells(table[name]) for name in table.columns), strict=True)]
    begin, end = ("longtable", "longtable") if long else ("tabular", "tabular")
    rules = ["\\toprule", head, "\\midrule", *(["\\endhead"] if long else []), *body, "\\bottomrule"]
    lines = [f"\\begin{{{begin}}}{{@{{}}{columns}@{{}}}}", *rules, f"\\end{{{end}}}"]
    comment = HEAD.format(name=path.name, long=", longtable" if long else "")
    path.write_text(comment + "\n".join(lines) + "\n", "utf-8", newline="\n")


def escaped(text: str) -> str:
    r"""A text in which LaTeX finds nothing to do; a new line is a space.

    >>> escaped("R&D 5% of {a_b}"), escaped("− 3")
    ('R\\&D 5\\% of \\{a\\_b\\}', '$-$ 3')
    """
    text = re.sub(r"[\x00-\x1f\x7f-\x9f\u2000-\u200f\u2028-\u202f]+", " ", text)
    text = re.sub(
        r"[\u3300-\u33a0\u33a2-\u33a4\u33a6-\u33ff]", lambda sign: normalize("NFKC", sign[0]), text
    )  # ㎞ is km
    return "".join(SIGNS.get(sign, sign) for sign in text).replace("--", "-{}-").replace("--", "-{}-")


def _line(cells) -> str:
    return " & ".join(cells) + r" \\"


def _cells(values: pd.Series) -> list[str]:
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        values = values.dt.strftime("%Y-%m-%d").astype(object)
    return ["" if pd.isna(value) else _cell(value) for value in values]


def _cell(value: object) -> str:
    if isinstance(value, float):
        value = f"{value:.15g}".replace("inf", r"\infty")  # 0.1 + 0.2 is 0.3 on paper
        return f"${value}$" if value.startswith(("-", "\\")) else value
    if isinstance(value, str):
        return escaped(value)
    return f"${value}$" if str(value).startswith("-") else str(value)


def _alignment(values: pd.Series) -> str:
    """Numbers to the right; long texts in lines, as wide as a third of the page at most."""
    if pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype):
        return "r"
    texts = values.dropna().astype(str)
    widest = max((sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text) for text in texts), default=0)
    return "l" if widest <= WIDEST_CELL else "p{0.33\\linewidth}"
