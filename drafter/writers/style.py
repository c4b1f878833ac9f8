"""Layout styles (版式): templates/styles/*.yaml, page, faces and distances with their units in the names and their clauses."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from drafter import resources, yamlfile
from drafter.errors import TemplateError, nearest

DEEPEST = 8  # styles that extend one another; deeper ones are a circle or a muddle
Place = tuple[Path, int, int]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    clause: str = ""  # the clause (条款) that the values of this part come from, or 惯例 where the standard says nothing


class Page(_Part):
    """Paper and margins in millimetres."""

    width_mm: float
    height_mm: float
    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float

    @property
    def room_mm(self) -> float:
        """The width of the type area."""
        return self.width_mm - self.left_mm - self.right_mm

    @property
    def depth_mm(self) -> float:
        """The height of the type area."""
        return self.height_mm - self.top_mm - self.bottom_mm


class Number(_Part):
    """The page number: its face, the distance of its middle below the type area, its side (outer: odd pages right, even left)."""

    font: str
    size_pt: float
    below_mm: float = 7
    align: Literal["outer", "center"] = "outer"


class Look(_Part):
    """One paragraph style: `style` is its name in Word, indents are in characters of its own size, before and after in lines."""

    style: str
    font: str
    size_pt: float
    align: Literal["left", "center", "right", "both", "distribute"] = "left"
    indent_chars: float = 0
    hanging_chars: float = 0
    left_chars: float = 0
    right_chars: float = 0
    before_lines: float = 0
    after_lines: float = 0
    pitch_pt: float | None = None
    outline: int | None = None
    color: str = ""
    new_page: bool = False


class HeadMeasures(_Part):
    """Distances of the 版头: mark from the type area's top, blank lines, the red rule under the number; of the order's head too."""

    mark_mm: float
    order_mark_mm: float
    number_lines: float
    title_lines: float
    rule_mm: float
    rule_pt: float
    color: str


class LetterMeasures(_Part):
    """Distances of a letter (信函): its mark from the paper's top, its rules, the lower one from the paper's foot."""

    mark_mm: float
    rule_below_mm: float
    rule_width_mm: float
    rule_foot_mm: float
    below_rule_mm: float


class Closing(_Part):
    """署名 and 成文日期: characters from the right, blank lines above, with a seal and without; a longer date's start behind the name's."""

    seal_date_chars: float
    seal_lines: float
    plain_name_chars: float
    plain_date_shift_chars: float
    plain_lines: float


class ImprintMeasures(_Part):
    """Rules of the 版记 in points: the first and last, and those between."""

    outer_pt: float
    inner_pt: float


class Deviation(_Part):
    """Where a style departs from the standard: what it does, and why."""

    what: str
    why: str


class Style(_Part):
    """A whole layout; `clause` is that of `pitch_pt` and `spacing_pt`."""

    name: str
    describe: str = ""
    page: Page
    pitch_pt: float = Field(gt=0)
    spacing_pt: float = 0
    page_number: Number
    head: HeadMeasures
    letter: LetterMeasures
    closing: Closing
    imprint: ImprintMeasures
    paragraphs: dict[str, Look]
    deviations: tuple[Deviation, ...] = ()

    @property
    def lines(self) -> int:
        """Lines on a full page."""
        return int(self.page.depth_mm / 25.4 * 72 / self.pitch_pt)

    @property
    def chars(self) -> int:
        """Characters of the body's size on a full line."""
        return int(self.page.room_mm / 25.4 * 72 / (self.paragraphs["body"].size_pt + self.spacing_pt))


@cache
def load(name: str) -> Style:
    """The style of that name: the user's own, else ours. Raises TemplateError."""
    path = _find(name)
    values, places = _read(path, ())
    return yamlfile.checked(values, places, Style, TemplateError, path)


def names() -> list[str]:
    """The styles there are, the user's own too."""
    return sorted({p.stem for place in _places() for p in place.glob("*.yaml")})


def _places() -> list[Path]:
    return [resources.user_folder("templates") / "styles", resources.folder("templates") / "styles"]


def _find(name: str, but: Path | None = None) -> Path:
    """The file of that style; an own style that extends ours of the same name is not meant by itself."""
    for place in _places():
        path = place / f"{name}.yaml"
        if path.is_file() and path != but:
            return path
    raise TemplateError(f"没有叫“{name}”的版式", cure=nearest(name, names()) or f"现有：{'、'.join(names())}")


