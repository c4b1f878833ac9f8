"""Aspects (方面) of an office's work and the word tables of each trade: phrasebank/aspects/*.yaml."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from drafter import belonging, meaning, resources, words, yamlfile
from drafter.errors import TemplateError

REMEMBERED = 4_000  # subjects and stressed words whose trade and aspect are remembered
GENERAL = "通用"
NEAR = 0.32  # a name that lies so near to an aspect's words is taken for it: 上门巡诊 and 签约服务 0.7, strangers under 0.3
UNDER = 0.4  # how much it counts under which names such things stand, beside the company that words keep (docs/decisions/0038)
UNDER_SCALE, UNDER_FROM = 0.9, -0.015  # what lies under a name counted as nearness counts: the same mean and spread over 4,000 names
OWN = 1.15  # how much nearer the trade's own aspects count than the general ones
ALIKE, APART = 0.55, 0.06  # so near a subject must lie to a trade that no word tells, and so much nearer than to any other
CLEARLY = 0.06  # so much nearer must another page lie to a name with its facts than the page found by the name alone
SURELY = 0.095  # and so much where the page has the name for another of its own (移风易俗 of weddings, facts on graves); read off 17 names
NAMED_TWICE = 0.5  # what a character of a subject's word counts besides where it is an aspect's name too
BY_WORD = 0.015  # what a character of a subject's word says for a trade beside how near it lies (read off 21 of 290 briefs)
USUAL = 24  # names of an aspect that tell what it is about; a table may list more of them, by which clerks call it
# A name of another page goes to the page that the subject itself names (供热), where all that is said lies so much nearer to that one, and
# the name not so much nearer to its own (read off 60 names of 34 briefs).
SAID_NEARER, NAMED_NEARER = 0.2, 0.15
# A page of general matters gives way to the trade's own where its words lie no nearer to the name than so, and the own page lies so much
# nearer to what is told (read off 44 names of 51 briefs).
SURE_NAME, AT_HOME = 0.68, 0.1
BORROWED_NEARER, BORROWED_NAMED = 0.12, 0.05  # the same for a name that no page has
LONG = 7  # a name of so many characters is a phrase: what it means tells more than a word that it shares (数字造假 is not 数字赋能)
# So near, and so much nearer, must the aspect nearest in meaning lie to a name to go before one that shares a word with it (read off the 89
# of 427 names of 17 sets of briefs where the two differ so: some 55 better, 10 worse).
# One that shares words and cues worth SHARED with it (茶园机采 and 宜机作业) stays.
MEANT, FAR_NEARER, SHARED = 0.58, 0.1, 6.0
WHOLE = 4  # characters of a name that another must hold to be taken for it
# So near must a name that a general page has lie to the trade's own page that bears the general one's name, or so many of its other
# names (read off 110 of 1,157 such names: of those below, one in three was another matter).
SORT_NEAR, SEVERAL = 0.55, 2
SORT_BEHIND = 0.06  # so much farther from the name than the general page may a trade's own page of that sort lie
TWICE = 2  # texts of a brief that must speak of a trade which its subject does not name


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in the row, in the order of its fields."""
        return tuple(self.__dict__.values())


class ProblemRow(_Row):
    """The words of a problem heading: 思想认识有偏差，行动自觉不强."""

    noun: str
    gap: str
    view: str
    adj: str


class ShortRow(_Row):
    """The words of a short problem heading: 思想认识不够深."""

    noun: str
    adj: str


class CauseRow(_Row):
    """The words of a cause heading: 学习研讨重传达、轻转化，思想根基没有扎牢."""

    noun: str
    heavy: str
    light: str
    root: str
    verb: str


class MeasureRow(_Row):
    """The words of a measure heading: 在学用转化上下功夫，打牢思想根基."""

    lever: str
    verb: str
    object: str


