"""Who does what by when, read from the clerk's facts: a plan's tasks get their owner and their last day from nowhere else."""

from __future__ import annotations

import re
from typing import NamedTuple

from drafter import words
from drafter.aspects import loose_words

_LEADS = re.compile(r"(?:^|，|；|由)([^，；、由]{3,20}?)牵头")
_RESPECTIVELY = re.compile(r"(?:^|，|；)([^，；]+?)分别负责([^，；]+)")
_ANSWERS = re.compile(r"(?:^|，|；|、)([^，；、]{3,20}?)负责([^，；]+)")
_PERIOD = re.compile(r"自?\d{4}年[^，；]*?(?:起|开始)[，、]?(?:至|到)[^，；]*?(?:结束|止)|从\d+月\d+日开始，到\d+月\d+日结束"
                     r"|(?<=时间[为是])[^，；]*?(?:至|到)[^，；]*")
_LAST_DAY = re.compile(r"(?:(?:至|到)(?=[^，；]*(?:结束|止))|时间[为是][^，；]*?(?:至|到))((?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底))")
_BY = re.compile(r"((?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|[上中下]旬)?)[之以]?前")
# How a body that answers for a part of a task stands beside who leads.
WITH_LEAD = ("{body}按职责承担，{lead}抓总", "{lead}会同{body}", "{body}承办，{lead}统筹协调", "{body}分头承担，进展报{lead}")
AGAIN = ("{owner}", "由{owner}承担", "{owner}承办", "{owner}负责")  # how one who answers for several tasks is named at each
TWICE = 12  # a run of so many characters is not to stand twice
LISTED = 4  # so many bodies can be named again in one sentence
_FRONT = re.compile("^各.*(?:乡镇|镇街|街道|社区|村|所|学校|医院|企业|站|中心|市场|园)")
BOTH, AND = 2, "和"  # so many bodies that answer for one task are both named, of more the first
TAIL = 2.5  # so many times as long as each of the others is a last matter that ends with what all have in common
_NOT_A_BODY = ("本人", "我")
_OURSELVES = re.compile("(?:(?<![\u4e00-\u9fff])|(?<=由))我(?:[局委办院镇乡县区市校厅部站所]|街道|中心|公司|集团|单位)(?=牵头|负责|、)")


class Duty(NamedTuple):
    """A body and the matters it answers for."""

    body: str
    matter: str


def told(uses: dict[str, list[str]], org: str) -> list[str]:
    """The facts, by use, that may divide the work and set its days; the office that calls itself 我局 by its name."""
    return [_OURSELVES.sub(org, text) for use in ("安排", "目标") for text in uses[use]]


def lead(told: list[str]) -> str:
    """The body that leads, by the first fact that names one; empty where none does."""
    return next((m[1] for text in told if (m := _LEADS.search(text)) and not m[1].endswith(_NOT_A_BODY)), "")


def issuer(org: str, audience: str) -> str:
    """The bureau that issues a plan to others, who leads where no fact names another; empty for a government, an office, a school.

    A plan of a bureau is its own to carry out; one of a government may be led by any of its bureaus.
    """
    return org if org.endswith("局") and re.search("各|有关", audience) else ""


def period(told: list[str]) -> str:
    """From when to when the whole runs, in the fact's own words; empty where no fact says."""
    return next((m[0] for text in told if (m := _PERIOD.search(text))), "")


def last_day(told: list[str]) -> str:
    """The day on which the whole ends (10月31日); empty where no fact says."""
    return next((m[1] for text in told if (m := _LAST_DAY.search(text))), "")


def duties(told: list[str]) -> list[Duty]:
    """Who answers for what: 甲局、乙局分别负责子、丑类问题 → 甲局 子, 乙局 丑; 甲局负责子 → 甲局 子."""
    found = []
    for text in told:
        for m in _RESPECTIVELY.finditer(text):
            bodies = m[1].split("、")
            cuts = (re.split(marks, m[2]) for marks in ("、", "[、和]"))  # 食材采购和后厨管理、经费监管 are two matters where two answer
            matters = next((cut for cut in cuts if len(cut) == len(bodies)), [])
            found += [Duty(b, w) for b, w in zip(bodies, _apart(matters), strict=True)] if matters else [Duty(m[1], m[2])]
        rest = _RESPECTIVELY.sub("", text)
        found += [Duty(m[1], m[2]) for m in _ANSWERS.finditer(rest) if not m[1].endswith(_NOT_A_BODY)]
    return found


