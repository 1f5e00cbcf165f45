"""Datasets of many reports: the same tables as from each report, in the same bytes whatever happened while they were made."""

from __future__ import annotations

import functools
import gc
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import FRAME, named

import reportkit as rk
from reportkit import lexicons
from reportkit.batch import made, parts, progress
from reportkit.batch import run as building
from reportkit.batch.collection import Item, collect, groups, sha256_of
from reportkit.batch.duplicates import facts, marked
from reportkit.batch.lock import locked
from reportkit.batch.made import READING, TABLES, Choice, stamps
from reportkit.batch.parts import Task
from reportkit.batch.workers import Workers, results
from reportkit.reading import read_bytes
from reportkit.report import report_of

REAL = Path(__file__).parents[2] / "shared/reports"
COUNTIES = "青山 白水 红岩 绿野 黄石 紫云 金沙 银川 铜城 铁岭 石桥 木林".split()


def write_reports(folder: Path, names=COUNTIES, year: int = 2024) -> Path:
    """Small reports of counties that do not exist."""
    folder.mkdir(exist_ok=True)
    for n, name in enumerate(names):
        text = FRAME.replace("青山", name).replace("2023年", f"{year - 1}年").replace("2024年", f"{year}年")
        review = (
            f"地区生产总值完成{100 + n}亿元，增长{5 + n / 10:.1f}%。固定资产投资增长{n}.5%。建成{name}大桥{n + 2}座。"
        )
        text = text.format(review=review, targets=f"地区生产总值增长{6 + n}%以上。", tasks=f"新建{name}学校{n + 1}所。")
        named(folder, f"{name}县_{year}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_reports(tmp_path / "reports")


@pytest.fixture(scope="module")
def here():
    """An executor in this process, where nothing has to be loaded again."""
    with ThreadPoolExecutor(1) as executor:
        yield executor


@pytest.fixture
def small_groups(monkeypatch):
    monkeypatch.setattr(building, "groups", functools.partial(groups, most=2))


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """The reports that are read from now on."""
    names = []
    monkeypatch.setattr(parts, "source_of", lambda item, given=parts.source_of: names.append(item.id) or given(item))
    return names


def contents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def as_objects(table: pd.DataFrame) -> pd.DataFrame:
    table = table.astype(object)
    return table.where(table.notna(), None)


# --- what is in it ---------------------------------------------------------------------------------------------------


def test_the_tables_are_those_of_the_reports(tmp_path, here):
    data, reports = rk.build(None, tmp_path / "out", executor=here), rk.load_reports()
    direct = {"figures": rk.figures, "repairs": rk.repairs, "overview": rk.overview, "keywords": rk.keywords}
    for name, table in direct.items():
        expected = table(reports)
        pd.testing.assert_frame_equal(as_objects(data.table(name, list(expected))), as_objects(expected))
    alone = {"checks": lambda report: rk.checks(rk.figures(report)), "slogans": rk.slogans}
    for name, table in alone.items():
        expected = pd.concat([table(report) for report in reports], ignore_index=True)
        pd.testing.assert_frame_equal(as_objects(data.table(name)), as_objects(expected))


def test_targets_and_checks_of_the_stored_figures_are_those_of_the_reports(tmp_path, here):
    where = Path(__file__).parents[1] / "data/example"
    data, reports = rk.build(where, tmp_path / "out", executor=here), rk.load_reports(where)
    figures = data.table("figures")
    stored = rk.targets(figures, data.table("overview"))
    assert stored["attainment_low"].notna().any()
    pd.testing.assert_frame_equal(as_objects(stored), as_objects(rk.targets(rk.figures(reports), rk.overview(reports))))
    pd.testing.assert_frame_equal(as_objects(rk.checks(figures)), as_objects(rk.checks(rk.figures(reports))))
    assert figures.loc[0, "number_text"] in str(rk.quote(reports, figures.iloc[0]))


def test_a_part_of_a_table(tmp_path, folder, here):
    data = rk.build(folder, tmp_path / "out", executor=here)
    found = data.table("figures", ["value_low", "report"], [("indicator", "==", "gdp"), ("value_low", ">=", 100)])
    assert list(found) == ["value_low", "report"] and len(found) == len(COUNTIES)
    every = data.table("figures").query("indicator == 'gdp' and value_low >= 100")[["value_low", "report"]]
    pd.testing.assert_frame_equal(found, every.reset_index(drop=True))
    assert data.tables == tuple(TABLES) and len(data.table("overview")) == data.reports == len(COUNTIES)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"name": "figure"}, "table 'figure' is not in"),
        ({"name": "figures", "columns": ["worth"]}, "column 'worth' does not exist in figures"),
        ({"name": "figures", "filters": [("worth", ">", 1)]}, "cannot be applied"),
        ({"name": "figures", "filters": [("value_low", ">", "many")]}, "cannot be applied"),
    ],
)
def test_what_a_dataset_does_not_hold(tmp_path_factory, here, asked, says):
    data = rk.build(None, tmp_path_factory.getbasetemp() / "five", executor=here)
    with pytest.raises(ValueError, match=says) as caught:
        data.table(**asked)
    assert ". Expected " in str(caught.value)


