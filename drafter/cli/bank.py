"""drafter bank: look into the bank: stats, find, show, fading."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import click

from drafter.cli.chinese import Group
from drafter.cli.progress import bar


@click.group("bank", cls=Group, short_help="语料库：看有多少、找词句")
def bank_group() -> None:
    """语料库里有什么。"""


def opened(bank: str | None) -> Any:
    """The office's own bank with its hand-written phrases, else the shipped corpus."""
    from drafter import pipeline

    return pipeline.own_bank(bank) or pipeline.builtin_bank(progress=bar("整理内置语料"))


@bank_group.command("stats", short_help="有多少词句，各是什么作用")
@click.option("--bank", metavar="语料库", help="语料库文件，默认就近找，找不到用内置语料")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式")
@click.option("--plot", metavar="图.png 或 .svg", help="画成一张图：各方面的词句、各年的材料（要装 drafter[plot]）")
@click.option("--force", is_flag=True, help="允许覆盖已有的图")
def bank_stats(bank: str | None, form: str, plot: str | None, force: bool) -> None:
    """语料库的概况。"""
    import json

    from drafter.phrases import ROLES

    with opened(bank) as store:
        stats = store.stats()
        if plot:
            from pathlib import Path

            from drafter.bank import picture

            picture.save(stats, store.years(), Path(plot), force=force)
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
@click.option("--status", metavar="状态", default="", help="未看、留用、不用、改过、并入、手写")
@click.option("--tag", metavar="标签", default="", help="只找有这个标签的")
@click.option("--min-quality", "least", type=click.FloatRange(0, 1), default=0.0, metavar="数", help="质量至少多少，0 到 1")
@click.option("--since", type=int, default=0, metavar="年", help="只要这一年以后的材料里的")
@click.option("--random", "drawn", type=click.IntRange(1), metavar="条", help="不按词找，随机抽这么多条可用的")
@click.option("--seed", type=int, default=0, show_default=True, metavar="数", help="随机抽时换一个数，换一批")
@click.option("--similar-to", "like", type=int, metavar="号", help="找和这一条相近的，最像的在前；同一种作用，除非给了 --role")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="条", help="最多几条")
@click.option("--bank", metavar="语料库", help="语料库文件，默认就近找，找不到用内置语料")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv", "xlsx"]), default="text", help="输出格式")
@click.option("-o", "--output", metavar="文件", help="写进文件，xlsx 必须写进文件")
@click.option("--force", is_flag=True, help="允许覆盖已有的文件")
def bank_find(words: tuple[str, ...], role: str, kind: str, aspect: str, subject: str, status: str, tag: str, least: float, since: int,
              drawn: int | None, seed: int, like: int | None, limit: int, bank: str | None, form: str, output: str | None,
              force: bool) -> None:
    """找含有这些词的词句，注明出处。"""
    from pathlib import Path

    from drafter import saving
    from drafter.bank import exchange
    from drafter.bank.desk import STATUS
    from drafter.bank.search import Query
    from drafter.errors import InputError
    from drafter.phrases import KINDS, ROLES

    words = tuple(word for word in words if word.strip())
    narrowed = any((role, kind, aspect, subject, status, tag, least, since))
    if not words and drawn is None and like is None and not narrowed:
        raise InputError("没有说找什么词", cure="请给一两个词，或用 --random 200 随机抽看")
    ways = [name for name, given in (("词", words), ("--random", drawn), ("--similar-to", like)) if given or given == 0]
    if len(ways) > 1:
        raise InputError(f"给了{ways[0]}，就不能再给 {ways[1]}", cure=f"请只留一样：{'、'.join(ways)}")
    if form == "xlsx" and not output:
        raise InputError("xlsx 不能印在屏幕上", cure="请加 -o 文件.xlsx")
    if output:
        saving.check_target(Path(output), force=force)
    query = Query(words, choice(role, ROLES, "作用"), aspect, subject, choice(status, STATUS, "状态"), choice(kind, KINDS, "种类"), tag,
                  least, since, limit)
    with opened(bank) as store:
        near: dict[int, float] = {}
        if like is not None:
            pairs = store.similar(like, query)
            rows, near = [row for row, _ in pairs], {row.id: score for row, score in pairs}
            base = store.get(like).phrase
            words = tuple(t for t in _tokens(base.lead + base.text) if len(t) > 1)
        else:
            rows = store.find(query=query) if drawn is None else store.draw(drawn, role=query.role, seed=seed)
        if form == "json":
            data = _json(rows, words, near).encode() + b"\n"
        elif form in ("csv", "xlsx"):
            data = exchange.dump(exchange.rows(store, rows), f".{form}")
        else:
            shown = words if not output else ()
            none = f"在 {store.path} 里没有找到。" if like is None else f"没有和 {like} 号相近的词句。"
            data = ("\n".join(line(r, shown, alike=near.get(r.id), plain=bool(output)) for r in rows) or none).encode() + b"\n"
    if output:
        saving.save(Path(output), lambda path: path.write_bytes(data), force=force)
        click.echo(f"找到 {len(rows)} 条，写进 {output}")
    else:
        click.echo(data.decode("utf-8-sig").replace("\r\n", "\n"), nl=False)


