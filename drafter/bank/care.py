"""Care of a bank: backup while in use, a check of its parts against one another, and the clock of its wording."""

from __future__ import annotations

from pathlib import Path

from drafter import saving, wording
from drafter.bank.store import Store
from drafter.phrases import ROLES

OLD = 5  # years unseen from which a wording is said to fade


def backup(db: Store, target: Path) -> None:
    """Nothing; a whole copy stands in the file. Raises OutputError where it cannot be written or stands there already."""
    saving.save(target, db.backup)


def verify(db: Store) -> list[str]:
    """What is wrong, a line each: the file itself, phrases without source, sightings without phrase, the index against the rows."""
    wrong = [f"文件：{line}" for line in db.check()]
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
        indexed = db.indexed(role)
        if rows != indexed:
            wrong.append(f"索引与词句对不上：{name} {rows} 条，索引里 {indexed} 条")
    return wrong


def fading(db: Store, year: int) -> list[tuple[str, int, int, str]]:
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
