"""drafter why: where each sentence of a draft comes from."""

from __future__ import annotations

import sys
from typing import Any

import click

from drafter.cli.chinese import Command


@click.command("why", cls=Command, short_help="出处：草稿里每句话从哪里来")
@click.argument("file", metavar="草稿.docx")
@click.option("--find", metavar="字词", default="", help="只看含有这些字的句子")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式")
def why_command(file: str, find: str, form: str) -> None:
    """草稿里每句话出自哪个文件、哪篇文章、第几段，改了什么，填了什么。"""
    import json

    from drafter import pipeline

    rows = pipeline.why(file, find=find)
    if form == "json":
        click.echo(json.dumps([{"text": r.text, "state": r.state, **{k: v for k, v in r.row.items() if k != "text"}}
                               for r in rows], ensure_ascii=False))
        return
    if not rows:
        click.echo(f"草稿里没有含“{find}”的句子。")
        sys.exit(1)
    for r in rows:
        click.echo(f"{r.row['place']}　{r.text}" if r.row.get("place") else r.text)
        for line in _explain(r):
            click.echo(f"    {line}")


def _explain(traced: Any) -> list[str]:
    """The trace of one sentence in words."""
    from drafter.document import Origin

    row = traced.row
    if traced.state == "foreign":
        return ["后来在 Word 里加的，没有出处记录"]
    made = {"mined": "挖自材料", "table": "标题，由词表生成",
            "fact": "任务书里的事实", "given": "任务书里的署名和日期", "joint": "模板里的承接句", "gap": "待填"}
    lines = []
    if traced.state == "changed":
        lines.append(f"在 Word 里改过，草稿原句：{row['text']}")
    if row["made"] in ("mined", "written"):
        for source in row["sources"]:
            lines.append(f"出处：{Origin(**source).place()}" + (f"（{row['bank']}）" if row["bank"] else ""))
        if row["phrase"]:
            lines.append(f"词句号：{row['phrase']}")
        lines.append(f"改动：{'；'.join(row['edits']) if row['edits'] else '无，原样使用'}")
        if row["fills"]:
            lines.append(f"填入：{'；'.join(row['fills'])}")
        if row["edits"]:
            lines.append(f"原句：{row['original']}")
    else:
        lines.append(made.get(row["made"], row["made"]) + (f"：{row['original']}" if row["original"] else ""))
        lines.extend(f"改动：{edit}" for edit in row["edits"])
    return lines
