"""Make and parse 层次序数: 一、 （一） 1. （1） (GB/T 9704-2012, 7.3.3)."""

from __future__ import annotations

import re
from functools import lru_cache

from drafter.document import Document, Heading, Paragraph, Sentence

DIGITS = "零一二三四五六七八九"

_CN = r"[一二三四五六七八九十]{1,3}"
_FORMS = (
    (1, re.compile(rf"(?:第(?P<n>{_CN})(?:部分|章|节)[、，,：:\s]*|(?P<m>{_CN})\s*[、，,．.]\s*)")),
    (2, re.compile(rf"[（(]\s*(?P<n>{_CN})\s*[)）][、，,．.]?\s*")),
    (4, re.compile(r"[（(]\s*(?P<n>\d{1,2})\s*[)）][、，,．.]?\s*")),
    (3, re.compile(r"(?P<n>\d{1,2})\s*(?:[．、]|\.(?!\d))\s*")),
)
# 1.2 before words; a decimal before a measure word (3.5万亩) is a figure.
_DECIMAL = re.compile(
    r"(?P<n>\d{1,2}(?:\.\d{1,2}){1,2})[\s、．.]*"
    r"(?![万亿千百]|公里|公斤|平方|小时|个百分点|[亩米吨元倍岁年月天人户家处次]|多[万亩])(?=[\u4e00-\u9fff“])")
# Which forms a text can have at all, by its first character.
_FORMS_BY_FIRST = {c: [f for f in _FORMS if (f[0] in (2, 4)) == (c in "（(") and (f[0] == 3) == c.isdigit()]
                   for c in "第（(一二三四五六七八九十0123456789"}
_FIRST_OF_LIST = frozenset("第一二三四五六七八九十其首再最①②③④⑤⑥⑦⑧⑨⑩")
_FIRST = frozenset("第（(一二三四五六七八九十0123456789")
_ORDINAL = re.compile(
    rf"(?:第?{_CN}(?:是|要|来|则)(?!否)|其[一二三四五六七八九](?:是)?[、，,：:]?|"
    rf"第{_CN}[、，,：:]|首先[、，,]?|其次[、，,]?|再次[、，,]?|再者[、，,]|最后[、，,]|[①②③④⑤⑥⑦⑧⑨⑩])")


def cn_number(number: int) -> str:
    """The number in Chinese numerals: 12 → 十二. Raises ValueError outside 0 to 99."""
    if not 0 <= number <= 99:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def from_cn(text: str) -> int:
    """The value of a Chinese numeral up to 99, or of Arabic digits; 0 where it is neither."""
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (DIGITS.find(tens) if tens else 1) * 10 + (DIGITS.find(ones) if ones else 0)
    return max(0, DIGITS.find(text)) if len(text) == 1 else 0


def label(level: int, number: int) -> str:
    """The mark before a heading: label(1, 3) → 三、, label(2, 3) → （三）, label(3, 3) → 3., label(4, 3) → （3）."""
    forms = {1: f"{cn_number(number)}、", 2: f"（{cn_number(number)}）", 3: f"{number}.", 4: f"（{number}）"}
    return forms[level]


@lru_cache(maxsize=4096)  # cleaning asks several times about each line
def parse(text: str) -> tuple[int, int, str] | None:
    """(level, number, the words after the mark), or None where the text bears no heading mark."""
    if text[:1] not in _FIRST:  # most lines: told without a pattern
        return None
    if text[0].isdigit():
        decimal = _DECIMAL.match(text)
        if decimal:
            parts = decimal["n"].split(".")
            return len(parts), int(parts[-1]), text[decimal.end():]
    for level, form in _FORMS_BY_FIRST[text[0]]:
        match = form.match(text)
        if match:
            number = match["n"] or match.groupdict().get("m") or ""
            return level, from_cn(number), text[match.end():]
    return None


def strip(text: str) -> str:
    """The text without its heading mark."""
    found = parse(text)
    return found[2] if found else text


def ordinal(text: str) -> str:
    """The list mark that opens a sentence (一是, 其二, 首先，, ①), or an empty string."""
    match = _ORDINAL.match(text) if text[:1] in _FIRST_OF_LIST else None
    return match[0] if match else ""


def places(document: Document) -> list[tuple[str, Heading | Sentence]]:
    """(place, part) of each heading and sentence: 3, 3.2 and 3.2.1 are chapter, item and sentence by the printed numbers.

    Before the first chapter heading the chapter is 0, without an item heading the item; what is no body text has no place.
    """
    found: list[tuple[str, Heading | Sentence]] = []
    chapter = item = sentence = 0
    for block in document.blocks:
        if isinstance(block, Heading):
            printed = parse(block.text)
            if block.level == 1:
                chapter, item, sentence = printed[1] if printed else chapter + 1, 0, 0
                found.append((str(chapter), block))
            elif block.level == 2:
                item, sentence = printed[1] if printed else item + 1, 0
                found.append((f"{chapter}.{item}", block))
            else:
                found.append(("", block))
        elif isinstance(block, Paragraph):
            for part in block.sentences:
                sentence += block.style == "body"
                found.append((f"{chapter}.{item}.{sentence}" if block.style == "body" else "", part))
    return found
