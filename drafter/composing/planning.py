"""Which aspects a draft treats, in which order, and what each chapter holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from drafter import aspects as tables
from drafter import headwords, meaning, words, yamlfile
from drafter.aspects import Aspect
from drafter.brief import Brief
from drafter.composing import answers, names
from drafter.composing import facts as placing
from drafter.composing.facts import SURE, Placed, Stage
from drafter.composing.placement import place, speaks
from drafter.composing.scheme import Chapter, Entry, Plan, steps_of
from drafter.composing.uses import use_of
from drafter.outlines import Items, Outline, Section, sandbox

if TYPE_CHECKING:
    from drafter.composing.selection import Pool

# How many aspects a length carries (characters → number; COMPOSING, section 4).
NUMBER = ((1000, 3), (1800, 4), (2600, 4), (3500, 5))
MOST = 6
# A problem moves to an aspect of every trade where the best of the brief's trade has less than SURELY, and that one so much MORE, and lies
# so much nearer to it (FARTHER); the LOOKED_AT nearest are weighed. Read off 40 problems of 20 briefs.
SURELY, MORE, FARTHER, LOOKED_AT = 5.0, 1.5, 0.1, 5
BETTER = 1.5  # a fact that fits another aspect by so much more speaks of that one
STRESSED = 2.0  # what it says for an aspect that the brief stresses it
CLOSE = 1.0  # where an aspect says hardly more than that which the kind of fault belongs to, the fault tells more
ANSWERS = 2.5  # an aspect of which a problem told elsewhere says so much answers it (read off 30 problems: 22 of 23 rightly)
HALF = 2.0  # half a fact that says so much of an aspect of its own stands there alone
PARTS = 3  # into so many clauses a fact may fall that is halved for two shortfalls
CLAUSE, LEAD, SENTENCE = 3.0, 2.0, 8  # the same for a clause, and so much more than the other's; characters that it must have
# A clause that leans on the one before, and one that leads to the next.
_LEANS = re.compile("按|涉及|解决|承担|能|走进|用于|分[一二三四五两]|由|平均|共|合计|带动|惠及|较|同比|达|每")
_LEADS = re.compile("(?:[中里后]|(?<!小)时)$")
_TIMED = re.compile(r"计划|力争|确保|争取|预计|到|拟|将|今后|今年|明年|去年|[上下]半年|全年|年内|年底|下[一学]|截至|\d+年|\d+月|\d+日")
_WANTING = re.compile("缺|空编|空岗|不[足到够能会]|[只仅未没仍尚]|还有|要等|超过|低于|下降|偏|滞后|闲置|老化")  # says itself what is wrong
_COUNTED = re.compile(r"\d|[一二三四五六七八九]成|[过近]半|一半|半数")
_GOES_ON = re.compile("其中|其余|另|再|还|均|都|占|比|此后|随后|后来|于是|结果|同时")
_DEFAULT_STAGES = (Stage("部署启动", ""), Stage("推进落实", ""), Stage("巩固提升", ""))


def taken(word: str, section: Section) -> bool:
    """True where the chapter itself answers for that stressed word: 责任落实, not 保密纪律."""
    return any(word in t or (t in word and word.replace(t, "", 1) in ("", *yamlfile.table("chapter-beside.yaml"))) for t in section.takes)


def _chapter_of(word: str, sections: Sequence[Section], trade: str) -> bool:
    """True for a stressed word that says which chapter; one that a table knows for an aspect only where the outline has that chapter.

    组织保障 is a chapter of a plan, and in a speech that has none a thing to be spoken of.
    """
    if not names.of_chapter(word) or names.answering(word, sections) is None:  # 差距不足 of a 心得体会 is an item of its own
        return False
    return tables.called(word, trade) is None or any(words.bigrams(word) & words.bigrams(f"{s.name}，{s.heading}") for s in sections)


_SLIP = re.compile("我[^，；。]{0,8}(?:漏|错|忘|误|没有?|图省事|照抄|看走眼|迟|晚了)")  # what I did wrong myself


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
    whole = placing.parts(brief, {use for s in sections for use in _uses(s)}, requests=any(_asks(s) for s in sections))
    if any(step.spread for s in sections for step in steps_of(s)):
        whole = [replace(row, use="做法") if _story(row) else row for row in whole]
    told_wrong = sum(row.use == "问题" for row in whole)
    lacking = told_wrong < max((s.items.least for s in sections if isinstance(s.items, Items) and "问题" in s.items.among), default=0)
    halved = [(row, _shortfalls(row) if lacking and row.use == "问题" else _halved(row, chosen, brief)) for row in whole]
    placed = [part for _, halves in halved for part in halves]
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
    place(scheme, placed, brief)
    for row, halves in halved:
        if len(halves) > 1:
            _rejoin(scheme, row, halves)
    _hear(scheme, brief.subject)
    _settle(scheme, pool)
    return scheme


def _story(row: Placed) -> bool:
    """True for what was seen or heard where each item tells of something lived: only what I did wrong myself is to be put right.

    扮演办事的人排队40分钟 is no 监测不灵.
    """
    if row.use != "问题" or row.fact.use is not None or _SLIP.search(row.text):
        return False
    reading = answers.read(row.text)
    return reading is None or reading.broad or reading.guessed or "我" not in row.text


def _halved(row: Placed, aspects: list[Aspect], brief: Brief) -> list[Placed]:
    """The fact, or its halves where each surely speaks of another aspect: on either side of a semicolon, or of its one comma.

    车辆27辆；41座没有落实电价. What follows a comma must stand by itself: 年底前馆藏数字化率达到90%, not 涉及8人; and 计划到2027年底
    holds of what comes after it too.
    """
    halves = row.text.split("；")
    if one_comma := len(halves) == 1 and row.text.count("，") == 1 and row.use != "问题":  # what is wrong is known by the whole
        halves = row.text.split("，")
    if len(halves) == 1 or row.text != row.fact.text or any(not re.search(r"\d", h) or _GOES_ON.match(h) for h in halves):
        return [row]
    if one_comma and (_LEANS.match(halves[1]) or _LEADS.search(halves[0]) or min(map(len, halves)) < SENTENCE):
        return [row]
    if _TIMED.match(halves[0]) and not all(_TIMED.match(half) for half in halves):
        return [row]
    said = [{a.name: speaks(Placed(row.fact, half, row.use), a, brief.subject) for a in aspects} for half in halves]
    homes = [max(worth, key=lambda name: worth[name]) for worth in said if worth]
    least, lead = (CLAUSE, LEAD) if one_comma else (HALF, 0.0)
    if len(set(homes)) < len(halves) or any(worth[home] < least for worth, home in zip(said, homes, strict=True)):
        return [row]
    if any(worth[home] < worth[other] + lead for worth, home in zip(said, homes, strict=True) for other in homes if other != home):
        return [row]
    facts = [row.fact.model_copy(update={"text": half}) for half in halves]
    return [Placed(fact, fact.text, use_of(fact, brief)) for fact in facts]


def _shortfalls(row: Placed) -> list[Placed]:
    """The fact, or its halves where each tells a fault of another kind by itself: 教师尚缺5名，学科辅导类内容仍占四成.

    For a chapter that wants more shortfalls than the brief has facts: two told by the clerk are better than one made up.
    """
    mark = "；" if "；" in row.text else "，"
    parts = row.text.split(mark)
    if len(parts) > PARTS or row.text != row.fact.text:
        return [row]
    for cut in range(1, len(parts)):
        halves = [mark.join(parts[:cut]), mark.join(parts[cut:])]
        if _tell_apart(parts[cut - 1], parts[cut], halves):
            facts = [row.fact.model_copy(update={"text": half}) for half in halves]
            return [Placed(fact, fact.text, row.use, half=True) for fact in facts]
    return [row]


def _tell_apart(before: str, after: str, halves: list[str]) -> bool:
    """True where the halves, cut between these two clauses, each tell a fault by themselves, and of another kind."""
    if min(map(len, halves)) < SENTENCE or _LEADS.search(before) or _GOES_ON.match(after) or _LEANS.match(after):
        return False
    if not all(_COUNTED.search(half) and _WANTING.search(half) for half in halves):
        return False
    told = [answers.read(half, wrong=True) for half in halves]
    return len({reading.fault for reading in told if reading is not None and reading.fault != answers.UNKNOWN}) > 1


def _rejoin(scheme: Plan, row: Placed, halves: list[Placed]) -> None:
    """Nothing; halves of a fact that stand in one place are the fact again."""
    cut = [half.fact for half in halves]
    for facts in (f for c in scheme.chapters for f in (c.facts, *(e.facts for e in c.entries))):
        here = [n for n, p in enumerate(facts) if any(p.fact is fact for fact in cut)]
        if len(here) == len(cut):
            facts[here[0]] = replace(row, use=facts[here[0]].use, fit=facts[here[0]].fit)
            for n in reversed(here[1:]):
                del facts[n]
            scheme.facts[:] = [row if p.fact is cut[0] else p for p in scheme.facts if not any(p.fact is fact for fact in cut[1:])]


def _hear(scheme: Plan, subject: str) -> None:
    """Nothing; each problem that stands in no aspect's item is known to the aspect that it speaks of most."""
    outside = [p for c in scheme.chapters for p in (*c.facts, *(f for e in c.entries if e.aspect is None for f in e.facts))]
    for row in (p for p in outside if p.use == "问题"):
        said = {name: speaks(row, aspect, subject) for name, aspect in scheme.named().items()}
        best = max(said, key=lambda name: said[name], default="")
        if best and said[best] >= ANSWERS:
            scheme.elsewhere.setdefault(best, []).append(row)