class Aspect(_Row):
    """One aspect of the work: its names, the words that betray it, and the words its headings are made of."""

    name: str
    also: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    problem: tuple[ProblemRow, ...] = ()
    short: ShortRow | None = None
    cause: tuple[CauseRow, ...] = ()
    measure: tuple[MeasureRow, ...] = ()
    leads: tuple[str, ...] = ()
    task: tuple[str, ...] = ()
    trade: str = GENERAL
    page: str = ""  # the table's file, where it is but a part of its trade's (通用-服务与群众): used only where a brief names it
    base: str = ""  # the table's own name, where the clerk calls the aspect otherwise
    bare: bool = False  # no table knows it: there is nothing but the clerk's own word
    part: bool = False  # the brief stresses several things of its page: what the page says must be near to just this one

    @property
    def borrowed(self) -> bool:
        """True where no page has that name: the one that was found by likeness may speak of other things besides."""
        return self.bare or (self.base not in ("", self.name) and self.name not in self.also)

    @property
    def meant(self) -> str:
        """The name by which it is weighed: the table's own where no word of the clerk's is known (严督实考: 监督考核)."""
        return self.name if not self.base or meaning.vector(self.name).any() else self.base

    @property
    def table(self) -> str:
        """The name of the files that hold its words and sentences."""
        return self.page or self.trade

    @property
    def usual(self) -> tuple[str, ...]:
        """Its name and the first of its other names: those that tell what it is about, where the rest only lead to it."""
        return (self.name, *self.also[:USUAL])

    @property
    def words(self) -> tuple[str, ...]:
        """The words of its table, those of its tasks left out."""
        rows = (*self.problem, *self.cause, *self.measure)
        return (*self.usual, *self.cues, *self.leads, *(cell for r in rows for cell in r.cells))

    @property
    def vocabulary(self) -> str:
        """The words of its table as one text, its name four times, its other names and cues twice."""
        return "，".join((*[self.name] * 2, *self.usual, *self.cues, *self.words, *self.task))

    def score(self, text: str) -> float:
        """How strongly a text speaks of this aspect: each cue found counts, longer cues more."""
        return sum(len(cue) - 0.5 for cue in self.cues if cue in text)


class Trade(BaseModel):
    """One trade (行业): the words of a subject that call it, and its aspects.

    `bodies` are words of the names of bodies whose line of work it is: what a 供水总公司 writes on 老旧小区 may well be of water.
    `within` names wider trades out of which this one was cut: where a subject calls both, this one is meant.
    `crosscut` marks a trade that runs through bodies of every other (党建, 作风): their line of work must stay out of it.
    `own` is set where the table stands in the user's own folder.
    """

    model_config = ConfigDict(extra="forbid")
    trade: str
    subjects: list[str] = Field(default_factory=list)
    bodies: list[str] = Field(default_factory=list)
    classes: list[str] = Field(default_factory=list)
    within: list[str] = Field(default_factory=list)
    crosscut: bool = False
    own: bool = False
    aspects: list[Aspect]


def table_files() -> list[Path]:
    """The aspect tables in force: the user's own first, then ours; one of his replaces ours of the same name."""
    found: dict[str, Path] = {}
    for place in (resources.user_folder("phrasebank"), resources.folder("phrasebank")):
        for path in sorted((place / "aspects").glob("*.yaml")):
            found.setdefault(path.name, path)
    return sorted(found.values())


@cache
def trades() -> dict[str, Trade]:
    """All trades by name, the general table among them; the aspects of a trade's further files stand last."""
    tables: dict[str, Trade] = {}
    parts = []
    for path in table_files():
        trade = yamlfile.load(path, Trade, TemplateError)
        trade.own = path.is_relative_to(resources.user_folder("phrasebank"))
        part = path.stem if path.stem.startswith(f"{trade.trade}-") else ""
        trade.aspects = [a.model_copy(update={"trade": trade.trade, "page": part}) for a in trade.aspects]
        if part:
            parts.append(trade)
        else:
            tables[trade.trade] = trade
    for further in parts:
        tables.setdefault(further.trade, further.model_copy(update={"aspects": []})).aspects.extend(further.aspects)
    return tables


