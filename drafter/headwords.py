"""What may be said of anything by the head word of its name (中心词): of 虫霉防治 what holds of any 防治 (phrasebank/headwords/).

The tables of aspects know thousands of names, and a clerk always has another one. What its head word says of it is little, but it is
to the point, where a passage of a page that merely lies near speaks of something else.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, create_model

from drafter import words, yamlfile
from drafter.aspects import GENERAL, CauseRow, MeasureRow, ProblemRow
from drafter.document import Origin
from drafter.errors import TemplateError
from drafter.handwritten import Act, Heads, files
from drafter.phrases import WRITTEN, Phrase

FOLDER = "headwords"
WHOLE, REST = "{名}", "{物}"
OPENING, CLOSING = "首", "末"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Lack(_Strict):
    gap: str
    view: str
    adj: str


class _Root(_Strict):
    heavy: str
    light: str
    root: str
    verb: str


class _Aim(_Strict):
    verb: str
    object: str


class _Titles(_Strict):
    """The words of headings that go with the name: 虫霉防治有缺口，苗头查看不勤."""

    problem: _Lack
    cause: _Root
    measure: _Aim
    task: list[str]
    short: str


class _OtherSense(_Strict):
    """Rests of names of which the entry would speak nonsense (宣传 before 引导 of crowds), of which of its words, and such names.

    Without `words` it is said of all of the entry's.
    """

    words: list[str] = Field(default_factory=list)
    rests: list[str]
    examples: list[str]


class _Headword(_Strict):
    """Head words of one sense, where they stand in a name, names they were written for, and what is said of what bears them.

    `yields`: an opening word that gives way to a closing one (规范管理 is a 管理). `unless`: names in which they have another sense.
    """

    words: list[str]
    at: Literal["首", "末"]
    like: list[str]
    yields: bool = False
    unless: list[_OtherSense] = Field(default_factory=list)
    标题: _Titles
    问题: list[str] = Field(default_factory=list)
    原因: list[str] = Field(default_factory=list)
    对策: list[Act] = Field(default_factory=list)


Headword = create_model("Headword", __base__=_Headword, **{sort: (list[str], Field(default_factory=list)) for sort in WRITTEN})  # type: ignore[call-overload]


class _Page(_Strict):
    headwords: list[Headword]  # type: ignore[valid-type]


class Found(NamedTuple):
    """An entry of the tables, the rest of the name, and the file and line where the entry stands."""

    row: _Headword
    rest: str
    file: str
    line: int


@cache
def _entries() -> tuple[tuple[str, _Headword, str, int], ...]:
    """(head word, its entry, file, line) of every table, the user's own first; of equal words the longer come first."""
    found = []
    for path in files(FOLDER):
        page, places = yamlfile.placed(path, _Page, TemplateError)
        for number, row in enumerate(page.headwords):
            line = places.get(("headwords", number), (0, 0))[0]
            found += [(str(word), row, f"phrasebank/{FOLDER}/{path.name}", line) for word in row.words]  # type: ignore[attr-defined]
    return tuple(sorted(found, key=lambda entry: -len(entry[0])))


@cache
def of(name: str) -> Found | None:
    """The entry of the name's head word: one that opens it (摸清堵点) before one that closes it (虫霉防治); None where no table has it.

    A word that has another sense in the name (unless) is passed over.
    """
    for at, yields in ((OPENING, False), (CLOSING, False), (OPENING, True)):
        for word, row, file, line in _entries():
            if row.at == at and row.yields == yields and len(name) > len(word):
                if at == OPENING and name.startswith(word):
                    rest = name[len(word):]
                elif at == CLOSING and name.endswith(word):
                    rest = name[:-len(word)]
                else:
                    continue
                if not _of_another_sense(row, word, rest):
                    return Found(row, rest, file, line)
    return None


def _of_another_sense(row: _Headword, word: str, rest: str) -> bool:
    """True where beside that rest the word is none of the entry's sense."""
    return any((not other.words or word in other.words) and any(r in rest for r in other.rests) for other in row.unless)


def _governed(found: Found, name: str) -> bool:
    """True where the rest of the name is a verb that has the head word for its object (落实责任): nothing is 落实's."""
    flags = [flag for _, flag in words.segmenter().tag(name)]
    return found.row.at == CLOSING and len(flags) > 1 and flags[0] == "v" and flags[-1].startswith("n")


def _acting(found: Found, name: str) -> bool:
    """True where a verb of one character stands before the head word (换位看流程): such a name is no object of another verb."""
    tagged = words.segmenter().tag(name)
    return found.row.at == CLOSING and len(tagged) > 1 and len(tagged[-2][0]) == 1 and tagged[-2][1] == "v"


_INSIDE = re.compile(rf"(?<=[^，；。、]){re.escape(WHOLE)}")


@cache
def phrases(name: str) -> tuple[Phrase, ...]:
    """What the tables say of a thing of that name, as one passage of its own; empty where they do not know its head word."""
    found = of(name)
    if found is None:
        return ()
    row, governed, acting = found.row, _governed(found, name), _acting(found, name)
    made: list[Phrase] = []

    def phrase(text: str, role: str, kind: str, quality: float, lead: str = "") -> None:
        if (governed and REST in text) or (acting and _INSIDE.search(text)):
            return
        fills = tuple(f"{slot}填“{word}”" for slot, word in ((WHOLE, name), (REST, found.rest)) if slot in text)
        said = text.replace(WHOLE, name).replace(REST, found.rest).replace("工作工作", "工作")  # {名}工作 of a name that ends so
        made.append(Phrase(said, role, kind, lead, quality=quality, trade=GENERAL, item=1, order=len(made), above=name if lead or role in
                           ("problem", "cause", "measure") else "", original=(lead + "。" if lead else "") + text, edits=fills,
                           origin=Origin(found.file, name, 1, found.line), aspects=(name,)))

    for sort, role in WRITTEN.items():
        for text in getattr(row, sort):
            phrase(text, role, sort, 1.0)
    for text in row.问题:
        phrase(text, "problem", "sentence", 0.9)
    for text in row.原因:
        phrase(text, "cause", "sentence", 0.9)
    for act in row.对策:
        phrase(act.text, "measure", "act", 0.9, act.lead)
    return tuple(made)


@cache
def heads(name: str) -> Heads | None:
    """The words of the headings over what is said of a thing of that name; None where no table knows its head word."""
    found = of(name)
    if found is None:
        return None
    titles = found.row.标题
    return Heads(problem=ProblemRow(noun=name, **titles.problem.model_dump()), cause=CauseRow(noun=name, **titles.cause.model_dump()),
                 measure=MeasureRow(lever=name, **titles.measure.model_dump()), task=titles.task, short=titles.short)


def table(file: str) -> bool:
    """True for the name of a file of these tables, as a phrase's origin gives it."""
    return file.startswith(f"phrasebank/{FOLDER}/")
