"""Other wordings (备选) for what a draft holds: the next best phrases for each sentence, other solutions for each heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from drafter import numbering
from drafter.composing.candidates import Candidate, grams
from drafter.composing.recipes import OUTSIDE, STANCES, TAKES_SUBJECT, Drawn, sentence_of
from drafter.composing.repetition import BUDGETS
from drafter.document import Document, Heading, Option, Sentence, Trace

if TYPE_CHECKING:
    from drafter.composing.headings import Title

LONGER = 30  # characters by which another wording may be longer: the page breaks stay where they are, or nearly
ALIKE = 0.45  # shared content words from which two sentences say the same (selection.Pool.fits)
MOST_COST = 10.0  # what a heading's solution without any flaw scores


def attach(document: Document, drawn: list[Drawn], titles: dict[tuple[int, str], Title],
           nodes: dict[tuple[int, str], Heading | Sentence], length: int, number: int, beside: Sequence[str] = ()) -> None:
    """Nothing; each mined or hand-written sentence and each heading from a frame holds the `number` next best wordings.

    `beside` is what else the draft holds, where the document is but one chapter of it.
    """
    text = "\n".join((document.text(), *beside))
    held = Counter(g for said in (*(part.text for _, part in numbering.places(document)), *beside) for g in grams(said))
    taken = {id(d.candidate) for d in drawn}
    leads = {d.candidate.phrase.lead for d in drawn if d.sort == "acts"}
    openings = Counter(d.candidate.text[:3] for d in drawn)
    for one in drawn:
        mine = grams(one.sentence.text)
        rows: list[Option] = []
        for score, candidate in one.ranked:
            if len(rows) == number:
                break
            if id(candidate) in taken or candidate.length > one.candidate.length + LONGER or not _fits_acts(one, candidate, leads):
                continue
            if any(held[g] > (g in mine) for g in candidate.grams) or openings[candidate.text[:3]] >= 2:
                continue
            if any(_alike(candidate, d.candidate) for d in drawn if d is not one) or _busy(one, candidate, text, length):
                continue
            worth = score + OUTSIDE * (score < 0)  # one from outside the thread is worth no more than the last one inside
            rows.append(_option(one, candidate, min(worth, rows[-1].score) if rows else worth))
        one.sentence.options = tuple(rows)
    places = {id(part): place for place, part in numbering.places(document)}
    for (chapter, name), node in nodes.items():
        title = titles.get((chapter, name))
        if title is not None and node.trace is not None:
            node.options = tuple(
                Option(node.text.replace(title.text, other.text), round(MOST_COST - other.cost, 2), _worded(node.trace, other.slots), None,
                       tuple((places[id(sibling)], Option(sibling.text.replace(titles[chapter, who].text, words), 0.0,
                                                          _worded(sibling.trace, slots)))
                             for who, words, slots in other.also if (sibling := nodes[chapter, who]).trace is not None))
                for other in title.others[:number])


def _worded(trace: Trace | None, slots: tuple[str, ...]) -> Trace:
    """A heading's trace with other words in its slots."""
    assert trace is not None
    return Trace(trace.made, trace.phrase, trace.original, fills=slots)


def _alike(a: Candidate, b: Candidate) -> bool:
    union = len(a.words | b.words)
    return bool(union) and len(a.words & b.words) / union > ALIKE


def _fits_acts(one: Drawn, candidate: Candidate, leads: set[str]) -> bool:
    """True unless the sentence is one of 一是、二是: there the lead has to be as long as the others and to begin otherwise."""
    if one.sort != "acts":
        return candidate.phrase.lead not in leads or not candidate.phrase.lead
    lead, old = candidate.phrase.lead, one.candidate.phrase.lead
    return len(lead) == len(old) and lead not in leads and lead[0] not in {w[0] for w in leads if w != old}


def _busy(one: Drawn, candidate: Candidate, text: str, length: int) -> bool:
    """True where the wording would spend more filler words than the draft bears."""
    return any(n and text.count(word) - one.sentence.text.count(word) + n > max(1.0, share * length / 1000)
               for word, share in BUDGETS.items() if (n := candidate.text.count(word)))


def _option(one: Drawn, candidate: Candidate, score: float) -> Option:
    """The phrase as it would stand there: numbered as the old one is, with the subject before it that the old one got."""
    made, old = sentence_of(candidate), sentence_of(one.candidate)
    assert made.trace is not None
    assert one.sentence.trace is not None
    text, trace = made.text, made.trace
    before = one.sentence.text.removesuffix(old.text)
    added = tuple(e for e in one.sentence.trace.edits if old.trace and e not in old.trace.edits)
    if one.sort == "acts" and one.candidate.phrase.lead in before:
        text = before.replace(one.candidate.phrase.lead, candidate.phrase.lead) + text
        edits = (*(e for e in trace.edits if not e.startswith("删去引语")), *added)
    elif before in STANCES:
        stands = bool(TAKES_SUBJECT.match(text))
        text, edits = ("" if stands else before) + text, trace.edits if stands else (*trace.edits, *added)
    elif before and before != one.sentence.text and TAKES_SUBJECT.match(text):
        text, edits = before + text, (*trace.edits, *added)
    else:
        edits = trace.edits
    told = Trace(trace.made, trace.phrase, trace.original, trace.sources, edits, trace.fills, trace.bank)
    return Option(text, round(score, 2), told, made.role)
