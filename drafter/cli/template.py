"""drafter template: the outlines of each kind of document."""

from __future__ import annotations

import click

from drafter.cli.chinese import Group


@click.group("template", cls=Group, short_help="模板：有哪些文种")
def template_group() -> None:
    """文种模板（YAML）。"""


@template_group.command("list", short_help="列出模板")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式")
def template_list(form: str) -> None:
    """列出所有文种模板和所在文件。"""
    import json

    from drafter import outlines

    rows = [{"name": name, "kind": o.kind, "subkind": o.subkind, "describe": o.describe, "file": str(path)}
            for name, (path, o) in outlines.every().items()]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        kind = row["kind"] + (f"·{row['subkind']}" if row["subkind"] else "")
        click.echo(f"{kind}  {row['describe']}\n    {row['file']}")
