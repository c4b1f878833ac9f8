"""Which passage (段) is told of an aspect: the one whose point is the clerk's own, so that a paragraph says one thing and not ten."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import PurePosixPath

from drafter import aspects as tables
from drafter import handwritten, headwords, meaning
from drafter.aspects import Aspect
from drafter.brief import Brief
from drafter.composing import answers, names
from drafter.composing.candidates import Candidate, Group
from drafter.phrases import WRITTEN

CALLED, CALLS = 1.1, 3.0  # what each character but the first of a fact's word is worth that calls a passage; at most so much for a text
LIKE = 4.0  # what it is worth to lie so much nearer (1.0 in meaning) to what the clerk tells of the aspect
# A borrowed aspect takes a passage whose nearness to what the clerk tells, with so much for each word that calls it and for lying near
# (or far) to the aspect's bare name, reaches FITS; a further one must reach MORE, and lie FURTHER or nearer to the name. Read off 90 pairs
# of 36 briefs. One of its own page need only reach AT_HOME, where it lies so near to the name (NAMED): read off 30 pairs of 50 briefs.
BY_CALL, BY_NAME, USUAL_NAME = 0.08, 0.25, 0.3
FITS, MORE, FURTHER, AT_HOME, NAMED = 0.61, 0.71, 0.45, 0.47, 0.35
# A name whose words tell little of what it means takes passages of its own page alone, and a clause but ones that fit so well (read off
# 312 passages of 110 briefs: of those off their page 22 of 43 made a reader stumble, and 2 were to the point).
SPOKEN = 0.62
# Where the head word of a borrowed name has sentences of its own, a page's passage goes before them only where it surely fits: of 151 first
# passages those below were to the point in a third, and the judges of a blind batch named such passages as the worst fault.
FITS_SURELY, NAMED_SURELY, FITS_SO_SURELY = 0.7, 0.42, 0.85
CLOSE = 3  # so many of a page's other names are but other words for it
NAMED_AT_ALL = 0.25  # farther from the name a page's passage stands for another matter (赛风赛纪: not a word on the fans who go running)
NAMED_ELSEWHERE = 0.32  # the same for a passage of another page, where the name is surely of its own: 邻里互督 is not of number plates
BY_NAME_ALONE = -5.0  # what is said by the head word of the name comes after every passage that surely fits
BEHIND = 0.05  # a further passage of an aspect with facts may lie so much further from them than the first
ABOUT, CALLED_FOR = 0.61, 0.5  # so near must a fact lie to a passage to be answered by its own thread; so near where what is wrong calls it
# The same where the kind of fault is known, which has an answer of its own: of the trade's own passages, and of those for every trade,
# which are of as narrow a matter (read off 110 facts).
ABOUT_OWN, ABOUT_EVERY = 0.66, 0.76
OF_ITS_KIND = 0.5  # so near must a passage's own thread lie to the causes of the kind of fault that the fact tells (read off 62 facts)
ON_PEOPLE = 0.66  # the same where the fact says no more than who: that a passage speaks of the same people tells nothing
WRONG = 0.36  # so near must lie the fact's words for what is wrong (read off 41 facts: at 0.34 another matter, from 0.39 on the same)
ITS_OWN, ITS_TRADE = 1.0, 0.5  # what it is worth to be of the page that a borrowed aspect stands on, and of its trade
SAID = 6.0  # what it costs to have been told by the brief's earlier drafts
CHANCE = 0.6  # how far chance may change the order: two briefs of one trade are to be told two things
THREAD = ("problem", "cause", "measure")
THREADED = {"问题": "problem", "原因": "cause", "对策": "measure", "acts": "measure"}
MOST = 3  # passages an aspect draws on


class Points:
    """The passages of a pool, and which of them each aspect of a draft draws on."""

    def __init__(self, sentences: list[Candidate], brief: Brief, seed: int, shun: frozenset[str]) -> None:
        """`sentences`: those of passages, once for each sort of place; `shun`: what the brief's earlier drafts say."""
        self._brief, self._seed = brief, seed
        passages: dict[Group, list[Candidate]] = defaultdict(list)
        self._sorts: dict[Group, dict[str, list[Candidate]]] = defaultdict(lambda: defaultdict(list))
        for candidate in sentences:
            kind = candidate.phrase.kind
            self._sorts[candidate.group][kind if kind in WRITTEN else candidate.phrase.role].append(candidate)
            if kind in WRITTEN:
                passages[candidate.group].append(candidate)
        self._texts = {group: "".join(c.text for c in rows) for group, rows in passages.items()}
        self._said = {group for group, rows in passages.items() if any(c.phrase.original in shun for c in rows)}
        self._trades = {group: rows[0].phrase.trade for group, rows in passages.items()}
        self._dealt: dict[str, list[Group]] = {}

    def deal(self, told: Mapping[str, tuple[Aspect, str, str]]) -> None:
        """Nothing; each aspect told of (by name: itself, what it is about, its facts) has its passages, the first of one is no other's."""
        worth = {name: self._able(*row) for name, row in told.items()}
        first: dict[str, Group] = {}
        for name, group in sorted(((name, group) for name, rows in worth.items() for group in rows),
                                  key=lambda pair: (-worth[pair[0]][pair[1]], pair)):
            if name not in first and group not in first.values():
                first[name] = group
        taken = set(first.values())
        for name, rows in worth.items():
            aspect, theme, facts = told[name]
            least = meaning.nearness(theme, self._texts[first[name]]) - BEHIND if name in first else 0.0
            far = [g for g in rows if not headwords.table(g[0]) and (
                aspect.part or (self._fit(g, name, theme, facts) < MORE or self._named(g, name) < FURTHER if aspect.borrowed
                                else facts and self._about(g, theme, facts) < least))]
            rest = sorted((g for g in rows if g not in taken and g not in far), key=lambda group: (-rows[group], group))
            dealt = [*([first[name]] if name in first else []), *rest]
            self._dealt[name] = [*dealt[:MOST], *(g for g in dealt[MOST:] if headwords.table(g[0]))]

    def _fit(self, group: Group, name: str, theme: str, told: str) -> float:
        """How surely a passage is about what the clerk tells of an aspect that no page has."""
        return self._about(group, theme, told) + BY_NAME * (self._named(group, name) - USUAL_NAME)

    def _named(self, group: Group, name: str) -> float:
        """How near a passage lies to an aspect's bare name."""
        return meaning.nearness(name, self._texts[group])

    def _able(self, aspect: Aspect, theme: str, told: str) -> dict[Group, float]:
        """What each passage is worth that may be told of the aspect: those of its own page, or for a borrowed one all that surely fit."""
        home = aspect.base or aspect.name
        own = {group: group[1] == home and trade == aspect.trade for group, trade in self._trades.items()}
        if not any(own.values()) and (called := tables.called(home, tables.GENERAL)):
            own = {group: group[1] == called.name and trade == tables.GENERAL for group, trade in self._trades.items()}
        found = {}
        spoken = any(_of_name(group, aspect.name) for group in own)
        sure = tables.surely(aspect, tables.trade_of(self._brief.subject, self._brief.context, self._brief.org))
        for group, at_home in own.items():
            fits = at_home
            if headwords.table(group[0]):
                if _of_name(group, aspect.name):
                    found[group] = BY_NAME_ALONE
                continue
            if aspect.base not in ("", aspect.name) or aspect.borrowed or aspect.part:
                fit, named = self._fit(group, aspect.name, theme, told), self._named(group, aspect.name)
                if not self._meant(aspect, fit, named, spoken=spoken):
                    continue
            if aspect.borrowed or aspect.part:
                fits = fit >= FITS or (at_home and fit >= AT_HOME and named >= NAMED)
                if sure and not at_home:
                    fits = fits and named >= NAMED_ELSEWHERE
                if names.lost(aspect.name):
                    fits = fits and at_home and (fit >= SPOKEN or not names.clause(aspect.name))
            if fits:
                near = meaning.nearness(theme, self._texts[group])
                chance = random.Random(f"{self._seed}{self._brief.subject}{self._brief.org}{group}").random()
                found[group] = (self.called(group, told) + LIKE * near + CHANCE * chance - SAID * (group in self._said)
                                + ITS_OWN * at_home + ITS_TRADE * (self._trades[group] != tables.GENERAL))
        return found

    @staticmethod
    def _meant(aspect: Aspect, fit: float, named: float, *, spoken: bool) -> bool:
        """True where a passage of a page that fits so well is of the aspect, if the clerk calls it by another name than the page has.

        Where the head word of that name has sentences of its own (`spoken`), it must lie nearer to the name, or surely to what is told.
        """
        if aspect.base in ("", aspect.name) or fit >= FITS_SO_SURELY or aspect.name in aspect.also[:CLOSE]:
            return True
        return named >= NAMED_SURELY and (fit >= FITS_SURELY or not aspect.borrowed) if spoken else named >= NAMED_AT_ALL

    def knows(self, aspect: Aspect, theme: str, told: str) -> bool:
        """True where some passage of a page may be told of the aspect; what its head word tells is none."""
        return any(not headwords.table(group[0]) for group in self._able(aspect, theme, told))

    def of(self, aspect: str, now: str = "") -> list[Group]:
        """The passages of an aspect, best first; one that the fact told last (`now`) calls comes before the others."""
        return sorted(self._dealt.get(aspect, ()), key=lambda group: -self.called(group, now)) if now else self._dealt.get(aspect, [])

    def thread(self, aspect: str, problem: str) -> Group | None:
        """The passage whose own thread answers the clerk's problem, or with no problem told the aspect's first; None where none does."""
        best = next(iter(self.of(aspect, problem)), None)
        return best if best is not None and (not problem or self.about(best, problem)) else None

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


@cache
def _stem(file: str) -> str:
    """The name of a table by its file."""
    return PurePosixPath(file).stem


def _of_name(group: Group, name: str) -> bool:
    """True for what the tables of head words say of a thing of that name."""
    return headwords.table(group[0]) and group[1] == name
