"""Format: any text → its parts recognised → laid out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from drafter import gaps, readers, saving, writers
from drafter.document import Document
from drafter.errors import InputError, OutputError
from drafter.findings import Finding
from drafter.readers import docx, txt
from drafter.recognising import recognise
from drafter.writers import style

READ = (".txt", ".md", ".docx", ".doc", ".wps")
STANDARD_INPUT = "标准输入"


@dataclass(frozen=True)
class Formatted:
    """A text with its parts told apart, what was guessed or not recognised, and what is still to be filled in."""

    document: Document
    findings: list[Finding]

    @property
    def gaps(self) -> list[gaps.Gap]:
        """The gaps in the order of the page."""
        return gaps.find(self.document)


def formatted(source: str | Path | bytes, *, toc: bool = False) -> Formatted:
    """The text in that file, or in those bytes (.docx, Markdown or plain text), with its parts recognised. Raises InputError."""
    if isinstance(source, bytes):
        found = _told(source)
    else:
        path = Path(source)
        if path.suffix.lower() not in READ:
            raise InputError(f"format 不排“{path.suffix or '没有后缀'}”格式", file=path,
                             cure=f"能排的有 {' '.join(READ)}；其他格式请先另存为 .docx")
        found = readers.read(path)
    if not any(block.text.strip() for block in found.blocks) and not found.blocks:
        raise InputError("文件里没有字", file=found.file, cure="请检查是不是拿错了文件")
    document, findings = recognise(found)
    if toc:
        document.meta["toc"] = True
    return Formatted(document, findings)


def _told(data: bytes) -> Document:
    """What came by standard input, told by its first bytes and marks."""
    if data.startswith(b"PK\x03\x04"):
        document = docx.read(data, STANDARD_INPUT)
        document.file = STANDARD_INPUT
        return document
    marked = any(line.startswith((b"# ", b"## ")) for line in data.splitlines())
    name = f"{STANDARD_INPUT}{'.md' if marked else '.txt'}"
    document = txt.read(data, name)
    document.file = name
    return document


def check_formatted(source: str | Path | bytes, target: Path, *, force: bool = False) -> None:
    """Nothing, if the text can be laid out there; else OutputError. An input is never overwritten, not even with `force`."""
    if not isinstance(source, bytes) and saving.same(target, Path(source)):
        raise OutputError("输出和输入是同一个文件", file=target, cure="请换一个文件名，原稿留着")
    writers.check(target, force=force)


def explain_style(name: str = "") -> list[str]:
    """The style in lines for the user: each value with its clause, then its deviations. Raises TemplateError."""
    return style.explain(style.load(name or "gb9704"))
