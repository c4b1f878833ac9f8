"""drafter bank: the desk where editors keep, reject, edit, merge, tag, undo, review, export and import; backup and verify."""

from __future__ import annotations

import sys
from typing import Any

import click

from drafter.cli.bank import choice, decided, line
from drafter.cli.chinese import Command


def _decide(numbers: tuple[int, ...], what: str, value: str, who: str, bank: str | None) -> None:
    """Nothing; the decision is noted for each phrase of the office's own bank and told."""
    with _own(bank) as store:
        for number in numbers:
            click.echo(line(store.decide(number, what, value, who=who)))


def _own(bank: str | None) -> Any:
    """The office's own bank: decisions about the shipped corpus would be lost with the next version."""
    from drafter import pipeline
    from drafter.errors import BankError

    store = pipeline.own_bank(bank, wait=30.0) if bank or pipeline.default_bank() else None
    if store is None:
        raise BankError("没有找到本单位的语料库", cure="请加 --bank 语料库文件，或先用 drafter mine 建一个")
    return store


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


@click.command("merge", cls=Command, short_help="合并：这几条是另一条的别的说法")
@click.argument("numbers", type=int, nargs=-1, required=True, metavar="号…")
@click.option("--into", type=int, required=True, metavar="号", help="并入哪一条")
@_BANK
@_WHO
def bank_merge(numbers: tuple[int, ...], into: int, bank: str | None, who: str) -> None:
    """这几条不再进草稿，它们的出处算在 --into 那一条名下。重新挖词句不会丢掉这个决定，undo 能撤销。"""
    with _own(bank) as store:
        for number in numbers:
            store.merge(number, into, dry=True)
        for number in numbers:
            store.merge(number, into, who=who)
        target = store.get(into)
        click.echo(f"{'、'.join(map(str, numbers))} 并入：\n{line(target)}")


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
    with _own(bank) as store:
        d = store.undo(number or 0)
        click.echo(f"撤销了 {d.at} {d.who} 的决定：{decided(store, d)}")


@click.command("review", cls=Command, short_help="一条一条过：k 留用 r 不用 e 改 m 合并 s 跳过 u 撤销 q 退出")
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
            elif key == "m":
                if not _merged(store, row, who):
                    continue
                done += 1
            elif key == "u" and place:
                place -= 1
                if store.get(rows[place].id).status != "mined":
                    store.undo(rows[place].id)
                    done -= 1
                continue
            elif key != "s":
                click.echo("  k 留用 · r 不用 · e 改 · m 合并 · s 跳过 · u 撤销上一条 · q 退出")
                continue
            place += 1
        click.echo(f"定了 {done} 条，还有 {len(rows) - place} 条没看。")


def _merged(store: Any, row: Any, who: str) -> bool:
    """True where the editor named a phrase to merge this one into: one of five like it by 1 to 5, or any by its id."""
    from drafter.errors import BankError

    near = [other for other, _ in store.similar(row.id) if other.status not in ("rejected", "merged") and other.form != row.form][:5]
    for place, other in enumerate(near, 1):
        click.echo(f"  {place}. {line(other)}")
    offer = f"1 到 {len(near)}，或" if near else ""
    told = click.prompt(f"  并入哪一条（{offer}写号，空着不合并）", default="", show_default=False, prompt_suffix="：").strip()
    if not told.isdecimal():
        return False
    try:
        store.merge(row.id, near[int(told) - 1].id if 1 <= int(told) <= len(near) else int(told), who=who)
    except BankError as error:
        click.echo(f"  {error.line()}")
        return False
    return True


@click.command("export", cls=Command, short_help="导出成表格，用 Excel、WPS 改")
@click.argument("target", metavar="表格.xlsx、.csv 或 .yaml")
@click.option("--role", metavar="作用", default="", help="只导出一种作用的")
@click.option("--status", metavar="状态", default="", help="只导出一种状态的：未看、留用、不用、改过、并入、手写")
@click.option("--min-quality", "least", type=click.FloatRange(0, 1), default=0.0, metavar="数", help="质量至少多少")
@click.option("--force", is_flag=True, help="允许覆盖已有的文件")
@_BANK
def bank_export(target: str, role: str, status: str, least: float, force: bool, bank: str | None) -> None:
    """词句、状态、并入、标签四列可以改，改完用 import 导回。"""
    from pathlib import Path

    from drafter import saving
    from drafter.bank import exchange
    from drafter.bank.desk import STATUS
    from drafter.bank.search import Query
    from drafter.phrases import ROLES

    saving.check_target(Path(target), force=force)
    exchange.dump([], Path(target).suffix)  # a suffix that cannot be written is told before the work
    with _own(bank) as store:
        query = Query(role=choice(role, ROLES, "作用"), status=choice(status, STATUS, "状态"), least=least, limit=1_000_000)
        table = exchange.rows(store, store.find(query=query))
    data = exchange.dump(table, Path(target).suffix)
    saving.save(Path(target), lambda path: path.write_bytes(data), force=force)
    click.echo(f"导出 {len(table)} 条到 {target}")


@click.command("import", cls=Command, short_help="导回改过的表格")
@click.argument("source", metavar="表格.xlsx、.csv 或 .yaml")
@click.option("--dry-run", "dry", is_flag=True, help="只说会改什么，不改")
@click.option("--add-to", "add", metavar="文件夹", help="新加的行写进这个文件夹的手写文件，如 phrasebank")
@_BANK
@_WHO
def bank_import(source: str, dry: bool, add: str | None, bank: str | None, who: str) -> None:
    """改了哪些，一行一条；导出以后别人又定过的不动，列出来。删掉的行不算删除。"""
    from pathlib import Path

    from drafter.bank import exchange
    from drafter.errors import InputError

    if not Path(source).is_file():
        raise InputError("文件不存在", file=source, cure="请检查文件名")
    table = exchange.load(Path(source))
    with _own(bank) as store:
        report = exchange.take(store, table, who=who, dry=dry)
    for change in report.changed:
        click.echo(change)
    for conflict in report.conflicts:
        click.echo(f"没动 {conflict}", err=True)
    _take_fresh(report.fresh, add, dry)
    if report.absent:
        click.echo(f"语料库里另有 {report.absent} 条不在这张表里，照原样；表里删掉一行不算删除，不想用的请把状态改成“不用”。")
    click.echo(f"{'会改' if dry else '改了'} {len(report.changed)} 条，没变 {report.same} 条，没动 {len(report.conflicts)} 条。")


def _take_fresh(fresh: list[tuple[str, str, str]], add: str | None, dry: bool) -> None:
    """Nothing; rows that are new in a table are told, and written into the files of hand-written phrases of that folder."""
    from pathlib import Path

    from drafter.bank import handwritten
    from drafter.phrases import ROLES

    roles = {name: role for role, name in ROLES.items()}
    texts: dict[str, list[str]] = {}
    for place, name, text in fresh:
        role = roles.get(name, name)
        if role not in ROLES:
            click.echo(f"没动 {place}：新加的词句没有写明作用，没加", err=True)
        elif add is None or dry:
            click.echo(f"{place}：新加的词句，请写进 phrasebank/{role}.yaml，一行“- {text}”；或加 --add-to phrasebank 替您写")
        else:
            texts.setdefault(role, []).append(text)
    for role, words in texts.items():
        path = Path(str(add)) / f"{role}.yaml"
        handwritten.append(path, words)
        click.echo(f"{path}：新加 {len(words)} 条手写词句")


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


COMMANDS = (bank_keep, bank_reject, bank_edit, bank_merge, bank_tag, bank_undo, bank_review, bank_export, bank_import, bank_backup,
            bank_verify)
