"""Text from an outline's strings: sandboxed Jinja2, dates, short names of bodies, and the last look at a draft."""

from __future__ import annotations

import datetime
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from drafter import numbering, words
from drafter.brief import Brief
from drafter.document import Document, Heading, Paragraph, Trace
from drafter.errors import TemplateError
from drafter.findings import Finding

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from drafter.composing.planning import Plan

GAP = re.compile(r"【待[填定]：([^】]*)】")
_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?%?")
_OWN = (("机关党委", "机关党委"), ("课题组", "课题组"), ("调研组", "调研组"), ("办事处", "街道"), ("学校", "学校"), ("小学", "学校"),
        ("中学", "学校"), ("大学", "学校"), ("学院", "学院"), ("医院", "医院"), ("公司", "公司"), ("集团", "集团"))


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


def render(template: str, scope: dict[str, Any]) -> str:
    """The string with its variables filled in. Raises TemplateError for an unknown variable."""
    from jinja2 import TemplateError as JinjaError

    if "{" not in template:
        return template
    try:
        return _environment().from_string(template).render(scope)
    except JinjaError as error:
        raise TemplateError(f"模板里的“{template[:30]}”填不出来（{error}）",
                            cure=f"可用的变量有：{'、'.join(sorted(scope))}") from error


def scope(brief: Brief, plan: Plan) -> dict[str, Any]:
    """The variables an outline may use."""
    return {"subject": brief.subject, "org": brief.org, "org_short": short_org(brief.signature, brief.org),
            "author": brief.signature, "audience": brief.audience, "occasion": brief.occasion, "date": cn_date(brief.date),
            "year": brief.date.year, "n": numbering.cn_number(plan.n), "matter": _matter(brief.title),
            "reports": brief.signature.endswith(("课题组", "调研组")), "aspects": [a.name for a in plan.aspects], "aspect": ""}


def _matter(title: str) -> str:
    """What a title says is to be done, ready to stand before 对策建议 (关于补齐X短板的调研报告 → 补齐X短板的), or nothing."""
    match = re.match(r"关于((?:推动|推进|加强|提升|补齐|优化|完善|深化|促进|改进|破解|健全|规范|做好).+?)(?:工作)?"
                     r"的?(?:专题)?调研报告$", title)
    return f"{match[1]}的" if match and len(match[1]) <= 26 else ""


def short_org(author: str, org: str) -> str:
    """How the body calls itself in running text: 课题组, 我局, 我县, 学校."""
    for name in (author, org):
        for ending, short in _OWN:
            if name.endswith(ending):
                return short
    match = re.search(r"([局委厅办处站所院校厂馆队县市区镇乡村])(?:人民政府|办公室|机关)?$", org)
    return f"我{match[1]}" if match else "我单位"


def cn_date(date: datetime.date) -> str:
    """The date as GB/T 9704-2012, 7.3.5.4 asks: 2026年3月9日."""
    return f"{date.year}年{date.month}月{date.day}日"


def heading(level: int, number: int, text: str, role: str | None, trace: Trace | None = None) -> Heading:
    """A numbered heading."""
    return Heading(numbering.label(level, number) + text, level, role, trace=trace or Trace("joint"))


def gaps(text: str) -> list[str]:
    """What the gaps of a text ask for, in order."""
    return GAP.findall(text)


def body_length(document: Document) -> int:
    """The characters of body and headings, counted as offices do."""
    return sum(words.count(b.text) for b in document.blocks
               if isinstance(b, Heading) or (isinstance(b, Paragraph) and b.style == "body"))


def lint(document: Document, brief: Brief) -> list[Finding]:
    """What must not leave the house: figures that nobody supplied, forbidden words, facts lost, chapters of unequal length."""
    findings = []
    text = document.text()
    known = brief.model_dump_json() + cn_date(brief.date)
    bare = GAP.sub("", re.sub(r"(?m)^(?:\d+\.|（\d+）)", "", text))
    for figure in dict.fromkeys(_FIGURE.findall(bare)):
        if figure not in _FIGURE.findall(known):
            findings.append(Finding("figure", f"任务书里没有的数字“{figure}”", severity="error"))
    for word in brief.avoid:
        if word in text:
            findings.append(Finding("avoid", f"出现了不要提的“{word}”", severity="error"))
    for fact in brief.facts:
        if fact.text not in text:
            findings.append(Finding("fact", f"这条事实没有写进去：{fact.text}", severity="error"))
    counts = [sum(1 for _ in group) for group in _groups(document)]
    if len(set(counts)) > 1:
        findings.append(Finding("parallel", f"各章条数不等：{counts}", severity="error"))
    return findings


def _groups(document: Document) -> list[list[Heading]]:
    """The level-2 headings of each chapter that has any."""
    groups: list[list[Heading]] = []
    for h in document.headings():
        if h.level == 1:
            groups.append([])
        elif groups:
            groups[-1].append(h)
    return [g for g in groups if g]
