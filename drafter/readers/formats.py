"""The effective format of a .docx: defaults, styles along basedOn, lists, direct marks, one over the other (ISO/IEC 29500-1, 17.7.2)."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from drafter import loading
from drafter.readers.docx import _parser
from drafter.readers.docx.styles import W

_THEME = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MM = 25.4 / 1440  # a twip in millimetres
_HAN = re.compile(r"[\u3400-\u9fff]")
_LEFT_OUT = frozenset(("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", f"{W}del", f"{W}moveFrom", f"{W}rt",
                       f"{W}pPr", f"{W}rPr"))
_PARTS = re.compile(r"word/(?:(?:document|styles|numbering|theme/theme1|footer[\w-]*)\.xml|_rels/document\.xml\.rels)")
Marks = dict[str, str]


class _Sheet:
    """The styles, the theme's fonts and the indents of lists of one package."""

    def __init__(self, parts: dict[str, etree._Element]) -> None:
        self.theme = _theme(parts.get("word/theme/theme1.xml"))
        styles = parts.get("word/styles.xml")
        self.rows: dict[str, etree._Element] = {}
        self.defaults: tuple[Marks, Marks] = {}, {}
        self.usual = ""
        if styles is not None:
            self.rows = {row.get(f"{W}styleId", ""): row for row in styles.iter(f"{W}style")}
            self.defaults = (self.marks(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")),
                             _shape(styles.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")))
            self.usual = next((ident for ident, row in self.rows.items() if row.get(f"{W}default") in ("1", "true")
                               and row.get(f"{W}type") == "paragraph"), "")
        self.lists = _list_indents(parts.get("word/numbering.xml"))
        self._known: dict[str, tuple[Marks, Marks]] = {}

    def style(self, ident: str) -> tuple[Marks, Marks]:
        """(run marks, paragraph shape) of a style with all it is based on."""
        if ident not in self._known:
            chain, at = [], ident
            while at in self.rows and at not in chain:
                chain.append(at)
                based = self.rows[at].find(f"{W}basedOn")
                at = based.get(f"{W}val", "") if based is not None else ""
            marks: Marks = {}
            shape: Marks = {}
            for step in reversed(chain):
                marks |= self.marks(self.rows[step].find(f"{W}rPr"))
                shape |= _shape(self.rows[step].find(f"{W}pPr"))
            self._known[ident] = marks, shape
        return self._known[ident]

    def marks(self, properties: etree._Element | None) -> Marks:
        """The run marks that the properties set: font (of Chinese characters), size in half points, bold, colour, style."""
        found: Marks = {}
        for node in properties if properties is not None else ():
            if node.tag == f"{W}rFonts":
                theme = self.theme.get(node.get(f"{W}eastAsiaTheme", ""))
                if name := theme or node.get(f"{W}eastAsia"):
                    found["font"] = name
            elif node.tag == f"{W}b":
                found["bold"] = "" if node.get(f"{W}val") in ("0", "false", "off") else "1"
            elif node.tag in (f"{W}sz", f"{W}color", f"{W}rStyle"):
                found[node.tag[len(W):]] = node.get(f"{W}val", "")
        return found


def _theme(root: etree._Element | None) -> Marks:
    """The theme's fonts for Chinese characters, by the names that styles call them by."""
    found: Marks = {}
    for kind in ("major", "minor") if root is not None else ():
        fonts = root.find(f".//{_THEME}{kind}Font")  # type: ignore[union-attr]
        if fonts is None:
            continue
        east = fonts.find(f"{_THEME}ea")
        hans = next((f for f in fonts.findall(f"{_THEME}font") if f.get("script") == "Hans"), None)
        name = (east.get("typeface", "") if east is not None else "") or (hans.get("typeface", "") if hans is not None else "")
        if name:
            found[f"{kind}EastAsia"] = name
    return found


def _shape(properties: etree._Element | None) -> Marks:
    """What the properties say of the paragraph: jc, the attributes of w:spacing and w:ind, its list."""
    found: Marks = {}
    for node in properties if properties is not None else ():
        if node.tag == f"{W}jc":
            found["jc"] = node.get(f"{W}val", "")
        elif node.tag in (f"{W}spacing", f"{W}ind"):
            found |= {str(name)[len(W):]: str(value) for name, value in node.attrib.items() if str(name).startswith(W)}
            if node.tag == f"{W}ind":  # an indent in twips goes over an inherited one in characters
                for name in ("firstLine", "left"):
                    if f"{W}{name}" in node.attrib and f"{W}{name}Chars" not in node.attrib:
                        found.pop(f"{name}Chars", None)
        elif node.tag == f"{W}numPr":
            number, level = node.find(f"{W}numId"), node.find(f"{W}ilvl")
            found["list"] = f"{_val(number, '')}:{_val(level, '0')}"
    return found


def _val(node: etree._Element | None, default: str) -> str:
    """The element's w:val."""
    return node.get(f"{W}val", default) if node is not None else default


def _list_indents(root: etree._Element | None) -> dict[str, Marks]:
    """The paragraph shape of each level of each list, as numId:level."""
    if root is None:
        return {}
    abstract = {row.get(f"{W}abstractNumId"): {lvl.get(f"{W}ilvl", "0"): _shape(lvl.find(f"{W}pPr")) for lvl in row.findall(f"{W}lvl")}
                for row in root.iter(f"{W}abstractNum")}
    found: dict[str, Marks] = {}
    for num in root.iter(f"{W}num"):
        link = num.find(f"{W}abstractNumId")
        for level, shape in abstract.get(link.get(f"{W}val") if link is not None else "", {}).items():
            found[f"{num.get(f'{W}numId')}:{level}"] = shape
    return found


def formats(data: bytes) -> dict[str, Any]:
    """`page` (millimetres), `numbers` (how each footer numbers pages) and `paragraphs` by number (from 1): what a reader of the page sees.

    A paragraph has font, size_pt, bold, align, pitch_pt (0: not exact), first_chars, left_chars, table. Empty for a damaged package.
    """
    try:
        infos = {info.filename: info for info in zipfile.ZipFile(io.BytesIO(data)).infolist()}
        parts = {name: etree.fromstring(loading.unpacked(io.BytesIO(data), info), _parser()) for name, info in infos.items()
                 if _PARTS.fullmatch(name)}
    except (zipfile.BadZipFile, etree.XMLSyntaxError, ValueError, OSError, NotImplementedError):
        return {}
    body = parts.get("word/document.xml")
    if body is None:
        return {}
    sheet = _Sheet(parts)
    paragraphs = {number: _paragraph(node, sheet, tabled) for number, (node, tabled) in enumerate(_walk(body), 1)}
    return {"page": _page(body), "numbers": _numbers(body, parts, sheet), "paragraphs": paragraphs}


def _walk(root: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """(paragraph, True inside a table or a text box) in order, as readers.docx counts them."""
    stack = [(root, False)]
    while stack:
        node, inside = stack.pop()
        if node.tag == f"{W}p":
            yield node, inside
        inside = inside or node.tag in (f"{W}tbl", f"{W}txbxContent")
        stack.extend((child, inside) for child in reversed(node) if child.tag not in _LEFT_OUT)


def _paragraph(node: etree._Element, sheet: _Sheet, tabled: bool) -> dict[str, Any]:
    properties = node.find(f"{W}pPr")
    named = properties.find(f"{W}pStyle") if properties is not None else None
    marks, shape = sheet.style(named.get(f"{W}val", "") if named is not None else sheet.usual)
    marks, shape = sheet.defaults[0] | marks, sheet.defaults[1] | shape
    own = _shape(properties)
    shape = shape | sheet.lists.get(own.get("list") or shape.get("list", ""), {}) | own
    weights: Counter[tuple[str, str, str]] = Counter()
    for run in node.iter(f"{W}r"):
        text = "".join(t.text or "" for t in run.findall(f"{W}t"))
        if han := len(_HAN.findall(text)):
            direct = sheet.marks(run.find(f"{W}rPr"))
            seen = marks | (sheet.style(direct["rStyle"])[0] if "rStyle" in direct else {}) | direct
            weights[seen.get("font", ""), seen.get("sz", "20"), seen.get("bold", "")] += han
    font, size, bold = weights.most_common(1)[0][0] if weights else (marks.get("font", ""), marks.get("sz", "20"), marks.get("bold", ""))
    points = _float(size, 20) / 2
    points = points or 10.0
    first = _float(shape["firstLineChars"]) / 100 if "firstLineChars" in shape else _float(shape.get("firstLine", "0")) / 20 / points
    if "hanging" in shape and "firstLine" not in own and "firstLineChars" not in own:
        first = -_float(shape["hanging"]) / 20 / points
    left = _float(shape["leftChars"]) / 100 if "leftChars" in shape else _float(shape.get("left", shape.get("start", "0"))) / 20 / points
    exact = shape.get("lineRule") == "exact"
    return {"font": font, "size_pt": points, "bold": bool(bold), "align": shape.get("jc", "left"), "table": tabled,
            "pitch_pt": _float(shape.get("line", "0")) / 20 if exact else 0.0, "first_chars": round(first, 1), "left_chars": round(left, 1)}


def _float(text: str, default: float = 0.0) -> float:
    """The number, or the default where the file holds something else."""
    return float(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else default


def _page(body: etree._Element) -> dict[str, float]:
    """Paper and margins of the last section, in millimetres."""
    sections = list(body.iter(f"{W}sectPr"))
    found: dict[str, float] = {}
    if sections:
        size, margins = sections[-1].find(f"{W}pgSz"), sections[-1].find(f"{W}pgMar")
        for node, names in ((size, {"w": "width_mm", "h": "height_mm"}),
                            (margins, {"top": "top_mm", "bottom": "bottom_mm", "left": "left_mm", "right": "right_mm"})):
            if node is not None:
                found |= {name: round(_float(node.get(f"{W}{key}", "0")) * _MM, 2) for key, name in names.items()}
    return found


def _numbers(body: etree._Element, parts: dict[str, etree._Element], sheet: _Sheet) -> dict[str, dict[str, Any]]:
    """For each kind of footer (default, even, first) that numbers pages: align, dashes, font, size_pt."""
    links = {row.get("Id"): row.get("Target", "") for row in parts["word/_rels/document.xml.rels"]} \
        if "word/_rels/document.xml.rels" in parts else {}
    found: dict[str, dict[str, Any]] = {}
    for reference in body.iter(f"{W}footerReference"):
        root = parts.get("word/" + links.get(reference.get(_LINK), ""))
        for paragraph in root.iter(f"{W}p") if root is not None else ():
            told = "".join(node.text or "" for node in paragraph.iter(f"{W}instrText"))
            told += "".join(node.get(f"{W}instr", "") for node in paragraph.iter(f"{W}fldSimple"))
            if "PAGE" in told:
                text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
                seen = _paragraph(paragraph, sheet, False)
                direct = next((m for run in paragraph.iter(f"{W}r") if (m := sheet.marks(run.find(f"{W}rPr")))), {})
                found[reference.get(f"{W}type", "default")] = {
                    "align": seen["align"], "dashes": text.count("—") >= 2, "font": direct.get("font", seen["font"]),
                    "size_pt": _float(direct.get("sz", ""), 2 * seen["size_pt"]) / 2}
    return found
