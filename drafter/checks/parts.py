"""B13–B20, B27, E1, E2: the parts that a kind of document (文种) needs, its attachments, its abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from drafter import numbering, resources, yamlfile
from drafter.checks.page import Page, Place
from drafter.checks.rules import Hit, rule
from drafter.checks.settings import Settings
from drafter.errors import TemplateError


class Formula(BaseModel):
    """How documents of a kind close: `forms` are patterns of its formulas; `must` where one of them is never left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kinds: list[str]
    forms: str
    example: str
    must: bool = False


@cache
def formulas() -> tuple[Formula, ...]:
    """The rows of closings.yaml. Raises TemplateError."""
    return tuple(Formula.model_validate(row) for row in yamlfile.parse(resources.table("checks/closings.yaml"), TemplateError)[0])


# 关于…的报告 goes to a superior; 调研报告, 述职报告 and their like are no 报告 of the fifteen kinds (《条例》第八条).
_UPWARD = re.compile(r"的(?:情况)?(?P<kind>报告|请示)(?:（[^）]*）)?$")
_ORG_END = re.compile(r"(?:人民政府|政府|委员会|办公室|办公厅|党组|党委|[局厅委部署院]|公司|中心|大队|支队|街道办事处|"
                      r"街道|指挥部|领导小组)$")


def _upward(page: Page) -> str:
    """报告 or 请示 where the title names one of them as a kind of its own, else an empty string."""
    found = _UPWARD.search(page.title)
    return found["kind"] if found and not re.search("(?:调研|调查|考察|评估|述职|自查|分析|研究|审计|检查)报告$", page.title) else ""


def _last_body(page: Page, most: int) -> list[Place]:
    """The last paragraphs of the document's own body, attachments left out."""
    first = next((p.index for p in page.places if p.part in ("attachment", "attachments", "signature", "date")), len(page.places))
    return [place for place in page.places[:first] if place.part == "body"][-most:]


@rule("closing-of-another-kind")
def closing_of_another_kind(page: Page, settings: Settings) -> Iterator[Hit]:
    """A closing formula that belongs to a kind other than the title's."""
    kind = page.kind
    if not any(kind in row.kinds for row in formulas()) or not page.title:
        return
    for place in _last_body(page, 2):
        for row in formulas():
            found = re.search(row.forms, place.text)
            if found and kind == "报告" and _ASKS.search(place.text):  # request-in-report tells it
                continue
            own = [other for other in formulas() if kind in other.kinds]
            if found and kind not in row.kinds and not any(re.search(other.forms, place.text) for other in own):
                yield Hit(place, found.start(), found.end(), {"kind": kind, "own": own[0].example})
                return


@rule("closing-missing")
def closing_missing(page: Page, settings: Settings) -> Iterator[Hit]:
    """A 请示 that does not ask, a 批复 that does not close; only where the document is whole (署名 or 成文日期 stands below)."""
    row = next((row for row in formulas() if row.must and page.title.endswith(tuple(row.kinds))), None)
    if row is None or not page.parts("signature", "date"):
        return
    last = _last_body(page, 3)
    if last and not any(re.search(row.forms, place.text) for place in last):
        yield Hit(last[-1], max(0, len(last[-1].text) - 12), len(last[-1].text), {"kind": page.kind, "own": row.example})


@rule("request-in-report")
def request_in_report(page: Page, settings: Settings) -> Iterator[Hit]:
    """A 报告 that asks for something (《条例》第十五条)."""
    if _upward(page) == "报告":
        for place in _last_body(page, 4):
            for found in _ASKS.finditer(place.text):
                yield Hit(place, found.start(), found.end())


_ASKS = re.compile("请予(?:以)?(?:批准|审批|批复|支持|解决|核准|拨付)|请(?:予)?批[准示复]|(?:妥|当|可)"
                   "否，?请[^。]{0,6}批|恳请[^。，]{0,16}(?:批准|支持|解决|拨付|安排资金)")


