"""One HTML page, laid out after the style, gaps highlighted."""

from __future__ import annotations

import html
import re

from drafter.document import Document, Heading
from drafter.writers.style import Look, Style

_GAP = re.compile(r"【待[填定]：[^】]*】")


def write(document: Document, style: Style) -> bytes:
    """The document as a UTF-8 page without scripts or links."""
    rules = "".join(_rule(name, look, style) for name, look in style.paragraphs.items())
    page = style.page
    lines = [f"<h1 class=title>{_text(document.title)}</h1>"]
    for block in document.blocks:
        if isinstance(block, Heading):
            lines.append(f"<h{block.level + 1} class=heading{block.level}>{_text(block.text)}</h{block.level + 1}>")
        else:
            lines.append(f"<p class={block.style}>{_text(block.text)}</p>")
    body = "\n".join(lines)
    return (f"<!doctype html>\n<html lang=zh-CN>\n<meta charset=utf-8>\n<title>{html.escape(document.title)}</title>\n"
            f"<style>body{{width:{page.width_mm - page.left_mm - page.right_mm}mm;margin:{page.top_mm}mm auto}}"
            f"h1,h2,h3,h4,h5,p{{margin:0;font-weight:normal}}mark{{background:#ff0}}{rules}</style>\n{body}\n</html>\n").encode()


def _rule(name: str, look: Look, style: Style) -> str:
    align = "justify" if look.align == "both" else look.align
    return (f".{name}{{font:{look.size_pt}pt/{look.pitch_pt or style.pitch_pt}pt \"{look.font}\",serif;text-align:{align};"
            f"text-indent:{look.indent_chars}em;padding-right:{look.right_chars}em}}")


def _text(text: str) -> str:
    return _GAP.sub(lambda m: f"<mark>{m[0]}</mark>", html.escape(text))
