"""Cut cleaned articles into units with roles, and units into phrases for the bank."""

from __future__ import annotations

import re

from drafter import numbering, sentences, specifics, wording
from drafter.document import Document, Heading, Origin
from drafter.mining import alone, model, roles, slogans
from drafter.phrases import Phrase, Unit

_LEAD = re.compile(r"^(?P<lead>[^，。；：！？,]{3,10})[。：]$")
_LEAD_BODY = re.compile(r"^(?P<lead>[^，。；：！？,、]{4,8})[。：](?P<body>.{10,})$", re.S)
REUSED = ("problem", "cause", "measure", "significance", "goal", "achievement", "background")


def label(article: Document, number: int = 1, *, labels: list[dict[str, object]] | None = None) -> list[Unit]:
    """The units of one cleaned article with their roles; `number` is its place in the file, from 1.

    `labels` are those that a person wrote beside the text: they outrank the program, which then need not ask its model.
    """
    units: list[Unit] = []
    if article.title:
        units.append(Unit(article.file, number, "title", article.title, level=0, article=article.title))
    paragraph = 0
    for block in article.blocks:
        paragraph += 1
        if isinstance(block, Heading):
            if block.level == 0:
                paragraph -= 1
                continue
            units.append(Unit(article.file, number, "heading", block.text, level=block.level, article=article.title,
                              paragraph=paragraph, line=block.line, run_in=block.run_in))
            continue
        for text in sentences.split(block.text):
            units.append(Unit(article.file, number, "sentence", text, article=article.title,
                              paragraph=paragraph, line=block.line))
    said = roles.assign(units)
    place(units)
    if not labels:
        model.decide(units, said)
    for unit in units:
        unit.specific = specifics.is_specific(unit.text)
        unit.attributed = specifics.is_attributed(unit.text)
    place(units)
    if labels:
        relabel(units, labels)
    return units


def place(units: list[Unit]) -> None:
    """Nothing; sets chapter, item and the headings above, from the headings' levels and roles."""
    chapter, item = "", 0
    above: dict[int, str] = {}
    for unit in units:
        if unit.kind == "heading":
            level = unit.level or 1
            above = {n: t for n, t in above.items() if n < level} | {level: numbering.strip(unit.text)}
            if level == 1:
                chapter, item = unit.role, 0
            elif level == 2:
                item += 1
        unit.chapter, unit.item = chapter, item
        unit.above = tuple(above[n] for n in sorted(above))


def relabel(units: list[Unit], labels: list[dict[str, object]]) -> None:
    """Nothing; labels written by hand beside a text outrank the program's."""
    known = {re.sub(r"\W", "", str(row["text"])): row for row in labels}
    for unit in units:
        row = known.get(re.sub(r"\W", "", unit.text))
        if row is not None:
            unit.role = str(row["role"])
            unit.specific = bool(row.get("specific"))
            unit.attributed = bool(row.get("attributed"))
            if unit.kind == "sentence" and row.get("kind") == "heading":
                unit.kind, unit.level, unit.run_in = "heading", int(str(row.get("level") or 2)), True
    place(units)


def mine(units: list[Unit], *, year: int, subject: str = "", trade: str = "") -> list[Phrase]:
    """The phrases of one article's units: sentences, acts with their leads, headings and slogans.

    `subject` and `trade` say what the article is about; wording out of date in `year` is flagged.
    """
    phrases: list[Phrase] = []
    index = 0
    while index < len(units):
        unit = units[index]
        order = index
        index += 1
        if unit.role == "noise" or unit.kind == "title":
            continue
        if unit.kind == "heading" and not unit.run_in:
            phrases.append(_phrase(unit, numbering.strip(unit.text).rstrip("。"), "heading", order, subject, trade, year))
            continue
        if unit.role not in REUSED:
            continue
        text, lead = unit.text, ""
        parsed = numbering.parse(text)
        mark = numbering.ordinal(text) or (text[:len(text) - len(parsed[2])] if parsed else "")
        rest = text[len(mark):]
        if mark and unit.role == "measure":
            alone_lead, with_body = _LEAD.match(rest), _LEAD_BODY.match(rest)
            if alone_lead or unit.kind == "heading":
                lead = alone_lead["lead"] if alone_lead else rest.rstrip("。")
                body: list[str] = []
                while (index < len(units) and units[index].kind == "sentence" and units[index].paragraph == unit.paragraph
                       and not numbering.ordinal(units[index].text) and units[index].role in ("measure", "goal")
                       and sum(len(b) for b in body) + len(units[index].text) <= 110):
                    body.append(units[index].text)
                    index += 1
                if not body:
                    continue
                rest = "".join(body)
                unit.specific = unit.specific or any(specifics.is_specific(b) for b in body)
            elif with_body:
                lead, rest = with_body["lead"], with_body["body"]
        phrases.append(_phrase(unit, rest if lead else text, "act" if lead else "sentence", order, subject, trade, year, lead))
    for text in slogans.find(units):
        unit = next(u for u in units if text in u.text)
        phrases.append(Phrase(text, "slogan", "slogan", subject=subject, trade=trade, original=unit.text,
                              flags=("specific",) if unit.specific else (), origin=_origin(unit)))
    return phrases


def _origin(unit: Unit) -> Origin:
    return Origin(unit.source, unit.article, unit.paragraph, unit.line)


def _phrase(unit: Unit, text: str, kind: str, order: int, subject: str, trade: str, year: int, lead: str = "") -> Phrase:
    clean, edits, flags = alone.stand(text, unit.role)
    if kind == "heading":
        clean, edits, flags = text, (), tuple(f for f in flags if f not in ("short", "unfinished", "question"))
    found = list(flags)
    if unit.specific or specifics.is_specific(clean):
        found.append("specific")
    if unit.attributed or specifics.is_attributed(clean):
        found.append("attributed")
    if wording.dated(clean, year):
        found.append("dated")
    if specifics.DOCUMENT.search(clean):
        found.append("document")
    return Phrase(
        clean, unit.role, kind, lead, tuple(dict.fromkeys(found)), _quality(clean, kind), subject, trade, unit.chapter,
        unit.item, order, unit.above[-1] if unit.above else "", unit.text if not lead else f"{unit.text}{text}", edits,
        _origin(unit))


# Padding that marks translated-sounding or empty prose (RUBRIC criterion 5).
_PADDING = re.compile(
    r"进行|对于|相关|从而|进而|具有|方面的|的(?:工作|作用|过程)|能够|可以|"
    r"良好|积极的|一定的|各种|等等|进一步|不断|充分|切实|有效|全面|加强|提升|推动|确保")
_CONCRETE = re.compile(r"台账|清单|现场|窗口|电话|名单|表格|公示|回访|签到|牌|本子|会上|走访|记录|日期|时限|一张|逐[户项个条]|谁|哪")


def _quality(text: str, kind: str) -> float:
    """0 to 1: concrete words and a middle length speak for a sentence, padding against it."""
    length = len(text)
    if kind == "heading":
        return 0.5
    score = 0.6
    if 20 <= length <= 70:
        score += 0.15
    elif length > 95 or length < 15:
        score -= 0.15
    score -= 0.07 * len(_PADDING.findall(text))
    score += 0.05 * min(3, len(_CONCRETE.findall(text)))
    clauses = [c for c in re.split("[，；、]", text) if c]
    longest = max(map(len, clauses), default=0)
    if longest > 28:
        score -= 0.2
    if text.count("的") > 4:
        score -= 0.1
    return round(max(0.0, min(1.0, score)), 3)
