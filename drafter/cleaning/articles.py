"""Cut one page into its articles, each with its title."""

from __future__ import annotations

import re

from drafter import numbering
from drafter.cleaning.lines import Line, Sheet
from drafter.document import Document, Heading, Paragraph, Sentence

TITLE_MAX = 45
_TITLE = re.compile(r"[\u4e00-\u9fff]")


def cut(sheet: Sheet, document: Document) -> list[Document]:
    """The articles in order; an article without text is dropped."""
    articles: list[Document] = []
    current: Document | None = None
    lines = sheet.lines
    for index, line in enumerate(lines):
        text = line.text.strip()
        if _is_title(lines, index, started=current is not None and bool(current.blocks)):
            if current is not None and not current.blocks and (text in current.title or current.title in text):
                continue  # a doubled title counts once
            current = Document(re.sub(r"^[#\s]+", "", text), file=document.file, meta=dict(document.meta))
            articles.append(current)
            continue
        if current is None:
            current = Document("", file=document.file, meta=dict(document.meta))
            articles.append(current)
        if line.level:
            current.blocks.append(Heading(text, line.level, line=line.number, run_in=line.run_in))
        else:
            current.blocks.append(Paragraph([Sentence(text)], line=line.number))
    return [a for a in articles if a.blocks]


def _is_title(lines: list[Line], index: int, *, started: bool) -> bool:
    """True for a short line without end mark that stands before text; in mid-page only after a full sentence."""
    line = lines[index]
    text = line.text.strip()
    if line.level == 0:
        return True
    if line.level or len(text) > TITLE_MAX or len(text) < 5 or not _TITLE.search(text):
        return False
    if numbering.parse(text) or numbering.ordinal(text) or re.search(r"[。；，：！]|^[（(]", text):
        return False
    if index + 1 >= len(lines):
        return False
    return not started or (lines[index - 1].text.rstrip()[-1:] in "。！？”" and len(lines[index + 1].text) > 30)
