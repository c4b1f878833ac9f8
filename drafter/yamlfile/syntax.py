"""What is wrong with text that is no YAML, and what to do about it, told from the line as its writer sees it."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml


class Slip(NamedTuple):
    """One slip of the pen: line and column (from 1), cause, cure."""

    line: int
    column: int
    cause: str
    cure: str


_KEY = r"(?P<key>[A-Za-z_]\w{1,20})"
_BLOCK = re.compile(r"(?::|-)\s+[|>][+-]?\d?[+-]?\s*(?:#.*)?$")
_WIDE_COLON = re.compile(rf"^\s*(?:-\s+)?{_KEY}\s*(?P<mark>：)")
_TIGHT = re.compile(rf"^\s*(?:-\s+)?{_KEY}(?P<mark>:)(?=[^\s/:])")
_DASH = re.compile(r"^\s*(?P<mark>[－—–•·])\s*\S")
_TIGHT_DASH = re.compile(rf"^\s*(?P<mark>-){_KEY}\s*[:：]")
_WIDE_SPACE = re.compile(r"^ *(?P<mark>[\u3000\u00a0])")
_NAKED = re.compile(r"(?:^\s*|:\s+|-\s+)(?P<mark>\{[{%])")
_VALUE = re.compile(rf"^\s*(?:-\s+)?(?:{_KEY}:\s+|-\s+)?(?P<value>\S.*)$")
_WIDE = {"［": "[", "］": "]", "｛": "{", "｝": "}", "【": "[", "】": "]", "，": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "＂": '"'}


def slips(text: str, problem: Exception) -> list[Slip]:
    """Every slip in the text that PyYAML refused with that problem, at least one, in the order of the lines."""
    found = list(seen(text))
    if not found:
        found = [_judged(text.split("\n"), problem, text)]
    return found


def seen(text: str) -> list[Slip]:
    """The slips that a look at each line shows, outside literal blocks."""
    found: list[Slip] = []
    deep: int | None = None  # inside a literal or folded block: how deep its header stands
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.rstrip("\r")
        if not bare.strip() or bare.lstrip().startswith("#"):
            continue
        indent = len(bare) - len(bare.lstrip(" \t\u3000\u00a0"))
        if deep is not None and indent > deep:
            continue
        deep = indent if _BLOCK.search(bare) else None
        if "\t" in bare[:indent]:
            found.append(Slip(number, bare.index("\t") + 1, "缩进里有制表符（Tab）", "请换成空格，每深一层多两个空格"))
        elif m := _WIDE_SPACE.match(bare):
            found.append(Slip(number, m.start("mark") + 1, "缩进里有全角空格", "请换成半角空格，每深一层多两个空格"))
        elif m := _WIDE_COLON.match(bare):
            found.append(Slip(number, m.start("mark") + 1, f"“{m['key']}”后面是全角冒号“：”",
                              f"请改成半角冒号加一个空格：{m['key']}: …"))
        elif m := _TIGHT_DASH.match(bare):
            found.append(Slip(number, m.end("mark") + 1, "横线“-”后面少了空格", f"请写成“- {m['key']}: …”"))
        elif m := _TIGHT.match(bare):
            found.append(Slip(number, m.end("mark") + 1, f"“{m['key']}:”的冒号后面少了空格", f"请写成“{m['key']}: …”"))
        elif m := _DASH.match(bare):
            found.append(Slip(number, m.start("mark") + 1, f"列表的横线写成了“{m['mark']}”", "请改成半角“-”加一个空格"))
        elif m := _NAKED.search(bare):
            found.append(Slip(number, m.start("mark") + 1, f"以“{m['mark']}”开头的值没有加引号", "请给整句加上英文双引号：\"{{ … }}\""))
    return found


def _judged(lines: list[str], problem: Exception, text: str) -> Slip:
    """The slip that PyYAML's own words and the line tell."""
    if isinstance(problem, yaml.reader.ReaderError):
        before = text[:problem.position] if isinstance(problem.position, int) else ""
        at = next((i for i, c in enumerate(text) if not (c.isprintable() or c in "\n\r\t\x85")), len(before))
        return Slip(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), "这里有一个看不见的控制字符", "请删掉它，重新打一遍这一行")
    mark, context = getattr(problem, "problem_mark", None), getattr(problem, "context_mark", None)
    said = f"{getattr(problem, 'context', '') or ''} {getattr(problem, 'problem', '') or ''}"
    if mark is None:
        return Slip(1, 1, "层次套得太深" if isinstance(problem, RecursionError) else "不是 YAML 的写法", "请对照随程序带的例子")
    line, column = mark.line + 1, mark.column + 1
    here = lines[line - 1] if line <= len(lines) else ""
    value = (m["value"] if (m := _VALUE.match(here)) else here.strip())
    if "quoted scalar" in said and context is not None:
        if "escape" in said:
            return Slip(line, column, "双引号里的反斜杠“\\”有特别的意思", "请把外面的双引号换成单引号，或把“\\”写成“\\\\”")
        start = lines[context.line][context.column:]
        wide = next((c for c in start if c in "“”＂‘’"), "")
        return Slip(context.line + 1, context.column + 1, "引号没有收尾" + ("，收尾的是全角引号" if wide else ""),
                    "请补上成对的英文引号；值里要写引号，用中文引号“”")
    if ("flow sequence" in said or "flow mapping" in said) and context is not None:
        opened = lines[context.line][context.column:context.column + 1] or "["
        rest = "\n".join(lines[context.line:line])[context.column:]
        wide = next((c for c in rest if c in "］｝】，"), "")
        closing = "]" if opened == "[" else "}"
        cure = f"请补上“{closing}”；要是本来就是正文，请给整个值加上英文引号"
        if wide:
            cure = f"“{wide}”是全角的，请改成半角“{_WIDE[wide]}”"
        return Slip(context.line + 1, context.column + 1, f"“{opened}”没有用“{closing}”收尾", cure)
    if "anchor" in said or "alias" in said:
        return Slip(line, column, "“*”和“&”开头的值有特别的意思", "要写进正文，请给整个值加上英文引号")
    if "cannot start any token" in said:
        return Slip(line, column, f"“{here[column - 1:column]}”不能放在值的开头", "请给整个值加上英文引号")
    if "constructor for the tag" in said or "tag" in said:
        return Slip(line, column, "“!”开头的标记不能用", "要写进正文，请给整个值加上英文引号")
    if "single document" in said:
        return Slip(line, column, "文件里有两份内容（又一行“---”）", "请拆成两个文件，或删掉这行“---”")
    if "mapping values" in said:
        return _colon(lines, line, column, here)
    if re.search(r'^(["\']).*?\1\S', value):
        return Slip(line, column, "引号收了尾，后面还有字", "请把整个值都放进英文引号里；值里的引号用中文的“”")
    if "block end" in said or "block mapping" in said or "block sequence" in said:
        return _indent(lines, line, column, here)
    if "':'" in said:
        spot = getattr(problem, "context_mark", mark)
        return Slip(spot.line + 1, spot.column + 1, "这一行不是“字段: 值”，也不是“- 一项”", "请补上字段名和半角冒号加空格，或并进上一行")
    return Slip(line, column, "不是 YAML 的写法", "请看这一行的冒号、缩进和引号")


