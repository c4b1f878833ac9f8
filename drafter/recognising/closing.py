"""What stands behind the text: 附件说明, 署名, 成文日期, 附注, the attachments, and the 版记 at the very end."""

from __future__ import annotations

import re

from drafter import numbering
from drafter.document import Block, Imprint
from drafter.recognising.lines import Line, Sheet, bare, pieces
from drafter.recognising.opening import LINE_MAX, _joined, _title_line, _title_lines
from drafter.recognising.shapes import has, match

SIGNERS = 6  # offices that sign one document together, at most
NAME_MAX = 40
_ENDS = "。；：，！？:;,!?、"
_ITEM = re.compile(r"(\d{1,2})\s*[.．、]\s*(\S.*)")


def imprint(sheet: Sheet) -> Imprint | None:
    """The 版记 at the end of the sheet, whose lines are gone from it then; None where there is none."""
    lines, at = sheet.lines, len(sheet.lines)
    values: dict[str, str] = {}
    if at and lines[at - 1].block is None and (found := match(lines[at - 1].text, "issued")):
        at -= 1
        values = {"office": (found["office"] or "").strip(), "date": found["date"].strip()}
        if not values["office"] and at and _office(lines[at - 1]) and (at == 1 or has(lines[at - 2].text, "copies", "moved")):
            at -= 1
            values["office"] = lines[at].text
    start = at
    for name, field in (("copies", "copies"), ("moved", "addressees")):
        if start and lines[start - 1].block is None and has(lines[start - 1].text, name):
            start -= 1
            values[field] = lines[start].text
        elif name == "copies" and (run := _turned(lines, start)):
            start = run[0]
            values[field] = run[1]
    if not values:
        return None
    for field in values.keys() & {"copies", "addressees"}:
        if not values[field].endswith("。"):
            sheet.tell("imprint", "抄送、主送的末尾没有句号，照标准补上了", lines[start], source="GB/T 9704-2012，7.4.2")
        values[field] = re.sub(r"^[抄主]\s*送\s*[:：]\s*", "", values[field]).removesuffix("。")
    found_ = Imprint(**values)
    if bare("".join(found_.lines())).replace("。", "") != bare("".join(line.text for line in lines[start:])).replace("。", ""):
        sheet.tell("imprint", "版记没有照标准写，按正文排", lines[start], severity="warning", source="GB/T 9704-2012，7.4",
                   cure="请写成“抄送：……。”和“某某办公室　　某年某月某日印发”")
        return None
    sheet.lines = lines[:start]
    return found_


def _turned(lines: list[Line], end: int) -> tuple[int, str] | None:
    """(first line, words) of 抄送 that runs over two or three lines; None where it does not."""
    for start in range(end - 1, max(-1, end - 4), -1):
        line = lines[start]
        if line.block is not None or line.level is not None or (start < end - 1 and line.text[-1] in "。！？"):
            return None
        if has(line.text, "copies"):
            return start, "".join(row.text for row in lines[start:end])
    return None


def _office(line: Line) -> bool:
    return line.block is None and line.level is None and has(line.text, "body-name")


def segments(lines: list[Line]) -> list[list[Line]]:
    """The lines cut before each attachment's mark; the first piece is the document itself."""
    cut: list[list[Line]] = [[]]
    for index, line in enumerate(lines):
        marked = line.part == "attachment" or (line.block is None and not line.part and has(line.text, "attachment"))
        if marked and not _heads_list(lines, index):
            cut.append([])
        cut[-1].append(line)
    return cut


def _heads_list(lines: list[Line], index: int) -> bool:
    """True where 附件： stands above a list of names and is no attachment's mark: items follow, or 署名 and 成文日期 are still to come."""
    if not re.fullmatch(r"附\s*件\s*[:：]", lines[index].text) or lines[index].part:
        return False
    if index + 1 < len(lines) and _ITEM.match(lines[index + 1].text):
        return True
    ahead = next((n for n in range(index + 2, min(index + 10, len(lines))) if has(lines[n].text, "date")), 0)
    return bool(ahead) and not any(has(line.text, "date") for line in lines[max(0, index - 4):index]) and all(
        line.block is None and len(line.text) <= NAME_MAX and line.text[-1] not in _ENDS for line in lines[index + 1:ahead])


def attachment(sheet: Sheet, lines: list[Line]) -> tuple[list[Block], list[Line]]:
    """(the mark and the title of an attachment, the lines behind them)."""
    blocks: list[Block] = [lines[0].paragraph("attachment")]
    rest = lines[1:]
    if rest and rest[0].part == "attachment-title":
        return [*blocks, rest[0].paragraph("attachment-title")], rest[1:]
    if rest and rest[0].level is not None and not numbering.parse(rest[0].text):
        return [*blocks, rest[0].paragraph("attachment-title")], rest[1:]
    if rest and _title_line(rest[0]) and len(rest[0].text) <= LINE_MAX and not has(rest[0].text, "date"):
        count = _title_lines(rest)
        title = Line(_joined([line.text for line in rest[:count]]), rest[0].number)
        return [*blocks, title.paragraph("attachment-title")], rest[count:]
    sheet.tell("attachment", "这个附件没有认出标题", lines[0], severity="warning", cure="附件的标题请单独成行，放在“附件”下面",
               source="GB/T 9704-2012，7.3.7")
    return blocks, rest


