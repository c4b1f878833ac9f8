"""The 版头 (7.2): number of copies, secrecy, urgency, mark, 发文字号, 签发人, red rule; that of letters and orders (10.1, 10.2)."""

from __future__ import annotations

from drafter.document import Head
from drafter.writers.docx.parts import Parts
from drafter.writers.docx.runs import marks, paragraph, points, run, twips, width
from drafter.writers.docx.sheet import room, tight

BASE = 0.8  # Word and LibreOffice put the base line of a line of exact pitch at 4/5 of it
RISE = 0.84  # of a Chinese character, from the base line to its upper edge, in its size
FALL = 0.15  # of a bracket in a line of 仿宋, below the base line (measured with Fandol)
FOOT = 0.07  # of a character of 小标宋, below the base line
MARK_PITCH = 1.25  # line pitch of the mark in its size
SMALLER = {1: 1.0, 2: 0.75, 3: 0.6}  # size of a joint mark by its number of names; more: 0.5
DOUBLE_MM = 1.3  # from the upper edge of a double rule to the lower, beyond its distance (measured)
WIDEST = 0.96  # of the type area's width that a mark takes
NAME_LINE = 2  # names of 签发人 on a line (7.2.6)


def head(given: Head, parts: Parts) -> list[str]:
    """The paragraphs of the 版头."""
    if given.form == "letter":
        return _letter(given, parts)
    style, lines = parts.style, _labels(given, parts)
    down = style.head.order_mark_mm if given.form == "order" else style.head.mark_mm
    lines += _mark(given, parts, points(down) - len(lines) * style.pitch_pt)
    gap = style.head.number_lines * style.pitch_pt
    if given.form == "order":
        return [*lines, paragraph(parts.sheet.id("number", before_pt=gap, after_pt=gap), run(given.number))]
    look = parts.sheet.look("number")
    off = points(style.head.rule_mm) - (1 - BASE) * parts.sheet.pitch(look) + FALL * look.size_pt
    rule = ("bottom", "single", style.head.rule_pt, off, style.head.color)
    if not given.signers:
        return [*lines, paragraph(parts.sheet.id("number", before_pt=gap, border=rule), run(given.number) if given.number else "")]
    return lines + _signers(given, parts, gap, rule)


def _labels(given: Head, parts: Parts) -> list[str]:
    """份号, 密级 and 紧急程度, each on a line from the first of the type area on."""
    return [paragraph(parts.sheet.id(name), run(text)) for name, text in _labelled(given)]


def _labelled(given: Head) -> list[tuple[str, str]]:
    """(look, words) of 份号, 密级 and 紧急程度, as far as there are any."""
    return [row for row in (("copy-number", given.copy_number), ("secrecy", given.secrecy), ("urgency", given.urgency)) if row[1]]


def mark_size(given: Head, parts: Parts) -> float:
    """The size of the mark in points: the style's, smaller where the names would not fit the type area."""
    longest = max((width(mark) for mark in given.marks), default=1) + width(given.suffix) + (0.5 if len(given.marks) > 1 else 0)
    wanted = parts.sheet.look("mark").size_pt * SMALLER.get(len(given.marks), 0.5)
    fitting = WIDEST * room(parts.style) / longest
    return min(wanted, int(fitting * 2) / 2)


def _mark(given: Head, parts: Parts, down: float) -> list[str]:
    """The mark, its upper edge `down` points below the line before it."""
    size = mark_size(given, parts)
    pitch = size * MARK_PITCH
    free = max(1.0, down - (BASE * pitch - RISE * size))
    if len(given.marks) == 1:
        ident = parts.sheet.id("mark", size_pt=size, pitch_pt=pitch, before_pt=free)
        return [paragraph(ident, run(given.marks[0] + given.suffix))]
    spacer = paragraph(parts.sheet.id("mark", size_pt=1, pitch_pt=free), "")
    if not given.marks:  # printed paper: the number stands where it would below a mark
        return [spacer]
    return [spacer, _joint(given, parts, size, pitch)]


