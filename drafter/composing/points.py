"""Which passage (段) is told of an aspect: the one whose point is the clerk's own, so that a paragraph says one thing and not ten."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from drafter import aspects as tables
from drafter import handwritten, headwords, meaning
from drafter.aspects import Aspect
from drafter.brief import Brief
from drafter.composing import answers, suitability
from drafter.composing.candidates import Candidate, Group
from drafter.phrases import WRITTEN

CALLED, CALLS = 1.1, 3.0  # what each character but the first of a fact's word is worth that calls a passage; at most so much for a text
SUITS = 2.0  # what it is worth to suit what the clerk tells by one more grade (suitability)
# How near a passage lies to what the clerk tells, with so much for each word that calls it and for lying near (or far) to the bare name.
BY_CALL, BY_NAME, USUAL_NAME = 0.08, 0.25, 0.3
# So well must a passage suit an aspect that stands on another's page, one that has the page under another name, one whose head word has
# sentences of its own (what those say had 1.9 of 3 from the readers), and so well a further passage, of a name that stands on another's
# page or is a part of it. Of the passages that were dealt before, those below had 1.2 (docs/decisions/0032).
BORROWED_SUITS, RENAMED_SUITS, SPOKEN_SUITS, FURTHER_SUITS = 1.5, 1.3, 1.7, 2.0
SURE_SUITS = 1.2  # the same for one of the page that a name is surely of: those between this and 1.6 had 1.8
# So well must a passage suit an aspect to answer a problem of which only this is known: that something is wanting, or that few do a
# thing, or a kind that is likely; and a kind that one word betrays. Of 2,561 sentences that readers graded 0 to 2, those of passages that
# suit so well had 1.2 and 1.5, what the table says of such problems .5 and .9 (docs/decisions/0033).
VAGUE_SUITS, BROAD_SUITS = 1.8, 2.3
BY_NAME_ALONE = -5.0  # what is said by the head word of the name comes after every passage that surely fits
BEHIND = 0.05  # a further passage of an aspect with facts may lie so much further from them than the first
ABOUT, CALLED_FOR = 0.61, 0.5  # so near must a fact lie to a passage to be answered by its own thread; so near where what is wrong calls it
# The same where the kind of fault is known, which has an answer of its own: of the trade's own passages, and of those for every trade,
# which are of as narrow a matter (read off 110 facts).
ABOUT_OWN, ABOUT_EVERY = 0.66, 0.76
OF_ITS_KIND = 0.5  # so near must a passage's own thread lie to the causes of the kind of fault that the fact tells (read off 62 facts)
ON_PEOPLE = 0.66  # the same where the fact says no more than who: that a passage speaks of the same people tells nothing
WRONG = 0.36  # so near must lie the fact's words for what is wrong (read off 41 facts: at 0.34 another matter, from 0.39 on the same)
SAID = 6.0  # what it costs to have been told by the brief's earlier drafts
CHANCE = 0.6  # how far chance may change the order: two briefs of one trade are to be told two things
THREAD = ("problem", "cause", "measure")
THREADED = {"问题": "problem", "原因": "cause", "对策": "measure", "acts": "measure"}
WHOLE = 2  # causes and measures that a passage must have left to answer a problem of a vague kind
MOST = 3  # passages an aspect draws on


class Points:
    """The passages of a pool, and which of them each aspect of a draft draws on."""

    def __init__(self, sentences: list[Candidate], brief: Brief, trade: str, seed: int, shun: frozenset[str]) -> None:
        """`sentences`: those of passages, once for each sort of place; `trade`: the brief's; `shun`: what its earlier drafts say."""
        self._brief, self._trade, self._seed = brief, trade, seed
        passages: dict[Group, list[Candidate]] = defaultdict(list)
        self._sorts: dict[Group, dict[str, list[Candidate]]] = defaultdict(lambda: defaultdict(list))
        for candidate in sentences:
            kind = candidate.phrase.kind
            self._sorts[candidate.group][kind if kind in WRITTEN else candidate.phrase.role].append(candidate)
            if kind in WRITTEN:
                passages[candidate.group].append(candidate)
        self._texts = {group: "".join(c.text for c in rows) for group, rows in passages.items()}
        self._groups = [group for group in self._texts if not headwords.table(group[0])]
        self._place = {group: place for place, group in enumerate(self._groups)}
        self._said = {group for group, rows in passages.items() if any(c.phrase.original in shun for c in rows)}
        self._trades = {group: rows[0].phrase.trade for group, rows in passages.items()}
        self._weighed = suitability.Passages([suitability.Passage(
            self._texts[g], self._thread(g), suitability.headed(self.heads(g)), "，".join(self.cues(g)),
            vocabulary(self._trades[g], g[1], _stem(g[0])), g[1], self._trades[g] == trade) for g in self._groups])
        self._dealt: dict[str, list[Group]] = {}
        self._grades: dict[str, dict[Group, float]] = {}
        self._suited: dict[tuple[str, str, str], Any] = {}

    def deal(self, told: Mapping[str, tuple[Aspect, str, str]]) -> None:
        """Nothing; each aspect told of (by name: itself, what it is about, its facts) has its passages, the first of one is no other's."""
        worth = {name: self._able(*row) for name, row in told.items()}
        first: dict[str, Group] = {}
        for name, group in sorted(((name, group) for name, rows in worth.items() for group in rows),
                                  key=lambda pair: (-worth[pair[0]][pair[1]], pair)):
            if name not in first and group not in first.values():
                first[name] = group
        _share(first, worth)
        taken = set(first.values())
        for name, rows in worth.items():
            aspect, theme, facts = told[name]
            least = meaning.nearness(theme, self._texts[first[name]]) - BEHIND if name in first else 0.0
            suits = self._suits(aspect.meant, theme, facts)
            self._grades[name] = {g: float(suits[self._place[g]]) for g in rows if g in self._place}
            far = [g for g in rows if not headwords.table(g[0]) and (
                aspect.part or (suits[self._place[g]] < FURTHER_SUITS if aspect.borrowed
                                else facts and self._about(g, theme, facts) < least))]
            rest = sorted((g for g in rows if g not in taken and g not in far), key=lambda group: (-rows[group], group))
            dealt = [*([first[name]] if name in first else []), *rest]
            self._dealt[name] = [*dealt[:MOST], *(g for g in dealt[MOST:] if headwords.table(g[0]))]

    def _suits(self, name: str, theme: str, told: str) -> Any:
        """How well each passage suits an aspect of that name (suitability), in the order of the groups."""
        if (key := (name, theme, told)) not in self._suited:  # a draft asks for the same when it settles, deals and deals again
            calls = BY_CALL * np.array([self.called(group, told) for group in self._groups])
            near, named = self._weighed.nearness(theme) + calls, self._weighed.nearness(name)
            fit = near + BY_NAME * (named - USUAL_NAME)
            self._suited[key] = self._weighed.worths(name, self._brief.subject, told, near, named, fit)
        return self._suited[key]

    def _able(self, aspect: Aspect, theme: str, told: str) -> dict[Group, float]:
        """What each passage is worth that may be told of the aspect: those of its own page, or for a borrowed one all that suit it."""
        home = aspect.base or aspect.name
        own = {group: group[1] == home and self._trades[group] == aspect.trade for group in self._groups}
        if not any(own.values()) and (called := tables.called(home, tables.GENERAL)):
            own = {group: group[1] == called.name and self._trades[group] == tables.GENERAL for group in self._groups}
        by_name = [group for group in self._texts if _of_name(group, aspect.name)]
        exact = aspect.base in ("", aspect.name) and not aspect.borrowed and not aspect.part
        least = SPOKEN_SUITS if by_name else BORROWED_SUITS if aspect.borrowed or aspect.part else RENAMED_SUITS
        sure = tables.surely(aspect, self._trade)
        found = dict.fromkeys(by_name, BY_NAME_ALONE)
        for group, suits in zip(self._groups, self._suits(aspect.meant, theme, told).tolist(), strict=True):
            enough = SURE_SUITS if sure and own[group] and not by_name else least
            if own[group] if exact else suits >= enough and (own[group] or aspect.borrowed or aspect.part):
                chance = random.Random(f"{self._seed}{self._brief.subject}{self._brief.org}{group}").random()
                found[group] = SUITS * suits + CHANCE * chance - SAID * (group in self._said)
        return found

    def page(self, aspect: Aspect, theme: str, told: str) -> Aspect | None:
        """The page of the passage that suits best what is told of an aspect; None where none suits it."""
        able = {group: worth for group, worth in self._able(aspect, theme, told).items() if not headwords.table(group[0])}
        best = max(able, key=lambda group: (able[group], group), default=None)
        return tables.page(self._trades[best], best[1], _stem(best[0])) if best is not None else None

    def of(self, aspect: str, now: str = "") -> list[Group]:
        """The passages of an aspect, best first; one that the fact told last (`now`) calls comes before the others."""
        return sorted(self._dealt.get(aspect, ()), key=lambda group: -self.called(group, now)) if now else self._dealt.get(aspect, [])

    def thread(self, aspect: str, problem: str) -> Group | None:
        """The passage whose own thread answers the clerk's problem, or with no problem told the aspect's first; None where none does."""
        groups = self.of(aspect, problem)
        first = next(iter(groups), None)
        if first is None or not problem or self.tells(aspect, first, problem):
            return first
        reading = answers.read(problem, wrong=True)
        unread = reading is None or reading.fault == answers.UNKNOWN  # what its head word tells says more than what any fault has in common
        return next((group for group in groups if headwords.table(group[0])), None) if unread else None

    def heads(self, group: Group | None) -> handwritten.Heads | None:
        """The words of a passage's own headings; None where it has none."""
        if group is None:
            return None
        if headwords.table(group[0]):
            return headwords.heads(group[1])
        return handwritten.heads(_stem(group[0])).get(group[1:])

    def body(self, aspect: str, sorts: set[str], problem: str) -> str:
        """What the chapter says of the aspect with sentences of those sorts, by the passage that it is told from; may be empty."""
        threaded = {THREADED[sort] for sort in sorts if sort in THREADED}
        group = self.thread(aspect, problem) if threaded else next(iter(self.of(aspect)), None)
        rows = self._sorts[group] if group is not None else {}
        return "，".join(c.phrase.lead + c.text for kind in sorted(threaded or sorts) for c in rows.get(kind, ()))

    def about(self, group: Group, fact: str) -> bool:
        """True where the passage is surely about what a fact tells, and about what is wrong in it: a page on meals is not on stoves."""
        reading = answers.read(fact, wrong=True)
        if reading is not None and (reading.fault == answers.UNKNOWN or reading.guessed):
            reading = None
        if headwords.table(group[0]):  # what holds of any such thing yields to what the fact's own kind of fault has to say
            return reading is None
        wrong = reading.wrong if reading is not None else ""
        kind = answers.causes(reading) if reading is not None else ""
        least = OF_ITS_KIND if reading is not None and ("what" in reading.slots or reading.broad) else ON_PEOPLE
        if kind and meaning.nearness(kind, self._thread(group)) < least:
            return False  # 村级防疫员60岁以上的61名 is a matter of who comes after them, not of how to vaccinate
        if any(cue in wrong for cue in self.cues(group)):  # who wrote the passage named just this: 没有电梯 calls a page on where to build
            return self._about(group, fact, fact) >= CALLED_FOR
        near = not wrong or meaning.nearness(wrong, self._texts[group]) >= WRONG
        sure = ABOUT if reading is None else ABOUT_EVERY if self._trades[group] == tables.GENERAL else ABOUT_OWN
        return near and self._about(group, fact, fact) >= sure

    def tells(self, aspect: str, group: Group, fact: str) -> bool:
        """True where the passage's thread answers what a fact of the aspect tells: it is about that, or suits and nothing knows better."""
        if self.about(group, fact):
            return True
        reading = answers.read(fact, wrong=True)
        vague = reading is None or reading.fault in (answers.UNKNOWN, answers.FEW) or reading.guessed
        if not vague and not (reading and reading.broad):
            return False
        if any(len(self._sorts[group].get(role, ())) < WHOLE for role in ("cause", "measure")):
            return False  # what the brief leaves out has thinned it: a cause and an act alone are no thread
        return self._grades.get(aspect, {}).get(group, 0.0) >= (VAGUE_SUITS if vague else BROAD_SUITS)

    def _thread(self, group: Group) -> str:
        """What the passage says of problem, cause and measure."""
        return "".join(c.phrase.lead + c.text for role in THREAD for c in self._sorts[group].get(role, ()))

    def _about(self, group: Group, theme: str, told: str) -> float:
        """How near a passage lies to what the clerk tells, the words that call it counted."""
        return meaning.nearness(theme, self._texts[group]) + BY_CALL * self.called(group, told)

    def cues(self, group: Group) -> tuple[str, ...]:
        """The words of a fact that call the passage."""
        return handwritten.cues(_stem(group[0])).get(group[1:], ())

    def called(self, group: Group, text: str) -> float:
        """What a text says for the passage by the words that call it."""
        return min(CALLS, CALLED * handwritten.calling(self.cues(group), text))


