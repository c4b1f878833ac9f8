"""The line of a file that a fault stands in, with a caret below the column."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

ROOM = 96  # columns of the source line that are shown


def width(text: str) -> int:
    """The columns a text takes on a terminal; wide characters take two."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def of(path: Path, line: int, column: int) -> str:
    """Two lines: the source line and a caret below that column (both count from 1), or nothing where the file cannot be read."""
    lines = _lines(path)
    return shown(lines[line - 1], line, column) if 0 < line <= len(lines) else ""


def in_lines(text: str) -> str:
    """The text with one sort of line end, so that YAML, editors and we count the same lines; rarer separators become spaces."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(dict.fromkeys((0x85, 0x2028, 0x2029), " "))


def _lines(path: Path) -> list[str]:
    try:
        return in_lines(path.read_bytes().decode("utf-8-sig")).split("\n")
    except (OSError, UnicodeDecodeError):
        return []


def value_after(path: Path, line: int, column: int) -> int:
    """How many columns behind a field's name its value begins; 0 where it stands on another line, or where no field's name is."""
    lines = _lines(path)
    match = re.match(r"[\w-]+:[ ]+(?=[^\s#])", lines[line - 1][column - 1:]) if 0 < line <= len(lines) else None
    return match.end() if match else 0


def shown(text: str, line: int, column: int) -> str:
    """The two lines for a source line."""
    text = "".join("→" if c == "\t" else c if c.isprintable() else "�" for c in text.rstrip("\r\n"))
    at = min(column - 1, len(text))
    first = max(0, at - ROOM)  # a line may be very long: no more of it is looked at than fits
    while width(text[first:at]) > ROOM * 2 // 3:
        first += 1
    head = "…" if first else ""
    last = min(len(text), at + ROOM)
    while width(text[first:last]) > ROOM:
        last -= 1
    margin = f"  {line} | "
    return (f"{margin}{head}{text[first:last]}{'…' if last < len(text) else ''}\n"
            f"{' ' * (len(margin) - 2)}| {' ' * width(head + text[first:at])}^")
