"""A repaired text knows, for each of its characters, where it came from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.text import Edit, RepairedText, replay

LETTERS = st.text("增长8.4%、區(qū)\n", max_size=30)


@st.composite
def edits(draw, text: str) -> list[Edit]:
    """A step of edits that do not overlap: removals, replacements, insertions and lost places."""
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    found = []
    for start, end in zip(places[::2], places[1::2], strict=False):
        lost = draw(st.booleans()) and start < end
        new = text[start:end] if lost else draw(st.text("万亿5，", max_size=4))
        found.append(Edit(start, end, new, "rule", lost))
    return draw(st.permutations(found))


@st.composite
def repaired(draw) -> RepairedText:
    """A text after up to four steps."""
    text = RepairedText.of(draw(LETTERS))
    for _ in range(draw(st.integers(0, 4))):
        text = text.apply(draw(edits(text.text)))
    return text


@given(repaired())
def test_replaying_the_log_gives_the_text(text):
    assert replay(text.raw, text.log) == text.text


@given(repaired())
def test_one_span_per_character_and_spans_never_step_back(text):
    assert len(text.starts) == len(text.ends) == len(text.text)
    assert (text.starts <= text.ends).all()
    assert (np.diff(text.starts) >= 0).all() and (np.diff(text.ends) >= 0).all()
    assert all(0 <= start <= end <= len(text.raw) for start, end in zip(text.starts, text.ends, strict=True))


@given(repaired())
def test_a_span_of_one_raw_character_that_no_edit_touched_holds_that_character(text):
    touched = {i for c in text.log if not c.edit.lost for i in range(c.raw_start, c.raw_end)}
    for char, start, end in zip(text.text, text.starts.tolist(), text.ends.tolist(), strict=True):
        if end == start + 1 and start not in touched:
            assert text.raw[start] == char


@given(repaired(), st.data())
def test_a_quote_lies_in_the_raw_text_and_grows_with_the_span(text, data):
    end = data.draw(st.integers(0, len(text.text)))
    start = data.draw(st.integers(0, end))
    quote = text.quote(start, end)
    assert quote in text.raw
    inner = data.draw(st.integers(start, end))
    if start < inner:
        assert text.quote(start, inner) in quote


@given(LETTERS, st.data())
def test_untouched_stretches_of_one_step_stay_where_they_were(raw, data):
    step = sorted(data.draw(edits(raw)))
    text = RepairedText.of(raw).apply(step)
    here, there = 0, 0
    for edit in [*step, Edit(len(raw), len(raw), "", "end")]:
        kept = raw[here : edit.start]
        assert text.text[there : there + len(kept)] == kept
        assert text.starts[there : there + len(kept)].tolist() == list(range(here, edit.start))
        there += len(kept) + len(edit.new)
        here = edit.end


@given(repaired())
def test_every_change_tells_what_stood_there(text):
    again, steps = RepairedText.of(text.raw), sorted({c.step for c in text.log})
    for step in steps:
        changes = [c for c in text.log if c.step == step]
        assert [again.text[c.edit.start : c.edit.end] for c in changes] == [c.before for c in changes]
        spans = [again.raw_span(c.edit.start, c.edit.end) for c in changes]
        assert spans == [(c.raw_start, c.raw_end) for c in changes]
        again = again.apply([c.edit for c in changes])


def test_kinds():
    assert Edit(3, 8, "", "pinyin gloss").kind == "removed"
    assert Edit(3, 4, "区", "script").kind == "replaced"
    assert Edit(3, 3, "、", "lost separator").kind == "inserted"
    assert Edit(3, 4, "?", "shifted bytes", lost=True).kind == "lost"


def test_an_equal_length_replacement_keeps_spans_one_by_one_and_another_takes_the_whole():
    assert RepairedText.of("區間").apply([Edit(0, 2, "区间", "script")]).raw_span(1, 2) == (1, 2)
    assert RepairedText.of("a__b").apply([Edit(1, 3, "%", "rule")]).raw_span(1, 2) == (1, 3)


def test_an_insertion_has_the_empty_span_at_its_place():
    text = RepairedText.of("8.4%9.2%").apply([Edit(4, 4, "、", "lost separator")])
    assert text.text == "8.4%、9.2%"
    assert text.raw_span(4, 5) == (4, 4)
    assert text.quote(0, 9) == "8.4%9.2%"


def test_a_gap_between_characters_lies_before_what_was_removed():
    text = RepairedText.of("區(qū)長").apply([Edit(1, 5, "", "pinyin gloss")])
    assert text.text == "區長"
    assert text.raw_span(1, 1) == (1, 1)
    assert text.quote(0, 2) == "區(qū)長"


def test_lost_places_change_nothing_and_are_remembered():
    text = RepairedText.of("提高到480/月").apply([Edit(3, 8, "480/月", "lost unit", lost=True)])
    assert text.text == text.raw
    assert text.lost == ((3, 8),)


def test_no_edits_give_the_same_object_and_no_step():
    text = RepairedText.of("增长")
    assert text.apply([]) is text


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ([Edit(0, 2, "", "a"), Edit(1, 3, "", "b")], "overlaps another"),
        ([Edit(2, 9, "", "a")], "outside a text of 4 characters"),
        ([Edit(3, 1, "", "a")], "overlaps another"),
        ([Edit(0, 1, "減", "a", lost=True)], "would change '增'"),
    ],
)
def test_an_impossible_edit_is_an_error_that_names_it(step, words):
    with pytest.raises(ValueError, match=words):
        RepairedText.of("增长8%").apply(step)
