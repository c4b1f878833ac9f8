"""The command line: parse, make one call, print. Imports stand inside the commands, so that --help is quick."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from drafter.errors import DrafterError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class _Chinese:
    """Help texts in Chinese for click's own words."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示这份说明"
        return option  # type: ignore[no-any-return]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [r for p in self.get_params(ctx) if (r := p.get_help_record(ctx)) is not None]  # type: ignore[attr-defined]
        if rows:
            with formatter.section("选项"):
                formatter.write_dl(rows)


class Command(_Chinese, click.Command):
    """A command whose help is Chinese."""


class Group(_Chinese, click.Group):
    """A group whose help is Chinese and whose errors are one line."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _Chinese.format_options(self, ctx, formatter)
        rows = [(name, self.commands[name].get_short_help_str(60)) for name in self.list_commands(ctx)]
        if rows:
            with formatter.section("命令"):
                formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the work, not of the alphabet."""
        return list(self.commands)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, or an error that names the nearest."""
        command = super().get_command(ctx, name)
        if command is None and not ctx.resilient_parsing:
            from drafter.errors import nearest

            raise DrafterError(f"没有“{name}”这个命令", cure=nearest(name, self.commands) or "运行 drafter --help 看有哪些命令")
        return command


Group.group_class = Group
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def main() -> None:
    """Run the command line; never a traceback for what a user can put right."""
    try:
        status = drafter.main(standalone_mode=False, prog_name="drafter")
        sys.stdout.flush()
        sys.exit(status if isinstance(status, int) else 0)
    except DrafterError as error:
        _fail(error.line(), error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        sys.exit(0)
    except click.exceptions.Abort:
        _fail("已中断", 130)
    except click.ClickException as error:
        _fail(_usage(error), 2)
    except KeyboardInterrupt:
        _fail("已中断", 130)
    except BrokenPipeError:
        _quiet()
        sys.exit(0)
    except OSError as error:
        from drafter.errors import reason

        _quiet()
        _fail(f"输出写不进去（{reason(error)}）。请检查磁盘空间", 2)


def _quiet() -> None:
    """Nothing more goes to standard output: its reader is gone or its disk is full."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(line: str, status: int) -> None:
    click.echo(f"drafter：{line}", err=True)
    sys.exit(status)


def _usage(error: click.ClickException) -> str:
    """click's complaint about the words of a call, in Chinese."""
    from drafter.errors import nearest

    context = getattr(error, "ctx", None)
    options = [o for p in context.command.params for o in p.opts] if context else []
    help_hint = f"运行 {context.command_path} --help 看用法" if context else "运行 drafter --help 看用法"
    if isinstance(error, click.NoSuchOption):
        return f"没有“{error.option_name}”这个选项。{nearest(error.option_name, options) or help_hint}"
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else ""
        if error.param is not None and error.param.opts and error.param.opts[0].startswith("-"):
            name = " / ".join(error.param.opts)
        return f"缺少“{name}”。{help_hint}"
    if isinstance(error, click.BadParameter):
        name = " / ".join(error.param.opts) if error.param and error.param.opts else ""
        return f"“{name}”的值不对：{_chinese(error.message, _VALUES)}。{help_hint}"
    return f"{_chinese(error.format_message(), _CALLS)}。{help_hint}"


# click's complaints and what we say instead; the groups are filled in.
_CALLS = ((r"Got unexpected extra arguments? \((.*)\)", r"多给了“\1”"),
          (r"Option '(.*)' requires an argument\.?", r"“\1”后面要跟一个值"),
          (r"Option '(.*)' does not take a value\.?", r"“\1”后面不带值"))
_VALUES = ((r"'(.*)' is not a valid integer.*", r"“\1”不是整数"),
           (r"(\S+) is not in the range (\S+)\.", r"\1 不在 \2 之内"),
           (r"'(.*)' is not one of (.*)\.", r"“\1”不行，可以是 \2"))


def _chinese(message: str, table: tuple[tuple[str, str], ...]) -> str:
    """click's words in Chinese, where the table knows them."""
    import re

    return next((re.sub(pattern, words, message) for pattern, words in table if re.fullmatch(pattern, message)), message.rstrip("."))


