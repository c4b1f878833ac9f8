"""The main part: title, blocks in reading order, sections for tables across the page, 版头 before and 版记 behind."""

from __future__ import annotations

from typing import Any

from drafter.document import Block, Document, Heading, Paragraph, Picture, Table
from drafter.writers.docx import comments, page
from drafter.writers.docx.closing import indents
from drafter.writers.docx.contents import contents
from drafter.writers.docx.head import head
from drafter.writers.docx.imprint import imprint
from drafter.writers.docx.parts import NAMESPACES, XML, Parts
from drafter.writers.docx.pictures import picture
from drafter.writers.docx.runs import marks, paragraph, run, width
from drafter.writers.docx.sheet import LEAD, THIN
from drafter.writers.docx.tables import table
from drafter.writers.docx.titles import balanced

KEPT_LINES = 3  # a last paragraph of no more lines goes to the next page with 署名 and 成文日期


def body(document: Document, parts: Parts) -> str:
    """document.xml."""
    letter = document.head is not None and document.head.form == "letter"
    made = [*_opening(document, parts)]
    across = False
    for kind, content in _blocks(document, parts):
        turned = kind == "across"
        if turned != across and made:
            # a section ends in a paragraph: the one before, or one that takes no room behind a table
            section = page.section(parts.style, across=across, first_bare=letter)
            made[-1] = (made[-1].replace("</w:pPr>", f"{section}</w:pPr>", 1) if _lone(made[-1])
                        else made[-1] + paragraph(THIN, "", section))
        across = turned
        made.append(content)
    if document.imprint:
        if across:
            made.append(paragraph(THIN, "", page.section(parts.style, across=True)))
            across = False
        made += imprint(document.imprint, parts, letter=letter)
    if made and made[-1].endswith("</w:tbl>"):
        made.append(paragraph(THIN, ""))  # Word wants a paragraph behind a last table
    last = page.section(parts.style, across=across, first_bare=letter)
    return f"{XML}<w:document {NAMESPACES}><w:body>{''.join(made)}{last}</w:body></w:document>"


def _lone(xml: str) -> bool:
    """True for one plain paragraph, which can end a section itself."""
    return xml.endswith("</w:p>") and xml.count("<w:pPr>") == 1 and "<w:sectPr>" not in xml


def _opening(document: Document, parts: Parts) -> list[str]:
    """版头, table of contents and title; without a 版头 the contents have the first page to themselves."""
    sheet, given = parts.sheet, document.head
    toc = contents(document, parts) if document.meta.get("toc") else []
    made = head(given, parts) if given else []
    if not document.title:
        return made + toc
    first = document.blocks[0] if document.blocks else None
    changes: dict[str, Any] = {}
    if given and given.form != "order":
        changes["before_lines"] = parts.style.head.title_lines
    if isinstance(first, Paragraph) and first.style == "byline":
        changes["after_lines"] = 0
    if toc and not given:
        changes["new_page"] = True
    title = paragraph(sheet.id("title", **changes), comments.runs("\n".join(balanced(document.title, parts.style)), parts))
    return [*made, title, *toc] if given else [*toc, title]


def _blocks(document: Document, parts: Parts) -> list[tuple[str, str]]:
    """Each block as (across or upright, its XML)."""
    blocks = document.blocks
    changes, commented = _changes(document, parts), bool(document.meta.get("comments"))
    made = []
    for number, block in enumerate(blocks):
        after, before = (blocks[number + 1] if number + 1 < len(blocks) else None), (blocks[number - 1] if number else None)
        if isinstance(block, Heading) and block.run_in and _kind(after) == "body":
            continue
        if isinstance(block, Paragraph) and block.style == "body" and isinstance(before, Heading) and before.run_in:
            lead = comments.runs(before.text, parts, marks(f"{LEAD}{min(4, max(1, before.level))}"))
            made.append(("upright", _paragraph(block, parts, changes.get(number, {}), commented=commented, lead=lead)))
        elif isinstance(block, Table):
            made.append(("across" if block.landscape else "upright", table(block, parts)))
        elif isinstance(block, Picture):
            made.append(("upright", picture(block, parts)))
        else:
            made.append(("upright", _paragraph(block, parts, changes.get(number, {}), commented=commented)))
    return made


