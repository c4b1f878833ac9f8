"""The sandbox in which an outline's strings are rendered: no code, no files, no blanks, bounded time and size.

Two fences stand one behind the other. Before a string is compiled, its syntax tree may hold only what an outline needs (no calls but
slogan and phrase, no attribute with an underscore, no include, no macro); when it runs, Jinja's own immutable sandbox sees only
plain values, and everything that can grow or repeat keeps a budget. No signals or threads: it holds on Windows as well.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
import time
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from drafter import numbering
from drafter.brief import USES
from drafter.errors import TemplateError, nearest

if TYPE_CHECKING:
    from jinja2 import Template, nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

# What a string of an outline may use, told to editors in docs/templates.md.
VARIABLES = {
    "subject": "主题", "org": "单位全称", "org_short": "单位自称，如 我局", "author": "署名", "audience": "受众", "occasion": "场合",
    "title": "任务书给的标题", "date": "日期，如 2026年9月18日", "year": "年份", "next_year": "下一年", "n": "本章条数，中文数字",
    "matter": "标题里说要办的事", "short": "主题的简称", "aspects": "各方面的名字", "aspect": "这一条的方面", "item": "这一条的标题",
    "stage": "这一阶段的 name 和 period", "fact": "这一条的事实", "facts": "各用途的事实，如 facts.目标",
    "number": "这一条是第几条，中文数字", "index": "这一条前面有几条", "n_main": "全文有几个方面，中文数字",
    "lead_unit": "事实里说的牵头单位；没有说的，是印发方案的局", "leads_unsaid": "事实没有说谁牵头，用的是印发方案的局",
    "period": "事实里说的起止时间",
    "due": "事实里说的结束日子", "owner": "事实里说的本项责任单位", "staged": "事实里有没有分阶段的安排", "phase": "事实里做本项的那个阶段",
    "by": "事实里说本项最迟哪天做完", "bodies": "事实里说分头负责的单位", "front": "受众里直接面对群众的单位",
    "further": "写不满时添了几条（items 的 further）",
    "sight": "讲话里从这条事实要看到的，如 存量之难",
    "stage_calls": "每个阶段一句要求（phrasebank/answers.yaml），没有分阶段的为空",
    "has": "这一条（写在章里，就是这一章自己的步骤）有没有分到某种用途的事实，如 has.问题",
    "asked": "任务书着重的、说章节的词，连在一起，如 困难与建议",
    "request": "事实里向上恳请的事，如 恳请市里建立会商机制；没有就是空的",
    "chapters": "各章的标题", "reports": "是不是向上报告：署名是调研组，或者送的是政府、党委、领导", "people": "服务的人，如 群众、企业",
    "attitude": "这一条的方面是不是说思想、作风（phrasebank/states-of-mind.yaml），那样就没有完成的日子",
    "body": "单位是哪一类：机关、企业、学校、医院、村社、部队（phrasebank/classes.yaml）",
}
FILTERS = {
    "cn_date": "日期写成 2026年9月18日", "cn_number": "数写成 一、二、三", "join": "连起来，如 aspects|join('、')", "first": "第一个",
    "last": "最后一个", "length": "几个", "default": "没有时用", "trim": "去掉头尾空白", "replace": "换字",
}
# The functions with the names of what they take; those behind the number may only be given by name.
FUNCTIONS = {"slogan": (("subject", "syllables", "use"), 1), "phrase": (("role", "aspect"), 2)}
PARTS = {"facts": USES, "has": (*USES, "时限"), "stage": ("name", "period"), "loop": ("index", "index0", "first", "last", "length")}
# What a brief may leave out: where it stands alone in a text it becomes a gap, no blank.
GIVEN = {"audience": "受众", "occasion": "场合", "title": "标题", "lead_unit": "牵头单位", "period": "起止时间",
         "due": "结束日子", "owner": "本项责任单位", "phase": "本项所在阶段", "by": "本项最迟的日子",
         "bodies": "分头负责的单位", "front": "一线的单位"}
TESTS = ("defined", "none", "even", "odd", "divisibleby", "in")

LONGEST = 20_000  # characters of one string of an outline
LARGEST = 1_000_000  # characters of anything a rendering makes
SECONDS = 2.0
TURNS = 10_000  # turns of all loops of one rendering
LARGEST_NUMBER = 10 ** 9
LOOPS = 2  # loops within one another


class Slip(NamedTuple):
    """What is wrong in a string, and at which of its characters; a slip that is not grave is only worth a warning."""

    offset: int
    cause: str
    cure: str = ""
    grave: bool = True


class Refused(Exception):  # noqa: N818 - it is a refusal
    """Something that the sandbox does not do; its words are for the user."""


class _Budget:
    """What one rendering may still spend; its own processor time counts, not what others on the machine take."""

    def __init__(self) -> None:
        self.until, self.turns = time.thread_time() + SECONDS, TURNS

    def spend(self, turns: int = 0) -> None:
        """Nothing, or Refused where the time or the turns are up."""
        self.turns -= turns
        if self.turns < 0:
            raise Refused(f"循环太多，一处至多 {TURNS} 次")
        if time.thread_time() > self.until:
            raise Refused(f"算得太久，一处至多 {SECONDS:.0f} 秒")


_budget: ContextVar[_Budget] = ContextVar("budget")


def _sized(length: int) -> None:
    budget = _budget.get(None)
    if budget is not None:
        budget.spend()
    if length > LARGEST:
        raise Refused(f"写出来的字太多，一处至多 {LARGEST // 10_000} 万字")


def cn_date(date: datetime.date) -> str:
    """The date as GB/T 9704-2012, 7.3.5.4 asks: 2026年3月9日."""
    return f"{date.year}年{date.month}月{date.day}日"


def _plain(value: Any) -> str:
    """The value as it stands in a text; a list, a yes or no, or nothing at all is no text."""
    if isinstance(value, bool):
        raise Refused("这里填进来的是“是”或“否”，不是字；请用在 if 或 when 里")
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, list | tuple):
        raise Refused("这里填进来的是一列，不是一句话；请用 |join('、') 连起来")
    if isinstance(value, Mapping):
        raise Refused("这里填进来的是一组，不是一句话；请写明要哪一样，如 facts.目标|join('；')")
    if dataclasses.is_dataclass(value):
        raise Refused("这里填进来的不是字；请写明要哪一样，如 stage.name")
    raise Refused("这里填进来的不是字")


def _join(value: Any, mark: str = "") -> str:
    rows = [_plain(row) for row in value]
    _sized(sum(map(len, rows)) + len(_plain(mark)) * len(rows))
    return str(mark).join(rows)


def _replace(value: Any, old: str, new: str) -> str:
    text, old, new = _plain(value), _plain(old), _plain(new)
    if not old:
        raise Refused("replace 要换的字是空的")
    _sized(len(text) + text.count(old) * len(new))
    return text.replace(old, new)


def _first(value: Any) -> Any:
    return next(iter(value), "")


def _last(value: Any) -> Any:
    return value[-1] if value else ""


def _rows(value: Any) -> Any:
    """The rows of a loop, each of which is counted."""
    budget = _budget.get(None)

    def counted() -> Iterator[Any]:
        for row in value:
            if budget is not None:
                budget.spend(1)
            yield row

    if not isinstance(value, list | tuple | Mapping):
        raise Refused("for 后面要是一列，如 aspects、facts.目标")
    return counted()


def _given(value: Any, name: str) -> Any:
    return value or f"【待填：{name}】"


def _number(value: Any) -> str:
    if not isinstance(value, int) or not 0 < value < 100:
        raise Refused("cn_number 只写 1 到 99 的数")
    return numbering.cn_number(value)


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """The sandbox, with our filters and no others."""
    from jinja2 import StrictUndefined
    from jinja2.lexer import TokenStream
    from jinja2.runtime import LoopContext
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))
        intercepted_unops = frozenset(("+", "-"))

        def _tokenize(self, source: str, name: str | None, filename: str | None = None, state: str | None = None) -> TokenStream:
            """The tokens; their line number is the number of the character they begin with, from 1."""
            return TokenStream(self.lexer.wrap(_counted(self.lexer.tokeniter(source, name, filename, state), source), name, filename),
                               name, filename)

        def getattr(self, obj: Any, attribute: str) -> Any:
            if not attribute.startswith("_"):
                if isinstance(obj, Mapping) and attribute in obj:
                    return obj[attribute]
                if dataclasses.is_dataclass(obj) and attribute in {f.name for f in dataclasses.fields(obj)}:
                    return getattr(obj, attribute)
                if isinstance(obj, LoopContext) and attribute in PARTS["loop"]:
                    return getattr(obj, attribute)
            return self.undefined(obj=obj, name=attribute)

        def getitem(self, obj: Any, argument: Any) -> Any:
            if isinstance(argument, str):
                return self.getattr(obj, argument)
            if isinstance(obj, str | list | tuple) and isinstance(argument, int | slice):
                try:
                    return obj[argument]
                except IndexError:
                    raise Refused(f"一列里只有 {len(obj)} 个，没有第 {argument + 1} 个；可以写成 [index % {len(obj)}]") from None  # type: ignore[operator]
            return self.undefined(obj=obj, name=argument)

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            return False

        def is_safe_callable(self, obj: Any) -> bool:
            return getattr(obj, "__name__", "") in ("slogan", "borrowed", "phrase")

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            _sized(0)
            if operator == "+" and isinstance(left, str) and isinstance(right, str):
                _sized(len(left) + len(right))
                return left + right
            for value in (left, right):
                if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > LARGEST_NUMBER:
                    raise Refused(f"“{operator}”只能用在不太大的数上，连字用“~”")
            if operator == "**":
                raise Refused("不能用“**”")
            return super().call_binop(context, operator, left, right)

        def call_unop(self, context: Any, operator: str, arg: Any) -> Any:
            if isinstance(arg, bool) or not isinstance(arg, int | float):
                raise Refused(f"“{operator}”只能用在数上")
            return super().call_unop(context, operator, arg)

    made = Sandbox(undefined=StrictUndefined, autoescape=False, finalize=_plain, optimized=False)
    kept = {name: made.filters[name] for name in ("default", "trim", "length")}
    made.filters.clear()
    made.filters.update(kept | {"cn_date": cn_date, "cn_number": _number, "join": _join, "replace": _replace, "first": _first,
                                "last": _last, "_rows": _rows, "_given": _given})
    tests = {name: made.tests[name] for name in TESTS}
    made.tests.clear()
    made.tests.update(tests)
    made.globals.clear()
    return made


def _counted(tokens: Iterator[tuple[int, str, str]], source: str) -> Iterator[tuple[int, str, str]]:
    from jinja2 import TemplateSyntaxError

    at = 0
    try:
        for _, kind, value in tokens:
            found = source.find(value, at) if value else at
            start = found if found >= 0 else at
            at = start + len(value)
            yield start + 1, kind, value
    except TemplateSyntaxError as error:
        error.lineno = at + 1
        raise


class _Read(NamedTuple):
    """A string as read: its tree made safe (None where it cannot be), what is wrong in it, the names it reads with their characters."""

    tree: Any
    slips: tuple[Slip, ...]
    names: dict[str, int] = {}  # noqa: RUF012 - never changed


@lru_cache(maxsize=4096)
def _read(source: str, expression: bool) -> _Read:
    from jinja2 import TemplateSyntaxError, nodes
    from jinja2.parser import Parser

    if len(source) > LONGEST:
        return _Read(None, (Slip(0, f"这一句太长（{len(source)} 字）", f"一句至多 {LONGEST} 字，请拆开"),))
    loose = _loose(source, expression)
    if loose and expression:
        return _Read(None, tuple(loose))
    try:
        if expression:
            parser = Parser(environment(), source, state="variable")
            value = parser.parse_expression()
            if not parser.stream.eos:
                raise TemplateSyntaxError(f"unexpected '{parser.stream.current.value}'", parser.stream.current.lineno)
            tree = nodes.Template([nodes.Assign(nodes.Name("result", "store", lineno=1), value, lineno=1)], lineno=1)
        else:
            tree = Parser(environment(), source).parse()
        slips = [*loose, *_unsafe(tree)]
        found: dict[str, int] = {}
        for node in tree.find_all(nodes.Name):
            if node.ctx == "load" and node.name in (*VARIABLES, *FUNCTIONS):
                found.setdefault(node.name, max(0, (node.lineno or 1) - 1))
        return _Read(_bounded(tree) if not any(s.grave for s in slips) else None, tuple(slips), found)
    except TemplateSyntaxError as error:
        return _Read(None, (*loose, _syntax(source, error, expression)))
    except (RecursionError, MemoryError):
        return _Read(None, (Slip(0, "括号套得太深", "请写简单些"),))


def _loose(source: str, expression: bool) -> list[Slip]:
    """Braces that Jinja would leave standing as text."""
    if expression:
        at = min((i for i in (source.find("{{"), source.find("{%")) if i >= 0), default=-1)
        return [Slip(at, "when 里直接写条件，不用花括号", "如 when: facts.目标")] if at >= 0 else []
    found = []
    if wide := re.search("[｛｝]", source):
        found.append(Slip(wide.start(), f"花括号“{wide[0]}”是全角的", "请改成半角：{{ subject }}"))
    if raw := re.search(r"\{%-?\s*raw", source):
        found.append(Slip(raw.start(), "模板里不能用“raw”", "请删掉它"))
    names = "|".join(VARIABLES)
    for m in re.finditer(rf"(?<![{{%]){{\s*({names})\s*}}(?!}})", source):
        found.append(Slip(m.start(), f"“{m[0]}”只有一层花括号", f"变量写两层：{{{{ {m[1]} }}}}"))
    opened = [m.start() for m in re.finditer(r"\{\{", source)]
    for m in re.finditer(r"\}\}", source):
        if not any(at < m.start() for at in opened):
            found.append(Slip(m.start(), "“}}”前面没有“{{”", "变量写成 {{ subject }}"))
    return found


_WIDE_NAMES = dict.fromkeys("“”‘’", "引号") | dict.fromkeys("（）", "括号") | {
    "，": "逗号", "｜": "竖线", "：": "冒号", "＝": "等号", "．": "点"}
_WIDE = re.compile("[“”‘’，（）｜：＝．＿Ａ-Ｚａ-ｚ０-９]")


def _syntax(source: str, error: Any, expression: bool) -> Slip:
    """What Jinja's parser could not read, in the field's words."""
    said, at = str(error.message), max(0, (error.lineno or 1) - 1)
    opened = max(source.rfind("{{", 0, at + 1), source.rfind("{%", 0, at + 1))
    mark = source[opened:opened + 2] if opened >= 0 else "{{"
    closing = "}}" if mark == "{{" else "%}"
    wide = _WIDE.search(source if expression else source[max(opened, 0):at + 1])
    if m := re.search(r"innermost block that needs to be closed is '(\w+)'", said):
        start = max((x.start() for x in re.finditer(r"\{%-?\s*" + m[1], source)), default=0)
        return Slip(start, f"“{{% {m[1]} … %}}”没有收尾", f"请在后面补上 {{% end{m[1]} %}}")
    if m := re.search(r"unknown tag '(\w+)'", said):
        near = nearest(m[1], ("if", "elif", "else", "endif", "for", "endfor", "set"))
        if m[1] in ("endif", "endfor", "else", "elif"):
            near = f"前面少了 {{% {'for' if m[1] == 'endfor' else 'if'} … %}}"
        return Slip(source.find(m[1], max(opened, 0)), f"没有“{{% {m[1]} %}}”这个写法", near or "可用的有：if、elif、else、for、set")
    if wide and not expression:
        start = max(opened, 0) + wide.start()
        return Slip(start, f"花括号里有全角的{_WIDE_NAMES.get(wide[0], f'“{wide[0]}”')}", "花括号里的标点都用半角，引号用 ''")
    if expression and wide:
        return Slip(wide.start(), f"条件里有全角的{_WIDE_NAMES.get(wide[0], f'“{wide[0]}”')}", "条件里的标点都用半角，引号用 ''")
    if "comment" in said:
        return Slip(max(source.rfind("{#"), 0), "“{#”没有用“#}”收尾", "请补上“#}”")
    if "expected token 'end of print" in said or "expected token 'end of statement" in said:
        word = (source[at:at + 12].split() or [""])[0]
        return Slip(at, f"“{word}”前面少了东西", "两样字连起来用“~”，过滤器前面用“|”")
    if "got 'end of" in said:
        return Slip(at, f"“{mark}”和“{closing}”之间没有写完" if not expression else "条件没有写完", "请写上变量，如 subject")
    if "end of template" in said or re.search(r"unexpected '\}'", said) or "unexpected char '}'" in said:
        if expression:
            return Slip(min(at, len(source)), "条件没有写完", "如 when: facts.目标 and not facts.问题")
        return Slip(max(opened, 0), f"“{mark}”没有用“{closing}”收尾", f"请补上“{closing}”")
    if m := re.search(r"unexpected char '?(.+?)'? at", said):
        if m[1].strip("'\"") == "" or m[1] in ("'", '"', "\"'\"", "'\"'"):
            return Slip(at, "花括号里的引号没有收尾", "请补上另一个引号")
        return Slip(at, f"花括号里不能写“{source[at:at + 1]}”", "要写成字，请放进引号：'…'")
    if "expected token" in said or "unexpected" in said:
        word = source[at:at + 1] if at < len(source) else ""
        return Slip(at, f"这里的“{word}”看不懂" if word.strip() else "这里没有写完", "请看它前后是不是少了引号、逗号或“|”")
    return Slip(at, "这一句的花括号里写法不对", "请对照 docs/templates.md 里的例子")


_KINDS = ("Template", "Output", "TemplateData", "Name", "Const", "List", "Tuple", "Dict", "Pair", "Getattr", "Getitem", "Slice",
          "Filter", "Call", "Keyword", "If", "CondExpr", "For", "Assign", "Compare", "Operand", "And", "Or", "Not", "Neg", "Pos",
          "Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Concat", "Test")
_NAMES = {"Include": "include", "Import": "import", "FromImport": "from … import", "Extends": "extends", "Macro": "macro",
          "CallBlock": "call", "Block": "block", "FilterBlock": "filter", "With": "with", "AssignBlock": "set … endset", "Pow": "**",
          "NSRef": "namespace", "ScopedEvalContextModifier": "autoescape"}


def _unsafe(tree: nodes.Template) -> list[Slip]:
    """What the tree holds that no outline needs, or that no outline knows."""
    from jinja2 import nodes

    found: list[Slip] = []
    set_here = {n.name: n for n in tree.find_all(nodes.Name) if n.ctx != "load"}
    read_here = {n.name for n in tree.find_all(nodes.Name) if n.ctx == "load"}
    called = {id(n.node) for n in tree.find_all(nodes.Call)}
    known = (*VARIABLES, *set_here, "loop", *FUNCTIONS)

    def look(node: nodes.Node, loops: int) -> None:
        at = node.lineno - 1 if node.lineno else 0
        kind = type(node).__name__
        if kind not in _KINDS:
            found.append(Slip(at, f"模板里不能用“{_NAMES.get(kind, kind)}”", "只能填变量，用 if、for、set"))
            return
        if isinstance(node, nodes.Name) and node.ctx == "load":
            if node.name in FUNCTIONS and id(node) not in called:
                found.append(Slip(at, f"“{node.name}”后面少了括号", "如 slogan(subject)、phrase('问题')"))
            elif node.name.startswith("_") or node.name not in known:
                near = nearest(node.name, [k for k in known if k != "loop"], 0.6)
                found.append(Slip(at, f"没有“{node.name}”这个变量", near or f"可用的变量有：{'、'.join(VARIABLES)}"))
        elif isinstance(node, nodes.Name) and (node.name.startswith("_") or node.name in VARIABLES):
            found.append(Slip(at, f"不能给“{node.name}”另起值", "请换一个名字"))
        elif isinstance(node, nodes.Output):
            found.extend(_no_text(n) for n in node.nodes if _no_text(n).cause)
        elif isinstance(node, nodes.Getattr | nodes.Getitem):
            if id(node) not in called:
                _part(node, at, found)
        elif isinstance(node, nodes.Filter):
            if node.name not in FILTERS:
                found.append(Slip(at, f"没有“{node.name}”这个过滤器",
                                  nearest(node.name, FILTERS, 0.6) or f"可用的有：{'、'.join(FILTERS)}"))
            if node.dyn_args or node.dyn_kwargs:
                found.append(Slip(at, "不能用“*”展开参数", "请一个一个写"))
        elif isinstance(node, nodes.Test) and node.name not in TESTS:
            found.append(Slip(at, f"没有“is {node.name}”这个说法", nearest(node.name, TESTS) or f"可用的有：{'、'.join(TESTS)}"))
        elif isinstance(node, nodes.Call):
            _call(node, at, found)
        elif isinstance(node, nodes.Const) and isinstance(node.value, int | float) and abs(node.value) > LARGEST_NUMBER:
            found.append(Slip(at, "这个数太大", f"至多 {LARGEST_NUMBER}"))
        elif isinstance(node, nodes.Assign) and not isinstance(node.target, nodes.Name):
            found.append(Slip(at, "set 一次只给一个名字", "如 {% set pair = slogan(subject) %}"))
        elif isinstance(node, nodes.For):
            loops += 1
            if loops > LOOPS or node.recursive:
                found.append(Slip(at, f"循环至多套 {LOOPS} 层", "请写简单些"))
        for child in node.iter_child_nodes():
            look(child, loops)

    look(tree, 0)
    for name, node in set_here.items():
        if name not in read_here and name != "result":
            found.append(Slip(node.lineno - 1, f"“{name}”起了名，后面没有用到", "请删掉，或看看是不是写错了名字", grave=False))
    return found


def _no_text(node: nodes.Expr) -> Slip:
    """Why what is put into the text there is no text; no cause where it is."""
    from jinja2 import nodes

    name, at = node.name if isinstance(node, nodes.Name) else "", (node.lineno or 1) - 1
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        name, at = node.node.name + ".", node.node.lineno - 1
    if name in ("aspects", "chapters", "facts."):
        said = name.rstrip(".") + (f".{node.attr}" if isinstance(node, nodes.Getattr) else "")
        return Slip(at, f"“{said}”是一列，不是一句话", f"请连起来：{said}|join('、')")
    if name in ("facts", "has", "stage"):
        return Slip(at, f"“{name}”是一组，不是一句话", f"请写明要哪一样，如 {name}.{PARTS[name][0]}")
    if name in ("reports", "has."):
        return Slip(at, "这里只有“是”或“否”，不是字", "请用在 if 或 when 里")
    return Slip(at, "")


def _part(node: nodes.Getattr | nodes.Getitem, at: int, found: list[Slip]) -> None:
    """What is asked of a variable: facts.目标, stage.name, a number."""
    from jinja2 import nodes

    name = node.attr if isinstance(node, nodes.Getattr) else node.arg.value if isinstance(node.arg, nodes.Const) else None
    of = node.node.name if isinstance(node.node, nodes.Name) else ""
    if isinstance(node, nodes.Getitem) and not isinstance(name, str) and of not in PARTS:
        return
    at += isinstance(node, nodes.Getattr)
    if str(name).startswith("_"):
        found.append(Slip(at, f"不能取“{name}”", "以下划线开头的一律不行"))
    elif of in PARTS and name not in PARTS[of]:
        found.append(Slip(at, f"“{of}”里没有“{name}”", nearest(str(name), PARTS[of]) or f"可用的有：{'、'.join(PARTS[of])}"))
    elif of not in PARTS:
        found.append(Slip(at, f"“{of or '它'}”后面不能再取“{name}”", f"只有 {'、'.join(k for k in PARTS if k != 'loop')} 后面可以加点"))


def _call(node: nodes.Call, at: int, found: list[Slip]) -> None:
    from jinja2 import nodes

    from drafter.phrases import ROLES, WRITTEN

    name = node.node.name if isinstance(node.node, nodes.Name) else getattr(node.node, "attr", "")
    if not isinstance(node.node, nodes.Name) or name not in FUNCTIONS:
        found.append(Slip(at, f"模板里不能调用“{name}(…)”" if name else "模板里不能调用它", f"可用的函数有：{'、'.join(FUNCTIONS)}"))
        return
    takes, plain = FUNCTIONS[name]
    if node.dyn_args or node.dyn_kwargs:
        found.append(Slip(at, "不能用“*”展开参数", "请一个一个写"))
    for keyword in node.kwargs:
        if keyword.key not in takes:
            found.append(Slip(keyword.lineno - 1, f"“{name}”没有“{keyword.key}”这一项",
                              nearest(keyword.key, takes) or f"可用的有：{'、'.join(takes)}"))
    if len(node.args) > plain or (name == "phrase" and not node.args and not any(k.key == "role" for k in node.kwargs)):
        found.append(Slip(at, f"“{name}”的括号里写得不对", "如 slogan(subject, syllables='6+6')、phrase('问题', aspect=aspect)"))
    role = next((a for a in (*node.args[:1], *(k.value for k in node.kwargs if k.key == "role"))), None)
    sorts = (*WRITTEN, *ROLES.values())
    if name == "phrase" and isinstance(role, nodes.Const) and role.value not in sorts:
        found.append(Slip(role.lineno - 1, f"没有“{role.value}”这一类句子",
                          nearest(str(role.value), sorts) or f"可用的有：{'、'.join(sorts)}"))


def _bounded(tree: nodes.Template) -> nodes.Template:
    """The tree with everything that repeats or joins put through the budget, and no blank where the brief may say nothing."""
    from jinja2 import nodes
    from jinja2.visitor import NodeTransformer

    def through(name: str, node: nodes.Node, *args: nodes.Expr) -> nodes.Filter:
        return nodes.Filter(node, name, list(args), [], None, None, lineno=node.lineno or 1)

    class Bounds(NodeTransformer):
        def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - jinja2 calls it by this name
            self.generic_visit(node)
            node.iter = through("_rows", node.iter)
            return node

        def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
            self.generic_visit(node)
            return through("join", nodes.List(node.nodes, lineno=node.lineno))

        def visit_CondExpr(self, node: nodes.CondExpr) -> nodes.Node:  # noqa: N802
            self.generic_visit(node)
            node.expr2 = node.expr2 or nodes.Const("", lineno=node.lineno)
            return node

        def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802
            self.generic_visit(node)
            node.nodes = [through("_given", n, nodes.Const(GIVEN[n.name])) if isinstance(n, nodes.Name) and n.name in GIVEN else n
                          for n in node.nodes]
            return node

    bounded = Bounds().visit(tree)
    bounded.set_environment(environment())
    return bounded  # type: ignore[no-any-return]


def slips(source: str, *, expression: bool = False) -> tuple[Slip, ...]:
    """What is wrong in a string of an outline, or in a `when:`; nothing is rendered."""
    if not expression and not re.search("[{}｛｝]", source):
        return ()
    return _read(source, expression).slips


def names(source: str, *, expression: bool = False) -> dict[str, int]:
    """The variables and functions that a string reads, each with the character where it does first; empty where it cannot be read."""
    return _read(source, expression).names if source and (expression or "{" in source) else {}


@lru_cache(maxsize=4096)
def _compiled(source: str, expression: bool) -> Template:
    read = _read(source, expression)
    if read.tree is None:
        slip = read.slips[0]
        raise told(source, slip.cause, slip.cure, slip.offset)
    made = environment()
    try:
        return made.template_class.from_code(made, made.compile(read.tree), made.make_globals(None))
    except (RecursionError, MemoryError, SyntaxError, ValueError) as error:
        raise told(source, "这一句太复杂", "请写简单些") from error


def told(source: str, cause: str, cure: str = "", offset: int = 0) -> TemplateError:
    """The error for a string of an outline; whoever knows the outline's file adds the place (outlines.placed)."""
    error = TemplateError(f"模板里的“{source[:30]}{'…' if len(source) > 30 else ''}”：{cause}", cure=cure)
    error.source, error.offset, error.bare = source, offset, cause
    return error