def _settle(scheme: Plan, pool: Pool) -> None:
    """Nothing; each aspect stands on the page that its name and its facts speak of together.

    A name whose words tell little (岸电愿接能接) stands on none of which no passage fits it: what it borrowed would be of another matter.
    Where its head word tells more than that page, the page's headings are not for it.
    """
    for name, aspect in scheme.named().items():
        told = "，".join(p.text for p in scheme.told(name))
        at_home = placing.of_its_fault(scheme.problem(name), aspect, wrong=True)  # 干好分内事就行: 理想信念, whatever its words lie near to
        settled = tables.retold(aspect, told, scheme.trade) if told and not at_home else aspect
        page = pool.points.page(settled, scheme.theme(settled), told)
        if page is not None and settled.borrowed and not at_home and (page.trade, page.name) != (settled.trade, settled.base):
            settled = tables.under(name, page)
        elif page is None:
            if settled.borrowed and names.lost(name):
                settled = tables.bare(name, scheme.trade)
            elif settled.base != name and headwords.of(name) is not None:
                settled = tables.unheaded(settled)
        scheme.aspects = [settled if a.name == name else a for a in scheme.aspects]
        for entry in (e for c in scheme.chapters for e in c.entries if e.aspect and e.name == name):
            entry.aspect = settled


