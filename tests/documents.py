"""Documents of any office for property tests: what hypothesis puts together, every part in its place."""

from __future__ import annotations

import struct
import zlib

from hypothesis import strategies as st

from drafter import numbering
from drafter.document import Block, Document, Head, Heading, Imprint, Paragraph, Picture, Sentence, Table

PLACES = ("岚江市", "望汀区", "砚溪县", "禾汀镇", "沧屿市", "槿川区")
BODIES = ("人民政府", "水务局", "人民政府办公室", "民政局", "教育局", "融媒体中心", "第三实验小学", "委员会")
KINDS = ("通知", "报告", "请示", "意见", "工作方案", "工作总结", "通报", "实施办法（试行）")
# Common characters, signs that mean something to Markdown, to XML and to HTML, figures, a gap.
LETTERS = st.text("推进做好安全生产供水排涝养老服务数据共享治理建设提升群众满意责任落实机制", min_size=2, max_size=14)
SIGNS = ["“一网通办”", "*星号*", "**两星**", "1.5万亩", "[3]", "[^9]", "<b>", "A&B", "`码`", "#号", "|竖线|", "\\", "（含试点）",
         "2026年9月", "96.3%", "【待填：数据】", "【待定：期限】", "《条例》", "3—5个", "![图](x)", "_下划_", " 空 格 "]
PIECE = st.one_of(LETTERS, st.sampled_from(SIGNS))
PNG = (b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d)) for t, d in (
    (b"IHDR", struct.pack(">IIBBBBB", 4, 3, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress((b"\0" + b"\xc0\x30\x30" * 4) * 3)), (b"IEND", b""))))

offices = st.builds("{}{}".format, st.sampled_from(PLACES), st.sampled_from(BODIES))
names = st.sampled_from(["张某", "王某某", "李某", "欧阳某某"])
dates = st.builds("{}年{}月{}日".format, st.integers(2019, 2029), st.integers(1, 12), st.integers(1, 28))
titles = st.builds("关于{}的{}".format, LETTERS, st.sampled_from(KINDS))
clauses = st.lists(PIECE, min_size=1, max_size=6).map(lambda parts: ("会议" + "".join(parts)).strip())
sentences = st.builds("{}{}".format, clauses, st.sampled_from("。！？"))
footnoted = st.builds(Sentence, sentences, footnote=st.one_of(st.just(""), st.just(""), st.just(""), clauses))
paragraphs = st.lists(footnoted, min_size=1, max_size=3).map(Paragraph)
cells = st.one_of(LETTERS, st.integers(0, 999).map(str), st.just("a|b*c"))


@st.composite
def heads(draw: st.DrawFn) -> Head:
    """A 版头 of a document, a letter or minutes."""
    year, serial = draw(st.integers(2019, 2029)), draw(st.integers(1, 300))
    form = draw(st.sampled_from(["document", "joint", "letter", "minutes"]))
    number = f"岚{'函' if form == 'letter' else ''}〔{year}〕{serial}号"
    top = {"copy_number": draw(st.sampled_from(["", "000012"])), "secrecy": draw(st.sampled_from(["", "机密★1年"])),
           "urgency": draw(st.sampled_from(["", "特急"]))}
    if form == "letter":
        return Head((draw(offices),), "", number, letter=True, **top)
    if form == "minutes":
        return Head((draw(offices) + "会议纪要",), "", f"〔{year}〕{serial}号", **top)
    marks = draw(st.lists(offices, min_size=2, max_size=3, unique=True)) if form == "joint" else [draw(offices)]
    return Head(tuple(marks), "文件", number, tuple(draw(st.lists(names, max_size=3, unique=True))), **top)


@st.composite
def tables(draw: st.DrawFn, number: int, *, plain: bool) -> Table:
    """A table of two columns or more; in plain text nothing tells that it lies across the page."""
    width = draw(st.integers(2, 4))
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=2, max_size=5))
    return Table(rows, caption=draw(st.sampled_from(["", f"表{number}　分工安排"])), landscape=not plain and draw(st.booleans()))


