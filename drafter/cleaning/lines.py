"""Line and Sheet: what the cleaning steps work on."""

from __future__ import annotations

from dataclasses import dataclass, field

from drafter.findings import Finding


@dataclass(slots=True)
class Line:
    """One line or block of the raw file; `number` counts from 1, `level` is set where the format says heading."""

    text: str
    number: int
    level: int | None = None
    run_in: bool = False


@dataclass(slots=True)
class Sheet:
    """The lines of one file and what was cut from them."""

    file: str
    lines: list[Line]
    findings: list[Finding] = field(default_factory=list)

    def cut(self, line: Line, reason: str, message: str, text: str = "") -> None:
        """Note that a passage (the whole line unless told) was cut, and why."""
        self.findings.append(Finding(reason, message, self.file, line.number, text or line.text.strip()))
