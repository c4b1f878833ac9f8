"""drafter revise, strip and similar: what is done to a finished draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from drafter.cli.chinese import Command
from drafter.cli.progress import bar

if TYPE_CHECKING:
    from drafter.likeness import Likeness


@click.command("revise", cls=Command, short_help="换句：按位置换备选、重写一章，您改过的不动")
@click.argument("file", metavar="草稿.docx")
@click.option("-o", "--output", metavar="新稿.docx", help="改好的另存到这里；不给就改原文件")
@click.option("--swap", multiple=True, metavar="位置=第几个", help="换成第几个备选，如 3.2.1=2、heading:2.3=1；再换一次就换回来")
@click.option("--reroll", multiple=True, metavar="位置", help="换下一个，如 3.2.1、heading:2.3；section:2 是把第二章重写一遍")
@click.option("--lock", multiple=True, metavar="section:章", help="锁住一章，以后不动它")
@click.option("--unlock", multiple=True, metavar="section:章", help="解锁")
@click.option("--bank", metavar="语料库", help="重写一章时用的本单位语料库；默认用起草时那个")
@click.option("--force", is_flag=True, help="在 Word 里改过的也换；-o 的文件已有也覆盖")
def revise_command(file: str, output: str | None, swap: tuple[str, ...], reroll: tuple[str, ...], lock: tuple[str, ...],
                   unlock: tuple[str, ...], bank: str | None, force: bool) -> None:
    """改草稿里的几处，别的一个字不动，您在 Word 里改过的都在。什么都不给，就列出各处的备选。

    \b
    drafter revise 报告.docx --swap 3.2.1=2
    drafter revise 报告.docx --lock section:1 --reroll section:2 -o 报告二.docx

    位置用 drafter why 看：3.2.1 是第三章第（二）条第一句，第一章前面是 0。先在 Word 里存盘关上，再运行。
    """
    from drafter import pipeline

    if not (swap or reroll or lock or unlock):
        _list(pipeline.options(file), file)
        return
    made = pipeline.revise(file, swap=swap, reroll=reroll, lock=lock, unlock=unlock, output=output, bank=bank, force=force,
                           progress=bar("整理内置语料"))
    for line in made.done:
        click.echo(f"{line}。" if not line.endswith("。") else line)
    for line in made.notes:
        click.echo(f"注意：{line}")
    click.echo(f"已写好 {made.path}，别处没有动。")


def _list(rows: list[dict[str, Any]], file: str) -> None:
    """Print the other wordings that the draft holds."""
    for row in rows:
        click.echo(f"{row['place']}　{row['text']}")
        for number, option in enumerate(row["options"], 1):
            beside = "".join(f"（同时改 {place}：{other['text']}）" for place, other in option.get("also", []))
            click.echo(f"    {number}. {option['text']}{beside}")
    click.echo(f"换一处：drafter revise {file} --swap 位置=第几个" if rows else "这份草稿里没有备选。")


@click.command("strip", cls=Command, short_help="净稿：去掉出处和备选，字和版式不变")
@click.argument("file", metavar="草稿.docx")
@click.option("-o", "--output", metavar="净稿.docx", help="净稿写到这里；默认在名字后面加“-净稿”")
@click.option("--force", is_flag=True, help="允许覆盖已有的净稿")
def strip_command(file: str, output: str | None, force: bool) -> None:
    """另写一份净稿，里面没有出处、备选和任务书，可以发出去。草稿留着，换句、查出处都靠它。"""
    from drafter import pipeline

    target = pipeline.strip(file, output, force=force)
    click.echo(f"已写好 {target}：没有出处、备选和任务书，字和版式不变。草稿 {file} 请留着。")
    if left := pipeline.read(target).text().count("【待"):
        click.echo(f"注意：还有 {left} 处【待填】没有填。")


@click.command("similar", cls=Command, short_help="撞稿：和语料、以往稿子有多少相同")
@click.argument("file", metavar="草稿.docx")
@click.option("--bank", metavar="语料库", help="本单位的语料库")
@click.option("--no-builtin", is_flag=True, help="不和内置语料比")
@click.option("--brief", metavar="任务书.yaml", help="草稿不是 .docx 时：任务书，里面的事实不算撞稿")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式")
def similar_command(file: str, bank: str | None, no_builtin: bool, brief: str | None, form: str) -> None:
    """一章一章地查：有多少字和语料库里的某篇材料、同一文件夹里的某份旧稿连着 12 字以上相同。

    任务书里的事实、模板的承接句、到处都用的套话不算。界限：同一篇里连着不过 25 字，全文不过四分之一，连着不过两句。
    """
    from drafter import pipeline

    found = pipeline.similar(file, bank=bank, builtin=not no_builtin, brief=brief, progress=bar("整理内置语料"))
    if form == "json":
        import json

        click.echo(json.dumps(_record(found), ensure_ascii=False))
        return
    for part in found.parts:
        n = max(1, part.characters)
        most = f"，最像 {part.source}（{part.most / n:.0%}），最长连着 {len(part.longest)} 字" if part.alike else ""
        click.echo(f"{part.name}：{part.characters} 字，相同 {part.alike / n:.0%}{most}")
    click.echo(_summary(found))
    for run in found.beyond[:10]:
        click.echo(f"    {len(run.text)} 字：{run.text if len(run.text) <= 40 else run.text[:39] + '…'}（{run.source}）")
    if len(found.beyond) > 10:
        click.echo(f"    还有 {len(found.beyond) - 10} 处，用 --format json 看全部")


def _summary(found: Likeness) -> str:
    """One line: the whole text against the limits."""
    from drafter.likeness import MOST_RUN, MOST_RUNNING, MOST_SHARE

    longest = len(found.longest.text) if found.longest else 0
    faults = [text for bad, text in (
        (longest > MOST_RUN, f"同一篇里连着 {longest} 字（界限 {MOST_RUN}），这样的有 {len(found.beyond)} 处"),
        (found.share > MOST_SHARE, f"一篇占了 {found.share:.0%}（界限 {MOST_SHARE:.0%}）：{found.source}"),
        (found.running > MOST_RUNNING, f"连着 {found.running} 句出自一篇（界限 {MOST_RUNNING}）：{found.running_source}")) if bad]
    told = f"全文 {found.characters} 字，最像的一篇占 {found.share:.0%}，最长连着 {longest} 字，连着 {found.running} 句出自一篇。"
    return told + (f"过了界限：{'；'.join(faults)}。" if faults else "都在界限以内。")


def _record(found: Likeness) -> dict[str, Any]:
    """The likeness as JSON."""
    return {"characters": found.characters, "share": round(found.share, 4), "source": found.source,
            "longest": len(found.longest.text) if found.longest else 0, "running": found.running,
            "running_source": found.running_source, "within": found.within,
            "sections": [{"name": p.name, "characters": p.characters, "alike": p.alike, "share": round(p.alike / max(1, p.characters), 4),
                          "source": p.source, "from_source": p.most, "longest": len(p.longest), "run": p.longest,
                          "longest_source": p.longest_source} for p in found.parts],
            "runs": [{"text": r.text, "length": len(r.text), "source": r.source, "section": found.parts[r.section].name}
                     for r in found.beyond]}
