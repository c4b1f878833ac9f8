"""Under which heading a sentence belongs, as vectors: a page's names lie near to what is said on the page.

Learned from phrasebank/ and from two facts written for each page (`make train`, benchmarks/train_belonging.py): of the names of a line
of work's pages, the ones by which clerks call the page a sentence stands on are to lie nearest to it. Names and sentences have vectors
of their own, so a name lies near to what stands under it (用工留才: 技工缺口), not to what merely keeps its company
(docs/decisions/0038).
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from drafter import words

VECTORS = Path(__file__).parent / "belonging.npz"
_HAN = re.compile("[\u4e00-\u9fff]+")


class _Known(NamedTuple):
    """The known words with their rows, and each row as a word of a name and as one of a sentence, times the word's weight."""

    rows: dict[str, int]
    names: Any
    texts: Any


@cache
def _known() -> _Known:
    with np.load(VECTORS) as stored:
        rows = {word: i for i, word in enumerate(str(stored["words"]).split("\n"))}
        names, texts = (stored[kind] * stored[f"{kind}_scale"][:, None] for kind in ("names", "texts"))
    return _Known(rows, names, texts)


def features(text: str) -> list[str]:
    """The words of a text and, of those of three characters and more, the pairs of characters in them."""
    found = []
    for part in _HAN.findall(text):
        for word in words.cut(part):
            found.append(word)
            if len(word) > 2:
                found += [word[i:i + 2] for i in range(len(word) - 1)]
    return found


def _vector(text: str, rows: dict[str, int], vectors: Any) -> Any:
    total = vectors[[rows[word] for word in features(text) if word in rows]].sum(axis=0)
    length = math.sqrt(float(total @ total))
    return total / length if length else total


@lru_cache(maxsize=4096)
def of_name(name: str) -> Any:
    """The vector of a heading's name, of length 1 (float32, 64 numbers); zeros where no word of it is known."""
    return _vector(name, _known().rows, _known().names)


@lru_cache(maxsize=30_000)  # passages come again draft after draft
def of_text(text: str) -> Any:
    """The vector of what is to stand under a heading, of length 1; zeros where no word of it is known."""
    return _vector(text, _known().rows, _known().texts)


def belongs(text: str, name: str) -> float:
    """How well a sentence belongs under a heading of that name: -1 to 1; 0 where no word of one of them is known."""
    return float(of_text(text) @ of_name(name))


def nearest(name: str, pages: tuple[tuple[str, ...], ...]) -> Any:
    """How near each page's nearest name lies to a name, taken as a name and as what stands under one: an array [page], -1 to 1."""
    vectors, starts = _of_names(pages)
    return np.maximum.reduceat(vectors @ (of_text(name) + of_name(name)) / 2, starts)


@lru_cache(maxsize=512)
def _of_names(pages: tuple[tuple[str, ...], ...]) -> tuple[Any, list[int]]:
    """The vectors of all names of all pages and where each page's begin."""
    known = _known()
    vectors = np.array([_vector(name, known.rows, known.names) for names in pages for name in names])
    return vectors, np.cumsum([0, *(len(names) for names in pages[:-1])]).tolist()
