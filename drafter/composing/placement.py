"""Which fact stands in which chapter and item: all facts are placed at once, as their uses and words say and the outline has room."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from drafter import aspects as tables
from drafter import belonging, words
from drafter.aspects import Aspect
from drafter.brief import Brief
from drafter.composing import facts as placing
from drafter.composing import names, uses
from drafter.composing.facts import SURE, Placed
from drafter.composing.scheme import Chapter, Entry, Plan, steps_of
from drafter.outlines import Items

OPENING = SURE + 0.1  # a fact whose aspect is surer than this leaves the chapter's opening for the item
CALLED = 12.0  # what a word that a chapter attracts is worth: a fact that says 牵头 belongs to the division of labour
IN_ORDER = 1.6  # what it is worth that a fact stands among the facts where the item stands among the items
# What it costs a fact to stand before the aspects of facts told before it: facts of its use, of another, and where each item has a story.
INVERTED, ACROSS, IN_TURN = 2.0, 1.0, 3.0
LITTLE = 8.0  # what it says for an aspect to belong wholly under its name, where no word of the fact says more
GUESSED = 1.0  # what it costs to stand as another use than the one that was guessed
NAMES_IT = 1.0  # a fact that says so much of an item speaks of it
FIRST_FACT = 3.0  # what it is worth that an item has a fact at all
GOES_ON = 2.5  # what it costs that a fact stands apart from the one before it, from which it goes on (此后)
STORY = 1.5  # the same, so many times as much, where each item is to tell a story of its own
SPARED = 3.0  # how fast that is less where the fact speaks rather of another item
ANY = 0.6  # how much of what its words say counts where any fact may begin an item (spread)
MEETS, MOST_MEETS = 1.0, 3  # what each pair of characters is worth that a plan shares with the problem in its item, and so many at most
CROWD = 1.5  # what each further fact of an item costs
SUREST = 7.0  # what is more than this is worth but BEYOND of itself: one long word must not outweigh the order
BEYOND = 0.4
# Where a fact goes when the outline has no place for its own use.
INSTEAD = {"做法": ("成效", "背景"), "成效": ("做法", "背景"), "目标": ("安排", "背景"), "安排": ("目标", "背景"),
            "问题": ("背景",), "背景": ("做法", "成效", "问题")}
NAMES_SURELY = 4.5  # one that says so much of an item stands there, whatever the chapter wanted, rather than bare in an opening
NO_SIGN = 1.5  # what it costs to stand in the opening where it is not likely that the fact is a background
LIKELY, MAYBE = 0.7, 0.15  # so likely is the use that was guessed; what is less likely than the second is no other use of it
_SURVEY = re.compile("调研组|课题组|座谈会?\\d|访谈|发放问卷")  # how a survey was made opens the report
_DAY = re.compile(r"(?:\d+年)?\d*[年月](?:\d+日|底|[上中下]旬)?[之以]?前?")
_DATE = re.compile(r"\d+[年月日]|第?[一二三四]季度")
# Periods of the whole campaign.
_WHOLE = re.compile("个阶段|分[二两三四五]步|(?:从|自)[^，；]*(?:开始|起)，?[^，；]{0,4}(?:到|至)[^，；]*(?:结束|止)")
# What is told of the whole time, or is still to come: no story.
_NO_STORY = re.compile(r"^(?:\d{4}年|今年|去年)?\d{1,2}月|^\d{4}年|拟|计划|打算|今后|将|安排我|由我|回(?:局|岗|去)后|[年月]底|每[周月年季]")


def place(scheme: Plan, placed: list[Placed], brief: Brief) -> None:
    """Nothing; every fact stands in the chapter and item that has a place for its use and fits its words best.

    All facts are placed at once: each item wants a fact before any has two, and facts stand much in the order of the items.
    """
    told = [p for p in placed if p.use != "背景"]
    order = {id(p): i / max(1, len(told) - 1) for i, p in enumerate(told)}
    options = {id(row): _options(row, scheme, order.get(id(row), 0.5), brief) for row in placed}
    chosen = {id(row): max(options[id(row)], key=lambda o: o.fit) for row in placed if options[id(row)]}
    for row in placed:  # the parts of one fact begin where the surest of them stands
        parts = [chosen[id(p)] for p in placed if p.fact is row.fact and id(p) in chosen]
        home = max(parts, key=lambda o: o.said).entry if len(parts) > 1 else None
        if home is not None:
            chosen[id(row)] = next((o for o in options[id(row)] if o.entry and o.entry.name == home.name), chosen[id(row)])
    rank = {aspect.name: n for n, aspect in enumerate(scheme.aspects)}
    chosen = _with_results(_bettered(chosen, options, placed, rank, _met(placed, brief.subject)), options, placed)
    for row in placed:
        if id(row) not in chosen:
            scheme.chapters[0].facts.append(row)
            continue
        spot = chosen[id(row)]
        chapter = scheme.chapters[spot.chapter]
        target = chapter.facts if spot.entry is None else spot.entry.facts
        text = row.text if target else placing.on_its_own(row.text)
        target.append(Placed(row.fact, text, spot.use, spot.fit if spot.entry is not None else 0.0))  # an opening sets it down bare


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place that takes a fact: how well it fits, the chapter, the item (None: the chapter's own steps), the use it is taken as."""

    fit: float
    chapter: int
    entry: Entry | None
    use: str
    said: float = 0.0  # what its words alone say for the item
    share: float = 1.0  # what part that is of what they say for the item they fit best
    spread: bool = False  # each item of the chapter is to have a fact, whatever the fact's words say


