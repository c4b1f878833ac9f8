"""D: 数字、日期、计量单位 (GB/T 15835-2011): the rules that reckon."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from drafter.checks.page import Page
from drafter.checks.rules import Hit, rule
from drafter.checks.settings import Settings

_CN = "[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    r"(?<!\d)(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?"
    r"(?:(?<=[日号\d])(?:至|—|～|-|~|、|到)(?P<last>\d{1,2})[日号])?(?![\d个])")
_MONTH = re.compile(r"(?:19|20)\d\d年(?P<month>\d{1,2})月(?!\d)")
_ISO = re.compile(r"(?<![\d.\-/])(?P<year>(?:19|20)\d\d)(?P<s>[-./．])(?P<month>\d{1,2})(?P=s)(?P<day>\d{1,2})(?![\d.\-/A-Za-z])")
_HAN = re.compile(rf"(?P<year>[一二][〇零○一二三四五六七八九]{{3}})年(?P<month>{_CN})月(?:(?P<day>{_CN})[日号])?")
_LUNAR = re.compile(r"农历[^，。；\n]{0,12}$|[正腊闰]月?$")
_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_RANGE = re.compile(r"(?<![\d.\-—～年月])(?P<a>(?:19|20)\d\d)年?[—～\-–](?P<b>(?:19|20)\d\d)年(?!级)"
                    r"|(?<![\d.\-—～])(?P<c>\d+(?:\.\d+)?)(?P<u>[%％])[—～\-–~](?P<d>\d+(?:\.\d+)?)[%％]")


def days(month: int, year: int = 0) -> int:
    """How many days the month has, 0 for a month that is none; without a year February has 29."""
    if not 1 <= month <= 12:
        return 0
    return 29 if month == 2 and not year else calendar.monthrange(year or 2000, month)[1]


def han_number(text: str) -> int:
    """The value of a Chinese numeral below 100, 0 where it is none."""
    from drafter.numbering import from_cn

    return from_cn(text) if len(text) < 3 or text[1] == "十" else 0


@rule("impossible-date")
def impossible_date(page: Page, settings: Settings) -> Iterator[Hit]:
    """Days that no calendar has; the lunar calendar's are left alone."""
    for at, first, last in page.around("月", 9, 16):
        for match in (*_DATE.finditer(page.whole, first, last), *_MONTH.finditer(page.whole, first, last),
                      *_HAN.finditer(page.whole, first, last)):
            if not match.start() < at < match.end() or match.start("month") > at or match.end("month") != at:
                continue
            place, start = page.at(match.start())
            if _impossible(match) and not _LUNAR.search(place.text[:start]):
                yield Hit(place, start, start + len(match[0]))
    if page.characters & frozenset("-/．"):
        for match in _ISO.finditer(page.whole):
            if match["s"] != "." and not 1 <= int(match["day"]) <= days(int(match["month"]), int(match["year"])):
                place, start = page.at(match.start())
                yield Hit(place, start, start + len(match[0]))


def _impossible(match: re.Match[str]) -> bool:
    """True for a date with a month or a day that no calendar has."""
    parts = match.groupdict()
    if match.re is _MONTH:
        return not 1 <= int(parts["month"]) <= 12
    if match.re is _HAN:
        year = int("".join(_DIGITS[c] for c in parts["year"]))
        return not 1 <= han_number(parts["day"] or "一") <= days(han_number(parts["month"]), year)
    year, month, day = int(parts["year"] or 0), int(parts["month"]), int(parts["day"])
    dated = bool(parts["year"]) or match[0][-1] in "日号"
    return dated and not all(1 <= d <= days(month, year) for d in (day, int(parts["last"] or day)))


@rule("range-reversed")
def range_reversed(page: Page, settings: Settings) -> Iterator[Hit]:
    """Ranges of years and percentages whose end is below their beginning."""
    for at, first, last in page.around("—～-–~", 8, 12):
        match = next((m for m in _RANGE.finditer(page.whole, first, last) if m.start() < at < m.end()), None)
        if match is not None and float(match["a"] or match["c"]) > float(match["b"] or match["d"]):
            place, start = page.at(match.start())
            yield Hit(place, start, start + len(match[0]))
