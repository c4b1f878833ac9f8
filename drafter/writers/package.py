"""Change a draft's .docx in place: a few words, a chapter's paragraphs, or the record inside; every other byte stays."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any
from xml.parsers import expat

from drafter import loading
from drafter.document import Block, Heading
from drafter.errors import InputError
from drafter.writers.docx import GAP, INITIALS, TRACE, record

BODY = "word/document.xml"
_OTHER_CODE = re.compile(rb"""^<\?xml[^>]*encoding=["'](?!utf-8["'])""", re.I)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# What is not a paragraph's own text, as readers.docx sees it.
_LEFT_OUT = frozenset((f"{_MC} Fallback", *(f"{_W} {name}" for name in ("del", "moveFrom", "rt", "pPr", "rPr"))))
_SIGNS = {f"{_W} tab": " ", f"{_W} noBreakHyphen": "-", f"{_W} br": "\n", f"{_W} cr": "\n"}
# Children of w:rPr that come after w:highlight (ISO/IEC 29500-1, 17.3.2.28).
_LATER = re.compile(rb"<\w+:(?:u|effect|bdr|shd|fitText|vertAlign|rtl|cs|em|lang|eastAsianLayout|specVanish|oMath)[ />]")
_NOT_LOOK = re.compile(rb"<(\w+:(?:rPr|pPrChange|sectPr))\b[^>/]*>.*?</\1>|<\w+:(?:rPr|sectPr)\b[^>]*/>", re.S)
_MORE = re.compile(rb":(?:sectPr|drawing|pict|object)\b")
COMMENTS = "word/comments.xml"
_OURS = re.compile(rb'<w:comment\b(?=[^>]*w:initials="' + INITIALS.encode() + rb'")[^>]*w:id="(-?\d+)"')
_COMMENT = re.compile(rb'<w:comment\b[^>]*w:id="(-?\d+)"[^>]*>.*?</w:comment>', re.S)
_CALL = re.compile(rb'<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>|<w:rPr/>)?<w:commentReference w:id="(-?\d+)"/></w:r>', re.S)
_CALLED = re.compile(rb'<w:commentReference\b[^>]*w:id="(-?\d+)"')
_RANGE = re.compile(rb'<w:commentRange(?:Start|End)\b[^>]*w:id="(-?\d+)"[^>]*/>')
_HARMLESS = re.compile(rb"\s|</?\w+:(?:bookmark(?:Start|End)|proofErr|commentRange(?:Start|End))\b[^>]*>")


@dataclass(slots=True)
class Spot:
    """One paragraph in the bytes: first and last byte, (words, first byte, last byte) of each text, the bytes of its properties."""

    start: int
    end: int = 0
    texts: list[tuple[str, int, int]] = field(default_factory=list)
    properties: tuple[int, int] = (0, 0)
    marks: tuple[int, int] = (0, 0)

    @property
    def text(self) -> str:
        """The paragraph's words."""
        return "".join(words for words, _, _ in self.texts)


def whole(data: bytes, file: object) -> None:
    """Nothing, if every member can be unpacked and the main part can be changed byte by byte. Raises InputError.

    No Word document has a DTD (ISO/IEC 29500-2, 8.1.4: a package has none); what one declares could grow without end.
    """
    try:
        main = b""
        for info in zipfile.ZipFile(io.BytesIO(data)).infolist():
            content = loading.unpacked(io.BytesIO(data), info) if not info.is_dir() else b""
            main = content if info.filename == BODY else main
        if main.startswith((b"\xff\xfe", b"\xfe\xff")) or _OTHER_CODE.search(main[:200]) or b"<!DOCTYPE" in main[:4000]:
            raise InputError("正文不是 Word 存的样子，没法改", file=file, cure="请用 Word 打开后另存一份")
        spots(main)
    except (zipfile.BadZipFile, ValueError, KeyError, IndexError, NotImplementedError, expat.ExpatError) as error:
        raise InputError("Word 文档里有损坏的部分，没法改", file=file, cure="请用 Word 打开后另存一份") from error


def body(data: bytes) -> bytes:
    """The main part of the package."""
    return zipfile.ZipFile(io.BytesIO(data)).read(BODY)


def spots(xml: bytes) -> list[Spot]:
    """Every paragraph in order, those of tables and text boxes too, as readers.docx counts them."""
    found: list[Spot] = []
    open_: list[Spot] = []
    path: list[str] = []
    hidden: list[int] = []
    held: list[str] = []
    begun = [0, 0, 0]  # first byte of the text, of w:pPr, of w:rPr
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        path.append(name)
        parent = path[-2] if len(path) > 1 else ""
        if name == f"{_W} pPr" and parent == f"{_W} p":
            begun[1] = at
        elif name == f"{_W} rPr" and parent == f"{_W} r":
            begun[2] = at
        if name in _LEFT_OUT:
            hidden.append(len(path))
        if hidden:
            return
        if name == f"{_W} p":
            open_.append(Spot(at))
            found.append(open_[-1])
        elif open_ and name == f"{_W} t":
            held.clear()
            begun[0] = _tag_end(xml, at)
        elif open_ and name in _SIGNS and not (name == f"{_W} br" and attributes.get(f"{_W} type") == "page"):
            open_[-1].texts.append((_SIGNS[name], 0, 0))

    def end(name: str) -> None:
        at = parser.CurrentByteIndex
        parent = path[-2] if len(path) > 1 else ""
        if hidden and hidden[-1] == len(path):
            hidden.pop()
            if open_ and not hidden:
                last = at if xml[at:at + 2] != b"</" else _tag_end(xml, at)
                if name == f"{_W} pPr" and parent == f"{_W} p":
                    open_[-1].properties = begun[1], last if last > begun[1] else _tag_end(xml, begun[1])
                elif name == f"{_W} rPr" and parent == f"{_W} r" and open_[-1].marks == (0, 0):
                    open_[-1].marks = begun[2], last if last > begun[2] else _tag_end(xml, begun[2])
        elif not hidden and open_ and name == f"{_W} t":
            if xml[begun[0] - 2:begun[0]] != b"/>":
                open_[-1].texts.append(("".join(held), begun[0], at))
        elif not hidden and name == f"{_W} p" and open_:
            spot = open_.pop()
            spot.end = _tag_end(xml, at) if xml[at:at + 2] == b"</" else _tag_end(xml, spot.start)
        path.pop()

    def words(text: str) -> None:
        if path and path[-1] == f"{_W} t":
            held.append(text)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, words
    parser.Parse(xml, True)
    return found


def _tag_end(xml: bytes, at: int) -> int:
    """The byte after the tag that begins there."""
    quote = 0
    while True:
        c = xml[at]
        if quote:
            quote = 0 if c == quote else quote
        elif c in b"\"'":
            quote = c
        elif c == 0x3E:
            return at + 1
        at += 1


def reworded(xml: bytes, line: int, start: int, old: str, new: str) -> bytes | None:
    """The part with the words `old` of a paragraph (from 1), from the character `start` on, replaced; None where it has no such words."""
    spot = spots(xml)[line - 1]
    at = spot.text.find(old, start)
    at = spot.text.find(old) if at < 0 else at
    if at < 0:
        return None
    position, rest, pieces, done = 0, new, [], 0
    for words, first, last in spot.texts:
        a, b = max(at, position), min(at + len(old), position + len(words))
        if a < b and last:
            kept = words[:a - position] + rest + words[b - position:]
            rest = ""
            pieces += [xml[done:first], escape(kept, quote=False).encode()]
            done = last
        position += len(words)
    return b"".join([*pieces, xml[done:]]) if pieces else None


def between(xml: bytes, first: int, last: int) -> bool:
    """True where something other than paragraphs, such as a table, a picture or a section break, stands from one paragraph to another."""
    rows = spots(xml)[first - 1:last]
    end = rows[0].start
    for row in rows:
        if row.start < end or _HARMLESS.sub(b"", xml[end:row.start]) or _MORE.search(xml[row.start:row.end]):
            return True
        end = row.end
    return False


def rebuilt(xml: bytes, first: int, last: int, blocks: list[Block], models: dict[str, int]) -> bytes:
    """The part with the paragraphs `first` to `last` (from 1) replaced by the blocks; each looks like the model paragraph of its kind."""
    rows = spots(xml)
    made = []
    for block in blocks:
        kind = f"heading{block.level}" if isinstance(block, Heading) else block.style
        model = rows[models.get(kind, models["body"]) - 1]
        made.append(_paragraph(xml, model, block.text))
    return xml[:rows[first - 1].start] + b"".join(made) + xml[rows[last - 1].end:]


def _paragraph(xml: bytes, model: Spot, text: str) -> bytes:
    """A paragraph with the properties of the model and the marks of its first run."""
    prefix = re.match(rb"<((?:\w+:)?)p\b", xml[model.start:model.start + 40])
    w = prefix[1] if prefix else b"w:"
    properties = _NOT_LOOK.sub(b"", xml[slice(*model.properties)])
    marks = re.sub(rb"<\w+:(?:highlight|rPrChange)\b[^>]*/>", b"", xml[slice(*model.marks)])
    if marks.endswith(b"/>") and marks.count(b"<") == 1:
        marks = b""
    runs = []
    for piece in GAP.split(text):
        if piece:
            runs.append(b"<%br>%b<%bt xml:space=\"preserve\">%b</%bt></%br>"
                        % (w, _highlighted(marks, w) if piece.startswith("【") else marks, w, escape(piece, quote=False).encode(), w, w))
    return b"<%bp>%b%b</%bp>" % (w, properties, b"".join(runs), w)


def _highlighted(marks: bytes, w: bytes) -> bytes:
    """The run properties with the yellow of a gap in its place among them."""
    inner = re.sub(rb"^<[^>]*>|</[^>]*>$", b"", marks)
    later = _LATER.search(inner)
    at = later.start() if later else len(inner)
    return b"<%brPr>%b<%bhighlight %bval=\"yellow\"/>%b</%brPr>" % (w, inner[:at], w, w, inner[at:], w)


def replaced(data: bytes, *, xml: bytes | None = None, rows: list[dict[str, Any]] | None = None,
             state: dict[str, Any] | None = None) -> bytes:
    """The package with another main part, another record, or both; every other member as it was."""
    def change(name: str, content: bytes) -> bytes | None:
        if name == BODY and xml is not None:
            return xml
        if name == COMMENTS and xml is not None:  # our comments on words that are gone go with them
            return _without(content, set(_OURS.findall(content)) - set(_CALLED.findall(xml)), _COMMENT)
        if rows is not None and _is_record(name, content):
            return record(rows, state or {})
        return content

    return _changed(data, change)


def stripped(data: bytes) -> bytes:
    """The package without the record and our comments, and without a word of this program anywhere; the clerk's comments stay."""
    members = {i.filename: zipfile.ZipFile(io.BytesIO(data)).read(i) for i in zipfile.ZipFile(io.BytesIO(data)).infolist()}
    gone = {name for name, content in members.items() if _is_record(name, content)}
    for name in list(gone):
        number = re.sub(r"\D", "", name)
        gone |= {f"customXml/_rels/item{number}.xml.rels", *(f"customXml/{m.decode()}" for m in re.findall(
            rb'Target="(?:/?customXml/)?(itemProps\d+\.xml)"', members.get(f"customXml/_rels/item{number}.xml.rels", b"")))}

    ours = set(_OURS.findall(members.get(COMMENTS, b"")))

    def change(name: str, content: bytes) -> bytes | None:
        if name in gone:
            return None
        if ours and name == COMMENTS:
            return _without(content, ours, _COMMENT)
        if ours and name == BODY:
            return _without(content, ours, _CALL, _RANGE)
        if name.endswith((".rels", "[Content_Types].xml")):
            for member in gone:
                target = re.escape(member.encode())
                content = re.sub(rb'<Relationship\b[^>]*Target="(?:\.\./|/)?' + target + rb'"[^>]*/>', b"", content)
                content = re.sub(rb'<Override\b[^>]*PartName="/' + target + rb'"[^>]*/>', b"", content)
        if name == "docProps/core.xml":
            content = content.replace(b"generated by python-docx", b"")
        return content

    return _changed(data, change)


def _without(content: bytes, ids: set[bytes], *patterns: re.Pattern[bytes]) -> bytes:
    """The part without the elements that bear one of the ids."""
    for pattern in patterns:
        content = pattern.sub(lambda found: b"" if found[1] in ids else found[0], content)
    return content


def _is_record(name: str, content: bytes) -> bool:
    return re.fullmatch(r"customXml/item\d+\.xml", name) is not None and TRACE.encode() in content[:2000]


def _changed(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with each member as `change` gives it; a member for which it gives None is left out."""
    source = zipfile.ZipFile(io.BytesIO(data))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = change(info.filename, source.read(info))
            if content is not None:
                target.writestr(info, content)
    return buffer.getvalue()
