"""Many regular expressions over many texts: each is tried only where one of the words it cannot do without stands.

The idea is that of RE2's FilteredRE2: from each pattern's parse tree its alternatives are taken, and from each of them a
literal (or a few) that must occur in any match; one Aho–Corasick pass over all texts finds where. Where an alternative is
nothing but a literal, at most bound to the text's begin or end, the pass decides; else the expression itself does.
Patterns without such literals are tried everywhere.
"""

from __future__ import annotations

import re
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import ahocorasick_rs
import numpy as np

MOST = 400  # alternatives or literals of one pattern; more are no filter
SMALL = 8  # characters of a class that is written out as so many alternatives
WIDE = 64  # characters of a class of which one must stand in a text
_EVERYWHERE = frozenset("，。、；：的一是要不了和在有为")  # stand in most sentences: as literals they sort out little


class Literal(NamedTuple):
    """Words that stand in every match of one alternative, whether at the text's begin or end, and whether they are all of it."""

    words: str
    begins: bool
    ends: bool
    decides: bool


class _Any(NamedTuple):
    """A part of an alternative that is no literal, with the literals of which one stands in it, where that is known."""

    needed: frozenset[str] | None


_BEGIN, _END = object(), object()


class _TooManyError(Exception):
    """A pattern has more alternatives than can be written out."""


def needed(pattern: re.Pattern[str]) -> frozenset[Literal] | None:
    """Literals of which at least one stands in every text the pattern matches, or None where there is no such set."""
    if pattern.flags & ~re.UNICODE:
        return None
    tree = parser.parse(pattern.pattern)
    try:
        alternatives = _alternatives(tree)
    except _TooManyError:
        words = _sequence(tree)
        return frozenset(Literal(w, False, False, False) for w in words) if words else None
    found: set[Literal] = set()
    for alternative in alternatives:
        literals = _literals(alternative)
        if literals is None:
            return None
        found |= literals
    return frozenset(found) if len(found) <= MOST else None


def _alternatives(nodes: Any) -> list[tuple[Any, ...]]:
    """The alternatives of a sequence: each a row of characters, _BEGIN, _END and _Any."""
    found: list[tuple[Any, ...]] = [()]
    for name, value in nodes:
        try:
            options = _options(name, value)
        except _TooManyError:
            options = [(_Any(_node(name, value)),)]
        if len(found) * len(options) > MOST:
            raise _TooManyError
        found = [row + option for row in found for option in options]
    return found


def _options(name: Any, value: Any) -> list[tuple[Any, ...]]:
    if name is op.LITERAL:
        return [(chr(value),)]
    if name is op.IN and len(value) <= SMALL and all(kind is op.LITERAL for kind, _ in value):
        return [(chr(code),) for _, code in value]
    if name is op.AT and value in (op.AT_BEGINNING, op.AT_END):
        return [(_BEGIN if value is op.AT_BEGINNING else _END,)]
    if name is op.SUBPATTERN and not value[1] and not value[2]:
        return _alternatives(value[-1])
    if name is op.BRANCH:
        options = [row for branch in value[1] for row in _alternatives(branch)]
        if len(options) > MOST:
            raise _TooManyError
        return options
    if name in (op.MAX_REPEAT, op.MIN_REPEAT) and value[:2] == (0, 1):
        return [(), *_alternatives(value[2])]
    return [(_Any(_node(name, value)),)]


def _literals(alternative: tuple[Any, ...]) -> set[Literal] | None:
    """The literals of one alternative: the longest run of its characters, or the best set of what one of its parts needs."""
    begins, ends = alternative[:1] == (_BEGIN,), alternative[-1:] == (_END,)
    inner = alternative[begins:len(alternative) - ends]
    if inner and all(isinstance(part, str) for part in inner):
        return {Literal("".join(inner), begins, ends, True)}
    best: set[Literal] | None = None
    start = 0
    for place in range(len(inner) + 1):
        part = inner[place] if place < len(inner) else None
        if isinstance(part, str):
            continue
        run = "".join(inner[start:place])
        candidates = [{Literal(run, begins and not start, ends and place == len(inner), False)}] if run else []
        if isinstance(part, _Any) and part.needed:
            candidates.append({Literal(w, False, False, False) for w in part.needed})
        for candidate in candidates:
            if best is None or _worth(w.words for w in candidate) > _worth(w.words for w in best):
                best = candidate
        start = place + 1
    return best


