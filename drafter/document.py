"""Document: the one tree that every stage passes on.

Readers return it, composing builds it, writers and checks take it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar


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
    """One sentence, with its rhetorical role and, in a draft, its trace and what else might stand there.

    `footnote` is the text of a footnote (脚注) called at its end.
    """

    text: str
    role: str | None = None
    trace: Trace | None = None
    options: tuple[Option, ...] = ()
    footnote: str = ""


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
    """A paragraph; `style` names the part (GB/T 9704-2012, 7.3) it is.

    One of body, byline, salutation (主送 or 称呼), attachments (附件说明, an item a paragraph), signature, date, note (附注),
    attachment (附件1, opens a page), attachment-title, attendance (出席 of minutes).
    """

    sentences: list[Sentence]
    style: str = "body"
    line: int = 0

    @property
    def text(self) -> str:
        """The whole paragraph as printed."""
        sentences = self.sentences
        return sentences[0].text if len(sentences) == 1 else "".join(s.text for s in sentences)


@dataclass(slots=True)
class Table:
    """A table (表格): rows of cells' text, the first `head` of them its head; the caption (表题) stands above it."""

    rows: list[list[str]]
    head: int = 1
    caption: str = ""
    landscape: bool = False
    line: int = 0
    style: ClassVar[str] = "table"

    @property
    def text(self) -> str:
        """The caption and the rows, cells parted by tabs."""
        return "\n".join([*([self.caption] if self.caption else []), *("\t".join(row) for row in self.rows)])


@dataclass(slots=True)
class Picture:
    """A picture (图片), PNG or JPEG; the caption (图题) stands under it. A width of 0 mm means as wide as fits."""

    data: bytes
    caption: str = ""
    width_mm: float = 0
    line: int = 0
    style: ClassVar[str] = "picture"

    @property
    def text(self) -> str:
        """The caption."""
        return self.caption


Block = Heading | Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Head:
    """The parts above the red rule (版头, GB/T 9704-2012, 7.2); what is empty is left out.

    `marks` are the names in the 发文机关标志, the host first; `suffix` is 文件, 命令, 令 or nothing. `signers` stand in a document
    upward only.
    """

    marks: tuple[str, ...]
    suffix: str = "文件"
    number: str = ""
    signers: tuple[str, ...] = ()
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    letter: bool = False

    @property
    def form(self) -> str:
        """The form of the head: letter (信函, 10.1), order (命令, 10.2), minutes (纪要, 10.3), or document."""
        if self.letter:
            return "letter"
        if self.suffix in ("命令", "令"):
            return "order"
        return "minutes" if not self.suffix and self.marks and self.marks[-1].endswith("纪要") else "document"

    def lines(self) -> list[str]:
        """Its words in the order of the page, a line each; the signers stand behind the number (7.2.5)."""
        signed = f"签发人：{'　'.join(self.signers)}" if self.signers else ""
        marks = [*self.marks[:-1], self.marks[-1] + self.suffix] if self.marks else []
        numbered = "　　".join(filter(None, (self.number, signed)))
        return [line for line in (self.copy_number, self.secrecy, self.urgency, *marks, numbered) if line]


@dataclass(frozen=True, slots=True)
class Imprint:
    """The parts at the foot of the last page (版记, 7.4): 抄送, 印发机关 and 印发日期; `addressees` is a 主送 moved here.

    Each is the bare content: no 抄送： or 主送： before it, no 。 at its end, no 印发 after the date. Writers add these.
    """

    copies: str = ""
    office: str = ""
    date: str = ""
    addressees: str = ""

    def lines(self) -> list[str]:
        """Its words in the order of the page, a line each."""
        issued = "　　".join(filter(None, (self.office, f"{self.date}印发" if self.date else "")))
        rows = (f"主送：{self.addressees}。" if self.addressees else "", f"抄送：{self.copies}。" if self.copies else "", issued)
        return [row for row in rows if row]


@dataclass(slots=True)
class Document:
    """A title and its blocks in reading order; `meta` holds header fields such as subject, trade, encoding.

    In a draft `meta["state"]` is what it was made from (pipeline.state). Writers heed `meta["toc"]` (目录), `meta["comments"]` (each
    sentence's source as a comment) and `meta["seal"]` (room for a seal over 署名 and 成文日期; told by the 版头 where not given).
    `head` and `imprint` are its 版头 and 版记, where it has them.
    """

    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    file: str = ""
    meta: dict[str, Any] = field(default_factory=dict)
    head: Head | None = None
    imprint: Imprint | None = None

    def headings(self, level: int | None = None) -> list[Heading]:
        """The headings in order, of one level if a level is given."""
        return [b for b in self.blocks if isinstance(b, Heading) and level in (None, b.level)]

    def sentences(self) -> list[Sentence]:
        """Every sentence of every paragraph, in order."""
        return [s for b in self.blocks if isinstance(b, Paragraph) for s in b.sentences]

    def text(self) -> str:
        """The whole document as plain text, a block a line."""
        return "\n".join([self.title, *(block.text for block in self.blocks)])
