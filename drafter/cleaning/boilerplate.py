"""Site furniture, journal furniture, adverts: rules in furniture.yaml, applied line by line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml

from drafter.cleaning.lines import Line, Sheet

BYLINE, JOURNAL, RUNHEAD, REFERENCES = "作者、来源、记者", "期刊的分类号、作者简介一类", "期刊的页眉页脚", "参考文献"
_SENTENCE = re.compile(r"[\u4e00-\u9fff].{12,}[。！？；]")


@dataclass(frozen=True)
class Rule:
    """One rule of furniture.yaml; `scope` is line, tail or inline."""

    name: str
    scope: str
    why: str
    pattern: re.Pattern[str]
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    words: tuple[str, ...] = ()
    most: int = 1_000_000

    def speaks(self, text: str) -> bool:
        """False where the rule cannot match anywhere in the text, by its words."""
        return not self.words or any(word in text for word in self.words)


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in order."""
    rows = yaml.safe_load((Path(__file__).parent / "furniture.yaml").read_text(encoding="utf-8"))
    return tuple(Rule(r["name"], r["scope"], r["why"], re.compile(r["pattern"]), tuple(r["right"]), tuple(r["wrong"]),
                      tuple(r.get("words", ())), r.get("most", 1_000_000))
                 for r in rows)


_SURNAMES = ("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭"
             "吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹"
             "熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文房旦次扎")
_PERSONS = re.compile(rf"^(?:[◎○●]\s*)?[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?:[\s、，,][{_SURNAMES}][\u4e00-\u9fff]{{1,2}}){{0,5}}$")
_BODY = r"[\u4e00-\u9fff（）()]{2,24}(?:公司|大学|学院|集团|党校|研究院|医院|学校|中心|局|厂|委员会|课题组)"
_CREDIT = re.compile(r"作者[:：]\s*(?P<who>.{2,40}?)\s*来源[:：]\s*《[^》]{1,20}》\s*\d{4}年第?\s*\d{1,2}期")
_CODES = re.compile(r"中图分类号\s*[:：]?\s*[A-Z][\d.\-]*\s*\?*|文献标[识志]码?\s*[:：]?\s*[A-Z]\s*\?*|"
                    r"文章编号\s*[:：]?\s*[\d\-—]{4,}(?:[（(]\d{4}[)）][\d\-]+)?|DOI\s*[:：]?\s*[\w./\-]+")
_KEYWORDS = re.compile(r"(?:[【\[]\s*关\s*键\s*词\s*[】\]]|关\s?键\s?词\s*[:：]|标签\s*[:：]|(?<=[。）])关键词(?=\s))\s*")


_CAPITALS = re.compile(r"[A-Z]{12}")
_LATIN = re.compile(r"(?:\d{1,4}(?:\.\d{1,2})?\s?(?:MEC)?\s*)?[A-Z]{12,}")
_IMPRINT = re.compile(r"[\w.]{0,14}Copyright[^\u4e00-\u9fff]?[\u4e00-\u9fff]{0,6}[\w.]*?All\s?Rights\s?Reserved\.?", re.I)
_FOLIO_GATE = re.compile(r"年\s*第\s*\d")
_FOLIO = re.compile(r"^(?P<column>[\u4e00-\u9fff]{2,4})?\d{1,4}\s?\d{4}年\s*第\s*\d{1,2}期(?:\s*[上中下]\s*)?(?:/\s*总第\s*\d{1,5}期)?")


def strip_running_heads(sheet: Sheet) -> None:
    """A journal's running heads inside lines gone: its Latin name, the column's name beside it, imprint and folio."""
    beside: Counter[str] = Counter()
    whole = "\n".join(line.text for line in sheet.lines)
    if not (_CAPITALS.search(whole) or "opyright" in whole or _FOLIO_GATE.search(whole) or "参考文献" in whole):
        return
    for line in sheet.lines:
        for match in _LATIN.finditer(line.text):
            for near in (line.text[:match.start()].rstrip()[-4:], line.text[match.end():match.end() + 4]):
                if re.fullmatch(r"[\u4e00-\u9fff]{4}", near):
                    beside[near] += 1
    columns = "|".join(column for column, n in beside.items() if n > 1)
    latin = _LATIN.pattern
    head = re.compile(rf"(?:\d{{1,4}}(?:\.\d{{1,2}})?\s?[A-Z]{{0,5}}\s*)?(?:{columns})?\s*{latin}\s*(?:{columns})?" if columns else latin)
    for line in sheet.lines:
        gone = partial(_gone, sheet, line, "runhead", RUNHEAD)
        text = head.sub(gone, _IMPRINT.sub(gone, line.text))
        line.text = text = _FOLIO.sub(gone, text) if len(text) >= 30 else text
        end = re.search(r"参考文献\s*[:：]?\s*\[\d{1,2}\].*$", text)
        if end and len(text) > 120 and sheet.cut(line, "references", REFERENCES, end[0]):
            line.text = text[:end.start()]


_TITLE_END = r"(?:研究|思考|探讨|探索|分析|对策|建议|路径|途径|措施|实践|认识|探究|作用|问题|策略|方法|体会|模式)"


