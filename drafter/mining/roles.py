"""Score the rhetorical role of each unit: cue words and the headings above."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from drafter import numbering
from drafter.phrases import Unit


class Cue(NamedTuple):
    """One cue: a pattern and what it weighs."""

    pattern: re.Pattern[str]
    weight: float


@cache
def _table() -> tuple[dict[str, tuple[Cue, ...]], dict[str, re.Pattern[str]]]:
    rows = yaml.safe_load((Path(__file__).parent / "cues.yaml").read_text(encoding="utf-8"))
    headings = {role: re.compile(pattern) for role, pattern in rows.pop("headings").items()}
    return {role: tuple(Cue(re.compile(r["cue"]), r["weight"]) for r in cues) for role, cues in rows.items()}, headings


# What a section's role lends to the sentences in it (measured on hand-labelled texts: under 原因分析 nearly all explains).
_UNDER = {
    "problem": {"problem": 3.0, "cause": 0.3}, "cause": {"cause": 4.0, "problem": 0.5},
    "measure": {"measure": 2.2}, "significance": {"significance": 2.4, "background": 0.4},
    "background": {"background": 2.4}, "goal": {"goal": 2.4, "measure": 0.3},
    "achievement": {"achievement": 2.0, "measure": 1.0}, "transition": {"background": 0.6, "slogan": 0.3},
}


def heading_role(text: str, inherited: str = "") -> str:
    """The role a heading announces, else the one of the section around it, else measure."""
    _, headings = _table()
    words = numbering.strip(text)
    for role in ("transition", "cause", "problem", "deficit", "achievement", "significance", "goal", "background", "measure"):
        match = headings[role].search(words)
        if not match:
            continue
        if role == "significance" and re.search(r"发挥|强化|提高|提升", words) and not re.search(r"意义|重要性|必要性", words):
            continue
        if role in ("problem", "deficit") and re.search(r"对策|建议|措施|解决|思考|破解|导向|清零|克服|补齐|防止|避免|着力", words):
            continue
        if role == "deficit":
            return "cause" if inherited == "cause" else "problem"
        if role in ("measure", "significance", "background", "goal", "achievement") and inherited in ("problem", "cause"):
            continue
        return role
    return inherited or "measure"


def scores(text: str) -> dict[str, float]:
    """How much each role's cues weigh in the text."""
    cues, _ = _table()
    return {role: sum(c.weight for c in rows if c.pattern.search(text)) for role, rows in cues.items()}


HEADING = 3.0  # what the words of a heading weigh for its own role, on the scale of the cues


def assign(units: list[Unit]) -> list[dict[str, float]]:
    """What cues and headings say for each role of each unit of one article, in reading order; the best is set as the unit's role."""
    section: dict[int, str] = {}
    headings = [u for u in units if u.kind == "heading"]
    every: list[dict[str, float]] = []
    for unit in units:
        if unit.kind == "title":
            unit.role = heading_role(unit.text)
            every.append({unit.role: HEADING})
            continue
        if unit.kind == "heading":
            level = unit.level or 1
            above = next((section[n] for n in range(level - 1, 0, -1) if n in section), "")
            unit.role = heading_role(unit.text, above)
            every.append({unit.role: HEADING})
            section = {n: r for n, r in section.items() if n < level} | {level: unit.role}
            continue
        under = section[max(section)] if section else ""
        found = scores(unit.text)
        for role, bonus in _UNDER.get(under, {}).items():
            found[role] = found.get(role, 0.0) + bonus
        if not headings and not any(found.values()):
            found["background"] = 0.1
        unit.role = max(found, key=lambda role: found[role]) if any(found.values()) else under or "background"
        every.append(found)
    return every
