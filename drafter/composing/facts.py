"""The clerk's facts: what each is used for, under which aspect it goes, and the sentence that carries it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from drafter import resources, words, yamlfile
from drafter.aspects import Aspect
from drafter.brief import Brief, Fact
from drafter.errors import TemplateError

# Words that betray what a fact is for, where the clerk did not say (COMPOSING, section 9).
_USES = (
    ("安排", re.compile(r"[将拟]|计划|底前|下一步|起施行|安排")),
    ("问题", re.compile(r"仅|只有|尚未|尚缺|不足|仍|缺|反映|难|没有|超期|不高|过低")),
    ("成效", re.compile(r"提高|降至|完成|覆盖|减少|增至|压减|达到|提升")),
    ("背景", re.compile(r"现有|共有|下设|辖|座谈|问卷|走访")),
)


SURE = 1.5  # what one cue of two characters scores: below it a fact does not speak of the aspect


@dataclass(slots=True)
class Placed:
    """A fact with its use and the name of the aspect it belongs under (empty: the opening)."""

    fact: Fact
    use: str
    aspect: str = ""
    fit: float = 0.0


def use_of(fact: Fact) -> str:
    """The fact's use: the clerk's word, else what its wording betrays."""
    if fact.use:
        return fact.use
    return next((use for use, pattern in _USES if pattern.search(fact.text)), "背景")


def place(brief: Brief, aspects: list[Aspect], *, corresponding: bool) -> list[Placed]:
    """Every fact with its place: background opens, the others go to the aspect whose words they speak."""
    placed = [Placed(fact, use_of(fact)) for fact in brief.facts]
    if not corresponding or not aspects:
        return placed
    load: dict[tuple[str, str], int] = {}
    waiting = [p for p in placed if p.use != "背景"]
    scores = {id(p): [_fit(p.fact.text, a) for a in aspects] for p in waiting}
    waiting.sort(key=lambda p: -(max(scores[id(p)]) - sorted(scores[id(p)])[-2] if len(aspects) > 1 else 0))
    for p in waiting:
        chapter = "问题" if p.use == "问题" else "对策"
        best = max(range(len(aspects)),
                   key=lambda i: scores[id(p)][i] - 2.5 * load.get((chapter, aspects[i].name), 0) - 0.01 * i)
        p.aspect, p.fit = aspects[best].name, scores[id(p)][best]
        load[chapter, p.aspect] = load.get((chapter, p.aspect), 0) + 1
    return placed


def _fit(text: str, aspect: Aspect) -> float:
    """How strongly a fact speaks of an aspect: its cues, the words of its name, faintly those of its measures, single characters."""
    pairs = words.bigrams(text)
    shared = words.bigrams(aspect.name) & pairs
    tools = {pair for row in aspect.measure for pair in words.bigrams(row.lever) | words.bigrams(row.object)} & pairs
    return aspect.score(text) + 2.0 * len(shared) + 0.8 * len(tools) + 0.2 * len(set(aspect.name) & set(text))


@cache
def _carriers() -> dict[str, list[dict[str, str]]]:
    rows, _ = yamlfile.parse(resources.table("carriers.yaml"), TemplateError)
    return dict(rows)


def carry(placed: Placed, used: set[str]) -> str:
    """The sentence that carries the fact; a carrier with words of its own stands once in a draft.

    A fact that fits its place only for want of a better one is set down bare: a carrier would claim a link.
    """
    text = placed.fact.text
    if placed.fit < SURE and placed.use in ("成效", "做法"):
        return text + "。"
    for row in _carriers()[placed.use]:
        if row["text"] in used or (row.get("when") and not re.search(row["when"], text)):
            continue
        if row.get("without") and re.search(row["without"], text):
            continue
        if row["text"] != "{F}。":
            used.add(row["text"])
        return row["text"].replace("{F}", text)
    return text + "。"
