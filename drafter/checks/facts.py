"""D20, D26: figures of one document that cannot all be true — sums, shares, growth, and one thing counted twice over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from drafter import figures
from drafter.checks import lexicon
from drafter.checks.page import Page, Place
from drafter.checks.rules import Hit, rule
from drafter.checks.settings import Settings

_BODY = ("body", "heading", "table", "caption")
_NUMBER = r"\d+(?:\.\d+)?"
_UNIT = (r"亿元|万元|元|万人次|人次|批次|场次|万人|万户|万亩|公里|平方米|立方米|万吨|个百分点|分钟|小时|"
         r"[个家处名人件户台辆座次项场份条宗起例期亩吨张幢栋部所间套篇位只支]")
_TENS = {"": 1.0, "万": 1e4, "亿": 1e8}
_TWO = re.compile(r"\d[^\d。\n]+\d")
_SUMS = re.compile("其中|中，|分别|占|率|[由从]")


class Span(NamedTuple):
    """A sentence with its first character in the page's whole text."""

    text: str
    start: int


def sentences(page: Page) -> list[Span]:
    """The sentences that hold two figures or more."""
    kept: list[Span] | None = page.memo.get("figures")
    if kept is None:
        whole, last = page.whole, -1
        kept = page.memo["figures"] = []
        for match in _TWO.finditer(whole):
            if match.start() < last:
                continue
            first = max(whole.rfind("。", last + 1, match.start()), whole.rfind("\n", last + 1, match.start()), last) + 1
            ends = [end for end in (whole.find("。", match.end()), whole.find("\n", match.end())) if end >= 0]
            last = min(ends, default=len(whole))
            kept.append(Span(whole[first:last], first))
    return kept


def _hit(page: Page, span: Span, start: int, end: int, severity: str = "", **fills: object) -> Iterator[Hit]:
    place, at = page.at(span.start + start)
    if place.part in _BODY:
        yield Hit(place, at, at + end - start, fills, None, "warning" if severity == "warning" else None)


_FIGURE = re.compile(rf"{_NUMBER}[万亿]?(?:{_UNIT}|[%％])?")


def _doubts(page: Page, sort: str) -> Iterator[Hit]:
    kept: list[tuple[Span, figures.Doubt]] | None = page.memo.get("sums")
    if kept is None:
        kept = page.memo["sums"] = [(span, doubt) for span in sentences(page) if _SUMS.search(span.text)
                                    for doubt in figures.sums(span.text)]
    for span, doubt in kept:
        if doubt.sort == sort:
            spots = [found.end() for found in islice(_FIGURE.finditer(span.text, doubt.offset), 1 + (sort == "move"))]
            end = spots[-1] if spots else doubt.offset + 1
            yield from _hit(page, span, doubt.offset, end, "" if doubt.sure else "warning", cause=doubt.cause, todo=doubt.cure)


@rule("parts-and-whole")
def parts_and_whole(page: Page, settings: Settings) -> Iterator[Hit]:
    """A whole whose parts do not make it: 共96处，其中甲类50处、乙类30处、丙类14处; and a total behind its items."""
    yield from _doubts(page, "parts")
    yield from _parts_of_the_sentence_before(page)
    for span in sentences(page):
        if "共" in span.text or "计" in span.text:
            for match in _TOTAL.finditer(span.text):
                items = list(_ITEM.finditer(match["items"]))
                if len(items) < 2 or {item["u"] for item in items} != {match["u"]}:
                    continue
                total, said = sum(_value(i["n"], i["ten"]) for i in items), _value(match["n"], match["ten"])
                if abs(total - said) > 1e-6 * max(total, said) + 1e-9:
                    unit = match["ten"] + match["u"]
                    yield from _hit(page, span, match.start("n"), match.end("u"), todo="请核对各项和总数",
                                    cause=f"前面各项加起来是{total / _TENS[match['ten']]:.10g}{unit}，不是{match['n']}{unit}")


