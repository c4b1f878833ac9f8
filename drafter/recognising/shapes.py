"""The shapes of the parts (shapes.yaml): what a line that is a date, a 发文字号, a 主送 … looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_GAP = "【待[填定]：[^】]*】"


@dataclass(frozen=True)
class Shape:
    """One shape: the part in Chinese, where it is laid down, lines that have it (`right`) and lines that must not (`wrong`)."""

    name: str
    part: str
    source: str
    pattern: re.Pattern[str]
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    most: int


@cache
def shapes() -> dict[str, Shape]:
    """The shapes by name."""
    rows = yaml.safe_load((Path(__file__).parent / "shapes.yaml").read_text(encoding="utf-8"))
    return {row["name"]: Shape(row["name"], row["part"], row["source"], re.compile(row["pattern"].replace("GAP", f"(?:{_GAP})")),
                               tuple(map(str, row["right"])), tuple(map(str, row["wrong"])), row.get("most", 2000)) for row in rows}


def has(text: str, *names: str) -> bool:
    """True where the line has one of the shapes."""
    return any(match(text, name) is not None for name in names)


def match(text: str, name: str) -> re.Match[str] | None:
    """The match of the whole line with the shape, or None."""
    shape = shapes()[name]
    return shape.pattern.fullmatch(text) if len(text) <= shape.most else None
