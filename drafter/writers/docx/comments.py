"""Word comments: what a gap wants, and, if asked for, where each sentence comes from."""

from __future__ import annotations

from drafter.document import Sentence, Trace
from drafter.writers.docx.parts import Parts
from drafter.writers.docx.runs import GAP, YELLOW, run

WANTED = "待填提示"
SOURCE = "出处"
_MADE = {"written": "手写句", "fact": "任务书里的事实", "given": "任务书里的话", "table": "词表", "joint": "模板里的承接句", "gap": "待填"}


def runs(text: str, parts: Parts, properties: str = "") -> str:
    """The text as runs with those properties; each gap yellow, with a comment that says what is wanted."""
    if "【待" not in text:
        return run(text, properties) if text else ""
    return "".join(parts.comment(run(piece, YELLOW), WANTED, _wanted(piece)) if piece.startswith("【待") else run(piece, properties)
                   for piece in GAP.split(text) if piece)


def _wanted(gap: str) -> list[str]:
    """What the comment on a gap says."""
    what = gap[4:-1].strip()
    verb = "请定下" if gap.startswith("【待定") else "请填上"
    return [f"{verb}：{what}。" if what else f"{verb}这里的内容。", "填好后，连括号一起换掉，去掉黄色，删去这条批注。"]


def sourced(sentence: Sentence, parts: Parts) -> str:
    """The sentence's runs with its source as a comment; a gap has its own."""
    inner = runs(sentence.text, parts)
    if sentence.trace is None or sentence.trace.made == "gap":
        return inner
    return parts.comment(inner, SOURCE, _source(sentence.trace))


def _source(trace: Trace) -> list[str]:
    """What the comment on a sentence says: how it came about, the places, the original, what was changed and filled in."""
    if trace.made in _MADE and not trace.sources:
        lines = [_MADE[trace.made]]
    else:
        lines = [f"{_MADE.get(trace.made, '语料')}：{'；'.join(o.place() for o in trace.sources) or trace.bank or '没有记下来源'}"]
    if trace.original:
        lines.append(f"原句：{trace.original}")
    if trace.edits:
        lines.append(f"改动：{'；'.join(trace.edits)}")
    if trace.fills:
        lines.append(f"填入：{'；'.join(trace.fills)}")
    return lines
