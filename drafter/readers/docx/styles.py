"""What a paragraph style says: its name, heading level, list, and the part of a document of ours that it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVEL = re.compile(r"(?:heading|标题)\s*([1-4])$", re.I)
# The names in drafter's styles, and those of its earlier ones.
NAMES = {
    "公文标题": "title", "title": "title", "公文副题": "byline", "副标题": "byline", "主送机关": "salutation", "主送": "salutation",
    "公文正文": "body", "附件说明": "attachments", "署名": "signature", "成文日期": "date", "附注": "note", "出席人员": "attendance",
    "附件标识": "attachment", "附件标题": "attachment-title", "份号": "copy-number", "密级": "secrecy", "紧急程度": "urgency",
    "发文机关标志": "mark", "发文字号": "number", "签发人": "signers", "版记": "imprint", "表题": "table-caption", "表头": "table-head",
    "表格文字": "table", "图片": "picture", "图题": "picture-caption", "目录标题": "contents", "toc 1": "contents", "toc 2": "contents",
    "toc 3": "contents"}
_IDS = {f"gw{kind.replace('-', '')}": kind for kind in NAMES.values()}  # where an office gave a style another name


@dataclass(slots=True)
class ParagraphStyle:
    """A paragraph style: its name, outline level from 1 or 0, list (numId, level or None) where it has one,
    and the part of a document (title, salutation, mark …) that it stands for.
    """

    name: str = ""
    level: int = 0
    listed: tuple[str, int | None] | None = None
    part: str = ""


def number(element: etree._Element | None, default: int) -> int:
    """The element's w:val as a number; the default where it has none."""
    held = element.get(f"{W}val", "") if element is not None else ""
    return int(held) if re.fullmatch(r"\d{1,9}", held) else default


def value(element: etree._Element | None) -> str:
    return str(element.get(f"{W}val", "")) if element is not None else ""


def listed(properties: etree._Element | None) -> tuple[str, int | None] | None:
    """(numId, level or None) of the w:numPr in the properties, or None."""
    found = properties.find(f"{W}numPr") if properties is not None else None
    if found is None:
        return None
    level = found.find(f"{W}ilvl")
    ident = found.find(f"{W}numId")
    return value(ident), (number(level, 0) if level is not None else None)


def read_styles(root: etree._Element) -> dict[str, ParagraphStyle]:
    """The paragraph styles by id, levels and lists inherited along basedOn."""
    own: dict[str, ParagraphStyle] = {}
    parents: dict[str, str] = {}
    for style in root.iter(f"{W}style"):
        ident = style.get(f"{W}styleId", "")
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        own[ident] = ParagraphStyle(value(style.find(f"{W}name")), number(outline, 9) + 1 if outline is not None else 0,
                            listed(style.find(f"{W}pPr")))
        parents[ident] = value(style.find(f"{W}basedOn"))
    found: dict[str, ParagraphStyle] = {}
    for ident, kept in own.items():
        chain = [ident]
        while (parent := parents.get(chain[-1], "")) and parent in own and parent not in chain:
            chain.append(parent)
        level = next((own[step].level for step in chain if own[step].level), 0)
        match = _LEVEL.match(kept.name)
        found[ident] = ParagraphStyle(kept.name, int(match[1]) if match else level if level <= 4 else 0,
                              next((own[step].listed for step in chain if own[step].listed), None), _part(ident, kept.name))
    return found


def _part(ident: str, name: str) -> str:
    """The part of a document that a style of this id and name stands for; nothing for others. A number behind the name is a variant."""
    return (NAMES.get(re.sub(r" \d+$", "", name).lower()) or NAMES.get(name.lower())
            or (_IDS.get(re.sub(r"\d+x$", "", ident).lower(), "") if ident.startswith("GW") else ""))
