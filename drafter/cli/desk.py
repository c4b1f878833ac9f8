"""drafter bank: the desk where editors keep, reject, edit, tag, undo, review, export and import; backup and verify."""

from __future__ import annotations

import sys
from typing import Any

import click

from drafter.cli.bank import choice, line
from drafter.cli.chinese import Command


def _decide(numbers: tuple[int, ...], what: str, value: str, who: str, bank: str | None) -> None:
    """Nothing; the decision is noted for each phrase of the office's own bank and told."""
    with _own(bank) as store:
        for number in numbers:
            click.echo(line(store.decide(number, what, value, who=who)))


def _own(bank: str | None) -> Any:
    """The office's own bank: decisions about the shipped corpus would be lost with the next version."""
    from drafter import pipeline
    from drafter.bank import Bank
    from drafter.errors import BankError

    path = bank or pipeline.default_bank()
    if path is None:
        raise BankError("没有找到本单位的语料库", cure="请加 --bank 语料库文件，或先用 drafter mine 建一个")
    return Bank(path)


_BANK = click.option("--bank", metavar="语料库", help="本单位的语料库（文件或 postgresql:// 地址），默认就近找")
_WHO = click.option("--as", "who", default="", metavar="姓名", help="记在谁名下，默认是登录名")


@click.command("keep", cls=Command, short_help="留用：标志不再挡它，起草时优先")
@click.argument("numbers", type=int, nargs=-1, required=True, metavar="号…")
@_BANK
@_WHO
def bank_keep(numbers: tuple[int, ...], bank: str | None, who: str) -> None:
    """这几条词句可以用。重新挖词句不会丢掉这个决定。"""
    _decide(numbers, "keep", "", who, bank)


@click.command("reject", cls=Command, short_help="不用：起草时再不出现")
@click.argument("numbers", type=int, nargs=-1, required=True, metavar="号…")
@_BANK
@_WHO
def bank_reject(numbers: tuple[int, ...], bank: str | None, who: str) -> None:
    """这几条词句不要用。重新挖词句不会丢掉这个决定。"""
    _decide(numbers, "reject", "", who, bank)


@click.command("edit", cls=Command, short_help="改字：以后用改过的")
@click.argument("number", type=int, metavar="号")
@click.argument("text", required=False, metavar="[改成]")
@_BANK
@_WHO
def bank_edit(number: int, text: str | None, bank: str | None, who: str) -> None:
    """把这条词句改成给的文字；不给就打开 $EDITOR 改。"""
    from drafter.errors import InputError

    with _own(bank) as store:
        text = (text if text is not None else click.edit(store.get(number).phrase.text) or "").strip()
        if not text:
            raise InputError("没有改成什么", cure="请把改好的文字写在号码后面，用引号括起来")
        click.echo(line(store.decide(number, "edit", " ".join(text.split()), who=who)))


@click.command("tag", cls=Command, short_help="加标签、去标签")
@click.argument("number", type=int, metavar="号")
@click.argument("tags", nargs=-1, required=True, metavar="标签…")
@click.option("--remove", is_flag=True, help="去掉这些标签")
@_BANK
@_WHO
def bank_tag(number: int, tags: tuple[str, ...], remove: bool, bank: str | None, who: str) -> None:
    """给词句加上自己的标签，find --tag 能找到。"""
    for tag in tags:
        _decide((number,), "untag" if remove else "tag", "".join(tag.split()), who, bank)


@click.command("undo", cls=Command, short_help="撤销最近的决定，或某条词句最近的决定")
@click.argument("number", type=int, required=False, metavar="[号]")
@_BANK
def bank_undo(number: int | None, bank: str | None) -> None:
    """撤销一步；再撤销，就再往前一步。"""
    from drafter.bank.desk import WHAT

    with _own(bank) as store:
        d = store.undo(number or 0)
    click.echo(f"撤销了 {d.at} {d.who} 的决定：{WHAT[d.what]}{'：' + d.value if d.value else ''}")


