"""The review page: what stands in the file, and in a browser what a reader's hands do."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from making import report_of

import reportkit as rk
from reportkit.page.marks import paragraphs_with_marks, runs

EVIL = "<script>document.title='run'</script>\"><img src=x onerror=\"document.title='run'\"></textarea>&amp;<!-- "
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def reports() -> list[rk.Report]:
    return rk.load_reports()


@pytest.fixture(scope="module")
def page(reports, tmp_path_factory) -> rk.page.Page:
    return rk.review(reports, tmp_path_factory.mktemp("page") / "review.html")


def test_it_is_one_small_file_without_network(page):
    html = page.path.read_text("utf-8")
    assert html == page.html and len(html.encode()) < 1_500_000
    markup = re.sub(r"<script.*?</script>", "", html, flags=re.S)
    assert not re.search(r"(?:src|href)\s*=|@import|url\(", markup)
    assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|import\(|sendBeacon", html)
    assert "default-src 'none'" in html and "unsafe" not in html


def test_the_pieces_make_the_text(reports):
    for report in reports:
        shown = paragraphs_with_marks(report, rk.figures(report), rk.slogans(report))
        for p, on_page in zip(report.paragraphs, shown, strict=True):
            assert "".join(piece.text for piece in on_page.pieces) == report.text[p.start : p.end]


def test_every_figure_is_marked_where_it_stands(reports):
    for report in reports:
        figures = rk.figures(report)
        marked: dict[str, str] = {}
        for paragraph in paragraphs_with_marks(report, figures, rk.slogans(report)):
            for piece in paragraph.pieces:
                for one in piece.figures.split():
                    marked[one] = marked.get(one, "") + piece.text
        assert set(marked) == set(figures["figure_id"])
        if report.id == "nanchang_county_2022":  # nothing was repaired inside its numbers
            numbers = figures[figures["number_text"].ne("")]
            assert [marked[i] for i in numbers["figure_id"]] == numbers["number_text"].tolist()


def test_slogans_are_marked_where_they_stand(reports):
    report = next(r for r in reports if r.id == "qingyunpu_2020")
    shown = paragraphs_with_marks(report, rk.figures(report), rk.slogans(report))
    marked = [piece for paragraph in shown for piece in paragraph.pieces if piece.slogan.startswith("六稳: ")]
    assert len(marked) == rk.slogans(report).query("slogan == '六稳'")["count"].item()
    assert all(piece.text == "六稳" and "slogan" in piece.kinds for piece in marked)


def test_runs_lead_from_the_text_to_the_raw_file(reports):
    for report in reports:
        table = runs(report)
        for at in range(0, len(report.text), 37):
            text, raw, size = [run for run in table if run[0] <= at][-1]
            start = raw + at - text if at > text else raw
            assert (start, start + (size if at == text else 1)) == report.repaired.raw_span(at, at + 1)


def test_text_of_a_report_cannot_run(tmp_path):
    report = report_of(tmp_path, f"地区生产总值增长6.5%{EVIL}，一般公共预算收入增长3%。")
    html = rk.review(report, tmp_path / "review.html").html
    assert html.count("<script") == 2 and "<img" not in html and "</textarea" not in html
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)[1]
    assert "<" not in data and json.loads(data)["reports"][0]["id"] == report.id


def test_decisions_saved_before_are_there(reports, tmp_path):
    report = reports[0]
    first = rk.figures(report).iloc[0]
    line = {"report": report.id, "sha256": report.sha256, "figure_id": first.figure_id, "raw_start": first.raw_start, "raw_end": first.raw_end,
            "action": "accept"}  # fmt: skip
    table = pd.DataFrame([dict.fromkeys(rk.claims.corrections.COLUMNS, "") | line])
    html = rk.review(report, tmp_path / "review.html", corrections=table).html
    assert '"action":"accept"' in html
    with pytest.raises(rk.ReportError, match="was made on a file"):
        rk.review(report, tmp_path / "review.html", corrections=table.assign(sha256="0" * 64))


def test_an_unknown_language_is_refused(reports, tmp_path):
    with pytest.raises(ValueError, match="lang 'fr' does not exist. Expected one of en, zh"):
        rk.review(reports, tmp_path / "review.html", lang="fr")


def test_it_shows_itself_in_a_notebook(page):
    assert page._repr_html_().startswith("<iframe srcdoc=") and "<script>" not in page._repr_html_()
    assert re.fullmatch(r"<review page .*review\.html, 0\.\d\d MB>", repr(page))


# --- in a browser ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser():
    if BROWSER is None:
        pytest.skip("no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def opened(browser, page):
    """The page of the five as a reader opens it from disk, and what the browser complained of."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(page.path.as_uri())
    yield tab
    context.close()
    assert complaints == []


def rows(tab):
    return tab.locator("#table tbody tr")


def test_it_shows_the_first_report(opened, reports):
    assert rows(opened).count() == len(rk.figures(reports[0]))
    assert opened.locator("article:not([hidden])").get_attribute("data-report") == reports[0].id