def _tokens(text: str) -> list[str]:
    from drafter.bank.search import tokens

    return tokens(text)


def _json(rows: list[Any], words: tuple[str, ...], near: dict[int, float]) -> str:
    """The phrases found as JSON; `matches` are the places (from, to) of the words looked for."""
    import json

    from drafter.bank.search import places

    return json.dumps([{"id": r.id, "role": r.phrase.role, "kind": r.phrase.kind, "lead": r.phrase.lead, "text": r.phrase.text,
                        "flags": r.phrase.flags, "quality": r.phrase.quality, "parts": r.phrase.parts, "status": r.status,
                        "slots": [[x.kind, x.words] for x in r.phrase.slots], "aspects": r.phrase.aspects, "tags": r.tags,
                        "sources": [s.place() for s in r.sources],
                        "matches": {"lead": places(r.phrase.lead, words), "text": places(r.phrase.text, words)}}
                       | ({"likeness": near[r.id]} if near else {}) for r in rows], ensure_ascii=False)


def choice(given: str, names: dict[str, str], what: str) -> str:
    """The English name for what was given in Chinese or English; empty stays empty. Raises InputError."""
    from drafter.errors import InputError, nearest

    chinese = {name: english for english, name in names.items()}
    if given and given not in chinese and given not in names:
        raise InputError(f"没有“{given}”这种{what}", cure=nearest(given, chinese) or f"可用的有：{'、'.join(chinese)}")
    return chinese.get(given, given)


def line(r: Any, words: tuple[str, ...] = (), *, alike: float | None = None, plain: bool = False) -> str:
    """A phrase and its first source; on a terminal folded to its width, with the words looked for in bold."""
    from drafter.bank.desk import STATUS
    from drafter.bank.search import places
    from drafter.phrases import FLAGS, ROLES

    text = (f"〔{r.phrase.lead}〕" if r.phrase.lead else "") + r.phrase.shown()
    flags = f"（不直接用：{'、'.join(FLAGS.get(f, f) for f in r.phrase.flags)}）" if r.phrase.flags else ""
    marks = ("" if r.status == "mined" else f"【{STATUS[r.status]}】") + "".join(f"#{tag} " for tag in r.tags)
    more = f" 等 {len(r.sources)} 处" if len(r.sources) > 1 else ""
    head = f"{r.id}  {ROLES.get(r.phrase.role, '')}  " + (f"像 {alike:.0%}  " if alike is not None else "") + marks
    place = f"{r.sources[0].place()}{more}"
    if plain or not sys.stdout.isatty():
        return f"{head}{text}{flags}\n      {place}"
    bold = [(start + len(head), end + len(head)) for start, end in places(text, words)]
    return fold(head + text + flags, bold) + "\n" + fold(" " * 6 + place)


