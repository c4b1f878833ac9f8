"""Make a sentence stand alone: cut its opener, or say why it cannot be used elsewhere (rules in alone.yaml)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from drafter.mining.patterns import Filtered

_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("‘", "’"))


class Rule(NamedTuple):
    """One rule of alone.yaml."""

    name: str
    pattern: re.Pattern[str]
    roles: tuple[str, ...]
    example: str


@cache
def rules() -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """(what is cut, what makes a sentence unusable)."""
    rows = yaml.safe_load((Path(__file__).parent / "alone.yaml").read_text(encoding="utf-8"))

    def part(name: str) -> tuple[Rule, ...]:
        return tuple(Rule(r.get("name", "cut"), re.compile(r["pattern"]), tuple(r.get("roles", ())), r["example"]) for r in rows[name])

    return part("cut"), part("reject")


@cache
def _tries() -> tuple[re.Pattern[str], Filtered]:
    """(what any cut at a sentence's head begins with, the rejects behind their filter)."""
    cuts, rejects = rules()
    heads = "|".join(f"(?:{rule.pattern.pattern})" for rule in cuts if rule.pattern.pattern.startswith("^"))
    return re.compile(heads), Filtered([rule.pattern for rule in rejects])


def stand(text: str, role: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """(the sentence made to stand alone, what was edited in Chinese, flags that forbid its use)."""
    edits: list[str] = []
    cuts, rejects = rules()
    openers, tried = _tries()
    changed = True
    while changed:
        changed = False
        for rule in cuts if openers.match(text) or "，" in text else ():
            match = rule.pattern.search(text)
            if match and (not rule.roles or role in rule.roles):
                text = text[:match.start()] + text[match.end():]
                edits.append(f"删去“{match[0].strip('，,')}”")
                changed = True
    text = text.strip().lstrip("，、；：")
    if text and text[-1] in "；;":
        text = text[:-1] + "。"
        edits.append("句末分号改句号")
    flags = [rejects[n].name for n in tried.which([text])[0] if not rejects[n].roles or role in rejects[n].roles]
    if any(text.count(a) != text.count(b) for a, b in _PAIRS):
        flags.append("unclosed")
    length = len(text)
    if length < 12:
        flags.append("short")
    if length > 120:
        flags.append("long")
    return text, tuple(edits), tuple(dict.fromkeys(flags))
