"""E7, E8: characters, words, clauses, sentences and paragraphs that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

from drafter import words
from drafter.checks import lexicon
from drafter.checks.page import Page, Place
from drafter.checks.rules import Hit, rule
from drafter.checks.settings import Settings

# Characters that no sentence doubles, unless the second begins a word of its own (和和气气, 了了解).
_DOUBLED = re.compile(r"([的了和及与被是也都就并而或以等们由地得要有我各请须])\1+")
_MEANT = re.compile("是是非非|和和[美气睦]|了了|等等|得得|都都|一五一十|也也|以以")
CLAUSE, SENTENCE, PARAGRAPH = 6, 14, 30  # Chinese characters from which a clause, a sentence, a paragraph is no formula
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff0-9A-Za-z]")
_HAN = re.compile("[\u4e00-\u9fff]+")
_BREAK = re.compile("([。！？\n])")
# Formulas that rightly come again: 同志们, 责任单位：…
_FORMULA = re.compile(r"责任(?:单位|部门|领导|人)[：:]|牵头(?:单位|部门)[：:]|完成时限|整改时限|联系(?:人|电话)|以上|"
                      r"同志们|如图|附件|注[：:]|来源[：:]")


def _alone(text: str, start: int, middle: int, end: int) -> bool:
    """True where words end at all three places: nothing doubled belongs to a longer word (管理管理局)."""
    first, last = max(0, start - 12), min(len(text), end + 12)
    at, ends = first, {first}
    for word in words.plain(text[first:last]):
        at += len(word)
        ends.add(at)
    return {start, middle, end} <= ends


@rule("doubled-character")
def doubled_character(page: Page, settings: Settings) -> Iterator[Hit]:
    """的的, 和和: one too many."""
    whole = page.whole
    for match in _DOUBLED.finditer(whole):
        start, end = match.span()
        if _MEANT.match(whole[start:start + 4]) or not _alone(whole, start, start + 1, end):
            continue
        if match[1] == "的" and whole[max(0, start - 1):start] in ("目", "标", "有"):
            continue
        if match[1] in "以等了" or (match[1] == "地" and end - start == 2):
            continue
        place, at = page.at(start)
        yield Hit(place, at, at + end - start)


def _codes(page: Page) -> Any:
    """The page's characters as an array of numbers."""
    import numpy as np

    if "codes" not in page.memo:
        page.memo["codes"] = np.frombuffer(page.whole.encode("utf-32-le", "replace"), np.uint32)
    return page.memo["codes"]


def _runs(page: Page) -> Iterator[tuple[int, int, int]]:
    """(start, end, length) of each word of 2 to 8 Chinese characters that stands twice or more in a row."""
    import numpy as np

    whole, codes = page.whole, _codes(page)
    han = (codes >= 0x4E00) & (codes <= 0x9FFF)
    taken = np.zeros(len(codes) + 1, bool)
    for length in range(2, 9):
        if len(codes) < 2 * length:
            return
        same = (codes[:-length] == codes[length:]) & han[:-length]
        edges = np.flatnonzero(np.diff(np.concatenate(([0], same.view(np.int8), [0]))))
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            if end - start >= length and not taken[start] and len(set(whole[start:start + length])) > 1:
                taken[start:end + length] = True
                yield start, end + length, length


@rule("doubled-word")
def doubled_word(page: Page, settings: Settings) -> Iterator[Hit]:
    """A word or phrase that stands twice in a row; three times is surely one too many."""
    whole = page.whole
    for start, end, length in _runs(page):
        unit = whole[start:start + length]
        times = (end - start) // length
        for shift in range(end - start - times * length + 1):  # 管理管理工作: where words end
            first = start + shift
            unit = whole[first:first + length]
            if _alone(whole, first, first + length, first + times * length):
                break
        else:
            continue
        if times < 3 and whole[first + 2 * length:first + 2 * length + 1] in tuple("得过了着"):  # 医养结合结合得不深
            continue
        if times < 3 and (_reduplicated().match(unit) or _ON_PURPOSE.search(unit) or not _words(unit, length)
                          or (length == 2 and (whole[first + 4:first + 5] or "。") in "，。；、！？”：\n")):
            continue
        place, at = page.at(first)
        if place.part not in ("title", "table", "caption") and not _MEANT.match(unit + unit):
            yield Hit(place, at, at + times * length, {"unit": unit}, None, "warning" if times == 2 and length == 2 else None)


