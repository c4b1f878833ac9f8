"""What the bank has for each aspect of a draft, and what of it the draft uses: where the holes are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drafter.composing.scheme import Plan

if TYPE_CHECKING:
    from drafter.composing.recipes import Drawn
    from drafter.composing.selection import Pool

COLUMNS = ("问题", "原因", "对策")


@dataclass(slots=True)
class Row:
    """One aspect: how many sentences of each sort were found and used, how many facts it has, from how many documents it draws."""

    aspect: str
    found: dict[str, int] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    facts: int = 0
    sources: int = 0

    @property
    def holes(self) -> list[str]:
        """The sorts for which nothing was found."""
        return [sort for sort in COLUMNS if not self.found[sort]]


def table(scheme: Plan, pool: Pool, drawn: list[Drawn]) -> list[Row]:
    """A row an aspect, in the plan's order."""
    rows = []
    rivals = list(scheme.named().values())
    for name, aspect in scheme.named().items():
        mine = [d for d in drawn if d.aspect == name]
        rows.append(Row(name, {sort: len(pool.ranked(sort, aspect, rivals)) for sort in COLUMNS},
                        {sort: sum(d.sort in ((sort, "acts") if sort == "对策" else (sort,)) for d in mine) for sort in COLUMNS},
                        len({id(p.fact) for c in scheme.chapters for e in c.entries if e.name == name for p in e.facts}),
                        len({d.candidate.group[:2] for d in mine})))
    return rows
