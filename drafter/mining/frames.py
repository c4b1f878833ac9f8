"""Frames (句式): patterns that phrases share, with slots by part of speech and syllables; and the words headings are made of."""

from __future__ import annotations

import re
from typing import NamedTuple

from drafter import words

LONGEST = 26  # characters of a clause that is looked at
# Function words that carry a sentence's frame.
_FUNCTION = frozenset((
    "把 以 在 从 到 为 让 使 对 向 由 按 用 靠 就 才 既 又 不仅 不但 而且 越 更 则 成 作为 变成 成为 上 中 下 里 前 后 不 要 真 得 起来 "
    "下去 下功夫 上下功夫 "
    "围绕 聚焦 瞄准 紧扣 针对 立足 通过 着眼 坚持 与 之 而 于 是 有 没有 只 只有 凡是 谁 什么 哪里 怎么 一 再 先 后").split())
# Places and links that stand in any clause: two other function words must carry the frame.
_WEAK = frozenset("在 上 中 下 里 前 后 有 没有 与 不 是 到 要 对 得 之 而 于 成 真 一 只 向 用".split())
_POS = {"n": "名", "v": "动", "a": "形", "d": "副", "i": "语", "l": "语", "b": "形", "j": "名", "z": "形"}
_STRONG = _FUNCTION - _WEAK
_MARKS = frozenset("，；：。、！？")
_SLOT = re.compile(r"\[[^\]]*\]")
_OPEN = re.compile(r"\[([^0-9]+)(\d+)\]")


class Piece(NamedTuple):
    """A word or pair that headings are made of: verb_object (拧紧–链条), noun (four syllables) or tail (不够深)."""

    kind: str
    text: str


class Clause(NamedTuple):
    """A clause of a heading: its text and its words with their parts of speech, white space left out."""

    text: str
    tagged: list[tuple[str, str]]


def clauses(texts: list[str]) -> list[list[Clause]]:
    """The clauses of each heading or lead."""
    found = []
    for tagged in words.tag_all(texts):
        ends = [i for i, (word, _) in enumerate(tagged) if word in _MARKS]
        rows = [tagged[start + 1:end] for start, end in zip([-1, *ends], [*ends, len(tagged)], strict=True)]
        found.append([Clause("".join([word for word, _ in row]), [pair for pair in row if pair[0].strip()]) for row in rows])
    return found


def of_heading(parts: list[Clause]) -> list[str]:
    """The frames a heading or lead of these clauses may belong to: its function words and its first and last word kept, the rest slots."""
    found: list[str] = []
    for text, tagged in parts:
        if not 2 <= len(tagged) <= 9 or not 4 <= len(text) <= 18:
            continue
        last = len(tagged) - 1
        for keep in ({0}, {last}, {0, last}):
            frame = _frame(tagged, keep)
            if "[" in frame and len(_SLOT.sub("", frame)) >= 2:
                found.append(frame)
    return list(dict.fromkeys(found))


def _frame(tagged: list[tuple[str, str]], keep: set[int]) -> str:
    parts: list[str] = []
    for i, (word, flag) in enumerate(tagged):
        kind = "名" if flag in ("vn", "an") else _POS.get(flag[:1], "")
        if i in keep or word in _FUNCTION or not kind:
            parts.append(word)
            continue
        if parts and (slot := _OPEN.fullmatch(parts[-1])) and (slot[1] == kind or kind == "名" == slot[1]):
            parts[-1] = f"[{kind}{int(slot[2]) + len(word)}]"
        else:
            parts.append(f"[{kind}{len(word)}]")
    return "".join(parts)


def of_sentence(cut: list[str]) -> list[str]:
    """The frames of the clauses of a sentence of these words: two function words or more kept in their places, all between them […]."""
    if sum([word in _STRONG for word in cut]) < 2:
        return []
    found = []
    ends = [i for i, word in enumerate(cut) if word in _MARKS]
    for start, end in zip([-1, *ends], [*ends, len(cut)], strict=True):
        clause = cut[start + 1:end]
        if sum([word in _STRONG for word in clause]) < 2 or not 6 <= sum(map(len, clause)) <= LONGEST:
            continue
        parts: list[str] = []
        for word in clause:
            if word in _FUNCTION:
                parts.append(word)
            elif not parts or parts[-1] != "[…]":
                parts.append("[…]")
        if 2 <= parts.count("[…]") <= 3 and len(parts) <= 7:
            found.append("".join(parts))
    return list(dict.fromkeys(found))


def pieces(parts: list[Clause], role: str) -> list[Piece]:
    """The words of a heading of these clauses that the tables of parallel headings are built from."""
    found = []
    for clause, tagged in parts:
        if len(tagged) < 2:
            continue
        first, last = tagged[0], tagged[-1]
        acts = first[1].startswith("v") and last[1].startswith(("n", "vn")) and len(first[0]) == len(last[0]) == 2
        if role == "measure" and acts and len(clause) <= 10:
            found.append(Piece("verb_object", f"{first[0]}–{last[0]}"))
        nouns = "".join(w for w, f in tagged if f.startswith(("n", "vn", "v", "a", "b")))
        if role in ("problem", "cause"):
            split = next((i for i, (w, f) in enumerate(tagged) if i and (w[0] in "不有没较偏缺" or f.startswith("a"))), 0)
            if split:
                head, tail = "".join(w for w, _ in tagged[:split]), "".join(w for w, _ in tagged[split:])
                if 2 <= len(tail) <= 4:
                    found.append(Piece("tail", tail))
                if len(head) == 4:
                    found.append(Piece("noun", head))
        elif len(tagged) >= 2 and first[1].startswith("v"):
            rest = clause[len(first[0]):]
            if len(rest) == 4 and nouns.endswith(rest) and all(f.startswith(("n", "v", "a", "b")) for _, f in tagged[1:]):
                found.append(Piece("noun", rest))
    return found