def _with_results(chosen: dict[int, _Spot], options: dict[int, list[_Spot]], placed: list[Placed]) -> dict[int, _Spot]:
    """The placing with a result at least left to the chapter of results, where all of them went to tell of practices."""
    own = {id(row): [o for o in options[id(row)] if o.use == row.use] for row in placed if row.use == "成效"}
    gone = [(max(own[key], key=lambda o: o.fit), key) for key in own if own[key] and chosen[key].use != "成效"]
    if not gone or any(chosen[key].use == "成效" for key in own if key in chosen):
        return chosen
    spot, key = max(gone, key=lambda pair: pair[0].fit - chosen[pair[1]].fit)
    return chosen | {key: spot}


def _met(placed: list[Placed], subject: str) -> list[tuple[int, int, float]]:
    """(plan, problem, worth) of each plan that names a thing a problem names: 建成检查预约中心 meets 检查预约仍要分窗口办理."""
    dull = words.bigrams(subject) | tables.loose_words()
    found = []
    for plan, problem in itertools.product((p for p in placed if p.use in ("安排", "目标")), (p for p in placed if p.use == "问题")):
        shared = len((words.bigrams(_DAY.sub("", plan.text)) & words.bigrams(_DAY.sub("", problem.text))) - dull)
        if shared and plan.fact is not problem.fact:
            found.append((id(plan), id(problem), MEETS * min(MOST_MEETS, shared)))
    return found


def _bettered(chosen: dict[int, _Spot], options: dict[int, list[_Spot]], placed: list[Placed],
              rank: dict[str, int], met: list[tuple[int, int, float]]) -> dict[int, _Spot]:
    """The placing made better, one fact moved at a time, and where that betters none two: one into another's item, that one elsewhere."""
    worth, better = _worth(chosen, placed, rank, met), True
    while better:
        better = False
        for row in placed:
            for option in options[id(row)]:
                tried = chosen | {id(row): option}
                if (now := _worth(tried, placed, rank, met)) > worth + 1e-9:
                    chosen, worth, better = tried, now, True
        if better:
            continue
        for row, other in itertools.permutations((row for row in placed if id(row) in chosen), 2):
            there = chosen[id(other)]
            for option in (o for o in options[id(row)] if o.entry is not None and o.entry is there.entry and o.chapter == there.chapter):
                for away in options[id(other)]:
                    tried = chosen | {id(row): option, id(other): away}
                    if (now := _worth(tried, placed, rank, met)) > worth + 1e-9:
                        chosen, worth, better = tried, now, True
    return chosen


def _worth(chosen: dict[int, _Spot], placed: list[Placed], rank: dict[str, int], met: list[tuple[int, int, float]]) -> float:
    """What a placing of all facts is worth; `rank` tells which aspect the clerk stressed first, `met` which plan meets which problem."""
    load: dict[tuple[int, str], tuple[int, float]] = {}
    homes: dict[int, set[str]] = {}
    total = 0.0
    last = practice = ""
    before: dict[str, list[int]] = {}  # a clerk goes through the aspects once for each use
    for row in placed:
        spot = chosen.get(id(row))
        if spot is None:
            continue
        home = spot.entry.name if spot.entry else ""
        on = home != last and (placing.goes_on(row.text) or (row.use == "做法" and placing.takes_up(row.text, practice)))
        total += spot.fit - GOES_ON * on
        last, practice = home, row.text if row.use == "做法" else ""
        homes.setdefault(id(row.fact), set()).add(home)
        if spot.entry is not None:
            if (here := rank.get(spot.entry.name)) is not None:
                kind = "" if spot.spread else row.use
                for use, earlier in before.items():
                    if (use == "问题") == (kind == "问题"):
                        over = sum(there > here for there in earlier)
                        total -= (IN_TURN if not kind and use == kind else INVERTED if use == kind else ACROSS) * min(1, over)
                before.setdefault(kind, []).append(here)
            key = spot.chapter, spot.entry.name
            worth = STORY if spot.spread else min(1.0, spot.said / 2) * spot.share ** SPARED
            load[key] = (load[key][0] + 1, max(load[key][1], worth)) if key in load else (1, worth)
    for plan, problem, worth in met:
        ours, theirs = chosen.get(plan), chosen.get(problem)
        if ours is not None and theirs is not None and ours.entry is not None and theirs.entry is not None and (
                ours.entry.name == theirs.entry.name and ours.chapter != theirs.chapter):  # a chapter of problems, one of plans
            total += worth
    total += sum(FIRST_FACT * worth - CROWD * (n - 1) for n, worth in load.values())
    return total - CALLED * sum(len(names) - 1 for names in homes.values())


