"""A phrase as a draft may use it: its words made fit, the sorts of place it can fill, the runs of characters by which repeats are seen."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from drafter import headwords, words
from drafter.bank import Found
from drafter.composing.varying import RUN, shared_ends, shortened, varied
from drafter.handwritten import BANK as BY_OUR_HAND
from drafter.handwritten import PASSAGES
from drafter.phrases import WRITTEN, Phrase

KEPT = 60_000  # candidates that are remembered from brief to brief
NO_SENTENCE = ("heading", "lead", "slogan")
HOMES = 4  # a word used in so many trades belongs to none of them
SORT_OF = {"problem": "问题", "cause": "原因", "measure": "对策", "significance": "意义", "achievement": "成效", "goal": "目标"}
_STANCE = re.compile("^(?:坚持|注重|力求|提倡)")
_ORDER = re.compile("要|应|必须|须|严禁|不得|不准")
# A frequency or a deadline is a commitment: the brief gives it, or nobody does (COMPOSING, section 9; RUBRIC, criterion 8).
_OFTEN = re.compile(r"每(?:隔)?(?:半)?(?:周|月|季度|季|半年|学期|学年|年|旬|日|天|期|届|两周|两月"
                    r"|[一二两三四五六七八九十几\d]+[天日周年月])")
_TERM = re.compile(r"[一二两三四五六七八九十半几\d]+(?:个)?(?:工作日|小时|分钟|天|日|周|月|季度|年)(?:之内|以内|内|前)"
                   "|(?:月|季|年)底前|当[天日周月年]|次[日年月]|[上下]周|隔[日周月年]|按[季月周年旬](?![度龄])|[一两三四半]个?(?:季度|月|学期|学年)")
_ONCE = re.compile(r"[一两三四五六七八九十几半]+个?(?:次|回|遍|轮|趟|场|天|小时|上午|下午|半天|课时|节|篇|件|条)")
_HEDGED = re.compile("有的|有些|个别|一些|不少|部分|往往|容易|常|多数|少数|难免|有时|偶|未必|多半|总是|大多|几乎")
_IDIOM = re.compile(r"(?<![\u4e00-\u9fff])不[\u4e00-\u9fff]{3}(?![\u4e00-\u9fff])")
SHIPPED = ("内置语料", BY_OUR_HAND)
_PASSAGES = (f"phrasebank/{PASSAGES}/", f"phrasebank/{headwords.FOLDER}/")
Group = tuple[str, str, int]


@dataclass(slots=True, eq=False)
class Candidate:
    """A phrase with what selection needs to know of it whatever the brief; `text` is its words as a draft may use them.

    `edits` says what was changed in them.
    """

    found: Found
    text: str
    edits: tuple[str, ...] = ()
    phrase: Phrase = field(init=False)
    words: frozenset[str] = field(init=False)  # its content words
    said: str = field(init=False)  # lead and words as the bank has them
    sorts: tuple[str, ...] = field(init=False)
    about: tuple[str, str] = field(init=False)  # its trade, and what its source is about
    group: Group = field(init=False)  # the item of a source that it stood in: file, article, number
    by_hand: bool = field(init=False)  # a sentence of our own tables: no source stands behind it that it might repeat
    own: bool = field(init=False)  # a phrase of the office's own bank
    of_passage: bool = field(init=False)  # a sentence of a hand-written passage
    _key: str = field(init=False, default="")

    def __post_init__(self) -> None:
        """What is asked of it at every place of a draft is made out once."""
        phrase = self.phrase = self.found.phrase
        self.words, self.said, self.sorts = words.content(phrase.text), phrase.lead + phrase.text, sorts(phrase)
        self.about = phrase.trade, phrase.subject + phrase.origin.article
        self.group = phrase.origin.file, phrase.origin.article, phrase.item
        self.by_hand = self.found.bank == BY_OUR_HAND
        self.own = self.found.bank not in SHIPPED
        self.of_passage = bool(self.by_hand and phrase.item and phrase.origin.file.startswith(_PASSAGES))

    @property
    def grams(self) -> frozenset[str]:
        """The runs of characters by which a repeat is seen (grams)."""
        return grams(self.phrase.lead + self.text)

    @property
    def key(self) -> str:
        """The phrase's key, hashed when first asked for."""
        if not self._key:
            self._key = self.phrase.key
        return self._key

    @property
    def line(self) -> Group:
        """The line of thought it is of: its item, a passage's thread apart from the passage's other sentences."""
        file, article, item = self.group
        return file, article, -item if self.of_passage and self.phrase.kind not in WRITTEN else item

    def runs_on(self, other: Candidate) -> bool:
        """True where the two, one after the other, would give more words in a row than a draft may share with their source."""
        if self.by_hand or self.group != other.group or abs(self.phrase.order - other.phrase.order) > 1:
            return False
        first, second = sorted((self, other), key=lambda c: c.phrase.order)
        return shared_ends(first.text, first.phrase.text)[1] + shared_ends(second.text, second.phrase.text)[0] > RUN

    @property
    def document(self) -> tuple[str, str]:
        """The document it was taken from: file and article; a hand-written sentence has none."""
        return ("", "") if self.by_hand else self.group[:2]

    @property
    def names_aspect(self) -> bool:
        """True for a sentence that is filled with the aspect's own name, and may open with it."""
        return any(fill.startswith("方面填") for fill in self.found.fills)

    @property
    def length(self) -> int:
        """Characters it adds to a draft."""
        return len(self.text) + (len(self.phrase.lead) + 3 if self.phrase.lead else 0)


