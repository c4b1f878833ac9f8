"""C: 标点符号 (GB/T 15834-2011): the rules that a pattern alone cannot tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.checks.page import Page, Place
from drafter.checks.rules import Hit, rule
from drafter.checks.settings import Settings

_HAN = r"\u4e00-\u9fff"
_ODD_QUOTES = re.compile(r"[〝〞„‟＂]")
_CORNER = re.compile(r"[「」『』]")
_STRAIGHT = re.compile(rf"(?<=[{_HAN}，。；：、（]){chr(34)}(?=[^{chr(34)}\n]*{chr(34)})|(?<!\d){chr(34)}(?=[{_HAN}，。；：、])")
_PAIRS = {"”": "“", "》": "《", "）": "（", "〕": "〔", "〉": "〈", "】": "【"}
_OPEN = frozenset(_PAIRS.values())
_MARKS = re.compile("[“”《》（）()〔〕〈〉【】]")
# 1） a) and ③） count items, they close nothing.
_ITEM = re.compile(r"(?:^|[\s　；。：，、;])(?:\d{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,2}|[①-⑳])$")
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
_HALF = re.compile(  # the mark first: a pattern that begins with what stands before it is tried at every character
    rf"[,;:?!](?:(?<=[{_HAN}”》）].)(?!//|[)\]])"  # 稳, 》:
    rf"|(?<=[0-9A-Za-z%％][,;?!])(?=[{_HAN}“《（])"  # 38%,比
    rf"|(?<=[0-9%]:)(?=[{_HAN}“《]))"
    rf"|\.(?:(?<=[{_HAN}”）》]\.)(?=\s*$)|(?<=[{_HAN}][{_HAN}][{_HAN}]\.)(?=[{_HAN}“][{_HAN}]))", re.M)
_NUMBERED = re.compile(r"^[\s　]*[一二三四五六七八九十]{1,3}\s*[,:.]|^[\s　]*[（(][一二三四五六七八九十\d]{1,3}[)）][,.:]|^[\s　]*\d{1,2},"
                       r"|^[\s　]*第[一二三四五六七八九十百]{1,4}[章节条]\s*[,:.]", re.M)
_NOT_HERE = frozenset(("salutation", "attachments", "attachment", "signer", "copies", "issued", "number", "title", "date", "heading"))
_ENDS = "。！？：；…”’）》】〕—"


@rule("half-width")
def half_width(page: Page, settings: Settings) -> Iterator[Hit]:
    """Half-width marks among Chinese characters; those of a heading's number and of a part with a rule of its own are left to it."""
    if not page.characters & frozenset(_WIDE):
        return
    for match in _HALF.finditer(page.whole):
        place, start = page.at(match.start())
        if place.part in _NOT_HERE and start >= len(place.text.rstrip()) - 1:
            continue
        if place.part in ("attachments", "signer", "copies", "attachment") and match[0] == ":":
            continue
        numbered = _NUMBERED.match(place.text)
        if numbered and start < numbered.end():
            continue
        wide = _WIDE[match[0]]
        # a dot between two words may stand for 。 or ·
        yield Hit(place, start, start + 1, {"replace": wide}, None if match[0] == "." and start < len(place.text.rstrip()) - 1 else wide)


@rule("quote-kind")
def quote_kind(page: Page, settings: Settings) -> Iterator[Hit]:
    """Quotation marks that are not “ ”; straight ones are put right where a paragraph has them in pairs and no others."""
    if not page.characters & frozenset('"「」『』〝〞„‟＂'):
        return
    for place in page.places:
        text = place.text
        if '"' in text and not _ENGLISH.search(text):
            marks = [i for i, c in enumerate(text) if c == '"']
            spots = {m.start() for m in _STRAIGHT.finditer(text)}
            sure = len(marks) % 2 == 0 and not any(c in text for c in "“”")
            if sure and all(marks[i] in spots or marks[i + 1] in spots for i in range(0, len(marks), 2)):
                for n, at in enumerate(marks):
                    yield Hit(place, at, at + 1, {}, "”" if n % 2 else "“")
            else:
                for at in sorted(spots):
                    yield Hit(place, at, at + 1)
        for match in _ODD_QUOTES.finditer(text):
            yield Hit(place, match.start(), match.end())
        for match in _CORNER.finditer(text):
            even = text.count("「") == text.count("」") and text.count("『") == text.count("』")
            yield Hit(place, match.start(), match.end(), {}, {"「": "“", "」": "”", "『": "‘", "』": "’"}[match[0]] if even else None)


