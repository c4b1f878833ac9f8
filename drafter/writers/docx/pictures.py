"""Pictures, PNG or JPEG, in the line, as wide as asked for or as fits; the caption below."""

from __future__ import annotations

from drafter.document import Picture
from drafter.errors import OutputError
from drafter.writers.docx.parts import EMU, Parts
from drafter.writers.docx.runs import paragraph, quoted, run

_TALLEST = 0.8  # of the type area's height, so that the caption stands on the same page


def picture(block: Picture, parts: Parts) -> str:
    """The picture in a paragraph of its own, and its caption."""
    ending, wide, high = measure(block.data)
    page = parts.style.page
    mm = min(block.width_mm or page.room_mm, page.room_mm, page.depth_mm * _TALLEST * wide / high)
    size = f'cx="{round(mm * EMU)}" cy="{round(mm * high / wide * EMU)}"'
    number, name = parts.drawing(), quoted(block.caption or "图片")
    # A width that was not asked for is told by the picture's title: reading back gives none either.
    title = ' title="fit"' if not block.width_mm else ""
    drawing = (f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
               f'<wp:docPr id="{number}" name="{name}"{title}/><wp:cNvGraphicFramePr>'
               '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
               '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
               f'<pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
               f'<a:blip r:embed="{parts.picture(block.data, ending)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
               f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
               '</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>')
    caption = paragraph(parts.sheet.id("picture-caption"), run(block.caption)) if block.caption else ""
    return paragraph(parts.sheet.id("picture"), drawing) + caption


def measure(data: bytes) -> tuple[str, int, int]:
    """(png or jpeg, width, height) of the picture in dots. Raises OutputError for what is neither."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        wide, high = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
        if wide and high:
            return "png", wide, high
    if data[:2] == b"\xff\xd8":
        at = 2
        while at + 9 < len(data) and data[at] == 0xFF:
            kind, long = data[at + 1], int.from_bytes(data[at + 2:at + 4], "big")
            if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):  # a frame header (ITU-T T.81, table B.1)
                wide, high = int.from_bytes(data[at + 7:at + 9], "big"), int.from_bytes(data[at + 5:at + 7], "big")
                if wide and high:
                    return "jpeg", wide, high
            at += 2 + long
    raise OutputError("文稿里有一张图片不是 PNG 或 JPEG，或已损坏", cure="请把图片另存为 PNG 再插入")
