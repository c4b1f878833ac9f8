"""Work on outlines: check all that can be known before drafting, show as a tree, copy, compare, preview, try every shipped one."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drafter import aspects, handwritten, loading, outlines, resources, saving, yamlfile
from drafter import brief as briefs
from drafter.brief import USES, Brief
from drafter.composing import Draft, headings
from drafter.composing.answers import COMMENT
from drafter.composing.candidates import SORT_OF
from drafter.composing.facts import Stage
from drafter.composing.placement import INSTEAD
from drafter.errors import OutputError, TemplateError, nearest
from drafter.outlines import Item, Items, Outline, Section, Step, checking, sandbox
from drafter.pipeline.drafting import draft
from drafter.writers import style
from drafter.yamlfile import Fault, Keys


@dataclass(slots=True)
class Checked:
    """What is wrong in one outline's file: faults that stop a draft, and what is only worth a look."""

    path: Path
    errors: list[TemplateError] = field(default_factory=list)
    warnings: list[TemplateError] = field(default_factory=list)


def check(path: Path) -> Checked:
    """Every fault of the outline in that file, and every warning."""
    made = Checked(path)
    try:
        read = outlines.read(path)
    except TemplateError as error:
        made.errors = error.all()  # type: ignore[assignment]
        return made
    for faults, target in ((list(_errors(read)), made.errors), ([*checking.faults(read.values, read.places, grave=False), *_warnings(read)],
                                                                 made.warnings)):
        if faults:
            target += yamlfile.combined(faults, TemplateError).all()  # type: ignore[arg-type]
    return made


def _at(read: outlines.Read, at: Keys, cause: str, cure: str = "") -> Fault:
    """The fault at that place of the outline, or of what holds it."""
    exact = at
    while exact and exact not in read.places:
        exact = exact[:-1]
    file, line, column = read.places.get(exact, (next(iter(read.stamps)), 1, 1))
    said = at[:-1] if len(at) > 1 and isinstance(at[-1], str) else at if len(at) > 1 else ()
    return Fault(file, line, column, yamlfile.in_words(said, read.values), cause, cure)


def _errors(read: outlines.Read) -> Iterator[Fault]:
    """Names of other tables that are none: frames, the layout."""
    known = headings.frames()
    for i, section in enumerate(read.outline.sections):
        if isinstance(section.items, Items):
            for k, name in enumerate(section.items.frames):
                if name not in known:
                    yield _at(read, ("sections", i, "items", "frames", k), f"没有叫“{name}”的标题句式",
                              nearest(name, known) or f"现有：{'、'.join(known)}")
    try:
        style.load(read.outline.style)
    except TemplateError as error:
        yield _at(read, ("style",), error.cause, error.cure)


def _warnings(read: outlines.Read) -> Iterator[Fault]:
    outline = read.outline
    yield from _shares(read)
    yield from _uses(read)
    names: dict[str, int] = {}
    for i, section in enumerate(outline.sections):
        if section.name in names:
            yield _at(read, ("sections", i, "name"), f"第{names[section.name] + 1}节也叫“{section.name}”", "请换一个名字，extends 才分得清")
        names.setdefault(section.name, i)
        if section.lead_in and section.items is None:
            yield _at(read, ("sections", i, "lead_in"), "没有条目的章用不到 lead_in", "请写进 steps，或补上 items")
        if isinstance(section.items, Items):
            items = section.items
            if items.each != "方面" and items.frames:
                yield _at(read, ("sections", i, "items", "frames"), f"“each: {items.each}”的条目用不到标题句式", "请改用 heading")
            if items.lead != "无" and not items.heading and not (items.frames and items.each == "方面"):
                yield _at(read, ("sections", i, "items"), "条目没有标题", "请写上 frames（标题句式）或 heading，不要标题就写 lead: 无")
            if items.least > items.most:
                yield _at(read, ("sections", i, "items", "least"), "least 比 most 还大", "请改小 least")
        if not section.steps and section.items is None and not section.closing:
            yield _at(read, ("sections", i), "这一章什么也没有写", "请补上 steps 或 items")
        yield from _steps(read, i, section)


