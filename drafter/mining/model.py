"""The role model: a linear classifier over hashed features, weights of eight bits, run with numpy alone.

Trained by `make train` from the labels in the repository (benchmarks/train_roles.py); the weights lie in roles.npz.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from drafter.mining import features
from drafter.phrases import Unit

WEIGHTS = Path(__file__).parent / "roles.npz"


@cache
def _weights() -> tuple[tuple[str, ...], Any, Any]:
    """(roles, weights [bucket, role], bias [role])."""
    with np.load(WEIGHTS) as stored:
        return tuple(str(r) for r in stored["roles"]), stored["weights"].astype(np.float32) * stored["scale"], stored["bias"]


def probabilities(units: list[Unit]) -> tuple[tuple[str, ...], Any]:
    """(roles, an array [unit, role] of probabilities) for the units of one article."""
    names, weights, bias = _weights()
    rows, columns, values = features.entries(units)
    scores = np.zeros((len(units), len(names)), dtype=np.float32)
    order = np.argsort(rows, kind="stable")
    weighted = weights[columns[order]] * values[order][:, None]
    starts = np.searchsorted(rows[order], np.arange(len(units)))
    if len(weighted):
        scores += np.add.reduceat(weighted, np.minimum(starts, len(weighted) - 1), axis=0)
    scores += bias
    scores -= scores.max(axis=1, keepdims=True)
    powers = np.exp(scores)
    return names, powers / powers.sum(axis=1, keepdims=True)


RULES = 1.2  # how much cues and headings count beside the model; chosen on documents the model was not trained on


def decide(units: list[Unit], said: list[dict[str, float]]) -> None:
    """Nothing; each unit's role is the one that the model and the rules together hold likeliest."""
    if not units:
        return
    names, likely = probabilities(units)
    total = np.log(likely + 1e-4)
    for row, found in enumerate(said):
        for role, score in found.items():
            total[row, names.index(role)] += RULES * score
    for unit, best in zip(units, total.argmax(axis=1), strict=True):
        unit.role = names[best]
