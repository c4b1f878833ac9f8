"""E: wrong words, variants, out-of-date names, colloquial words, an office's own wording, words used too often."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from drafter.checks import lexicon
from drafter.checks.page import Page
from drafter.checks.rules import Hit, rule
from drafter.checks.settings import Settings

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_STOP = re.compile(r"[。；\n]")
# Words that official texts wear out (style-rules E8), how often in a thousand characters, and from how many times on.
FILLERS, MOST, LEAST = ("进一步", "切实", "不断", "深入"), 3.0, 6


def _confused(name: str) -> Callable[[Page, Settings], Iterator[Hit]]:
    """What finds the words of confusion.yaml under that rule."""
    def find(page: Page, settings: Settings) -> Iterator[Hit]:
        for row, start, end in lexicon.confused(name).found(page.whole):
            if not lexicon.by_chance(page.whole, start, end, row.better):
                place, at = page.at(start)
                yield Hit(place, at, at + end - start, {"better": row.better, "why": row.why})
        automaton, contexts = lexicon.contexts(name)
        tried: set[tuple[int, int]] = set()
        for number, start, _ in automaton.find_matches_as_indexes(page.whole, overlapping=True) if contexts else ():
            context, sort = contexts[number]
            place, _ = page.at(start)
            if (id(context), place.index) in tried:
                continue
            tried.add((id(context), place.index))
            for match in context.compiled.finditer(page.whole, place.offset, place.offset + len(place.text)):
                group = match.lastindex or 0
                at = match.start(group) - place.offset
                yield Hit(place, at, at + len(match[group]), {"better": context.right, "why": sort.why}, None,
                          "warning" if sort.mild else None)

    return find


for _name in ("misspelt", "de-particle", "variant-word", "unusual-word"):
    rule(_name)(_confused(_name))


@rule("outdated-word")
def outdated(page: Page, settings: Settings) -> Iterator[Hit]:
    """Names that the document's year had no longer; a sentence that tells of an earlier year, or says 原, is left."""
    whole = page.whole
    for row, start, end in lexicon.renamed().found(whole):
        if row.since > page.year or whole[max(0, start - 6):start].endswith(("原", "原县", "原市", "原区", "原省", "时任", "前", "原国家")):
            continue
        first = max((m.end() for m in _STOP.finditer(whole, max(0, start - 200), start)), default=max(0, start - 200))
        last = next((m.start() for m in _STOP.finditer(whole, end, end + 200)), end)
        years = [int(m[1]) for m in _YEAR.finditer(whole, first, last)]
        if (years and min(years) < row.since) or re.search("原[^，。]{0,8}$|曾", whole[first:start]):
            continue
        if not row.word.startswith("《") and (lexicon.by_chance(whole, start, end, "") or _in_title(whole, start)):
            continue
        place, at = page.at(start)
        yield Hit(place, at, at + end - start, {"better": row.better, "since": row.since, "why": row.why})


def _in_title(text: str, start: int) -> bool:
    """True inside 《》: a document keeps the name that it had."""
    before = text[max(0, start - 60):start]
    return before.rfind("《") > before.rfind("》")


@rule("office-wording")
def office_wording(page: Page, settings: Settings) -> Iterator[Hit]:
    """What the office's own list refuses."""
    path = lexicon.office_file(settings.phrasing, settings.folder)
    if path is None:
        return
    for row, start, end in lexicon.phrasing(path).found(page.whole):
        place, at = page.at(start)
        yield Hit(place, at, at + end - start, {"better": row.better, "why": row.why})


@rule("colloquial")
def colloquial(page: Page, settings: Settings) -> Iterator[Hit]:
    """Colloquial words in a written kind; quoted words are somebody's own."""
    table, spoken = lexicon.colloquial()
    if not page.kind or page.kind in spoken or any(word in page.title for word in spoken):
        return
    for row, start, end in table.found(page.whole):
        place, at = page.at(start)
        before = place.text[:at]
        if before.rfind("“") <= before.rfind("”") and not lexicon.by_chance(page.whole, start, end, row.better):
            yield Hit(place, at, at + end - start, {"better": row.better})


@rule("filler-words")
def fillers(page: Page, settings: Settings) -> Iterator[Hit]:
    """A word that the document uses too often, told once, where it comes up the sixth time."""
    whole = page.whole
    for word in FILLERS:
        times = whole.count(word)
        rate = 1000 * times / max(1, len(whole))
        if times >= LEAST and rate > MOST:
            at = -1
            for _ in range(LEAST):
                at = whole.find(word, at + 1)
            place, start = page.at(at)
            yield Hit(place, start, start + len(word), {"times": times, "rate": f"{rate:.1f}"})