def _shares(read: outlines.Read) -> Iterator[Fault]:
    sections = read.outline.sections
    total, sure = sum(s.share for s in sections), sum(s.share for s in sections if not s.when)
    if not (abs(total - 100) < 0.5 or (sure < 100.5 and total > 100 and sure != total)):
        yield _at(read, ("sections",), f"各章的 share 加起来是 {total:g}，不是 100", "请改一改各章占的百分数；不改会按比例折算")
    for i, section in enumerate(sections):
        if not section.share:
            yield _at(read, ("sections", i), "没有给这一章 share，分不到篇幅", "请写上占正文的百分数，如 share: 10")


def all_steps(section: Section) -> Iterator[tuple[Keys, Step, Item | Items | None]]:
    """Every step of a section with its path below the section and the items it belongs to."""
    for name, steps in (("steps", section.steps), ("closing", section.closing)):
        yield from (((name, k), step, None) for k, step in enumerate(steps))
    if isinstance(section.items, Items):
        yield from ((("items", "recipe", k), step, section.items) for k, step in enumerate(section.items.recipe))
    for n, item in enumerate(section.items if isinstance(section.items, list) else ()):
        yield from ((("items", n, "recipe", k), step, item) for k, step in enumerate(item.recipe))


def taken(outline: Outline) -> set[str]:
    """The uses of facts that some step takes."""
    found: set[str] = {use for s in outline.sections for _, step, _ in all_steps(s) for use in step.facts}
    for section in outline.sections:
        if isinstance(section.items, Items) and section.items.each != "方面":
            found |= set(section.items.among) if section.items.each == "事实" else {"安排"}
    return found


def _uses(read: outlines.Read) -> Iterator[Fault]:
    uses = taken(read.outline)
    for use in USES:
        if use not in uses and not any(other in uses for other in INSTEAD[use]):
            yield _at(read, ("sections",), f"没有一步接“{use}”的事实，任务书给了会落在第一章里", f"请在合适的一章加上一步：facts: [{use}]")


def _sorts(trades: Iterable[str], *, whole: bool) -> set[str]:
    """The sorts of hand-written sentences that the trades hold for whole subjects, or for aspects."""
    return {p.kind for trade in trades for p in handwritten.of(trade) if bool(p.aspects) != whole}


def _drawn(sort: str, *, whole: bool) -> bool:
    """True where the page of some trade holds that sort; the general page mostly does, and is looked at first."""
    trades = sorted((path.stem for path in handwritten.files()), key=lambda trade: trade != aspects.GENERAL)
    return any(sort in _sorts([trade], whole=whole) for trade in trades)


def _steps(read: outlines.Read, number: int, section: Section) -> Iterator[Fault]:
    """What a section's steps can never do."""
    accepted: set[str] = {use for _, step, holder in all_steps(section) if holder is not None for use in step.facts}
    if isinstance(section.items, Items) and section.items.each == "事实":
        accepted |= set(section.items.among)
    if section.when:
        yield from _when(read, ("sections", number, "when"), section.when, set())
    for n, item in enumerate(section.items if isinstance(section.items, list) else ()):
        if item.when:
            yield from _when(read, ("sections", number, "items", n, "when"), item.when, set())
    for at, step, holder in all_steps(section):
        if step.phrase == COMMENT:  # made from the fact before it, not drawn
            continue
        path = ("sections", number, *at)
        aspect = isinstance(holder, Items) and holder.each == "方面"
        every = (path.stem for path in handwritten.files())
        if step.phrase and (step.about == "主题" or not aspect):
            if not _drawn(step.phrase, whole=True):
                yield _at(read, (*path, "phrase"), f"“{step.phrase}”的句子没有一条是说整个主题的，这一步永远是空的",
                          f"可用的有：{'、'.join(sorted(_sorts(every, whole=True)))}；要说各方面的，请放进 items 的 recipe")
        elif step.phrase and step.phrase not in SORT_OF.values() and not _drawn(step.phrase, whole=False):
            # the shipped corpus holds every sort of SORT_OF: no bank is opened for this
            yield _at(read, (*path, "phrase"), f"语料库和手写句里都没有“{step.phrase}”的句子，这一步永远是空的",
                      f"可用的有：{'、'.join(sorted(_sorts(every, whole=False) | set(SORT_OF.values())))}")
        if step.acts and not aspect:
            yield _at(read, (*path, "acts"), "acts 只在按方面分的条目里有用，这一步永远是空的", "请放进 items 的 recipe")
        if step.when:
            chapter: set[str] = {use for other in (*section.steps, *section.closing) for use in other.facts}
            mine: set[str] = {use for other in holder.recipe for use in other.facts} if isinstance(holder, Item) else accepted
            yield from _when(read, (*path, "when"), step.when, mine if holder is not None else chapter)