def fold(text: str, bold: Iterable[tuple[int, int]] = ()) -> str:
    """The text on lines of the terminal's width, those after the first moved in; no line begins with a closing mark."""
    import shutil
    import unicodedata
    from itertools import groupby

    width, indent = max(20, shutil.get_terminal_size().columns - 2), " " * 6  # two columns for a mark that hangs over
    strong = {i for start, end in bold for i in range(start, end)}
    runs: list[tuple[bool, str]] = []
    used = 0
    for i, char in enumerate(text):
        columns = 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if used + columns > width and char not in "，。、；：？！”’）》〕】":
            runs.append((False, "\n" + indent))
            used = len(indent)
        runs.append((i in strong, char))
        used += columns
    return "".join(click.style("".join(c for _, c in run), bold=True) if on else "".join(c for _, c in run)
                   for on, run in groupby(runs, key=lambda part: part[0]))


@bank_group.command("show", short_help="一条词句的来历：出处、质量、线索、经过")
@click.argument("number", type=int, metavar="号")
@click.option("--bank", metavar="语料库", help="语料库文件，默认就近找，找不到用内置语料")
def bank_show(number: int, bank: str | None) -> None:
    """出处和上下文、质量各项、所在的线索、并进来的说法、谁在什么时候怎样定的。"""
    with opened(bank) as store:
        r = store.get(number)
        click.echo(line(r))
        for text in _about(r.phrase):
            click.echo(f"  {text}")
        kept = store.pieces_of(number)
        for kind, name in (("note", "备注"), ("frame", "句式"), ("verb_object", "搭配"), ("noun", "名词"), ("tail", "尾语")):
            if kept.get(kind):
                click.echo(f"  {name}：{'；'.join(kept[kind])}")
        for place in r.sources:
            click.echo(f"  见于 {place.place()}")
        for other in store.merged(number):
            click.echo(f"  并进来的：{other.id}  {other.phrase.shown()}")
        target = store.target(number)
        if target:
            click.echo(f"  并入了：{target.id}  {target.phrase.shown()}")
        for p, c, m, _ in store.threads(number):
            click.echo(f"  线索：问题 {p.phrase.shown()}\n        原因 {c.phrase.shown()}\n        对策 {m.phrase.shown()}")
        for d in store.history(number):
            click.echo(f"  {d.at} {d.who} {decided(store, d)}{'（已撤销）' if d.undone else ''}")


def _about(phrase: Any) -> list[str]:
    """What is known of a phrase itself, a line each."""
    names = {"complete": "完整", "alone": "独立", "general": "通用", "fresh": "不过时", "register": "语言", "length": "长度",
             "clean": "材料干净"}
    lines = [f"上面的标题：{phrase.above}"] if phrase.above else []
    if phrase.original and phrase.original != phrase.text:
        lines.append(f"原句：{phrase.original}")
    if phrase.edits:
        lines.append(f"改动：{'；'.join(phrase.edits)}")
    if phrase.slots:
        lines.append("槽里原来是：" + "；".join(slot.words for slot in phrase.slots))
    lines.append(f"质量 {phrase.quality:g}" + ("：" + "，".join(f"{names.get(k, k)} {v:g}" for k, v in phrase.parts.items())
                                             if phrase.parts else ""))
    return lines + ([f"方面：{'、'.join(phrase.aspects)}"] if phrase.aspects else [])


def decided(store: Any, d: Any) -> str:
    """A decision in words; of a merger the phrase it went into."""
    from drafter.bank.desk import WHAT

    if d.what == "merge":
        into = next(iter(store.of_form(d.value)), None)
        return f"并入 {into.id} 号：{into.phrase.shown()}" if into else "并入（那一条已不在语料库里）"
    return f"{WHAT[d.what]}{'：' + d.value if d.value else ''}"


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
