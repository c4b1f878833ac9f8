"""The lines of a text before its parts are known: soft breaks parted, white space of layout gone, broken paragraphs joined."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from drafter import numbering, sentences
from drafter.document import Document, Heading, Paragraph, Picture, Sentence, Table
from drafter.findings import Finding
from drafter.recognising.shapes import has

ENDS = "。！？!?；;：:…”’）)】》"
LONG = 28  # characters of a full line (GB/T 9704-2012, 5.2.3); a shorter line without an end mark was ended on purpose
_BLANK = "\u200b\u200c\u200d\ufeff"  # of no width, left by web pages and chat programs
_WIDE = re.compile(r"\t|[ \u00a0]{2,}|[\u2000-\u200a\u3000]+")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff〇])[\s\u3000]+(?=[\u4e00-\u9fff〇])")


@dataclass(slots=True)
class Line:
    """One line or, with `block`, one table or picture; `level` from 0 (title) or `part` where the source's own marks say so.

    `number` counts lines or paragraphs from 1; `broken` tells that only a soft break parts it from the line before, `inset`
    that white space stood before it, `below` that a blank line did. `lead` is (level, length) of a heading that opens it,
    where the source says so; `footnotes` are (end in the text, words).
    """

    text: str
    number: int = 0
    level: int | None = None
    part: str = ""
    block: Table | Picture | None = None
    broken: bool = False
    inset: bool = False
    below: bool = False
    lead: tuple[int, int] = (0, 0)
    footnotes: list[tuple[int, str]] = field(default_factory=list)

    def paragraph(self, style: str = "body") -> Paragraph:
        """The line as a paragraph, its sentences parted where footnotes are called."""
        made, start = [], 0
        for end, words in self.footnotes:
            made += _sentences(self.text[start:end], style)
            made[-1].footnote = words
            start = end
        if start < len(self.text) or not made:
            made += _sentences(self.text[start:], style)
        return Paragraph(made, style, self.number)


_DATE_GAPS = re.compile(r"(?<=\d)\s+(?=[年月日])|(?<=[年月])\s+(?=\d)")


def _sentences(text: str, style: str) -> list[Sentence]:
    """The sentences of body text, as long as they give the text again to the letter; any other part is one."""
    if style == "date":
        return [Sentence(_DATE_GAPS.sub("", text))]
    found = sentences.split(text) if style == "body" else []
    return [Sentence(part) for part in found] if found and "".join(found) == text else [Sentence(text)]


@dataclass(slots=True)
class Sheet:
    """The lines of one document in order, and what there is to tell about them."""

    file: str
    lines: list[Line]
    findings: list[Finding] = field(default_factory=list)

    def tell(self, rule: str, message: str, line: Line, *, severity: str = "info", cure: str = "", source: str = "") -> None:
        """Nothing; the finding is noted, one of a rule for a line."""
        if any(f.rule == rule and f.line == line.number != 0 for f in self.findings):
            return
        text = line.text if len(line.text) <= 40 else line.text[:39] + "…"
        self.findings.append(Finding(rule, message, self.file, line.number, text, severity, source=source, cure=cure))


def pieces(text: str) -> list[str]:
    """What stands on one line with wide gaps between, as a 发文字号 and a 签发人 do."""
    return [piece for piece in (p.strip() for p in _WIDE.split(text)) if piece]


def tight(text: str) -> str:
    """The text without the spaces typed between Chinese characters to fill a line (通　知)."""
    return _SPACED.sub("", text)


def bare(text: str) -> str:
    """The text without white space, its colons full-width: what must come out as it went in."""
    return re.sub(r"\s", "", text).replace(":", "：")


def unroll(document: Document) -> Sheet:
    """The document's blocks as lines; rules and page numbers typed by hand are left out with a finding."""
    sheet = Sheet(document.file, [])
    before, opened = 0, None
    for number, block in enumerate(document.blocks):
        after = document.blocks[number + 1] if number + 1 < len(document.blocks) else None
        if isinstance(block, Heading) and block.run_in and isinstance(after, Paragraph) and after.style == "body":
            opened = block
            continue
        if opened is not None and isinstance(block, Paragraph):
            first = Sentence(opened.text + block.sentences[0].text, footnote=block.sentences[0].footnote)
            line = _noted(Paragraph([first, *block.sentences[1:]], line=block.line), "")
            line.lead = (opened.level, len(opened.text))
            sheet.lines.append(line)
            before, opened = block.line, None
            continue
        if isinstance(block, (Table, Picture)):
            sheet.lines.append(Line("", block.line, block=block))
            before = block.line
            continue
        level = block.level if isinstance(block, Heading) else None
        part = block.style if isinstance(block, Paragraph) and block.style != "body" else ""
        notes = [s for s in block.sentences if s.footnote] if isinstance(block, Paragraph) else []
        if isinstance(block, Paragraph) and notes:
            sheet.lines.append(_noted(block, part))
        else:
            for place, raw in enumerate(block.text.split("\n")):
                text = raw.strip().strip(_BLANK).strip()
                if text:
                    # tabs stay: a table typed as text is told by them
                    kept = raw.strip("\r\n") if "\t" in text else text
                    sheet.lines.append(Line(kept, block.line, level, part, broken=place > 0, inset=raw[:1].isspace(),
                                            below=place == 0 and block.line > before + 1))
        before = block.line
    return sheet


