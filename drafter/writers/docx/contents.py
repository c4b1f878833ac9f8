"""The table of contents (目录), if asked for: a field that Word brings up to date, filled in with the pages as we reckon them."""

from __future__ import annotations

from math import ceil

from drafter.document import Document, Heading, Paragraph
from drafter.writers.docx.parts import Parts
from drafter.writers.docx.runs import paragraph, run, width
from drafter.writers.docx.sheet import room

LEVELS = 2


def contents(document: Document, parts: Parts) -> list[str]:
    """The paragraphs of the table of contents; none where there is no heading."""
    rows = _pages(document, parts)
    if not rows:
        return []
    begin = ('<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve">'
             ' TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>')
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    stop = (("right", room(parts.style)),)
    lines = [paragraph(parts.sheet.id("contents"), run("目　录"))]
    for number, (heading, page) in enumerate(rows):
        entry = run(f"{heading.text}\t{page}")
        lines.append(paragraph(parts.sheet.id(f"contents{heading.level}", tabs=stop),
                               (begin if number == 0 else "") + entry + (end if number == len(rows) - 1 else "")))
    return lines


def _pages(document: Document, parts: Parts) -> list[tuple[Heading, int]]:
    """The headings of the upper levels with the page on which each should fall: lines of so many characters, so many a page."""
    style = parts.style
    rows = [b for b in document.blocks if isinstance(b, Heading) and 1 <= b.level <= LEVELS]
    line = ceil((len(rows) + 2) / style.lines) * style.lines + 4  # the contents' own pages, then the title
    found = []
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.style == "attachment":
            line = ceil(line / style.lines) * style.lines
        if isinstance(block, Heading) and 1 <= block.level <= LEVELS:
            found.append((block, line // style.lines + 1))
        line += ceil((width(block.text) + 2) / style.chars)
    return found
