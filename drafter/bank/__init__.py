"""Bank (语料库): phrases in a SQLite file or on a PostgreSQL server, each with every place it was seen."""

from __future__ import annotations

import datetime
import json
import random
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from drafter.bank import care, desk, merging, search, store
from drafter.bank.store import on_server
from drafter.document import Origin
from drafter.duplicates import Print
from drafter.errors import BankError
from drafter.phrases import ROLES, SOURCES, Haul, Phrase, Slot

__all__ = ["Bank", "Found", "FrameCount", "SourceFile", "on_server"]
MIDDLING = 0.5  # quality from which a phrase is worth showing unasked
APPROVED = 0.9  # quality that an editor's approval lends
APPROVED_PLACE = "（编辑留下的，原材料里已没有）"
BATCH = 20_000  # phrases from which on a transaction of add_all is closed
_USABLE = "(p.flags = '' OR p.status IN ('kept', 'edited', 'handwritten')) AND p.status NOT IN ('rejected', 'merged')"


@dataclass(slots=True, eq=False)
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


_File = tuple[SourceFile, tuple[Haul, ...], tuple[Print, ...]]


class Bank:
    """The phrases of one office. Open with a path or a server's address; `:memory:` keeps nothing. Use as a context manager."""

    def __init__(self, path: str | Path, *, create: bool = False, wait: float = 30.0) -> None:
        """`wait`: seconds to wait for another writer before giving up."""
        self._db = store.opened(path, create=create, wait=wait)
        self.path = self._db.name

    def __enter__(self) -> Bank:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Nothing; the file is closed."""
        self._db.close()

    def has(self, digest: str, rules: str = "") -> bool:
        """True where a file of that content hash was mined before, under the same rules where they are named."""
        known = self._db.execute("SELECT 1 FROM source WHERE hash = ? AND (? = '' OR rules = ?)", (digest, rules, rules))
        return known.fetchone() is not None

    def knows(self, path: str, digest: str) -> bool:
        """True where a file of that path, or of that content, was mined before: entering it replaces what it gave."""
        known = self._db.execute("SELECT 1 FROM source WHERE path = ? OR hash = ?", (path, digest))
        return known.fetchone() is not None

    def prints(self) -> Iterator[Print]:
        """The prints of all articles that were mined, one by one in the order they came."""
        for path, name, exact, sentences, sketch in self._db.execute(
                "SELECT s.path, p.name, p.exact, p.sentences, p.sketch FROM print p JOIN source s ON s.id = p.source ORDER BY p.id"):
            yield Print(name, path, exact, tuple(array("q", sentences)), tuple(array("Q", sketch)))

    def paths(self) -> list[str]:
        """The files that were mined."""
        return [row[0] for row in self._db.execute("SELECT path FROM source ORDER BY path")]

    def forget(self, path: str) -> int:
        """The number of phrases that no other file holds; they go with the file. Decisions about their words stay."""
        with self._db.writing():
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
        where, values = self._db.among("id", places)
        held = {row[0] for row in self._db.execute(
            f"SELECT id FROM phrase WHERE {where} AND EXISTS (SELECT 1 FROM sighting g WHERE g.phrase = phrase.id)", values)}
        approved = {row[0] for row in self._db.execute(f"SELECT id FROM phrase WHERE status IN ('kept', 'edited') AND {where}", values)}
        self._reweigh([number for number in places if number in held])
        if written and held:
            where, values = self._db.among("id", held)
            for form, in self._db.execute(f"SELECT DISTINCT form FROM phrase WHERE {where} ORDER BY 1", values).fetchall():
                desk.settle(self._db, form)
        orphans += [(number, *places[number]) for number in places if number in approved - held]
        gone = [number for number in places if number not in held | approved]
        self._delete(gone)
        return len(gone)

    def _delete(self, numbers: list[int]) -> None:
        where, values = self._db.among("id", numbers)
        rows = self._db.execute(
            f"SELECT id, role, quality, lead || text, form, status, edited FROM phrase WHERE {where} ORDER BY id", values).fetchall()
        search.take(self._db, [row[:4] for row in rows])
        self._db.execute(f"DELETE FROM phrase WHERE {where}", values)
        for end in ("problem", "cause", "measure"):
            where, values = self._db.among(end, numbers)
            self._db.execute(f"DELETE FROM thread WHERE {where}", values)
        merges = merging.asked(self._db)
        for form in [other for row in rows for other in merges.get(row[4], ())]:  # what was merged into them comes back
            desk.settle(self._db, form)
        for form in dict.fromkeys(row[6] for row in rows if row[5] == "merged"):
            self._reweigh_form(form)

    def _keep_approved(self, orphans: list[tuple[int, str, str]]) -> None:
        """Nothing; what an editor approved stays though no file holds it any more, unless its words came back in another role."""
        for number, article, original in orphans:
            form = self._db.execute("SELECT form FROM phrase WHERE id = ?", (number,)).fetchone()[0]
            if self._db.execute("SELECT 1 FROM sighting WHERE phrase = ?", (number,)).fetchone():
                continue
            if self._db.execute("SELECT 1 FROM phrase WHERE form = ? AND id <> ?", (form, number)).fetchone():
                self._delete([number])
                continue
            self._db.execute("INSERT INTO source (id, path, hash, mined, articles, units, cut)"
                             " SELECT coalesce(max(id), 0) + 1, ?, ?, ?, 0, 0, 0 FROM source WHERE true ON CONFLICT DO NOTHING",
                             (APPROVED_PLACE, APPROVED_PLACE, datetime.date.today().isoformat()))
            place = self._db.execute("SELECT id FROM source WHERE hash = ?", (APPROVED_PLACE,)).fetchone()[0]
            self._db.execute("INSERT INTO sighting VALUES (?, ?, ?, 0, 0, '', '', '', 0, 0, '', ?, '[]', NULL)",
                             (number, place, article, original))

    def add(self, source: SourceFile, hauls: Iterable[Haul], prints: Iterable[Print] = ()) -> int:
        """The number of phrases that were new; a haul an article. One transaction a file: all of it or nothing."""
        return self._add([(source, tuple(hauls), tuple(prints))])

    def add_all(self, files: Iterable[tuple[SourceFile, Iterable[Haul], Iterable[Print]]]) -> int:
        """The number of phrases that were new in many files; several share a transaction, each is in whole or not at all."""
        new = phrases = 0
        part: list[_File] = []
        names: set[str] = set()
        for source, hauls, prints in files:
            if phrases >= BATCH or source.path in names or source.hash in names:
                new += self._add(part)
                phrases, part, names = 0, [], set()
            part.append((source, tuple(hauls), tuple(prints)))
            phrases += sum(len(haul.phrases) for haul in part[-1][1])
            names |= {source.path, source.hash}
        return new + (self._add(part) if part else 0)

    def _add(self, files: list[_File]) -> int:
        """The number of phrases that were new in the files, which have no path or content in common; one transaction."""
        orphans: list[tuple[int, str, str]] = []
        today = datetime.date.today().isoformat()
        with self._db.writing():
            for source, _, _ in files:
                for old, in self._db.execute("SELECT id FROM source WHERE path = ? OR hash = ?", (source.path, source.hash)).fetchall():
                    self._drop(old, orphans)
            first = self._db.execute("SELECT coalesce(max(id), 0) + 1 FROM source").fetchone()[0]
            self._db.fill("source", "id, path, hash, mined, articles, units, cut, rules", [
                (number, s.path, s.hash, today, s.articles, s.units, s.cut, s.rules) for number, (s, _, _) in enumerate(files, first)])
            self._db.fill("print", "source, name, exact, sentences, sketch", [
                (number, p.name, p.exact, array("q", p.sentences).tobytes(), array("Q", p.sketch).tobytes())
                for number, (_, _, prints) in enumerate(files, first) for p in prints])
            new = self._put([(number, haul) for number, (_, hauls, _) in enumerate(files, first) for haul in hauls],
                            {number for number, (s, _, _) in enumerate(files, first) if s.rules == desk.HANDWRITTEN})
            self._keep_approved(orphans)
            self._join(files)
        return new

    def _join(self, files: list[_File]) -> None:
        """Nothing; the words of the files take their place by hand-written files and by what editors merged."""
        merges = merging.asked(self._db)
        written = {p.form for source, hauls, _ in files if source.rules == desk.HANDWRITTEN for haul in hauls for p in haul.phrases}
        for form in sorted(written):
            desk.settle(self._db, form)
        forms = {p.form for _, hauls, _ in files for haul in hauls for p in haul.phrases} if merges else set()
        for into, ways in merges.items():
            if not forms.isdisjoint((into, *ways)):
                for form in ways:
                    desk.settle(self._db, form)
                self._reweigh_form(into)

    def _put(self, hauls: list[tuple[int, Haul]], by_hand: set[int]) -> int:
        """The number of phrases that were new in the hauls, each with its source; `by_hand` are the sources written by hand."""
        keyed = [[(p.key, p) for p in haul.phrases] for _, haul in hauls]
        where, values = self._db.among("key", {key for pairs in keyed for key, _ in pairs})
        ids: dict[str, int] = dict(self._db.execute(f"SELECT key, id FROM phrase WHERE {where}", values).fetchall())
        last = self._db.execute("SELECT coalesce(max(id), 0) FROM phrase").fetchone()[0]
        fresh: list[tuple[str, Phrase]] = []
        again: dict[int, list[Phrase]] = {}
        reworded: dict[int, Phrase] = {}
        for (source, _), pairs in zip(hauls, keyed, strict=True):
            for key, p in pairs:
                if key in ids:
                    again.setdefault(ids[key], []).append(p)
                    if source in by_hand:
                        reworded[ids[key]] = p
            for key, p in dict(reversed(pairs)).items():  # said twice in one article: once in the bank, seen twice
                if key not in ids:
                    fresh.append((key, p))
                    ids[key] = last + len(fresh)
        rows = [(number, key, p.role, p.kind, p.lead, p.text, " ".join(p.flags), p.quality,
                 json.dumps([[x.kind, x.words] for x in p.slots], ensure_ascii=False) if p.slots else "[]", " ".join(p.aspects),
                 json.dumps(p.parts), p.form) for number, (key, p) in enumerate(fresh, last + 1)]
        self._db.fill("phrase", "id, key, role, kind, lead, text, flags, quality, slots, aspects, parts, form", rows)
        search.put(self._db, [(row[0], row[2], row[7], row[4] + row[5]) for row in rows])
        columns = "phrase, source, article, paragraph, line, subject, trade, chapter, item, place, above, original, edits, year"
        self._db.fill("sighting", columns, [
            (ids[key], source, p.origin.article, p.origin.paragraph, p.origin.line, p.subject, p.trade, p.chapter, p.item, p.order, p.above,
             p.original, json.dumps(p.edits, ensure_ascii=False) if p.edits else "[]", haul.year or None)
            for (source, haul), pairs in zip(hauls, keyed, strict=True) for key, p in pairs])
        if rows and self._db.execute("SELECT 1 FROM decision LIMIT 1").fetchone():
            for form in dict.fromkeys(row[11] for row in rows):
                desk.settle(self._db, form)
        self._seen_again(again)
        for number, p in reworded.items():
            self._reword(number, p)
        self._add_patterns(hauls, ids)
        return len(rows)

    def _seen_again(self, again: dict[int, list[Phrase]]) -> None:
        """Nothing; of several sightings the cleanest counts, and a flag holds only where every source calls for it."""
        if not again:
            return
        where, values = self._db.among("id", again)
        changed = []
        weigh = []
        for number, flags, parts, quality, status in self._db.execute(
                f"SELECT id, flags, parts, quality, status FROM phrase WHERE {where}", values).fetchall():
            had, left = json.loads(parts), flags.split()
            best = had
            for seen in again[number]:
                best = {name: max(value, seen.parts.get(name, value)) for name, value in best.items()}
                left = [flag for flag in left if flag in seen.flags]
            if best != had or " ".join(left) != flags:
                changed.append((" ".join(left), json.dumps(best), number))
            if status == "merged" or quality < Phrase("", "", parts=best).worth(SOURCES):  # else its sources need no more counting
                weigh.append(number)
        self._db.executemany("UPDATE phrase SET flags = ?, parts = ? WHERE id = ?", changed)
        self._reweigh(weigh)

    def _reword(self, number: int, written: Phrase) -> None:
        """Nothing; a phrase that was mined and is now written by hand takes the marks and aspects that were written."""
        role, quality, text = self._db.execute("SELECT role, quality, lead || text FROM phrase WHERE id = ?", (number,)).fetchone()
        self._db.execute("UPDATE phrase SET text = ?, aspects = ? WHERE id = ?", (written.text, " ".join(written.aspects), number))
        search.take(self._db, [(number, role, quality, text)])
        search.put(self._db, [(number, role, quality, written.lead + written.text)])

    def _reweigh(self, numbers: Collection[int]) -> None:
        """Nothing; a phrase seen in more sources, its own or of what was merged into it, is worth a little more.

        It then stands elsewhere in the index. What is written by hand is worth most.
        """
        if not numbers:
            return
        others = merging.others(self._db)
        where, values = self._db.among("phrase.id", numbers)
        rows = self._db.execute("SELECT id, role, quality, lead || text, parts, form, status, edited, (SELECT count(*) FROM"
                                f" (SELECT DISTINCT g.source FROM sighting g WHERE g.phrase = phrase.id LIMIT {SOURCES}) AS few),"
                                f" {desk.BY_HAND} FROM phrase WHERE {where} ORDER BY id", values).fetchall()
        worth = {}
        for number, role, _, _, parts, form, _, _, sources, written in rows:
            if form in others:
                among, ids = self._db.among("phrase", (number, *others[form]))
                sources = self._db.execute(f"SELECT count(DISTINCT source) FROM sighting WHERE {among}", ids).fetchone()[0]
            worth[number] = 1.0 if written else Phrase("", role, parts=json.loads(parts)).worth(sources)
        moved = [row for row in rows if row[2] != worth[row[0]]]
        self._db.executemany("UPDATE phrase SET quality = ? WHERE id = ?", [(worth[row[0]], row[0]) for row in moved])
        search.take(self._db, [row[:4] for row in moved])
        search.put(self._db, [(row[0], row[1], worth[row[0]], row[3]) for row in moved])
        for into in dict.fromkeys(row[7] for row in rows if row[6] == "merged"):
            self._reweigh_form(into)

    def _reweigh_form(self, form: str) -> None:
        self._reweigh([row[0] for row in self._db.execute("SELECT id FROM phrase WHERE form = ? ORDER BY id", (form,)).fetchall()])

    def _add_patterns(self, hauls: list[tuple[int, Haul]], ids: dict[str, int]) -> None:
        self._db.fill("thread", "problem, cause, measure, source, article, how, score", [
            (ids[t.problem], ids[t.cause], ids[t.measure], source, haul.phrases[0].origin.article if haul.phrases else "", t.how, t.score)
            for source, haul in hauls for t in haul.threads])
        self._db.executemany("INSERT INTO frame (pattern) VALUES (?) ON CONFLICT DO NOTHING",
                             [(frame,) for frame in dict.fromkeys(frame for _, haul in hauls for frame, _ in haul.frames)])
        self._db.executemany("INSERT INTO frame_sighting (frame, phrase, source) SELECT id, ?, ? FROM frame WHERE pattern = ?",
                             [(ids[key], source, frame) for source, haul in hauls for frame, key in haul.frames])
        self._db.fill("piece", "kind, text, phrase, source",
                      [(kind, text, ids[key], source) for source, haul in hauls for kind, text, key in haul.pieces])

    def threads(self, number: int = 0) -> list[tuple[Found, Found, Found, float]]:
        """(problem, cause, measure, score) of every thread, or of those that phrase stands in, the best tied first."""
        rows = self._db.execute("SELECT problem, cause, measure, score FROM thread WHERE ? IN (0, problem, cause, measure)"
                                " ORDER BY score DESC, rowid", (number,)).fetchall()
        wanted = {i for row in rows for i in row[:3]}
        known = {f.id: f for f in self._of(sorted(wanted))}
        return [(known[p], known[c], known[m], score) for p, c, m, score in rows]

    def frames(self, *, least: int = 2) -> list[FrameCount]:
        """The frames seen in that many documents or more, the commonest first, with years and three examples each."""
        rows = self._db.execute("""
            SELECT f.pattern, count(DISTINCT s.source || '|' || g.article), min(g.year), max(g.year), f.id
            FROM frame f JOIN frame_sighting s ON s.frame = f.id JOIN sighting g ON g.phrase = s.phrase AND g.source = s.source
            GROUP BY f.id HAVING count(DISTINCT s.source || '|' || g.article) >= ? ORDER BY 2 DESC, f.pattern""", (least,)).fetchall()
        found = []
        for pattern, documents, first, last, number in rows:
            examples = self._db.execute("""SELECT p.text FROM frame_sighting s JOIN phrase p ON p.id = s.phrase WHERE s.frame = ?
                                           GROUP BY p.text ORDER BY max(p.quality) DESC, min(p.id) LIMIT 3""", (number,)).fetchall()
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

    def of_trades(self, trades: Collection[str]) -> list[Found]:
        """The usable phrases seen in texts of those trades, best quality first."""
        marks = ",".join("?" * len(trades))
        return self._rows(f"WHERE {_USABLE} AND p.id IN (SELECT phrase FROM sighting WHERE trade IN ({marks}))", tuple(trades),
                          "ORDER BY p.quality DESC, p.id")

    def about(self, topics: Iterable[Collection[str]], *, most: int) -> list[Found]:
        """The usable phrases that hold a word of a topic, `most` a topic and role, the best of quality; and all that were written by hand.

        For a bank too large to be read whole for one draft.
        """
        found = dict.fromkeys(row[0] for row in self._db.execute("SELECT id FROM phrase p WHERE status IN ('handwritten', 'edited')"))
        for topic in topics:
            groups = [pieces for word in topic if (pieces := search.tokens(word))]
            for role in ROLES if groups else ():
                found |= dict.fromkeys(search.number(place) for place in self._db.matches(role, groups, most))
        where, values = self._db.among("p.id", list(found))
        return self._rows(f"WHERE {_USABLE} AND {where}", values, "ORDER BY p.quality DESC, p.id")

    def held(self) -> int:
        """About how many phrases it has held: ids only grow."""
        return int(self._db.execute("SELECT coalesce(max(id), 0) FROM phrase").fetchone()[0])

    def draw(self, number: int, *, role: str = "", seed: int = 0) -> list[Found]:
        """That many usable phrases of middling quality or better drawn at random, the same ones for a seed."""
        rows = self._db.execute(f"SELECT id FROM phrase p WHERE {_USABLE} AND quality >= ? AND (? = '' OR role = ?)"
                                " ORDER BY key", (MIDDLING, role, role)).fetchall()
        drawn = random.Random(seed).sample([row[0] for row in rows], min(number, len(rows)))
        return sorted(self._of(drawn), key=lambda row: (row.phrase.role, row.id))

    def find(self, words: Iterable[str] = (), *, query: search.Query | None = None, role: str = "", limit: int = 20) -> list[Found]:
        """The phrases that answer the query, usable and better ones first; `words`, `role` and `limit` are a short way to ask."""
        asked = query or search.Query(tuple(words), role, limit=limit)
        where, values = self._narrowed(asked)
        if asked.words:
            places = search.matches(self._db, asked)
            if not asked.subject and not asked.since:
                return self._of(self._best(asked, places, where, values))
            matched, ids = self._db.among("p.id", [search.number(place) for place in places])
            where, values = f"{where} AND {matched}", [*values, *ids]
        whole = bool(asked.words or asked.since or asked.subject)
        order = f"ORDER BY NOT ({_USABLE}), p.status <> 'handwritten', p.quality DESC, p.id"
        rows = self._rows(f"WHERE {where}", tuple(values), order, 0 if whole else asked.limit)
        rows = [r for r in rows if not asked.since or max(r.years, default=0) >= asked.since]
        if asked.words or asked.subject:
            def worth(row: Found) -> tuple[bool, float, int]:
                score = search.rank(row.phrase.lead + row.phrase.text, row.phrase.quality, asked, aspects=row.phrase.aspects,
                                    subjects=(row.phrase.subject, row.phrase.origin.article), sources=len(row.sources),
                                    year=max(row.years, default=0), status=row.status)
                return bool(row.phrase.flags) or row.status in ("rejected", "merged"), -score, row.id

            rows.sort(key=worth)
        return rows[:asked.limit]

    def _best(self, asked: search.Query, places: list[int], where: str, values: Sequence[object]) -> list[int]:
        """Ids of the phrases at those places that answer best by their words and quality alone, the best first."""
        best: list[tuple[bool, float, int]] = []
        step = 2 * min(asked.limit, search.FIRST)
        for start in range(0, len(places), step):
            if len(best) == asked.limit and best[-1] < (False, -search.ceiling(places[start], asked)):
                break
            among, ids = self._db.among("p.id", [search.number(place) for place in places[start:start + step]])
            rows = self._db.execute(f"SELECT p.id, p.lead || p.text, p.quality, NOT ({_USABLE}), p.status FROM phrase p"
                                    f" WHERE {where} AND {among}", (*values, *ids))
            ranked = [(bool(row[3]), -search.rank(row[1], row[2], asked, status=row[4]), row[0]) for row in rows]
            best = sorted([*best, *ranked])[:asked.limit]
        return [row[2] for row in best]

    def similar(self, number: int, query: search.Query | None = None) -> list[tuple[Found, float]]:
        """(phrase, likeness from 0 to 1) of the phrases most like that one, best first; of its role unless the query names another."""
        one, asked = self.get(number), query or search.Query()
        text = one.phrase.lead + one.phrase.text
        where, values = self._narrowed(asked)
        ids = [i for i in search.alike(self._db, text, asked.role or one.phrase.role) if i != number]
        among, chosen = self._db.among("p.id", ids)
        rows = self._rows(f"WHERE {where} AND {among}", (*values, *chosen), "")
        near = [(row, search.likeness(text, row.phrase.lead + row.phrase.text)) for row in rows
                if not asked.since or max(row.years, default=0) >= asked.since]
        return sorted(near, key=lambda pair: (-pair[1], pair[0].id))[:asked.limit]

    @staticmethod
    def _narrowed(asked: search.Query) -> tuple[str, list[object]]:
        """(conditions, values) of a query but for its words."""
        conditions: list[str] = ["p.quality >= ?"]
        values: list[object] = [asked.least]
        for name, value in (("role", asked.role), ("kind", asked.kind), ("status", asked.status)):
            if value:  # joined with nothing, a column keeps SQLite from walking its index instead of the ids
                conditions.append(f"p.{name} || '' = ?" if asked.words else f"p.{name} = ?")
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
        with self._db.writing():
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
        return self._of(sorted(ids))

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
        with self._db.writing():
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

    def _rows(self, where: str, values: tuple[object, ...], order: str, limit: int = 0) -> list[Found]:
        most = f"LIMIT {limit}" if limit else ""
        return self._of([row[0] for row in self._db.execute(f"SELECT p.id FROM phrase p {where} {order} {most}", values)])

    def _of(self, numbers: Collection[int]) -> list[Found]:
        """The phrases of those ids, in that order."""
        found: dict[int, Found] = {}
        where, values = self._db.among("p.id", numbers)
        query = f"""SELECT p.id, p.text, p.role, p.kind, p.lead, p.flags, p.quality, p.status, s.path, g.article, g.paragraph,
                           g.line, g.subject, g.trade, g.chapter, g.item, g.place, g.above, g.original, g.edits,
                           p.slots, p.aspects, p.parts, p.edited, p.tags, g.year, p.form
                    FROM phrase p JOIN sighting g ON g.phrase = p.id JOIN source s ON s.id = g.source WHERE {where}
                    ORDER BY p.id, s.path, g.rowid"""
        for row in self._db.execute(query, values):
            origin = Origin(row[8], row[9], row[10], row[11])
            if row[0] in found:
                found[row[0]].sources = (*found[row[0]].sources, origin)
                found[row[0]].years = (*found[row[0]].years, *((row[25],) if row[25] else ()))
                continue
            flags = tuple(row[5].split())
            slots = tuple(Slot(*x) for x in json.loads(row[20])) if row[20] != "[]" else ()
            edits = tuple(json.loads(row[19])) if row[19] != "[]" else ()
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
        return [found[i] for i in numbers if i in found]

    def _add_merged(self, found: dict[int, Found]) -> None:
        """Nothing; the places of what was merged into a phrase count as its own."""
        others = merging.others(self._db)
        for row in found.values() if others else ():
            among, ids = self._db.among("g.phrase", others.get(row.form, ()))
            places = self._db.execute(f"""SELECT s.path, g.article, g.paragraph, g.line, g.year FROM sighting g JOIN source s
                ON s.id = g.source WHERE {among} ORDER BY 1, 2, 3, 4""", ids).fetchall() if row.form in others else []
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
            "by_role": table("SELECT role, count(*) FROM phrase GROUP BY role ORDER BY 2 DESC, 1"),
            "usable_by_role": table("SELECT role, count(*) FROM phrase WHERE flags = '' GROUP BY role ORDER BY 2 DESC, 1"),
            "by_aspect": self._by_aspect(),
            "threads": one("SELECT count(*) FROM thread"),
            "frames": one("SELECT count(*) FROM (SELECT 1 FROM frame_sighting GROUP BY frame HAVING count(DISTINCT source) > 1) f"),
            "refused": self._refused(),
            "by_kind": table("SELECT kind, count(*) FROM phrase GROUP BY kind ORDER BY 2 DESC, 1"),
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
        for flags, n in self._db.execute("SELECT flags, count(*) FROM phrase WHERE flags <> '' GROUP BY flags ORDER BY 1"):
            for flag in flags.split():
                counts[flag] += n
        return dict(counts.most_common())
