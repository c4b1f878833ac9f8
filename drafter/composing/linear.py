"""Small linear models over the characters of a text: runs of characters as features, hashed into buckets, and the weights as stored."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

BUCKETS = 2 ** 14
_FIGURE = re.compile("[0-9]+(?:[.][0-9]+)?")


class Weights(NamedTuple):
    """What was learned: weights [feature, class], bias [class], and the names that the model needs (kinds of fault, of document)."""

    weights: Any
    bias: Any
    kinds: tuple[str, ...]


def load(path: Path) -> Weights:
    """The weights of an .npz file, which holds them as eight-bit integers with their scale."""
    with np.load(path) as stored:
        return Weights(stored["weights"].astype(np.float32) * stored["scale"], stored["bias"], tuple(str(kind) for kind in stored["kinds"]))


def hashed(text: str, longest: int) -> tuple[Any, Any]:
    """(the buckets, their values) of the text's runs of one to `longest` characters, figures as 0.

    Each value is 1 + log of the run's count; all together have length 1.
    """
    told = f"^{_FIGURE.sub('0', text)}$"
    counts = Counter(zlib.crc32(told[i:i + n].encode()) % BUCKETS for n in range(1, longest + 1) for i in range(len(told) - n + 1))
    values = 1.0 + np.log(np.fromiter(counts.values(), dtype=np.float32))
    return np.fromiter(counts, dtype=np.int64), values / np.linalg.norm(values)
