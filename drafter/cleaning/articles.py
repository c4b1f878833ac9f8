"""Cut one page into its articles, each with its title."""

from __future__ import annotations

import re

from drafter.cleaning.lines import Sheet
from drafter.document import Document, Heading, Paragraph, Sentence


def cut(sheet: Sheet, document: Document) -> list[Document]:
    """The articles in order; an article without text is dropped. Title lines were marked with level 0 before."""
    articles: list[Document] = []
    current: Document | None = None
    for line in sheet.lines:
        text = line.text.strip()
        if line.level == 0:
            text = re.sub(r"^[#\s]+", "", text)
            if current is not None and not current.blocks and (text in current.title or current.title in text):
                continue  # a doubled title counts once
            current = Document(text, file=document.file, meta=dict(document.meta))
            articles.append(current)
            continue
        if current is None:
            current = Document("", file=document.file, meta=dict(document.meta))
            articles.append(current)
        if line.level:
            current.blocks.append(Heading(text, line.level, line=line.number, run_in=line.run_in))
        else:
            current.blocks.append(Paragraph([Sentence(text)], line=line.number))
    return [a for a in articles if a.blocks or a.title]
