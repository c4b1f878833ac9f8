"""Plain text, a paragraph a line; `drafter format` knows the parts again by their shape."""

from __future__ import annotations

from drafter.document import Document, Heading, Picture, Table
from drafter.writers.reading import Footnotes, rows
from drafter.writers.style import Style

_INDENT = {"body": 2, "attachments": 2, "note": 2, "attendance": 2, "signature": 14, "date": 14}


def write(document: Document, _style: Style) -> bytes:
    """The document as UTF-8 text: full-width spaces as indents, cells parted by tabs, of pictures their captions."""
    notes = Footnotes(lambda text: text, "［注{}］".format)
    lines = [*document.head.lines(), ""] if document.head else []
    lines += [document.title, ""] if document.title else []
    before = ""
    for run_in, block in rows(document.blocks):
        if isinstance(block, Picture):
            lines.append(block.caption or "［图片］")
        elif isinstance(block, Table):
            lines += [*([block.caption] if block.caption else []), *("\t".join(map(_flat, row)) for row in block.rows), ""]
        elif isinstance(block, Heading):
            lines.append("　　" + block.text)
        else:
            if block.style != before and block.style in ("attachments", "signature", "attachment", "attendance"):
                lines.append("")
            lines.append("　" * _INDENT.get(block.style, 0) + (run_in.text if run_in else "") + notes.text(block))
        before = "" if isinstance(block, (Heading, Table, Picture)) else block.style
    if document.imprint:
        lines += ["", *document.imprint.lines()]
    lines += ["", *(f"［注{number}］{words}" for number, words in enumerate(notes.told, 1))] if notes.told else []
    return ("\n".join(lines) + "\n").encode()


def _flat(cell: str) -> str:
    return " ".join(cell.split())
