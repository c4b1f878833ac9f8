"""Plain text and Markdown: a line is a paragraph, `#` marks a heading, a header between --- lines is metadata."""

from __future__ import annotations

import re

import yaml

from drafter.document import Document, Heading, Paragraph, Sentence
from drafter.errors import InputError
from drafter.readers import encoding

_HEADER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.S)
_MARK = re.compile(r"(#{1,5})\s+(\S.*)$")


# What cleaning holds in less than 500 MB of memory and does in a minute; no office's document is a tenth of it.
MAX_CHARACTERS, MAX_LINES = 12_000_000, 300_000


def bound(characters: int, lines: int, file: str) -> None:
    """Nothing, if a document of that size can be worked on; else InputError."""
    if characters > MAX_CHARACTERS or lines > MAX_LINES:
        raise InputError("文字超过 1200 万字或 30 万行", file=file, cure="不像一份材料；确要用的话请拆成几个文件")


def read(data: bytes, file: str) -> Document:
    """The text as a Document; line numbers are those of the file."""
    text, name = encoding.decode(data, file)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    bound(len(text), text.count("\n"), file)
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
