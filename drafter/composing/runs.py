"""Runs of characters of a text as features of a small linear model, hashed into a fixed number of buckets."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from typing import Any

import numpy as np

BUCKETS = 2 ** 14
_FIGURE = re.compile("[0-9]+(?:[.][0-9]+)?")


def hashed(text: str, longest: int) -> tuple[Any, Any]:
    """(the buckets, their values) of the text's runs of one to `longest` characters, figures as 0.

    Each value is 1 + log of the run's count; all together have length 1.
    """
    told = f"^{_FIGURE.sub('0', text)}$"
    counts = Counter(zlib.crc32(told[i:i + n].encode()) % BUCKETS for n in range(1, longest + 1) for i in range(len(told) - n + 1))
    values = 1.0 + np.log(np.fromiter(counts.values(), dtype=np.float32))
    return np.fromiter(counts, dtype=np.int64), values / np.linalg.norm(values)
