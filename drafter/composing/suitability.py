"""How well a passage suits what the clerk tells of an aspect: 0 (another matter altogether) to 3 (just this), as readers would say.

A linear worth of what can be reckoned of the two, learned from 1,508 pairs that seven readers graded without knowing what the program
thought of them (corpus/training/passages.tsv, benchmarks/train_suitability.py). On batches of briefs left out it tells the passages that
do from those that do not for 85 of 100 pairs, where the nearness of the two alone did so for 69 (docs/decisions/0032, 0038).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from drafter import belonging, meaning
from drafter.handwritten import Heads

BASE = 0.145
# What each feature is worth (FEATURES, in that order), as printed by benchmarks/train_suitability.py.
WEIGHTS = (1.708, -0.705, -1.614, 1.056, 0.963, 0.275, 0.282, -1.080, 0.219, -1.037, 0.324, 1.038, 0.355)
FEATURES = ("about", "subject", "facts", "clause", "heads", "cues", "page", "behind", "own", "named", "word", "under", "alike")
REMEMBERED = 30_000  # texts whose vectors are kept
NO_CUES, NO_HEADS = 0.3, 0.2  # what a passage without words that call it, or without headings of its own, is taken to have


class Passage(NamedTuple):
    """What is weighed of a passage: its sentences, its thread of problem, cause and measure, the words of its headings, those that call
    it, those of its page, that page's name, and whether it is of the brief's own line of work."""

    text: str
    thread: str
    heads: str
    cues: str
    page: str
    name: str
    own: bool


class Passages:
    """The passages of a pool, as arrays: what is weighed anew for every aspect."""

    def __init__(self, rows: Sequence[Passage]) -> None:
        """`rows`: the passages, in the order in which their worths are told."""
        self._rows = rows
        self._text, self._thread = _vectors([row.text for row in rows]), _vectors([row.thread for row in rows])
        self._heads, self._cues = _vectors([row.heads for row in rows]), _vectors([row.cues for row in rows])
        self._under = _rows([belonging.of_text(row.text) for row in rows], belonging.of_name(""))
        self._names = _rows([belonging.of_name(row.name) for row in rows], belonging.of_name(""))
        self._headless = np.array([not row.heads for row in rows], dtype=bool)
        self._uncalled = np.array([not row.cues for row in rows], dtype=bool)
        self._own = np.array([row.own for row in rows], dtype=np.float32)

    def worths(self, name: str, subject: str, facts: str, near: Any, named: Any, fit: Any) -> Any:
        """The worth of each passage for an aspect of that name of that subject with those facts (told in one text, may be empty).

        `near`, `named` and `fit` are how near each lies to all that is told, to the bare name, and to both.
        """
        return BASE + self.features(name, subject, facts, near, named, fit, float(fit.max()) if len(fit) else 0.0) @ np.array(WEIGHTS)

    def features(self, name: str, subject: str, facts: str, near: Any, named: Any, fit: Any, best: float) -> Any:
        """The features [passage, feature]; `best` is the fit of the passage that fits best, of these or of more."""
        told = meaning.vector(facts) if facts else np.zeros_like(meaning.vector(""))
        clauses = [clause for clause in facts.split("，") if clause]
        clause = (self._thread @ np.array([meaning.vector(c) for c in clauses]).T).max(axis=1) if clauses else np.zeros(len(self._rows))
        heads = np.where(self._headless | (not facts), NO_HEADS, self._heads @ told)
        cues = np.where(self._uncalled, NO_CUES, self._cues @ meaning.vector(name))
        pairs = [name[n:n + 2] for n in range(len(name) - 1)] or [name]
        page = [sum(pair in row.page for pair in pairs) / len(pairs) for row in self._rows]
        word = [sum(pair in row.text or pair in row.thread for pair in pairs) / len(pairs) for row in self._rows]
        return np.column_stack([near, self._text @ meaning.vector(subject), self._text @ told, clause, heads, cues, page, best - fit,
                                self._own, named, word, self._under @ belonging.of_name(name), self._names @ belonging.of_name(name)])

    def nearness(self, text: str) -> Any:
        """How near each passage lies to a text."""
        return self._text @ meaning.vector(text)


def headed(heads: Heads | None) -> str:
    """The words of a passage's headings as one text; empty where it has none."""
    return "".join((heads.problem.noun, heads.problem.view, heads.measure.object, heads.measure.lever, *heads.task)) if heads else ""


@lru_cache(maxsize=REMEMBERED)
def _vector(text: str) -> Any:
    """The vector of a text of the tables, which come again draft after draft."""
    return meaning.vector(text)


def _vectors(texts: Sequence[str]) -> Any:
    return _rows([_vector(text) for text in texts], meaning.vector(""))


def _rows(vectors: list[Any], like: Any) -> Any:
    return np.array(vectors).reshape(len(vectors), len(like))
