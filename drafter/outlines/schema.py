"""JSON Schema of outlines and briefs, so that an editor program prompts and checks while they are written."""

from __future__ import annotations

from typing import Any

from drafter.brief import Brief
from drafter.outlines.model import Outline

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLACE = {  # what a section may say of its place in an outline that extends another (outlines.inherit)
    "after": {"type": "string", "description": "排在上一级模板的哪一章后面"},
    "before": {"type": "string", "description": "排在上一级模板的哪一章前面"},
    "drop": {"type": "boolean", "description": "true 就是不要上一级模板的这一章"},
}


def brief() -> dict[str, Any]:
    """The schema of a brief."""
    return _dressed(Brief.model_json_schema(), "任务书")


def outline() -> dict[str, Any]:
    """The schema of an outline, with `extends`, `include` and a section's place, which are gone once an outline is read."""
    made = _dressed(Outline.model_json_schema(), "模板")
    section = made["$defs"]["Section"]
    section["properties"] |= _PLACE
    section["required"] = ["name"]
    made["$defs"]["Include"] = {"type": "object", "additionalProperties": False, "required": ["include"], "properties": {
        "include": {"type": "string", "description": "把另一个模板的各章放在这里"}}}
    made["properties"]["sections"]["items"] = {"anyOf": [{"$ref": "#/$defs/Section"}, {"$ref": "#/$defs/Include"}]}
    made["properties"]["extends"] = {"type": "string", "description": "在哪个模板的基础上改；这里写的盖过它的"}
    required = made.pop("required")
    return made | {"anyOf": [{"required": ["extends"]}, {"required": required}]}


def _dressed(schema: dict[str, Any], title: str) -> dict[str, Any]:
    """The schema without pydantic's English titles and docstrings."""
    def bare(value: Any, inside: str = "") -> Any:
        if isinstance(value, dict):
            return {k: bare(v, k) for k, v in value.items()
                    if inside == "properties" or not (k == "title" or (k == "description" and "properties" in value))}
        return [bare(v) for v in value] if isinstance(value, list) else value

    return {"$schema": _DIALECT, "title": title, **bare(schema)}
