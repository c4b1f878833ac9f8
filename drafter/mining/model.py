"""The role model: a linear classifier over hashed features, weights of eight bits, run with numpy alone.

Trained by `make train` from the labels in the repository (benchmarks/train_roles.py); the weights lie in roles.npz.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from drafter import numbering
from drafter.mining import features
from drafter.mining.roles import Reading
from drafter.phrases import Unit

WEIGHTS = Path(__file__).parent / "roles.npz"


class Weights(NamedTuple):
    """What `make train` learned: weights [bucket, role], bias [role], and for each sort of step (STEPS) from one unit to
    the next the log odds [role before, role after] against chance."""

    roles: tuple[str, ...]
    weights: Any
    bias: Any
    steps: Any


# Steps onto a heading, onto a section's first sentence, within a paragraph, from list item to list item, and all others.
STEPS = ("heading", "start", "same", "list", "next")


@cache
def _weights() -> Weights:
    with np.load(WEIGHTS) as stored:
        return Weights(tuple(str(r) for r in stored["roles"]), stored["weights"].astype(np.float32) * stored["scale"], stored["bias"],
                       stored["steps"].astype(np.float32) * stored["step_scale"])


def probabilities(units: list[Unit], reading: Reading, learned: Weights | None = None) -> tuple[tuple[str, ...], Any]:
    """(roles, an array [unit, role] of probabilities) for the units of one article."""
    learned = learned or _weights()
    rows, columns, values = features.entries(units, reading)
    scores = np.zeros((len(units), len(learned.roles)), dtype=np.float32)
    order = np.argsort(rows, kind="stable")
    weighted = learned.weights[columns[order]] * values[order][:, None]
    starts = np.searchsorted(rows[order], np.arange(len(units)))
    if len(weighted):
        scores += np.add.reduceat(weighted, np.minimum(starts, len(weighted) - 1), axis=0)
    scores += learned.bias
    scores -= scores.max(axis=1, keepdims=True)
    powers = np.exp(scores)
    return learned.roles, powers / powers.sum(axis=1, keepdims=True)


RULES = 0.6  # how much cues and headings count beside the model, and
CHAIN = 0.25  # how much the roles that follow one another; both chosen on documents the model was not trained on


def step(before: Unit, unit: Unit) -> str:
    """The sort of step (STEPS) from one unit to the next."""
    if unit.kind != "sentence":
        return "heading"
    if before.kind != "sentence":
        return "start"
    if before.paragraph == unit.paragraph:
        return "same"
    return "list" if numbering.ordinal(before.text) and numbering.ordinal(unit.text) else "next"


def totals(units: list[Unit], reading: Reading, said: list[dict[str, float]],
           learned: Weights | None = None) -> tuple[tuple[str, ...], Any]:
    """(roles, an array [unit, role]): log probability by the model plus what the rules say."""
    names, likely = probabilities(units, reading, learned)
    total = np.log(likely + 1e-4)
    for row, found in enumerate(said):
        for role, score in found.items():
            total[row, names.index(role)] += RULES * score
    return names, total


def decide(units: list[Unit], reading: Reading, said: list[dict[str, float]], learned: Weights | None = None) -> None:
    """Nothing; the units get the likeliest row of roles (Viterbi), by the model, the rules and what follows what."""
    if not units:
        return
    learned = learned or _weights()
    names, total = totals(units, reading, said, learned)
    steps = CHAIN * learned.steps
    best, back = total[0], []
    for before, unit, own in zip(units, units[1:], total[1:], strict=False):
        paths = best[:, None] + steps[STEPS.index(step(before, unit))]
        back.append(paths.argmax(axis=0))
        best = paths.max(axis=0) + own
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    for unit, role in zip(units, reversed(path), strict=True):
        unit.role = names[role]
