"""Learn what makes a passage suit an aspect from corpus/training/passages.tsv; print the weights of drafter/composing/suitability.py.

With `--held-out` print how well it tells good passages from others on batches of briefs that it was not trained on (extra `train`).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drafter import aspects, handwritten  # noqa: E402
from drafter.composing import points, suitability  # noqa: E402
from drafter.phrases import WRITTEN  # noqa: E402

PAIRS = ROOT / "corpus" / "training" / "passages.tsv"
STRENGTH = 30.0  # of the ridge
GOOD = 1.75  # from this mean grade on readers found the passage usable
FOLDS = 8


class Pair(NamedTuple):
    """A passage that was weighed for an aspect of a brief (`page`: trade/aspect on which that stands), and the readers' mean grade.

    `best` is the fit of the passage of the pool that fitted best.
    """

    batch: str
    subject: str
    trade: str
    name: str
    page: str
    borrowed: bool
    facts: str
    table: str
    aspect: str
    point: int
    best: float
    grade: float

    def theme(self) -> str:
        """What the clerk tells of the aspect, as Plan.theme has it."""
        trade, base = self.page.split("/")
        page = next((a for a in aspects.trades()[trade].aspects if a.name == base), None)
        told = self.facts or ("" if self.borrowed or page is None else page.vocabulary)
        return f"{self.name}，{self.name}，{told}" + (f"，{self.subject}" if self.borrowed else "")


def pairs() -> list[Pair]:
    """The pairs of the file."""
    found = []
    for line in PAIRS.read_text(encoding="utf-8").splitlines()[1:]:
        batch, subject, trade, name, page, borrowed, facts, table, aspect, point, best, grade = line.split("\t")
        found.append(Pair(batch, subject, trade, name, page, bool(borrowed), facts, table, aspect, int(point), float(best), float(grade)))
    return found


def passage(pair: Pair) -> suitability.Passage:
    """The passage of a pair, as its table has it."""
    rows = [p for p in handwritten.of(pair.table) if p.item == pair.point and p.aspects == (pair.aspect,)
            and f"/{handwritten.PASSAGES}/" in p.origin.file]
    sorts: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        sorts[row.kind if row.kind in WRITTEN else row.role].append(row.text if row.kind in WRITTEN else row.lead + row.text)
    return suitability.Passage(
        "".join(text for kind, texts in sorts.items() if kind in WRITTEN for text in texts),
        "".join(text for role in points.THREAD for text in sorts[role]),
        suitability.headed(handwritten.heads(pair.table).get((pair.aspect, pair.point))),
        "，".join(handwritten.cues(pair.table).get((pair.aspect, pair.point), ())),
        points.vocabulary(rows[0].trade, pair.aspect, pair.table), pair.aspect, rows[0].trade == pair.trade)


def features(pair: Pair) -> Any:
    """The features of a pair."""
    rows = suitability.Passages([passage(pair)])
    cues = handwritten.cues(pair.table).get((pair.aspect, pair.point), ())
    near = rows.nearness(pair.theme()) + points.BY_CALL * min(points.CALLS, points.CALLED * handwritten.calling(cues, pair.facts))
    named = rows.nearness(pair.name)
    fit = near + points.BY_NAME * (named - points.USUAL_NAME)
    return rows.features(pair.name, pair.subject, pair.facts, near, named, fit, max(pair.best, float(fit[0])))[0]


def learn(seen: Any, grades: Any) -> tuple[float, Any]:
    """(base, weights) of a ridge regression, the features brought to one spread first."""
    mean, spread = seen.mean(axis=0), seen.std(axis=0)
    scaled = (seen - mean) / spread
    weights = np.linalg.solve(scaled.T @ scaled + STRENGTH * np.eye(seen.shape[1]), scaled.T @ (grades - grades.mean())) / spread
    return float(grades.mean() - mean @ weights), weights


def told_apart(worths: Any, good: Any) -> float:
    """In how many of all pairs of a good passage and another the good one is worth more (area under the ROC curve)."""
    ours, others = worths[good], worths[~good]
    return float(np.mean(ours[:, None] > others[None, :]))


def main() -> None:
    """Print the weights, or how well they do on what they were not learned from."""
    rows = pairs()
    seen, grades = np.array([features(row) for row in rows]), np.array([row.grade for row in rows])
    if "--held-out" in sys.argv:
        batches = sorted({row.batch for row in rows})
        worths = np.zeros(len(rows))
        for fold in range(FOLDS):
            out = np.array([batches.index(row.batch) % FOLDS == fold for row in rows])
            base, weights = learn(seen[~out], grades[~out])
            worths[out] = base + seen[out] @ weights
        good = grades >= GOOD
        print(f"told apart: {told_apart(worths, good):.3f}; by nearness alone {told_apart(seen[:, 0], good):.3f}; {len(rows)} pairs")
        for least in (1.4, 1.6, 1.8, 2.0):
            kept = worths >= least
            print(f"worth {least}: {int(kept.sum())} kept, mean grade {grades[kept].mean():.2f}, {np.mean(good[kept]):.0%} good")
        return
    base, weights = learn(seen, grades)
    print(f"BASE = {base:.3f}\nWEIGHTS = ({', '.join(f'{w:.3f}' for w in weights)})")


if __name__ == "__main__":
    main()
