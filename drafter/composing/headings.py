"""Parallel headings: one frame a chapter, filled from the word tables so that no content word stands twice."""

from __future__ import annotations

import itertools
from functools import cache
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from drafter import resources, words, yamlfile
from drafter.aspects import Aspect, CauseRow, MeasureRow, ProblemRow
from drafter.brief import Brief
from drafter.composing.planning import Plan
from drafter.errors import TemplateError
from drafter.outlines import Outline

LIMIT = 60_000  # combinations looked at; six aspects with six rows each are 46,656


class Frame(BaseModel):
    """A heading pattern; `syllables` are the characters of each half."""

    model_config = ConfigDict(extra="forbid")
    name: str
    role: str
    text: str
    syllables: list[int]
    example: str


class Title(NamedTuple):
    """A heading's words, the table row they come from, and the measure's lever if it has one."""

    text: str
    source: str
    lever: str = ""


@cache
def frames() -> dict[str, Frame]:
    """The frames by name."""
    rows, _ = yamlfile.parse(resources.table("frames.yaml"), TemplateError)
    return {row["name"]: Frame.model_validate(row) for row in rows}


@cache
def _short_endings() -> tuple[str, ...]:
    rows, _ = yamlfile.parse(resources.table("short-subjects.yaml"), TemplateError)
    return tuple(row["ending"] for row in rows)


def short_subject(subject: str) -> str:
    """The subject's short form for headings (…深度融合 → 融合), or an empty string where none is safe."""
    return next((ending for ending in _short_endings() if subject.endswith(ending) and subject != ending), "")


def generate(outline: Outline, plan: Plan, brief: Brief) -> dict[tuple[str, str], Title]:
    """The heading of every (role, aspect name) of the outline's parallel chapters."""
    titles: dict[tuple[str, str], Title] = {}
    short = short_subject(brief.subject)
    drawn = [0] * len(plan.aspects)
    for section in outline.sections:
        if not section.each or not section.role:
            continue
        for name in section.frames:
            if name not in frames():
                raise TemplateError(f"没有叫“{name}”的标题句式", place=f"“{section.name}”一节",
                                    cure=f"现有：{'、'.join(frames())}")
        options = [_options(section.role, aspect) for aspect in plan.aspects]
        frame = frames()[section.frames[0]]
        chosen = _best(options, drawn)
        drawn = [rows.index(row) for rows, row in zip(options, chosen, strict=True)]
        for aspect, row in zip(plan.aspects, chosen, strict=True):
            values = row.model_dump()
            values["short"] = f"{short}的" if short else ""
            titles[section.role, aspect.name] = Title(
                frame.text.format(**values), f"{aspect.trade}词表·{aspect.name}", values.get("lever", ""))
    return titles


Row = ProblemRow | CauseRow | MeasureRow


def _options(role: str, aspect: Aspect) -> list[Row]:
    """The table's rows for the aspect, those that bear its name first; a plain row made of the name where there is none."""
    by_role: dict[str, tuple[Row, ...]] = {"problem": aspect.problem, "cause": aspect.cause, "measure": aspect.measure}
    rows = by_role[role]
    if rows:
        return list(rows)
    noun = aspect.name if len(aspect.name) == 4 else f"{aspect.name[:2]}工作"
    plain: dict[str, list[Row]] = {
        "problem": [ProblemRow(noun=noun, gap=g, view=v, adj=a) for g, v, a in (
            ("短板", "推进力度", "大"), ("差距", "实际效果", "好"), ("弱项", "覆盖范围", "广"), ("堵点", "衔接配合", "畅"))],
        "cause": [CauseRow(noun=noun, heavy=h, light=li, root=r, verb=v) for h, li, r, v in (
            ("安排", "跟进", "具体举措", "落细"), ("形式", "内容", "实际需求", "摸准"), ("眼前", "长远", "工作底子", "打牢"))],
        "measure": [MeasureRow(lever=noun, verb=v, object=o) for v, o in (
            ("补齐", "工作短板"), ("理顺", "推进路径"), ("拿出", "过硬举措"), ("见到", "实际成效"))],
    }
    return plain[role]


def _best(options: list[list[Row]], drawn: list[int]) -> list[Row]:
    """One row an aspect: no content word twice in a slot; rows of the same number make a thread and are preferred."""
    sizes = 1
    for rows in options:
        sizes *= len(rows)
    best: tuple[float, list[Row]] | None = None
    for combination in itertools.islice(itertools.product(*(enumerate(rows) for rows in options)), min(sizes, LIMIT)):
        rows = [row for _, row in combination]
        cost = 0.4 * sum(abs(index - d) for (index, _), d in zip(combination, drawn, strict=True)) + _clashes(rows)
        if best is None or cost < best[0]:
            best = (cost, rows)
    assert best is not None
    return best[1]


def _clashes(rows: list[Row]) -> float:
    """How many content words stand twice in one slot, and how many pairs of characters twice anywhere."""
    cost = 0.0
    values = [row.model_dump() for row in rows]
    for slot in values[0]:
        column = [v[slot] for v in values]
        cost += 3.0 * (len(column) - len(set(column)))
    seen: dict[str, int] = {}
    for value in values:
        for word in {w for text in value.values() for w in words.bigrams(text)}:
            seen[word] = seen.get(word, 0) + 1
    return cost + 0.5 * sum(n - 1 for n in seen.values())
