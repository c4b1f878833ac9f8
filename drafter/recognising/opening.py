"""The top of the first page: 版头, title, the lines under it, 主送 or the first address."""

from __future__ import annotations

import re

from drafter import numbering
from drafter.document import Block, Head
from drafter.recognising.lines import Line, Sheet, bare, pieces, tight
from drafter.recognising.shapes import has, match

TITLE_MAX = 90  # characters in all; titles of 50 are long (GB/T 9704-2012, 7.3.1 gives no limit)
LINE_MAX = 46
SEARCHED = 12  # lines in which the 发文字号 of a 版头 can stand: three marks, three names, and what is above them
_STOPS = "。；，,;、"
# A line that begins or ends so goes on with the one before or behind it.
_GOES_ON = re.compile(r"(?:的|和|与|及|暨)(?!谐)|[”》）、]")
_UNENDED = re.compile(r".*(?:[“《（、和与及暨的]|关于|印发|转发|批转)$")
_SUFFIX = re.compile(r"(.*?)(文\s*件|命令|令)$")
_BARE = re.compile(r"(?:前\s*言|引\s*言|导\s*语|序\s*言|摘\s*要|目\s*录|内容提要)")


def settle_levels(sheet: Sheet) -> None:
    """Nothing; level 0 is the title's alone: where # marks chapters, or the title stands a level too low, all levels move."""
    marked = [line for line in sheet.lines if line.level is not None]
    if not marked:
        return
    first = marked[0]
    move = 0
    if any(line.level == 0 and numbering.parse(line.text) for line in marked):
        move = 1
        if first.level == 0 and not numbering.parse(first.text):
            marked.pop(0)
    elif (first.level and not numbering.parse(first.text) and first in sheet.lines[:SEARCHED]
          and all(line.level is not None and line.level > first.level for line in marked[1:])
          and (len(marked) > 1 or has(tight(first.text), "kind"))):
        move = -first.level
    for line in marked if move else ():
        line.level = max(0, (line.level or 0) + move)


def take(sheet: Sheet, head: Head | None) -> tuple[Head | None, str, list[Block]]:
    """(版头, title, blocks from the lines under the title to 主送); the lines taken are gone from the sheet."""
    lines = sheet.lines
    marked = next((i for i, line in enumerate(lines) if line.level == 0), None)
    if head is None:
        head, end = _head(sheet, lines[:SEARCHED if marked is None else marked])
        lines = lines[end:]
    # an order has no title (10.2): its words begin below the number
    title, lines = ("", lines) if head and head.form == "order" and lines and not _title_line(lines[0]) else _title(sheet, lines)
    blocks: list[Block] = []
    while title and lines and _under_title(sheet, lines[0], len(blocks)):
        blocks.append(lines.pop(0).paragraph("byline"))
    if lines and _salutation(lines[0], title):
        if lines[0].text.endswith(":"):
            sheet.tell("salutation", "主送后面是半角冒号，应当用全角，字没有改", lines[0], severity="warning",
                       source="GB/T 9704-2012，7.3.2")
        blocks.append(lines.pop(0).paragraph("salutation"))
    sheet.lines = lines
    return head, title, blocks


def _words(line: Line) -> bool:
    return line.block is None