def _parts_of_the_sentence_before(page: Page) -> Iterator[Hit]:
    """其中 that opens a sentence: three parts or more that make none of the counts in the sentence before."""
    for match in _AMONG.finditer(page.whole):
        first = max(page.whole.rfind(mark, 0, match.start() - 1) for mark in "。\n") + 1
        counts = list(_ITEM.finditer(page.whole, first, match.start()))
        items = list(_ITEM.finditer(match["items"]))
        same = [_value(m["n"], m["ten"]) for m in counts if m["u"] == items[0]["u"]]
        total = sum(_value(m["n"], m["ten"]) for m in items)
        alike = {m["u"] for m in items} == {items[0]["u"]}
        if same and alike and all(abs(total - each) > 1e-6 for each in same) and total > 0.6 * max(same):
            place, start = page.at(match.start("items"))
            cause = f"其中各项加起来是{total:.10g}{items[0]['u']}，前一句的数没有一个是这么多"
            yield Hit(place, start, start + len(match["items"]), {"cause": cause, "todo": "请核对各项和总数"}, None, "warning")


_AMONG = re.compile(rf"(?<=。)其中，?[：:]?(?P<items>[^，。；：、\d]{{1,12}}{_NUMBER}[万亿]?(?:{_UNIT})"
                    rf"(?:[、，][^，。；：、\d]{{1,12}}{_NUMBER}[万亿]?(?:{_UNIT})){{2,9}})(?=。)")
_ITEM = re.compile(rf"(?P<n>{_NUMBER})(?P<ten>[万亿]?)(?P<u>{_UNIT})")
_TOTAL = re.compile(rf"(?P<items>(?:[^，。；：、\d]{{1,12}}{_NUMBER}[万亿]?(?:{_UNIT})[、，和]){{2,12}})(?:共计|合计|"
                    rf"总计|一共|共)(?:为|约)?"
                    rf"(?P<n>{_NUMBER})(?P<ten>[万亿]?)(?P<u>{_UNIT})(?=[，。；）]|$)")


def _value(number: str, tens: str) -> float:
    return float(number) * _TENS[tens or ""]


@rule("rise-or-fall")
def rise_or_fall(page: Page, settings: Settings) -> Iterator[Hit]:
    """A rise that falls, a fall that rises: 由38件上升到31件."""
    yield from _doubts(page, "move")


@rule("share-of-whole")
def share_of_whole(page: Page, settings: Settings) -> Iterator[Hit]:
    """Shares over the whole, rates that the figures before them do not give, shares of one whole that make more than 100."""
    yield from _doubts(page, "share")
    for span in sentences(page):
        if "%" not in span.text and "％" not in span.text:
            continue
        for match in _EACH.finditer(span.text):
            total = sum(float(n) for n in re.findall(_NUMBER, match["list"]))
            if total > 100.5:
                yield from _hit(page, span, match.start("list"), match.end("list"), cause=f"几个占比加起来是{total:g}%，超过了100%",
                                todo="请核对各项占比")
        for match in _SEXES.finditer(span.text):
            total = float(match["a"]) + float(match["b"])
            if abs(total - 100) > 0.15 and not (total > 100.5 and "占" in match[0]):
                yield from _hit(page, span, match.start(), match.end(), cause=f"两项加起来是{total:g}%，不是100%", todo="请核对这两个数")
        if not re.search("多选|不止一|均可|同时|分别占|占比|其中", span.text):
            shares = list(_TAKES.finditer(span.text))
            total = sum(float(m["n"]) for m in shares)
            if len(shares) >= 3 and total > 100.5 and "、" not in span.text[shares[0].end():shares[-1].start()]:
                yield from _hit(page, span, shares[0].start("n"), shares[-1].end(), "warning",
                                cause=f"几个占比加起来是{total:g}%，超过了100%", todo="请核对；可以多选的，写明“可多选”")


_EACH = re.compile(rf"分别占(?:比|到|总数的|全部的)?[^\d，。；]{{0,8}}(?P<list>{_NUMBER}[%％](?:(?:、|和|，){_NUMBER}[%％])+)")
_SEXES = re.compile(rf"男(?:性|生|职工|党员)?[^\d，。；、]{{0,4}}(?P<a>{_NUMBER})[%％][，、；]女(?:性|生|职工|党员)"
                    rf"?[^\d，。；、]{{0,4}}(?P<b>{_NUMBER})[%％]")
_TAKES = re.compile(rf"的(?:有)?(?:\d+[人份户家名]，)?占(?:比)?(?:为|到)?(?P<n>{_NUMBER})[%％]")


