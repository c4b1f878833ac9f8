"""Sentences written by hand for this program, by trade, aspect and sort: phrasebank/sentences/, in passages phrasebank/passages/."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, create_model

from drafter import resources, words, yamlfile
from drafter.aspects import CauseRow, MeasureRow, ProblemRow
from drafter.document import Origin
from drafter.errors import TemplateError
from drafter.phrases import WRITTEN, Phrase

PASSAGES = "passages"  # the folder of passages
ITS_MATTER = 0.35  # so many of a page's sentences hold words of a narrower matter that the page itself is that matter
# So much of what holds words of a narrower matter stands on one page, and so much of the page is that, that it is a point of this page.
ITS_ALONE, A_POINT = 0.6, 0.1
BANK = "手写句"  # how a draft names these sentences' bank


class Act(BaseModel):
    """What is done: its lead (一是……。) and what it means."""

    model_config = ConfigDict(extra="forbid")
    lead: str
    text: str


class Told(BaseModel):
    """One thread: how a problem shows, how it comes about, what is done about just that."""

    model_config = ConfigDict(extra="forbid")
    problem: list[str]
    cause: list[str]
    acts: list[Act]


class Page(BaseModel):
    """One trade's sentences: about the whole subject, and about each aspect, by sort (phrases.WRITTEN); threads by aspect."""

    model_config = ConfigDict(extra="forbid")
    trade: str
    subject: dict[str, list[str]]
    aspects: dict[str, dict[str, list[str]]]
    threads: dict[str, list[Told]] = Field(default_factory=dict)


class Heads(BaseModel):
    """The words of the headings that say just what one passage says: of its problem, its cause and its measure."""

    model_config = ConfigDict(extra="forbid")
    problem: ProblemRow
    cause: CauseRow
    measure: MeasureRow
    task: list[str] = Field(default_factory=list)  # what follows the name of a task: 抓实虫霉防治，勤查早治
    short: str = ""  # what the thing is to be, in one character


class _Point(BaseModel):
    model_config = ConfigDict(extra="forbid")
    point: str
    cues: list[str]
    标题: Heads | None = None
    问题: list[str] = Field(default_factory=list)
    原因: list[str] = Field(default_factory=list)
    对策: list[Act] = Field(default_factory=list)


# One passage (段): sentences of several sorts that are one line of thought on one point, and the words of a fact that call it.
Passage = create_model("Passage", __base__=_Point, **{sort: (list[str], Field(default_factory=list)) for sort in WRITTEN})  # type: ignore[call-overload]


class Passages(BaseModel):
    """One trade's passages by aspect; sentences on the whole subject; `only`: words used only where the brief says one of their row."""

    model_config = ConfigDict(extra="forbid")
    trade: str
    only: list[list[str]] = Field(default_factory=list)
    subject: dict[str, list[str]] = Field(default_factory=dict)
    aspects: dict[str, list[Passage]]  # type: ignore[valid-type]


def files(folder: str = "sentences") -> list[Path]:
    """The tables of a folder in force: the user's own first, then ours; one of his replaces ours of the same name."""
    found: dict[str, Path] = {}
    for place in (resources.user_folder("phrasebank"), resources.folder("phrasebank")):
        for path in sorted((place / folder).glob("*.yaml")):
            found.setdefault(path.stem, path)
    return list(found.values())


class _Table(NamedTuple):
    """A trade's table of one folder: its values, its file, the place of every value."""

    page: Any
    path: Path
    places: Mapping[yamlfile.Keys, tuple[int, int]]

    def origin(self, aspect: str, number: int, *keys: str | int) -> Origin:
        """Where a sentence stands, as a draft's sources give it."""
        name = f"phrasebank/{self.path.parent.name}/{self.path.name}"
        return Origin(name, aspect or "整项工作", number, self.places.get(keys, (0, 0))[0])


@cache
def _table(name: str, folder: str) -> _Table | None:
    path = next((file for file in files(folder) if file.stem == name), None)
    if path is None:
        return None
    model: type[BaseModel] = Passages if folder == PASSAGES else Page
    page, places = yamlfile.placed(path, model, TemplateError)
    return _Table(page, path, places)


@cache
def of(name: str) -> tuple[Phrase, ...]:
    """The sentences of a trade or of one part of it (通用-服务与群众), in the order of the files; `kind` is the sort.

    `aspects` is empty for those on the whole subject.
    Those of one passage or thread have one `item` and their `order` in it. Raises TemplateError for a sort that is none.
    """
    found: list[Phrase] = []
    if table := _table(name, "sentences"):
        found += _several(table, ("subject",), table.page.subject)
        for aspect, sorts in table.page.aspects.items():
            found += _several(table, ("aspects", aspect), sorts, aspect)
        found += _threads(table)
    if table := _table(name, PASSAGES):
        found += _several(table, ("subject",), table.page.subject)
        for aspect, rows in table.page.aspects.items():
            for number, row in enumerate(rows):
                at = ("aspects", aspect, number)
                found += _several(table, at, {sort: getattr(row, sort) for sort in WRITTEN}, aspect, number + 1)
                found += _thread(table, at, Told(problem=row.问题, cause=row.原因, acts=row.对策), aspect, number + 1)
    return tuple(found)


