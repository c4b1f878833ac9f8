"""Which aspects a draft treats, in which order, what each chapter holds, and which fact goes where."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from drafter import aspects as tables
from drafter import meaning, words, yamlfile
from drafter.aspects import Aspect
from drafter.brief import USES, Brief
from drafter.composing import answers, names
from drafter.composing import facts as placing
from drafter.composing.facts import SURE, Placed, Stage
from drafter.outlines import Item, Items, Outline, Section, Step, sandbox

if TYPE_CHECKING:
    from drafter.composing.selection import Pool

# How many aspects a length carries (characters → number; COMPOSING, section 4).
NUMBER = ((1000, 3), (1800, 4), (2600, 4), (3500, 5))
MOST = 6
OPENING = SURE + 0.1  # a fact whose aspect is surer than this leaves the chapter's opening for the item
# A problem moves to an aspect of every trade where the best of the brief's trade has less than SURELY, and that one so much MORE, and lies
# so much nearer to it (FARTHER); the LOOKED_AT nearest are weighed. Read off 40 problems of 20 briefs.
SURELY, MORE, FARTHER, LOOKED_AT = 5.0, 1.5, 0.1, 5
STRESSED = 2.0  # what it says for an aspect that the brief stresses it
CALLED = 12.0  # what a word that a chapter attracts is worth: a fact that says 牵头 belongs to the division of labour
IN_ORDER = 1.6  # what it is worth that a fact stands among the facts where the item stands among the items
GUESSED = 1.0  # what it costs to stand as another use than the one that was guessed
NAMES_IT = 1.0  # a fact that says so much of an item speaks of it
BETTER, BY_SHARE = 1.5, 0.4  # a fact that fits another aspect by so much more, and by that share, belongs to that one
CLOSE = 1.0  # where an aspect says hardly more than that which the kind of fault belongs to, the fault tells more
FIRST_FACT = 2.0  # what it is worth that an item has a fact at all
SUREST = 7.0  # what is more than this is worth but BEYOND of itself: one long word must not outweigh the order
BEYOND = 0.1
# Where a fact goes when the outline has no place for its own use.
INSTEAD = {"做法": ("成效", "背景"), "成效": ("做法", "背景"), "目标": ("安排", "背景"), "安排": ("目标", "背景"),
            "问题": ("背景",), "背景": ("做法", "成效", "问题")}
NAMES_SURELY = 4.5  # one that says so much of an item stands there, whatever the chapter wanted, rather than bare in an opening
NO_SIGN = 1.5  # what it costs to stand in the opening, where nothing but the want of another sign says that a fact is a background
HALF = 2.0  # half a fact that says so much of an aspect of its own stands there alone
_GOES_ON = re.compile("其中|其余|另|再|还|均|都|占|比|此后|随后|后来|于是|结果|同时")
PLAIN = 2.0  # an inventory (全区有…) or a goal that says by so much more what it is than anything else stays what it is
_SURVEY = re.compile("调研组|课题组|座谈会?\\d|访谈|发放问卷")  # how a survey was made opens the report
_WHOLE = re.compile("个阶段|(?:从|自)[^，；]*(?:开始|起)，?[^，；]{0,4}(?:到|至)[^，；]*(?:结束|止)")  # periods of the whole campaign
_DATED = re.compile(r"\d+[月日](?:底)?[前至到]|年底|一周一|每[周月季年旬]|半月一")
_DUE = re.compile(r"(?<!去年)\d+[月日]底?前")
_TOLD = ("背景", "问题", "成效")  # what has been: a date in it is no deadline (去年底抽查60家单位)
_DEFAULT_STAGES = (Stage("部署启动", ""), Stage("推进落实", ""), Stage("巩固提升", ""))


@dataclass(slots=True)
class Entry:
    """One item of a chapter: an aspect, a stage, a fact, or an item that the outline names itself."""

    name: str
    aspect: Aspect | None = None
    item: Item | None = None
    values: dict[str, Any] = field(default_factory=dict)
    facts: list[Placed] = field(default_factory=list)

    def has(self) -> dict[str, bool]:
        """For each use whether a fact of it stands here, and for 时限 whether any of them names a date or a rhythm."""
        uses = {p.use for p in self.facts}
        return {use: use in uses for use in USES} | {"时限": any((_DUE if p.use in _TOLD else _DATED).search(p.text) for p in self.facts)}


@dataclass(slots=True)
class Chapter:
    """A section with its items and the facts of its opening and closing."""

    section: Section
    entries: list[Entry] = field(default_factory=list)
    facts: list[Placed] = field(default_factory=list)
    further: int = 0  # how many of its items were added because the draft came out short


@dataclass(slots=True)
class Plan:
    """The trade, the aspects in their order, the chapters, and every fact."""

    trade: str
    aspects: list[Aspect]
    chapters: list[Chapter]
    facts: list[Placed]
    subject: str = ""
    lean: bool = False  # of the reasons that open an item one is enough: the draft reaches its length without the second
    plain: int = 1  # so many times as many sentences as usual that would do for any aspect: where a draft would else come out short

    def told(self, aspect: str, chapter: int | None = None) -> list[Placed]:
        """The facts of an aspect; with a chapter's number those that matter there: its own, else the problems told before, else all."""
        rows = [(n, p) for n, c in enumerate(self.chapters) for e in c.entries if e.aspect and e.name == aspect for p in e.facts]
        own = [p for n, p in rows if n == chapter]
        before = [p for n, p in rows if p.use == "问题" and n <= (chapter or 0)]
        return (before if any(p.use == "问题" for p in own) else own) or before or [p for _, p in rows]

    def theme(self, aspect: Aspect, chapter: int | None = None) -> str:
        """What the clerk tells of an aspect, its name twice before it: in the whole, or as it matters in one chapter."""
        told = "，".join(p.text for p in self.told(aspect.name, chapter)) or ("" if aspect.borrowed else aspect.vocabulary)
        about = f"，{self.subject}" if aspect.borrowed else ""  # 家校沟通 in a paper on pupils' minds is another one than on homework
        return f"{aspect.name}，{aspect.name}，{told}{about}"

    def topics(self) -> dict[str, tuple[Aspect, str, str]]:
        """Of every aspect by name: itself, what the clerk tells of it with its name before it, and what he tells alone."""
        return {name: (aspect, self.theme(aspect), "，".join(p.text for p in self.told(name))) for name, aspect in self.named().items()}

    def problem(self, aspect: str) -> str:
        """What the clerk tells of the aspect's problem; empty where he tells none."""
        return next((p.text for p in self.told(aspect) if p.use == "问题"), "")

    def named(self) -> dict[str, Aspect]:
        """Every aspect that some chapter treats, by name."""
        return {e.aspect.name: e.aspect for c in self.chapters for e in c.entries if e.aspect}


