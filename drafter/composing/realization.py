"""What an outline's strings may use, short names of bodies, and the last look at a draft."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from drafter import numbering, words, yamlfile
from drafter.brief import USES, Brief
from drafter.composing import duties, names
from drafter.composing.answers import stage_calls
from drafter.composing.facts import Stage, parts, request, stages
from drafter.composing.headings import short_subject
from drafter.composing.selection import class_of
from drafter.composing.uses import use_of
from drafter.document import Document, Heading, Paragraph, Trace
from drafter.findings import Finding
from drafter.outlines.sandbox import cn_date

if TYPE_CHECKING:
    from drafter.outlines import Outline

GAP = re.compile(r"【待[填定]：([^】]*)】")
_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?%?")
BETRAY = 2  # so many of what is stressed and told must speak of people before the draft does
_OWN = (("机关党委", "机关党委"), ("课题组", "课题组"), ("调研组", "调研组"), ("办事处", "街道"), ("学校", "学校"), ("小学", "学校"),
        ("中学", "学校"), ("大学", "学校"), ("学院", "学院"), ("卫生院", "卫生院"), ("医院", "医院"), ("法院", "本院"), ("检察院", "本院"),
        ("公司", "公司"),
        ("集团", "集团"), ("联合社", "我社"), ("供销社", "我社"), ("合作社", "我社"), ("中心", "中心"), ("支队", "支队"), ("大队", "大队"),
        ("村民委员会", "村委会"), ("居民委员会", "居委会"), ("管理委员会", "管委会"), ("委员会", "我委"),
        ("联合会", "我会"), ("协会", "我会"), ("总工会", "我会"))


_ABOVE = re.compile("政府|[党省市区县镇]委|人大|政协|党组|常务会|常委会|委员会|领导|上级|主管|总公司|集团|考核组|督导组|视察组")


def scope(brief: Brief, outline: Outline) -> dict[str, Any]:
    """The variables that an outline may use before the draft is planned (outlines.sandbox.VARIABLES); planning adds the rest."""
    uses: dict[str, list[str]] = {use: [] for use in USES}
    for fact in brief.facts:
        uses[use_of(fact, brief)].append(fact.text)
    return {"subject": brief.subject, "org": brief.org, "org_short": short_org(brief.signature, brief.org, outline.person),
            "author": brief.signature, "audience": brief.audience, "occasion": brief.occasion, "title": brief.title,
            "date": cn_date(brief.date), "year": brief.date.year - (outline.looks_back and brief.date.month <= 3),
            "next_year": brief.date.year + 1, "n": "",
            "matter": _matter(brief.title),
            "reports": brief.signature.endswith(("课题组", "调研组")) or bool(_ABOVE.search(brief.audience)),
            "short": short_subject(brief.subject), "aspects": [], "aspect": "", "item": "", "number": "", "stage": Stage("", ""),
            "fact": "", "facts": uses, "chapters": [], "asked": "，".join(word for word in brief.stress if names.of_chapter(word)),
            "request": "；".join(filter(None, (request(fact.text) for fact in brief.facts))),
            "sight": "", "stage_calls": stage_calls([s.name for s in stages(parts(brief, set()))[1]]),
            "people": people_of(brief), "body": class_of(brief.org), "index": 0, "n_main": "", "staged": "", "further": 0,
            **_arranged(uses, brief), "front": duties.front(brief.audience),
            "attitude": False, "has": dict.fromkeys((*USES, "时限"), False)}


def _arranged(uses: dict[str, list[str]], brief: Brief) -> dict[str, Any]:
    """Who leads, from when to when and by which day, where the facts say so; who issues the plan leads it where they name nobody."""
    told = duties.told(uses, brief.org)
    lead, issuer = duties.lead(told), duties.issuer(brief.org, brief.audience)
    return {"lead_unit": lead or issuer, "leads_unsaid": bool(issuer and not lead), "period": duties.period(told),
            "due": duties.last_day(told), "owner": "", "bodies": duties.bodies(told)}


def people_of(brief: Brief) -> str:
    """Whom the work is for, as the subject, the body's name or several facts betray it: 企业, 居民, 学生和家长; else 群众."""
    told = (brief.audience, *brief.stress, *(f.text for f in brief.facts))
    rows = yamlfile.table("people.yaml")
    by_name = (row for row in rows if row["word"] in brief.subject or (row.get("where") == "单位" and row["word"] in brief.org))
    by_facts = (row for row in rows if not row.get("where") and sum(row["word"] in text for text in told) >= BETRAY)
    for row in (*by_name, *by_facts):
        return str(row["people"])
    return "群众"


