"""Settings of the checks: what 检查.yaml says, the office's over the user's over ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from drafter import resources, yamlfile
from drafter.checks import rules
from drafter.errors import TemplateError, nearest

FILE = "检查.yaml"


class Allow(BaseModel):
    """What is never told: words (a finding that lies in one of them) and whole lines."""

    model_config = ConfigDict(extra="forbid")
    words: list[str] = Field(default_factory=list)
    lines: list[str] = Field(default_factory=list)


class Row(BaseModel):
    """One 检查.yaml. `rules` gives for a rule or a family (by its English or Chinese name) on, off, error, warning or info."""

    model_config = ConfigDict(extra="forbid")
    rules: dict[str, bool | str] = Field(default_factory=dict)
    allow: Allow = Field(default_factory=Allow)
    style: str = ""
    leaders: str = ""
    phrasing: str = ""


@dataclass(slots=True)
class Settings:
    """What to check and how. `severity` is by rule, `off` are rules switched off, `only` (where not empty) the sole rules wanted.

    `folder` is the working folder, where the office's lists (`leaders`, `phrasing`: file names) lie; `brief` is the brief of the
    draft that is checked, as plain values; `style` is the layout that the file should have (empty: told from its margins).
    """

    off: set[str] = field(default_factory=set)
    only: set[str] = field(default_factory=set)
    severity: dict[str, str] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    style: str = ""
    folder: Path | None = None
    leaders: str = "领导名单.yaml"
    phrasing: str = "提法.yaml"
    brief: dict[str, Any] = field(default_factory=dict)

    def wanted(self, row: rules.Rule) -> bool:
        """True where the rule is to be tried."""
        return row.name not in self.off and (not self.only or row.name in self.only)

    def apply(self, row: Row, file: object = None) -> None:
        """Nothing; what the file says goes over what stood before. Raises TemplateError for a rule or value that is none."""
        for name, value in row.rules.items():
            value = {"on": True, "off": False, "开": True, "关": False}.get(value, value) if isinstance(value, str) else value
            value = {text: word for word, text in rules.SEVERITIES.items()}.get(value, value) if isinstance(value, str) else value
            if isinstance(value, str) and value not in rules.SEVERITIES:
                raise TemplateError(f"规则“{name}”的值“{value}”不行", file=file, cure="可以写 on、off、error、warning、info")
            for each in named(name, file):
                if value is False:
                    self.off.add(each)
                else:
                    self.off.discard(each)
                    if isinstance(value, str):
                        self.severity[each] = value
        self.words |= frozenset(row.allow.words)
        self.lines |= frozenset(bare(line) for line in row.allow.lines)
        self.style, self.leaders, self.phrasing = row.style or self.style, row.leaders or self.leaders, row.phrasing or self.phrasing


def bare(text: str) -> str:
    """The text without white space: what allowed lines are compared by."""
    return "".join(text.split())


def named(name: str, file: object = None) -> list[str]:
    """The rules that a name means: one rule, or all of a family by its English or Chinese name. Raises TemplateError."""
    found = rules.load()
    if name in found.rows:
        return [name]
    family = {text: word for word, text in rules.FAMILIES.items()}.get(name, name)
    if family in rules.FAMILIES:
        return [row.name for row in found.family(family)]
    raise TemplateError(f"没有叫“{name}”的规则", file=file,
                        cure=nearest(name, [*found.rows, *rules.FAMILIES, *rules.FAMILIES.values()]) or "用 drafter check --list 看有哪些")


def load(given: str | Path | None = None, *, folder: Path | None = None) -> Settings:
    """The settings: ours, then the user's, then the office's (`given`, else 检查.yaml in the folder). Raises TemplateError."""
    settings = Settings(folder=folder)
    settings.off |= {row.name for row in rules.load().rows.values() if not row.on}
    places = [resources.user_folder("checks") / FILE, Path(given) if given else (folder or Path()) / FILE]
    for path in places:
        if (path.is_file() or (given and path == Path(given))) and yamlfile.parse(path, TemplateError)[0] is not None:
            settings.apply(yamlfile.load(path, Row, TemplateError), path)
    return settings
