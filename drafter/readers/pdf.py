"""PDF: the text layer by pypdfium2, a line a paragraph, in reading order; scans and locked files are told as such."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from drafter.document import Document, Paragraph, Sentence
from drafter.errors import InputError

MAX_PAGES = 2_000  # about 15 s of reading at 7 ms a page; an office document has fewer than 300
_ODD = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_UNREADABLE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


@dataclass(slots=True)
class _Line:
    """A line of a page with its box in points, y upwards."""

    text: str
    left: float = 0.0
    bottom: float = 0.0
    right: float = 0.0
    top: float = 0.0


def read(data: bytes, file: str) -> Document:
    """The text layer as a Document; `line` counts lines through all pages, from 1. Raises InputError for a scan."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (4, 5):  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY in fpdfview.h
            raise InputError("PDF 加了密码", file=file, cure="请用密码打开后另存为不加密的 PDF，或另存为 .docx") from error
        raise InputError("PDF 损坏，或不是 PDF", file=file, cure="请重新下载，或用阅读器打开后另存一份") from error
    try:
        pages = len(pdf)
        if pages > MAX_PAGES:
            raise InputError(f"PDF 有 {pages} 页，超过 {MAX_PAGES} 页", file=file, cure="请拆成几个文件再读")
        lines = [line for number in range(pages) for line in _page(pdf, number)]
    finally:
        pdf.close()
    text = "".join(lines)
    if not text.strip():
        raise InputError("PDF 里没有文字，多半是扫描件", file=file, cure="请先做文字识别（OCR），再存为 .docx 或 .txt")
    if len(_UNREADABLE.findall(text)) * 2 > len(text):
        raise InputError("PDF 的文字没有编码，读出来是乱码", file=file, cure="请先做文字识别（OCR），再存为 .docx 或 .txt")
    document = Document(meta={"encoding": "pdf", "pages": pages})
    for number, words in enumerate(lines, 1):
        if words.strip():
            document.blocks.append(Paragraph([Sentence(_ODD.sub("", words))], line=number))
    return document


def _page(pdf: Any, number: int) -> list[str]:
    """The page's lines in reading order; a page that cannot be loaded is empty."""
    import pypdfium2

    try:
        page = pdf[number]
    except pypdfium2.PdfiumError:
        return []
    try:
        layer = page.get_textpage()
        try:
            return [line.text for line in ordered(_lines(layer), page.get_width())]
        finally:
            layer.close()
    except pypdfium2.PdfiumError:
        return []
    finally:
        page.close()


def _lines(layer: Any) -> list[_Line]:
    """The lines in the order of the file, each with its box."""
    from pypdfium2 import PdfiumError, raw

    found = []
    start = 0
    for piece in layer.get_text_range(errors="replace").split("\n"):
        words = piece.rstrip("\r")
        visible = [i for i, c in enumerate(words) if not c.isspace()]
        if visible:
            line = _Line(words.strip())
            try:
                first, last = (layer.get_charbox(max(0, raw.FPDFText_GetCharIndexFromTextIndex(layer, start + i)))
                               for i in (visible[0], visible[-1]))
                line.left, line.right = min(first[0], last[0]), max(first[2], last[2])
                line.bottom, line.top = min(first[1], last[1]), max(first[3], last[3])
            except (PdfiumError, IndexError):
                line.bottom = line.top = 0.0
            found.append(line)
        start += len(piece) + 1
    return found


def ordered(lines: list[_Line], width: float) -> list[_Line]:
    """The lines from the top down; the order of the file where the page has columns, or where boxes are missing."""
    if any(line.top <= line.bottom for line in lines):
        return lines
    middle = width / 2
    left = sum(line.right <= middle * 1.05 for line in lines)
    right = sum(line.left >= middle * 0.95 for line in lines)
    if min(left, right) >= 3 and left + right > len(lines) * 2 / 3:
        return lines
    rows: list[list[_Line]] = []
    for line in sorted(lines, key=lambda one: -(one.top + one.bottom)):
        centre = (line.top + line.bottom) / 2
        if rows and rows[-1][0].bottom <= centre <= rows[-1][0].top:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda one: one.left)]
