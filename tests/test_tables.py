"""Tables on their way out: what is read back is what was written, in every format, and nothing in them runs."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

import reportkit as rk
from reportkit.tables.plain import LARGEST
from reportkit.tables.stata import LEGAL, stata_names

FUNCTIONS = (
    "overview",
    "repairs",
    "paragraphs",
    "glossary",
    "keywords",
    "distinctive",
    "overlaps",
    "shared_passages",
    "slogans",
)
OF_FIGURES = ("targets", "panel", "checks")
RUNNING = ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", "＝1+1", '=HYPERLINK("x")']
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
tricky = st.one_of(
    texts, st.sampled_from([*RUNNING, "'=1", "''", "_x0041_", "a\r\nb", "\x07", '"', "“”", "𠮷", "#N/A", "-5"])
)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    reports = rk.load_reports()
    figures = rk.figures(reports)
    made = {name: getattr(rk, name)(reports) for name in FUNCTIONS}
    made |= {"diffusion": rk.diffusion(made["slogans"])}
    made |= {"concordance": rk.concordance(reports, "创新"), "keyword_growth": rk.keyword_growth(made["keywords"])}
    return made | {name: getattr(rk, name)(figures) for name in OF_FIGURES} | {"figures": figures}


@pytest.fixture(scope="module")
def folder(tables, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    rk.write_tables(tables, folder)
    return folder


def flat(values: pd.Series) -> list:
    """A column as any format can hold it: nothing for missing and for empty text, 1 for true, JSON for lists."""
    out = []
    for value in values.astype(object):
        value = json.dumps(value) if isinstance(value, tuple) else value
        missing = not isinstance(value, str) and pd.isna(value)
        value = None if missing or value == "" else value
        out.append(float(value) if isinstance(value, int | float | np.number | bool | np.bool_) else value)
    return out


def ended(values: pd.Series) -> list:
    """The same where there is no open end: the largest number of Stata stands for it."""
    largest = {float("inf"): LARGEST, float("-inf"): -LARGEST}
    return [largest.get(value, value) for value in flat(values)]


def read_xlsx(path: Path) -> pd.DataFrame:
    head, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=[unescape(name) for name in head], dtype=object)


NAMES = [*FUNCTIONS, *OF_FIGURES, "concordance", "diffusion", "figures", "keyword_growth"]
each = pytest.mark.parametrize("name", NAMES)


@each
def test_a_csv_is_read_back(tables, folder, name):
    assert (folder / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(folder / f"{name}.csv", encoding="utf-8-sig", keep_default_na=False, dtype=str)
    assert list(back) == list(tables[name])
    for column in back:
        expected = flat(tables[name][column])
        numbers = any(isinstance(value, float) for value in expected)
        values = [number(text) if numbers and text else unguarded(text) for text in back[column]]
        assert flat(pd.Series(values, dtype=object)) == expected, column


def number(text: str) -> float:
    return {"True": 1.0, "False": 0.0}.get(text) if text in ("True", "False") else float(text)


def unguarded(text: str) -> str:
    """As the documentation has it: an apostrophe before one of these signs is no part of the text."""
    return re.sub(r"^'(?='*[=+\-@＝＋－＠\t\r\n])", "", text)


@each
def test_a_workbook_is_read_back(tables, folder, name):
    back = read_xlsx(folder / f"{name}.xlsx")
    assert list(back) == list(tables[name])
    for column in back:
        values = [unescape(v) if isinstance(v, str) else v for v in back[column]]
        expected = [float(f"{v:.16g}") if isinstance(v, float) else v for v in ended(tables[name][column])]
        assert flat(pd.Series(values, dtype=object)) == expected, column


@each
def test_a_stata_file_is_read_back_by_pandas(tables, folder, name):
    back = pd.read_stata(folder / f"{name}.dta")
    names = stata_names(tables[name].columns)
    assert list(back) == list(names.values())
    for column, short in names.items():
        assert flat(back[short]) == ended(tables[name][column]), column


@each
def test_a_stata_file_is_read_back_by_another_reader(tables, folder, name):
    pyreadstat = pytest.importorskip("pyreadstat", reason="pyreadstat is there only where it was installed")
    back, about = pyreadstat.read_dta(folder / f"{name}.dta", apply_value_formats=True)
    names = stata_names(tables[name].columns)
    for column, short in names.items():
        assert flat(back[short]) == ended(tables[name][column]), column
    assert all(about.column_labels)
    assert about.table_name is None and about.file_label == name


@each
def test_a_parquet_file_is_read_back_with_its_types(tables, folder, name):
    back = pd.read_parquet(folder / f"{name}.parquet")
    expected = tables[name]
    for column in expected:
        if expected[column].map(type).eq(tuple).any():
            assert [json.loads(text) for text in back[column]] == json.loads(json.dumps(list(expected[column])))
        elif expected[column].notna().any() and expected[column].dtype != object:
            if expected[column].dtype not in ("str", "string"):
                assert back[column].dtype == expected[column].dtype, column
            assert flat(back[column]) == flat(expected[column]), column


@settings(max_examples=40, deadline=None)
@given(st.lists(tricky, min_size=1, max_size=4), tricky)
def test_any_text_comes_back(cells, name):
    name = "x" + name
    table = pd.DataFrame({name: cells, "n": range(len(cells))})
    with tempfile.TemporaryDirectory() as there:
        rk.write_tables({"t": table}, there)
        folder = Path(there)
        csv = pd.read_csv(folder / "t.csv", encoding="utf-8-sig", keep_default_na=False, dtype=str)
        book = openpyxl.load_workbook(folder / "t.xlsx")
        stata = pd.read_stata(folder / "t.dta")
        parquet = pd.read_parquet(folder / "t.parquet")
        assert list(csv["n"]) == list(map(str, range(len(cells))))
        assert [unguarded(text) for text in csv.iloc[:, 0]] == cells
        sheet = book.worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows(max_col=1) for cell in row} <= {"s", "n", "inlineStr"}
        assert [unescape(sheet.cell(row, 1).value or "") for row in range(2, len(cells) + 2)] == cells
        assert list(stata.iloc[:, 0]) == cells
        assert list(parquet[name]) == cells
        book.close()


@pytest.mark.parametrize("text", RUNNING)
def test_a_text_that_begins_with_a_sign_runs_nothing(tmp_path, text):
    rk.write_tables({"t": pd.DataFrame({text: [text], "fall": [-2.5]})}, tmp_path, ("csv", "xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["t"]
    assert {sheet["A1"].data_type, sheet["A2"].data_type} == {"s"} and sheet["A2"].quotePrefix
    assert sheet["B2"].value == -2.5 and sheet["B2"].data_type == "n"
    with ZipFile(tmp_path / "t.xlsx") as parts:
        assert not [part for part in parts.namelist() if b"<f>" in parts.read(part)]
    csv = pd.read_csv(tmp_path / "t.csv", encoding="utf-8-sig")
    assert csv.columns[0] == f"'{text}" and csv.iloc[0, 0] == f"'{text}" and csv.iloc[0, 1] == -2.5


def test_a_text_that_is_a_number_stays_as_it_is_in_a_csv(tmp_path):
    rk.write_tables({"t": pd.DataFrame({"a": ["-3.5%", "+2", "-3.5个百分点"]})}, tmp_path, "csv")
    assert (tmp_path / "t.csv").read_text("utf-8-sig") == "a\n-3.5%\n+2\n'-3.5个百分点\n"


def test_two_runs_write_the_same_bytes(tables, folder, tmp_path):
    rk.write_tables(tables, tmp_path)
    written = sorted(path.name for path in tmp_path.iterdir())
    assert len(written) == 5 * len(tables) + 2
    for name in written:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_a_workbook_is_ready_to_be_read(folder):
    book = openpyxl.load_workbook(folder / "figures.xlsx")
    assert book.sheetnames == ["figures", "codebook"]
    sheet = book["figures"]
    head = {cell.value: cell for cell in sheet[1]}
    assert sheet.freeze_panes == "A2" and head["quote"].font.bold
    assert sheet.column_dimensions["C"].width == 60 and sheet.column_dimensions[head["unit"].column_letter].width < 20
    formats = {name: sheet.cell(2, cell.column).number_format for name, cell in head.items()}
    assert (formats["year"], formats["raw_start"], formats["value_low"]) == ("0", "0", "#,##0.0#####")


def test_a_chinese_character_is_as_wide_as_two_letters(tmp_path):
    rk.write_tables({"t": pd.DataFrame({"a": ["青云谱区青云谱区"], "b": ["abcdefgh"]})}, tmp_path, "xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["t"]
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width) == (18, 10)


def test_stata_has_labels_for_columns_and_for_values(folder):
    with pd.io.stata.StataReader(folder / "figures.dta") as file:
        file.read()
        labels, values = file.variable_labels(), file.value_labels()
    assert labels["value_low"] == "The value, or the low end of a range"
    assert values["status"] == {0: "achieved", 1: "expected", 2: "target", 3: "background"}
    assert list(values["bound"].values()) == ["exact", "approx", "at_least", "at_most", "range", "qualitative"]
    with pd.io.stata.StataReader(folder / "panel.dta") as file:
        labels = file.variable_labels()
    assert labels["ter_val_add_lev_yua_res_low"].startswith("tertiary_value_added_level_yuan_result_low: Value added")
    assert all(0 < len(label) <= 80 for label in labels.values())


def test_labels_may_be_chinese(tables, tmp_path):
    rk.write_tables({"mine": tables["figures"]}, tmp_path, "dta", lang="zh")
    with pd.io.stata.StataReader(tmp_path / "mine.dta") as file:
        assert file.variable_labels()["subject"] == "指标原文"
    assert "| value_low | 数值或区间下限 |" in (tmp_path / "codebook.md").read_text("utf-8")


@given(st.lists(st.text(max_size=50), unique=True, max_size=12))
def test_names_in_stata_are_legal_and_apart(columns):
    names = stata_names(columns)
    assert list(names) == columns and len(set(names.values())) == len(columns)
    assert all(LEGAL.fullmatch(name) for name in names.values())
    assert all(names[name] == name for name in columns if LEGAL.fullmatch(name) and len(name) > 8)


@pytest.mark.parametrize("last", ["", "文" * 20_000])
def test_texts_of_more_than_2045_bytes_are_whole(tmp_path, last):
    long = "长" * 700 + "x", last
    rk.write_tables({"t": pd.DataFrame({"a": long})}, tmp_path, ("dta", "parquet", "csv", "xlsx"))
    assert tuple(pd.read_stata(tmp_path / "t.dta")["a"]) == long
    assert flat(read_xlsx(tmp_path / "t.xlsx")["a"]) == flat(pd.Series(long))


def test_every_kind_of_column_has_its_place(tmp_path):
    table = pd.DataFrame({
        "flag": pd.array([True, None], dtype="boolean"), "mixed": pd.Series([True, None], dtype=object),
        "whole": pd.array([2**53 - 1, None], dtype="Int64"), "day": pd.to_datetime(["2024-02-29", None]),
        "none": [None, None], "level": pd.Categorical(["high", None], categories=["low", "high"]), "half": [0.5, None],
    })  # fmt: skip
    rk.write_tables({"t": table}, tmp_path)
    stata = pd.read_stata(tmp_path / "t.dta")
    assert flat(stata["flag"]) == flat(stata["mixed"]) == [1, None] and flat(stata["whole"]) == [2**53 - 1, None]
    assert stata["day"][0] == table["day"][0] and flat(stata["level"]) == ["high", None]
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["t"]
    assert [cell.value for cell in sheet[2]][:3] == [True, True, 2**53 - 1] and [cell.value for cell in sheet[3]] == [
        None
    ] * 7
    assert sheet["D2"].value == table["day"][0].to_pydatetime() and sheet["D2"].number_format == "yyyy-mm-dd"
    assert pd.read_parquet(tmp_path / "t.parquet")["mixed"].dtype == "boolean"


def test_a_named_index_is_a_column_and_a_bare_one_is_not(tmp_path):
    crossed = pd.crosstab(pd.Series(["a", "b"], name="report"), pd.Series(["x", "y"], name="status"))
    rk.write_tables({"crossed": crossed, "picked": pd.DataFrame({"n": [1, 2, 3]})[1:]}, tmp_path, "csv")
    assert (tmp_path / "crossed.csv").read_text("utf-8-sig") == "report,x,y\na,1,0\nb,0,1\n"
    assert (tmp_path / "picked.csv").read_text("utf-8-sig") == "n\n2\n3\n"


@pytest.mark.parametrize("rows", [0, 1])
def test_a_table_may_be_empty(tables, tmp_path, rows):
    rk.write_tables({name: table[:rows] for name, table in tables.items()}, tmp_path)
    assert len(pd.read_stata(tmp_path / "figures.dta")) == len(pd.read_parquet(tmp_path / "figures.parquet")) == rows


@pytest.mark.parametrize(("table", "formats", "said"), [
    (pd.DataFrame({"a": pd.Series(["\ud800"], dtype=object)}), "csv", r"table 't', column 'a': '\\ud800' holds U\+D800, which is no character"),
    (pd.DataFrame({"a": ["x\x00"]}), "dta", r"holds U\+0000"),
    (pd.DataFrame([[1, 2]], columns=["a", "a"]), "csv", "two columns are named 'a'"),
    (pd.DataFrame({1.5: [1]}), "csv", "a column is named 1.5. Expected a text"),
    (pd.DataFrame({"a": [1, "b"]}), "csv", "column 'a': holds int and str. Expected"),
    (pd.DataFrame({"a": [{1}]}), "csv", "holds set"),
    (pd.DataFrame({"a": [2**53 + 1]}), "dta", "t.dta, column 'a': 9007199254740993 is more than Stata holds"),
    (pd.DataFrame({"a": [1e308]}), "dta", "t.dta, column 'a': 1e[+]308 is more than Stata holds"),
    (pd.DataFrame({"a": ["长" * 32_768]}), "xlsx", "a text of 32768 characters. Expected at most 32767"),
    (pd.DataFrame({"a": pd.to_datetime(["2024-01-01"], utc=True)}), "xlsx", "time zone"),
    ([1], "csv", "is no table. Expected a DataFrame"),
    (pd.DataFrame({"a": [1]}), "doc", "format 'doc' does not exist. Expected one of csv, xlsx, dta, parquet, tex"),
])  # fmt: skip
def test_what_no_file_can_hold_is_refused(tmp_path, table, formats, said):
    with pytest.raises(ValueError, match=said):
        rk.write_tables({"t": table}, tmp_path, formats)


@pytest.mark.parametrize("tables", [None, {}, "figures", [pd.DataFrame()]])
def test_what_is_no_table_is_refused(tmp_path, tables):
    with pytest.raises(ValueError, match="is no table. Expected a DataFrame, or a dict"):
        rk.write_tables(tables, tmp_path)


@pytest.mark.parametrize("name", ["", "a/b", "a:b", "..", "codebook", "a\n"])
def test_a_name_that_is_none_of_a_file_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="name"):
        rk.write_tables({name: pd.DataFrame({"a": [1]})}, tmp_path)


def test_one_table_is_named_after_its_function(tables, tmp_path):
    rk.write_tables(tables["glossary"], tmp_path, "csv")
    rk.write_tables(tables["glossary"].drop(columns="uses"), tmp_path, "csv")
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == ["codebook.csv", "glossary.csv", "table.csv"]


# the codebook


@each
def test_every_column_is_defined_and_every_definition_has_its_column(tables, name):
    known = rk.lexicon("codebook").query("table == @name")["column"]
    fixed, ends = [c for c in known if "*" not in c], tuple(c[1:] for c in known if "*" in c)
    columns = [c for c in tables[name] if not (ends and c.endswith(ends) and c not in fixed)]
    assert columns == fixed
    assert not [end for end in ends if not any(c.endswith(end) for c in tables[name])]


def test_every_public_table_is_in_the_codebook():
    """A new table function comes with the definitions of its columns, and a name in the lists above."""
    heading, names = re.search(r"^(Look) .*\n(Tables .*\n)(Words .*\n)", rk.__doc__, re.M).group(0), set()
    names = set(re.findall(r"[a-z_]+", re.sub(r"Look|Tables|Words|quote", "", heading)))
    assert names == set(NAMES) == set(rk.lexicon("codebook")["table"]) - {"agreement", "disagreements", "dataset"}


def test_what_agreement_gives_is_in_the_codebook(tables):
    found = rk.agreement(tables["figures"], tables["figures"].iloc[1:])
    known = rk.lexicon("codebook").groupby("table")["column"].agg(list)
    assert [*found.columns] == known["agreement"]
    assert [*found.disagreements] == known["disagreements"]


def test_definitions_are_whole_and_short_enough_for_stata():
    codebook = rk.lexicon("codebook")
    assert not codebook.duplicated(["table", "column"]).any()
    assert codebook[["meaning_en", "meaning_zh", "source"]].ne("").all(axis=None)
    assert codebook["meaning_en"].str.len().max() <= 80 and codebook["meaning_zh"].str.len().max() <= 80
    assert set(codebook["type"]) == {"text", "number", "integer", "yes or no", "category", "spans"}
    assert (codebook["type"].eq("category") == codebook["values"].ne("")).all()


@each
def test_types_and_values_are_as_the_codebook_says(tables, folder, name):
    about = pd.read_csv(folder / "codebook.csv", encoding="utf-8-sig", keep_default_na=False).query("table == @name")
    for row in about.itertuples():
        values = tables[name][row.column].dropna()
        values = values[values.ne("")] if row.type in ("text", "category") else values
        kind = {"text": str, "category": str, "number": float, "yes or no": bool, "integer": int, "spans": tuple}[
            row.type
        ]
        assert all(isinstance(value, kind) or isinstance(value, np.integer | np.bool_) for value in values), row.column
        known = re.findall(r"(?:^|; )([^:;]+): ", row.values) if row.type == "category" else list(values)
        assert set(values) <= set(known), row.column


def test_a_wide_column_is_composed_of_indicator_measure_and_end(folder):
    about = pd.read_csv(folder / "codebook.csv", encoding="utf-8-sig", keep_default_na=False).set_index(
        ["table", "column"]
    )
    row = about.loc["panel", "gdp_level_yuan_result_low"]
    assert row["meaning_en"] == "Gross regional product, level: result as first stated, low end"
    assert (row["meaning_zh"], row["unit"]) == ("地区生产总值（水平）：实绩下限（首次公布）", "元")
    assert about.loc["panel", "construction_output_share__result_low"]["unit"] == ""


def test_columns_of_ones_own_are_defined_by_ones_own_codebook(tmp_path):
    own = pd.DataFrame([{"table": "mine", "column": "ratio", "type": "number", "meaning_en": "A ratio", "meaning_zh": "比率",
                         "unit": "", "values": "", "source": "own"}])  # fmt: skip
    rk.write_tables(
        {"mine": pd.DataFrame({"ratio": [1.5], "gdp_own_target_low": [2], "figure_id": ["a:1"]})},
        tmp_path,
        "csv",
        codebook=own,
    )
    about = pd.read_csv(tmp_path / "codebook.csv", encoding="utf-8-sig", keep_default_na=False).set_index("column")
    assert about["meaning_en"].to_dict() == {
        "ratio": "A ratio",
        "gdp_own_target_low": "",
        "figure_id": "Report and first character of the figure, to be cited",
    }