@click.command("review", cls=Command, short_help="一条一条过：k 留用 r 不用 e 改 s 跳过 u 撤销 q 退出")
@click.option("--role", metavar="作用", default="", help="只过一种作用的")
@click.option("--min-quality", "least", type=click.FloatRange(0, 1), default=0.5, show_default=True, metavar="数", help="质量至少多少")
@_BANK
@_WHO
def bank_review(role: str, least: float, bank: str | None, who: str) -> None:
    """好的在前，没看过的一条一条来，按一个键定一条；随时退出，下次接着看没看过的。"""
    from drafter.bank.search import Query
    from drafter.phrases import ROLES

    with _own(bank) as store:
        rows = store.find(query=Query(role=choice(role, ROLES, "作用"), least=least, status="mined", limit=1_000_000))
        rows = [r for r in rows if not r.phrase.flags]
        place, done = 0, 0
        while place < len(rows):
            row = store.get(rows[place].id)
            click.echo(f"[{place + 1}/{len(rows)}] {line(row)}")
            key = click.getchar().lower()
            if key == "q":
                break
            if key in ("k", "r"):
                store.decide(row.id, "keep" if key == "k" else "reject", who=who)
                done += 1
            elif key == "e":
                text = (click.edit(row.phrase.text) or "").strip()
                if not text:
                    continue
                store.decide(row.id, "edit", " ".join(text.split()), who=who)
                done += 1
            elif key == "u" and place:
                place -= 1
                if store.get(rows[place].id).status != "mined":
                    store.undo(rows[place].id)
                    done -= 1
                continue
            elif key != "s":
                click.echo("  k 留用 · r 不用 · e 改 · s 跳过 · u 撤销上一条 · q 退出")
                continue
            place += 1
        click.echo(f"定了 {done} 条，还有 {len(rows) - place} 条没看。")


@click.command("export", cls=Command, short_help="导出成表格，用 Excel、WPS 改")
@click.argument("target", metavar="表格.csv 或 .yaml")
@click.option("--role", metavar="作用", default="", help="只导出一种作用的")
@click.option("--status", metavar="状态", default="", help="只导出一种状态的：未看、留用、不用、改过")
@click.option("--min-quality", "least", type=click.FloatRange(0, 1), default=0.0, metavar="数", help="质量至少多少")
@click.option("--force", is_flag=True, help="允许覆盖已有的文件")
@_BANK
def bank_export(target: str, role: str, status: str, least: float, force: bool, bank: str | None) -> None:
    """词句、状态、标签三列可以改，改完用 import 导回。"""
    from pathlib import Path

    from drafter import saving
    from drafter.bank import exchange
    from drafter.bank.desk import STATUS
    from drafter.bank.search import Query
    from drafter.phrases import ROLES

    with _own(bank) as store:
        query = Query(role=choice(role, ROLES, "作用"), status=choice(status, STATUS, "状态"), least=least, limit=1_000_000)
        table = exchange.rows(store.find(query=query))
    text = exchange.dump(table, Path(target).suffix)
    saving.save(Path(target), lambda path: path.write_text(text, encoding="utf-8", newline=""), force=force)
    click.echo(f"导出 {len(table)} 条到 {target}")


@click.command("import", cls=Command, short_help="导回改过的表格")
@click.argument("source", metavar="表格.csv 或 .yaml")
@_BANK
@_WHO
def bank_import(source: str, bank: str | None, who: str) -> None:
    """改了哪些，一行一条；导出以后别人又定过的不动，列出来。"""
    from pathlib import Path

    from drafter.bank import exchange
    from drafter.errors import InputError

    if not Path(source).is_file():
        raise InputError("文件不存在", file=source, cure="请检查文件名")
    table = exchange.load(Path(source))
    with _own(bank) as store:
        report = exchange.take(store, table, who=who)
    for change in report.changed:
        click.echo(change)
    for conflict in report.conflicts:
        click.echo(f"没动 {conflict}", err=True)
    click.echo(f"改了 {len(report.changed)} 条，没变 {report.same} 条，没动 {len(report.conflicts)} 条。")


@click.command("backup", cls=Command, short_help="备份，别人正在用也行")
@click.argument("target", metavar="备份文件")
@_BANK
def bank_backup(target: str, bank: str | None) -> None:
    """把整个语料库抄一份。"""
    from pathlib import Path

    with _own(bank) as store:
        store.backup(Path(target))
        click.echo(f"{store.path} 备份到 {target}")


@click.command("verify", cls=Command, short_help="体检：文件、出处、索引对不对得上")
@_BANK
def bank_verify(bank: str | None) -> None:
    """有毛病就逐条说，退出码 1；没有就说没有。"""
    with _own(bank) as store:
        wrong = store.verify()
        click.echo("\n".join(wrong) or f"{store.path} 没有毛病。")
    if wrong:
        sys.exit(1)


COMMANDS = (bank_keep, bank_reject, bank_edit, bank_tag, bank_undo, bank_review, bank_export, bank_import, bank_backup, bank_verify)
