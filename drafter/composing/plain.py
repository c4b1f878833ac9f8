"""Sentences for an aspect that no table knows: they name it in the clerk's own words (phrasebank/plain.yaml)."""

from __future__ import annotations

import random
import re
from typing import Any

from drafter import yamlfile
from drafter.aspects import Aspect
from drafter.composing import names
from drafter.composing.answers import SORTS, from_table
from drafter.composing.candidates import Candidate
from drafter.phrases import WRITTEN

TABLE = "plain.yaml"
NAME = "{A}"
HEAD = f"在{NAME}方面，"  # what can be left out where a heading says it
OF_DEEDS = f"说到{NAME}，"  # the same for the name of a deed or a demand (先检后下地)
LONG = 8  # a name of so many characters stands in the heading alone: sentence after sentence with it would read like a litany
ROLES = {**WRITTEN, **SORTS, "对策": "measure"}
# Sentences of a sort for one aspect: more would be a heap of maxims (RUBRIC, criterion 7).
MOST = {"acts": 3, "对策": 2, "要求": 2, "倡议": 2, "原因": 2}
MOST_ELSE = 1


def say(aspect: Aspect, sort: str, seed: str, shun: frozenset[str] = frozenset(), used: frozenset[str] = frozenset(),
        kind: str = "") -> list[Candidate]:
    """The sentences of a sort about the aspect, as candidates: few, in an order that the seed changes, what is shunned last.

    A kind of document may have its own (倡议书, whose reasons are told to residents).
    """
    table = yamlfile.table(TABLE)
    of_kind = table[kind].get(sort, []) if isinstance(table.get(kind), dict) else []
    rows: list[Any] = of_kind or table.get("acts" if sort == "对策" else sort, [])
    made = []
    for index, row in enumerate(rows):
        lead, template = (row["lead"] if sort == "acts" else "", row["text"]) if isinstance(row, dict) else ("", row)
        fits = (names.thing(aspect.name) or (sort == "acts" and names.deed(aspect.name))) and not names.ill(aspect.name)
        if NAME in template.removeprefix(HEAD) and not fits:
            continue  # 说到不载人上路, 不打白条方面: only a thing's name stands inside a sentence, a deed's also in what is done
        if lead + template not in used:
            said = template.replace(HEAD, OF_DEEDS) if names.clause(aspect.name) else template
            if len(aspect.name) >= LONG:
                said = re.sub(f"^(?:{re.escape(HEAD)}|{re.escape(OF_DEEDS)})", "", said)
            text, fills = said.replace(NAME, names.called(aspect.name)), (f"方面填“{names.called(aspect.name)}”",)
            made.append((lead + template, from_table(TABLE, text, template, sort, ROLES[sort], sort, index, lead, fills)))
    random.Random(f"{seed}{sort}").shuffle(made)  # one order for all aspects: what the first took is not the next one's first
    made.sort(key=lambda row: row[0] in shun)
    return [candidate for _, candidate in made]


def opened(text: str, aspect: Aspect) -> str:
    """The text without the words that name the aspect at its head, or behind the lead of an act (一是细化标准。)."""
    for head in (HEAD, OF_DEEDS):
        said = head.replace(NAME, names.called(aspect.name))
        if said in text:
            text = re.sub(f"(?:^|(?<=。)){re.escape(said)}", "", text, count=1)
    return text
