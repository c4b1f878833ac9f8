"""Fill a phrase's slots from the brief: the subject and how the body calls itself; other slots wait for the clerk."""

from __future__ import annotations

from dataclasses import replace

from drafter.bank import Found
from drafter.brief import Brief
from drafter.composing.realization import short_org
from drafter.phrases import SLOTS

LONGEST = 10  # characters of a subject that still reads well inside a sentence


def filled(found: list[Found], brief: Brief) -> list[Found]:
    """The phrases with their slots filled and the fills noted; those with a slot that the brief does not fill are left out.

    A subject too long to stand inside a sentence leaves the source's own words, which selection then judges.
    """
    own = short_org(brief.org, brief.org)  # the office itself: a survey group that signs is not who shall act
    rows = []
    for row in found:
        if not row.phrase.slots:
            rows.append(row)
            continue
        text, fills = row.phrase.text, []
        for slot in row.phrase.slots:
            if slot.kind == "subject":
                words = brief.subject if len(brief.subject) <= LONGEST else slot.words
            elif slot.kind == "org":
                words = own
            else:
                break
            text = text.replace(f"{{{slot.kind}}}", words, 1)
            if words != slot.words:
                fills.append(f"{SLOTS[slot.kind]}“{slot.words}”换成“{words}”")
        else:
            rows.append(replace(row, phrase=replace(row.phrase, text=text, slots=()), key=row.key or row.phrase.key,
                                fills=(*row.fills, *fills)))
    return rows