def _part_abstract_heads(sheet: Sheet) -> None:
    """Title, authors and their bodies that run on into 摘要 in one line: the title alone is kept, in a line of its own."""
    result: list[Line] = []
    who = rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}"
    shape = re.compile(rf"^(?P<title>[^。，；]{{6,40}}?{_TITLE_END}+)(?P<credit>(?:[\s?？]*(?:{_BODY}|{who}))+[\s?？]*)$")
    for line in sheet.lines:
        start = re.search(r"[【\[]?(?:摘\s?要|内容摘要)[】\]:：]?", line.text[:140])
        found = shape.match(line.text[:start.start()].strip()) if start and start.start() > 12 else None
        if found and start and sheet.cut(line, "byline", BYLINE, found["credit"].strip()):
            result.append(Line(found["title"], line.number))
            result.append(Line(line.text[start.start():], line.number))
        else:
            result.append(line)
    sheet.lines = result


_METADATA_WORDS = ("作者", "分类号", "文献标", "文章编号", "关键词", "关 键 词", "标签", "摘要", "摘 要")


def part_metadata(sheet: Sheet) -> None:
    """Author, source, classification codes and keywords that are glued to the text of a line cut out of it."""
    title = ""
    whole = "\n".join(line.text for line in sheet.lines)
    if not any(word in whole for word in _METADATA_WORDS):
        return
    for line in sheet.lines:
        text = line.text
        if len(text) <= 48 and not re.search("[。；]", text):
            title = text.strip() or title
        while credit := _CREDIT.search(line.text):
            text = line.text
            rest = text[credit.end():].lstrip()
            who = re.sub(r"\s", "", credit["who"])
            taken = credit[0] + (who if rest.startswith(who) else "")
            if not sheet.cut(line, "byline", BYLINE, taken):
                break
            line.text = text[:credit.start()] + (rest[len(who):] if rest.startswith(who) else rest)
        if re.search("分类号|文献标|文章编号", line.text):  # a DOI alone belongs to a reference
            _cut_codes(sheet, line)
        while keywords := _KEYWORDS.search(line.text):
            end = _keywords_end(line.text, keywords.end(), title)
            if not sheet.cut(line, "keywords", "关键词或标签", line.text[keywords.start():end]):
                break
            line.text = line.text[:keywords.start()] + line.text[end:]
    _part_abstract_heads(sheet)


def _cut_codes(sheet: Sheet, line: Line) -> None:
    """Classification codes gone, and where they stand near the line's head the authors and their bodies before them."""
    first = _CODES.search(line.text)
    if first is None:
        return
    head = line.text[:first.start()]
    if not sheet.cut(line, "journal", JOURNAL, "".join(m[0] for m in _CODES.finditer(line.text))):
        return
    rest = _CODES.sub("", line.text[first.start():]).strip(" ?；;")
    author = re.search(rf"(?P<who>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?P<where>{_BODY})\s*$", head)
    if author and len(head) < 90 and not re.match(r"\s*[【\[]?摘\s?要", rest):
        head = head[:author.start()] if sheet.cut(line, "byline", BYLINE, author[0]) else head
    line.text = head + rest


def _keywords_end(text: str, start: int, title: str) -> int:
    """Where a list of keywords ends: at a mark, or with the longest last word that the title knows."""
    stop = re.compile(r"[一二三四五六七八九十]{1,2}、|摘\s*要|[【\[]|引言|中图|\n")
    match = stop.search(text, start)
    limit = min(len(text), match.start() if match else len(text))
    rest = re.sub(r"^(?:[^;；\s，,、。]{1,14}\s*[;；\s，,、]\s*)*", "", text[start:limit])
    if len(rest) <= 14:
        return limit
    from drafter import words

    last = next((length for length in range(12, 1, -1) if rest[:length] in title), 0) or len(words.cut(rest[:8])[0])
    return limit - len(rest) + last


_OFFER = re.compile(r"(?:电话|手机|热线|微信|QQ)\s*[:：]\s*[0-9（(]|"
                    r"\d+\s*元(?:立得|起|充值|/)|会员充值|连锁店\s*[:：]|加微信|欢迎惠顾|专卖店\s*[:：]")