def part_lines(sheet: Sheet, lines: list[Line]) -> dict[int, str]:
    """The part (Paragraph.style) of each line of the text that is none of its body, by index."""
    parts: dict[int, str] = {i: line.part for i, line in enumerate(lines) if line.part}
    for index, line in enumerate(lines):
        if line.block is None and line.level is None and not line.part:
            if has(line.text, "attendance"):
                parts[index] = "attendance"
            elif has(line.text, "calling"):
                parts[index] = "salutation"
    _listed(lines, parts)
    _signed(sheet, lines, parts)
    return parts


def _listed(lines: list[Line], parts: dict[int, str]) -> None:
    """The 附件说明: the line 附件：… and the numbered ones below it."""
    for index, line in enumerate(lines):
        if line.block is not None or line.level is not None or index in parts:
            continue
        headed = has(line.text, "list")
        if not headed and not (has(line.text, "attachment") and line.text.rstrip()[-1] in "：:"):
            continue
        first = _ITEM.match(re.sub(r"^附\s*件?\s*[:：]\s*", "", line.text))
        number = int(first[1]) if first else 0
        parts[index] = "attachments"
        if headed and not first:
            continue
        after = index + 1
        if not headed and not (after < len(lines) and _ITEM.match(lines[after].text)):
            while after < len(lines) and not has(lines[after].text, "date", "body-name", "person"):
                parts[after] = "attachments"  # names without numbers
                after += 1
            continue
        while after < len(lines) and lines[after].block is None and not lines[after].part:
            item = _ITEM.match(lines[after].text)
            if not item or int(item[1]) != number + 1 or item[2][-1] in _ENDS:
                break
            number += 1
            lines[after].level = None
            parts[after] = "attachments"
            after += 1


def _signed(sheet: Sheet, lines: list[Line], parts: dict[int, str]) -> None:
    """署名, 成文日期 and 附注 among the last lines."""
    end = len(lines)
    while end and (parts.get(end - 1) in ("attachments", "attendance", "note") or has(lines[end - 1].text, "copies", "moved", "issued")):
        end -= 1
    noted = end - 1
    if end >= 2 and _free(lines, noted, parts) and has(lines[noted].text, "note") and not numbering.parse(lines[noted].text) and (
            parts.get(noted - 1) == "date" or has(lines[noted - 1].text, "date") or _one_line(lines[noted - 1]) is not None):
        parts[noted] = "note"
        end = noted
    while end and (parts.get(end - 1) in ("attachments", "attendance")):
        end -= 1
    if not end or not _free(lines, end - 1, parts):
        return
    last = lines[end - 1]
    if not has(last.text, "date"):
        both = _one_line(last)
        if both:  # 署名 and 成文日期 on one line
            lines[end - 1:end] = [Line(both[0], last.number), Line(both[1], last.number)]
            for index in sorted((i for i in parts if i >= end), reverse=True):
                parts[index + 1] = parts.pop(index)
            parts[end - 1], parts[end] = "signature", "date"
        elif end > 1 and _office(last) and len(last.text) <= NAME_MAX and lines[end - 2].text[-1:] in "。！”）":
            parts[end - 1] = "signature"
            sheet.tell("signature", "末行当作署名排，下面没有日期", last, severity="warning", cure="请补上成文日期，如 2026年9月10日",
                       source="GB/T 9704-2012，7.3.5")
        return
    parts[end - 1] = "date"
    first = end - 1
    while first and end - 1 - first < SIGNERS and _free(lines, first - 1, parts) and _name(lines, first - 1):
        first -= 1
    for index in range(first, end - 1):
        parts[index] = "signature"
        if not has(lines[index].text, "body-name", "person"):
            sheet.tell("signature", "日期上面的这一行当作署名排", lines[index], severity="warning", cure="若是正文，请在末尾加标点")
    if first == end - 1:
        sheet.tell("signature", "日期上面没有认出署名", lines[end - 1], severity="warning", cure="署名请在日期上面单独成行",
                   source="GB/T 9704-2012，7.3.5")


def _one_line(line: Line) -> list[str] | None:
    """[署名, 成文日期] that stand on one line with a gap between; None where they do not."""
    parts = pieces(line.text)
    return parts if len(parts) == 2 and has(parts[1], "date") and has(parts[0], "body-name", "person") else None


def _free(lines: list[Line], index: int, parts: dict[int, str]) -> bool:
    return index >= 0 and index not in parts and lines[index].block is None and lines[index].level is None


def _name(lines: list[Line], index: int) -> bool:
    """True where the line can be one of those who sign: short, no sentence, no item."""
    text = lines[index].text
    if len(text) > NAME_MAX or text[-1] in _ENDS or "。" in text or numbering.parse(text) or has(text, "date", "addressed"):
        return False
    return has(text, "body-name", "person") or (len(text) <= 24 and not re.search(r"[，、；]", text))
