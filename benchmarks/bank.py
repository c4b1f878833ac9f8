"""Build a large bank and search it, beside one plain FTS5 table with a join filter in the same run.

    python benchmarks/bank.py [PHRASES]      default 100000; phrases are the corpus' clauses put together anew (seeded)
"""

from __future__ import annotations

import random
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drafter.bank import Bank, SourceFile, search  # noqa: E402
from drafter.document import Origin  # noqa: E402
from drafter.phrases import Haul, Phrase  # noqa: E402

ROLES = ("problem", "cause", "measure", "measure", "measure", "significance", "achievement")
A_FILE = 200  # phrases a file
QUERIES = 400


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


def timed(call: object, queries: list[tuple[tuple[str, ...], str]]) -> list[float]:
    """Milliseconds of each query."""
    found = []
    for words, role in queries:
        start = time.perf_counter()
        call(words, role)  # type: ignore[operator]
        found.append(1000 * (time.perf_counter() - start))
    return sorted(found)


def main() -> None:
    """Print build time, size, and the two searches' p50 and p95."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "b.sqlite"
        made = list(hauls(number))
        start = time.perf_counter()
        with Bank(path, create=True) as bank:
            for i, haul in enumerate(made):
                bank.add(SourceFile(f"{i}.txt", str(i), 1, len(haul.phrases), 0), [haul])
            built = time.perf_counter() - start
        print(f"{number} phrases built in {built:.1f} s ({number / built:.0f} a second), {path.stat().st_size / 1e6:.0f} MB")
        plain = sqlite3.connect(Path(folder) / "plain.sqlite")
        plain.execute("CREATE TABLE phrase (id INTEGER PRIMARY KEY, role TEXT, text TEXT)")
        plain.execute("CREATE VIRTUAL TABLE f USING fts5(t, tokenize='unicode61')")
        rows = [p for haul in made for p in haul.phrases]
        plain.executemany("INSERT INTO phrase VALUES (?, ?, ?)", [(i, p.role, p.text) for i, p in enumerate(rows, 1)])
        plain.executemany("INSERT INTO f (rowid, t) VALUES (?, ?)", [(i, " ".join(search.tokens(p.text))) for i, p in enumerate(rows, 1)])
        plain.commit()
        draw = random.Random(2)
        queries = []
        while len(queries) < QUERIES:
            row = draw.choice(rows)
            words = [w for w in search.tokens(row.text) if len(w) > 1]
            if words:
                queries.append((tuple(draw.sample(words, min(len(words), draw.randint(1, 3)))), row.role))
        with Bank(path) as bank:
            start = time.perf_counter()
            bank.find(query=search.Query(queries[0][0], queries[0][1], limit=50))
            print(f"first query {1000 * (time.perf_counter() - start):.0f} ms")

            def ours(words: tuple[str, ...], role: str) -> None:
                bank.find(query=search.Query(words, role, limit=50))

            def joined(words: tuple[str, ...], role: str) -> None:
                expression = " OR ".join(f'"{w}"' for w in words)
                plain.execute("SELECT p.text FROM f JOIN phrase p ON p.id = f.rowid WHERE f MATCH ? AND p.role = ? ORDER BY rank LIMIT 50",
                              (expression, role)).fetchall()

            for name, call in (("drafter", ours), ("plain FTS5 with a join", joined), ("drafter", ours)):
                times = timed(call, queries)
                print(f"{name}: p50 {statistics.median(times):.2f} ms, p95 {times[int(0.95 * len(times))]:.2f} ms")
        plain.close()


if __name__ == "__main__":
    main()
