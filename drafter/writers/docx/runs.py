"""Runs and paragraphs as strings of WordprocessingML; a paragraph has a style and nothing else, a run its text."""

from __future__ import annotations

import re

GAP = re.compile(r"(【待[填定]：[^】]*】)")
# What XML 1.0 cannot hold (2.2) is left out; the three signs are written as entities.
_NEVER = (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000))
_SIGNS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", **{chr(c): None for c in _NEVER}})
YELLOW = '<w:rPr><w:highlight w:val="yellow"/></w:rPr>'
_MM = 1440 / 25.4


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(mm * _MM)


def points(mm: float) -> float:
    """Millimetres in points."""
    return mm / 25.4 * 72


def clean(text: str) -> str:
    """The text as it stands in XML."""
    return text.translate(_SIGNS)


def quoted(text: str) -> str:
    """The text as the value of an attribute."""
    return clean(text).replace('"', "&quot;").replace("\n", " ")


def marks(style: str) -> str:
    """The properties of a run in that character style."""
    return f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>'


def run(text: str, properties: str = "") -> str:
    """A run; a line break (\\n) is a w:br, a tab a w:tab."""
    inner = f'<w:t xml:space="preserve">{clean(text)}</w:t>'
    if "\n" in text:
        inner = inner.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    if "\t" in text:
        inner = inner.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">').replace('<w:t xml:space="preserve"></w:t>', "")
    return f"<w:r>{properties}{inner}</w:r>"


def paragraph(style: str, runs: str, section: str = "") -> str:
    """A paragraph in that style; `section` is the w:sectPr of the section that it ends."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{section}</w:pPr>{runs}</w:p>'


def width(text: str) -> float:
    """The width of the text in characters: ASCII is half a character wide in the Chinese faces."""
    return sum(0.5 if c < "\x7f" else 1 for c in text)
