"""What is typed as marks: tables, pictures and footnotes of Markdown and of plain text become what they stand for."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import replace
from pathlib import Path

from drafter.document import Picture, Table
from drafter.recognising.lines import Line, Sheet
from drafter.recognising.shapes import has

MARKDOWN = (".md", ".markdown")
LANDSCAPE = "<!-- 横排 -->"  # a table on a page of its own, turned; Markdown has no mark for it
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BOLD = re.compile(r"(?<!\\)\*\*(?=\S)(.+?)(?<=\S)(?<!\\)\*\*")
_LIST = re.compile(r"(?:[-*+]|>)\s+(?=\S)")
_IMAGE = re.compile(r"!\[((?:\\.|[^\]\\])*)\]\(([^)\s]*)(?:\s+\"[^\"]*\")?\)(?:\{width=([\d.]+)mm\})?")
_RULED = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*\|?")
_CELL = re.compile(r"(?<!\\)\|")
_CALLS = {True: re.compile(r"\\.|\[\^([^\]\s]{1,20})\]"), False: re.compile(r"［注(\d{1,3})］")}
_NOTES = {True: re.compile(r"\[\^([^\]\s]{1,20})\]:\s*(\S.*)"), False: re.compile(r"［注(\d{1,3})］(\S.*)")}
_SIGNATURES = (b"\x89PNG\r\n", b"\xff\xd8\xff")


def read(sheet: Sheet, *, markdown: bool) -> None:
    """Nothing; tables, pictures and footnotes stand in the sheet as such, Markdown's other marks are gone."""
    _footnotes(sheet, markdown=markdown)
    if markdown:
        _piped(sheet)
        _plain(sheet)
    _tabbed(sheet)
    _captions(sheet)


def _footnotes(sheet: Sheet, *, markdown: bool) -> None:
    call, note = _CALLS[markdown], _NOTES[markdown]
    callers = [line for line in sheet.lines if line.block is None and line.level is None and "\t" not in line.text
               and not note.fullmatch(line.text)]
    called = {found[1] for line in callers for found in call.finditer(line.text) if found.start() and found[1]}
    notes = {}
    for line in list(sheet.lines):
        found = note.fullmatch(line.text) if line.level is None else None
        if found and found[1] in called and found[1] not in notes:
            notes[found[1]] = _ESCAPED.sub(r"\1", found[2]) if markdown else found[2]
            sheet.lines.remove(line)
    for line in callers:
        text, start = "", 0
        for found in call.finditer(line.text):
            text += line.text[start:found.start()]
            start = found.end()
            if found[1] in notes and found.start():
                line.footnotes.append((len(text), notes.pop(found[1])))
            else:
                text += found[0]
        line.text = text + line.text[start:]


def _piped(sheet: Sheet) -> None:
    """Tables drawn with | and pictures between them."""
    result: list[Line] = []
    index, lines, landscape = 0, sheet.lines, False
    while index < len(lines):
        line = lines[index]
        if line.text == LANDSCAPE:
            landscape = True
            index += 1
            continue
        image = _IMAGE.fullmatch(line.text)
        if image:
            data = _picture(image[2], Path(sheet.file).parent)
            if data is None:
                sheet.tell("picture", "图片没有找到，或不是 PNG、JPEG，这一行按字排", line, severity="warning", cure="请把图片放在文稿旁边")
                result.append(line)
            else:
                caption = _ESCAPED.sub(r"\1", image[1])
                result.append(Line("", line.number, block=Picture(data, caption, float(image[3] or 0), line.number)))
        elif line.text.startswith("|") and index + 1 < len(lines) and _RULED.fullmatch(lines[index + 1].text):
            rows = [_cells(line.text)]
            index += 2
            while index < len(lines) and lines[index].text.startswith("|") and lines[index].level is None:
                rows.append(_cells(lines[index].text))
                index += 1
            width = max(map(len, rows))
            rows = [[*row, *[""] * (width - len(row))] for row in rows]
            result.append(Line("", line.number, block=Table(rows, landscape=landscape, line=line.number)))
            landscape = False
            continue
        else:
            result.append(line)
        index += 1
    sheet.lines = result


