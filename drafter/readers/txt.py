"""Plain text and Markdown: a line is a paragraph, `#` marks a heading, a header between --- lines is metadata."""

from __future__ import annotations

import re

import yaml

from drafter.document import Document, Heading, Paragraph, Sentence
from drafter.readers import encoding

_HEADER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.S)
_MARK = re.compile(r"(#{1,4})\s+(\S.*)$")


def read(data: bytes, file: str) -> Document:
    """The text as a Document; line numbers are those of the file."""
    text, name = encoding.decode(data, file)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    document = Document(meta={"encoding": name})
    first = 1
    header = _HEADER.match(text)
    if header:
        try:
            fields = yaml.safe_load(header[1])
        except yaml.YAMLError:
            fields = None
        if isinstance(fields, dict):
            document.meta |= fields
            first += header[0].count("\n")
            text = text[header.end():]
    markdown = file.lower().endswith(".md") or bool(header)
    for number, line in enumerate(text.split("\n"), first):
        mark = _MARK.match(line) if markdown else None
        if mark and len(mark[1]) == 1 and not document.title:
            document.title = mark[2].strip()
            document.blocks.append(Heading(mark[2].strip(), 0, line=number))
        elif mark:
            document.blocks.append(Heading(mark[2].strip(), len(mark[1]) - 1, line=number))
        elif line.strip():
            document.blocks.append(Paragraph([Sentence(line)], line=number))
    return document