_ON_PURPOSE = re.compile("[一二三四五六七八九十两几半着着么没不好再越又来去就]")


@cache
def _reduplicated() -> re.Pattern[str]:
    """What is doubled on purpose: 研究研究, 一件一件."""
    return re.compile(rf"[一半几两]|[很非][多常]|{'|'.join(lexicon.listed('doubled-on-purpose'))}")


def _words(unit: str, length: int) -> bool:
    """True where the unit is made of words of the dictionary: chance joins pieces of them."""
    return all(len(word) > 1 for word in words.plain(unit)) and (length > 2 or len(words.plain(unit)) == 1)


_CUT = re.compile("([，、。；：！？\n])")


@rule("thrice-in-a-row")
def thrice(page: Page, settings: Settings) -> Iterator[Hit]:
    """抓落实、抓落实、抓落实; a whole clause that stands twice in a row."""
    pieces = _CUT.split(page.whole)
    clauses, marks = pieces[::2], pieces[1::2]
    begins = list(accumulate(map(len, pieces), initial=0))
    same = [i for i, (one, two) in enumerate(pairwise(clauses)) if one == two and len(one) > 1]
    for i, unit in enumerate(clauses[:-3]):  # 加强领导，明确责任，加强领导，明确责任
        if len(unit) > 3 and unit == clauses[i + 2] and clauses[i + 1] == clauses[i + 3] and len(clauses[i + 1]) > 3 \
                and unit != clauses[i + 1] and set(marks[i:i + 3]) <= {"，", "、", "；"} and _HAN.fullmatch(unit):
            place, start = page.at(begins[2 * i])
            yield Hit(place, start, start + begins[2 * i + 7] - begins[2 * i], {"unit": unit})
    done = 0
    for i in same:
        if i < done:
            continue
        last = i + 1
        while last + 1 < len(clauses) and clauses[last + 1] == clauses[i]:
            last += 1
        inside = marks[i:last]
        unit = clauses[i]
        thrice_told = set(inside) <= {"，", "、"} and last - i >= 2
        if not (thrice_told or (set(inside) <= {"，", "；", "、"} and len(unit) >= 4)) or not _HAN.fullmatch(unit):
            continue
        done = last + 1
        place, start = page.at(begins[2 * i])
        if place.text.rfind("“", 0, start) <= place.text.rfind("”", 0, start):
            yield Hit(place, start, start + begins[2 * last + 1] - begins[2 * i], {"unit": unit},
                      None, "warning" if len(unit) == 4 and last - i == 1 else None)


def _pieces(place: Place) -> Iterator[tuple[int, str]]:
    """(start, sentence) of each sentence of a paragraph that is long enough."""
    parts = _BREAK.split(place.text)
    at = 0
    for sentence, mark in zip(parts[::2], [*parts[1::2], ""], strict=True):
        if len(sentence) >= SENTENCE:
            yield at, sentence
        at += len(sentence) + len(mark)


@rule("same-clause")
def same_clause(page: Page, settings: Settings) -> Iterator[Hit]:
    """A clause that stands twice in one sentence or two neighbours, with others between."""
    for place in page.parts("body"):
        if len(place.text) < 3 * CLAUSE:
            continue
        pieces = _CUT.split(place.text)
        clauses = pieces[::2]
        if len(clauses) == len(set(clauses)):
            continue
        seen: dict[str, int] = {}
        at = 0
        for number, (clause, mark) in enumerate(zip(clauses, [*pieces[1::2], ""], strict=True)):
            earlier = seen.get(clause, -9)
            if len(clause) >= CLAUSE and 1 < number - earlier <= 4 and _HAN.fullmatch(clause) \
                    and clauses[number - 1] != clauses[earlier - 1] and pieces[2 * number - 1] in "，、；" \
                    and place.text[:at].count("“") == place.text[:at].count("”"):
                yield Hit(place, at, at + len(clause))
            seen[clause] = number
            at += len(clause) + len(mark)


