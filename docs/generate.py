"""Write docs/cli.md, README.md's run, tables of docs/templates.md and docs/check.md, JSON schemas; --check fails where they are stale."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def cli_page() -> str:
    """Every command with its help, as printed."""
    from drafter.cli import drafter

    lines = ["# 命令一览", "", "由 `make docs` 从程序生成，请不要手改。", ""]

    def walk(command: click.Command, path: str) -> None:
        context = click.Context(command, info_name=path, terminal_width=100, max_content_width=100)
        lines.extend([f"## {path}", "", "```text", command.get_help(context), "```", ""])
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                walk(command.commands[name], f"{path} {name}")

    walk(drafter, "drafter")
    return "\n".join(lines)


def readme(text: str) -> str:
    """The README with the output of each `$ drafter …` line in its terminal run put in anew."""
    import sessions

    with tempfile.TemporaryDirectory() as scratch:
        reader = sessions.Reader(Path(scratch), DRAFTER_CACHE=str(Path(scratch) / "cache"))

        def block(match: re.Match[str]) -> str:
            commands = re.findall(r"^\$ (drafter .*)$", match[2], re.M)
            return match[1] + "".join(f"$ {c}\n{reader.run(c)}".replace(f"{ROOT}/", "") for c in commands) + "```"

        return re.sub(r"(<!-- terminal run -->\n```console\n)(.*?)```", block, text, flags=re.S)


def schemas() -> dict[Path, str]:
    """The JSON schemas that editor programs read, by file."""
    import json

    from drafter.outlines import schema

    folder = ROOT / "templates" / "schema"
    return {folder / f"{name}.schema.json": json.dumps(made, ensure_ascii=False, indent=2) + "\n"
            for name, made in (("outline", schema.outline()), ("brief", schema.brief()))}


def templates_page(text: str) -> str:
    """docs/templates.md with its tables of fields, variables, filters and frames put in anew."""
    from drafter.composing import headings
    from drafter.outlines import model, sandbox

    def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
        lines = [head, tuple("---" for _ in head), *rows]
        return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines)

    fields = []
    for part, what in ((model.Outline, "整个模板"), (model.Section, "一章（`sections` 里的一项）"),
                       (model.Items, "条目，一个方面一条（`items`）"), (model.Item, "条目，模板自己定的（`items` 里的一项）"),
                       (model.Step, "一步（`steps`、`recipe`、`closing` 里的一项）")):
        rows = [(f"`{name}`", f.description or "", "要写" if f.is_required() else "") for name, f in part.model_fields.items()]
        fields.append(f"**{what}**\n\n{table(('字段', '是什么', ''), rows)}")
    made = {"fields": "\n\n".join(fields),
            "variables": table(("变量", "是什么"), [(f"`{{{{ {n} }}}}`", d) for n, d in sandbox.VARIABLES.items()]),
            "filters": table(("过滤器", "做什么"), [(f"`{n}`", d) for n, d in sandbox.FILTERS.items()]),
            "frames": table(("名字", "例子"), [(f"`{f.name}`", f.example) for f in headings.frames().values()])}
    for name, part_text in made.items():
        text = re.sub(rf"(<!-- generated: {name} -->\n).*?(<!-- /generated -->)", lambda m, t=part_text: f"{m[1]}\n{t}\n\n{m[2]}", text,
                      flags=re.S)
    return text


def check_page(text: str) -> str:
    """docs/check.md with its table of rules put in anew."""
    from drafter import checks

    parts = []
    for family, word in checks.FAMILIES.items():
        rows = [f"| `{r.name}` | {checks.SEVERITIES[r.severity]} | {re.sub('{[a-z]+}', '……', r.message)} | {r.source} | "
                f"{'✓' if r.fixable else ''} |" for r in checks.load().family(family)]
        if rows:
            head = [f"### {word}（{family}）", "", "| 规则 | 轻重 | 说什么 | 依据 | 改 |", "| --- | --- | --- | --- | --- |"]
            parts.append("\n".join([*head, *rows]))
    table = "\n\n".join(parts)
    return re.sub(r"(<!-- generated: rules -->\n).*?(<!-- /generated -->)", lambda m: f"{m[1]}\n{table}\n\n{m[2]}", text, flags=re.S)


def main() -> int:
    """Write the pages, or with --check say which are out of date."""
    pages = {ROOT / "docs" / "cli.md": cli_page(), ROOT / "README.md": readme((ROOT / "README.md").read_text(encoding="utf-8")),
             ROOT / "docs" / "templates.md": templates_page((ROOT / "docs" / "templates.md").read_text(encoding="utf-8")),
             ROOT / "docs" / "check.md": check_page((ROOT / "docs" / "check.md").read_text(encoding="utf-8"))} | schemas()
    stale = [path for path, text in pages.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date: run make docs")
        return 1 if stale else 0
    for path in stale:
        path.write_text(pages[path], encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
