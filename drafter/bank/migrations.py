"""Numbered steps that bring a bank up to date, a list for each kind of store; a step that has shipped is never edited.

Both lists lead to the same tables and columns (tests/test_stores.py compares them): a step in one wants its twin in the other.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable

from drafter.bank import fts, search
from drafter.errors import BankError
from drafter.phrases import ROLES, Phrase, Slot


def m001_initial(db: sqlite3.Connection) -> None:
    """Sources, phrases, and each place where a phrase was seen."""
    _run(db, """
        CREATE TABLE source (id INTEGER PRIMARY KEY, path TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, mined TEXT NOT NULL,
                             articles INTEGER NOT NULL, units INTEGER NOT NULL, cut INTEGER NOT NULL);
        CREATE TABLE phrase (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, role TEXT NOT NULL, kind TEXT NOT NULL,
                             lead TEXT NOT NULL, text TEXT NOT NULL, flags TEXT NOT NULL, quality REAL NOT NULL,
                             status TEXT NOT NULL DEFAULT 'mined');
        CREATE TABLE sighting (phrase INTEGER NOT NULL REFERENCES phrase(id), source INTEGER NOT NULL REFERENCES source(id),
                               article TEXT NOT NULL, paragraph INTEGER NOT NULL, line INTEGER NOT NULL, subject TEXT NOT NULL,
                               trade TEXT NOT NULL, chapter TEXT NOT NULL, item INTEGER NOT NULL, place INTEGER NOT NULL,
                               above TEXT NOT NULL, original TEXT NOT NULL, edits TEXT NOT NULL);
        CREATE INDEX sighting_phrase ON sighting(phrase);
        CREATE INDEX sighting_source ON sighting(source);
        CREATE INDEX phrase_role ON phrase(role, kind, quality DESC);
    """)


def m002_threads_and_frames(db: sqlite3.Connection) -> None:
    """Slots, aspects and parts of quality of a phrase; the year of a sighting; threads, frames and the words of headings."""
    _run(db, """
        ALTER TABLE phrase ADD COLUMN slots TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE phrase ADD COLUMN aspects TEXT NOT NULL DEFAULT '';
        ALTER TABLE phrase ADD COLUMN parts TEXT NOT NULL DEFAULT '{}';
        ALTER TABLE sighting ADD COLUMN year INTEGER;
        CREATE TABLE thread (problem INTEGER NOT NULL REFERENCES phrase(id), cause INTEGER NOT NULL REFERENCES phrase(id),
                             measure INTEGER NOT NULL REFERENCES phrase(id), source INTEGER NOT NULL REFERENCES source(id),
                             article TEXT NOT NULL, how TEXT NOT NULL, score REAL NOT NULL);
        CREATE INDEX thread_source ON thread(source);
        CREATE TABLE frame (id INTEGER PRIMARY KEY, pattern TEXT NOT NULL UNIQUE);
        CREATE TABLE frame_sighting (frame INTEGER NOT NULL REFERENCES frame(id), phrase INTEGER NOT NULL REFERENCES phrase(id),
                                     source INTEGER NOT NULL REFERENCES source(id));
        CREATE INDEX frame_sighting_frame ON frame_sighting(frame);
        CREATE INDEX frame_sighting_source ON frame_sighting(source);
        CREATE TABLE piece (kind TEXT NOT NULL, text TEXT NOT NULL, phrase INTEGER NOT NULL REFERENCES phrase(id),
                            source INTEGER NOT NULL REFERENCES source(id));
        CREATE INDEX piece_text ON piece(kind, text);
        CREATE INDEX piece_source ON piece(source);
    """)


def m003_desk_and_index(db: sqlite3.Connection) -> None:
    """Editors' decisions by a phrase's words, the rules a source was mined under, and the word index."""
    _run(db, """
        ALTER TABLE phrase ADD COLUMN form TEXT NOT NULL DEFAULT '';
        ALTER TABLE phrase ADD COLUMN edited TEXT NOT NULL DEFAULT '';
        ALTER TABLE phrase ADD COLUMN tags TEXT NOT NULL DEFAULT '';
        ALTER TABLE source ADD COLUMN rules TEXT NOT NULL DEFAULT '';
        CREATE INDEX phrase_form ON phrase(form);
        CREATE INDEX source_path ON source(path);
        CREATE TABLE decision (id INTEGER PRIMARY KEY AUTOINCREMENT, form TEXT NOT NULL, what TEXT NOT NULL, value TEXT NOT NULL,
                               who TEXT NOT NULL, at TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX decision_form ON decision(form);
    """)
    fts.create(db)
    rows = db.execute("SELECT id, role, quality, lead, text, slots FROM phrase").fetchall()
    for number, role, quality, lead, text, slots in rows:
        phrase = Phrase(text, role, lead=lead, slots=tuple(Slot(*s) for s in json.loads(slots)))
        db.execute("UPDATE phrase SET form = ? WHERE id = ?", (phrase.form, number))
        if role in ROLES:
            fts.put(db, role, [(search.place(number, quality), search.tokens(lead + text))])


def m004_prints(db: sqlite3.Connection) -> None:
    """What is kept of each article to know it again when it is posted elsewhere, in this run of mining or a later one."""
    _run(db, """
        CREATE TABLE print (id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), name TEXT NOT NULL,
                            exact BLOB NOT NULL, sentences BLOB NOT NULL, sketch BLOB NOT NULL);
        CREATE INDEX print_source ON print(source);
    """)


def m005_roles_without_quality(db: sqlite3.Connection) -> None:
    """The index of roles without quality: no query needed it there, and each new phrase wrote to another page."""
    _run(db, "DROP INDEX phrase_role; CREATE INDEX phrase_role ON phrase(role, kind);")


def _run(db: sqlite3.Connection, statements: str) -> None:
    """Nothing; the statements are run within the transaction that is open (sqlite3's own executescript would end it first)."""
    for statement in statements.split(";"):
        db.execute(statement)


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    m001_initial, m002_threads_and_frames, m003_desk_and_index, m004_prints, m005_roles_without_quality)
APPLICATION_ID = 0x64726674  # "drft": tells a bank from any other SQLite file


