"""Word documents: zip and lxml over w:p; headings by outline level or style, drafts of ours by style name."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drafter import numbering
from drafter.document import Document, Heading, Paragraph, Sentence
from drafter.errors import InputError
from drafter.readers import archive

if TYPE_CHECKING:
    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MAX_UNPACKED = 300_000_000  # pictures included; a document.xml of 300 pages is 0.8 MB
MAX_RATIO = 200  # Word's own XML packs 5 to 40 times
RATIO_FROM = 20_000_000
_STYLE_LEVEL = re.compile(r"(?:heading|标题)\s*([1-4])$", re.I)
_STYLES = {"公文标题": "title", "title": "title", "副标题": "byline", "主送": "salutation", "署名": "signature", "成文日期": "date"}
# What is not the paragraph's own text: older copies of a drawing, deleted and moved-away runs, pinyin above characters.
_LEFT_OUT = frozenset((f"{MC}Fallback", f"{W}del", f"{W}moveFrom", f"{W}rt", f"{W}pPr", f"{W}rPr"))
# ST_NumberFormat (ISO/IEC 29500-1, 17.18.59) of the marks that documents write by hand too; Word offers 一、 under four names.
_CHINESE = frozenset(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"))
_DIGITS = frozenset(("decimal", "decimalFullWidth"))


@dataclass(slots=True)
class _Style:
    """A paragraph style: its name, outline level from 1 or 0, and list (numId, level or None) where it has one."""

    name: str = ""
    level: int = 0
    listed: tuple[str, int | None] | None = None


@dataclass(slots=True)
class _Level:
    """One level of an automatic list: number format, pattern such as （%1）, first number, the style tied to it."""

    form: str = ""
    pattern: str = ""
    start: int = 1
    style: str = ""
    plain: bool = False


@dataclass(slots=True)
class _Lists:
    """The automatic lists of a document and how far each has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)


def read(data: bytes, file: str) -> Document:
    """The body text as a Document; `line` counts paragraphs from 1. Footnotes, headers and deletions are left out."""
    from lxml import etree

    try:
        pack = zipfile.ZipFile(io.BytesIO(data))
        infos = pack.infolist()
        _check(infos, file)
        parts = {info.filename: info for info in infos}
        if "word/document.xml" not in parts:
            raise InputError("不是 Word 文档（.docx）", file=file, cure="请用 Word 或 WPS 打开后另存为 .docx")
        body, styles_part, lists_part, comments_part = (
            etree.fromstring(archive.unpacked(io.BytesIO(data), parts[name]), _parser()) if name in parts else None
            for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/comments.xml"))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise InputError("Word 文档损坏或加了密码", file=file, cure="请用 Word 打开后另存一份") from error
    styles = _styles(styles_part) if styles_part is not None else {}
    lists = _lists(lists_part, styles) if lists_part is not None else _Lists()
    document = Document(meta={"encoding": "docx"})
    if comments_part is not None and body is not None:
        document.meta["comments"] = list(_comments(body, comments_part))
    carried = ""
    assert body is not None
    for number, paragraph in enumerate(_paragraphs(body), 1):
        text = carried + _text(paragraph)
        carried = ""
        after = paragraph.getnext()
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None and after is not None and after.tag == f"{W}p":
            # the mark between the two paragraphs is deleted: they are one
            carried = text
            continue
        mark = _mark(paragraph, styles, lists)
        if not text.strip():
            continue
        level, kind = _level(paragraph, styles)
        if kind == "title" and not document.title:
            document.title = text.strip().replace("\n", "")
            document.blocks.append(Heading(document.title, 0, line=number))
            continue
        if mark and not text.lstrip().startswith(mark.strip()):
            text = text.lstrip()
            text = f"{mark} {text}" if mark.endswith(".") and text[0].isdigit() else mark + text  # 3.2024年 would be a decimal
        if level:
            document.blocks.append(Heading(text.strip(), level, line=number))
        else:
            style = kind if kind and kind != "title" else "body"
            document.blocks.append(Paragraph([Sentence(text)], style, line=number))
    return document


def _comments(body: etree._Element, part: etree._Element) -> Iterator[tuple[int, str]]:
    """(paragraph from 1, words) of each Word comment (批注), at the paragraph where it begins."""
    words = {node.get(f"{W}id"): "".join(t.text or "" for t in node.iter(f"{W}t")) for node in part.iter(f"{W}comment")}
    told: set[str | None] = set()
    for number, paragraph in enumerate(_paragraphs(body), 1):
        for node in paragraph.iter(f"{W}commentRangeStart", f"{W}commentReference"):
            ident = node.get(f"{W}id")
            if ident in words and ident not in told:
                told.add(ident)
                yield number, words[ident]


def _check(infos: list[zipfile.ZipInfo], file: str) -> None:
    """Nothing; InputError for a bomb or a member that would land outside the folder."""
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if unpacked > MAX_UNPACKED:
        raise InputError("文档解压后超过 300 MB", file=file, cure="文件可疑，请核对来历；图片太多的请压缩图片后另存")
    if unpacked > RATIO_FROM and unpacked > MAX_RATIO * packed:
        raise InputError("文档压缩比超过 200 倍，像压缩炸弹", file=file, cure="文件可疑，请核对来历")
    if any(archive.leads_out(info.orig_filename) for info in infos):
        raise InputError("文档里有指向包外的路径", file=file, cure="文件可疑，请核对来历，或用 Word 打开后另存一份")


def _parser() -> etree.XMLParser:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)


def _number(element: etree._Element | None, default: int) -> int:
    """The element's w:val as a number; the default where it has none."""
    value = element.get(f"{W}val", "") if element is not None else ""
    return int(value) if re.fullmatch(r"\d{1,9}", value) else default


