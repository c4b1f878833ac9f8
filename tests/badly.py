"""Word files as they come to a clerk: everything Normal, bold and spaces for layout, numbers typed, soft breaks, blank paragraphs."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.enum.text import WD_BREAK
from docx.shared import Pt


def laid_out(lines: Sequence[str], *, titles: int = 1, seed: int = 0) -> bytes:
    """A badly laid out .docx of the lines, of which the first so many are the title and stand in its middle by spaces."""
    word = docx.Document()
    open_ = None
    for number, line in enumerate(lines):
        if number < titles:
            halves = [line[:len(line) // 2], line[len(line) // 2:]] if len(line) > 20 and line[len(line) // 2:][:1] not in "—-" else [line]
            paragraph = word.add_paragraph()
            for place, half in enumerate(halves):
                run = paragraph.add_run(" " * (10 + place) + half + "  ")
                run.bold, run.font.size = True, Pt(18)
                if place + 1 < len(halves):
                    run.add_break(WD_BREAK.LINE)
            continue
        indent = ["    ", "　　", "\t", "", " \u00a0 "][(number + seed) % 5]
        if open_ is not None and (number + seed) % 3 == 0:  # a soft break instead of a paragraph
            open_.add_run().add_break(WD_BREAK.LINE)
            open_.add_run(indent + line)
            open_ = None
            continue
        if (number + seed) % 4 == 0:
            word.add_paragraph(["", "  ", "　"][number % 3])
        open_ = word.add_paragraph(indent)
        run = open_.add_run(line[:3])
        run.bold = number % 2 == 0
        open_.add_run(line[3:] + ["", " ", "　"][number % 3])
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()