_ENGLISH = re.compile(r"<\w+ [^>]*>|[A-Za-z]=\"")


@rule("unpaired")
def unpaired(page: Page, settings: Settings) -> Iterator[Hit]:
    """Brackets, quotation marks and title marks without their other half in the same paragraph."""
    after: dict[int, Place] = dict(enumerate(page.places[1:]))
    for place in page.places:
        text = place.text
        if page.wrapped and place.part == "body":
            continue
        stack: list[tuple[str, int]] = []
        lone: list[int] = []
        for match in _MARKS.finditer(text):
            mark = {"(": "（", ")": "）"}.get(match[0], match[0])
            if mark in _OPEN:
                stack.append((mark, match.start()))
            elif stack and stack[-1][0] == _PAIRS[mark]:
                stack.pop()
            elif mark == "）" and _ITEM.search(text[:match.start()]):
                continue
            elif any(entry[0] == _PAIRS[mark] for entry in stack):  # what stands open inside is the one without its half
                while stack[-1][0] != _PAIRS[mark]:
                    lone.append(stack.pop()[1])
                stack.pop()
            else:
                lone.append(match.start())
        lone += [at for _, at in stack]
        if not lone or _turned(text):
            continue
        quoted = after.get(place.index)
        for at in sorted(lone):
            # a quotation of several paragraphs opens each and closes the last (4.8.3.5)
            if text[at] == "“" and at <= 4 and quoted is not None and quoted.text.lstrip().startswith("“"):
                continue
            if text[at] == "”" and place.index and page.places[place.index - 1].text.lstrip().startswith("“") \
                    and page.places[place.index - 1].text.count("“") > page.places[place.index - 1].text.count("”"):
                continue
            if '"' in text and text[at] in "“”":
                continue
            yield Hit(place, at, at + 1)


def _turned(text: str) -> bool:
    """True where each pair of quotation marks stands the wrong way round."""
    marks = [c for c in text if c in "“”"]
    return len(marks) > 1 and len(marks) % 2 == 0 and all(c == ("”" if i % 2 == 0 else "“") for i, c in enumerate(marks))


@rule("quotes-turned")
def quotes_turned(page: Page, settings: Settings) -> Iterator[Hit]:
    """Quotation marks that close before they open."""
    for place in page.places:
        if "”" in place.text and _turned(place.text):
            at = place.text.index("”")
            yield Hit(place, at, place.text.index("“") + 1)


@rule("semicolon-after-stop")
def semicolon_after_stop(page: Page, settings: Settings) -> Iterator[Hit]:
    """List items that hold a full stop and yet end in a semicolon."""
    for place in page.places:
        text = place.text.rstrip()
        if text.endswith("；") and "。" in re.sub(r"“[^”]*”|（[^）]*）", "", text) and place.part in ("body", "heading"):
            yield Hit(place, len(text) - 1, len(text))


@rule("ends-in-comma")
def ends_in_comma(page: Page, settings: Settings) -> Iterator[Hit]:
    """Paragraphs whose last mark says that more should come."""
    if page.wrapped:
        return
    for place in page.parts("body", "heading"):
        text = place.text.rstrip()
        if text.endswith(("，", "、")) and len(text) > 8:
            yield Hit(place, len(text) - 1, len(text))


@rule("no-stop")
def no_stop(page: Page, settings: Settings) -> Iterator[Hit]:
    """Long paragraphs with commas and no mark at their end; lines of lists and tables are short or have no commas."""
    if page.wrapped:
        return
    for place in page.parts("body"):
        text = place.text.rstrip()
        if len(text) >= 24 and ("，" in text or "。" in text) and text[-1] not in _ENDS and "\u4e00" <= text[-1] <= "\u9fff":
            yield Hit(place, max(0, len(text) - 8), len(text))
