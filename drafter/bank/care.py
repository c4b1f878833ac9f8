"""Care of a bank: backup while in use, a check of its parts against one another, and the clock of its wording."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from drafter import saving, wording
from drafter.phrases import ROLES

OLD = 5  # years unseen from which a wording is said to fade


def backup(db: sqlite3.Connection, target: Path) -> None:
    """Nothing; a whole copy stands in the file. Raises OutputError where it cannot be written or stands there already."""
    def copy(path: Path) -> None:
        with sqlite3.connect(path) as other:
            db.backup(other)
        other.close()

    saving.save(target, copy)


def verify(db: sqlite3.Connection) -> list[str]:
    """What is wrong, a line each: the file itself, phrases without source, sightings without phrase, the index against the rows."""
    wrong = [f"文件：{row[0]}" for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
    for what, query in (
            ("没有来源的词句", "SELECT count(*) FROM phrase WHERE id NOT IN (SELECT phrase FROM sighting)"),
            ("没有词句的出处", "SELECT count(*) FROM sighting WHERE phrase NOT IN (SELECT id FROM phrase)"),
            ("没有文件的出处", "SELECT count(*) FROM sighting WHERE source NOT IN (SELECT id FROM source)"),
            ("缺了一头的线索", "SELECT count(*) FROM thread WHERE problem NOT IN (SELECT id FROM phrase)"
                         " OR cause NOT IN (SELECT id FROM phrase) OR measure NOT IN (SELECT id FROM phrase)")):
        number = db.execute(query).fetchone()[0]
        if number:
            wrong.append(f"{what} {number} 条")
    for role, name in ROLES.items():
        rows = db.execute("SELECT count(*) FROM phrase WHERE role = ?", (role,)).fetchone()[0]
        indexed = db.execute(f"SELECT count(*) FROM words_{role}_docsize").fetchone()[0]
        if rows != indexed:
            wrong.append(f"索引与词句对不上：{name} {rows} 条，索引里 {indexed} 条")
    return wrong


def fading(db: sqlite3.Connection, year: int) -> list[tuple[str, int, int, str]]:
    """(wording, first year, last year seen, what replaced it) of frames and mottoes unseen for OLD years, or out of date by the table."""
    rows = db.execute("""SELECT f.pattern, min(g.year), max(g.year) FROM frame f JOIN frame_sighting s ON s.frame = f.id
                         JOIN sighting g ON g.phrase = s.phrase AND g.source = s.source GROUP BY f.id
                         UNION ALL SELECT p.text, min(g.year), max(g.year) FROM phrase p JOIN sighting g ON g.phrase = p.id
                         WHERE p.kind = 'slogan' GROUP BY p.id""").fetchall()
    found = []
    for text, first, last in rows:
        dated = wording.dated(text, year)
        if last and (last <= year - OLD or dated):
            found.append((text, first, last, dated[0].successor if dated else ""))
    return sorted(found, key=lambda row: (row[2], row[0]))
