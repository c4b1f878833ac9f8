"""What each of a clerk's facts is for: how things stand, a deed, what came of it, what is wrong, a goal, what is still to be done.

The clerk's own word comes first. Where he gives none, a small linear model weighs the fact's characters, what the rows of
phrasebank/fact-uses.yaml and its dates say for each use, where among the facts it stands, and the kind of document. Trained by `make train`
on corpus/training/facts.tsv (benchmarks/train_uses.py); the weights lie in uses.npz. Of facts of briefs that it was not trained on it
tells 89 of 100 as readers do, the rows alone 72 (docs/decisions/0030).
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from drafter import yamlfile
from drafter.brief import USES, Brief, Fact
from drafter.composing.answers import read
from drafter.composing.linear import BUCKETS, Weights, hashed, load

WEIGHTS = Path(__file__).parent / "uses.npz"
OTHERS = len(USES) + 5  # features behind the runs of characters, beside the kinds of document
LONGEST = 3  # characters of a run
SIGN = 3.0  # what a row of the table weighs on the average: what the rows say is given to the model in that unit
READ = 4.0  # what it says for a problem that the table of answers reads one
LISTED = "分类"  # a list of what there is need not be a list of faults
AHEAD = 2.5  # what a day after the brief's own says for what is still to be done
AHEAD_OF_US = ("目标", "安排")
_PLAN = re.compile("计划|力争|争取|拟于?|预计|将于")
_EVERY_YEAR = re.compile("(?:每年|历年|往年)[^，；]{0,8}$")  # 每年12月至次年3月 is no day to come
_DAY = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?")


def use_of(fact: Fact, brief: Brief | None = None, *, among: Sequence[str] = USES) -> str:
    """The fact's use, of several: the clerk's word, else the likeliest one.

    Of a fact without a brief neither the day nor the kind of document is known.
    """
    return fact.use or guessed(fact.text, brief, among)


def guessed(text: str, brief: Brief | None = None, among: Sequence[str] = USES) -> str:
    """The likeliest use, of several, of a text that is a fact of the brief or a part of one; what it calls a plan is no result."""
    likely = likelihood(text, brief)
    ahead = [use for use in among if use in AHEAD_OF_US] if _PLAN.match(text) else []
    return max(ahead or among, key=lambda use: likely[use])


def likelihood(text: str, brief: Brief | None = None) -> dict[str, float]:
    """For each use how likely it is (0 to 1) that a text, a fact of the brief or a part of one, is for that."""
    if brief is None:
        return _likelihood(text, None, "", None)
    place = next((number for number, fact in enumerate(brief.facts) if text in fact.text), None)
    share = None if place is None else place / max(1, len(brief.facts) - 1)
    return _likelihood(text, brief.date, brief.kind, share)


@lru_cache(maxsize=4096)
def _likelihood(text: str, today: datetime.date | None, kind: str, place: float | None) -> dict[str, float]:
    worth = scores(_learned(), text, today, kind, place)
    powers = np.exp(worth - worth.max())
    return dict(zip(USES, (powers / powers.sum()).tolist(), strict=True))


def scores(learned: Weights, text: str, today: datetime.date | None, kind: str, place: float | None) -> Any:
    """What the weights say for each use of a fact: an array [use], the greater the likelier."""
    rows, values = features(text, today, kind, place, learned.kinds)
    return values @ learned.weights[rows] + learned.bias


def features(text: str, today: datetime.date | None, kind: str, place: float | None, kinds: tuple[str, ...]) -> tuple[Any, Any]:
    """(the features, their values) of a fact: runs of one to LONGEST characters (figures as 0), and the others behind BUCKETS.

    These are what its words and dates say for each use (leanings), whether a day that it names is to come or all are gone, where among
    the facts it stands (`place`: 0 the first, 1 the last), and the kind of document.
    """
    rows, values = hashed(text, LONGEST)
    others = [worth / SIGN for worth in leanings(text, today).values()]
    to_come = [day > today for day in _days(text, today.year)] if today is not None else []
    others += [float(any(to_come)), float(bool(to_come) and not any(to_come))]
    others += [0.0, 0.0, 0.0] if place is None else [place, float(place == 0), float(place == 1)]
    others += [float(kind == known) for known in kinds]
    rows = np.concatenate((rows, BUCKETS + np.arange(len(others))))
    return rows, np.concatenate((values, np.array(others, dtype=np.float32)))


@cache
def _learned() -> Weights:
    return load(WEIGHTS)  # for USES; the kinds of document in the order of their features


@cache
def _betraying() -> list[tuple[str, re.Pattern[str], float]]:
    return [(row["use"], re.compile(row["says"]), float(row["weight"])) for row in yamlfile.table("fact-uses.yaml")]


@cache
def leanings(text: str, today: datetime.date | None) -> dict[str, float]:
    """What the rows of the table and its dates say for each use of a fact, more for the likelier ones."""
    scores = dict.fromkeys(USES, 0.0)
    for use, pattern, weight in _betraying():
        if pattern.search(text):
            scores[use] += weight
    known = read(text)
    if known is not None and known.fault != LISTED:
        scores["问题"] += READ
    if today is not None and any(day > today for day in _days(text, today.year)):
        scores["安排"] += AHEAD
        scores["目标"] += AHEAD
    return scores


def _days(text: str, year: int) -> Iterator[datetime.date]:
    """The days a text names; a month alone counts as its last day but few, a year that is not named is `year`."""
    for m in _DAY.finditer(text):
        if _EVERY_YEAR.search(text[:m.start()]):
            continue
        past = text[:m.start()].endswith(("去年", "上年"))
        with contextlib.suppress(ValueError):
            yield datetime.date(int(m["year"] or year - past), int(m["month"]), int(m["day"] or 28))
