"""How well the miner labels documents it was not trained on: five folds over the corpus, confusion matrix, learning curve.

    python benchmarks/quality.py            needs scikit-learn (extra `train`); three to five minutes
"""

from __future__ import annotations

import copy
import sys
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

from train_roles import Labelled, documents, learn, matrix

from drafter.mining import model, roles
from drafter.phrases import ROLES

FOLDS = 5


def guess(docs: list[Labelled], learned: model.Weights) -> list[str]:
    """The roles that the whole miner (model, rules, chain) gives the units of the documents."""
    found = []
    for units, _ in docs:
        own = [copy.copy(u) for u in units]
        reading = roles.read(own)
        model.decide(own, reading, roles.assign(own, reading), learned)
        found += [u.role for u in own]
    return found


def scores(wanted: list[str], got: list[str]) -> tuple[float, float, dict[str, float]]:
    """(macro F1, accuracy, F1 of each role)."""
    each = {}
    for role in sorted(set(wanted)):
        hit = sum(a == b == role for a, b in zip(wanted, got, strict=True))
        each[role] = 2 * hit / max(1, wanted.count(role) + got.count(role))
    return float(np.mean(list(each.values()))), float(np.mean([a == b for a, b in zip(wanted, got, strict=True)])), each


def report(name: str, wanted: list[str], got: list[str]) -> None:
    """Print the figures of one set of documents."""
    macro, accuracy, each = scores(wanted, got)
    print(f"{name}: {len(wanted)} units, macro F1 {macro:.3f}, accuracy {accuracy:.3f}; "
          + ", ".join(f"{ROLES[role]} {f1:.2f}" for role, f1 in each.items()))


def main() -> None:
    """Print all figures."""
    docs = documents()
    table = matrix(docs)
    bounds = np.cumsum([0, *(len(units) for units, _ in docs)])
    rows = [np.arange(bounds[i], bounds[i + 1]) for i in range(len(docs))]
    wanted: list[str] = []
    got: list[str] = []
    manners: list[bool] = []
    for fold in range(FOLDS):
        rest = [i for i in range(len(docs)) if i % FOLDS != fold]
        learned = learn([docs[i] for i in rest], table[np.concatenate([rows[i] for i in rest])])
        test = docs[fold::FOLDS]
        wanted += [u.role for units, _ in test for u in units]
        got += guess(test, learned)
        manners += [weight > 1 for units, weight in test for _ in units]
    report(f"all {len(docs)} documents, {FOLDS} folds", wanted, got)
    for name, flag in (("texts of the bank", False), ("corpus/training", True)):
        chosen = [i for i, manner in enumerate(manners) if manner is flag]
        report(name, [wanted[i] for i in chosen], [got[i] for i in chosen])
    names = list(dict.fromkeys(sorted(set(wanted))))
    counts = Counter(zip(wanted, got, strict=True))
    print("\nby hand (rows) and by the miner (columns)\n" + " " * 6 + "".join(f"{ROLES[n]:>6}" for n in names))
    for a in names:
        print(f"{ROLES[a]:<5}" + "".join(f"{counts[a, b]:8}" for b in names))
    print()
    test_rows = list(range(0, len(docs), FOLDS))
    rest = [i for i in range(len(docs)) if i % FOLDS]
    order = np.random.default_rng(0).permutation(rest)
    for share in (0.1, 0.25, 0.5, 1.0):
        part = sorted(int(i) for i in order[:max(5, int(len(order) * share))])
        learned = learn([docs[i] for i in part], table[np.concatenate([rows[i] for i in part])])
        test = [docs[i] for i in test_rows]
        macro, accuracy, _ = scores([u.role for units, _ in test for u in units], guess(test, learned))
        print(f"learning curve: {len(part):4} documents, macro F1 {macro:.3f}, accuracy {accuracy:.3f}")


if __name__ == "__main__":
    main()
