"""The word index of a SQLite bank: one contentless FTS5 table a role (docs/decisions/0012)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from drafter.phrases import ROLES


def create(db: sqlite3.Connection) -> None:
    """Nothing; the index tables are made."""
    for role in ROLES:
        db.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS words_{role} USING fts5(t, content='', detail=none, tokenize='unicode61')")


def put(db: sqlite3.Connection, role: str, entries: Iterable[tuple[int, list[str]]]) -> None:
    """Nothing; the entries stand in the role's table. In ascending order: FTS5 writes a segment whenever a number is smaller."""
    db.executemany(f"INSERT INTO words_{role} (rowid, t) VALUES (?, ?)", [(place, " ".join(words)) for place, words in sorted(entries)])


def take(db: sqlite3.Connection, role: str, entries: Iterable[tuple[int, list[str]]]) -> None:
    """Nothing; the entries are gone. A contentless table is told the words it was given."""
    db.executemany(f"INSERT INTO words_{role} (words_{role}, rowid, t) VALUES ('delete', ?, ?)",
                   [(place, " ".join(words)) for place, words in sorted(entries)])


def matches(db: sqlite3.Connection, role: str, groups: list[list[str]], most: int) -> list[int]:
    """The first row numbers that hold all the words of a group."""
    expression = " OR ".join("(" + " AND ".join(f'"{word}"' for word in group) + ")" for group in groups)
    return [row[0] for row in db.execute(f"SELECT rowid FROM words_{role} WHERE words_{role} MATCH ? LIMIT ?", (expression, most))]


def count(db: sqlite3.Connection, role: str) -> int:
    """The number of entries."""
    return int(db.execute(f"SELECT count(*) FROM words_{role}_docsize").fetchone()[0])
