"""Recognise the parts of a text by shape and place, so that it can be laid out; not a word is changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from drafter import numbering
from drafter.document import Block, Document
from drafter.findings import Finding
from drafter.recognising import closing, levels, lines, markup, opening

__all__ = ["recognise"]


def recognise(document: Document) -> tuple[Document, list[Finding]]:
    """(the document with its parts told apart, what was guessed, left out or not recognised).

    Takes what a reader gives: lines or paragraphs whose marks, where the source has any, are already levels and styles.
    """
    sheet = lines.unroll(document)
    markup.read(sheet, markdown=Path(document.file).suffix.lower() in markup.MARKDOWN)
    lines.drop_layout(sheet)
    given = str(document.meta.get("title") or "").strip()  # of the header between --- lines
    if given and not any((line.level == 0 and not numbering.parse(line.text)) or lines.bare(line.text) == lines.bare(given)
                         for line in sheet.lines[:8]):
        sheet.lines.insert(0, lines.Line(given, level=0))
    opening.settle_levels(sheet)
    head, title, blocks = opening.take(sheet, document.head)
    imprint = document.imprint or closing.imprint(sheet)
    lines.rejoin(sheet)
    text, *attached = closing.segments(sheet.lines)
    blocks += _text(sheet, text)
    for piece in attached:
        begun, rest = closing.attachment(sheet, piece)
        blocks += [*begun, *_text(sheet, rest)]
    sheet.findings.sort(key=lambda finding: finding.line)
    made = Document(title, blocks, document.file, dict(document.meta), head, imprint)
    return made, [replace(finding, file=document.file) for finding in sheet.findings]


def _text(sheet: lines.Sheet, rows: list[lines.Line]) -> list[Block]:
    parts = closing.part_lines(sheet, rows)
    return levels.blocks(sheet, rows, parts)
