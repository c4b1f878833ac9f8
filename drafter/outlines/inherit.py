"""`extends:` and `include:`: an outline made of another one, its sections changed by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from drafter import yamlfile
from drafter.errors import TemplateError, nearest

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
    values, spots = yamlfile.parse(path, TemplateError)
    if not isinstance(values, dict):
        raise TemplateError("内容应当是“字段: 值”的形式", file=path, place="第1行第1列",
                            cure="请对照随程序带的模板，或用 drafter template new")
    places = {key: (path, *spot) for key, spot in spots.items()}
    _include(values, places, path, find, (*above, path))
    parent = values.pop("extends", None)
    if parent is None:
        return values, places
    base, base_places = _other(str(parent), ("extends",), places, path, find, (*above, path))
    return _merged(values, places, base, base_places)


def _other(name: str, at: Path_, places: dict[Path_, Place], path: Path, find: Find,
           above: tuple[Path, ...]) -> tuple[dict[str, Any], dict[Path_, Place]]:
    _, line, column = places.get(at, (path, 1, 1))
    place = f"第{line}行第{column}列"
    try:
        other = find(name, path)
    except TemplateError as error:
        raise TemplateError(error.cause, file=path, place=place, cure=error.cure) from error
    if other in above or len(above) > DEEPEST:
        raise TemplateError(f"“{name}”绕成了圈：{' → '.join(p.stem for p in (*above, other))}", file=path, place=place,
                            cure="请去掉其中一个 extends 或 include")
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
            made += other.get("sections") or []
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
    own = values.pop("sections", None)
    result = {**base, **values}
    spots = {k: v for k, v in base_places.items() if k[:1] != ("sections",)} | {k: v for k, v in places.items() if k[:1] != ("sections",)}
    rows: list[tuple[dict[str, Any], dict[Path_, Place]]] = [
        (dict(row), {k[2:]: v for k, v in base_places.items() if k[:2] == ("sections", i)})
        for i, row in enumerate(base.get("sections") or []) if isinstance(row, dict)]
    for index, row in enumerate(own if isinstance(own, list) else []):
        if not isinstance(row, dict):
            continue
        row = dict(row)
        mine = {k[2:]: v for k, v in places.items() if k[:2] == ("sections", index)}
        file, line, column = places.get(("sections", index), next(iter(places.values())))
        after, before, drop = row.pop("after", None), row.pop("before", None), row.pop("drop", False)
        names = [r.get("name") for r, _ in rows]
        for wanted in (after, before, row.get("name") if drop else None):
            if wanted is not None and wanted not in names:
                raise TemplateError(f"上一级模板里没有叫“{wanted}”的章", file=file, place=f"第{line}行第{column}列",
                                    cure=nearest(str(wanted), names) or f"有的章：{'、'.join(map(str, names))}")
        here = names.index(row.get("name")) if row.get("name") in names else None
        if drop and here is not None:
            del rows[here]
            continue
        entry = (row, mine) if here is None else ({**rows[here][0], **row}, rows[here][1] | mine)
        if after is not None or before is not None:
            if here is not None:
                del rows[here]
                names.pop(here)
            rows.insert(names.index(after) + 1 if after is not None else names.index(before), entry)
        elif here is None:
            rows.append(entry)
        else:
            rows[here] = entry
    result["sections"] = [row for row, _ in rows]
    spots[("sections",)] = places.get(("sections",), base_places.get(("sections",), next(iter(base_places.values()))))
    for i, (_, inner) in enumerate(rows):
        spots |= {("sections", i, *key): spot for key, spot in inner.items()}
    return result, spots
