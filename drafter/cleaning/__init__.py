"""Clean a Document: a list of small steps, each a function over lines, then the page is cut into its articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from drafter.cleaning import articles, boilerplate, gluing, normalize, reflow, titles
from drafter.cleaning.lines import Line, Sheet, bare
from drafter.document import Block, Document, Heading, Picture, Table
from drafter.findings import Finding

# The steps in order; each can be read aloud: what it does is its name.
STEPS: tuple[tuple[str, Callable[[Sheet], None]], ...] = (
    ("unify_characters", normalize.unify_characters),
    ("drop_pinyin", normalize.drop_pinyin),
    ("repair_mojibake", normalize.repair_mojibake),
    ("simplify", normalize.simplify),
    ("strip_running_heads", boilerplate.strip_running_heads),
    ("part_metadata", boilerplate.part_metadata),
    ("drop_furniture", boilerplate.drop_furniture),
    ("drop_adverts", boilerplate.drop_adverts),
    ("strip_marks", boilerplate.strip_marks),
    ("find_titles", titles.find_titles),
    ("rejoin_lines", reflow.rejoin_lines),
    ("repair_columns", reflow.repair_columns),
    ("widen_punctuation", normalize.widen_punctuation),
    ("part_headings", gluing.part_headings),
)


# The steps that may leave lines empty.
EMPTYING = frozenset(("unify_characters", "repair_mojibake", "strip_running_heads", "part_metadata", "strip_marks"))

# Why a passage may be cut, by the names that --keep takes.
REASONS = (*(rule.name for rule in boilerplate.rules()), "advert", "runhead", "signature", "mojibake", "columns")


def clean(document: Document, *, keep: Iterable[str] = (), allow: Iterable[str] = ()) -> tuple[list[Document], list[Finding]]:
    """The articles of the document, body text alone, and a Finding for every cut.

    `keep` names reasons that shall not be cut for (telephone, keywords …), `allow` lines never to be cut.
    """
    sheet = Sheet(document.file, [
        Line(text, block.line, level=block.level if isinstance(block, Heading) else None)
        for block in document.blocks for text in _texts(block)], keep=frozenset(keep), allow=frozenset(bare(line) for line in allow))
    for name, step in STEPS:
        step(sheet)
        if name in EMPTYING:
            sheet.lines = [line for line in sheet.lines if line.text]
    return articles.cut(sheet, document), sheet.findings


def _texts(block: Block) -> list[str]:
    """The lines that a block gives: a table one a cell, as if its words stood in the open."""
    if isinstance(block, Table):
        return [block.caption, *(line for row in block.rows for cell in row for line in cell.split("\n"))]
    return [] if isinstance(block, Picture) and not block.caption else [block.text]
