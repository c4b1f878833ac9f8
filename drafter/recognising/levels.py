"""The levels of the text: 一、 （一） 1. （1） (GB/T 9704-2012, 7.3.3), by the mark and by what the source says."""

from __future__ import annotations

import re

from drafter import numbering
from drafter.document import Block, Heading
from drafter.recognising.lines import Line, Sheet
from drafter.recognising.shapes import has

LONGEST = 60  # characters of a heading that stands alone; two printed lines hold 56
RUN_IN = 40  # of one that its text follows on the same line
ITEM = 36  # of 1. and （1）, which number sentences as often as headings
SHORT = 24
_END = re.compile(r"[。！？；!?;]")
_LEAD = re.compile(r"(?P<head>[^。！？；：!?;:]{2,}?。)(?P<rest>.+)", re.S)
_DECIMAL = re.compile(r"\d{1,2}\.\d{1,2}")


def blocks(sheet: Sheet, lines: list[Line], parts: dict[int, str]) -> list[Block]:
    """The lines as blocks: headings with their level, paragraphs by the part they are, tables and pictures as they were."""
    made: list[Block] = []
    lift = _lift(lines, parts)
    for index, line in enumerate(lines):
        if line.block is not None:
            made.append(line.block)
        elif index in parts:
            made.append(line.paragraph(parts[index]))
        else:
            made += _levelled(sheet, line, lift)
    return made


def _lift(lines: list[Line], parts: dict[int, str]) -> int:
    """How many levels higher 1. stands than usual: 2 where chapters are 1., sections 1.1, and no 一、 or （一） is used."""
    texts = [line.text for i, line in enumerate(lines) if line.block is None and i not in parts]
    if any((found := numbering.parse(t)) and found[0] in (1, 2) and not _DECIMAL.match(t) for t in texts):
        return 0
    return 2 if any(_DECIMAL.match(t) and numbering.parse(t) and len(t) <= ITEM for t in texts) else 0


def _levelled(sheet: Sheet, line: Line, lift: int) -> list[Block]:
    """The line as a heading, a heading with its text behind it on the same line, or a paragraph."""
    if line.lead[0]:
        return _opened(line, *line.lead)
    text, found = line.text, numbering.parse(line.text)
    level = found[0] if found else 0
    if found and lift and not _DECIMAL.match(text) and level == 3:
        level -= lift
    if line.level is not None and line.level > 0:
        chinese = level if found and level in (1, 2) and not text[0].isdigit() else 0
        if chinese and chinese != line.level:
            sheet.tell("level", f"这个标题标的是第 {line.level} 级，序号却是第 {chinese} 级，按序号排", line, severity="warning")
        elif not found:
            sheet.tell("unnumbered", f"这个标题没有序号，按第 {line.level} 级排", line, severity="warning",
                       cure="公文的层次序数是 一、（一）1.（1）", source="GB/T 9704-2012，7.3.3")
        return [Heading(text, min(4, chinese or line.level), line=line.number)]
    if has(text, "copies", "issued"):
        sheet.tell("imprint", "抄送、印发不在文末，按正文排", line, severity="warning", cure="请移到最后，附件的后面",
                   source="GB/T 9704-2012，7.4")
        return [line.paragraph()]
    if not found or level > 4:
        if not line.footnotes and len(text) <= SHORT and text[-1] not in "。！？；：，、”）》…:;!?.】" and not line.part:
            sheet.tell("unnumbered", "这一行像小标题，又没有序号，按正文排", line, severity="warning",
                       cure="是标题就加序号（一、（一）1.（1）），是正文就加标点", source="GB/T 9704-2012，7.3.3")
        return [line.paragraph()]
    words = found[2]
    lead = _LEAD.fullmatch(words)
    if lead and level <= 2 and len(lead["head"]) <= RUN_IN:
        head = len(text) - len(lead["rest"])
        if all(end > head for end, _ in line.footnotes):
            return _opened(line, level, head)
    alone = not line.footnotes and not _END.search(words.rstrip("。")) and words and not text.endswith(("；", ";", "，", "、"))
    if alone and level <= 2 and len(text) <= LONGEST and not ("：" in words[:-1] and text.endswith("。")):
        return [Heading(text, level, line=line.number)]
    if alone and level > 2 and len(text) <= ITEM and text[-1] not in "。：:" and "：" not in words:
        return [Heading(text, level, line=line.number)]
    return [line.paragraph()]


def _opened(line: Line, level: int, head: int) -> list[Block]:
    """The first `head` characters of the line as a heading, the rest as the text on its line."""
    rest = Line(line.text[head:], line.number, footnotes=[(end - head, words) for end, words in line.footnotes])
    return [Heading(line.text[:head], level, line=line.number, run_in=True), rest.paragraph()]
