"""drafter draft: a brief in, a draft out; or a pile of briefs, and a folder of drafts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from drafter.cli.chinese import Command
from drafter.cli.progress import bar, counted

if TYPE_CHECKING:
    from pathlib import Path

    from drafter.composing.coverage import Row

MINUTE = 200  # characters that are spoken in a minute from a rostrum

@click.command("draft", cls=Command, short_help="起草：任务书进，Word 草稿出")
@click.argument("briefs", nargs=-1, metavar="[任务书.yaml…]")
@click.option("-o", "--output", metavar="文件", help="输出文件，以 .docx .md .html .txt 或 .pdf 结尾；只看 --matrix 时可以不给。"
              "几份任务书或一个文件夹的任务书一起起草时，是放草稿的文件夹")
@click.option("--kind", metavar="文种", help="没有任务书时：文种，如 调研报告")
@click.option("--subject", metavar="主题", help="没有任务书时：主题，如 社区养老服务")
@click.option("--org", metavar="单位", help="没有任务书时：发文单位")
@click.option("--length", type=int, metavar="字数", help="没有任务书时：正文字数")
@click.option("--minutes", type=click.IntRange(2, 100), metavar="分钟", help="讲话讲几分钟：一分钟 200 字，代替篇幅")
@click.option("--date", metavar="日期", help="没有任务书时：日期，如 2026-09-18（默认今天）")
@click.option("--bank", metavar="语料库", help="本单位的语料库（drafter mine 建的），优先用它的词句")
@click.option("--no-builtin", is_flag=True, help="只用本单位的语料库，不用内置语料")
@click.option("--template", metavar="模板.yaml", help="用这个模板文件")
@click.option("--style", metavar="版式", default="", help="版式，默认 gb9704")
@click.option("--toc", is_flag=True, help="加一页目录")
@click.option("--seed", type=int, default=0, show_default=True, metavar="数", help="换一个数，换一批词句")
@click.option("--alternatives", type=click.IntRange(1, 20), metavar="个", help="另写一个 .备选.md：每句、每个标题还有哪几种写法")
@click.option("--matrix", is_flag=True, help="打印覆盖表：每个方面有几句问题、原因、对策可用，用了几句，缺什么")
@click.option("--comments", is_flag=True, help="每句话的出处写成 Word 批注（drafter strip 可以去掉）")
@click.option("--trace", metavar="文件.json", help="把每句话的出处另存一份")
@click.option("--jobs", type=click.IntRange(1, 61), metavar="个",
              help="许多份一起起草时，开几个进程。默认十六份以上有几个核用几个，最多 8 个")
@click.option("--force", is_flag=True, help="允许覆盖已有的输出文件")
def draft_command(briefs: tuple[str, ...], output: str | None, kind: str | None, subject: str | None, org: str | None, length: int | None,
                  minutes: int | None, date: str | None, bank: str | None, no_builtin: bool, template: str | None, style: str, toc: bool,
                  seed: int, alternatives: int | None, matrix: bool, comments: bool, trace: str | None, jobs: int | None,
                  force: bool) -> None:
    """起草一份初稿，或者一次起草许多份。

    \b
    drafter draft 任务书.yaml -o 报告.docx
    drafter draft --kind 调研报告 --subject 社区养老服务 --org 槿川区民政局 -o 报告.docx
    drafter draft 任务书/ -o 草稿/

    没给的事实，草稿里写成【待填：…】，在 Word 里是黄色。许多份一起起草时，已有的草稿不动，中途断了再打一遍接着写。
    """
    from pathlib import Path

    from drafter import pipeline

    if output is None and (not matrix or len(briefs) > 1):
        context = click.get_current_context()
        raise click.MissingParameter(ctx=context, param=next(p for p in context.command.params if p.name == "output"))
    if len(briefs) > 1 or (briefs and Path(briefs[0]).is_dir()):
        given = {"--kind": kind, "--subject": subject, "--org": org, "--length": length, "--minutes": minutes, "--date": date,
                 "--matrix": matrix or None, "--trace": trace}
        _refuse([name for name, value in given.items() if value is not None])
        _pile(briefs, Path(output or ""), jobs, {"bank": bank, "builtin": not no_builtin, "template": template or "", "style": style,
                                                 "seed": seed, "toc": toc, "comments": comments, "alternatives": alternatives or 0,
                                                 "force": force})
        return
    brief = briefs[0] if briefs else None
    target = Path(output) if output else None
    if target:
        pipeline.check_output(target, trace=Path(trace) if trace else None, alternatives=alternatives is not None, force=force)
    task = _brief(brief, {"kind": kind, "subject": subject, "org": org, "length": length, "date": date}, minutes)
    made = pipeline.draft(task, bank=bank, builtin=not no_builtin, template=template or "", seed=seed,
                          alternatives=max(alternatives or 0, 3), progress=bar("整理内置语料"))
    if toc:
        made.document.meta["toc"] = True
    if target:
        if comments:
            made.document.meta["comments"] = True
        pipeline.write(made.document, target, style=style, force=force)
        if trace:
            pipeline.write_trace(made.document, Path(trace), force=force)
        _report(made, target)
        if alternatives:
            click.echo(f"备选写在 {pipeline.write_alternatives(made.document, target, number=alternatives, force=force)}")
    if matrix:
        for line in _matrix(made.coverage()):
            click.echo(line)


def _refuse(options: list[str]) -> None:
    """Nothing; BriefError for options that are of one draft alone."""
    from drafter.errors import BriefError

    if options:
        raise BriefError(f"几份任务书一起起草时，不能给 {' '.join(options)}", cure="请去掉，或一份一份起草")


def _pile(briefs: tuple[str, ...], folder: Path, jobs: int | None, way: dict[str, Any]) -> None:
    """A draft of each brief in the folder, a line each; exit status 2 where one failed, 130 where the clerk stopped it."""
    from drafter.jobs import crew
    from drafter.pipeline import batch

    todo = batch.tasks(briefs, folder, force=way["force"])
    wanted = sum(not task.kept for task in todo)
    troubles, written = [], 0
    try:
        with crew(jobs, files=wanted, chunk=batch.CHUNK) as workers, counted("起草", len(todo)) as step:
            for task, done in batch.draft_all(todo, batch.Way(**way), crew=workers, progress=bar("整理内置语料")):
                step(1)
                if done is None:
                    continue
                if done.trouble:
                    troubles.append(done.trouble)
                    continue
                written += 1
                click.echo(f"已写好 {task.target}：正文 {done.length} 字" + (f"，还有 {done.gaps} 处要填。" if done.gaps else "。")
                           + "".join(f"请看：{note}。" for note in done.notes))
    except KeyboardInterrupt:
        click.echo(f"drafter：已中断。写好的 {written} 份都在；再运行同一条命令，接着写下面的。", err=True)
        sys.exit(130)
    for line in troubles:
        click.echo(f"没写成：{line}", err=True)
    kept = len(todo) - wanted
    click.echo(f"{len(todo)} 份任务书：写好 {written} 份" + (f"，没写成 {len(troubles)} 份" if troubles else "")
               + (f"，原来就有、没有动的 {kept} 份（要重写就加 --force）" if kept else "") + "。")
    if troubles:
        sys.exit(2)


def _brief(path: str | None, given: dict[str, Any], minutes: int | None = None) -> Any:
    """The brief in the file, or one made of the options; as long as so many minutes of speech."""
    import datetime
    from pathlib import Path

    from drafter import brief
    from drafter.errors import BriefError

    options = {name: value for name, value in given.items() if value is not None}
    if minutes and "length" in options:
        raise BriefError("--minutes 和 --length 只能给一个", cure=f"{minutes} 分钟就是 {MINUTE * minutes} 字")
    if path is not None:
        if options:
            raise BriefError(f"给了任务书，就不用再给 --{' --'.join(options)}", file=path, cure="请把它们写进任务书")
        task = brief.load(Path(path))
        return task.model_copy(update={"length": MINUTE * minutes}) if minutes else task
    if minutes:
        options["length"] = MINUTE * minutes
    missing = [f"--{name}" for name in ("kind", "subject", "org") if name not in options]
    if missing:
        raise BriefError(f"没有任务书时，还要给 {' '.join(missing)}", cure="或给一个任务书文件，例子在 examples 文件夹")
    options.setdefault("date", datetime.date.today())
    return brief.check(options)


def _report(made: Any, target: Path) -> None:
    """What the clerk should know of the draft: length, sources, gaps."""
    from drafter import gaps
    from drafter.cli.format import show_gaps
    from drafter.composing.realization import body_length

    sentences = [s for s in made.document.sentences() if s.trace]
    mined = [s.trace for s in sentences if s.trace.made == "mined"]
    made_as = {how: sum(s.trace.made == how for s in sentences) for how in ("written", "fact")}
    banks = {t.bank for t in mined}
    told = [f"正文 {body_length(made.document)} 字"]
    if mined or made_as["written"]:  # a notice is made of the brief alone: nothing was looked for elsewhere
        told += [f"{len(mined)} 句出自{'、'.join(sorted(banks)) or '语料库'}", f"{made_as['written']} 句用手写句"]
    click.echo(f"已写好 {target}：{'，'.join(told)}，{made_as['fact']} 条事实已入稿。")
    for finding in made.findings:
        click.echo(f"{'注意' if finding.severity == 'info' else '请核对'}：{finding.message}")
    show_gaps(gaps.find(made.document))
    if target.suffix.lower() == ".docx":
        click.echo(f"查出处：drafter why {target} --find 某几个字")


def _matrix(rows: list[Row]) -> list[str]:
    """The coverage as a table: of each sort the sentences used and found, then facts and documents; what is missing says so."""
    from drafter.composing.coverage import COLUMNS

    lines: list[tuple[str, ...]] = [("方面", *COLUMNS, "事实", "出处")]
    for row in rows:
        cells = [f"{row.used[s]}/{row.found[s]}" if row.found[s] else "缺" for s in COLUMNS]
        lines.append((row.aspect, *cells, str(row.facts) if row.facts else "无", f"{row.sources} 篇" if row.sources else "无"))
    widths = [max(_width(line[i]) for line in lines) for i in range(len(lines[0]))]
    shown = ["  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    holes = [f"{row.aspect}（{'、'.join(row.holes)}）" for row in rows if row.holes]
    bare = [row.aspect for row in rows if not row.facts]
    missing = f"缺语料：{'，'.join(holes)}；可喂这方面的材料（drafter mine）。" if holes else "各方面都有语料。"
    return [*shown, f"各格是 用了几句/语料里有几句。{missing}", *([f"没有事实：{'、'.join(bare)}；请在任务书里补几条。"] if bare else [])]


def _width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