@click.group(cls=Group, context_settings=CONTEXT, help="从本单位的材料里挖词句，起草公文初稿。不联网，不用大模型，不编造事实。")
@click.version_option(package_name="drafter", message="drafter %(version)s", help="显示版本号")
def drafter() -> None:
    """The command line."""


def _bar(label: str) -> Any:
    """A progress bar over files on a terminal; plain iteration elsewhere."""
    def over(files: Iterable[Path]) -> Iterator[Path]:
        if not sys.stderr.isatty():
            yield from files
            return
        with click.progressbar(list(files), label=label, file=sys.stderr) as items:
            yield from items
    return over


@drafter.command("draft", short_help="起草：任务书进，Word 草稿出")
@click.argument("brief", required=False, metavar="[任务书.yaml]")
@click.option("-o", "--output", required=True, metavar="文件", help="输出文件，以 .docx .md .html 或 .txt 结尾")
@click.option("--kind", metavar="文种", help="没有任务书时：文种，如 调研报告")
@click.option("--subject", metavar="主题", help="没有任务书时：主题，如 社区养老服务")
@click.option("--org", metavar="单位", help="没有任务书时：发文单位")
@click.option("--length", type=int, metavar="字数", help="没有任务书时：正文字数")
@click.option("--date", metavar="日期", help="没有任务书时：日期，如 2026-09-18（默认今天）")
@click.option("--bank", metavar="语料库", help="本单位的语料库（drafter mine 建的），优先用它的词句")
@click.option("--no-builtin", is_flag=True, help="只用本单位的语料库，不用内置语料")
@click.option("--template", metavar="模板.yaml", help="用这个模板文件")
@click.option("--style", metavar="版式", default="", help="版式，默认 gb9704")
@click.option("--seed", type=int, default=0, show_default=True, metavar="数", help="换一个数，换一批词句")
@click.option("--trace", metavar="文件.json", help="把每句话的出处另存一份")
@click.option("--force", is_flag=True, help="允许覆盖已有的输出文件")
def draft_command(brief: str | None, output: str, kind: str | None, subject: str | None, org: str | None, length: int | None,
                  date: str | None, bank: str | None, no_builtin: bool, template: str | None, style: str, seed: int,
                  trace: str | None, force: bool) -> None:
    """起草一份初稿。

    \b
    drafter draft 任务书.yaml -o 报告.docx
    drafter draft --kind 调研报告 --subject 社区养老服务 --org 槿川区民政局 -o 报告.docx

    没给的事实，草稿里写成【待填：…】，在 Word 里是黄色。
    """
    from pathlib import Path

    from drafter import pipeline

    target = Path(output)
    pipeline.check_output(target, trace=Path(trace) if trace else None, force=force)
    task = _brief(brief, {"kind": kind, "subject": subject, "org": org, "length": length, "date": date})
    made = pipeline.draft(task, bank=bank, builtin=not no_builtin, template=template or "", seed=seed, progress=_bar("整理内置语料"))
    pipeline.write(made.document, target, style=style, force=force)
    if trace:
        pipeline.write_trace(made.document, Path(trace), force=force)
    _report(made, target)


def _brief(path: str | None, given: dict[str, Any]) -> Any:
    """The brief in the file, or one made of the options."""
    import datetime
    from pathlib import Path

    from drafter import brief
    from drafter.errors import BriefError

    options = {name: value for name, value in given.items() if value is not None}
    if path is not None:
        if options:
            raise BriefError(f"给了任务书，就不用再给 --{' --'.join(options)}", file=path, cure="请把它们写进任务书")
        return brief.load(Path(path))
    missing = [f"--{name}" for name in ("kind", "subject", "org") if name not in options]
    if missing:
        raise BriefError(f"没有任务书时，还要给 {' '.join(missing)}", cure="或给一个任务书文件，例子在 examples 文件夹")
    options.setdefault("date", datetime.date.today())
    return brief.check(options)


