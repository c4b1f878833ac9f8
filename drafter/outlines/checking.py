"""What is wrong in an outline's strings, before anything is drafted: variables, filters, braces, and what would print a blank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from drafter import yamlfile
from drafter.errors import TemplateError
from drafter.outlines import sandbox
from drafter.yamlfile import Fault, Keys, Where

# What has no value yet where a string is rendered, and where it has one.
_ITEM = {"item": "条目（items）里", "number": "条目（items）里", "index": "条目（items）里", "has": "章和条目的步骤里",
         "aspect": "按方面分的条目里", "stage": "“each: 阶段”的条目里", "fact": "“each: 事实”的条目里"}
_EARLY = {"aspects": "章里的文字中", "n_main": "章里的文字中", "n": "章里的文字中", "chapters": "章里的文字中"}
_FUNCTIONS = dict.fromkeys(sandbox.FUNCTIONS, "章里的文字中")
_WHOLE = {"n": "章里的文字中"} | _ITEM  # title, address


class String(NamedTuple):
    """A string of an outline: where it stands, what it says, whether it is a condition, and what it may not use."""

    at: Keys
    text: str
    expression: bool
    without: dict[str, str]


def strings(values: dict[str, Any]) -> Iterator[String]:
    """Every string of the outline that is rendered, in the order of the file."""
    for field in ("title", "address", "main_to"):
        yield from _one((field,), values, _WHOLE)
    for i, section in enumerate(_listed(values.get("sections"))):
        at: Keys = ("sections", i)
        yield from _one((*at, "heading"), section, {"chapters": _EARLY["chapters"]} | _ITEM | _FUNCTIONS)
        yield from _one((*at, "when"), section, _EARLY | _ITEM | _FUNCTIONS, expression=True)
        yield from _one((*at, "lead_in"), section, _ITEM)
        for field in ("steps", "closing"):
            yield from _steps((*at, field), section.get(field), {name: place for name, place in _ITEM.items() if name != "has"})
        items = section.get("items")
        if isinstance(items, dict):
            each = items.get("each", "方面")
            bare = {name: _ITEM[name] for name, one in (("aspect", "方面"), ("stage", "阶段"), ("fact", "事实")) if each != one}
            yield from _one((*at, "items", "heading"), items, bare | {"item": _ITEM["item"]})
            yield from _steps((*at, "items", "recipe"), items.get("recipe"), bare)
        for k, item in enumerate(_listed(items)):
            bare = {name: _ITEM[name] for name in ("aspect", "stage", "fact")}
            yield from _one((*at, "items", k, "heading"), item, bare | {"item": _ITEM["item"]})
            yield from _one((*at, "items", k, "when"), item, _EARLY | _ITEM | _FUNCTIONS, expression=True)
            yield from _steps((*at, "items", k, "recipe"), item.get("recipe"), bare)


def _listed(value: Any) -> list[dict[str, Any]]:
    """The rows of a list; {} stands for a row that is none, so that the others keep their numbers."""
    return [row if isinstance(row, dict) else {} for row in value] if isinstance(value, list) else []


def _steps(at: Keys, value: Any, without: dict[str, str]) -> Iterator[String]:
    for k, step in enumerate(_listed(value)):
        for field in ("text", "gap", "settle"):
            yield from _one((*at, k, field), step, without)
        yield from _one((*at, k, "when"), step, without | _FUNCTIONS, expression=True)


def _one(at: Keys, holder: dict[str, Any], without: dict[str, str], *, expression: bool = False) -> Iterator[String]:
    value = holder.get(str(at[-1]))
    if isinstance(value, str):
        yield String(at, value, expression, without)
    elif isinstance(value, list):
        for k, text in enumerate(value):
            if isinstance(text, str):
                yield String((*at, k), text, expression, without)


def faults(values: dict[str, Any], places: Where, *, grave: bool = True) -> list[Fault]:
    """The faults of every string, each at its own line and column; with `grave=False` what is only worth a warning."""
    found = []
    for string in strings(values):
        for slip in sandbox.slips(string.text, expression=string.expression):
            if slip.grave is grave:
                found.append(placed(string.at, values, places, slip.offset, slip.cause, slip.cure))
        if grave:
            found += [placed(string.at, values, places, offset, f"“{name}”在这里没有值，只用在{string.without[name]}",
                             "请换一个变量，或挪到那里去")
                      for name, offset in sandbox.names(string.text, expression=string.expression).items() if name in string.without]
    return found


def placed(at: Keys, values: dict[str, Any], places: Where, offset: int, cause: str, cure: str) -> Fault:
    """The fault at that character of the string there."""
    exact = at
    while exact and exact not in places:
        exact = exact[:-1]
    file, line, column = places[exact]
    line, column = yamlfile.read(file, TemplateError).character((line, column), offset)
    return Fault(file, line, column, yamlfile.in_words(at, values), cause, cure)
