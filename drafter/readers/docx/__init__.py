"""Word documents: zip and lxml over w:p; headings by outline level or style, the parts of a document of ours by style name.

One file a thing read: styles, lists (automatic numbers), text (paragraphs, footnotes), head (版头 and 版记), figures (tables, pictures).
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from drafter import loading
from drafter.document import Document, Heading, Paragraph, Picture, Sentence
from drafter.errors import InputError
from drafter.readers import archive
from drafter.readers.docx import figures, text
from drafter.readers.docx.head import Collected
from drafter.readers.docx.lists import Lists, lists_of, mark
from drafter.readers.docx.styles import ParagraphStyle, W, number, read_styles, value

if TYPE_CHECKING:
    from lxml import etree

MAX_UNPACKED = 300_000_000  # pictures included; a document.xml of 300 pages is 0.8 MB
MAX_RATIO = 200  # Word's own XML packs 5 to 40 times
RATIO_FROM = 20_000_000
# The parts that a paragraph can be (Paragraph.style).
PARTS = frozenset(("byline", "salutation", "attachments", "signature", "date", "note", "attachment", "attachment-title", "attendance"))


def read(data: bytes, file: str) -> Document:
    """The text as a Document; `line` counts paragraphs from 1. Headers, deletions and a table of contents are left out."""
    from lxml import etree

    try:
        pack = zipfile.ZipFile(io.BytesIO(data))
        infos = pack.infolist()
        _check(infos, file)
        parts = {info.filename: info for info in infos}
        if "word/document.xml" not in parts:
            raise InputError("不是 Word 文档（.docx）", file=file, cure="请用 Word 或 WPS 打开后另存为 .docx")
        body, styles_part, lists_part, notes_part, links_part, comments_part = (
            etree.fromstring(loading.unpacked(io.BytesIO(data), parts[name]), _parser()) if name in parts else None
            for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml",
                         "word/_rels/document.xml.rels", "word/comments.xml"))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise InputError("Word 文档损坏或加了密码", file=file, cure="请用 Word 打开后另存一份") from error
    assert body is not None
    styles = read_styles(styles_part) if styles_part is not None else {}

    def load(name: str) -> bytes | None:
        try:
            return loading.unpacked(io.BytesIO(data), parts[name]) if name in parts else None
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError):
            return None  # a picture that cannot be unpacked is no reason to refuse the text

    main = body.find(f"{W}body")
    reading = _Reading(styles, lists_of(lists_part, styles) if lists_part is not None else Lists(), text.footnotes(notes_part),
                       figures.across(main) if main is not None else set())
    if comments_part is not None:
        reading.document.meta["remarks"] = list(text.comments(body, comments_part))
    links = figures.links(links_part)
    for line, placed in enumerate(text.paragraphs(body), 1):
        reading.paragraph(placed, line)
        if placed.table is None and not placed.boxed:
            reading.document.blocks.extend(figures.pictures(placed.paragraph, line, links, load))
    reading.document.head, reading.document.imprint = reading.collected.made_head(), reading.collected.made_imprint()
    return reading.document


class _Reading:
    """A document as it is read, paragraph by paragraph."""

    def __init__(self, styles: dict[str, ParagraphStyle], lists: Lists, notes: dict[str, str], across: set[etree._Element]) -> None:
        self.document = Document(meta={"encoding": "docx"})
        self.collected = Collected()
        self._styles, self._lists, self._notes, self._across = styles, lists, notes, across
        self._carried = ""
        self._table: etree._Element | None = None  # the table that is a block already
        self._caption = ""

    def paragraph(self, placed: text.Placed, line: int) -> None:
        """Nothing; the paragraph is now part of the document."""
        paragraph, table, boxed = placed
        words = self._carried + text.words(paragraph)
        carried, self._carried = self._carried, ""
        after = paragraph.getnext()
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None and after is not None and after.tag == f"{W}p":
            # the mark between the two paragraphs is deleted: they are one
            self._carried = words
            return
        style = self._styles.get(value(paragraph.find(f"{W}pPr/{W}pStyle")), ParagraphStyle())
        if self.collected.take(style.part, text.words(paragraph, "\t"), tabled=table is not None, boxed=boxed):
            return
        if table is not None and (table is self._table or self._tabled(table, line)):
            return
        self._flowing(paragraph, words, style, line, carried)

    def _tabled(self, table: etree._Element, line: int) -> bool:
        """True where the table, met for the first time, is a block of its own."""
        made = figures.table(table, line)
        if made is None:
            return False
        made.caption, self._caption = self._caption, ""
        made.landscape = table in self._across
        self.document.blocks.append(made)
        self._table = table
        return True

    def _flowing(self, paragraph: etree._Element, words: str, style: ParagraphStyle, line: int, carried: str) -> None:
        """Nothing; a paragraph of the running text is a heading, the title, a caption or a paragraph with its part."""
        document, part = self.document, style.part
        label = mark(paragraph, self._styles, self._lists)
        if not words.strip():
            return
        if part == "contents":
            document.meta["toc"] = True
            return
        if part == "title" and not document.title:
            document.title = words.strip().replace("\n", "")
            document.blocks.append(Heading(document.title, 0, line=line))
            return
        if part == "table-caption":
            self._caption = words.strip()
            return
        if part == "picture-caption" and document.blocks and isinstance(document.blocks[-1], Picture):
            document.blocks[-1].caption = words.strip()
            return
        level = 0 if part else _level(paragraph, style)
        if label and not words.lstrip().startswith(label.strip()):
            words = words.lstrip()
            words = f"{label} {words}" if label.endswith(".") and words[0].isdigit() else label + words  # 3.2024年 would be a decimal
            carried = label  # what stands before the paragraph's own words
        if level:
            document.blocks.append(Heading(words.strip(), level, line=line))
            return
        if part == "attachment-title":
            words = carried = words.strip().replace("\n", "")
        sentences = text.sentences(paragraph, words, self._notes) if self._notes and not carried else [Sentence(words)]
        heading, head = text.lead(paragraph) if part == "body" else (0, "")
        if heading and sentences[0].text.startswith(head) and len(head) < len(sentences[0].text):
            document.blocks.append(Heading(head, heading, line=line, run_in=True))
            sentences[0].text = sentences[0].text[len(head):]
        document.blocks.append(Paragraph(sentences, part if part in PARTS else "body", line=line))


def _check(infos: list[zipfile.ZipInfo], file: str) -> None:
    """Nothing; InputError for a bomb or a member that would land outside the folder."""
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if unpacked > MAX_UNPACKED:
        raise InputError("文档解压后超过 300 MB", file=file, cure="文件可疑，请核对来历；图片太多的请压缩图片后另存")
    if unpacked > RATIO_FROM and unpacked > MAX_RATIO * packed:
        raise InputError("文档压缩比超过 200 倍，像压缩炸弹", file=file, cure="文件可疑，请核对来历")
    if any(archive.leads_out(info.orig_filename) for info in infos):
        raise InputError("文档里有指向包外的路径", file=file, cure="文件可疑，请核对来历，或用 Word 打开后另存一份")


def _parser() -> etree.XMLParser:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)


def _level(paragraph: etree._Element, style: ParagraphStyle) -> int:
    """The heading level from 1, or 0."""
    outline = number(paragraph.find(f"{W}pPr/{W}outlineLvl"), 9)
    return outline + 1 if outline < 4 else style.level
