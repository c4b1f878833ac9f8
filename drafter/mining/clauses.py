"""Marks of clauses: does a sentence's main clause demand, define, report or complain (words in clauses.yaml)?

The labelling guide decides by the main clause. The words are matched over all texts at once, longest first, so that
重要 is not taken for 要; what stands in quotation marks or brackets does not count. All clauses of all texts stand in
arrays, so that numpy asks a question of a whole document at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick_rs
import numpy as np
import yaml

_QUOTED = re.compile(r"“[^”\x00]*”|（[^）\x00]*）|《[^》\x00]*》|\([^)\x00]*\)")
_ENDS = "\x00\n，,；;：:。！!？?"  # \x00 parts texts
_ORDINALS = "一二三四五六七八九十"
_OPENERS = re.compile(rf"(?:[{_ORDINALS}]{{1,2}}[是要来]|第[{_ORDINALS}]{{1,2}}|其[一二三四五]|首先|其次|再次|最后|再者"
                      r"|另外|此外|同时|与此同时"
                      r"|一方面|另一方面|再一方面|并且?|还|也|更|就|因此|所以|而且|而)")
_SPACE = "".join(c for c in map(chr, range(0x3001)) if c.isspace())
_OPENS = f"{_ORDINALS}第其首再最另此同与并还也更就因所而要应必需须{_SPACE}"  # what an opener, a demand or white space begins with
_LONG = 0xFFFF  # characters beyond the first plane are all one: no table has any
_ACTING = ("verb", "adverb", "bid", "deal")
STANCES = ("neither", "define", "demand", "define, demand", "demand, define", "both")
TELLING = ("cause", "copula", "deficit", "done", "enable", "modal", "remedy", "result")


class Clause(NamedTuple):
    """One clause: how it begins (verb, adverb, noun or the class of its first word), the classes of its words, its characters."""

    opening: str
    marks: frozenset[str]
    length: int


class _Words(NamedTuple):
    classes: tuple[str, ...]  # a bit of a clause's marks each
    class_of: Any  # of each word, -1 for what only looks like a mark
    automaton: ahocorasick_rs.AhoCorasick
    openings: tuple[str, ...]
    verbs: frozenset[str]
    adverbs: frozenset[str]
    verb_keys: Any  # the same packed into integers, sorted (_key)
    adverb_keys: tuple[Any, ...]  # of two, three and four characters


@cache
def words() -> _Words:
    """The words of clauses.yaml and verbs.txt with what they are looked up by."""
    here = Path(__file__).parent
    rows = yaml.load((here / "clauses.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    table: dict[str, str] = {}
    for name, row in rows.items():
        for word in row["words"].split():
            table.setdefault(word, name)
    classes = tuple(name for name in rows if name != "nothing")
    verbs, adverbs = (frozenset(part.split()) for part in (here / "verbs.txt").read_text(encoding="utf-8").split("\n\n")[1:3])
    return _Words(
        classes, np.array([classes.index(name) if name in classes else -1 for name in table.values()]),
        ahocorasick_rs.AhoCorasick(list(table), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
        ("noun", "verb", "adverb", "bid", *(name for name in classes if name not in ("modal", "purpose"))),
        verbs, adverbs, _keys(verbs, 2), tuple(_keys(adverbs, n) for n in (2, 3, 4)))


def _keys(table: frozenset[str], size: int) -> Any:
    """The table's words of so many characters as integers, 16 bits a character, sorted."""
    return np.array(sorted(sum(ord(c) << 16 * i for i, c in enumerate(word)) for word in table if len(word) == size), dtype=np.uint64)


def _within(keys: Any, table: Any) -> Any:
    """Whether each key stands in a sorted table."""
    places = np.searchsorted(table, keys)
    return table[np.minimum(places, len(table) - 1)] == keys


def codes_of(text: str) -> Any:
    """The characters of a text as an array of their numbers."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@cache
def _is_in(characters: str) -> Any:
    """A table that tells of each character's number whether it is one of these."""
    table = np.zeros(_LONG + 1, dtype=bool)
    table[[ord(c) for c in characters]] = True
    return table


@dataclass(frozen=True)
class Clauses:
    """The clauses of many texts in arrays: text i has those from firsts[i] up to firsts[i + 1].

    `marks` has a bit for each class, `openings` places in `words().openings`.
    """

    firsts: Any
    marks: Any
    openings: Any
    lengths: Any

    def __len__(self) -> int:
        return len(self.firsts) - 1

    def __getitem__(self, text: int) -> list[Clause]:
        """The clauses of one text, in order."""
        table = words()
        return [Clause(table.openings[self.openings[i]], frozenset(n for b, n in enumerate(table.classes) if self.marks[i] >> b & 1),
                       int(self.lengths[i])) for i in range(self.firsts[text], self.firsts[text + 1])]

    def marked(self, *names: str) -> Any:
        """Whether each clause has a word of one of the classes."""
        return self.marks & sum(1 << words().classes.index(name) for name in names) != 0

    def opens(self, *names: str) -> Any:
        """Whether each clause begins in one of these ways."""
        return np.array([name in names for name in words().openings])[self.openings]

    @property
    def numbers(self) -> Any:
        """How many clauses each text has."""
        return self.firsts[1:] - self.firsts[:-1]

    @cached_property
    def owners(self) -> Any:
        """The text that each clause belongs to."""
        return np.repeat(np.arange(len(self)), self.numbers)

    def count(self, which: Any) -> Any:
        """How many of the clauses that are true in `which` each text has."""
        return np.bincount(self.owners[which], minlength=len(self))

    @cached_property
    def acting(self) -> Any:
        """How many clauses of each text open with an act."""
        return self.count(self.opens(*_ACTING))

    @cached_property
    def stances(self) -> Any:
        """What each text does, as places in STANCES: demand (要…), define (…是…), both in the order of their last clauses, or neither."""
        owners, order = self.owners, np.arange(len(self.marks))
        demand, define = np.full(len(self), -1), np.full(len(self), -1)
        demands, defines = self.marked("modal") | self.opens("bid"), self.marked("copula")
        demand[owners[demands]] = order[demands]  # the last one stays
        define[owners[defines]] = order[defines]
        return np.where(demand < 0, (define >= 0).astype(int), np.where(define < 0, 2, np.where(demand > define, 3, np.where(
            demand < define, 4, 5))))


