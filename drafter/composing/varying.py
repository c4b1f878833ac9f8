"""No long run of one source's words in a draft: a word in the middle of a mined sentence is swapped (撞稿)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from drafter import words, yamlfile

RUN = 25  # Chinese characters in a row that a draft may share with one source


@dataclass(frozen=True, slots=True)
class Swap:
    """One word that may stand for another: `pos` the tags it must have, `prev` and `next` those of the words beside it,
    `not_far` what the word before that must not be, the patterns what must or must not stand beside it."""

    old: str
    new: str
    pos: tuple[str, ...]
    before: re.Pattern[str]
    after: re.Pattern[str]
    not_before: re.Pattern[str]
    not_after: re.Pattern[str]
    prev: tuple[str, ...]
    next: tuple[str, ...]
    not_far: tuple[str, ...]
    example: str
    shown: str


@cache
def swaps() -> dict[str, Swap]:
    """The table by the word that is swapped."""
    rows = yamlfile.table("swaps.yaml")
    never = r"(?!)"
    return {row["from"]: Swap(row["from"], row["to"], tuple(row["pos"].split()), re.compile(row.get("before", "")),
                              re.compile(row.get("after", "")), re.compile(row.get("not_before", never)),
                              re.compile(row.get("not_after", never)), tuple(row.get("prev", "").split()) or ("",),
                              tuple(row.get("next", "").split()) or ("",), tuple(row.get("not_far", "").split()),
                              row["example"], row["shown"]) for row in rows}


def options(text: str) -> list[tuple[int, Swap]]:
    """(place in the text, swap) of every word that may be swapped; one that stands twice is meant as an echo and stays."""
    found, place = [], 0
    tagged = words.segmenter().tag(text)
    tags = ["", "", *(tag for _, tag in tagged), ""]
    for number, (word, tag) in enumerate(tagged):
        swap = swaps().get(word)
        if (swap and tag in swap.pos and tags[number + 1].startswith(swap.prev) and tags[number + 3].startswith(swap.next)
                and not (swap.not_far and tags[number].startswith(swap.not_far))
                and (text.count(word) == 1 or not swap.new)):
            left, right = text[max(0, place - 4):place], text[place + len(word):place + len(word) + 4]
            if (swap.before.search(left) and swap.after.search(right) and not swap.not_before.search(left)
                    and not swap.not_after.search(right)):
                found.append((place, swap))
        place += len(word)
    return found


@lru_cache(maxsize=20_000)
def varied(text: str, ahead: int = 0) -> tuple[str, tuple[str, ...]] | None:
    """(the text with no more than RUN characters in a row as they stood, what was swapped), or None where that cannot be done.

    `ahead` characters of the same source stand before it (its lead).
    """
    length = len(words.han(text))
    if length + ahead <= RUN:
        return text, ()
    if length + ahead > 2 * RUN:
        return None
    best: tuple[int, int, Swap] | None = None
    for place, swap in options(text):
        before = len(words.han(text[:place]))
        after = length - before - len(swap.old)
        if max(before + ahead, after) <= RUN and (best is None or abs(before - after) < best[0]):
            best = (abs(before - after), place, swap)
    if best is None:
        return None
    _, place, swap = best
    return text[:place] + swap.new + text[place + len(swap.old):], (f"“{swap.old}”换成“{swap.new}”",)


def shared_ends(text: str, source: str) -> tuple[int, int]:
    """How many Chinese characters at its beginning and at its end the text has as the source has them."""
    mine, theirs = words.han(text), words.han(source)
    if mine == theirs:
        return len(mine), len(mine)
    head = next((i for i, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), min(len(mine), len(theirs)))
    tail = next((i for i, (a, b) in enumerate(zip(mine[::-1], theirs[::-1], strict=False)) if a != b), min(len(mine), len(theirs)))
    return head, tail


_TOPIC = re.compile("(?:的|时|后|前|中|上|下|里|者|，)$|^(?:对|凡|遇|一旦|如|若|只要|除|由于|因|为了?)[^，]*$")


_WANTING = re.compile("[不没却难少无缺未仅只空旧慢漏断乱错迟]|才|靠|凭|等着|各|全凭")


def shortened(text: str, ahead: int = 0, *, order: bool = True) -> tuple[str, tuple[str, ...]] | None:
    """(the first clauses, RUN characters at most, what was cut), or None where they would not stand alone.

    What is no order keeps two clauses at least, and the point: the last one kept says what is wanting.
    """
    best = ""
    for match in re.finditer("[，；]", text):
        head = text[:match.start()]
        if len(words.han(head)) + ahead > RUN:
            break
        best = head
    if not order and ("，" not in best or len(words.han(best)) < 16 or not _WANTING.search(best.split("，")[-1])):
        return None
    if len(words.han(best)) < 12 or _TOPIC.search(best) or best.count("“") != best.count("”") or best.count("（") != best.count("）"):
        return None
    return best + "。", ("删去后半句",)
