"""The health of a corpus: for each file what it is, what was kept, what was cut and why; as HTML, JSON or Markdown."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from drafter.document import Document, Heading
from drafter.findings import Finding

REPAIRED = ("columns",)  # noted, but nothing is lost
SHOWN = 40  # passages listed for a file in the report


@dataclass(slots=True)
class Health:
    """One file's health. Characters are counted without white space; `score` runs from 0 (nothing kept) to 100."""

    file: str
    encoding: str = ""
    script: str = ""
    articles: list[str] = field(default_factory=list)
    read: int = 0
    kept: int = 0
    findings: list[Finding] = field(default_factory=list)
    trouble: str = ""

    @property
    def score(self) -> int:
        """Cleanliness: the share of characters that was body text, each sort of dirt taking a point off."""
        if self.trouble or not self.read:
            return 0
        share = min(1.0, self.kept / self.read)
        sorts = len({f.rule for f in self.findings if f.rule not in REPAIRED})
        return max(0, round(100 * share) - min(20, 2 * sorts))

    def by_reason(self) -> dict[str, tuple[str, int, int]]:
        """(explanation, passages, characters) of each reason, the greatest first."""
        passages: Counter[str] = Counter()
        characters: Counter[str] = Counter()
        why = {}
        for finding in self.findings:
            passages[finding.rule] += 1
            characters[finding.rule] += len(re.sub(r"\s", "", finding.text))
            why[finding.rule] = finding.message
        return {rule: (why[rule], passages[rule], characters[rule]) for rule, _ in characters.most_common()}

    def as_dict(self) -> dict[str, Any]:
        """The health as plain values, for JSON."""
        return {
            "file": self.file, "encoding": self.encoding, "script": self.script, "articles": self.articles, "read": self.read,
            "kept": self.kept, "score": self.score, "trouble": self.trouble,
            "cut": {rule: {"why": why, "passages": n, "characters": c} for rule, (why, n, c) in self.by_reason().items()},
            "findings": [f.as_dict() for f in self.findings],
        }


def examine(document: Document, articles: list[Document], findings: list[Finding]) -> Health:
    """The health of one file that was read and cleaned."""
    raw = "".join(block.text for block in document.blocks)
    kept = sum(_length(a.title) + sum(_length(b.text) for b in a.blocks if not (isinstance(b, Heading) and b.level == 0))
               for a in articles)
    return Health(document.file, str(document.meta.get("encoding", "")), script(raw), [a.title or "（无题）" for a in articles],
                  _length(raw), kept, findings)


def _length(text: str) -> int:
    return len(re.sub(r"\s", "", text))


_TRADITIONAL = frozenset("個們來時為國說學對發當沒還從無現長兒間進話與業務層導幹眾設織組責經濟強實開會過動這點問題機關門黨")
_SIMPLIFIED = frozenset("个们来时为国说学对发当没还从无现长儿间进话与业务层导干众设织组责经济强实开会过动这点问题机关门党")


def script(text: str) -> str:
    """简体, 繁体 or 混合, by the characters that tell them apart; empty where there is no Chinese."""
    counts = Counter(text)
    traditional, simplified = (sum(counts[c] for c in group) for group in (_TRADITIONAL, _SIMPLIFIED))
    if not traditional + simplified:
        return ""
    share = traditional / (traditional + simplified)
    return "繁体" if share > 0.9 else "简体" if share < 0.02 else "混合"


