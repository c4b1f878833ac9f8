"""Sentences written by hand for this program, by trade, aspect and sort: phrasebank/sentences/*.yaml."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from drafter import resources, words, yamlfile
from drafter.document import Origin
from drafter.errors import TemplateError
from drafter.phrases import WRITTEN, Phrase

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


def files() -> list[Path]:
    """The tables in force: the user's own first, then ours; one of his replaces ours of the same name."""
    found: dict[str, Path] = {}
    for place in (resources.user_folder("phrasebank"), resources.folder("phrasebank")):
        for path in sorted((place / "sentences").glob("*.yaml")):
            found.setdefault(path.stem, path)
    return list(found.values())


@cache
def of(trade: str) -> tuple[Phrase, ...]:
    """The sentences of a trade, in the order of the file; `kind` is the sort, `aspects` is empty for those on the whole subject.

    Raises TemplateError for a sort that is none.
    """
    path = next((file for file in files() if file.stem == trade), None)
    if path is None:
        return ()
    values, places = yamlfile.parse(path, TemplateError)
    page = yamlfile.checked(values, {key: (path, *spot) for key, spot in places.items()}, Page, TemplateError, path)
    name = f"phrasebank/sentences/{path.name}"
    found = []
    for aspect, sorts in (("", page.subject), *page.aspects.items()):
        above: tuple[str | int, ...] = ("aspects", aspect) if aspect else ("subject",)
        for sort, texts in sorts.items():
            if sort not in WRITTEN:
                line, column = places[(*above, sort)]
                raise TemplateError(f"没有“{sort}”这一类句子", file=path, place=f"第{line}行第{column}列",
                                    cure=f"可用的有：{'、'.join(WRITTEN)}")
            for index, text in enumerate(texts):
                origin = Origin(name, aspect or "整项工作", index + 1, places[(*above, sort, index)][0])
                found.append(Phrase(text, WRITTEN[sort], sort, quality=1.0, trade=page.trade, original=text, origin=origin,
                                    aspects=(aspect,) if aspect else ()))
    return (*found, *_threads(page, name, places))


@cache
def vocabulary(trade: str) -> dict[str, dict[str, float]]:
    """For each aspect of a trade the words of its sentences, each with its weight: rarer among the trade's aspects, heavier (log N/df)."""
    heard: dict[str, Counter[str]] = {}
    for phrase in of(trade):
        for aspect in phrase.aspects:
            heard.setdefault(aspect, Counter()).update(words.content(phrase.lead + phrase.text))
    spread = Counter(word for counts in heard.values() for word in counts)
    return {aspect: {word: math.log(len(heard) / spread[word]) * min(2.0, 1.0 + 0.25 * (n - 1)) for word, n in counts.items()}
            for aspect, counts in heard.items()}


def _threads(page: Page, name: str, places: dict[tuple[str | int, ...], tuple[int, int]]) -> Iterator[Phrase]:
    """The phrases of the threads; each thread is an item of its own, so that its three parts are drawn together."""
    item = 0
    for aspect, rows in page.threads.items():
        for number, thread in enumerate(rows):
            item += 1
            parts = [("problem", "", text) for text in thread.problem] + [("cause", "", text) for text in thread.cause]
            for order, (role, lead, text) in enumerate([*parts, *(("measure", act.lead, act.text) for act in thread.acts)]):
                origin = Origin(name, aspect, item, places.get(("threads", aspect, number), (0, 0))[0])
                yield Phrase(text, role, "act" if lead else "sentence", lead, quality=0.9, trade=page.trade, item=item, order=order,
                             above=aspect, original=lead + ("。" if lead else "") + text, origin=origin, aspects=(aspect,))