def taken(word: str, section: Section) -> bool:
    """True where the chapter itself answers for that stressed word: 责任落实, not 保密纪律."""
    return any(word in t or (t in word and word.replace(t, "", 1) in ("", *yamlfile.table("chapter-beside.yaml"))) for t in section.takes)


def _chapter_of(word: str, sections: Sequence[Section], trade: str) -> bool:
    """True for a stressed word that says which chapter; one that a table knows for an aspect only where the outline has that chapter.

    组织保障 is a chapter of a plan, and in a speech that has none a thing to be spoken of.
    """
    places = names.places(word)
    answered = not places or any({s.name, *s.takes} & {*places} for s in sections)
    if not names.of_chapter(word) or not answered:  # 差距不足 of a 心得体会 is an item of its own
        return False
    return tables.called(word, trade) is None or any(words.bigrams(word) & words.bigrams(f"{s.name}，{s.heading}") for s in sections)


def plan(outline: Outline, brief: Brief, pool: Pool, scope: dict[str, Any],
         pinned: tuple[list[str], list[list[str]]] | None = None, *, more: bool = False) -> Plan:
    """The plan: stressed aspects first, then those the bank is strongest in, until the length is served.

    `pinned` is (the aspects, the items of each chapter) of an earlier plan that is to come out again, whatever the bank.
    With `more` the chapters whose items allow it (`further`) speak of further stressed aspects too.
    """
    trade = pool.trade
    sections = [s for s in outline.sections if sandbox.holds(s.when, scope)]
    free = [w for w in brief.stress if not any(taken(w, s) for s in sections) and not _chapter_of(w, sections, trade)]
    told = "，".join(fact.text for fact in brief.facts)
    texts = [fact.text for fact in brief.facts]
    found = [tables.fetched(tables.named(word, trade), brief.subject, texts, trade) for word in free]
    chosen = _distinct([tables.homed(aspect, brief.subject, told, trade) for aspect in found])[:MOST]
    wanted = next((n for most, n in NUMBER if brief.length <= most), 5)
    least = max([min(3, wanted), wanted - 1, *(s.items.least for s in sections if isinstance(s.items, Items) and s.items.each == "方面"
                                   and not s.items.among)])
    if pinned is not None:
        chosen = [tables.named(name, trade) for name in pinned[0]]
    elif len(chosen) < least:
        wanted = least if free else max(least, wanted)
        chosen = _fill([*chosen, *_unstressed(brief, chosen, trade)[:wanted - len(chosen)]], trade, wanted, pool)
    chosen = tables.parted(chosen)
    placed = [part for row in placing.parts(brief, {use for s in sections for use in _uses(s)})
              for part in _halved(row, chosen, brief)]
    chapters = [Chapter(s) for s in sections]
    weak: dict[tuple[tuple[str, ...], bool], list[Aspect]] = {}
    if pinned is not None:
        known = {a.name: a for a in chosen}
        weak = {(tuple(c.section.items.among), c.section.items.further > 0):
                [known.get(name) or tables.named(name, trade) for name in names]
                for c, names in zip(chapters, pinned[1], strict=True)
                if isinstance(c.section.items, Items) and c.section.items.each == "方面" and c.section.items.among}
    for chapter in chapters:
        _enter(chapter, chosen, trade, placed, pool, weak, scope, more=more)
    scheme = Plan(trade, chosen, chapters, placed, brief.subject)
    _place(scheme, placed, brief)
    _settle(scheme, pool)
    return scheme


