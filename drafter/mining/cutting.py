"""Cut units into phrases: sentences, acts with their leads, leads, headings and slogans, made to stand alone and slotted."""

from __future__ import annotations

import re

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


class _Cutter:
    """The phrases of one article as they are found."""

    def __init__(self, *, year: int, subject: str, trade: str, cleanliness: float, own: frozenset[str]) -> None:
        self.year, self.subject, self.trade, self.cleanliness = year, subject, trade, cleanliness
        self.matter = subject if 3 <= len(subject) <= 12 else slots.matter(subject)
        self.own = own  # names that the article itself coined
        self.phrases: list[Phrase] = []

    def add(self, unit: Unit, text: str, kind: str, order: int, lead: str = "", original: str = "",
            loose: bool = False) -> None:
        """Nothing; the phrase is made of the unit's words."""
        if kind in ("heading", "lead", "slogan"):
            clean, edits = text, tuple[str, ...]()
            flags = tuple(f for f in alone.stand(text, unit.role)[2] if f not in ("short", "unfinished", "question", "subjectless"))
            if kind == "heading" and _is_label(text, unit.role):
                flags = (*flags, "label")
            if kind == "lead" and _NAMED.search(text) and not clauses.acts(text):
                flags = (*flags, "label")
            if unit.guessed:
                flags = (*flags, "unfinished")  # parted from the text behind it by guess
            if loose:
                flags = (*flags, "loose")
        else:
            clean, edits, flags = alone.stand(text, unit.role)
        found = list(flags)
        filled, places, hangs = slots.fill(clean, unit.role, self.matter if kind in ("sentence", "act", "heading") else "", self.own)
        if hangs or (kind == "slogan" and places) or (unit.specific and not places):
            found.append("specific")
            filled, places = clean, ()
        if unit.attributed or specifics.is_attributed(clean):
            found.append("attributed")
        if wording.dated(clean, self.year):
            found.append("dated")
        phrase = Phrase(
            filled, "slogan" if kind == "slogan" else unit.role, kind, lead, tuple(dict.fromkeys(found)), 0.5, self.subject, self.trade,
            unit.chapter, unit.item, order, unit.above[-1] if unit.above else "", original or unit.text, edits,
            Origin(unit.source, unit.article, unit.paragraph, unit.line), slots=places)
        if kind != "slogan":
            phrase.aspects = aspects.of(lead + clean, self.trade, phrase.above if kind != "heading" else "")
        quality.weigh(phrase, self.cleanliness)
        self.phrases.append(phrase)


def cut(units: list[Unit], *, year: int, subject: str = "", trade: str = "", cleanliness: float = 1.0) -> list[Phrase]:
    """The phrases of one article's units in order; a lead is a phrase of its own and stays with its body too."""
    own = slots.coined([u.text for u in units])
    cutter = _Cutter(year=year, subject=subject, trade=trade, cleanliness=cleanliness, own=own)
    index = 0
    while index < len(units):
        unit = units[index]
        order = index
        index += 1
        for motto in slogans.of(unit):
            cutter.add(unit, motto.text, "slogan", order, original=unit.text, loose=not motto.firm)
        if unit.role == "noise" or unit.kind == "title":
            continue
        if unit.kind == "heading" and not unit.run_in:
            heading = numbering.strip(unit.text).rstrip("。")
            lead = heading[len(numbering.ordinal(heading)):]  # a lead on a line of its own: 一是当好宣讲员。
            cutter.add(unit, lead, "lead" if lead != heading and len(lead) <= 12 else "heading", order)
            continue
        if unit.role not in REUSED:
            continue
        text, lead = unit.text, ""
        parsed = numbering.parse(text)
        mark = numbering.ordinal(text) or (text[:len(text) - len(parsed[2])] if parsed else "")
        rest = text[len(mark):]
        body: list[str] = []
        if unit.role == "measure" and (mark or unit.kind == "heading"):
            alone_lead, with_body = _LEAD.match(rest), _LEAD_BODY.match(rest)
            if alone_lead or unit.kind == "heading":
                lead = alone_lead["lead"] if alone_lead else rest.rstrip("。")
                while (index < len(units) and units[index].kind == "sentence" and units[index].paragraph == unit.paragraph
                       and not numbering.ordinal(units[index].text) and units[index].role in ("measure", "goal")
                       and sum(map(len, body)) + len(units[index].text) <= BODY):
                    body.append(units[index].text)
                    index += 1
                rest = "".join(body)
            elif with_body:
                lead, rest = with_body["lead"], with_body["body"]
        if lead:
            cutter.add(unit, lead, "lead" if len(lead) <= 12 else "heading", order)
            if rest:
                cutter.add(unit, rest, "act", order, lead if len(lead) <= 12 else "", f"{unit.text}{rest}" if body else unit.text)
            continue
        cutter.add(unit, text, "heading" if unit.kind == "heading" else "sentence", order)
    return cutter.phrases
