"""Speed and memory of labelling and mining, beside plain `jieba.lcut` of the same text, measured in turn in one run.

    python benchmarks/mining.py [MEGABYTES]      default 20; one core; texts are the corpus' sentences, drawn anew (seeded)
"""

from __future__ import annotations

import logging
import random
import resource
import sys
import time
from collections.abc import Iterator
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


def main() -> None:
    """Print megabytes a second of both and their ratio, turn by turn, then the middle one and the memory peak."""
    jieba.setLogLevel(logging.WARNING)
    jieba.lcut("热身")
    size = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    ratios = []
    for turn in range(TURNS):
        part = list(articles(size / TURNS))
        text = sum(len(a.text().encode()) for a in part) / 1e6
        start = time.perf_counter()
        units = [mining.label(a) for a in part]
        labelled = time.perf_counter()
        phrases = sum(len(mining.mine(u, year=2026, subject=a.title).phrases) for a, u in zip(part, units, strict=True))
        mined = time.perf_counter()
        for a in part:
            jieba.lcut(a.text())
        cut = time.perf_counter()
        ratios.append((cut - mined) / (mined - start))
        print(f"turn {turn + 1}: {text:.1f} MB, label {text / (labelled - start):.2f} MB/s, mine {text / (mined - labelled):.2f} MB/s, "
              f"both {text / (mined - start):.2f} MB/s, "
              f"jieba.lcut {text / (cut - mined):.2f} MB/s, ratio {ratios[-1]:.2f}, {phrases} phrases")
    print(f"middle ratio to jieba.lcut {sorted(ratios)[len(ratios) // 2]:.2f}; "
          f"memory peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