def _report(made: Any, target: Path) -> None:
    """What the clerk should know of the draft: length, sources, gaps."""
    from drafter.composing.realization import body_length

    sentences = [s for s in made.document.sentences() if s.trace]
    mined = [s.trace for s in sentences if s.trace.made == "mined"]
    banks = {t.bank for t in mined}
    click.echo(f"已写好 {target}：正文 {body_length(made.document)} 字，{len(mined)} 句出自"
               f"{'、'.join(sorted(banks)) or '语料库'}，{sum(s.trace.made == 'fact' for s in sentences)} 条事实已入稿。")
    for finding in made.findings:
        click.echo(f"{'注意' if finding.severity == 'info' else '请核对'}：{finding.message}")
    if made.gaps:
        click.echo(f"还有 {len(made.gaps)} 处待填：")
        for number, gap in enumerate(made.gaps, 1):
            click.echo(f"  {number}. {gap}")
    if target.suffix.lower() == ".docx":
        click.echo(f"查出处：drafter why {target} --find 某几个字")


@drafter.command("mine", short_help="挖词句：把材料读进语料库")
@click.argument("paths", nargs=-1, required=True, metavar="文件或文件夹…")
@click.option("--bank", metavar="语料库", help="语料库文件，默认 phrasebank/bank.sqlite")
@click.option("--prune", is_flag=True, help="文件夹里已经没有的文件，把它的词句也清出去（编辑的决定留着）")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式")
def mine_command(paths: tuple[str, ...], bank: str | None, prune: bool, form: str) -> None:
    """读、清洗、标注材料，把可用的词句存进语料库。读过的文件不会重读。"""
    import json
    from pathlib import Path

    from drafter import pipeline
    from drafter.bank import Bank
    from drafter.errors import OutputError

    files = pipeline.walk(paths)
    target = Path(bank) if bank else pipeline.default_bank() or Path("phrasebank/bank.sqlite")
    if not target.absolute().parent.is_dir():
        raise OutputError("所在的文件夹不存在", file=target, cure=f"请先建立文件夹 {target.absolute().parent}")
    existed = target.exists()
    with Bank(target, create=True) as store:
        if sys.stderr.isatty():
            with click.progressbar(length=len(files), label="挖词句", file=sys.stderr) as bar:
                done = pipeline.mine(files if not prune else paths, store, progress=bar.update, prune=prune)
        else:
            done = pipeline.mine(files if not prune else paths, store, prune=prune)
        stats = store.stats()
    if form == "json":
        click.echo(json.dumps({"files": done.files, "known": done.known, "articles": done.articles, "units": done.units,
                               "phrases": done.phrases, "units_by_role": dict(done.roles), "cut": dict(done.cut), "skipped": done.skipped,
                               "bank": stats}, ensure_ascii=False))
    else:
        click.echo(f"读了 {done.files} 个文件，{done.articles} 篇文章，{done.units} 句；"
                   f"新增词句 {done.phrases} 条。" + (f"另有 {done.known} 个文件早已读过。" if done.known else "")
                   + (f"清出了 {done.gone} 个已不在的文件。" if done.gone else ""))
        if done.cut:
            click.echo("清洗时删去：" + "；".join(f"{done.why[k]} {n} 处" for k, n in done.cut.most_common()))
        click.echo("\n".join(_mined(done, stats, str(target))))
    for line in done.skipped:
        click.echo(f"跳过：{line}", err=True)
    if done.skipped and not done.files and not done.known:
        for left in () if existed else target.parent.glob(f"{target.name}*"):
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


