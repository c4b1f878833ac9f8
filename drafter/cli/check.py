"""drafter check: proofread files."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING

import click

from drafter.cli.chinese import Command
from drafter.cli.progress import counted

if TYPE_CHECKING:
    from drafter.checks.rules import Rule
    from drafter.proof import Proof

FORMATS = ("text", "json", "sarif", "html", "docx")


@click.command("check", cls=Command, short_help="校对：序数、标点、数字、字号、用词、事实、版式")
@click.argument("paths", nargs=-1, metavar="文件或文件夹…")
@click.option("--rules", metavar="检查.yaml", help="本单位的设置；默认用当前文件夹里的 检查.yaml")
@click.option("--only", multiple=True, metavar="规则", help="只查这条规则或这一类，如 --only 标点；可以给几个")
@click.option("--brief", metavar="任务书.yaml", help="对照任务书查事实；草稿 .docx 里自带任务书，不用给")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="输出格式：text json sarif html，或 docx（Word 批注）")
@click.option("-o", "--output", metavar="文件", help="结果写到这里；--fix 时是改好的那一份")
@click.option("--fix", is_flag=True, help="另存一份，改掉不会改变意思的标点、空格；原文件不动")
@click.option("--explain", metavar="规则", help="讲一条规则：依据、对的和错的例子")
@click.option("--list", "listing", is_flag=True, help="列出全部规则")
@click.option("--force", is_flag=True, help="允许覆盖已有的输出文件")
def check_command(paths: tuple[str, ...], rules: str | None, only: tuple[str, ...], brief: str | None, form: str, output: str | None,
                  fix: bool, explain: str | None, listing: bool, force: bool) -> None:
    """查 .docx .md .txt 里的错，每处说明在哪里、为什么、依据哪一条。文件写“-”是从标准输入读。

    \b
    drafter check 通知.docx
    drafter check 通知.docx --fix
    drafter check 材料/ --format html -o 校对单.html
    drafter check 通知.docx --format docx -o 通知-批注.docx

    没有错误时退出码是 0，有错误是 1，用法不对或文件读不了是 2。怎样关规则、放过一处，见 docs/check.md。
    """
    from pathlib import Path

    from drafter import loading, proof
    from drafter.errors import InputError
    from drafter.pipeline import checking
    from drafter.readers import load

    if explain:
        click.echo(_explained(checking.rule(explain)))
        return
    if listing:
        click.echo(_listed(checking.rules()))
        return
    if not paths:
        raise InputError("没有说查哪个文件", cure="如 drafter check 通知.docx；看有哪些规则用 drafter check --list")
    found = checking.files(paths)
    _refuse(form, output, len(found), fix=fix)
    wanted = checking.settings(rules, only=only, brief=brief)
    target = Path(output) if output else None
    if target is not None:
        from drafter import saving

        saving.check_target(target, force=force)
    given = functools.cache(lambda: loading.given(sys.stdin.buffer))  # standard input can be read but once
    made: list[Proof] = []
    with counted("校对", len(found)) as step:
        for each in checking.check_files(found, wanted, stdin=given, fix=fix, output=output if fix else None,
                                         force=force):
            made.append(each)
            step(1)
            if fix and form == "text":
                click.echo(_changes(each), nl=False)
    for each in made:
        if each.trouble:
            click.echo(f"跳过：{each.trouble}", err=True)
    if form == "docx":
        if made[0].trouble:
            sys.exit(2)
        from drafter import saving

        path = found[0][0]
        target = target or path.with_name(f"{path.stem}-批注.docx")
        data = checking.commented(path, given() if str(path) == checking.STDIN else load(path), made[0])
        saving.save(target, lambda place: place.write_bytes(data), force=force)
        click.echo(f"{proof.summary(made)}批注写在 {target}。")
    else:
        text = checking.sarif(made) if form == "sarif" else proof.FORMATS[form](made)
        if target is None or fix:
            click.echo(text, nl=False)
        else:
            from drafter import saving

            saving.save_text(target, text, force=force)
            click.echo(f"{proof.summary(made)}写在 {target}。")
    sys.exit(1 if any(each.counts()["error"] for each in made) else 2 if any(each.trouble for each in made) else 0)


def _refuse(form: str, output: str | None, files: int, *, fix: bool) -> None:
    """Nothing; InputError for options that do not go together."""
    from drafter.errors import InputError

    if fix and form == "docx":
        raise InputError("--fix 和 --format docx 不能一起用", cure="先 --fix 改出一份，再给那一份写批注")
    if files > 1 and (form == "docx" or (fix and output)):
        raise InputError("写批注、或用 -o 写明改好的文件时，一次只能给一个文件", cure="请一个一个地来；--fix 不给 -o 可以给几个文件")


def _changes(proof: Proof) -> str:
    """What was put right in one file, a line each."""
    if proof.trouble:
        return ""
    lines = [f"  {proof.place(f)}　“{f.text}”→“{f.replacement}”（{f.rule}）" for f in proof.changes]
    head = (f"{proof.file}：改了 {len(lines)} 处，另存为 {proof.output}。原文件没有动。" if lines
            else f"{proof.file}：没有可以自动改的" + (f"，照样存了一份 {proof.output}。" if proof.output else "。"))
    return "\n".join([head, *lines]) + "\n"


def _listed(rows: list[Rule]) -> str:
    """Every rule, family by family."""
    from drafter.checks.rules import FAMILIES, SEVERITIES

    lines: list[str] = []
    for family, word in FAMILIES.items():
        inside = [row for row in rows if row.family == family]
        if inside:
            lines.append(f"{word}（{family}），{len(inside)} 条")
        for row in inside:
            fix = "　可自动改" if row.fixable else ""
            lines.append(f"  {row.name}　{SEVERITIES[row.severity]}　{_plain(row.message)}{fix}")
    return "\n".join([*lines, f"共 {len(rows)} 条。讲一条：drafter check --explain 规则"])


def _explained(row: Rule) -> str:
    """One rule with its source and examples."""
    from drafter.checks.rules import FAMILIES, SEVERITIES

    lines = [f"{row.name}　{FAMILIES[row.family]}　{SEVERITIES[row.severity]}" + ("　可自动改" if row.fixable else ""),
             f"{_plain(row.message)}。", f"办法：{_plain(row.cure) or '用 --fix 改'}。", f"依据：{row.source}"]
    lines += [f"对：{_one_line(example.text)}" for example in row.right] + [f"错：{_one_line(example.text)}" for example in row.wrong]
    return "\n".join([*lines, f"放过一处：在 Word 里加批注“允许：{row.name}”，或在 .md 那一行后面写 <!-- 允许：{row.name} -->"])


def _plain(text: str) -> str:
    """A message with its gaps shown as ……."""
    import re

    return re.sub(r"\{\w+\}", "……", text)


def _one_line(text: str) -> str:
    return " ／ ".join(piece.strip() for piece in text.split("\n") if piece.strip())
