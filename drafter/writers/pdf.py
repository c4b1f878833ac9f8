"""PDF: the .docx, printed by LibreOffice where it is installed."""

from __future__ import annotations

from drafter import office
from drafter.document import Document
from drafter.errors import OutputError
from drafter.writers import docx
from drafter.writers.style import Style

CURE = "请安装 LibreOffice 再试，或先写成 .docx，用 Word、WPS 另存为 PDF"


def check(path: object) -> None:
    """Nothing, where LibreOffice is there; else OutputError."""
    if not office.find():
        raise OutputError("写 PDF 要靠 LibreOffice，这台机器上没有", file=path, cure=CURE)


def write(document: Document, style: Style) -> bytes:
    """The document as a PDF, fonts embedded as LibreOffice finds them. Raises OutputError."""
    check(None)
    try:
        return office.converted(docx.write(document, style), ".docx", "pdf")
    except office.ConversionError as error:
        raise OutputError(str(error), cure=CURE) from error
