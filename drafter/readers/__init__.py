"""Read a file of any known format into a Document: one paragraph a line or block, words untouched."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from drafter.document import Document
from drafter.errors import InputError, reason
from drafter.readers import archive, docx, html, legacy, pdf, tables, txt

MAX_BYTES = 64_000_000  # a larger file is no document of an office; the user is told to split it

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
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            raise InputError("这是文件夹，不是文件", file=path, cure="请写明里面的文件名")
        if not stat.S_ISREG(found.st_mode):
            raise InputError("不是普通文件（是管道或设备）", file=path)
        if found.st_size > MAX_BYTES:
            raise InputError("文件超过 64 MB", file=path, cure="请拆成几个文件再读")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("文件不存在", file=path, cure="请检查文件名和路径") from error
    except OSError as error:
        raise InputError(f"读不出来（{reason(error)}）", file=path, cure="请检查权限，或换一份拷贝") from error