def _halved(row: Placed, aspects: list[Aspect], brief: Brief) -> list[Placed]:
    """The fact, or its halves on either side of a semicolon where each surely speaks of another aspect (车辆27辆；41座没有落实电价)."""
    halves = row.text.split("；")
    if len(halves) == 1 or row.text != row.fact.text or any(not re.search(r"\d", h) or _GOES_ON.match(h) for h in halves):
        return [row]
    said = [{a.name: _said(Placed(row.fact, half, row.use), a, brief.subject) for a in aspects} for half in halves]
    homes = [max(worth, key=lambda name: worth[name]) for worth in said if worth]
    if len(set(homes)) < len(halves) or any(worth[home] < HALF for worth, home in zip(said, homes, strict=True)):
        return [row]
    facts = [row.fact.model_copy(update={"text": half}) for half in halves]
    return [Placed(fact, fact.text, placing.use_of(fact, brief.date)) for fact in facts]


def _settle(scheme: Plan, pool: Pool) -> None:
    """Nothing; each aspect stands on the page that its name and its facts speak of together.

    A name whose words tell little (岸电愿接能接) stands on none of which no passage fits it: what it borrowed would be of another matter.
    """
    for name, aspect in scheme.named().items():
        told = "，".join(p.text for p in scheme.told(name))
        reading = answers.read(scheme.problem(name), wrong=True)  # 干好分内事就行 is of 理想信念, though its words lie near to other pages
        at_home = reading is not None and answers.faults()[reading.fault]["方面"] in (aspect.base or name, *aspect.also)
        settled = tables.retold(aspect, told, scheme.trade) if told and not at_home else aspect
        if settled.borrowed and names.lost(name) and not pool.points.knows(settled, scheme.theme(settled), told):
            settled = tables.bare(name, scheme.trade)
        scheme.aspects = [settled if a.name == name else a for a in scheme.aspects]
        for entry in (e for c in scheme.chapters for e in c.entries if e.aspect and e.name == name):
            entry.aspect = settled


def _uses(section: Section) -> set[str]:
    """The uses of facts for which a section has a place."""
    return {use for step in (*section.steps, *section.closing, *steps_of(section)) for use in step.facts}


def steps_of(section: Section) -> list[Step]:
    """The steps of all items of a section."""
    if isinstance(section.items, Items):
        return section.items.recipe
    return [step for item in section.items or () for step in item.recipe]


