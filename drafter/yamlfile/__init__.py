"""Read YAML with the place of every key, and say every fault of a file as file, line, column, cause and cure, in Chinese."""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from drafter import loading, resources
from drafter.errors import DrafterError, InputError, TemplateError, reason
from drafter.yamlfile import excerpt, kept, syntax
from drafter.yamlfile.faults import MESSAGES, Fault, Keys, Where, combined, faults, in_words
from drafter.yamlfile.kept import Place

__all__ = ["MAX_BYTES", "MESSAGES", "Fault", "Keys", "Source", "Where", "checked", "combined", "excerpt", "faults", "in_words", "load",
           "parse", "placed", "read", "shapeless", "stamp"]
Model = TypeVar("Model", bound=BaseModel)

MAX_BYTES = 1_000_000  # a template or brief of more than 1 MB is no template (design.md: bounded size)
MAX_ALIASES = 50
MAX_NODES = 50_000  # values after every alias is written out; the largest shipped table has some 9,000
MAX_DEPTH = 60
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Source:
    """A YAML file as read: its text, its values, and for every value its place and, where it is a string, its characters' places."""

    path: Path
    text: str
    values: Any
    places: dict[Keys, Place]
    scalars: dict[Place, yaml.ScalarNode]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(i + 1 for i, c in enumerate(self.text) if c == "\n")]

    def character(self, place: Place, offset: int) -> Place:
        """The line and column where that character of the string at `place` stands, whichever way the string is written."""
        node = self.scalars.get(place)
        if node is None:
            return place
        at, end = node.start_mark.index, node.end_mark.index
        if node.style in ("|", ">"):
            at = self.text.find("\n", at) + 1
        elif node.style:
            at, end = at + 1, end - 1
        for char in node.value[:offset]:
            at = self._after(at, end, char, node.style)
        at = self._before(min(at, end), end, node.style) if offset < len(node.value) and not node.value[offset].isspace() else at
        line = bisect.bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1

    def _before(self, at: int, end: int, style: str | None) -> int:
        """The next character that is written, past the line ends and indentation that folding takes away."""
        while at < end and (self.text[at].isspace() or (style == '"' and self.text[at:at + 2] in ("\\\n", "\\\r"))):
            at += 2 if self.text[at] == "\\" else 1
        return at

    def _after(self, at: int, end: int, char: str, style: str | None) -> int:
        """The place behind that character of the value, where it is the next one."""
        if char.isspace():
            if at < end and self.text[at].isspace():
                folded = "\n" in self.text[at:self._before(at, end, None)] and self.text[at] != char
                return self._before(at, end, style) if folded else at + 1
            return self._escape(at) if style == '"' and self.text[at] == "\\" else at
        at = self._before(at, end, style)
        if style == "'" and self.text[at:at + 2] == "''":
            return at + 2
        return self._escape(at) if style == '"' and self.text[at] == "\\" else at + 1

    def _escape(self, at: int) -> int:
        return at + {"x": 4, "u": 6, "U": 10}.get(self.text[at + 1:at + 2], 2)


def _read(path: Path, error: type[DrafterError]) -> Source:
    text = _text(path, error)
    if text.count("*") > MAX_ALIASES and sum(1 for e in _events(text, path, error) if isinstance(e, yaml.AliasEvent)) > MAX_ALIASES:
        raise error("YAML 里的引用（*）太多", file=path, place="第1行第1列", cure="请把内容直接写出来")
    try:
        node = yaml.compose(text, Loader=_Loader)
    except (ValueError, yaml.YAMLError, RecursionError) as problem:
        raise combined(_slips(text, path, problem), error) from problem
    places: dict[Keys, Place] = {}
    scalars: dict[Place, yaml.ScalarNode] = {}
    if node is not None:
        _bounded(node, path, error)
        doubles: list[Fault] = []
        _note(node, (), places, scalars, doubles, path)
        if doubles:
            raise combined(doubles, error)
    try:
        values = yaml.load(text, Loader=_Loader)
    except ValueError as problem:
        raise combined([_odd_value(node, problem, path)], error) from problem
    except (yaml.YAMLError, RecursionError, TypeError) as problem:
        raise combined(_slips(text, path, problem), error) from problem
    return Source(path, text, values, places, scalars)


_kept: dict[Path, tuple[tuple[int, int], Source]] = {}
KEPT = 64  # files whose reading is remembered


