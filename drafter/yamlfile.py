"""Read YAML with the place of every key, and say errors as file:line:column in Chinese."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from drafter.errors import DrafterError, InputError, nearest, reason

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[int, int]

MAX_BYTES = 1_000_000  # a template or brief of more than 1 MB is no template (design.md: bounded size)
MAX_ALIASES = 50


class _Positions:
    """The line and column of every value, by its path of keys and indices."""

    def __init__(self) -> None:
        self.places: dict[tuple[str | int, ...], Place] = {}
        self.doubles: list[tuple[str, int]] = []

    def note(self, node: yaml.Node, path: tuple[str | int, ...] = (), seen: frozenset[int] = frozenset()) -> None:
        self.places.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
        if id(node) in seen:
            return
        seen = seen | {id(node)}
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if (*path, str(key.value)) in self.places:
                    self.doubles.append((str(key.value), key.start_mark.line + 1))
                self.places[(*path, str(key.value))] = (key.start_mark.line + 1, key.start_mark.column + 1)
                self.note(value, (*path, str(key.value)), seen)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                self.note(value, (*path, index), seen)


def parse(path: Path, error: type[DrafterError] = InputError) -> tuple[Any, dict[tuple[str | int, ...], Place]]:
    """The values of a YAML file, and the place of each. Raises `error` with line and column."""
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise error(f"读不出来（{reason(problem)}）", file=path, cure="请检查文件名和路径") from problem
    if len(data) > MAX_BYTES:
        raise error("文件超过 1 MB，不像是模板或任务书", file=path, cure="请检查是不是给错了文件")
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise error("这是 Word 文档或压缩文件，不是 YAML", file=path, cure="请给任务书或模板的 .yaml 文件")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise error("不是 UTF-8 编码", file=path, cure="请用记事本另存为 UTF-8") from problem
    if text.count("*") > MAX_ALIASES and sum(1 for e in _events(text, path, error) if isinstance(e, yaml.AliasEvent)) > MAX_ALIASES:
        raise error("YAML 里的引用（*）太多", file=path, cure="请把内容直接写出来")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    positions = _Positions()
    try:
        node = yaml.compose(text, Loader=loader)
        if node is not None:
            positions.note(node)
        if positions.doubles:
            field, line = positions.doubles[0]
            raise error(f"“{field}”写了两遍", file=path, place=f"第{line}行", cure="请留一个")
        return yaml.load(text, Loader=loader), positions.places
    except ValueError as problem:
        raise error(f"有一个日期或数字不存在（{problem}）", file=path, cure="日期写成 2026-09-18 这样") from problem
    except (yaml.YAMLError, RecursionError) as problem:
        raise _syntax(path, problem, error) from problem


def _events(text: str, path: Path, error: type[DrafterError]) -> list[yaml.Event]:
    try:
        return list(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.YAMLError as problem:
        raise _syntax(path, problem, error) from problem


def _syntax(path: Path, problem: Exception, error: type[DrafterError]) -> DrafterError:
    mark = getattr(problem, "problem_mark", None)
    place = f"第{mark.line + 1}行第{mark.column + 1}列" if mark else ""
    return error("YAML 写法有误", file=path, place=place,
                 cure="多半是冒号后少了空格、缩进没对齐、引号没成对，或用了制表符")


def load(path: Path, model: type[Model], error: type[DrafterError] = InputError) -> Model:
    """The file's contents as a checked model; all faults of the file are told in one line."""
    values, spots = parse(path, error)
    if not isinstance(values, dict):
        raise error("内容应当是“字段: 值”的形式", file=path, cure="请对照 examples 文件夹里的例子")
    return checked(values, {key: (path, *spot) for key, spot in spots.items()}, model, error, path)


def checked(values: dict[str, Any], places: dict[tuple[str | int, ...], tuple[Path, int, int]], model: type[Model],
            error: type[DrafterError], path: Path) -> Model:
    """The values as a checked model; `places` tells the file, line and column of each. Raises `error` with all faults."""
    try:
        return model.model_validate(values)
    except ValidationError as problem:
        faults = [_fault(item, model, places, path) for item in problem.errors()]
        file, place, cause, cure = faults[0]
        if len(faults) > 1:
            cause += "；另有：" + "；".join(f"{p} {c}" for _, p, c, _ in faults[1:6])
        raise error(cause, file=file, place=place, cure=cure) from problem


