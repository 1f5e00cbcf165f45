"""Charts are tested by what they drew: names, places on the axis, marks, and nothing outside the picture."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

import reportkit as rk

COLUMNS = (
    "report,locality,year_reviewed,year_planned,indicator,subject,measure,unit,achieved_low,achieved_high,"
    "achieved_status,target_low,target_high,bound,target_words"
).split(",")
NONE = (None, None, None)
A = ("a_2020", "青云谱区", 2019, 2020)
B = ("b_2024", "石桥镇", 2023, 2024)
ROWS = [
    (*A, "gdp", "地区生产总值", "growth", "%", 6.5, 6.5, "achieved", 8.0, 8.5, "range", None),
    (*A, "budget_revenue", "财政收入", "growth", "%", 8.7, 8.7, "achieved", 3.5, 3.5, "exact", None),
    (*A, "exports", "出口总额", "growth", "%", *NONE, 0.0, 0.0, "qualitative", "与2019年持平"),
    (*B, "budget_revenue", "财政收入", "growth", "%", -4.0, -4.0, "expected", 6.0, 6.0, "approx", None),
    (*B, "gdp", "地区生产总值", "growth", "%", 5.5, 5.5, "expected", 7.5, 7.5, "at_least", None),
    (*B, "cpi", "价格涨幅", "growth", "%", *NONE, 3.0, 3.0, "at_most", None),
    (*B, "foreign_investment", "实际利用外资", "growth", None, *NONE, None, None, "qualitative", "促稳提质"),
    (*B, "grain_output", "粮食产量", "level", "万吨", 4.0, 4.0, "achieved", 4.1, 4.1, "exact", None),
    (*B, "rural_income", "农村居民收入", "growth", "%", 8.3, 8.3, "expected", None, None, None, None),
]


@pytest.fixture
def targets() -> pd.DataFrame:
    return pd.DataFrame(ROWS, columns=COLUMNS)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def names(ax) -> list[str]:
    return [tick.get_text() for tick in ax.get_yticklabels()]


def marks(ax, label: str, lang: str = "en") -> list[tuple[float, str]]:
    """Where the marks of one kind in the legend stand, with the name of their row."""
    rows = dict(zip(ax.get_yticks(), names(ax), strict=True))
    text = rk.lexicon("labels").set_index("label").loc[label, f"label_{lang}"]
    line = next(line for line in ax.get_lines() if line.get_label() == text)
    return [(float(x), rows[y]) for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)]


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_each_mark_stands_at_its_figure_in_its_row(targets):
    ax = rk.plot_targets(targets)
    assert marks(ax, "achieved") == [(6.5, "Gross regional product"), (8.7, "Public budget revenue")]
    assert marks(ax, "expected") == [
        (5.5, "Gross regional product"),
        (-4.0, "Public budget revenue"),
        (8.3, "Rural income per head"),
    ]
    assert marks(ax, "target") == [(3.5, "Public budget revenue")]
    assert marks(ax, "about") == [(6.0, "Public budget revenue")]
    assert marks(ax, "at_least") == [(7.5, "Gross regional product")]
    assert marks(ax, "at_most") == [(3.0, "Consumer price inflation")]


def test_a_range_is_a_bar_from_end_to_end_and_no_dot_in_its_middle(targets):
    ax = rk.plot_targets(targets)
    bars = [bar for bar in ax.collections if bar.get_label() == "range"]
    assert [segment[:, 0].tolist() for segment in bars[0].get_segments()] == [[8.0, 8.5]]
    row = bars[0].get_segments()[0][0, 1]
    dots = [
        zip(line.get_xdata(), line.get_ydata(), strict=True) for line in ax.get_lines() if line.get_marker() != "None"
    ]
    assert [x for pairs in dots for x, y in pairs if y == row] == [6.5]


def test_rows_stand_in_the_same_order_in_each_block(targets):
    rows = names(rk.plot_targets(targets))
    assert rows == ["Gross regional product", "Public budget revenue", "Exports", "Gross regional product",
                    "Public budget revenue", "Consumer price inflation", "Foreign investment used",
                    "Rural income per head"]  # fmt: skip


def test_each_block_names_its_place_and_its_two_years(targets):
    assert texts(rk.plot_targets(targets))[:2] == ["Qingyunpu District, 2019 → 2020", "石桥镇, 2023 → 2024"]
    assert texts(rk.plot_targets(targets, lang="zh"))[:2] == ["青云谱区，2019 → 2020", "石桥镇，2023 → 2024"]


def test_a_place_or_year_that_could_not_be_read_is_not_invented(targets):
    unknown = targets.assign(locality=None, year_planned=pd.Series([None] * len(targets), dtype="Int64"))
    assert texts(rk.plot_targets(unknown))[:2] == ["a_2020, 2019 → ?", "b_2024, 2023 → ?"]


def test_targets_in_words_stand_beside_their_rows(targets):
    ax = rk.plot_targets(targets)
    beside = {text.get_text(): text.get_position() for text in ax.texts}
    rows = dict(zip(names(ax), ax.get_yticks(), strict=True))
    assert beside["促稳提质"] == (1.02, rows["Foreign investment used"])
    assert beside["与2019年持平"] == (1.02, rows["Exports"])
    assert "Target in words" in beside


def test_long_words_are_cut_where_the_margin_ends(targets):
    targets.loc[6, "target_words"] = "与全市经济增长基本同步并力争好于上年同期"
    assert "与全市经济增长基本同步…" in texts(rk.plot_targets(targets))
    with rk.paper_style(width="column"):
        assert "与全市经济增长…" in texts(rk.plot_targets(targets))


def test_two_targets_for_one_indicator_share_a_row(targets):
    second = targets.iloc[[4]].assign(target_low=8.0, target_high=8.0, bound="exact")
    ax = rk.plot_targets(pd.concat([targets, second], ignore_index=True))
    assert names(ax) == names(rk.plot_targets(targets))
    assert (8.0, "Gross regional product") in marks(ax, "target")


def test_what_is_no_growth_in_percent_is_not_drawn(targets):
    assert "Grain output" not in names(rk.plot_targets(targets))


def test_a_table_without_growth_is_refused(targets):
    with pytest.raises(ValueError, match="none of its 1 rows is a growth in %"):
        rk.plot_targets(targets[targets["measure"] == "level"])


def test_a_language_that_is_not_there_is_refused(targets):
    with pytest.raises(ValueError, match="lang 'fr' does not exist. Expected one of en, zh"):
        rk.plot_targets(targets, lang="fr")


@pytest.mark.parametrize("width", ["column", "text", "slide"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_is_cut_off_and_no_words_overlap(targets, width, lang):
    with rk.paper_style(width=width, lang=lang):
        ax = rk.plot_targets(targets, lang=lang)
    figure = ax.figure
    figure.canvas.draw()
    page = figure.bbox.padded(1)
    written = [*ax.texts, *ax.get_yticklabels(), *ax.get_xticklabels(), *ax.get_legend().get_texts(), ax.xaxis.label]
    boxes = [text.get_window_extent() for text in written if text.get_text()]
    assert all(page.contains(*box.min) and page.contains(*box.max) for box in boxes)
    inner = [box.padded(-1) for box in boxes]
    assert not [(a, b) for i, a in enumerate(inner) for b in inner[i + 1 :] if a.overlaps(b)]


@pytest.mark.parametrize("width", ["column", "text", "slide"])
def test_words_leave_the_marks_a_quarter_of_the_width(targets, width):
    targets.loc[6, "target_words"] = "与全市经济增长基本同步并力争好于上年同期"
    with rk.paper_style(width=width):
        ax = rk.plot_targets(targets)
    ax.figure.canvas.draw()
    assert ax.get_window_extent().width > ax.figure.bbox.width / 4


def test_the_settings_of_the_user_stay_as_they_were(targets):
    before = dict(mpl.rcParams)
    rk.plot_targets(targets, lang="zh")
    assert dict(mpl.rcParams) == before


def test_axes_of_the_user_are_drawn_into(targets):
    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 5), layout="constrained")
    assert rk.plot_targets(targets, ax=right) is right
    assert not left.has_data()


def test_a_chart_without_a_style_around_it_has_the_text_width_of_a_paper(targets):
    assert rk.plot_targets(targets).figure.get_figwidth() == 5.5
    with rk.paper_style(width="column"):
        assert rk.plot_targets(targets).figure.get_figwidth() == 3.3


def test_more_rows_than_a_picture_can_hold_are_refused(targets):
    many = pd.concat([targets.assign(report=f"r{i}") for i in range(400)])
    with pytest.raises(ValueError, match="Choose some of the reports"):
        rk.plot_targets(many)


def drawn_at(ax, figure_x: float) -> list[tuple[float, float]]:
    """Where the marks at a figure were drawn, in points."""
    ax.figure.canvas.draw()
    places = [line.get_transform().transform((x, y)) for line in ax.get_lines() if line.get_marker() != "None"
              for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True) if x == figure_x]  # fmt: skip
    return [tuple(place * 72 / ax.figure.dpi) for place in places]


def test_marks_that_would_overlap_stand_above_and_below_their_line(targets):
    targets.loc[4, ["achieved_low", "achieved_high", "target_low", "target_high"]] = [7.4, 7.4, 7.5, 7.5]
    ax = rk.plot_targets(targets)
    [(_, result)], [(_, target)] = drawn_at(ax, 7.4), drawn_at(ax, 7.5)
    assert result - target == pytest.approx(4.8, abs=0.1)
    row = dict(zip(names(ax), ax.get_yticks(), strict=True))["Public budget revenue"]
    assert {round(y, 1) for _, y in drawn_at(ax, 8.7)} == {round(y, 1) for _, y in drawn_at(ax, 3.5)}, row


def test_the_nation_has_a_domestic_product(targets):
    targets = targets.assign(level="national", locality="全国")
    assert names(rk.plot_targets(targets))[0] == "Gross domestic product"
    assert names(rk.plot_targets(targets, lang="zh"))[0] == "国内生产总值"
    assert texts(rk.plot_targets(targets))[0] == "China, 2019 → 2020"
    table = rk.targets(rk.figures(rk.load_reports())).assign(level="national", locality="全国")
    table = table[table["report"] == "qingyunpu_2020"]
    assert rk.plot_attainment(table).get_title(loc="left") == "China: Gross domestic product"
    assert rk.plot_attainment(table, lang="zh").get_title(loc="left") == "全国：国内生产总值"


def test_provinces_and_prefectures_have_english_names():
    known = rk.lexicon("place_names").set_index("locality")["label_en"]
    places = rk.lexicon("places").query("level in ('province', 'prefecture')")["name"]
    assert set(places) <= set(known.index)
    assert known["凉山州"] == known["凉山彝族自治州"]
    assert known[["陕西省", "山西省", "长治市", "六安市", "苏州市", "呼和浩特市", "凉山彝族自治州"]].tolist() == [
        "Shaanxi", "Shanxi", "Changzhi", "Lu'an", "Suzhou (Jiangsu)", "Hohhot", "Liangshan Yi Autonomous Prefecture"]  # fmt: skip


def test_a_revised_result_is_a_cross_beside_the_first():
    reports = rk.load_reports(Path(__file__).parents[1] / "data/example")
    ax = rk.plot_attainment(rk.targets(rk.figures(reports), reports))
    crosses = next(line for line in ax.get_lines() if line.get_label() == "result, as later revised")
    assert (list(crosses.get_xdata()), list(crosses.get_ydata())) == ([2021], [7.6])


@pytest.mark.parametrize("plot", [rk.plot_targets, rk.plot_attainment])
@pytest.mark.parametrize(("table", "said"), [
    (None, "targets: None is no table. Expected the table that targets"),
    (pd.DataFrame({"report": ["a"]}), "targets: no column 'locality'. Expected the table that targets"),
])  # fmt: skip
def test_what_is_no_table_of_targets_is_refused(plot, table, said):
    with pytest.raises(ValueError, match=said):
        plot(table)


def test_a_dollar_sign_and_a_sign_without_a_font_are_written_out(targets, recwarn):
    targets.loc[6, "target_words"] = "$5亿$\U000bffff"
    ax = rk.plot_targets(targets)
    ax.figure.canvas.draw()
    assert "$5亿$‹U+BFFFF›" in texts(ax)
    assert not recwarn.list
