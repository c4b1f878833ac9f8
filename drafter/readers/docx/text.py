"""The paragraphs of a Word document in reading order, where each stands, and its own words with the footnotes that it calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from drafter.document import Sentence
from drafter.readers.docx.styles import W

if TYPE_CHECKING:
    from lxml import etree

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
LEAD = re.compile(r"GWLead([1-4])")  # the character styles of the headings that stand within a paragraph
# What is not the paragraph's own text: older copies of a drawing, deleted and moved-away runs, pinyin above characters.
LEFT_OUT = frozenset((f"{MC}Fallback", f"{W}del", f"{W}moveFrom", f"{W}rt", f"{W}pPr", f"{W}rPr"))


class Placed(NamedTuple):
    """A paragraph, the outermost table that it stands in, and whether it stands in a text box."""

    paragraph: etree._Element
    table: etree._Element | None
    boxed: bool


def paragraphs(root: etree._Element) -> Iterator[Placed]:
    """The paragraphs in order, those of table cells and text boxes too, each once."""
    stack: list[tuple[etree._Element, etree._Element | None, bool]] = [(root, None, False)]
    while stack:
        node, table, boxed = stack.pop()
        tag = node.tag
        if tag == f"{W}p":
            yield Placed(node, table, boxed)
        elif tag == f"{W}tbl":
            table = node if table is None else table
        elif tag == f"{W}txbxContent":
            table, boxed = None, True
        stack.extend((child, table, boxed) for child in reversed(node) if child.tag not in LEFT_OUT)


def comments(root: etree._Element, part: etree._Element) -> Iterator[tuple[int, str]]:
    """(paragraph from 1, words) of each Word comment (批注), at the paragraph where it begins."""
    said = {node.get(f"{W}id"): "".join(t.text or "" for t in node.iter(f"{W}t")) for node in part.iter(f"{W}comment")}
    told: set[str | None] = set()
    for number, placed in enumerate(paragraphs(root), 1):
        for node in placed.paragraph.iter(f"{W}commentRangeStart", f"{W}commentReference"):
            ident = node.get(f"{W}id")
            if ident in said and ident not in told:
                told.add(ident)
                yield number, said[ident]


def words(paragraph: etree._Element, tab: str = " ") -> str:
    """The paragraph's own words; a text box that hangs on it is a paragraph by itself."""
    return "".join(text for text, _ in _pieces(paragraph, tab))


def sentences(paragraph: etree._Element, text: str, notes: dict[str, str]) -> list[Sentence]:
    """The paragraph's text as sentences that each end where a footnote is called; one where none is."""
    made, start, at = [], 0, 0
    for piece, note in _pieces(paragraph, " "):
        at += len(piece)
        if note and notes.get(note):
            made.append(Sentence(text[start:at], footnote=notes[note]))
            start = at
    if start < len(text) or not made:
        made.append(Sentence(text[start:]))
    return made


def lead(paragraph: etree._Element) -> tuple[int, str]:
    """(level, words) of the heading that a paragraph's text follows on the same line; (0, "") where there is none."""
    level, found = 0, []
    for run in paragraph.iter(f"{W}r"):
        named = run.find(f"{W}rPr/{W}rStyle")
        match = LEAD.fullmatch(named.get(f"{W}val", "")) if named is not None else None
        if match is None and run.find(f"{W}commentReference") is None and run.find(f"{W}rPr/{W}highlight") is None:
            break
        level = int(match[1]) if match else level
        found.append("".join(t.text or "" for t in run.iter(f"{W}t")))
    return (level, "".join(found)) if level else (0, "")


def _pieces(paragraph: etree._Element, tab: str) -> Iterator[tuple[str, str]]:
    """(words, id of the footnote called there) in order."""
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if node.tag == f"{W}t":
            yield node.text or "", ""
        elif node.tag == f"{W}tab":
            yield tab, ""
        elif node.tag == f"{W}noBreakHyphen":
            yield "-", ""
        elif node.tag in (f"{W}br", f"{W}cr"):
            yield "\n" if node.get(f"{W}type") != "page" else "", ""
        elif node.tag == f"{W}footnoteReference":
            yield "", node.get(f"{W}id", "")
        elif node.tag != f"{W}p" and node.tag not in LEFT_OUT:
            stack.extend(reversed(node))


def footnotes(root: etree._Element | None) -> dict[str, str]:
    """The words of each footnote by its id."""
    if root is None:
        return {}
    return {note.get(f"{W}id", ""): "\n".join(words(p) for p in note.iter(f"{W}p")).strip()
            for note in root.iter(f"{W}footnote") if note.get(f"{W}type", "normal") == "normal"}
