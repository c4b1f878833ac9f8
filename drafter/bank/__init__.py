"""Bank (语料库): phrases in SQLite, each with every place it was seen."""

from __future__ import annotations

import datetime
import json
import random
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from drafter import saving
from drafter.bank import care, desk, merging, migrations, search
from drafter.document import Origin
from drafter.duplicates import Print
from drafter.errors import BankError
from drafter.phrases import Haul, Phrase, Slot

MIDDLING = 0.5  # quality from which a phrase is worth showing unasked
APPROVED = 0.9  # quality that an editor's approval lends
APPROVED_PLACE = "（编辑留下的，原材料里已没有）"
CHUNK = 500  # keys asked for in one question; SQLite takes 999
_USABLE = "(p.flags = '' OR p.status IN ('kept', 'edited', 'handwritten')) AND p.status NOT IN ('rejected', 'merged')"


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
    tags: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    form: str = ""


@dataclass(slots=True)
class SourceFile:
    """What is told of one mined file."""

    path: str
    hash: str
    articles: int
    units: int
    cut: int
    rules: str = ""


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

    def __init__(self, path: str | Path, *, create: bool = False, wait: float = 30.0) -> None:
        """`wait`: seconds to wait for another writer before giving up."""
        self.path, self.wait = str(path), wait
        if self.path != ":memory:" and not create and not Path(path).is_file():
            raise BankError("语料库不存在", file=path, cure=f"请先运行 drafter mine 文件夹 --bank {path}")
        try:
            self._db = sqlite3.connect(self.path, timeout=wait)
            migrations.migrate(self._db, self.path)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.DatabaseError as error:
            why = "磁盘满了" if "full" in str(error) else self._hindrance()
            if why and not create and self._open_frozen():
                return
            if why:
                raise BankError(f"语料库打不开（{why}）", file=path, cure="请换一个能写、有空地方的文件夹，或先腾出地方") from error
            why = "文件不是数据库" if "not a database" in str(error) else str(error)
            raise BankError(f"语料库打不开（{why}）", file=path, cure="请检查文件是否损坏、文件夹是否可写") from error

    def _hindrance(self) -> str:
        return saving.hindrance(Path(self.path).absolute().parent) if self.path != ":memory:" else ""

    def _open_frozen(self) -> bool:
        """True where the bank is opened for reading alone, as it lies: nobody can write there. Not while a log awaits its merging."""
        log = Path(f"{self.path}-wal")
        if log.is_file() and log.stat().st_size:
            return False
        try:
            self._db = sqlite3.connect(f"{Path(self.path).absolute().as_uri()}?immutable=1", uri=True)
            migrations.migrate(self._db, self.path)
        except sqlite3.DatabaseError:
            return False
        return True

    def __enter__(self) -> Bank:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Nothing; the file is closed."""
        self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction, all of it or nothing. Raises BankError where the bank cannot be written, and says why."""
        try:
            with self._db:
                yield
        except sqlite3.OperationalError as error:
            why = str(error)
            if "locked" in why:
                raise BankError(f"别的程序正在写它，等了 {self.wait:g} 秒还没写完", file=self.path, cure="请等那边做完再来") from error
            stuck = self._hindrance()
            if "full" in why or stuck == "磁盘满了":
                raise BankError("磁盘满了，这一步没有写进去，原来的都在", file=self.path, cure="请腾出地方再来，会接着做") from error
            if "readonly" in why:
                raise BankError(f"语料库写不进去（{stuck or '它是只读的'}）", file=self.path,
                                cure="请检查文件和文件夹的权限，或拷到能写的地方") from error
            raise BankError(f"语料库写不进去（{why}）", file=self.path, cure="请用 drafter bank verify 看看") from error

    def has(self, digest: str, rules: str = "") -> bool:
        """True where a file of that content hash was mined before, under the same rules where they are named."""
        known = self._db.execute("SELECT 1 FROM source WHERE hash = ? AND (? = '' OR rules = ?)", (digest, rules, rules))
        return known.fetchone() is not None

    def prints(self) -> list[Print]:
        """The prints of all articles that were mined, in the order they came."""
        return [Print(name, path, exact, tuple(array("q", sentences)), tuple(array("Q", sketch)))
                for path, name, exact, sentences, sketch in self._db.execute(
                    "SELECT s.path, p.name, p.exact, p.sentences, p.sketch FROM print p JOIN source s ON s.id = p.source ORDER BY p.id")]

    def paths(self) -> list[str]:
        """The files that were mined."""
        return [row[0] for row in self._db.execute("SELECT path FROM source ORDER BY path")]

    def forget(self, path: str) -> int:
        """The number of phrases that no other file holds; they go with the file. Decisions about their words stay."""
        with self._writing():
            orphans: list[tuple[int, str, str]] = []
            gone = sum(self._drop(number, orphans)
                       for number, in self._db.execute("SELECT id FROM source WHERE path = ?", (path,)).fetchall())
            self._keep_approved(orphans)
            return gone

    def _drop(self, source: int, orphans: list[tuple[int, str, str]]) -> int:
        """The number of phrases that went with the source; approved ones that no other source holds join `orphans`."""
        places = {row[0]: row[1:] for row in self._db.execute(
            "SELECT phrase, article, original FROM sighting WHERE source = ?", (source,))}
        written = self._db.execute("SELECT 1 FROM source WHERE id = ? AND rules = ?", (source, desk.HANDWRITTEN)).fetchone()
        for table in ("thread", "frame_sighting", "piece", "print", "sighting"):
            self._db.execute(f"DELETE FROM {table} WHERE source = ?", (source,))
        self._db.execute("DELETE FROM source WHERE id = ?", (source,))
        gone = 0
        for number in places:
            sources, status, form = self._db.execute("SELECT (SELECT count(DISTINCT source) FROM sighting WHERE phrase = p.id), status,"
                                                     " form FROM phrase p WHERE id = ?", (number,)).fetchone()
            if sources:
                self._reweigh(number)
                if written:
                    desk.settle(self._db, form)
            elif status in ("kept", "edited"):
                orphans.append((number, *places[number]))
            else:
                self._delete(number)
                gone += 1
        return gone

    def _delete(self, number: int) -> None:
        role, quality, text, form, status, into = self._db.execute(
            "SELECT role, quality, lead || text, form, status, edited FROM phrase WHERE id = ?", (number,)).fetchone()
        search.take(self._db, number, role, quality, text)
        self._db.execute("DELETE FROM thread WHERE ? IN (problem, cause, measure)", (number,))
        self._db.execute("DELETE FROM phrase WHERE id = ?", (number,))
        for other in merging.asked(self._db).get(form, ()):  # what was merged into it comes back
            desk.settle(self._db, other)
        if status == "merged":
            self._reweigh_form(into)

    def _keep_approved(self, orphans: list[tuple[int, str, str]]) -> None:
        """Nothing; what an editor approved stays though no file holds it any more, unless its words came back in another role."""
        for number, article, original in orphans:
            form = self._db.execute("SELECT form FROM phrase WHERE id = ?", (number,)).fetchone()[0]
            if self._db.execute("SELECT 1 FROM sighting WHERE phrase = ?", (number,)).fetchone():
                continue
            if self._db.execute("SELECT 1 FROM phrase WHERE form = ? AND id <> ?", (form, number)).fetchone():
                self._delete(number)
                continue
            self._db.execute("INSERT OR IGNORE INTO source (path, hash, mined, articles, units, cut) VALUES (?, ?, ?, 0, 0, 0)",
                             (APPROVED_PLACE, APPROVED_PLACE, datetime.date.today().isoformat()))
            place = self._db.execute("SELECT id FROM source WHERE hash = ?", (APPROVED_PLACE,)).fetchone()[0]
            self._db.execute("INSERT INTO sighting VALUES (?, ?, ?, 0, 0, '', '', '', 0, 0, '', ?, '[]', NULL)",
                             (number, place, article, original))

    def add(self, source: SourceFile, hauls: Iterable[Haul], prints: Iterable[Print] = ()) -> int:
        """The number of phrases that were new; a haul an article. One transaction a file: all of it or nothing."""
        new, hauls = 0, list(hauls)
        orphans: list[tuple[int, str, str]] = []
        with self._writing():
            for old, in self._db.execute("SELECT id FROM source WHERE path = ? OR hash = ?", (source.path, source.hash)).fetchall():
                self._drop(old, orphans)
            cursor = self._db.execute(
                "INSERT INTO source (path, hash, mined, articles, units, cut, rules) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (source.path, source.hash, datetime.date.today().isoformat(), source.articles, source.units, source.cut, source.rules))
            number = cursor.lastrowid
            self._db.executemany("INSERT INTO print (source, name, exact, sentences, sketch) VALUES (?, ?, ?, ?, ?)",
                                 [(number, p.name, p.exact, array("q", p.sentences).tobytes(), array("Q", p.sketch).tobytes())
                                  for p in prints])
            for haul in hauls:
                keyed = [(p.key, p) for p in haul.phrases]
                ids, known = self._put(keyed)
                new += len(ids) - len(known)
                self._db.executemany(
                    "INSERT INTO sighting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [(ids[key], number, p.origin.article, p.origin.paragraph, p.origin.line, p.subject, p.trade, p.chapter, p.item,
                      p.order, p.above, p.original, json.dumps(p.edits, ensure_ascii=False) if p.edits else "[]", haul.year or None)
                     for key, p in keyed])
                for key, p in keyed:
                    if ids[key] in known:
                        self._seen_again(ids[key], p)
                        if source.rules == desk.HANDWRITTEN:
                            self._reword(ids[key], p)
                self._add_patterns(haul, ids, int(number or 0))
            self._keep_approved(orphans)
            self._join(hauls, written=source.rules == desk.HANDWRITTEN)
        return new

    def _join(self, hauls: Iterable[Haul], *, written: bool) -> None:
        """Nothing; the words of the hauls take their place by hand-written files and by what editors merged."""
        merges = merging.asked(self._db)
        forms = {p.form for haul in hauls for p in haul.phrases} if merges or written else set()
        for form in forms if written else ():
            desk.settle(self._db, form)
        for into, ways in merges.items():
            if not forms.isdisjoint((into, *ways)):
                for form in ways:
                    desk.settle(self._db, form)
                self._reweigh_form(into)

    def _put(self, keyed: list[tuple[str, Phrase]]) -> tuple[dict[str, int], set[int]]:
        """(the id of each phrase by its key, the ids that stood in the bank before)."""
        first = dict(reversed(keyed))  # said twice in one article: once in the bank, seen twice
        ids: dict[str, int] = {}
        keys = list(first)
        for start in range(0, len(keys), CHUNK):
            part = keys[start:start + CHUNK]
            ids |= dict(self._db.execute(f"SELECT key, id FROM phrase WHERE key IN ({','.join('?' * len(part))})", part).fetchall())
        known = set(ids.values())
        fresh = [(key, p) for key, p in first.items() if key not in ids]
        last = self._db.execute("SELECT coalesce(max(id), 0) FROM phrase").fetchone()[0]
        rows = []
        for number, (key, p) in enumerate(fresh, last + 1):
            ids[key] = number
            slots = json.dumps([[x.kind, x.words] for x in p.slots], ensure_ascii=False) if p.slots else "[]"
            rows.append((number, key, p.role, p.kind, p.lead, p.text, " ".join(p.flags), p.quality, slots, " ".join(p.aspects),
                         json.dumps(p.parts), p.form))
        self._db.executemany("INSERT INTO phrase (id, key, role, kind, lead, text, flags, quality, slots, aspects, parts, form)"
                             " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        search.put(self._db, [(row[0], row[2], row[7], row[4] + row[5]) for row in rows])
        if self._db.execute("SELECT 1 FROM decision LIMIT 1").fetchone():
            for row in rows:
                desk.settle(self._db, row[11])
        return ids, known

    def _seen_again(self, phrase: int, seen: Phrase) -> None:
        """Nothing; of several sightings the cleanest counts, and a flag holds only where every source calls for it."""
        flags, parts = self._db.execute("SELECT flags, parts FROM phrase WHERE id = ?", (phrase,)).fetchone()
        best = {name: max(value, seen.parts.get(name, value)) for name, value in json.loads(parts).items()}
        both = " ".join(flag for flag in flags.split() if flag in seen.flags)
        self._db.execute("UPDATE phrase SET flags = ?, parts = ? WHERE id = ?", (both, json.dumps(best), phrase))
        self._reweigh(phrase)

    def _reword(self, number: int, written: Phrase) -> None:
        """Nothing; a phrase that was mined and is now written by hand takes the marks and aspects that were written."""
        role, quality, text = self._db.execute("SELECT role, quality, lead || text FROM phrase WHERE id = ?", (number,)).fetchone()
        self._db.execute("UPDATE phrase SET text = ?, aspects = ? WHERE id = ?", (written.text, " ".join(written.aspects), number))
        search.take(self._db, number, role, quality, text)
        search.put(self._db, [(number, role, quality, written.lead + written.text)])

    def _reweigh(self, phrase: int) -> None:
        """Nothing; a phrase seen in more sources, its own or of what was merged into it, is worth a little more.

        It then stands elsewhere in the index. What is written by hand is worth most.
        """
        role, quality, text, parts, form, status, into, written = self._db.execute(
            f"SELECT role, quality, lead || text, parts, form, status, edited, {desk.BY_HAND} FROM phrase WHERE id = ?",
            (phrase,)).fetchone()
        ids = (phrase, *merging.others(self._db).get(form, ()))
        sources = self._db.execute(
            f"SELECT count(DISTINCT source) FROM sighting WHERE phrase IN ({','.join(map(str, ids))})").fetchone()[0]
        worth = 1.0 if written else Phrase("", role, parts=json.loads(parts)).worth(sources)
        if worth != quality:
            self._db.execute("UPDATE phrase SET quality = ? WHERE id = ?", (worth, phrase))
            search.take(self._db, phrase, role, quality, text)
            search.put(self._db, [(phrase, role, worth, text)])
        if status == "merged":
            self._reweigh_form(into)

    def _reweigh_form(self, form: str) -> None:
        for number, in self._db.execute("SELECT id FROM phrase WHERE form = ? ORDER BY id", (form,)).fetchall():
            self._reweigh(number)

    def _add_patterns(self, haul: Haul, ids: dict[str, int], source: int) -> None:
        article = haul.phrases[0].origin.article if haul.phrases else ""
        self._db.executemany("INSERT INTO thread VALUES (?, ?, ?, ?, ?, ?, ?)",
                             [(ids[t.problem], ids[t.cause], ids[t.measure], source, article, t.how, t.score) for t in haul.threads])
        self._db.executemany("INSERT OR IGNORE INTO frame (pattern) VALUES (?)", [(frame,) for frame, _ in haul.frames])
        self._db.executemany("INSERT INTO frame_sighting SELECT id, ?, ? FROM frame WHERE pattern = ?",
                             [(ids[key], source, frame) for frame, key in haul.frames])
        self._db.executemany("INSERT INTO piece VALUES (?, ?, ?, ?)", [(kind, text, ids[key], source) for kind, text, key in haul.pieces])

    def threads(self, number: int = 0) -> list[tuple[Found, Found, Found, float]]:
        """(problem, cause, measure, score) of every thread, or of those that phrase stands in, the best tied first."""
        rows = self._db.execute("SELECT problem, cause, measure, score FROM thread WHERE ? IN (0, problem, cause, measure)"
                                " ORDER BY score DESC, rowid", (number,)).fetchall()
        wanted = {i for row in rows for i in row[:3]}
        known = {f.id: f for f in self._rows(f"WHERE p.id IN ({','.join(map(str, sorted(wanted)))})", (), "ORDER BY p.id")}
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
        where = f"WHERE {_USABLE}" if usable else ""
        return self._rows(where, (), "ORDER BY p.quality DESC, p.id")

    def draw(self, number: int, *, role: str = "", seed: int = 0) -> list[Found]:
        """That many usable phrases of middling quality or better drawn at random, the same ones for a seed."""
        rows = self._db.execute(f"SELECT id FROM phrase p WHERE {_USABLE} AND quality >= ? AND (? = '' OR role = ?)"
                                " ORDER BY key", (MIDDLING, role, role)).fetchall()
        drawn = random.Random(seed).sample([row[0] for row in rows], min(number, len(rows)))
        return self._rows(f"WHERE p.id IN ({','.join('?' * len(drawn))})", tuple(drawn), "ORDER BY p.role, p.id") if drawn else []

    def find(self, words: Iterable[str] = (), *, query: search.Query | None = None, role: str = "", limit: int = 20) -> list[Found]:
        """The phrases that answer the query, usable and better ones first; `words`, `role` and `limit` are a short way to ask."""
        asked = query or search.Query(tuple(words), role, limit=limit)
        where, values = self._narrowed(asked)
        if asked.words:
            ids = search.matches(self._db, asked)
            where += f" AND p.id IN ({','.join(map(str, ids))})"
            if not asked.subject and not asked.since:  # rank on the words and quality alone, then fetch the best in full
                light = self._db.execute(f"SELECT p.id, p.lead || p.text, p.quality, NOT ({_USABLE}), p.status FROM phrase p WHERE {where}",
                                         values)
                best = sorted((row[3], -search.rank(row[1], row[2], asked, status=row[4]), row[0]) for row in light)[:asked.limit]
                rows = self._rows(f"WHERE p.id IN ({','.join(str(row[2]) for row in best)})", (), "")
                place = {row[2]: i for i, row in enumerate(best)}
                return sorted(rows, key=lambda row: place[row.id])
        whole = bool(asked.words or asked.since or asked.subject)
        order = f"ORDER BY NOT ({_USABLE}), p.status <> 'handwritten', p.quality DESC, p.id"
        rows = self._rows(f"WHERE {where}", tuple(values), order, -1 if whole else asked.limit)
        rows = [r for r in rows if not asked.since or max(r.years, default=0) >= asked.since]
        if asked.words or asked.subject:
            def worth(row: Found) -> tuple[bool, float, int]:
                score = search.rank(row.phrase.lead + row.phrase.text, row.phrase.quality, asked, aspects=row.phrase.aspects,
                                    subjects=(row.phrase.subject, row.phrase.origin.article), sources=len(row.sources),
                                    year=max(row.years, default=0), status=row.status)
                return bool(row.phrase.flags) or row.status in ("rejected", "merged"), -score, row.id

            rows.sort(key=worth)
        return rows[:asked.limit]

    def similar(self, number: int, query: search.Query | None = None) -> list[tuple[Found, float]]:
        """(phrase, likeness from 0 to 1) of the phrases most like that one, best first; of its role unless the query names another."""
        one, asked = self.get(number), query or search.Query()
        text = one.phrase.lead + one.phrase.text
        where, values = self._narrowed(asked)
        ids = [i for i in search.alike(self._db, text, asked.role or one.phrase.role) if i != number]
        rows = self._rows(f"WHERE {where} AND p.id IN ({','.join(map(str, ids))})", tuple(values), "") if ids else []
        near = [(row, search.likeness(text, row.phrase.lead + row.phrase.text)) for row in rows
                if not asked.since or max(row.years, default=0) >= asked.since]
        return sorted(near, key=lambda pair: (-pair[1], pair[0].id))[:asked.limit]

    @staticmethod
    def _narrowed(asked: search.Query) -> tuple[str, list[object]]:
        """(conditions, values) of a query but for its words."""
        conditions: list[str] = ["+p.quality >= ?"]  # the plus keeps SQLite from walking an index instead of the ids
        values: list[object] = [asked.least]
        for name, value in (("role", asked.role), ("kind", asked.kind), ("status", asked.status)):
            if value:
                conditions.append(f"{'+' if asked.words else ''}p.{name} = ?")
                values.append(value)
        for name, value in (("aspects", asked.aspect), ("tags", asked.tag)):
            if value:
                conditions.append(f"' ' || p.{name} || ' ' LIKE ?")
                values.append(f"% {value} %")
        return " AND ".join(conditions), values

    def get(self, number: int) -> Found:
        """The phrase of that id. Raises BankError where there is none."""
        rows = self._rows("WHERE p.id = ?", (number,), "")
        if not rows:
            raise BankError(f"没有 {number} 号词句", file=self.path, cure="先用 drafter bank find 找到它的号")
        return rows[0]

    def of_form(self, form: str) -> list[Found]:
        """The phrases of those words (Phrase.form), whatever their roles."""
        return self._rows("WHERE p.form = ?", (form,), "ORDER BY p.id")

    def decide(self, number: int, what: str, value: str = "", *, who: str = "") -> Found:
        """The phrase after the decision (desk.WHAT) about its words."""
        row = self.get(number)
        if what == "edit":
            self.editable(row)
        with self._writing():
            before = self._into(row.form)
            desk.decide(self._db, row.form, what, value, who=who)
            for form in dict.fromkeys((*before, *self._into(row.form))):
                self._reweigh_form(form)
        return self.get(number)

    def merge(self, number: int, into: int, *, who: str = "", dry: bool = False) -> Found:
        """The phrase after its words became another way of saying the other's. Raises BankError where they cannot; `dry` only checks."""
        one, other = self.get(number), self.get(into)
        merging.check(self._db, one, other, self.path)
        return one if dry else self.decide(number, "merge", other.form, who=who)

    def merged(self, number: int) -> list[Found]:
        """The phrases that were merged into that one."""
        ids = merging.others(self._db).get(self._form(number), ())
        return self._rows(f"WHERE p.id IN ({','.join(map(str, ids))})", (), "ORDER BY p.id") if ids else []

    def _into(self, form: str) -> list[str]:
        """The form that those words are merged into, if they are."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT edited FROM phrase WHERE form = ? AND status = 'merged'", (form,))]

    def target(self, number: int) -> Found | None:
        """The phrase that one was merged into, or None."""
        return next((row for form in self._into(self._form(number)) for row in self.of_form(form)), None)

    def editable(self, row: Found) -> None:
        """Nothing, if the words may be changed here; else BankError: what is written by hand is changed in its file."""
        place = self._db.execute("SELECT s.path, g.line FROM sighting g JOIN source s ON s.id = g.source"
                                 " WHERE g.phrase = ? AND s.rules = ?", (row.id, desk.HANDWRITTEN)).fetchone()
        if place and row.status == "handwritten":
            raise BankError(f"{row.id} 号是手写的词句", file=place[0], place=f"第{place[1]}行", cure="请直接改那个文件的那一行")

    def forms(self) -> set[str]:
        """The forms of all phrases."""
        return {row[0] for row in self._db.execute("SELECT DISTINCT form FROM phrase")}

    def undo(self, number: int = 0) -> desk.Decision:
        """The decision taken back: the last one, or the last about that phrase."""
        form = self._form(number) if number else ""
        with self._writing():
            done = desk.undo(self._db, form)
            for other in {*self._into(done.form), *((done.value,) if done.what == "merge" else ())}:
                self._reweigh_form(other)
        return done

    def handwritten(self) -> dict[str, str]:
        """For each file of hand-written phrases the hash that the bank knows it by."""
        return dict(self._db.execute("SELECT path, hash FROM source WHERE rules = ?", (desk.HANDWRITTEN,)).fetchall())

    def pieces_of(self, number: int) -> dict[str, list[str]]:
        """What else is kept of a phrase by its kind: note, tag, frame …"""
        found: dict[str, list[str]] = {}
        for kind, text in self._db.execute(
                "SELECT kind, text FROM piece WHERE phrase = ? UNION SELECT 'frame', f.pattern FROM frame_sighting s"
                " JOIN frame f ON f.id = s.frame WHERE s.phrase = ? ORDER BY 1, 2", (number, number)):
            found.setdefault(kind, []).append(text)
        return found

    def years(self) -> dict[int, int]:
        """The number of mined files by the year they are of, 0 for those that do not tell."""
        return dict(self._db.execute(
            "SELECT y, count(*) FROM (SELECT coalesce(max(g.year), 0) AS y FROM sighting g JOIN source s ON s.id = g.source"
            " WHERE s.rules <> ? GROUP BY g.source) AS t GROUP BY y ORDER BY y", (desk.HANDWRITTEN,)).fetchall())

    def history(self, number: int) -> list[desk.Decision]:
        """All decisions about a phrase's words."""
        return desk.history(self._db, self._form(number))

    def _form(self, number: int) -> str:
        self.get(number)
        return str(self._db.execute("SELECT form FROM phrase WHERE id = ?", (number,)).fetchone()[0])

    def backup(self, target: Path) -> None:
        """Nothing; a whole copy of the bank stands in the file, though others read and write meanwhile."""
        care.backup(self._db, target)

    def verify(self) -> list[str]:
        """What is wrong with the bank, a line each; empty where all is well."""
        return care.verify(self._db)

    def fading(self, year: int) -> list[tuple[str, int, int, str]]:
        """(wording, first year, last year seen, what replaced it) of frames and mottoes not seen of late, the oldest first."""
        return care.fading(self._db, year)

    def _rows(self, where: str, values: tuple[object, ...], order: str, limit: int = -1) -> list[Found]:
        ids = self._db.execute(f"SELECT p.id FROM phrase p {where} {order} LIMIT ?", (*values, limit)).fetchall()
        wanted = [row[0] for row in ids]
        found: dict[int, Found] = {}
        few = f"WHERE p.id IN ({','.join(map(str, wanted))})" if len(wanted) <= 2000 else where
        query = f"""SELECT p.id, p.text, p.role, p.kind, p.lead, p.flags, p.quality, p.status, s.path, g.article, g.paragraph,
                           g.line, g.subject, g.trade, g.chapter, g.item, g.place, g.above, g.original, g.edits,
                           p.slots, p.aspects, p.parts, p.edited, p.tags, g.year, p.form
                    FROM phrase p JOIN sighting g ON g.phrase = p.id JOIN source s ON s.id = g.source {few}
                    ORDER BY p.id, s.path, g.rowid"""
        chosen = set(wanted)
        for row in self._db.execute(query, () if len(wanted) <= 2000 else values):
            if row[0] not in chosen:
                continue
            origin = Origin(row[8], row[9], row[10], row[11])
            if row[0] in found:
                found[row[0]].sources = (*found[row[0]].sources, origin)
                found[row[0]].years = (*found[row[0]].years, *((row[25],) if row[25] else ()))
                continue
            flags, slots, edits = tuple(row[5].split()), tuple(Slot(*x) for x in json.loads(row[20])), tuple(json.loads(row[19]))
            text, quality = row[1], row[6]
            if row[7] in ("kept", "edited", "handwritten"):  # an editor looked: his word outranks the program's
                flags, quality = (), max(quality, APPROVED)
            if row[7] == "edited":
                text, slots, edits = row[23], (), (*edits, "编辑改过")
            phrase = Phrase(text, row[2], row[3], row[4], flags, quality, row[12], row[13], row[14], row[15],
                            row[16], row[17], row[18], edits, origin, slots, json.loads(row[22]), tuple(row[21].split()))
            found[row[0]] = Found(row[0], phrase, row[7], (origin,), self.path, tags=tuple(row[24].split()),
                                  years=(row[25],) if row[25] else (), form=row[26])
        self._add_merged(found)
        return [found[i] for i in wanted if i in found]

    def _add_merged(self, found: dict[int, Found]) -> None:
        """Nothing; the places of what was merged into a phrase count as its own."""
        others = merging.others(self._db)
        for row in found.values() if others else ():
            ids = others.get(row.form, ())
            places = self._db.execute(f"""SELECT s.path, g.article, g.paragraph, g.line, g.year FROM sighting g JOIN source s
                ON s.id = g.source WHERE g.phrase IN ({','.join(map(str, ids))}) ORDER BY 1, 2, 3, 4""").fetchall() if ids else []
            row.sources = tuple(dict.fromkeys((*row.sources, *(Origin(*p[:4]) for p in places))))
            row.years = (*row.years, *(p[4] for p in places if p[4]))

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
