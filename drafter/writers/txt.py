"""Plain text, a paragraph a line."""

from __future__ import annotations

from drafter.document import Document, Heading, Paragraph
from drafter.writers.style import Style


def write(document: Document, _style: Style) -> bytes:
    """The document as UTF-8 text; paragraphs are indented by two full-width spaces."""
    lines = [document.title, ""]
    for block in document.blocks:
        indent = "　　" if isinstance(block, Heading) or (isinstance(block, Paragraph) and block.style == "body") else ""
        lines.append(indent + block.text)
    return ("\n".join(lines) + "\n").encode()
