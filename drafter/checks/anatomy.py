"""Which part of an official document (GB/T 9704-2012, 7) each paragraph is, told from its words and its place.

A reader knows the parts only of files that name their styles; a clerk's file has body text throughout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from drafter import numbering
from drafter.document import Document, Heading, Table

if TYPE_CHECKING:
    from drafter.checks.page import Place

# The parts a rule may name in `where`.
PARTS = {
    "copy-number": "份号", "secrecy": "密级", "urgency": "紧急程度", "mark": "发文机关标志", "number": "发文字号", "signer": "签发人",
    "title": "标题", "byline": "副标题", "salutation": "主送或称呼", "heading": "层次标题", "body": "正文", "attachments": "附件说明",
    "signature": "署名", "date": "成文日期", "note": "附注", "attachment": "附件标识", "attachment-title": "附件标题",
    "attendance": "出席", "copies": "抄送", "issued": "印发", "table": "表格", "caption": "图表题", "picture": "图片",
}
KINDS = ("决议", "决定", "命令", "令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案", "函", "纪要")
# Other names that titles end with (document-kinds.md, 2).
OTHER_KINDS = ("工作总结", "总结", "工作方案", "实施方案", "方案", "预案", "工作要点", "要点", "计划", "规划",
               "办法", "规定", "细则", "制度", "讲话", "致辞", "倡议书", "简报",
               "信息", "述职报告", "心得体会", "汇报", "材料", "建议", "提纲", "发言", "主持词", "清单", "表")
_COUNT = r"\s*[\d〇零一二三四五六七八九十]{1,3}\s*"
_CN_DATE = rf"(?:[12]\d{{3}}|[〇○零OoＯ一二三四五六七八九]{{2,4}})\s*年{_COUNT}月{_COUNT}[日号]"
DATE = re.compile(rf"[\s　]*(?:{_CN_DATE}|(?:19|20)\d\d[.\-/．][01]?\d[.\-/．][0-3]?\d)[\s　]*$")
NUMBER = re.compile(r"^[\s　]*[\u4e00-\u9fff]{1,12}(?:[〔\[［【（(﹝〈{「]\s*\d{2,4}\s*[〕\]］】）)﹞〉}」])\s*第?\s*\d{1,5}\s*号?"
                    r"(?:[\s　]+签发人.*)?[\s　]*$")
_HEADS = (
    ("copy-number", re.compile(r"^\s*\d{6}\s*$")),
    ("secrecy", re.compile(r"^\s*(?:绝密|机密|秘密)(?:[\s★☆*].{0,8}|\d.{0,6})?\s*$")),
    ("urgency", re.compile(r"^\s*(?:特急|加急|平急|特提|急件|紧急|非常紧急|火急|急)\s*$")),
    ("signer", re.compile(r"^[\s　]*签发人.{0,40}$")),
    ("number", NUMBER),
)
_MARK = re.compile(r"^[\s　]*[\u4e00-\u9fff、（）()\s　]{3,40}(?:文件|命令|令)[\s　]*$")
_ADDRESSEE = re.compile(
    r"(?:人民政府|政府|党委|委员会|办公室|办公厅|[局厅部委院校所站社处科股会办组室]|单位|公司|中心|集团|企业|学校|医院|街道|乡镇|同志们|同志|代表|委员|"
    r"朋友们|来宾|市民|居民|业主|职工|各位\S{0,6}|家长|同学们?|村民|群众|党员)(?:（[^）]{1,12}）|\([^)]{1,12}\))?[：:.。，,]?\s*$")
_VERB = re.compile("[请把要将了是为已做抓按报送给向由在]|落实|安排|组织|建立|加强|推进")
_ATTACHMENTS = re.compile(r"^[\s　]*附\s*件\s*(?:[：:]|[\d一二三四五六七八九十]{1,2}\s*[：:.．、])\s*\S")
_ATTACHMENT = re.compile(r"^[\s　]*附\s*件\s*[\d一二三四五六七八九十]{0,3}\s*[：:]?\s*$")
_ITEM = re.compile(r"^[\s　]*\d{1,2}\s*[.．、]\s*\S.{0,60}$")
_NOTE = re.compile(r"^[\s　]*[（(]?(?:此件|联系人|联系电话|此文|传达范围|发至).{0,60}$")
_COPIES = re.compile(r"^[\s　]*(?:抄\s*送|抄\s*报|分\s*送|主\s*送)\s*[：:]?.+")
_ISSUED = re.compile(r"^(?=.{0,60}$).*(?:\d\s*日\s*印发|印发日期|印发时间).*$")
_CAPTION = re.compile(r"^[\s　]*(?:表|图)\s*\d{1,3}(?:[-－.]\d{1,2})?[\s　:：]*\S.{0,40}$")
_ATTENDANCE = re.compile(r"^[\s　]*(?:出\s*席|列\s*席|请\s*假|参加人员|主持人?|记\s*录)\s*[：:]")
_BYLINE = re.compile(r"^[\s　]*(?:[（(].{2,40}[)）]|[\u4e00-\u9fff·、　 ]{2,30})[\s　]*$")
_TITLE_END = re.compile(rf"(?:{'|'.join((*OTHER_KINDS, *KINDS))})(?:（[^）]{{1,12}}）|\([^)]{{1,12}}\))?[。．.：:，,！!]?\s*$")
_TITLE_START = re.compile(r"关于|印发|转发|批转")
_KIND = re.compile(rf"({'|'.join(sorted((*KINDS, *OTHER_KINDS), key=len, reverse=True))})(?:（[^）]{{1,12}}）)?[。．.]?$")
_NUMBERED = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}[、，,.．]|[（(\d①-⑳])")
_STOP = re.compile(r"[。；！？!?;]")
HEADING_MOST = 40  # characters; a numbered line that short without a stop inside is a heading


def paragraphs(document: Document) -> Iterator[tuple[str, int, str, int]]:
    """(text, line, part as the reader names it, heading level) of each block; a table gives its caption and its cells."""
    if document.title and not any(isinstance(b, Heading) and b.level == 0 for b in document.blocks):
        yield document.title, 0, "title", 0
    for block in document.blocks:
        if isinstance(block, Heading):
            yield block.text, block.line, "heading" if block.level else "title", block.level
        elif isinstance(block, Table):
            if block.caption:
                yield block.caption, block.line, "caption", 0
            for row in block.rows:
                for cell in row:
                    if cell.strip():
                        yield cell, block.line, "table", 0
        elif block.text.strip() or block.style != "picture":
            yield block.text, block.line, "caption" if block.style == "picture" else block.style, 0


def kind(title: str) -> str:
    """The kind of document that the title ends with, or an empty string."""
    found = _KIND.search(title.strip())
    return found[1] if found else ""


def name_parts(places: list[Place], document: Document) -> None:
    """Nothing; paragraphs that the reader called body get the part that their words and their place show."""
    body = _first_body(places)
    _head(places[:body], document)
    _tail(places, body)
    for place in places:
        if place.part == "body" and (_heading(place.text) or (_CAPTION.match(place.text) and not _STOP.search(place.text[:-1]))):
            place.part = "caption" if _CAPTION.match(place.text) else "heading"


def _heading(text: str) -> bool:
    """True for a numbered line that holds nothing but a heading."""
    text = text.strip()
    return len(text) <= HEADING_MOST and numbering.parse(text) is not None and not _STOP.search(text[:-1]) and text[-1] not in "；;"


def _first_body(places: list[Place]) -> int:
    """How many paragraphs stand before the first one that is body text or a heading."""
    for index, place in enumerate(places[:24]):
        text = place.text.strip()
        if place.part == "heading":
            return index
        if place.part == "body" and not _salutation(text) and not _title(text) and (
                _heading(text) or len(text) > 60 or text[-1] in "。！？；，、" or _STOP.search(text[:-1])):
            return index
    return min(len(places), 24)


def _salutation(text: str) -> bool:
    """True for a line that names those to whom a document goes; the mark behind them may be wrong."""
    if not _ADDRESSEE.search(text) or len(text) > 160 or _STOP.search(text[:-1]):
        return False
    return text[-1] in "：:" or (text[-1] in ".。，," and len(text) <= 80 and not _VERB.search(text))


def _head(places: list[Place], document: Document) -> None:
    """Nothing; the parts above the body are named: 版头, title, byline, 主送."""
    titled = next((i for i, p in enumerate(places) if p.part == "title"), None)
    for place in places:
        if place.part == "body":
            place.part = next((name for name, form in _HEADS if form.match(place.text)), place.part)
    if titled is None:
        titled = next((i for i, p in enumerate(places) if p.part == "body" and _title(p.text.strip())), None)
        if titled is not None:
            places[titled].part = "title"
            for index in range(titled - 1, -1, -1):  # a title of several lines
                if places[index].part != "body" or _MARK.match(places[index].text) or len(places[index].text.strip()) > 40:
                    break
                if not (_TITLE_START.search("".join(p.text for p in places[index:titled]))):
                    break
                places[index].part = "title"
    for index, place in enumerate(places):
        if place.part != "body":
            continue
        text = place.text.strip()
        if titled is not None and index < titled and _MARK.match(text):
            place.part = "mark"
        elif (titled is None or index > titled) and _salutation(text) and (titled is not None or text[-1] in "：:"):
            place.part = "salutation"
        elif titled is not None and index > titled and (DATE.match(text) or _BYLINE.match(text)):
            place.part = "byline"


def _title(text: str) -> bool:
    """True for a line that ends like a title and has no clauses, unless it speaks 关于 something."""
    if len(text) > 80 or _TITLE_END.search(text) is None or numbering.parse(text) or _NUMBERED.match(text):
        return False
    return _TITLE_START.search(text) is not None or (text[-1] not in "，、；。．.：:,！!" and not re.search(r"[，。；]", text))


def _tail(places: list[Place], body: int) -> None:
    """Nothing; the parts below the body are named: 附件说明, 署名, 成文日期, 附注, 抄送, 印发, and the head of each attachment."""
    listing = False
    for index in range(body, len(places)):
        place = places[index]
        if place.part != "body":
            listing = listing and place.part == "attachments"
            continue
        text = place.text
        if _ATTACHMENT.match(text):
            place.part = "attachment"
            if index + 1 < len(places) and places[index + 1].part == "body" and len(places[index + 1].text.strip()) <= 60 \
                    and not _STOP.search(places[index + 1].text):
                places[index + 1].part = "attachment-title"
        elif _ATTACHMENTS.match(text) and len(text.strip()) <= 80:
            place.part, listing = "attachments", True
            continue
        elif listing and _ITEM.match(text):
            place.part = "attachments"
            continue
        elif DATE.match(text):
            place.part = "date"
            above = index - 1
            if above >= body and places[above].part == "body" and len(places[above].text.strip()) <= 40 \
                    and not re.search(r"[。；：！？，:;!?]", places[above].text.strip()):
                places[above].part = "signature"
        elif _COPIES.match(text) and index > len(places) - 8:
            place.part = "copies"
        elif _ISSUED.match(text) and index > len(places) - 6:
            place.part = "issued"
        elif _NOTE.match(text) and (index > len(places) - 8 or (index and places[index - 1].part == "date")):
            place.part = "note"
        elif _ATTENDANCE.match(text):
            place.part = "attendance"
        listing = False
