"""Facts stand where readers would put them: tests/cases/places holds briefs and, for each fact, the stressed word under which it belongs.

To add one: a brief as the clerk wrote it and `homes`, one a fact. Who wrote and answered these had not seen the program.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from drafter import pipeline
from drafter.brief import Brief

CASES = sorted((Path(__file__).parent / "cases" / "places").glob("*.yaml"))
ENOUGH = 0.84  # of the facts; 0.86 when the twelve briefs each of four more batches were added (docs/decisions/0033, 0038)


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


def test_facts_stand_under_the_aspects_that_readers_named() -> None:
    rows = [(case.stem, *row) for case in CASES for row in told(yaml.safe_load(case.read_text(encoding="utf-8")))]
    wrong = [f"{name}：{fact[:30]} 在{'、'.join(homes)}，该在{'、'.join(wanted)}" for name, fact, wanted, homes in rows
             if not wanted & homes]
    assert len(rows) > 350
    assert len(wrong) <= (1 - ENOUGH) * len(rows), "\n".join(wrong)
