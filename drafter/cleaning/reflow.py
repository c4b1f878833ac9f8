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


def repair_columns(sheet: Sheet) -> None:
    """A page whose columns were read out of order: 二、三、 come before 一、 and the text ends in mid-sentence; turned round.

    Done only where the order is certain: the first line is a fragment, the last one stops without a mark, and the passage
    that holds 一、 follows a line that was cut as the article's end (an author's affiliation).
    """
    lines = sheet.lines
    first = next((i for i, line in enumerate(lines) if line.level != 0), None)
    if first is None:
        return
    end = next((i for i, line in enumerate(lines) if i > first and line.level == 0), len(lines))
    article = lines[first:end]
    numbers = [(i, found[1]) for i, line in enumerate(article) if (found := numbering.parse(line.text)) and found[0] == 1]
    late = next((i for i, n in numbers if n == 1 and any(m > 1 for j, m in numbers if j < i)), None)
    if late is None or article[-1].text.rstrip()[-1:] in _ENDS or numbering.parse(article[0].text):
        return
    cut_lines = {f.line for f in sheet.findings}
    start = late
    while start > 0 and start > late - 3 and not cut_lines & set(range(article[start - 1].number + 1, article[start].number)):
        start -= 1
    if start == 0 or start <= late - 3:
        start = late
    turned = [*article[start:], *article[:start]]
    joint = len(article) - start
    turned[joint - 1].text = turned[joint - 1].text.rstrip() + turned[joint].text.lstrip()
    del turned[joint]
    sheet.lines = [*lines[:first], *turned, *lines[end:]]
    sheet.cut(article[start], "columns", "分栏次序颠倒，已把文章开头移回前面", article[start].text[:30])
