"""HTML pages: visible text block by block, headings with their level, menus and scripts left out."""

from __future__ import annotations

import re

from drafter.document import Document, Heading, Paragraph, Sentence
from drafter.readers import encoding

_DROP = "script, style, noscript, template, svg, nav, iframe, form, select, button"
_BLOCKS = frozenset((
    "p div section article main li ul ol table tr td th blockquote pre header footer aside h1 h2 h3 h4 h5 "
    "h6 dl dt dd figure figcaption body center br hr").split())
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
MAX_DEPTH = 400  # deeper nesting than any editor writes; beyond it the page is read as flat text


def read(data: bytes, file: str) -> Document:
    """The page as a Document; `line` counts blocks from 1."""
    from selectolax.lexbor import LexborHTMLParser

    text, name = _text(data, file)
    depth = _depth(text)
    if depth > MAX_DEPTH:
        text = "<body>" + re.sub(r"<(?!/?(?:p|br|h[1-6])\b)[^>]*>", "\n", text) + "</body>"
    tree = LexborHTMLParser(text)
    title_node = tree.css_first("title")
    document = Document(meta={"encoding": name, "page_title": title_node.text(strip=True) if title_node else ""})
    for node in tree.css(_DROP):
        node.decompose()
    blocks: list[tuple[int | None, list[str]]] = [(None, [])]
    if tree.body is not None:
        _walk(tree.body, blocks)
    number = 0
    for level, parts in blocks:
        words = re.sub(r"[ \t\r\n\f]+", " ", "".join(parts)).strip()
        if not words:
            continue
        number += 1
        if level is not None:
            document.blocks.append(Heading(words, level, line=number))
        else:
            document.blocks.append(Paragraph([Sentence(words)], line=number))
    return document


def _text(data: bytes, file: str) -> tuple[str, str]:
    declared = _CHARSET.search(data[:2048])
    if declared:
        name = declared[1].decode("ascii").lower()
        name = "gb18030" if name in ("gb2312", "gbk", "gb18030") else name
        try:
            return data.decode(name), name
        except (LookupError, UnicodeDecodeError):
            pass
    return encoding.decode(data, file)


def _depth(text: str) -> int:
    """How deeply the tags are nested, void and unclosed ones reckoned roughly."""
    depth = deepest = 0
    for match in re.finditer(r"<(/?)(div|span|b|i|font|table|tr|td|ul|ol|li|section|article|blockquote|center)\b", text, re.I):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _walk(node: object, blocks: list[tuple[int | None, list[str]]]) -> None:
    """Text under the node appended to blocks; a block element starts a new one."""
    child = node.child  # type: ignore[attr-defined]
    while child is not None:
        tag = child.tag
        if tag == "-text":
            blocks[-1][1].append(child.text_content or "")
        elif tag in _BLOCKS:
            heading = re.fullmatch(r"h([1-6])", tag)
            blocks.append((min(4, int(heading[1]) - 1) if heading else None, []))
            _walk(child, blocks)
            blocks.append((None, []))
        elif tag not in ("-comment", "_comment"):
            _walk(child, blocks)
        child = child.next
