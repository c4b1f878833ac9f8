"""Layout styles (版式): templates/styles/*.yaml, page and fonts with their units in the names."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from drafter import resources, yamlfile
from drafter.errors import TemplateError, nearest


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(_Part):
    """Paper and margins in millimetres."""

    width_mm: float
    height_mm: float
    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float


class Number(_Part):
    """Typeface of the page number."""

    font: str
    size_pt: float


class Look(_Part):
    """One paragraph style: `style` is its name in Word, indents are in characters of its own size."""

    style: str
    font: str
    size_pt: float
    align: Literal["left", "center", "right", "both"] = "left"
    indent_chars: float = 0
    right_chars: float = 0
    before_lines: float = 0
    pitch_pt: float | None = None
    outline: int | None = None


class Style(_Part):
    """A whole layout."""

    name: str
    describe: str = ""
    page: Page
    pitch_pt: float = Field(gt=0)
    spacing_pt: float = 0
    footer_mm: float = 25
    page_number: Number
    paragraphs: dict[str, Look]


@cache
def load(name: str) -> Style:
    """The style of that name: the user's own, else ours. Raises TemplateError."""
    places = [resources.user_folder("templates") / "styles", resources.folder("templates") / "styles"]
    for place in places:
        path = place / f"{name}.yaml"
        if path.is_file():
            return yamlfile.load(path, Style, TemplateError)
    known = sorted({p.stem for place in places for p in place.glob("*.yaml")})
    raise TemplateError(f"没有叫“{name}”的版式", cure=nearest(name, known) or f"现有：{'、'.join(known)}")
