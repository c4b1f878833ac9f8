"""Cut cleaned articles into units with roles, and units into what the bank keeps: phrases, threads, frames."""

from __future__ import annotations

import re

from drafter import numbering, sentences, specifics, wording, words
from drafter.document import Document, Heading
from drafter.mining import alone, cutting, frames, model, roles, threads
from drafter.phrases import Haul, Unit


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
                              paragraph=paragraph, line=block.line, run_in=block.run_in, guessed=block.guessed))
            continue
        for text in sentences.split(block.text):
            units.append(Unit(article.file, number, "sentence", text, article=article.title,
                              paragraph=paragraph, line=block.line))
    if labels:
        roles.assign(units, roles.blank(units))
    elif units:
        reading = roles.read(units)
        said = roles.assign(units, reading)
        place(units)
        model.decide(units, reading, said)
    for unit, told in zip(units, specifics.tell([u.text for u in units]), strict=True):
        unit.specific = specifics.is_specific(unit.text, told)
        unit.attributed = told.attributed
    place(units)
    if labels:
        relabel(units, labels)
    return units


def place(units: list[Unit]) -> None:
    """Nothing; sets chapter, item and the headings above, from the headings' levels and roles."""
    chapter, item = "", 0
    above: dict[int, str] = {}
    over: tuple[str, ...] = ()
    for unit in units:
        if unit.kind == "heading":
            level = unit.level or 1
            above = {n: t for n, t in above.items() if n < level and not (n == 1 and _foreign(unit.text, t))} | {level: unit.text}
            if level == 1:
                chapter, item = unit.role, 0
            elif level == 2:
                item += 1
            over = tuple(numbering.strip(above[n]) for n in sorted(above))
        unit.chapter, unit.item, unit.above = chapter, item, over


_DECIMAL = re.compile(r"(\d{1,2})\.\d")
_CHAPTER = re.compile(r"(\d{1,2})\s*[．、.]")


def _foreign(text: str, chapter: str) -> bool:
    """True for 2.1 under a chapter that is not 2.: its own chapter's heading was lost, so the one before says nothing of it."""
    part = _DECIMAL.match(text)
    if not part:
        return False
    number = _CHAPTER.match(chapter)
    return number[1] != part[1] if number else bool(roles.is_neutral(chapter))


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


def flags(unit: Unit, year: int) -> tuple[str, ...]:
    """Why a unit could not be used elsewhere as it stands, in that year (FLAGS); empty where it could."""
    found = list(alone.stand([unit.text], [unit.role])[0].flags) if unit.kind == "sentence" else []
    found += [name for name, holds in (("specific", unit.specific), ("attributed", unit.attributed),
                                       ("dated", wording.dated(unit.text, year))) if holds]
    return tuple(dict.fromkeys(found))


def mine(units: list[Unit], *, year: int, subject: str = "", trade: str = "", cleanliness: float = 1.0) -> Haul:
    """What the bank keeps of one article: phrases, threads, frames and the words of its headings.

    `subject` and `trade` say what the article is about, `year` (today's) what wording is out of date, `cleanliness` (0 to 1)
    how much of its file was text.
    """
    phrases = cutting.cut(units, year=year, subject=subject, trade=trade, cleanliness=cleanliness)
    said = [p for p in phrases if p.kind in ("sentence", "act")]
    cut = words.cut_all([p.text for p in said])
    haul = Haul(phrases, threads.find(said, cut))
    of_sentence = {id(p): frames.of_sentence(row) for p, row in zip(said, cut, strict=True) if not p.flags}
    heads = [p for p in phrases if p.kind in ("heading", "lead") and not p.flags]
    parts = {id(p): row for p, row in zip(heads, frames.clauses([p.text for p in heads]), strict=True)}
    for phrase in phrases:
        found = frames.of_heading(parts[id(phrase)]) if id(phrase) in parts else of_sentence.get(id(phrase), [])
        pieces = frames.pieces(parts[id(phrase)], phrase.role) if id(phrase) in parts else []
        if found or pieces:
            key = phrase.key
            haul.frames += [(frame, key) for frame in found]
            haul.pieces += [(piece.kind, piece.text, key) for piece in pieces]
    return haul
