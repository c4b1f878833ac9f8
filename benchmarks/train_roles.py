"""Train the role model from the labels in the repository and write drafter/mining/roles.npz (`make train`; extra `train`)."""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drafter import cleaning, mining, readers  # noqa: E402
from drafter.mining import features, model, roles  # noqa: E402
from drafter.phrases import Unit  # noqa: E402

STRENGTH = 1.0  # inverse of the regularization
TRAINING = 3.0  # how much a unit of corpus/training counts: in the manners that offices collect


Labelled = tuple[list[Unit], float]


def documents() -> list[Labelled]:
    """The units of every labelled document with the roles that people gave them, and what each unit counts."""
    found = []
    for path in sorted((ROOT / "corpus").rglob("*.txt")):
        rows = [json.loads(line) for line in path.with_suffix(".labels.jsonl").read_text(encoding="utf-8").splitlines()]
        for number, article in enumerate(cleaning.clean(readers.read(path))[0], 1):
            units = mining.label(article, number, labels=rows)
            found.append((units, TRAINING if "training" in path.parts else 1.0))
    return found


def matrix(docs: list[Labelled]) -> Any:
    """The features of all units as a sparse matrix."""
    from scipy.sparse import csr_matrix, vstack

    parts = []
    for units, _ in docs:
        rows, columns, values = features.entries(units, roles.read(units))
        parts.append(csr_matrix((values, (rows, columns)), shape=(len(units), features.BUCKETS)))
    return vstack(parts).tocsr()


def learn(docs: list[Labelled], table: Any = None) -> model.Weights:
    """Weights of a logistic regression over the documents, and how roles follow one another in them.

    `table` is `matrix(docs)` where it is known already.
    """
    from sklearn.linear_model import LogisticRegression

    weights = np.concatenate([np.full(len(units), weight) for units, weight in docs])
    classifier = LogisticRegression(C=STRENGTH, max_iter=200)
    classifier.fit(matrix(docs) if table is None else table, [u.role for units, _ in docs for u in units], sample_weight=weights)
    names = tuple(str(role) for role in classifier.classes_)
    counts = np.ones((len(model.STEPS), len(names), len(names)))
    for units, weight in docs:
        if weight > 1:  # the reports of the bank go by one outline; what follows what is learned from the others
            for before, unit in pairwise(units):
                counts[model.STEPS.index(model.step(before, unit)), names.index(before.role), names.index(unit.role)] += 1
    after = counts.sum(axis=1, keepdims=True) / counts.sum(axis=(1, 2), keepdims=True)
    steps = np.log(counts / counts.sum(axis=2, keepdims=True) / after)
    return model.Weights(names, model.padded(classifier.coef_.T.astype(np.float32)), classifier.intercept_.astype(np.float32),
                         steps.astype(np.float32))


def eight(values: Any) -> tuple[Any, Any]:
    """(the values as eight-bit integers, the scale that gives them back)."""
    scale = float(np.abs(values).max()) / 127
    return np.round(values / scale).astype(np.int8), np.float32(scale)


def train() -> None:
    """Write the weights, eight bits each."""
    learned = learn(documents())
    weights, scale = eight(learned.weights[:-1])
    steps, step_scale = eight(learned.steps)
    np.savez_compressed(model.WEIGHTS, roles=np.array(learned.roles), scale=scale, weights=weights, bias=learned.bias,
                        steps=steps, step_scale=step_scale)
    print(f"{model.WEIGHTS.relative_to(ROOT)}: {model.WEIGHTS.stat().st_size / 1e6:.2f} MB, roles {', '.join(learned.roles)}")


if __name__ == "__main__":
    train()