def as_json(files: list[Health]) -> bytes:
    """The report as JSON."""
    return json.dumps([f.as_dict() for f in files], ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")


def as_markdown(files: list[Health]) -> bytes:
    """The report as a Markdown table, the dirtiest file first, with what was cut below."""
    columns = ["文件", "分数", "编码", "字体", "篇数", "读入", "留下", "删去最多的"]
    lines = ["# 材料体检报告", "", f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    for f in _dirtiest(files):
        most = "；".join(f"{why} {n} 处" for why, n, _ in list(f.by_reason().values())[:3]) or f.trouble or "—"
        lines.append(f"| {f.file} | {f.score} | {f.encoding} | {f.script} | {len(f.articles)} | {f.read} | {f.kept} | {most} |")
    for f in _dirtiest(files):
        if f.findings:
            lines += ["", f"## {f.file}", ""]
            lines += [f"- 第 {x.line} 行，{x.message}（{x.rule}）：{_short(x.text, 80)}" for x in f.findings]
    return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")


def _dirtiest(files: list[Health]) -> list[Health]:
    return sorted(files, key=lambda f: (f.score, f.file))


def _short(text: str, most: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[:most - 12]}…{flat[-10:]}"


_STYLE = """
body{font:15px/1.7 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif;margin:2em auto;max-width:72em;padding:0 1em;color:#222}
h1{font-size:1.5em}table{border-collapse:collapse;width:100%}th,td{padding:.4em .6em;border-bottom:1px solid #ddd;text-align:left}
th{background:#f4f4f4}td.n{text-align:right;font-variant-numeric:tabular-nums}.bar{display:flex;height:1em;width:16em;background:#eee}
.bar i{display:block;height:100%}.good{color:#197a2c}.fair{color:#a66a00}.bad{color:#b3261e}details{margin:.8em 0}
summary{cursor:pointer}code{background:#f4f4f4;padding:0 .3em}ul{margin:.4em 0}li{margin:.2em 0;overflow-wrap:anywhere}
.key i{display:inline-block;width:1em;height:1em;margin:0 .4em 0 1em;vertical-align:-.1em}
"""
_COLOURS = ("#b3261e", "#e07a1f", "#c9a227", "#7a6ff0", "#2a8fbd", "#8d5a97", "#6b7280")


def as_html(files: list[Health]) -> bytes:
    """The report as one page without scripts: a row a file with a bar of what was kept (green) and cut, passages to unfold."""
    colours = _colours(files)
    parts = ["<!doctype html><html lang=zh-CN><meta charset=utf-8><meta name=viewport content='width=device-width'>",
             f"<title>材料体检报告</title><style>{_STYLE}</style><h1>材料体检报告</h1>", _summary(files), _key(colours),
             "<table><tr><th>文件<th>干净程度<th>留下和删去<th>编码<th>字体<th>篇数<th>读入<th>留下<th>删去最多的</tr>"]
    for number, f in enumerate(_dirtiest(files)):
        grade = "good" if f.score >= 90 else "fair" if f.score >= 70 else "bad"
        most = "；".join(f"{html.escape(why)} {n} 处" for why, n, _ in list(f.by_reason().values())[:3])
        parts.append(
            f"<tr><td><a href='#f{number}'>{html.escape(f.file)}</a><td class='n {grade}'><b>{f.score}</b><td>{_bar(f, colours)}"
            f"<td>{html.escape(f.encoding)}<td>{f.script}<td class=n>{len(f.articles)}<td class=n>{f.read}<td class=n>{f.kept}"
            f"<td>{html.escape(f.trouble) or most or '—'}</tr>")
    parts.append("</table>")
    for number, f in enumerate(_dirtiest(files)):
        parts.append(_passages(f, number, colours))
    return "".join(parts).encode("utf-8", "backslashreplace")


def _colours(files: list[Health]) -> dict[str, tuple[str, str]]:
    """(colour, explanation) of the commonest reasons; the rest are grey."""
    totals: Counter[str] = Counter()
    why = {}
    for f in files:
        for rule, (text, _, characters) in f.by_reason().items():
            totals[rule] += characters
            why[rule] = text
    return {rule: (_COLOURS[min(i, len(_COLOURS) - 1)], why[rule]) for i, (rule, _) in enumerate(totals.most_common())}


def _summary(files: list[Health]) -> str:
    read, kept = sum(f.read for f in files), sum(f.kept for f in files)
    bad = sum(bool(f.trouble) for f in files)
    return (f"<p>共 {len(files)} 个文件、{sum(len(f.articles) for f in files)} 篇文章；读入 {read} 字，留下 {kept} 字"
            f"（{kept / read:.1%}）{f'；{bad} 个文件没能读' if bad else ''}。最脏的排在前面；点文件名看删了什么。"
            "删错了的，把那一行写进一个文本文件，用 <code>--allow 文件</code> 留住；整类都要留的，用 <code>--keep 原因</code>。</p>"
            ) if read else f"<p>共 {len(files)} 个文件，没有读到文字。</p>"


def _key(colours: dict[str, tuple[str, str]]) -> str:
    marks = "".join(f"<i style='background:{c}'></i>{html.escape(why)}（{rule}）" for rule, (c, why) in list(colours.items())[:6])
    rest = f"<i style='background:{_COLOURS[-1]}'></i>其他" if len(colours) > 6 else ""
    return f"<p class=key><i style='background:#3a9d4f'></i>正文{marks}{rest}</p>"


def _bar(f: Health, colours: dict[str, tuple[str, str]]) -> str:
    total = max(1, f.kept + sum(c for _, _, c in f.by_reason().values()))
    pieces = [f"<i style='width:{100 * f.kept / total:.1f}%;background:#3a9d4f' title='正文 {f.kept} 字'></i>"]
    for rule, (why, _, characters) in f.by_reason().items():
        pieces.append(f"<i style='width:{100 * characters / total:.1f}%;background:{colours[rule][0]}' "
                      f"title='{html.escape(why)} {characters} 字'></i>")
    return f"<span class=bar>{''.join(pieces)}</span>"


def _passages(f: Health, number: int, colours: dict[str, tuple[str, str]]) -> str:
    titles = "".join(f"<li>{html.escape(t)}</li>" for t in f.articles)
    rows = "".join(
        f"<li><span style='color:{colours[x.rule][0]}'>■</span> 第 {x.line} 行，{html.escape(x.message)}："
        f"{html.escape(_short(x.text, 120))}</li>" for x in f.findings[:SHOWN])
    more = f"<li>……另有 {len(f.findings) - SHOWN} 处，见 JSON 报告</li>" if len(f.findings) > SHOWN else ""
    cut = f"<p>删去的：</p><ul>{rows}{more}</ul>" if rows else "<p>没有删去什么。</p>"
    body = f"<p class=bad>{html.escape(f.trouble)}</p>" if f.trouble else f"<p>文章：</p><ul>{titles}</ul>{cut}"
    state = " open" if f.score < 90 else ""
    return f"<details id=f{number}{state}><summary><b>{html.escape(f.file)}</b>　{f.score} 分</summary>{body}</details>"


REPORTS: dict[str, Callable[[list[Health]], bytes]] = {".html": as_html, ".json": as_json, ".md": as_markdown}
