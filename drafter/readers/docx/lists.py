"""Automatic lists: the number before a paragraph as it would be typed, 一、 （二） 3., counted on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drafter import numbering
from drafter.readers.docx.styles import ParagraphStyle, W, listed, number, value

if TYPE_CHECKING:
    from lxml import etree

# ST_NumberFormat (ISO/IEC 29500-1, 17.18.59) of the marks that documents write by hand too; Word offers 一、 under four names.
_CHINESE = frozenset(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"))
_DIGITS = frozenset(("decimal", "decimalFullWidth"))


@dataclass(slots=True)
class _Level:
    """One level of an automatic list: number format, pattern such as （%1）, first number, the style tied to it."""

    form: str = ""
    pattern: str = ""
    start: int = 1
    style: str = ""
    plain: bool = False


@dataclass(slots=True)
class Lists:
    """The automatic lists of a document and how far each has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)


def lists_of(root: etree._Element, styles: dict[str, ParagraphStyle]) -> Lists:
    """The automatic lists by numId."""
    lists = Lists()
    by_style: dict[str, str] = {}
    for abstract in root.iter(f"{W}abstractNum"):
        ident = abstract.get(f"{W}abstractNumId", "")
        lists.levels[ident] = {int(level.get(f"{W}ilvl", "0")): _list_level(level) for level in abstract.findall(f"{W}lvl")
                               if level.get(f"{W}ilvl", "0").isdecimal()}
        if linked := value(abstract.find(f"{W}styleLink")):
            by_style[linked] = ident
    for abstract in root.iter(f"{W}abstractNum"):
        linked = value(abstract.find(f"{W}numStyleLink"))
        if linked in by_style:
            lists.levels[abstract.get(f"{W}abstractNumId", "")] = lists.levels[by_style[linked]]
    for num in root.iter(f"{W}num"):
        ident = num.get(f"{W}numId", "")
        lists.abstract[ident] = value(num.find(f"{W}abstractNumId"))
        for override in num.findall(f"{W}lvlOverride"):
            if not override.get(f"{W}ilvl", "").isdecimal():
                continue
            depth = int(override.get(f"{W}ilvl", "0"))
            start = override.find(f"{W}startOverride")
            if start is not None:
                lists.restarts.setdefault(ident, {})[depth] = number(start, 1)
            level = override.find(f"{W}lvl")
            if level is not None:  # levels of its own: the list counts apart
                levels = dict(lists.levels.get(lists.abstract[ident], {}))
                levels[depth] = _list_level(level)
                lists.abstract[ident] = f"num{ident}"
                lists.levels[f"num{ident}"] = levels
    return lists


def _list_level(level: etree._Element) -> _Level:
    plain = level.find(f"{W}isLgl")
    return _Level(value(level.find(f"{W}numFmt")), value(level.find(f"{W}lvlText")), number(level.find(f"{W}start"), 1),
                  value(level.find(f"{W}pStyle")), plain is not None and value(plain) not in ("0", "false", "off"))


def mark(paragraph: etree._Element, styles: dict[str, ParagraphStyle], lists: Lists) -> str:
    """The automatic number before the paragraph as it would be typed (一、 （二） 3.), counted on; empty where there is none."""
    name = value(paragraph.find(f"{W}pPr/{W}pStyle"))
    style = styles.get(name, ParagraphStyle())
    held = listed(paragraph.find(f"{W}pPr")) or style.listed
    if held is None:
        return ""
    ident = held[0] or (style.listed[0] if style.listed else "")
    key = lists.abstract.get(ident, "")
    levels = lists.levels.get(key, {})
    if ident == "0" or not levels:
        return ""
    depth = held[1]
    if depth is None:
        depth = next((d for d, level in levels.items() if name and level.style == name), 0)
    if depth not in levels:
        return ""
    counts = lists.counts.setdefault(key, {})
    restart = lists.restarts.get(ident, {})
    for other, start in restart.items():
        if (ident, other) not in lists.begun and other <= depth:
            lists.begun.add((ident, other))
            counts[other] = start - 1 if other == depth else start
    counts[depth] = counts[depth] + 1 if depth in counts else levels[depth].start
    for deeper in [d for d in counts if d > depth]:
        del counts[deeper]
    return _printed(levels, depth, counts)


def _printed(levels: dict[int, _Level], depth: int, counts: dict[int, int]) -> str:
    """The level's pattern with its numbers put in; empty for bullets, letters and Roman numerals."""
    level = levels[depth]
    parts = []
    for piece in re.split(r"(%[1-9])", level.pattern):
        if not re.fullmatch(r"%[1-9]", piece):
            parts.append(piece)
            continue
        above = int(piece[1]) - 1
        if above not in levels:
            return ""
        count = counts.get(above, levels[above].start)
        form = "decimal" if level.plain else levels[above].form
        if form in _CHINESE:
            parts.append(numbering.cn_number(count) if count <= 99 else str(count))
        elif form in _DIGITS:
            parts.append(str(count))
        else:
            return ""
    mark = "".join(parts).strip()
    if "%" not in level.pattern or not mark or len(mark) > 12:
        return ""
    return mark if mark[-1] in "、，）)．." else f"{mark} "  # 1.2 and 第一章 would run into the words