@lru_cache(maxsize=REMEMBERED)
def trade_of(subject: str, context: tuple[str, ...] = (), org: str = "") -> str:
    """The trade that a subject belongs to, or 通用 where no table's words stand in it, nor in the texts around it.

    The body's own line of work (`org`) counts beside what the subject names, but for what runs through every line (作风); a body of a
    line that no table has borrows none (phrasebank/bodies-apart.yaml).
    One word in one fact tells nothing (就医 in a paper on veterans): the context counts where it speaks of a trade twice.
    """
    found = {trade.trade: score for trade in trades().values()
             if (score := sum(len(w) + 1.0 / (1 + i) for i, w in enumerate(trade.subjects) if w in subject)
                 + sum(NAMED_TWICE * len(a.name) for a in trade.aspects if a.name in trade.subjects and a.name in subject))}  # 农机安全
    found = {name: score for name, score in found.items() if trades()[name].own} or found  # who wrote a table wants it used
    wider = {name for trade in found for name in trades()[trade].within}
    found = {name: score for name, score in found.items() if name not in wider}
    if not context:
        return max(found, key=lambda name: found[name], default=GENERAL)
    at_work = {t.trade: float(len(word)) for t in trades().values() for word in t.bodies if word in org}
    if at_work and not any(trades()[name].crosscut or trades()[name].own for name in found):
        found = at_work | {name: score + at_work.get(name, 0.0) for name, score in found.items()}
    if found:
        return _nearest_of(found, subject, context) if len(found) > 1 else next(iter(found))
    if any(word in org for word in yamlfile.table("bodies-apart.yaml")["bodies"]):
        return GENERAL  # what stands around the subject of a prison is of no police station
    around = _around(context)
    return _alike(subject, context) if around == GENERAL else _nearer(around, subject, context)


def kin(trade: str) -> frozenset[str]:
    """The trade, those it was cut out of, and those cut out of it."""
    table = trades().get(trade)
    return frozenset((trade, *(table.within if table else ()), *(t.trade for t in trades().values() if trade in t.within)))


def _nearest_of(found: dict[str, float], subject: str, context: tuple[str, ...]) -> str:
    """The one of several trades (each with what its words in the subject are worth) that lies nearest to all that is said.

    政府投资项目审计 names 项目建设 with more characters, and is 审计监督 by what is stressed in it.
    """
    told = meaning.vector("，".join((subject, subject, subject, *context)))
    return max(found, key=lambda name: float(_middle(name) @ told) + BY_WORD * found[name])


def _around(context: tuple[str, ...]) -> str:
    """The trade of which most of the texts speak, two of them at least."""
    best, name = 0.0, GENERAL
    for trade in trades().values():
        told = [[w for w in trade.subjects if w in text] for text in context]
        score = sum(bool(found) for found in told) + 0.1 * len({w for found in told for w in found})
        if sum(bool(found) for found in told) >= TWICE and score > best:
            best, name = score, trade.trade
    return name


def _alike(subject: str, context: tuple[str, ...]) -> str:
    """The trade that is nearest in meaning both to the subject and to all that is said of it; 通用 where the two do not agree."""
    names, vectors = _middles()
    near = vectors @ meaning.vector(subject)
    told = vectors @ meaning.vector("，".join((subject, subject, subject, *context)))
    best = int(near.argmax())
    clear = near[best] >= ALIKE and near[best] - np.partition(near, -2)[-2] >= APART
    return names[best] if clear and best == int(told.argmax()) else GENERAL


def _nearer(around: str, subject: str, context: tuple[str, ...]) -> str:
    """The trade of which most texts speak, unless another that two of them name too lies clearly nearer to all that is said."""
    names, vectors = _middles()
    told = vectors @ meaning.vector("，".join((subject, *context)))
    for number in (int(i) for i in (-told).argsort()):
        if told[number] < told[names.index(around)] + CLEARLY:
            break
        if sum(any(word in text for word in trades()[names[number]].subjects) for text in context) >= TWICE:
            return names[number]
    return around


@cache
def _middle(name: str) -> Any:
    """The unit vector in the middle of a trade's aspects."""
    middle = np.sum([meaning.vector(a.vocabulary) for a in trades()[name].aspects], axis=0)
    return middle / max(float(np.linalg.norm(middle)), 1e-9)


@cache
def _middles() -> tuple[tuple[str, ...], Any]:
    """(the trades, for each the unit vector in the middle of its aspects)."""
    names = tuple(name for name in trades() if name != GENERAL)
    return names, np.array([_middle(name) for name in names])


