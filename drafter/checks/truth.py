"""A draft against its brief (任务书): figures, dates and names it does not have, facts that are missing, altered or told twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from drafter.checks import persons
from drafter.checks.page import Page, Place
from drafter.checks.rules import Hit, rule
from drafter.checks.settings import Settings

_UNIT = (r"(?:[万亿]?(?:元|人次|人|户|亩|吨|公里|平方米|立方米)|个百分点|[%％]|年|月|日|[时点分秒]|小时|分钟|天|周|岁|倍|成|"
         r"[个家处名件台辆座次项场份条宗起例期张幢栋部所间套篇位只支届号级米楼层村镇])?")
_FIGURE = re.compile(rf"\d+(?:[.,]\d+)*[万亿]?{_UNIT}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
# What is a name or a reckoning and no claim: numbering, 12345, 24小时, 1+N, and years as such.
_NAMES = re.compile(r"^[\s　]*(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])|12345|24小时|7×24|1\+[NX]|5G|4G|3D|100%|365天|"
                    r"“[^”\n]*”|《[^》\n]*》|〔\d{4}〕|【[^】\n]*】|附件\d{0,2}", re.M)
_HAN = re.compile(r"[\u4e00-\u9fff]")
ALIKE, SAME = 78.0, 88.0  # per cent of a fact's words found again: the fact altered; the fact told
_PARTS = ("body", "heading", "title", "byline")


class Fact(NamedTuple):
    """A fact of the brief: its text, its Chinese characters alone, its figures."""

    text: str
    words: str
    figures: tuple[str, ...]


class Told(NamedTuple):
    """A sentence of the draft that tells a fact: how much of its words stand there, and the figures of the sentence."""

    place: Place
    start: int
    end: int
    share: float
    figures: tuple[str, ...]


def brief_of(page: Page, settings: Settings) -> dict[str, Any]:
    """The brief that the text is held against: the one given, else the one that the draft carries; empty where there is none."""
    if settings.brief:
        return settings.brief
    state = page.document.meta.get("state")
    brief = state.get("brief") if isinstance(state, dict) else None
    return brief if isinstance(brief, dict) else {}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
    elif value is not None:
        yield str(value)


def _plain(figure: str) -> str:
    """The figure's number alone, as it counts: 1,200 and 1200 are one, 06 and 6 too."""
    number = _NUMBER.match(figure.replace(",", ""))
    return f"{float(number[0]):g}" if number else figure


def _known(brief: dict[str, Any]) -> frozenset[str]:
    """Every number of the brief, its date's year and the years beside it."""
    text = "\n".join(_strings(brief))
    found = {_plain(m[0]) for m in _NUMBER.finditer(text.replace(",", ""))}
    date = re.search(r"(\d{4})-(\d{2})-(\d{2})", str(brief.get("date", "")))
    if date:
        found |= {f"{int(date[1]) + shift}" for shift in (-1, 0, 1)} | {f"{int(date[2])}", f"{int(date[3])}"}
    return frozenset(found)


@rule("figure-not-in-brief")
def figure_not_in_brief(page: Page, settings: Settings) -> Iterator[Hit]:
    """Figures and dates that the brief does not have; the editor may have added what is true."""
    brief = brief_of(page, settings)
    if not brief:
        return
    known = _known(brief)
    altered = {(hit.place.index, hit.start) for hit in fact_altered(page, settings)}  # told by a rule of its own
    for place in page.parts(*_PARTS):
        plain = _NAMES.sub(lambda m: "　" * len(m[0]), place.text)
        for found in _FIGURE.finditer(plain):
            if _plain(found[0]) not in known and (place.index, found.start()) not in altered:
                yield Hit(place, found.start(), found.end())


@rule("name-not-in-brief")
def name_not_in_brief(page: Page, settings: Settings) -> Iterator[Hit]:
    """Persons in a post whom the brief does not name."""
    brief = brief_of(page, settings)
    if not brief:
        return
    text = "\n".join(_strings(brief))
    for holder in persons.holders(page):
        if holder.name not in text:
            yield Hit(holder.place, holder.end - len(holder.name), holder.end, {"name": holder.name})


def _facts(brief: dict[str, Any]) -> list[Fact]:
    rows = [str(row.get("text", "")) if isinstance(row, dict) else str(row) for row in brief.get("facts", ())]
    return [Fact(row, "".join(_HAN.findall(row)), _numbers(row)) for row in rows if row]


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(_plain(m[0]) for m in _NUMBER.finditer(text.replace(",", "")))


