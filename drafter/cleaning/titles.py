"""Find the title of each article on a page: by what stands around it, and by the words titles are made of."""

from __future__ import annotations

import re

from drafter import numbering
from drafter.cleaning.lines import Line, Sheet

TITLE_MAX = 48  # characters; longer lines are text
FAR = 64
_WORDS = re.compile(
    r"^(?:关于|浅[谈议析论]|试论|论|略论|如何|怎样|探[究索讨析]|新时[期代]|新形势|充分发挥|创新|工作心得)|"
    r"(?:研究|思考|探讨|探索|分析|对策|建议|路径|途径|措施|体会|心得|报告|总结|小结|情况|纪要|简报|动态|记录|说明|材料|发言稿|规定|办法|制度|方案|讲话|汇报|发言|倡议书|通知|意见|要点|实践|认识|探究|作用|模式|方法|几点看法)"
    r"(?:[（(].{1,8}[)）])?\d{0,2}$")
_METADATA = {"byline", "keywords", "journal", "issue", "runhead", "editor"}
_BEFORE = {"references", "related", "copyright", "download", "links", "obscene", "site", "telephone", "editor"}
_PIECE = re.compile(r"^[【\[（(]?(?:第[一二三四五六七八九十\d]{1,3}篇|篇[一二三四五六七八九十\d]{1,3}|范文[一二三四五六七八九十\d]{1,2})"
                    r"[】\])）]?[:：]?[^。；]{0,40}$")
_DECIMAL = re.compile(r"\d{1,2}\.\d{1,2}[^\d%]")
_BAD = re.compile(r"[。；！!;]|[，,].*[，,]|^[（(“\"\[]?\d|[：:]$|^[）)”]|https?:")


def find_titles(sheet: Sheet) -> None:
    """Title lines get level 0; a title said twice, or glued to the text behind it, is parted from it."""
    cut = {f.line: f.rule for f in sheet.findings}
    result: list[Line] = []
    lines = sheet.lines
    index = 0
    title = ""
    while index < len(lines):
        line = lines[index]
        if line.level is None and len(line.text) > FAR and not (title and line.text.lstrip().startswith(title)):
            result.append(line)  # most lines: far too long for a title
            index += 1
            continue
        text = _bare(line.text)
        after = lines[index + 1] if index + 1 < len(lines) else None
        hashed = line.text.lstrip().startswith(("# ", "## "))
        if line.level is None and hashed and after is not None and re.match(r"#{1,3}\s", after.text.strip()) and not (
                numbering.parse(_bare(after.text))):
            text += _bare(after.text)
            index += 1
            after = lines[index + 1] if index + 1 < len(lines) else None
        if line.level is None and after is not None and _PIECE.match(text):
            result.append(Line(text, line.number, 0))  # 【篇一】, 第2篇：…: one of several texts on a page of samples
            title = text
        elif (line.level is None and after is not None and len(text) <= TITLE_MAX and _DECIMAL.match(_bare(after.text))
                and not _BAD.search(text) and not numbering.parse(text)):
            result.append(Line(text, line.number, 1))  # an unnumbered chapter over 1.1, 1.2
        elif line.level == 0 or (line.level is None and after is not None
                               and _is_title(text, line, after, result, cut, hashed=hashed, title=title)):
            if (result and result[-1].level == 0 and text not in result[-1].text and result[-1].text not in text
                    and any(_bare(x.text).startswith(result[-1].text) for x in lines[index:])):
                page = result.pop()
                if not sheet.cut(page, "site", "网页的总标题，后面另有同名文章"):
                    result.append(page)
            result.append(Line(text, line.number, 0))
            title = text
        elif (title and line.level is None and text.startswith(title) and result
              and (result[-1].level == 0 or len(title) >= 10 or re.match(r"\d{1,2}[\u4e00-\u9fff]", text[len(title):]))):
            rest = text
            part = re.match(rf"{re.escape(title)}(\d{{1,2}})(?![\d.、．年月%])", text)
            if part:  # …整改措施1, …整改措施2: several texts under one name
                result.append(Line(f"{title}{part[1]}", line.number, 0))
                rest = text[part.end():]
            while title and rest.startswith(title):
                rest = rest[len(title):].lstrip()
            if rest:
                result.append(Line(rest, line.number))
        else:
            result.append(Line(text if hashed else line.text, line.number, line.level, line.run_in))
        index += 1
    sheet.lines = result


def _bare(text: str) -> str:
    return text.strip().lstrip("#").lstrip()


def _is_title(text: str, line: Line, after: Line, done: list[Line], cut: dict[int, str], *, hashed: bool, title: str) -> bool:
    """True where a short line without end mark is an article's title."""
    if not 5 <= len(text) <= TITLE_MAX or text[-1] in "。；！：，、":
        return False
    if _BAD.search(text) or numbering.parse(text) or numbering.ordinal(text):
        return False
    follows = _bare(after.text)
    score = 0.0
    if hashed:
        score += 2
    if follows.startswith(text):
        score += 3
    if _WORDS.search(text):
        score += 1
    between = {rule for number, rule in cut.items() if line.number < number <= after.number}
    if between & _METADATA or re.match(r"[【\[]?(?:摘\s*要|内容摘要|作者)", follows):
        score += 2
    if not done:
        score += 1.5 + 0.5 * (len(follows) > 20 and follows[-1] in "。：")
    else:
        before = {rule for number, rule in cut.items() if done[-1].number < number < line.number}
        if before & _BEFORE:
            score += 1
        if done[-1].level == 0:
            score -= 0.5
        if done[-1].text.rstrip()[-1:] not in "。！？”）!?…;；" and not before:
            score -= 1.5
    if len(follows) < 20 and not follows.startswith(text) and not numbering.parse(follows):
        score -= 1
    if re.search(r"[，,]", text):
        score -= 0.5
    if title and len(set(text) & set(title)) > 0.6 * len(set(text)):
        score += 1
    return score >= 2
