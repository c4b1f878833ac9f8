"""Work on briefs: check one against its outline and against itself, and write a new one from what the clerk says."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from drafter import aspects, figures, outlines, words, yamlfile
from drafter import brief as briefs
from drafter.aspects import GENERAL
from drafter.brief import Brief, Fact
from drafter.composing import names
from drafter.composing.placement import INSTEAD
from drafter.composing.planning import taken as answers
from drafter.composing.uses import use_of
from drafter.errors import BriefError, DrafterError, nearest
from drafter.outlines import Outline, checking, sandbox
from drafter.pipeline.banks import phrases
from drafter.pipeline.drafting import trades_of, written
from drafter.pipeline.templates import taken
from drafter.yamlfile import Fault, Keys


@dataclass(slots=True)
class Checked:
    """What is wrong in one brief, what is worth a look, and what its reader would still look for."""

    path: Path
    errors: list[DrafterError] = field(default_factory=list)
    warnings: list[DrafterError] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def check(path: Path) -> Checked:
    """Every fault of the brief in that file, every warning, and what is missing."""
    made = Checked(path)
    try:
        brief = briefs.load(path)
    except BriefError as error:
        made.errors = error.all()
        return made
    source = yamlfile.read(path, BriefError)
    rows = list(_doubts(brief, source))
    try:
        outline = outlines.load(outlines.choose(brief.kind, brief.subkind))
    except DrafterError as error:
        at: Keys = ("subkind",) if "·" in error.cause and brief.subkind else ("kind",)
        rows.append((True, _at(source, at, 0, f"这个文种的模板有毛病：{error.line()}") if error.file else
                     _at(source, at, 0, error.cause, error.cure)))
    else:
        rows += [(False, fault) for fault in _homeless(brief, outline, source)]
        made.missing = missing(outline, brief)
    for sure, target in ((True, made.errors), (False, made.warnings)):
        faults = [fault for grave, fault in rows if grave is sure]
        if faults:
            target += yamlfile.combined(faults, BriefError).all()
    return made


def _at(source: yamlfile.Source, at: Keys, offset: int, cause: str, cure: str = "") -> Fault:
    """The fault at that character of the value there."""
    exact = at
    while exact and exact not in source.places:
        exact = exact[:-1]
    line, column = source.character(source.places[exact], offset) if exact in source.places else (1, 1)
    said = at[:-1] if len(at) > 1 and isinstance(at[-1], str) else at if len(at) > 1 else ()
    return Fault(source.path, line, column, yamlfile.in_words(said, source.values), cause, cure)


def _doubts(brief: Brief, source: yamlfile.Source) -> Iterator[tuple[bool, Fault]]:
    """(whether it cannot be right, the fault) for what the brief says against itself or against the tables."""
    texts = [str(row["text"]) for row in source.values.get("facts") or []]
    for index, text in enumerate(texts):
        at: Keys = ("facts", index, "text")
        for doubt in figures.doubts(text):
            yield doubt.sure, _at(source, at, doubt.offset, doubt.cause, doubt.cure)
        for word in brief.avoid:
            if word and word in text:
                yield True, _at(source, at, text.index(word), f"“{word}”写在 avoid 里不要提，这条事实里却有",
                                "请改这条事实，或从 avoid 里删掉")
        if text in texts[:index]:
            yield False, _at(source, at, 0, f"和第{texts.index(text) + 1}条一样", "请删掉一条")
    for index, doubt in figures.between(texts):
        yield doubt.sure, _at(source, ("facts", index, "text"), doubt.offset, doubt.cause, doubt.cure)
    trade = aspects.trade_of(brief.subject, brief.context, brief.org)
    if trade == GENERAL:
        yield False, _at(source, ("subject",), 0, f"词表里没有“{brief.subject}”这个行业，只能用各行各业通用的话",
                         "请多给事实，或喂一些这方面的材料（drafter mine）")
    for index, word in enumerate(brief.stress):
        if any(mark in word for mark in "，、；"):
            yield True, _at(source, ("stress", index), 0, f"“{word}”里有全角标点，会当成一个方面", "方括号里用半角逗号隔开：[甲, 乙]")


def _homeless(brief: Brief, outline: Outline, source: yamlfile.Source) -> Iterator[Fault]:
    """What the brief gives and the outline has no place for."""
    uses = taken(outline)
    for index, fact in enumerate(brief.facts):
        use = use_of(fact, brief)
        if use not in uses:
            other = next((u for u in INSTEAD[use] if u in uses), "")
            where = f"会当作“{other}”写" if other else "会落在第一章里"
            at: Keys = ("facts", index, "use") if fact.use else ("facts", index, "text")
            yield _at(source, at, 0, f"{outline.kind}里没有专门写“{use}”的地方，这条{where}",
                      f"这个文种写得下的用途：{'、'.join(u for u in briefs.USES if u in uses)}")
    trade = aspects.trade_of(brief.subject, brief.context, brief.org)
    known = [a.name for t in dict.fromkeys((trade, GENERAL)) if t in aspects.trades() for a in aspects.trades()[t].aspects]
    for index, word in enumerate(brief.stress):
        if not (names.of_chapter(word) or any(answers(word, s) for s in outline.sections) or aspects.find(word, trade)):
            yield _at(source, ("stress", index), 0, f"词表里没有“{word}”这个方面，只能靠事实写",
                      nearest(word, known) or f"{trade}的方面有：{'、'.join(known[:8])}")


def missing(outline: Outline, brief: Brief) -> list[str]:
    """What this kind's reader looks for and the facts do not speak of."""
    text = "".join(f.text for f in brief.facts)
    pairs = words.bigrams(text)
    return [wanted for wanted in outline.expects
            if len(words.bigrams(wanted) & pairs) < max(1, len(words.bigrams(wanted)) // 4)]


def needs(outline: Path) -> list[str]:
    """The fields of a brief that the outline's strings use, besides those that every brief has."""
    read = outlines.read(outline)
    said = {name for s in checking.strings(read.values) for name in sandbox.names(s.text, expression=s.expression)}
    return [name for name in ("author", "audience", "occasion") if name in said or (name == "author" and read.outline.byline)]


def offered(subject: str, *, progress: Callable[[Iterable[Path]], Iterator[Path]] = iter) -> list[tuple[str, int]]:
    """The aspects of the subject's trade, each with how many sentences the bank and the hand-written tables hold for it."""
    trade = aspects.trade_of(subject)
    table = aspects.trades().get(trade)
    probe = briefs.check({"kind": "调研报告", "subject": subject, "org": "本单位", "date": datetime.date.today()})
    counts: Counter[str] = Counter()
    for found in (*phrases(progress=progress).found, *written(probe, trades_of(probe))):
        if found.phrase.trade in (trade, GENERAL, ""):
            counts.update(found.phrase.aspects)
    return [(a.name, counts[a.name]) for a in (table.aspects if table else ())]


def guessed(text: str) -> str:
    """The use that a fact's wording betrays."""
    return use_of(Fact(text=text)) if len(text) > 1 else "背景"


_NOTES = {
    "kind": "文种", "subkind": "文种的小类", "title": "标题；不写由模板起", "subject": "写什么事", "org": "发文单位全称", "author": "署名",
    "audience": "给谁看、讲给谁听", "occasion": "什么场合", "date": "日期", "length": "正文字数", "stress": "要着重写的方面，按次序",
    "avoid": "不要提的字词",
}


def text_of(values: dict[str, Any], wanted: list[str]) -> str:
    """The brief as a commented YAML file; `wanted` is what its reader would still look for."""
    lines = ["# 任务书：字段名用英文，内容用中文；冒号是半角的，后面空一格。写完运行 drafter brief check 检查。"]
    for name, note in _NOTES.items():
        if name == "avoid":
            lines += _fact_lines(values.get("facts") or [], wanted)
        value = values.get(name)
        if value in (None, "", []):
            if name in ("title", "avoid"):
                lines.append(f"# {name}: {'[]' if name == 'avoid' else '…'}  # {note}")
            continue
        shown = f"[{', '.join(_scalar(str(v)) for v in value)}]" if isinstance(value, list) else _scalar(value)
        lines.append(f"{name}: {shown}  # {note}")
    return "\n".join(lines) + "\n"


def _fact_lines(facts: list[dict[str, str]], wanted: list[str]) -> list[str]:
    lines = ["# 事实：一条一件，数字照实写；没有的不要写，稿子里会留【待填】。use 是用途：背景、做法、成效、问题、目标、安排。",
             "facts:" if facts else "facts: []"]
    for fact in facts:
        lines += [f"  - text: {_scalar(fact['text'])}", f"    use: {fact['use']}"]
    return lines + [f"  # 还缺：{want}" for want in wanted]


def _scalar(value: Any) -> str:
    """The value as YAML writes it on one line."""
    return str(yaml.safe_dump(value, allow_unicode=True, width=10_000, default_flow_style=True)).removesuffix("\n").removesuffix("\n...")