def _uses(section: Section) -> set[str]:
    """The uses of facts for which a section has a place."""
    return {use for step in (*section.steps, *section.closing, *steps_of(section)) for use in step.facts}


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
    found: dict[str, Aspect] = {}
    homes: dict[str, list[Placed]] = {}
    for number, row in enumerate(placed):
        if row.use in items.among and (lapse := _lapse(row.text, trade)) is not None:
            found.setdefault(lapse.name, lapse)
            near.append(lapse)
        elif row.use in items.among:
            best = _home(row.text, chosen, own, near, subject, trade)
            if row.half and placing.fit(row.text, best, subject, wrong=True) < HALF:  # 停车位 is no 预约诊疗
                best = _by_fault(row.text, tables.GENERAL) or best
                placed[number] = row = replace(row, home=best.name)
            near.append(best)  # it may be of a page that only its fault or its words called
            found.setdefault(best.name, best)
            homes.setdefault(best.name, []).append(row)
    _spread(found, near, placed, homes, items.least, subject, trade, {a.name for a in chosen})
    for aspect in sorted(chosen, key=lambda a: -pool.strength(a)):
        if len(found) < items.least:
            found.setdefault(aspect.name, aspect)
    order = [a.name for a in near]
    return sorted(found.values(), key=lambda a: order.index(a.name))[:items.most]