def _when(read: outlines.Read, at: Keys, condition: str, uses: set[str]) -> Iterator[Fault]:
    """A warning where the condition can never hold, or always does, whatever the brief."""
    said = sandbox.names(condition, expression=True)
    if not said or "时限" in condition or any(name not in ("facts", "has", "reports", "index", *sandbox.GIVEN) for name in said):
        return
    given = [use for use in USES if use in condition]
    results = set()
    for bits in itertools.product((False, True), repeat=len(given)):
        there = dict(zip(given, bits, strict=True))
        for rest in ("", "甲"):
            scope = {"facts": {use: ["某事"] if there.get(use) else [] for use in USES}, "reports": bool(rest), "stage": Stage("", ""),
                     "has": {use: there.get(use, False) and use in uses for use in USES},
                     **dict.fromkeys(sandbox.GIVEN, rest)}
            for index in range(8) if "index" in said else (0,):
                try:
                    results.add(sandbox.holds(condition, scope | {"index": index}))
                except TemplateError as error:  # told at the draft, too: it may hang on what the brief gives
                    yield _at(read, at, error.bare, error.cure)
                    return
    if results == {False}:
        yield _at(read, at, f"“{condition}”永远不成立，这里永远不写", "请看这一条的 recipe 有没有接这种用途的事实")
    elif results == {True}:
        yield _at(read, at, f"“{condition}”总是成立", "请删掉 when，或看看是不是写错了用途")


def tree(path: Path) -> list[str]:
    """The outline as an editor reads it: chapters, their shares, items and recipes, in words."""
    made = outlines.read(path).outline
    kind = made.kind + (f"·{made.subkind}" if made.subkind else "")
    lines = [f"{kind}  {made.describe}".rstrip(), f"标题：{made.title}", f"篇幅：{made.length} 字　版式：{made.style}　人称：{made.person}"
             + ("　称呼：" + made.address if made.address else "")]
    for number, section in enumerate(made.sections):
        last = number == len(made.sections) - 1
        lines.append(f"{'└' if last else '├'}─ {section.name}  {section.share:g}%  {section.heading or '（没有标题）'}"
                     + (f"  〔{section.when} 才有〕" if section.when else ""))
        lines += [f"{' ' if last else '│'}    {line}" for line in _section_lines(section)]
    if made.expects:
        lines.append(f"读者盼着看到：{'；'.join(made.expects)}")
    return lines


def _section_lines(section: Section) -> Iterator[str]:
    if section.takes:
        yield f"任务书里的这些重点归这一章：{'、'.join(section.takes)}"
    for step in section.steps:
        yield f"章首：{told(step)}"
    for lead_in in section.lead_in[:1]:
        yield f"引语：{lead_in}" + (f"（{len(section.lead_in)} 种说法）" if len(section.lead_in) > 1 else "")
    if isinstance(section.items, Items):
        items = section.items
        among = f"有{'、'.join(items.among)}事实的" if items.among else ""
        title = f"标题句式 {'、'.join(items.frames)}" if items.frames else f"标题“{items.heading}”" if items.heading else "没有标题"
        yield f"条目：{among}每个{items.each}一条（{items.least} 到 {items.most} 条），{title}"
        yield from (f"  第{n}步 {told(step)}" for n, step in enumerate(items.recipe, 1))
    for n, item in enumerate(section.items if isinstance(section.items, list) else (), 1):
        yield f"第{n}条：{item.heading}"
        yield from (f"  第{k}步 {told(step)}" for k, step in enumerate(item.recipe, 1))
    for step in section.closing:
        yield f"章尾：{told(step)}"


def told(step: Step) -> str:
    """One step in words."""
    if step.text:
        said = f"写“{step.text[0]}”" + (f"（{len(step.text)} 种说法）" if len(step.text) > 1 else "")
    elif step.phrase:
        many = "写满为止" if step.sentences == 0 else f"{step.sentences} 句"
        said = f"挑“{step.phrase}”的句子，{many}" + ("，说整个主题的" if step.about else "")
        said += f"，用{'、'.join(step.opens)}开头" if step.opens else ""
    elif step.acts:
        said = "写一是、二是、三是（做法，两条到四条）"
    elif step.facts:
        said = f"放事实：{'、'.join(step.facts)}"
    else:
        said = f"写【待填：{step.gap}】" if step.gap else f"写【待定：{step.settle}】"
    return ("另起一段，" if step.paragraph else "") + said + (f"  〔{step.when} 才写〕" if step.when else "")