@drafter.command("clean", short_help="清洗：只留正文，附材料体检报告")
@click.argument("paths", nargs=-1, required=True, metavar="文件或文件夹…")
@click.option("-o", "--output", required=True, metavar="文件夹", help="清洗好的文章放在这里，一篇一个 .txt")
@click.option("--report", metavar="文件", help="体检报告，以 .html .json 或 .md 结尾")
@click.option("--keep", multiple=True, metavar="原因", help="这一类不删，如 --keep telephone；可以给几个")
@click.option("--allow", metavar="文件", help="文本文件，每行是一句永远不删的话")
@click.option("--force", is_flag=True, help="允许覆盖已有的输出文件")
def clean_command(paths: tuple[str, ...], output: str, report: str | None, keep: tuple[str, ...], allow: str | None, force: bool) -> None:
    """读材料，删去网页、期刊、广告的杂物，接好断行，一篇存成一个文本文件。删了什么、为什么，报告里都有。"""
    from pathlib import Path

    from drafter import pipeline
    from drafter.errors import InputError, reason

    files = pipeline.walk(paths)
    if report:
        pipeline.check_report(Path(report), force=force)
    try:
        lines = Path(allow).read_text(encoding="utf-8").splitlines() if allow else []
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "不是 UTF-8 编码"
        raise InputError(f"读不出来（{why}）", file=allow, cure="请给一个 UTF-8 的文本文件，每行一句") from error
    folder = Path(output)
    if sys.stderr.isatty():
        with click.progressbar(length=len(files), label="清洗", file=sys.stderr) as bar:
            done = pipeline.clean_files(files, folder, keep=keep, allow=lines, force=force, progress=bar.update)
    else:
        done = pipeline.clean_files(files, folder, keep=keep, allow=lines, force=force)
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


@drafter.command("label", short_help="标注：每句一行 JSON")
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


@drafter.group("bank", cls=Group, short_help="语料库：看有多少、找词句")
def bank_group() -> None:
    """语料库里有什么。"""


def _open(bank: str | None) -> Any:
    from pathlib import Path

    from drafter import pipeline
    from drafter.bank import Bank

    path = Path(bank) if bank else pipeline.default_bank()
    return Bank(path) if path else pipeline.builtin_bank(progress=_bar("整理内置语料"))


@bank_group.command("stats", short_help="有多少词句，各是什么作用")
@click.option("--bank", metavar="语料库", help="语料库文件，默认就近找，找不到用内置语料")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式")
def bank_stats(bank: str | None, form: str) -> None:
    """语料库的概况。"""
    import json

    from drafter.phrases import ROLES

    with _open(bank) as store:
        stats = store.stats()
    if form == "json":
        click.echo(json.dumps(stats, ensure_ascii=False))
        return
    click.echo(f"{stats['bank']}\n文件 {stats['sources']} 个，文章 {stats['articles']} 篇，句子 {stats['units']} 句，"
               f"词句 {stats['phrases']} 条，可以直接用的 {stats['usable']} 条。")
    for role, n in stats["by_role"].items():
        click.echo(f"  {ROLES.get(role, role)}  {n} 条，可用 {stats['usable_by_role'].get(role, 0)} 条")


