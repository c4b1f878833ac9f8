"""Markdown: title #, headings ## to #####, paragraphs parted by blank lines; `drafter format` knows the parts again."""

from __future__ import annotations

import base64
import re

from drafter.document import Document, Heading, Picture, Table
from drafter.writers.reading import Footnotes, rows
from drafter.writers.style import Style

LANDSCAPE = "<!-- 横排 -->"
_MARKS = re.compile(r"[\\*`<]|\[(?=\^)|!(?=\[)")
_FIRST = re.compile(r"^(?=[#>|]|[-+]\s)")


def write(document: Document, _style: Style) -> bytes:
    """The document as UTF-8 Markdown; pictures lie in it as data URIs, cells' line breaks are <br>."""
    notes = Footnotes(_plain, "[^{}]".format)
    lines = [_line(line) for line in document.head.lines()] if document.head else []
    lines += [f"# {_plain(document.title)}"] if document.title else []
    for run_in, block in rows(document.blocks):
        if isinstance(block, Picture):
            kind = "png" if block.data.startswith(b"\x89PNG") else "jpeg"
            width = f"{{width={block.width_mm:g}mm}}" if block.width_mm else ""
            caption = _plain(block.caption).replace("]", r"\]")
            lines.append(f"![{caption}](data:image/{kind};base64,{base64.b64encode(block.data).decode()}){width}")
        elif isinstance(block, Table):
            lines += [LANDSCAPE] if block.landscape else []
            lines += [_line(block.caption)] if block.caption else []
            lines.append(_table(block.rows))
        elif isinstance(block, Heading):
            lines.append(f"{'#' * (block.level + 1)} {_plain(block.text)}")
        else:
            lines.append(f"**{_plain(run_in.text)}**{notes.text(block)}" if run_in else _FIRST.sub(r"\\", notes.text(block)))
    lines += [_line(line) for line in document.imprint.lines()] if document.imprint else []
    lines += [f"[^{number}]: {_plain(words)}" for number, words in enumerate(notes.told, 1)]
    return ("\n\n".join(lines) + "\n").encode()


def _plain(text: str) -> str:
    """The text with the signs escaped that Markdown would take for marks."""
    return _MARKS.sub(r"\\\g<0>", text)


def _line(text: str) -> str:
    return _FIRST.sub(r"\\", _plain(text))


def _table(cells: list[list[str]]) -> str:
    width = max(map(len, cells), default=0)
    full = [[_plain(cell).replace("|", r"\|").replace("\n", "<br>") for cell in row] + [""] * (width - len(row)) for row in cells]
    return "\n".join(f"| {' | '.join(row)} |" for row in (*full[:1], ["---"] * width, *full[1:]))
