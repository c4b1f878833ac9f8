"""drafter format: any text laid out as an official document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from drafter.cli.chinese import Command

if TYPE_CHECKING:
    from pathlib import Path

    from drafter.gaps import Gap
    from drafter.pipeline import Formatted

MOST = 20  # findings printed; the rest are counted


@click.command("format", cls=Command, short_help="排版：已有的 .txt .md .docx 排成公文，字不动")
@click.argument("text", required=False, metavar="[文稿]")
@click.option("-o", "--output", metavar="文件", help="输出文件，以 .docx .md .html .txt 或 .pdf 结尾；只看 --explain 时可以不给")
@click.option("--style", metavar="版式", default="", help="版式：gb9704（默认）、gb33476、speech、plain，或您自己的")
@click.option("--toc", is_flag=True, help="加一页目录")
@click.option("--explain", is_flag=True, help="打印这个版式的每个数值、出自哪一条、和标准有什么不同")
@click.option("--force", is_flag=True, help="允许覆盖已有的输出文件（原稿任何时候都不覆盖）")
def format_command(text: str | None, output: str | None, style: str, toc: bool, explain: bool, force: bool) -> None:
    """把写好的文稿排成公文：认出标题、主送、各级标题、附件说明、署名、日期、版头、版记，照版式排好。字一个不改。

    \b
    drafter format 通知.txt -o 通知.docx
    drafter format 乱排的.docx -o 排好的.docx --style gb33476
    drafter format --explain

    文稿写 - 就从标准输入读。没有认出来的、猜的，逐条列出（标准错误），请看一眼。
    """
    import sys
    from pathlib import Path

    from drafter import loading, pipeline

    if explain:
        for line in pipeline.explain_style(style):
            click.echo(line)
        if text is None and output is None:
            return
    for name, value in (("text", text), ("output", output)):
        if value is None:
            context = click.get_current_context()
            raise click.MissingParameter(ctx=context, param=next(p for p in context.command.params if p.name == name))
    source = loading.given(sys.stdin.buffer) if text == "-" else str(text)
    target = Path(str(output))
    pipeline.check_formatted(source, target, force=force)
    made = pipeline.formatted(source, toc=toc)
    pipeline.write(made.document, target, style=style, force=force)
    _report(made, target)


def _report(made: Formatted, target: Path) -> None:
    """The parts found, then what to look at."""
    click.echo(f"已写好 {target}：{'，'.join(_parts(made))}。")
    for finding in made.findings[:MOST]:
        place = f"第{finding.line}行" if finding.line else "全文"
        text = f"：{finding.text}" if finding.text else ""
        click.echo(f"{'注意' if finding.severity == 'info' else '请核对'}：{place} {finding.message}{text}"
                   + (f"（{finding.cure}）" if finding.cure else ""), err=True)
    if len(made.findings) > MOST:
        click.echo(f"还有 {len(made.findings) - MOST} 条。", err=True)
    show_gaps(made.gaps)


def _parts(made: Formatted) -> list[str]:
    """What was recognised, in the order of the page."""
    from collections import Counter

    from drafter.document import Heading

    document = made.document
    counts = Counter(f"heading{b.level}" if isinstance(b, Heading) else b.style for b in document.blocks)
    names = (("byline", "副题 {} 行"), ("salutation", "主送或称呼 {} 处"), ("heading1", "一级标题 {} 个"), ("heading2", "二级 {} 个"),
             ("heading3", "三级 {} 个"), ("heading4", "四级 {} 个"), ("body", "正文 {} 段"), ("table", "表 {} 个"), ("picture", "图 {} 幅"),
             ("attachments", "附件说明 {} 行"), ("signature", "署名 {} 个"), ("date", "日期 {} 个"), ("note", "附注 {} 条"),
             ("attachment", "附件 {} 个"), ("attendance", "出席列席 {} 行"))
    return [*(["版头"] if document.head else []), f"标题《{document.title}》" if document.title else "没有标题",
            *(words.format(counts[name]) for name, words in names if counts[name]), *(["版记"] if document.imprint else [])]


def show_gaps(gaps: list[Gap]) -> None:
    """Print what is still to be filled in: its place, what is wanted, the words before it."""
    if not gaps:
        return
    click.echo(f"还有 {len(gaps)} 处要填：")
    for number, gap in enumerate(gaps, 1):
        click.echo(f"  {number}. {gap.place}　{gap.text}" + (f"（“{gap.before}”后面）" if gap.before else ""))
