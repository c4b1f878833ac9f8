"""Read a file of any known format into a Document: one paragraph a line or block, words untouched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from drafter import loading
from drafter.document import Document
from drafter.errors import InputError
from drafter.readers import archive, docx, html, legacy, pdf, tables, txt

READERS: dict[str, Callable[[bytes, str], Document]] = {
    ".txt": txt.read,
    ".md": txt.read,
    ".docx": docx.read,
    ".doc": legacy.read,
    ".wps": legacy.read,
    ".pdf": pdf.read,
    ".html": html.read,
    ".htm": html.read,
    ".csv": tables.read,
    ".jsonl": tables.read,
}


def read(path: str | Path) -> Document:
    """The file's text as a Document; a member of a zip is named 卷.zip!/文.docx. Raises InputError with the cause and the cure."""
    path = Path(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None and path.suffix.lower() == archive.SUFFIX:
        archive.refuse(path)
    if reader is None:
        raise InputError(f"不认识的格式“{path.suffix or '没有后缀'}”", file=path,
                         cure=f"能读的有 {' '.join(READERS)}；其他格式请先另存为 .docx 或 .txt")
    document = reader(load(path), str(path))
    document.file = str(path)
    if reader is not txt.read:  # which looks before it builds anything
        txt.bound(sum(len(block.text) for block in document.blocks), len(document.blocks), str(path))
    return document


def load(path: str | Path) -> bytes:
    """The bytes of a file, or of a member of a zip (卷.zip!/文.docx). Raises InputError with the cause and the cure."""
    path = Path(path)
    if archive.inside(path):
        return archive.load(path)
    return loading.load(path)
