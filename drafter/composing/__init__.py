"""Compose a draft: the outline is generated, the flesh is selected, the joints are written by rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from drafter import numbering
from drafter.aspects import GENERAL
from drafter.bank import Found
from drafter.brief import Brief
from drafter.composing import alternatives, coverage, duties, facts, headings, names, pruning, realization, wearing
from drafter.composing.candidates import idioms
from drafter.composing.filling import filled
from drafter.composing.planning import plan
from drafter.composing.recipes import Drawn, Writer
from drafter.composing.scheme import Chapter, Entry, Plan, steps_of
from drafter.composing.selection import Pool
from drafter.document import Block, Document, Heading, Paragraph, Sentence, Trace
from drafter.findings import Finding
from drafter.outlines import Item, Items, Outline
from drafter.outlines.sandbox import cn_date, render

__all__ = ["Builder", "Draft", "compose"]

REMEMBERED = 4  # drafts of earlier seeds that another seed keeps away from
ENOUGH = 0.95  # what comes so near to the length asked for need not be made longer by more reasons or more items
SHORT = 0.9  # what is less than this of the length asked for is short (RUBRIC, criterion 9)
PLAIN = 2  # so many times as many plain sentences may a draft have that would else be short
ROUNDS = 6  # how often paragraph budgets are stretched or cut towards the wanted length
NEAR = 0.035  # of the length asked for: what comes so near is not stretched further


@dataclass(slots=True)
class Draft:
    """A composed document, its plan, and what the clerk should know about it."""

    document: Document
    plan: Plan
    findings: list[Finding] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list, repr=False)
    pool: Pool | None = field(default=None, repr=False)

    def coverage(self) -> list[coverage.Row]:
        """What the bank has for each aspect, and what of it the draft uses."""
        return coverage.table(self.plan, self.pool, self.drawn) if self.pool else []

    @property
    def gaps(self) -> list[str]:
        """What is still to be filled in, in order."""
        return realization.gaps(self.document.text())


def compose(outline: Outline, brief: Brief, found: list[Found], *, seed: int = 0, options: int = 3,
            common: frozenset[str] | None = None) -> Draft:
    """The draft, with so many other wordings for each sentence. The same outline, brief, phrases and seed give the same draft.

    A seed other than 0 keeps away from what the drafts of the seeds before it say: who asks for another draft wants another one.
    """
    said: set[str] = set()
    found = filled(found, brief)
    for earlier in range(min(seed, REMEMBERED)):
        said |= {d.candidate.phrase.original for d in _composed(outline, brief, found, earlier, 0, common, frozenset(said)).drawn}
    return _composed(outline, brief, found, seed, options, common, frozenset(said))


def _composed(outline: Outline, brief: Brief, found: list[Found], seed: int, options: int, common: frozenset[str] | None,
              shun: frozenset[str]) -> Draft:
    pool = Pool(found, brief, seed=seed, common=common, shun=shun)
    scope = realization.scope(brief, outline)
    best = _nearest(outline, brief, pool, scope, seed)
    scheme, titles = best[2].scheme, best[2].titles
    drawn = pruning.prune(best[1], best[2].writer.drawn, brief.length, best[0])
    alternatives.attach(best[1], drawn, titles, best[2].nodes, brief.length, options)
    wearing.ease(best[1], drawn)
    draft = Draft(best[1], scheme, drawn=drawn, pool=pool)
    best[1].meta["plan"] = {"aspects": [a.name for a in scheme.aspects], "chapters": [[e.name for e in c.entries] for c in scheme.chapters],
                            "printed": best[2].printed}
    draft.findings = realization.lint(best[1], brief)
    if scheme.trade == GENERAL:
        draft.findings.append(Finding(
            "trade", f"词表里没有“{brief.subject}”这个行业，只用了各行各业通用的话；请多给事实，或喂一些这方面的材料（drafter mine）"))
    if best[0] < SHORT * brief.length:
        draft.findings.append(Finding(
            "length", f"语料只够写 {best[0]} 字（要求 {brief.length} 字）；没有凑字数，可多喂一些同类材料（drafter mine）"))
    return draft


def _nearest(outline: Outline, brief: Brief, pool: Pool, scope: dict[str, Any], seed: int) -> tuple[int, Document, Builder]:
    """What _built makes of the barest plan that is long enough, else of the one whose length comes nearest; the pool is dealt for it.

    Barest is one reason before each item; then come further items where the outline allows them, then all the reasons it asks for, then
    more of what would do for any aspect.
    """
    reasons = any(step.phrase == "道理" and step.sentences > 1 for s in outline.sections for step in steps_of(s))
    further = any(isinstance(s.items, Items) and s.items.further for s in outline.sections)
    made: list[tuple[int, Document, Builder]] = []
    for lean, more in ((True, False), (True, True), (False, False), (False, True)):
        if (reasons or not lean) and (further or not more):
            made.append(_built(outline, brief, pool, scope, seed, lean=lean, more=more))
            if made[-1][0] >= (ENOUGH if lean or more else SHORT) * brief.length:
                return made[-1]
    nearest = min(made, key=lambda built: abs(built[0] - brief.length))
    if nearest[0] < SHORT * brief.length:
        made.append(_built(outline, brief, pool, scope, seed, more=further, plain=PLAIN))
    best = min(made, key=lambda built: abs(built[0] - brief.length))
    if best is not made[-1]:
        pool.deal(best[2].scheme.topics())  # the pool is as the draft that is kept needs it
    return best


def _built(outline: Outline, brief: Brief, pool: Pool, scope: dict[str, Any], seed: int, *,
           more: bool = False, lean: bool = False, plain: int = 1) -> tuple[int, Document, Builder]:
    """(its length, the document, its builder) of the plan, at the stretch of its paragraphs that comes nearest to the length asked for."""
    scheme = plan(outline, brief, pool, scope, more=more)
    scheme.lean, scheme.plain = lean, plain
    pool.deal(scheme.topics())
    titles = headings.generate(scheme, brief.subject, pool, seed)
    made: list[tuple[int, Document, Builder]] = []
    stretch = 1.0
    tried: dict[int, float] = {}
    while len(made) < ROUNDS:
        builder = Builder(outline, brief, scheme, pool.fresh(), dict(scope), titles, seed)
        document = builder.build(stretch)
        made.append((length := realization.body_length(document), document, builder))
        if abs(length / brief.length - 1) <= NEAR or length in tried:  # near, or no stretch between gives another length
            break
        tried[length] = stretch
        stretch = _next(stretch, length, brief.length, tried)
    return min(made, key=lambda built: abs(built[0] - brief.length))


def _next(stretch: float, length: int, wanted: int, tried: dict[int, float]) -> float:
    """The stretch to try next: as far from this one as the lengths of the two tried last let one expect."""
    fixed = 0.25 * length  # headings and openings, which no stretch lengthens
    slope = (length - fixed) / stretch
    if len(tried) > 1:
        before, then = list(tried.items())[-2]
        slope = max(0.3 * slope, (length - before) / (stretch - then)) if stretch != then else slope
    return max(0.3, min(3.0, stretch + (wanted - length) / slope))


class Builder:
    """Builds the document of one plan at one stretch of its paragraphs."""

    def __init__(self, outline: Outline, brief: Brief, scheme: Plan, pool: Pool, scope: dict[str, Any],
                 titles: dict[tuple[int, str], headings.Title], seed: int) -> None:
        self.outline, self.brief, self.scheme, self.titles = outline, brief, scheme, titles
        self.scope = scope | {"aspects": [a.name for a in scheme.aspects], "n_main": _count(len(scheme.aspects))}
        self.scope["chapters"] = [render(c.section.heading, self.scope) for c in scheme.chapters if c.section.heading]
        pool.taken.idioms.update(*(idioms(title.text) for title in titles.values()))
        self.writer = Writer(outline, brief, scheme, pool, self.scope, seed)
        self.scope |= {"slogan": self.writer.slogan, "phrase": self.writer.borrowed}
        self.phases = [e.name for c in scheme.chapters for e in c.entries if any(p.use == "阶段" for p in e.facts)]
        self.number = 0
        self._owners: Counter[str] = Counter()  # how often each body was named as the one who answers for a task
        self.nodes: dict[tuple[int, str], Heading | Sentence] = {}
        self.printed: list[list[int]] = []  # the printed chapter numbers under which each section's words stand

    def build(self, stretch: float) -> Document:
        """The document."""
        outline, brief = self.outline, self.brief
        document = Document(brief.title or realization.titled(render(outline.title, self.scope)), meta={
            "kind": brief.kind, "subject": brief.subject, "org": brief.org, "author": brief.signature, "style": outline.style})
        add = document.blocks.append
        if outline.byline:
            add(Paragraph([_given(brief.signature)], "byline"))
            add(Paragraph([_given(f"（{cn_date(brief.date)}）")], "byline"))
        for opening in (outline.main_to, outline.address):
            if opening:
                add(Paragraph([Sentence(render(opening, self.scope), None, Trace("joint"))], "salutation"))
        total = sum(c.section.share for c in self.scheme.chapters) or 1.0
        for number, chapter in enumerate(self.scheme.chapters):
            before = len(document.blocks)
            self.chapter(document, number, chapter, brief.length * chapter.section.share / total * stretch)
            self.printed.append(sorted({*self._under(document.blocks[before:])}))
        if outline.signature and not outline.byline:
            add(Paragraph([_given(brief.signature)], "signature"))
            add(Paragraph([_given(cn_date(brief.date))], "date"))
        self.writer.finish(document)
        return document

    def _under(self, blocks: list[Block]) -> list[int]:
        """The printed numbers of the chapters in which the blocks stand, which were just built."""
        count = sum(isinstance(b, Heading) and b.level == 1 for b in blocks)
        first = self.number - count + (bool(blocks) and isinstance(blocks[0], Heading) and blocks[0].level == 1)
        return list(range(first, self.number + 1)) if blocks else []

    def chapter(self, document: Document, number: int, chapter: Chapter, room: float) -> None:
        """Nothing; the chapter's heading and paragraphs stand at the document's end."""
        section = chapter.section
        scope = self.scope | {"further": chapter.further, "n": _count(len(chapter.entries) or len(self.scheme.aspects)),
                              "aspects": [e.name for e in chapter.entries if e.aspect] or self.scope["aspects"]}
        if section.heading:
            self.number += 1
            name = names.chapter_name(render(section.heading, scope), self.brief.stress)
            document.blocks.append(realization.heading(1, self.number, name, None))
        periods = any(placed.use == "阶段" for e in chapter.entries for placed in e.facts)
        if periods or any(p.use != "目标" and facts.calendar(p.text) for p in self.scheme.facts):
            scope["staged"] = "有"
        before = self.writer.chapter(chapter, scope, room if not chapter.entries else 0.1 * room)
        for word in self._mentioned(number):
            first = before[0].sentences if before else []
            told = next((i for i, s in enumerate(first) if s.trace and s.trace.made == "fact"), 0)
            first.insert(told, Sentence(names.mention(word), "transition", Trace("joint")))
            before = before or [Paragraph(first)]
        if chapter.entries:
            if section.lead_in:
                chosen = section.lead_in[self.writer._draw(section.name, len(section.lead_in))]
                sentence = Sentence(render(chosen, scope), "transition", Trace("joint"))
                if before:
                    before[-1].sentences.append(sentence)
                else:
                    before = [Paragraph([sentence])]
            document.blocks.extend(before)
            share = 0.9 * room / len(chapter.entries)
            for index, entry in enumerate(chapter.entries):
                self._entry(document, number, chapter, index, entry, scope, share)
        else:
            document.blocks.extend(before)
        document.blocks.extend(self.writer.chapter(chapter, scope, 0.1 * room, closing=True))

    def _mentioned(self, number: int) -> list[str]:
        """The stressed words that this chapter answers for, where no heading and no fact lets them be seen."""
        headings = (names.chapter_name(heading, self.brief.stress) for heading in self.scope["chapters"])
        seen = "，".join((*headings, *(f.text for f in self.brief.facts)))
        sections = [c.section for c in self.scheme.chapters]
        return [word for word in self.brief.stress if names.of_chapter(word) and word not in self.scheme.named()
                and names.answering(word, sections) == number and not any(part in seen for part in (word, word[:2], word[-2:]))]

    def _owner(self, task: str, told: list[str]) -> str:
        """Who answers for a task, said in other words where he answered for one before; empty where the facts do not say."""
        owner = duties.owner(task, told)
        self._owners[owner] += 1
        times = self._owners[owner]
        if times > 1:
            owner = duties.named_again(owner, told)
        again = duties.AGAIN[:1] if "，" in owner else duties.AGAIN  # 由甲局承办，乙局统筹协调承担 is no Chinese
        return again[(times - 1) % len(again)].format(owner=owner) if owner else ""

    def _entry(self, document: Document, number: int, chapter: Chapter, index: int, entry: Entry, scope: dict[str, Any],
               room: float) -> None:
        """One item: its heading, numbered under the chapter's (or in its place, where the chapter has none), and its paragraphs."""
        told = entry.item or chapter.section.items
        assert isinstance(told, Item | Items)
        ordered = duties.told(scope["facts"], self.brief.org)
        scope = scope | {"aspect": entry.name if entry.aspect else "", "index": index, "number": numbering.cn_number(index + 1),
                         "has": entry.has(), "attitude": names.of_mind(entry.name), **entry.values,
                         "phase": duties.phase(entry.name, self.phases), "by": duties.by(entry.name, ordered),
                         "owner": self._owner("，".join((entry.name, *(p.text for p in entry.facts))), ordered)}
        title = self.titles.get((number, entry.name)) or headings.Title(render(told.heading, scope), "")
        scope["item"] = title.text
        trace = Trace("table", original=title.source, fills=title.slots) if title.source else Trace("joint")
        first = None
        if told.lead == "段首" and title.text:
            first = self.nodes[number, entry.name] = Sentence(f"{title.text}。", None, trace)
        elif told.lead == "标题" and title.text:
            if not chapter.section.heading:
                self.number += 1
            level, n = (2, index + 1) if chapter.section.heading else (1, self.number)
            heading = self.nodes[number, entry.name] = realization.heading(level, n, title.text, None, trace)
            document.blocks.append(heading)
        document.blocks.extend(self.writer.entry(chapter, entry, told.recipe, scope, room, first))


def _count(n: int) -> str:
    """A number of things in Chinese: 两 rather than 二."""
    return "两" if n == 2 else numbering.cn_number(max(1, n))


def _given(text: str) -> Sentence:
    """A sentence that stands in the brief as it is: signature, date."""
    return Sentence(text, None, Trace("given", original=text))
