"""Charts of words are tested by what they drew: shades, numbers, names, and nothing outside the picture."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import reportkit as rk

FIVE = rk.load_reports()


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def themes() -> pd.DataFrame:
    return rk.keywords(FIVE, by="theme", part=["review", "plan"], tokenizer=None)


@pytest.fixture(scope="module")
def distinctive() -> pd.DataFrame:
    return rk.distinctive(FIVE)


def names(labels) -> list[str]:
    return [label.get_text() for label in labels]


def test_each_cell_holds_its_rate_and_each_column_its_place_year_and_part(themes):
    ax = rk.plot_keywords(themes)
    drawn = ax.images[0].get_array()
    columns, rows = names(ax.get_xticklabels()), names(ax.get_yticklabels())
    assert columns[:2] == ["Jingdong Town 2023 review", "Jingdong Town 2023 plan"] and len(columns) == 10
    assert rows == list(rk.lexicon("theme_names").label_en)
    row = themes[(themes.report == "zhanggong_2024") & (themes.part == "plan") & (themes.theme == "livelihood")].iloc[0]
    at = rows.index("Livelihood"), columns.index("Zhanggong District 2024 plan")
    assert drawn[at] == pytest.approx(row.per_10k_chars)
    written = {(round(t.get_position()[1]), round(t.get_position()[0])): t.get_text() for t in ax.texts}
    assert written[at] == f"{row.per_10k_chars:.0f}" and len(written) == 110


def test_a_part_that_is_not_there_is_a_dash_and_no_zero(themes):
    gone = themes.assign(per_10k_chars=themes.per_10k_chars.where(themes.part == "review"))
    assert names(rk.plot_keywords(gone).texts).count("–") == 55


def test_many_reports_have_a_bar_of_shades_in_place_of_numbers(themes):
    many = pd.concat([themes.assign(report=themes.report + str(n)) for n in range(4)])
    ax = rk.plot_keywords(many)
    assert not ax.texts and len(ax.figure.axes) == 2


def test_terms_are_drawn_too_and_more_than_a_page_holds_are_refused():
    few = rk.keywords(FIVE, lexicon=["创新", "绿色"], tokenizer=None)
    assert names(rk.plot_keywords(few, lang="zh").get_yticklabels()) == ["创新", "绿色"]
    with pytest.raises(ValueError, match="keywords: has 1079 terms. Expected at most 60 to draw."):
        rk.plot_keywords(rk.keywords(FIVE, tokenizer=None))
    with pytest.raises(ValueError, match="keywords: is empty. Expected the table that keywords"):
        rk.plot_keywords(few.iloc[:0])


def test_the_most_distinctive_words_stand_first_with_their_counts(distinctive):
    ax = rk.plot_distinctive(distinctive, "shigu_2019", top=8)
    rows = distinctive[distinctive.report == "shigu_2019"].head(8)
    counts = zip(rows.word, rows["count"], rows.count_others, strict=True)
    expected = [f"{word}  {here} : {others}" for word, here, others in counts]
    assert names(ax.get_yticklabels()) == expected
    dots = next(line for line in ax.get_lines() if line.get_marker() == "o")
    assert list(dots.get_xdata()) == list(rows.z)


def test_a_group_that_is_not_there_is_refused_with_those_that_are(distinctive):
    with pytest.raises(ValueError, match="group 'nowhere': is none of the table. Expected one of jingdong_2023, "):
        rk.plot_distinctive(distinctive, "nowhere")
    with pytest.raises(ValueError, match="no word to draw with top=0"):
        rk.plot_distinctive(distinctive, "shigu_2019", top=0)


@pytest.mark.parametrize("width", ["column", "text", "slide"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_is_cut_off_and_no_words_overlap(themes, distinctive, width, lang):
    with rk.paper_style(width=width, lang=lang):
        drawn = [
            rk.plot_keywords(themes[themes.part == "plan"], lang=lang),
            rk.plot_distinctive(distinctive, "shigu_2019", lang=lang),
        ]
    for ax in drawn:
        ax.figure.canvas.draw()
        page = ax.figure.bbox.padded(1)
        left, right = ax.get_xlim()
        ticks = [label for label in ax.get_xticklabels() if left <= label.get_position()[0] <= right]
        written = [*ax.texts, *ax.get_yticklabels(), *ticks, ax.xaxis.label]
        boxes = [text.get_window_extent() for text in written if text.get_text()]
        assert all(page.contains(*box.min) and page.contains(*box.max) for box in boxes)
        inner = [box.padded(-1) for box in boxes]
        assert not [(a, b) for i, a in enumerate(inner) for b in inner[i + 1 :] if a.overlaps(b)]
