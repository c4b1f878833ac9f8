"""Site furniture, journal furniture, adverts: rules in furniture.yaml, applied line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from drafter.cleaning.lines import Line, Sheet

_SENTENCE = re.compile(r"[\u4e00-\u9fff].{12,}[。！？；]")


@dataclass(frozen=True)
class Rule:
    """One rule of furniture.yaml; `scope` is line, tail or inline."""

    name: str
    scope: str
    why: str
    pattern: re.Pattern[str]
    right: tuple[str, ...]
    wrong: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in order."""
    rows = yaml.safe_load((Path(__file__).parent / "furniture.yaml").read_text(encoding="utf-8"))
    return tuple(Rule(r["name"], r["scope"], r["why"], re.compile(r["pattern"]), tuple(r["right"]), tuple(r["wrong"]))
                 for r in rows)


def drop_furniture(sheet: Sheet) -> None:
    """Lines that are no body text gone, each with a Finding; a list of links goes up to the next full sentence."""
    kept: list[Line] = []
    tail: Rule | None = None
    for line in sheet.lines:
        text = line.text.strip()
        if tail and not _SENTENCE.search(text):
            sheet.cut(line, tail.name, tail.why)
            continue
        tail = None
        rule = next((r for r in rules() if r.scope != "inline" and r.pattern.search(text)), None)
        if rule is None or (rule.scope == "line" and _keeps(rule, text)):
            kept.append(line)
            continue
        if rule.scope == "tail":
            tail = rule
        sheet.cut(line, rule.name, rule.why)
    sheet.lines = kept


def _keeps(rule: Rule, text: str) -> bool:
    """True where a long line of body text merely contains the pattern."""
    return len(text) > 120 and rule.name not in ("links", "obscene", "references")


def strip_marks(sheet: Sheet) -> None:
    """Citation marks, page numbers and running heads inside lines gone."""
    for line in sheet.lines:
        for rule in rules():
            if rule.scope != "inline":
                continue
            for match in rule.pattern.finditer(line.text):
                sheet.cut(line, rule.name, rule.why, match[0].strip())
            line.text = rule.pattern.sub("", line.text)
