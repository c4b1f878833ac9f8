"""Lines: rejoin what a page broke in mid-sentence, part headings from the text behind them."""

from __future__ import annotations

import re

from drafter import numbering
from drafter.cleaning.lines import Line, Sheet

_ENDS = "。！？!?；;：:…”）)】》"
_CLAUSE = "，,、"
HEADING_MAX = 40


def rejoin_lines(sheet: Sheet) -> None:
    """A line that stops in mid-sentence takes up the next one."""
    joined: list[Line] = []
    for line in sheet.lines:
        text = line.text.strip()
        if joined and _broken(joined[-1], line):
            joined[-1].text = joined[-1].text.rstrip() + text
        else:
            joined.append(Line(text, line.number, line.level, line.run_in))
    sheet.lines = joined


def _broken(before: Line, line: Line) -> bool:
    text, rest = before.text.rstrip(), line.text.strip()
    if before.level is not None or line.level is not None or not text or not rest:
        return False
    if rest[0] in "，。；：、！？”）》":
        return True
    if text[-1] in _CLAUSE:
        return True
    if text[-1] in _ENDS or numbering.parse(rest) or (numbering.parse(text) and len(text) <= HEADING_MAX):
        return False
    # a hard-wrapped paragraph: long line, no end mark, no heading; titles are short and hold no comma
    return len(text) > HEADING_MAX or (len(text) >= 18 and bool(re.search("[，,]", text)))


_RUN_IN = re.compile(r"^(?P<head>[^，。；：,;:!?！？]{2,24})[。.:：](?P<body>.+)$", re.S)


def part_headings(sheet: Sheet) -> None:
    """A numbered line that runs on into text (（一）加强学习。要……) becomes a heading and a paragraph."""
    parted: list[Line] = []
    for line in sheet.lines:
        found = numbering.parse(line.text) if line.level is None else None
        match = _RUN_IN.match(found[2]) if found else None
        if found and match and len(match["body"].strip()) > 8:
            mark = line.text[:len(line.text) - len(found[2])]
            parted.append(Line(mark + match["head"], line.number, found[0], run_in=True))
            parted.append(Line(match["body"].strip(), line.number))
        elif found and line.level is None and len(line.text) <= HEADING_MAX and not re.search(r"[。；！]", line.text.rstrip("。；")):
            parted.append(Line(line.text.rstrip("。；"), line.number, found[0]))
        else:
            parted.append(line)
    sheet.lines = parted
