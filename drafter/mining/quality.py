"""Quality (词句质量): the parts that a phrase's worth is made of, each 0 to 1 (RUBRIC, criteria 4 and 5)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from drafter.phrases import Phrase

# Padding that marks translated-sounding or empty prose (RUBRIC criterion 5).
_PADDING = re.compile(
    r"进行|对于|相关|从而|进而|具有|方面的|的(?:工作|作用|过程)|能够|可以|"
    r"良好|积极的|一定的|各种|等等|进一步|不断|充分|切实|有效|全面|加强|提升|推动|确保")
_CONCRETE = re.compile(r"台账|清单|现场|窗口|电话|名单|表格|公示|回访|签到|牌|本子|会上|走访|记录|日期|时限|一张|逐[户项个条]|谁|哪")
_INCOMPLETE = frozenset(("unfinished", "half", "question", "short", "long", "unclosed", "subjectless", "leftover", "english"))
_TIED = frozenset(("dangling", "reference", "person", "repost", "duty"))
_FIXED = frozenset(("specific", "attributed"))


def parts(text: str, kind: str, flags: Iterable[str], cleanliness: float) -> dict[str, float]:
    """What speaks for a phrase: complete, alone, general, fresh, register, length, clean; gates are 0 or 1.

    `cleanliness` is the share of its file that was body text (drafter.health).
    """
    found = set(flags)
    return {
        "complete": float(not found & _INCOMPLETE), "alone": float(not found & _TIED), "general": float(not found & _FIXED),
        "fresh": float("dated" not in found), "register": _register(text, kind) if not found & {"padded", "bookish"} else 0.2,
        "length": _length(text, kind), "clean": round(cleanliness, 2)}


def _register(text: str, kind: str) -> float:
    """1 for concrete plain words, less for padding, long clauses and chains of 的."""
    if kind in ("heading", "lead", "slogan"):
        return 0.7
    score = 0.75 - 0.1 * len(_PADDING.findall(text)) + 0.08 * min(3, len(_CONCRETE.findall(text)))
    clauses = [c for c in re.split("[，；、]", text) if c]
    if max(map(len, clauses), default=0) > 28:
        score -= 0.25
    if text.count("的") > 4:
        score -= 0.15
    return round(max(0.0, min(1.0, score)), 2)


def _length(text: str, kind: str) -> float:
    if kind == "lead":
        return 1.0 if 4 <= len(text) <= 8 else 0.6
    if kind == "heading":
        return 1.0 if 6 <= len(text) <= 22 else 0.5
    if kind == "slogan":
        return 1.0 if 7 <= len(text) <= 30 else 0.5
    return 1.0 if 18 <= len(text) <= 70 else 0.6 if 12 <= len(text) <= 95 else 0.2


def weigh(phrase: Phrase, cleanliness: float) -> None:
    """Nothing; parts and quality of the phrase are set, as seen in one source."""
    phrase.parts = parts(phrase.text, phrase.kind, phrase.flags, cleanliness)
    phrase.quality = phrase.worth(1)
