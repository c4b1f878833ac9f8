"""Which aspects a draft treats, in which order, and which fact goes where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drafter import aspects as tables
from drafter.aspects import Aspect
from drafter.brief import Brief
from drafter.composing import facts as placing
from drafter.composing.facts import Placed
from drafter.outlines import Outline

if TYPE_CHECKING:
    from drafter.composing.selection import Pool

# How many aspects a length carries (characters → number).
NUMBER = ((1000, 3), (1800, 4), (2600, 4), (3500, 5))
MOST = 6


@dataclass(slots=True)
class Plan:
    """The aspects in their order, the trade, and the facts with the place of each."""

    trade: str
    aspects: list[Aspect]
    facts: list[Placed] = field(default_factory=list)

    @property
    def n(self) -> int:
        """How many items each chapter has."""
        return len(self.aspects)

    def facts_for(self, aspect: Aspect, uses: list[str]) -> list[Placed]:
        """The facts of those uses that belong under the aspect."""
        return [f for f in self.facts if f.aspect == aspect.name and f.use in uses]


def plan(outline: Outline, brief: Brief, pool: Pool) -> Plan:
    """The plan: stressed aspects first, then those the bank is strongest in, until the length is served."""
    trade = tables.trade_of(brief.subject)
    if trade == tables.GENERAL:
        trade = tables.trade_of(f"{brief.subject}{brief.title}{brief.occasion}")
    chosen = _distinct([tables.named(word, trade) for word in brief.stress])[:MOST]
    wanted = next((n for most, n in NUMBER if brief.length <= most), 5)
    if len(chosen) < min(3, wanted) or not chosen:
        chosen = _fill(chosen, trade, wanted, pool)
    scheme = Plan(trade, chosen)
    has_each = [s.role for s in outline.sections if s.each]
    scheme.facts = placing.place(brief, chosen, corresponding=bool(has_each))
    return scheme


def _distinct(chosen: list[Aspect]) -> list[Aspect]:
    """The aspects, one of a name each."""
    return list({a.name: a for a in chosen}.values())


def _fill(chosen: list[Aspect], trade: str, wanted: int, pool: Pool) -> list[Aspect]:
    """Aspects added from the trade's table by bank strength, then from the general one, in the tables' order."""
    table = tables.trades().get(trade)
    own = list(table.aspects) if table and trade != tables.GENERAL else []
    names = {a.name for a in chosen}
    ranked = sorted((a for a in own if a.name not in names), key=lambda a: -pool.strength(a))
    general = sorted((a for a in tables.general() if a.name not in names), key=lambda a: -pool.strength(a))
    added = [*ranked, *general][:max(0, wanted - len(chosen))]
    order = {a.name: i for i, a in enumerate([*own, *tables.general()])}
    return [*chosen, *sorted(added, key=lambda a: order.get(a.name, 99))]