@lru_cache(maxsize=KEPT)
def as_candidate(found: Found) -> Candidate | None:
    """The phrase as a candidate, made once however many briefs ask for it; None where no draft may use it as a sentence."""
    if found.phrase.flags or found.phrase.kind in NO_SENTENCE:
        return None
    text, edits = usable(found)
    return Candidate(found, text, edits) if text else None


def at_home(found: list[Found]) -> frozenset[str]:
    """The words that phrases of HOMES trades or more use: they belong to none of them."""
    homes: dict[str, set[str]] = defaultdict(set)
    for f in found:
        if not f.phrase.flags and f.phrase.kind not in NO_SENTENCE:
            for word in words.content(f.phrase.text):
                homes[word].add(f.phrase.trade)
    return frozenset(word for word, trades in homes.items() if len(trades) >= HOMES)


def sorts(phrase: Phrase) -> tuple[str, ...]:
    """The sorts of sentence (outlines.SORTS) and `acts` that the phrase may be used as."""
    if phrase.kind in WRITTEN:
        return (phrase.kind,)
    if phrase.kind == "act":
        return ("acts", "对策")
    if phrase.role == "measure" and _STANCE.match(phrase.text) and not _ORDER.search(phrase.text) and len(phrase.text) <= 42:
        return ("取向",)
    own = SORT_OF.get(phrase.role)
    return (own,) if own else ()


def usable(found: Found) -> tuple[str, tuple[str, ...]]:
    """(the phrase's words as a draft may use them, what was changed); an empty text where it may not."""
    if found.bank == BY_OUR_HAND or found.status in ("handwritten", "edited"):
        return found.phrase.text, ()
    text, edits = _uncommitted(found.phrase.text)
    bare = found.phrase.role == "problem" and found.status == "mined" and not _HEDGED.search(text)
    if not text or bare:  # bare: told as a fact of this very place, which nobody supplied and no editor approved (RUBRIC, F2)
        return "", ()
    ahead = len(words.han(found.phrase.lead)) + 1 if found.phrase.lead else 0
    made = varied(text, ahead) or shortened(text, ahead, order=found.phrase.role == "measure")
    return (made[0], (*edits, *made[1])) if made else ("", ())


def _uncommitted(text: str) -> tuple[str, tuple[str, ...]]:
    """(the text without frequencies and deadlines that nobody gave, what was changed); an empty text where that cannot be done."""
    if _TERM.search(text):
        return "", ()
    if not _OFTEN.search(text):
        return text, ()
    if _ONCE.search(text) or len(_OFTEN.findall(text)) > 1:
        return "", ()
    return _OFTEN.sub("定期", text), ("时间次数没有依据，改成“定期”",)


def idioms(text: str) -> set[str]:
    """The set phrases of four characters that deny something (不打折扣, 不走过场): one stands once in a draft, headings included."""
    return set(_IDIOM.findall(text))


@lru_cache(maxsize=50_000)
def grams(text: str, n: int = 12) -> frozenset[str]:
    """The runs of n Chinese characters; a draft holds none of them twice (RUBRIC, criterion 6)."""
    core = words.han(text)
    return frozenset(core[i:i + n] for i in range(len(core) - n + 1))
