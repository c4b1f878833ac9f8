"""drafter brief: write a brief, check it, and its schema for editors."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from drafter.cli.chinese import Group
from drafter.cli.progress import bar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@click.group("brief", cls=Group, short_help="任务书：写一份、检查")
def brief_group() -> None:
    """任务书（YAML）：写什么、给谁、多长、有哪些事实。"""


@brief_group.command("new", short_help="写一份任务书")
@click.option("--kind", required=True, metavar="文种", help="文种，如 调研报告、讲话稿·动员")
@click.option("-o", "--output", metavar="文件", help="存成文件；不写就印出来")
@click.option("--subject", metavar="主题", help="写什么事，如 社区养老服务")
@click.option("--org", metavar="单位", help="发文单位全称")
@click.option("--author", metavar="署名", help="署名，默认是发文单位")
@click.option("--audience", metavar="受众", help="给谁看、讲给谁听")
@click.option("--occasion", metavar="场合", help="什么场合，如会议名称")
@click.option("--date", metavar="日期", help="如 2026-09-18（默认今天）")
@click.option("--length", type=int, metavar="字数", help="正文字数，默认看文种")
@click.option("--stress", metavar="方面,方面", help="要着重写的方面，用逗号隔开")
@click.option("--fact", "facts", multiple=True, metavar="事实", help="一条事实，可以给多次；要指明用途，写成 问题：…")
@click.option("--force", is_flag=True, help="允许覆盖已有的文件")
def brief_new(kind: str, output: str | None, facts: tuple[str, ...], force: bool, **given: Any) -> None:
    """写一份带说明的任务书。在终端里一样一样问，只问这个文种用得着的；也可以全用选项给。

    \b
    drafter brief new --kind 调研报告 -o 任务书.yaml
    drafter brief new --kind 工作总结 --subject 垃圾分类 --org 某某局 --fact "设投放点120个" -o 任务书.yaml
    """
    from pathlib import Path

    from drafter import outlines, saving
    from drafter.errors import BriefError
    from drafter.pipeline import briefs

    if output:
        saving.check_target(Path(output), force=force)
    path = outlines.resolve(kind)
    outline = outlines.load(path)
    values: dict[str, Any] = {"kind": outline.kind, "subkind": outline.subkind} | {k: v for k, v in given.items() if v is not None}
    if isinstance(values.get("stress"), str):
        values["stress"] = _split(values["stress"])
    values["facts"] = [_fact(text) for text in facts]
    if sys.stdin.isatty():
        _ask(values, path, outline)
    missing = [f"--{name}" for name in ("subject", "org") if not values.get(name)]
    if missing:
        raise BriefError(f"还要给 {' '.join(missing)}", cure="或在终端里运行，一样一样回答")
    values.setdefault("length", outline.length)
    checked = _checked(values)
    values["date"] = checked.date
    wanted = briefs.missing(outline, checked)
    text = briefs.text_of(values, wanted)
    if output:
        saving.save_text(Path(output), text, force=force)
        click.echo(f"已写好 {output}。起草：drafter draft {output} -o {outline.kind}.docx")
    else:
        click.echo(text, nl=False)
    if wanted:
        click.echo(f"{outline.kind}的读者还盼着看到：{'；'.join(wanted)}。", err=True)


def _checked(values: dict[str, Any]) -> Any:
    import datetime

    from drafter import brief

    values.setdefault("date", datetime.date.today())
    return brief.check({k: v for k, v in values.items() if v is not None})


def _split(text: str) -> list[str]:
    import re

    return [word for word in re.split("[,，、\\s]+", text) if word]


def _fact(text: str) -> dict[str, str]:
    """A fact with its use: the one written before it (问题：…), else a guess from its words."""
    from drafter.brief import USES
    from drafter.pipeline import briefs

    use, rest = text[:2], text[3:].strip()
    return {"text": rest, "use": use} if use in USES and text[2:3] in (":", "：") and rest else {"text": text, "use": briefs.guessed(text)}


def _ask(values: dict[str, Any], path: Path, outline: Any) -> None:
    """Nothing; what the kind needs and the options did not give is asked on the terminal."""
    import datetime
    from functools import partial

    from drafter.brief import USES
    from drafter.pipeline import briefs

    labels = {"subject": "主题（写什么事）", "org": "发文单位全称", "author": "署名（回车就用发文单位）",
              "audience": "给谁看、讲给谁听（回车跳过）", "occasion": "什么场合（回车跳过）"}
    for name in ("subject", "org", *briefs.needs(path)):
        if name not in values:
            answer = _asked(labels[name], None if name in ("subject", "org") else "", partial(_fits, name))
            values |= {name: answer} if answer else {}
    today = datetime.date.today().isoformat()
    values["date"] = values.get("date") or _asked(f"日期（回车就用 {today}）", today, partial(_fits, "date"))
    values["length"] = values.get("length") or _asked(f"正文字数（回车就用 {outline.length}）", str(outline.length),
                                                      partial(_fits, "length"))
    _checked({k: v for k, v in values.items() if k != "facts"})  # a slip in an option is told before the long part
    if "stress" not in values:
        rows = briefs.offered(values["subject"], progress=bar("整理内置语料"))
        if rows:
            click.echo("要着重写哪几个方面？后面是现成的句子数：", err=True)
            for number, (name, count) in enumerate(rows, 1):
                click.echo(f"  {number}. {name}（{count} 句）", err=True)
        answer = _asked("写序号或名字，用空格隔开（回车由程序定）", "")
        values["stress"] = [rows[int(w) - 1][0] if w.isdigit() and 0 < int(w) <= len(rows) else w for w in _split(answer)]
    if not values["facts"]:
        click.echo("有哪些事实？一条一行，数字照实写，写完空一行。", err=True)
        while text := _asked("事实", ""):
            fact = _fact(text)
            fact["use"] = _asked(f"  用途：{'、'.join(USES)}（回车就用“{fact['use']}”）", fact["use"], partial(_fits, "use"))
            values["facts"].append(fact)


def _asked(label: str, default: str | None, read: Callable[[str], Any] = str) -> Any:
    """What the clerk answers, as read; asked again, with the reason, while it cannot be read."""
    from drafter.errors import DrafterError

    while True:
        answer = click.prompt(label, default=default, show_default=False, prompt_suffix="：", err=True).strip()
        try:
            return read(answer)
        except DrafterError as error:
            click.echo(f"  {error.cause}。请再写一遍。", err=True)


def _fits(name: str, said: str) -> Any:
    """The answer as that field of a brief wants it. Raises BriefError."""
    import re

    from drafter import brief
    from drafter.errors import BriefError

    if name == "use":
        if said not in brief.USES:
            raise BriefError(f"没有“{said}”这种用途")
        return said
    if name == "length" and not said.isdecimal():
        raise BriefError(f"“{said}”不是整数")
    if name == "date" and (numbers := re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?", said)):
        said = "{}-{:0>2}-{:0>2}".format(*numbers.groups())
    value: Any = int(said) if name == "length" else said
    try:
        return getattr(_checked({"kind": "某文种", "subject": "某事", "org": "某单位"} | {name: value}), name)
    except BriefError as error:  # the clerk was asked in words: the field's English name says nothing to him
        raise BriefError(re.sub(f"^“(--)?{name}”", "", error.cause)) from error


@brief_group.command("check", short_help="检查任务书")
@click.argument("files", nargs=-1, required=True, metavar="任务书…")
@click.option("--strict", is_flag=True, help="有提醒也算不通过（退出码 1）")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式")
def brief_check(files: tuple[str, ...], strict: bool, form: str) -> None:
    """检查任务书：少了什么、写错了什么、事实有没有地方放、数字对不对得上。

    有错，退出码是 2；只有提醒，退出码是 0，加 --strict 是 1。
    """
    import json
    from pathlib import Path

    from drafter.pipeline import briefs, templates

    done = [briefs.check(Path(name)) for name in files]
    if form == "json":
        click.echo(json.dumps([{"file": str(c.path), "errors": [templates.as_row(e) for e in c.errors],
                                "warnings": [templates.as_row(e) for e in c.warnings], "missing": c.missing} for c in done],
                              ensure_ascii=False))
    else:
        for checked in done:
            for what, rows in (("错", checked.errors), ("提醒", checked.warnings)):
                for row in rows:
                    click.echo(f"{what}：{row.line()}" + (f"\n{row.excerpt}" if row.excerpt else ""))
            if checked.missing:
                click.echo(f"{checked.path}：读者还盼着看到：{'；'.join(checked.missing)}。没有就算了，稿子里会留【待填】。")
        errors, warnings = sum(len(c.errors) for c in done), sum(len(c.warnings) for c in done)
        click.echo(f"查了 {len(done)} 份任务书：" + (f"{errors} 处错，{warnings} 处提醒。" if errors or warnings else "没有毛病。"))
    sys.exit(2 if any(c.errors for c in done) else 1 if strict and any(c.warnings for c in done) else 0)


@brief_group.command("schema", short_help="任务书的 JSON Schema，给编辑器用")
@click.option("-o", "--output", metavar="文件", help="存成文件；不写就印出来")
@click.option("--force", is_flag=True, help="允许覆盖已有的输出文件")
def brief_schema(output: str | None, force: bool) -> None:
    """印出任务书的 JSON Schema。在 VS Code 里装 YAML 插件，写任务书时就有提示和检查（见 docs/templates.md）。"""
    from drafter.cli.template import put
    from drafter.outlines import schema

    put(schema.brief(), output, force)
