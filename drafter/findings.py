"""Finding: anything told to the user about a text, as a value with a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, where, and why it matters.

    `rule` is the short English name of the rule or reason (`furniture`, `half-width`), `message` the Chinese
    sentence for the user, `line` counts from 1 (0: the whole file), `text` is the passage meant, from the character `start`
    up to `end` of its paragraph (from 0; both 0: not known). `severity` is error, warning or info, `source` the clause or book
    behind the rule, `cure` what to do, `replacement` what a mechanical repair would put there (None: only a person can tell).
    """

    rule: str
    message: str
    file: str = ""
    line: int = 0
    text: str = ""
    severity: str = "info"
    start: int = 0
    end: int = 0
    source: str = ""
    cure: str = ""
    replacement: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain values, for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}
