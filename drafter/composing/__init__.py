"""Compose a draft: the outline is generated, the flesh is selected, the joints are written by rule."""

from __future__ import annotations

from dataclasses import dataclass, field

from drafter.aspects import GENERAL
from drafter.bank import Found
from drafter.brief import Brief
from drafter.composing import headings, realization
from drafter.composing.filling import filled
from drafter.composing.paragraphs import Writer
from drafter.composing.planning import Plan, plan
from drafter.composing.selection import Pool
from drafter.document import Document, Paragraph, Sentence, Trace
from drafter.findings import Finding
from drafter.outlines import Outline, Section

__all__ = ["Draft", "compose"]

ROUNDS = 6  # how often paragraph budgets are stretched or cut towards the wanted length


@dataclass(slots=True)
class Draft:
    """A composed document, its plan, and what the clerk should know about it."""

    document: Document
    plan: Plan
    findings: list[Finding] = field(default_factory=list)

    @property
    def gaps(self) -> list[str]:
        """What is still to be filled in, in order."""
        return realization.gaps(self.document.text())


def compose(outline: Outline, brief: Brief, found: list[Found], *, seed: int = 0) -> Draft:
    """The draft. The same outline, brief, phrases and seed give the same draft."""
    pool = Pool(filled(found, brief), brief, seed=seed)
    scheme = plan(outline, brief, pool)
    stretch, best = 1.0, None
    for _ in range(ROUNDS):
        document = _build(outline, brief, scheme, pool.fresh(), stretch)
        length = realization.body_length(document)
        if best is None or abs(length - brief.length) < abs(best[0] - brief.length):
            best = (length, document)
        if abs(length / brief.length - 1) <= 0.03:
            break
        fixed = length * 0.25
        stretch = max(0.4, min(2.4, stretch * (brief.length - fixed) / max(1.0, length - fixed)))
    assert best is not None
    draft = Draft(best[1], scheme)
    draft.findings = realization.lint(best[1], brief)
    if scheme.trade == GENERAL:
        draft.findings.append(Finding(
            "trade", f"词表里没有“{brief.subject}”这个行业，只用了各行各业通用的话；请多给事实，或喂一些这方面的材料（drafter mine）"))
    if best[0] < 0.9 * brief.length:
        draft.findings.append(Finding(
            "length", f"语料只够写 {best[0]} 字（要求 {brief.length} 字）；没有凑字数，可多喂一些同类材料（drafter mine）"))
    return draft


def _build(outline: Outline, brief: Brief, scheme: Plan, pool: Pool, stretch: float) -> Document:
    scope = realization.scope(brief, scheme)
    title = brief.title or realization.render(outline.title, scope)
    document = Document(title, meta={"kind": brief.kind, "subject": brief.subject, "org": brief.org,
                                     "author": brief.signature, "style": outline.style})
    if outline.byline:
        document.blocks.append(Paragraph([_given(brief.signature)], "byline"))
        document.blocks.append(Paragraph([_given(f"（{realization.cn_date(brief.date)}）")], "byline"))
    writer = Writer(brief, scheme, pool, scope)
    titles = headings.generate(outline, scheme, brief)
    number = 0
    for section in outline.sections:
        if section.heading:
            number += 1
            document.blocks.append(realization.heading(1, number, realization.render(section.heading, scope), section.role))
        opening = writer.steps(section.steps)
        if opening:
            document.blocks.append(Paragraph(opening))
        if section.each:
            _items(document, section, brief, scheme, writer, titles, stretch)
        closing = writer.steps(section.closing)
        if closing:
            document.blocks.append(Paragraph(closing))
    if outline.signature and not outline.byline:
        document.blocks.append(Paragraph([_given(brief.signature)], "signature"))
        document.blocks.append(Paragraph([_given(realization.cn_date(brief.date))], "date"))
    writer.finish(document)
    return document


def _given(text: str) -> Sentence:
    """A sentence that stands in the brief as it is: signature, date."""
    return Sentence(text, None, Trace("given", original=text))


def _items(document: Document, section: Section, brief: Brief, scheme: Plan, writer: Writer,
           titles: dict[tuple[str, str], headings.Title], stretch: float) -> None:
    """One （一） item for each aspect of the plan, with its heading and paragraph."""
    if section.lead_in:
        text = realization.render(section.lead_in[0], writer.scope)
        document.blocks.append(Paragraph([Sentence(text, "transition", Trace("joint"))]))
    room = brief.length * section.share / 100 * stretch / max(1, len(scheme.aspects))
    for index, aspect in enumerate(scheme.aspects, 1):
        role = section.role or "measure"
        title = titles[role, aspect.name]
        document.blocks.append(realization.heading(2, index, title.text, role, Trace("table", original=title.source)))
        sentences = writer.paragraph(aspect, section, room, title)
        document.blocks.append(Paragraph(sentences))


