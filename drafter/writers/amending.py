"""Amend a .docx in place: other words for spans of paragraphs, or comments on them; every other byte of the body stays."""

from __future__ import annotations

import copy
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from typing import Any, NamedTuple

import docx as word_package
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.run import Run

from drafter.errors import InputError
from drafter.writers import package

AUTHOR, INITIALS = "drafter 校对", "校"
_NOTE = ('<w:comment %s w:id="%d" w:author="%s" w:initials="%s" w:date="%s"><w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>'
         '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r><w:r><w:t>%s</w:t></w:r></w:p></w:comment>')
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What is not a paragraph's own text, as readers.docx sees it.
_LEFT_OUT = frozenset((f"{_MC}Fallback", *(qn(f"w:{name}") for name in ("del", "moveFrom", "rt", "pPr", "rPr"))))
_SIGNS = frozenset(qn(f"w:{name}") for name in ("tab", "noBreakHyphen", "br", "cr"))


class Amendment(NamedTuple):
    """The characters `start` to `end` of the paragraph `line` (from 1) of the package, and the words for them: text, or a comment."""

    line: int
    start: int
    end: int
    words: str


def texts(data: bytes) -> list[str]:
    """The words of each paragraph in order, as readers.docx counts them."""
    return [spot.text for spot in package.spots(package.body(data))]


def edited(data: bytes, amendments: Iterable[Amendment]) -> bytes:
    """The package with those spans replaced, each run keeping its look; spans must not overlap."""
    xml = package.body(data)
    wanted: dict[int, list[Amendment]] = defaultdict(list)
    for amendment in amendments:
        wanted[amendment.line].append(amendment)
    changes: list[tuple[int, int, bytes]] = []
    for line, spot in enumerate(package.spots(xml), 1):
        if line in wanted:
            changes += _changes(spot, sorted(wanted[line], key=lambda a: a.start))
    pieces, done = [], 0
    for first, last, new in sorted(changes):
        pieces += [xml[done:first], new]
        done = last
    return package.replaced(data, xml=b"".join([*pieces, xml[done:]])) if changes else data


def _changes(spot: package.Spot, amendments: list[Amendment]) -> Iterator[tuple[int, int, bytes]]:
    """(first byte, last byte, new bytes) of each text of the paragraph that changes; the new words go where a span begins."""
    position = 0
    for words, first, last in spot.texts:
        kept, at, changed = [], position, False
        for amendment in amendments:
            a, b = max(amendment.start, position), min(amendment.end, position + len(words))
            if a < b and last:
                kept += [words[at - position:a - position], amendment.words if amendment.start >= position else ""]
                at, changed = b, True
        if changed:
            yield first, last, escape("".join(kept) + words[at - position:], quote=False).encode()
        position += len(words)


def commented(data: bytes, amendments: Iterable[Amendment], file: object = None) -> bytes:
    """The package with a Word comment at each span; runs are split where a span begins or ends inside one. Raises InputError."""
    try:
        word = word_package.Document(io.BytesIO(data))
        paragraphs = list(_paragraphs(word.element.body))
        notes = word.part._comments_part.element  # python-docx looks for a free number among all comments each time
        free = max((int(note.get(qn("w:id"), "0")) for note in notes), default=-1)
    except Exception as error:  # python-docx names no errors for a package that lacks a part or whose parts are no XML
        raise InputError("Word 文档缺了部件，写不进批注", file=file, cure="请用 Word 打开后另存一份") from error
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for amendment in amendments:
        if 0 < amendment.line <= len(paragraphs):
            paragraph = paragraphs[amendment.line - 1]
            runs = _runs(paragraph, amendment.start, amendment.end)
            if runs:
                free += 1
                notes.append(parse_xml(_NOTE % (nsdecls("w"), free, AUTHOR, INITIALS, now, escape(amendment.words, quote=False))))
                Run(runs[0], word).mark_comment_range(Run(runs[-1], word), free)
    buffer = io.BytesIO()
    try:
        word.save(buffer)
    except ValueError as error:  # python-docx stamps the parts with the clock, and a zip knows no year before 1980
        raise InputError("写不进批注，多半是系统的时钟早于 1980 年", file=file, cure="请先把时钟调准") from error
    return buffer.getvalue()


def _paragraphs(root: Any) -> Iterator[Any]:
    """The paragraphs in order, those of table cells and text boxes too, as readers.docx counts them."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.tag == qn("w:p"):
            yield node
        stack.extend(child for child in reversed(node) if child.tag not in _LEFT_OUT)


def _pieces(paragraph: Any) -> list[tuple[Any, int]]:
    """(text or sign, its length) of each piece of the paragraph's own text."""
    found, stack = [], list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if node.tag == qn("w:t"):
            found.append((node, len(node.text or "")))
        elif node.tag in _SIGNS:
            found.append((node, 0 if node.tag == qn("w:br") and node.get(qn("w:type")) == "page" else 1))
        elif node.tag != qn("w:p") and node.tag not in _LEFT_OUT:
            stack.extend(reversed(node))
    return found


def _runs(paragraph: Any, start: int, end: int) -> list[Any]:
    """The runs that hold exactly those characters, parted from their neighbours; the first run where the span is empty."""
    end = max(end, start + 1)
    for edge in (start, end):
        position = 0
        for node, length in _pieces(paragraph):
            if position < edge < position + length:
                _part(node, edge - position)
                break
            if position == edge and node.getparent().tag == qn("w:r"):
                _part_before(node)
                break
            position += length
    found: list[Any] = []
    position = 0
    for node, length in _pieces(paragraph):
        run = node.getparent()
        if length and start <= position < end and run.tag == qn("w:r") and run not in found:
            found.append(run)
        position += length
    return found


def _part(text: Any, at: int) -> None:
    """Nothing; the run of that text is two runs, cut behind the character `at` of it."""
    rest = copy.deepcopy(text)
    rest.text, text.text = text.text[at:], text.text[:at]
    for node in (rest, text):
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.addnext(rest)
    _part_before(rest)


def _part_before(node: Any) -> None:
    """Nothing; the run of that child is two runs with the same look, the child opening the second."""
    run = node.getparent()
    look = run.find(qn("w:rPr"))
    before = [child for child in run if child is not look]
    before = before[:before.index(node)]
    if not before:
        return
    second = copy.deepcopy(run)
    for child in list(second):
        if child.tag != qn("w:rPr"):
            second.remove(child)
    for child in [c for c in run if c is not look and c not in before]:
        second.append(child)
    run.addnext(second)
