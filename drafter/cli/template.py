"""drafter template: the outlines of each kind of document."""

from __future__ import annotations

import sys
from typing import Any

import click

from drafter.cli.chinese import Group
from drafter.cli.progress import bar


@click.group("template", cls=Group, short_help="模板：看、抄、改、检查、试写")
def template_group() -> None:
    """文种模板（YAML）。怎样改，见 docs/templates.md。"""


@template_group.command("list", short_help="列出模板")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式")
def template_list(form: str) -> None:
    """列出所有文种模板和所在文件，以及到哪几个文件夹里去找。"""
    import json

    from drafter import outlines, resources

    rows = [(path, outlines.head(path)) for path in outlines.files()]
    if form == "json":
        click.echo(json.dumps([{"name": path.stem, **head._asdict(), "file": str(path)} for path, head in rows], ensure_ascii=False))
        return
    for path, head in rows:
        click.echo(f"{head.name or path.stem}  {head.describe}\n    {path}")
    click.echo("找模板的次序（同名的以前面的为准）：")
    for number, (what, folder) in enumerate((("当前文件夹", "templates"), ("用户文件夹", resources.user_folder("templates")),
                                             ("随程序带的", resources.folder("templates"))), 1):
        click.echo(f"  {number}. {what}  {folder}")


@template_group.command("show", short_help="看一个模板分几章、怎么写")
@click.argument("name", metavar="模板或文种")
def template_show(name: str) -> None:
    """把模板印成一棵树：各章、占的篇幅、条目、每一步写什么。

    \b
    drafter template show 调研报告
    drafter template show 讲话稿·动员
    """
    from drafter import outlines
    from drafter.pipeline import templates

    click.echo("\n".join(templates.tree(outlines.resolve(name))))


@template_group.command("new", short_help="抄一份来改")
@click.argument("name", metavar="名字")
@click.option("--from", "source", required=True, metavar="文种", help="照哪个抄：文种、文种·小类或模板名，如 讲话稿·动员")
def template_new(name: str, source: str) -> None:
    """把一个模板连同说明抄到当前文件夹的 templates 里，改自己的那一份。已有的不覆盖。"""
    from pathlib import Path

    from drafter import outlines
    from drafter.pipeline import templates

    path = templates.new(name, outlines.resolve(source), Path("templates"))
    click.echo(f"已抄好 {path}。改完运行：drafter template check {path}")


@template_group.command("check", short_help="检查模板")
@click.argument("files", nargs=-1, metavar="[模板…]")
@click.option("--strict", is_flag=True, help="有提醒也算不通过（退出码 1）")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式")
def template_check(files: tuple[str, ...], strict: bool, form: str) -> None:
    """检查模板，一次说出所有毛病：在哪一行哪一列、为什么、怎么改。不写文件名就检查所有模板。

    有错，退出码是 2；只有提醒，退出码是 0，加 --strict 是 1。
    """
    import json

    from drafter import outlines
    from drafter.pipeline import templates

    done = [templates.check(outlines.resolve(name)) for name in files] or [templates.check(path) for path in outlines.files()]
    if form == "json":
        click.echo(json.dumps([{"file": str(c.path), "errors": [templates.as_row(e) for e in c.errors],
                                "warnings": [templates.as_row(e) for e in c.warnings]} for c in done], ensure_ascii=False))
    else:
        for checked in done:
            for what, rows in (("错", checked.errors), ("提醒", checked.warnings)):
                for row in rows:
                    click.echo(f"{what}：{row.line()}" + (f"\n{row.excerpt}" if row.excerpt else ""))
        errors, warnings = sum(len(c.errors) for c in done), sum(len(c.warnings) for c in done)
        click.echo(f"查了 {len(done)} 个模板：" + (f"{errors} 处错，{warnings} 处提醒。" if errors or warnings else "没有毛病。"))
    sys.exit(2 if any(c.errors for c in done) else 1 if strict and any(c.warnings for c in done) else 0)


@template_group.command("preview", short_help="用样例试写一篇")
@click.argument("name", metavar="模板或文种")
@click.option("-o", "--output", metavar="文件", help="存成文件（.docx .md .html .txt .pdf）；不写就印出来")
@click.option("--seed", type=int, default=0, show_default=True, metavar="数", help="换一个数，换一批词句")
@click.option("--force", is_flag=True, help="允许覆盖已有的输出文件")
def template_preview(name: str, output: str | None, seed: int, force: bool) -> None:
    """用这个文种的样例任务书试写一篇，看模板改得怎样。没有样例的，用编的事实。"""
    from pathlib import Path

    from drafter import outlines, pipeline
    from drafter.pipeline import templates

    path = outlines.resolve(name)
    if output:
        pipeline.check_output(Path(output), force=force)
    made = templates.preview(path, seed=seed, progress=bar("整理内置语料"))
    if output:
        pipeline.write(made.document, Path(output), force=force)
        click.echo(f"已写好 {output}（样例，事实是编的）。")
    else:
        click.echo(made.document.text())
    _findings(made)


def _findings(made: Any) -> None:
    for finding in made.findings:
        click.echo(f"{'注意' if finding.severity == 'info' else '请核对'}：{finding.message}", err=True)


@template_group.command("test", short_help="每个文种都用样例写一遍")
def template_test() -> None:
    """随程序带的每个模板都用样例任务书写一遍，看有没有错。"""
    from drafter.composing.realization import body_length
    from drafter.pipeline import templates

    bad = 0
    for path, made in templates.trial(progress=bar("整理内置语料")):
        wrong = [f for f in made.findings if f.severity == "error"]
        bad += bool(wrong)
        click.echo(f"{'不行' if wrong else '好'}  {path.stem}  正文 {body_length(made.document)} 字，待填 {len(made.gaps)} 处")
        for finding in wrong:
            click.echo(f"    {finding.message}")
    sys.exit(2 if bad else 0)


@template_group.command("diff", short_help="自己的模板和随程序带的差在哪里")
@click.argument("name", metavar="模板")
def template_diff(name: str) -> None:
    """自己改过的模板和随程序带的逐行对照：“-”是原来的，“+”是现在的。"""
    from drafter import outlines
    from drafter.pipeline import templates

    mine = outlines.resolve(name)
    base = templates.shipped(mine)
    if base is None:
        click.echo(f"随程序带的模板里没有和“{mine.stem}”同名或同文种的。")
        return
    if base.resolve() == mine.resolve():
        click.echo(f"“{mine.stem}”就是随程序带的，没有改过。要改，先抄一份：drafter template new 新名字 --from {mine.stem}")
        return
    lines = templates.difference(mine, base)
    click.echo(f"自己的：{mine}\n随程序带的：{base}")
    click.echo("\n".join(lines) or "一样，没有改动。")


@template_group.command("schema", short_help="模板的 JSON Schema，给编辑器用")
@click.option("-o", "--output", metavar="文件", help="存成文件；不写就印出来")
@click.option("--force", is_flag=True, help="允许覆盖已有的输出文件")
def template_schema(output: str | None, force: bool) -> None:
    """印出模板的 JSON Schema。在 VS Code 里装 YAML 插件，写模板时就有提示和检查（见 docs/templates.md）。"""
    from drafter.outlines import schema

    put(schema.outline(), output, force)


def put(schema: Any, output: str | None, force: bool) -> None:
    """Nothing; the schema stands in the file, or on standard output."""
    import json
    from pathlib import Path

    from drafter import saving

    text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    if output is None:
        click.echo(text, nl=False)
        return

    saving.save_text(Path(output), text, force=force)
    click.echo(f"已写好 {output}。")