def general() -> list[Aspect]:
    """The aspects that every office has: 思想认识, 责任落实 …; those of narrower matters, which a brief must name, left out."""
    table = trades().get(GENERAL)
    return [a for a in table.aspects if not a.page] if table else []


@cache
def _matcher(trade: str) -> tuple[Any, tuple[tuple[int, float], ...], tuple[str, ...]]:
    """(automaton over all cues, (aspect, weight) of each cue, the aspects' names) of a trade and the general table."""
    import ahocorasick_rs

    pool = [a for name in dict.fromkeys((trade, GENERAL)) if name in trades() for a in trades()[name].aspects if not a.page]
    rows = [(cue, i) for i, a in enumerate(pool) for cue in dict.fromkeys(a.cues)]
    automaton = ahocorasick_rs.AhoCorasick([cue for cue, _ in rows])
    return automaton, tuple((i, len(cue) - 0.5) for cue, i in rows), tuple(a.name for a in pool)


LEAST = 1.5  # one two-character cue


def of(text: str, trade: str) -> tuple[str, ...]:
    """The names of the at most two aspects a text speaks of, the likelier first."""
    return of_all([text], trade)[0]


def of_all(texts: list[str], trade: str, above: list[str] | None = None) -> list[tuple[str, ...]]:
    """For each text the names of the at most two aspects it speaks of, the likelier first; its heading counts once and a half."""
    if not texts:
        return []
    names = _matcher(trade if trade in trades() else GENERAL)[2]
    scores = _scores(texts, trade)
    if above:
        heads = {text: i for i, text in enumerate(dict.fromkeys(above))}
        scores += 1.5 * _scores(list(heads), trade)[[heads[text] for text in above]]
    best = scores.argmax(axis=1)
    most = scores.max(axis=1)
    scores[np.arange(len(texts)), best] = 0.0
    other = scores.argmax(axis=1)
    second = scores.max(axis=1)
    also = (second >= LEAST) & (-second <= 0.6 * -most)
    return [(names[a], names[b]) if both else (names[a],) if one else () for a, b, one, both in zip(
        best.tolist(), other.tolist(), (most >= LEAST).tolist(), also.tolist(), strict=True)]


def _scores(texts: list[str], trade: str) -> Any:
    """How much each text speaks of each aspect: an array [text, aspect]; a cue counts once in a text."""
    automaton, cues, names = _matcher(trade if trade in trades() else GENERAL)
    told = {text * len(cues) + cue for text, cue in words.stand(automaton, texts)}
    text, cue = np.divmod(np.fromiter(told, dtype=np.int64, count=len(told)), len(cues))
    worth = np.bincount(text * len(names) + np.array([aspect for aspect, _ in cues])[cue], np.array([worth for _, worth in cues])[cue],
                        len(texts) * len(names))
    return worth.astype(float).reshape(-1, len(names))


def called(name: str, trade: str) -> Aspect | None:
    """The aspect of just that name or other name; None where none has it.

    First the trade's own by their usual names, then those of the trades that it was cut out of by their own, then the general ones, then
    the trade's by their further names, then those it was cut out of by theirs, then narrower matters.
    """
    own = [a for a in trades()[trade].aspects if not a.page] if trade in trades() else []
    wider = [a for name in (trades()[trade].within if trade in trades() else ()) if name in trades() for a in trades()[name].aspects]
    every = trades()[GENERAL].aspects if GENERAL in trades() else []
    rows = (((a, a.usual) for a in own), ((a, (a.name,)) for a in wider), ((a, (a.name, *a.also)) for a in every if not a.page),
            ((a, a.also) for a in own), ((a, a.also) for a in wider), ((a, (a.name, *a.also)) for a in every))
    return next((a for row in rows for a, names in row if name in names), None)


@cache
def loose_words() -> frozenset[str]:
    """The words too wide to tell of which aspect a text speaks (服务, 管理)."""
    return frozenset(yamlfile.table("loose-words.yaml"))


