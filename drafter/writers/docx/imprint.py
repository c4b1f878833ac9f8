"""The 版记 (7.4): a table at the foot of the last page's type area.

It hangs on a last paragraph that is exactly as high as it: that paragraph keeps the room free, and takes the 版记 to a new
page where the last one has no room left (docs/decisions/0016).
"""

from __future__ import annotations

from math import ceil
from typing import Any

from drafter.document import Imprint
from drafter.writers.docx.parts import Parts
from drafter.writers.docx.runs import paragraph, run, twips, width
from drafter.writers.docx.sheet import THIN, room

LABELS = (("addressees", "主送："), ("copies", "抄送："))


def imprint(given: Imprint, parts: Parts, *, letter: bool = False) -> list[str]:
    """The paragraph with the 版记; a letter's has no rules, and should have no 印发 (10.1), but words that are given are never dropped."""
    look = parts.sheet.look("imprint")
    pitch = look.pitch_pt or parts.style.pitch_pt * 0.85
    per_line = int((room(parts.style) - (look.left_chars + look.right_chars) * look.size_pt) / look.size_pt)
    held, lines = [], 0
    for field, label in LABELS:
        if text := getattr(given, field):
            held.append(paragraph(parts.sheet.id("imprint", pitch_pt=pitch), run(f"{label}{text}{'' if text.endswith('。') else '。'}")))
            lines += ceil((width(text) + 1) / per_line)
    rows = ["".join(held)] if held else []
    if given.office or given.date:
        stop = (("right", room(parts.style) - look.right_chars * look.size_pt),)
        bottom: dict[str, Any] = {"left_chars": 1, "right_chars": 0, "hanging_chars": 0, "tabs": stop, "pitch_pt": pitch}
        date = f"\t{given.date}{'' if given.date.endswith('印发') else '印发'}" if given.date else ""
        rows.append(paragraph(parts.sheet.id("imprint", **bottom), run(given.office + date)))
        lines += 1
    if not rows:
        return []
    high = (lines * pitch + 3) / 72 * 25.4
    wide = parts.style.page.room_mm
    box = parts.box(_table(rows, parts, letter) + paragraph(THIN, ""), wide_mm=wide, high_mm=high, name="版记", bottom=True,
                    across='relativeFrom="margin"><wp:align>left</wp:align>', down='relativeFrom="margin"><wp:align>bottom</wp:align>')
    return [paragraph(parts.sheet.id("imprint", pitch_pt=high / 25.4 * 72 - 1, left_chars=0, right_chars=0, hanging_chars=0), box)]


def _table(rows: list[str], parts: Parts, letter: bool) -> str:
    """The rows, the first and last rule thicker than those between."""
    wide = twips(parts.style.page.room_mm)
    sides = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    measures = parts.style.imprint
    rules = "" if letter else "<w:tblBorders>" + "".join(
        f'<w:{side} w:val="single" w:sz="{round(thick * 8)}" w:space="0" w:color="000000"/>'
        for side, thick in (("top", measures.outer_pt), ("bottom", measures.outer_pt), ("insideH", measures.inner_pt))) + "</w:tblBorders>"
    cells = "".join(f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{row}</w:tc></w:tr>' for row in rows)
    return (f'<w:tbl><w:tblPr><w:tblW w:w="{wide}" w:type="dxa"/>{rules}<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar>'
            f'</w:tblPr><w:tblGrid><w:gridCol w:w="{wide}"/></w:tblGrid>{cells}</w:tbl>')
