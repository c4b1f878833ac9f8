"""What texts are about, as vectors: words that stand in the same company in the shipped corpus lie near each other.

The vectors were learned from corpus/ and phrasebank/ alone (`make train`, benchmarks/train_meaning.py: positive pointwise mutual
information of words within WINDOW words of each other, its singular vectors), so nothing of an office's own text is in them and nothing
is read from a network. They know what belongs together (助浴, 失能, 翻身), not what is true of it: 多 and 少 lie side by side.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from drafter import words

VECTORS = Path(__file__).parent / "meaning.npz"


class Known(NamedTuple):
    """The known words with their rows, each row a unit vector times the word's weight (log of how few paragraphs have it)."""

    rows: dict[str, int]
    vectors: Any


@cache
def _known() -> Known:
    with np.load(VECTORS) as stored:
        rows = {word: i for i, word in enumerate(str(stored["words"]).split("\n"))}
        vectors = stored["vectors"].astype(np.float32)
        vectors *= (stored["weights"] / np.linalg.norm(vectors, axis=1))[:, None]
    return Known(rows, vectors)


def _rows(found: list[str], rows: dict[str, int]) -> list[int]:
    """The rows of the words; of one that is not known, the rows of the pairs of characters in it that are."""
    made = []
    for word in found:
        if (row := rows.get(word)) is not None:
            made.append(row)
        elif len(word) > 2:
            made += [rows[pair] for i in range(len(word) - 1) if (pair := word[i:i + 2]) in rows]
    return made


@lru_cache(maxsize=50_000)
def vector(text: str) -> Any:
    """What the text is about: a unit vector (float32), or zeros where no word of it is known."""
    known = _known()
    total = known.vectors[_rows(words.cut(text), known.rows)].sum(axis=0)
    length = math.sqrt(float(total @ total))
    return total / length if length else total


def nearness(text: str, other: str) -> float:
    """How near two texts are in what they are about: -1 to 1, unrelated ones some 0.1, two on one matter 0.5 and more."""
    return float(vector(text) @ vector(other))