def test_a_folder_that_is_no_dataset(tmp_path):
    with pytest.raises(rk.ReportError, match="holds no finished dataset"):
        rk.open_dataset(tmp_path)
    (tmp_path / "dataset.json").write_text('{"schema": 0}', "utf-8")
    with pytest.raises(rk.ReportError, match="is a dataset of version 0"):
        rk.open_dataset(tmp_path)


def test_a_table_of_reports(tmp_path, here):
    texts = [(tmp_path / "reports", name) for name in COUNTIES[:3]]
    write_reports(tmp_path / "reports", COUNTIES[:3])
    rows = [
        {"content": named(place, f"{name}县_2024.txt").read_text("utf-8"), "county": f"{name}县"}
        for place, name in texts
    ]
    pd.DataFrame(rows).to_csv(tmp_path / "table.csv", index=False)
    data = rk.build(tmp_path / "table.csv", tmp_path / "out", executor=here, text="content", locality="county")
    assert data.table("overview")["locality"].tolist() == [f"{name}县" for name in COUNTIES[:3]]
    assert data.table("figures", ["number_text"]).equals(
        rk.build(tmp_path / "reports", tmp_path / "other", executor=here)
        .table("figures", ["number_text", "locality"]).sort_values("locality", key=lambda c: c.map(
            {f"{name}县": n for n, name in enumerate(COUNTIES)}), kind="stable", ignore_index=True)[["number_text"]]
    )  # fmt: skip


# --- again -----------------------------------------------------------------------------------------------------------


def test_a_second_build_makes_nothing(tmp_path, folder, here, small_groups, read):
    out = tmp_path / "out"
    rk.build(folder, out, executor=here)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet")}
    assert len(read) == len(COUNTIES) and len(before) > 2 * len(TABLES)
    rk.build(folder, out, executor=here)
    assert len(read) == len(COUNTIES)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet")} == before


def test_only_a_report_that_is_new_or_changed_is_read(tmp_path, folder, here, small_groups, read):
    out = tmp_path / "out"
    rk.build(folder, out, executor=here)
    read.clear()
    write_reports(folder, ["新泉"])
    named(folder, "白水县_2024.txt").write_bytes(
        named(folder, "白水县_2024.txt").read_bytes().replace("大桥".encode(), "桥梁".encode())
    )
    named(folder, "石桥县_2024.txt").unlink()
    rk.build(folder, out, executor=here)
    assert sorted(read) == ["新泉县_2024", "白水县_2024"]
    rk.build(folder, tmp_path / "fresh", executor=here)
    assert contents(out) == contents(tmp_path / "fresh")


def test_the_folder_may_be_moved_and_the_files_named_anew(tmp_path, folder, here, read):
    rk.build(folder, tmp_path / "out", executor=here)
    folder.rename(tmp_path / "moved")
    read.clear()
    data = rk.build(tmp_path / "moved", tmp_path / "out", executor=here)
    assert read == [] and set(data.table("overview")["file"]) == {f"{name}县_2024.txt" for name in COUNTIES}


def test_a_changed_lexicon_makes_only_what_depends_on_it(tmp_path, folder, here, monkeypatch):
    out = tmp_path / "out"
    rk.build(folder, out, executor=here)
    before = contents(out)
    hashed = made._lexicon
    monkeypatch.setattr(made, "_lexicon", lambda name: "changed" if name == "ranges" else hashed(name))
    rk.build(folder, out, executor=here)
    changed = {file.split("/")[0] for file in {*before} ^ {*contents(out)}}
    assert changed == {"checks"}