def shipped(path: Path) -> Path | None:
    """The shipped file of that name, or of that kind, that a user's copy was made from; None where there is none."""
    folder = resources.folder("templates")
    own = folder / path.name
    if own.is_file():
        return own
    wanted = outlines.head(path)
    return next((p for p in sorted(folder.glob("*.yaml")) if outlines.head(p)[:2] == wanted[:2]), None)


def new(name: str, source: Path, folder: Path) -> Path:
    """The new file NAME.yaml in the folder, a copy of the source with its comments. Raises OutputError."""
    stem = name.removesuffix(".yaml")
    if not stem or any(mark in stem for mark in '/\\:*?"<>|') or stem.startswith("."):
        raise OutputError(f"“{name}”不能做文件名", cure="请只写名字，如 我局调研报告")
    target = folder / f"{stem}.yaml"
    saving.check_target(target) if folder.is_dir() else saving.make_folder(folder)
    text = loading.text(source, most=yamlfile.MAX_BYTES)
    saving.save_text(target, text)
    schema = folder / "schema" / "outline.schema.json"  # what the copy's first line points at
    if not schema.is_file():
        saving.make_folder(schema.parent)
        saving.save(schema, lambda path: path.write_bytes((resources.folder("templates") / "schema" / schema.name).read_bytes()))
    return target


def difference(mine: Path, base: Path) -> list[str]:
    """What the user's copy changes, line by line: － taken out, ＋ put in, with the shipped file's line numbers."""
    old, new_ = (loading.text(path, most=yamlfile.MAX_BYTES).splitlines() for path in (base, mine))
    lines: list[str] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new_, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        what = {"replace": "改了", "delete": "删了", "insert": "添了"}[kind]
        where = f"第{a + 1}行" if b - a == 1 else f"第{a + 1}到{b}行" if b > a else f"第{a}行后面"
        lines.append(f"{what}原来{where}（现在第{c + 1}行起）：")
        lines += [f"  - {row}" for row in old[a:b]] + [f"  + {row}" for row in new_[c:d]]
    return lines


def example(kind: str, subkind: str = "") -> Path | None:
    """The shipped example brief of a kind of document, or None."""
    for path in sorted(resources.folder("examples").glob("*.yaml")):
        found = outlines.head(path)
        if found.kind == kind and (not subkind or found.subkind == subkind):
            return path
    return None


def sample(outline: Outline) -> Brief:
    """A brief to try the outline on: the kind's example brief, else one with made-up facts, one a use."""
    path = example(outline.kind, outline.subkind)
    if path is not None:
        return briefs.load(path)
    return briefs.check({
        "kind": outline.kind, "subkind": outline.subkind, "subject": "社区助餐服务", "org": "云泽区民政局", "date": "2026-11-06",
        "audience": "区政府", "occasion": "全区社区助餐服务推进会", "length": outline.length,
        "facts": [{"text": text, "use": use} for text, use in (
            ("全区现有社区助餐点27个", "背景"), ("走访老人家庭162户", "做法"), ("日均就餐由35人次增至126人次", "成效"),
            ("27个助餐点中，没有电梯的有8个", "问题"), ("年底前再建助餐点5个", "目标"), ("由区民政局牵头，每月调度一次", "安排"))]})


def preview(path: Path, *, seed: int = 0, progress: Callable[[Iterable[Path]], Iterator[Path]] = iter) -> Draft:
    """A draft of the outline from a sample brief."""
    return draft(sample(outlines.load(path)), template=str(path), seed=seed, progress=progress)


def trial(progress: Callable[[Iterable[Path]], Iterator[Path]] = iter) -> Iterator[tuple[Path, Draft]]:
    """Each shipped outline with the draft made from its sample brief."""
    for path in sorted(resources.folder("templates").glob("*.yaml")):
        yield path, preview(path, progress=progress)


def as_row(error: Any) -> dict[str, str]:
    """An error as plain values, for JSON."""
    return {"file": str(error.file or ""), "place": error.place, "cause": error.cause, "cure": error.cure}
