"""Pages: sections upright and across, and the footers with the page number (7.5)."""

from __future__ import annotations

from drafter.writers.docx.parts import NAMESPACES, XML
from drafter.writers.docx.runs import paragraph, run, twips
from drafter.writers.style import Style

HALF_MM = 3.0  # from the foot of a footer's line of 18 pt to the middle of its dash (measured, LibreOffice 7.4)


def section(style: Style, *, across: bool = False, first_bare: bool = False) -> str:
    """w:sectPr: a page of the style, or one of the same paper turned; `first_bare` leaves the number off its first page (10.1)."""
    page = style.page
    width, height = twips(page.width_mm), twips(page.height_mm)
    sides = {"top": page.top_mm, "right": page.right_mm, "bottom": page.bottom_mm, "left": page.left_mm}
    turned = ""
    if across:  # the paper turned clockwise: its left side comes on top
        width, height, turned = height, width, ' w:orient="landscape"'
        sides = {"top": page.left_mm, "right": page.top_mm, "bottom": page.right_mm, "left": page.bottom_mm}
    number = max(5.0, sides["bottom"] - style.page_number.below_mm - HALF_MM)
    margins = " ".join(f'w:{side}="{twips(mm)}"' for side, mm in sides.items())
    kinds = ("default", "even", "first") if first_bare else ("default", "even")
    feet = "".join(f'<w:footerReference w:type="{kind}" r:id="rIdFooter{kind.title()}"/>' for kind in kinds)
    return (f'<w:sectPr>{feet}<w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
            f'<w:pgMar {margins} w:header="{twips(15)}" w:footer="{twips(number)}" w:gutter="0"/>'
            f'{"<w:titlePg/>" if first_bare else ""}<w:docGrid w:type="lines" w:linePitch="{round(style.pitch_pt * 20)}"/></w:sectPr>')


def footers() -> dict[str, str]:
    """The members of the package with the footers: — 1 — for odd pages and even, and an empty one."""
    field = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
             '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>')
    lines = {"default": paragraph("GWFooterOdd", run("— ") + field + run(" —")),
             "even": paragraph("GWFooterEven", run("— ") + field + run(" —")), "first": paragraph("GWFooterOdd", "")}
    return {f"word/footer-{kind}.xml": f"{XML}<w:ftr {NAMESPACES}>{line}</w:ftr>" for kind, line in lines.items()}