def find(name: str, trade: str) -> Aspect | None:
    """The aspect of that name: the trade's own, else the general one, else one that has a word of two characters in common with it,
    else the one whose words are near to it in meaning."""
    exact = called(name, trade) or _holding(name, trade) or _of_parts(name, trade) or _spoken(name, trade)
    if exact is not None:
        return _of_its_sort(name, exact, trade) or exact
    pools = [t.aspects for t in (trades().get(trade), trades().get(GENERAL)) if t]
    best: tuple[float, Aspect | None] = (0.0, None)
    wanted = _halves(name) - loose_words()
    for weight, pool in zip((1.2, 1.0), pools, strict=False):
        for aspect in pool:
            labels = {pair for label in aspect.usual for pair in _halves(label)}
            score = weight * (2 * len(wanted & labels) + sum(c in name for c in aspect.cues)) if wanted & labels else 0.0
            if score > best[0]:
                best = (score, aspect)
    near = _nearest(name, trade)
    shared = best[1]
    if near is None or shared is None or (best[0] < SHARED and _far_nearer(name, near, shared, trade)):
        return near or shared
    if len(name) < LONG:
        return shared
    return shared if near.trade == GENERAL != shared.trade else near  # a phrase: what it means tells more than a word that it shares


def _of_its_sort(name: str, page: Aspect, trade: str) -> Aspect | None:
    """The trade's own aspect of the sort that a general page treats, which has its name or several of its other names: 人员配备 of a
    community is of 社工队伍, not of any office's 队伍建设. None where the name is far from all, or clearly nearer to the general page
    (本领能力 of party members is 能力素质, not the staff of a party office)."""
    own = [a for a in trades()[trade].aspects if not a.page] if trade in trades() and page.trade == GENERAL != trade else []
    alike = [a for a in own if page.name in a.usual
             or (name != page.name and len({page.name, *page.also}.intersection(a.usual)) >= SEVERAL)]
    near = {a.name: meaning.nearness(name, a.vocabulary) for a in alike}
    best = max(alike, key=lambda a: near[a.name], default=None)
    if best is None or near[best.name] < SORT_NEAR:
        return None
    worth = {id(aspect): score for score, aspect in _by_name(name, trade)}
    return best if worth[id(best)] >= worth.get(id(page), 0.0) - SORT_BEHIND else None


def _far_nearer(name: str, near: Aspect, shared: Aspect, trade: str) -> bool:
    """True where what a name means tells more than a word that it shares: 沟通方法 is 沟通倾听, not 方式方法."""
    worth = {id(aspect): score for score, aspect in _by_name(name, trade)}
    return worth[id(near)] >= max(MEANT, worth[id(shared)] + FAR_NEARER)


def _holding(name: str, trade: str) -> Aspect | None:
    """The trade's own aspect of whose names one holds the whole name or is half of it (善意文明 in 善意文明执行); the longest counts."""
    own = [a for a in trades()[trade].aspects if not a.page] if trade in trades() else []
    held = [(min(len(known), len(name)), -abs(len(known) - len(name)), -i) for i, a in enumerate(own) for known in (a.name, *a.also)
            if min(len(known), len(name)) >= WHOLE and (name in known or (known in name and 2 * len(known) >= len(name)))]
    return own[-max(held)[2]] if held else None


def _of_parts(name: str, trade: str) -> Aspect | None:
    """The aspect that one of the words has which a name joins (提高站位 in 提高站位、当好龙头), the first that any has."""
    parts = [part for part in re.split("[、，和与及]", name) if len(part) >= WHOLE and part != name]
    return next((aspect for part in parts if (aspect := called(part, trade))), None)


def _spoken(name: str, trade: str) -> Aspect | None:
    """The aspect that is meant by a name as it is said and not written (phrasebank/spoken-words.yaml): 保障投入 by 钱从哪里来."""
    means = (row["means"] for row in yamlfile.table("spoken-words.yaml") if row["says"] in name)
    return next((aspect for word in means if (aspect := called(word, trade))), None)


def _nearest(name: str, trade: str) -> Aspect | None:
    """The aspect nearest to the name in meaning, the trade's own before the general ones; None where none is near."""
    score, aspect = max(_by_name(name, trade), key=lambda row: row[0], default=(0.0, None))
    return aspect if score >= NEAR else None


def ranked(text: str, trade: str) -> list[tuple[float, Aspect]]:
    """How near each aspect of the trade and each general one lies to a text."""
    wanted = meaning.vector(text)
    return [(near * (OWN if a.trade != GENERAL else 1.0), a) for t in dict.fromkeys((trade, GENERAL)) if t in trades()
            for a, near in zip(trades()[t].aspects, (_vectors(t) @ wanted).tolist(), strict=True)]