def _colon(lines: list[str], line: int, column: int, here: str) -> Slip:
    """A colon where none may stand: two on a line, or a line that is indented too far."""
    if re.match(rf"^\s*(?:-\s+)?{_KEY}:\s+\S", here) and here.index(":") + 1 < column:
        return Slip(line, column, "一行里有两个“: ”", "值里有冒号，请给整个值加上英文引号，或改用中文冒号")
    above = next((n for n in range(line - 1, 0, -1) if lines[n - 1].strip() and not lines[n - 1].lstrip().startswith("#")), 0)
    return _misplaced(lines, line, above, here)


def _indent(lines: list[str], line: int, column: int, here: str) -> Slip:
    """A line that stands neither at the depth of a line above nor below it."""
    above = next((n for n in range(line - 1, 0, -1) if lines[n - 1].strip() and not lines[n - 1].lstrip().startswith("#")), 0)
    if here.strip():
        return _misplaced(lines, line, above, here)
    return Slip(line, column, "缩进没有对齐", "同一层的字段，前面空格要一样多")


def _misplaced(lines: list[str], line: int, above: int, here: str) -> Slip:
    indent = len(here) - len(here.lstrip(" "))
    depths: dict[int, str] = {}
    for number in range(above, 0, -1):
        row = lines[number - 1]
        if m := re.match(r"^( *)((?:- +)*)([A-Za-z_]\w*):", row):
            depths.setdefault(len(m[1]) + len(m[2]), m[3])
            if m[2]:
                depths.setdefault(len(m[1]), "- ")
    near = min(depths, key=lambda depth: (abs(depth - indent), depth), default=0)
    name = depths.get(near, "")
    if near == indent and above:
        row = lines[above - 1]
        return Slip(above, len(row) - len(row.lstrip()) + 1, "这一行和下一行的缩进对不上",
                    f"请和下一行一样，前面空 {indent} 个空格，或把它挪到别处")
    aligned = f"和上面的“{name.strip()}”对齐，" if name else ""
    return Slip(line, indent + 1, f"缩进没有对齐（前面有 {indent} 个空格）", f"请{aligned}前面空 {near} 个空格")
