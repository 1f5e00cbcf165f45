"""Variants of one slogan: what glossaries add to a name, and where the words of an entry belong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from reportkit.phrases.body import any_of, plain
from reportkit.phrases.numeric import is_numeric


@lru_cache(maxsize=8192)
def bare(name: str) -> str:
    """A name without the light word that it may end in: 五型政府建设 and 五型政府 are one.

    >>> bare("五型政府建设"), bare("市县同权改革"), bare("六稳"), bare("三大工程")
    ('五型政府', '市县同权', '六稳', '三大')
    """
    if not name.endswith(any_of("light")):
        return name
    light = next(word for word in any_of("light") if name.endswith(word))
    return name.removesuffix(light) if len(name) >= len(light) + 2 else name


def pieces(term: str) -> list[str]:
    """The things that a glossary entry names: as a whole first, then one by one (六稳、六保).

    >>> pieces("六稳、六保")
    ['六稳、六保', '六稳', '六保']
    """
    whole = plain(term)
    parts = [part for part in re.split(r"[、，/]|和|与|及|暨", whole) if len(part) >= 2]
    return [whole, *parts] if len(parts) > 1 else [whole]


def one_of(name: str, known: Mapping[str, str]) -> str:
    """The slogan that a name is a variant of, else the name itself.

    >>> one_of("五型政府建设", {"五型政府": "五型政府"}), one_of("小叮当", {})
    ('五型政府', '小叮当')
    """
    return name if name in known else known.get(bare(name), name)


def defined(name: str, forms: Iterable[str], entries: Mapping[str, str]) -> str | None:
    """The definition of a slogan among the entries of a glossary, under any of these forms, or None."""
    tried = dict.fromkeys((name, *forms))
    return next((entries[form] for form in (*tried, *map(bare, tried)) if form in entries and len(form) > 1), None)


def headed(name: str, entries: Mapping[str, str]) -> str | None:
    """The definition of the longest numeral abbreviation that a name begins with: 三老 of 三老服务, or None."""
    heads = (name[:size] for size in range(len(name), 0, -1))
    return next((entries[head] for head in heads if head in entries and is_numeric(head)), None)
