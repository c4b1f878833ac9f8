"""B22, D26: dates of one document that cannot all be true — order, weekday, age."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from drafter.checks.page import Page
from drafter.checks.rules import Hit, rule
from drafter.checks.settings import Settings

_SPAN = re.compile(
    r"(?<![\d.])(?:(?P<y>(?:19|20)\d\d)年)?(?P<m>1[0-2]|0?[1-9])月(?:(?P<d>3[01]|[12]\d|0?[1-9])日)?(?:起)?，?(?:至|到|—|－|～|~|-){1,2}"
    r"(?:(?P<y2>(?:19|20)\d\d)年)?(?:(?P<m2>1[0-2]|0?[1-9])月)?(?:(?P<d2>3[01]|[12]\d|0?[1-9])日)?(?!\d)")
_TO = re.compile(r"月(?:\d{1,2}日)?起?，?(?:至|到|—|－|～|~|-)")
_DAY = r"(?:(?P<y>(?:19|20)\d\d)年)?(?P<m>1[0-2]|0?[1-9])月(?P<d>3[01]|[12]\d|0?[1-9])日"
_WEEKDAY = re.compile(_DAY + r"[（(，]?(?:星期|周|礼拜)(?P<w>[一二三四五六日天])(?![一二三四五六日天至到])[）)]?")
_NAMED = re.compile("日[（(，]?(?:星期|周|礼拜)[一二三四五六日天]")
_DUE = re.compile(rf"(?P<lead>请[^。；\n]{{0,40}}?|务必[^。；\n]{{0,30}}?|应当?[^。；\n]{{0,30}}?|"
                  rf"须[^。；\n]{{0,30}}?|[于在])?{_DAY}(?:\d{{1,2}}时)?(?:之前|以前|前)"
                  r"(?P<rest>[^。；\n]{0,24})")
_ASKED = re.compile("请|务必|必须|须|应|要|报送|报至|上报|反馈|完成|送至|报名")
_PAST = re.compile("已|曾|了|原定|原计划|共|的有|出生|参加工作|取得|建成|任职")
_BORN = re.compile(r"(?P<y>(?:19|20)\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:出生|生于?)[^。；\n\d]{0,20}?(?:现年|今年|"
                   r"年龄|，|年)(?P<age>\d{1,3})岁")
# Kinds that ask for something to be done by a day.
_ASKING = ("通知", "方案", "要点", "函", "通报", "意见", "计划", "安排")


def _day(year: int, month: str, day: str | None) -> datetime.date | None:
    try:
        return datetime.date(year, int(month), int(day or 1))
    except ValueError:
        return None


@rule("span-backwards")
def span_backwards(page: Page, settings: Settings) -> Iterator[Hit]:
    """A span that ends before it begins. Without any year it may run over the turn of the year: a doubt only."""
    for near in _TO.finditer(page.whole):
        match = _SPAN.search(page.whole, max(0, near.start() - 7), near.end() + 14)
        if match is None or not (match["m2"] or match["d2"]) or (match["d2"] and not match["d"]) or bool(match["d"]) != bool(match["d2"]):
            continue
        begin = _day(int(match["y"] or 2024), match["m"], match["d"])
        end = _day(int(match["y2"] or match["y"] or 2024), match["m2"] or match["m"], match["d2"])
        if begin and end and end < begin and not (match["y2"] and not match["y"]):
            place, start = page.at(match.start())
            yield Hit(place, start, start + len(match[0]), {}, None, None if match["y"] or not match["m2"] else "warning")


@rule("issued-too-early")
def issued_too_early(page: Page, settings: Settings) -> Iterator[Hit]:
    """An 印发日期 before the 成文日期 (GB/T 9704-2012, 7.4.3)."""
    for place in page.parts("issued"):
        match = re.search(_DAY, place.text)
        if match and page.date and match["y"]:
            day = _day(int(match["y"]), match["m"], match["d"])
            if day and day < page.date:
                yield Hit(place, match.start(), match.end(), {"made": _said(page.date)})


@rule("due-too-early")
def due_too_early(page: Page, settings: Settings) -> Iterator[Hit]:
    """Something asked for by a day that lies before the document's own."""
    made = page.date
    if made is None or not (page.kind.endswith(_ASKING) or page.title.endswith(_ASKING)) or "日" not in page.characters:
        return
    for match in _DUE.finditer(page.whole):
        place, start = page.at(match.start("y") if match["y"] else match.start("m"))
        if place.part != "body" or not _ASKED.search((match["lead"] or "") + match["rest"]) or _PAST.search(match["rest"][:10]):
            continue
        day = _day(int(match["y"] or made.year), match["m"], match["d"])
        before = place.text[max(0, start - 12):start]
        if day and day < made and not re.search("年|次|明|翌|后", before[-4:]):
            yield Hit(place, start, start + match.end("d") + 1 - (match.start("y") if match["y"] else match.start("m")),
                      {"made": _said(made)}, None, None if match["y"] else "warning")


def _said(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@rule("weekday")
def weekday(page: Page, settings: Settings) -> Iterator[Hit]:
    """A date with a weekday that it did not fall on; a date without its year is taken to be of the document's."""
    for near in _NAMED.finditer(page.whole):
        match = _WEEKDAY.search(page.whole, max(0, near.start() - 10), near.end() + 2)
        if match is None or (not match["y"] and page.date is None):
            continue
        day = _day(int(match["y"] or page.year), match["m"], match["d"])
        if day and day.weekday() != "一二三四五六日".index("日" if match["w"] == "天" else match["w"]):
            place, start = page.at(match.start())
            real = "一二三四五六日"[day.weekday()]
            yield Hit(place, start, start + len(match[0]), {"real": real}, None, None if match["y"] else "warning")


@rule("age-and-birth")
def age_and_birth(page: Page, settings: Settings) -> Iterator[Hit]:
    """An age that the year of birth does not give; either way of counting (周岁, 虚岁) passes."""
    if page.date is None or "岁" not in page.characters:
        return
    for match in _BORN.finditer(page.whole):
        real = page.year - int(match["y"])
        if not real - 1 <= int(match["age"]) <= real + 1:
            place, start = page.at(match.start())
            yield Hit(place, start, start + len(match[0]), {"real": real, "year": page.year})
