"""Bank (语料库): phrases in SQLite, each with every place it was seen."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from drafter.bank import migrations
from drafter.document import Origin
from drafter.errors import BankError
from drafter.phrases import Phrase


@dataclass(slots=True)
class Found:
    """A phrase of the bank with its id, status and sources."""

    id: int
    phrase: Phrase
    status: str
    sources: tuple[Origin, ...]
    bank: str = ""


@dataclass(slots=True)
class SourceFile:
    """What is told of one mined file."""

    path: str
    hash: str
    articles: int
    units: int
    cut: int


class Bank:
    """The phrases of one office. Open with a path; `:memory:` keeps nothing. Use as a context manager."""

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        self.path = str(path)
        if self.path != ":memory:" and not create and not Path(path).is_file():
            raise BankError("语料库不存在", file=path, cure=f"请先运行 drafter mine 文件夹 --bank {path}")
        try:
            self._db = sqlite3.connect(self.path, timeout=30)
            migrations.migrate(self._db, self.path)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.DatabaseError as error:
            why = "文件不是数据库" if "not a database" in str(error) else str(error)
            raise BankError(f"语料库打不开（{why}）", file=path, cure="请检查文件是否损坏、文件夹是否可写") from error

    def __enter__(self) -> Bank:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Nothing; the file is closed."""
        self._db.close()

    def has(self, digest: str) -> bool:
        """True where a file of that content hash was mined before."""
        return self._db.execute("SELECT 1 FROM source WHERE hash = ?", (digest,)).fetchone() is not None

    def add(self, source: SourceFile, phrases: Iterable[Phrase]) -> int:
        """The number of phrases that were new. One transaction a file: all of it or nothing."""
        new = 0
        with self._db:
            cursor = self._db.execute(
                "INSERT INTO source (path, hash, mined, articles, units, cut) VALUES (?, ?, ?, ?, ?, ?)",
                (source.path, source.hash, datetime.date.today().isoformat(), source.articles, source.units, source.cut))
            number = cursor.lastrowid
            for p in phrases:
                done = self._db.execute(
                    "INSERT OR IGNORE INTO phrase (key, role, kind, lead, text, flags, quality) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (p.key, p.role, p.kind, p.lead, p.text, " ".join(p.flags), p.quality))
                new += done.rowcount
                phrase = self._db.execute("SELECT id FROM phrase WHERE key = ?", (p.key,)).fetchone()[0]
                self._db.execute(
                    "INSERT INTO sighting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (phrase, number, p.origin.article, p.origin.paragraph, p.origin.line, p.subject, p.trade, p.chapter,
                     p.item, p.order, p.above, p.original, json.dumps(p.edits, ensure_ascii=False)))
        return new

    def all(self, *, usable: bool = True) -> list[Found]:
        """Every phrase with its first sighting's context, best quality first; without flags or rejection if `usable`."""
        where = "WHERE p.flags = '' AND p.status <> 'rejected'" if usable else ""
        return self._rows(where, (), "ORDER BY p.quality DESC, p.id")

    def find(self, words: Iterable[str], *, role: str = "", limit: int = 20) -> list[Found]:
        """The phrases that hold all the words, usable and better ones first."""
        conditions, values = [], []
        for word in words:
            conditions.append("(p.text LIKE ? ESCAPE '\\' OR p.lead LIKE ? ESCAPE '\\')")
            pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            values += [pattern, pattern]
        if role:
            conditions.append("p.role = ?")
            values.append(role)
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        return self._rows(where, tuple(values), "ORDER BY p.flags <> '', p.quality DESC, p.id", limit)

    def _rows(self, where: str, values: tuple[object, ...], order: str, limit: int = -1) -> list[Found]:
        ids = self._db.execute(f"SELECT p.id FROM phrase p {where} {order} LIMIT ?", (*values, limit)).fetchall()
        wanted = [row[0] for row in ids]
        found: dict[int, Found] = {}
        query = f"""SELECT p.id, p.text, p.role, p.kind, p.lead, p.flags, p.quality, p.status, s.path, g.article, g.paragraph,
                           g.line, g.subject, g.trade, g.chapter, g.item, g.place, g.above, g.original, g.edits
                    FROM phrase p JOIN sighting g ON g.phrase = p.id JOIN source s ON s.id = g.source {where}
                    ORDER BY p.id, g.rowid"""
        chosen = set(wanted)
        for row in self._db.execute(query, values):
            if row[0] not in chosen:
                continue
            origin = Origin(row[8], row[9], row[10], row[11])
            if row[0] in found:
                found[row[0]].sources = (*found[row[0]].sources, origin)
                continue
            phrase = Phrase(row[1], row[2], row[3], row[4], tuple(row[5].split()), row[6], row[12], row[13], row[14], row[15],
                            row[16], row[17], row[18], tuple(json.loads(row[19])), origin)
            found[row[0]] = Found(row[0], phrase, row[7], (origin,), self.path)
        return [found[i] for i in wanted if i in found]

    def stats(self) -> dict[str, object]:
        """Counts: sources, articles, phrases by role and kind, usable ones by role."""
        def one(query: str) -> int:
            return int(self._db.execute(query).fetchone()[0] or 0)

        def table(query: str) -> dict[str, int]:
            return dict(self._db.execute(query).fetchall())

        return {
            "bank": self.path,
            "sources": one("SELECT count(*) FROM source"),
            "articles": one("SELECT sum(articles) FROM source"),
            "units": one("SELECT sum(units) FROM source"),
            "passages_cut": one("SELECT sum(cut) FROM source"),
            "phrases": one("SELECT count(*) FROM phrase"),
            "usable": one("SELECT count(*) FROM phrase WHERE flags = ''"),
            "by_role": table("SELECT role, count(*) FROM phrase GROUP BY role ORDER BY 2 DESC"),
            "usable_by_role": table("SELECT role, count(*) FROM phrase WHERE flags = '' GROUP BY role ORDER BY 2 DESC"),
            "by_kind": table("SELECT kind, count(*) FROM phrase GROUP BY kind ORDER BY 2 DESC"),
        }
