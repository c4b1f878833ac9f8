"""What a problem is about in its own words and without its figure, and what is said of just that (phrasebank/matters.yaml).

Of a fact of which the table of answers knows the kind of fault and no more, the measures would not say what they are for; a sentence that
takes up its words lets the reader see which fact is answered.
"""

from __future__ import annotations

import random
import re
from functools import cache, lru_cache
from typing import Any

from drafter import yamlfile
from drafter.composing.answers import PEOPLE, SORTS, from_table, turned
from drafter.composing.candidates import Candidate

TABLE = "matters.yaml"
SHORT = ("不足", "有缺口", "不够")
LEAST, LONGEST = 4, 14  # characters that read well inside a sentence of one's own


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    table = yamlfile.table(TABLE)
    return tuple(re.compile(row["pattern"].replace("{U}", f"[{table['units']}]")) for row in table["patterns"])


@lru_cache(maxsize=4096)
def of(fact: str) -> str:
    """The fact's words for what is wrong (救生消防设备配备不足或过期), no figure among them; empty where it has none that can be said."""
    table = yamlfile.table(TABLE)
    for pattern in _patterns():
        for found in pattern.finditer(fact):
            slots = found.groupdict()
            told = (f"{slots['short']}不足" if slots.get("short") else f"{slots['gap']}有缺口" if slots.get("gap")
                    else slots.get("matter") or slots.get("clause") or "")
            told = re.sub(table["lead"], "", told).removesuffix("的")
            sure = re.search(table["sure"] if slots.get("clause") else table["ill"], told)
            if LEAST <= len(told) <= LONGEST and sure and not re.search(table["unless"], told):
                return told
    return ""


def say(fact: str, unit: str, sort: str, seed: str) -> list[Candidate]:
    """The sentences of a sort that take up the fact's own words, as candidates in an order that the seed changes; may be none."""
    matter = of(fact)
    group = "shortage" if matter.endswith(SHORT) else "people" if unit in PEOPLE else "things"
    rows: list[Any] = yamlfile.table(TABLE)[group].get("acts" if sort == "对策" else sort, []) if matter else []
    made = []
    for index, row in enumerate(rows):
        lead, template = (row["lead"] if sort == "acts" else "", row["text"]) if isinstance(row, dict) else ("", row)
        text = turned(template, "matter", matter).replace("{matter}", matter).replace("{u}", unit)
        made.append(from_table(TABLE, text, template, sort, SORTS[sort], "matter", index, lead,
                               (f"matter填“{matter}”", f"对着事实“{fact}”写")))
    random.Random(f"{seed}{fact}{sort}").shuffle(made)
    return made
