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


KINDS = {"sentence": "句子", "act": "做法", "lead": "段首语", "heading": "标题", "slogan": "口号"}
SOURCES = 3  # from so many on a further one lifts no phrase (Phrase.worth)

# What a hand-written sentence is for, with the role it has (phrasebank/sentences/, phrasebank/passages/).
WRITTEN = {
    "起笔": "significance", "道理": "significance", "取向": "measure", "变化": "achievement", "要求": "measure", "承诺": "measure",
    "要领": "measure", "体会": "significance", "感悟": "significance", "今后": "measure", "倡议": "measure", "引子": "background",
    "收尾": "significance",
}

# Why a phrase cannot be used as it stands.
FLAGS = {
    "specific": "写死了人事物或数字", "attributed": "引用他人的话", "dated": "提法过时", "document": "引用文件",
    "dangling": "指代不清", "subjectless": "没有主语",
    "reference": "论文用语", "question": "是问句", "half": "只有半句", "unfinished": "没有说完", "padded": "套话太多", "english": "夹外文",
    "bookish": "书面腔", "leftover": "有残留符号", "person": "人称", "duty": "带责任单位", "unclosed": "引号括号不成对", "short": "太短",
    "long": "太长", "loose": "对仗不工", "label": "只是章节名", "local": "本地的划分", "repost": "转载改动",
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
    guessed: bool = False

    def record(self) -> dict[str, Any]:
        """The unit as one line of `drafter label` (the labelling guide's record)."""
        names = ("source", "doc", "kind", "level", "role", "specific", "attributed", "text")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a phrase to be filled in (槽): its kind (SLOTS) and the words that stood there."""

    kind: str
    words: str


SLOTS = {"subject": "主题", "org": "单位", "place": "地名", "person": "姓名", "date": "日期", "number": "数字", "document": "文件",
         "brand": "名称"}


@dataclass(slots=True)
class Phrase:
    """A unit cleaned up for reuse (词句), with every place it was seen.

    `kind` is sentence, act (a measure with its lead), lead (the words of 一是…。 alone), heading or slogan.
    `slots` are the {places} of the text in order; `flags` says why it cannot be used as it stands (specific, attributed,
    dated, dangling …); `quality` is 0 to 1, `parts` what it is made of; `aspects` are at most two, the likelier first.
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
    slots: tuple[Slot, ...] = ()
    parts: dict[str, float] = field(default_factory=dict)
    aspects: tuple[str, ...] = ()

    def shown(self) -> str:
        """The text with its slots named in Chinese: 对〔主题〕重视不够."""
        return re.sub(r"\{([a-z]+)\}", lambda m: f"〔{SLOTS.get(m[1], m[1])}〕", self.text)

    def worth(self, sources: int) -> float:
        """0 to 1: the quality from its parts; a phrase that fails a gate stays under 0.4, more sources lift it a little."""
        p = self.parts
        score = (0.5 * p.get("register", 0.5) + 0.25 * p.get("length", 0.5) + 0.1 * p.get("clean", 1.0)
                 + 0.15 * min(1.0, 0.4 + 0.2 * sources))
        gate = p.get("complete", 1.0) * p.get("alone", 1.0) * p.get("general", 1.0) * p.get("fresh", 1.0)
        return round(min(1.0, score) if gate else 0.4 * score, 3)

    @property
    def form(self) -> str:
        """The phrase's words alone, slots filled as they stood: what an editor decides about, whatever the role found next time."""
        text = self.text
        for slot in self.slots:
            text = text.replace(f"{{{slot.kind}}}", slot.words, 1)
        return normal_form(self.lead + text)

    @property
    def key(self) -> str:
        """The phrase's normal form hashed: the same words are one phrase wherever they were seen."""
        return phrase_key(self.text, self.role, self.lead)


@dataclass(frozen=True, slots=True)
class Thread:
    """Keys of a problem, its cause and its measure that stood together in one source (线索).

    `how` is ordinal (the i-th items of parallel chapters) or words (shared content words); `score` is 0 to 1.
    """

    problem: str
    cause: str
    measure: str
    how: str
    score: float


@dataclass(slots=True)
class Haul:
    """What one article gives the bank: phrases, threads, (frame, phrase key), (kind, words, phrase key) of heading words."""

    phrases: list[Phrase]
    threads: list[Thread] = field(default_factory=list)
    frames: list[tuple[str, str]] = field(default_factory=list)
    pieces: list[tuple[str, str, str]] = field(default_factory=list)
    year: int = 0


_MARKS = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]+")  # what does not count in a phrase's words


def normal_form(text: str) -> str:
    """Twelve hexadecimal digits that name some words; punctuation and spaces do not count."""
    return hashlib.blake2b(_MARKS.sub("", text).encode(), digest_size=6).hexdigest()


def phrase_key(text: str, role: str, lead: str = "") -> str:
    """Twelve hexadecimal digits that name a phrase; punctuation and spaces do not count."""
    return hashlib.blake2b(f"{role}|{_MARKS.sub('', lead + text)}".encode(), digest_size=6).hexdigest()
