"""The list of other wordings (备选) beside a draft, in Markdown."""

from __future__ import annotations

from drafter import numbering
from drafter.document import Document, Heading


def page(document: Document, name: str, most: int = 3) -> str:
    """The page: for each heading and sentence its place, its words, and the other wordings with their scores."""
    lines = [f"# 备选：{document.title}", "",
             f"每句前面是它的位置，下面是换得上的话，括号里是分数，越高越合适。换一句：`drafter revise {name} --swap 位置=第几个`，"
             f"如 `--swap 3.2.1=2`；换一个标题：`--swap heading:2.3=1`。"]
    for place, part in numbering.places(document):
        if not place:
            continue
        heading = isinstance(part, Heading)
        lines += ["", f"{'#' * (part.level + 1)} {place}　{part.text}" if isinstance(part, Heading) else f"**{place}**　{part.text}"]
        if not part.options:
            made = part.trace.made if part.trace else ""
            if not heading or made == "table":
                lines += ["", f"（没有备选：{_WHY.get(made, '语料里没有更多合适的')}）"]
            continue
        lines.append("")
        for number, option in enumerate(part.options[:most], 1):
            lines.append(f"{number}. {option.text}（{option.score:g}）")
            lines += [f"   同时把 {where} 改成：{other.text}" for where, other in option.also]
    return "\n".join(lines) + "\n"


_WHY = {"fact": "任务书里的事实", "given": "任务书里的话", "joint": "模板里的承接句", "gap": "待填"}