@bank_group.command("find", short_help="按词找词句，或随机抽看")
@click.argument("words", nargs=-1, metavar="[词…]")
@click.option("--role", metavar="作用", default="", help="只找一种作用：问题、原因、对策、成效、口号 …")
@click.option("--kind", metavar="种类", default="", help="只找一种：句子、做法、段首语、标题、口号")
@click.option("--aspect", metavar="方面", default="", help="只找说到这个方面的，如 责任落实")
@click.option("--subject", metavar="主题", default="", help="离这个主题近的排在前面")
@click.option("--status", metavar="状态", default="", help="未看、留用、不用、改过")
@click.option("--tag", metavar="标签", default="", help="只找有这个标签的")
@click.option("--min-quality", "least", type=click.FloatRange(0, 1), default=0.0, metavar="数", help="质量至少多少，0 到 1")
@click.option("--since", type=int, default=0, metavar="年", help="只要这一年以后的材料里的")
@click.option("--random", "drawn", type=click.IntRange(1), metavar="条", help="不按词找，随机抽这么多条可用的")
@click.option("--seed", type=int, default=0, show_default=True, metavar="数", help="随机抽时换一个数，换一批")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="条", help="最多几条")
@click.option("--bank", metavar="语料库", help="语料库文件，默认就近找，找不到用内置语料")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", help="输出格式")
def bank_find(words: tuple[str, ...], role: str, kind: str, aspect: str, subject: str, status: str, tag: str, least: float, since: int,
              drawn: int | None, seed: int, limit: int, bank: str | None, form: str) -> None:
    """找含有这些词的词句，注明出处。"""
    import csv
    import json

    from drafter.bank.desk import STATUS
    from drafter.bank.search import Query
    from drafter.errors import InputError
    from drafter.phrases import KINDS, ROLES

    words = tuple(word for word in words if word.strip())
    narrowed = any((role, kind, aspect, subject, status, tag, least, since))
    if not words and drawn is None and not narrowed:
        raise InputError("没有说找什么词", cure="请给一两个词，或用 --random 200 随机抽看")
    if words and drawn is not None:
        raise InputError("给了词，就不能再随机抽", cure="请去掉词，或去掉 --random")
    query = Query(words, _choice(role, ROLES, "作用"), aspect, subject, _choice(status, STATUS, "状态"), _choice(kind, KINDS, "种类"), tag,
                  least, since, limit)
    with _open(bank) as store:
        rows = store.find(query=query) if drawn is None else store.draw(drawn, role=query.role, seed=seed)
    if form == "json":
        click.echo(json.dumps([{"id": r.id, "role": r.phrase.role, "kind": r.phrase.kind, "lead": r.phrase.lead, "text": r.phrase.text,
                                "flags": r.phrase.flags, "quality": r.phrase.quality, "parts": r.phrase.parts, "status": r.status,
                                "slots": [[x.kind, x.words] for x in r.phrase.slots], "aspects": r.phrase.aspects, "tags": r.tags,
                                "sources": [s.place() for s in r.sources]} for r in rows], ensure_ascii=False))
        return
    if form == "csv":
        table = csv.writer(sys.stdout)
        table.writerow(["号", "作用", "种类", "段首语", "词句", "质量", "状态", "方面", "标签", "出处"])
        for r in rows:
            table.writerow([r.id, ROLES.get(r.phrase.role, ""), KINDS.get(r.phrase.kind, ""), r.phrase.lead, r.phrase.shown(),
                            r.phrase.quality, STATUS[r.status], " ".join(r.phrase.aspects), " ".join(r.tags),
                            "；".join(s.place() for s in r.sources)])
        return
    for r in rows:
        click.echo(_line(r, words))
    if not rows:
        click.echo(f"在 {store.path} 里没有找到。")


def _choice(given: str, names: dict[str, str], what: str) -> str:
    """The English name for what was given in Chinese or English; empty stays empty. Raises InputError."""
    from drafter.errors import InputError, nearest

    chinese = {name: english for english, name in names.items()}
    if given and given not in chinese and given not in names:
        raise InputError(f"没有“{given}”这种{what}", cure=nearest(given, chinese) or f"可用的有：{'、'.join(chinese)}")
    return chinese.get(given, given)


def _line(r: Any, words: tuple[str, ...] = ()) -> str:
    """A phrase in two lines, the words looked for in bold on a terminal."""
    from drafter.bank.desk import STATUS
    from drafter.phrases import FLAGS, ROLES

    text = (f"〔{r.phrase.lead}〕" if r.phrase.lead else "") + r.phrase.shown()
    for word in words if sys.stdout.isatty() else ():
        text = text.replace(word, click.style(word, bold=True))
    flags = f"（不直接用：{'、'.join(FLAGS.get(f, f) for f in r.phrase.flags)}）" if r.phrase.flags else ""
    marks = ("" if r.status == "mined" else f"【{STATUS[r.status]}】") + "".join(f"#{tag} " for tag in r.tags)
    more = f" 等 {len(r.sources)} 处" if len(r.sources) > 1 else ""
    return f"{r.id}  {ROLES.get(r.phrase.role, '')}  {marks}{text}{flags}\n      {r.sources[0].place()}{more}"


