"""The likeliest kind of fault that a problem tells, by a small linear model: the kinds are those of phrasebank/answers.yaml.

Where no pattern of the table knows a fact's build, its characters and what it is about (meaning.vector) are weighed. Trained by
`make train` on corpus/training/faults.tsv and the table's own examples (benchmarks/train_faultkinds.py); the weights lie in
faultkinds.npz. The surer it is of a fact of briefs that it was not trained on, the oftener it tells it as readers do
(docs/decisions/0031).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from drafter import meaning
from drafter.composing.linear import BUCKETS, Weights, hashed, load

WEIGHTS = Path(__file__).parent / "faultkinds.npz"
LONGEST = 2  # characters of a run
ABOUT = 0.7  # what lies in what a fact is about, beside its characters (1.0)


class Likely(NamedTuple):
    """A kind of fault, and by how much it is likelier than the next one (0 to some 0.8; the more the surer)."""

    kind: str
    surer: float


def likeliest(fact: str) -> Likely:
    """The kind of fault that the fact is likeliest to tell."""
    return told(_learned(), fact)


def told(learned: Weights, fact: str) -> Likely:
    """The kind that the weights say of the fact."""
    rows, values = hashed(fact, LONGEST)
    worth = values @ learned.weights[rows] + ABOUT * meaning.vector(fact) @ learned.weights[BUCKETS:] + learned.bias
    second, first = np.argsort(worth)[-2:]
    return Likely(learned.kinds[first], float(worth[first] - worth[second]))


@cache
def _learned() -> Weights:
    return load(WEIGHTS)
