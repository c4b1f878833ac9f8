"""Which phrase of the bank fills which place: fit to aspect and subject, ties along a thread, no repetition."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache

from drafter import aspects as tables
from drafter import resources, wording, words, yamlfile
from drafter.aspects import Aspect
from drafter.bank import Found
from drafter.brief import Brief
from drafter.errors import TemplateError
from drafter.phrases import Phrase

# Filler words and how many a thousand characters bear (COMPOSING, section 10; the machine proxy allows four).
BUDGETS = {"进一步": 1.0, "不断": 1.0, "切实": 1.0, "充分": 1.5, "有效": 2.0, "全面": 2.0, "加强": 2.5, "推动": 2.5,
           "提升": 2.5, "确保": 2.0}
BY_HAND = 3.0  # what the office's editors wrote by hand comes before all that was mined
OWN_BANK = 0.6  # the office's own words come first (docs/decisions/0005)
HOMES = 4  # a word used in so many trades belongs to none of them
SAID = 6.0  # an aspect that its writer named counts as three cues found
MIN_ASPECT = 1.5  # a phrase must hold at least one two-character cue of the aspect, or stand under a heading that does


@dataclass(slots=True)
class Candidate:
    """A phrase with what selection needs to know of it."""

    found: Found
    words: frozenset[str]
    grams: frozenset[str]
    home: float

    @property
    def phrase(self) -> Phrase:
        """The phrase itself."""
        return self.found.phrase

    @property
    def group(self) -> tuple[str, str, int]:
        """The item of a source that it stood in: file, article, number."""
        return self.phrase.origin.file, self.phrase.origin.article, self.phrase.item

    @property
    def length(self) -> int:
        """Characters it adds to a draft."""
        return len(self.phrase.text) + (len(self.phrase.lead) + 3 if self.phrase.lead else 0)


@dataclass(slots=True)
class Taken:
    """What a draft holds already."""

    grams: set[str] = field(default_factory=set)
    words: list[frozenset[str]] = field(default_factory=list)
    openings: Counter[str] = field(default_factory=Counter)
    fillers: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    leads: set[str] = field(default_factory=set)


@cache
def _classes() -> dict[str, dict[str, list[str]]]:
    rows, _ = yamlfile.parse(resources.table("classes.yaml"), TemplateError)
    return {row["class"]: row for row in rows}


def class_of(org: str) -> str:
    """What sort of body an organisation is, by the end of its name: 机关, 企业, 学校 …"""
    best = ("机关", 0)
    for name, row in _classes().items():
        for ending in row["org"]:
            if org.endswith(ending) and len(ending) > best[1]:
                best = (name, len(ending))
    return best[0]


class Pool:
    """The phrases that may be used for one brief."""

    def __init__(self, found: list[Found], brief: Brief, *, seed: int = 0) -> None:
        self.brief = brief
        self.seed = seed
        self.taken = Taken()
        self.known = "".join((brief.subject, brief.title, brief.org, brief.audience, brief.occasion, *brief.stress,
                              *(f.text for f in brief.facts)))
        self.trade = tables.trade_of(brief.subject)
        self._subject = words.bigrams(brief.subject)
        self._foreign_class = self._class_words()
        cut = [(f, words.content(f.phrase.text)) for f in found if not f.phrase.flags and f.phrase.kind in ("sentence", "act")]
        homes: dict[str, set[str]] = defaultdict(set)
        for f, content in cut:
            for word in content:
                homes[word].add(f.phrase.trade)
        self._homes = homes
        table = tables.trades().get(self.trade)
        self._strict = table is None or table.crosscut or self.trade == tables.GENERAL
        self._kin = self.known + "".join(_table_words(a) for a in (*(table.aspects if table else ()), *tables.general()))
        self.by_role: dict[str, list[Candidate]] = defaultdict(list)
        for f, content in cut:
            home = self._home(f.phrase)
            if self._allowed(f.phrase, content, home):
                self.by_role[f.phrase.role].append(Candidate(f, content, _grams(f.phrase.lead + f.phrase.text), home))

    def fresh(self) -> Pool:
        """The pool with nothing taken yet."""
        self.taken = Taken()
        return self

    def _class_words(self) -> list[str]:
        own = class_of(self.brief.org)
        table = tables.trades().get(self.trade)
        kin = "".join(c for a in (table.aspects if table else []) for c in a.cues) + "".join(table.subjects if table else [])
        return [w for name, row in _classes().items() if name != own for w in row["words"]
                if w not in self.known and w not in kin]

    def _home(self, phrase: Phrase) -> float:
        """0 to 1: how near the phrase's source is to the brief's subject."""
        score = 0.0
        if self.trade != tables.GENERAL and phrase.trade == self.trade:
            score = 0.7
        theirs = words.bigrams(phrase.subject + phrase.origin.article)
        if self._subject:
            score = max(score, len(self._subject & theirs) / len(self._subject))
        return min(1.0, score)

    def _allowed(self, phrase: Phrase, content: frozenset[str], home: float) -> bool:
        """False for a phrase of another class of body or another trade, with a word to be avoided, or out of date."""
        text = phrase.lead + phrase.text
        if any(w in text for w in self._foreign_class) or any(w in text for w in self.brief.avoid):
            return False
        if any(t.wording not in self.known for t in wording.dated(text, self.brief.date.year)):
            return False
        if home >= 0.5 and not self._strict:
            return True
        if home >= 0.5:
            return all(w in self._kin or len(self._homes[w]) >= HOMES for w in self._nouns(text))
        # words that pass one by one may together betray a trade: only general texts lend to a trade that is not theirs
        return phrase.trade == tables.GENERAL and all(w in self._kin or len(self._homes[w]) >= HOMES for w in content)

    @staticmethod
    def _nouns(text: str) -> list[str]:
        """The nouns of two characters or more: what betrays another line of work."""
        return [w for w, flag in words.segmenter().tag(text) if len(w) > 1 and flag.startswith("n")]

    def strength(self, aspect: Aspect) -> float:
        """How many phrases the pool has for the aspect in its weakest role."""
        return min(sum(self._fit(c, aspect) >= MIN_ASPECT for c in self.by_role[role]) for role in ("problem", "cause", "measure"))

    def _fit(self, candidate: Candidate, aspect: Aspect) -> float:
        """How strongly a phrase speaks of an aspect, its heading counted double."""
        phrase = candidate.phrase
        told = candidate.found.status == "handwritten" and not {aspect.name, *aspect.also}.isdisjoint(phrase.aspects)
        return aspect.score(phrase.lead + phrase.text) + 1.5 * aspect.score(phrase.above) + (SAID if told else 0.0)

    def score(self, candidate: Candidate, aspect: Aspect, rivals: list[Aspect], tie: frozenset[str]) -> float:
        """The worth of a phrase in a place; negative where it does not belong there."""
        fit = self._fit(candidate, aspect)
        if fit < MIN_ASPECT:
            return -1.0
        rival = max((self._fit(candidate, r) for r in rivals if r.name != aspect.name), default=0.0)
        if rival > fit * 1.3:
            return -1.0
        shared = len(tie & candidate.words)
        jitter = random.Random(f"{self.seed}{candidate.phrase.key}").random() * (0.5 if self.seed else 0.0)
        own = OWN_BANK if candidate.found.bank != "内置语料" else 0.0
        own += BY_HAND if candidate.found.status == "handwritten" else 0.0
        return (own + min(fit, 10.0) / 5.0 + 2.0 * candidate.home + 1.5 * candidate.phrase.quality + 0.35 * min(3, shared)
                - 0.4 * (rival > fit * 0.8) - 0.15 * self.taken.articles[candidate.phrase.origin.article] + jitter)

    def ranked(self, role: str, aspect: Aspect, rivals: list[Aspect], tie: frozenset[str] = frozenset(),
               near: frozenset[tuple[str, str, int]] = frozenset()) -> list[tuple[float, Candidate]]:
        """The candidates for a place, best first; those of a source item already used in the thread come forward."""
        rows = []
        for candidate in self.by_role[role]:
            score = self.score(candidate, aspect, rivals, tie)
            if score > 0:
                rows.append((score + (2.0 if candidate.group in near else 0.0), candidate))
        return sorted(rows, key=lambda r: (-r[0], r[1].phrase.key))

    def fits(self, candidate: Candidate) -> bool:
        """False where the phrase repeats what the draft holds, or spends more filler words than are left."""
        if candidate.grams & self.taken.grams:
            return False
        for placed in self.taken.words:
            union = len(placed | candidate.words)
            if union and len(placed & candidate.words) / union > 0.45:
                return False
        text = candidate.phrase.text
        if candidate.phrase.lead and candidate.phrase.lead in self.taken.leads:
            return False
        for word, share in BUDGETS.items():
            n = text.count(word)
            if n and self.taken.fillers[word] + n > max(1.0, share * self.brief.length / 1000):
                return False
        return self.taken.openings[text[:3]] < 2

    def take(self, candidate: Candidate) -> None:
        """Nothing; the phrase stands in the draft from now on."""
        self.note(candidate.phrase.lead + candidate.phrase.text)
        self.taken.words.append(candidate.words)
        self.taken.openings[candidate.phrase.text[:3]] += 1
        self.taken.articles[candidate.phrase.origin.article] += 1
        if candidate.phrase.lead:
            self.taken.leads.add(candidate.phrase.lead)

    def note(self, text: str) -> None:
        """Nothing; words written by other means count as used."""
        self.taken.grams |= _grams(text)
        for word in BUDGETS:
            self.taken.fillers[word] += text.count(word)


def _table_words(aspect: Aspect) -> str:
    """The words of an aspect's table, run together."""
    rows = (*aspect.problem, *aspect.cause, *aspect.measure)
    return "，".join((aspect.name, *aspect.also, *aspect.cues, *aspect.leads, *(str(v) for r in rows for v in r.model_dump().values())))


def _grams(text: str, n: int = 12) -> frozenset[str]:
    """The runs of n Chinese characters; a draft holds none of them twice (RUBRIC, criterion 6)."""
    core = re.sub(r"[^\u4e00-\u9fff]", "", text)
    return frozenset(core[i:i + n] for i in range(len(core) - n + 1))
