"""Tables: named styles, a head that comes again on each page, columns as wide as their words ask."""

from __future__ import annotations

from drafter.document import Table
from drafter.writers.docx import comments
from drafter.writers.docx.parts import Parts
from drafter.writers.docx.runs import paragraph, run, twips, width
from drafter.writers.docx.sheet import TABLE

_LEAST = 3  # characters that the narrowest column holds
_MOST = 28  # more words than these in a cell make a column no wider
_LONG = 12  # a column with longer cells than this is set from the left


def table(block: Table, parts: Parts) -> str:
    """The caption and the table."""
    page = parts.style.page
    room = twips(page.depth_mm if block.landscape else page.room_mm)
    columns = max((len(row) for row in block.rows), default=1)
    widths = _widths(block, columns, room)
    caption = paragraph(parts.sheet.id("table-caption"), run(block.caption)) if block.caption else ""
    head, cell = parts.sheet.id("table-head"), parts.sheet.id("table")
    left = parts.sheet.id("table", align="left") if any(_long(block, c) for c in range(columns)) else cell
    rows = []
    for number, row in enumerate(block.rows):
        top = number < block.head
        cells = []
        for column in range(columns):
            text = row[column] if column < len(row) else ""
            style = head if top else left if _long(block, column) else cell
            held = "".join(paragraph(style, comments.runs(line, parts)) for line in text.split("\n"))
            cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{widths[column]}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{held}</w:tc>')
        rows.append(f'<w:tr><w:trPr><w:cantSplit/>{"<w:tblHeader/>" if top else ""}</w:trPr>{"".join(cells)}</w:tr>')
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (f'{caption}<w:tbl><w:tblPr><w:tblStyle w:val="{TABLE}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>')


def _long(block: Table, column: int) -> bool:
    return any(width(row[column]) > _LONG for row in block.rows[block.head:] if column < len(row))


def _widths(block: Table, columns: int, room: int) -> list[int]:
    """The columns' widths in twips, together the room: each by its longest line, within bounds."""
    wanted = [max([_LEAST, *(min(_MOST, width(line)) for row in block.rows if c < len(row) for line in row[c].split("\n"))]) + 1
              for c in range(columns)]
    total = sum(wanted)
    made = [int(room * w / total) for w in wanted]
    made[-1] += room - sum(made)
    return made
