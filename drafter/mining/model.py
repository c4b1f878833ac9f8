"""The role model: a linear classifier over hashed features, weights of eight bits, run with numpy alone.

Trained by `make train` from the labels in the repository (benchmarks/train_roles.py); the weights lie in roles.npz.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from drafter import numbering
from drafter.mining import features
from drafter.mining.roles import TOLD, Reading
from drafter.phrases import Unit

WEIGHTS = Path(__file__).parent / "roles.npz"


class Weights(NamedTuple):
    """What `make train` learned: weights [bucket, role] with a row of zeros behind them for no feature, bias [role], and for
    each sort of step (STEPS) from one unit to the next the log odds [role before, role after] against chance."""

    roles: tuple[str, ...]
    weights: Any
    bias: Any
    steps: Any


# Steps onto a heading, onto a section's first sentence, within a paragraph, from list item to list item, and all others.
STEPS = ("heading", "start", "same", "list", "next")


def padded(weights: Any) -> Any:
    """The weights [bucket, role] with a row of zeros behind them, which no feature (features.BUCKETS) points at."""
    return np.concatenate((weights, np.zeros((1, weights.shape[1]), weights.dtype)))


@cache
def _weights() -> Weights:
    with np.load(WEIGHTS) as stored:
        return Weights(tuple(str(r) for r in stored["roles"]), padded(stored["weights"].astype(np.float32) * stored["scale"]),
                       stored["bias"], stored["steps"].astype(np.float32) * stored["step_scale"])


def probabilities(units: list[Unit], reading: Reading, learned: Weights | None = None) -> tuple[tuple[str, ...], Any]:
    """(roles, an array [unit, role] of probabilities) for the units of one article."""
    learned = learned or _weights()
    found = features.of(units, reading)
    rows, columns = found.grams
    scores = np.matmul(found.counts, learned.weights.take(found.properties, axis=0)) + learned.bias
    scores += found.amounts @ learned.weights[found.amount_columns]
    texts = np.zeros((len(found.shares) + 1, len(learned.roles)), dtype=np.float32)  # the last is that of no text
    if len(rows):
        heads = np.flatnonzero(np.concatenate(((True,), rows[1:] != rows[:-1])))
        texts[rows[heads]] = np.add.reduceat(learned.weights.take(columns, axis=0), heads, axis=0) * found.shares[rows[heads], None]
    scores += texts[found.texts].sum(axis=1)
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


def totals(units: list[Unit], reading: Reading, said: Any, learned: Weights | None = None) -> tuple[tuple[str, ...], Any]:
    """(roles, an array [unit, role]): log probability by the model plus what the rules say."""
    names, likely = probabilities(units, reading, learned)
    total = np.log(likely + 1e-4)
    total[:, [names.index(role) for role in TOLD]] += RULES * said
    return names, total


def decide(units: list[Unit], reading: Reading, said: Any, learned: Weights | None = None) -> None:
    """Nothing; the units get the likeliest row of roles (Viterbi), by the model, the rules and what follows what."""
    if not units:
        return
    learned = learned or _weights()
    names, total = totals(units, reading, said, learned)
    sorts = [STEPS.index(step(before, unit)) for before, unit in pairwise(units)]
    chain = CHAIN * learned.steps
    steps, rows = chain.tolist(), total.tolist()
    left = _left(total, sorts, chain)
    best = {role: rows[0][role] for role in left[0]}
    back: list[dict[int, int]] = []
    for own, sort, roles in zip(rows[1:], sorts, left[1:], strict=True):
        pointers, reached = {}, {}
        for role in roles:
            before = max(best, key=lambda b: best[b] + steps[sort][b][role]) if len(best) > 1 else next(iter(best))
            pointers[role], reached[role] = before, best[before] + steps[sort][before][role] + own[role]
        back.append(pointers)
        best = reached
    role = max(best, key=lambda r: best[r])
    path = [role]
    for pointers in reversed(back):
        role = pointers[role]
        path.append(role)
    for unit, role in zip(units, reversed(path), strict=True):
        unit.role = names[role]


def _left(total: Any, sorts: list[int], chain: Any) -> list[list[int]]:
    """For each unit the roles that may stand in the likeliest row: those which its best one does not beat whatever stands beside."""
    none = np.zeros((1, *chain.shape[1:]))
    onto = np.concatenate(((chain[:, :, None, :] - chain[:, :, :, None]).max(axis=1), none))  # [sort, best, role]: most a role can gain
    off = np.concatenate(((chain[:, None, :, :] - chain[:, :, None, :]).max(axis=3), none))
    best = total.argmax(axis=1)
    gain = onto[[len(STEPS), *sorts], best] + off[[*sorts, len(STEPS)], best]
    open_to = total.max(axis=1, keepdims=True) - total <= gain + 1e-4
    return [np.flatnonzero(row).tolist() for row in open_to]
