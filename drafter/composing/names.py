"""What the clerk's own names for aspects are like: a thing, a clause, a fault (phrasebank/spoken-names.yaml, lacking-names.yaml)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from drafter import words, yamlfile


def thing(name: str) -> bool:
    """True for the name of a thing or of people (老旧管网), false for a deed or a demand (先检后下地)."""
    flags = [flag for _, flag in words.segmenter().tag(name)]
    return len(name) == 4 and bool(flags) and not any(flag.startswith(("v", "d", "p", "r")) for flag in flags[:1])


def clause(name: str) -> bool:
    """True for a name that is a clause (谁来养站): one speaks of it, and not within it."""
    table = yamlfile.table("spoken-names.yaml")
    return bool(re.search(table["says"], name)) and not re.search(table["unless"], name)


def long_clause(name: str) -> bool:
    """True for a clause of so many characters that it fits into no frame of headings (抓实为什么要禁烧)."""
    return len(name) >= yamlfile.table("spoken-names.yaml")["least"] and clause(name)


def called(name: str) -> str:
    """The name without the word that finds fault with it: 冷链 of 冷链短板."""
    return re.sub(f"(?:{yamlfile.table('lacking-names.yaml')['tail']})$", "", name) or name


@cache
def lacking(name: str) -> dict[str, Any]:
    """The table of names that say themselves what is wrong (项目雷同), where this is one; empty where not."""
    table = every_lacking()
    return table if re.search(table["says"], name) and not re.search(table["unless"], name) and len(name) in table["tails"] else {}


def every_lacking() -> dict[str, Any]:
    """The table of names that say themselves what is wrong."""
    return dict(yamlfile.table("lacking-names.yaml"))