def _joint(given: Head, parts: Parts, size: float, pitch: float) -> str:
    """The names under one another, 文件 beside them in the middle (7.2.4), in a table without lines."""
    names = twips(max(width(mark) for mark in given.marks) * size / 72 * 25.4) + 40
    beside = twips((width(given.suffix) + 0.5) * size / 72 * 25.4) if given.suffix else 0
    spread = parts.sheet.id("mark", size_pt=size, pitch_pt=pitch, align="distribute")
    middle = parts.sheet.id("mark", size_pt=size, pitch_pt=pitch)
    rows = []
    for number, name in enumerate(given.marks):
        cells = _cell(names, paragraph(spread, run(name)))
        if beside:
            first = paragraph(middle, run(given.suffix))
            merge = '<w:vMerge w:val="restart"/>' if number == 0 else "<w:vMerge/>"
            cells += _cell(beside, first if number == 0 else paragraph(middle, ""), f'{merge}<w:vAlign w:val="center"/>')
        rows.append(f"<w:tr>{cells}</w:tr>")
    columns = f'<w:gridCol w:w="{names}"/>' + (f'<w:gridCol w:w="{beside}"/>' if beside else "")
    edges = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    return (f'<w:tbl><w:tblPr><w:tblW w:w="{names + beside}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblCellMar>{edges}</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>')


def _cell(wide: int, content: str, more: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{more}</w:tcPr>{content}</w:tc>'


def _signers(given: Head, parts: Parts, gap: float, rule: tuple[str, str, float, float, str]) -> list[str]:
    """发文字号 at the left and 签发人 at the right of one line, two names a line, the number beside the last (7.2.5, 7.2.6)."""
    look = parts.sheet.look("number")
    char = look.size_pt + tight(look, parts.style)
    rows = [given.signers[i:i + NAME_LINE] for i in range(0, len(given.signers), NAME_LINE)]
    first = max(width(row[0]) for row in rows)
    second = max((width(row[1]) for row in rows if len(row) > 1), default=0)
    names = room(parts.style) - (1 + first + (1 + second if second else 0)) * char
    stops = (("left", char), ("left", names - 4 * char), ("left", names), ("left", names + (first + 1) * char))
    name = marks(parts.sheet.id("signer-name"))
    lines = []
    for number, row in enumerate(rows):
        last = number == len(rows) - 1
        changes = {"align": "left", "tabs": stops, **({"before_pt": gap} if number == 0 else {}), **({"border": rule} if last else {})}
        runs = run(f"\t{given.number}\t" if last and given.number else "\t\t")
        runs += run("签发人：" if number == 0 else "\t")
        runs += run("\t").join(run(person, name) for person in row)
        lines.append(paragraph(parts.sheet.id("signers", **changes), runs))
    return lines


def _letter(given: Head, parts: Parts) -> list[str]:
    """A letter's head: the mark and the rules hang at fixed places of the first page, the text begins below the upper rule."""
    style, letter = parts.style, parts.style.letter
    size = mark_size(given, parts)
    pitch = size * MARK_PITCH
    over = BASE * pitch - RISE * size  # from the line's top to the mark's upper edge
    off = points(letter.rule_below_mm) - (1 - BASE) * pitch + FOOT * size
    rule = ("bottom", "thickThinSmallGap", 3, off, style.head.color)
    mark = paragraph(parts.sheet.id("mark", size_pt=size, pitch_pt=pitch, border=rule), run("　".join(given.marks) + given.suffix))
    lower = paragraph(parts.sheet.id("mark", size_pt=1, pitch_pt=1, border=("bottom", "thinThickSmallGap", 3, 0, style.head.color)), "")
    high = (pitch + off) / 72 * 25.4 + DOUBLE_MM
    middle = 'relativeFrom="page"><wp:align>center</wp:align>'
    wide, top = letter.rule_width_mm, letter.mark_mm - over / 72 * 25.4
    boxes = parts.box(mark, wide_mm=wide, high_mm=high + 3, across=middle, down=_from_top(top), name="信函标志")
    boxes += parts.box(lower, wide_mm=wide, high_mm=3, across=middle, down=_from_top(style.page.height_mm - letter.rule_foot_mm - 1),
                       name="信函下线")
    look = parts.sheet.look("number")
    start = top + high + letter.below_rule_mm - (BASE * parts.sheet.pitch(look) - RISE * look.size_pt) / 72 * 25.4 - style.page.top_mm
    left = _labelled(given)
    name, text = left[0] if left else ("number", "")
    stop = (("right", room(style)),)
    first = paragraph(parts.sheet.id(name, align="left", before_pt=max(0, points(start)), tabs=stop),
                      boxes + (run(text) if text else "") + run("\t") + run(given.number))
    return [first, *(paragraph(parts.sheet.id(name), run(text)) for name, text in left[1:])]


def _from_top(mm: float) -> str:
    return f'relativeFrom="page"><wp:posOffset>{round(mm * 36000)}</wp:posOffset>'


