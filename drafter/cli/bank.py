"""drafter bank: look into the bank: stats, find, show, fading."""

from __future__ import annotations

import sys
from typing import Any

import click

from drafter.cli.chinese import Group
from drafter.cli.progress import bar


@click.group("bank", cls=Group, short_help="语料库：看有多少、找词句")
def bank_group() -> None:
    """语料库里有什么。"""


def opened(bank: str | None) -> Any:
    from drafter import pipeline
    from drafter.bank import Bank

    path = bank or pipeline.default_bank()
    return Bank(path) if path else pipeline.builtin_bank(progress=bar("整理内置语料"))


@bank_group.command("stats", short_help="有多少词句，各是什么作用")
@click.option("--bank", metavar="语料库", help="语料库文件，默认就近找，找不到用内置语料")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式")
def bank_stats(bank: str | None, form: str) -> None:
    """语料库的概况。"""
    import json

    from drafter.phrases import ROLES

    with opened(bank) as store:
        stats = store.stats()
    if form == "json":
        click.echo(json.dumps(stats, ensure_ascii=False))
        return
    click.echo(f"{stats['bank']}\n文件 {stats['sources']} 个，文章 {stats['articles']} 篇，句子 {stats['units']} 句，"
               f"词句 {stats['phrases']} 条，可以直接用的 {stats['usable']} 条。")
    for role, n in stats["by_role"].items():
        click.echo(f"  {ROLES.get(role, role)}  {n} 条，可用 {stats['usable_by_role'].get(role, 0)} 条")


@bank_group.command("find", short_help="按词找词句，或随机抽看")
@click.argument("words", nargs=-1, metavar="[词…]")
@click.option("--role", metavar="作用", default="", help="只找一种作用：问题、原因、对策、成效、口号 …")
@click.option("--kind", metavar="种类", default="", help="只找一种：句子、做法、段首语、标题、口号")
@click.option("--aspect", metavar="方面", default="", help="只找说到这个方面的，如 责任落实")
@click.option("--subject", metavar="主题", default="", help="离这个主题近的排在前面")
@click.option("--status", metavar="状态", default="", help="未看、留用、不用、改过")
@click.option("--tag", metavar="标签", default="", help="只找有这个标签的")
@click.option("--min-quality", "least", type=click.FloatRange(0, 1), default=0.0, metavar="数", help="质量至少多少，0 到 1")
@click.option("--since", type=int, default=0, metavar="年", help="只要这一年以后的材料里的")
@click.option("--random", "drawn", type=click.IntRange(1), metavar="条", help="不按词找，随机抽这么多条可用的")
@click.option("--seed", type=int, default=0, show_default=True, metavar="数", help="随机抽时换一个数，换一批")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="条", help="最多几条")
@click.option("--bank", metavar="语料库", help="语料库文件，默认就近找，找不到用内置语料")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", help="输出格式")
def bank_find(words: tuple[str, ...], role: str, kind: str, aspect: str, subject: str, status: str, tag: str, least: float, since: int,
              drawn: int | None, seed: int, limit: int, bank: str | None, form: str) -> None:
    """找含有这些词的词句，注明出处。"""
    import csv
    import json

    from drafter.bank.desk import STATUS
    from drafter.bank.search import Query
    from drafter.errors import InputError
    from drafter.phrases import KINDS, ROLES

    words = tuple(word for word in words if word.strip())
    narrowed = any((role, kind, aspect, subject, status, tag, least, since))
    if not words and drawn is None and not narrowed:
        raise InputError("没有说找什么词", cure="请给一两个词，或用 --random 200 随机抽看")
    if words and drawn is not None:
        raise InputError("给了词，就不能再随机抽", cure="请去掉词，或去掉 --random")
    query = Query(words, choice(role, ROLES, "作用"), aspect, subject, choice(status, STATUS, "状态"), choice(kind, KINDS, "种类"), tag,
                  least, since, limit)
    with opened(bank) as store:
        rows = store.find(query=query) if drawn is None else store.draw(drawn, role=query.role, seed=seed)
    if form == "json":
        click.echo(json.dumps([{"id": r.id, "role": r.phrase.role, "kind": r.phrase.kind, "lead": r.phrase.lead, "text": r.phrase.text,
                                "flags": r.phrase.flags, "quality": r.phrase.quality, "parts": r.phrase.parts, "status": r.status,
                                "slots": [[x.kind, x.words] for x in r.phrase.slots], "aspects": r.phrase.aspects, "tags": r.tags,
                                "sources": [s.place() for s in r.sources]} for r in rows], ensure_ascii=False))
        return
    if form == "csv":
        table = csv.writer(sys.stdout)
        table.writerow(["号", "作用", "种类", "段首语", "词句", "质量", "状态", "方面", "标签", "出处"])
        for r in rows:
            table.writerow([r.id, ROLES.get(r.phrase.role, ""), KINDS.get(r.phrase.kind, ""), r.phrase.lead, r.phrase.shown(),
                            r.phrase.quality, STATUS[r.status], " ".join(r.phrase.aspects), " ".join(r.tags),
                            "；".join(s.place() for s in r.sources)])
        return
    for r in rows:
        click.echo(line(r, words))
    if not rows:
        click.echo(f"在 {store.path} 里没有找到。")