def _read(path: Path, above: tuple[Path, ...]) -> tuple[dict[str, Any], dict[tuple[str | int, ...], Place]]:
    """The values with all that the style extends put in, and the file, line and column of each."""
    source = yamlfile.read(path, TemplateError)
    if not isinstance(source.values, dict):
        raise yamlfile.shapeless(path, TemplateError)
    values = copy.deepcopy(source.values)
    places = {key: (path, *spot) for key, spot in source.places.items()}
    parent = values.pop("extends", None)
    if parent is None:
        return values, places
    try:
        other = _find(str(parent), path)
    except TemplateError as error:
        raise yamlfile.combined([yamlfile.Fault(*places[("extends",)], "", error.cause, error.cure)], TemplateError) from error
    if other in above or len(above) > DEEPEST:
        raise yamlfile.combined([yamlfile.Fault(*places[("extends",)], "", f"“{parent}”绕成了圈", "请去掉其中一个 extends")], TemplateError)
    base, spots = _read(other, (*above, path))
    own = values.get("deviations")
    if isinstance(own, list) and isinstance(base.get("deviations"), list):  # the parent's stand behind the style's own
        for key, spot in list(spots.items()):
            if key[0:1] == ("deviations",) and key[1:]:
                places[("deviations", int(key[1]) + len(own), *key[2:])] = spot
        values["deviations"] = own + base["deviations"]
    return _over(base, values), spots | places


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The base with the own values put over it, mappings field by field."""
    both = dict(base)
    for key, value in own.items():
        below = both.get(key)
        both[key] = _over(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return both


_FIELDS = {
    "width_mm": "宽 {} mm", "height_mm": "高 {} mm", "top_mm": "上 {} mm", "bottom_mm": "下 {} mm", "left_mm": "左 {} mm",
    "right_mm": "右 {} mm", "font": "{}", "size_pt": "{} 磅", "below_mm": "版心下 {} mm", "indent_chars": "首行缩进 {} 字",
    "hanging_chars": "悬挂 {} 字", "left_chars": "左空 {} 字", "right_chars": "右空 {} 字", "before_lines": "前空 {} 行",
    "after_lines": "后空 {} 行", "pitch_pt": "行距 {} 磅", "outline": "大纲 {} 级", "color": "颜色 {}", "mark_mm": "标志上边缘距上 {} mm",
    "order_mark_mm": "命令标志距版心上边缘 {} mm", "number_lines": "标志下空 {} 行", "title_lines": "分隔线下空 {} 行",
    "rule_mm": "分隔线在发文字号下 {} mm", "rule_pt": "分隔线粗 {} 磅", "rule_below_mm": "标志下 {} mm 双线",
    "rule_width_mm": "双线长 {} mm",
    "rule_foot_mm": "下双线距纸下边 {} mm", "below_rule_mm": "线下 {} mm 起排", "seal_date_chars": "盖章：日期右空 {} 字",
    "seal_lines": "盖章：前空 {} 行", "plain_name_chars": "不盖章：署名右空 {} 字",
    "plain_date_shift_chars": "不盖章：日期比署名右移 {} 字",
    "plain_lines": "不盖章：前空 {} 行", "outer_pt": "首末线 {} 磅", "inner_pt": "中间线 {} 磅",
}
_WORDS = {"left": "居左", "center": "居中", "right": "居右", "both": "两端对齐", "distribute": "分散对齐", "outer": "单页居右、双页居左"}
_PARTS = (("page", "纸张和页边"), ("page_number", "页码"), ("head", "版头"), ("letter", "信函格式"), ("closing", "署名和成文日期"),
          ("imprint", "版记"))


def explain(style: Style) -> list[str]:
    """The style in lines for the user: every value with its clause, then where it departs from the standard and why."""
    lines = [f"版式 {style.name}：{style.describe}",
             f"行和字：行距 {style.pitch_pt:g} 磅，字距 {style.spacing_pt:+g} 磅，"
             f"每页 {style.lines} 行、每行 {style.chars} 字（{style.clause}）"]
    for field, word in _PARTS:
        part = getattr(style, field)
        lines.append(f"{word}：{_values(part)}（{part.clause}）")
    lines += [f"{look.style}：{_values(look)}（{look.clause}）" for look in style.paragraphs.values()]
    if not style.deviations:
        return [*lines, "与标准没有不同。"]
    return [*lines, "与标准不同的地方：", *(f"  {n}. {d.what}：{d.why}" for n, d in enumerate(style.deviations, 1))]


def _values(part: _Part) -> str:
    """The part's values in words; what is nought, empty or a name is left out."""
    shown = []
    for field, value in part.model_dump().items():
        if field == "align":
            shown.append(_WORDS[value])
        elif field == "new_page":
            shown += ["另起一页"] if value else []
        elif field in _FIELDS and value not in (0, None, ""):
            shown.append(_FIELDS[field].format(f"{value:g}" if isinstance(value, float | int) else value))
    return "，".join(shown)
