"""The style sheet (styles.xml): every look of a layout style as a named paragraph style.

What depends on the document, such as the indent of a 署名 that is centred on its date, is put into the style too: a look
that is asked for with changes is the style itself the first time, and a style with a number behind its name after that.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from drafter.writers.docx.runs import points, twips
from drafter.writers.style import Look, Style

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BUILT_IN = {"heading1": "Heading1", "heading2": "Heading2", "heading3": "Heading3", "heading4": "Heading4", "footnote": "FootnoteText",
             "contents1": "TOC1", "contents2": "TOC2"}
CHARACTER = {"attendance-label", "signer-name"}  # looks of a part of a line, not of a paragraph
THIN = "GWThin"  # a paragraph that takes no room: it ends a section or stands behind a table
TABLE = "GWGrid"
LEAD = "GWLead"  # and the level: a heading within a paragraph


class Form(Look):
    """A look as it stands in one document, with what no style of templates/styles says: tabs in points, a border, exact distances."""

    tabs: tuple[tuple[str, float], ...] = ()
    border: tuple[str, str, float, float, str] | None = None  # side, line, points thick, points off, colour
    before_pt: float | None = None
    after_pt: float | None = None
    left_mm: float = 0
    right_mm: float = 0
    keep_next: bool = False


class Sheet:
    """The styles of one document: `id` gives the id of a look, with changes if need be; `xml` the part."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self._ready = ready(style.model_dump_json())
        self._own: dict[str, str] = {}
        self._seen: dict[str, list[dict[str, Any]]] = {"body": [{}]}  # the body's own style stays as it is

    def id(self, name: str, **changes: Any) -> str:
        """The style id of that look, or of the look so changed; a look that no style has is as the body."""
        base = self._ready.ids.get(name)
        if base is None:
            return self._ready.ids["body"]
        seen = self._seen.setdefault(name, [])
        if changes not in seen:
            seen.append(changes)
            if changes or len(seen) > 1:
                self._add(name, base, changes, len(seen) - 1)
        return _numbered(base, seen.index(changes))

    def _add(self, name: str, base: str, changes: dict[str, Any], number: int) -> None:
        look, ident = self.look(name), _numbered(base, number)
        form = Form.model_validate({**look.model_dump(), **changes})
        self._own[ident] = style_xml(ident, f"{look.style} {number + 1}" if number else look.style, form, self.style, name)

    def look(self, name: str) -> Look:
        """The look of that name."""
        return self.style.paragraphs[name]

    def pitch(self, look: Look) -> float:
        """The line pitch of a look, in points."""
        return look.pitch_pt or self.style.pitch_pt

    def xml(self) -> str:
        """styles.xml."""
        if not self._own:
            return self._ready.whole
        shown = {**self._ready.styles, **self._own}
        return f"{self._ready.top}{''.join(shown.values())}</w:styles>"


def _numbered(base: str, number: int) -> str:
    return f"{base}{number + 1}x" if number else base


class Ready:
    """What of the style sheet is the same for every document of a style."""

    def __init__(self, style: Style) -> None:
        self.ids = {name: _BUILT_IN.get(name) or "GW" + name.title().replace("-", "") for name in style.paragraphs}
        self.styles = {self.ids[name]: style_xml(self.ids[name], look.style, Form.model_validate(look.model_dump()), style, name)
                       for name, look in style.paragraphs.items()}
        self.top = _top(style)
        self.whole = f"{self.top}{''.join(self.styles.values())}</w:styles>"


@cache
def ready(style_json: str) -> Ready:
    """The style sheet of that style, made once."""
    return Ready(Style.model_validate_json(style_json))


def fonts(face: str) -> str:
    """All four font slots set to one face: no Latin quotes and digits of another face, no theme font that would win (gbt9704.md 2.2)."""
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'


def _top(style: Style) -> str:
    """The part up to the looks: defaults, and the styles that every document has."""
    body = style.paragraphs["body"]
    half = round(body.size_pt * 2)
    number = style.page_number
    sides = ("right", "left") if number.align == "outer" else ("center", "center")
    footers = "".join(
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="GWFooter{name}"><w:name w:val="{word}"/><w:basedOn w:val="Normal"/>'
        f'<w:pPr><w:widowControl w:val="0"/><w:spacing w:before="0" w:after="0" w:line="360" w:lineRule="exact"/>'
        f'{_footer_indent(side, number.size_pt)}<w:jc w:val="{side}"/></w:pPr><w:rPr>{fonts(number.font)}'
        f'<w:sz w:val="{round(number.size_pt * 2)}"/><w:szCs w:val="{round(number.size_pt * 2)}"/></w:rPr></w:style>'
        for name, word, side in zip(("Odd", "Even"), ("单页页码", "双页页码"), sides, strict=True))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(body.font)}'
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>'
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{TABLE}"><w:name w:val="公文表格"/><w:basedOn w:val="TableNormal"/><w:tblPr>'
        f'<w:tblBorders>{"".join(_edge(side, 4) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))}</w:tblBorders>'
        '</w:tblPr></w:style>'
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{THIN}"><w:name w:val="空行"/><w:basedOn w:val="Normal"/><w:pPr>'
        '<w:widowControl w:val="0"/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr><w:rPr><w:sz w:val="2"/>'
        '<w:szCs w:val="2"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/><w:basedOn w:val="Normal"/>'
        '<w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>' + _leads(style) + footers)


