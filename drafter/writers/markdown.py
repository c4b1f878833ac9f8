"""Markdown: title #, headings ## to #####, paragraphs parted by blank lines."""

from __future__ import annotations

from drafter.document import Document, Heading
from drafter.writers.style import Style


def write(document: Document, _style: Style) -> bytes:
    """The document as UTF-8 Markdown."""
    lines = [f"# {document.title}"]
    for block in document.blocks:
        lines.append(f"{'#' * (block.level + 1)} {block.text}" if isinstance(block, Heading) else block.text)
    return ("\n\n".join(lines) + "\n").encode()
