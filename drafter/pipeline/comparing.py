"""Similar (撞稿): how much of a draft stands in the bank's sources or in earlier drafts of the same folder."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from drafter import brief as briefs
from drafter import likeness, loading, numbering, outlines, sentences
from drafter.bank import Found
from drafter.composing.recipes import slogans
from drafter.document import Document, Heading
from drafter.errors import InputError
from drafter.likeness import Likeness
from drafter.pipeline.banks import builtin_bank, own_bank
from drafter.readers import read, trace

EARLIER = (".docx", ".md", ".txt")
OWN = ("fact", "given", "joint", "gap")  # what the clerk or the outline said


def similar(path: str | Path, *, bank: str | Path | None = None, builtin: bool = True, brief: str | Path | None = None,
            progress: Callable[[Iterable[Path]], Iterator[Path]] = iter) -> Likeness:
    """How the draft is like the bank's sources and the earlier drafts beside it, section by section.

    Facts of the brief (the one in a .docx, or the one given), the outline's own words and set phrases count as own.
    """
    path = Path(path)
    if path.suffix.lower() not in EARLIER:
        raise InputError("只能查 .docx、.md 和 .txt", file=path, cure="请另存为其中一种")
    document = read(path)
    own = [*_own(path), *(_told(briefs.load(Path(brief))) if brief else ()), *(row["text"] for row in slogans()), *_joints()]
    sources = _sources(bank, builtin, progress)
    common = frozenset(name for name, _ in sources)
    return likeness.compare(_sections(document), [*sources, *_earlier(path)], own, common)


def _sections(document: Document) -> list[tuple[str, list[str]]]:
    """(heading, sentences) of each chapter, what comes before the first as 开头."""
    found: list[tuple[str, list[str]]] = [("开头", [])]
    for block in document.blocks:
        level = block.level if isinstance(block, Heading) else _level(block.text)
        if level == 0 and isinstance(block, Heading):
            continue
        if level == 1:
            found.append((block.text.strip(), []))
        elif level:
            found[-1][1].append(block.text)
        else:
            found[-1][1].extend(sentences.split(re.sub(r"【[^】]*】", "", block.text)))
    return [(name, rows) for name, rows in found if rows]


def _level(text: str) -> int:
    """The level of a line that bears a heading's mark in a text without headings of its own; 0 for other text."""
    printed = numbering.parse(text.strip())
    return printed[0] if printed and len(text) <= 45 and not text.strip().endswith(("。", "；")) else 0


def _own(path: Path) -> list[str]:
    """What the record in a draft of ours says is the clerk's own or the outline's."""
    if path.suffix.lower() != ".docx":
        return []
    try:
        rows, held = trace.record(loading.load(path), path)
    except InputError:
        return []  # a document of other origin has nothing to tell
    told = _told(briefs.Brief.model_validate(held["brief"])) if "brief" in held else []
    return [*told, *(row["text"] for row in rows if row["made"] in OWN)]


def _told(brief: briefs.Brief) -> list[str]:
    return [brief.title, brief.subject, brief.org, brief.author, brief.audience, brief.occasion, *(f.text for f in brief.facts)]


def _joints() -> list[str]:
    """The words of all outlines between their variables."""
    dumped = "\n".join(outline.model_dump_json() for _, outline in outlines.every().values())
    return re.split(r"\{\{.*?\}\}|\{%.*?%\}|\"", dumped)


def _sources(bank: str | Path | None, builtin: bool, progress: Callable[[Iterable[Path]], Iterator[Path]]) -> list[tuple[str, str]]:
    """(file and article, text) of every document the banks were mined from, as far as the banks keep it."""
    rows: list[Found] = []
    own = own_bank(bank)
    if own is not None:
        with own:
            rows.extend(own.all(usable=False))
    if builtin:
        with builtin_bank(progress=progress) as shipped:
            rows.extend(shipped.all(usable=False))
    texts: dict[str, list[tuple[int, int, int, str]]] = defaultdict(list)
    for row in rows:
        for origin in row.sources:
            name = origin.file + (f"《{origin.article}》" if origin.article else "")
            texts[name].append((origin.paragraph, origin.line, row.phrase.order, row.phrase.original))
    return [(name, "".join(text for *_, text in sorted(held))) for name, held in sorted(texts.items())]


def _earlier(path: Path) -> list[tuple[str, str]]:
    """(file, text) of the other drafts in the folder; copies of this one and lists of alternatives are none."""
    found = []
    for other in sorted(path.absolute().parent.iterdir()):
        stem = other.stem.removesuffix("-净稿")
        if other.suffix.lower() not in EARLIER or not other.is_file() or stem == path.stem.removesuffix("-净稿") or stem.endswith(".备选"):
            continue
        try:
            found.append((other.name, re.sub(r"【[^】]*】", "", read(other).text())))
        except InputError:
            continue  # a file that cannot be read is no draft to compare with
    return found