@bank_group.command("show", short_help="一条词句的来历：出处、质量、线索、经过")
@click.argument("number", type=int, metavar="号")
@click.option("--bank", metavar="语料库", help="语料库文件，默认就近找，找不到用内置语料")
def bank_show(number: int, bank: str | None) -> None:
    """出处和上下文、质量各项、所在的线索、谁在什么时候怎样定的。"""
    from drafter.bank.desk import WHAT

    names = {"complete": "完整", "alone": "独立", "general": "通用", "fresh": "不过时", "register": "语言", "length": "长度",
             "clean": "材料干净"}
    with _open(bank) as store:
        r = store.get(number)
        click.echo(_line(r))
        if r.phrase.original and r.phrase.original != r.phrase.text:
            click.echo(f"  原句：{r.phrase.original}")
        if r.phrase.edits:
            click.echo(f"  改动：{'；'.join(r.phrase.edits)}")
        if r.phrase.slots:
            click.echo("  槽里原来是：" + "；".join(slot.words for slot in r.phrase.slots))
        click.echo(f"  质量 {r.phrase.quality:g}：" + "，".join(f"{names.get(k, k)} {v:g}" for k, v in r.phrase.parts.items()))
        if r.phrase.aspects:
            click.echo(f"  方面：{'、'.join(r.phrase.aspects)}")
        for place in r.sources:
            click.echo(f"  见于 {place.place()}")
        for p, c, m, _ in store.threads(number):
            click.echo(f"  线索：问题 {p.phrase.shown()}\n        原因 {c.phrase.shown()}\n        对策 {m.phrase.shown()}")
        for d in store.history(number):
            click.echo(f"  {d.at} {d.who} {WHAT[d.what]}{'：' + d.value if d.value else ''}{'（已撤销）' if d.undone else ''}")


def _decide(numbers: tuple[int, ...], what: str, value: str, who: str, bank: str | None) -> None:
    """Nothing; the decision is noted for each phrase of the office's own bank and told."""
    with _own(bank) as store:
        for number in numbers:
            click.echo(_line(store.decide(number, what, value, who=who)))


def _own(bank: str | None) -> Any:
    """The office's own bank: decisions about the shipped corpus would be lost with the next version."""
    from pathlib import Path

    from drafter import pipeline
    from drafter.bank import Bank
    from drafter.errors import BankError

    path = Path(bank) if bank else pipeline.default_bank()
    if path is None:
        raise BankError("没有找到本单位的语料库", cure="请加 --bank 语料库文件，或先用 drafter mine 建一个")
    return Bank(path)


_BANK = click.option("--bank", metavar="语料库", help="本单位的语料库，默认就近找")
_WHO = click.option("--as", "who", default="", metavar="姓名", help="记在谁名下，默认是登录名")


@bank_group.command("keep", short_help="留用：标志不再挡它，起草时优先")
@click.argument("numbers", type=int, nargs=-1, required=True, metavar="号…")
@_BANK
@_WHO
def bank_keep(numbers: tuple[int, ...], bank: str | None, who: str) -> None:
    """这几条词句可以用。重新挖词句不会丢掉这个决定。"""
    _decide(numbers, "keep", "", who, bank)


@bank_group.command("reject", short_help="不用：起草时再不出现")
@click.argument("numbers", type=int, nargs=-1, required=True, metavar="号…")
@_BANK
@_WHO
def bank_reject(numbers: tuple[int, ...], bank: str | None, who: str) -> None:
    """这几条词句不要用。重新挖词句不会丢掉这个决定。"""
    _decide(numbers, "reject", "", who, bank)


@bank_group.command("edit", short_help="改字：以后用改过的")
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
        click.echo(_line(store.decide(number, "edit", " ".join(text.split()), who=who)))


@bank_group.command("tag", short_help="加标签、去标签")
@click.argument("number", type=int, metavar="号")
@click.argument("tags", nargs=-1, required=True, metavar="标签…")
@click.option("--remove", is_flag=True, help="去掉这些标签")
@_BANK
@_WHO
def bank_tag(number: int, tags: tuple[str, ...], remove: bool, bank: str | None, who: str) -> None:
    """给词句加上自己的标签，find --tag 能找到。"""
    for tag in tags:
        _decide((number,), "untag" if remove else "tag", "".join(tag.split()), who, bank)


