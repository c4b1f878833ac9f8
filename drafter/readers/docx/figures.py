"""Tables and pictures of a Word document as blocks."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import TYPE_CHECKING

from drafter.document import Picture, Table
from drafter.readers.docx.styles import W
from drafter.readers.docx.text import words

if TYPE_CHECKING:
    from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
EMU = 36000  # to the millimetre


def table(element: etree._Element, line: int) -> Table | None:
    """The table with its rows; None for one that only lays out text: a single row or column, or tables within tables."""
    rows = [[_cell(cell) for cell in row.iter(f"{W}tc")] for row in element.iterchildren(f"{W}tr")]
    if len(rows) < 2 or max(map(len, rows)) < 2 or element.find(f".//{W}tc//{W}tbl") is not None:
        return None
    heads = sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in element.iterchildren(f"{W}tr"))
    return Table(rows, head=heads, line=line)


def _cell(cell: etree._Element) -> str:
    return "\n".join(words(p).strip() for p in cell.iterchildren(f"{W}p")).strip("\n")


def across(body: etree._Element) -> set[etree._Element]:
    """The tables that stand in sections of paper turned across."""
    found: set[etree._Element] = set()
    waiting: list[etree._Element] = []
    for child in body.iterchildren():
        if child.tag == f"{W}tbl":
            waiting.append(child)
        section = child if child.tag == f"{W}sectPr" else child.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            size = section.find(f"{W}pgSz")
            if size is not None and size.get(f"{W}orient") == "landscape":
                found.update(waiting)
            waiting = []
    return found


def pictures(paragraph: etree._Element, line: int, links: dict[str, str], load: Callable[[str], bytes | None]) -> list[Picture]:
    """The pictures in the lines of a paragraph, PNG and JPEG; one as wide as it fits bears no width."""
    found = []
    for inline in paragraph.iter(f"{WP}inline"):
        blip = inline.find(f".//{A}blip")
        data = load(links.get(blip.get(f"{R}embed", ""), "")) if blip is not None else None
        if data is None or not data.startswith((b"\x89PNG", b"\xff\xd8")):
            continue
        extent, shown = inline.find(f"{WP}extent"), inline.find(f"{WP}docPr")
        fitted = shown is not None and shown.get("title") == "fit"
        wide = int(extent.get("cx", "0")) / EMU if extent is not None and extent.get("cx", "").isdecimal() else 0
        found.append(Picture(data, width_mm=0 if fitted else round(wide, 2), line=line))
    return found


def links(root: etree._Element | None) -> dict[str, str]:
    """The members that the main part refers to, by the id of the relationship."""
    if root is None:
        return {}
    return {link.get("Id", ""): posixpath.normpath(posixpath.join("word", link.get("Target", "")))
            for link in root if link.get("TargetMode") != "External"}