def _run(source: str, expression: bool, scope: Mapping[str, Any]) -> Any:
    """The text, or the value of an expression."""
    from jinja2 import TemplateError as JinjaError

    template = _compiled(source, expression)
    token = _budget.set(_Budget())
    try:
        context = template.new_context(dict(scope))
        pieces, size = [], 0
        for piece in template.root_render_func(context):
            size += len(piece)
            _sized(size)
            pieces.append(piece)
        return bool(context.vars["result"]) if expression else "".join(pieces)
    except Refused as error:
        cause, _, cure = str(error).partition("；")
        raise told(source, cause, cure) from error
    except JinjaError as error:
        raise told(source, "有一样东西没有给", f"可用的变量有：{'、'.join(VARIABLES)}") from error
    except (TypeError, ValueError, LookupError, ArithmeticError, AttributeError, RecursionError, MemoryError) as error:
        raise told(source, "这一句算不出来", "请看是不是把字和数、一列和一句混在一起了") from error
    finally:
        _budget.reset(token)


def render(template: str, scope: Mapping[str, Any]) -> str:
    """The string with its variables filled in. Raises TemplateError for what cannot be rendered."""
    return str(_run(template, False, scope)) if "{" in template else template


def holds(expression: str, scope: Mapping[str, Any]) -> bool:
    """True where a `when:` holds; an empty one always does. Raises TemplateError."""
    return bool(_run(expression, True, scope)) if expression else True