def load_rows(path: Path, model: type[Model], error: type[DrafterError] = InputError, *, plain: str) -> list[tuple[Model, int]]:
    """The items of a file that is one list, each with its line; an item that is a plain string is the model's field `plain`."""
    values, places = parse(path, error)
    if values is None:
        return []
    if not isinstance(values, list):
        raise error("内容应当是一列，每行一个“- ”", file=path, place="第1行第1列", cure="一条一行，行首写“- ”（横线后面空一格）")
    rows = []
    for number, value in enumerate(values):
        inside = {key[1:]: (path, *place) for key, place in places.items() if key[:1] == (number,)}
        try:
            rows.append((model.model_validate({plain: value} if not isinstance(value, dict) else value), inside[()][1]))
        except ValidationError as problem:
            first = min(problem.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
            _, place, cause, cure = _fault(first, model, inside, path)
            if isinstance(value, dict) and plain not in value:
                cure = "话里有半角冒号“: ”的，请整条用引号括起来；不然请写 {" + plain + ": …}"
            raise error(f"第 {number + 1} 条{cause}", file=path, place=place, cure=cure) from problem
    return rows


MESSAGES = {
    "missing": "缺少字段“{field}”",
    "extra_forbidden": "不认识的字段“{field}”",
    "string_type": "“{field}”应当是文字",
    "int_type": "“{field}”应当是数字",
    "int_parsing": "“{field}”应当是数字",
    "list_type": "“{field}”应当是一列（[甲, 乙] 或每行一个“- ”）",
    "dict_type": "“{field}”应当是“字段: 值”",
    "model_type": "“{field}”应当是“字段: 值”",
    "date_type": "“{field}”应当是日期，如 2026-09-18",
    "date_from_datetime_parsing": "“{field}”应当是日期，如 2026-09-18",
    "date_parsing": "“{field}”应当是日期，如 2026-09-18",
    "string_too_short": "“{field}”是空的",
    "too_short": "“{field}”太少，至少要 {min_length} 个",
    "greater_than_equal": "“{field}”不能小于 {ge}",
    "less_than_equal": "“{field}”不能大于 {le}",
    "literal_error": "“{field}”只能是 {expected}",
    "bool_type": "“{field}”应当是 true 或 false",
}


def _fault(item: Any, model: type[BaseModel], places: dict[tuple[str | int, ...], tuple[Path, int, int]],
           file: Path) -> tuple[Path, str, str, str]:
    """(file, place, cause, cure) of one pydantic error."""
    path = tuple(part for part in item["loc"] if part not in ("Items", "list[Item]"))
    field = str(path[-1]) if path else ""
    if isinstance(path[-1] if path else "", int) and len(path) > 1:
        field = f"{path[-2]} 的第 {int(path[-1]) + 1} 项"
    template = MESSAGES.get(item["type"])
    context = item.get("ctx") or {}
    if template:
        values = {name: re.sub(", | or ", "、", str(value).replace("'", "")) for name, value in context.items()}
        cause = template.format(field=field, **values)
    else:
        cause = str(context.get("error") or item["msg"])
    known = _fields(model, path[:-1])
    cure = ""
    if item["type"] == "extra_forbidden":
        cure = nearest(field, known) or f"可用的字段有：{'、'.join(known)}"
    elif item["type"] == "missing":
        cure = f"请补上一行“{field}: …”"
    exact = path
    while exact and exact not in places:
        exact = exact[:-1]
    file, line, column = places.get(exact, (file, 1, 1))
    return file, f"第{line}行第{column}列", cause, cure


def _fields(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """The field names that are known at that place of the model."""
    current: Any = model
    for step in path:
        if isinstance(step, int):
            continue
        field = getattr(current, "model_fields", {}).get(step)
        if field is None:
            break
        current = next((a for a in _arguments(field.annotation) if hasattr(a, "model_fields")), field.annotation)
    return list(getattr(current, "model_fields", {}))


def _arguments(annotation: Any) -> list[Any]:
    """The types inside an annotation such as list[Fact] | None."""
    inner = getattr(annotation, "__args__", None)
    return [annotation] if not inner else [found for arg in inner for found in _arguments(arg)]