def _sequence(nodes: Any) -> frozenset[str] | None:
    """The best set of any part of a sequence: the one whose shortest literal is longest."""
    best: frozenset[str] | None = None
    run = ""
    runs: list[frozenset[str]] = []
    for name, value in nodes:
        if name is op.LITERAL:
            run += chr(value)
            continue
        if run:
            runs.append(frozenset((run,)))
            run = ""
        found = _node(name, value)
        if found:
            runs.append(found)
    if run:
        runs.append(frozenset((run,)))
    for candidate in runs:
        if len(candidate) <= MOST and (best is None or _worth(candidate) > _worth(best)):
            best = candidate
    return best


def _worth(literals: Any) -> tuple[int, int]:
    sizes = [0 if words in _EVERYWHERE else len(words) for words in literals]
    return min(sizes), -len(sizes)


def _node(name: Any, value: Any) -> frozenset[str] | None:
    if name is op.SUBPATTERN:
        return _sequence(value[-1])
    if name is op.BRANCH:
        parts = [_sequence(branch) for branch in value[1]]
        return frozenset().union(*(p for p in parts if p)) if all(parts) else None
    if name is op.IN:
        ends = [(v, v) if kind is op.LITERAL else v for kind, v in value if kind in (op.LITERAL, op.RANGE)]
        return (frozenset(chr(code) for first, last in ends for code in range(first, last + 1))
                if len(ends) == len(value) and sum(last - first + 1 for first, last in ends) <= WIDE else None)
    if name in (op.MAX_REPEAT, op.MIN_REPEAT) and value[0] > 0:
        return _sequence(value[2])
    if name is op.ASSERT:  # lookahead and lookbehind: what must stand there
        return _sequence(value[1])
    return None


class Filtered:
    """Patterns that are searched for in many texts at once."""

    def __init__(self, patterns: list[re.Pattern[str]]) -> None:
        self._patterns = patterns
        self._always: list[int] = []
        owners: dict[str, list[tuple[int, bool, bool, bool]]] = {}
        for number, pattern in enumerate(patterns):
            literals = needed(pattern)
            if literals is None:
                self._always.append(number)
                continue
            for words, begins, ends, decides in literals:
                owners.setdefault(words, []).append((number, begins, ends, decides))
        self._automaton = ahocorasick_rs.AhoCorasick(list(owners))
        self._owners = list(owners.values())

    def hits(self, texts: list[str]) -> list[tuple[int, int]]:
        """(place of a text, number of a pattern that it matches), in order."""
        most, owners, patterns = len(self._patterns), self._owners, self._patterns
        sure: set[int] = set()
        tried = {place * most + number for number in self._always for place in range(len(texts))}
        place = -1
        first = stop = -1  # where the text of that place begins and ends among all
        for literal, start, end in self._automaton.find_matches_as_indexes("\x00".join(texts), overlapping=True):
            while end > stop:
                place += 1
                first, stop = stop + 1, stop + 1 + len(texts[place])
            for number, begins, ends, decides in owners[literal]:
                if (begins and start != first) or (ends and end < stop - 1):  # $ may stand before a line's end
                    continue
                (sure if decides and not (ends and end < stop) else tried).add(place * most + number)
        sure.update([key for key in tried - sure if patterns[key % most].search(texts[key // most])])
        return [divmod(key, most) for key in sorted(sure)]

    def which(self, texts: list[str]) -> list[list[int]]:
        """For each text the numbers of the patterns that it matches, in order."""
        found: list[list[int]] = [[] for _ in texts]
        for place, number in self.hits(texts):
            found[place].append(number)
        return found


class Counted:
    """Literals that are counted in many texts at once, as `findall` of their alternatives would find them."""

    def __init__(self, pattern: str) -> None:
        rows = _alternatives(parser.parse(pattern))
        self._automaton = ahocorasick_rs.AhoCorasick(["".join(row) for row in rows], matchkind=ahocorasick_rs.MatchKind.LeftmostFirst)

    def count(self, texts: list[str]) -> list[int]:
        """How many of the literals stand in each text, none within another."""
        stops = np.cumsum(np.array([len(t) + 1 for t in texts], dtype=np.int64)) - 1
        places = [place for _, place, _ in self._automaton.find_matches_as_indexes("\x00".join(texts))]
        counts: list[int] = np.bincount(np.searchsorted(stops, places, side="right"), minlength=len(texts)).tolist()
        return counts
