"""drafter mine, clean and label: what is done with an office's own documents."""

from __future__ import annotations

import sys
from typing import Any

import click

from drafter.cli.chinese import Command
from drafter.errors import DrafterError


@click.command("mine", cls=Command, short_help="挖词句：把材料读进语料库")
@click.argument("paths", nargs=-1, required=True, metavar="文件或文件夹…")
@click.option("--bank", metavar="语料库", help="语料库文件，或 postgresql:// 地址；默认 phrasebank/bank.sqlite")
@click.option("--prune", is_flag=True, help="文件夹里已经没有的文件，把它的词句也清出去（编辑的决定留着）")
@click.option("--jobs", type=click.IntRange(1, 61), metavar="个",
              help="几个进程一起读。默认有几个核用几个，最多 8 个；文件不到 128 个，不另开进程")
@click.option("--scheduler", metavar="地址", default="",
              help="请 dask 集群来读，如 tcp://主机:8786；各台机器要在同样的路径上看得到这些文件，装同一个版本的 drafter")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式")
def mine_command(paths: tuple[str, ...], bank: str | None, prune: bool, jobs: int | None, scheduler: str, form: str) -> None:
    """读、清洗、标注材料，把可用的词句存进语料库。读过的文件不会重读；中途断了，再运行同一条命令，接着做。"""
    import json
    from pathlib import Path

    from drafter import pipeline
    from drafter.bank import Bank, on_server
    from drafter.cli.progress import counted
    from drafter.errors import InputError, OutputError
    from drafter.jobs import crew

    files = pipeline.walk(paths)
    named = bank or pipeline.default_bank() or (pipeline.written_folder() or Path("phrasebank")) / "bank.sqlite"
    target = None if on_server(named) else Path(named)
    if target and not target.absolute().parent.is_dir():
        raise OutputError("所在的文件夹不存在", file=target, cure=f"请先建立文件夹 {target.absolute().parent}")
    if jobs and scheduler:
        raise InputError("--jobs 管的是本机的进程，给了 --scheduler 就用不上", cure="请去掉一个")
    existed = target.exists() if target else True
    folder = target.absolute().parent if target else pipeline.written_folder()
    try:
        with crew(jobs, scheduler, files=len(files)) as workers, Bank(named, create=True) as store:
            written = pipeline.sync(store, folder) if folder else 0
            with counted("挖词句", len(files)) as progress:
                done = pipeline.mine(paths, store, progress=progress, prune=prune, crew=workers)
            stats = store.stats()
    except pipeline.Stopped as stop:
        read = stop.done.files + stop.done.known + len(stop.done.skipped)
        click.echo(f"drafter：已中断。{len(files)} 个文件看完了 {read} 个，都已存好；再运行同一条命令，接着做下面的。", err=True)
        sys.exit(130)
    if form == "json":
        click.echo(json.dumps({"files": done.files, "known": done.known, "articles": done.articles, "units": done.units,
                               "phrases": done.phrases, "units_by_role": dict(done.roles), "cut": dict(done.cut), "skipped": done.skipped,
                               "bank": stats}, ensure_ascii=False))
    else:
        click.echo(f"读了 {done.files} 个文件，{done.articles} 篇文章，{done.units} 句；"
                   f"新增词句 {done.phrases} 条。" + (f"另有 {done.known} 个文件早已读过。" if done.known else "")
                   + (f"清出了 {done.gone} 个已不在的文件。" if done.gone else ""))
        if written:
            click.echo(f"手写的词句新增 {written} 条。")
        if done.cut:
            click.echo("清洗时删去：" + "；".join(f"{done.why[k]} {n} 处" for k, n in done.cut.most_common()))
        click.echo("\n".join(_mined(done, stats, store.path)))
    for line in done.skipped:
        click.echo(f"跳过：{line}", err=True)
    if done.skipped and not done.files and not done.known:
        for left in () if existed or not target else target.parent.glob(f"{target.name}*"):
            left.unlink()
        sys.exit(2)


def _mined(done: Any, stats: Any, target: str) -> list[str]:
    """The table at the end of `drafter mine`."""
    from drafter.phrases import FLAGS, ROLES

    lines = []
    if done.roles:
        lines.append("新读的句子：" + "，".join(f"{ROLES[role]} {n}" for role, n in done.roles.most_common()))
    lines.append(f"{target} 现有词句 {stats['phrases']} 条，其中可以直接用的 {stats['usable']} 条："
                 + "，".join(f"{ROLES.get(role, role)} {n}" for role, n in stats["usable_by_role"].items()))
    lines.append(f"线索（问题—原因—对策）{stats['threads']} 组，反复出现的句式 {stats['frames']} 种，"
                 f"口号 {stats['by_kind'].get('slogan', 0)} 条，"
                 f"段首语 {stats['by_kind'].get('lead', 0)} 条")
    wanted = ("problem", "cause", "measure")
    rows = list(stats["by_aspect"].items())[:8]
    if rows:
        lines.append("说得最多的方面（问题／原因／对策）：" + "；".join(
            f"{name} {'／'.join(str(counts.get(role, 0)) for role in wanted)}" for name, counts in rows))
    if stats["refused"]:
        lines.append("不直接用的原因：" + "，".join(f"{FLAGS.get(flag, flag)} {n}" for flag, n in stats["refused"].items()))
    return lines


