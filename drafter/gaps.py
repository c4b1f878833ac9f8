"""The gaps of a draft (【待填：…】 what the clerk must supply, 【待定：…】 what his chief must decide), and where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from drafter import numbering
from drafter.document import Document, Heading, Paragraph, Table

GAP = re.compile(r"【(待[填定])(?:：([^】]*))?】")
BEFORE = 12  # characters shown before a gap, so that it is found
_PARTS = {"byline": "副标题", "salutation": "主送", "attachments": "附件说明", "signature": "署名", "date": "成文日期", "note": "附注",
          "attachment": "附件", "attachment-title": "附件标题", "attendance": "出席"}


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap: 待填 or 待定, what is wanted, its place (3.2.1 as in `drafter why`, or the part's name), the words before it."""

    kind: str
    wanted: str
    place: str
    before: str = ""

    @property
    def text(self) -> str:
        """The gap as printed in the draft."""
        return f"【{self.kind}：{self.wanted}】" if self.wanted else f"【{self.kind}】"


def find(document: Document) -> list[Gap]:
    """Every gap in the order of the page."""
    places = {id(part): place for place, part in numbering.places(document)}
    found = [gap for line in (document.head.lines() if document.head else []) for gap in _in(line, "版头")]
    found += _in(document.title, "标题")
    for block in document.blocks:
        if isinstance(block, Heading):
            found += _in(block.text, f"{places.get(id(block)) or '小'}标题".replace(".标题", "标题"))
        elif isinstance(block, Paragraph):
            before = ""
            for sentence in block.sentences:
                found += _in(sentence.text, places.get(id(sentence)) or _PARTS.get(block.style, "正文"), before)
                found += _in(sentence.footnote, "脚注")
                before = sentence.text
        else:
            found += _in(block.text, f"《{block.caption}》" if block.caption else "表格" if isinstance(block, Table) else "图片")
    return found + [gap for line in (document.imprint.lines() if document.imprint else []) for gap in _in(line, "版记")]


def _in(text: str, place: str, before: str = "") -> list[Gap]:
    return [Gap(m[1], m[2] or "", place, GAP.sub("…", before + text[:m.start()])[-BEFORE:].strip()) for m in GAP.finditer(text)]
