"""A9, D26: a number announced (五个方面, 三点意见) against the items that follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from drafter import numbering
from drafter.checks import lexicon
from drafter.checks.page import Page, Place
from drafter.checks.rules import Hit, rule
from drafter.checks.settings import Settings

_NUMBER = r"(?P<n>[一二两三四五六七八九十]{1,2}|\d{1,2})"
_BEFORE = re.compile(r"第$|\d$|[第每上前后这那其另任]$|[一二两三四五六七八九十百]、$")
_ORDINAL = re.compile(r"(?:^|[。；：，！])\s*(?P<n>[一二三四五六七八九十]{1,2})(?:是|要)(?!否|则)|(?:^|[。；：，！])"
                      r"\s*第(?P<m>[一二三四五六七八九十]{1,2})[，、]")


@cache
def _announced() -> re.Pattern[str]:
    """A number with the things counted, at the end of a sentence or before its colon."""
    things = "|".join(sorted(lexicon.listed("things"), key=len, reverse=True))
    return re.compile(rf"{_NUMBER}(?P<things>{things})(?P<tail>[^。；：！？\n]{{0,14}})(?:[：。]|[ 　]*$)", re.M)


@rule("announced-number")
def announced_number(page: Page, settings: Settings) -> Iterator[Hit]:
    """A number that the items right behind it do not bear out; what is not told as a list at once is left."""
    for match in _announced().finditer(page.whole):
        place, start = page.at(match.start())
        if place.part not in ("body", "heading") or (place.part == "heading" and not place.text.rstrip().endswith(("。", "："))):
            continue
        said = numbering.from_cn(match["n"].replace("两", "二"))
        if said < 2 or _BEFORE.search(place.text[:start]):
            continue
        end = match.end() - place.offset
        sentence = place.text[max(place.text.rfind(mark, 0, start) for mark in "。！？") + 1:end]
        behind = place.text[end:]
        real = (_run_in(page, place, behind) if behind.strip() else _listed(page, place, sentence))
        if real > 1 and real != said:
            yield Hit(place, start, match.end("things") - place.offset, {"real": real})


def _ordinals(texts: list[str]) -> int:
    """How far 一是, 二是 … count without a gap, from the first words on; 0 where they do not begin there."""
    count = 0
    for text in texts:
        for match in _ORDINAL.finditer(text):
            number = numbering.from_cn(match["n"] or match["m"])
            if number == 1 and count > 1:
                return count
            if number != count + 1:
                return 0  # a gap is told by numbering
            count = number
    return count


def _run_in(page: Page, place: Place, behind: str) -> int:
    """How many items of 一是 … stand in the rest of the paragraph; 0 where it does not begin with one or they go on below."""
    if not re.match(r"\s*(?:一是|一要|第一[，、])", behind) or _later(page, place):
        return 0
    return _ordinals([behind])


def _later(page: Page, place: Place) -> bool:
    """True where the next paragraph goes on counting."""
    after = page.places[place.index + 1] if place.index + 1 < len(page.places) else None
    return after is not None and bool(re.match(r"\s*(?:[二三四五六七八九十]是|[二三四五六七八九十]要|第[二三四五六七八九十])", after.text))


# What says that chapters are what was announced; an introduction may speak of four sides and then tell of problems and causes.
_CHAPTERS = re.compile("[讲谈提说][^，。]{0,4}[点条]|(?:以下|如下|下列|下面|现)[^，。]{0,8}[点条项件]|(?:以下|如下|"
                       "下列)[^，。]{0,4}个方面的?(?:工作|任务)")


def _listed(page: Page, place: Place, sentence: str) -> int:
    """How many numbered paragraphs follow at one level, or paragraphs that begin with 一是, 二是 …; 0 where none does at once."""
    rest = page.places[place.index + 1:]
    if not rest:
        return 0
    if re.match(r"\s*(?:一是|一要|第一[，、])", rest[0].text):
        texts = []
        for other in rest:
            if not re.match(r"\s*(?:[一二三四五六七八九十]{1,2}[是要]|第[一二三四五六七八九十]{1,2}[，、])", other.text):
                break
            texts.append(other.text.strip()[:6])
        return _ordinals(texts)
    first = rest[0]
    if first.number != 1 or not first.level or (place.level and first.level <= place.level):
        return 0
    if first.level == 1 and not _CHAPTERS.search(sentence):
        return 0
    count = 0
    for other in rest:
        if other.number and other.level == first.level:
            if other.number != count + 1:
                return 0 if other.number != 1 else count
            count += 1
        elif (other.number and other.level and other.level < first.level) or other.part in ("attachment", "signature", "date"):
            break
    return count
