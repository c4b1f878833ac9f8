"""Why a sentence got its role: the cues it holds, the heading above, the main clause, the model's odds, the decision."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from drafter import numbering
from drafter.mining import alone, clauses, cutting, model, roles
from drafter.phrases import Unit


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was weighed for one sentence; `rules` and `odds` go by role, `flags` say why it would stay out of drafts."""

    text: str
    under: str
    cues: tuple[tuple[str, str, float], ...]  # role, the words found, weight
    heading: tuple[str, float]  # the role it announces, how surely; ("", 0) without one
    stance: str
    rules: dict[str, float]
    odds: dict[str, float]
    role: str
    flags: tuple[str, ...]
    edits: tuple[str, ...]


def explain(text: str, under: str = "", *, year: int) -> Explanation:
    """The explanation for a sentence that stands alone, or under a heading."""
    units = [Unit("", 1, "heading", under, level=1)] if under else []
    unit = Unit("", 1, "sentence", text, above=(numbering.strip(under),) if under else (), paragraph=1)
    units.append(unit)
    reading = roles.read(units)
    rules = roles.assign(units, reading)
    names, likely = model.probabilities(units, reading)
    model.decide(units, reading, rules)
    found = tuple((cue.role, match[0], cue.weight) for cue in roles.cues() if (match := cue.pattern.search(text)))
    edits = alone.stand([text], [unit.role])[0].edits
    phrases = cutting.cut(units[-1:], year=year)
    whole = next((p for p in phrases if p.kind in ("sentence", "act")), None)
    return Explanation(
        text, under, found, roles.heading_says(under) if under else ("", 0.0), clauses.STANCES[reading.clauses.stances[-1]],
        {role: round(float(score), 2) for role, score in zip(roles.TOLD, rules[-1], strict=True) if score},
        {name: round(float(p), 3) for name, p in sorted(zip(names, likely[-1], strict=True), key=lambda row: -row[1]) if p >= 0.01},
        unit.role, whole.flags if whole else (), edits)


def summed(explanation: Explanation) -> dict[str, float]:
    """Log odds and rules together by role, the best first, as `decide` adds them up."""
    total = {role: float(np.log(p + 1e-4)) + model.RULES * explanation.rules.get(role, 0.0) for role, p in explanation.odds.items()}
    return dict(sorted(total.items(), key=lambda row: -row[1]))
