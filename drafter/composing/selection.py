"""Which phrase of the bank fills which place: fit to aspect and subject, ties along a thread, no repetition."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np

from drafter import aspects as tables
from drafter import handwritten, headwords, meaning, wording, words, yamlfile
from drafter.aspects import Aspect
from drafter.bank import Found
from drafter.brief import Brief
from drafter.composing.candidates import Candidate, Group, as_candidate, at_home
from drafter.composing.points import Points
from drafter.composing.repetition import Taken
from drafter.phrases import WRITTEN

SPOKEN = frozenset(("讲话稿", "倡议书", "心得体会", "致辞", "主持词", "经验交流"))
ADDRESSING = frozenset(("倡议", "收尾", "道理"))  # the sorts of sentence that may speak to those who hear or read it
HEARD = frozenset(("讲话稿", "倡议书", "致辞", "主持词"))  # what asks something of those who hear or read it
OWN_ITEM, HAND_ITEM = 3.0, 2.0  # what it is worth that a thread is the office's own, or written by hand to hold together
FIRST_POINT, OTHER_POINT, ITS_WORD = 5.0, 2.5, 0.5  # the same for the passages chosen for an aspect, and for a word that calls the first
BY_HEAD_WORD = 2.0  # what it costs to be said by a name's head word alone, beside a passage: readers crossed out a third of such sentences
SAME_ITEM, OTHER_ITEM = 3.0, 1.5  # what it is worth to come from the first or second source item chosen for a thread
OWN_FIRST = 4.0  # what the office's own words are worth beside a passage (docs/decisions/0005)
BY_HAND = 6.0  # what the office's editors wrote by hand comes before all else
OWN_BANK = 0.6  # the office's own words come first (docs/decisions/0005)
NEAR = 1.1  # what it is worth to lie one standard deviation nearer than the rest to what the clerk tells of the aspect, at most NEAREST
NEAREST = 2.0
# So near to what is told of a borrowed aspect must a sentence lie that is of its page, of another page of the trade, of the general one.
PAGE_NEAR, TRADE_NEAR, GENERAL_NEAR = 0.37, 0.5, 0.6
VERY_NEAR = 0.6  # a sentence of another page that lies so near to what the clerk tells may be lent
BESIDE = 0.59  # so near must a single sentence lie to stand beside a passage's own thread
THING_NEAR = 0.2  # the same for each thing that it names: 电梯 in a paper on patents
CONCRETE = ("problem", "cause", "measure")
NOT_LENT = ("道理",)  # of twelve reasons lent by another page readers crossed out eight
APART = 0.5  # how much it costs to lie near to what is told of another aspect
THREAD_NEAR = 3.0  # the same for a whole thread
JITTER = 0.7  # how far chance, drawn from seed and brief, may change the order: two briefs do not get the same sentences
THREAD_JITTER = 8.0  # the same for whole threads, so many times as much: two briefs of one trade are to be told two things
OF_THE_WHOLE, CHANCE = 0.45, 0.15  # so near lies a sentence on the trade to a brief on it; how much of that chance may outweigh
OTHER_JITTER = 2.2  # the same for a seed other than the first: who asks for another draft wants another one
# What it costs to have been said by the brief's first draft; less for the office's own words, which it wants in every draft.
SHUNNED, OWN_SHUNNED = 7.0, 4.0
SAID = 6.0  # an aspect that its writer named counts as three cues found
MIN_ASPECT = 1.5  # a phrase must hold at least one two-character cue of the aspect, or stand under a heading that does
WRITTEN_FIT = 6.0  # what a sentence written by hand for just this aspect scores
LENT_FIT = 5.0
NEAR_FIT = 1.6  # what one written for the general aspect nearest to it scores: used where nothing else is left
_TO_OTHERS = re.compile("(?:^|[，；。])请(?!大家|同志)")  # 请居民看到…, 请您先…
# The end of a speech, not of a report.
_TO_THOSE_PRESENT = re.compile("请|大家|同志|诸位|务必|不得|回去|今天|各单位|各部门|在座|各有关|各级|同仁|希望|"
                               "各[^，。]{1,8}[要应须把守管]")
OFFICE = "机关"
OFFICES = frozenset((OFFICE, "部队"))  # those who speak of others: 交警大队, 消防支队 too
VILLAGES = {"乡镇": "村社", "街道": "村社", "社区": "村社"}  # classes of the tables whose words stand under another name in classes.yaml
REMEMBERED = 50_000  # sentences of which is remembered what betrays their trade
FEW = 8  # documents under which a bank cannot keep each to its share


@cache
def _classes() -> dict[str, dict[str, list[str]]]:
    return {row["class"]: row for row in yamlfile.table("classes.yaml")}


def class_of(org: str) -> str:
    """What sort of body an organisation is, by the end of its name: 机关, 企业, 学校 …

    The committee or the union within one is of its sort: 公司党委 is of 企业 (phrasebank/bodies-within.yaml).
    """
    within = max((name for name in yamlfile.table("bodies-within.yaml")["bodies"] if org.endswith(name)), key=len, default="")
    return (_class_by_end(org.removesuffix(within)) if within else "") or _class_by_end(org) or OFFICE


def _class_by_end(name: str) -> str:
    """The sort of body that the longest known ending of a name tells, or an empty string."""
    ends = [(len(ending), sort) for sort, row in _classes().items() for ending in row["org"] if name.endswith(ending)]
    return max(ends, key=lambda end: end[0])[1] if ends else ""


@lru_cache(maxsize=4)
def _callers(subjects: tuple[tuple[str, tuple[str, ...]], ...], common: frozenset[str]) -> tuple[words.Watch, tuple[frozenset[str], ...]]:
    """(a watch for the words that call a trade, for each the trades that it calls); those that all trades use (督查督办) left out."""
    trades: dict[str, set[str]] = defaultdict(set)
    for trade, called in subjects:
        for word in called:
            if len(word) >= 3 and not words.content(word) <= common:
                trades[word].add(trade)
    return words.Watch(list(trades)), tuple(frozenset(found) for found in trades.values())


@lru_cache(maxsize=REMEMBERED)
def _telling(said: frozenset[str], common: frozenset[str]) -> frozenset[str]:
    """The words of a text that not all trades use."""
    return said - common


@lru_cache(maxsize=16)
def _guard(only: tuple[tuple[str, ...], ...]) -> tuple[words.Watch, dict[str, int]]:
    """(a watch for every word that a draft may be barred from, the place of each word in it); `only`: those of its line of work."""
    register = yamlfile.table("register.yaml")
    known = dict.fromkeys(word for row in (*(row["words"] for row in _classes().values()), register["written"], register["scene"],
                                           *register["levels"].values(), *only) for word in row)
    return words.Watch(list(known)), {word: place for place, word in enumerate(known)}


def to_others(text: str, audience: str) -> bool:
    """True for an appeal to people whom the audience does not hold: 请当班同事 before residents (phrasebank/register.yaml, addressees)."""
    found = re.search("请([^，。；]{0,8})", text)
    asked = found[1] if found else ""
    heard = audience.replace("学生家长", "家长")  # a letter to parents is read by no pupil
    rows = [row for row in yamlfile.table("register.yaml")["addressees"] if not any(word in heard for word in row["audience"])]
    return any(any(w in asked for w in row["words"]) or any(w in text for w in row.get("anywhere", ())) for row in rows)


class Pool:
    """The phrases that may be used for one brief."""

    def __init__(self, found: list[Found], brief: Brief, *, seed: int = 0, common: frozenset[str] | None = None,
                 shun: frozenset[str] = frozenset()) -> None:
        """`common`: the words that belong to no trade (at_home); without it they are counted in what was found.

        `shun`: what another draft of the brief says already (the phrases' own words); it comes last.
        """
        self.brief = brief
        self.shun = shun
        self.seed = seed
        self._jitter = JITTER if not seed else OTHER_JITTER
        self._near: dict[str, str] = {}
        self.themes: dict[str, str] = {}  # for each aspect of the plan its name and what the clerk tells of it
        self._worths: dict[tuple[Any, ...], list[tuple[float, Candidate]]] = {}
        self._register: dict[str, Any] = yamlfile.table("register.yaml")
        avoid = [*brief.avoid, *(other for row in yamlfile.table("avoid.yaml") if any(row["word"] in w for w in brief.avoid)
                                  for other in row["also"])]
        self.trade = tables.trade_of(brief.subject, brief.context, brief.org)
        wider = tables.trades()[self.trade].within if self.trade in tables.trades() else []
        self._lenders = frozenset((self.trade, tables.GENERAL, *wider))
        self.known = "".join((brief.subject, brief.title, brief.org, brief.audience, brief.occasion, *brief.stress,
                              *(f.text for f in brief.facts)))
        self._unwanted = [*filter(None, avoid)]  # even what the brief itself says; avoids() asks for the others
        self._avoid = [word for word in self._unwanted if word not in self.known]
        self._subject = words.bigrams(brief.subject)
        self.own_words = words.content("，".join((brief.subject, brief.title, *brief.stress)))
        held = [c for f in found if (c := as_candidate(f)) is not None]
        self._common = at_home(found) if common is None else common
        table = tables.trades().get(self.trade)
        self._strict = table is None or table.crosscut or self.trade == tables.GENERAL
        asked = [tables.named(word, self.trade) for word in brief.stress]
        self._kin = self.known + "".join("，".join(a.words) for a in (*(table.aspects if table else ()), *tables.general(), *asked))
        spoken = [] if brief.kind in SPOKEN else self._register["written"]
        scenes = [w for w in (*self._register["scene"], *self._level_words()) if w not in self.known]
        others, served = self._class_words(), self._served_words()
        self._guard, numbers = _guard((*handwritten.only(self.trade), *handwritten.only(tables.GENERAL)))
        pages = {a.base or a.name for a in asked if a.trade == self.trade and not a.borrowed}
        # who stresses nothing leaves the pages to the program: each may speak of what it is about
        pages |= {a.name for a in (table.aspects if table else ()) if not brief.stress or tables.standing(a, brief.subject)}
        barred = (*scenes, *spoken, *self._unspoken(pages))
        self._barred = frozenset(numbers[word] for word in (*others, *barred))
        self._served = frozenset(numbers[word] for word in served.intersection(others).difference(barred))
        self._callers, callers = _callers(tuple((t.trade, tuple(t.subjects)) for t in tables.trades().values()), self._common)
        spoken_of = self._callers.once(self.known, self._kin)
        kin = tables.kin(self.trade)
        self._foreign = {number for number, trades in enumerate(callers) if trades.isdisjoint(kin)} - spoken_of
        self.by_sort: dict[str, list[Candidate]] = defaultdict(list)
        self._homes = {about: self._home(*about) for about in {c.about for c in held}}
        refused = self._refused(held)
        for number, c in enumerate(held):
            if number not in refused and self._allowed(c):
                for sort in c.sorts:
                    if sort not in ADDRESSING or self.addressed(sort, c.text):
                        self.by_sort[sort].append(c)
        self.points = Points([c for rows in self.by_sort.values() for c in rows if c.of_passage], brief, self.trade, seed, shun)
        self._told: dict[str, dict[Group | None, list[tuple[int, Candidate]]]] = {}
        for sort, rows in self.by_sort.items():
            told = self._told.setdefault(sort, defaultdict(list))
            for place, c in enumerate(rows):
                told[c.group if c.of_passage else None].append((place, c))
        self.many = len({c.document for rows in self.by_sort.values() for c in rows}) > FEW
        self.fresh()

    def addressed(self, sort: str, text: str) -> bool:
        """True unless the text asks something of people who do not hear the draft: 请居民 in a lecture, 各单位 before residents."""
        if sort == "收尾" and self.brief.kind == "倡议书":
            return not any(word in text and word not in self.brief.audience for word in self._register["offices"])
        if sort == "收尾":
            return self.brief.kind in HEARD or not _TO_THOSE_PRESENT.search(text)
        if sort in ("倡议", "道理") and self.brief.kind == "倡议书":
            return not to_others(text, self.brief.audience)
        return sort != "倡议" or not _TO_OTHERS.search(text)

    def deal(self, told: Mapping[str, tuple[Aspect, str, str]]) -> None:
        """Nothing; each aspect told of has its passages (points.deal)."""
        self.points.deal(told)
        self._worths.clear()

    def fresh(self) -> Pool:
        """The pool with nothing taken yet."""
        self.taken = Taken(self.brief.length, self.many, self.own_words)
        return self

    def _level_words(self) -> list[str]:
        """The words of levels that are not the organisation's own: 镇里 in a draft of a bureau of the city."""
        org = self.brief.org
        own = [name for name in self._register["levels"] if name in org]
        return [w for name, rows in self._register["levels"].items() if name not in own for w in rows]

    def _unspoken(self, pages: set[str]) -> list[str]:
        """The words of things of which a draft speaks only where its brief does: 材料包 in a paper on schools.

        A brief that names one of the trade's own `pages` speaks of the things that this page is about, and one on 公交 in a trade of buses
        and coaches of what is named after them (公交线路).
        """
        table = tables.trades().get(self.trade)
        several = "与" in self.trade  # the name of a line of work of one matter is in every brief on it
        called = [name for name in (table.subjects if table else ()) if name in self.brief.subject and (several or name not in self.trade)]
        general = handwritten.only(tables.GENERAL) if self.trade != tables.GENERAL else ()
        own = [row for row, matters in zip(handwritten.only(self.trade), handwritten.matters_of(self.trade), strict=True)
               if matters.isdisjoint(pages) and not any(name in word for name in called for word in row)]
        rows = [*own, *([w for w in row if w not in self._kin] for row in general)]
        said = self.known + "".join(self.brief.context)
        return handwritten.unspoken(rows, said)

    def _class_words(self) -> list[str]:
        own = class_of(self.brief.org)
        table = tables.trades().get(self.trade)
        kin = "".join(c for a in (table.aspects if table else []) for c in a.cues) + "".join(table.subjects if table else [])
        return [w for name, row in _classes().items() if name != own for w in row["words"]
                if w not in self.known and w not in kin]

    def _served_words(self) -> set[str]:
        """The words of the bodies that an office's line of work has to do with: 师生 where an office of education writes on schools.

        Not those of a line that runs through bodies of every other, each of which speaks of itself (党建).
        """
        table = tables.trades().get(self.trade)
        if table is None or table.crosscut or class_of(self.brief.org) not in OFFICES:
            return set()
        return {word for name in table.classes for word in _classes().get(VILLAGES.get(name, name), {"words": []})["words"]}

    def _general(self, name: str) -> str:
        """The general aspect that bears that name too, or an empty string."""
        if name not in self._near:
            found = tables.called(name, tables.GENERAL)
            self._near[name] = found.name if found else ""
        return self._near[name]

    def _home(self, trade: str, about: str) -> float:
        """0 to 1: how near a phrase's source, of that trade and about that, is to the brief's subject."""
        score = 0.0
        if self.trade != tables.GENERAL and trade == self.trade:
            score = 0.7
        theirs = words.bigrams(about)
        if self._subject:
            score = max(score, len(self._subject & theirs) / len(self._subject))
        return min(1.0, score)

    def home(self, candidate: Candidate) -> float:
        """0 to 1: how near the phrase's source is to the brief's subject."""
        return self._homes[candidate.about]

    def _refused(self, held: list[Candidate]) -> set[int]:
        """Which of the phrases hold a word of another class of body or of another trade, one to be avoided, or one out of date."""
        texts = [c.said for c in held]
        barred = {place for place, said in enumerate(self._guard.standing(texts)) if said and (found := said & self._barred)
                  and not (found <= self._served and self._of_others(held[place]))}
        every = "\x00".join(texts)
        barred |= {place for word in self._unwanted if word in every for place, text in enumerate(texts) if word in text}
        mined = [place for place, c in enumerate(held) if not c.by_hand]
        foreign = {place for place, called in zip(mined, self._callers.standing([texts[place] for place in mined]), strict=True)
                   if called and not called.isdisjoint(self._foreign)}
        dated = {text for text in wording.which_dated(texts, self.brief.date.year)
                 if any(t.wording not in self.known for t in wording.dated(texts[text], self.brief.date.year))}
        return barred | foreign | dated

    def _of_others(self, candidate: Candidate) -> bool:
        """True for a sentence by hand on the brief's own line of work that may speak of other bodies: nobody says in it what we do."""
        return candidate.by_hand and candidate.phrase.trade == self.trade and "我" not in candidate.said

    def _allowed(self, candidate: Candidate) -> bool:
        """False for a phrase of another trade, or with a quotation that nobody gave."""
        phrase = candidate.phrase
        if candidate.by_hand:
            return phrase.trade in self._lenders
        if any(q not in self.known for q in re.findall("“([^”]{5,})”", candidate.said)):
            return False
        if self.home(candidate) >= 0.5:
            return not self._strict or all(w in self._common or w in self._kin for w in self._nouns(candidate.said))
        # words that pass one by one may together betray a trade: only general texts lend to a trade that is not theirs
        return phrase.trade == tables.GENERAL and all(w in self._kin for w in _telling(candidate.words, self._common))

    @staticmethod
    def _nouns(text: str) -> list[str]:
        """The nouns of two characters or more: what betrays another line of work."""
        return [w for w, flag in words.segmenter().tag(text) if len(w) > 1 and flag.startswith("n")]

    def strength(self, aspect: Aspect) -> float:
        """How many phrases the pool has for the aspect in its weakest role."""
        return min(sum(self._fit(c, aspect) >= MIN_ASPECT for c in self._near_by(sort, aspect)) for sort in ("问题", "原因", "对策"))

    def bars(self, text: str) -> bool:
        """True for a text with a word that the draft may not say: of other bodies, of things that the brief leaves out, to be avoided."""
        return not self._barred.isdisjoint(self._guard.once(text)) or any(word in text for word in self._unwanted)

    def avoids(self, text: str) -> bool:
        """True for a text with a word that the brief wants avoided, or one that means the same (phrasebank/avoid.yaml)."""
        return any(word in text for word in self._avoid)

    def has_acts(self, aspect: Aspect) -> bool:
        """True where the pool has a hand-written act on the aspect's page."""
        name = aspect.base or aspect.name
        return any((c.group[1] == name if c.of_passage else name in c.phrase.aspects) for c in self.by_sort["acts"] if c.by_hand)

    def _near_by(self, sort: str, aspect: Aspect) -> list[Candidate]:
        """The candidates of a sort but for the sentences of passages that are not the aspect's."""
        told = self._told.get(sort, {})
        rows = [row for group in (None, *self.points.of(aspect.name)) for row in told.get(group, ())]
        return [candidate for _, candidate in sorted(rows, key=lambda row: row[0])]

    def _fit(self, candidate: Candidate, aspect: Aspect) -> float:
        """How strongly a phrase speaks of an aspect, its heading counted double."""
        phrase = candidate.phrase
        if candidate.of_passage:
            return WRITTEN_FIT if candidate.group in self.points.of(aspect.name) else 0.0
        if candidate.by_hand:  # written for one aspect: it fits that one and no other
            name = aspect.base or aspect.name
            if aspect.borrowed and aspect.name in self.themes:
                own = name in phrase.aspects and phrase.trade == aspect.trade
                if not own and phrase.trade != self.trade and phrase.role in CONCRETE and self.points.of(aspect.name):
                    return 0.0  # what shows, causes and mends is told by the passages that the name has: 党小组 is none of 办理渠道
                if not own and phrase.kind in NOT_LENT:
                    return 0.0
                least = PAGE_NEAR if own else TRADE_NEAR if phrase.trade == self.trade else GENERAL_NEAR
                near = bool(phrase.aspects) and self._nearness(candidate, aspect) >= least
                strange = near and not own and phrase.role in CONCRETE and self._strange(candidate, aspect)
                return WRITTEN_FIT if near and not strange else 0.0
            if phrase.trade == aspect.trade and name in phrase.aspects:
                return WRITTEN_FIT
            lent = phrase.aspects and phrase.role not in CONCRETE and phrase.kind not in NOT_LENT and aspect.name in self.themes
            if lent and self._nearness(candidate, aspect) >= VERY_NEAR:
                return LENT_FIT
            if phrase.trade == aspect.trade:
                return 0.0
            far = phrase.role in CONCRETE and aspect.name in self.themes and self._nearness(candidate, aspect) < GENERAL_NEAR
            return NEAR_FIT if self._general(name) in phrase.aspects and not far else 0.0
        lent = not candidate.own and phrase.trade == tables.GENERAL != self.trade  # 学一段、议一段 says nothing of 岗位开发
        bound: float | None = VERY_NEAR if lent else PAGE_NEAR if aspect.borrowed else None
        if bound is not None and aspect.name in self.themes and self._nearness(candidate, aspect) < bound:
            return 0.0
        told = candidate.found.status == "handwritten" and not {aspect.name, *aspect.also}.isdisjoint(phrase.aspects)
        if aspect.bare and not told and not all(cue in phrase.above + phrase.lead + phrase.text for cue in aspect.cues[1:]):
            return 0.0  # 日常 alone says nothing of 日常管护
        return aspect.score(phrase.lead + phrase.text) + 1.5 * aspect.score(phrase.above) + (SAID if told else 0.0)

    def _nearness(self, candidate: Candidate, aspect: Aspect) -> float:
        """How near the phrase lies to what the clerk tells of the aspect."""
        return meaning.nearness(self.themes.get(aspect.name, aspect.name), candidate.phrase.lead + candidate.text)

    def close(self, candidate: Candidate, aspect: Aspect) -> bool:
        """True for a sentence by hand that lies so near to what the clerk tells that it may stand beside the passage chosen."""
        return candidate.by_hand and self._nearness(candidate, aspect) >= BESIDE

    def _strange(self, candidate: Candidate, aspect: Aspect) -> bool:
        """True where a thing that the phrase names belongs neither to the brief nor to every trade and lies far from the aspect."""
        theme = self.themes[aspect.name]
        return any(w not in self._common and w not in self.known and meaning.nearness(w, theme) < THING_NEAR
                   for w in self._nouns(candidate.phrase.lead + candidate.text))

    def _belonging(self, sort: str, aspect: Aspect, rivals: list[Aspect]) -> list[tuple[float, Candidate]]:
        """The candidates of a sort that belong to the aspect, each with its worth, whatever the draft holds already.

        Reckoned once for what the clerk tells of the aspects: a draft asks at every paragraph and builds some three times.
        """
        key = sort, aspect.name, *(r.name for r in rivals), *self._themes(aspect, rivals)
        if key not in self._worths:
            self._worths[key] = [(worth, c) for c in self._near_by(sort, aspect) if (worth := self._worth(c, aspect, rivals)) > 0]
        return self._worths[key]

    def _worth(self, candidate: Candidate, aspect: Aspect, rivals: list[Aspect]) -> float:
        """The worth of a phrase to an aspect; negative where it does not belong there."""
        fit = self._fit(candidate, aspect)
        if fit < MIN_ASPECT:
            return -1.0
        others = {r.name: self._fit(candidate, r) for r in rivals if r.name != aspect.name}
        rival = max(others.values(), default=0.0)
        if rival > fit * 1.3:
            return -1.0
        if aspect.borrowed and candidate.by_hand and self.themes:  # a sentence of another aspect's page may be nearer to that one
            own = self._nearness(candidate, aspect)
            if any(worth >= fit and self._nearness(candidate, r) > own for r in rivals if (worth := others.get(r.name, 0.0))):
                return -1.0
        jitter = 0.0 if candidate.of_passage else self._chance(candidate) * self._jitter
        own = OWN_BANK if candidate.own else 0.0
        own += BY_HAND if candidate.found.status == "handwritten" else 0.0
        return (own + min(fit, 10.0) / 5.0 + 2.0 * self.home(candidate) + 1.5 * candidate.phrase.quality
                - 0.4 * (rival > fit * 0.8) + jitter)

    def _now(self, candidate: Candidate, tie: frozenset[str]) -> float:
        """What the draft as it stands adds to a phrase's worth: words that tie it to what was said, its source drawn on already."""
        return 0.35 * min(3, len(tie & candidate.words)) - 0.15 * self.taken.articles[candidate.phrase.origin.article]

    def _chance(self, candidate: Candidate) -> float:
        """0 to 1, drawn from seed and brief."""
        return random.Random(f"{self.seed}{self.brief.subject}{self.brief.org}{candidate.key}").random()

    def ranked(self, sort: str, aspect: Aspect, rivals: list[Aspect], tie: frozenset[str] = frozenset(),
               groups: tuple[Group, ...] = (), heading: frozenset[str] = frozenset(),
               points: Sequence[Group] = ()) -> list[tuple[float, Candidate]]:
        """The candidates of a sort for a place, best first; those of the source items and passages chosen come forward.

        What takes up the words of the heading and of the clerk's facts (their pairs of characters) is worth more, and so is what lies
        near to what the clerk tells of the aspect and apart from what he tells of its rivals.
        """
        rows = []
        called = self.points.cues(points[0]) if points else ()
        for worth, candidate in self._belonging(sort, aspect, rivals):
            score = worth + self._now(candidate, frozenset() if candidate.of_passage else tie)
            if score > 0:
                bonus = -(OWN_SHUNNED if candidate.own else SHUNNED) if candidate.phrase.original in self.shun else 0.0
                if candidate.of_passage:
                    bonus += FIRST_POINT if points[:1] == [candidate.group] else OTHER_POINT if candidate.group in points[:2] else 0.0
                else:
                    bonus += ITS_WORD * min(2, sum(w in candidate.text for w in called))
                bonus -= BY_HEAD_WORD * (points[:1] != [candidate.group] and headwords.table(candidate.group[0]))
                bonus += SAME_ITEM if groups[:1] == (candidate.group,) else OTHER_ITEM if candidate.group in groups else 0.0
                if candidate.own:  # beside passages too the office's own words come first, where they fit as well
                    bonus += OWN_FIRST + (OWN_ITEM if candidate.group in groups else 0.0)
                if not candidate.of_passage:  # a passage is told in its own order
                    bonus += 0.4 * min(4, len(heading & words.bigrams(candidate.text)))
                rows.append((score + bonus, candidate))
        near = nearer([c.phrase.lead + c.text for _, c in rows], self._themes(aspect, rivals))
        # a sentence of another trade may fall behind for lying far off, not come forward for a word in common (网上叫来的师傅)
        rows = [(score - 0.01 * c.phrase.order if c.of_passage else
                 score + NEAR * (worth if c.by_hand or self.home(c) >= 0.5 else min(0.0, worth)), c)
                for (score, c), worth in zip(rows, near, strict=True)]
        return sorted(rows, key=lambda r: (-r[0], r[1].key))

    def _themes(self, aspect: Aspect, rivals: list[Aspect]) -> tuple[str, ...]:
        """What the clerk tells of the aspect, then of each of its rivals."""
        return tuple(self.themes[name] for name in dict.fromkeys((aspect.name, *(r.name for r in rivals))) if name in self.themes)

    def items_for(self, aspect: Aspect, rivals: list[Aspect], wanted: tuple[str, ...], core: frozenset[str],
                  used: Counter[str]) -> tuple[Group, ...]:
        """The two source items that have something of every wanted sort for the aspect and lie nearest to what the clerk tells of it.

        An item is one thread of its author's: its problem, its cause and its measure belong together.
        """
        found: dict[Group, dict[str, list[Candidate]]] = {}
        for sort in wanted:
            for worth, candidate in self._belonging(sort, aspect, rivals):
                if candidate.phrase.item and worth + self._now(candidate, frozenset()) > 0:
                    found.setdefault(candidate.group, {}).setdefault(sort, []).append(candidate)
        ranked = []
        found = {group: rows for group, rows in found.items() if len(rows) == len(wanted)}
        near = nearer(["，".join(c.phrase.lead + c.text for part in rows.values() for c in part) for rows in found.values()],
                      self._themes(aspect, rivals))
        for (group, rows), nearness in zip(found.items(), near, strict=True):
            several = [c for part in rows.values() for c in part]
            shared = len(core & frozenset(w for c in several for w in c.words))
            worth = (sum(min(3, len(part)) for part in rows.values()) + 1.5 * min(4, shared) + 3.0 * max(self.home(c) for c in several)
                     + THREAD_NEAR * nearness
                     + (OWN_ITEM if several[0].own else HAND_ITEM if several[0].by_hand else 0.0)
                     - 3.0 * SHUNNED * any(c.phrase.original in self.shun for c in several)
                     + 0.3 * sum(min(self._fit(c, aspect), 6.0) for c in several) / len(several) - 4.0 * used[group[1]]
                     + random.Random(f"{self.seed}{self.brief.subject}{self.brief.org}{group}").random() * self._jitter * THREAD_JITTER)
            ranked.append((-worth, group))
        return tuple(group for _, group in sorted(ranked)[:2])

    def whole(self, sort: str) -> list[Candidate]:
        """The sentences of a sort that speak of the whole subject, those of the trade first, in an order that the seed changes.

        A trade is wide (住建: homes, and land for a motorway): a sentence of it that lies far from what the brief tells comes after.
        """
        rows = [c for c in self.by_sort[sort] if c.phrase.kind in WRITTEN and not c.phrase.aspects]
        if not rows and sort == "起笔":  # a page of one's own that has none
            return self.whole("道理")
        chance = random.Random(f"{self.seed}{self.brief.subject}{self.brief.org}{sort}")
        told = "，".join((*[self.brief.subject] * 3, *self.brief.stress, *(f.text for f in self.brief.facts)))
        near = {id(c): meaning.nearness(told, c.text) for c in rows}
        return sorted(rows, key=lambda c: (c.phrase.trade == tables.GENERAL or near[id(c)] < OF_THE_WHOLE, c.phrase.original in self.shun,
                                           CHANCE * chance.random() - near[id(c)]))


def nearer(texts: list[str], themes: tuple[str, ...]) -> list[float]:
    """For each text how much nearer than the rest it lies to the first theme and apart from the others, in standard deviations."""
    if len(texts) < 2 or not themes:
        return [0.0] * len(texts)
    vectors = np.array([meaning.vector(text) for text in texts])
    near = vectors @ meaning.vector(themes[0])
    if len(themes) > 1:
        near = near - APART * (vectors @ np.array([meaning.vector(theme) for theme in themes[1:]]).T).max(axis=1)
    spread = float(near.std())
    return [float(min(NEAREST, max(-NEAREST, z))) for z in (near - near.mean()) / spread] if spread > 1e-6 else [0.0] * len(texts)
