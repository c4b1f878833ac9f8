"""What the clerk's own names are like: of a chapter, a thing, a clause, a fault (phrasebank/chapter-words, spoken-names, lacking-names)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from drafter import words, yamlfile

if TYPE_CHECKING:
    from drafter.outlines import Section

LONG = 6  # characters of a name from which on what it means is more than its words (read off 312 passages of 110 briefs, points.SPOKEN)


def thing(name: str) -> bool:
    """True for the name of a thing or of people (老旧管网), false for a deed or a demand (先检后下地, 粪便即清)."""
    flags = [flag for _, flag in words.segmenter().tag(name)]
    odd = bool(flags) and (flags[0].startswith(("v", "p", "r")) or flags[0] in ("i", "l", "nr"))  # 仁心仁术 is no thing either
    return len(name) == 4 and bool(flags) and not odd and not any(f.startswith("d") for f in flags)


def ill(name: str) -> bool:
    """True for the name of what nobody wants more of (廉洁风险): one does nothing for it and does not better it."""
    return bool(re.search(f"(?:{yamlfile.table('lacking-names.yaml')['ill']})$", name))


def deed(name: str) -> bool:
    """True for the name of a deed (虫霉防治, 摸清堵点), false for that of a thing or a state (库房条件, 施工安全)."""
    flags = [flag for _, flag in words.segmenter().tag(name)]
    return bool(flags) and (flags[0] == "v" or flags[-1] in ("v", "vn"))


def of_mind(name: str) -> bool:
    """True for the name of a state of mind or of manners (认识到位), which nobody gives a day to be done by."""
    return any(word in name for word in yamlfile.table("states-of-mind.yaml")["words"])


def unnamed(name: str) -> bool:
    """True for a name under which no fact stands that has not a word of it (廉洁自律), however near it lies."""
    return any(word in name for word in yamlfile.table("states-of-mind.yaml")["unnamed"])


def clause(name: str) -> bool:
    """True for a name that is a clause (谁来养站): one speaks of it, and not within it."""
    table = yamlfile.table("spoken-names.yaml")
    return bool(re.search(table["says"], name)) and not re.search(table["unless"], name)


def lost(name: str) -> bool:
    """True for a name whose words tell little of what it means: a clause, or one of LONG characters."""
    return len(name) >= LONG or clause(name)


def long_clause(name: str) -> bool:
    """True for a clause of so many characters that it fits into no frame of headings (抓实为什么要禁烧); what is lacking has its own."""
    return len(name) >= yamlfile.table("spoken-names.yaml")["least"] and clause(name) and not lacking(name)


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


@cache
def _chapter_words() -> tuple[str, ...]:
    return tuple(sorted(yamlfile.table("chapter-words.yaml"), key=lambda word: ("…" in word, len(word)), reverse=True))


@cache
def of_chapter(word: str) -> bool:
    """True for a stressed word that says which chapter, not which aspect: 不足与打算, 目标任务."""
    rest = word
    for known in _chapter_words():
        rest = re.sub(re.escape(known).replace("…", ".+"), "", rest)
    return not re.sub("[与和及、]", "", rest)


def _place(word: str) -> dict[str, Any]:
    """The row on the chapter in which a stressed word that says which chapter is to be seen; for the first chapter one of no name."""
    rows = (row for row in yamlfile.table("chapter-places.yaml") if re.search(row["says"], word))
    return next(rows, {"stands": [], "told": "先说{word}。"})


def places(word: str) -> list[str]:
    """The names of the chapters in which a stressed word that says which chapter is to be seen; empty for the first one."""
    return list(_place(word)["stands"])


def answering(word: str, sections: Sequence[Section]) -> int | None:
    """Which of the sections answers for a stressed word that says which chapter, the first one where it says none; None where none does."""
    wanted = places(word)
    return next((n for n, s in enumerate(sections) if not wanted or {s.name, *s.takes} & {*wanted}), None)


def mention(word: str) -> str:
    """The sentence with which a chapter takes up such a word: a question is asked (根子在哪里？), anything else is announced."""
    if re.search("怎么|哪|什么|为啥|如何|谁", word):
        return f"{word}？"
    return str(_place(word)["told"]).format(word=word)


def chapter_name(heading: str, stress: list[str]) -> str:
    """The heading of a chapter as the clerk calls it: with 困难与下步安排 stressed 下一步打算 is 下一步安排."""
    said = "".join(word for word in stress if of_chapter(word))
    for row in yamlfile.table("chapter-names.yaml"):
        ours = next((word for word in row["instead"] if word in heading), "")
        if row["word"] in said and ours and ours not in said and row["word"] not in heading:
            heading = heading.replace(ours, row["word"])
    return heading