@lru_cache(maxsize=REMEMBERED)
def _by_name(name: str, trade: str) -> tuple[tuple[float, Aspect], ...]:
    """The same for a name, by the company that its words keep and by the names that pages have (belonging)."""
    under: list[float] = []
    for table in dict.fromkeys((trade, GENERAL)):
        if pages := trades()[table].aspects if table in trades() else []:
            near = UNDER_SCALE * belonging.nearest(name, tuple((a.name, *a.also) for a in pages)) + UNDER_FROM
            under += (near * (OWN if table != GENERAL else 1.0)).tolist()
    rows = zip(ranked(name, trade), under, strict=True)
    return tuple(((1 - UNDER) * company + UNDER * names, aspect) for (company, aspect), names in rows)


@cache
def _vectors(trade: str) -> Any:
    """What each of the trade's aspects is about: an array [aspect, dimension]."""
    return np.array([meaning.vector(a.vocabulary) for a in trades()[trade].aspects]).reshape(len(trades()[trade].aspects), -1)


def retold(aspect: Aspect, told: str, trade: str) -> Aspect:
    """The aspect on the page that its facts speak of, where that is clearly another one (看护人员: 保育人员, 持证 → 保育队伍).

    One under its page's own name stays there, one whose name says as it is said what the page is of (部门之间怎么接茬), and one whose name
    is surely of the page (邻里互督 of 互相提醒).
    """
    if (aspect.base in ("", aspect.name) and not aspect.bare) or _spoken(aspect.name, trade) is not None:
        return aspect
    if surely(aspect, trade) and (aspect.borrowed or aspect.trade == GENERAL):
        return aspect
    text = f"{aspect.name}，{aspect.name}，{told}"
    tables = (trade,) if aspect.trade in (trade, GENERAL) else (trade, aspect.trade)
    rows = [row for name in tables for row in ranked(text, name) if row[1].page in ("", aspect.page)]
    score, best = max((row for row in rows if row[1].trade in (trade, GENERAL)), key=lambda row: row[0])
    now = next((worth for worth, a in rows if a.name == aspect.base and a.trade == aspect.trade), 0.0)
    return under(aspect.name, best) if score >= max(NEAR, now + (CLEARLY if aspect.borrowed else SURELY)) else aspect


@lru_cache(maxsize=REMEMBERED)
def surely(aspect: Aspect, trade: str) -> bool:
    """True where an aspect's name is surely of the page that it stands on, and of none of the trade's own rather."""
    if aspect.bare or meaning.nearness(aspect.name, _page(aspect).vocabulary) < SURE_NAME:
        return False
    rows = ranked(aspect.name, trade)
    page = next((near for near, a in rows if (a.trade, a.name) == (aspect.trade, aspect.base or aspect.name)), 1.0)
    return page >= max((near for near, a in rows if a.trade == trade), default=0.0)


def homed(aspect: Aspect, subject: str, told: str, trade: str) -> Aspect:
    """The aspect on the page that the subject itself names, where all that is told is clearly of that page.

    管网改造 in a paper on heating is of 供热保障, though the page on sewers has that name too.
    """
    pages = trades()[trade].aspects if trade in trades() else []
    home = max(pages, key=lambda a: standing(a, subject), default=None)
    if home is None or aspect.trade != trade or aspect.bare or aspect.base in ("", aspect.name, home.name) or not standing(home, subject):
        return aspect
    page = next(a for a in pages if a.name == aspect.base)
    said = meaning.vector(f"{aspect.name}，{aspect.name}，{subject}，{told}")
    word, (ours, theirs) = meaning.vector(aspect.name), (meaning.vector(a.vocabulary) for a in (home, page))
    least, most = (BORROWED_NEARER, BORROWED_NAMED) if aspect.borrowed else (SAID_NEARER, NAMED_NEARER)
    nearer = float(said @ ours) >= float(said @ theirs) + least
    return under(aspect.name, home) if nearer and float(word @ ours) >= float(word @ theirs) - most else aspect


