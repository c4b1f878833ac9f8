"""B: 版头, 标题, 成文日期, 版记 (GB/T 9704-2012, 7.2 to 7.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from drafter.checks.anatomy import KINDS
from drafter.checks.numerals import han_number
from drafter.checks.page import Page
from drafter.checks.rules import Hit, rule
from drafter.checks.settings import Settings

MOST = 50  # characters of a title; three lines of 二号 type hold some 60
_UPWARD = ("请示", "报告")
_MATTER = re.compile("关于|印发|转发|批转")
_MARKS = re.compile(r"[，。；：！？,;:!?](?=.)|——")
_SPLIT = re.compile(r"[^，。；：！？《》（）“”、\s]+")
_DATE = re.compile(r"\d{4}年[1-9]\d?月[1-9]\d?日")
_COUNT = "[\\d一二三四五六七八九十〇零]{1,3}"
_LOOSE = re.compile(rf"(?P<y>[\d〇○零OoＯ一二三四五六七八九]{{4}})\D(?P<m>{_COUNT})\D(?P<d>{_COUNT})")
_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "O": "0", "o": "0", "Ｏ": "0"}


@rule("signer-missing")
def signer_missing(page: Page, settings: Settings) -> Iterator[Hit]:
    """A document upward that bears a number and no 签发人."""
    if page.kind not in _UPWARD or page.document.head is not None:
        return
    for place in page.parts("number"):
        if not page.parts("signer") and "签发人" not in place.text:
            yield Hit(place, 0, len(place.text), {"kind": page.kind})


@rule("title-kind")
def title_kind(page: Page, settings: Settings) -> Iterator[Hit]:
    """A title that says 关于 what but not what kind of document it is."""
    titles = page.parts("title")
    if titles and page.title.startswith("关于") and not page.kind and not re.search("的[\u4e00-\u9fff]{1,6}(?:（.*）)?$", page.title):
        yield Hit(titles[-1], 0, len(titles[-1].text))


@rule("title-marks")
def title_marks(page: Page, settings: Settings) -> Iterator[Hit]:
    """Marks between clauses in the title of a statutory kind."""
    if page.kind not in KINDS or not _MATTER.search(page.title):
        return
    for place in page.parts("title"):
        for match in _MARKS.finditer(re.sub("《[^》]*》|（[^）]*）|“[^”]*”", lambda m: "　" * len(m[0]), place.text)):
            if place.text[match.end():].strip():
                yield Hit(place, match.start(), match.end())


@rule("title-long")
def title_long(page: Page, settings: Settings) -> Iterator[Hit]:
    """A title that no three lines hold."""
    titles = page.parts("title")
    if titles and _MATTER.search(page.title) and len(page.title) > MOST:
        yield Hit(titles[0], 0, len(titles[0].text), {"length": len(page.title)})


@rule("title-break")
def title_break(page: Page, settings: Settings) -> Iterator[Hit]:
    """A title of several lines that is broken inside a word, before 的 or a mark, or whose last line is one character."""
    titles = page.parts("title")
    lines = [(place, piece.strip()) for place in titles for piece in place.text.split("\n") if piece.strip()]
    if len(lines) < 2:
        return
    from drafter import words

    whole = "".join(text for _, text in lines)
    ends, at = {0}, 0
    for word in words.cut(whole):
        at += len(word)
        ends.add(at)
    at = 0
    for (place, text), (below, after) in pairwise(lines):
        at += len(text)
        why = ("“的”字在行首" if after[0] == "的" else f"行首是标点“{after[0]}”" if after[0] in "、，。》）”" else
               "最后一行只有一个字" if len(after) == 1 and below is lines[-1][0] else
               f"“{text[-1]}{after[0]}”是一个词，被拆开了" if at not in ends else "")
        if why:
            yield Hit(place, max(0, len(place.text.rstrip()) - 4), len(place.text.rstrip()), {"why": why})


@rule("date-form")
def date_form(page: Page, settings: Settings) -> Iterator[Hit]:
    """A 成文日期 in Chinese numerals, padded, dotted or mixed."""
    for place in page.parts("date"):
        text = place.text.strip()
        found = _LOOSE.search(text)
        if found is None or _DATE.fullmatch(re.sub(r"\s", "", text)):
            continue
        year = "".join(_DIGITS.get(c, c) for c in found["y"])
        month, day = (int(x) if x.isdigit() else han_number(x) for x in (found["m"], found["d"]))
        start = place.text.index(text)
        yield Hit(place, start, start + len(text), {"right": f"{year}年{month}月{day}日"})