def _enter(chapter: Chapter, chosen: list[Aspect], trade: str, placed: list[Placed], pool: Pool,
           weak: dict[tuple[tuple[str, ...], bool], list[Aspect]], scope: dict[str, Any], *, more: bool = False) -> None:
    """Nothing; the chapter has its entries.

    `weak` holds, for the uses of facts that items go by, the aspects such facts speak of, with True those of a chapter that goes further.
    """
    items = chapter.section.items
    if isinstance(items, list):
        chapter.entries = [Entry(i.heading, item=i) for i in items if sandbox.holds(i.when, scope)]
    elif items is not None and items.each == "阶段":
        source, found = placing.stages(placed)
        if source is not None:
            placed.remove(source)
            if whole := placing.before_stages(source.text):
                placed.append(Placed(source.fact, whole, source.fact.use or "安排"))
        chapter.entries = [Entry(s.name, values={"stage": s}) for s in found or _DEFAULT_STAGES]
        if source is not None:  # the stages are told by the chapter itself: the fact is used up
            for entry, stage in zip(chapter.entries, found, strict=True):
                entry.facts.append(Placed(source.fact, stage.period, "阶段", 9.0))
    elif items is not None and items.each == "事实":
        rows = [p for p in placed if p.use in items.among][:items.most]
        for row in rows:
            placed.remove(row)
        chapter.entries = [Entry(p.text, values={"fact": p.text, "sight": sight}, facts=[Placed(p.fact, p.text, p.use, 9.0)])
                           for p, sight in zip(rows, answers.sights([p.text for p in rows]), strict=True)]
    elif items is not None and items.among:
        key = tuple(items.among), items.further > 0
        base = weak.get((key[0], False))
        if base is None:
            base = weak[key[0], False] = weak.get(key) or _weak(items, chosen, trade, placed, pool, str(scope["subject"]))
        if key not in weak:
            names = {a.name for a in base}
            others = [a for a in chosen if not a.bare and a.name not in names and pool.has_acts(a)]
            weak[key] = [*base, *(others[:items.further] if more else ())][:max(items.most, len(base))]
        chapter.entries = [Entry(a.name, a) for a in weak[key]]
        chapter.further = max(0, len(weak[key]) - len(base))
    elif items is not None:
        chapter.entries = [Entry(a.name, a) for a in chosen[:items.most]]


def _weak(items: Items, chosen: list[Aspect], trade: str, placed: list[Placed], pool: Pool, subject: str) -> list[Aspect]:
    """The aspects that facts of those uses speak of, in the plan's order; filled from the strongest of the plan's."""
    table = tables.trades().get(trade)
    named = [a for a in (table.aspects if table else ()) if tables.standing(a, pool.known)]  # not 充电设施 in a paper on sewers
    own = _distinct([*chosen, *named])
    near = _distinct([*own, *tables.general()])
    bonus = {a.name: STRESSED for a in chosen}
    found: dict[str, Aspect] = {}
    for row in placed:
        if row.use in items.among and (lapse := _lapse(row.text, trade)) is not None:
            found.setdefault(lapse.name, lapse)
            near.append(lapse)
        elif row.use in items.among:
            fits = {a.name: placing.fit(row.text, a, subject, wrong=True) + bonus.get(a.name, 0.0)
                    for a in near if not _accuses(a, row.text)}
            best = max([a for a in own if a.name in fits] or [a for a in near if a.name in fits], key=lambda a: fits[a.name])
            if (other := outside(row.text, best, subject, trade, bonus.get(best.name, 0.0))) is not None:
                best = next((a for a in chosen if (words.bigrams(a.name) & words.bigrams(other.name)) - tables.loose_words()), other)
            elif fits[best.name] - bonus.get(best.name, 0.0) < SURE:  # 调研 not done is no want of integrity: no aspect is charged with it
                best = _by_fault(row.text, trade) or max((a for a in near if a.name in fits), key=lambda a: fits[a.name])
            near.append(best)  # it may be of a page that only its fault or its words called
            found.setdefault(best.name, best)
    for aspect in sorted(chosen, key=lambda a: -pool.strength(a)):
        if len(found) < items.least:
            found.setdefault(aspect.name, aspect)
    names = [a.name for a in near]
    return sorted(found.values(), key=lambda a: names.index(a.name))[:items.most]


