"""Reports that a collection holds twice, or under a wrong name: real collections are full of them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from functools import cache

import numpy as np
import pandas as pd

from reportkit.metadata.origin import same
from reportkit.places import Place
from reportkit.report import Report, overview
from reportkit.structure import BODY

SHINGLE = 8  # characters in a row, a power of two
SKETCH = 64  # the smallest hashes that stand for all
FIRST = 12  # the smallest of these, by which pairs are looked for: of two copies most are the same
NEAR = 0.7  # share of all phrases that two texts have in common; successive reports of one place have a tenth
COMMON = 50  # reports with a phrase from which on it tells nothing
FOUND = ["duplicate_of", "likeness", "suspect"]  # the columns that `marked` adds
_STEP = np.uint64(0x9E3779B97F4A7C15)
_GREATEST = np.uint64(2**64 - 1)


def facts(reports: list[Report]) -> pd.DataFrame:
    """The overview of reports, with what duplicates are found by: sha256, names, a hash and a sketch of what is said."""
    table, by_id = overview(reports), {report.id: report for report in reports}
    listed = [by_id[id] for id in table["report"]]
    said = [_said(report) for report in listed]
    columns = {
        "sha256": [report.sha256 for report in listed],
        "named_place": [report.named.get("locality") for report in listed],
        "named_year": [report.named.get("year") for report in listed],
        "content": [hashlib.sha256(codes.tobytes()).hexdigest() for codes in said],
        "sketch": [_sketch(codes).tobytes() for codes in said],
    }
    return table.assign(**{name: pd.Series(values, dtype=object) for name, values in columns.items()})


def marked(table: pd.DataFrame) -> pd.DataFrame:
    """The overview of a collection, with three columns more, in place of those that only serve to find duplicates.

    `duplicate_of` is the report that this one is a copy of, `likeness` the share of phrases that both have (1.0 for the
    same text), `suspect` what is odd: a name that speaks of another place or year, or another report of the same.
    """
    table = table.reset_index(drop=True)
    odd = pd.Series([_misnamed(row) for row in table.itertuples(index=False)], dtype=object)
    first = odd.map(bool).sort_values(kind="stable").index  # of several copies the one that is named rightly stays
    found = _copies(table.loc[first])
    table = table.assign(duplicate_of=found["duplicate_of"], likeness=found["likeness"].astype(float))
    for n, others in _rivals(table).items():
        odd[n] = [*odd[n], f"another text for the same place and year: {', '.join(others)}"]
    table["suspect"] = odd.map("; ".join)
    return table.drop(columns=["named_place", "named_year", "content", "sketch"])


def _said(report: Report) -> np.ndarray:
    """The characters that a report says, as numbers, without signs and spaces: two copies of a text differ in them."""
    body = "".join([report.text[p.start : p.end] for p in report.paragraphs if p.part in BODY])
    codes = np.frombuffer(body.encode("utf-32-le", "surrogatepass"), "<u4")
    return codes[np.take(_is_said(), codes, mode="clip")]


@cache
def _is_said() -> np.ndarray:
    """For each character whether it is more than a sign or space; the last answer is for all beyond U+FFFF."""
    return np.array([*map(str.isalnum, map(chr, range(0x10000))), True])


def _sketch(codes: np.ndarray) -> np.ndarray:
    """The smallest hashes of the phrases in a text: of two texts they are alike as far as the texts are."""
    if len(codes) < SHINGLE:
        return np.zeros(0, "<u8")
    hashes = _hashes(codes)
    likely = hashes <= _GREATEST // np.uint64(max(1, len(hashes) // (4 * SKETCH)))  # the smallest, without sorting all
    found = np.unique(hashes[likely])
    if len(found) < SKETCH:  # few phrases, said again and again
        found = np.unique(hashes)
    return found[:SKETCH].astype("<u8")


def _hashes(codes: np.ndarray) -> np.ndarray:
    """A hash of each phrase of `SHINGLE` characters, from those of its two halves, and these of theirs."""
    hashes = codes.astype(np.uint64)
    half = 1
    while half < SHINGLE:
        hashes = (hashes[:-half] * _STEP ^ hashes[half:]) * _STEP
        hashes ^= hashes >> np.uint64(29)
        half *= 2
    return hashes


def _likeness(one: np.ndarray, other: np.ndarray) -> float:
    """The share of phrases in common, estimated from two sketches."""
    smallest = np.union1d(one, other)[:SKETCH]
    return len(np.intersect1d(np.intersect1d(one, other), smallest)) / max(1, len(smallest))


def _copies(table: pd.DataFrame) -> pd.DataFrame:
    """For each report the earlier one that it is a copy of, and how like."""
    names, contents = table["report"].tolist(), table["content"].tolist()
    sketches = [np.frombuffer(one or b"", "<u8") for one in table["sketch"]]
    found: list[tuple[str | None, float | None]] = [(None, None)] * len(names)
    for one, other in sorted(_alike(table["sha256"].tolist(), contents, sketches)):
        if found[one][0] is None and found[other][0] is None:
            exact = contents[one] == contents[other] or table["sha256"].iloc[one] == table["sha256"].iloc[other]
            likeness = 1.0 if exact else _likeness(sketches[one], sketches[other])
            if likeness >= NEAR:
                found[other] = names[one], round(likeness, 2)
    return pd.DataFrame(found, columns=["duplicate_of", "likeness"], index=table.index, dtype=object)


def _alike(files: list[str], contents: list[str], sketches: list[np.ndarray]) -> set[tuple[int, int]]:
    """Pairs that may be copies: of one file or text, or with a good part of the phrases in common."""
    pairs, different = set(), []
    seen: dict[str, int] = {}
    for n, (file, content) in enumerate(zip(files, contents, strict=True)):
        one = min(seen.setdefault(file, n), seen.setdefault(content, n))
        if one < n:
            pairs.add((one, n))
        else:
            different.append(n)
    first = [sketches[n][:FIRST] for n in different]
    owner = np.repeat(np.array(different, int), [len(some) for some in first])
    return pairs | _sharing(np.concatenate([np.zeros(0, "<u8"), *first]), owner, len(files))


def _sharing(phrases: np.ndarray, owner: np.ndarray, many: int) -> set[tuple[int, int]]:
    """Pairs of owners with several phrases in common, but for phrases that many have; as arrays, for there may be millions."""
    order = np.argsort(phrases, kind="stable")
    phrases, owner = phrases[order], owner[order]
    _, group, size = np.unique(phrases, return_inverse=True, return_counts=True)
    rare = size[group] <= COMMON
    found = [np.zeros(0, int)]
    for step in range(1, COMMON):
        both = (phrases[step:] == phrases[:-step]) & rare[step:]
        found.append(owner[:-step][both] * many + owner[step:][both])
    codes, counts = np.unique(np.concatenate(found), return_counts=True)
    return {divmod(code, many) for code in codes[counts >= FIRST // 3].tolist()}


def _misnamed(row) -> list[str]:
    """What the name of a file, or its row in a table, says against the text."""
    found = []
    place = Place(_text(row.locality), _text(row.level), _text(row.province), _text(row.code))
    named, year = _text(row.named_place), (_text(row.named_year) or "")[:4]
    if named and not place.name:
        found.append(f"named {named}, which the text does not bear out")
    elif named and not same(named, place):
        found.append(f"named {named}, is of {place.name}")
    years = [int(y) for y in (row.year_given, row.year_reviewed, row.year_planned) if not pd.isna(y)]
    if year.isdigit() and years and int(year) not in years:
        found.append(f"named {year}, is of {years[0]}")
    return found


def _rivals(table: pd.DataFrame) -> dict[int, list[str]]:
    """Reports that are no copies of each other, and yet of one place and year."""
    alike = defaultdict(list)
    for n, row in enumerate(table.itertuples(index=False)):
        place = _text(row.code) or (_text(row.locality) and (_text(row.province), row.locality))
        if place and not pd.isna(row.year_planned) and _text(row.duplicate_of) is None:
            alike[place, int(row.year_planned)].append(n)
    names = table["report"].tolist()
    return {n: [names[m] for m in group if m != n][:3] for group in alike.values() if len(group) > 1 for n in group}


def _text(value: object) -> str | None:
    return None if value is None or pd.isna(value) else str(value)