def titled(text: str) -> str:
    """A title in which 工作 does not stand twice running: 无偿献血工作 + 工作方案."""
    return text.replace("工作工作", "工作")


def _matter(title: str) -> str:
    """What a title says is to be done, ready to stand before 对策建议 (关于补齐X短板的调研报告 → 补齐X短板的), or nothing."""
    match = re.match(r"关于((?:推动|推进|加强|提升|补齐|优化|完善|深化|促进|改进|破解|健全|规范|做好).+?)(?:工作)?"
                     r"的?(?:专题)?调研报告$", title)
    return f"{match[1]}的" if match and len(match[1]) <= 26 else ""


_WITHIN = re.compile("[\u4e00-\u9fff]{1,5}[部处科室会]")  # 护理部, 政教处, 工会
_BOTH = re.compile("(市|区|县|镇|乡|街道|村)(?:党委|党工委|党支部|委)[、和](?:[市区县镇乡村]|街道)?"
                   "(?:人民)?(?:政府|办事处|委会)$")  # party and government speak together
_PARTY = re.compile("(?:[市区县镇乡村局校院厂]|街道|社区|公司)?(?:党委|党工委|党组|党总支|党支部)$")


def short_org(author: str, org: str, person: str = "") -> str:
    """How the body calls itself in running text: 课题组, 我局, 我县, 学校; a speaker says 我们, one who reports on himself 我."""
    if person in ("我", "我们"):
        return person
    within = author.removeprefix(org) if org and author != org else ""
    if within != author and _WITHIN.fullmatch(within):  # 县人民医院护理部 speaks as 护理部, not as the hospital
        return within
    for name in (author, org):
        for ending, short in _OWN:
            if name.endswith(ending):
                return short
    if both := _BOTH.search(org):
        return f"我{both[1]}"
    if party := _PARTY.search(org):  # 沐荷镇党委 is no 委: 镇党委, as its own papers say
        return party[0]
    match = re.search(r"([局委厅办处站所院校厂馆队县市区镇乡村])(?:人民政府|办公室|机关)?$", org)
    return f"我{match[1]}" if match else "我单位"


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
    bare = GAP.sub("", re.sub(r"(?m)^(?:\d+\.(?!\d)|（\d+）)", "", text))
    for figure in dict.fromkeys(_FIGURE.findall(bare)):
        if figure not in _FIGURE.findall(known):
            findings.append(Finding("figure", f"任务书里没有的数字“{figure}”", severity="error"))
    ours = functools.reduce(lambda rest, fact: rest.replace(fact.text, ""), brief.facts, text)  # 责任人名单 of a fact is the clerk's own
    for word in brief.avoid:
        if word in ours:
            findings.append(Finding("avoid", f"出现了不要提的“{word}”", severity="error"))
    for fact in brief.facts:
        if not _stands(fact.text, text):
            findings.append(Finding("fact", f"这条事实没有写进去：{fact.text}", severity="error"))
    return findings


def _stands(fact: str, text: str) -> bool:
    """True where the fact stands in the draft: whole, or every figure of it and most of its words."""
    if fact in text:
        return True
    pairs = words.bigrams(fact)
    return all(f in text for f in _FIGURE.findall(fact)) and len(pairs & words.bigrams(text)) >= 0.6 * len(pairs)