def test_row_and_mark_lead_to_each_other(opened):
    line = rows(opened).nth(60)
    line.click()
    figure = line.get_attribute("data-key").split("|")[1]
    mark = opened.locator(f'article:not([hidden]) [data-figures~="{figure}"]').first
    assert "current" in mark.get_attribute("class") and "flash" in mark.get_attribute("class")
    box = mark.bounding_box()
    assert 0 < box["y"] < 900
    other = opened.locator("article:not([hidden]) [data-figures]").nth(5)
    other.click()
    assert (
        opened.locator("tr.current").get_attribute("data-key").split("|")[1]
        in other.get_attribute("data-figures").split()
    )


def test_a_link_opens_on_its_figure(browser, page, reports):
    figure = rk.figures(reports[3]).iloc[40]
    tab = browser.new_page()
    tab.goto(f"{page.path.as_uri()}#{figure.figure_id}")
    assert tab.locator("article:not([hidden])").get_attribute("data-report") == figure.report
    assert tab.locator("tr.current").get_attribute("data-key").split("|")[1] == figure.figure_id
    tab.close()


def test_filters_leave_what_was_asked_for(opened, reports):
    figures = rk.figures(reports[0])
    opened.select_option("#status", "target")
    assert rows(opened).count() == (figures["status"] == "target").sum()
    opened.check("#headline")
    assert rows(opened).count() == ((figures["status"] == "target") & figures["headline"]).sum()
    opened.select_option("#status", "")
    opened.uncheck("#headline")
    opened.fill("#search", "覆盖率")
    assert rows(opened).count() == figures["subject"].str.contains("覆盖率").sum()


def test_with_the_keyboard_alone_from_reading_to_the_table(opened, reports, tmp_path):
    for key in ("j", "j", "a", "x", "e"):
        opened.keyboard.press(key)
    opened.keyboard.type("7.5")  # the first field is chosen, its text not yet
    opened.fill("#field-value_low", "7.5")
    opened.fill("#field-value_high", "8")
    opened.select_option("#field-bound", "range")
    opened.keyboard.press("Enter")
    opened.keyboard.press("a")  # does not take the edit back
    with opened.expect_download() as saving:
        opened.click("#save")
    path = tmp_path / "corrections.csv"
    saving.value.save_as(path)
    assert saving.value.suggested_filename == "corrections.csv"
    before, after = rk.figures(reports[0]), rk.figures(reports[0], corrections=path)
    assert after["source"].value_counts().to_dict() == {"machine": len(before) - 3, "reviewed": 1, "corrected": 1}
    edited = after[after["source"] == "corrected"].iloc[0]
    assert (edited.figure_id, edited.value_low, edited.value_high, edited.bound) == (
        before.figure_id[3],
        7.5,
        8,
        "range",
    )
    assert before.figure_id[2] not in set(after["figure_id"])


def test_a_missed_figure_is_added_from_a_selection(opened, reports, tmp_path):
    report = next(r for r in reports if r.id == "zhanggong_2024")  # glosses were taken out of it
    opened.select_option("#report", report.id)
    start = next(
        p.start for p in report.paragraphs if p.part == "review" and not p.heading and len(p_text(report, p)) > 60
    )
    opened.evaluate("""(start) => { const p = document.querySelector(`article:not([hidden]) p[data-start="${start}"]`);
        const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT); const range = document.createRange(); let seen = 0, begun = false;
        while (walk.nextNode()) { const size = walk.currentNode.length;
          if (!begun && seen + size > 20) { range.setStart(walk.currentNode, 20 - seen); begun = true; }
          if (seen + size >= 26) { range.setEnd(walk.currentNode, 26 - seen); break; } seen += size; }
        getSelection().removeAllRanges(); getSelection().addRange(range); }""", start)  # fmt: skip
    opened.keyboard.press("n")
    opened.fill("#field-value_low", "12")
    opened.fill("#field-value_high", "12")
    opened.fill("#field-unit", "个")
    opened.fill("#field-subject", "新的")
    opened.keyboard.press("Enter")
    with opened.expect_download() as saving:
        opened.click("#save")
    saving.value.save_as(tmp_path / "corrections.csv")
    added = rk.figures(report, corrections=tmp_path / "corrections.csv").query("source == 'added'").iloc[0]
    assert (added.raw_start, added.raw_end) == report.repaired.raw_span(start + 20, start + 26)
    assert added.value_low == 12 and added.subject == "新的"


def p_text(report: rk.Report, p) -> str:
    return report.text[p.start : p.end]


def test_both_languages_and_what_stood_there_before(opened, reports):
    opened.click("#language")
    assert opened.locator("#save").inner_text() == "保存修订"
    opened.select_option("#report", "zhanggong_2024")
    opened.locator("article:not([hidden]) .replaced").first.hover()
    assert opened.locator("#tip").inner_text().startswith("原为")


def test_evil_text_is_shown_as_text(browser, tmp_path):
    report = report_of(tmp_path, f"地区生产总值增长6.5%{EVIL}，一般公共预算收入增长3%。")
    page = rk.review(report, tmp_path / "review.html")
    tab = browser.new_page()
    tab.goto(page.path.as_uri())
    assert tab.title() == "reportkit review"
    assert "</textarea>" in tab.locator("article:not([hidden])").inner_text()
    tab.close()


def test_the_script_and_the_style_are_the_ones_the_policy_names(page):
    files = Path(rk.page.__file__).parent
    for name in ("js", "css"):
        assert (files / f"page.{name}").read_text("utf-8") in page.html
