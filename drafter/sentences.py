"""Split a paragraph into sentences."""

from __future__ import annotations

import re

from drafter import numbering

# Clauses of this length that ； parts are items of a list; shorter ones are a balanced pair (counted on hand-labelled texts).
ITEM = 20
_STOP = re.compile("[。！？!?][。！？!?”’」』）)》]*")
_LIST = re.compile(r"[；;]")


def split(text: str) -> list[str]:
    """The sentences in order; joined they give the text again, outer white space apart.

    Split at 。！？, closing quotes staying with their sentence, and at ； where it separates list items
    (the labelling guide: items numbered 一是…；二是…, or items that repeat an opening word).
    """
    found = []
    for piece in _pieces(text):
        found.extend(_items(piece))
    return [s for s in (p.strip() for p in found) if s]


def _pieces(text: str) -> list[str]:
    pieces, start = [], 0
    for match in _STOP.finditer(text):
        end = match.end()
        # a question or full stop within a title or brackets does not end the sentence
        if match[0][0] in "!?" and text[end:end + 1].isascii() and text[end:end + 1].isalnum():
            continue
        pieces.append(text[start:end])
        start = end
    pieces.append(text[start:])
    return [p for p in pieces if p.strip()]


def _items(sentence: str) -> list[str]:
    """The list items of a sentence that ； separates, or the sentence whole."""
    if "；" not in sentence and ";" not in sentence:
        return [sentence]
    parts = _LIST.split(sentence)
    if len(parts) < 2 or not all(p.strip() for p in parts[:-1]):
        return [sentence]
    numbered = sum(bool(numbering.ordinal(p.strip()) or numbering.parse(p.strip())) for p in parts[1:])
    openings = [p.strip()[:2] for p in parts if p.strip()]
    repeated = len(openings) > 1 and len(set(openings)) == 1
    long = all(len(p.strip()) >= ITEM for p in parts if p.strip())
    if not (numbered >= max(1, (len(parts) - 1) // 2) or repeated or long):
        return [sentence]
    ends = [m.end() for m in _LIST.finditer(sentence)]
    starts = [0, *ends]
    return [sentence[a:b] for a, b in zip(starts, [*ends, len(sentence)], strict=True) if sentence[a:b].strip()]