@rule("one-addressee")
def one_addressee(page: Page, settings: Settings) -> Iterator[Hit]:
    """A 请示 or 报告 sent to more than one body (《条例》第十五条)."""
    kind = _upward(page)
    for place in page.parts("salutation")[:1] if kind else ():
        text = place.text.strip().rstrip("：:")
        bodies = [part for part in re.split("[、，]|(?<=[局委府部])和", re.sub("（[^）]*）", "", text)) if part]
        if len(bodies) > 1 and sum(bool(_ORG_END.search(part)) for part in bodies) > 1:
            yield Hit(place, 0, len(place.text.rstrip()), {"kind": kind})


@rule("addressee-missing")
def addressee_missing(page: Page, settings: Settings) -> Iterator[Hit]:
    """A 请示, 批复 or 函 to nobody; only where the document is whole."""
    found = re.search("关于.*的(?P<kind>请示|批复|复函|函)$", page.title)
    if found and page.parts("signature", "date") and not page.parts("salutation"):
        place = page.parts("title")[-1]
        yield Hit(place, 0, len(place.text), {"kind": found["kind"]})


@rule("orders-upward")
def orders_upward(page: Page, settings: Settings) -> Iterator[Hit]:
    """你们要, 必须 said to a superior in a 请示 or 报告."""
    if _upward(page):
        for place in page.parts("body"):
            for found in re.finditer("你们(?:要|应|必须)|请你[们局委部厅]|责成你|望(?:你们)?(?:认真|抓紧|遵照)", place.text):
                if place.text[:found.start()].count("“") <= place.text[:found.start()].count("”"):
                    yield Hit(place, found.start(), found.end())


@rule("signature-differs")
def signature_differs(page: Page, settings: Settings) -> Iterator[Hit]:
    """A 署名 that is another body than the title's (《条例》第九条)."""
    head = page.title.split("关于")[0].strip() if "关于" in page.title else ""
    signed = page.parts("signature")
    if not head or not signed or not _ORG_END.search(head) or len(signed) > 1:
        return
    text = "".join(signed[0].text.split())
    if _ORG_END.search(text) and not _within(text, head) and not _within(head, text):
        yield Hit(signed[0], 0, len(signed[0].text), {"head": head})


def _within(short: str, long: str) -> bool:
    """True where the characters of the one stand in the other in their order: 县水务局 and 县委 for the full names."""
    rest = iter(long)
    return all(char in rest for char in short)


class Listed(NamedTuple):
    """An item of 附件说明: its number (0: none), its title, and where it stands."""

    number: int
    title: str
    place: Place
    start: int


_ITEM = re.compile(r"(?:附\s*件\s*(?P<n>[\d一二三四五六七八九十]{0,2})\s*[：:.．、]\s*)?(?:(?P<m>\d{1,2})"
                   r"\s*[.．、]\s*)?(?P<title>\S.*?)\s*$")


def listed(page: Page) -> list[Listed]:
    """The items of 附件说明."""
    found = []
    for place in page.parts("attachments"):
        match = _ITEM.match(place.text.strip("\u3000 "))
        if match:
            found.append(Listed(numbering.from_cn(match["m"] or match["n"] or ""), match["title"].strip("《》。；;，"), place,
                                place.text.find(match["title"])))
    return found


@rule("attachment-single")
def attachment_single(page: Page, settings: Settings) -> Iterator[Hit]:
    """One attachment with a number."""
    items = listed(page)
    if len(items) == 1 and items[0].number and re.match(r"\s*附\s*件\s*[：:]\s*\d", items[0].place.text):
        yield Hit(items[0].place, 0, len(items[0].place.text.rstrip()))


