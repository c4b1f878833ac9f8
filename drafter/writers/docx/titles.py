"""Titles over several lines: broken where words end, the lines growing or shrinking (梯形) or widest in the middle (菱形, 7.3.1)."""

from __future__ import annotations

import itertools
from math import ceil

from drafter import words
from drafter.writers.docx.runs import width
from drafter.writers.style import Style

# No title line opens or closes with these.
_NO_START = ("的", "和", "与", "及", "、", "”", "》", "）", "，")
_NO_END = ("“", "《", "（", "和", "与", "及", "、")


def balanced(title: str, style: Style, look: str = "title") -> list[str]:
    """The title's lines, parted where words end: a trapezium or a lozenge, never a rectangle with a lone word below it."""
    page = style.page
    room = int(page.room_mm / 25.4 * 72 / style.paragraphs[look].size_pt)
    if "\n" in title:
        return title.split("\n")
    if width(title) <= room:
        return [title]
    ends, position = [], 0
    for word in words.cut(title):
        position += len(word)
        if not title[position:].startswith(_NO_START) and not title[:position].endswith(_NO_END) and not title[position - 1].isascii():
            ends.append(position)
    count = max(2, ceil(width(title) / (room - 1)))
    best = _best(title, [e for e in ends if e < len(title)], room, count) or _best(title, list(range(1, len(title))), room, count)
    return best or [title[i:i + room] for i in range(0, len(title), room)]


def _best(title: str, ends: list[int], room: int, count: int) -> list[str]:
    """The division into `count` lines (or one more) that looks best; none where no division fits."""
    for lines in (count, count + 1):
        found = [[title[a:b] for a, b in zip((0, *cuts), (*cuts, len(title)), strict=True)]
                 for cuts in _divisions(len(title), ends, room, lines)]
        if found:
            return min(found, key=_faults)
    return []


def _divisions(length: int, ends: list[int], room: int, lines: int, start: int = 0) -> list[tuple[int, ...]]:
    """Every way to end the lines but the last at such places."""
    if lines == 1:
        return [()] if 0 < length - start <= room else []
    return [(end, *rest) for end in ends if 0 < end - start <= room and length - end <= room * (lines - 1)
            for rest in _divisions(length, ends, room, lines - 1, end)]


def _faults(lines: list[str]) -> float:
    """How far the lines are from a shape that is called for: uneven steps, a rectangle, an hourglass, a last line of a word or two."""
    sizes = [width(line) for line in lines]
    steps = [b - a for a, b in itertools.pairwise(sizes)]
    hourglass = any(a < 0 < b for a, b in itertools.pairwise(steps))
    flat = sum(step == 0 for step in steps)
    return 40 * hourglass + 6 * flat + sum((abs(step) - 2) ** 2 for step in steps) + 25 * (sizes[-1] < 4) + 0.5 * (steps[0] > 0)