@cache
def cues(name: str) -> dict[tuple[str, int], tuple[str, ...]]:
    """For each passage of a trade or part, by aspect and number (from 1), the words of a fact that call it."""
    table = _table(name, PASSAGES)
    pages = table.page.aspects.items() if table else ()
    return {(aspect, number): tuple(row.cues) for aspect, rows in pages for number, row in enumerate(rows, 1)}


@cache
def heads(name: str) -> dict[tuple[str, int], Heads]:
    """For each passage of a trade or part that has headings of its own, by aspect and number (from 1), their words."""
    table = _table(name, PASSAGES)
    pages = table.page.aspects.items() if table else ()
    return {(aspect, number): row.标题 for aspect, rows in pages for number, row in enumerate(rows, 1) if row.标题 is not None}


@cache
def only(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of words of a trade or part that a draft uses only where its brief says one of the row."""
    table = _table(name, PASSAGES)
    return tuple(tuple(row) for row in table.page.only) if table else ()


@cache
def matters_of(name: str) -> tuple[frozenset[str], ...]:
    """For each row of `only` the aspects whose matter it is: much of what they say holds its words, or what holds them is mostly theirs."""
    rows = only(name)
    places = {word: place for place, row in enumerate(rows) for word in row}
    watch = words.Watch(list(places))
    row_of = list(places.values())
    said: dict[str, list[set[int]]] = {}
    phrases = [phrase for phrase in of(name) if phrase.aspects]
    for phrase, held in zip(phrases, watch.standing([p.lead + p.text for p in phrases]), strict=True):
        said.setdefault(phrase.aspects[0], []).append({row_of[word] for word in held})
    found: list[frozenset[str]] = []
    for place in range(len(rows)):
        hits = {aspect: sum(place in s for s in sets) for aspect, sets in said.items()}
        whole = sum(hits.values())
        found.append(frozenset(aspect for aspect, n in hits.items() if n >= ITS_MATTER * len(said[aspect]) or (
            n >= ITS_ALONE * whole and n >= A_POINT * len(said[aspect]))))
    return tuple(found)


def unspoken(rows: Iterable[Iterable[str]], said: str) -> list[str]:
    """The words of the rows of which a text says none."""
    return [word for row in rows if not any(word in said for word in row) for word in row]


def calling(said: Iterable[str], text: str) -> int:
    """How loudly words that call a passage stand in a text: each counts its characters but the first."""
    return sum(len(cue) - 1 for cue in said if cue in text)


def _several(table: _Table, above: tuple[str | int, ...], sorts: dict[str, list[str]], aspect: str = "", item: int = 0) -> Iterator[Phrase]:
    """The sentences of one place of a table, sort by sort."""
    order = 0
    for sort, texts in sorts.items():
        if sort not in WRITTEN:
            line, column = table.places[(*above, sort)]
            raise TemplateError(f"没有“{sort}”这一类句子", file=table.path, place=f"第{line}行第{column}列",
                                cure=f"可用的有：{'、'.join(WRITTEN)}")
        for index, text in enumerate(texts):
            order += bool(item)
            yield Phrase(text, WRITTEN[sort], sort, quality=1.0, trade=table.page.trade, item=item, order=order, original=text,
                         origin=table.origin(aspect, item or index + 1, *above, sort, index), aspects=(aspect,) if aspect else ())


@cache
def vocabulary(name: str) -> dict[str, dict[str, float]]:
    """For each aspect of a trade or part the words of its sentences, each with its weight: the rarer there, the heavier (log N/df)."""
    heard: dict[str, Counter[str]] = {}
    for phrase in of(name):
        for aspect in phrase.aspects:
            heard.setdefault(aspect, Counter()).update(words.content(phrase.lead + phrase.text))
    spread = Counter(word for counts in heard.values() for word in counts)
    return {aspect: {word: math.log(len(heard) / spread[word]) * min(2.0, 1.0 + 0.25 * (n - 1)) for word, n in counts.items()}
            for aspect, counts in heard.items()}


def _threads(table: _Table) -> Iterator[Phrase]:
    """The phrases of the threads; each thread is an item of its own, so that its three parts are drawn together."""
    item = 0
    for aspect, rows in table.page.threads.items():
        for number, thread in enumerate(rows):
            item += 1
            yield from _thread(table, ("threads", aspect, number), thread, aspect, item)


def _thread(table: _Table, at: tuple[str | int, ...], thread: Told, aspect: str, item: int) -> Iterator[Phrase]:
    """The phrases of one thread, in its order."""
    parts = [("problem", "", text) for text in thread.problem] + [("cause", "", text) for text in thread.cause]
    for order, (role, lead, text) in enumerate([*parts, *(("measure", act.lead, act.text) for act in thread.acts)]):
        yield Phrase(text, role, "act" if lead else "sentence", lead, quality=0.9, trade=table.page.trade, item=item, order=order,
                     above=aspect, original=lead + ("。" if lead else "") + text, origin=table.origin(aspect, item, *at), aspects=(aspect,))
