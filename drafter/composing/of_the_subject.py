"""Sentences that name the draft's subject, for its opening and its close (phrasebank/of-the-subject.yaml).

A trade is wide: what opens a page on all disasters says nothing of weather for the farms. Of 36 openings and closings of two blind batches
readers crossed out 25, nearly all of them without a word of the subject.
"""

from __future__ import annotations

from collections.abc import Collection

from drafter import words, yamlfile
from drafter.aspects import loose_words

TABLE = "of-the-subject.yaml"
OPENINGS = ("起笔", "引子")  # what a page of just that line of work (邮政快递 for 农村寄递物流) opens with was liked better than a rule's
OR_NOTHING = ("道理",)  # a reason for the whole that is of another matter is worse than none


def names(text: str, subject: str) -> bool:
    """True where a text has a word of the subject that tells something: 返贫, not 工作 nor 企业."""
    people = {word for row in yamlfile.table("people.yaml") for word in words.fine(row["people"])}
    told = {word for word in words.fine(subject) if len(word) > 1} - loose_words() - people
    return any(word in text for word in told)


def made(sort: str, kinds: Collection[str], subject: str, people: str, we: str, occasion: str) -> list[str]:
    """The table's sentences of a sort for a kind of document, their slots filled; none where the kind has no row of that sort."""
    table = yamlfile.table(TABLE)
    visit = next((word for word in table["visits"] if word in occasion), "")
    rows = [row["text"] for row in table["rows"] if row["sort"] == sort and not set(row["kinds"]).isdisjoint(kinds)]
    slots = {"subject": subject, "people": people, "we": we, "visit": visit}
    return [text.format(**slots).replace("工作工作", "工作") for text in rows if visit or "{visit}" not in text]
