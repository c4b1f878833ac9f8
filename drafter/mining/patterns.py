"""Many regular expressions over many texts: each is tried only where one of the words it cannot do without stands.

The idea is that of RE2's FilteredRE2: from each pattern's parse tree a set of literals is taken of which one must occur in
any match; one Aho–Corasick pass over all texts finds where. Patterns without such a set are tried everywhere.
"""

from __future__ import annotations

import re
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick_rs

MOST = 200  # literals of one pattern; more are no filter


def needed(pattern: str) -> frozenset[str] | None:
    """Literals of which at least one stands in every text the pattern matches, or None where there is no such set."""
    return _sequence(parser.parse(pattern))


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


def _worth(literals: frozenset[str]) -> tuple[int, int]:
    return min(map(len, literals)), -len(literals)


def _node(name: Any, value: Any) -> frozenset[str] | None:
    if name is op.SUBPATTERN:
        return _sequence(value[-1])
    if name is op.BRANCH:
        parts = [_sequence(branch) for branch in value[1]]
        return frozenset().union(*(p for p in parts if p)) if all(parts) else None
    if name is op.IN:
        singles = [chr(v) for kind, v in value if kind is op.LITERAL]
        return frozenset(singles) if len(singles) == len(value) and len(singles) <= 20 else None
    if name in (op.MAX_REPEAT, op.MIN_REPEAT) and value[0] > 0:
        return _sequence(value[2])
    if name is op.ASSERT:  # lookahead and lookbehind: what must stand there
        return _sequence(value[1])
    return None


class Filtered:
    """Patterns that are searched for in many texts at once."""

    def __init__(self, patterns: list[re.Pattern[str]]) -> None:
        self._patterns = patterns
        literals: dict[str, list[int]] = {}
        self._always: list[int] = []
        for number, pattern in enumerate(patterns):
            words = needed(pattern.pattern)
            if words is None:
                self._always.append(number)
                continue
            for word in words:
                literals.setdefault(word, []).append(number)
        self._owners = list(literals.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(literals))

    def which(self, texts: list[str]) -> list[list[int]]:
        """For each text the numbers of the patterns that it matches, in order."""
        found = []
        automaton, owners, always, patterns = self._automaton, self._owners, self._always, self._patterns
        for text in texts:
            tried = set(always)
            for literal in {match[0] for match in automaton.find_matches_as_indexes(text, overlapping=True)}:
                tried.update(owners[literal])
            found.append(sorted(n for n in tried if patterns[n].search(text)))
        return found
