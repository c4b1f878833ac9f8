"""The word tables of the checks: wrong words with the right ones, out-of-date names, colloquial words, an office's own wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

from drafter import resources, words, yamlfile
from drafter.errors import TemplateError

_STRICT = ConfigDict(extra="forbid", frozen=True)
Model = TypeVar("Model", bound=BaseModel)


class Context(BaseModel):
    """A wrong word that only its surroundings give away: `when` is a pattern with 〔〕 round the word.

    `near` are characters one of which every find holds; where none are given, the words marked.
    """

    model_config = _STRICT
    when: str
    right: str
    bad: str
    good: str
    near: list[str] = Field(default_factory=list)

    @field_validator("when")
    @classmethod
    def _marked(cls, text: str) -> str:
        if "〔" not in text or text.count("〔") != text.count("〕"):
            raise ValueError("“when”里要用〔〕标出写错的字")
        re.compile(text.replace("〔", "(").replace("〕", ")"))
        return text

    @cached_property
    def marks(self) -> list[str]:
        """The characters near which to look."""
        return self.near or [word for group in re.findall("〔([^〔〕]+)〕", self.when) for word in group.split("|")]

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern; its only groups are the words marked."""
        return re.compile(re.sub(r"\((?!\?)", "(?:", self.when).replace("〔", "(").replace("〕", ")"), re.M)


class Confusion(BaseModel):
    """Wrong words of one sort: pairs (wrong: right), and those that need a context; `rule` says how grave they are.

    Those that are `mild` are told as a warning: most people write so.
    """

    model_config = _STRICT
    rule: Literal["misspelt", "de-particle", "variant-word", "unusual-word"]
    why: str
    pairs: dict[str, str] = Field(default_factory=dict)
    context: list[Context] = Field(default_factory=list)
    mild: bool = False


class Renamed(BaseModel):
    """What was renamed or abolished in one go: from the year `since` the old words have become the new ones."""

    model_config = _STRICT
    since: int
    source: str
    words: dict[str, str]
    keep: list[str] = Field(default_factory=list)


class Colloquial(BaseModel):
    """Words of the spoken language with what official texts say; the kinds are those in which they may stand."""

    model_config = _STRICT
    kinds: list[str]
    words: dict[str, str]
    keep: list[str] = Field(default_factory=list)


class Phrasing(BaseModel):
    """One wording of an office (提法): what is wanted, and what is not to be said any more."""

    model_config = _STRICT
    wanted: str = Field(min_length=1)
    refused: list[str] = Field(min_length=1)
    note: str = ""


class Word(NamedTuple):
    """A word to look for: what should stand there, why, and from which year."""

    word: str
    better: str
    why: str = ""
    since: int = 0


class Lexicon:
    """Words to look for, found all in one pass over a text; what lies inside a word to be kept is no find."""

    def __init__(self, rows: list[Word], keep: list[str] = []) -> None:  # noqa: B006 (never changed)
        import ahocorasick_rs

        self.rows = rows
        # the longer words first: 卫生和计划生育 is not also 卫生
        self._automaton: Any = ahocorasick_rs.AhoCorasick([row.word for row in rows] + keep,
                                                          matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def found(self, text: str) -> Iterator[tuple[Word, int, int]]:
        """(row, start, end) of each find, in order, without overlaps."""
        for number, start, end in self._automaton.find_matches_as_indexes(text):
            if number < len(self.rows):
                yield self.rows[number], start, end


_CLAUSE = re.compile(r"[，。；：！？、\n“”（）《》\s]")


def by_chance(text: str, start: int, end: int, better: str) -> bool:
    """True where the characters met by chance: a word of the dictionary reaches over their edge, and the right one reads no better.

    公布署名 holds no 部署.
    """
    first = max((m.end() for m in _CLAUSE.finditer(text, max(0, start - 16), start)), default=max(0, start - 16))
    last = next((m.start() for m in _CLAUSE.finditer(text, end, end + 16)), min(len(text), end + 16))
    cut = words.plain(text[first:last])
    at = first
    for word in cut:
        after = at + len(word)
        if len(word) > 1 and (at < start < after or at < end < after):
            return len(words.plain(text[first:start] + better + text[end:last])) >= len(cut)
        at = after
    return False


def _rows(name: str, model: type[Model]) -> list[Model]:
    path = resources.table(f"checks/{name}")
    return [model.model_validate(row) for row in yamlfile.parse(path, TemplateError)[0] or []]


@cache
def listed(name: str) -> tuple[str, ...]:
    """The words of that list of words.yaml. Raises TemplateError."""
    return tuple(str(yamlfile.parse(resources.table("checks/words.yaml"), TemplateError)[0][name]).split())


@cache
def confusions() -> tuple[Confusion, ...]:
    """The rows of confusion.yaml. Raises TemplateError."""
    return tuple(_rows("confusion.yaml", Confusion))


@cache
def confused(rule: str) -> Lexicon:
    """The wrong words that stand under that rule."""
    return Lexicon([Word(wrong, right, row.why) for row in confusions() if row.rule == rule for wrong, right in row.pairs.items()])


@cache
def contexts(rule: str) -> tuple[Any, list[tuple[Context, Confusion]]]:
    """(an automaton over what stands near, the context and the row of each of its patterns) of the words that need a context."""
    import ahocorasick_rs

    rows = [(context, row, mark) for row in confusions() if row.rule == rule for context in row.context for mark in context.marks]
    return ahocorasick_rs.AhoCorasick([mark for _, _, mark in rows]), [(context, row) for context, row, _ in rows]


@cache
def renamed() -> Lexicon:
    """The out-of-date names of validity.yaml."""
    rows = _rows("validity.yaml", Renamed)
    return Lexicon([Word(old, new, row.source, row.since) for row in rows for old, new in row.words.items()],
                   [word for row in rows for word in row.keep])


@cache
def colloquial() -> tuple[Lexicon, frozenset[str]]:
    """(the colloquial words, the kinds of document in which they may stand)."""
    row = Colloquial.model_validate(yamlfile.parse(resources.table("checks/colloquial.yaml"), TemplateError)[0])
    return Lexicon([Word(word, better) for word, better in row.words.items()], row.keep), frozenset(row.kinds)


def office_file(name: str, folder: Path | None) -> Path | None:
    """The office's list of that name: in the working folder, else the user's own; None where there is none."""
    return next((path for path in ((folder or Path()) / name, resources.user_folder("checks") / name) if path.is_file()), None)


def phrasing(path: Path) -> Lexicon:
    """The words that the office's file refuses. Raises TemplateError."""
    rows = [row for row, _ in yamlfile.load_rows(path, Phrasing, TemplateError, plain="wanted")]
    return Lexicon([Word(word, row.wanted, f"（{row.note}）" if row.note else "") for row in rows for word in row.refused],
                   [row.wanted for row in rows])
