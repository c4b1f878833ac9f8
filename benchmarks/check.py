"""How fast the checks are: a document of 6,381 paragraphs (1.2 MB), then ten times as long; which rules cost most.

Run: python benchmarks/check.py. The paragraphs are those of the shipped corpus, in order, over and over.
"""

from __future__ import annotations

import sys
import time
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drafter import checks  # noqa: E402
from drafter.checks.page import Page  # noqa: E402
from drafter.document import Document  # noqa: E402
from drafter.readers import txt  # noqa: E402

PARAGRAPHS, BYTES = 6_381, 1_200_000


def made(size: int, paragraphs: int) -> Document:
    """A document of so many paragraphs and about so many bytes, of the corpus's sentences."""
    lines = [line for file in sorted((ROOT / "corpus").glob("*/*.txt")) for line in file.read_text(encoding="utf-8").split("\n")
             if 20 < len(line) < 200]
    usual = size // paragraphs
    kept = sorted(lines, key=lambda line: abs(len(line.encode()) - usual))[:2000]
    text = "\n".join(f"{line[:-1]}第{n}批。" if n % 7 == 0 else line for n, line in enumerate(islice(cycle(kept), paragraphs)))
    return txt.read(text.encode(), "长文.txt")


def seconds(document: Document, runs: int = 3) -> float:
    """Processor time, the best of so many runs: others may use the machine."""
    best = 1e9
    for _ in range(runs):
        start = time.process_time()
        checks.check(document)
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Print the times."""
    checks.check(made(1000, 10))  # tables read, patterns compiled
    base = 0.0
    for times in (1, 2, 5, 8):
        document = made(BYTES * times, PARAGRAPHS * times)
        size = len(document.text().encode())
        took = seconds(document)
        base = base or took / size
        print(f"{len(document.blocks):6} paragraphs, {size / 1e6:5.2f} MB: {took:6.3f} s, {size / 1e6 / took:5.2f} MB/s, "
              f"{took / size / base:.2f} times the shortest's time for each byte")
    document = made(BYTES, PARAGRAPHS)
    page = Page(document)
    costs = []
    wanted = checks.Settings()
    for row in checks.load().rows.values():
        start = time.process_time()
        list(checks.hits(page, [row], wanted))
        costs.append((time.process_time() - start, row.name))
    print("costliest rules: " + ", ".join(f"{name} {1000 * cost:.0f} ms" for cost, name in sorted(costs, reverse=True)[:8]))


if __name__ == "__main__":
    main()
