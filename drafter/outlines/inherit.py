"""`extends:` and `include:`: an outline made of another one, its sections changed by name."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

from drafter import yamlfile
from drafter.errors import TemplateError, nearest
from drafter.yamlfile import Fault

Path_ = tuple[str | int, ...]
Place = tuple[Path, int, int]
Find = Callable[[str, Path], Path]
DEEPEST = 8  # outlines that extend one another; deeper ones are a circle or a muddle


def read(path: Path, find: Find) -> tuple[dict[str, Any], dict[Path_, Place]]:
    """The outline's values with all it extends and includes put in, and the file, line and column of each.

    `find` gives the file of an outline's name, seen from the file that names it. Raises TemplateError.
    """
    return _read(path, find, ())


def _read(path: Path, find: Find, above: tuple[Path, ...]) -> tuple[dict[str, Any], dict[Path_, Place]]:
    source = yamlfile.read(path, TemplateError)
    values, spots = copy.deepcopy(source.values), source.places
    if not isinstance(values, dict):
        raise yamlfile.shapeless(path, TemplateError)
    places = {key: (path, *spot) for key, spot in spots.items()}
    _include(values, places, path, find, (*above, path))
    parent = values.pop("extends", None)
    if parent is None:
        if stray := [Fault(*places[at], "", f"“{at[-1]}”只用在有 extends 的模板里", "请删掉这一行，或在文件开头写上 extends: 模板名")
                     for at in places if len(at) == 3 and at[0] == "sections" and at[2] in ("after", "before", "drop")]:
            raise yamlfile.combined(stray, TemplateError)
        return values, places
    base, base_places = _other(str(parent), ("extends",), places, path, find, (*above, path))
    return _merged(values, places, base, base_places)


def _other(name: str, at: Path_, places: dict[Path_, Place], path: Path, find: Find,
           above: tuple[Path, ...]) -> tuple[dict[str, Any], dict[Path_, Place]]:
    _, line, column = places.get(at, (path, 1, 1))
    try:
        other = find(name, path)
    except TemplateError as error:
        raise yamlfile.combined([Fault(path, line, column, "", error.cause, error.cure)], TemplateError) from error
    if other in above or len(above) > DEEPEST:
        raise yamlfile.combined([Fault(path, line, column, "", f"“{name}”绕成了圈：{' → '.join(p.stem for p in (*above, other))}",
                                       "请去掉其中一个 extends 或 include")], TemplateError)
    return _read(other, find, above)


def _include(values: dict[str, Any], places: dict[Path_, Place], path: Path, find: Find, above: tuple[Path, ...]) -> None:
    """Nothing; `- include: NAME` among the sections is replaced by the sections of that file."""
    rows = values.get("sections")
    if not isinstance(rows, list) or not any(isinstance(row, dict) and "include" in row for row in rows):
        return
    made: list[Any] = []
    moved: dict[Path_, Place] = {key: spot for key, spot in places.items() if key[:1] != ("sections",)}
    moved[("sections",)] = places.get(("sections",), (path, 1, 1))
    for index, row in enumerate(rows):
        first = len(made)
        if isinstance(row, dict) and "include" in row:
            other, spots = _other(str(row["include"]), ("sections", index, "include"), places, path, find, above)
            rows_there = other.get("sections")
            made += rows_there if isinstance(rows_there, list) else []
            moved |= {("sections", first + int(key[1]), *key[2:]): spot for key, spot in spots.items() if key[0] == "sections" and key[1:]}
        else:
            made.append(row)
            moved |= {("sections", first, *key[2:]): spot for key, spot in places.items() if key[:2] == ("sections", index)}
    values["sections"] = made
    places.clear()
    places.update(moved)


def _merged(values: dict[str, Any], places: dict[Path_, Place], base: dict[str, Any],
            base_places: dict[Path_, Place]) -> tuple[dict[str, Any], dict[Path_, Place]]:
    """The parent's values with the child's put over them; a section of the same name is changed, another one added."""
    own = values.pop("sections", [])
    result = {**base, **values}
    spots = {k: v for k, v in base_places.items() if k[:1] != ("sections",)} | {k: v for k, v in places.items() if k[:1] != ("sections",)}
    above = base.get("sections")
    if not isinstance(own, list) or not isinstance(above, list):  # told by the model
        return result | {"sections": own}, spots | places
    rows: list[tuple[Any, dict[Path_, Place]]] = [
        (row, {k[2:]: v for k, v in base_places.items() if k[:2] == ("sections", i)}) for i, row in enumerate(above)]
    faults: list[Fault] = []
    for index, row in enumerate(own):
        mine = {k[2:]: v for k, v in places.items() if k[:2] == ("sections", index)}
        if isinstance(row, dict):
            faults += _put(dict(row), mine, rows)
        else:
            rows.append((row, mine))
    if faults:
        raise yamlfile.combined(faults, TemplateError)
    result["sections"] = [row for row, _ in rows]
    spots[("sections",)] = places.get(("sections",), base_places.get(("sections",), next(iter(base_places.values()))))
    for i, (_, inner) in enumerate(rows):
        spots |= {("sections", i, *key): spot for key, spot in inner.items()}
    return result, spots


def _put(row: dict[str, Any], mine: dict[Path_, Place], rows: list[tuple[Any, dict[Path_, Place]]]) -> list[Fault]:
    """What is wrong with where the section wants to stand; where nothing is, it stands there."""
    after, before, drop = row.pop("after", None), row.pop("before", None), row.pop("drop", False)
    name = row.get("name")
    names = [r.get("name") if isinstance(r, dict) else None for r, _ in rows]
    for field, wanted in (("after", after), ("before", before), ("name", name if drop else None)):
        if wanted is not None and (wanted not in names or (field != "name" and wanted == name)):
            known = [str(n) for n in names if n not in (None, name if field != "name" else None)]
            cause = f"上一级模板里没有叫“{wanted}”的章" if wanted != name or drop else "不能排在自己前后"
            return [Fault(*mine[(field,)], f"“{name}”一章", cause,
                          nearest(str(wanted), known) or f"有的章：{'、'.join(known)}")]
    if after is not None and before is not None:
        return [Fault(*mine[("before",)], f"“{name}”一章", "after 和 before 只能写一个", "请删掉一个")]
    here = names.index(name) if name in names else None
    if drop:
        if here is not None:
            del rows[here]
        return []
    entry = (row, mine) if here is None else ({**rows[here][0], **row}, rows[here][1] | mine)
    if after is None and before is None:
        rows[here if here is not None else len(rows):(here + 1 if here is not None else len(rows))] = [entry]
        return []
    if here is not None:
        del rows[here]
        names.pop(here)
    rows.insert(names.index(after) + 1 if after is not None else names.index(before), entry)
    return []