def _telling(page: Page, fact: Fact) -> list[Told]:
    """The sentences that tell the fact, the likeliest first; a fact may be cut in two by a table or by a full stop."""
    kept: dict[str, list[Told]] = page.memo.setdefault("told", {})
    if fact.text in kept:
        return kept[fact.text]
    from rapidfuzz import fuzz

    found = []
    for place, start, end, han, figures in _sentences(page):
        if len(han) >= 0.5 * len(fact.words):
            share = fuzz.partial_ratio(fact.words, han, score_cutoff=ALIKE) if len(han) >= len(fact.words) else fuzz.ratio(
                fact.words, han, score_cutoff=ALIKE)
            if share:
                found.append(Told(place, start, end, share, figures))
    kept[fact.text] = sorted(found, key=lambda told: -told.share)
    return kept[fact.text]


def _sentences(page: Page) -> list[tuple[Place, int, int, str, tuple[str, ...]]]:
    """(place, first and last character, Chinese characters alone, numbers) of each sentence of the body."""
    kept: list[tuple[Place, int, int, str, tuple[str, ...]]] | None = page.memo.get("sentences")
    if kept is None:
        kept = page.memo["sentences"] = []
        for place in page.parts("body", "heading"):
            start = 0
            for match in re.finditer(r"[^。！？\n]+[。！？]?", place.text):
                start = match.start()
                kept.append((place, start, match.end(), "".join(_HAN.findall(match[0])), _numbers(match[0])))
    return kept


@rule("fact-altered")
def fact_altered(page: Page, settings: Settings) -> Iterator[Hit]:
    """A fact of the brief that stands in the text with another figure, and nowhere with its own."""
    brief = brief_of(page, settings)
    facts = _facts(brief) if brief else []
    for fact in facts:
        if not fact.figures:
            continue
        told = _telling(page, fact)
        if not told or any(set(fact.figures) <= set(t.figures) for t in told):
            continue
        best = told[0]
        lost = [figure for figure in fact.figures if figure not in best.figures]
        others = {figure for other in facts if other is not fact for figure in other.figures}
        new = [figure for figure in best.figures if figure not in fact.figures and figure not in others]
        if lost and new and best.share >= SAME:
            at = best.start
            for found in _NUMBER.finditer(best.place.text, best.start, best.end):
                if _plain(found[0]) == new[0]:
                    at = found.start()
                    break
            end = _FIGURE.match(best.place.text, at)
            yield Hit(best.place, at, end.end() if end else best.end, {"fact": fact.text, "lost": lost[0], "new": new[0]})


@rule("fact-missing")
def fact_missing(page: Page, settings: Settings) -> Iterator[Hit]:
    """A fact of the brief that the text does not tell: neither its words nor its figures stand in it."""
    brief = brief_of(page, settings)
    body = [place for place in page.places if place.part in (*_PARTS, "table", "attendance")]
    if not brief or not body:
        return
    numbers = frozenset(_plain(m[0]) for place in body for m in _NUMBER.finditer(place.text.replace(",", "")))
    for fact in _facts(brief):
        if _telling(page, fact) or (fact.figures and set(fact.figures) <= numbers) or _in_pieces(page, fact):
            continue
        yield Hit(body[0], 0, len(body[0].text), {"fact": fact.text})


def _in_pieces(page: Page, fact: Fact) -> bool:
    """True where each clause of the fact stands somewhere in the text."""
    whole = "".join(_HAN.findall(page.whole))
    clauses = ["".join(_HAN.findall(part)) for part in re.split("[，、；：。]", fact.text)]
    clauses = [clause for clause in clauses if len(clause) > 3]
    return bool(clauses) and sum(clause in whole or clause[:-2] in whole or clause[2:] in whole for clause in clauses) >= 0.6 * len(clauses)


@rule("fact-told-twice")
def fact_told_twice(page: Page, settings: Settings) -> Iterator[Hit]:
    """A fact with figures told in full in two places; a sentence that tells several is told of once."""
    brief = brief_of(page, settings)
    told: set[tuple[int, int]] = set()
    for fact in _facts(brief) if brief else ():
        if len(fact.words) < 10 or not fact.figures:
            continue
        full = sorted((t for t in _telling(page, fact) if t.share >= SAME and set(fact.figures) <= set(t.figures)),
                      key=lambda told: (told.place.index, told.start))
        for again in full[1:]:
            if (again.place.index, again.start) in told:
                continue
            told.add((again.place.index, again.start))
            yield Hit(again.place, again.start, again.end, {"fact": fact.text, "line": full[0].place.line})
