"""How much of a text stands word for word in others (撞稿): runs of Chinese characters, punctuation left out, by an index of hashes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from drafter import words

SHINGLE = 12  # characters in a row that no two writers set down by chance
MOST_RUN, MOST_SHARE, MOST_RUNNING = 25, 0.25, 2  # characters in a row, share of the text, sentences running, from one document
COMMON = 4  # documents of the bank that hold the same twelve characters: a set phrase, nobody's own


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in a row that stand in a source too."""

    text: str
    source: str
    section: int


@dataclass(slots=True)
class Part:
    """One section: its characters, how many stand in any source, in the source most like it, and the longest run."""

    name: str
    characters: int
    alike: int = 0
    most: int = 0
    source: str = ""
    longest: str = ""
    longest_source: str = ""


@dataclass(slots=True)
class Likeness:
    """The sections, and over the whole text what the limits of 撞稿 ask about."""

    parts: list[Part]
    runs: list[Run] = field(default_factory=list)
    source: str = ""
    most: int = 0
    running: int = 0
    running_source: str = ""

    @property
    def characters(self) -> int:
        """Chinese characters of the whole text."""
        return sum(p.characters for p in self.parts)

    @property
    def share(self) -> float:
        """The share that stands in the one source most like the text."""
        return self.most / max(1, self.characters)

    @property
    def longest(self) -> Run | None:
        """The longest run."""
        return max(self.runs, key=lambda r: len(r.text), default=None)

    @property
    def beyond(self) -> list[Run]:
        """The runs longer than the limit."""
        return [r for r in self.runs if len(r.text) > MOST_RUN]

    @property
    def within(self) -> bool:
        """True where no limit is passed."""
        return not self.beyond and self.share <= MOST_SHARE and self.running <= MOST_RUNNING


def compare(sections: Sequence[tuple[str, Sequence[str]]], sources: Iterable[tuple[str, str]], own: Iterable[str] = (),
            common: frozenset[str] = frozenset()) -> Likeness:
    """How the text, given as (name, sentences) of each section, is like the sources, (name, text) each.

    Words of `own` count as the writer's; so do twelve characters that COMMON of the sources named in `common` hold.
    """
    import numpy as np

    said = [[words.han(s) for s in sentences] for _, sentences in sections]
    joined = ["".join(rows) for rows in said]
    parts = [Part(name, len(text)) for (name, _), text in zip(sections, joined, strict=True)]
    mine = "\0".join(joined)
    first = np.cumsum([0, *(len(t) + 1 for t in joined)])
    hashes = _hashes(mine)
    taken = np.isin(hashes, np.concatenate([_hashes(words.han(text)) for text in own] or [hashes[:0]]))
    hashes = np.where(taken, 0, hashes)
    order = np.argsort(hashes, kind="stable")
    ranked = hashes[order]
    met: list[tuple[str, Any, Any]] = []  # source, places in it, places in the text
    for name, text in sources:
        theirs = _hashes(words.han(text))
        at = np.searchsorted(ranked, theirs)
        at[at == len(ranked)] = 0
        hit = np.nonzero((ranked[at] == theirs) & (theirs != 0))[0] if len(ranked) else at[:0]
        if len(hit):
            met.append((name, hit, order[at[hit]]))
    several: dict[int, int] = defaultdict(int)
    for name, _, places in met:
        for place in set(places.tolist()) if name in common else ():
            several[place] += 1
    set_ = {place for place, n in several.items() if n >= COMMON}
    covered: dict[str, set[int]] = defaultdict(set)
    runs: dict[tuple[str, int], Run] = {}
    for name, there, here in met:
        kept = np.array([p not in set_ for p in here.tolist()], dtype=bool)
        there, here = there[kept], here[kept]
        breaks = np.nonzero((np.diff(there) != 1) | (np.diff(here) != 1))[0] + 1
        for piece in np.split(here, breaks):
            if not len(piece):
                continue
            start, end = int(piece[0]), int(piece[-1]) + SHINGLE
            covered[name].update(range(start, end))
            section = int(np.searchsorted(first, start, side="right")) - 1
            known = runs.get((name, start))
            if known is None or len(known.text) < end - start:
                runs[name, start] = Run(mine[start:end], name, section)
    found = Likeness(parts, sorted(_longest(runs), key=lambda r: -len(r.text)))
    for run in found.runs:
        part = parts[run.section]
        if len(run.text) > len(part.longest):
            part.longest, part.longest_source = run.text, run.source
    for i, part in enumerate(parts):
        span = range(int(first[i]), int(first[i + 1]) - 1)
        within = {name: sum(p in places for p in span) for name, places in covered.items()}
        part.source, part.most = max(within.items(), key=lambda row: row[1], default=("", 0))
        part.source = part.source if part.most else ""
        part.alike = sum(any(p in places for places in covered.values()) for p in span)
    found.source, found.most = max(((name, len(places)) for name, places in covered.items()), key=lambda row: row[1], default=("", 0))
    found.running, found.running_source = _running(said, first.tolist(), covered)
    return found


def _longest(runs: dict[tuple[str, int], Run]) -> list[Run]:
    """Of the runs that begin at one place the longest alone, whatever the source."""
    best: dict[int, Run] = {}
    for (_, start), run in runs.items():
        if start not in best or len(best[start].text) < len(run.text):
            best[start] = run
    return list(best.values())


def _running(said: list[list[str]], first: list[int], covered: dict[str, set[int]]) -> tuple[int, str]:
    """(how many sentences in a row stand, the better half of each, in one source; the source)."""
    best, name, streaks = 0, "", dict[str, int]()
    for section, sentences in enumerate(said):
        at = first[section]
        for sentence in sentences:
            if len(sentence) < SHINGLE:
                at += len(sentence)
                streaks = {}
                continue
            here = {n for n, places in covered.items() if sum(p in places for p in range(at, at + len(sentence))) * 2 >= len(sentence)}
            streaks = {n: streaks.get(n, 0) + 1 for n in here}
            for n, length in streaks.items():
                if length > best:
                    best, name = length, n
            at += len(sentence)
    return best, name


def _hashes(text: str) -> Any:
    """A hash for each run of SHINGLE characters; 0 where a run goes over the end of a section."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    n = len(codes) - SHINGLE + 1
    if n <= 0:
        return np.zeros(0, dtype=np.uint64)
    made = np.zeros(n, dtype=np.uint64)
    for i in range(SHINGLE):
        made = made * np.uint64(1_000_003) + codes[i:i + n]
    made ^= made >> np.uint64(29)
    gaps = np.cumsum(np.concatenate(([0], (codes == 0).astype(np.int64))))
    made[gaps[SHINGLE:] - gaps[:-SHINGLE] > 0] = 0
    return made