def outside(fact: str, best: Aspect, subject: str, trade: str, bonus: float) -> Aspect | None:
    """The aspect of every trade that a problem speaks of far more surely than of the trade's best (`bonus`: it is stressed); else None.

    送市里检测，平均等候报告4天 is 检验检测, though the trade's own pages hold the words 检测 and 报告 too.
    """
    fit = placing.fit(fact, best, subject, wrong=True)
    if fit + bonus >= SURELY:
        return None
    near = meaning.nearness(best.vocabulary, fact) + FARTHER
    rows = sorted(tables.ranked(fact, tables.GENERAL), key=lambda row: row[0], reverse=True)[:LOOKED_AT]
    able = [a for nearness, a in rows if nearness >= near]
    if (by_fault := _by_fault(fact, trade, sure=True)) is not None:
        able.append(by_fault)
    found = [(placing.fit(fact, a, subject, wrong=True), a) for a in able if not _accuses(a, fact)]
    worth, other = max(found, key=lambda row: row[0], default=(0.0, best))
    return other if worth >= fit + MORE else None


def beside(brief: Brief, trade: str) -> set[tuple[str, str]]:
    """(table, aspect) of what a brief of that trade stresses, or its problems speak of, and neither its own table nor the general one has.

    Narrower matters of every trade (通用-服务与群众), and aspects of the trade that its own was cut out of.
    """
    stressed = [tables.named(word, trade) for word in brief.stress]
    table = tables.trades().get(trade)
    own = _distinct([*stressed, *(table.aspects if table else ())])
    told = [fact.text for fact in brief.facts if placing.use_of(fact, brief.date) == "问题"]
    found = []
    for text in told if own else ():
        fits = {a.name: placing.fit(text, a, brief.subject, wrong=True) + STRESSED * (a in stressed) for a in own}
        best = max(own, key=lambda a: fits[a.name])
        found.append(outside(text, best, brief.subject, trade, STRESSED * (best in stressed)))
    return {(a.table, a.base or a.name) for a in (*stressed, *found) if a is not None and a.table not in (trade, tables.GENERAL)}


def _by_fault(fact: str, trade: str, *, sure: bool = False) -> Aspect | None:
    """The aspect that the kind of fault belongs to which a problem tells (phrasebank/answers.yaml); None where no kind is known.

    With `sure` also none of a kind that tells of no kind of work (a plan not fulfilled is of what was planned).
    """
    told = answers.read(fact, wrong=True)
    row = answers.faults()[told.fault] if told else {}
    return tables.called(row["方面"], trade) if row and not (sure and row.get("泛")) else None


def _lapse(fact: str, trade: str) -> Aspect | None:
    """The aspect of what somebody himself did too little of (phrasebank/lapses.yaml), whatever the matter was about; else None."""
    row = next((row for row in yamlfile.table("lapses.yaml") if re.search(row["says"], fact)), None)
    return tables.named(row["aspect"], trade) if row else None


def _accuses(aspect: Aspect, fact: str) -> bool:
    """True where to put the fact under the aspect would charge somebody with more than it says (phrasebank/delicate.yaml)."""
    rows = [row for row in yamlfile.table("delicate.yaml") if row["name"] in aspect.name + aspect.base]
    return any(not re.search(row["says"], fact) for row in rows)


