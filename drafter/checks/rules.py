"""Rules of the checks: rows of phrasebank/checks/<family>.yaml, and the functions behind those that need code."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from drafter import resources, yamlfile
from drafter.checks.anatomy import PARTS
from drafter.errors import TemplateError

if TYPE_CHECKING:
    from drafter.checks.page import Page, Place
    from drafter.checks.settings import Settings

Severity = Literal["error", "warning", "info"]
# The families, in the order in which a proofreader goes through a text, with what a clerk calls them.
FAMILIES = {"numbering": "序数", "punctuation": "标点", "numerals": "数字", "title": "标题字号", "parts": "要素", "wording": "用词",
            "repetition": "重复", "facts": "事实", "layout": "版式", "gaps": "缺漏"}
SEVERITIES = {"error": "错误", "warning": "疑问", "info": "提示"}


class Hit(NamedTuple):
    """What a coded rule yields: the place, the span in its text, words for the row's {gaps}, and what it says otherwise than the row."""

    place: Place
    start: int
    end: int
    fills: dict[str, Any] = {}  # noqa: RUF012 (a tuple's default, never changed)
    replace: str | None = None
    severity: Severity | None = None


Code = Callable[["Page", "Settings"], Iterator[Hit]]
CODE: dict[str, Code] = {}


def rule(name: str) -> Callable[[Code], Code]:
    """A decorator: the function is what finds the rule of that name."""
    def keep(code: Code) -> Code:
        CODE[name] = code
        return code

    return keep


class Example(BaseModel):
    """A text of an example; `file` gives it a suffix other than .md, `meta` joins Document.meta, `settings` is what a 检查.yaml says.

    `also` are other rules that the same text breaks.
    """

    model_config = ConfigDict(extra="forbid")
    text: str = ""
    file: str = "例.md"
    meta: dict[str, Any] = Field(default_factory=dict)
    settings: dict[str, Any] = Field(default_factory=dict)
    also: list[str] = Field(default_factory=list)


class Rule(BaseModel):
    """One row. `message` and `cure` may hold {found} and the pattern's named groups, or what the code fills in.

    `near` are words one of which every finding holds or touches (\\d is any digit): paragraphs without any are not searched.
    `unless` is a pattern: what lies in one of its matches is left. `where` names the parts of a document (anatomy.PARTS) that are
    searched, or with a dash before them (-date) those that are not. `replace` (\\1, \\g<name>) stands only
    where it cannot change a meaning: it is what --fix puts there;
    `fix` says that the code gives what to put there.
    """

    model_config = ConfigDict(extra="forbid")
    name: str = Field(pattern=r"^[a-z][a-z0-9-]+$")
    severity: Severity
    source: str = Field(min_length=1)
    message: str = Field(min_length=1)
    cure: str = ""
    pattern: str = ""
    near: list[str] = Field(default_factory=list)
    unless: str = ""
    where: list[str] = Field(default_factory=list)
    replace: str | None = None
    fix: bool = False
    right: list[Example] = Field(min_length=1)
    wrong: list[Example] = Field(min_length=1)
    on: bool = True
    family: str = ""

    @field_validator("right", "wrong", mode="before")
    @classmethod
    def _plain(cls, rows: Any) -> Any:
        return [{"text": row} if isinstance(row, str) else row for row in rows] if isinstance(rows, list) else rows

    @field_validator("pattern", "unless")
    @classmethod
    def _compiles(cls, text: str) -> str:
        try:
            re.compile(text)
        except re.error as error:
            raise ValueError(f"正则表达式写错了：{error}") from error
        return text

    @field_validator("message", "cure")
    @classmethod
    def _fills(cls, text: str) -> str:
        try:
            text.format_map(defaultdict(str))
        except (ValueError, IndexError, AttributeError, KeyError) as error:
            raise ValueError("花括号写错了：空写成 {found}，花括号本身写两遍") from error
        return text

    @model_validator(mode="after")
    def _replaces(self) -> Rule:
        try:
            re.sub(self.pattern, self.replace or "", "")
        except (re.error, IndexError) as error:
            raise ValueError(f"replace 写错了：{error}") from error
        return self

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern; ^ and $ are the ends of a paragraph."""
        return re.compile(self.pattern, re.M)

    @cached_property
    def exempt(self) -> re.Pattern[str] | None:
        """What `unless` says, compiled."""
        return re.compile(self.unless, re.M) if self.unless else None

    @cached_property
    def words(self) -> list[str]:
        """The words that stand near, \\d written out as each digit."""
        found: list[str] = []
        for word in self.near:
            pieces = word.split("\\d")
            found += ["".join(a + b for a, b in zip(pieces, (*digits, ""), strict=True))
                      for digits in product("0123456789", repeat=len(pieces) - 1)]
        return found

    @cached_property
    def parts(self) -> frozenset[str]:
        """The parts of a document that are searched."""
        left = frozenset(name[1:] for name in self.where if name.startswith("-"))
        return (frozenset(name for name in self.where if not name.startswith("-")) or frozenset(PARTS)) - left

    @property
    def fixable(self) -> bool:
        """True where --fix may put a finding right."""
        return self.replace is not None or self.fix


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")
    rules: list[Rule] = Field(default_factory=list)


@dataclass(frozen=True)
class Rules:
    """All rules by name, in the order of the families."""

    rows: dict[str, Rule] = field(default_factory=dict)

    def family(self, name: str) -> list[Rule]:
        """The rules of a family."""
        return [row for row in self.rows.values() if row.family == name]


def paths() -> list[Path]:
    """The shipped tables, one a family."""
    return [resources.folder("phrasebank") / "checks" / f"{family}.yaml" for family in FAMILIES]


@cache
def load() -> Rules:
    """Every rule, ours with the user's own tables (checks/<family>.yaml in his phrasebank) over them. Raises TemplateError."""
    rows: dict[str, Rule] = {}
    for path in paths():
        own = resources.user_folder("phrasebank") / "checks" / path.name
        for file in (path, own):
            if not file.is_file():
                continue
            for row in yamlfile.load(file, _Table, TemplateError).rules:
                row.family = path.stem
                if not row.pattern and row.name not in CODE:
                    raise TemplateError(f"规则“{row.name}”没有写 pattern，程序里也没有这个名字", file=file,
                                        cure="请补上 pattern，或改对名字")
                rows[row.name] = row
    return Rules(rows)