def _head(sheet: Sheet, lines: list[Line]) -> tuple[Head | None, int]:
    """The 版头 that the first lines hold, and how many they are; (None, 0) where there is none."""
    at, top = 0, {"copy-number": "", "secrecy": "", "urgency": ""}
    order = list(top)
    while at < len(lines) and _words(lines[at]):
        # 份号, 密级, 紧急程度 may stand on one line or on three, in this order (7.2.1 to 7.2.3)
        found = [next((name for name in order if has(piece, name)), "") for piece in pieces(lines[at].text)]
        if not all(found) or [order.index(f) for f in found] != sorted(order.index(f) for f in found):
            break
        for name, piece in zip(found, pieces(lines[at].text), strict=True):
            top[name] = piece
        order = order[order.index(found[-1]) + 1:] if found else order
        at += 1
    end, marks, number, signers = _numbered(lines, at)
    if not end:
        end, marks = _unnumbered(lines, at)
    if not end and not any(top.values()):
        return None, 0
    suffix = ""
    if marks:
        split = _SUFFIX.fullmatch(marks[-1])
        if split:
            suffix = split[2]
            marks = [*marks[:-1], split[1]] if split[1] else marks[:-1]
    head = Head(tuple(m.strip() for m in marks), tight(suffix), number, tuple(signers), top["copy-number"], top["secrecy"],
                tight(top["urgency"]), letter=not suffix and "函" in number)
    end = end or at
    if bare("".join(head.lines())) != bare("".join(line.text for line in lines[:end])):
        sheet.tell("head", "版头的次序和标准不同，没有拆开", lines[0], severity="warning", source="GB/T 9704-2012，7.2",
                   cure="请按份号、密级、紧急程度、发文机关标志、发文字号、签发人的次序写")
        return None, 0
    if number and "〔" not in number and re.search(r"[\[［【（(]", number):
        sheet.tell("number", "发文字号的年份应当用六角括号〔〕，字没有改", lines[end - 1], severity="warning",
                   source="GB/T 9704-2012，7.2.5")
    if not marks:
        sheet.tell("head", "版头里没有认出发文机关标志", lines[0], severity="warning", cure="发文机关标志另起一行，如“某某县人民政府文件”")
    return head, end


def _numbered(lines: list[Line], at: int) -> tuple[int, list[str], str, list[str]]:
    """(lines used, marks, 发文字号, 签发人) of a 版头 that has a number; (0, …) where no number stands above a title."""
    for index in range(at, len(lines)):
        line = lines[index]
        parts = pieces(line.text)
        if not _words(line) or not parts or line.text[-1] in _STOPS or len(line.text) > 70:
            break
        if has(parts[0], "addressed"):
            break
        if not has(parts[0], "number", "serial"):
            continue
        marks = [row.text for row in lines[at:index]]
        if marks and ("关于" in marks[-1] or not all(_mark(m) for m in marks)):
            return 0, [], "", []  # the number stands under the title, as on web pages
        if len(parts) > 1 and not has("　".join(parts[1:]), "signers"):
            return 0, [], "", []
        signers = _names("　".join(parts[1:]))
        index += 1
        if not signers and index < len(lines) and has(lines[index].text, "signers"):
            signers = _names(lines[index].text)
            index += 1
        return index, [tight(m) for m in marks], parts[0], signers
    return 0, [], "", []


def _mark(text: str) -> bool:
    """True where the line can be a 发文机关标志 or a part of one."""
    return 2 <= len(tight(text)) <= 36 and not re.search(r"[。，；：:！？]", text)


def _names(text: str) -> list[str]:
    return re.split(r"[\s、]+", re.sub(r"^签发人\s*[:：]\s*", "", text)) if text else []


def _unnumbered(lines: list[Line], at: int) -> tuple[int, list[str]]:
    """(lines used, marks) where a line ends with 文件 and no number follows."""
    if at < len(lines) and _words(lines[at]) and has(lines[at].text, "mark"):
        return at + 1, [tight(lines[at].text)]
    return 0, []


def _title(sheet: Sheet, lines: list[Line]) -> tuple[str, list[Line]]:
    """The title, put together of its lines, and what is left of the lines."""
    marked = next((i for i, line in enumerate(lines) if line.level == 0), None)
    if marked is not None:
        end = marked + 1
        while end < len(lines) and lines[end].level == 0 and not numbering.parse(lines[end].text):
            end += 1
        if all(_title_line(line) for line in lines[:marked]) and marked <= 3:
            title = _joined([line.text for line in lines[:end]])
            if marked:
                sheet.tell("title", "标题上面的几行并进了标题", lines[0], severity="warning", cure="不是标题的，请移到标题下面")
            return title, [_plain(line) for line in lines[end:]]
        sheet.tell("title", "标题上面还有别的话，标题按一级标题排", lines[marked], severity="warning", cure="请把标题移到最前面")
        return "", [_plain(line) for line in lines]
    # an ended sentence, a numbered chapter or an address is no title
    if not lines or not _title_line(lines[0]) or has(lines[0].text, "attachment", "date"):
        if lines:
            sheet.tell("title", "没有认出标题，第一行按正文排", lines[0], severity="warning", cure="标题请单独成行，末尾不用标点")
        return "", lines
    count = _title_lines(lines)
    title = _joined([line.text for line in lines[:count]])
    if count > 1:
        sheet.tell("title", f"前 {count} 行合成了标题：{title}", lines[0])
    return title, lines[count:]