def stamp(path: Path) -> tuple[int, int]:
    """What changes when the file does: its time and its size; (0, 0) where there is none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def read(path: Path, error: type[DrafterError] = InputError) -> Source:
    """The YAML file, from memory where it has not changed. Its values are shared: whoever changes them copies them first.

    Raises `error` with every fault of its writing.
    """
    now = stamp(path)
    if (known := _kept.get(path.absolute())) and known[0] == now and now != (0, 0):
        return known[1]
    made = _read(path, error)
    if len(_kept) >= KEPT:
        _kept.pop(next(iter(_kept)), None)
    _kept[path.absolute()] = now, made
    return made


def parse(path: Path, error: type[DrafterError] = InputError) -> tuple[Any, Mapping[Keys, Place]]:
    """The values of a YAML file, and the place of each. Raises `error` with line and column."""
    if (known := kept.found(path)) is not None:
        return known
    source = _read(path, error)
    kept.keep(path, source.values, source.places)
    return source.values, source.places


def _text(path: Path, error: type[DrafterError]) -> str:
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise error("文件超过 1 MB，不像是模板或任务书", file=path, place="第1行第1列", cure="请检查是不是给错了文件")
        data = loading.load(path, error, most=MAX_BYTES)
    except OSError as problem:
        raise error(f"读不出来（{reason(problem)}）", file=path, cure="请检查文件名和路径") from problem
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise error("这是 Word 文档或压缩文件，不是 YAML", file=path, place="第1行第1列", cure="请给任务书或模板的 .yaml 文件")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise error("不是 UTF-8 编码（是 UTF-16）", file=path, place="第1行第1列", cure="请用记事本另存为 UTF-8")
    try:
        return excerpt.in_lines(data.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        before = data[:problem.start].rpartition(b"\n")[2].decode("utf-8", "replace")
        line, column = data.count(b"\n", 0, problem.start) + 1, len(before) + 1
        raise error("不是 UTF-8 编码", file=path, place=f"第{line}行第{column}列", cure="请用记事本另存为 UTF-8") from problem


def _events(text: str, path: Path, error: type[DrafterError]) -> list[yaml.Event]:
    try:
        return list(yaml.parse(text, Loader=_Loader))
    except (ValueError, yaml.YAMLError) as problem:
        raise combined(_slips(text, path, problem), error) from problem


def _slips(text: str, path: Path, problem: Exception) -> list[Fault]:
    return [Fault(path, slip.line, slip.column, "", slip.cause, slip.cure) for slip in syntax.slips(text, problem)]


def _bounded(root: yaml.Node, path: Path, error: type[DrafterError]) -> None:
    """Nothing, if the file is of a sane size with every alias written out, and no value holds itself; else `error`."""
    sizes: dict[int, int] = {}
    doubled = False

    def size(node: yaml.Node, above: tuple[int, ...]) -> int:
        nonlocal doubled
        doubled |= id(node) in sizes
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if id(node) in above:
            raise combined([Fault(path, line, column, "", "一个值引用（*）了它自己", "请把内容直接写出来")], error)
        if len(above) > MAX_DEPTH:
            raise combined([Fault(path, line, column, "", "层次套得太深", f"至多 {MAX_DEPTH} 层，请检查括号和缩进")], error)
        if id(node) not in sizes:
            inner = [n for pair in node.value for n in pair] if isinstance(node, yaml.MappingNode) else (
                node.value if isinstance(node, yaml.SequenceNode) else [])
            sizes[id(node)] = 1 + sum(size(n, (*above, id(node))) for n in inner)
        if sizes[id(node)] > MAX_NODES:
            slip = ("YAML 里的引用（*）层层相套，展开以后太大", "请把内容直接写出来") if doubled else (
                f"内容太多，超过 {MAX_NODES} 项", "不像是模板或任务书；请检查是不是给错了文件")
            raise combined([Fault(path, line, column, "", *slip)], error)
        return sizes[id(node)]

    size(root, ())


def _note(node: yaml.Node, at: Keys, places: dict[Keys, Place], scalars: dict[Place, yaml.ScalarNode], doubles: list[Fault],
          path: Path) -> None:
    """Nothing; the place of every value is noted (a field's is its name's), and every field that is written twice."""
    own = (node.start_mark.line + 1, node.start_mark.column + 1)
    places.setdefault(at, own)
    if isinstance(node, yaml.ScalarNode):
        scalars.setdefault(places[at], node)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name, spot = str(key.value), (key.start_mark.line + 1, key.start_mark.column + 1)
            if (*at, name) in places:
                if places[*at, name] != spot:  # an alias shows the same fields once more
                    doubles.append(Fault(path, *spot, "", f"“{name}”写了两遍", f"第{places[*at, name][0]}行已有，请留一个"))
                continue
            places[*at, name] = spot
            _note(value, (*at, name), places, scalars, doubles, path)
    else:
        for index, value in enumerate(node.value):
            _note(value, (*at, index), places, scalars, doubles, path)


def _odd_value(node: yaml.Node | None, problem: Exception, path: Path) -> Fault:
    """The date or number that does not exist, such as 2026-13-40."""
    maker = yaml.SafeLoader("")
    waiting = [node] if node is not None else []
    while waiting:
        here = waiting.pop()
        if isinstance(here, yaml.ScalarNode):
            try:
                maker.construct_object(here)
            except yaml.YAMLError:
                continue  # a fault of another sort, which is told once this one is mended
            except ValueError:
                return Fault(path, here.start_mark.line + 1, here.start_mark.column + 1, "", f"没有“{here.value}”这个日期或数",
                             "日期写成 2026-09-18 这样")
        else:
            waiting += [n for pair in here.value for n in pair] if isinstance(here, yaml.MappingNode) else here.value
    return Fault(path, 1, 1, "", f"有一个日期或数字不存在（{problem}）", "日期写成 2026-09-18 这样")


def load(path: Path, model: type[Model], error: type[DrafterError] = InputError) -> Model:
    """The file's contents as a checked model. Raises `error` with all faults of the file."""
    return placed(path, model, error)[0]