def _place(scheme: Plan, placed: list[Placed], brief: Brief) -> None:
    """Nothing; every fact stands in the chapter and item that has a place for its use and fits its words best.

    All facts are placed at once: each item wants a fact before any has two, and facts stand much in the order of the items.
    """
    told = [p for p in placed if p.use != "背景"]
    order = {id(p): i / max(1, len(told) - 1) for i, p in enumerate(told)}
    options = {id(row): _options(row, scheme, order.get(id(row), 0.5), brief.subject, brief.date) for row in placed}
    chosen = {id(row): max(options[id(row)], key=lambda o: o.fit) for row in placed if options[id(row)]}
    for row in placed:  # the parts of one fact begin where the surest of them stands
        parts = [chosen[id(p)] for p in placed if p.fact is row.fact and id(p) in chosen]
        home = max(parts, key=lambda o: o.said).entry if len(parts) > 1 else None
        if home is not None:
            chosen[id(row)] = next((o for o in options[id(row)] if o.entry and o.entry.name == home.name), chosen[id(row)])
    chosen = _bettered(chosen, options, placed)
    for row in placed:
        if id(row) not in chosen:
            scheme.chapters[0].facts.append(row)
            continue
        spot = chosen[id(row)]
        chapter = scheme.chapters[spot.chapter]
        target = chapter.facts if spot.entry is None else spot.entry.facts
        target.append(Placed(row.fact, row.text, spot.use, spot.fit if spot.entry is not None else 0.0))  # an opening sets it down bare


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place that takes a fact: how well it fits, the chapter, the item (None: the chapter's own steps), the use it is taken as."""

    fit: float
    chapter: int
    entry: Entry | None
    use: str
    said: float = 0.0  # what its words alone say for the item


def _bettered(chosen: dict[int, _Spot], options: dict[int, list[_Spot]], placed: list[Placed]) -> dict[int, _Spot]:
    """The placing made better, one fact moved at a time, and where that betters none two: one into another's item, that one elsewhere."""
    worth, better = _worth(chosen, placed), True
    while better:
        better = False
        for row in placed:
            for option in options[id(row)]:
                tried = chosen | {id(row): option}
                if (now := _worth(tried, placed)) > worth + 1e-9:
                    chosen, worth, better = tried, now, True
        if better:
            continue
        for row, other in itertools.permutations((row for row in placed if id(row) in chosen), 2):
            there = chosen[id(other)]
            for option in (o for o in options[id(row)] if o.entry is not None and o.entry is there.entry and o.chapter == there.chapter):
                for away in options[id(other)]:
                    tried = chosen | {id(row): option, id(other): away}
                    if (now := _worth(tried, placed)) > worth + 1e-9:
                        chosen, worth, better = tried, now, True
    return chosen


def _worth(chosen: dict[int, _Spot], placed: list[Placed]) -> float:
    """What a placing of all facts is worth."""
    load: dict[tuple[int, str], tuple[int, float]] = {}
    homes: dict[int, set[str]] = {}
    total = 0.0
    for row in placed:
        spot = chosen.get(id(row))
        if spot is None:
            continue
        total += spot.fit
        homes.setdefault(id(row.fact), set()).add(spot.entry.name if spot.entry else "")
        if spot.entry is not None:
            key = spot.chapter, spot.entry.name
            load[key] = (load[key][0] + 1, max(load[key][1], spot.said)) if key in load else (1, spot.said)
    total += sum(FIRST_FACT * min(1.0, said / 2) - 1.5 * (n - 1) for n, said in load.values())
    return total - CALLED * sum(len(names) - 1 for names in homes.values())


def _accepted(chapter: Chapter, entry: Entry, *, neutral: bool = False) -> set[str]:
    """The uses that the item takes; with `neutral` those beside which it takes what is neither good nor bad."""
    steps = entry.item.recipe if entry.item else steps_of(chapter.section)
    return {use for step in steps if step.neutral or not neutral for use in step.facts}


def _options(row: Placed, scheme: Plan, place: float, subject: str, today: datetime.date) -> list[_Spot]:
    """Every place that takes the fact, as its own use or else as one that may stand for it.

    A fact whose use the clerk did not say may stand as another use, where its words name the item; what is neither good nor bad only
    where the outline takes such facts beside problems.
    """
    found: list[_Spot] = []
    best = max((_said(row, a, subject) for a in scheme.aspects), default=0.0)
    leanings = placing.leanings(row.text, today)
    takes_neutral = any(step.neutral for c in scheme.chapters for step in steps_of(c.section))
    others = sorted((worth for use, worth in leanings.items() if use != row.use), reverse=True)
    plain = (row.use == "目标" and leanings["目标"] > leanings["安排"]) or (row.use == "背景" and leanings[row.use] - others[0] >= PLAIN)
    also = ("做法",) if row.use in ("安排", "问题") and leanings["做法"] > 0 else ()
    for use in (row.use, *also, *INSTEAD[row.use]):
        neutral = use == "问题" != row.use and leanings["问题"] <= 0
        if neutral and max(leanings["做法"], leanings["成效"]) > 0:
            continue  # nothing in it says that something is wrong
        if use in ("做法", "成效") and not any(leanings.values()) and takes_neutral:
            continue  # how things are is no work that was done: 普惠托位1052个，占57.0%
        spots = _spots(row, use, scheme, place, subject, best, neutral=neutral)
        if not found:
            unsigned = row.fact.use is None and not leanings[row.use]
            found = [replace(s, fit=min(s.fit, OPENING) - NO_SIGN) for s in spots] if unsigned else spots
        elif row.fact.use is None and not plain and not _SURVEY.search(row.text):
            least = NAMES_SURELY if neutral or row.use == "目标" else NAMES_IT
            found += [replace(s, fit=s.fit - GUESSED) for s in spots if s.entry is not None and s.said >= least]
    return found


def _said(row: Placed, aspect: Aspect, subject: str) -> float:
    """What a fact's words say for an aspect."""
    fit = placing.fit(row.text, aspect, subject, wrong=row.use == "问题")
    if row.use == "问题" and names.of_chapter(aspect.name) and "问题" in names.places(aspect.name):
        fit = max(fit, NAMES_SURELY)
    return fit if fit <= SUREST else SUREST + BEYOND * (fit - SUREST)


def _spots(row: Placed, use: str, scheme: Plan, place: float, subject: str, best: float, *, neutral: bool = False) -> list[_Spot]:
    """Every place that takes facts of that use; `best` is what the words say for the aspect they fit best, `neutral` as in _accepted."""
    found: list[_Spot] = []
    for number, chapter in enumerate(scheme.chapters):
        early = -0.001 * number
        by_stage = isinstance(chapter.section.items, Items) and chapter.section.items.each == "阶段" and placing.staged(row.text)
        called = CALLED if by_stage or any(re.search(word, row.text) for word in chapter.section.attracts) else 0.0
        if any(use in step.facts for step in (*chapter.section.steps, *chapter.section.closing)):
            found.append(_Spot(OPENING + early + called, number, None, use))
        for index, entry in enumerate(chapter.entries):
            if use in _accepted(chapter, entry, neutral=neutral):
                said = (_said(row, entry.aspect, subject) if entry.aspect
                        else called + 2.0 * len(words.bigrams(entry.name) & words.bigrams(row.text)))
                if entry.aspect and (_WHOLE.search(row.text) or said + max(BETTER, BY_SHARE * best) < best):
                    said = 0.0  # it speaks of the whole, or of an aspect that this chapter does not treat
                score = said + IN_ORDER * (1.0 - abs(place - index / max(1, len(chapter.entries) - 1)))
                found.append(_Spot(score + early, number, entry, use, said))
    return found


def _distinct(chosen: list[Aspect]) -> list[Aspect]:
    """The aspects, one of a name each."""
    return list({a.name: a for a in chosen}.values())


def _unstressed(brief: Brief, chosen: list[Aspect], trade: str) -> list[Aspect]:
    """The aspects that problems among the facts speak of more surely than of any that is stressed, in the facts' order.

    A second problem of one stressed aspect need not be surer of another: each of them wants its own thread.
    """
    table = tables.trades().get(trade)
    pages = {a.base or a.name for a in chosen}
    near = [a for a in _distinct([*(table.aspects if table else ()), *tables.general()]) if a.name not in pages]
    told: set[str] = set()
    found: dict[str, Aspect] = {}
    for text in (fact.text for fact in brief.facts if placing.use_of(fact, brief.date) == "问题"):
        fits = {a.name: placing.fit(text, a, brief.subject, wrong=True) for a in (*near, *chosen) if not _accuses(a, text)}
        stressed = max((a.name for a in chosen if a.name in fits), key=lambda name: fits[name], default="")
        other = max((a for a in near if a.name in fits), key=lambda a: fits[a.name], default=None)
        by_fault = _by_fault(text, trade)
        if by_fault is not None and other is not None and fits.get(by_fault.name, 0.0) > fits[other.name] - CLOSE:
            other = by_fault
        least = max(SURE, fits.get(stressed, 0.0) + BETTER) if stressed not in told else SURE
        if other is not None and fits[other.name] >= least:
            found.setdefault(other.name, other)
        else:
            told.add(stressed)
    return list(found.values())


def _fill(chosen: list[Aspect], trade: str, wanted: int, pool: Pool) -> list[Aspect]:
    """Aspects added from the trade's table by bank strength, then from the general one, in the tables' order."""
    table = tables.trades().get(trade)
    own = list(table.aspects) if table and trade != tables.GENERAL else []
    names = {a.name for a in chosen} | {a.base for a in chosen}
    ranked = sorted((a for a in own if a.name not in names), key=lambda a: -pool.strength(a))
    general = sorted((a for a in tables.general() if a.name not in names), key=lambda a: -pool.strength(a))
    added = [*ranked, *general][:max(0, wanted - len(chosen))]
    order = {a.name: i for i, a in enumerate([*own, *tables.general()])}
    return [*chosen, *sorted(added, key=lambda a: order.get(a.name, 99))]
