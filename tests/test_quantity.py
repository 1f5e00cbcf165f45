"""Quantities: each line of `cases/quantities.csv` is one reading; a line without `written` must yield nothing."""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.lexicons import lexicon
from reportkit.quantity import numeral, quantities, split_unit, standard

with (Path(__file__).parent / "cases" / "quantities.csv").open(encoding="utf-8") as lines:
    ROWS = list(csv.DictReader(lines))
CASES = [(text, list(rows)) for text, rows in groupby(ROWS, key=lambda row: row["text"])]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_cases(text, expected):
    found = [q for q in quantities(text) if q.kind not in ("bare", "time")]
    readings = [(text[q.start : q.end], f"{q.low:g}", f"{q.high:g}", q.unit, q.bound) for q in found]
    assert readings == [(r["written"], r["low"], r["high"], r["unit"], r["bound"]) for r in expected if r["written"]]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("两千", 2000),
        ("一百零五", 105),
        ("十", 10),
        ("二十三", 23),
        ("二〇一九", 2019),
        ("三万亿", 3e12),
        ("1,250", 1250),
    ],
)
def test_numerals(written, value):
    assert numeral(written) == value


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (366.51, "亿元", (36651000000.0, "元")),
        (3, "万亩", (20000000.00001, "平方米")),
        (2.38, "万吨", (23800.0, "吨")),
        (100, "亿斤", (5000000.0, "吨")),
        (0.5, "个百分点", (0.5, "个百分点")),
        (5, "成", (50.0, "%")),
        (480, "元/月", (480.0, "元/月")),
        (7, "没有这个单位", (7.0, "没有这个单位")),
    ],
)
def test_standard(value, unit, expected):
    number, name = standard(value, unit)
    assert number == pytest.approx(expected[0]) and name == expected[1]


def test_magnitude_comes_off_the_unit():
    assert split_unit("万亿元") == (1e12, "元")
    assert split_unit("家") == (1.0, "家")


def test_every_unit_is_a_number_away_from_its_base():
    units = lexicon("units")
    assert units.unit.is_unique and (units.factor.astype(float) > 0).all()
    bases = units[units.unit == units.std_unit]
    assert set(units.std_unit) - set(bases.unit) == set()


alphabet = st.sampled_from(
    "0123456789.,，、-—%万亿千百十一二两三余多近约第前名位个家元亩增长下降达到超过以上左右为和:：/ \n年月"
)


@given(st.text(alphabet, max_size=60))
def test_any_text_is_read_without_error_and_spans_rise(text):
    here = 0
    for q in quantities(text):
        assert here <= q.start <= q.inner < q.end <= len(text)
        assert any(c in "0123456789零一二两三四五六七八九十百千万亿首榜" for c in text[q.inner : q.end])
        assert q.low <= q.high
        here = q.end


@given(st.integers(1, 9_999_999), st.sampled_from(["家", "亿元", "万人", "%", "平方公里"]))
def test_what_is_written_plainly_is_read_exactly(number, unit):
    (q,) = quantities(f"完成{number}{unit}")
    assert (q.low, q.high, q.unit, q.bound) == (number, number, unit, "exact")