@rule("growth-rate")
def growth_rate(page: Page, settings: Settings) -> Iterator[Hit]:
    """A growth in per cent, or a change in points, that the two figures before it do not give."""
    for span in sentences(page):
        if not ("%" in span.text or "％" in span.text or "百分点" in span.text):
            continue
        for match in _GREW.finditer(span.text):
            if match["u"] and match["u2"] != match["u"]:
                continue
            low, high = _growth(match)
            said, slack = float(match["p"]), 0.55 * 10.0 ** -len(match["p"].partition(".")[2])
            fell = bool(re.search("降|减|缩|压|少", match["how"] or match["move"]))
            low, high = (-high, -low) if fell else (low, high)
            if high > 0 and not low - slack <= said <= high + slack:
                real = (low + high) / 2
                way = "降" if fell else "增"
                yield from _hit(page, span, match.start("p"), match.end(), todo="请核对这三个数",
                                cause=f"由{match['a']}到{match['b']}，{way}幅是{real:.1f}%，不是{match['p']}%")
        for match in _PER_CENT.finditer(span.text):
            if abs(abs(float(match["b"]) - float(match["a"])) - float(match["p"])) < 0.05:
                yield from _hit(page, span, match.start("p"), match.end(), "warning", todo=f"改成“{match['p']}个百分点”",
                                cause=f"由{match['a']}%到{match['b']}%，相差的是{match['p']}个百分点，不是{match['p']}%")
        for match in _POINTS.finditer(span.text):
            real = abs(float(match["b"]) - float(match["a"]))
            if abs(real - float(match["p"])) > 0.15:
                yield from _hit(page, span, match.start("p"), match.end(), cause=f"由{match['a']}%到{match['b']}%，相差{real:.1f}"
                                f"个百分点，不是{match['p']}个百分点", todo="请核对这三个数")


_WAYS = "增长|增加|上升|提高|提升|增|升|下降|减少|降低|压减|缩短|压缩|缩减|降|减"
_GREW = re.compile(
    rf"[由从](?:[^\d，。；]{{0,12}}|(?:19|20)\d\d年[^\d，。；]{{0,8}})(?P<a>{_NUMBER})(?P<ten>[万亿]?)(?P<u>{_UNIT})"
    rf"?(?P<move>[^\d，。；]{{0,8}})"
    rf"(?:到|至|为)了?(?:(?:19|20)\d\d年的)?(?P<b>{_NUMBER})(?P<ten2>[万亿]?)(?P<u2>{_UNIT})[，、（(](?:同比|比上年|"
    rf"较上年|比去年|同口径|累计|共|总体)?"
    rf"(?P<how>增幅|降幅|减幅|{_WAYS})(?:了|达到|达|为)?(?P<p>{_NUMBER})[%％](?!的)")
_POINTS = re.compile(
    rf"[由从](?:[^\d，。；]{{0,12}}|(?:19|20)\d\d年[^\d，。；]{{0,8}})(?P<a>{_NUMBER})[%％][^\d，。；]{{0,8}}(?:到|至|"
    rf"为)了?(?:(?:19|20)\d\d年的)?"
    rf"(?P<b>{_NUMBER})[%％][，、（(](?:同比|比上年|较上年)?(?:{_WAYS})(?:了|达)?(?P<p>{_NUMBER})个百分点")


_PER_CENT = re.compile(_POINTS.pattern.removesuffix("个百分点") + "[%％]")


def _growth(match: re.Match[str]) -> tuple[float, float]:
    """The least and the greatest growth in per cent that the two figures, rounded as they may be, can mean."""
    a, b = _value(match["a"], match["ten"]), _value(match["b"], match["ten2"])
    da, db = _rounding(match["a"], match["ten"]), _rounding(match["b"], match["ten2"])
    if a - da <= 0:
        return 0.0, 0.0
    return 100 * ((b - db) / (a + da) - 1), 100 * ((b + db) / (a - da) - 1)


def _rounding(number: str, tens: str) -> float:
    """Half a unit of the last digit of a figure with decimals or in 万; a plain count is exact."""
    digits = len(number.partition(".")[2])
    return 0.5 * 10.0 ** -digits * _TENS[tens or ""] if digits or tens else 0.0


class Count(NamedTuple):
    """How many there are of a thing: of whom (全区, or nothing), what, and where this is said."""

    scope: str
    noun: str
    unit: str
    value: str
    place: Place
    start: int
    end: int
    year: str


