"""Mottoes, couplets and catch-phrases (口号): inside quotation marks and out of them, with their build."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick_rs
import yaml

from drafter import words
from drafter.patterns import Filtered
from drafter.phrases import Unit

SHORTEST, LONGEST = 3, 16  # characters of a member; set phrases of the kind have four to ten
LEAD = 40  # characters that may stand before the first member of a run: 要坚持｜严格教育、严格管理
_QUOTED = re.compile(r"“([^“”]{4,40})”")
_CUT = re.compile(r"[，、；,;]")
_MEMBERS = re.compile("[，、；,; ]")
_PARTS = re.compile(r"[^，；,;]+[，；,;]?")
_SENTENCES = re.compile(r"[。！？：\n“”]")
_OUT = re.compile(r"[。！？：（）()《》\d引]|本文|问题$|原因$|不足$|等$|^等")
_AFTER = re.compile(r"的|等|，|上|，|方面|工作|格局|活动|机制|制度|要求|原则")
_GOOD = frozenset("vadilzbmrcp")  # parts of speech that a member may open with; nouns make a list, not a motto


class Shape(NamedTuple):
    """One shape of a catch-phrase that is no run of equal clauses (slogans.yaml)."""

    pattern: re.Pattern[str]
    right: str
    wrong: str


@cache
def shapes() -> tuple[Shape, ...]:
    """The shapes of slogans.yaml."""
    return tuple(Shape(re.compile(r["pattern"]), r["right"], r["wrong"]) for r in _rows()["shapes"])


@cache
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "slogans.yaml").read_text(encoding="utf-8"))
    return rows


@cache
def _shaped() -> Filtered:
    return Filtered([shape.pattern for shape in shapes()])


@cache
def _known() -> ahocorasick_rs.AhoCorasick:
    words = _rows()["known"]["words"].split()
    return ahocorasick_rs.AhoCorasick(list(dict.fromkeys(v for w in words for v in (w, w.replace("、", "，"), w.replace("、", "")))),
                                      matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


def build(text: str) -> str:
    """The Han characters of each member joined by +: 一盘棋抓到底 → 6, 党旗所指、我之所向 → 4+4."""
    return "+".join(str(len(words.han(part))) for part in _CUT.split(text) if part.strip())


class Motto(NamedTuple):
    """A motto with whether it is well made: firm ones are for drafts, loose ones only for looking at."""

    text: str
    firm: bool


def find(units: list[Unit]) -> list[str]:
    """The mottoes of one article in order, each once: slogan units, quoted ones, runs of like clauses, sayings."""
    return list(dict.fromkeys(motto.text for mottoes in of(units) for motto in mottoes))


def of(units: list[Unit]) -> list[list[Motto]]:
    """The mottoes of each unit."""
    found: list[list[Motto]] = [[] for _ in units]
    looked = [i for i, unit in enumerate(units) if unit.role != "noise" and unit.kind != "title"]
    for i in looked:
        text = units[i].text
        if units[i].role == "slogan" and units[i].kind == "sentence" and len(text) <= 60:
            found[i].append(Motto(text, _calls(text)))
        for quoted in _QUOTED.findall(text) if "“" in text else ():
            members = [m for m in _MEMBERS.split(quoted) if m]
            if not _OUT.search(quoted) and _motto(members):
                found[i].append(Motto(quoted, len(members) > 1 and _well(members)))
    stops = list(accumulate(len(units[i].text) + 1 for i in looked))
    joined = "\x00".join(units[i].text for i in looked)
    for _, start, end in _known().find_matches_as_indexes(joined):
        found[looked[bisect_right(stops, start)]].append(Motto(joined[start:end], True))
    rows = [(i, part) for i in looked for part in _SENTENCES.split(units[i].text) if len(part) >= 2 * SHORTEST]
    shaped = _shaped().which([part for _, part in rows])
    for (i, part), numbers in zip(rows, shaped, strict=True):
        fair = units[i].role not in ("problem", "cause")
        found[i].extend(Motto(text, whole and fair and _well(_CUT.split(text))) for text, whole in _runs(part))
        if len(part) <= 60:
            found[i].extend(Motto(m[0].strip("，、；"), m[0] == part)
                            for number in numbers for m in shapes()[number].pattern.finditer(part))
    return [_once(mottoes) for mottoes in found]


def _once(mottoes: list[Motto]) -> list[Motto]:
    """The mottoes each once; one that was found firm anywhere is firm."""
    if len(mottoes) < 2:
        return mottoes
    firm = {motto.text for motto in mottoes if motto.firm}
    return [Motto(text, text in firm) for text in dict.fromkeys(motto.text for motto in mottoes)]


def _calls(sentence: str) -> bool:
    """True for a slogan sentence that is a call (让我们…！) or made of equal clauses."""
    members = [m for m in _CUT.split(sentence.rstrip("。！")) if m]
    sizes = [len(m) for m in members]
    return sentence.endswith("！") or "让我们" in sentence or (len(members) > 1 and (
        len(set(sizes)) == 1 or (len(sizes) == 4 and sizes[:2] == sizes[2:])))


_BAD = re.compile(r"^(?:相互|互相|彼此|需从|需要|需|应当|必须|最|更|很|较)|不足|不够|不强|不高|缺乏|问题|困难|不多|效果不|不明"
                  r"|形式主义|^[的和与及是成化]"
                  r"|(?:的|和|与|及|都|以)$|情况|数量|其中|关系到|以及")


def _well(members: list[str]) -> bool:
    """True for members of one length that go by the same parts of speech and open with a verb, or repeat a character in one place."""
    sizes = {len(words.han(m)) for m in members}
    if len(members) < 2 or len(sizes) != 1 or not 2 <= min(sizes) <= 10 or any(_BAD.search(m) for m in members):
        return False
    if len({len(m) for m in members}) > 1:
        return False  # 抓好5G、抓好云: as many characters, but marks or letters beside them
    shapes = [_shape(m) for m in members]
    columns = [len(set(column)) == 1 for column in zip(*members, strict=True)]
    openings = {s[0] for s in shapes}
    if len(members) > 2 and min(sizes) == SHORTEST and all(m[-1] in _ADJECTIVES for m in members):
        return True
    if min(sizes) == 2:
        return len(members) > 2 and columns[0]
    if openings <= {"n", "b", "j", "m", "t", "s", "f"}:  # a list of things, unless 思路清、作风硬
        return {s[-1] for s in shapes} == {"a"} and len(members) > 2
    if columns[-1] and columns[-2] and not columns[0]:
        return False  # 技术创新、管理创新: kinds of one thing
    if columns[0] or (any(columns[1:-1]) and min(sizes) <= 8):
        return True
    return "v" in openings and openings <= {"v", "a", "d", "i", "l"} and (
        len(set(shapes)) == 1 or (min(sizes) in (3, 4) and all(len(s) <= 2 and s[-1] in "nvail" for s in shapes)))


def _runs(sentence: str) -> list[tuple[str, bool]]:
    """(run, whether it was cut out at marks and not inside clauses) for neighbouring clauses of like build, each as long as can be."""
    found: list[tuple[str, bool]] = []
    parts = _PARTS.findall(sentence)
    bare = [p.rstrip("，；,;").strip() for p in parts]
    if "、" in sentence:
        for clause in bare:
            if "、" in clause:
                found.extend(_listed(clause.split("、")))
    sizes = [len(p) for p in bare]
    start = 0
    while start < len(parts) - 1:
        run = _run(bare, sizes, start)
        if run is None:
            start += 1
            continue
        end, lead, tail = run
        text = "".join(parts[start:end])[lead:].rstrip("，；,;")
        text = text[:len(text) - tail] if tail else text
        if not _OUT.search(text):
            found.append((text, not lead and not tail))
        start = end
    return found


def _run(bare: list[str], sizes: list[int], start: int) -> tuple[int, int, int] | None:
    """(end, characters before the first member, characters after the last) of the run that opens at that clause.

    What the clauses' lengths and first characters rule out is not looked at any closer.
    """
    size, following = sizes[start], sizes[start + 1]
    run = None
    if SHORTEST <= min(size, following) <= LONGEST:
        run = _equal(bare, start)
    if run is None and sizes[start + 2:start + 4] == [size, following]:
        run = _alternating(bare, start)
    if run is None and following > SHORTEST and bare[start + 1][0] in bare[start]:
        run = _echo(bare, start)
    return run


def _listed(members: list[str]) -> list[tuple[str, bool]]:
    """The mottoes among words joined by 、: equal members, the first freed of what stands before, the last of what stands behind."""
    found: list[tuple[str, bool]] = []
    start = 0
    while start < len(members) - 1:
        run = _list_run(members, start)
        if run is None:
            start += 1
            continue
        end, text, clean = run
        if not _OUT.search(text):
            found.append((text, clean))
        start = end
    return found


def _list_run(members: list[str], start: int) -> tuple[int, str, bool] | None:
    """(end, the run, whether it is cut cleanly) that opens at that member of a list, the longest first."""
    first = members[start]
    inner = len(members[start + 1])
    sizes = (inner,) if start + 2 < len(members) and len(members[start + 2]) >= inner else (inner, 4, 3, 5, 6, 7, 8)
    for size in dict.fromkeys(sizes):
        lead = len(first) - size
        if lead < 0 or not 2 <= size <= LONGEST or len(members[start + 1]) < size:
            continue
        if size == 2 and not (len(members) > start + 2 and first[lead] == members[start + 1][:1] == members[start + 2][:1]):
            continue  # 用情、用心、用力
        end = start + 1
        while end < len(members) and len(members[end]) == size:
            end += 1
        last = members[end][:size] if end < len(members) and len(members[end]) > size else ""
        whole = [first[lead:], *members[start + 1:end]]
        with_last, without = bool(last) and _parallel([*whole, last]), len(whole) > 1 and _parallel(whole)
        if not (with_last or without) or not _boundary(first, lead):
            continue
        if with_last and _boundary(members[end], size):
            clean = len(whole) > 1 or ((not lead or size > 2) and bool(_AFTER.match(members[end][size:])))
            return end + 1, "、".join([*whole, last]), clean
        if without:
            return end, "、".join(whole), not lead or len(whole) > 2 or _closed(first, lead)
    heads = start + 1  # 党员有责任区、责任区有活动、支部定期有考核: unequal, but on one verb
    while heads < len(members) and SHORTEST <= len(members[heads]) <= 12 and abs(len(members[heads]) - len(members[start + 1])) <= 3 and (
            members[heads][:1] == members[start + 1][:1]):
        heads += 1
    at = first.rfind(members[start + 1][:1])
    if heads > start + 1 and at >= 0 and SHORTEST <= len(first) - at <= 12 and abs(len(first) - at - len(members[start + 1])) <= 2 and (
            _boundary(first, at)):
        return heads, "、".join([first[at:], *members[start + 1:heads]]), heads > start + 2
    return None


_LEADS = re.compile(r"(?:要|确保|做到|坚持|实现|形成|确保|努力|必须|以|为|把|成为|真正|切实|的|了|更加|应|应当|，|中|上|来)$")


def _closed(first: str, lead: int) -> bool:
    """True where what stands before the first member is a word that a motto can follow: 做到｜权为民所用."""
    return bool(_LEADS.search(first[:lead]))


def _equal(bare: list[str], start: int) -> tuple[int, int, int] | None:
    """(end, characters before the first member, characters after the last) of a run of clauses of one length."""
    sizes = [len(bare[start + 1])]
    if start + 2 == len(bare) or len(bare[start + 2]) != sizes[0]:
        sizes.append(len(bare[start]))  # the second may be the last and carry more behind it
    for size in sizes:
        lead = len(bare[start]) - size
        if not (SHORTEST <= size <= LONGEST and 0 <= lead <= LEAD) or "、" in bare[start]:
            continue
        members = [bare[start][lead:]]
        if lead and size > 9:
            continue
        end, tail = start + 1, 0
        while end < len(bare) and len(bare[end]) == size and "、" not in bare[end]:
            members.append(bare[end])
            end += 1
        if end < len(bare) and len(bare[end]) > size:
            last, rest = bare[end][:size], bare[end][size:]
            if _AFTER.match(rest) and _parallel([*members, last]):
                members.append(last)
                end, tail = end + 1, len(rest)
        if len(members) > 1 and _parallel(members) and (not lead or _boundary(bare[start], lead)):
            return end, lead, tail
    return None


def _boundary(text: str, place: int) -> bool:
    """True where the text can be cut without cutting a word: both parts together have no more words than the whole."""
    if place in (0, len(text)) or _LEADS.search(text[:place]):
        return True
    return _number(text[:place]) + _number(text[place:]) <= _number(text)


@lru_cache(maxsize=4096)  # a list's first member is tried with several lengths
def _number(text: str) -> int:
    """How many words the text has."""
    return len(words.cut(text))


def _alternating(bare: list[str], start: int) -> tuple[int, int, int] | None:
    """A run such as 作业少了，质量不能降；时间短了，效果不能减: the odd and the even clauses are alike."""
    if start + 4 > len(bare):
        return None
    a, b, c, d = bare[start:start + 4]
    if len(a) == len(c) != len(b) == len(d) and max(map(len, (a, b))) <= LONGEST and _columns(a, c) and _columns(b, d):
        return start + 4, 0, 0
    return None


def _echo(bare: list[str], start: int) -> tuple[int, int, int] | None:
    """A run of clauses of nearly equal length that open with the same word and share more: 把…派到…，把…放在…."""
    first = bare[start]
    for opening in (2, 1):
        second = bare[start + 1]
        at = first.find(second[:opening]) if len(second) >= opening else -1
        if not 0 <= at <= LEAD or (at and opening == 1 and second[:1] not in _HEADS):
            continue
        member = first[at:]
        end = start + 1
        while end < len(bare) and bare[end][:opening] == member[:opening] and abs(len(bare[end]) - len(member)) <= 3 and (
                SHORTEST < len(bare[end]) <= 22):
            if opening == 1 and (len(_shared(member, bare[end])) < 2 and member[:1] not in _HEADS):
                break
            end += 1
        if end > start + 1 and SHORTEST < len(member) <= 22 and len(set(bare[start + 1:end]) | {member}) == end - start and (
                not at or _boundary(first, at)):
            return end, at, 0
    return None


_HEADS = frozenset("有无同不以用把让抓重严讲守想急越靠向为敢能既又一")


def _shared(a: str, b: str) -> str:
    return "".join(c for c in dict.fromkeys(a[1:]) if c in b[1:])


def _columns(a: str, b: str) -> bool:
    return any(x == y for x, y in zip(a, b, strict=True))


def _parallel(members: list[str]) -> bool:
    """True for members of equal length that repeat a character in one place, or open alike by part of speech."""
    size = len(members[0])
    if len(set(members)) < len(members):
        return False
    columns = [len(set(column)) == 1 for column in zip(*members, strict=True)]
    if any(columns) and (size > SHORTEST or len(members) > 2 or columns[0] or columns[-1]):
        # 质量处、技术处 is a list of nouns
        return (any(columns[:-1]) and not (columns[-1] and columns[-2])) or not all(_shape(m)[0] not in _GOOD for m in members)
    if len(members) > 3 and size <= 5:
        return True
    if len(members) > 2 and size == SHORTEST and all(m[-1] in _ADJECTIVES for m in members):
        return True
    shapes = [_shape(m) for m in members]
    if all(s[0] not in _GOOD for s in shapes):
        return len(set(shapes)) == 1 and len(shapes[0]) > 1 and shapes[0][-1] in "av"  # 思路清、作风硬
    if len(set(shapes)) == 1:
        return True
    opens = sum(s[0] in _GOOD for s in shapes)
    return (opens == len(shapes) and size in (3, 4)) or (size == 4 and 2 * opens >= len(shapes)) or (len(members) > 2 and size <= 5)


_ADJECTIVES = frozenset("清明实强严高好全准快稳深细畅优正硬精新齐牢紧早活亮净美暖")  # 底数清、责任明
# Verbs of one syllable, as in 树新风.
_SYLLABLES = frozenset("讲树亮做当抓促建强聚转提优懂会管守把用练比学赶帮育选送带查改保稳拼争创铸固走办解挑扛立")


@lru_cache(maxsize=4096)
def _shape(member: str) -> tuple[str, ...]:
    tagged = ["n" if flag == "vn" else flag[:1] for _, flag in words.segmenter().tag(member)]
    return tuple(["v", *tagged[1:]] if member[0] in _SYLLABLES else tagged)


def _motto(members: list[str]) -> bool:
    """True for words in quotation marks that are said as a motto: equal members, 一X一Y, or a short whole sentence."""
    sizes = {len(m) for m in members}
    if len(members) > 1:
        return max(sizes) - min(sizes) <= 1 and min(sizes) > 1 and len(set(members)) == len(members)
    text = members[0] if members else ""
    if len(text) == 4:
        return text[0] == text[2] and text[1] != text[3]
    return 5 <= len(text) <= 20 and any(flag.startswith("v") for _, flag in words.segmenter().tag(text))
