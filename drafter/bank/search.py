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
RUNS = 60  # runs of words of a phrase that are looked for in others
BY_HAND = 0.9  # what a hand-written phrase is ranked above a mined one that holds as many of the words
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
        if len(self) > 100_000:  # figures, mostly: the words of a language are fewer
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
    """What no phrase from that place on can be ranked above where words and quality alone count; hand-written ones stand first."""
    return rank(" ".join(query.words), 1.0005 - place // _SHIFT / 1000, query, status="" if place // _SHIFT else "handwritten")


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


def alike(store: Store, text: str, role: str = "") -> list[int]:
    """Ids of phrases that share a run of three words with the text, where few do a run of two; those with three first."""
    cut = [w.lower() for w in words.cut(text) if w not in _MARKS and _TOKEN.fullmatch(w)]
    found: dict[int, None] = {}
    for length in (3, 2) if len(cut) > 1 else (1,):
        runs = list(dict.fromkeys(tuple(cut[i:i + length]) for i in range(len(cut) - length + 1)))[:RUNS]
        if runs and len(found) < ENOUGH:
            found |= dict.fromkeys(number(i) for i in sorted(_run(store, role, [list(run) for run in runs])))
    return list(found)


def likeness(one: str, other: str) -> float:
    """0 to 1: how alike two wordings are, by the characters in order and by neighbouring pairs."""
    from rapidfuzz import fuzz

    ours, theirs = words.bigrams(one), words.bigrams(other)
    pairs = 2 * len(ours & theirs) / max(1, len(ours) + len(theirs))
    return round((fuzz.ratio(one, other) / 100 + pairs) / 2, 3)


def places(text: str, sought: Iterable[str]) -> list[tuple[int, int]]:
    """Where the words stand in the text, (start, end) in order, overlapping ones as one.

    A word that does not stand there as it is written is looked for by its parts.
    """
    low, covered = text.lower(), set[int]()
    for word in sought:
        for part in (word.lower(),) if word.lower() in low else [t for t in tokens(word) if len(t) > 1]:
            for match in re.finditer(re.escape(part), low):
                covered.update(range(*match.span()))
    starts = sorted(i for i in covered if i - 1 not in covered)
    return list(zip(starts, (i + 1 for i in sorted(covered) if i + 1 not in covered), strict=True))


def rank(text: str, quality: float, query: Query, *, aspects: tuple[str, ...] = (), subjects: Iterable[str] = (), sources: int = 1,
         year: int = 0, status: str = "") -> float:
    """How well a phrase answers: the words as they stand, its quality, aspect, subject, sources and freshness."""
    score = 2.0 * sum(word in text for word in query.words) / max(1, len(query.words)) + quality + BY_HAND * (status == "handwritten")
    if query.subject:
        wanted = words.bigrams(query.subject)
        score += 0.8 * max((len(wanted & words.bigrams(s)) / max(1, len(wanted)) for s in subjects), default=0.0)
    if query.aspect in aspects:
        score += 0.5
    return score + 0.15 * math.log1p(sources) + 0.02 * max(0, year - 2015)