_SCOPE = r"(?P<scope>全(?:县|市|区|镇|乡|省|局|院|校|村|街道|社区|系统|行业|公司|集团|厂)|我(?:县|市|区|镇|乡|省|局|院|校|村))"
_HAS = "(?:现有|共有|共设|共辖|设有|下辖|总共有|共|有|辖|现)?"
_CLAUSE = re.compile(r"[^，。；：！？、（）\n]*\d[^，。；：！？、（）\n]*")
_WHOLES = (
    re.compile(rf"^{_SCOPE}{_HAS}(?P<n>\d+)(?P<u>{_UNIT})(?P<noun>[\u4e00-\u9fff]{{1,8}}?)(?=中$|里$|都|均|全部|已|$)"),
    re.compile(rf"^{_SCOPE}{_HAS}(?P<noun>[\u4e00-\u9fff]{{2,8}}?)(?:共有|现有|总数为|共|有|为|达)?(?P<n>\d+)(?P<u>{_UNIT})(?:中|里)?$"),
    re.compile(rf"^(?P<scope>)(?:共有|现有|设有|下辖|共设)(?P<n>\d+)(?P<u>{_UNIT})(?P<noun>[\u4e00-\u9fff]{{2,8}}?)$"),
    re.compile(rf"^(?P<scope>)(?:共有|现有|设有|下辖|共设)(?P<noun>[\u4e00-\u9fff]{{2,8}}?)(?P<n>\d+)(?P<u>{_UNIT})$"),
    re.compile(rf"^(?P<scope>)(?P<noun>[\u4e00-\u9fff]{{2,8}}?)(?:共有|现有)(?P<n>\d+)(?P<u>{_UNIT})$"),
    re.compile(rf"^(?P<scope>)(?P<n>\d+)(?P<u>{_UNIT})(?P<noun>[\u4e00-\u9fff]{{2,8}}?)(?:中|里)$"),
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)|去年|上年|今年|前年|明年")


@rule("figures-differ")
def figures_differ(page: Page, settings: Settings) -> Iterator[Hit]:
    """One thing counted in two ways: 全区有养老机构38家 … 全区36家养老机构; a count with a qualifier of its own is another thing."""
    seen: dict[tuple[str, str], list[Count]] = {}
    for count in _counts(page):
        earlier = seen.setdefault((count.noun, count.unit), [])
        for other in earlier:
            if other.value != count.value and _same_scope(other, count) and (not other.year or not count.year or other.year == count.year):
                told = f"第{other.place.line}" + ("段" if page.document.file.endswith(".docx") else "行")
                yield Hit(count.place, count.start, count.end, {"noun": count.noun, "other": f"{other.value}{other.unit}", "where": told})
                break
        earlier.append(count)


def _same_scope(one: Count, two: Count) -> bool:
    return one.scope[-1:] == two.scope[-1:] or not (one.scope and two.scope)


_COUNTED = re.compile(r"全[县市区镇乡省局院校村街社系行公集厂]|我[县市区镇乡省局院校村]|[共现设]有|下辖|共设|[中里]，")


@cache
def _other() -> re.Pattern[str]:
    """What makes a count one of its own: done, new, planned, of a year or a part."""
    return re.compile("|".join(lexicon.listed("other-counts")))


def _counts(page: Page) -> Iterator[Count]:
    """The counts of the text: a clause that says how many there are of what, and nothing else."""
    tried, other = -1, _other()
    for near in _COUNTED.finditer(page.whole):
        lead = page.whole[max(0, near.start() - 30):near.start()]
        first = near.start() - (len(lead) - max(lead.rfind(mark) for mark in "，。；：！？、（）\n") - 1)
        match = _CLAUSE.match(page.whole, first) if first != tried else None
        tried = first
        if match is None or len(match[0]) > 30:
            continue
        clause = match[0]
        for form in _WHOLES:
            found = form.match(clause)
            if found and found["noun"] and not other.search(found["noun"]) and not other.search(clause[:found.start("n")]):
                place, start = page.at(match.start() + found.start())
                if place.part != "body":
                    break
                first = place.text.rfind("。", 0, start) + 1
                before = place.text[first:start]
                years = _YEAR.findall(before)
                if not other.search(before[-6:]) or found["scope"]:
                    yield Count(found["scope"], found["noun"], found["u"], found["n"], place, start + found.start("n") - found.start(),
                                start + found.end("u") - found.start(), years[-1] if years else "")
                break
