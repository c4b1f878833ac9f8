"""Facts stand where readers would put them: tests/cases/places holds briefs and, for each fact, the stressed word under which it belongs.

To add one: a brief as the clerk wrote it, `homes`, one a fact, and `batch: later`. Who wrote and answered these had not seen the program.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from drafter import pipeline
from drafter.brief import Brief

CASES = sorted((Path(__file__).parent / "cases" / "places").glob("*.yaml"))
# Of the facts; 0.96 of those of the first 36 briefs and 0.80 of those of the 48 later ones (docs/decisions/0033, 0038).
ENOUGH = {"first": 0.92, "later": 0.78}


def told(case: dict[str, Any]) -> list[tuple[str, set[str], set[str]]]:
    """(the fact, the homes that readers gave it, those that the plan gives it) for the facts that belong under an aspect of the plan."""
    brief = Brief.model_validate(case["brief"])
    plan = pipeline.draft(brief).plan
    rows = [(entry.name, placed.text) for chapter in plan.chapters for entry in chapter.entries if entry.aspect for placed in entry.facts]
    found = []
    for fact, home in zip(brief.facts, case["homes"], strict=True):
        homes = {name for name, text in rows if text in fact.text}
        if homes and set(home.split("|")) & set(plan.named()):
            found.append((fact.text, set(home.split("|")), homes))
    return found


@pytest.mark.parametrize("batch", ENOUGH)
def test_facts_stand_under_the_aspects_that_readers_named(batch: str) -> None:
    cases = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in CASES}
    rows = [(name, *row) for name, case in cases.items() if case.get("batch", "first") == batch for row in told(case)]
    wrong = [f"{name}：{fact[:30]} 在{'、'.join(homes)}，该在{'、'.join(wanted)}" for name, fact, wanted, homes in rows
             if not wanted & homes]
    assert len(rows) > 140
    assert len(wrong) <= (1 - ENOUGH[batch]) * len(rows), "\n".join(wrong)
