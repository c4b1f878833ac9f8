"""Old Word and WPS files (.doc, .wps): turned into .docx by LibreOffice where it is installed, then read as that."""

from __future__ import annotations

from pathlib import Path

from drafter import office
from drafter.document import Document
from drafter.errors import InputError
from drafter.readers import docx, html

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2, header signature
_CURE = "请用 Word 或 WPS 打开，另存为 .docx"


def read(data: bytes, file: str) -> Document:
    """The body text as a Document, as readers.docx gives it. Raises InputError where LibreOffice is missing or fails.

    Web pages and .docx under the name of .doc, which office systems export, are read as what they are.
    """
    if data.startswith(b"PK\x03\x04"):
        return docx.read(data, file)
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype html")):
        return html.read(data, file)
    if not data.startswith(_OLE) and not head.startswith(b"{\\rtf"):
        raise InputError("不是 Word 或 WPS 文档，或已损坏", file=file, cure=_CURE)
    if not office.find():
        raise InputError("旧格式要靠 LibreOffice 转换，这台机器上没有", file=file, cure=f"{_CURE}；或安装 LibreOffice 再读")
    try:
        made = office.converted(data, ".doc" if data.startswith(_OLE) else ".rtf", "docx:MS Word 2007 XML")
    except office.ConversionError as error:
        raise InputError(str(error), file=file, cure=_CURE) from error
    document = docx.read(made, file)
    document.meta["encoding"] = Path(file).suffix.lower().lstrip(".") or "doc"
    return document
