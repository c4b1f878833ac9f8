"""Quality (词句质量): the parts that a phrase's worth is made of, each 0 to 1 (RUBRIC, criteria 4 and 5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from drafter.patterns import Counted
from drafter.phrases import Phrase

# Padding that marks translated-sounding or empty prose (RUBRIC criterion 5).
_PADDING = Counted(
    r"进行|对于|相关|从而|进而|具有|方面的|的(?:工作|作用|过程)|能够|可以|"
    r"良好|积极的|一定的|各种|等等|进一步|不断|充分|切实|有效|全面|加强|提升|推动|确保")
_CONCRETE = Counted(r"台账|清单|现场|窗口|电话|名单|表格|公示|回访|签到|牌|本子|会上|走访|记录|日期|时限|一张|逐[户项个条]|谁|哪")
_INCOMPLETE = frozenset(("unfinished", "half", "question", "short", "long", "unclosed", "subjectless", "leftover", "english"))
_TIED = frozenset(("dangling", "reference", "person", "repost", "duty"))
_FIXED = frozenset(("specific", "attributed"))


def parts(texts: list[str], kinds: list[str], flags: Sequence[Iterable[str]], cleanliness: float) -> list[dict[str, float]]:
    """What speaks for each phrase: complete, alone, general, fresh, register, length, clean; gates are 0 or 1.

    `cleanliness` is the share of their file that was body text (drafter.health).
    """
    clean = round(cleanliness, 2)
    found = []
    for text, kind, told, register in zip(texts, kinds, map(set, flags), _registers(texts), strict=True):
        plain = not told & {"padded", "bookish"}
        found.append({
            "complete": float(not told & _INCOMPLETE), "alone": float(not told & _TIED), "general": float(not told & _FIXED),
            "fresh": float("dated" not in told), "register": 0.2 if not plain else 0.7 if kind in _SHORT else register,
            "length": _length(text, kind), "clean": clean})
    return found


_SHORT = ("heading", "lead", "slogan")
_LONG_CLAUSE = re.compile("[^，；、]{29}")


def _registers(texts: list[str]) -> list[float]:
    """For each text 1 for concrete plain words, less for padding, long clauses and chains of 的."""
    found = []
    for text, padding, concrete in zip(texts, _PADDING.count(texts), _CONCRETE.count(texts), strict=True):
        score = 0.75 - 0.1 * padding + 0.08 * min(3, concrete)
        if len(text) > 28 and _LONG_CLAUSE.search(text):
            score -= 0.25
        if text.count("的") > 4:
            score -= 0.15
        found.append(round(max(0.0, min(1.0, score)), 2))
    return found


def _length(text: str, kind: str) -> float:
    if kind == "lead":
        return 1.0 if 4 <= len(text) <= 8 else 0.6
    if kind == "heading":
        return 1.0 if 6 <= len(text) <= 22 else 0.5
    if kind == "slogan":
        return 1.0 if 7 <= len(text) <= 30 else 0.5
    return 1.0 if 18 <= len(text) <= 70 else 0.6 if 12 <= len(text) <= 95 else 0.2


def weigh(phrases: list[Phrase], cleanliness: float) -> None:
    """Nothing; parts and quality of the phrases are set, as seen in one source."""
    told = parts([p.text for p in phrases], [p.kind for p in phrases], [p.flags for p in phrases], cleanliness)
    for phrase, found in zip(phrases, told, strict=True):
        phrase.parts = found
        phrase.quality = phrase.worth(1)
