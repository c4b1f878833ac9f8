"""Train the model of what facts are for from corpus/training/facts.tsv and write drafter/composing/uses.npz (`make train`; extra `train`).

With `--held-out` print how often it tells the use of facts of a batch of briefs that it was not trained on.
"""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import train_roles  # noqa: E402

from drafter import yamlfile  # noqa: E402
from drafter.brief import USES  # noqa: E402
from drafter.composing import uses  # noqa: E402
from drafter.composing.linear import BUCKETS, Weights  # noqa: E402

FACTS = ROOT / "corpus" / "training" / "facts.tsv"
TABLE = "fact-uses.yaml"
STRENGTH = 5.0  # inverse of the regularization
READERS = 3.0  # how much a fact counts whose use its writer left open and a reader gave: it is such facts that the model is asked about
ALONE = 0.3  # how much a fact counts once more without the brief around it


class Row(NamedTuple):
    """A fact: the batch of briefs that it is of, who gave its use, the use, others that would do, where it stands, kind, day, text."""

    batch: str
    reader: bool
    use: str
    also: tuple[str, ...]
    place: float | None
    kind: str
    day: datetime.date | None
    text: str


def rows() -> list[Row]:
    """The facts of the file."""
    found = []
    for line in FACTS.read_text(encoding="utf-8").splitlines()[1:]:
        batch, by, use, also, place, kind, day, text = line.split("\t")
        others = tuple(also.split("/")) if also else ()
        found.append(Row(batch, by == "reader", use, others, float(place), kind, datetime.date.fromisoformat(day) if day else None, text))
    return found


def examples() -> list[Row]:
    """The examples of the table of uses: what a row says must be learned too."""
    return [Row(TABLE, False, row["use"], (), None, "", None, row["example"]) for row in yamlfile.table(TABLE)]


def matrix(facts: list[Row], kinds: tuple[str, ...]) -> Any:
    """The features of all facts as a sparse matrix."""
    from scipy.sparse import csr_matrix

    found = [uses.features(r.text, r.day, r.kind, r.place, kinds) for r in facts]
    numbers = np.concatenate([np.full(len(columns), i) for i, (columns, _) in enumerate(found)])
    columns, values = np.concatenate([c for c, _ in found]), np.concatenate([v for _, v in found])
    return csr_matrix((values, (numbers, columns)), shape=(len(facts), BUCKETS + uses.OTHERS + len(kinds)))


def learn(facts: list[Row]) -> Weights:
    """Weights of a logistic regression over the facts, each once in its brief and once alone."""
    from sklearn.linear_model import LogisticRegression

    kinds = tuple(sorted({row.kind for row in facts if row.kind}))
    alone = [row._replace(place=None, kind="", day=None) for row in facts]
    weights = [READERS if row.reader or row.batch == TABLE else 1.0 for row in facts] + [ALONE] * len(alone)
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit(matrix([*facts, *alone], kinds), [row.use for row in (*facts, *alone)], sample_weight=weights)
    order = [list(model.classes_).index(use) for use in USES]
    return Weights(model.coef_.T[:, order].astype(np.float32), model.intercept_[order].astype(np.float32), kinds)


def held_out() -> None:
    """Print how many of the facts of each batch are told as their clerk or reader told them, by the model and by the rows alone."""
    counts: Counter[tuple[bool, str]] = Counter()
    facts = rows()
    for batch in sorted({row.batch for row in facts}):
        learned = learn([*(row for row in facts if row.batch != batch), *examples()])
        for row in (row for row in facts if row.batch == batch):
            signs = uses.leanings(row.text, row.day)
            told = USES[int(uses.scores(learned, row.text, row.day, row.kind, row.place).argmax())]
            for name, use in (("model", told), ("rows", max(USES, key=lambda u, s=signs: s[u])), ("all", row.use)):  # type: ignore[misc]
                counts[row.reader, name] += use in (row.use, *row.also)
    for reader in (False, True):
        n = counts[reader, "all"]
        who = "use left open by its writer" if reader else "use given by its writer"
        print(f"{n} facts, {who}: model {counts[reader, 'model'] / n:.3f}, rows alone {counts[reader, 'rows'] / n:.3f}")


def train() -> None:
    """Write the weights, eight bits each."""
    learned = learn([*rows(), *examples()])
    weights, scale = train_roles.eight(learned.weights)
    np.savez_compressed(uses.WEIGHTS, weights=weights, scale=scale, bias=learned.bias, kinds=np.array(learned.kinds))
    print(f"{uses.WEIGHTS.relative_to(ROOT)}: {uses.WEIGHTS.stat().st_size / 1e6:.2f} MB, {len(rows())} facts")


if __name__ == "__main__":
    held_out() if "--held-out" in sys.argv else train()
