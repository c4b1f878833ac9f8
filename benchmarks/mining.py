"""Speed and memory of labelling and mining, beside plain `jieba.lcut` of the same text, measured in turn in one run.

    python benchmarks/mining.py [MEGABYTES] [--whole]      default 20; one core; seeded

Texts are made of the corpus' sentences: of the first clauses of one and the last of another, figures drawn anew, so that hardly
a sentence comes twice and no memo flatters; with --whole they are the sentences as they are, each of which comes several times.
Each article is labelled, mined and cut by jieba before the next one, so that a busy machine is as unkind to all three.
"""

from __future__ import annotations

import logging
import random
import re
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


def varied(draw: random.Random, pool: list[str]) -> str:
    """A sentence of the first clauses of one and the last of another, with other figures."""
    head, tail = (_CLAUSE.findall(draw.choice(pool)) for _ in range(2))
    if len(head) < 2 or len(tail) < 2:
        head, tail = head + tail, []
    text = "".join(head[:draw.randint(1, max(1, len(head) - 1))] + tail[draw.randint(1, max(1, len(tail) - 1)):])
    return re.sub("[0-9]", lambda _: str(draw.randint(1, 9)), text)


_CLAUSE = re.compile("[^，；]+[，；]?")


def articles(megabytes: float, seed: int = 5, whole: bool = False) -> Iterator[Document]:
    """Documents of the corpus' headings with sentences made of its sentences, until that much text is made."""
    texts = [a for p in sorted((ROOT / "corpus").rglob("*.txt")) for a in cleaning.clean(readers.read(p))[0]]
    pool = [s.text for a in texts for b in a.blocks if isinstance(b, Paragraph) for s in b.sentences]
    draw = random.Random(seed)
    made = 0
    while made < megabytes * 1e6:
        source = draw.choice(texts)
        blocks = [Paragraph([Sentence(draw.choice(pool) if whole else varied(draw, pool))]) if isinstance(b, Paragraph)
                  else Heading(b.text, b.level) for b in source.blocks if isinstance(b, Paragraph | Heading)]
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


def turns(megabytes: float, number: int = TURNS, *, whole: bool = False) -> Iterator[Turn]:
    """So many turns over that much text together."""
    jieba.setLogLevel(logging.WARNING)
    for article in articles(0.02, 1, whole=True):  # what is loaded once is loaded
        mined([article])
        jieba.lcut(article.text())
    for turn in range(number):
        size = label = mine = cut = 0.0
        phrases = 0
        for article in articles(megabytes / number, 5 + turn, whole):
            size += len(article.text().encode()) / 1e6
            labelling, taking, found = mined([article])
            start = time.perf_counter()
            jieba.lcut(article.text())
            label, mine, cut, phrases = label + labelling, mine + taking, cut + time.perf_counter() - start, phrases + found
        yield Turn(size, label, mine, cut, phrases)


def main() -> None:
    """Print megabytes a second of both and their ratio, turn by turn, then the middle one and the memory peak."""
    sizes = [float(word) for word in sys.argv[1:] if not word.startswith("-")]
    ratios = []
    for number, t in enumerate(turns((sizes or [20.0])[0], whole="--whole" in sys.argv), 1):
        ratios.append(t.ratio)
        print(f"turn {number}: {t.megabytes:.1f} MB, label {t.megabytes / t.label:.2f} MB/s, mine {t.megabytes / t.mine:.2f} MB/s, "
              f"both {t.megabytes / (t.label + t.mine):.2f} MB/s, "
              f"jieba.lcut {t.megabytes / t.jieba:.2f} MB/s, ratio {t.ratio:.2f}, {t.phrases} phrases", flush=True)
    print(f"middle ratio to jieba.lcut {statistics.median(ratios):.2f}; "
          f"memory peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
