"""Word documents: zip and lxml over w:p; headings by outline level or style, drafts of ours by style name."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from drafter.document import Document, Heading, Paragraph, Sentence
from drafter.errors import InputError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_UNPACKED = 200_000_000  # a document.xml of 200 MB is a bomb, not a report
_STYLE_LEVEL = re.compile(r"(?:heading|标题)\s*([1-4])$", re.I)
_STYLES = {"公文标题": "title", "title": "title", "副标题": "byline", "主送": "salutation", "署名": "signature", "成文日期": "date"}


def read(data: bytes, file: str) -> Document:
    """The body text as a Document; `line` counts paragraphs from 1. Footnotes and headers are left out."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = set(archive.namelist())
        if "word/document.xml" not in names:
            raise InputError("不是 Word 文档（.docx）", file=file, cure="请用 Word 或 WPS 打开后另存为 .docx")
        body = _part(archive, "word/document.xml", file)
        styles = _styles(_part(archive, "word/styles.xml", file)) if "word/styles.xml" in names else {}
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise InputError("Word 文档损坏或加了密码", file=file, cure="请用 Word 打开后另存一份") from error
    document = Document(meta={"encoding": "docx"})
    for number, paragraph in enumerate(body.iter(f"{W}p"), 1):
        text = _text(paragraph)
        if not text.strip():
            continue
        level, kind = _level(paragraph, styles)
        if kind == "title" and not document.title:
            document.title = text.strip().replace("\n", "")
            document.blocks.append(Heading(document.title, 0, line=number))
        elif level:
            document.blocks.append(Heading(text.strip(), level, line=number))
        else:
            style = kind if kind and kind != "title" else "body"
            document.blocks.append(Paragraph([Sentence(text)], style, line=number))
    return document


def _part(archive: zipfile.ZipFile, name: str, file: str) -> etree._Element:
    info = archive.getinfo(name)
    if info.file_size > MAX_UNPACKED:
        raise InputError("文档解压后超过 200 MB", file=file, cure="文件可疑，请核对来历")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    return etree.fromstring(archive.read(info), parser)


def _styles(root: etree._Element) -> dict[str, tuple[str, int]]:
    """Style id → (name, outline level from 1 or 0), levels inherited along basedOn."""
    names: dict[str, str] = {}
    levels: dict[str, int] = {}
    parents: dict[str, str] = {}
    for style in root.iter(f"{W}style"):
        ident = style.get(f"{W}styleId", "")
        name = style.find(f"{W}name")
        names[ident] = name.get(f"{W}val", "") if name is not None else ""
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None:
            levels[ident] = int(outline.get(f"{W}val", "9")) + 1
        based = style.find(f"{W}basedOn")
        if based is not None:
            parents[ident] = based.get(f"{W}val", "")
    found: dict[str, tuple[str, int]] = {}
    for ident, label in names.items():
        step = ident
        seen: set[str] = set()
        while step and step not in levels and step not in seen:
            seen.add(step)
            step = parents.get(step, "")
        level = levels.get(step, 0)
        match = _STYLE_LEVEL.match(label)
        found[ident] = (label, int(match[1]) if match else level if level <= 4 else 0)
    return found


def _level(paragraph: etree._Element, styles: dict[str, tuple[str, int]]) -> tuple[int, str]:
    """(heading level or 0, what the style says the paragraph is)."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name, level = styles.get(style.get(f"{W}val", "") if style is not None else "", ("", 0))
    outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
    if outline is not None and int(outline.get(f"{W}val", "9")) < 4:
        level = int(outline.get(f"{W}val", "9")) + 1
    kind = _STYLES.get(name.lower(), "")
    return (0 if kind else level), kind


def _text(paragraph: etree._Element) -> str:
    parts = []
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        if node.tag == f"{W}t":
            parts.append(node.text or "")
        elif node.tag == f"{W}tab":
            parts.append(" ")
        elif node.tag == f"{W}noBreakHyphen":
            parts.append("-")
        else:
            parts.append("\n" if node.get(f"{W}type") != "page" else "")
    return "".join(parts)
