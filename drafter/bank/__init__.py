"""Bank (语料库): phrases in SQLite, each with every place it was seen."""

from __future__ import annotations

import datetime
import json
import random
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from drafter.bank import migrations
from drafter.document import Origin
from drafter.errors import BankError
from drafter.phrases import Haul, Phrase, Slot

MIDDLING = 0.5  # quality from which a phrase is worth showing unasked


@dataclass(slots=True)
class Found:
    """A phrase of the bank with its id, status and sources; `fills` says what a draft put into its slots.

    `key` names the phrase as the bank holds it, where its text was filled since.
    """

    id: int
    phrase: Phrase
    status: str
    sources: tuple[Origin, ...]
    bank: str = ""
    key: str = ""
    fills: tuple[str, ...] = ()


@dataclass(slots=True)
class SourceFile:
    """What is told of one mined file."""

    path: str
    hash: str
    articles: int
    units: int
    cut: int


@dataclass(slots=True)
class FrameCount:
    """A frame with the documents it was seen in, first and last year, and three examples."""

    pattern: str
    documents: int
    first: int | None
    last: int | None
    examples: tuple[str, ...]


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

    def add(self, source: SourceFile, hauls: Iterable[Haul]) -> int:
        """The number of phrases that were new; a haul an article. One transaction a file: all of it or nothing."""
        new = 0
        with self._db:
            cursor = self._db.execute(
                "INSERT INTO source (path, hash, mined, articles, units, cut) VALUES (?, ?, ?, ?, ?, ?)",
                (source.path, source.hash, datetime.date.today().isoformat(), source.articles, source.units, source.cut))
            number = cursor.lastrowid
            for haul in hauls:
                ids: dict[str, int] = {}
                for p in haul.phrases:
                    done = self._db.execute(
                        "INSERT OR IGNORE INTO phrase (key, role, kind, lead, text, flags, quality, slots, aspects, parts)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        (p.key, p.role, p.kind, p.lead, p.text, " ".join(p.flags), p.quality,
                         json.dumps([[x.kind, x.words] for x in p.slots], ensure_ascii=False), " ".join(p.aspects), json.dumps(p.parts)))
                    new += done.rowcount
                    ids[p.key] = self._db.execute("SELECT id FROM phrase WHERE key = ?", (p.key,)).fetchone()[0]
                    self._db.execute(
                        "INSERT INTO sighting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        (ids[p.key], number, p.origin.article, p.origin.paragraph, p.origin.line, p.subject, p.trade, p.chapter,
                         p.item, p.order, p.above, p.original, json.dumps(p.edits, ensure_ascii=False), haul.year or None))
                    if not done.rowcount:
                        self._weigh(ids[p.key], p)
                self._add_patterns(haul, ids, int(number or 0))
        return new

    def _weigh(self, phrase: int, seen: Phrase) -> None:
        """Nothing; a phrase seen in one more source is worth a little more."""
        sources = self._db.execute("SELECT count(DISTINCT source) FROM sighting WHERE phrase = ?", (phrase,)).fetchone()[0]
        known = Phrase(seen.text, seen.role, parts=json.loads(
            self._db.execute("SELECT parts FROM phrase WHERE id = ?", (phrase,)).fetchone()[0]))
        self._db.execute("UPDATE phrase SET quality = ? WHERE id = ?", (known.worth(sources), phrase))

    def _add_patterns(self, haul: Haul, ids: dict[str, int], source: int) -> None:
        article = haul.phrases[0].origin.article if haul.phrases else ""
        self._db.executemany("INSERT INTO thread VALUES (?, ?, ?, ?, ?, ?, ?)",
                             [(ids[t.problem], ids[t.cause], ids[t.measure], source, article, t.how, t.score) for t in haul.threads])
        self._db.executemany("INSERT OR IGNORE INTO frame (pattern) VALUES (?)", [(frame,) for frame, _ in haul.frames])
        self._db.executemany("INSERT INTO frame_sighting SELECT id, ?, ? FROM frame WHERE pattern = ?",
                             [(ids[key], source, frame) for frame, key in haul.frames])
        self._db.executemany("INSERT INTO piece VALUES (?, ?, ?, ?)", [(kind, text, ids[key], source) for kind, text, key in haul.pieces])

    def threads(self) -> list[tuple[Found, Found, Found, float]]:
        """(problem, cause, measure, score) of every thread, the best tied first."""
        rows = self._db.execute("SELECT problem, cause, measure, score FROM thread ORDER BY score DESC, rowid").fetchall()
        wanted = {i for row in rows for i in row[:3]}
        known = {f.id: f for f in self._rows("", (), "ORDER BY p.id") if f.id in wanted}
        return [(known[p], known[c], known[m], score) for p, c, m, score in rows]

    def frames(self, *, least: int = 2) -> list[FrameCount]:
        """The frames seen in that many documents or more, the commonest first, with years and three examples each."""
        rows = self._db.execute("""
            SELECT f.pattern, count(DISTINCT s.source || '|' || g.article), min(g.year), max(g.year), f.id
            FROM frame f JOIN frame_sighting s ON s.frame = f.id JOIN sighting g ON g.phrase = s.phrase AND g.source = s.source
            GROUP BY f.id HAVING count(DISTINCT s.source || '|' || g.article) >= ? ORDER BY 2 DESC, f.pattern""", (least,)).fetchall()
        found = []
        for pattern, documents, first, last, number in rows:
            examples = self._db.execute("""SELECT DISTINCT p.text FROM frame_sighting s JOIN phrase p ON p.id = s.phrase
                                           WHERE s.frame = ? ORDER BY p.quality DESC, p.id LIMIT 3""", (number,)).fetchall()
            found.append(FrameCount(pattern, documents, first, last, tuple(e[0] for e in examples)))
        return found

    def pieces(self, kind: str) -> list[tuple[str, int]]:
        """(words, documents) of the heading words of a kind: verb_object, noun or tail, the commonest first."""
        return self._db.execute("""SELECT t.text, count(DISTINCT t.source || '|' || g.article) FROM piece t
                                   JOIN sighting g ON g.phrase = t.phrase AND g.source = t.source WHERE t.kind = ?
                                   GROUP BY t.text ORDER BY 2 DESC, 1""", (kind,)).fetchall()

    def all(self, *, usable: bool = True) -> list[Found]:
        """Every phrase with its first sighting's context, best quality first; without flags or rejection if `usable`."""
        where = "WHERE p.flags = '' AND p.status <> 'rejected'" if usable else ""
        return self._rows(where, (), "ORDER BY p.quality DESC, p.id")

    def draw(self, number: int, *, role: str = "", seed: int = 0) -> list[Found]:
        """That many usable phrases of middling quality or better drawn at random, the same ones for a seed."""
        rows = self._db.execute("SELECT id FROM phrase WHERE flags = '' AND quality >= ? AND status <> 'rejected' AND (? = '' OR role = ?)"
                                " ORDER BY key", (MIDDLING, role, role)).fetchall()
        drawn = random.Random(seed).sample([row[0] for row in rows], min(number, len(rows)))
        return self._rows(f"WHERE p.id IN ({','.join('?' * len(drawn))})", tuple(drawn), "ORDER BY p.role, p.id") if drawn else []

    def find(self, words: Iterable[str], *, role: str = "", limit: int = 20) -> list[Found]:
        """The phrases that hold all the words, usable and better ones first."""
        conditions: list[str] = []
        values: list[object] = []
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
                           g.line, g.subject, g.trade, g.chapter, g.item, g.place, g.above, g.original, g.edits,
                           p.slots, p.aspects, p.parts
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
                            row[16], row[17], row[18], tuple(json.loads(row[19])), origin,
                            tuple(Slot(*x) for x in json.loads(row[20])), json.loads(row[22]), tuple(row[21].split()))
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
            "by_aspect": self._by_aspect(),
            "threads": one("SELECT count(*) FROM thread"),
            "frames": one("SELECT count(*) FROM (SELECT 1 FROM frame_sighting GROUP BY frame HAVING count(DISTINCT source) > 1)"),
            "refused": self._refused(),
            "by_kind": table("SELECT kind, count(*) FROM phrase GROUP BY kind ORDER BY 2 DESC"),
        }

    def _by_aspect(self) -> dict[str, dict[str, int]]:
        """For each aspect the number of usable phrases by role, the aspects with most first."""
        counts: dict[str, Counter[str]] = {}
        for names, role, n in self._db.execute("SELECT aspects, role, count(*) FROM phrase WHERE flags = '' GROUP BY 1, 2"):
            for name in names.split():
                counts.setdefault(name, Counter())[role] += n
        return {name: dict(roles) for name, roles in sorted(counts.items(), key=lambda row: (-sum(row[1].values()), row[0]))}

    def _refused(self) -> dict[str, int]:
        """How many phrases each flag keeps out of drafts."""
        counts: Counter[str] = Counter()
        for flags, n in self._db.execute("SELECT flags, count(*) FROM phrase WHERE flags <> '' GROUP BY flags"):
            for flag in flags.split():
                counts[flag] += n
        return dict(counts.most_common())