def test_terms_of_ones_own_make_the_keywords_anew_and_nothing_else(tmp_path, folder, here):
    out = tmp_path / "out"
    rk.build(folder, out, executor=here)
    before = contents(out)
    data = rk.build(folder, out, executor=here, lexicon=["大桥", "学校"], tokenizer=None)
    assert {file.split("/")[0] for file in {*before} ^ {*contents(out)}} == {"keywords"}
    expected = rk.keywords(rk.load_reports(folder), lexicon=["大桥", "学校"], tokenizer=None)
    pd.testing.assert_frame_equal(as_objects(data.table("keywords")), as_objects(expected))
    assert expected["count"].sum() == 2 * len(COUNTIES)


def test_each_table_says_which_lexicons_it_is_read_with(monkeypatch):
    """Traced: with nothing remembered, each table is made and what it opens is noted."""
    opened: set[str] = set()
    given = lexicons._read
    monkeypatch.setattr(lexicons, "_read", lambda name: opened.add(name) or given(name))

    def forget():
        for one in gc.get_objects():
            if isinstance(one, functools._lru_cache_wrapper) and one.__module__.startswith("reportkit"):
                one.cache_clear()

    forget()
    reports = rk.load_reports([Path(__file__).parents[1] / "data/example", Path(__file__).parents[1] / "data/raw"])
    made_so_far = {}
    for name, table in TABLES.items():
        made_so_far[name] = table.make(reports, made_so_far, Choice(tuple(TABLES)))
        assert opened <= {*READING, *table.lexicons}, name
        forget()
        opened.clear()


def test_tables_that_are_not_asked_for_are_not_there(tmp_path, folder, here):
    data = rk.build(folder, tmp_path / "out", tables=["checks"], executor=here)
    assert data.tables == ("overview", "checks") and not (tmp_path / "out/figures").exists()
    rk.build(folder, tmp_path / "out", executor=here)
    rk.build(folder, tmp_path / "out", tables="figures", executor=here)
    assert not list((tmp_path / "out/checks").glob("*")) and rk.open_dataset(tmp_path / "out").tables == (
        "overview",
        "figures",
    )
    with pytest.raises(ValueError, match="table 'figure' does not exist"):
        rk.build(folder, tmp_path / "out", tables=["figure"], executor=here)


@given(
    st.sets(st.text(min_size=1, max_size=6), min_size=1, max_size=60),
    st.integers(1, 5),
    st.text(min_size=7, max_size=8),
)
def test_groups_hold_each_report_once_and_change_in_one_place(ids, most, new):
    items = [Item(id, "", None) for id in sorted(ids)]
    grouped = groups(items, most)
    assert sorted(item for some in grouped.values() for item in some) == items
    assert max(map(len, grouped.values())) <= most
    assert groups(items[::-1], most) == grouped
    more = groups([*items, Item(new, "", None)], most)
    changed = [bits for bits in grouped if grouped[bits] != more.get(bits)]
    assert len(changed) <= 1


# --- whatever happens ------------------------------------------------------------------------------------------------

