"""Threads (线索): a problem, its cause and its measure that stood together in one source."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import product
from math import log

from drafter import words
from drafter.mining import clauses
from drafter.phrases import Phrase, Thread

# COMPOSING, section 3: what ties is shared content; a cause that says its problem again explains nothing.
SAME = 0.5  # share of a cause's words that its problem may hold already
TIE = 2.0  # what the words that problem and measure share must weigh: one rare word, or two middling ones
KIN = 1.0  # what a complaint must share with the problem that it is to explain
SMALL = 20  # an article of fewer phrases tells no rare word from a common one
TIMES = 3  # threads that one problem or one cause may stand in; a measure stands in one
_HARMLESS = frozenset(("dated", "padded", "bookish", "duty"))  # flags that do not hide what a sentence is about
WHOLE = 5.0  # what all ties of a thread must weigh together
# A problem sentence that also says how it came about may serve as the cause of another one beside it.
_EXPLAINS = re.compile("由于|因为|因(?=[缺没不])|导致|造成|使得|致使|原因|习惯于|满足于|只顾|只看|只管|缺少|缺乏"
                       "|没有(?:建立|形成|明确|真正|严格)|认为|忽视|忽略|停留在|重.{1,6}轻")


@dataclass(slots=True)
class _Place:
    """A phrase with the words that tie it, and those of its heading."""

    phrase: Phrase
    content: frozenset[str]
    heading: frozenset[str]


def find(phrases: list[Phrase], cut: list[list[str]]) -> list[Thread]:
    """The threads among the sentences and acts of one article, the best tied first; `cut` are the words of their texts.

    Chapters of problems, causes and measures with the same number of items are parallel: the i-th belongs to the i-th.
    Else a measure is tied to a problem, and a cause to both, by the content words that they and their headings share;
    a word counts the more the fewer phrases of the article hold it.
    """
    kept = [i for i, p in enumerate(phrases) if not p.flags or _HARMLESS.issuperset(p.flags)]
    rows = [phrases[i] for i in kept]
    if not {"problem", "measure"} <= {p.role for p in rows}:
        return []
    places = [_Place(p, words.content(p.lead + p.text) if p.lead else words.telling(cut[i]), words.content(p.above))
              for i, p in zip(kept, rows, strict=True)]
    held = Counter(word for place in places for word in place.content)
    rare = {n: log(max(len(places), SMALL) / n) for n in set(held.values())}
    worth = {word: rare[n] for word, n in held.items()}
    placed: dict[str, list[_Place]] = {role: [] for role in ("problem", "cause", "measure")}
    for place, plain in zip(places, _plain(rows), strict=True):
        if plain:
            placed[place.phrase.role].append(place)
    return _parallel(placed, worth) or _tied(placed, worth)


_TALKS = re.compile("如何|为此|因此|综上|总体上|一般分为|等[二三四五六]个方面|[二三四五六]个方面[。，]|势必|的前提和基础|三者|阶段")


def _plain(phrases: list[Phrase]) -> list[bool]:
    """True for each sentence that does one thing: a shortcoming that demands nothing, an act that does not explain."""
    parsed = clauses.analyse([p.text if p.role in ("problem", "cause", "measure") else "" for p in phrases])
    acting, number, complaining = parsed.acting, parsed.numbers, parsed.count(parsed.marked("deficit"))
    found = []
    for i, (phrase, place) in enumerate(zip(phrases, parsed.stances, strict=True)):
        stance = clauses.STANCES[place]
        if phrase.role not in ("problem", "cause", "measure") or _TALKS.search(phrase.text):
            found.append(False)
        elif phrase.role != "measure":
            found.append("demand" not in stance and not phrase.text.startswith(("落实到", "这")))
        elif "demand" in stance:
            found.append(True)
        else:  # a complaint under 对策 is none
            found.append(not complaining[i] and stance != "define" and bool(2 * acting[i] >= number[i]))
    return found


def _weight(shared: frozenset[str], worth: dict[str, float]) -> float:
    return sum(worth.get(word, 1.0) for word in shared)


def _parallel(placed: dict[str, list[_Place]], worth: dict[str, float]) -> list[Thread]:
    items: dict[str, dict[int, list[_Place]]] = {}
    for role, rows in placed.items():
        for row in rows:
            if row.phrase.item and row.phrase.chapter == role:
                items.setdefault(role, {}).setdefault(row.phrase.item, []).append(row)
    counts = {role: max(rows) for role, rows in items.items()}
    if len(counts) < 3 or len(set(counts.values())) != 1 or counts["problem"] < 2:
        return []
    triples = [(_tie(p, m, worth) + _tie(c, m, worth) + 1.0, p, c, m) for item in range(1, counts["problem"] + 1)
               for p, c, m in product(*(items[role].get(item, []) for role in ("problem", "cause", "measure"))) if not _again(p, c)]
    return _choose(triples, "ordinal", 1)


def _tied(placed: dict[str, list[_Place]], worth: dict[str, float]) -> list[Thread]:
    """Threads of an article whose chapters are not parallel: the cause stands near its problem, the measure shares their words."""
    causes = [c for c in placed["cause"] + placed["problem"] if c.phrase.role == "cause" or _EXPLAINS.search(c.phrase.text)]
    triples = []
    for p, c in product(placed["problem"], causes):
        if p is c or _again(p, c):
            continue
        near = abs(p.phrase.order - c.phrase.order) <= 3 and p.phrase.above == c.phrase.above
        bond = _weight(p.content & c.content, worth)
        if (not near and bond < TIE) or (c.phrase.role == "problem" and bond < KIN):
            continue
        for m in placed["measure"]:
            tie = _tie(p, m, worth)
            whole = tie + 0.5 * _tie(c, m, worth) + 0.5 * bond + (1.0 if near else 0.0)
            kin = set(m.phrase.aspects) & {*p.phrase.aspects, *c.phrase.aspects}
            if (kin or not m.phrase.aspects) and whole >= WHOLE and (tie >= 3.5 or (tie >= TIE and len(p.content & m.content) > 1)):
                triples.append((whole, p, c, m))
    return _choose(triples, "words", TIMES)


def _tie(a: _Place, m: _Place, worth: dict[str, float]) -> float:
    """What problem or cause and measure share: their own words, and at half weight those of their headings."""
    return _weight(a.content & m.content, worth) + 0.5 * _weight((a.heading & m.heading) - (a.content & m.content), worth)


def _choose(triples: list[tuple[float, _Place, _Place, _Place]], how: str, times: int) -> list[Thread]:
    """The best triples, a measure in one thread, a problem or cause in `times`."""
    triples.sort(key=lambda r: (-r[0], r[1].phrase.order, r[2].phrase.order, r[3].phrase.order))
    used: Counter[str] = Counter()
    problems: set[str] = set()  # what is one thread's cause is no other's problem
    causes: set[str] = set()
    found = []
    for score, p, c, m in triples:
        keys = (p.phrase.key, c.phrase.key, m.phrase.key)
        free = used[keys[0]] < times and used[keys[1]] < times and not used[keys[2]]
        if free and keys[0] not in causes and keys[1] not in problems:
            problems.add(keys[0])
            causes.add(keys[1])
            used.update(keys)
            found.append(Thread(*keys, how, round(score / (score + 4.0), 3)))
    return found


def _again(p: _Place, c: _Place) -> bool:
    return len(p.content & c.content) > SAME * max(1, len(c.content))