def _accepted(chapter: Chapter, entry: Entry, *, neutral: bool = False) -> set[str]:
    """The uses that the item takes; with `neutral` those beside which it takes what is neither good nor bad."""
    steps = entry.item.recipe if entry.item else steps_of(chapter.section)
    return {use for step in steps if step.neutral or not neutral for use in step.facts}


def _options(row: Placed, scheme: Plan, place: float, brief: Brief) -> list[_Spot]:
    """Every place that takes the fact, as its own use or else as one that may stand for it.

    A fact whose use the clerk did not say may stand as another use that is likely too, where its words name the item; what is neither
    good nor bad only where the outline takes such facts beside problems.
    """
    found: list[_Spot] = []
    subject = brief.subject
    best = max((speaks(row, a, subject) for a in scheme.aspects), default=0.0)
    likely = uses.likelihood(row.text, brief)
    left_open = row.fact.use is None and not _SURVEY.search(row.text)
    also = ("做法",) if row.use in ("安排", "问题") and likely["做法"] >= MAYBE else ()
    for use in (row.use, *also, *INSTEAD[row.use]):
        neutral = use == "问题" != row.use and likely["问题"] < MAYBE
        if neutral and max(likely["做法"], likely["成效"]) > MAYBE:
            continue  # nothing in it says that something is wrong
        result = row.use == "成效" and use == "做法"  # 结成师徒58对 tells of 以老带新, where nobody tells more
        if found and not (neutral or result or (left_open and likely[use] >= MAYBE)):
            continue
        spots = _spots(row, use, scheme, place, subject, best, neutral=neutral)
        if not found:
            unsure = left_open and likely[row.use] < LIKELY
            found = [replace(s, fit=min(s.fit, OPENING) - NO_SIGN) for s in spots] if unsure and row.use == "背景" else spots
        elif left_open or result:
            least = NAMES_SURELY if neutral or row.use == "目标" or (result and likely[use] < MAYBE) else NAMES_IT
            cost = 0.0 if result else GUESSED
            found += [replace(s, fit=s.fit - cost) for s in spots if s.entry is not None and s.said >= least]
    if left_open and row.use in ("背景", "安排", "目标") and "我" in row.text and not _NO_STORY.search(row.text):
        found += [replace(s, fit=s.fit - GUESSED) for s in _spots(row, "做法", scheme, place, subject, best) if s.spread]
    return found


def _said(row: Placed, aspect: Aspect, subject: str) -> float:
    """What a fact's words say for an aspect; a goal of several figures is of it only as far as each of them is (else of the whole)."""
    clauses = [c for c in re.split("[，；]", row.text) if re.search(r"\d", _DATE.sub("", c))] if row.use == "目标" else []
    texts = clauses or [row.text]
    return min(speaks(replace(row, text=text), aspect, subject) for text in texts)


def speaks(row: Placed, aspect: Aspect, subject: str) -> float:
    """What a fact's words say for an aspect."""
    fit = placing.fit(row.text, aspect, subject, wrong=row.use == "问题")
    if row.use != "目标":  # a goal is of the whole unless its words say otherwise
        fit = max(fit, LITTLE * belonging.belongs(row.text, aspect.name))
    if row.use == "问题" and names.of_chapter(aspect.name) and "问题" in names.places(aspect.name):
        fit = max(fit, NAMES_SURELY)
    return fit if fit <= SUREST else SUREST + BEYOND * (fit - SUREST)


def _spots(row: Placed, use: str, scheme: Plan, place: float, subject: str, best: float, *, neutral: bool = False) -> list[_Spot]:
    """Every place that takes facts of that use; `best` is what the words say for the aspect they fit best, `neutral` as in _accepted."""
    found: list[_Spot] = []
    for number, chapter in enumerate(scheme.chapters):
        early = -0.001 * number
        by_stage = isinstance(chapter.section.items, Items) and chapter.section.items.each == "阶段" and placing.staged(row.text)
        spread = any(step.spread for step in steps_of(chapter.section))
        called = CALLED if by_stage or any(re.search(word, row.text) for word in chapter.section.attracts) else 0.0
        if any(use in step.facts for step in (*chapter.section.steps, *chapter.section.closing)):
            found.append(_Spot(OPENING + early + called, number, None, use))
        for index, entry in enumerate(chapter.entries):
            if use in _accepted(chapter, entry, neutral=neutral) and (not row.home or use != "问题" or entry.name == row.home):
                said = (_said(row, entry.aspect, subject) if entry.aspect
                        else called + 2.0 * len(words.bigrams(entry.name) & words.bigrams(row.text)))
                if entry.aspect and _WHOLE.search(row.text):
                    said = 0.0
                if said <= 0 and entry.aspect and names.unnamed(entry.aspect.name):
                    continue  # 违纪人次减少 is no 廉洁自律, however few facts that has
                score = said * (ANY if spread else 1.0) + IN_ORDER * (1.0 - abs(place - index / max(1, len(chapter.entries) - 1)))
                found.append(_Spot(score + early, number, entry, use, said, min(1.0, said / best) if best > 0 else 1.0,
                                   spread))
    return found