@rule("attachments-differ")
def attachments_differ(page: Page, settings: Settings) -> Iterator[Hit]:
    """附件说明 against the attachments themselves: how many, in which order, with which titles (GB/T 9704-2012, 7.3.7)."""
    items, heads = listed(page), page.parts("attachment")
    for before, item in enumerate(items, 1):
        if len(items) > 1 and item.number and item.number != before:
            yield Hit(item.place, 0, len(item.place.text.rstrip()), {"cause": f"附件说明里第{before}项写的是{item.number}"})
            return
    if heads and items and len(heads) != len(items):
        yield Hit(items[-1].place, 0, len(items[-1].place.text.rstrip()), {"cause": f"附件说明列了{len(items)}件，后面附了{len(heads)}件"})
        return
    if heads and not items:
        yield Hit(heads[0], 0, len(heads[0].text.rstrip()), {"cause": "有附件，正文下面没有附件说明"}, None, "warning")
        return
    for item, head in zip(items, heads, strict=False):
        title = next((p for p in page.places[head.index + 1:head.index + 2] if p.part in ("attachment-title", "title", "heading")), None)
        if title and _bare(title.text) != _bare(item.title) and not (_bare(item.title) in _bare(title.text) and len(item.title) > 6):
            yield Hit(title, 0, len(title.text.rstrip()), {"cause": f"附件说明里这一件叫“{item.title}”"})


def _bare(text: str) -> str:
    return re.sub(r"[\s《》“”]", "", text)


_REFERRED = re.compile(r"(?<![\u4e00-\u9fff])见?附件(?P<n>\d{1,2}|[一二三四五六七八九十])?(?=[）)，。；])|(?:见|填写|"
                       r"按照|对照|详见)附件(?P<m>\d{1,2})?")


@rule("attachment-unknown")
def attachment_unknown(page: Page, settings: Settings) -> Iterator[Hit]:
    """An attachment that the text speaks of and that nobody lists; only where the document is whole."""
    items = listed(page) or page.parts("attachment")
    if not page.parts("date") or "附件" not in page.whole:
        return
    for place in page.parts("body"):
        for found in _REFERRED.finditer(place.text):
            number = numbering.from_cn(found["n"] or found["m"] or "")
            if not items or number > len(items):
                cause = f"附件只有{len(items)}件" if items else "全文没有附件说明，也没有附件"
                yield Hit(place, found.start(), found.end(), {"cause": cause})


class Short(NamedTuple):
    """An abbreviation introduced (以下简称“专班”): the word, where, and the full name before it where it is plain."""

    word: str
    full: str
    place: Place
    start: int
    end: int


_SHORT = re.compile(r"[（(]\s*(?:以下|下文|下)?(?:统称|简称)(?:为|：)?\s*[“《](?P<word>[^”》]{2,16})[”》]\s*[）)]")


def shorts(page: Page) -> list[Short]:
    """The abbreviations in the order in which they are introduced."""
    found = []
    for match in _SHORT.finditer(page.whole):
        place, start = page.at(match.start())
        full = re.search(r"[“《]([^“”《》]{4,40})[”》]$|([\u4e00-\u9fff（）]{4,30})$", place.text[:start])
        found.append(Short(match["word"], (full[1] or full[2]) if full else "", place, start, start + len(match[0])))
    return found


@rule("abbreviation-unused")
def abbreviation_unused(page: Page, settings: Settings) -> Iterator[Hit]:
    """An abbreviation introduced and never used again."""
    for short in shorts(page) if "称" in page.characters else ():
        if page.whole.find(short.word, short.place.offset + short.end) < 0:
            yield Hit(short.place, short.start, short.end, {"word": short.word})


@rule("abbreviation-twice")
def abbreviation_twice(page: Page, settings: Settings) -> Iterator[Hit]:
    """An abbreviation introduced twice, or one word for two names."""
    seen: dict[str, Short] = {}
    for short in shorts(page) if "称" in page.characters else ():
        earlier = seen.setdefault(short.word, short)
        if earlier is not short:
            yield Hit(short.place, short.start, short.end, {"word": short.word, "line": earlier.place.line})