def _share(first: dict[str, Group], worth: dict[str, dict[Group, float]]) -> None:
    """Nothing; an aspect of which only its head word tells has another's passage where that one has a further one nearly as good.

    屏幕管理 has 用屏和作业要给眼睛留空, which 用眼习惯 had taken: the page has 教室光线 for that one.
    """
    for name, rows in worth.items():
        bare = rows[first[name]] if name in first else BY_NAME_ALONE
        moves = []
        for other, group in first.items():
            if bare > BY_NAME_ALONE or other == name or rows.get(group, BY_NAME_ALONE) <= BY_NAME_ALONE:
                continue
            free = {g: w for g, w in worth[other].items() if w > BY_NAME_ALONE and g not in first.values()}
            best = max(free, key=lambda g: (free[g], g), default=None)
            if best is not None:
                moves.append((rows[group] + free[best] - worth[other][group], other, group, best))
        if moves:
            _, other, group, best = max(moves)
            first[name], first[other] = group, best


@cache
def _stem(file: str) -> str:
    """The name of a table by its file."""
    return PurePosixPath(file).stem


def vocabulary(trade: str, name: str, file: str) -> str:
    """The words of a page, or its bare name where the tables of aspects have none such."""
    page = tables.page(trade, name, file)
    return page.vocabulary if page is not None else name


def _of_name(group: Group, name: str) -> bool:
    """True for what the tables of head words say of a thing of that name."""
    return headwords.table(group[0]) and group[1] == name