def placed(path: Path, model: type[Model], error: type[DrafterError] = InputError) -> tuple[Model, Mapping[Keys, Place]]:
    """The file's contents as a checked model, and the place of each value. Raises `error` with all faults of the file."""
    values, spots = parse(path, error)
    if not isinstance(values, dict):
        raise shapeless(path, error)
    try:
        return model.model_validate(values), spots
    except ValidationError:  # the places of all values are made out only where one is wrong
        return checked(values, {key: (path, *spot) for key, spot in spots.items()}, model, error, path), spots


def shapeless(path: Path, error: type[DrafterError]) -> DrafterError:
    """The error for a file that holds no fields at all."""
    text = excerpt.in_lines(path.read_bytes().decode("utf-8-sig"))
    slips = [Fault(path, s.line, s.column, "", s.cause, s.cure) for s in syntax.seen(text)]
    empty = "文件是空的" if not text.strip() else "内容应当是“字段: 值”的形式"
    return combined(slips or [Fault(path, 1, 1, "", empty, "请对照 examples 文件夹里的例子")], error)


def checked(values: dict[str, Any], places: Where, model: type[Model], error: type[DrafterError], path: Path) -> Model:
    """The values as a checked model; `places` tells the file, line and column of each. Raises `error` with all faults."""
    try:
        return model.model_validate(values)
    except ValidationError as problem:
        raise combined(faults(problem.errors(), model, values, places, path), error) from problem


@cache
def table(name: str) -> Any:
    """The values of that table of phrasebank/ (the user's own if he has one), read once. Raises TemplateError."""
    return parse(resources.table(name), TemplateError)[0]


def load_rows(path: Path, model: type[Model], error: type[DrafterError] = InputError, *, plain: str) -> list[tuple[Model, int]]:
    """The items of a file that is one list, each with its line; an item that is a plain string is the model's field `plain`."""
    values, spots = parse(path, error)
    if values is None:
        return []
    if not isinstance(values, list):
        raise combined([Fault(path, 1, 1, "", "内容应当是一列，每行一个“- ”", "一条一行，行首写“- ”（横线后面空一格）")], error)
    rows, wrong = [], []
    for number, value in enumerate(values):
        inside = {key[1:]: (path, *spot) for key, spot in spots.items() if key[:1] == (number,)}
        given = value if isinstance(value, dict) else {plain: value}
        try:
            rows.append((model.model_validate(given), inside[()][1]))
        except ValidationError as problem:
            for fault in faults(problem.errors(), model, given, inside, path):
                cure = fault.cure
                if isinstance(value, dict) and plain not in value:
                    cure = "话里有半角冒号“: ”的，请整条用引号括起来；不然请写 {" + plain + ": …}"
                wrong.append(fault._replace(cause=f"第 {number + 1} 条{fault.cause}", cure=cure))
    if wrong:
        raise combined(wrong, error)
    return rows
