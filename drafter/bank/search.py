"""Find phrases by words: one FTS5 table a role, rows in descending quality, the first few hundred ranked again outside.

Measured choices (contentless, detail=none, pre-tokenised, a table a role, no BM25): docs/decisions/0012. Words are cut by the
segmenter when a phrase enters, so that two-character words are found; SQLite's own tokeniser only splits at spaces.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from drafter import words
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


def tokens(text: str) -> list[str]:
    """The words of a text as the index holds them: cut finely, marks left out, Latin letters small."""
    return [w.lower() for w in words.fine(text) if w not in _MARKS and _TOKEN.fullmatch(w)]


def create(db: sqlite3.Connection) -> None:
    """Nothing; the index tables are made."""
    for role in ROLES:
        db.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS words_{role} USING fts5(t, content='', detail=none, tokenize='unicode61')")


def put(db: sqlite3.Connection, rows: Iterable[tuple[int, str, float, str]]) -> None:
    """Nothing; (phrase id, role, quality, words to be found by) enter the index.

    A row's number holds its quality, so that better phrases come first.
    """
    by_role: dict[str, list[tuple[int, str]]] = {}
    for number, role, quality, text in rows:
        by_role.setdefault(role, []).append((_row(number, quality), " ".join(tokens(text))))
    for role, entries in by_role.items():
        if role in ROLES:
            db.executemany(f"INSERT INTO words_{role} (rowid, t) VALUES (?, ?)", entries)


def take(db: sqlite3.Connection, number: int, role: str, quality: float, text: str) -> None:
    """Nothing; a row leaves the index. Words and quality must be those it was put with."""
    if role in ROLES:
        db.execute(f"INSERT INTO words_{role} (words_{role}, rowid, t) VALUES ('delete', ?, ?)",
                   (_row(number, quality), " ".join(tokens(text))))


def _row(number: int, quality: float) -> int:
    return (1000 - round(1000 * quality)) * _SHIFT + number


def matches(db: sqlite3.Connection, query: Query) -> list[int]:
    """Ids of phrases that hold all the words (any of them where few do), the best of quality first, FIRST at most a role."""
    cut = [tokens(word) for word in query.words]
    if not all(cut):
        return []
    every = " AND ".join(f'"{t}"' for pieces in cut for t in pieces)
    found = _run(db, query.role, every)
    if len(found) < ENOUGH and len(cut) > 1:
        either = " OR ".join("(" + " AND ".join(f'"{t}"' for t in pieces) + ")" for pieces in cut)
        found += [i for i in _run(db, query.role, either) if i not in set(found)]
    return found


def _run(db: sqlite3.Connection, role: str, expression: str) -> list[int]:
    found: list[tuple[int]] = []
    for name in (role,) if role else ROLES:
        found += db.execute(f"SELECT rowid FROM words_{name} WHERE words_{name} MATCH ? LIMIT {FIRST}", (expression,)).fetchall()
    return list(dict.fromkeys(row[0] % _SHIFT for row in sorted(found)))


def alike(db: sqlite3.Connection, text: str, role: str = "") -> list[int]:
    """Ids of phrases that share a run of three words with the text, where few do a run of two; those with three first."""
    cut = [w.lower() for w in words.cut(text) if w not in _MARKS and _TOKEN.fullmatch(w)]
    found: dict[int, None] = {}
    for length in (3, 2) if len(cut) > 1 else (1,):
        runs = list(dict.fromkeys(tuple(cut[i:i + length]) for i in range(len(cut) - length + 1)))[:RUNS]
        if runs and len(found) < ENOUGH:
            found |= dict.fromkeys(_run(db, role, " OR ".join("(" + " AND ".join(f'"{t}"' for t in run) + ")" for run in runs)))
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
