"""署名 and 成文日期 (7.3.5): their indents, with a seal and without."""

from __future__ import annotations

from typing import Any

from drafter.writers.docx.runs import width
from drafter.writers.docx.sheet import room, tight
from drafter.writers.style import Style


def indents(names: list[str], date: str, style: Style, *, seal: bool) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The changes to the looks signature (one a name) and date, so that they stand as the clause asks."""
    closing = style.closing
    if not names:
        return [], {"before_lines": closing.seal_lines if seal else closing.plain_lines}
    last: dict[str, Any] = {}
    long = [width(name) for name in names]
    wide = width(date)
    if seal:
        right = max(closing.seal_date_chars, (max(long) - wide) / 2) if date else closing.seal_date_chars
        rights = [max(0.0, right + (wide - n) / 2) if date else right for n in long]
        lines = closing.seal_lines
    else:
        # The date begins two characters behind the name's beginning; where it would end less than two from the edge, it ends there
        # and the name gives way.
        start = closing.plain_name_chars + max(long)
        right = start - closing.plain_date_shift_chars - wide
        if date and right < closing.plain_name_chars:
            start += closing.plain_name_chars - right
            right = closing.plain_name_chars
        rights = [start - max(long) + (max(long) - n) / 2 for n in long]
        lines = closing.plain_lines
        if date and right > closing.plain_name_chars:  # set from the left: figures are not half a character wide in every face
            look = style.paragraphs["date"]
            left = room(style) / (look.size_pt + tight(look, style)) - start + closing.plain_date_shift_chars
            last = {"align": "left", "left_chars": left, "right_chars": 0}
    changes: list[dict[str, Any]] = [{"right_chars": r, "keep_next": True} for r in rights]
    changes[0]["before_lines"] = lines
    return changes, last or {"right_chars": right}
