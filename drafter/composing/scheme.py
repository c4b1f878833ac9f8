"""The plan of a draft as a tree: its chapters, their items, and the facts that stand in each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from drafter.aspects import Aspect
from drafter.brief import USES
from drafter.composing.facts import Placed
from drafter.outlines import Item, Items, Section, Step

_DATED = re.compile(r"\d+[月日](?:底)?[前至到]|年底|一周一|每[周月季年旬]|半月一")
_DUE = re.compile(r"(?<!去年)\d+[月日]底?前")
_TOLD = ("背景", "问题", "成效")  # what has been: a date in it is no deadline (去年底抽查60家单位)


@dataclass(slots=True)
class Entry:
    """One item of a chapter: an aspect, a stage, a fact, or an item that the outline names itself."""

    name: str
    aspect: Aspect | None = None
    item: Item | None = None
    values: dict[str, Any] = field(default_factory=dict)
    facts: list[Placed] = field(default_factory=list)

    def has(self) -> dict[str, bool]:
        """For each use whether a fact of it stands here, and for 时限 whether any of them names a date or a rhythm."""
        uses = {p.use for p in self.facts}
        return {use: use in uses for use in USES} | {"时限": any((_DUE if p.use in _TOLD else _DATED).search(p.text) for p in self.facts)}


@dataclass(slots=True)
class Chapter:
    """A section with its items and the facts of its opening and closing."""

    section: Section
    entries: list[Entry] = field(default_factory=list)
    facts: list[Placed] = field(default_factory=list)
    further: int = 0  # how many of its items were added because the draft came out short


@dataclass(slots=True)
class Plan:
    """The trade, the aspects in their order, the chapters, and every fact."""

    trade: str
    aspects: list[Aspect]
    chapters: list[Chapter]
    facts: list[Placed]
    subject: str = ""
    elsewhere: dict[str, list[Placed]] = field(default_factory=dict)  # by aspect the problems that speak of it outside its items
    lean: bool = False  # of the reasons that open an item one is enough: the draft reaches its length without the second
    plain: int = 1  # so many times as many sentences as usual that would do for any aspect: where a draft would else come out short

    def told(self, aspect: str, chapter: int | None = None) -> list[Placed]:
        """The facts of an aspect; with a chapter's number those that matter there: its own, else the problems told before, else all.

        Where its items tell no problem, those count that speak of it elsewhere (in a speech the state of things is told first).
        """
        rows = [(n, p) for n, c in enumerate(self.chapters) for e in c.entries if e.aspect and e.name == aspect for p in e.facts]
        own = [p for n, p in rows if n == chapter]
        before = [p for n, p in rows if p.use == "问题" and n <= (chapter or 0)] or self.elsewhere.get(aspect, [])
        return (before if any(p.use == "问题" for p in own) else own) or before or [p for _, p in rows]

    def theme(self, aspect: Aspect, chapter: int | None = None) -> str:
        """What the clerk tells of an aspect, its name twice before it: in the whole, or as it matters in one chapter."""
        told = "，".join(p.text for p in self.told(aspect.name, chapter)) or ("" if aspect.borrowed else aspect.vocabulary)
        about = f"，{self.subject}" if aspect.borrowed else ""  # 家校沟通 in a paper on pupils' minds is another one than on homework
        return f"{aspect.meant}，{aspect.meant}，{told}{about}"

    def topics(self) -> dict[str, tuple[Aspect, str, str]]:
        """Of every aspect by name: itself, what the clerk tells of it with its name before it, and what he tells alone."""
        return {name: (aspect, self.theme(aspect), "，".join(p.text for p in self.told(name))) for name, aspect in self.named().items()}

    def problem(self, aspect: str) -> str:
        """What the clerk tells of the aspect's problem; empty where he tells none."""
        return next((p.text for p in self.told(aspect) if p.use == "问题"), "")

    def named(self) -> dict[str, Aspect]:
        """Every aspect that some chapter treats, by name."""
        return {e.aspect.name: e.aspect for c in self.chapters for e in c.entries if e.aspect}


def steps_of(section: Section) -> list[Step]:
    """The steps of all items of a section."""
    if isinstance(section.items, Items):
        return section.items.recipe
    return [step for item in section.items or () for step in item.recipe]