def _noted(block: Paragraph, part: str) -> Line:
    """A paragraph with footnotes as a line."""
    text, notes = "", []
    for sentence in block.sentences:
        text += sentence.text
        if sentence.footnote:
            notes.append((len(text), sentence.footnote))
    return Line(text, block.line, part=part, footnotes=notes)


def drop_layout(sheet: Sheet) -> None:
    """Rules and page numbers typed by hand go: the style draws its own."""
    kept = []
    for line in sheet.lines:
        if line.block is None and line.level is None and has(line.text, "rule"):
            sheet.tell("rule", "这是手打的分隔线，去掉了，线由版式画", line)
        elif line.block is None and line.level is None and has(line.text, "page-number"):
            sheet.tell("page-number", "这像手打的页码，去掉了，页码由版式编", line, severity="warning",
                       cure="若不是页码，请写进句子里再排")
        else:
            kept.append(line)
    sheet.lines = kept


def rejoin(sheet: Sheet) -> None:
    """A line that a page broke off in mid-sentence takes up the next one."""
    joined: list[Line] = []
    for line in sheet.lines:
        if joined and _goes_on(joined[-1], line):
            before = joined[-1]
            if not before.text.endswith(("，", "、")):
                sheet.tell("joined", "上一行没有写完就折断了，已经接上", line, severity="warning",
                           cure="若本是两段，请在上一段末尾加上标点")
            gap = " " if before.text[-1].isascii() and line.text[0].isascii() and before.text[-1].isalnum() else ""
            before.footnotes += [(end + len(before.text) + len(gap), words) for end, words in line.footnotes]
            before.text += gap + line.text
        else:
            joined.append(line)
    sheet.lines = joined


def _goes_on(before: Line, line: Line) -> bool:
    """True where the line goes on with the sentence of the line before."""
    if any(one.block is not None or one.level is not None or one.part or "\t" in one.text for one in (before, line)):
        return False
    text, rest = before.text, line.text
    if line.below or line.inset or text[-1] in ENDS or numbering.parse(rest) or _is_part(rest):
        return False
    if text[-1] in "，、" and len(text) > 12:
        return True
    if _is_part(text):
        return False
    if re.search("[。！？]", text) and rest[-1] in ENDS:
        return True
    if numbering.parse(text) and len(text) <= LONG:
        return False
    # a full line, or one with a comma: titles and names are shorter and hold none
    return len(text) > LONG + 8 or (len(text) >= LONG - 8 and "，" in text and rest[-1] in ENDS)


def _is_part(text: str) -> bool:
    return has(text, "date", "number", "attachment", "copies", "moved", "issued", "list", "attendance", "mark", "dated", "addressed",
               "kind")
