"""Sentences written by hand for this program, by trade, aspect and sort: phrasebank/sentences/*.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from drafter import resources, yamlfile
from drafter.document import Origin
from drafter.errors import TemplateError
from drafter.phrases import WRITTEN, Phrase


class Page(BaseModel):
    """One trade's sentences: about the whole subject, and about each aspect, by sort (phrases.WRITTEN)."""

    model_config = ConfigDict(extra="forbid")
    trade: str
    subject: dict[str, list[str]]
    aspects: dict[str, dict[str, list[str]]]


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
    return tuple(found)
