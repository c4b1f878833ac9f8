"""Find phrases by words: one index a role, rows in descending quality, the first few hundred ranked again outside.

Measured choices (contentless, detail=none, pre-tokenised, a table a role, no BM25): docs/decisions/0012. Words are cut by the
segmenter when a phrase enters, so that two-character words are found; SQLite's own tokeniser only splits at spaces.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from drafter import words
from drafter.bank.store import Store
from drafter.phrases import ROLES

FIRST = 400  # matches that are fetched for ranking, the best of quality first
ENOUGH = 50  # matches from which any-of-the-words is not tried any more
_TOKEN = re.compile(r"[\u4e00-\u9fff0-9A-Za-z]+")
_MARKS = frozenset("，。、；：？！“”‘’（）《》{} ")
_SHIFT = 1 << 32


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; empty fields do not narrow. `since` is the first year a source may be of."""

    words: tuple[str, ...] = ()
    role: str = ""
    aspect: str = ""
    subject: str = ""
    status: str = ""
    kind: str = ""
    tag: str = ""
    least: float = 0.0
    since: int = 0
    limit: int = 20


class _Entries(dict[str, str]):
    """What the index holds for a word: small letters, nothing for marks; each word is looked at once."""

    def __missing__(self, word: str) -> str:
        if len(self) > 500_000:
            self.clear()
        entry = self[word] = word.lower() if word not in _MARKS and _TOKEN.fullmatch(word) else ""
        return entry


_entries = _Entries()


def tokens(text: str) -> list[str]:
    """The words of a text as the index holds them: cut finely, marks left out, Latin letters small."""
    return [entry for entry in map(_entries.__getitem__, words.fine(text)) if entry]


def place(number: int, quality: float) -> int:
    """Where a phrase stands in the index: better ones first, the older ones first among equals."""
    return (1000 - round(1000 * quality)) * _SHIFT + number


def number(place: int) -> int:
    """The id of the phrase that stands there."""
    return place % _SHIFT


def ceiling(place: int, query: Query) -> float:
    """What no phrase from that place on can be ranked above where words and quality alone count."""
    return rank(" ".join(query.words), 1.0005 - place // _SHIFT / 1000, query)


def put(store: Store, rows: Iterable[tuple[int, str, float, str]]) -> None:
    """Nothing; (phrase id, role, quality, words to be found by) enter the index."""
    for role, entries in _by_role(rows).items():
        store.put(role, entries)


def take(store: Store, rows: Iterable[tuple[int, str, float, str]]) -> None:
    """Nothing; the rows leave the index. Words and quality must be those they were put with."""
    for role, entries in _by_role(rows).items():
        store.take(role, entries)


def _by_role(rows: Iterable[tuple[int, str, float, str]]) -> dict[str, list[tuple[int, list[str]]]]:
    found: dict[str, list[tuple[int, list[str]]]] = {}
    for number, role, quality, text in rows:
        if role in ROLES:
            found.setdefault(role, []).append((place(number, quality), tokens(text)))
    return found


def matches(store: Store, query: Query) -> list[int]:
    """Places of phrases that hold all the words (any of them where few do), the best of quality first, FIRST at most a role."""
    cut = [tokens(word) for word in query.words]
    if not all(cut):
        return []
    found = _run(store, query.role, [[t for pieces in cut for t in pieces]])
    if len(found) < ENOUGH and len(cut) > 1:
        found |= _run(store, query.role, cut)
    return sorted(found)


def _run(store: Store, role: str, groups: list[list[str]]) -> set[int]:
    return {place for name in ((role,) if role else ROLES) for place in store.matches(name, groups, FIRST)}


def rank(text: str, quality: float, query: Query, *, aspects: tuple[str, ...] = (), subjects: Iterable[str] = (), sources: int = 1,
         year: int = 0) -> float:
    """How well a phrase answers: the words as they stand, its quality, aspect, subject, sources and freshness."""
    score = 2.0 * sum(word in text for word in query.words) / max(1, len(query.words)) + quality
    if query.subject:
        wanted = words.bigrams(query.subject)
        score += 0.8 * max((len(wanted & words.bigrams(s)) / max(1, len(wanted)) for s in subjects), default=0.0)
    if query.aspect in aspects:
        score += 0.5
    return score + 0.15 * math.log1p(sources) + 0.02 * max(0, year - 2015)
