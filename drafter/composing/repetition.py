"""What a draft holds already, so that it says nothing twice and wears out no word (RUBRIC, criterion 6)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from drafter import words
from drafter.composing.candidates import Candidate, Group, grams, idioms
from drafter.phrases import WRITTEN

# Filler words and how many a thousand characters bear (COMPOSING, section 10; the machine proxy allows four).
BUDGETS = {"进一步": 1.0, "不断": 1.0, "切实": 1.0, "充分": 1.5, "有效": 2.0, "全面": 2.0, "加强": 2.5, "推动": 2.5,
           "提升": 2.5, "确保": 2.0}
# Formulas that strike the ear: how often a whole draft may use each.
FORMULAS = {"请上级": 1, "最怕": 2, "不如": 2, "贵在": 3, "说到底": 1, "别": 4, "一张纸": 1, "定期": 4}
# A build that strikes the ear, and how often a draft may use it: what is promised before who promises it (清出的泥渣我们随车运离).
FRONTED, FRONTS = re.compile("^[^，。；我]{2,}我们"), 2
QUARTER = 0.2  # of the wanted length: what one document may give, so that a draft cut short holds a quarter of it at most
SAYS = 8  # pairs of characters from which on a text says something that another can say again: the bare subject does not
ALIKE = 3  # characters in a row that make two leads of acts alike


@dataclass(slots=True)
class Taken:
    """What a draft of so many characters holds already; `many`: its bank has documents enough to give each but a share.

    `own_words` are the brief's own, which every sentence may say.
    """

    length: int = 0
    many: bool = False
    own_words: frozenset[str] = frozenset()
    grams: set[str] = field(default_factory=set)
    words: list[tuple[Group, frozenset[str]]] = field(default_factory=list)
    openings: Counter[str] = field(default_factory=Counter)
    fillers: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    leads: set[str] = field(default_factory=set)
    pairs: list[tuple[Group | None, frozenset[str]]] = field(default_factory=list)
    formulas: Counter[str] = field(default_factory=Counter)
    fronted: int = 0
    documents: Counter[tuple[str, str]] = field(default_factory=Counter)
    claims: list[frozenset[str]] = field(default_factory=list)
    lately: list[frozenset[str]] = field(default_factory=list)  # what this chapter says is done: a chapter may go on from it
    idioms: set[str] = field(default_factory=set)
    _saying: dict[str, list[int]] = field(default_factory=dict)  # for each word the places in `words` of what holds it
    _written: dict[str, list[int]] = field(default_factory=dict)  # the same for pairs of characters and `pairs`

    def fits(self, candidate: Candidate) -> bool:
        """False where the phrase repeats what the draft holds, or spends more filler words than are left."""
        if candidate.grams & self.grams or self.idioms & idioms(candidate.text):
            return False
        passage = candidate.line if candidate.of_passage else None  # its sentences are to speak of one thing
        for place, both in _shared(candidate.words, self._saying).items():
            group, placed = self.words[place]
            if group == passage:
                continue
            if both / (len(placed) + len(candidate.words) - both) > 0.45:
                return False
            shared = len((placed & candidate.words) - self.own_words)
            if shared >= 2 and shared >= 0.3 * min(len(placed), len(candidate.words)):
                return False  # one idea in two wordings
        pairs = words.bigrams(candidate.text)
        most = 0.34 * len(pairs)
        for place, both in _shared(pairs, self._written).items():
            line, told = self.pairs[place]
            if (not passage or line != passage) and both > min(most, 0.34 * len(told)):
                return False
        if candidate.phrase.role in ("problem", "measure") and candidate.phrase.kind not in WRITTEN and any(
                len((claim & candidate.words) - self.own_words) >= 2 for claim in self.claims):
            return False  # what one chapter says is done, another does not say is missing or still to do
        text = candidate.text
        if self.many and any(candidate.document) and (
                self.documents[candidate.document] + candidate.length > QUARTER * self.length):
            return False
        if any(word in text and self.formulas[word] >= most for word, most in FORMULAS.items()):
            return False
        if self.fronted >= FRONTS and FRONTED.search(text):
            return False
        if self.led(candidate.phrase.lead):
            return False
        for word, share in BUDGETS.items():
            n = text.count(word)
            if n and self.fillers[word] + n > max(1.0, share * self.length / 1000):
                return False
        return candidate.names_aspect or bool(candidate.phrase.lead) or self.openings[text[:3]] < 2

    def led(self, lead: str) -> bool:
        """True where an act of the draft is led by these words, or by some with three characters in a row of them (先立规则, 订立规则)."""
        runs = {lead[i:i + ALIKE] for i in range(len(lead) - ALIKE + 1)}
        return lead in self.leads or any(run in other for other in self.leads for run in runs)

    def take(self, candidate: Candidate) -> None:
        """Nothing; the phrase stands in the draft from now on."""
        self.note(candidate.phrase.lead + candidate.text, candidate.line)
        self.hold(candidate.line, candidate.words)
        if candidate.phrase.kind in ("取向", "变化"):
            self.lately.append(candidate.words)
        self.openings[candidate.text[:3]] += 1
        self.articles[candidate.phrase.origin.article] += 1
        self.documents[candidate.document] += candidate.length
        if candidate.phrase.lead:
            self.leads.add(candidate.phrase.lead)

    def hold(self, line: Group, said: frozenset[str]) -> None:
        """Nothing; a sentence with these words stands in the draft."""
        _enter(self._saying, said, len(self.words))
        self.words.append((line, said))

    def settle(self) -> None:
        """Nothing; a chapter is at its end."""
        self.claims += self.lately
        self.lately = []

    def note(self, text: str, group: Group | None = None) -> None:
        """Nothing; words written by other means count as used."""
        self.grams |= grams(text)
        self.idioms |= idioms(text)
        if len(pairs := words.bigrams(text)) >= SAYS:
            _enter(self._written, pairs, len(self.pairs))
            self.pairs.append((group, pairs))
        self.fronted += FRONTED.search(text) is not None
        for word in FORMULAS:
            self.formulas[word] += word in text
        for word in BUDGETS:
            self.fillers[word] += text.count(word)


def _enter(index: dict[str, list[int]], said: frozenset[str], place: int) -> None:
    """Nothing; the index finds the place by each of the words."""
    for word in said:
        index.setdefault(word, []).append(place)


def _shared(said: frozenset[str], index: dict[str, list[int]]) -> Counter[int]:
    """For each place that shares any of the words how many it shares."""
    return Counter(place for word in said if word in index for place in index[word])