def _leads(style: Style) -> str:
    """Character styles in the headings' faces, for headings that their text follows on the same line."""
    return "".join(f'<w:style w:type="character" w:customStyle="1" w:styleId="{LEAD}{level}">'
                   f'<w:name w:val="{"一二三四"[level - 1]}级标题 字符"/>'
                   f'<w:rPr>{fonts(style.paragraphs[f"heading{level}"].font)}</w:rPr></w:style>' for level in range(1, 5))


def _edge(side: str, eighths: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="auto"/>'


def _footer_indent(side: str, size: float) -> str:
    """One character off the edge (7.5)."""
    return "" if side == "center" else f'<w:ind w:{side}Chars="100" w:{side}="{round(size * 20)}"/>'


def style_xml(ident: str, called: str, form: Form, style: Style, name: str) -> str:
    """The w:style of a look."""
    built_in = name in _BUILT_IN and called == style.paragraphs[name].style
    custom = "" if built_in else ' w:customStyle="1"'
    if name in CHARACTER:
        return (f'<w:style w:type="character"{custom} w:styleId="{ident}"><w:name w:val="{called}"/>'
                f'<w:rPr>{fonts(form.font)}</w:rPr></w:style>')
    return (f'<w:style w:type="paragraph"{custom} w:styleId="{ident}"><w:name w:val="{called}"/><w:basedOn w:val="Normal"/>'
            f'{_next(name)}<w:qFormat/>{_paragraph(form, style, name)}{_run(form, style)}</w:style>')


def _next(name: str) -> str:
    """What a new paragraph is after one of this style: the body after a heading."""
    return '<w:next w:val="GWBody"/>' if name.startswith(("heading", "title", "salutation")) else ""


def _paragraph(form: Form, style: Style, name: str) -> str:
    """w:pPr in the order of its schema (ISO/IEC 29500-1, 17.3.1.26)."""
    pitch = form.pitch_pt or style.pitch_pt
    before = form.before_lines * style.pitch_pt if form.before_pt is None else form.before_pt
    after = form.after_lines * style.pitch_pt if form.after_pt is None else form.after_pt
    line = 'w:line="240" w:lineRule="auto"' if name == "picture" else f'w:line="{round(pitch * 20)}" w:lineRule="exact"'
    keep = form.keep_next or name.startswith(("heading", "table-caption")) or name == "picture"
    border = ""
    if form.border:
        side, kind, thick, off, color = form.border
        space = max(0, min(31, round(off)))  # the most that Word takes
        border = f'<w:pBdr><w:{side} w:val="{kind}" w:sz="{round(thick * 8)}" w:space="{space}" w:color="{color}"/></w:pBdr>'
    outline = f'<w:outlineLvl w:val="{form.outline - 1}"/>' if form.outline else ""
    tabs = "".join(f'<w:tab w:val="{kind}"{_LEADERS.get(name, "")} w:pos="{round(at * 20)}"/>' for kind, at in form.tabs)
    return (f'<w:pPr>{"<w:keepNext/>" if keep else ""}{"<w:pageBreakBefore/>" if form.new_page else ""}<w:widowControl w:val="0"/>{border}'
            f'{f"<w:tabs>{tabs}</w:tabs>" if tabs else ""}<w:kinsoku/><w:overflowPunct/><w:topLinePunct w:val="0"/>'
            f'<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
            f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" {line}/>'
            f'{_indent(form, style)}<w:jc w:val="{form.align}"/>{outline}</w:pPr>')


_LEADERS = {"contents1": ' w:leader="middleDot"', "contents2": ' w:leader="middleDot"'}


def _indent(form: Form, style: Style) -> str:
    """w:ind in characters for Word and in twips for LibreOffice, which ignores the characters alone."""
    advance = (form.size_pt + tight(form, style)) * 20
    given = []
    for side, chars, mm in (("left", form.left_chars, form.left_mm), ("right", form.right_chars, form.right_mm)):
        if mm:
            given.append(f'w:{side}="{twips(mm)}"')
        elif chars:
            given.append(f'w:{side}Chars="{round(chars * 100)}" w:{side}="{round(chars * advance)}"')
    if form.hanging_chars:
        given.append(f'w:hangingChars="{round(form.hanging_chars * 100)}" w:hanging="{round(form.hanging_chars * advance)}"')
    elif form.indent_chars:
        given.append(f'w:firstLineChars="{round(form.indent_chars * 100)}" w:firstLine="{round(form.indent_chars * advance)}"')
    return f"<w:ind {' '.join(given)}/>" if given else ""


def tight(look: Look, style: Style) -> float:
    """The points by which the characters of a look are set closer; only those of the body's size are."""
    return style.spacing_pt if look.size_pt == style.paragraphs["body"].size_pt else 0


def _run(form: Form, style: Style) -> str:
    half, closer = round(form.size_pt * 2), round(tight(form, style) * 20)
    return (f'<w:rPr>{fonts(form.font)}{f"<w:color w:val={chr(34)}{form.color}{chr(34)}/>" if form.color else ""}'
            f'{f"<w:spacing w:val={chr(34)}{closer}{chr(34)}/>" if closer else ""}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>')


def room(style: Style) -> float:
    """The width of the type area in points."""
    return points(style.page.room_mm)