def _plain(line: Line) -> Line:
    if line.level == 0:
        line.level = 1
    return line


def _title_line(line: Line) -> bool:
    text = line.text
    return (_words(line) and not line.part and line.level in (None, 0) and len(text) <= LINE_MAX + 14 and text[-1] not in _STOPS + "：:"
            and "。" not in text and "；" not in text and not numbering.parse(text) and not has(text, "list", "copies", "issued"))


def _title_lines(lines: list[Line]) -> int:
    """How many of the first lines are the title: until it ends as titles do, as long as it plainly goes on."""
    ends = 1
    text = lines[0].text
    # what stands above a subtitle (——…) is the title, however many lines it takes
    for count in range(2, min(5, len(lines))):
        if has(lines[count].text, "subtitle") and all(_title_line(row) and row.level is None and not has(
                row.text, "dated", "date", "subtitle", "number", "body-name", "person") for row in lines[1:count]):
            return count
    for count in range(2, min(6, len(lines) + 1)):
        line = lines[count - 1]
        if (not _title_line(line) or line.level is not None or has(line.text, "dated", "date", "subtitle", "number", "serial")
                or len(text) + len(line.text) > TITLE_MAX or _BARE.fullmatch(line.text)):
            break
        must = _GOES_ON.match(line.text) or _UNENDED.match(text) or _open(text)
        ended = has(tight(text), "kind")
        if ended and not must:
            break
        text += line.text
        if must or (has(tight(line.text), "kind") and ("关于" in text or "的" in line.text or line.broken)):
            ends = count
        elif has(line.text, "body-name", "person") and not _UNENDED.match(text):
            # a name of an office may be the title's first line (…人民政府), never its last
            break
    return ends


def _open(text: str) -> bool:
    return any(text.count(a) > text.count(b) for a, b in ("《》", "“”", "（）"))


def _joined(texts: list[str]) -> str:
    """The title's lines as one; spaces typed to fill a line are gone."""
    title = ""
    for text in map(_unspaced, texts):
        latin = title and title[-1].isascii() and text[0].isascii()
        title += (" " if latin else "　" if "　" in title else "") + text
    return title


def _unspaced(text: str) -> str:
    """调 研 报 告 as 调研报告; a space between the halves of a title stays."""
    words = text.split()
    return "".join(words) if len(words) > 1 and all(len(word) == 1 for word in words) else re.sub(r"\s{2,}|\u3000", "　", text)


def _under_title(sheet: Sheet, line: Line, already: int) -> bool:
    """True where the line is one of those between the title and the text: author, date, how it was passed, number."""
    text = line.text
    if not _words(line) or already >= 4:
        return False
    if line.level is not None:
        return not already and has(text, "subtitle")
    if line.part:
        return line.part == "byline"
    if numbering.parse(text) or _BARE.fullmatch(text) or has(text, "attendance", "list", "attachment", "calling"):
        return False
    if has(text, "dated", "date", "subtitle", "number", "serial", "person"):
        return True
    if text[-1] in _STOPS + "：:！？" or "。" in text or len(text) > LINE_MAX:
        return False
    if has(text, "body-name"):
        return True
    if len(text) <= 20 and already < 2:
        sheet.tell("byline", "标题下面的这一行当作署名或副标题排", line, severity="warning",
                   cure="若是正文，请在末尾加标点；若是小标题，请加序号")
        return True
    return False


def _salutation(line: Line, title: str) -> bool:
    text = line.text
    if not _words(line) or line.level is not None or not title or numbering.parse(text):
        return False
    return line.part == "salutation" or (has(text, "addressed", "calling") and match(text, "attendance") is None)
