"""A: 层次序数 (GB/T 9704-2012, 7.3.3; GB/T 15834-2011, 附录B.3): sequence, levels and marks of headings and lists."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from drafter.checks.page import Page, Place
from drafter.checks.rules import Hit, rule
from drafter.checks.settings import Settings
from drafter.numbering import cn_number, from_cn

_CN = r"[一二三四五六七八九十]{1,3}"
# The forms of a mark with their rank: 章 and 条 count apart, then the four levels of 7.3.3.
_MARK = re.compile(
    rf"[\s　]*(?:第(?P<chapter>{_CN}|[一二三四五六七八九十百零〇]{{3,6}})(?P<unit>部分|章|节|条)(?=[\s　、，：:.．]|$)"
    rf"|(?P<one>{_CN})\s*[、，．.](?!(?!(?P=one)){_CN}(?:[、，级类季]|[^一二三四五六七八九十]{{0,2}}级))"
    rf"|[（(]\s*(?P<two>{_CN})\s*[)）](?![:：]?\s*$)|(?P<three>\d{{1,2}})\s*(?:[．、]|\.(?!\d))(?!\s*\d{{1,2}}[号、～])"
    r"|[（(]\s*(?P<four>\d{1,2})\s*[)）](?![:：]?\s*$))")
_RANKS = {"one": 1, "two": 2, "three": 3, "four": 4}
_STOPS = frozenset("。，；：,;:")
SHORT = 12  # characters; a sentence of a list is seldom as short
_FIRSTS = frozenset("第（( 　\t一二三四五六七八九十0123456789")
_INNER = re.compile(rf"(?<=[：。；:;])\s*(?:[（(](?P<two>{_CN})[)）]|(?P<three>\d{{1,2}})[.．、](?!\d)|[（(](?P<four>\d{{1,2}})[)）])")


@dataclass(slots=True)
class Mark:
    """The mark that opens a paragraph: its rank (章 -3, 节 -2, 条 -1, 一、 1 … （1） 4), number and span."""

    place: Place
    rank: int
    number: int
    start: int
    end: int

    @property
    def text(self) -> str:
        """The mark as printed."""
        return self.place.text[self.start:self.end].strip()


@dataclass(slots=True)
class _Open:
    """A list under way: its last mark, how many items it has, what numbers were seen inside paragraphs since it opened."""

    last: Mark
    items: int = 1
    inner: set[int] = field(default_factory=set)


def mark(place: Place) -> Mark | None:
    """The mark that opens the paragraph, or None."""
    text = place.text
    found = _MARK.match(text) if text[:1] in _FIRSTS else None
    if found is None:
        return None
    start = len(text) - len(text.lstrip())
    if found["unit"]:
        rank = {"章": -3, "部分": -3, "节": -2, "条": -1}[found["unit"]]
        return Mark(place, rank, _large(found["chapter"]), start, found.end())
    form = str(found.lastgroup)
    return Mark(place, _RANKS[form], from_cn(found[form]), start, found.end())


def _large(text: str) -> int:
    """The value of a Chinese numeral below 1000."""
    hundreds, _, rest = text.partition("百") if "百" in text else ("", "", text)
    rest = rest.lstrip("零〇")
    return (from_cn(hundreds) * 100 if hundreds else 0) + (from_cn(rest) if rest else 0)


def marks(page: Page) -> list[Mark | None]:
    """The marks of headings and body paragraphs in order; None where a new text begins (an attachment)."""
    if "marks" in page.memo:
        return list(page.memo["marks"])
    found: list[Mark | None] = page.memo.setdefault("marks", [])
    for place in page.places:
        if place.part in ("heading", "body"):
            made = mark(place)
            if made is not None:
                found.append(made)
        elif place.part in ("attachment", "attachment-title", "title", "date"):
            found.append(None)
    return found


def _said(rank: int, number: int) -> str:
    """The mark that should stand there."""
    if rank < 0:
        return "上一" + {-3: "章", -2: "节", -1: "条"}[rank]
    return {1: f"{cn_number(number)}、", 2: f"（{cn_number(number)}）", 3: f"{number}.", 4: f"（{number}）"}[rank]


def sequence(page: Page) -> Iterator[tuple[str, Mark, str]]:
    """(gap, twice or lone; the mark; what is missing) of every list in the page."""
    open_: dict[int, _Open] = {}
    inner = _inner(page)
    markdown = page.document.file.lower().endswith(".md")
    before = -1
    ended: dict[int, int] = {}  # the last number of each rank's list that is over: some count on through chapters
    for made in [*marks(page), None]:
        if made is None:
            yield from _closed(open_, -9, ended)
            open_, before, ended = {}, -1, {}
            continue
        for rank, numbers in inner.items():
            seen = {n for _, n in numbers[bisect_right(numbers, (before, 99)):bisect_left(numbers, (made.place.index, 0))]}
            if rank in open_:
                open_[rank].inner |= seen
            elif rank == made.rank and seen:
                open_[rank] = _Open(made, 2, seen)
        before = made.place.index - 1
        if made.rank in (1, 2) and made.number == 1 and made.rank not in open_ and any(r > made.rank for r in open_):
            pass  # a level turned upside down: what is under way goes on behind it
        elif made.rank > 0 or made.rank in (-3, -2):  # 条 run on through chapters and sections
            yield from _closed(open_, made.rank, ended, keep=-1 if made.rank < 0 else None)
        now = open_.get(made.rank)
        if now is None:
            open_[made.rank] = _Open(made)
            follows = made.number == ended.get(made.rank, 0) + 1 or (made.rank == 3 and made.number > 9)
            if made.number > 1 and made.rank > 0 and not follows:
                yield "gap", made, f"没有“{_said(made.rank, 1)}”" if made.number == 2 else f"没有“{_said(made.rank, made.number - 1)}”"
            continue
        last = now.last.number
        if now.last is made:  # the items before it stand inside a paragraph
            if made.number - 1 not in now.inner and made.number > 1:
                yield "gap", made, f"没有“{_said(made.rank, made.number - 1)}”"
        elif made.number == 1 and last >= 1:
            if last == 1 and made.rank <= 2 and made.rank > 0:
                yield "twice", made, ""
            elif last > 1 or made.rank < 0:
                open_[made.rank] = _Open(made)
                continue
        elif made.number == last:
            if not (markdown and made.number == 1):
                yield "twice", made, ""
        elif made.number != last + 1 and not (made.number > last and {*range(last + 1, made.number)} <= now.inner):
            why = (f"没有“{_said(made.rank, made.number - 1)}”" if made.number > last else f"已经是“{now.last.text}”了")
            yield "gap", made, why
        now.last, now.items = made, now.items + 1


def _inner(page: Page) -> dict[int, list[tuple[int, int]]]:
    """(index of the paragraph, number) of the marks inside paragraphs, by rank."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for match in _INNER.finditer(page.whole):
        form = str(match.lastgroup)
        found[_RANKS[form]].append((page.at(match.end() - 1)[0].index, from_cn(match[form])))
    return found


