"""Cut Chinese text into words. rjieba is the engine, jieba the fallback (docs/decisions/0002)."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any, Protocol, TypeVar

from drafter.errors import InputError

HAN = re.compile(r"[\u4e00-\u9fff]")
# Words that stand in every official text and tie nothing together.
COMMON = frozenset((
    "工作 加强 推进 推动 开展 进行 做好 落实 抓好 提高 提升 建立 健全 完善 问题 方面 情况 要求 实际 "
    "部分 一些 有的 个别 有些 各级 单位 部门 时候 相关 主要 基本 重要 能够 可以 需要 应当 没有 不够 "
    "不足 这样 那样 什么 自己 一个 他们 我们 大家 进一步 不断 切实 充分 全面 有效 同时 通过 根据 "
    "按照 以及 或者 并且 而且 但是 因此 坚持 一是 二是 三是 四是 五是").split())


REMEMBERED = 50_000  # texts of which is remembered what stands in them
T = TypeVar("T")  # a word, or a word with its part of speech


class Segmenter(Protocol):
    """What drafter asks of a word segmenter."""

    def cut(self, text: str) -> list[str]:
        """The words of the text, in order; joined they give the text again."""

    def plain(self, text: str) -> list[str]:
        """The words by the dictionary alone, without guessing new ones."""

    def fine(self, text: str) -> list[str]:
        """The words cut for search."""

    def tag(self, text: str) -> list[tuple[str, str]]:
        """(word, part of speech) pairs, in order."""


class _Rjieba:
    def __init__(self) -> None:
        import rjieba

        self._engine = rjieba

    def cut(self, text: str) -> list[str]:
        return list(self._engine.cut(text))

    def plain(self, text: str) -> list[str]:
        return list(self._engine.cut(text, False))

    def fine(self, text: str) -> list[str]:
        return list(self._engine.cut_for_search(text))

    def tag(self, text: str) -> list[tuple[str, str]]:
        return [(word, flag) for word, flag in self._engine.tag(text)]


class _Jieba:
    def __init__(self) -> None:
        import logging
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jieba
            import jieba.posseg

        jieba.setLogLevel(logging.WARNING)
        self._engine = jieba

    def cut(self, text: str) -> list[str]:
        return list(self._engine.cut(text))

    def plain(self, text: str) -> list[str]:
        return list(self._engine.cut(text, HMM=False))

    def fine(self, text: str) -> list[str]:
        return list(self._engine.cut_for_search(text))

    def tag(self, text: str) -> list[tuple[str, str]]:
        return [(pair.word, pair.flag) for pair in self._engine.posseg.cut(text)]


@cache
def segmenter(name: str = "") -> Segmenter:
    """The engine of that name (rjieba, jieba); without a name $DRAFTER_SEGMENTER, else rjieba where it is installed."""
    name = name or os.environ.get("DRAFTER_SEGMENTER", "")
    if name == "jieba":
        return _Jieba()
    if name not in ("", "rjieba"):
        raise InputError(f"没有叫“{name}”的分词器", cure="可用的有 rjieba、jieba")
    try:
        return _Rjieba()
    except ImportError:
        return _Jieba()


def cut(text: str) -> list[str]:
    """The words of the text, in order."""
    return segmenter().cut(text)


def cut_all(texts: list[str]) -> list[list[str]]:
    """The words of each text; all texts are cut in one go, a line each."""
    return _by_line(texts, cut, lambda word: word)


def tag_all(texts: list[str]) -> list[list[tuple[str, str]]]:
    """(word, part of speech) of each text; all texts are cut in one go, a line each."""
    return _by_line(texts, segmenter().tag, lambda pair: pair[0])


def _by_line(texts: list[str], ask: Callable[[str], list[T]], word: Callable[[T], str]) -> list[list[T]]:
    joined = "\n".join(texts)
    if joined.count("\n") != len(texts) - 1 or "\r" in joined:  # a text has line breaks of its own
        return [ask(text) for text in texts]
    rows = ask(joined)
    ends = [i for i, row in enumerate(rows) if word(row) == "\n"]
    return [rows[a + 1:b] for a, b in zip([-1, *ends], [*ends, len(rows)], strict=True)]


def stand(automaton: Any, texts: list[str]) -> list[tuple[int, int]]:
    """(text, pattern) of each place where a pattern of an Aho–Corasick automaton stands in one of the texts, found in one pass."""
    stops = list(accumulate(len(text) + 1 for text in texts))
    return [(bisect_right(stops, place), pattern)
            for pattern, place, _ in automaton.find_matches_as_indexes("\x00".join(texts), overlapping=True)]


class Watch:
    """Patterns looked for in texts."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """`patterns`: by their places in it they are told."""
        import ahocorasick_rs

        self._automaton = ahocorasick_rs.AhoCorasick(list(patterns))
        self._seen: dict[str, frozenset[int]] = {}

    def standing(self, texts: list[str]) -> list[frozenset[int]]:
        """The places of the patterns that stand in each of the texts, which come again and again, brief after brief: it is remembered."""
        if len(self._seen) > REMEMBERED:
            self._seen.clear()
        new = list(dict.fromkeys(text for text in texts if text not in self._seen))
        found: dict[int, set[int]] = {}
        for text, pattern in stand(self._automaton, new):
            found.setdefault(text, set()).add(pattern)
        self._seen.update((text, frozenset(found.get(i, ()))) for i, text in enumerate(new))
        return [self._seen[text] for text in texts]

    def once(self, *texts: str) -> frozenset[int]:
        """The places of the patterns that stand in any of the texts, which hardly come again: nothing is remembered."""
        return frozenset(pattern for _, pattern in stand(self._automaton, [*texts]))


def plain(text: str) -> list[str]:
    """The words of the text by the dictionary alone: what no word covers falls into single characters."""
    return segmenter().plain(text)


def fine(text: str) -> list[str]:
    """The words of the text cut for search: long words stand beside the shorter ones in them."""
    return segmenter().fine(text)


@lru_cache(maxsize=REMEMBERED)
def content(text: str) -> frozenset[str]:
    """The words that say what a text is about: two characters or more, common office words left out."""
    return telling(cut(text))


def telling(cut: list[str]) -> frozenset[str]:
    """Those of a text's words that say what it is about (content)."""
    return frozenset(w for w in cut if len(w) > 1 and w not in COMMON and "\u4e00" <= w[0] <= "\u9fff")


def han(text: str) -> str:
    """The Chinese characters alone."""
    return "".join(HAN.findall(text))


@lru_cache(maxsize=REMEMBERED)
def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters."""
    core = han(text)
    return frozenset(core[i:i + 2] for i in range(len(core) - 1))


def forget() -> None:
    """Nothing; what was kept of single texts is let go. A draft asks about the same ones again and again, mining hardly ever."""
    content.cache_clear()
    bigrams.cache_clear()


def count(text: str) -> int:
    """The length as offices count it: each character or mark one, each run of Latin letters and digits one."""
    return len(re.findall(r"[0-9A-Za-z.%]+|\S", re.sub(r"【[^】]*】", "", text)))