def migrate(db: sqlite3.Connection, path: str) -> None:
    """Nothing; the bank is at the newest version afterwards. Raises BankError for a foreign or newer file."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    application = db.execute("PRAGMA application_id").fetchone()[0]
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and application != APPLICATION_ID:
        raise BankError("不是 drafter 的语料库", file=path, cure="请换一个文件名，或用 drafter mine 新建")
    if version > len(MIGRATIONS):
        raise BankError("语料库是更新版本的 drafter 建的", file=path, cure="请升级 drafter 后再用")
    if version < len(MIGRATIONS):
        with db:
            db.execute("BEGIN IMMEDIATE")  # whoever is stopped on the way leaves the bank as it was; of two only one does it
            for number in range(db.execute("PRAGMA user_version").fetchone()[0], len(MIGRATIONS)):
                MIGRATIONS[number](db)
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                db.execute(f"PRAGMA user_version = {number + 1}")


def s001_as_file_005(roles: Iterable[str] = ROLES) -> str:
    """The statements that make what MIGRATIONS lead to up to m005; `rowid` counts up as SQLite's own does.

    The order of texts is that of their bytes (COLLATE "C"), as in SQLite. A word entry's place is search.place.
    """
    text = """
        CREATE TABLE source (id bigint PRIMARY KEY, path TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, mined TEXT NOT NULL,
                             articles integer NOT NULL, units integer NOT NULL, cut integer NOT NULL, rules TEXT NOT NULL DEFAULT '');
        CREATE INDEX source_path ON source(path);
        CREATE TABLE phrase (id bigint PRIMARY KEY, key TEXT NOT NULL UNIQUE, role TEXT NOT NULL, kind TEXT NOT NULL, lead TEXT NOT NULL,
                             text TEXT NOT NULL, flags TEXT NOT NULL, quality double precision NOT NULL,
                             status TEXT NOT NULL DEFAULT 'mined', slots TEXT NOT NULL DEFAULT '[]', aspects TEXT NOT NULL DEFAULT '',
                             parts TEXT NOT NULL DEFAULT '{}', form TEXT NOT NULL DEFAULT '', edited TEXT NOT NULL DEFAULT '',
                             tags TEXT NOT NULL DEFAULT '');
        CREATE INDEX phrase_role ON phrase(role, kind);
        CREATE INDEX phrase_form ON phrase(form);
        CREATE TABLE sighting (phrase bigint NOT NULL, source bigint NOT NULL, article TEXT NOT NULL, paragraph integer NOT NULL,
                               line integer NOT NULL, subject TEXT NOT NULL, trade TEXT NOT NULL, chapter TEXT NOT NULL,
                               item integer NOT NULL, place integer NOT NULL, above TEXT NOT NULL, original TEXT NOT NULL,
                               edits TEXT NOT NULL, year integer, rowid bigint GENERATED BY DEFAULT AS IDENTITY);
        CREATE INDEX sighting_phrase ON sighting(phrase);
        CREATE INDEX sighting_source ON sighting(source);
        CREATE TABLE thread (problem bigint NOT NULL, cause bigint NOT NULL, measure bigint NOT NULL, source bigint NOT NULL,
                             article TEXT NOT NULL, how TEXT NOT NULL, score double precision NOT NULL,
                             rowid bigint GENERATED BY DEFAULT AS IDENTITY);
        CREATE INDEX thread_source ON thread(source);
        CREATE TABLE frame (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, pattern TEXT NOT NULL UNIQUE);
        CREATE TABLE frame_sighting (frame bigint NOT NULL, phrase bigint NOT NULL, source bigint NOT NULL,
                                     rowid bigint GENERATED BY DEFAULT AS IDENTITY);
        CREATE INDEX frame_sighting_frame ON frame_sighting(frame);
        CREATE INDEX frame_sighting_source ON frame_sighting(source);
        CREATE TABLE piece (kind TEXT NOT NULL, text TEXT NOT NULL, phrase bigint NOT NULL, source bigint NOT NULL,
                            rowid bigint GENERATED BY DEFAULT AS IDENTITY);
        CREATE INDEX piece_text ON piece(kind, text);
        CREATE INDEX piece_source ON piece(source);
        CREATE TABLE decision (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, form TEXT NOT NULL, what TEXT NOT NULL,
                               value TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, undone integer NOT NULL DEFAULT 0);
        CREATE INDEX decision_form ON decision(form);
        CREATE TABLE print (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, source bigint NOT NULL, name TEXT NOT NULL,
                            exact bytea NOT NULL, sentences bytea NOT NULL, sketch bytea NOT NULL);
        CREATE INDEX print_source ON print(source);
        CREATE TABLE words (role TEXT NOT NULL, place bigint NOT NULL, t tsvector NOT NULL, PRIMARY KEY (role, place));
    """.replace(" TEXT ", ' text COLLATE "C" ')
    return text + "".join(f"CREATE INDEX words_{role} ON words USING gin (t) WHERE role = '{role}';" for role in roles)


SERVER: tuple[str, ...] = (s001_as_file_005(),)