def _paragraph(block: Heading | Paragraph, parts: Parts, changes: dict[str, Any], *, commented: bool, lead: str = "") -> str:
    if isinstance(block, Heading):
        return paragraph(parts.sheet.id(f"heading{min(4, max(1, block.level))}", **changes), comments.runs(block.text, parts))
    style = parts.sheet.id(block.style, **changes)
    if block.style == "attachment-title":
        return paragraph(style, comments.runs("\n".join(balanced(block.text, parts.style, "attachment-title")), parts))
    if block.style == "attendance" and "：" in block.text[:8]:
        label, _, rest = block.text.partition("：")
        return paragraph(style, run(label, marks(parts.sheet.id("attendance-label"))) + comments.runs(f"：{rest}", parts))
    if not commented and not any(s.footnote for s in block.sentences):
        return paragraph(style, lead + comments.runs(block.text, parts))
    runs = [(comments.sourced(s, parts) if commented else comments.runs(s.text, parts)) + (parts.footnote(s.footnote) if s.footnote else "")
            for s in block.sentences]
    return paragraph(style, lead + "".join(runs))


def _changes(document: Document, parts: Parts) -> dict[int, dict[str, Any]]:
    """What of its look each block changes, by its number: blank lines before a first, indents that hang on the words."""
    blocks = document.blocks
    found: dict[int, dict[str, Any]] = {}
    given = document.head
    seal = bool(document.meta.get("seal", given is not None and given.form != "minutes"))
    for number, block in enumerate(blocks):
        before, after = (blocks[number - 1] if number else None), (blocks[number + 1] if number + 1 < len(blocks) else None)
        kind, above = _kind(block), _kind(before)
        if kind == "byline" and _kind(after) != "byline":
            found[number] = {"after_lines": 1}
        elif kind == "attachments":
            found[number] = _item(block.text) | ({"before_lines": 1} if above != "attachments" else {})
        elif kind == "attendance":
            label = width(block.text.partition("：")[0]) + 1 if "：" in block.text[:8] else 0
            found[number] = {"left_chars": 2 + label, "hanging_chars": label} | ({"before_lines": 1} if above != "attendance" else {})
        elif (kind == "signature" and above != "signature") or (kind == "date" and above != "signature"):
            for other, changes in _closing(blocks, number, parts, seal=seal).items():
                found[other] = found.get(other, {}) | changes
    return found


def _kind(block: Block | None) -> str:
    return "" if block is None else "heading" if isinstance(block, Heading) else block.style


def _item(text: str) -> dict[str, Any]:
    """The indents of an item of the 附件说明: turned-over lines align with the first character of the name (7.3.4)."""
    label = 3.0 if text.startswith(("附件：", "附件:")) else 0.0
    rest = text[3:] if label else text
    digits = len(rest) - len(rest.lstrip("0123456789"))
    mark = width(rest[:digits + 1]) if digits and rest[digits:digits + 1] in (".", "．", "、") else 0
    return {"left_chars": 5 + mark, "hanging_chars": label + mark}


def _closing(blocks: list[Block], first: int, parts: Parts, *, seal: bool) -> dict[int, dict[str, Any]]:
    """The looks of the 署名 from that block on, of the date behind them, and of the paragraph before, which stays on their page."""
    end = first
    while end < len(blocks) and _kind(blocks[end]) == "signature":
        end += 1
    date = end if end < len(blocks) and _kind(blocks[end]) == "date" else None
    names, last = indents([b.text for b in blocks[first:end]], blocks[date].text if date is not None else "", parts.style, seal=seal)
    found = dict(zip(range(first, end), names, strict=True))
    if date is not None:
        found[date] = last
    above = first - 1
    while above >= 0 and _kind(blocks[above]) == "attachments":
        found[above] = {"keep_next": True}
        above -= 1
    # LibreOffice moves a kept paragraph whole, so a long one is left where it is; a 附件说明 on the page is enough.
    if above == first - 1 >= 0 and _kind(blocks[above]) == "body" and width(blocks[above].text) <= KEPT_LINES * parts.style.chars:
        found[above] = {"keep_next": True}
    return found
