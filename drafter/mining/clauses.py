"""Marks of clauses: does a sentence's main clause demand, define, report or complain (words in clauses.yaml)?

The labelling guide decides by the main clause. The words are matched over all texts at once, longest first, so that
重要 is not taken for 要; what stands in quotation marks or brackets does not count.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import ahocorasick_rs
import yaml

_QUOTED = re.compile(r"“[^”\x00]*”|（[^）\x00]*）|《[^》\x00]*》|\([^)\x00]*\)")
_ENDS = str.maketrans(dict.fromkeys("，,；;：:。！!？?", "\n"))
_OPENERS = re.compile(r"(?:[一二三四五六七八九十]{1,2}[是要来]|第[一二三四五六七八九十]{1,2}|其[一二三四五]|首先|其次|再次|最后|再者"
                      r"|另外|此外|同时|与此同时"
                      r"|一方面|另一方面|再一方面|并且?|还|也|更|就|因此|所以|而且|而)\n?")


class Clause(NamedTuple):
    """One clause: how it begins (verb, adverb, noun or the class of its first word), the classes of its words, its characters."""

    opening: str
    marks: frozenset[str]
    length: int


class _Words(NamedTuple):
    classes: tuple[str, ...]  # of each word
    automaton: ahocorasick_rs.AhoCorasick
    verbs: frozenset[str]
    adverbs: frozenset[str]


@cache
def _words() -> _Words:
    here = Path(__file__).parent
    rows = yaml.load((here / "clauses.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    words: dict[str, str] = {}
    for name, row in rows.items():
        for word in row["words"].split():
            words.setdefault(word, name)
    verbs, adverbs = (frozenset(part.split()) for part in (here / "verbs.txt").read_text(encoding="utf-8").split("\n\n")[1:3])
    automaton = ahocorasick_rs.AhoCorasick(list(words), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return _Words(tuple(words.values()), automaton, verbs, adverbs)


def analyse(texts: list[str]) -> list[list[Clause]]:
    """The clauses of each text, in order."""
    if not texts:
        return []
    table = _words()
    joined = _QUOTED.sub(lambda m: "引" * len(m[0]), "\x00".join(t.replace("\x00", "").replace("\n", " ") for t in texts)).translate(_ENDS)
    found = iter(table.automaton.find_matches_as_indexes(joined))
    match = next(found, None)
    result: list[list[Clause]] = []
    place = 0
    for text in joined.split("\x00"):
        clauses: list[Clause] = []
        for part in text.split("\n"):
            end = place + len(part)
            marks = []
            opening = ""
            while match is not None and match[1] < end:
                name = table.classes[match[0]]
                if name != "nothing":
                    marks.append(name)
                    if match[1] == place and name not in ("modal", "purpose"):
                        opening = name
                match = next(found, None)
            if len(part) > 1:
                clauses.append(Clause(_opening(part, opening, table), frozenset(marks), len(part)))
            place = end + 1
        result.append(clauses)
    return result


def _opening(part: str, opening: str, table: _Words) -> str:
    words = _OPENERS.sub("", part.strip(), count=1)
    if words.startswith(("要", "应当", "应该", "应", "必须", "需要")) and words[:2] not in ("要求", "要素", "要点", "应用", "应对"):
        return "bid"
    if words[:2] in table.verbs:
        return "verb"
    if any(words[:n] in table.adverbs for n in (4, 3, 2)) or (words[1:3] in table.verbs and words[0] in "不再多先共深常严大广细"):
        return "adverb"
    return opening or "noun"


def _demands(clause: Clause) -> bool:
    return "modal" in clause.marks or clause.opening == "bid"


def acts(text: str) -> bool:
    """True for words that open with a verb, or with an adverb before one."""
    table = _words()
    return _opening(text, "", table) in ("verb", "adverb", "bid") or text[:1] in _SYLLABLES


# Verbs of one syllable that leads open with, and words that open one as a verb does.
_SYLLABLES = frozenset("建抓强严把让在以从用管守讲树亮做当促聚转提优练比帮育选送带查改保稳拼争创铸固走办解挑扛立压补清摸理算议晒督考评"
                       "奖罚限定明实细紧拧织打拓畅通接送盯跟"
                       "扎护救防堵疏分合减免放收退还存登记画列写报公开"
                       "请派换轮进出上下一先再")


def stance(clauses: list[Clause]) -> str:
    """What a sentence does: demand (要…), define (…是…), both in the order of their last clauses, or neither."""
    demands = [i for i, c in enumerate(clauses) if _demands(c)]
    defines = [i for i, c in enumerate(clauses) if "copula" in c.marks]
    if not demands:
        return "define" if defines else "neither"
    if not defines:
        return "demand"
    return "define, demand" if demands[-1] > defines[-1] else "demand, define" if demands[-1] < defines[-1] else "both"


def signs(clauses: list[Clause]) -> dict[str, float]:
    """Features of one text's clauses for the role model: the first, the last and the deciding clause, demand against definition."""
    if not clauses:
        return {}
    found: dict[str, float] = {}
    first, last = clauses[0], clauses[-1]
    for name in first.marks:
        found[f"first {name}"] = 1.0
    for name in last.marks:
        found[f"last {name}"] = 1.0
    for clause in clauses:
        for name in clause.marks:
            found[f"any {name}"] = 0.7
    found[f"opening {first.opening}"] = 1.0
    found[f"last opening {last.opening}"] = 0.7
    found[f"from {first.opening} to {'+'.join(sorted(last.marks & _TELLING))}"] = 0.7
    telling = ["+".join(sorted(c.marks & _TELLING)) for c in clauses if c.marks & _TELLING]
    found[f"telling first {telling[0] if telling else ''}"] = 1.0
    found[f"telling last {telling[-1] if telling else ''}"] = 1.0
    demands = [i for i, c in enumerate(clauses) if _demands(c)]
    order = stance(clauses)
    found[f"order {order}"] = 1.0
    acts = sum(c.opening in ("verb", "adverb", "bid", "deal") for c in clauses) / len(clauses)
    found["acts"] = 2 * acts
    if acts > 0.7:
        found["all acts"] = 1.0
    if demands and any("gate" in a.marks and "modal" in b.marks for a, b in pairwise(clauses)):
        found["condition, demand"] = 1.0
    found[f"clauses {min(6, len(clauses))}"] = 0.5
    lengths = [c.length for c in clauses]
    if len(lengths) > 1 and (len(set(lengths)) == 1 or (len(lengths) == 4 and lengths[:2] == lengths[2:])):
        found[f"couplet {min(4, len(lengths))}"] = 1.5
    elif lengths[-1:] == lengths[-2:-1]:
        found["ends in a couplet"] = 0.7
    whole = sum(lengths)
    found[f"length {next((n for n in (12, 20, 35, 60, 90) if whole <= n), 120)}"] = 0.7
    return found


_TELLING = frozenset(("modal", "copula", "deficit", "result", "cause", "done", "enable", "remedy"))
