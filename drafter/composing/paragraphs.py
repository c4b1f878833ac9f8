"""Paragraphs by recipe: 判断 → 事实 → 后果; 习惯 → 缺环; 要求 → 一是、二是、三是 → 实例."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from drafter import numbering
from drafter import words as wordcutter
from drafter.aspects import Aspect
from drafter.brief import Brief
from drafter.composing import facts as placing
from drafter.composing import realization
from drafter.composing.headings import Title
from drafter.composing.planning import Plan
from drafter.composing.selection import Candidate, Pool
from drafter.document import Document, Paragraph, Sentence, Trace
from drafter.outlines import Section, Step
from drafter.phrases import ROLES

GAP_EVERY = 420  # at most one gap in so many characters (RUBRIC, criterion 8)
ACTS = 4


class Writer:
    """Writes the paragraphs of one draft, keeping count of facts, gaps and threads."""

    def __init__(self, brief: Brief, plan: Plan, pool: Pool, scope: dict[str, Any]) -> None:
        self.brief, self.plan, self.pool, self.scope = brief, plan, pool, scope
        self._carriers: set[str] = set()
        self._gaps = max(1, brief.length // GAP_EVERY)
        self._facts = {id(p): False for p in plan.facts}
        self._thread: dict[str, set[str]] = {a.name: set() for a in plan.aspects}
        self._groups: dict[str, set[tuple[str, str, int]]] = {a.name: set() for a in plan.aspects}
        for text in (brief.subject, *(f.text for f in brief.facts)):
            pool.note(text)

    def steps(self, steps: list[Step]) -> list[Sentence]:
        """The sentences of an opening or closing."""
        sentences: list[Sentence] = []
        for step in steps:
            waiting = [p for p in self.plan.facts if p.use in step.facts and not self._facts[id(p)] and not p.aspect]
            present = any(p.use == "背景" for p in self.plan.facts)
            if (step.when == "facts" and not present) or (step.when == "no_facts" and present):
                continue
            if step.text:
                text = realization.render(step.text, self.scope)
                self._gaps -= text.count("【")
                self.pool.note(text)
                sentences.append(Sentence(text, "background", Trace("joint")))
            if step.gap:
                sentences.append(self._gap(realization.render(step.gap, self.scope)))
            sentences.extend(self._fact(p) for p in waiting)
        return sentences

    def _fact(self, placed: placing.Placed) -> Sentence:
        self._facts[id(placed)] = True
        text = placing.carry(placed, self._carriers)
        return Sentence(text, "background", Trace("fact", original=placed.fact.text, edits=()
                                                  if text == placed.fact.text + "。" else ("加了承接的话",)))

    def _gap(self, wanted: str) -> Sentence:
        self._gaps -= 1
        return Sentence(f"【待填：{wanted}】。", None, Trace("gap", original=wanted))

    def paragraph(self, aspect: Aspect, section: Section, room: float, title: Title) -> list[Sentence]:
        """The sentences under one heading, about `room` characters."""
        role = section.role or "measure"
        facts = [p for p in self.plan.facts_for(aspect, list(section.facts)) if not self._facts[id(p)]]
        room -= sum(len(p.fact.text) for p in facts)
        tie = frozenset(self._thread[aspect.name]) if role != "problem" else frozenset()
        near = frozenset(self._groups[aspect.name])
        ranked = self.pool.ranked(role, aspect, self.plan.aspects, tie, near)
        if role == "measure":
            sentences, used = self._acts(ranked, room)
        else:
            sentences, used = self._plain(ranked, room, 2 if role == "problem" else 1)
        for candidate in used:
            self._thread[aspect.name] |= candidate.words
            self._groups[aspect.name].add(candidate.group)
        for p in facts:  # what the clerk's facts show, cause and measure must take up
            self._thread[aspect.name] |= wordcutter.content(p.fact.text)
        carried = [self._fact(p) for p in facts]
        place = 1 if role == "problem" and sentences else len(sentences)
        sentences[place:place] = carried
        if section.gap and not carried and self._gaps > 0:
            gap = self._gap(realization.render(section.gap, {**self.scope, "aspect": aspect.name}))
            sentences.insert(min(1, len(sentences)), gap)
        if not any(s.trace and s.trace.made in ("mined", "fact") for s in sentences):
            what = {"problem": "的具体表现", "cause": "问题是怎样形成的", "measure": "的具体做法"}[role]
            return [self._gap(f"“{aspect.name}”{what}")]
        return sentences

    def _plain(self, ranked: list[tuple[float, Candidate]], room: float, least: int) -> tuple[list[Sentence], list[Candidate]]:
        """Sentences in the order of their sources, until the room is used up."""
        used: list[Candidate] = []
        spent = 0
        queue = list(ranked)
        while queue and spent < room - 12:
            group = Counter(c.group for c in used)
            best = None
            for score, candidate in queue[:60]:
                if spent + candidate.length > room + 22 and len(used) >= least:
                    continue
                bonus = 0.8 if 0 < group[candidate.group] < 3 else -0.6 if group[candidate.group] >= 3 else 0.0
                if (best is None or score + bonus > best[0]) and self.pool.fits(candidate):
                    best = (score + bonus, candidate)
            if best is None:
                break
            queue = [q for q in queue if q[1] is not best[1]]
            self.pool.take(best[1])
            used.append(best[1])
            spent += best[1].length
        order = {c.group: i for i, c in reversed(list(enumerate(used)))}
        used.sort(key=lambda c: (order[c.group], c.phrase.order))
        return [_sentence(c) for c in used], used

    def _acts(self, ranked: list[tuple[float, Candidate]], room: float) -> tuple[list[Sentence], list[Candidate]]:
        """One sentence of principle, then two to four acts whose leads are of one length; else plain sentences."""
        acts = [(s, c) for s, c in ranked if c.phrase.kind == "act"]
        size = self._lead_size(acts)
        chosen: list[Candidate] = []
        spent = 0
        principle = next((c for _, c in ranked[:40] if c.phrase.kind == "sentence" and c.phrase.text.startswith("坚持")
                          and c.length <= 42 and self.pool.fits(c)), None)
        if size:
            if principle:
                spent += principle.length
            for _, candidate in acts:
                if len(candidate.phrase.lead) != size or len(chosen) >= ACTS:
                    continue
                if chosen and spent + candidate.length > room + 25:
                    continue
                if self.pool.fits(candidate) and candidate.phrase.lead[0] not in {c.phrase.lead[0] for c in chosen}:
                    self.pool.take(candidate)
                    chosen.append(candidate)
                    spent += candidate.length
                if spent > room - 25 and len(chosen) >= 2:
                    break
        if len(chosen) < 2:
            rest, used = self._plain([r for r in ranked if r[1] not in chosen], room - spent, 2)
            return [*(_sentence(c) for c in chosen), *rest], [*chosen, *used]
        sentences = []
        if principle and self.pool.fits(principle):
            self.pool.take(principle)
            sentences.append(_sentence(principle))
        for index, candidate in enumerate(chosen, 1):
            lead = f"{numbering.cn_number(index)}是{candidate.phrase.lead}。"
            body = _sentence(candidate)
            body.text = lead + body.text
            if body.trace:
                body.trace = replace(body.trace, edits=(*candidate.phrase.edits, f"编为第{numbering.cn_number(index)}条"))
            sentences.append(body)
        return sentences, chosen

    def _lead_size(self, acts: list[tuple[float, Candidate]]) -> int:
        """The length of lead that the best acts have most of, or 0 where no two agree."""
        sizes = Counter(len(c.phrase.lead) for _, c in acts[:16] if self.pool.fits(c))
        if not sizes:
            return 0
        size, n = max(sizes.items(), key=lambda item: (item[1], -abs(item[0] - 4)))
        return size if n >= 2 else 0

    def finish(self, document: Document) -> None:
        """Nothing; facts that found no place are set after the opening, so that none is lost."""
        left = [p for p in self.plan.facts if not self._facts[id(p)]]
        if not left:
            return
        target = next((b for b in document.blocks if isinstance(b, Paragraph) and b.style == "body"), None)
        if target is not None:
            target.sentences[-1:-1] = [self._fact(p) for p in left]


def _sentence(candidate: Candidate) -> Sentence:
    """The phrase as a sentence of the draft, with its trace."""
    phrase = candidate.phrase
    text = phrase.text if phrase.text[-1] in "。！？”" else phrase.text + "。"
    role = ROLES.get(phrase.role, phrase.role)
    edits = (*phrase.edits, f"删去引语“{phrase.lead}”") if phrase.lead else phrase.edits
    row = candidate.found
    key = f"{role}-{row.key or phrase.key}"
    return Sentence(text, phrase.role, Trace("mined", key, phrase.original, row.sources, edits, row.fills, row.bank))
