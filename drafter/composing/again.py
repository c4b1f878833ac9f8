"""Compose one chapter of a finished draft anew, so that it fits what stands in the other chapters."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from drafter import words
from drafter.bank import Found
from drafter.brief import Brief, Fact
from drafter.composing import Builder, alternatives, headings, realization
from drafter.composing import facts as placing
from drafter.composing.facts import Placed
from drafter.composing.filling import filled
from drafter.composing.planning import plan
from drafter.composing.recipes import fact_sentence
from drafter.composing.scheme import Plan
from drafter.composing.selection import Pool
from drafter.document import Block, Document, Heading, Paragraph
from drafter.outlines import Outline

ROUNDS = 4  # how often the paragraphs are stretched towards the old chapter's length
ENOUGH = 0.85  # of the old chapter's length: below it the sentences that stood there may come back


@dataclass(slots=True)
class Told:
    """A sentence that stands in the draft, with the document it was taken from, if any."""

    text: str
    document: tuple[str, str] = ("", "")


@dataclass(slots=True)
class Standing:
    """What is known of the draft: the other chapters' sentences, and of the old chapter its phrases, headings, facts, gaps and length."""

    rest: list[Told]
    phrases: frozenset[str]
    headings: frozenset[str]
    facts: Counter[str]
    gaps: int
    length: int
    aspects: list[str] = field(default_factory=list)
    items: list[list[str]] = field(default_factory=list)
    printed: list[list[int]] = field(default_factory=list)


def chapter(outline: Outline, brief: Brief, found: list[Found], standing: Standing, number: int, *, seed: int, first_seed: int,
            options: int = 3, common: frozenset[str] | None = None) -> Document:
    """A document of that one printed chapter: other sentences and headings, every fact that stood there once, none of the others."""
    usable = [f for f in found if f.phrase.original not in standing.phrases]
    made = _chapter(outline, brief, usable, standing, number, seed, first_seed, options, common)
    if realization.body_length(made) < ENOUGH * standing.length:
        other = _chapter(outline, brief, found, standing, number, seed, first_seed, options, common)
        made = max(made, other, key=realization.body_length)
    return made


def _chapter(outline: Outline, brief: Brief, found: list[Found], standing: Standing, number: int, seed: int, first_seed: int,
             options: int, common: frozenset[str] | None) -> Document:
    pool = Pool(filled(found, brief), brief, seed=seed, common=common)
    scope = realization.scope(brief, outline)
    scheme = plan(outline, brief, pool, scope, (standing.aspects, standing.items))
    sections = [i for i, numbers in enumerate(standing.printed) if number in numbers]
    pool.deal(scheme.topics())
    titles = headings.generate(scheme, brief.subject, pool, first_seed, dict.fromkeys(sections, (seed, standing.headings)))
    total = sum(c.section.share for c in scheme.chapters) or 1.0
    text = "".join(t.text for t in standing.rest)
    stretch, best = 1.0, None
    for _ in range(ROUNDS):
        builder = Builder(outline, brief, scheme, _taken(pool.fresh(), standing, text), dict(scope), titles, seed)
        builder.writer.resume(text, standing.gaps)
        builder.number = max((n for numbers in standing.printed[:sections[0]] for n in numbers), default=0)
        document = Document(brief.title)
        for i in sections:
            builder.chapter(document, i, scheme.chapters[i], brief.length * scheme.chapters[i].section.share / total * stretch)
        _settle(document, standing.facts, scheme)
        alternatives.attach(document, builder.writer.drawn, titles, builder.nodes, brief.length, options,
                            beside=[t.text for t in standing.rest])
        document.blocks = _cut(document.blocks, number, builder.number)
        length = realization.body_length(document)
        if best is None or abs(length - standing.length) < abs(best[0] - standing.length):
            best = (length, document)
        if abs(length - standing.length) <= 0.04 * standing.length:
            break
        stretch = max(0.3, min(3.0, stretch * standing.length / max(1, length)))
    assert best is not None
    return best[1]


def _taken(pool: Pool, standing: Standing, text: str) -> Pool:
    """The pool, in which the sentences of the other chapters count as used."""
    for told in standing.rest:
        pool.taken.note(told.text)
        pool.taken.hold(("", "", 0), words.content(told.text))
        pool.taken.openings[told.text[:3]] += 1
        pool.taken.documents[told.document] += len(told.text)
    pool.taken.leads |= {c.phrase.lead for c in pool.by_sort["acts"] if c.phrase.lead in text}
    return pool


def _settle(document: Document, wanted: Counter[str], scheme: Plan) -> None:
    """Nothing; each fact that stood in the chapter stands there as often as before, no other one does."""
    left = Counter(wanted)
    paragraphs = [b for b in document.blocks if isinstance(b, Paragraph)]
    for paragraph in paragraphs:
        kept = []
        for sentence in paragraph.sentences:
            fact = sentence.trace.original if sentence.trace and sentence.trace.made == "fact" else ""
            if not fact or left[fact] > 0:
                kept.append(sentence)
                left[fact] -= bool(fact)
        paragraph.sentences = kept
    document.blocks = [b for b in document.blocks if not isinstance(b, Paragraph) or b.sentences]
    known = {p.fact.text: p for p in scheme.facts}
    for fact, n in left.items():
        if n > 0 and fact:
            placed = known.get(fact) or Placed(Fact(text=fact), fact, "背景")
            target = next((p for p in paragraphs if p.sentences and p in document.blocks), None)
            sentence = fact_sentence(placed, placing.carry(Placed(placed.fact, fact, placed.use), set(), set()))
            if target is None:
                document.blocks.append(Paragraph([sentence]))
            else:
                target.sentences.append(sentence)


def _cut(blocks: list[Block], number: int, last: int) -> list[Block]:
    """The blocks of the printed chapter `number`; `last` is the number of the last chapter heading among them."""
    count = sum(isinstance(b, Heading) and b.level == 1 for b in blocks)
    at = last - count
    kept = []
    for block in blocks:
        at += isinstance(block, Heading) and block.level == 1
        if at == number:
            kept.append(block)
    return kept