def analyse(texts: list[str]) -> Clauses:
    """The clauses of each text, in order; clauses of one character do not count."""
    table = words()
    joined = "\x00".join(texts)
    if joined.count("\x00") >= len(texts) or "\n" in joined:
        joined = "\x00".join(t.replace("\x00", "").replace("\n", " ") for t in texts)
    joined = _QUOTED.sub(lambda m: "引" * len(m[0]), joined)
    codes = np.minimum(codes_of(joined), _LONG)
    ends = np.concatenate((np.flatnonzero(_is_in(_ENDS)[codes]), (len(codes),)))
    starts = np.concatenate(([0], ends[:-1] + 1))
    lengths = ends - starts
    found = np.fromiter(chain.from_iterable(table.automaton.find_matches_as_indexes(joined)), dtype=np.int64).reshape(-1, 3)
    classes = table.class_of[found[:, 0]]
    found, classes = found[classes >= 0], classes[classes >= 0]
    clause = np.searchsorted(ends, found[:, 1], side="right")
    marks = np.zeros(len(ends), dtype=np.int64)
    if len(clause):
        heads = np.flatnonzero(np.concatenate(((True,), clause[1:] != clause[:-1])))
        marks[clause[heads]] = np.bitwise_or.reduceat(1 << classes, heads)
    opening = np.zeros(len(ends), dtype=np.int64)
    names = np.array([table.openings.index(n) if n in table.openings else 0 for n in table.classes])
    first = found[:, 1] == starts[clause]
    opening[clause[first]] = names[classes[first]]
    kept = np.flatnonzero(lengths > 1)
    opening = _openings(joined, codes, starts[kept], ends[kept], opening[kept])
    text = np.concatenate(((0,), (codes[ends[:-1]] == 0).cumsum()))[kept]
    return Clauses(np.searchsorted(text, np.arange(len(texts) + 1)), marks[kept], opening, lengths[kept])


def _openings(joined: str, codes: Any, starts: Any, ends: Any, marked: Any) -> Any:
    """How each clause begins; `marked` is the class of its first word, 0 where that has none."""
    table = words()
    padded = np.concatenate((codes, np.zeros(4, codes.dtype))).astype(np.uint64)
    a, b, c, d = (padded[starts + i] for i in range(4))
    two = a | b << np.uint64(16)
    three = two | c << np.uint64(32)
    adverb = (_within(two, table.adverb_keys[0]) | _within(three, table.adverb_keys[1])
              | _within(three | d << np.uint64(48), table.adverb_keys[2])
              | (_is_in(_DEGREES)[a] & _within(b | c << np.uint64(16), table.verb_keys)))
    found = np.where(_within(two, table.verb_keys), 1, np.where(adverb, 2, marked))
    opens = _is_in(_OPENS)
    for i in np.flatnonzero(opens[a] | opens[b] | opens[c] | opens[d]):  # behind an opener it begins anew; few clauses
        found[i] = _opening(joined[starts[i]:ends[i]], int(marked[i]))
    return found


_DEGREES = "不再多先共深常严大广细"


def _opening(part: str, marked: int) -> int:
    table = words()
    text = _OPENERS.sub("", part.strip()[:12], count=1)
    if text.startswith(("要", "应当", "应该", "应", "必须", "需要")) and text[:2] not in ("要求", "要素", "要点", "应用", "应对"):
        return 3
    if text[:2] in table.verbs:
        return 1
    if any(text[:n] in table.adverbs for n in (4, 3, 2)) or (text[1:3] in table.verbs and text[0] in _DEGREES):
        return 2
    return marked


def acts(text: str) -> bool:
    """True for words that open with a verb, or with an adverb before one."""
    return words().openings[_opening(text, 0)] in ("verb", "adverb", "bid") or text[:1] in _SYLLABLES


# Verbs of one syllable that leads open with, and words that open one as a verb does.
_SYLLABLES = frozenset("建抓强严把让在以从用管守讲树亮做当促聚转提优练比帮育选送带查改保稳拼争创铸固走办解挑扛立压补清摸理算议晒督考评"
                       "奖罚限定明实细紧拧织打拓畅通接送盯跟"
                       "扎护救防堵疏分合减免放收退还存登记画列写报公开"
                       "请派换轮进出上下一先再")