def _closed(open_: dict[int, _Open], rank: int, ended: dict[int, int], keep: int | None = None) -> Iterator[tuple[str, Mark, str]]:
    """Each lone item among the lists that end where a mark of that rank stands."""
    order_ = list(open_)
    first = order_.index(rank) if rank in open_ else -1  # a deeper list that was open before is no part of this one
    for deeper in [r for n, r in enumerate(order_) if r > rank and r != keep and n > first]:
        done = open_.pop(deeper)
        ended[deeper] = done.last.number
        if done.items == 1 and not done.inner - {1} and done.last.number == 1 and deeper > 0:
            yield "lone", done.last, ""


def _hits(page: Page, wanted: str) -> Iterator[Hit]:
    if "sequence" not in page.memo:
        page.memo["sequence"] = list(sequence(page))
    for what, made, why in page.memo["sequence"]:
        if what == wanted:
            # a second 一、 may open another text
            sure = what != "twice" or made.number > 1
            yield Hit(made.place, made.start, made.end, {"why": why, "found": made.text}, None, None if sure else "warning")


@rule("numbering-gap")
def gap(page: Page, settings: Settings) -> Iterator[Hit]:
    """A number that does not follow the one before."""
    return _hits(page, "gap")


@rule("numbering-twice")
def twice(page: Page, settings: Settings) -> Iterator[Hit]:
    """A number that stands twice."""
    return _hits(page, "twice")


@rule("numbering-lone")
def lone(page: Page, settings: Settings) -> Iterator[Hit]:
    """A list of one item."""
    return _hits(page, "lone")


