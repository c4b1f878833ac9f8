"""The order in which a Document is read aloud, for the formats that have no pages: headings with the text that follows on their line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from drafter.document import Block, Heading, Paragraph


def rows(blocks: list[Block]) -> Iterator[tuple[Heading | None, Block]]:
    """(the heading that stands on the same line or None, block), in order."""
    waiting: Heading | None = None
    for block in blocks:
        body = isinstance(block, Paragraph) and block.style == "body"
        if waiting is not None and not body:
            yield None, waiting
            waiting = None
        if isinstance(block, Heading) and block.run_in:
            waiting = block
            continue
        yield waiting, block
        waiting = None
    if waiting is not None:
        yield None, waiting


class Footnotes:
    """Numbers footnotes from 1 as they are called; `told` is their words in order."""

    def __init__(self, plain: Callable[[str], str], call: Callable[[int], str]) -> None:
        self.told: list[str] = []
        self._plain, self._call = plain, call

    def text(self, block: Heading | Paragraph) -> str:
        """The block's words in the format, calls included."""
        if isinstance(block, Heading):
            return self._plain(block.text)
        made = ""
        for sentence in block.sentences:
            made += self._plain(sentence.text)
            if sentence.footnote:
                self.told.append(sentence.footnote)
                made += self._call(len(self.told))
        return made
