"""Keywords, their company, what sets reports apart, what they share: each against a slow and obvious counter."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections import Counter
from functools import cache
from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import report_of

import reportkit as rk
from reportkit.structure import BODY
from reportkit.words.body import body_of, fold
from reportkit.words.contrast import log_likelihood, weighted_log_odds
from reportkit.words.tokens import cutter, is_word, tokens_of
from reportkit.words.vocabulary import names_of, reader

FIVE = rk.load_reports()
POLICY = "数字经济 高质量发展 营商环境 绿色 生态 创新 科技创新 科技 开放 民生 乡村振兴 乡村 就业 PM2.5 放管服 “放管服”改革".split()


def plain(text: str) -> str:
    """The text without quotation marks and spaces, the slow way; two quotations side by side stay apart."""
    kept = ""
    for here, sign in enumerate(text):
        quoted = sign in "“”‘’\"'「」『』"
        if quoted and sign in "”’」』" and text[here + 1 : here + 2] in ("“", "‘", "「", "『"):
            kept += sign
        elif not quoted and not sign.isspace():
            kept += sign
    return kept.lower()


def obvious_counts(report: rk.Report, terms: list[str], parts: tuple[str, ...] = BODY) -> Counter:
    """At each place of each paragraph the longest term that stands there whole; then on behind it."""
    found: Counter = Counter()
    forms = {plain(term): term for term in terms}
    for p in report.paragraphs:
        if p.part not in parts:
            continue
        text, here = plain(report.text[p.start : p.end]), 0
        while here < len(text):
            fits = [form for form in forms if text.startswith(form, here) and whole(text, here, here + len(form))]
            if fits:
                found[forms[max(fits, key=len)]] += 1
            here += len(max(fits, key=len)) if fits else 1
    return found


def whole(text: str, start: int, end: int) -> bool:
    latin = [sign.isascii() and sign.isalnum() for sign in f" {text} "]
    return not (latin[start] and latin[start + 1] or latin[end] and latin[end + 1])


def counts(table: pd.DataFrame, name: str = "term") -> dict:
    return {key: n for key, n in zip(table[name], table["count"], strict=True) if n}


@pytest.mark.parametrize("report", FIVE, ids=lambda report: report.id)
def test_all_terms_of_the_themes_are_counted_as_the_obvious_counter_counts_them(report):
    table = rk.keywords(report, tokenizer=None)
    assert counts(table) == obvious_counts(report, list(rk.lexicon("themes").term))
    assert sum(counts(table).values()) > 150


@pytest.mark.parametrize("report", FIVE, ids=lambda report: report.id)
def test_review_and_plan_are_counted_apart(report):
    table = rk.keywords(report, part=["review", "plan"], lexicon=POLICY, tokenizer=None)
    groups = {"review": ("review", "problems"), "plan": ("plan", "targets", "tasks", "government")}
    for part, parts in groups.items():
        assert counts(table[table.part == part]) == obvious_counts(report, POLICY, parts)


def test_a_theme_counts_what_its_terms_count_and_what_has_none_counts_for_none():
    terms = rk.keywords(FIVE, tokenizer=None)
    themes = rk.keywords(FIVE, by="theme", tokenizer=None)
    summed = terms.groupby(["report", "theme"])["count"].sum()
    assert themes.set_index(["report", "theme"])["count"].astype(int).to_dict() == summed.astype(int).to_dict()
    assert list(themes.theme.unique()) == list(rk.lexicon("theme_names").theme)


def test_the_denominators_are_what_they_say():
    table = rk.keywords(FIVE, lexicon=["创新"]).set_index("report")
    for report in FIVE:
        body = [report.text[p.start : p.end] for p in report.paragraphs if p.part in BODY]
        han = sum("\u4e00" <= sign <= "\u9fff" or sign == "〇" for text in body for sign in text)
        words = [word for text in body for word in cutter("jieba")(text) if any(c.isalnum() for c in word)]
        row = table.loc[report.id]
        assert (row.chars, row.tokens) == (han, len(words))
        assert row.per_10k_chars == pytest.approx(row["count"] / han * 10_000)
        assert row.share_of_tokens == pytest.approx(row["count"] / len(words))


def test_the_private_tokenizer_cuts_as_jieba_does():
    for report in FIVE:
        assert cutter("jieba")(report.text) == jieba_of_ones_own().lcut(report.text)


@given(st.text(sorted({sign for report in FIVE for sign in report.text}), max_size=60))
def test_any_characters_are_cut_as_jieba_does(text):
    assert cutter("jieba")(text) == jieba_of_ones_own().lcut(text)


@cache
def jieba_of_ones_own():
    cutter("jieba")  # before theirs: by itself it may warn
    import jieba

    jieba.setLogLevel(60)
    return jieba.Tokenizer()


def test_the_copied_recipe_is_the_recipe():
    themes = rk.lexicon("themes")
    fifteen = themes[themes.source == "Chen and Chen 2018"]
    assert len(fifteen) == 15
    table = rk.keywords(FIVE, by="theme", lexicon=fifteen, method="copied")
    for report, row in zip(FIVE, table.itertuples(), strict=True):
        found = pd.Series([report.raw]).str.count("|".join(fifteen.term))[0]
        assert (row.count, row.tokens) == (found, len(cutter("jieba")(report.raw)))
        assert row.part == "raw file" and row.share_of_tokens == found / row.tokens


@pytest.mark.parametrize("written, term, times", [
    ("深化“放管服”改革，放管服改革。", "放管服改革", 2),
    ("深化“放管服”改革。", "“放管服”改革", 1),
    ("落实“六稳”“六保”任务。", "六稳六保", 0),
    ("pm2.5浓度、ＰＭ２．５浓度、PM₂.₅浓度、PM215浓度。", "PM2.5", 3),
    ("投资15G、5G和5G+应用，建5G SA网。", "5g", 3),
    ("发展数字经济。", "數字經濟", 1),
    ("数字 经济、数字　经济。", "数字经济", 2),
    ("推进节能减排和减排。", "减排", 2),
    ("R&D经费、R & D经费。", "R&D", 2),
    ("1+5+X产业。", "1+5+X", 1),
])  # fmt: skip
def test_how_a_term_may_be_written(tmp_path, written, term, times):
    report = report_of(tmp_path, review=f"这一年，{written}")
    assert rk.keywords(report, lexicon=[term], tokenizer=None)["count"].tolist() == [times]
    assert len(rk.concordance(report, term)) == times


def test_the_shipped_themes_cut_no_term_short(tmp_path):
    report = report_of(tmp_path, tasks="开辟绿色通道，发展绿色金融、绿色产业，治理政治生态。")
    found = rk.keywords(report, by="theme", part="plan", tokenizer=None).set_index("theme")["count"]
    assert (found["environment"], found["finance"], found["party"]) == (1, 1, 1)


def test_a_term_broken_by_the_end_of_a_line_is_counted(tmp_path):
    report = report_of(
        tmp_path,
        review="这一年，我们大力发展数字经\n济，生态环境持续改善，全区上下共同努力，各项工作取得了新的成绩和进步。",
    )
    assert rk.keywords(report, lexicon=["数字经济"], tokenizer=None)["count"].tolist() == [1]


def test_glossary_and_furniture_are_not_counted():
    report = next(r for r in FIVE if r.id == "zhanggong_2024")
    glossary = "".join(report.text[p.start : p.end] for p in report.paragraphs if p.part == "glossary")
    term = rk.glossary(report).term.iloc[0]
    assert term in fold(glossary).upper() or term in glossary
    assert rk.keywords(report, lexicon=[term], tokenizer=None)["count"][0] == obvious_counts(report, [term])[term]
    assert len(glossary) > 1000 and body_of(report).text.find("名词解释") == -1


def test_a_report_without_a_plan_says_so(tmp_path):
    path = tmp_path / "old.txt"
    path.write_text(
        "各位代表：\n一、2023年工作回顾\n过去一年，全县生态环境持续改善，创新能力不断增强，完成了各项任务。\n",
        encoding="utf-8",
    )
    table = rk.keywords(rk.load_report(path), part=["review", "plan"], lexicon=["创新", "开放"])
    assert table["count"].isna().tolist() == [False, False, True, True]
    assert table["count"].tolist()[:2] == [1, 0]
    assert table["note"].tolist() == ["", "", "no plan in this report", "no plan in this report"]
    assert table["per_10k_chars"].isna().tolist() == [False, False, True, True]


# --- what is given


def test_a_table_from_excel_is_read_whatever_it_did_to_it(tmp_path):
    rows = "term;theme\n创新;科技\n绿色;环境\n;\n"
    expected = rk.keywords(FIVE, lexicon=pd.DataFrame({"term": ["创新", "绿色"], "theme": ["科技", "环境"]}))
    for name, text, encoding in [("bom", rows, "utf-8-sig"), ("gbk", rows, "gbk"), ("plain", rows.replace(";", ","), "utf-8"),
                                 ("wide", rows.replace(";", "\t"), "utf-16"), ("caps", rows.replace("term", " Term"), "utf-8")]:  # fmt: skip
        path = tmp_path / f"{name}.csv"
        path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
        pd.testing.assert_frame_equal(rk.keywords(FIVE, lexicon=path), expected)


@pytest.mark.parametrize("words, encoding", [
    ("雾霾 臭氧 氮氧化物", "gbk"), ("碳汇 湿地", "gbk"), ("脐橙", "gbk"), ("雾霾 碳汇", "utf-8-sig"), ("碳汇", "utf-16"), ("環境 數字經濟", "big5"),
])  # fmt: skip
def test_a_list_of_few_and_rare_words_is_read_in_its_encoding(tmp_path, words, encoding):
    path = tmp_path / "words.csv"
    path.write_bytes("\r\n".join(["term", *words.split()]).encode(encoding))
    assert list(rk.keywords(FIVE[0], lexicon=path, tokenizer=None).term) == words.split()


def test_a_file_without_words_says_what_was_expected(tmp_path):
    for text in ("", "term,theme\n"):
        path = tmp_path / "words.csv"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(
            rk.ReportError, match="has no row below its heading. Expected a table with a column term. Fill it in."
        ):
            rk.keywords(FIVE, lexicon=path)


@pytest.mark.parametrize("lexicon, message", [
    ([], "lexicon: holds no term. Expected at least one. Give a list of words, or a table with a column term."),
    (pd.DataFrame({"term": [None, ""]}), "lexicon: holds no term"),
    (["环保|生态"], "lexicon, row 1: the term '环保|生态' is a search pattern (|). Expected words as a report has them. "
                    "Give each alternative a row of its own."),
    (["创新", "数字.*"], "lexicon, row 2: the term '数字.*' is a search pattern (.*)"),
    (["[大中]数据"], "is a search pattern ([大中])"),
    (["“”"], "lexicon, row 1: the term '“”' has no letter in it. Expected a word. Fill it in, or take the row out."),
    (pd.DataFrame({"关键词": ["创新"]}), "lexicon: has the columns 关键词. Expected one column term, and one column theme if the "
                                         "terms have themes. Rename the one that holds the words to term."),
    (pd.DataFrame({"term": ["PM2.5", "pm2.5"], "theme": ["a", "b"]}),
     "lexicon, row 2: the term 'pm2.5' stands under 'a' and under 'b'. Expected one theme for each term"),
    ("数字经济", "lexicon '数字经济': is no table by its name. Expected a file such as words.csv, or a list of words. "
                 "For one word put it in brackets: ['数字经济']."),
    ("nowhere.csv", "nowhere.csv: there is no such file. Expected a table with a column term. Check the path."),
    (7, "lexicon: is 7. Expected a table, a list of words or a path. Give one of these."),
])  # fmt: skip
def test_a_lexicon_that_cannot_be_counted_is_refused_with_what_to_do(lexicon, message):
    with pytest.raises(ValueError) as error:
        rk.keywords(FIVE, lexicon=lexicon)
    assert message in str(error.value)


@pytest.mark.parametrize("options, message", [
    ({"part": "tail"}, "part 'tail' does not exist. Expected one of opening, review,"),
    ({"part": []}, "part is an empty list. Expected the name of a part. Leave it out for the whole body."),
    ({"by": "word"}, "by 'word' does not exist. Expected one of term, theme. Choose one of these."),
    ({"method": "regex"}, "method 'regex' does not exist. Expected one of longest, copied."),
    ({"method": "copied", "part": "plan"}, "method 'copied': knows no parts, and part is 'plan'."),
    ({"tokenizer": "pkuseg"}, "tokenizer 'pkuseg' does not exist. Expected one of jieba, rjieba."),
    ({"by": "theme", "lexicon": ["创新"]}, "by='theme': the lexicon has no themes. Expected a column theme."),
    ({"method": "copied", "lexicon": ["(试行"]}, "is no search pattern"),
])  # fmt: skip
def test_an_option_that_does_not_exist_is_refused_with_those_that_do(options, message):
    with pytest.raises(ValueError) as error:
        rk.keywords(FIVE, **options)
    assert message in str(error.value)


def test_no_report_gives_an_empty_table_with_all_columns():
    assert list(rk.keywords([]).columns) == list(rk.keywords(FIVE).columns)
    assert len(rk.keywords([])) == 0


# --- tokens


def test_another_process_and_another_hash_seed_give_the_same():
    code = ("import hashlib, reportkit as rk; r = rk.load_reports(); k = rk.keywords(r); d = rk.distinctive(r); o = rk.overlaps(r);"
            "print(hashlib.sha256((k.to_csv() + d.to_csv() + o.to_csv()).encode()).hexdigest())")  # fmt: skip
    running = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", code], env={**os.environ, "PYTHONHASHSEED": seed},
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for seed in ("1", "20260")
    ]  # fmt: skip
    found = [process.communicate(timeout=120) for process in running]
    assert [error for _, error in found] == ["", ""]
    assert found[0][0] == found[1][0] and len(found[0][0]) == 65


def test_nobody_elses_jieba_is_touched(tmp_path):
    code = ("import sys, tempfile, os, reportkit as rk; rk.keywords(rk.load_reports()[0]); import jieba;"
            "print(jieba.dt.initialized, 'pkg_resources' in sys.modules, sorted(os.listdir(tempfile.gettempdir())))")  # fmt: skip
    env = {**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "TMP": str(tmp_path)}
    found = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env=env, capture_output=True, text=True, check=True
    )
    assert (found.stdout, found.stderr) == ("False False []\n", "")


@pytest.mark.skipif(not find_spec("rjieba"), reason="rjieba, of the extra `fast`, is not installed")
def test_rjieba_cuts_almost_as_jieba_does():
    same = total = 0
    for report in FIVE:
        spans = [
            {*zip(t.starts.tolist(), t.ends.tolist(), strict=True)}
            for t in map(tokens_of, [report] * 2, ["jieba", "rjieba"])
        ]
        same, total = same + len(spans[0] & spans[1]), total + len(spans[0] | spans[1])
    assert same / total > 0.998


def test_without_rjieba_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "rjieba", None)
    with pytest.raises(ValueError, match=r"the package rjieba is not installed\. Expected the extra `fast`"):
        rk.keywords(rk.load_reports()[0], tokenizer="rjieba")


@pytest.mark.parametrize("report", FIVE, ids=lambda report: report.id)
def test_each_word_lies_where_it_says(report):
    tokens = tokens_of(report, "jieba")
    assert all(report.text[a:b] == w and is_word(w) for w, a, b in zip(*tokens[:3], strict=True))


def test_a_term_is_one_word_and_no_word_is_cut_for_it(tmp_path):
    report = report_of(tmp_path, review="青山县发展数字经济，深化“放管服”改革，推进互联网政务，建设大数据中心。")
    words = reader(["数字经济", "放管服改革", "联网政", "大数据"], ["发展"], True, "jieba")(report).words
    assert {"数字经济", "放管服改革"} <= set(words)
    assert "联网政" not in words and "发展" not in words
    assert "青山县" in words and "青山县" not in reader(None, None, False, "jieba")(report).words


def test_names_of_a_place_are_its_own_and_those_around_it():
    assert {"南昌县", "南昌市", "江西"} <= set(names_of(FIVE[1]))
    assert names_of(FIVE[0])[0] == "京东镇" and "赣州市" not in names_of(FIVE[0])


# --- concordance


def test_a_concordance_shows_what_is_counted_with_its_place_in_the_file():
    counted = rk.keywords(FIVE, tokenizer=None)
    lines = rk.concordance(FIVE, ["创新", "生态"], lexicon=rk.lexicon("themes"))
    for term, found in lines.groupby("term"):
        assert found.groupby("report").size().to_dict() == {
            report: n for report, n in counted[counted.term == term].set_index("report")["count"].items() if n
        }
    everywhere = rk.concordance(FIVE, "创新")
    assert (
        len(everywhere)
        == sum(obvious_counts(report, ["创新"])["创新"] for report in FIVE)
        > len(lines[lines.term == "创新"])
    )


def test_a_concordance_leads_through_the_damage_of_a_file():
    report = FIVE[4]
    lines = rk.concordance(report, "章贡区", width=4)
    assert len(lines) and all("區" in report.raw[a:b] for a, b in zip(lines.raw_start, lines.raw_end, strict=True))
    assert set(lines.keyword) == {"章贡区"}
    assert lines.left.str.len().max() <= 4 and lines.right.str.len().max() <= 4


@given(st.integers(0, 40), st.sampled_from(POLICY))
def test_left_keyword_and_right_stand_together_in_the_text(width, term):
    for row in rk.concordance(FIVE[0], term, width=width).itertuples():
        assert (row.left + row.keyword + row.right).replace("↵", "\n") in FIVE[0].text


@pytest.mark.parametrize("term, width, message", [
    ("环保|生态", 20, "term, row 1: the term '环保|生态' is a search pattern"),
    ("", 20, "term: holds no term"),
    ("创新", -1, "width -1: is no number of characters. Expected 0 or more."),
])  # fmt: skip
def test_a_concordance_of_nothing_is_refused(term, width, message):
    with pytest.raises(ValueError) as error:
        rk.concordance(FIVE, term, width=width)
    assert message in str(error.value)


# --- distinctive words


def slow_z(here: Counter, there: Counter, word: str, weight: float) -> float:
    """The weighted log-odds of Monroe, Colaresi and Quinn, one word at a time."""
    n, m = sum(here.values()), sum(there.values())
    prior = weight * (here[word] + there[word]) / (n + m)
    odds = [(c + prior) / (size + weight - c - prior) for c, size in ((here[word], n), (there[word], m))]
    variance = 1 / (here[word] + prior) + 1 / (there[word] + prior)
    return (math.log(odds[0]) - math.log(odds[1])) / math.sqrt(variance)


@pytest.mark.parametrize("prior", [10.0, 500.0])
def test_distinctive_words_against_an_implementation_one_word_at_a_time(prior):
    table = rk.distinctive(FIVE, prior=prior)
    words = {r.id: Counter(reader(None, None, False, "jieba")(r).words) for r in FIVE}
    assert len(table) > 3000
    for name, here in words.items():
        there = sum((other for key, other in words.items() if key != name), Counter())
        rows = table[table.report == name]
        expected = [slow_z(here, there, word, prior) for word in rows.word]
        np.testing.assert_allclose(rows.z, expected, rtol=1e-9)
        assert rows["count"].tolist() == [here[word] for word in rows.word]
        assert rows.z.is_monotonic_decreasing and (rows["count"] + rows.count_others).min() >= 5


def test_the_log_odds_by_hand():
    """20 of 100 against 10 of 200 words, the prior 6 of 60: log(26/134) - log(16/244), variance 1/26 + 1/16."""
    odds, z = weighted_log_odds(np.array([20.0]), 100, np.array([10.0]), 200, np.array([6.0]), 60)
    assert odds[0] == pytest.approx(math.log(26 / 134) - math.log(16 / 244))
    assert z[0] == pytest.approx(odds[0] / math.sqrt(1 / 26 + 1 / 16))


def test_the_log_likelihood_by_hand_and_where_a_word_is_missing():
    found = log_likelihood(np.array([10.0, 0.0, 4.0]), 100, np.array([10.0, 6.0, 8.0]), 200)
    first = 2 * (10 * math.log(10 / (100 * 20 / 300)) + 10 * math.log(10 / (200 * 20 / 300)))
    assert found == pytest.approx([first, 2 * 6 * math.log(6 / (200 * 6 / 300)), 0.0])


def test_what_sets_review_and_plan_apart():
    table = rk.distinctive(FIVE, by="part")
    top = table[table.z > 2].groupby("part").word.apply(set)
    assert {"增长", "排名"} <= top["review"] and {"推进", "建设"} <= top["plan"]


def test_distinctive_needs_something_to_compare():
    for reports, options, message in [
        (FIVE[:1], {}, "by 'report': there is only 'jingdong_2023' to compare. Expected at least two."),
        ([], {}, "by 'report': there is nothing to compare"),
        (FIVE, {"by": "month"}, "by 'month' does not exist. Expected one of report, locality"),
        (FIVE, {"minimum": 10**6}, "minimum 1000000: no word stands so often."),
        (FIVE, {"prior": 0}, "prior 0, minimum 5: a prior without weight or no minimum."),
        (FIVE, {"stopwords": ["的|了"]}, "stopwords, row 1: the term '的|了' is a search pattern"),
    ]:
        with pytest.raises(ValueError) as error:
            rk.distinctive(reports, **options)
        assert message in str(error.value)


# --- what reports share


def slow_passages(one: str, other: str, length: int) -> set[str]:
    """Every common phrase of two texts that can be made no longer, by looking at every pair of places."""
    found = set()
    places = {sign: [b for b, there in enumerate(other) if there == sign] for sign in set(one) - {"\n"}}
    for a in range(len(one)):
        for b in places.get(one[a], []):
            if not a or not b or one[a - 1] != other[b - 1] or one[a - 1] == "\n":
                size = 0
                while a + size < len(one) and b + size < len(other) and one[a + size] == other[b + size] != "\n":
                    size += 1
                if size >= length:
                    found.add(one[a : a + size])
    return found


def test_a_copied_sentence_is_found_with_its_place_in_both_files(tmp_path):
    same = "坚持把发展经济的着力点放在实体经济上，加快建设现代化产业体系"
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    one = report_of(tmp_path / "a", tasks=f"甲县要{same}，种好水稻。")
    other = report_of(tmp_path / "b", tasks=f"乙县将“{same[:6]}”{same[6:]}，养好肉牛。")
    both = rk.load_reports([tmp_path / "a", tmp_path / "b"])
    table = rk.shared_passages(both, length=20)
    row = table[table.text == same].iloc[0]
    assert (row.part, row.part_other, row.length) == ("plan", "plan", len(same))
    assert one.raw[row.raw_start : row.raw_end] == same
    assert other.raw[row.raw_start_other : row.raw_end_other].replace("“", "").replace("”", "") == same


def test_shared_passages_against_a_search_of_every_pair_of_places():
    bodies = {report.id: body_of(report).text for report in FIVE}
    one, other = FIVE[0], FIVE[3]
    expected = slow_passages(bodies[one.id], bodies[other.id], 15)
    found = rk.shared_passages([one, other], length=15)
    signs = "，。、；：！？,.;:!? "
    longest = {text.strip(signs) for text in expected if len(text.strip(signs)) >= 15}
    texts = {fold(text) for text in found.text}
    assert len(texts) >= 4 and all(any(text in phrase for phrase in longest) for text in texts)
    assert all(any(text in phrase or phrase in text for text in texts) for phrase in longest)


@pytest.mark.parametrize("pair", [(0, 1), (2, 4), (3, 4)])
def test_no_character_is_in_two_passages_and_both_sides_say_the_same(pair):
    one, other = (FIVE[n] for n in pair)
    table = rk.shared_passages([one, other], length=10)
    assert len(table) > 10
    for side in ("", "_other"):
        spans = sorted(zip(table[f"raw_start{side}"], table[f"raw_end{side}"], strict=True))
        assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    for row in table.itertuples():
        assert fold(row.text) in body_of(other).text and len(fold(row.text)) == row.length >= 10


def test_overlaps_add_up_their_passages_and_weigh_words():
    table, passages = rk.overlaps(FIVE), rk.shared_passages(FIVE)
    assert len(table) == 10 and table.shared.sum() == passages.length.sum()
    words = {r.id: Counter(reader(None, None, False, "jieba")(r).words) for r in FIVE}
    idf = {w: math.log(6 / (1 + sum(w in c for c in words.values()))) + 1 for c in words.values() for w in c}
    for row in table.itertuples():
        one, other = ({w: n * idf[w] for w, n in words[name].items()} for name in (row.report, row.other))
        dot = sum(value * other.get(word, 0) for word, value in one.items())
        size = math.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
        assert row.cosine == pytest.approx(dot / size)


def test_overlaps_of_one_report_or_of_all_texts_are_refused():
    with pytest.raises(ValueError, match="reports: 1 of them. Expected at least two to compare. Load another one."):
        rk.overlaps(FIVE[:1])
    with pytest.raises(ValueError, match="length 2: finds what all texts share. Expected 5 characters or more."):
        rk.shared_passages(FIVE, length=2)


# --- growth


def test_growth_follows_each_theme_from_report_to_report():
    from pathlib import Path

    folder = Path(__file__).parents[1] / "data/example"
    counted = rk.keywords(rk.load_reports(folder), by="theme")
    table = rk.keyword_growth(counted)
    assert len(table) == len(counted)
    rows = table[table.theme == "livelihood"]
    rates = rows.per_10k_chars.to_numpy()
    assert rows.year.tolist() == [2021, 2022, 2023] and rows.since.tolist()[1:] == [2021, 2022]
    np.testing.assert_allclose(rows.change.to_numpy(float)[1:], np.diff(rates))
    np.testing.assert_allclose(rows.growth.to_numpy(float)[1:], np.diff(rates) / rates[:-1] * 100)
    np.testing.assert_allclose(rows.trend, np.polyfit([2021, 2022, 2023], rates, 1)[0])


def test_growth_refuses_two_reports_for_one_year():
    counted = rk.keywords(FIVE[:1], lexicon=["创新"])
    with pytest.raises(ValueError, match=r"京东镇 has two reports for 2023 \(jingdong_2023, other\)"):
        rk.keyword_growth(pd.concat([counted, counted.assign(report="other")]))
    with pytest.raises(ValueError, match="keywords: has no column 'locality'"):
        rk.keyword_growth(counted.drop(columns="locality"))


# --- lexicons


def test_every_term_of_the_themes_has_one_known_theme_and_a_source():
    themes = rk.lexicon("themes")
    assert themes.term.is_unique and themes.source.ne("").all()
    assert set(themes.theme) - {""} == set(rk.lexicon("theme_names").theme)
    sizes = themes[themes.theme != ""].groupby("theme").size()
    assert (
        sizes[rk.lexicon("theme_names").theme[:11]].min() >= 45
    )  # those that come along; one of your own may be small
    assert themes.term.map(fold).is_unique


def test_a_report_in_which_nothing_is_said_has_no_counts():
    from dataclasses import replace

    silent = replace(FIVE[0], id="silent", paragraphs=())
    row = rk.keywords(silent, lexicon=["创新"]).iloc[0]
    assert row["count"] is pd.NA and (row.chars, row.tokens, row.note) == (0, 0, "no body in this report")
    assert math.isnan(row.per_10k_chars) and math.isnan(row.share_of_tokens)
    assert len(rk.concordance(silent, "创新")) == 0
    with pytest.raises(ValueError, match="there is only 'jingdong_2023' to compare"):
        rk.distinctive([silent, FIVE[0]])
    both = rk.overlaps([silent, FIVE[0]]).iloc[0]
    assert both.passages == 0 and math.isnan(both.share_other) and math.isnan(both.cosine)