def _apart(matters: list[str]) -> list[str]:
    """The matters without what the last one says for them all: 房建、交通、水利工程项目的欠薪治理 are 房建, 交通 and 水利."""
    others = [len(matter) for matter in matters[:-1]]
    whole = bool(others) and len(matters[-1]) > TAIL * max(others)
    return [*matters[:-1], matters[-1][:min(others)]] if whole else matters


def phase(task: str, stages: list[str]) -> str:
    """The stage whose name speaks of the task (信息核对 of 信息核对和补录), without the word 阶段; empty where none or several do."""
    pairs = words.bigrams(task) - loose_words()
    found = [name.removesuffix("阶段") for name in stages if words.bigrams(name) & pairs]
    return found[0] if len(found) == 1 else ""


def bodies(told: list[str]) -> str:
    """The bodies that answer for parts of the work, without who leads, the last first; empty where none is named, or too many.

    The last first, so that no run of twelve characters is that of the fact (RUBRIC, criterion 6).
    """
    first = lead(told)
    found = list(dict.fromkeys(d.body for d in duties(told) if d.body != first))
    return "、".join(reversed(found)) if len(found) <= LISTED and all(len(body) < TWICE for body in found) else ""


def front(audience: str) -> str:
    """Those among the readers who stand before the public (各街道办事处、各物业服务企业); empty where the audience names none."""
    return "、".join(part for part in re.split("[、，和]", audience) if _FRONT.search(part))


def by(task: str, told: list[str]) -> str:
    """The day by which a fact wants done what the task names (6月底 for 选址布点: 6月底前完成选址公示); empty where none or several do."""
    pairs = words.bigrams(task) - loose_words()
    clauses = [clause for text in told for clause in re.split("[，；]", text)]
    days = {m[1] for clause in clauses if (m := _BY.search(clause)) and words.bigrams(clause[m.end():]) & pairs}
    return days.pop() if len(days) == 1 else ""


def owner(task: str, told: list[str]) -> str:
    """Who answers for a task, told by its name and facts: the bodies whose matters it names; else empty.

    Who answers for a part of it (学校用能管理) does not for the whole (用能管理); one whose matter but the facts name answers beside who
    leads (遮挡消防通道 is one of four sorts of 隐患).
    """
    name = task.partition("，")[0]
    known = [d for d in duties(told) if not _part_of(name, d.matter)]

    def named(text: str) -> list[str]:
        pairs = words.bigrams(text)
        return list(dict.fromkeys(d.body for d in known if words.bigrams(d.matter.removesuffix("类问题")) & pairs))

    first, of_name, of_facts = lead(told), named(name), named(task)
    beside = [body for body in of_facts if body != first]
    if first and beside and not of_name:
        at = [d.body for d in known].index(beside[0])  # two tasks of one plan are not to say it in the same words
        return WITH_LEAD[at % len(WITH_LEAD)].format(body=beside[0] + "等" * (len(beside) > 1), lead=first)
    bodies = of_name or of_facts
    if len(bodies) == BOTH and all(len(body) < TWICE for body in bodies):
        return AND.join(reversed(bodies))  # not in the fact's own order: no run of twelve characters twice
    return bodies[0] + ("等，各按分工" if len(bodies) > 1 else "") if bodies else ""


def named_again(owner: str, told: list[str]) -> str:
    """The first of two bodies that answer together, with 等; any other owner as it is: 住房和城乡建设局 is one body."""
    first = next((d.body for d in duties(told) if owner.startswith(d.body + AND)), "")
    return first + "等" if first else owner


def _part_of(name: str, matter: str) -> bool:
    """True where the matter is but one sort of what the name says: 学校用能管理 of 用能管理."""
    said = re.split("[和与及、]", matter)[-1].removesuffix("工作")
    return said != name and said.endswith(name)