def _spread(found: dict[str, Aspect], near: list[Aspect], placed: list[Placed], homes: dict[str, list[Placed]], least: int,
            subject: str, trade: str, stressed: set[str]) -> None:
    """Nothing; of two faults under one aspect that which speaks less of it stands under its own kind, where aspects are wanting."""
    for name, rows in homes.items():
        for row in sorted(rows, key=lambda row: placing.fit(row.text, found[name], subject, wrong=True))[:len(rows) - 1]:
            other = _by_fault(row.text, trade)
            if other is not None and other.name not in stressed:  # what any lack of teachers has in common, not 教学本领
                other = _by_fault(row.text, tables.GENERAL)
            if len(found) < least and other is not None and other.name not in found:
                found[other.name] = other
                near.append(other)
                placed[placed.index(row)] = replace(row, home=other.name)


def _home(fact: str, chosen: list[Aspect], own: list[Aspect], near: list[Aspect], subject: str, trade: str) -> Aspect:
    """The aspect that a problem speaks of most: a stressed one, another of the trade, or one of every trade."""
    bonus = {a.name: STRESSED for a in chosen}
    fits = {a.name: placing.fit(fact, a, subject, wrong=True) + bonus.get(a.name, 0.0) for a in near if not _accuses(a, fact)}
    best = max([a for a in own if a.name in fits] or [a for a in near if a.name in fits], key=lambda a: fits[a.name])
    pairs = words.bigrams(fact) - tables.loose_words()  # 管网158公里 is of 管网改造, though the subject has that word too
    stressed = next((a for a in chosen if a.name in fits and words.bigrams(a.name) & pairs), None)
    if (other := outside(fact, best, subject, trade, bonus.get(best.name, 0.0))) is not None:
        if stressed is not None and other.trade == tables.GENERAL:
            return stressed
        return next((a for a in chosen if (words.bigrams(a.name) & words.bigrams(other.name)) - tables.loose_words()), other)
    if fits[best.name] - bonus.get(best.name, 0.0) >= SURE:
        return best
    # 调研 not done is no want of integrity: no aspect is charged with it
    return stressed or _by_fault(fact, trade) or max((a for a in near if a.name in fits), key=lambda a: fits[a.name])


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
    told = [fact.text for fact in brief.facts if use_of(fact, brief) == "问题"]
    found = []
    for text in told if own else ():
        fits = {a.name: placing.fit(text, a, brief.subject, wrong=True) + STRESSED * (a in stressed) for a in own}
        best = max(own, key=lambda a: fits[a.name])
        found.append(outside(text, best, brief.subject, trade, STRESSED * (best in stressed)))
    return {(a.table, a.base or a.name) for a in (*stressed, *found) if a is not None and a.table not in (trade, tables.GENERAL)}


def _asks(section: Section) -> bool:
    """True where the section says what the facts ask of those above: only then is it cut from them."""
    return any("{{ request }}" in text for step in section.steps for text in step.text)


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
    for text in (fact.text for fact in brief.facts if use_of(fact, brief) == "问题"):
        fits = {a.name: placing.fit(text, a, brief.subject, wrong=True) for a in (*near, *chosen) if not _accuses(a, text)}
        stressed = max((a.name for a in chosen if a.name in fits), key=lambda name: fits[name], default="")
        other = max((a for a in near if a.name in fits), key=lambda a: fits[a.name], default=None)
        by_fault = _by_fault(text, trade)
        if by_fault is not None and other is not None and fits.get(by_fault.name, -CLOSE) > fits[other.name] - CLOSE:
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
