"""Word documents as GB/T 9704-2012 asks: named styles, no direct formatting but the gaps' highlight.

One file a thing laid out: head (版头), body, closing (署名), imprint (版记), tables, pictures, contents (目录), comments, page
(sections, footers); sheet is the styles, parts what lies beside the body, trace the record. Everything is made as strings; what
is the same for every document of a style is made once (docs/decisions/0016).
"""

from __future__ import annotations

import io
import zipfile
from functools import cache

from drafter.document import Document
from drafter.writers.docx import faces, page, trace
from drafter.writers.docx.body import body
from drafter.writers.docx.parts import INITIALS, XML, Parts
from drafter.writers.docx.runs import GAP, clean
from drafter.writers.docx.titles import balanced
from drafter.writers.docx.trace import TRACE, option_row, record, trace_rows
from drafter.writers.style import Style

__all__ = ["GAP", "INITIALS", "TRACE", "balanced", "option_row", "record", "trace_rows", "write"]
_EPOCH = (2000, 1, 1, 0, 0, 0)  # the same document gives the same bytes: no clock in the zip
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def write(document: Document, style: Style) -> bytes:
    """The document as the bytes of a .docx; the same document gives the same bytes. Heeds meta toc, comments and seal."""
    parts = Parts(style)
    main = body(document, parts)
    record_ = trace.members(document)
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(parts, traced=bool(record_)), "_rels/.rels": _RELATIONS, "docProps/core.xml": _core(document),
        "docProps/app.xml": _APP, "word/document.xml": main, "word/_rels/document.xml.rels": _links(parts, traced=bool(record_)),
        "word/styles.xml": parts.sheet.xml(), "word/settings.xml": _settings(bool(parts.footnotes)),
        "word/fontTable.xml": faces.font_table(style), "word/theme/theme1.xml": faces.theme(style), **page.footers(), **record_}
    if parts.comments:
        members["word/comments.xml"] = parts.comments
    if parts.footnotes:
        members["word/footnotes.xml"] = parts.footnotes
    members |= {f"word/media/{name}": data for name, data in parts.pictures}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as target:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, content)
    return buffer.getvalue()


_RELATIONS = (f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">'
              f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
              f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
              f'<Relationship Id="rId3" Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/></Relationships>')
_APP = (f'{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        '<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>')


def _core(document: Document) -> str:
    """Title, author, subject and language among the document's properties."""
    author, subject = (clean(str(document.meta.get(name) or "")) for name in ("author", "subject"))
    return (f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f'<dc:title>{clean(document.title)}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{author}</dc:creator>'
            '<dc:language>zh-CN</dc:language></cp:coreProperties>')


def _types(parts: Parts, *, traced: bool) -> str:
    """[Content_Types].xml."""
    kinds = {"/word/document.xml": f"{_WORD}.document.main+xml", "/word/styles.xml": f"{_WORD}.styles+xml",
             "/word/settings.xml": f"{_WORD}.settings+xml", "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
             "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
             **{f"/{name}": f"{_WORD}.footer+xml" for name in page.footers()},
             "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
             "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml"}
    if parts.comments:
        kinds["/word/comments.xml"] = f"{_WORD}.comments+xml"
    if parts.footnotes:
        kinds["/word/footnotes.xml"] = f"{_WORD}.footnotes+xml"
    if traced:
        kinds["/customXml/itemProps1.xml"] = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    endings = "".join(f'<Default Extension="{ending}" ContentType="image/{ending}"/>'
                      for ending in sorted({name.rsplit(".", 1)[1] for name, _ in parts.pictures}))
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (f'{XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="{"application/vnd.openxmlformats-package.relationships+xml"}"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{endings}{overrides}</Types>')


def _links(parts: Parts, *, traced: bool) -> str:
    """What the main part refers to."""
    rows = [("rIdStyles", "styles", "styles.xml"), ("rIdSettings", "settings", "settings.xml"),
            ("rIdFonts", "fontTable", "fontTable.xml"), ("rIdTheme", "theme", "theme/theme1.xml"),
            *((f"rIdFooter{kind.title()}", "footer", f"footer-{kind}.xml") for kind in ("default", "even", "first"))]
    if parts.comments:
        rows.append(("rIdComments", "comments", "comments.xml"))
    if parts.footnotes:
        rows.append(("rIdFootnotes", "footnotes", "footnotes.xml"))
    if traced:
        rows.append(("rIdTrace", "customXml", "../customXml/item1.xml"))
    rows += [(f"rIdPicture{n}", "image", f"media/{name}") for n, (name, _) in enumerate(parts.pictures, 1)]
    links = "".join(f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for i, kind, target in rows)
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


@cache
def _settings(footnotes: bool) -> str:
    """settings.xml: odd and even pages, punctuation set close, Chinese as the language, the compatibility of Word 2013 and later."""
    notes = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if footnotes else ""
    made_by = 'w:uri="http://schemas.microsoft.com/office/word"'
    modern = "".join(f'<w:compatSetting w:name="{name}" {made_by} w:val="{value}"/>' for name, value in (
        ("compatibilityMode", 15), ("overrideTableStyleFontSizeAndJustification", 1), ("enableOpenTypeFeatures", 1),
        ("doNotFlipMirrorIndents", 1), ("differentiateMultirowTableHeaders", 1)))
    return (f'{XML}<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/>'
            '<w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
            '<w:drawingGridHorizontalSpacing w:val="105"/><w:characterSpacingControl w:val="compressPunctuation"/>'
            f'{notes}<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>'
            f'<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>{modern}</w:compat>'
            '<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>')
