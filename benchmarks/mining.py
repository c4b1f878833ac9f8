"""Speed and memory of labelling and mining, beside plain `jieba.lcut` of the same text, measured in turn in one run.

    python benchmarks/mining.py [MEGABYTES]      default 20; one core; texts are the corpus' sentences, drawn anew (seeded)
"""

from __future__ import annotations

import logging
import random
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import jieba  # noqa: E402

from drafter import cleaning, mining, readers  # noqa: E402
from drafter.document import Document, Heading, Paragraph, Sentence  # noqa: E402

TURNS = 5


def articles(megabytes: float) -> Iterator[Document]:
    """Documents of the corpus' headings with sentences drawn at random from all of it, until that much text is made."""
    texts = [a for p in sorted((ROOT / "corpus").rglob("*.txt")) for a in cleaning.clean(readers.read(p))[0]]
    pool = [s.text for a in texts for b in a.blocks if isinstance(b, Paragraph) for s in b.sentences]
    draw = random.Random(5)
    made = 0
    while made < megabytes * 1e6:
        source = draw.choice(texts)
        blocks = [Paragraph([Sentence(draw.choice(pool))]) if isinstance(b, Paragraph) else Heading(b.text, b.level)
                  for b in source.blocks if isinstance(b, Paragraph | Heading)]
        made += sum(len(b.text.encode()) for b in blocks)
        yield Document(source.title, list(blocks), file="例.txt")


@dataclass(slots=True)
class Turn:
    """One turn: megabytes of text, the seconds that labelling, mining and jieba.lcut took over them, and the phrases found."""

    megabytes: float
    label: float
    mine: float
    jieba: float
    phrases: int

    @property
    def ratio(self) -> float:
        """How many times as fast as jieba.lcut alone labelling and mining are together."""
        return self.jieba / (self.label + self.mine)


def mined(part: list[Document]) -> tuple[float, float, int]:
    """(seconds of labelling, seconds of mining, phrases) of the documents."""
    start = time.perf_counter()
    units = [mining.label(a) for a in part]
    labelled = time.perf_counter()
    phrases = sum(len(mining.mine(u, year=2026, subject=a.title).phrases) for a, u in zip(part, units, strict=True))
    return labelled - start, time.perf_counter() - labelled, phrases


def turns(megabytes: float, number: int = TURNS) -> Iterator[Turn]:
    """So many turns over that much text together."""
    jieba.setLogLevel(logging.WARNING)
    jieba.lcut("热身")
    for _ in range(number):
        part = list(articles(megabytes / number))
        label, mine, phrases = mined(part)
        start = time.perf_counter()
        for a in part:
            jieba.lcut(a.text())
        yield Turn(sum(len(a.text().encode()) for a in part) / 1e6, label, mine, time.perf_counter() - start, phrases)


def main() -> None:
    """Print megabytes a second of both and their ratio, turn by turn, then the middle one and the memory peak."""
    ratios = []
    for number, t in enumerate(turns(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0), 1):
        ratios.append(t.ratio)
        print(f"turn {number}: {t.megabytes:.1f} MB, label {t.megabytes / t.label:.2f} MB/s, mine {t.megabytes / t.mine:.2f} MB/s, "
              f"both {t.megabytes / (t.label + t.mine):.2f} MB/s, "
              f"jieba.lcut {t.megabytes / t.jieba:.2f} MB/s, ratio {t.ratio:.2f}, {t.phrases} phrases", flush=True)
    print(f"middle ratio to jieba.lcut {statistics.median(ratios):.2f}; "
          f"memory peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
