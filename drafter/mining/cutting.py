"""Cut units into phrases: sentences, acts with their leads, leads, headings and slogans, made to stand alone and slotted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from drafter import aspects, numbering, specifics, wording, words
from drafter.document import Origin
from drafter.mining import alone, clauses, quality, slogans, slots
from drafter.phrases import Phrase, Unit

_LEAD = re.compile(r"^(?P<lead>[^，。；：！？,]{3,10})[。：]$")
_LEAD_BODY = re.compile(r"^(?P<lead>[^，。；：！？,、]{4,8})[。：](?P<body>.{10,})$", re.S)
_NAMES = re.compile(r"(?:问题|原因|根源|成因|意义|必要性|重要性|作用|背景|现状|概况|情况|形势|对策|措施|建议|路径|途径|做法|方法|举措|目标"
                    r"|原则|要求|成效|思路|"
                    r"成绩|效果|体会|启示|打算|安排|实施|分析|研究|定位|时效|手段|步骤|内容|任务|思考|表现|总结|结论|[引前导]言|结语|结束语|摘要|小结|之处)$")
_NAMED = re.compile("(?:行动|活动|工程|计划|工作|项目)$")  # a lead that only names a campaign: 创先争优大行动
_ACTS = re.compile(r"[，、]|^(?:以|把|在|让|用|从|围绕|聚焦|立足|坚持|突出|抓|强|严|建|健全|完善|加|推|提"
                   r"|深|优|创|落实|压实|夯实|筑牢|织密|打|拓|畅|规范|明确|统|整)")


def _is_label(text: str, role: str) -> bool:
    """True for a heading that only names its section (存在的问题, 实施背景, 支部现状) and says nothing to be used again."""
    if role in ("transition", "background", "significance") or len(text) < 4 or _NAMES.search(text):
        return True
    if role != "measure" or _ACTS.match(text) or "，" in text:
        return False
    return not words.segmenter().tag(text)[0][1].startswith(("v", "ad", "d", "p"))


REUSED = ("problem", "cause", "measure", "significance", "goal", "achievement", "background")
BODY = 110  # characters of the sentences that stand behind one lead


class _Piece(NamedTuple):
    """Words of a unit that become a phrase."""

    unit: Unit
    text: str
    kind: str
    order: int
    lead: str = ""
    original: str = ""
    loose: bool = False


def cut(units: list[Unit], *, year: int, subject: str = "", trade: str = "", cleanliness: float = 1.0) -> list[Phrase]:
    """The phrases of one article's units in order; a lead is a phrase of its own and stays with its body too.

    Every step is done for all of them before the next one.
    """
    pieces = list(_pieces(units))
    stood = alone.stand([p.text for p in pieces], [p.unit.role for p in pieces])
    clean = [p.text if p.kind in _WHOLE else s.text for p, s in zip(pieces, stood, strict=True)]
    told = specifics.tell(clean)
    dated = wording.which_dated(clean, year)
    own = slots.coined([u.text for u in units])  # names that the article itself coined
    matter = subject if 3 <= len(subject) <= 12 else slots.matter(subject)
    phrases, spoken = [], []
    for number, (piece, text) in enumerate(zip(pieces, clean, strict=True)):
        unit, kind = piece.unit, piece.kind
        edits, flags = ((), _flags(piece, stood[number].flags)) if kind in _WHOLE else stood[number][1:]
        filled, places, hangs = slots.fill(text, unit.role, matter if kind in ("sentence", "act", "heading") else "", own, told[number])
        if hangs or (kind == "slogan" and places) or (unit.specific and not places):
            flags = (*flags, "specific")
            filled, places = text, ()
        if unit.attributed or told[number].attributed:
            flags = (*flags, "attributed")
        if number in dated:
            flags = (*flags, "dated")
        phrases.append(Phrase(
            filled, "slogan" if kind == "slogan" else unit.role, kind, piece.lead, tuple(dict.fromkeys(flags)), 0.5, subject, trade,
            unit.chapter, unit.item, piece.order, unit.above[-1] if unit.above else "", piece.original or unit.text, edits,
            Origin(unit.source, unit.article, unit.paragraph, unit.line), slots=places))
        if kind != "slogan":
            spoken.append(number)
    above = ["" if phrases[i].kind == "heading" else phrases[i].above for i in spoken]
    for i, found in zip(spoken, aspects.of_all([phrases[i].lead + clean[i] for i in spoken], trade, above), strict=True):
        phrases[i].aspects = found
    quality.weigh(phrases, cleanliness)
    return phrases


_WHOLE = ("heading", "lead", "slogan")  # are kept as they stand


def _flags(piece: _Piece, found: tuple[str, ...]) -> tuple[str, ...]:
    """Why a heading, lead or slogan could not be used elsewhere; `found` is what a sentence of its words would be told."""
    flags = [f for f in found if f not in ("short", "unfinished", "question", "subjectless")]
    if (piece.kind == "heading" and _is_label(piece.text, piece.unit.role)) or (
            piece.kind == "lead" and _NAMED.search(piece.text) and not clauses.acts(piece.text)):
        flags.append("label")
    if piece.unit.guessed:
        flags.append("unfinished")  # parted from the text behind it by guess
    return (*flags, "loose") if piece.loose else tuple(flags)


def _pieces(units: list[Unit]) -> Iterator[_Piece]:
    """What of the units becomes phrases: mottoes, headings, leads, acts with their leads, sentences."""
    index, mottoes = 0, slogans.of(units)
    while index < len(units):
        unit = units[index]
        order = index
        index += 1
        for motto in mottoes[order]:
            yield _Piece(unit, motto.text, "slogan", order, original=unit.text, loose=not motto.firm)
        if unit.role == "noise" or unit.kind == "title":
            continue
        if unit.kind == "heading" and not unit.run_in:
            heading = numbering.strip(unit.text).rstrip("。")
            lead = heading[len(numbering.ordinal(heading)):]  # a lead on a line of its own: 一是当好宣讲员。
            yield _Piece(unit, lead, "lead" if lead != heading and len(lead) <= 12 else "heading", order)
            continue
        if unit.role not in REUSED:
            continue
        lead, rest = _led(unit)
        body: list[str] = []
        if lead and not rest:
            while (index < len(units) and units[index].kind == "sentence" and units[index].paragraph == unit.paragraph
                   and not numbering.ordinal(units[index].text) and units[index].role in ("measure", "goal")
                   and sum(map(len, body)) + len(units[index].text) <= BODY):
                body.append(units[index].text)
                index += 1
            rest = "".join(body)
        if not lead:
            yield _Piece(unit, unit.text, "heading" if unit.kind == "heading" else "sentence", order)
            continue
        yield _Piece(unit, lead, "lead" if len(lead) <= 12 else "heading", order)
        if rest:
            yield _Piece(unit, rest, "act", order, lead if len(lead) <= 12 else "", f"{unit.text}{rest}" if body else unit.text)


def _led(unit: Unit) -> tuple[str, str]:
    """(the lead that a unit opens with or is, what stands behind it in the unit); two empty texts where it has none."""
    if unit.role != "measure":
        return "", ""
    text = unit.text
    parsed = numbering.parse(text)
    mark = numbering.ordinal(text) or (text[:len(text) - len(parsed[2])] if parsed else "")
    if not mark and unit.kind != "heading":
        return "", ""
    rest = text[len(mark):]
    alone_lead, with_body = _LEAD.match(rest), _LEAD_BODY.match(rest)
    if alone_lead or unit.kind == "heading":
        return (alone_lead["lead"] if alone_lead else rest.rstrip("。")), ""
    return (with_body["lead"], with_body["body"]) if with_body else ("", "")