def choice(given: str, names: dict[str, str], what: str) -> str:
    """The English name for what was given in Chinese or English; empty stays empty. Raises InputError."""
    from drafter.errors import InputError, nearest

    chinese = {name: english for english, name in names.items()}
    if given and given not in chinese and given not in names:
        raise InputError(f"没有“{given}”这种{what}", cure=nearest(given, chinese) or f"可用的有：{'、'.join(chinese)}")
    return chinese.get(given, given)


def line(r: Any, words: tuple[str, ...] = ()) -> str:
    """A phrase in two lines, the words looked for in bold on a terminal."""
    from drafter.bank.desk import STATUS
    from drafter.phrases import FLAGS, ROLES

    text = (f"〔{r.phrase.lead}〕" if r.phrase.lead else "") + r.phrase.shown()
    for word in words if sys.stdout.isatty() else ():
        text = text.replace(word, click.style(word, bold=True))
    flags = f"（不直接用：{'、'.join(FLAGS.get(f, f) for f in r.phrase.flags)}）" if r.phrase.flags else ""
    marks = ("" if r.status == "mined" else f"【{STATUS[r.status]}】") + "".join(f"#{tag} " for tag in r.tags)
    more = f" 等 {len(r.sources)} 处" if len(r.sources) > 1 else ""
    return f"{r.id}  {ROLES.get(r.phrase.role, '')}  {marks}{text}{flags}\n      {r.sources[0].place()}{more}"


@bank_group.command("show", short_help="一条词句的来历：出处、质量、线索、经过")
@click.argument("number", type=int, metavar="号")
@click.option("--bank", metavar="语料库", help="语料库文件，默认就近找，找不到用内置语料")
def bank_show(number: int, bank: str | None) -> None:
    """出处和上下文、质量各项、所在的线索、谁在什么时候怎样定的。"""
    from drafter.bank.desk import WHAT

    names = {"complete": "完整", "alone": "独立", "general": "通用", "fresh": "不过时", "register": "语言", "length": "长度",
             "clean": "材料干净"}
    with opened(bank) as store:
        r = store.get(number)
        click.echo(line(r))
        if r.phrase.original and r.phrase.original != r.phrase.text:
            click.echo(f"  原句：{r.phrase.original}")
        if r.phrase.edits:
            click.echo(f"  改动：{'；'.join(r.phrase.edits)}")
        if r.phrase.slots:
            click.echo("  槽里原来是：" + "；".join(slot.words for slot in r.phrase.slots))
        click.echo(f"  质量 {r.phrase.quality:g}：" + "，".join(f"{names.get(k, k)} {v:g}" for k, v in r.phrase.parts.items()))
        if r.phrase.aspects:
            click.echo(f"  方面：{'、'.join(r.phrase.aspects)}")
        for place in r.sources:
            click.echo(f"  见于 {place.place()}")
        for p, c, m, _ in store.threads(number):
            click.echo(f"  线索：问题 {p.phrase.shown()}\n        原因 {c.phrase.shown()}\n        对策 {m.phrase.shown()}")
        for d in store.history(number):
            click.echo(f"  {d.at} {d.who} {WHAT[d.what]}{'：' + d.value if d.value else ''}{'（已撤销）' if d.undone else ''}")


@bank_group.command("fading", short_help="渐渐没人用的说法")
@click.option("--bank", metavar="语料库", help="语料库文件，默认就近找，找不到用内置语料")
def bank_fading(bank: str | None) -> None:
    """五年没再见到的句式和口号，和已经换了提法的；后面是换成了什么。"""
    import datetime

    with opened(bank) as store:
        rows = store.fading(datetime.date.today().year)
    for text, first, last, successor in rows:
        click.echo(f"{first}—{last}  {text}{'  → ' + successor if successor else ''}")
    if not rows:
        click.echo("没有。（材料的题头里写了 date，才知道是哪一年的。）")
