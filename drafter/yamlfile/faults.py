"""Faults of a YAML file's contents, told with their place, their path in words, the cause and the cure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from drafter.errors import DrafterError, nearest
from drafter.yamlfile import excerpt

Keys = tuple[str | int, ...]
Where = dict[Keys, tuple[Path, int, int]]
TAGS = ("按条", "写明")  # how model.py tells the two shapes of `items` apart; no part of a path
SHOWN = 20  # faults told at once


class Fault(NamedTuple):
    """One fault: file, line and column (from 1; 0: the whole file), the path in words, cause, cure."""

    file: Path
    line: int
    column: int
    words: str
    cause: str
    cure: str = ""


def combined(faults: Iterable[Fault], error: type[DrafterError]) -> DrafterError:
    """The first fault as an error that carries the others, in the order of their lines."""
    rows = list(dict.fromkeys(faults))
    first = rows[0].file
    rows.sort(key=lambda f: (f.file != first, str(f.file), f.line, f.column))
    made = [error(f.cause, file=f.file, place="，".join(p for p in (f"第{f.line}行第{f.column}列" if f.line else "", f.words) if p),
                  cure=f.cure, excerpt=excerpt.of(f.file, f.line, f.column)) for f in rows[:SHOWN]]
    made[0].others = made[1:]
    return made[0]


_COUNTED = {"sections": "节", "recipe": "步", "steps": "步", "closing": "步", "items": "条", "facts": "条", "text": "种说法",
            "lead_in": "种说法"}


def in_words(path: Keys, values: Any) -> str:
    """A path as an editor would say it: 第3节“原因”的 items 的 recipe 第2步."""
    said: list[str] = []
    current = values
    for index, part in enumerate(path):
        above = path[index - 1] if index else ""
        current = _inside(current, part)
        if isinstance(part, int):
            ordinal = f"第{part + 1}{_COUNTED.get(str(above), '项')}"
            if above == "sections":
                name = current.get("name") if isinstance(current, dict) else None
                said[-1:] = [ordinal + (f"“{name}”" if isinstance(name, str) else "")]
            else:
                said[-1:] = [f"{said[-1]} {ordinal}"] if said else [ordinal]
        else:
            said.append(str(part))
    return re.sub("(?<=[A-Za-z_])的 ", " 的 ", "的 ".join(said))


def _inside(values: Any, part: str | int) -> Any:
    if isinstance(values, dict):
        return values.get(part)
    return values[part] if isinstance(values, list) and isinstance(part, int) and part < len(values) else None


MESSAGES = {
    "missing": "缺少字段“{field}”",
    "extra_forbidden": "不认识的字段“{field}”",
    "string_type": "“{field}”应当是文字",
    "invalid_key": "字段名应当是文字",
    "string_unicode": "“{field}”里有不是文字的字节",
    "int_type": "“{field}”应当是数字",
    "int_parsing": "“{field}”应当是数字",
    "int_from_float": "“{field}”应当是整数",
    "float_type": "“{field}”应当是数字",
    "float_parsing": "“{field}”应当是数字",
    "list_type": "“{field}”应当是一列（[甲, 乙] 或每行一个“- ”）",
    "dict_type": "“{field}”应当是“字段: 值”",
    "model_type": "“{field}”应当是“字段: 值”",
    "model_attributes_type": "“{field}”应当是“字段: 值”",
    "union_tag_not_found": "“{field}”应当是“字段: 值”，或一列“- heading: …”",
    "date_type": "“{field}”应当是日期，如 2026-09-18",
    "date_from_datetime_parsing": "“{field}”应当是日期，如 2026-09-18",
    "date_parsing": "“{field}”应当是日期，如 2026-09-18",
    "string_too_short": "“{field}”是空的",
    "string_too_long": "“{field}”太长，至多 {max_length} 个字",
    "too_short": "“{field}”太少，至少要 {min_length} 个",
    "too_long": "“{field}”太多，至多 {max_length} 个",
    "greater_than_equal": "“{field}”不能小于 {ge}",
    "less_than_equal": "“{field}”不能大于 {le}",
    "literal_error": "“{field}”只能是 {expected}",
    "bool_type": "“{field}”应当是 true 或 false",
}


def faults(problems: Iterable[Any], model: type[BaseModel], values: Any, places: Where, file: Path) -> list[Fault]:
    """What pydantic found, as faults."""
    rows = list(problems)
    typos = {(*item["loc"][:-1], _near(item, model)) for item in rows if item["type"] == "extra_forbidden"}
    return [_fault(item, model, values, places, file) for item in rows if item["type"] != "missing" or tuple(item["loc"]) not in typos]


def _near(item: Any, model: type[BaseModel]) -> str:
    """The known field that an unknown one was meant for: what is missing because of the slip is not told besides."""
    close = get_close_matches(str(item["loc"][-1]).split("：")[0], _fields(model, _path(item)[:-1]), n=1, cutoff=0.5)
    return close[0] if close else ""


def _path(item: Any) -> Keys:
    return tuple(part for part in item["loc"] if part not in TAGS)


def _fault(item: Any, model: type[BaseModel], values: Any, places: Where, file: Path) -> Fault:
    path = _path(item)
    field = str(path[-1]) if path else ""
    if path and isinstance(path[-1], int) and len(path) > 1:
        field = f"{path[-2]} 的第 {path[-1] + 1} 项"
    template, context, given, kind = MESSAGES.get(item["type"]), item.get("ctx") or {}, item.get("input"), item["type"]
    if kind == "string_too_short" and given:
        cause = f"“{field}”至少要 {context['min_length']} 个字"
    elif template:
        cause = template.format(field=field, **{n: re.sub(", | or ", "、", str(v).replace("'", "")) for n, v in context.items()})
    else:
        cause = str(context.get("error") or item["msg"])
    exact = path
    while exact and exact not in places:
        exact = exact[:-1]
    where, line, column = places.get(exact, (file, 1, 1))
    if exact == path and kind not in ("missing", "extra_forbidden"):
        column += excerpt.value_after(where, line, column)
    said = path[:-1] if path and isinstance(path[-1], str) else path[:-2]
    return Fault(where, line, column, in_words(said, values), cause, _cure(kind, field, given, context, _fields(model, path[:-1])))


def _cure(kind: str, field: str, given: Any, context: dict[str, Any], known: list[str]) -> str:
    """What to do about it, from what stands there."""
    if kind == "extra_forbidden":
        if "：" in field:
            return f"冒号是全角的，请改成：{field.split('：')[0]}: …"
        return nearest(field, known) or f"可用的字段有：{'、'.join(known)}"
    if kind == "missing":
        return f"请补上一行“{field}: …”"
    shapes = ("model_type", "list_type", "dict_type", "model_attributes_type")
    if isinstance(given, str) and kind in shapes and (m := re.match(r"(\w+)：", given)):
        return f"“{m[1]}”后面是全角冒号，请改成半角冒号加一个空格：{m[1]}: …"
    if kind == "union_tag_not_found":
        return "请照随程序带的模板写：drafter template show 调研报告"
    if kind == "list_type" and isinstance(given, str):
        wide = next((c for c in given if c in "【］［】"), "")
        return f"“{wide}”是全角的，列表用半角的方括号和逗号：[甲, 乙]" if wide else "只有一个也要写成一列：[甲]"
    if kind == "literal_error":
        words = re.findall(r"'([^']*)'", str(context.get("expected")))
        if isinstance(given, str) and re.search("[，、；]", given):
            return "隔开几个词用半角逗号“,”"
        return nearest(str(given), words) or f"现在写的是“{given}”"
    if given is None:
        return "冒号后面是空的；以“#”开头的是注释，要写进正文请加英文引号"
    if kind == "string_type" and isinstance(given, dict):
        return "值里有“: ”或以“{”开头的，请给整个值加上英文引号"
    if kind == "string_type":
        return "请写成一句话，不要写成一列" if isinstance(given, list) else f'请加上英文引号："{given}"'
    if kind == "bool_type":
        return f"现在写的是“{given}”，请改成 true（是）或 false（否），不加引号"
    if kind.startswith(("int", "float")):
        return f"现在写的是“{given}”，请只写数，不带“字”“%”和引号"
    if kind == "date_type":
        return "日期写成 2026-09-18 这样"
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        if isinstance(given, str) and "text" in known:
            return f"前面加上“text: ”，写成：- text: {given}"
        return "请写成“字段: 值”，字段和冒号不能少，冒号后面空一格"
    if kind in ("too_short", "string_too_short"):
        return "请补上内容"
    if kind in ("too_long", "string_too_long"):
        return "请删掉一些，或分成几条写"
    if kind in ("greater_than_equal", "less_than_equal"):
        return f"现在写的是 {given}"
    if kind == "value_error":
        said = str(context.get("error"))
        return "请留一样，其余另起一步" if "一步只写" in said else "日期写成年-月-日，月和日两位" if "日期" in said else "请改正"
    return f"请照例子改“{field}”"


def _fields(model: type[BaseModel], path: Keys) -> list[str]:
    """The field names that are known at that place of the model."""
    current: Any = model
    for step in path:
        if isinstance(step, int):
            continue
        field = getattr(current, "model_fields", {}).get(step)
        if field is None:
            break
        options = [a for a in _arguments(field.annotation) if hasattr(a, "model_fields")]
        listed = [a for a in options if isinstance(path[path.index(step) + 1] if path.index(step) + 1 < len(path) else None, int)
                  and a.__name__ == "Item"]
        current = next(iter(listed or options), field.annotation)
    return list(getattr(current, "model_fields", {}))


def _arguments(annotation: Any) -> list[Any]:
    """The types inside an annotation such as list[Fact] | None."""
    inner = getattr(annotation, "__args__", None)
    return [annotation] if not inner else [found for arg in inner for found in _arguments(arg)]
