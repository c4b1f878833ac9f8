"""Cut one page into its articles, each with its title."""

from __future__ import annotations

import re

from drafter import numbering
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
            current.blocks.append(Heading(text, line.level, line=line.number, run_in=line.run_in, guessed=line.guessed))
        else:
            current.blocks.append(Paragraph([Sentence(text)], line=line.number))
    for article in articles:
        _rank(article)
    return [a for a in articles if a.blocks or a.title]


_NUMBERED = re.compile(r"\d{1,2}\s*[．、.](?!\d)")


def _rank(article: Document) -> None:
    """Nothing; 1. 2. are chapters (level 1) where an article has no 一、 or （一） and numbers its chapters so, as journals do."""
    headings = [b for b in article.blocks if isinstance(b, Heading)]
    if not any(_NUMBERED.match(h.text) for h in headings) or any(
            (found := numbering.parse(h.text)) and found[0] <= 2 and not h.text[0].isdigit() for h in headings):
        return
    unnumbered = any(h.level == 1 and not numbering.parse(h.text) for h in headings)
    for heading in headings:
        if _NUMBERED.match(heading.text) and not unnumbered:
            heading.level = 1