@st.composite
def texts(draw: st.DrawFn, *, plain: bool) -> list[Block]:
    """Chapters, sections and paragraphs with their numbers, tables and pictures between."""
    blocks: list[Block] = [draw(paragraphs)]
    for chapter in range(1, draw(st.integers(0, 3)) + 1):
        blocks += [Heading(numbering.label(1, chapter) + draw(LETTERS), 1), draw(paragraphs)]
        for section in range(1, draw(st.integers(0, 3)) + 1):
            run_in = draw(st.booleans())
            words = draw(LETTERS) + ("。" if run_in else "")
            blocks += [Heading(numbering.label(2, section) + words, 2, run_in=run_in), draw(paragraphs)]
            if draw(st.booleans()):
                blocks += [Heading(numbering.label(level, 1) + draw(LETTERS), level) for level in (3, 4)]
                blocks.append(draw(paragraphs))
        kind = draw(st.sampled_from(["", "", "table", "picture"]))
        if kind == "table":
            blocks += [draw(tables(chapter, plain=plain)), draw(paragraphs)]
        elif kind == "picture" and not plain:
            caption = draw(st.sampled_from(["", f"图{chapter}　对比[前后]"]))
            blocks += [Picture(PNG, caption, draw(st.sampled_from([0, 60.0]))), draw(paragraphs)]
    return blocks


@st.composite
def documents(draw: st.DrawFn, *, plain: bool = False) -> Document:
    """A document; `plain` ones hold only what plain text can."""
    def one(style: str, text: str) -> Paragraph:
        return Paragraph([Sentence(text)], style)

    blocks: list[Block] = []
    if draw(st.booleans()):
        blocks += [one("byline", draw(offices)), one("byline", f"（{draw(dates)}）")]
    if draw(st.booleans()):
        blocks.append(one("salutation", draw(st.sampled_from(["同志们：", "各县（市、区）人民政府，市政府各部门：", "岚江市财政局："]))))
    blocks += draw(texts(plain=plain))
    attached = draw(st.lists(LETTERS, max_size=3, unique=True))
    if len(attached) == 1:
        blocks.append(one("attachments", f"附件：{attached[0]}"))
    elif attached:
        blocks += [one("attachments", f"{'附件：' if n == 1 else ''}{n}.{name}") for n, name in enumerate(attached, 1)]
    if draw(st.booleans()):
        blocks += [one("signature", office) for office in draw(st.lists(offices, min_size=1, max_size=3, unique=True))]
        blocks.append(one("date", draw(dates)))
        if draw(st.booleans()):
            blocks.append(one("note", "（此件公开发布）"))
        if draw(st.booleans()):
            blocks += [one("attendance", "出席：张某　李某"), one("attendance", "列席：王某")]
    for number, name in enumerate(attached, 1):
        mark = f"附件{number if len(attached) > 1 else ''}"
        blocks += [one("attachment", mark), one("attachment-title", name), *draw(texts(plain=plain))]
    head = draw(st.one_of(st.none(), heads()))
    copies, moved = st.sampled_from(["", "市委办公室，市人大常委会办公室"]), st.sampled_from(["", "各县（市、区）水务局"])
    imprint = draw(st.one_of(st.none(), st.builds(Imprint, copies, offices, dates, moved)))
    return Document(draw(titles), blocks, head=head, imprint=imprint)


def shown(document: Document) -> list[object]:
    """All that is printed of a document, and as what; sentences between two footnotes are one."""
    rows: list[object] = [document.head, document.title, document.imprint]
    for block in document.blocks:
        if isinstance(block, Heading):
            rows.append((f"heading{block.level}", block.text, block.run_in))
        elif isinstance(block, Paragraph):
            runs: list[tuple[str, str]] = []
            for sentence in block.sentences:
                text = runs.pop()[0] + sentence.text if runs and not runs[-1][1] else sentence.text
                runs.append((text, sentence.footnote))
            rows.append((block.style, runs))
        elif isinstance(block, Table):
            rows.append(("table", block.rows, block.head, block.caption, block.landscape))
        else:
            rows.append(("picture", block.data, block.caption, block.width_mm))
    return rows
