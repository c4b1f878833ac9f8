"""Line and Sheet: what the cleaning steps work on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from drafter.findings import Finding


@dataclass(slots=True)
class Line:
    """One line or block of the raw file; `number` counts from 1, `level` is set where the format says heading.

    `guessed` marks a heading parted from the text behind it without any mark between them.
    """

    text: str
    number: int
    level: int | None = None
    run_in: bool = False
    guessed: bool = False


@dataclass(slots=True)
class Sheet:
    """The lines of one file and what was cut from them."""

    file: str
    lines: list[Line]
    findings: list[Finding] = field(default_factory=list)
    keep: frozenset[str] = frozenset()
    allow: frozenset[str] = frozenset()

    def cut(self, line: Line, reason: str, message: str, text: str = "") -> bool:
        """True if the passage (the whole line unless told) may be cut; it is noted with the reason.

        False where the user keeps what has that reason, or has the line in his list of lines never to cut.
        """
        passage = text or line.text.strip()
        if reason in self.keep or bare(passage) in self.allow or bare(line.text) in self.allow:
            return False
        self.findings.append(Finding(reason, message, self.file, line.number, passage))
        return True


def bare(text: str) -> str:
    """The text without white space: what lines of an allow list are compared by."""
    return re.sub(r"\s+", "", text)
