"""Unit and Phrase: what a document is cut into, and what the bank keeps of it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from drafter.document import Origin

# The rhetorical roles, as the labelling guide names them (docs/glossary.md).
ROLES = {
    "problem": "问题", "cause": "原因", "measure": "对策", "significance": "意义", "background": "背景",
    "goal": "目标", "achievement": "成效", "slogan": "口号", "transition": "过渡", "noise": "噪声",
}
ROLE_NAMES = {chinese: english for english, chinese in ROLES.items()}


# Why a phrase cannot be used as it stands.
FLAGS = {
    "specific": "写死了人事物或数字", "attributed": "引用他人的话", "dated": "提法过时", "document": "引用文件",
    "dangling": "指代不清", "subjectless": "没有主语",
    "reference": "论文用语", "question": "是问句", "half": "只有半句", "unfinished": "没有说完", "padded": "套话太多", "english": "夹外文",
    "bookish": "书面腔", "leftover": "有残留符号", "person": "人称", "duty": "带责任单位", "unclosed": "引号括号不成对", "short": "太短",
    "long": "太长", "repost": "转载改动",
}


@dataclass(slots=True)
class Unit:
    """One sentence or heading of a cleaned document, with its role (修辞角色).

    `kind` is title, heading or sentence; `level` is set for headings (title 0); `chapter` is the role of the
    level-1 section it stands in, `item` the number of the level-2 item in it (from 1, 0: none), `above` the headings over it.
    """

    source: str
    doc: int
    kind: str
    text: str
    role: str = "background"
    level: int | None = None
    specific: bool = False
    attributed: bool = False
    article: str = ""
    paragraph: int = 0
    line: int = 0
    chapter: str = ""
    item: int = 0
    above: tuple[str, ...] = ()
    run_in: bool = False

    def record(self) -> dict[str, Any]:
        """The unit as one line of `drafter label` (the labelling guide's record)."""
        names = ("source", "doc", "kind", "level", "role", "specific", "attributed", "text")
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class Phrase:
    """A unit cleaned up for reuse (词句), with every place it was seen.

    `kind` is sentence, act (a measure with its lead), heading or slogan. `lead` holds the words of 一是…。;
    `flags` says why it cannot be used as it stands (specific, attributed, dated, dangling …); `quality` is 0 to 1.
    """

    text: str
    role: str
    kind: str = "sentence"
    lead: str = ""
    flags: tuple[str, ...] = ()
    quality: float = 0.5
    subject: str = ""
    trade: str = ""
    chapter: str = ""
    item: int = 0
    order: int = 0
    above: str = ""
    original: str = ""
    edits: tuple[str, ...] = ()
    origin: Origin = field(default_factory=lambda: Origin(""))

    @property
    def key(self) -> str:
        """The phrase's normal form hashed: the same words are one phrase wherever they were seen."""
        return phrase_key(self.text, self.role, self.lead)


def phrase_key(text: str, role: str, lead: str = "") -> str:
    """Twelve hexadecimal digits that name a phrase; punctuation and spaces do not count."""
    core = re.sub(r"[^0-9A-Za-z\u4e00-\u9fff]", "", lead + text)
    return hashlib.blake2b(f"{role}|{core}".encode(), digest_size=6).hexdigest()