def drop_adverts(sheet: Sheet) -> None:
    """A block that sells something gone: three offers or more, and between them little but short lines without end marks."""
    offers = [line.number for line in sheet.lines if len(line.text) < 60 and _OFFER.search(line.text)]
    offers += [f.line for f in sheet.findings if f.rule == "telephone"]
    if len(offers) < 3:
        return
    low, high = min(offers), max(offers)
    for line in reversed([x for x in sheet.lines if x.number < low]):
        if line is sheet.lines[0] or len(line.text) > 30 or _SENTENCE.search(line.text):
            break
        low = line.number
    high += any(line.number == high + 1 and not _SENTENCE.search(line.text) for line in sheet.lines)  # an address, no body text
    block = [line for line in sheet.lines if low <= line.number <= high]
    if sum(len(line.text) >= 30 for line in block) > max(1, len(block) // 4):
        return
    sheet.lines = [line for line in sheet.lines if not (low <= line.number <= high and sheet.cut(line, "advert", "广告"))]


@cache
def _wordless() -> tuple[Rule, ...]:
    return tuple(r for r in rules() if not r.words)


@cache
def _automaton() -> tuple[Any, tuple[tuple[Rule, ...], ...]]:
    """An automaton over all rules' words, and for each word the rules that ask for it."""
    import ahocorasick_rs

    by_word: dict[str, list[Rule]] = {}
    for rule in rules():
        if rule.scope != "inline":
            for word in rule.words:
                by_word.setdefault(word, []).append(rule)
    return ahocorasick_rs.AhoCorasick(list(by_word)), tuple(tuple(found) for found in by_word.values())


def _candidates(lines: list[str]) -> dict[int, list[Rule]]:
    """For each line that holds a rule's word, the rules to try, in their order; one pass over the whole page."""
    automaton, by_word = _automaton()
    order = {rule.name: i for i, rule in enumerate(rules())}
    ends, total = [], 0
    for line in lines:
        total += len(line) + 1
        ends.append(total)
    found: dict[int, set[int]] = {}
    for word, start, _ in automaton.find_matches_as_indexes("\n".join(lines), overlapping=True):
        line_number = bisect_right(ends, start)
        found.setdefault(line_number, set()).update(order[rule.name] for rule in by_word[word])
    every = rules()
    return {number: [every[i] for i in sorted(wanted)] for number, wanted in found.items()}


def drop_furniture(sheet: Sheet) -> None:
    """Lines that are no body text gone, each with a Finding; a list of links goes up to the next full sentence."""
    kept: list[Line] = []
    tail: Rule | None = None
    candidates = _candidates([line.text for line in sheet.lines])
    for index, line in enumerate(sheet.lines):
        text = line.text.strip()
        if tail and not _SENTENCE.search(text) and sheet.cut(line, tail.name, tail.why):
            continue
        tail = None
        length = len(text)
        rule = next((r for r in candidates.get(index, ()) if length <= r.most and r.pattern.search(text)), None)
        if rule is None and (length <= 12 or text[-1] not in "。！？；"):  # a full sentence is no button
            rule = next((r for r in _wordless() if length <= r.most and r.pattern.search(text)), None)
        if rule is None and _PERSONS.match(text) and sheet.cut(line, "byline", BYLINE):
            continue
        if rule is None or (rule.scope == "line" and _keeps(rule, text)) or not sheet.cut(line, rule.name, rule.why):
            kept.append(line)
        elif rule.scope == "tail":
            tail = rule
    sheet.lines = _drop_signatures(sheet, _drop_broken_references(sheet, kept))


def _drop_broken_references(sheet: Sheet, kept: list[Line]) -> list[Line]:
    """The lines without the halves of references that a page broke: short, without end mark, between reference lines."""
    cut = {f.line for f in sheet.findings if f.rule == "references"}
    result = []
    for line in kept:
        near = {line.number - 1, line.number - 2} & cut and {line.number + 1, line.number + 2} & cut
        if near and len(line.text) < 40 and line.text.rstrip()[-1:] not in "。！？；：":
            if not sheet.cut(line, "references", REFERENCES):
                result.append(line)
            cut.add(line.number)
        else:
            result.append(line)
    return result


_SIGNED = re.compile(r"^[\u4e00-\u9fff（）()“”、 ]{4,30}"
                     r"(?:局|委|办|厅|处|室|政府|党委|党组|支部|总支|委员会|领导小组|公司|集团|学校|小学|中学|大学|学院|医院|"
                     r"中心|协会|联合会|课题组|调研组|街道|镇|乡|村|社区)$")


def _drop_signatures(sheet: Sheet, kept: list[Line]) -> list[Line]:
    """The lines without signatures: a body's name alone in a line, right before a date that stands alone."""
    dates = {f.line for f in sheet.findings if f.rule in ("date", "issue")}
    if not dates:
        return kept
    return [line for line in kept
            if not ({line.number + n for n in (1, 2, 3)} & dates and line.level is None and _SIGNED.match(line.text.strip())
                    and sheet.cut(line, "signature", "署名"))]


def _keeps(rule: Rule, text: str) -> bool:
    """True where a long line of body text merely contains the pattern."""
    if rule.name == "editor":
        return len(re.findall("[。！？]", text)) > 1
    return len(text) > 120 and rule.name not in ("links", "obscene", "references")


def _gone(sheet: Sheet, line: Line, reason: str, why: str, match: re.Match[str]) -> str:
    """Nothing where the match may be cut, else the match itself."""
    return "" if sheet.cut(line, reason, why, match[0].strip()) else match[0]


def strip_marks(sheet: Sheet) -> None:
    """Citation marks, page numbers and running heads inside lines gone."""
    whole = "\n".join(line.text for line in sheet.lines)
    for rule in [r for r in rules() if r.scope == "inline" and r.speaks(whole) and r.pattern.search(whole)]:
        for line in sheet.lines:
            line.text = rule.pattern.sub(partial(_gone, sheet, line, rule.name, rule.why), line.text)
