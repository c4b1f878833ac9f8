"""Check a document: rules of ten families over its text and its layout. A wrong alarm costs more than a miss."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from drafter.checks import (
    announced,
    dates,
    facts,
    gaps,
    layout,
    numbering,
    numerals,
    parts,
    persons,
    punctuation,
    repetition,
    settings,
    title,
    truth,
    wording,
)
from drafter.checks.page import BLANK, Page, Place, bare
from drafter.checks.rules import CODE, FAMILIES, SEVERITIES, Hit, Rule, load
from drafter.checks.settings import Settings
from drafter.document import Document
from drafter.findings import Finding

__all__ = ["FAMILIES", "SEVERITIES", "Settings", "announced", "check", "dates", "facts", "gaps", "hits", "layout", "load", "numbering",
           "numerals", "parts", "persons", "punctuation", "repetition", "settings", "title", "truth", "wording"]
ALL = frozenset(("全部", "all"))
MOST_TEXT = 80  # characters of a passage that a finding quotes


def check(document: Document, wanted: Settings | None = None) -> list[Finding]:
    """The findings in the order of the text. What the settings or a comment in the file allow is left out."""
    wanted = wanted or Settings()
    page = Page(document)
    rows = [row for row in load().rows.values() if wanted.wanted(row)]
    found: list[tuple[int, int, Finding]] = []
    for row, hit in hits(page, rows, wanted):
        if not _allowed(row, hit, wanted):
            found.append((hit.place.index, hit.start, _finding(row, hit, document, wanted)))
    found.sort(key=lambda entry: entry[:2])
    return list(dict.fromkeys(finding for _, _, finding in found))


def hits(page: Page, rows: list[Rule], wanted: Settings) -> Iterator[tuple[Rule, Hit]]:
    """Every hit of every rule: the pattern rules by words that stand near, then the coded ones."""
    near = _near(page, tuple(row.name for row in rows if row.pattern and row.near))
    for row in rows:
        if row.pattern:
            for hit in _matches(row, page, near.get(row.name, ()) if row.near else None):
                yield row, hit
        if row.name in CODE:
            for hit in CODE[row.name](page, wanted):
                yield row, hit


@lru_cache(maxsize=8)
def _automaton(names: tuple[str, ...]) -> tuple[Any, list[tuple[str, ...]]]:
    """(an automaton over the words near, the rules of each word)."""
    import ahocorasick_rs

    by_word: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for word in load().rows[name].words:
            by_word[word].append(name)
    return ahocorasick_rs.AhoCorasick(list(by_word)), [tuple(found) for found in by_word.values()]


def _near(page: Page, names: tuple[str, ...]) -> dict[str, list[int]]:
    """For each rule the places, in order, that hold one of its words; one pass over the whole text."""
    found: dict[str, dict[int, None]] = defaultdict(dict)
    if not names:
        return {}
    automaton, rules = _automaton(names)
    offsets = [place.offset for place in page.places]
    for word, start, _ in automaton.find_matches_as_indexes(page.whole, overlapping=True):
        index = bisect_right(offsets, start) - 1
        for name in rules[word]:
            found[name][index] = None
    return {name: list(places) for name, places in found.items()}


def _matches(row: Rule, page: Page, places: Iterable[int] | None) -> Iterator[Hit]:
    """The pattern's hits, in the places given or anywhere."""
    whole, where = page.whole, row.parts
    if places is None and len(where) > 3:
        spans = [(0, len(whole))]
    else:
        near = page.parts(*where) if places is None else [p for p in (page.places[i] for i in places) if p.part in where]
        spans = [(p.offset, p.offset + len(p.text)) for p in near]
    for first, last in spans:
        for match in row.compiled.finditer(whole, first, last):
            place, start = page.at(match.start())
            end = start + match.end() - match.start()
            if place.part not in where or end > len(place.text) or start == end or _exempt(row, place, start, end):
                continue
            replace = match.expand(row.replace) if row.replace is not None else None
            if replace is not None and replace == match[0]:
                continue
            yield Hit(place, start, end, match.groupdict(""), replace)


def _exempt(row: Rule, place: Place, start: int, end: int) -> bool:
    """True where the rule's `unless` covers the span."""
    return row.exempt is not None and any(m.start() <= start and m.end() >= end for m in row.exempt.finditer(place.text))


def _allowed(row: Rule, hit: Hit, wanted: Settings) -> bool:
    """True for what a comment in the file, an allowed word or an allowed line lets pass."""
    place = hit.place
    if place.allowed and place.allowed & (ALL | {row.name, row.family, FAMILIES[row.family]}):
        return True
    if wanted.lines and bare(place.text) in wanted.lines:
        return True
    for word in wanted.words:
        at = place.text.find(word, max(0, hit.end - len(word)))
        if 0 <= at <= hit.start or (at >= 0 and at + len(word) <= hit.end and word in place.text[hit.start:hit.end]):
            return True
    return False


class _Fills(dict[str, Any]):
    """The words for a message's gaps; a gap nobody fills stays empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _finding(row: Rule, hit: Hit, document: Document, wanted: Settings) -> Finding:
    passage = hit.place.text[hit.start:hit.end]
    if BLANK in passage:  # the passage as it stands in the file, the comment that allows a place included
        passage = next((b.text[hit.start:hit.end] for b in document.blocks if b.line == hit.place.line), passage)
    short = passage if len(passage) <= MOST_TEXT else f"{passage[:MOST_TEXT - 1]}…"
    fills = _Fills({"found": short.strip(), "part": hit.place.part, "replace": hit.replace or "",
                    "unit": "段" if document.meta.get("encoding") == "docx" else "行"}) | hit.fills
    fills = _Fills(fills)
    replace = hit.replace if hit.replace is not None and _words(hit.replace) == _words(passage) else None
    return Finding(row.name, row.message.format_map(fills), document.file, hit.place.line, short,
                   wanted.severity.get(row.name) or hit.severity or row.severity, hit.start, hit.end, row.source,
                   row.cure.format_map(fills), replace)


def _words(text: str) -> str:
    """What a repair may never touch: all but punctuation and spaces."""
    return "".join(c for c in text if c.isalnum())
