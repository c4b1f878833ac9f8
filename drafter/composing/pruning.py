"""Cut what says least from a draft that is long enough without it.

Readers crossed out 9 in 10 single sentences that hold for every line of work, 7 in 10 that hold for any aspect, 13 in 20 that its head word
or a single sentence of the trade says, and 3 in 10 of passages (759 sentences of 24 blind briefs): a draft a little short is better than
one filled with them (RUBRIC, criterion 9: within a tenth).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter import headwords, words
from drafter.aspects import GENERAL
from drafter.composing import answers, plain
from drafter.document import Document, Paragraph

if TYPE_CHECKING:
    from drafter.composing.recipes import Drawn

LEAST = 0.93  # of the length asked for; what is less would be counted as short by a narrower judge
KEPT, SAID = 3, 2  # sentences that an item's paragraph keeps, facts with them; so many of them are no facts
WHOLE = ("起笔", "引子", "收尾", "评述")  # sorts of which a place has but one
MINE = "我"  # what the speaker himself does or promises is what the draft is for
NUMBERED = ("acts",)  # 一是, 二是: to take one out would leave a hole in the count


def prune(document: Document, drawn: list[Drawn], length: int, body_length: int) -> list[Drawn]:
    """What stays of the sentences drawn; those that say least are gone from the document, while it keeps LEAST of the length asked for."""
    spare = body_length - LEAST * length
    homes = {id(s): b for b in document.blocks if isinstance(b, Paragraph) for s in b.sentences}
    gone: set[int] = set()
    rows = [(rank, n, row) for n, row in enumerate(drawn) if (rank := _worth(row)) is not None and id(row.sentence) in homes]
    for _, _, row in sorted(rows, key=lambda r: (r[0], -len(homes[id(r[2].sentence)].sentences), r[1])):
        paragraph = homes[id(row.sentence)]
        size = words.count(row.sentence.text)
        opens = paragraph.sentences[0] is row.sentence  # what comes after it would begin in mid-air
        if opens or size > spare or len(paragraph.sentences) <= KEPT or _said(paragraph, drawn, gone) <= SAID:
            continue
        paragraph.sentences = [s for s in paragraph.sentences if s is not row.sentence]
        gone.add(id(row.sentence))
        spare -= size
    return [row for row in drawn if id(row.sentence) not in gone]


def _worth(row: Drawn) -> int | None:
    """How little a sentence says, the least first; None for one that stays."""
    phrase, group = row.candidate.phrase, row.candidate.group
    if row.sort in (*WHOLE, *NUMBERED) or not row.candidate.by_hand or row.candidate.own or row.sentence.text.startswith(MINE):
        return None
    if phrase.origin.file.endswith(plain.TABLE):
        return 0
    if phrase.origin.file.endswith(answers.TABLE) or (row.candidate.of_passage and not headwords.table(group[0])):
        return None
    if headwords.table(group[0]):
        return 2
    return 1 if phrase.trade == GENERAL else 3


def _said(paragraph: Paragraph, drawn: list[Drawn], gone: set[int]) -> int:
    """How many sentences of the paragraph were chosen for it: neither facts nor joints."""
    here = {id(s) for s in paragraph.sentences}
    return sum(id(row.sentence) in here and id(row.sentence) not in gone for row in drawn)