def _value(element: etree._Element | None) -> str:
    return str(element.get(f"{W}val", "")) if element is not None else ""


def _listed(properties: etree._Element | None) -> tuple[str, int | None] | None:
    """(numId, level or None) of the w:numPr in the properties, or None."""
    found = properties.find(f"{W}numPr") if properties is not None else None
    if found is None:
        return None
    level = found.find(f"{W}ilvl")
    ident = found.find(f"{W}numId")
    return _value(ident), (_number(level, 0) if level is not None else None)


def _styles(root: etree._Element) -> dict[str, _Style]:
    """The paragraph styles by id, levels and lists inherited along basedOn."""
    own: dict[str, _Style] = {}
    parents: dict[str, str] = {}
    for style in root.iter(f"{W}style"):
        ident = style.get(f"{W}styleId", "")
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        own[ident] = _Style(_value(style.find(f"{W}name")), _number(outline, 9) + 1 if outline is not None else 0,
                            _listed(style.find(f"{W}pPr")))
        parents[ident] = _value(style.find(f"{W}basedOn"))
    found: dict[str, _Style] = {}
    for ident, kept in own.items():
        chain = [ident]
        while (parent := parents.get(chain[-1], "")) and parent in own and parent not in chain:
            chain.append(parent)
        level = next((own[step].level for step in chain if own[step].level), 0)
        match = _STYLE_LEVEL.match(kept.name)
        found[ident] = _Style(kept.name, int(match[1]) if match else level if level <= 4 else 0,
                              next((own[step].listed for step in chain if own[step].listed), None))
    return found


def _lists(root: etree._Element, styles: dict[str, _Style]) -> _Lists:
    """The automatic lists by numId."""
    lists = _Lists()
    by_style: dict[str, str] = {}
    for abstract in root.iter(f"{W}abstractNum"):
        ident = abstract.get(f"{W}abstractNumId", "")
        lists.levels[ident] = {int(level.get(f"{W}ilvl", "0")): _list_level(level) for level in abstract.findall(f"{W}lvl")
                               if level.get(f"{W}ilvl", "0").isdecimal()}
        if linked := _value(abstract.find(f"{W}styleLink")):
            by_style[linked] = ident
    for abstract in root.iter(f"{W}abstractNum"):
        linked = _value(abstract.find(f"{W}numStyleLink"))
        if linked in by_style:
            lists.levels[abstract.get(f"{W}abstractNumId", "")] = lists.levels[by_style[linked]]
    for num in root.iter(f"{W}num"):
        ident = num.get(f"{W}numId", "")
        lists.abstract[ident] = _value(num.find(f"{W}abstractNumId"))
        for override in num.findall(f"{W}lvlOverride"):
            if not override.get(f"{W}ilvl", "").isdecimal():
                continue
            depth = int(override.get(f"{W}ilvl", "0"))
            start = override.find(f"{W}startOverride")
            if start is not None:
                lists.restarts.setdefault(ident, {})[depth] = _number(start, 1)
            level = override.find(f"{W}lvl")
            if level is not None:  # levels of its own: the list counts apart
                levels = dict(lists.levels.get(lists.abstract[ident], {}))
                levels[depth] = _list_level(level)
                lists.abstract[ident] = f"num{ident}"
                lists.levels[f"num{ident}"] = levels
    return lists


def _list_level(level: etree._Element) -> _Level:
    plain = level.find(f"{W}isLgl")
    return _Level(_value(level.find(f"{W}numFmt")), _value(level.find(f"{W}lvlText")), _number(level.find(f"{W}start"), 1),
                  _value(level.find(f"{W}pStyle")), plain is not None and _value(plain) not in ("0", "false", "off"))


def _mark(paragraph: etree._Element, styles: dict[str, _Style], lists: _Lists) -> str:
    """The automatic number before the paragraph as it would be typed (一、 （二） 3.), counted on; empty where there is none."""
    name = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
    style = styles.get(name, _Style())
    own = _listed(paragraph.find(f"{W}pPr"))
    listed = own or style.listed
    if listed is None:
        return ""
    ident = listed[0] or (style.listed[0] if style.listed else "")
    key = lists.abstract.get(ident, "")
    levels = lists.levels.get(key, {})
    if ident == "0" or not levels:
        return ""
    depth = listed[1]
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


def _level(paragraph: etree._Element, styles: dict[str, _Style]) -> tuple[int, str]:
    """(heading level or 0, what the style says the paragraph is)."""
    style = styles.get(_value(paragraph.find(f"{W}pPr/{W}pStyle")), _Style())
    level = style.level
    outline = _number(paragraph.find(f"{W}pPr/{W}outlineLvl"), 9)
    if outline < 4:
        level = outline + 1
    kind = _STYLES.get(style.name.lower(), "")
    return (0 if kind else level), kind


def _paragraphs(root: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs in order, those of table cells and text boxes too, each once."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.tag == f"{W}p":
            yield node
        stack.extend(child for child in reversed(node) if child.tag not in _LEFT_OUT)


def _text(paragraph: etree._Element) -> str:
    """The paragraph's own words; a text box that hangs on it is a paragraph by itself."""
    parts = []
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if node.tag == f"{W}t":
            parts.append(node.text or "")
        elif node.tag == f"{W}tab":
            parts.append(" ")
        elif node.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif node.tag in (f"{W}br", f"{W}cr"):
            parts.append("\n" if node.get(f"{W}type") != "page" else "")
        elif node.tag != f"{W}p" and node.tag not in _LEFT_OUT:
            stack.extend(reversed(node))
    return "".join(parts)
