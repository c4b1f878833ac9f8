"""Make a sentence stand alone: cut its opener, or say why it cannot be used elsewhere (rules in alone.yaml)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from drafter.patterns import Filtered

_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("‘", "’"))
_PAIRED = re.compile("[“”（）《》‘’]")


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
def _tries() -> tuple[re.Pattern[str], tuple[Rule, ...], Filtered]:
    """(what any cut at a sentence's head begins with, the cuts elsewhere, the rejects behind their filter)."""
    cuts, rejects = rules()
    heads = "|".join(f"(?:{rule.pattern.pattern})" for rule in cuts if rule.pattern.pattern.startswith("^"))
    return (re.compile(heads), tuple(rule for rule in cuts if not rule.pattern.pattern.startswith("^")),
            Filtered([rule.pattern for rule in rejects]))


class Stood(NamedTuple):
    """A sentence made to stand alone, what was edited in Chinese, flags that forbid its use."""

    text: str
    edits: tuple[str, ...]
    flags: tuple[str, ...]


def stand(texts: list[str], roles: list[str]) -> list[Stood]:
    """Each sentence, of that role, made to stand alone."""
    rejects, rejecting = rules()[1], _tries()[2]
    cut = [_cut(text, role) for text, role in zip(texts, roles, strict=True)]
    found: list[list[str]] = [[] for _ in cut]
    for place, number in rejecting.hits([text for text, _ in cut]):
        if not rejects[number].roles or roles[place] in rejects[number].roles:
            found[place].append(rejects[number].name)
    for (text, _), flags in zip(cut, found, strict=True):
        if _PAIRED.search(text) and any(text.count(a) != text.count(b) for a, b in _PAIRS):
            flags.append("unclosed")
        if not 12 <= len(text) <= 120:
            flags.append("short" if len(text) < 12 else "long")
    return [Stood(text, edits, tuple(dict.fromkeys(flags))) for (text, edits), flags in zip(cut, found, strict=True)]


def _cut(text: str, role: str) -> tuple[str, tuple[str, ...]]:
    """(the sentence without its opener, what was edited)."""
    edits: list[str] = []
    cuts, (openers, elsewhere, _) = rules()[0], _tries()
    changed = True
    while changed:
        changed = False
        for rule in cuts if openers.match(text) else elsewhere if "，" in text else ():
            match = rule.pattern.search(text)
            if match and (not rule.roles or role in rule.roles):
                text = text[:match.start()] + text[match.end():]
                edits.append(f"删去“{match[0].strip('，,')}”")
                changed = True
    text = text.strip().lstrip("，、；：")
    if text and text[-1] in "；;":
        text = text[:-1] + "。"
        edits.append("句末分号改句号")
    return text, tuple(edits)