def fetched(aspect: Aspect, subject: str, facts: Sequence[str], trade: str) -> Aspect:
    """The aspect on the trade's own page that what is told lies nearest to, where a page of general matters has but a name like it.

    适老服务 of a bus company is of its buses, though a general page on people in need has that name too.
    """
    own = [a for a in trades()[trade].aspects if not a.page] if trade in trades() and trade != GENERAL else []
    if not own or not aspect.page or meaning.nearness(aspect.name, (page := _page(aspect)).vocabulary) >= SURE_NAME:
        return aspect
    fact = max(facts, key=lambda text: meaning.nearness(aspect.name, text), default="")
    theme = f"{aspect.name}，{aspect.name}，{subject}，{fact}"
    near = {a.name: meaning.nearness(theme, a.vocabulary) for a in own}
    best = max(own, key=lambda a: near[a.name])
    return under(aspect.name, best) if near[best.name] >= meaning.nearness(theme, page.vocabulary) + AT_HOME else aspect


def _page(aspect: Aspect) -> Aspect:
    """The aspect as its table has it."""
    return next((a for a in trades()[aspect.trade].aspects if a.name == (aspect.base or aspect.name) and a.page == aspect.page), aspect)


@cache
def page(trade: str, name: str, file: str) -> Aspect | None:
    """A trade's aspect of that name, of that file of its tables where several have it; None where it has none."""
    rows = [a for a in trades()[trade].aspects if a.name == name] if trade in trades() else []
    return next((a for a in rows if a.page in ("", file)), None)


def standing(aspect: Aspect, text: str) -> int:
    """Characters of the longest of the aspect's names that stands in a text."""
    return max((len(name) for name in (aspect.name, *aspect.also) if name in text), default=0)


@lru_cache(maxsize=REMEMBERED)
def named(name: str, trade: str) -> Aspect:
    """The aspect for a stressed word: a table's row under the clerk's own name, else a bare one with its words as cues."""
    aspect = find(name, trade)
    return under(name, aspect) if aspect else bare(name, trade)


def bare(name: str, trade: str) -> Aspect:
    """An aspect that no table knows: there is nothing but the clerk's own word."""
    return Aspect(name=name, cues=(name, *_pairs(name)), trade=trade, bare=True)


def unheaded(aspect: Aspect) -> Aspect:
    """The aspect without the words of its page's headings, which speak of something else than its name."""
    return aspect.model_copy(update={"problem": (), "cause": (), "measure": (), "task": (), "short": None})


def parted(chosen: list[Aspect]) -> list[Aspect]:
    """The aspects, those that share a page with others marked as parts of it; the one that has the page's own name has the page."""
    pages = Counter((a.trade, a.base) for a in chosen if a.base)
    return [a.model_copy(update={"part": True}) if pages[a.trade, a.base] > 1 and a.name != a.base else a for a in chosen]


@lru_cache(maxsize=50_000)
def _halves(name: str) -> frozenset[str]:
    """The pairs of characters that may be words of a name: the two halves of one of four, else any two in a row."""
    return frozenset(_pairs(name) if len(name) == 4 else words.bigrams(name))


def _pairs(name: str) -> tuple[str, ...]:
    """The name cut into words of two characters."""
    return tuple(name[i:i + 2] for i in range(0, len(name) - 1, 2))


def under(name: str, aspect: Aspect) -> Aspect:
    """A table's aspect under the clerk's own name for it."""
    changes: dict[str, object] = {"name": name, "base": aspect.base or aspect.name,
                                  "cues": tuple(dict.fromkeys((*aspect.cues, *_pairs(name))))}
    if name != aspect.name and name not in aspect.also and not (words.bigrams(name) & words.bigrams(aspect.name)):
        wanted = meaning.vector(name)  # of its headings those that speak of the same thing

        def near(row: _Row | str) -> bool:
            text = row if isinstance(row, str) else "，".join(row.cells)
            return float(wanted @ meaning.vector(text)) >= NEAR

        changes |= {kind: tuple(row for row in getattr(aspect, kind) if near(row)) for kind in ("problem", "cause", "measure", "task")}
        changes["short"] = aspect.short if aspect.short and near(aspect.short) else None
    return aspect.model_copy(update=changes)