@rule("same-sentence")
def same_sentence(page: Page, settings: Settings) -> Iterator[Hit]:
    """A sentence that has stood before; a paragraph that has is told by its own rule."""
    seen: dict[str, tuple[Place, int]] = {}
    for place in page.parts("body"):
        if _whole_again(page, place):
            continue
        for start, sentence in _pieces(place):
            earlier = seen.setdefault(sentence.strip(), (place, start))
            if earlier != (place, start) and len(_NOT_HAN.sub("", sentence)) >= SENTENCE and not _FORMULA.search(sentence):
                yield Hit(place, start, start + len(sentence), {"line": earlier[0].line})


def _whole_again(page: Page, place: Place) -> bool:
    kept: dict[str, Place] | None = page.memo.get("paragraphs")
    if kept is None:
        kept = page.memo["paragraphs"] = {}
        for other in page.parts("body"):
            if len(other.text) >= PARAGRAPH:
                kept.setdefault(other.text.strip(), other)
    return len(place.text) >= PARAGRAPH and kept[place.text.strip()] is not place


@rule("same-paragraph")
def same_paragraph(page: Page, settings: Settings) -> Iterator[Hit]:
    """A paragraph that has stood before, word for word."""
    for place in page.parts("body"):
        if _whole_again(page, place) and not _FORMULA.match(place.text.strip()):
            earlier = page.memo["paragraphs"][place.text.strip()]
            yield Hit(place, 0, len(place.text), {"line": earlier.line})


@rule("same-heading")
def same_heading(page: Page, settings: Settings) -> Iterator[Hit]:
    """Two headings of one level under one parent with the same words."""
    seen: dict[int, dict[str, Place]] = {}
    for place in page.parts("heading"):
        for level in [level for level in seen if level > place.level]:
            del seen[level]
        text = _NOT_HAN.sub("", place.rest or place.text)
        if len(text) < 4 or not place.level:
            continue
        earlier = seen.setdefault(place.level, {}).setdefault(text, place)
        if earlier is not place:
            yield Hit(place, 0, len(place.text), {"line": earlier.line})


GRAM, OFTEN = 12, 4  # style-rules E7: a run of twelve characters, told from the fourth time on


@rule("worn-phrase")
def worn_phrase(page: Page, settings: Settings) -> Iterator[Hit]:
    """The same twelve characters four times or more, outside titles, names and quotations; told once, at the fourth."""
    import numpy as np

    whole = page.whole
    codes = _codes(page).astype(np.uint64)
    if len(codes) < GRAM * OFTEN:
        return
    han = np.concatenate(([0], np.cumsum((codes >= 0x4E00) & (codes <= 0x9FFF))))
    sums = np.zeros(len(codes) - GRAM + 1, np.uint64)
    for step in range(GRAM):
        sums = sums * np.uint64(1_000_003) + codes[step:len(codes) - GRAM + 1 + step]
    starts = np.flatnonzero(han[GRAM:] - han[:-GRAM] == GRAM)
    if not len(starts):
        return
    order = starts[np.argsort(sums[starts], kind="stable")]
    keys = sums[order]
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    counts = np.diff(np.concatenate((first, [len(keys)])))
    grams = sorted(order[f:f + n].tolist() for f, n in zip(first.tolist(), counts.tolist(), strict=True) if n >= OFTEN)
    names = _NOT_HAN.sub("", page.title) + str(page.document.meta.get("org", "")) + str(page.document.meta.get("subject", ""))
    told: set[int] = set()
    for places in grams:
        gram = whole[places[0]:places[0] + GRAM]
        spots = [at for at in places if page.at(at)[0].part == "body" and not _named(whole, at)]
        if len(spots) < OFTEN or gram in names or spots[OFTEN - 1] - 1 in told:
            told.update(spots)
            continue
        told.update(spots)
        place, at = page.at(spots[OFTEN - 1])
        yield Hit(place, at, at + GRAM, {"times": len(spots)})


def _named(text: str, at: int) -> bool:
    """True inside 《》 or quotation marks."""
    before = text[max(0, at - 40):at]
    return before.rfind("《") > before.rfind("》") or before.rfind("“") > before.rfind("”")