@click.command("clean", cls=Command, short_help="清洗：只留正文，附材料体检报告")
@click.argument("paths", nargs=-1, required=True, metavar="文件或文件夹…")
@click.option("-o", "--output", required=True, metavar="文件夹", help="清洗好的文章放在这里，一篇一个 .txt")
@click.option("--report", metavar="文件", help="体检报告，以 .html .json 或 .md 结尾")
@click.option("--keep", multiple=True, metavar="原因", help="这一类不删，如 --keep telephone；可以给几个")
@click.option("--allow", metavar="文件", help="文本文件，每行是一句永远不删的话")
@click.option("--force", is_flag=True, help="允许覆盖已有的输出文件")
def clean_command(paths: tuple[str, ...], output: str, report: str | None, keep: tuple[str, ...], allow: str | None, force: bool) -> None:
    """读材料，删去网页、期刊、广告的杂物，接好断行，一篇存成一个文本文件。删了什么、为什么，报告里都有。"""
    from pathlib import Path

    from drafter import loading, pipeline

    files = pipeline.walk(paths)
    if report:
        pipeline.check_report(Path(report), force=force)
    lines = loading.text(Path(allow)).splitlines() if allow else []
    folder = Path(output)
    if sys.stderr.isatty():
        with click.progressbar(length=len(files), label="清洗", file=sys.stderr) as bar:
            done = pipeline.clean_files(paths, folder, keep=keep, allow=lines, force=force, progress=bar.update)
    else:
        done = pipeline.clean_files(paths, folder, keep=keep, allow=lines, force=force)
    if report:
        pipeline.write_report(done, Path(report), force=force)
    for file in done:
        if file.trouble:
            click.echo(f"跳过：{file.trouble}", err=True)
    good = [f for f in done if not f.trouble]
    click.echo(f"读了 {len(good)} 个文件，{sum(len(f.articles) for f in good)} 篇文章，留下 {sum(f.kept for f in good)} 字，"
               f"删去 {sum(len(f.findings) for f in good)} 处。文章在 {folder}" + (f"，报告在 {report}。" if report else "。"))
    if not good:
        sys.exit(2)


@click.command("label", cls=Command, short_help="标注：每句一行 JSON")
@click.argument("paths", nargs=-1, metavar="[文件或文件夹…]")
@click.option("--explain", metavar="句子", help="不读文件，说明这句话为什么是这个作用")
@click.option("--under", metavar="标题", default="", help="和 --explain 一起用：句子在哪个标题下面")
def label_command(paths: tuple[str, ...], explain: str | None, under: str) -> None:
    """清洗材料，每句话打印一行 JSON：出处、第几篇、标题还是句子、作用。"""
    import datetime
    import json

    from drafter import pipeline
    from drafter.errors import InputError
    from drafter.mining import flags, slogans

    if explain is not None:
        if not explain.strip():
            raise InputError("--explain 后面是空的", cure="请给一句话，如 --explain 台账不全，责任不清。")
        click.echo("\n".join(_explanation(pipeline.explain(explain.strip(), under))))
        return
    if not paths:
        raise InputError("没有说标注哪些材料", cure="请给文件或文件夹，或用 --explain 句子")

    files = pipeline.walk(paths)
    today = datetime.date.today().year
    failed = 0
    for path in files:
        try:
            articles, _ = pipeline.label(path)
        except DrafterError as error:
            click.echo(f"跳过：{error.line()}", err=True)
            failed += 1
            continue
        for units in articles:
            for unit in units:
                click.echo(json.dumps(unit.record() | {"flags": flags(unit, today)}, ensure_ascii=False))
            for text in slogans.find(units):
                row = {"source": str(path), "doc": units[0].doc, "kind": "slogan", "role": "slogan", "text": text,
                       "build": slogans.build(text)}
                click.echo(json.dumps(row, ensure_ascii=False))
    if failed == len(files):
        sys.exit(2)


def _explanation(why: Any) -> list[str]:
    """The explanation of one sentence's role in plain lines."""
    from drafter.mining.explain import summed
    from drafter.phrases import FLAGS, ROLES

    stances = {"demand": "说要做什么", "define": "说是什么", "define, demand": "先说是什么，落在要做什么",
               "demand, define": "先说要做什么，落在是什么",
               "both": "一句里既要做又说是什么", "neither": "不要求，也不下定义"}
    lines = [why.text]
    if why.heading[0]:
        lines.append(f"  上面的标题“{why.under}”：说的是{ROLES[why.heading[0]]}（把握 {why.heading[1]:g}，最高 2）")
    lines.append("  线索：" + ("；".join(f"“{word}”→{ROLES[role]} {weight:g}" for role, word, weight in why.cues) or "没有"))
    lines.append(f"  主干：{stances[why.stance]}")
    lines.append("  规则合计：" + ("，".join(f"{ROLES[r]} {n:g}" for r, n in sorted(why.rules.items(), key=lambda x: -x[1])) or "没有"))
    lines.append("  模型估计：" + "，".join(f"{ROLES[r]} {p:.0%}" for r, p in why.odds.items()))
    lines.append("  两样相加：" + "，".join(f"{ROLES[r]} {n:.1f}" for r, n in list(summed(why).items())[:3]))
    lines.append(f"  定为：{ROLES[why.role]}")
    if why.edits:
        lines.append("  存进语料库时：" + "；".join(why.edits))
    lines.append("  能不能用：" + (f"不直接用（{'、'.join(FLAGS.get(f, f) for f in why.flags)}）" if why.flags else "可以"))
    return lines
