"""What a document needs beside its body: comments, footnotes and pictures, counted as the body asks for them; boxes too."""

from __future__ import annotations

from drafter.writers.docx.runs import clean, paragraph, quoted, run
from drafter.writers.docx.sheet import Sheet
from drafter.writers.style import Style

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
              'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
              'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
              'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
              'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
              'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"')
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
INITIALS = "稿"  # of every comment that a draft bears from us; drafter strip takes those out
EMU = 36000  # to the millimetre


class Parts:
    """The parts of one document as they grow; `sheet` its styles."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.sheet = Sheet(style)
        self._comments: list[str] = []
        self._footnotes: list[str] = []
        self.pictures: list[tuple[str, bytes]] = []  # file name in word/media, bytes
        self._drawings = 0

    def drawing(self) -> int:
        """A number that no other drawing of the document has."""
        self._drawings += 1
        return self._drawings

    def comment(self, runs: str, author: str, lines: list[str]) -> str:
        """The runs with a Word comment on them; `lines` are its paragraphs."""
        number = len(self._comments)
        text = "".join(paragraph("CommentText", run(line)) for line in lines)
        self._comments.append(f'<w:comment w:id="{number}" w:author="{quoted(author)}" w:initials="{INITIALS}">{text}</w:comment>')
        return (f'<w:commentRangeStart w:id="{number}"/>{runs}<w:commentRangeEnd w:id="{number}"/>'
                f'<w:r><w:commentReference w:id="{number}"/></w:r>')

    def footnote(self, text: str) -> str:
        """The run that calls the footnote."""
        number = len(self._footnotes) + 1
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>{}</w:r>'
        self._footnotes.append(f'<w:footnote w:id="{number}">'
                               f'{paragraph(self.sheet.id("footnote"), mark.format("<w:footnoteRef/>") + run(" " + text))}</w:footnote>')
        return mark.format(f'<w:footnoteReference w:id="{number}"/>')

    def picture(self, data: bytes, ending: str) -> str:
        """The relationship id of the picture, which now lies in the package."""
        held = next((i for i, (_, known) in enumerate(self.pictures) if known == data), None)
        if held is None:
            self.pictures.append((f"image{len(self.pictures) + 1}.{ending}", data))
            held = len(self.pictures) - 1
        return f"rIdPicture{held + 1}"

    @property
    def comments(self) -> str:
        """comments.xml, or nothing."""
        return f'{XML}<w:comments xmlns:w="{_W}">{"".join(self._comments)}</w:comments>' if self._comments else ""

    @property
    def footnotes(self) -> str:
        """footnotes.xml, or nothing; its first two are the lines between text and notes."""
        if not self._footnotes:
            return ""
        lines = "".join(f'<w:footnote w:type="{kind}" w:id="{n}">{paragraph("FootnoteText", f"<w:r><w:{kind}/></w:r>")}</w:footnote>'
                        for n, kind in ((-1, "separator"), (0, "continuationSeparator")))
        return f'{XML}<w:footnotes xmlns:w="{_W}">{lines}{"".join(self._footnotes)}</w:footnotes>'

    def box(self, content: str, *, wide_mm: float, high_mm: float, across: str, down: str, name: str, bottom: bool = False) -> str:
        """A run with a frameless text box that hangs at a fixed place; `across` and `down` are the insides of wp:positionH and V.

        No text runs around it: whoever places it leaves the room (docs/decisions/0016).
        """
        size = f'cx="{round(wide_mm * EMU)}" cy="{round(high_mm * EMU)}"'
        return (
            '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" '
            'simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
            f'<wp:positionH {across}</wp:positionH><wp:positionV {down}</wp:positionV><wp:extent {size}/>'
            f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="{self.drawing()}" name="{clean(name)}"/>'
            '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
            f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect">'
            '<a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
            f'<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr rot="0" vert="horz" wrap="square" lIns="0" tIns="0" '
            f'rIns="0" bIns="0" anchor="{"b" if bottom else "t"}" anchorCtr="0"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData>'
            '</a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>')
