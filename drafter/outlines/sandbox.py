"""The sandbox in which an outline's strings are rendered: no code, no files, an error for every unknown name."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from drafter import numbering
from drafter.errors import TemplateError, nearest

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

# What a string of an outline may use, told to editors in docs/templates.md.
VARIABLES = {
    "subject": "主题", "org": "单位全称", "org_short": "单位自称，如 我局", "author": "署名", "audience": "受众", "occasion": "场合",
    "title": "任务书给的标题", "date": "日期，如 2026年9月18日", "year": "年份", "next_year": "下一年", "n": "本章条数，中文数字",
    "matter": "标题里说要办的事", "short": "主题的简称", "aspects": "各方面的名字", "aspect": "这一条的方面", "item": "这一条的标题",
    "stage": "这一阶段的 name 和 period", "fact": "这一条的事实", "facts": "各用途的事实，如 facts.目标",
    "number": "这一条是第几条，中文数字", "index": "这一条前面有几条", "n_main": "全文有几个方面，中文数字",
    "lead_unit": "事实里说的牵头单位", "period": "事实里说的起止时间", "staged": "事实里有没有分阶段的安排",
    "has": "这一条有没有某种用途的事实，如 has.问题",
    "chapters": "各章的标题", "reports": "署名是不是调研组", "people": "服务的人，如 群众、企业",
}
FILTERS = {
    "cn_date": "日期写成 2026年9月18日", "cn_number": "数写成 一、二、三", "join": "连起来，如 aspects|join('、')", "first": "第一个",
    "last": "最后一个", "length": "几个", "default": "没有时用", "trim": "去掉头尾空白", "replace": "换字",
}


def cn_date(date: datetime.date) -> str:
    """The date as GB/T 9704-2012, 7.3.5.4 asks: 2026年3月9日."""
    return f"{date.year}年{date.month}月{date.day}日"


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """The sandbox, with our filters and no others that reach beyond text and lists."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    known = {name: made.filters[name] for name in FILTERS if name in made.filters}
    made.filters.clear()
    made.filters.update(known | {"cn_date": cn_date, "cn_number": numbering.cn_number})
    made.globals.clear()
    return made


def render(template: str, scope: Mapping[str, Any]) -> str:
    """The string with its variables filled in. Raises TemplateError for what cannot be rendered."""
    from jinja2 import TemplateError as JinjaError

    if "{" not in template:
        return template
    try:
        return environment().from_string(template).render(scope)
    except JinjaError as error:
        raise _told(template, error, scope) from error


def holds(expression: str, scope: Mapping[str, Any]) -> bool:
    """True where a `when:` holds; an empty one always does. Raises TemplateError."""
    from jinja2 import TemplateError as JinjaError

    if not expression:
        return True
    try:
        return bool(environment().compile_expression(expression, undefined_to_none=False)(**scope))
    except JinjaError as error:
        raise _told(expression, error, scope) from error


def _told(template: str, error: Exception, scope: Mapping[str, Any]) -> TemplateError:
    import re

    name = re.search(r"'(\w+)' is undefined", str(error))
    cure = (nearest(name[1], scope) if name else "") or f"可用的变量有：{'、'.join(VARIABLES)}"
    return TemplateError(f"模板里的“{template[:30]}”填不出来（{error}）", cure=cure)