def _cells(row: str) -> list[str]:
    inner = row.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [_ESCAPED.sub(r"\1", _BOLD.sub(r"\1", re.sub(r"<br\s*/?>", "\n", cell).strip())) for cell in _CELL.split(inner)]


def _picture(target: str, folder: Path) -> bytes | None:
    """The picture in a data URI or a file beside the text, or None."""
    try:
        if target.startswith("data:"):
            data = base64.b64decode(target.partition(",")[2], validate=True)
        else:
            data = (folder / target).read_bytes() if "://" not in target and target else b""
    except (OSError, ValueError, binascii.Error):
        return None
    return data if data.startswith(_SIGNATURES) else None


def _plain(sheet: Sheet) -> None:
    """Bold, list and quotation marks and escapes are gone from every line."""
    bold = 0
    for line in sheet.lines:
        if line.block is not None:
            continue
        text, n = _BOLD.subn(r"\1", line.text)
        listed = _LIST.match(text) if line.level is None else None
        if listed:
            sheet.tell("list-mark", f"Markdown 的“{listed[0].strip()}”去掉了，这一行按正文排", line)
            text = text[listed.end():]
        line.footnotes = [(len(_ESCAPED.sub(r"\1", _BOLD.sub(r"\1", line.text[:end]))) - (listed.end() if listed else 0), words)
                          for end, words in line.footnotes]
        line.text = _ESCAPED.sub(r"\1", text)
        bold += n
    if bold:
        sheet.tell("bold", f"有 {bold} 处 Markdown 加粗（**）去掉了，公文正文不加粗", Line(""), source="GB/T 9704-2012，7.3.3")
    sheet.lines = [line for line in sheet.lines if line.text or line.block]


def _tabbed(sheet: Sheet) -> None:
    """Rows of text parted by tabs, at least two with as many cells each, are a table; other tabs are white space."""
    result: list[Line] = []
    index, lines = 0, sheet.lines
    while index < len(lines):
        end = index
        width = _width(lines[index])
        while width > 1 and end < len(lines) and _width(lines[end]) == width and (end == index or not lines[end].below):
            end += 1
        if end - index > 1:
            rows = [[cell.strip() for cell in line.text.split("\t")] for line in lines[index:end]]
            result.append(Line("", lines[index].number, block=Table(rows, line=lines[index].number)))
            index = end
            continue
        line = lines[index]
        if line.block is None and "\t" in line.text:
            line.inset = line.inset or line.text[:1].isspace()
            line.text = re.sub(r"\s*\t\s*", "　　", line.text.strip())
        result.append(line)
        index += 1
    sheet.lines = result


def _width(line: Line) -> int:
    """How many cells the line has as a row of a table."""
    inner = line.text.split("\t") if line.block is None and line.level is None else []
    return len(inner) if sum(bool(cell.strip()) for cell in inner) > 1 or (len(inner) > 2 and any(c.strip() for c in inner)) else 0


def _captions(sheet: Sheet) -> None:
    """The line above a table that names it, and the one under a picture, become the caption."""
    result: list[Line] = []
    for line in sheet.lines:
        block = line.block
        before = result[-1] if result else None
        if isinstance(block, Table) and not block.caption and before and _names(before, "table-name") and len(result) > 1 and not (
                has(result[-2].text, "attachment") or result[-2].part == "attachment"):
            line.block = replace(block, caption=before.text)
            result[-1] = line
        elif before and isinstance(before.block, Picture) and not before.block.caption and _names(line, "picture-name"):
            before.block = replace(before.block, caption=line.text)
        else:
            result.append(line)
    sheet.lines = result


def _names(line: Line, shape: str) -> bool:
    return line.block is None and line.level is None and not line.part and has(line.text, shape) and not has(line.text, "attachment")
