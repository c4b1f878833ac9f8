"""Mottoes, couplets and catch-phrases (口号): inside quotation marks and out of them, with their build."""

from __future__ import annotations

import re

from drafter import words
from drafter.phrases import Unit

SHORTEST, LONGEST = 3, 14  # characters of a member; set phrases of the kind have four to ten
_QUOTED = re.compile(r"“([^“”]{4,40})”")
_CUT = re.compile(r"[，、；,;]")
_OUT = re.compile(r"[。！？：（）()《》\d]|本文|问题|原因|不足|不够|等$")


def build(text: str) -> str:
    """The Han characters of each member joined by +: 一盘棋抓到底 → 6, 党旗所指、我之所向 → 4+4."""
    return "+".join(str(len(words.han(part))) for part in _CUT.split(text) if part.strip())


def find(units: list[Unit]) -> list[str]:
    """The mottoes of one article in order, each once: slogan units, parallel words in quotation marks, runs of equal clauses."""
    found: list[str] = []
    for unit in units:
        if unit.role == "slogan" and unit.kind == "sentence":
            found.append(unit.text)
        if unit.role == "noise":
            continue
        for quoted in _QUOTED.findall(unit.text):
            if not _OUT.search(quoted) and _motto([m for m in re.split("[，、；,; ]", quoted) if m]):
                found.append(quoted)
        found.extend(_runs(_QUOTED.sub("\n", unit.text)))
    return list(dict.fromkeys(found))


def _runs(text: str) -> list[str]:
    """The runs of two or more neighbouring clauses of equal length and like grammar."""
    found = []
    for sentence in re.split(r"[。！？：\n]", text):
        parts = re.findall(r"[^，、；,;]+[，、；,;]?", sentence)
        start = 0
        while start < len(parts) - 1:
            end = start + 2
            size = len(_bare(parts[start + 1]))
            while end < len(parts) and len(_bare(parts[end])) == size:
                end += 1
            lead = len(_bare(parts[start])) - size  # what stands before the first member: 要｜严格教育、严格管理
            members = [_bare(parts[start])[max(0, lead):], *(_bare(p) for p in parts[start + 1:end])]
            if 0 <= lead <= 6 and not any(_OUT.search(m) for m in members) and _parallel(members):
                found.append("".join(parts[start:end])[lead:].rstrip("，、；,;"))
                start = end
            else:
                start += 1
    return found


def _bare(part: str) -> str:
    return part.rstrip("，、；,;").strip()


def _parallel(members: list[str]) -> bool:
    """True for members of equal length that repeat a character in one place, or go by the same parts of speech."""
    sizes = {len(m) for m in members}
    if len(members) < 2 or len(sizes) != 1 or not SHORTEST <= sizes.pop() <= LONGEST or len(set(members)) < len(members):
        return False
    if any(len(set(column)) == 1 for column in zip(*members, strict=True)):
        return len(members[0]) > SHORTEST or len(members) > 2
    shapes = [tuple(flag[:1] for _, flag in words.segmenter().tag(m)) for m in members]
    return len(set(shapes)) == 1 or (len(members) > 2 and len(members[0]) == 4)


def _motto(members: list[str]) -> bool:
    """True for words in quotation marks that are said as a motto: equal members, 一X一Y, or a short whole sentence."""
    sizes = {len(m) for m in members}
    if len(members) > 1:
        return len(sizes) == 1 and sizes.pop() > 1 and len(set(members)) == len(members)
    text = members[0] if members else ""
    if len(text) == 4:
        return text[0] == text[2] and text[1] != text[3]
    return 6 <= len(text) <= 16 and any(flag.startswith("v") for _, flag in words.segmenter().tag(text))
