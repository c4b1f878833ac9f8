"""Typed slots in place of names, dates and figures, and of the source's own subject (rules in slots.yaml).

A phrase whose sense hangs on its figure or name keeps it and is marked specific; only what another office would fill in
differently becomes a slot: how often, within how many days, which document, which platform, which subject.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from drafter import specifics
from drafter.phrases import Slot


class _Rules(NamedTuple):
    number: re.Pattern[str]
    date: re.Pattern[str]
    limit: re.Pattern[str]
    brand: re.Pattern[str]
    known: frozenset[str]
    matter: tuple[re.Pattern[str], ...]
    empty: frozenset[str]


@cache
def rules() -> _Rules:
    """The rules of slots.yaml."""
    rows = yaml.safe_load((Path(__file__).parent / "slots.yaml").read_text(encoding="utf-8"))
    return _Rules(re.compile(rows["number"]["pattern"]), re.compile(rows["date"]["pattern"]), re.compile(rows["limit"]["pattern"]),
                  re.compile(rows["brand"]["pattern"]), frozenset(rows["known"]["words"].split()),
                  tuple(re.compile(row["pattern"]) for row in rows["matter"]), frozenset(rows["empty"]["words"].split()))


_ACTS = frozenset(("measure", "goal"))  # 我局要…: what is to be done, another office can do; what happened, happened there
_HANGS = frozenset(("problem", "achievement", "background", "cause", "significance"))  # roles whose figures are their point


def matter(title: str) -> str:
    """What an article is about, by its title: 关于社区食堂运营情况的调研报告 → 社区食堂; "" where the title does not tell.

    The frame around the matter (关于…的调研报告, 浅谈如何加强…) is cut by the patterns of slots.yaml.
    """
    table = rules()
    text = re.sub(r"[（(].*?[)）]|[:：].*$|\d+$", "", title).strip("《》“” ")
    changed = True
    while changed:
        before = text
        for pattern in table.matter:
            text = pattern.sub("", text)
        changed = text != before
    whole = 3 <= len(text) <= 12 and text not in table.empty and not re.search(r"[，、；和与及]|[的了]$|^[的与和]|如何|怎样", text)
    return text if whole and not specifics.is_specific(text) else ""


_QUOTED = re.compile(r"“([^“”，。、]{2,14})”")
_SLOTTED = re.compile("[0-9０-９二三四五六七八九十百千万两+A《“]|一[一成]")  # no figure, document or name of one's own without one of these
COINED = 3  # times that one article says a quoted name which nobody else is known to use


def coined(texts: list[str]) -> frozenset[str]:
    """The quoted names that are an article's own coinage: said again and again there, and not in use everywhere (slots.yaml, known)."""
    counts = Counter(name for text in texts if "“" in text for name in _QUOTED.findall(text))
    known = rules().known
    return frozenset(name for name, n in counts.items()
                     if n >= COINED and name not in known and not any(k in name for k in known if len(k) > 3))


def fill(text: str, role: str, subject: str, own: frozenset[str] = frozenset(),
         told: specifics.Told | None = None) -> tuple[str, tuple[Slot, ...], bool]:
    """(the text with {subject}, {number} … in it, what stood there, True where its sense hangs on a name or figure).

    `told` is what the text tells of somebody (specifics.tell), where that is known.
    """
    told = told or specifics.tell([text])[0]
    if not (told.person or told.names or _SLOTTED.search(text)) and not 3 <= len(subject) <= len(text) - 10:
        return text, (), False
    found: list[tuple[int, int, str]] = []
    table = rules()
    hangs = told.person
    for start, end, kind in told.names:
        if role in _ACTS and specifics.OWN.fullmatch(text[start:end]):
            found.append((start, end, "place" if kind == "org" and text[end - 1] in "县市区镇乡村" else "org"))
        else:
            hangs = True
    if _SLOTTED.search(text):
        spans, hanging = _figures(text, role)
        found.extend(spans)
        hangs = hangs or hanging
        found.extend((m.start(), m.end(), "document") for m in specifics.DOCUMENT.finditer(text))
        named = [(m.span("name"), m["name"] not in table.known) for m in table.brand.finditer(text)] if "“" in text else []
        named += [(m.span(1), m[1] in own) for m in _QUOTED.finditer(text)] if own else []
        for (start, end), ours in named:
            if ours and not any(a < end and start < b for a, b, _ in found):
                found.append((start, end, "brand"))
    if len(subject) >= 3 and not hangs and subject in text:
        for match in re.finditer(re.escape(subject), text):
            if len(text) - (match.end() - match.start()) >= 10 and not any(a < match.end() and match.start() < b for a, b, _ in found):
                found.append((match.start(), match.end(), "subject"))
    if hangs:
        return text, (), True
    slots = []
    for a, b, kind in sorted(found, reverse=True):
        slots.append(Slot(kind, text[a:b]))
        text = f"{text[:a]}{{{kind}}}{text[b:]}"
    return text, tuple(reversed(slots)), False


def _figures(text: str, role: str) -> tuple[list[tuple[int, int, str]], bool]:
    """(the figures and dates that another office fills in otherwise, True where the sense hangs on one)."""
    table = rules()
    figures = specifics.SET_NAMES.sub(lambda m: "引" * len(m[0]), text)
    spans: list[tuple[int, int, str]] = []
    for kind, pattern in (("date", table.date), ("number", table.number)):
        for match in pattern.finditer(figures):
            if not any(a < match.end() and match.start() < b for a, b, _ in spans):
                spans.append((match.start(), match.end(), kind))
    left = figures
    for a, b, _ in spans:
        left = left[:a] + "引" * (b - a) + left[b:]
    hangs = bool(spans) and (role in _HANGS or len(spans) > 1 or not table.limit.search(figures))
    return [] if hangs else spans, hangs or bool(specifics.FIGURE.search(left))
