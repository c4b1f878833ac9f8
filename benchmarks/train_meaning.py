"""Learn what words keep company in the corpus and the phrase bank and write drafter/meaning.npz (`make train`; extra `train`)."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drafter import cleaning, meaning, readers, words, yamlfile  # noqa: E402
from drafter.errors import TemplateError  # noqa: E402

WINDOW = 8  # words to the right that count as company, the nearer the more (1/√distance)
LEAST = 4  # times that a word must occur
EVERYWHERE = 60  # so many of the most frequent words (的, 了, 在) say nothing
SIZE = 100  # numbers a word


def texts() -> Iterator[str]:
    """The paragraphs of every document of the corpus, and what stands together in the tables: sentences, points, an aspect's words."""
    for path in sorted((ROOT / "corpus").rglob("*.txt")):
        for article in cleaning.clean(readers.read(path))[0]:
            yield from (block.text for block in article.blocks)
    for folder in ("sentences", "passages", "aspects"):
        for path in sorted((ROOT / "phrasebank" / folder).glob("*.yaml")):
            yield from _groups(yamlfile.parse(path, TemplateError)[0])


def _groups(value: Any) -> Iterator[str]:
    """The texts of a page: what stands in one list, or side by side in one row, as one text."""
    if isinstance(value, str):
        yield value
        return
    if not isinstance(value, dict | list):
        return
    rows = list(value.values() if isinstance(value, dict) else value)
    if rows and all(isinstance(row, str) for row in rows):
        yield "，".join(rows)
        return
    for row in rows:
        yield from _groups(row)


def learn(paragraphs: list[str]) -> tuple[list[str], Any, Any]:
    """(the words, their vectors, their weights): PPMI, the context's frequency to the power 3/4 (Levy, Goldberg, Dagan 2015), then SVD."""
    from scipy.sparse import csr_matrix
    from sklearn.utils.extmath import randomized_svd

    cut = [[w for part in re.findall("[\u4e00-\u9fff]+", text) for w in words.cut(part)] for text in paragraphs]
    seen = Counter(word for row in cut for word in row)
    dull = {word for word, _ in seen.most_common(EVERYWHERE)}
    known = [word for word, n in seen.items() if n >= LEAST and word not in dull]
    number = {word: i for i, word in enumerate(known)}
    company: Counter[tuple[int, int]] = Counter()
    for row in cut:
        ids = [number[word] for word in row if word in number]
        for i, one in enumerate(ids):
            for distance, other in enumerate(ids[i + 1:i + 1 + WINDOW], 1):
                if one != other:
                    company[one, other] += distance ** -0.5  # type: ignore[assignment]
                    company[other, one] += distance ** -0.5  # type: ignore[assignment]
    at, beside, times = (np.array(column) for column in zip(*((a, b, n) for (a, b), n in company.items()), strict=True))
    whole = np.bincount(at, times, len(known))
    context = whole ** 0.75 / (whole ** 0.75).sum()
    strength = np.maximum(0.0, np.log(times / (whole[at] * context[beside])))
    left, sizes, _ = randomized_svd(csr_matrix((strength, (at, beside)), shape=(len(known),) * 2), SIZE, random_state=0)
    vectors = left * np.sqrt(sizes)
    kept = np.flatnonzero(np.linalg.norm(vectors, axis=1) > 0)  # a word that keeps no company has no place
    weights = np.array([np.log(len(cut) / seen[known[i]]) for i in kept], dtype=np.float32)
    return [known[i] for i in kept], vectors[kept], np.maximum(weights, 0.1)


def train() -> None:
    """Write the vectors, eight bits a number."""
    known, vectors, weights = learn(list(texts()))
    eight = np.round(vectors / np.abs(vectors).max(axis=1, keepdims=True) * 127).astype(np.int8)
    np.savez(meaning.VECTORS, words=np.array("\n".join(known)), vectors=eight, weights=weights)
    print(f"{meaning.VECTORS.relative_to(ROOT)}: {len(known)} words, {meaning.VECTORS.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    train()