@bank_group.command("undo", short_help="撤销最近的决定，或某条词句最近的决定")
@click.argument("number", type=int, required=False, metavar="[号]")
@_BANK
def bank_undo(number: int | None, bank: str | None) -> None:
    """撤销一步；再撤销，就再往前一步。"""
    from drafter.bank.desk import WHAT

    with _own(bank) as store:
        d = store.undo(number or 0)
    click.echo(f"撤销了 {d.at} {d.who} 的决定：{WHAT[d.what]}{'：' + d.value if d.value else ''}")


@bank_group.command("review", short_help="一条一条过：k 留用 r 不用 e 改 s 跳过 u 撤销 q 退出")
@click.option("--role", metavar="作用", default="", help="只过一种作用的")
@click.option("--min-quality", "least", type=click.FloatRange(0, 1), default=0.5, show_default=True, metavar="数", help="质量至少多少")
@_BANK
@_WHO
def bank_review(role: str, least: float, bank: str | None, who: str) -> None:
    """好的在前，没看过的一条一条来，按一个键定一条；随时退出，下次接着看没看过的。"""
    from drafter.bank.search import Query
    from drafter.phrases import ROLES

    with _own(bank) as store:
        rows = store.find(query=Query(role=_choice(role, ROLES, "作用"), least=least, status="mined", limit=1_000_000))
        rows = [r for r in rows if not r.phrase.flags]
        place, done = 0, 0
        while place < len(rows):
            row = store.get(rows[place].id)
            click.echo(f"[{place + 1}/{len(rows)}] {_line(row)}")
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


@bank_group.command("export", short_help="导出成表格，用 Excel、WPS 改")
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
        query = Query(role=_choice(role, ROLES, "作用"), status=_choice(status, STATUS, "状态"), least=least, limit=1_000_000)
        table = exchange.rows(store.find(query=query))
    text = exchange.dump(table, Path(target).suffix)
    saving.save(Path(target), lambda path: path.write_text(text, encoding="utf-8", newline=""), force=force)
    click.echo(f"导出 {len(table)} 条到 {target}")


@bank_group.command("import", short_help="导回改过的表格")
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
    for line in report.changed:
        click.echo(line)
    for line in report.conflicts:
        click.echo(f"没动 {line}", err=True)
    click.echo(f"改了 {len(report.changed)} 条，没变 {report.same} 条，没动 {len(report.conflicts)} 条。")


@bank_group.command("fading", short_help="渐渐没人用的说法")
@click.option("--bank", metavar="语料库", help="语料库文件，默认就近找，找不到用内置语料")
def bank_fading(bank: str | None) -> None:
    """五年没再见到的句式和口号，和已经换了提法的；后面是换成了什么。"""
    import datetime

    with _open(bank) as store:
        rows = store.fading(datetime.date.today().year)
    for text, first, last, successor in rows:
        click.echo(f"{first}—{last}  {text}{'  → ' + successor if successor else ''}")
    if not rows:
        click.echo("没有。（材料的题头里写了 date，才知道是哪一年的。）")


@bank_group.command("backup", short_help="备份，别人正在用也行")
@click.argument("target", metavar="备份文件")
@_BANK
def bank_backup(target: str, bank: str | None) -> None:
    """把整个语料库抄一份。"""
    from pathlib import Path

    with _own(bank) as store:
        store.backup(Path(target))
        click.echo(f"{store.path} 备份到 {target}")


@bank_group.command("verify", short_help="体检：文件、出处、索引对不对得上")
@_BANK
def bank_verify(bank: str | None) -> None:
    """有毛病就逐条说，退出码 1；没有就说没有。"""
    with _own(bank) as store:
        wrong = store.verify()
        click.echo("\n".join(wrong) or f"{store.path} 没有毛病。")
    if wrong:
        sys.exit(1)


@drafter.group("template", cls=Group, short_help="模板：有哪些文种")
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


@drafter.command("why", short_help="出处：草稿里每句话从哪里来")
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
        click.echo(r.text)
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
    if row["made"] == "mined":
        for source in row["sources"]:
            lines.append(f"出处：{Origin(**source).place()}" + (f"（{row['bank']}）" if row["bank"] else ""))
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


if __name__ == "__main__":
    main()
