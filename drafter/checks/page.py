"""Page: a document laid out for checking — every paragraph with the part it is, and all of them as one text."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from drafter import numbering
from drafter.checks import anatomy
from drafter.checks.anatomy import PARTS
from drafter.document import Document

__all__ = ["PARTS", "Page", "Place", "bare"]
_COMMENT = re.compile(r"[ \t]*<!--(.*?)-->[ \t]*")
_ARABIC = re.compile(r"((?:19|20)\d\d)[年.\-/]\s*(\d{1,2})[月.\-/]\s*(\d{1,2})")
_ALLOW = re.compile(r"允许\s*[：:]\s*([^〉>\n]+)")


@dataclass(slots=True)
class Place:
    """One paragraph: its text as the reader gave it, `part` (anatomy.PARTS), heading `level` or 0, line, place in the page's text.

    `number` is what the printed mark counts (0: no mark), `level` that of the mark where the paragraph is a run-in heading too.
    """

    text: str
    part: str
    line: int = 0
    index: int = 0
    offset: int = 0
    level: int = 0
    number: int = 0
    rest: str = ""
    allowed: frozenset[str] = frozenset()


BLANK = "\u2060"  # stands where a comment that allows a place stood


@dataclass(slots=True)
class _Notes:
    """The rules allowed by a comment, by line."""

    lines: dict[int, set[str]] = field(default_factory=dict)

    def add(self, line: int, text: str) -> None:
        """Nothing; what the comment allows is noted for that line."""
        for found in _ALLOW.findall(text):
            self.lines.setdefault(line, set()).update(w for w in re.split(r"[\s、，,；;]+", found) if w)


class Page:
    """The document's paragraphs (`places`, title first, tables' cells too) and `whole`, their texts joined by line ends."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.places: list[Place] = []
        notes = _Notes()
        for line, text in document.meta.get("remarks", ()):
            notes.add(line, text)
        pending: set[str] = set()
        rows = anatomy.paragraphs(document)
        for text, line, style, level in rows:
            if "<!--" in text:
                for comment in _COMMENT.findall(text):
                    notes.add(line, comment)
                text = text[:m.start()] if (m := _COMMENT.search(text)) and m.end() == len(text) else _COMMENT.sub(_blank, text)
                if not text.strip():  # a comment on a line of its own speaks of the next one
                    pending |= notes.lines.pop(line, set())
                    continue
            if pending:
                notes.lines.setdefault(line, set()).update(pending)
                pending = set()
            self.places.append(Place(text, style, line, len(self.places), 0, level))
        anatomy.name_parts(self.places, document)
        at = 0
        for place in self.places:
            place.offset, at = at, at + len(place.text) + 1
            place.allowed = frozenset(notes.lines.get(place.line, ()))
            if place.part in ("heading", "body", "item") and (found := numbering.parse(place.text.lstrip())):
                place.number, place.rest = found[1], found[2]
                if place.part != "heading" or not place.level:
                    place.level = found[0]
        self.memo: dict[str, Any] = {}  # what several rules need, worked out once
        self._offsets = [place.offset for place in self.places]

    @cached_property
    def whole(self) -> str:
        """All paragraphs, a line end between them: patterns run over it once."""
        return "\n".join(place.text for place in self.places)

    @cached_property
    def characters(self) -> frozenset[str]:
        """Every character that the page holds."""
        return frozenset(self.whole)

    def at(self, offset: int) -> tuple[Place, int]:
        """(the paragraph, the character in it) of a character of `whole`."""
        place = self.places[bisect_right(self._offsets, offset) - 1]
        return place, offset - place.offset

    def parts(self, *names: str) -> list[Place]:
        """The paragraphs of these parts, in order."""
        if len(names) == 1:
            return self._by_part.get(names[0], [])
        found = [place for name in names for place in self._by_part.get(name, [])]
        return sorted(found, key=lambda place: place.index)

    @cached_property
    def _by_part(self) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = {}
        for place in self.places:
            found.setdefault(place.part, []).append(place)
        return found

    def around(self, marks: str, before: int, after: int) -> Iterator[tuple[int, int, int]]:
        """(place of the mark, first and last character of the neighbourhood) of each of the marks in `whole`: cheaper than a pattern."""
        for mark in marks:
            at = self.whole.find(mark) if mark in self.characters else -1
            while at >= 0:
                yield at, max(0, at - before), at + after
                at = self.whole.find(mark, at + 1)

    @cached_property
    def wrapped(self) -> bool:
        """True where lines are broken by hand or by a converter, so that a line is no paragraph."""
        body = [place.text.rstrip() for place in self.parts("body") if len(place.text.strip()) > 12]
        return len(body) > 5 and sum(text[-1] not in "。！？：；…”’）》】—.!?:;" for text in body) > 0.3 * len(body)

    @cached_property
    def title(self) -> str:
        """The title in one line, or an empty string."""
        return "".join(place.text.strip() for place in self.parts("title"))

    @cached_property
    def kind(self) -> str:
        """The kind of document (文种) that the title ends with, or that the brief or the file's head names; empty if unknown."""
        brief = self.document.meta.get("state", {}).get("brief", {}) if isinstance(self.document.meta.get("state"), dict) else {}
        return anatomy.kind(self.title) or str(self.document.meta.get("kind") or brief.get("kind") or "")

    @cached_property
    def date(self) -> datetime.date | None:
        """When the document was made (成文日期), from its date line, its brief or the file's head; None where none is told."""
        state = self.document.meta.get("state")
        brief = state.get("brief", {}) if isinstance(state, dict) else {}
        for text in (*(place.text for place in reversed(self.parts("date", "byline"))), str(brief.get("date", "")),
                     str(self.document.meta.get("date", ""))):
            found = _ARABIC.search(text)
            if found:
                try:
                    return datetime.date(*(int(part) for part in found.groups()))
                except ValueError:
                    continue
        return None

    @cached_property
    def year(self) -> int:
        """The year of the document, else this year."""
        return (self.date or datetime.date.today()).year


def _blank(match: re.Match[str]) -> str:
    """As many spaces of no width to speak of as the comment has characters, so that spans stay right."""
    return BLANK * len(match[0])


def bare(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())
