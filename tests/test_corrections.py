"""Corrections: accepted, edited, rejected, added; refused where they were made on something else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import reportkit as rk
from reportkit.claims.corrections import COLUMNS


@pytest.fixture(scope="module")
def report() -> rk.Report:
    return next(r for r in rk.load_reports() if r.id == "qingyunpu_2020")


@pytest.fixture(scope="module")
def machine(report) -> pd.DataFrame:
    return rk.figures(report)


def row(report: rk.Report, figure: pd.Series | None = None, **said: object) -> dict:
    """A line of corrections: of a figure as it stands, or of a new one, with what the reader says."""
    coded = {} if figure is None else figure[[c for c in COLUMNS if c in figure]].to_dict()
    line = dict.fromkeys(COLUMNS, "") | coded | {"report": report.id, "sha256": report.sha256, "reviewer": "Li"} | said
    return {name: "" if value is None else str(value) for name, value in line.items()}


def saved(tmp_path, *rows: dict):
    path = tmp_path / "corrections.csv"
    pd.DataFrame(rows, columns=COLUMNS).to_csv(path, index=False, encoding="utf-8-sig")
    return path


def test_each_kind_of_correction(report, machine, tmp_path):
    accepted, edited, rejected = (machine.iloc[n] for n in (0, 1, 2))
    place = report.raw.index("综合实力")
    new = row(report, action="add", raw_start=place, raw_end=place + 4, value_low="3", value_high="3.5", unit="万亩",
              bound="range", measure="level", subject="新的", period="2019", status="achieved")  # fmt: skip
    path = saved(tmp_path, row(report, accepted, action="accept"), new, row(report, rejected, action="reject"),
                 row(report, edited, action="edit", value_low="6.6", value_high="6.6", bound="approx", indicator=""))  # fmt: skip
    table = rk.figures(report, corrections=path)
    assert len(table) == len(machine)
    assert table["source"].value_counts().to_dict() == {
        "machine": len(machine) - 3,
        "reviewed": 1,
        "corrected": 1,
        "added": 1,
    }
    by_id = table.set_index("figure_id")
    assert rejected.figure_id not in by_id.index
    after = by_id.loc[edited.figure_id]
    assert (after.value_low, after.std_high, after.bound, after.indicator) == (6.6, 6.6, "approx", None)
    assert after.sentence == edited.sentence
    added = table[table["source"] == "added"].iloc[0]
    assert added.number_text == "综合实力" and added.number_text in added.sentence
    assert (added.std_unit, added.part, added.year) == ("平方米", "review", 2020)
    assert added.std_high == pytest.approx(35000 * 2000 / 3)
    assert table["raw_start"].is_monotonic_increasing
    assert (table.dtypes == machine.dtypes).all()


def test_an_added_figure_takes_no_other_ones_id(report, machine):
    first = machine.iloc[0]
    new = row(report, first, action="add", figure_id="", subject="又一")
    table = rk.figures(report, corrections=pd.DataFrame([new]))
    assert table["figure_id"].is_unique and len(table) == len(machine) + 1
    assert table.loc[table["source"] == "added", "figure_id"].item() == f"{first.figure_id}.2"


def test_the_last_word_stands(report, machine):
    first = machine.iloc[0]
    table = pd.DataFrame([row(report, first, action="reject"), row(report, first, action="accept")])
    assert rk.figures(report, corrections=table)["source"].iloc[0] == "reviewed"


def test_a_file_is_known_by_its_content_and_not_by_its_id(report, machine):
    again = rk.load_report(Path(rk.__file__).parents[1] / "data/raw/qingyunpu_2020.txt", id="another_id")
    table = rk.figures(again, corrections=pd.DataFrame([row(report, machine.iloc[0], action="reject")]))
    assert len(table) == len(machine) - 1


def test_no_corrections_change_nothing(report, machine, tmp_path):
    pd.testing.assert_frame_equal(rk.figures(report, corrections=saved(tmp_path)), machine)


REFUSED = {
    "another version of the file": ({"sha256": "0" * 64}, r"line 2: was made on a file with sha256 000000000000…, and qingyunpu_2020.txt has"),
    "another report": ({"report": "shigu_2019", "sha256": "0" * 64}, r"line 2: is of shigu_2019, which is not among the reports \(qingyunpu_2020\)"),
    "no such figure": ({"figure_id": "qingyunpu_2020:1"}, r"there is no figure qingyunpu_2020:1 at"),
    "another span": ({"raw_end": "9999"}, r"there is no figure qingyunpu_2020:\d+ at \d+-9999"),
    "no span": ({"raw_start": "x"}, r"line 2: x-\d+ is no span in qingyunpu_2020.txt"),
    "a span behind the end": ({"raw_end": "99999999"}, r"is no span in"),
    "an unknown action": ({"action": "aceppt"}, r"action 'aceppt' does not exist. Expected one of accept, edit, reject, add"),
    "an unknown bound": ({"bound": "circa"}, r"bound 'circa' does not exist"),
    "an unknown indicator": ({"indicator": "GDP"}, r"indicator 'GDP' does not exist"),
    "no number": ({"value_low": "6,5x"}, r"value_low '65x' is no number"),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "message"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused(report, machine, tmp_path, changed, message):
    path = saved(tmp_path, row(report, machine.iloc[1], action="edit") | changed)
    with pytest.raises(rk.ReportError, match=message) as error:
        rk.figures(report, corrections=path)
    assert len(str(error.value).split(". ")) >= 3  # what is wrong, what was expected, what to do


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", "报告\n".encode("gb18030"), b'"x\n'], ids=["empty", "other", "gb", "torn"]
)
def test_another_file_is_no_corrections(report, tmp_path, content):
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(rk.ReportError, match="Save it again from the review page"):
        rk.figures(report, corrections=path)


def test_two_readings_compared(machine):
    reader = machine.drop(index=[0, 1]).copy()
    at = reader.index[3]
    reader.loc[at, "bound"] = "approx"
    reader.loc[at, "value_low"] = 99.0
    more = machine.iloc[[0]].assign(raw_start=1, raw_end=3)
    found = rk.agreement(machine, pd.concat([reader, more]))
    n = len(machine)
    assert (found.precision, found.recall) == ((n - 2) / n, (n - 2) / (n - 1))
    columns = found.columns.set_index("column")
    assert columns.loc["bound", "agree"] == n - 3 and columns.loc["unit", "kappa"] == 1
    assert columns.loc["value_low", "share"] == pytest.approx((n - 3) / (n - 2))
    assert sorted(found.disagreements["what"]) == ["bound", "only first", "only first", "only second", "value_low"]
    one = found.disagreements.set_index("what").loc["value_low"]
    assert (one["first"], one["second"]) == (machine.loc[at, "value_low"], 99.0)


def test_two_readings_of_nothing_in_common(machine):
    found = rk.agreement(machine, machine.iloc[:0])
    assert found.precision == 0 and found.recall != found.recall and len(found.disagreements) == len(machine)
    with pytest.raises(rk.ReportError, match=r"^other: no column 'report'"):
        rk.agreement(machine, pd.DataFrame())
