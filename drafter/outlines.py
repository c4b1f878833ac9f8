"""Outlines (模板): YAML files in templates/ that say what a kind of document is made of."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from drafter import resources, yamlfile
from drafter.brief import Use
from drafter.errors import BriefError, TemplateError, nearest

Role = Literal["problem", "cause", "measure"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Step(_Part):
    """One sentence of an opening or closing: `text` in Jinja2, or `facts` of some uses, or a `gap`."""

    text: str = ""
    facts: list[Use] = Field(default_factory=list)
    gap: str = ""
    when: Literal["", "facts", "no_facts"] = ""


class Section(_Part):
    """One chapter; `each: aspect` gives it an item for every aspect of the plan, with a heading from the frame."""

    name: str
    share: float = Field(ge=0, le=100)
    heading: str = ""
    steps: list[Step] = Field(default_factory=list)
    lead_in: list[str] = Field(default_factory=list)
    each: Literal["", "aspect"] = ""
    role: Role | None = None
    frames: list[str] = Field(default_factory=list)
    facts: list[Use] = Field(default_factory=list)
    gap: str = ""
    closing: list[Step] = Field(default_factory=list)


class Outline(_Part):
    """A kind of document: title, sections in order, signature and style."""

    kind: str
    subkind: str = ""
    describe: str = ""
    title: str
    length: int = Field(default=2500, ge=300)
    style: str = "gb9704"
    byline: bool = False
    salutation: str = ""
    sections: list[Section] = Field(min_length=1)
    signature: bool = True


def files() -> list[Path]:
    """The outline files in force: the user's own first, then ours; his replaces ours of the same name."""
    found: dict[str, Path] = {}
    for place in (resources.user_folder("templates"), resources.folder("templates")):
        for path in sorted(place.glob("*.yaml")):
            found.setdefault(path.name, path)
    return sorted(found.values())


def load(path: Path) -> Outline:
    """The outline in that file. Raises TemplateError with file, line, cause and cure."""
    return yamlfile.load(path, Outline, TemplateError)


def every() -> dict[str, tuple[Path, Outline]]:
    """All outlines by file name without suffix."""
    return {path.stem: (path, load(path)) for path in files()}


def choose(kind: str, subkind: str = "") -> Outline:
    """The outline for a kind of document. Raises BriefError where there is none."""
    known = [outline for _, outline in every().values()]
    matches = [o for o in known if o.kind == kind and (not subkind or o.subkind in ("", subkind))]
    if not matches:
        kinds = sorted({o.kind for o in known})
        raise BriefError(f"还没有“{kind}{subkind and '·' + subkind}”的模板",
                         cure=nearest(kind, [k for k in kinds if k != kind]) or f"现有的文种：{'、'.join(kinds)}")
    return next((o for o in matches if o.subkind == subkind), matches[0])
