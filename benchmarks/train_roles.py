"""Train the role model from the labels in the repository, or measure it on documents it was not trained on.

    python benchmarks/train_roles.py train       write drafter/mining/roles.npz (make train; needs scikit-learn, extra `train`)
    python benchmarks/train_roles.py measure     five-fold figures over the corpus' documents, the learning curve, the confusions
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drafter import cleaning, mining, readers  # noqa: E402
from drafter.mining import features, model  # noqa: E402
from drafter.phrases import Unit  # noqa: E402

STRENGTH = 1.0  # inverse of the regularization
TRAINING = 3.0  # how much a unit of corpus/training counts: few texts, but in the manners that offices collect


Labelled = tuple[list[Unit], float]


def documents() -> list[Labelled]:
    """The units of every labelled document with the roles that people gave them, and what each unit counts."""
    found = []
    for path in sorted((ROOT / "corpus").rglob("*.txt")):
        rows = [json.loads(line) for line in path.with_suffix(".labels.jsonl").read_text(encoding="utf-8").splitlines()]
        for number, article in enumerate(cleaning.clean(readers.read(path))[0], 1):
            units = mining.label(article, number)
            mining.relabel(units, rows)
            found.append((units, TRAINING if "training" in path.parts else 1.0))
    return found


def matrix(docs: list[Labelled]) -> Any:
    """The features of all units as a sparse matrix."""
    from scipy.sparse import csr_matrix, vstack

    parts = []
    for units, _ in docs:
        rows, columns, values = features.entries(units)
        parts.append(csr_matrix((values, (rows, columns)), shape=(len(units), features.BUCKETS)))
    return vstack(parts).tocsr()


def fit(docs: list[Labelled]) -> Any:
    """A logistic regression over the documents."""
    from sklearn.linear_model import LogisticRegression

    weights = np.concatenate([np.full(len(units), weight) for units, weight in docs])
    classifier = LogisticRegression(C=STRENGTH, max_iter=400)
    return classifier.fit(matrix(docs), [u.role for units, _ in docs for u in units], sample_weight=weights)


def train() -> None:
    """Write the weights, eight bits each."""
    classifier = fit(documents())
    scale = float(np.abs(classifier.coef_).max()) / 127
    np.savez_compressed(model.WEIGHTS, roles=np.array(classifier.classes_), scale=np.float32(scale),
                        weights=np.round(classifier.coef_.T / scale).astype(np.int8), bias=classifier.intercept_.astype(np.float32))
    print(f"{model.WEIGHTS.relative_to(ROOT)}: {model.WEIGHTS.stat().st_size / 1e6:.2f} MB, roles {', '.join(classifier.classes_)}")


def scores(wanted: list[str], got: list[str]) -> tuple[float, float, dict[str, float]]:
    """(macro F1, accuracy, F1 of each role)."""
    each = {}
    for role in sorted(set(wanted)):
        hit = sum(a == b == role for a, b in zip(wanted, got, strict=True))
        each[role] = 2 * hit / max(1, wanted.count(role) + got.count(role))
    return float(np.mean(list(each.values()))), float(np.mean([a == b for a, b in zip(wanted, got, strict=True)])), each


def measure() -> None:
    """Print figures for documents left out of the training."""
    docs = documents()
    wanted, got, confusions = [], [], Counter[tuple[str, str]]()
    for fold in range(5):
        test = docs[fold::5]
        classifier = fit([d for i, d in enumerate(docs) if i % 5 != fold])
        truth = [u.role for units, _ in test for u in units]
        guess = [str(g) for g in classifier.predict(matrix(test))]
        wanted += truth
        got += guess
    confusions.update((a, b) for a, b in zip(wanted, got, strict=True) if a != b)
    macro, accuracy, each = scores(wanted, got)
    print(f"five folds over {len(docs)} documents, {len(wanted)} units: macro F1 {macro:.3f}, accuracy {accuracy:.3f}")
    print(", ".join(f"{role} {f1:.2f}" for role, f1 in each.items()))
    print("confusions:", ", ".join(f"{a}→{b} {n}" for (a, b), n in confusions.most_common(10)))
    test = docs[::5]
    rest = [d for i, d in enumerate(docs) if i % 5]
    for share in (0.1, 0.25, 0.5, 1.0):
        part = rest[:max(5, int(len(rest) * share))]
        guess = [str(g) for g in fit(part).predict(matrix(test))]
        macro, accuracy, _ = scores([u.role for units, _ in test for u in units], guess)
        print(f"learning curve: {len(part):4} documents, macro F1 {macro:.3f}, accuracy {accuracy:.3f}")


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        measure()
    else:
        train()
