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


def varied(draw: random.Random, pool: list[str]) -> str:
    """A sentence of the first clauses of one and the last of another, with other figures."""
    head, tail = (_CLAUSE.findall(draw.choice(pool)) for _ in range(2))
    if len(head) < 2 or len(tail) < 2:
        head, tail = head + tail, []
    text = "".join(head[:draw.randint(1, max(1, len(head) - 1))] + tail[draw.randint(1, max(1, len(tail) - 1)):])
    return re.sub("[0-9]", lambda _: str(draw.randint(1, 9)), text)


_CLAUSE = re.compile("[^，；]+[，；]?")


def articles(megabytes: float, seed: int, whole: bool) -> Iterator[Document]:
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


def main() -> None:
    """Print megabytes a second of both and their ratio, turn by turn, then the middle one and the memory peak."""
    jieba.setLogLevel(logging.WARNING)
    for a in articles(0.02, 1, whole=True):  # what is loaded once is loaded
        mining.mine(mining.label(a), year=2026)
        jieba.lcut(a.text())
    sizes = [float(word) for word in sys.argv[1:] if not word.startswith("-")]
    ratios = []
    for turn in range(TURNS):
        label = mine = cut = text = phrases = 0.0
        for a in articles((sizes or [20.0])[0] / TURNS, 5 + turn, "--whole" in sys.argv):
            text += len(a.text().encode()) / 1e6
            start = time.perf_counter()
            units = mining.label(a)
            labelled = time.perf_counter()
            phrases += len(mining.mine(units, year=2026, subject=a.title).phrases)
            mined = time.perf_counter()
            jieba.lcut(a.text())
            label, mine, cut = label + labelled - start, mine + mined - labelled, cut + time.perf_counter() - mined
        ratios.append(cut / (label + mine))
        print(f"turn {turn + 1}: {text:.1f} MB, label {text / label:.2f} MB/s, mine {text / mine:.2f} MB/s, "
              f"both {text / (label + mine):.2f} MB/s, jieba.lcut {text / cut:.2f} MB/s, ratio {ratios[-1]:.2f}, {phrases:.0f} phrases")
    print(f"middle ratio to jieba.lcut {sorted(ratios)[len(ratios) // 2]:.2f}; "
          f"memory peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