SCRIPT = """
import sys
from functools import partial
import reportkit as rk
from reportkit.batch import run as building
building.groups = partial(building.groups, most=2)
rk.build(sys.argv[1], sys.argv[2], jobs=2)
"""  # as people write it: without `if __name__ == "__main__"`


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on Windows")
def test_a_build_that_is_killed_goes_on_to_the_same_bytes(tmp_path, folder, here, small_groups):
    rk.build(folder, tmp_path / "whole", executor=here)
    (tmp_path / "script.py").write_text(SCRIPT, "utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path(rk.__file__).parents[1])}
    command = [sys.executable, str(tmp_path / "script.py"), str(folder), str(tmp_path / "out")]
    random = Random(11)
    for stop in (True, False):
        run = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while stop and run.poll() is None and not list((tmp_path / "out").rglob("*.parquet")):
            time.sleep(0.01)
        if stop:
            time.sleep(random.random() / 20)
            run.send_signal(signal.SIGKILL)
        said = run.communicate(timeout=120)
    assert run.returncode == 0 and said == (b"", b"")
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


class Deadly:
    """Ends the process that unpickles it."""

    def __reduce__(self):
        return os._exit, (1,)


def test_a_worker_that_dies_loses_nothing_but_the_file_that_kills_it(tmp_path, folder):
    choice = Choice(("overview", "repairs"))
    items, _ = collect(folder, tmp_path, tmp_path / "rows", {})
    items[3] = items[3]._replace(place=Deadly())
    there = {name: [] for name in choice.tables}
    tasks = [
        Task(bits, some, tmp_path / "out", stamps(choice), choice, there) for bits, some in groups(items, 4).items()
    ]
    workers = Workers(None, 2)
    try:
        done = sorted(results(tasks, workers))
    finally:
        workers.close()
    assert [one.bits for one in done] == sorted(task.bits for task in tasks)
    assert sum(one.reports for one in done) == len(items) - 1
    assert [name for one in done for name, message in one.errors if "ends the process" in message] == [items[3].name]
    assert len(list((tmp_path / "out/repairs").glob("*.parquet"))) == len(tasks)


def test_one_bad_file_never_stops_a_build(tmp_path, folder, here, monkeypatch):
    rotten = {
        "空白.txt": b"",
        "图片.txt": b"\x89PNG\r\n",
        "乱码.txt": bytes(range(256)) * 20,
        "旧.doc": b"\xd0\xcf\x11\xe0" * 200,
    }
    for name, data in rotten.items():
        named(folder, name).write_bytes(data)
    with zipfile.ZipFile(named(folder, "断.docx"), "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>" * 100)
    named(folder, "断.docx").write_bytes(named(folder, "断.docx").read_bytes()[:200])
    named(folder, "是文件夹.txt").mkdir()
    data = rk.build(folder, tmp_path / "out", executor=here)
    assert (data.reports, data.unreadable) == (len(COUNTIES), 5)
    assert set(data.errors["file"]) == {*rotten, "断.docx"}
    assert (
        data.errors["problem"].str.contains(r"\. Expected ").all()
        and data.errors["todo"].str.fullmatch(r"[A-Z].*\.").all()
    )
    assert not data.errors["problem"].str.contains(str(tmp_path), regex=False).any()
    assert contents(tmp_path / "out") == contents(rk.build(folder, tmp_path / "again", executor=here).path)


def test_an_error_that_nobody_foresaw_costs_one_report(tmp_path, folder, here, monkeypatch):
    def failing(reports, made, choice):
        if any(report.locality == "红岩县" for report in reports):
            raise KeyError("红岩")
        return rk.figures(reports)

    monkeypatch.setitem(TABLES, "figures", TABLES["figures"]._replace(make=failing))
    data = rk.build(folder, tmp_path / "out", executor=here)
    assert data.errors.values.tolist() == [["红岩县_2024.txt", "cannot be read (KeyError: '红岩'). Expected a report.",
                                            "Please send the file to the authors of reportkit."]]  # fmt: skip
    for name in data.tables:
        assert "红岩县_2024" not in set(data.table(name)["report"])
    assert data.table("figures")["report"].nunique() == len(COUNTIES) - 1


def test_reports_of_one_name_have_ids_of_their_own(tmp_path, here):
    for place in ("a", "b", "c"):
        write_reports(tmp_path / place, [COUNTIES["abc".index(place)]])
        next((tmp_path / place).iterdir()).rename(tmp_path / place / ("x_2.txt" if place == "c" else "x.txt"))
    data = rk.build([tmp_path / place for place in "abc"], tmp_path / "out", executor=here)
    assert data.table("overview")["report"].tolist() == ["x", "x_2", "x_2_2"]


def test_a_collection_of_which_nothing_can_be_read(tmp_path, here):
    (tmp_path / "reports").mkdir()
    named(tmp_path, "reports/空.txt").write_bytes(b"")
    data = rk.build(tmp_path / "reports", tmp_path / "out", executor=here)
    assert (data.reports, data.unreadable) == (0, 1) and data.errors.loc[0, "file"] == "空.txt"
    assert all(data.table(name).empty for name in data.tables)


def test_a_file_that_changes_while_it_is_read(tmp_path, folder, here, monkeypatch):
    monkeypatch.setattr(parts, "sha256_of", lambda item: "another" if item.id == "白水县_2024" else sha256_of(item))
    data = rk.build(folder, tmp_path / "out", executor=here)
    assert data.errors["problem"].tolist() == ["has been changed just now. Expected it to stay."]
    assert data.reports == len(COUNTIES) - 1


@pytest.mark.parametrize(
    ("where", "says"), [("nowhere", "does not exist"), ("empty", "a folder without reports"), ([], "holds no report")]
)
def test_nothing_to_build(tmp_path, here, where, says):
    (tmp_path / "empty").mkdir()
    with pytest.raises(rk.ReportError, match=says):
        rk.build(tmp_path / where if isinstance(where, str) else where, tmp_path / "out", executor=here)


def test_a_folder_that_cannot_be_made(tmp_path, folder, here):
    (tmp_path / "file").write_text("")
    with pytest.raises(rk.ReportError, match="cannot be written"):
        rk.build(folder, tmp_path / "file", executor=here)


def test_one_build_at_a_time_in_a_folder(tmp_path, folder, here):
    (tmp_path / "out/.build").mkdir(parents=True)
    with locked(tmp_path / "out/.build/lock"), pytest.raises(rk.ReportError, match="another build is writing to it"):
        rk.build(folder, tmp_path / "out", executor=here)
    assert rk.build(folder, tmp_path / "out", executor=here).reports == len(COUNTIES)


def test_what_is_not_of_the_dataset_stays(tmp_path, here):
    folder = write_reports(tmp_path / "reports", COUNTIES[:2])
    notes = folder / "figures/notes.parquet"
    notes.parent.mkdir()
    notes.write_bytes(b"mine")
    mine, left = folder / "day.half", folder / "figures/all-0123456789abcdef.parquet.01234567.half"
    for path in (mine, left):
        path.write_bytes(b"PAR1")
    for _ in range(2):  # the dataset lies in the folder of the reports: it is none of them
        assert rk.build(folder, folder, executor=here).reports == 2
    assert notes.read_bytes() == b"mine" and mine.exists() and not left.exists()


def test_an_executor_that_is_closed(tmp_path, folder):
    with ThreadPoolExecutor(1) as closed:
        pass
    with pytest.raises(rk.ReportError, match="executor: takes no more work"):
        rk.build(folder, tmp_path / "out", executor=closed)


@pytest.mark.parametrize("jobs", [0, -1, 1.5, "two", True])
def test_no_number_of_processes(tmp_path, folder, jobs):
    with pytest.raises(ValueError, match="is no number of processes"):
        rk.build(folder, tmp_path / "out", jobs=jobs)


@pytest.mark.skipif(not find_spec("distributed"), reason="distributed (extra cluster) is not installed")
def test_a_dask_cluster_of_which_a_worker_is_killed(tmp_path, folder, here, small_groups):
    rk.build(folder, tmp_path / "whole", executor=here)
    script = CLUSTER.replace("FOLDER", repr(str(folder))).replace("OUT", repr(str(tmp_path / "out")))
    (tmp_path / "cluster.py").write_text(script, "utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path(rk.__file__).parents[1])}
    run = subprocess.run(
        [sys.executable, str(tmp_path / "cluster.py")], env=environment, capture_output=True, timeout=120
    )
    assert run.stdout.decode().split() == ["killed", "12"], run.stderr.decode()
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


CLUSTER = """
import os, signal, threading, time
from functools import partial
from pathlib import Path

def main():
    from distributed import Client, LocalCluster
    import reportkit as rk
    from reportkit.batch import run as building
    building.groups = partial(building.groups, most=2)
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None) as cluster:
        with Client(cluster) as client:
            pids = list(client.run(os.getpid).values())

            def kill():
                while not list(Path(OUT).rglob("*.parquet")):
                    time.sleep(0.001)
                os.kill(pids[0], signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
                print("killed")

            threading.Thread(target=kill).start()
            print(rk.build(FOLDER, OUT, executor=client.get_executor()).reports)

if __name__ == "__main__":
    main()
"""


# --- a collection ----------------------------------------------------------------------------------------------------


def test_copies_and_wrong_names_are_found(tmp_path, here):
    folder = write_reports(tmp_path / "reports", COUNTIES[:4])
    text = named(folder, "青山县_2024.txt").read_text("utf-8")
    named(folder, "a 青山.txt").write_bytes(text.encode("gb18030"))
    named(folder, "青山县_2025.txt").write_text(text, "utf-8")
    named(folder, "河东县_2024.txt").write_text(
        named(folder, "白水县_2024.txt").read_text("utf-8").replace("，", " ，"), "utf-8"
    )
    streets = "".join(
        f"改造{one}{other}路{n}公里。" for n, one in enumerate("东西南北中") for other in "春夏秋冬风花雪月山河湖海"
    )
    other = named(folder, "红岩县_2024.txt").read_text("utf-8").replace("新建红岩学校3所。", streets)
    named(folder, "红岩县_2024b.txt").write_text(other, "utf-8")
    table = rk.build(folder, tmp_path / "out", executor=here).table("overview").set_index("report")
    assert table["duplicate_of"].dropna().to_dict() == {
        "青山县_2024": "a 青山", "青山县_2025": "a 青山", "河东县_2024": "白水县_2024",
    }  # fmt: skip
    assert table["likeness"].dropna().eq(1).all()
    assert table["suspect"][table["suspect"] != ""].to_dict() == {
        "青山县_2025": "named 2025, is of 2024",
        "河东县_2024": "named 河东县, is of 白水县",
        "红岩县_2024": "another text for the same place and year: 红岩县_2024b",
        "红岩县_2024b": "another text for the same place and year: 红岩县_2024",
    }
    assert list(table.columns[-4:]) == ["sha256", "duplicate_of", "likeness", "suspect"]


def test_nearly_the_same_text_is_a_copy_and_the_next_year_is_none():
    reports = rk.load_reports(Path(__file__).parents[1] / "data/example")
    found = marked(facts(reports))
    assert found["duplicate_of"].isna().all() and found["suspect"].eq("").all()
    raw = reports[0].raw
    cut = raw[: len(raw) * 9 // 10]
    shorter = report_of(read_bytes(cut.encode(), "copy.txt"))
    found = marked(facts([reports[0], shorter]))
    assert found["duplicate_of"].tolist()[1:] == ["chengxi_2021"] and 0.85 < found.loc[1, "likeness"] < 0.98
    half = report_of(read_bytes(raw[: len(raw) // 2].encode(), "half.txt"))
    assert marked(facts([reports[0], half]))["duplicate_of"].isna().all()


def test_a_text_of_few_phrases_is_compared_by_all_of_them():
    said = "各位代表：\n" + "一年来，我们坚持稳中求进，全力以赴抓项目、拼经济，各项事业取得新的进展。\n" * 300
    once, again, other = (
        report_of(read_bytes(text.encode(), name))
        for text, name in (
            (said, "a.txt"),
            (said + "谢谢大家。", "b.txt"),
            (said.replace("抓项目、拼经济", "保安全、促和谐、惠民生"), "c.txt"),
        )
    )
    found = marked(facts([once, again, other]))
    assert found["duplicate_of"].tolist() == [None, "a", None] and found.loc[1, "likeness"] > 0.8


@pytest.mark.skipif(not REAL.is_dir(), reason="the further reports are not here")
def test_the_same_reports_as_word_and_as_text_are_found_among_real_ones():
    table = marked(facts(rk.load_reports(REAL)))
    copies = table.dropna(subset=["duplicate_of"]).set_index("report")["duplicate_of"].to_dict()
    places = "内蒙古_呼和浩特市 吉林_吉林市 四川_乐山市 宁夏_银川市".split()
    assert copies == {f"{place}_2024.txt": f"{place}_2024.docx" for place in places}
    assert table["suspect"].eq("").all()


# --- looking on ------------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_shown_on_a_terminal_and_nowhere_else(tmp_path, folder, here, small_groups, monkeypatch, capsys):
    rk.build(folder, tmp_path / "out", executor=here)
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(sys, "stderr", Terminal())
    rk.build(folder, tmp_path / "other", executor=here)
    assert (
        "100%" in sys.stderr.getvalue() and "12/12" in sys.stderr.getvalue() and " reports/s" in sys.stderr.getvalue()
    )
    monkeypatch.setattr(sys, "stderr", Terminal())
    rk.build(folder, tmp_path / "third", executor=here, progress=False)
    assert sys.stderr.getvalue() == ""


def test_in_a_notebook_without_widgets_nothing_is_shown_and_nothing_warned(monkeypatch, capsys):
    shell = SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=True))
    monkeypatch.setitem(sys.modules, "IPython", shell)
    monkeypatch.setattr(progress, "find_spec", lambda name: None)
    with progress.counted(10, True) as count:
        count(3)
    assert capsys.readouterr() == ("", "")
