"""Dated wording (有时限的提法): phrasebank/validity.yaml says which words were current in which years."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict

from drafter import resources, words, yamlfile
from drafter.errors import TemplateError


class Term(BaseModel):
    """One wording with the first and last year in which it was current, and what replaced it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    wording: str
    first: int
    last: int
    successor: str = ""


@cache
def terms() -> tuple[Term, ...]:
    """All dated wordings, the user's own first."""
    found: dict[str, Term] = {}
    for place in (resources.user_folder("phrasebank"), resources.folder("phrasebank")):
        path = place / "validity.yaml"
        if path.is_file():
            rows, _ = yamlfile.parse(path, TemplateError)
            for row in rows or []:
                term = Term.model_validate(row)
                found.setdefault(term.wording, term)
    return tuple(found.values())


def dated(text: str, year: int) -> list[Term]:
    """The wordings in the text that are out of date in that year."""
    table = terms()
    return [table[n] for n in sorted(_watch().once(text)) if table[n].last < year]


def which_dated(texts: list[str], year: int) -> set[int]:
    """The places of the texts that hold a wording out of date in that year."""
    table = terms()
    late = {number for number, term in enumerate(table) if term.last < year}
    return {place for place, found in enumerate(_watch().standing(texts)) if not found.isdisjoint(late)}


@cache
def _watch() -> words.Watch:
    return words.Watch([term.wording for term in terms()])
