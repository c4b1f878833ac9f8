"""Train the model of kinds of fault from corpus/training/faults.tsv, write drafter/composing/faultkinds.npz (`make train`; extra `train`).

With `--held-out` print how often it tells the kind of problems of a batch of briefs that it was not trained on, and the table alone.
"""

from __future__ import annotations

import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import train_roles  # noqa: E402

from drafter import meaning, yamlfile  # noqa: E402
from drafter.composing import answers, faultkinds  # noqa: E402
from drafter.composing.linear import BUCKETS, Weights, hashed  # noqa: E402

FACTS = ROOT / "corpus" / "training" / "faults.tsv"
STRENGTH = 0.7  # of the ridge
# How much a fact counts, by how it came: of a brief and labelled by a reader, written for a kind, written for a kind in a second set whose
# writers were to keep to office language (counted in full it made the model no better at the readers' facts, and less sure).
COUNTS = {"reader": 2.0, "writer": 1.0, "second": 0.3}
ALSO = 0.4  # what a kind is worth that would answer a fact nearly as well


class Row(NamedTuple):
    """A fact: the batch of briefs or line of work that it is of, how it came, the kind, others that would do, its text."""

    batch: str
    by: str
    kind: str
    also: tuple[str, ...]
    text: str


def rows() -> list[Row]:
    """The facts of the file."""
    found = []
    for line in FACTS.read_text(encoding="utf-8").splitlines()[1:]:
        batch, by, kind, also, text = line.split("\t")
        found.append(Row(batch, by, kind, tuple(also.split("/")) if also else (), text))
    return found


def examples(known: set[str], kinds: set[str]) -> list[Row]:
    """The examples of the table that are no rows yet: what its patterns and words say must be learned too."""
    table = yamlfile.table(answers.TABLE)
    made = [(row["fault"], e["fact"]) for row in table["readings"] if row.get("fault") for e in row.get("examples", ())]
    made += [(row["fault"], row["example"]) for row in table["broad"]]
    return [Row(answers.TABLE, "writer", kind, (), text) for kind, text in made if kind in kinds and text not in known]


def features(texts: list[str]) -> Any:
    """The features of all texts as one array [text, feature]."""
    made = np.zeros((len(texts), BUCKETS + len(meaning.vector(""))), dtype=np.float32)
    for row, text in zip(made, texts, strict=True):
        columns, values = hashed(text, faultkinds.LONGEST)
        row[columns] = values
        row[BUCKETS:] = faultkinds.ABOUT * meaning.vector(text)
    return made


def learn(facts: list[Row]) -> Weights:
    """Weights of a ridge regression on the kinds, solved in its dual form: there are fewer facts than features."""
    kinds = tuple(sorted({row.kind for row in facts}))
    place = {kind: n for n, kind in enumerate(kinds)}
    wanted = np.zeros((len(facts), len(kinds)), dtype=np.float32)
    for row, fact in zip(wanted, facts, strict=True):
        for kind in fact.also:
            if kind in place:
                row[place[kind]] = ALSO
        row[place[fact.kind]] = 1.0
    mean = wanted.mean(axis=0)
    seen = features([fact.text for fact in facts])
    ridge = np.array([STRENGTH / COUNTS[fact.by] for fact in facts], dtype=np.float32)
    dual = np.linalg.solve(seen @ seen.T + np.diag(ridge), wanted - mean)
    return Weights(seen.T @ dual, mean, kinds)


def held_out() -> None:
    """Print how many problems of each batch of briefs get a kind that a reader gave, by the table alone and joined with the model."""
    counts: Counter[tuple[str, str]] = Counter()
    facts = rows()
    known = {row.text for row in facts}
    lesser = yamlfile.table(answers.TABLE)["yield"]
    spare = examples(known, {row.kind for row in facts})
    for batch in sorted({row.batch for row in facts if row.by == "reader"}):
        learned = learn([*(row for row in facts if row.batch != batch), *spare])
        for row in (row for row in facts if row.by == "reader" and row.batch == batch):
            table = answers.by_table(row.text)
            joined = answers.joined(table, row.text, partial(faultkinds.told, learned))
            how = "nothing" if table is None or table.fault in lesser else "a word" if table.broad else "the build"
            for name, reading in (("table", table), ("joined", joined)):
                counts[how, name] += reading is not None and reading.fault in (row.kind, *row.also)
            counts[how, "said"] += joined is not None and joined.fault not in lesser
            counts[how, "all"] += 1
    for how in ("the build", "a word", "nothing"):
        n, table, joined, said = (counts[how, name] for name in ("all", "table", "joined", "said"))
        print(f"{n} problems of which the table knows {how}: right by the table {table}, joined with the model {joined} of {said} answered")


def train() -> None:
    """Write the weights, eight bits each."""
    facts = rows()
    learned = learn([*facts, *examples({row.text for row in facts}, {row.kind for row in facts})])
    weights, scale = train_roles.eight(learned.weights)
    np.savez_compressed(faultkinds.WEIGHTS, weights=weights, scale=scale, bias=learned.bias, kinds=np.array(learned.kinds))
    print(f"{faultkinds.WEIGHTS.relative_to(ROOT)}: {faultkinds.WEIGHTS.stat().st_size / 1e6:.2f} MB, {len(facts)} facts")


if __name__ == "__main__":
    held_out() if "--held-out" in sys.argv else train()
