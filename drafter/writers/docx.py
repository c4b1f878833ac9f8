"""Word documents as GB/T 9704-2012 asks: named styles, no direct formatting but the gaps' highlight.

python-docx builds the empty template once for each style (page, styles, footers, settings), which is kept as bytes;
paragraphs are added with lxml (docs/decisions/0004). The trace of each sentence lies in
a custom XML part, so that `drafter why` works on the file alone.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import asdict
from functools import cache
from typing import Any

import docx as word_package
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from lxml import etree

from drafter import numbering, words
from drafter.document import Block, Document, Heading, Option
from drafter.writers.style import Look, Style

TRACE = "urn:drafter:trace"
VERSION = 2  # of what lies in the part; 1 was a plain list of rows
_PROPERTIES = ('<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
               '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
               'ds:itemID="{7D0A6F52-3C0E-4B5C-9E0B-4D52C1A7E3F8}"><ds:schemaRefs>'
               f'<ds:schemaRef ds:uri="{TRACE}"/></ds:schemaRefs></ds:datastoreItem>')
GAP = re.compile(r"(【待[填定]：[^】]*】)")
_KEPT = {"Normal", "Header", "Footer", "Default Paragraph Font", "Normal Table", "Table Normal", "No List"}
_EPOCH = (2000, 1, 1, 0, 0, 0)  # the same document gives the same bytes: no clock in the zip
# No title line opens or closes with these.
_NO_START = ("的", "和", "与", "及", "、", "”", "》", "）", "，")
_NO_END = ("“", "《", "（", "和", "与", "及", "、")


def write(document: Document, style: Style) -> bytes:
    """The document as the bytes of a .docx; the same document gives the same bytes."""
    word = word_package.Document(io.BytesIO(_template(style.model_dump_json())))
    body = word.element.body
    section = body.find(qn("w:sectPr"))
    ids = _style_ids(style)
    section.addprevious(_paragraph("\n".join(balanced(document.title, style)), ids["title"]))
    for block in document.blocks:
        section.addprevious(_paragraph(block.text, ids[_look_name(block)]))
    properties = word.core_properties
    properties.title = document.title
    properties.author = str(document.meta.get("author") or "")
    properties.subject = str(document.meta.get("subject") or "")
    properties.language = "zh-CN"
    _attach_trace(word, document)
    buffer = io.BytesIO()
    word.save(buffer)
    return _steady(buffer.getvalue())


def _look_name(block: Block) -> str:
    return f"heading{block.level}" if isinstance(block, Heading) else block.style


def _style_ids(style: Style) -> dict[str, str]:
    return {name: f"GW{name.capitalize()}" if not name.startswith("heading") else f"Heading{name[-1]}"
            for name in style.paragraphs}


def _paragraph(text: str, style_id: str) -> etree._Element:
    p = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    named = OxmlElement("w:pStyle")
    named.set(qn("w:val"), style_id)
    properties.append(named)
    p.append(properties)
    for piece in GAP.split(text):
        if not piece:
            continue
        r = OxmlElement("w:r")
        if piece.startswith("【"):
            marks = OxmlElement("w:rPr")
            highlight = OxmlElement("w:highlight")
            highlight.set(qn("w:val"), "yellow")
            marks.append(highlight)
            r.append(marks)
        for number, line in enumerate(piece.split("\n")):
            if number:
                r.append(OxmlElement("w:br"))
            t = OxmlElement("w:t")
            t.text = line
            t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            r.append(t)
        p.append(r)
    return p


def balanced(title: str, style: Style) -> list[str]:
    """The title's lines, parted where words end, the first the longest (梯形, GB/T 9704-2012, 7.3.1)."""
    look, page = style.paragraphs["title"], style.page
    room = int((page.width_mm - page.left_mm - page.right_mm) / 25.4 * 72 / look.size_pt)
    if len(title) <= room:
        return [title]
    count = -(-len(title) // (room - 1))
    lines, rest = [], title
    for left in range(count, 1, -1):
        ends, position = [], 0
        for word in words.cut(rest):
            position += len(word)
            if position <= room and not rest[position:].startswith(_NO_START) and not rest[:position].endswith(_NO_END):
                ends.append(position)
        wanted = len(rest) / left + 0.5
        end = min(ends, key=lambda e: (e - wanted) ** 2, default=min(room, len(rest)))
        lines.append(rest[:end])
        rest = rest[end:]
    return [*lines, rest]


@cache
def _template(style_json: str) -> bytes:
    """An empty document in that style, as bytes."""
    style = Style.model_validate_json(style_json)
    word = word_package.Document()
    for found in list(word.styles):
        if found.name not in _KEPT and not found.name.startswith("Heading"):
            found.element.getparent().remove(found.element)
    for found in list(word.styles):
        if found.name.startswith("Heading") and found.name[-1] not in "1234":
            found.element.getparent().remove(found.element)
    latent = word.styles.element.find(qn("w:latentStyles"))
    if latent is not None:
        word.styles.element.remove(latent)
    _defaults(word, style)
    for name, look in style.paragraphs.items():
        _add_style(word, name, look, style)
    _page(word, style)
    _footers(word, style)
    _settings(word)
    _slim(word)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _slim(word: Any) -> None:
    """Parts of python-docx's default template that no office needs (440 KB of styles, a thumbnail) left out."""
    for relations in (word.part.rels, word.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.rsplit("/", 1)[-1] in ("stylesWithEffects", "thumbnail", "customXml", "numbering"):
                del relations[key]


def _fonts(parent: Any, face: str) -> None:
    """All four font slots set to one face; theme fonts, which would win over them, gone (gbt9704.md 2.2)."""
    fonts = parent.find(qn("w:rFonts"))
    if fonts is not None:
        parent.remove(fonts)
    fonts = parse_xml(f'<w:rFonts {nsdecls("w")} w:hint="eastAsia" w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>')
    parent.insert(0, fonts)


def _defaults(word: Any, style: Style) -> None:
    body = style.paragraphs["body"]
    defaults = word.styles.element.find(qn("w:docDefaults"))
    word.styles.element.remove(defaults)
    half = int(body.size_pt * 2)
    word.styles.element.insert(0, parse_xml(
        f'<w:docDefaults {nsdecls("w")}><w:rPrDefault><w:rPr><w:rFonts w:ascii="{body.font}" w:hAnsi="{body.font}" '
        f'w:eastAsia="{body.font}" w:cs="{body.font}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        f'<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'))
    normal = word.styles["Normal"].element
    for child in list(normal):
        if child.tag in (qn("w:rPr"), qn("w:pPr")):
            normal.remove(child)


def _add_style(word: Any, name: str, look: Look, style: Style) -> None:
    ident = _style_ids(style)[name]
    if name.startswith("heading"):
        element = word.styles[f"Heading {name[-1]}"].element
        for child in list(element):
            if child.tag in (qn("w:rPr"), qn("w:pPr"), qn("w:link")):
                element.remove(child)
    else:
        element = word.styles.add_style(look.style, WD_STYLE_TYPE.PARAGRAPH).element
        element.set(qn("w:styleId"), ident)
        element.find(qn("w:name")).set(qn("w:val"), look.style)
        for child in list(element):
            if child.tag in (qn("w:rPr"), qn("w:pPr")):
                element.remove(child)
    pitch = round((look.pitch_pt or style.pitch_pt) * 20)
    before = round(look.before_lines * style.pitch_pt * 20)
    advance = look.size_pt + style.spacing_pt
    indent = ""
    if look.indent_chars:
        indent += f' w:firstLineChars="{round(look.indent_chars * 100)}" w:firstLine="{round(look.indent_chars * advance * 20)}"'
    if look.right_chars:
        indent += f' w:rightChars="{round(look.right_chars * 100)}" w:right="{round(look.right_chars * advance * 20)}"'
    outline = f'<w:outlineLvl w:val="{look.outline - 1}"/>' if look.outline else ""
    keep = "<w:keepNext/>" if name.startswith("heading") else ""
    element.append(parse_xml(
        f'<w:pPr {nsdecls("w")}>{keep}<w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct/><w:topLinePunct w:val="0"/>'
        f'<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'<w:spacing w:before="{before}" w:after="0" w:line="{pitch}" w:lineRule="exact"/>'
        f'{f"<w:ind{indent}/>" if indent else ""}<w:jc w:val="{look.align}"/>{outline}</w:pPr>'))
    half = round(look.size_pt * 2)
    tight = round(style.spacing_pt * 20) if look.size_pt == style.paragraphs["body"].size_pt else 0
    marks = parse_xml(
        f'<w:rPr {nsdecls("w")}>{f"<w:spacing w:val={chr(34)}{tight}{chr(34)}/>" if tight else ""}'
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>')
    _fonts(marks, look.font)
    element.append(marks)


def _page(word: Any, style: Style) -> None:
    section, page = word.sections[0], style.page
    section.page_width, section.page_height = Mm(page.width_mm), Mm(page.height_mm)
    section.top_margin, section.bottom_margin = Mm(page.top_mm), Mm(page.bottom_mm)
    section.left_margin, section.right_margin = Mm(page.left_mm), Mm(page.right_mm)
    section.footer_distance = Mm(style.footer_mm)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(style.pitch_pt * 20)))


def _footers(word: Any, style: Style) -> None:
    """— 1 — on the outer side: odd pages right, even pages left, one character in (7.5)."""
    word.settings.odd_and_even_pages_header_footer = True
    section, number = word.sections[0], style.page_number
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        p = footer.paragraphs[0]
        size = round(number.size_pt * 20)
        p._p.get_or_add_pPr().append(parse_xml(
            f'<w:spacing {nsdecls("w")} w:before="0" w:after="0" w:line="360" w:lineRule="exact"/>'))
        p._p.pPr.append(parse_xml(f'<w:ind {nsdecls("w")} w:{side}Chars="100" w:{side}="{size}"/>'))
        p._p.pPr.append(parse_xml(f'<w:jc {nsdecls("w")} w:val="{side}"/>'))
        for piece in ("— ", None, " —"):
            run = p.add_run()
            run.font.size = Pt(number.size_pt)
            _fonts(run._r.get_or_add_rPr(), number.font)
            if piece is None:
                for kind in ("begin", "instr", "separate", "text", "end"):
                    run._r.append(_field_part(kind))
            else:
                run.text = piece


def _field_part(kind: str) -> etree._Element:
    if kind == "instr":
        return parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> PAGE </w:instrText>')
    if kind == "text":
        return parse_xml(f'<w:t {nsdecls("w")}>1</w:t>')
    return parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>')


def _settings(word: Any) -> None:
    settings = word.settings.element
    language = settings.find(qn("w:themeFontLang"))
    if language is not None:
        language.set(qn("w:eastAsia"), "zh-CN")
    spacing = settings.find(qn("w:characterSpacingControl"))
    if spacing is not None:
        spacing.set(qn("w:val"), "compressPunctuation")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _attach_trace(word: Any, document: Document) -> None:
    """The trace, the other wordings and what the draft was made from as JSON inside a custom XML part of the package."""
    rows = trace_rows(document, options=True)
    if not rows:
        return
    package = word.part.package
    part = Part(PackURI("/customXml/item1.xml"), "application/xml", record(rows, document.meta.get("state") or {}), package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    # LibreOffice keeps a custom part only if it has properties (seen in 7.4); Word adds them where they are missing
    properties = Part(PackURI("/customXml/itemProps1.xml"), "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
                      _PROPERTIES.encode(), package)
    part.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)


def record(rows: list[dict[str, Any]], state: dict[str, Any]) -> bytes:
    """The custom XML part that holds the rows and the state."""
    root = etree.Element(f"{{{TRACE}}}trace")
    root.text = json.dumps({"version": VERSION, "rows": rows, "state": state}, ensure_ascii=False, separators=(",", ":"))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def trace_rows(document: Document, *, options: bool = False) -> list[dict[str, Any]]:
    """A row for each sentence and heading of a draft that bears a trace, in order, with its place, and if asked its other wordings."""
    rows = []
    for place, part in numbering.places(document):
        if part.trace is not None:
            row = {"text": part.text, "role": part.role, "place": place, **asdict(part.trace)}
            rows.append(row | {"options": [option_row(o) for o in part.options]} if options and part.options else row)
    return rows


def option_row(option: Option) -> dict[str, Any]:
    """The other wording as it lies in the file: what is empty is left out."""
    trace = {k: v for k, v in asdict(option.trace).items() if v}
    if "sources" in trace:
        trace["sources"] = [{k: v for k, v in source.items() if v} for source in trace["sources"]]
    row: dict[str, Any] = {"text": option.text, "score": option.score, **({"role": option.role} if option.role else {}), **trace}
    return row | {"also": [[place, option_row(other)] for place, other in option.also]} if option.also else row


def _steady(data: bytes) -> bytes:
    """The package with its parts in order and no time stamps."""
    source = zipfile.ZipFile(io.BytesIO(data))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            clean = zipfile.ZipInfo(info.filename, _EPOCH)
            clean.compress_type = zipfile.ZIP_DEFLATED
            clean.external_attr = 0o600 << 16
            target.writestr(clean, source.read(info))
    return buffer.getvalue()


