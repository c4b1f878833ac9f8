"""Headings glued to text: 一、X的意义党支部是…… parted where the heading ends, by the words headings end and sentences begin with."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from drafter import numbering, words
from drafter.cleaning.lines import Line, Sheet

HEADING_MAX = 46  # characters; the longest headings of official texts have two halves of some twenty
# What a boundary without punctuation must score (weights in boundaries.yaml): behind 一、 or （一） a heading is all but sure.
THRESHOLDS = {1: 1.5, 2: 1.5, 3: 2.2, 4: 2.2}
THRESHOLD_SURE = 3.4  # a boundary so plain that it wins over a full stop further on
OWN_START = 0.9  # the text behind starts like other sentences of the same page
SIBLING = 0.8  # as long as the headings of the same level before
_REPEATED = ((5, 2.4), (4, 1.8), (3, 1.2), (2, 0.6))  # the text behind opens with so many characters that the heading holds
_CN = "[一二三四五六七八九十]"
_MARK = re.compile(
    rf"(?P<one>{_CN}{{1,3}}、(?!{_CN}[、，]))"
    rf"|(?P<two>[（(]{_CN}{{1,3}}[)）][、，,．.]?)"
    r"|(?P<three>\d{1,2}(?:(?:\.\d{1,2}){1,2}[.．、]?|[.．、])\s?(?=[“\u4e00-\u9fff]))"
    r"|(?P<four>[（(]\d{1,2}[)）])")
# What no mark of that sort stands behind: 单一、 is a word, 第3条 and 3.5 are figures.
_NOT_BEFORE = {"one": "第十零〇一二三四五六七八九、之单统唯不同万逐划合专如其每某归", "two": "",
               "three": "0123456789.．/第年月-（(", "four": ""}
_BEFORE = "。！？!?；;”）)】:：…"
_JUDGEMENT = re.compile(r"^(?P<head>[^，。；：！？“”一二三四]{4,12}"
                        r"(?:不到位|不够|不足|不强|不实|不高|不严|不深|薄弱|缺失|滞后|单一))。(?P<body>.{30,})$", re.S)
_STOP = re.compile("[。！？：；]")  # half-width ones beside Chinese characters were widened before: 9:30 stops nothing
# A heading is no full clause: these betray one.
_CLAUSE = re.compile(r"(?<!什么)是(?!非)|的一个|往往|已经|将会")
_LONE = re.compile(r"^[^，。；：！？,;]{2,24}[。:：]?$")


@cache
def _boundaries() -> tuple[dict[str, float], dict[str, float]]:
    rows = yaml.safe_load((Path(__file__).parent / "boundaries.yaml").read_text(encoding="utf-8"))
    ends = {word: row["weight"] for row in rows["ends"] for word in row["words"]}
    starts = {word: row["weight"] for row in rows["starts"] for word in row["words"]}
    return ends, starts


def part_headings(sheet: Sheet) -> None:
    """Numbered headings inside a line get lines of their own; a run-in heading (（一）加强学习。要……) is parted from its text."""
    parted: list[Line] = []
    last: dict[int, int] = {}
    starts = _OwnStarts(sheet.lines)
    marked = _marked(sheet.lines)
    lengths: dict[int, list[int]] = {}
    for index, line in enumerate(sheet.lines):
        if line.level is not None:
            parted.append(line)
            found = numbering.parse(line.text)
            if found:
                last = {n: k for n, k in last.items() if n < found[0]} | {found[0]: found[1]}
            elif line.level == 0:
                last, lengths = {}, {}
            continue
        for piece in _cut_at_marks(line.text, last) if index in marked else (line.text,):
            pieces = _part(piece, line, starts, lengths)
            for heading in pieces:
                if heading.level:
                    lengths.setdefault(heading.level, []).append(len(numbering.strip(heading.text)))
            parted.extend(pieces)
    sheet.lines = _run_in_siblings(_lone_headings(parted))


@cache
def _automaton() -> Any:
    """An automaton over what every mark holds: 一、 （一 (1 1. …"""
    import ahocorasick_rs

    numerals, digits = "一二三四五六七八九十", "0123456789"
    return ahocorasick_rs.AhoCorasick([*(n + "、" for n in numerals), *(b + n for b in "（(" for n in numerals + digits),
                                       *(d + dot for d in digits for dot in ".．、")])


def _marked(lines: list[Line]) -> set[int]:
    """The places of the lines that may hold a heading mark; one pass over the page instead of one a line."""
    ends, total = [], 0
    for line in lines:
        total += len(line.text) + 1
        ends.append(total)
    return {bisect_right(ends, start) for _, start, _ in _automaton().find_matches_as_indexes("\n".join(x.text for x in lines))}


def _cut_at_marks(text: str, last: dict[int, int]) -> list[str]:
    """The text cut before each heading mark that comes where one is expected."""
    cuts = [0]
    for match in _MARK.finditer(text):
        start = match.start()
        if start:
            before = text[start - 1]
            fresh = before in _BEFORE or (start - cuts[-1] <= HEADING_MAX and before not in "，、,")
            if before in _NOT_BEFORE[str(match.lastgroup)] or not (fresh or match.lastgroup in ("one", "two")):
                continue
        found = numbering.parse(text[start:start + 12])
        if not found:
            continue
        level, number, _ = found
        if start and number != last.get(level, 0) + 1:
            continue
        last_new = {n: k for n, k in last.items() if n < level} | {level: number}
        last.clear()
        last.update(last_new)
        if start:
            cuts.append(start)
    return [text[a:b] for a, b in pairwise([*cuts, len(text)])]


class _OwnStarts:
    """The first words that two or more sentences of a page begin with; counted when first asked for."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._starts: frozenset[str] | None = None

    def __contains__(self, start: str) -> bool:
        if self._starts is None:
            counts: Counter[str] = Counter()
            for line in self._lines:
                for sentence in re.split("(?<=[。！？])", line.text):
                    core = sentence.strip()
                    if len(core) > 10 and not numbering.parse(core):
                        counts.update({core[:n] for n in (2, 3, 4)})
            self._starts = frozenset(s for s, n in counts.items() if n > 1 and re.fullmatch("[\u4e00-\u9fff]+", s))
        return start in self._starts


def _part(text: str, line: Line, starts: _OwnStarts, lengths: dict[int, list[int]]) -> list[Line]:
    """The heading and the paragraph that a piece holds, or the piece as it is."""
    found = numbering.parse(text)
    mark = ""
    if found:
        level, _, rest = found
        mark = text[:len(text) - len(rest)]
    else:
        mark = numbering.ordinal(text)
        if not re.fullmatch(r"[一二三四五六七八九十]{1,2}[是要]", mark):
            return [Line(text, line.number, line.level, line.run_in)]
        level, rest = 3, text[len(mark):]
    stop = _STOP.search(rest)
    if not found and (stop is None or stop.start() <= 24):
        return [Line(text, line.number, line.level, line.run_in)]
    if found and stop is None and len(rest) <= HEADING_MAX + 6:
        return [Line(text, line.number, level)]
    end = stop.start() if stop else len(rest)
    body = rest[end + 1:].strip() if stop else ""
    head = rest[:end]
    if found and stop and not body and len(head) <= HEADING_MAX and (level <= 2 or len(head) <= 20) and rest[end] != "；":
        return [Line(mark + head, line.number, level)]
    if found and len(head) > 12:
        sure = _boundary(rest, starts, lengths.get(level, []), THRESHOLD_SURE)
        if sure:
            return [Line(mark + rest[:sure], line.number, level, guessed=True), Line(rest[sure:], line.number)]
    if found and stop and body and len(head) <= (28 if level <= 2 else 20) and head.count("，") <= 1 and rest[end] in "。：:":
        return [Line(mark + head, line.number, level, run_in=True), Line(body, line.number)]
    boundary = _boundary(rest, starts, lengths.get(level, []), THRESHOLDS[level])
    if boundary and (found or boundary >= 6):
        return [Line(mark + rest[:boundary], line.number, level if found else 2, guessed=True), Line(rest[boundary:], line.number)]
    return [Line(text, line.number, line.level, line.run_in)]


def _boundary(text: str, own: _OwnStarts, siblings: list[int], threshold: float) -> int:
    """Where a heading ends that runs on into its text without a mark, or 0 where nothing gives it away."""
    ends, starts = _boundaries()
    limit = min(len(text) - 8, HEADING_MAX)
    stop = _STOP.search(text)
    if stop:
        limit = min(limit, stop.start() - 6)
    best, at = threshold, 0
    position = 0
    for word in words.cut(text[:limit + 12]):
        position += len(word)
        if position < 4 or position > limit:
            continue
        head, rest = text[:position], text[position:]
        if head.count("“") != head.count("”") or head.count("《") != head.count("》"):
            continue
        if head[-1] in "，,、的和与在是" or rest[0] in "，,、。的和与”》）":
            continue
        score = max((w for end, w in ends.items() if head.endswith(end)), default=0.0)
        score += max((w + 0.1 * len(start) for start, w in starts.items() if rest.startswith(start)), default=0.0)
        score += max((OWN_START + 0.1 * n for n in (4, 3, 2) if rest[:n] in own), default=0.0)
        score += SIBLING if any(abs(n - position) <= 1 for n in siblings[-3:]) else 0.0
        core = re.split("[，、]", rest)[0]
        score += next((points for n, points in _REPEATED if len(core) >= n and core[:n] in head), 0.0)
        half = max(len(part) for part in head.split("，"))
        score -= 0.4 * head.count("，") + 0.5 * (position < 6) * (position not in siblings[-3:])
        score -= 0.05 * max(0, half - 18) + 1.0 * bool(_CLAUSE.search(head))
        if score > best:
            best, at = score, position
    return at


def _lone_headings(lines: list[Line]) -> list[Line]:
    """Short lines that stand alone before text are headings: 一是建强班子。 in a line of its own, 引言, 结束语."""
    result: list[Line] = []
    short = _short_siblings(lines)
    for index, line in enumerate(lines):
        text = line.text
        after = lines[index + 1] if index + 1 < len(lines) else None
        before = lines[index - 1] if index else None
        if index in short:
            line = Line(text, line.number, 2)
        elif (line.level is None and after is not None and after.level is None
                and _LONE.match(text) and len(after.text) > 24 and before is not None
                and after.number != line.number and before.number != line.number):
            mark = numbering.ordinal(text)
            if re.fullmatch(r"[一二三四五六七八九十]{1,2}[是要]", mark) and not re.search("[；;]$", text):
                line = Line(text, line.number, 2)
            elif re.fullmatch(r"(?:引言|前言|导言|结语|结束语|小结|余论|摘要)[:：]?", text):
                line = Line(text, line.number, 1)
        result.append(line)
    return result


def _short_siblings(lines: list[Line]) -> set[int]:
    """Indices of short sentences in lines of their own before long ones, two or more in an article (思想引领作用。)."""
    found: set[int] = set()
    group: list[int] = []
    for index, line in enumerate(lines):
        if line.level == 0:
            found |= set(group) if len(group) > 1 else set()
            group = []
        elif (line.level is None and 0 < index < len(lines) - 1
              and re.fullmatch(r"[^。；：！？\d]{4,18}。", line.text)
              and not re.match(r"这|那|我|但|而|因|如|所|为此|总之|什么|怎", line.text) and not numbering.ordinal(line.text)
              and line.text.count("，") < 2 and lines[index + 1].level is None and len(lines[index + 1].text) > 30
              and not re.fullmatch(r"[^。；：！？]{4,18}。", lines[index - 1].text)):
            group.append(index)
    return found | (set(group) if len(group) > 1 else set())


def _run_in_siblings(lines: list[Line]) -> list[Line]:
    """Paragraphs in a row that each open with a short judgement (责任落实不到位。……): those are run-in headings."""
    result: list[Line] = []
    for index, line in enumerate(lines):
        match = _JUDGEMENT.match(line.text) if line.level is None else None
        if match is None:
            result.append(line)
            continue
        near = [lines[i] for i in (index - 1, index + 1) if 0 <= i < len(lines)]
        if any(n.level is None and _JUDGEMENT.match(n.text) for n in near):
            result.append(Line(match["head"] + "。", line.number, 2, run_in=True))
            result.append(Line(match["body"], line.number))
        else:
            result.append(line)
    return result
