"""Build a large bank and search it, beside one plain FTS5 table with a join filter in the same run.

    python benchmarks/bank.py [PHRASES [postgresql://…]]      default 100000; phrases are the corpus' clauses put together anew (seeded);
                                                             the server's database must be empty
"""

from __future__ import annotations

import multiprocessing
import random
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drafter.bank import Bank, SourceFile, on_server, search  # noqa: E402
from drafter.document import Origin  # noqa: E402
from drafter.phrases import Haul, Phrase  # noqa: E402

ROLES = ("problem", "cause", "measure", "measure", "measure", "significance", "achievement")
A_FILE = 200  # phrases a file
QUERIES = 400

Question = tuple[tuple[str, ...], str]  # words, role


def clauses() -> list[str]:
    """The clauses of the corpus' sentences."""
    found = []
    for path in sorted((ROOT / "corpus").rglob("*.txt")):
        text = re.sub(r"\A---.*?---\n", "", path.read_text(encoding="utf-8"), flags=re.S)
        found += [c for c in re.split("[，。；：！？\n#]", text) if 6 <= len(c) <= 24]
    return list(dict.fromkeys(found))


def hauls(number: int) -> Iterator[Haul]:
    """Files of phrases, each three clauses drawn at random."""
    pool, draw = clauses(), random.Random(1)
    for file in range(number // A_FILE):
        rows = []
        for place in range(A_FILE):
            text = "，".join(draw.sample(pool, 3)) + "。"
            parts = {"register": draw.random(), "length": 1.0, "clean": 1.0}
            row = Phrase(text, draw.choice(ROLES), origin=Origin(f"{file}.txt", "题目", place, place), parts=parts, order=place)
            row.quality = row.worth(1)
            rows.append(row)
        yield Haul(rows)


def timed(call: object, queries: list[Question], clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Milliseconds of each query by that clock, in order of size."""
    found = []
    for words, role in queries:
        start = clock()
        call(words, role)  # type: ignore[operator]
        found.append(1000 * (clock() - start))
    return sorted(found)


def build(place: str, made: Iterable[Haul], *, together: bool) -> None:
    """Nothing; the bank is built there, a transaction a file or several files together, and the time printed."""
    number = 0

    def files() -> Iterator[tuple[SourceFile, list[Haul], tuple[()]]]:
        nonlocal number
        for i, haul in enumerate(made):
            number += len(haul.phrases)
            yield SourceFile(f"{i}.txt", str(i), 1, len(haul.phrases), 0), [haul], ()

    start, busy = time.perf_counter(), time.process_time()
    with Bank(place, create=True) as bank:
        if together:
            bank.add_all(files())
        else:
            for file in files():
                bank.add(*file)
    took, busy = time.perf_counter() - start, time.process_time() - busy
    size = f", {Path(place).stat().st_size / 1e6:.0f} MB" if not on_server(place) else ""
    print(f"{number} phrases built {'together' if together else 'a file a transaction'} in {took:.1f} s "
          f"({number / took:.0f} a second; {busy:.1f} s of this process){size}", flush=True)


def plain_table(place: str, rows: list[tuple[str, str]]) -> float:
    """The seconds it took to make a plain FTS5 table of the (role, text) and a table to join it with."""
    start = time.perf_counter()
    with closing(sqlite3.connect(place)) as plain:
        plain.execute("CREATE TABLE phrase (id INTEGER PRIMARY KEY, role TEXT, text TEXT)")
        plain.execute("CREATE VIRTUAL TABLE f USING fts5(t, tokenize='unicode61')")
        plain.executemany("INSERT INTO phrase VALUES (?, ?, ?)", [(i, role, text) for i, (role, text) in enumerate(rows, 1)])
        plain.executemany("INSERT INTO f (rowid, t) VALUES (?, ?)", ((i, " ".join(search.tokens(t))) for i, (_, t) in enumerate(rows, 1)))
        plain.commit()
    return time.perf_counter() - start


def questions(rows: list[tuple[str, str]]) -> list[Question]:
    """One to three words of a phrase drawn at random, with its role, QUERIES times."""
    draw, found = random.Random(2), list[Question]()
    while len(found) < QUERIES:
        role, text = draw.choice(rows)
        words = [w for w in search.tokens(text) if len(w) > 1]
        if words:
            found.append((tuple(draw.sample(words, min(len(words), draw.randint(1, 3)))), role))
    return found


def searches(place: str, queries: list[Question], plain: str = "", turns: int = 2,
             clock: Callable[[], float] = time.perf_counter) -> list[tuple[str, list[float]]]:
    """(who, milliseconds of each query in order) for the first query of all, then ours and the plain table's in turn."""
    with Bank(place) as bank, closing(sqlite3.connect(plain or ":memory:")) as beside:
        def ours(words: tuple[str, ...], role: str) -> None:
            bank.find(query=search.Query(words, role, limit=50))

        def joined(words: tuple[str, ...], role: str) -> None:
            expression = " OR ".join(f'"{w}"' for w in words)
            beside.execute("SELECT p.text FROM f JOIN phrase p ON p.id = f.rowid WHERE f MATCH ? AND p.role = ? ORDER BY rank LIMIT 50",
                           (expression, role)).fetchall()

        return [("first", timed(ours, queries[:1])),
                *((name, timed(call, queries, clock)) for _ in range(turns)
                  for name, call in (("drafter", ours), *((("plain FTS5 with a join", joined),) if plain else ())))]


def percentiles(times: list[float]) -> tuple[float, float]:
    """(p50, p95) of times in order."""
    return statistics.median(times), times[int(0.95 * len(times))]


def searched(place: str, queries: list[Question], plain: str = "") -> None:
    """Nothing; the times of the queries are printed."""
    for name, times in searches(place, queries, plain):
        print(f"first query {times[0]:.1f} ms" if name == "first" else
              "{}: p50 {:.2f} ms, p95 {:.2f} ms".format(name, *percentiles(times)), flush=True)


def apart(place: str, queries: list[Question], plain: str = "") -> None:
    """Nothing; searched in a process of its own, as an editor's is: not beside a million phrases in memory."""
    process = multiprocessing.get_context("spawn").Process(target=searched, args=(place, queries, plain))
    process.start()
    process.join()


def main() -> None:
    """Print build time, size, and the two searches' p50 and p95; then those of a bank on the server where one is named."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    search.tokens("先把词典读进来。")
    with tempfile.TemporaryDirectory() as folder:
        path, plain = str(Path(folder) / "b.sqlite"), str(Path(folder) / "plain.sqlite")
        made = list(hauls(number))
        build(str(Path(folder) / "one.sqlite"), made, together=False)
        Path(folder, "one.sqlite").unlink()
        build(path, made, together=True)
        rows = [(p.role, p.text) for haul in made for p in haul.phrases]
        print(f"plain FTS5, role and text alone, one transaction: built in {plain_table(plain, rows):.1f} s")
        queries = questions(rows)
        apart(path, queries, plain)
        for server in sys.argv[2:]:
            print("PostgreSQL:")
            build(server, made, together=True)
            apart(server, queries)


if __name__ == "__main__":
    main()
