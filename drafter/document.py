"""Document: the one tree that every stage passes on.

Readers return it, composing builds it, writers and checks take it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a sentence stood (来源): file, article in it, paragraph (from 1) and line (from 1)."""

    file: str
    article: str = ""
    paragraph: int = 0
    line: int = 0

    def place(self) -> str:
        """The place in words, as printed by `drafter why`."""
        parts = [self.file]
        if self.article:
            parts.append(f"《{self.article}》")
        if self.paragraph:
            parts.append(f"第{self.paragraph}段")
        elif self.line:
            parts.append(f"第{self.line}行")
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Trace:
    """How a sentence of a draft came about.

    `made` is one of mined (from the bank), table (a word table), fact or given (the brief), joint (an outline's lead-in),
    gap (something the clerk must fill in). `edits` says in Chinese what was changed, `fills` what was filled in.
    """

    made: str
    phrase: str = ""
    original: str = ""
    sources: tuple[Origin, ...] = ()
    edits: tuple[str, ...] = ()
    fills: tuple[str, ...] = ()
    bank: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """Another wording (备选) for a sentence or heading of a draft, the higher its score the better.

    `also` is (place, wording) of each heading beside it that has to change with it.
    """

    text: str
    score: float
    trace: Trace
    role: str | None = None
    also: tuple[tuple[str, Option], ...] = ()


@dataclass(slots=True)
class Sentence:
    """One sentence, with its rhetorical role and, in a draft, its trace and what else might stand there."""

    text: str
    role: str | None = None
    trace: Trace | None = None
    options: tuple[Option, ...] = ()


@dataclass(slots=True)
class Heading:
    """A heading as printed, numbering included. Level 1 is 一、, 2 （一）, 3 1., 4 （1）."""

    text: str
    level: int
    role: str | None = None
    line: int = 0
    run_in: bool = False
    guessed: bool = False
    trace: Trace | None = None
    options: tuple[Option, ...] = ()


@dataclass(slots=True)
class Paragraph:
    """A paragraph; `style` is body, byline, salutation, signature or date."""

    sentences: list[Sentence]
    style: str = "body"
    line: int = 0

    @property
    def text(self) -> str:
        """The whole paragraph as printed."""
        sentences = self.sentences
        return sentences[0].text if len(sentences) == 1 else "".join(s.text for s in sentences)


Block = Heading | Paragraph


@dataclass(slots=True)
class Document:
    """A title and its blocks in reading order; `meta` holds header fields such as subject, trade, encoding.

    In a draft `meta["state"]` is what it was made from (pipeline.state).
    """

    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    file: str = ""
    meta: dict[str, Any] = field(default_factory=dict)

    def headings(self, level: int | None = None) -> list[Heading]:
        """The headings in order, of one level if a level is given."""
        return [b for b in self.blocks if isinstance(b, Heading) and level in (None, b.level)]

    def sentences(self) -> list[Sentence]:
        """Every sentence of every paragraph, in order."""
        return [s for b in self.blocks if isinstance(b, Paragraph) for s in b.sentences]

    def text(self) -> str:
        """The whole document as plain text, a block a line."""
        return "\n".join([self.title, *(block.text for block in self.blocks)])