@rule("level-order")
def order(page: Page, settings: Settings) -> Iterator[Hit]:
    """A level above inside one below it: （一） between 1. and 2., where no （一） was open."""
    found = marks(page)
    open_: dict[int, Mark] = {}
    for at, made in enumerate(found):
        if made is None:
            open_ = {}
            continue
        if made.rank in (1, 2) and made.number == 1 and made.rank not in open_:
            for deeper in sorted(r for r in open_ if r > made.rank):
                above = open_[deeper]
                later = next((m for m in found[at + 1:at + 60] if m is None or m.rank == deeper), None)
                if later is not None and later.number == above.number + 1:
                    yield Hit(made.place, made.start, made.end, {"above": above.text, "found": made.text})
                    break
        open_ = {r: m for r, m in open_.items() if r < made.rank} | {made.rank: made}


@rule("level-skip")
def skip(page: Page, settings: Settings) -> Iterator[Hit]:
    """（1） right under 一、."""
    open_: dict[int, Mark] = {}
    for made in marks(page):
        if made is None:
            open_ = {}
            continue
        if made.rank == 4 and made.number == 1 and 1 in open_ and not {2, 3, 4} & set(open_):
            yield Hit(made.place, made.start, made.end, {"above": open_[1].text, "found": made.text})
        open_ = {r: m for r, m in open_.items() if r < made.rank} | {made.rank: made}


@rule("number-dots")
def dots(page: Page, settings: Settings) -> Iterator[Hit]:
    """Where a document has 1. and 1．, the rarer."""
    found = [(m, c) for m in marks(page) if m is not None and m.rank == 3 and (c := m.text[-1]) in ".．"]
    counts = Counter(c for _, c in found)
    if len(counts) == 2:
        (usual, _), (rare, _) = counts.most_common()
        for made, dot in found:
            if dot == rare:
                yield Hit(made.place, made.end - 1, made.end, {"other": usual})


@rule("number-space")
def space(page: Page, settings: Settings) -> Iterator[Hit]:
    """A space behind the mark; Markdown's lists need one."""
    markdown = page.document.file.lower().endswith(".md")
    for made in marks(page):
        if made is None or made.rank < 0 or (markdown and made.rank == 3):
            continue
        gap_ = re.match(r"[ \u00a0　]+(?=\S)", made.place.text[made.end:])
        if gap_:
            digit = made.place.text[made.end + gap_.end()].isdigit()  # 3.2024年 would be a decimal
            yield Hit(made.place, made.end, made.end + gap_.end(), {}, None if digit else "")


@rule("heading-stop")
def heading_stop(page: Page, settings: Settings) -> Iterator[Hit]:
    """A heading alone on its line that ends in a mark; a list of principles, each a sentence, is none.

    Sure where it is short, or where its siblings have no mark.
    """
    bare = {m.rank for m in marks(page) if m is not None and m.place.part == "heading" and m.place.text.rstrip()[-1] not in _STOPS}
    for place in page.parts("heading"):
        text = place.text.rstrip()
        after = page.places[place.index + 1] if place.index + 1 < len(page.places) else None
        made = mark(place)
        if text[-1:] not in _STOPS or after is None or made is None or made.rank not in (1, 2) or len(text) > 40:
            continue
        if made.rank not in bare and len(text) - made.end > SHORT:
            continue
        before = page.places[place.index - 1] if place.index else None
        if before is not None and before.part == "heading" and before.level == place.level:
            continue
        if made.rank == 2 and "，" in text[:-1]:  # a sentence of its own
            continue
        if after.part == "body" or (after.part == "heading" and after.level > place.level):
            if text[-1] in "：:" and after.number:
                continue
            # two clauses may be meant as a sentence
            yield Hit(place, len(text) - 1, len(text), {}, "", "warning" if "，" in text[:-1] else None)


@rule("heading-length")
def heading_length(page: Page, settings: Settings) -> Iterator[Hit]:
    """A heading more than twice as long as its siblings mostly are."""
    groups: list[list[Place]] = []
    open_: dict[int, list[Place]] = {}
    for place in page.parts("heading"):
        if not place.number:
            continue
        open_ = {level: group for level, group in open_.items() if level <= place.level}
        if place.level not in open_:
            open_[place.level] = []
            groups.append(open_[place.level])
        open_[place.level].append(place)
    for group in groups:
        if len(group) < 3:
            continue
        usual = median(len(p.rest) for p in group)
        for place in group:
            if len(place.rest) > 2.2 * usual and len(place.rest) - usual > 8:
                yield Hit(place, 0, len(place.text), {"length": len(place.rest), "usual": round(usual)})
