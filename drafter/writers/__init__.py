"""Write a Document: the format goes by the suffix of the target."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from drafter import saving
from drafter.document import Document
from drafter.errors import OutputError
from drafter.writers import docx, html, markdown, pdf, txt
from drafter.writers.style import Style, load

WRITERS: dict[str, Callable[[Document, Style], bytes]] = {
    ".docx": docx.write,
    ".md": markdown.write,
    ".html": html.write,
    ".txt": txt.write,
    ".pdf": pdf.write,
}


def check(path: Path, *, force: bool = False) -> None:
    """Nothing, if a document can be written there; else OutputError. Called before long work begins."""
    if path.suffix.lower() not in WRITERS:
        raise OutputError(f"不会写“{path.suffix or '没有后缀'}”格式", file=path, cure=f"文件名请以 {' '.join(WRITERS)} 结尾")
    if path.suffix.lower() == ".pdf":
        pdf.check(path)
    saving.check_target(path, force=force)


def write(document: Document, path: str | Path, *, style: str = "", force: bool = False) -> None:
    """Nothing; the document stands in the file, whole or not at all. Raises OutputError."""
    path = Path(path)
    check(path, force=force)
    data = WRITERS[path.suffix.lower()](document, load(style or str(document.meta.get("style") or "gb9704")))
    saving.save(path, lambda target: target.write_bytes(data), force=force)
