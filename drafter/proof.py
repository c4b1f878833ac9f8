"""Proof sheets (校样): the findings of files as text, JSON, SARIF or a page to print."""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from drafter.findings import Finding

SEVERITIES = {"error": "错误", "warning": "疑问", "info": "提示"}
CONTEXT = 12  # characters shown before and behind a passage
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


@dataclass(slots=True)
class Proof:
    """One file: its findings, its paragraphs by number, or why it could not be read (`trouble`).

    `unit` is what a paragraph's number counts: 行 of a text, 段 of a Word document. `shifts` are the characters before a paragraph's
    text in its line (`## `). `changes` are the findings that were put right,
    `output` is where the copy stands.
    """

    file: str
    findings: list[Finding] = field(default_factory=list)
    lines: dict[int, str] = field(default_factory=dict)
    unit: str = "行"
    shifts: dict[int, int] = field(default_factory=dict)
    trouble: str = ""
    changes: list[Finding] = field(default_factory=list)
    output: Path | None = None

    def counts(self) -> Counter[str]:
        """How many findings there are of each severity."""
        return Counter(finding.severity for finding in self.findings)

    def place(self, finding: Finding) -> str:
        """Where the finding stands, in words."""
        return f"第 {finding.line} {self.unit}" if finding.line else "全文"

    def context(self, finding: Finding) -> tuple[str, str, str]:
        """(before, the passage, behind), some characters of each; empty where the place is not known."""
        text = self.lines.get(finding.line, "")
        if not text or finding.end > len(text) or finding.end <= finding.start:
            return "", finding.text, ""
        first, last = max(0, finding.start - CONTEXT), finding.end + CONTEXT
        before = ("…" if first else "") + text[first:finding.start].lstrip()
        return before, finding.text, text[finding.end:last].rstrip() + ("…" if last < len(text) else "")


def told(finding: Finding) -> str:
    """The finding in one line: what, why, what to do."""
    cure = f" {finding.cure}。" if finding.cure else ""
    source = f"〔{finding.source}〕" if finding.source else ""
    return f"{finding.message}。{cure}{source}"


def summary(proofs: Iterable[Proof]) -> str:
    """One line over all files."""
    files = list(proofs)
    total: Counter[str] = Counter()
    for proof in files:
        total += proof.counts()
    found = "，".join(f"{word} {total[name]} 处" for name, word in SEVERITIES.items() if total[name]) or "没有发现问题"
    bad = sum(bool(proof.trouble) for proof in files)
    return f"共查 {len(files) - bad} 个文件：{found}。" + (f"另有 {bad} 个文件没能读。" if bad else "")


def as_text(proofs: list[Proof]) -> str:
    """The findings for a terminal: a heading a file, two lines a finding."""
    lines = []
    for proof in proofs:
        if proof.trouble:
            continue
        counts = proof.counts()
        found = "，".join(f"{word} {counts[name]} 处" for name, word in SEVERITIES.items() if counts[name])
        lines.append(f"{proof.file}：{found or '没有发现问题'}")
        for finding in proof.findings:
            before, passage, behind = proof.context(finding)
            lines.append(f"  {proof.place(finding)}　{SEVERITIES[finding.severity]}　{told(finding)}（{finding.rule}）")
            if before or behind:
                flat = f"{before}〖{passage}〗{behind}".replace("\n", " ")
                lines.append(f"      {flat}")
    return "\n".join([*lines, summary(proofs)]) + "\n"


def as_json(proofs: list[Proof]) -> str:
    """The findings as JSON: a list of files, each with its findings; spans count characters (code points) of the paragraph from 0."""
    rows = [{"file": proof.file, "trouble": proof.trouble, "unit": proof.unit, "counts": dict(proof.counts()),
             "findings": [finding.as_dict() | {"paragraph": proof.lines.get(finding.line, "")} for finding in proof.findings],
             "changes": [finding.as_dict() for finding in proof.changes], "output": str(proof.output or "")} for proof in proofs]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def as_sarif(proofs: list[Proof], rules: Iterable[dict[str, str]], version: str) -> str:
    """The findings as SARIF 2.1.0 (OASIS); `rules` are name, message, source, severity and family of each rule."""
    rows = list(rules)
    index = {row["name"]: number for number, row in enumerate(rows)}
    driver = {"name": "drafter", "version": version, "rules": [
        {"id": row["name"], "shortDescription": {"text": row["message"]},
         "fullDescription": {"text": f"{row['message']}（{row['source']}）"},
         "help": {"text": row["cure"] or row["message"]}, "defaultConfiguration": {"level": _LEVELS[row["severity"]]},
         "properties": {"tags": [row["family"]], "source": row["source"]}} for row in rows]}
    results: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for proof in proofs:
        uri = quote(proof.file.replace("\\", "/"), errors="surrogateescape")
        if proof.trouble:
            notes.append({"level": "error", "message": {"text": proof.trouble},
                          "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}}}]})
        for finding in proof.findings:
            place: dict[str, Any] = {"artifactLocation": {"uri": uri}}
            if finding.line:
                first = proof.shifts.get(finding.line, 0) + 1
                place["region"] = {"startLine": finding.line, "startColumn": finding.start + first, "endLine": finding.line,
                                   "endColumn": finding.end + first, "snippet": {"text": finding.text}}
            result: dict[str, Any] = {"ruleId": finding.rule, "level": _LEVELS[finding.severity], "message": {"text": told(finding)},
                                      "locations": [{"physicalLocation": place}]}
            if finding.rule in index:
                result["ruleIndex"] = index[finding.rule]
            results.append(result)
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results,
           "invocations": [{"executionSuccessful": not notes, "toolExecutionNotifications": notes}]}
    return json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


_STYLE = """
body{font:15px/1.7 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif;margin:2em auto;max-width:64em;padding:0 1em;color:#222}
h1{font-size:1.5em}h2{font-size:1.15em;margin:1.6em 0 .4em;border-bottom:1px solid #ddd}table{border-collapse:collapse;width:100%}
td{padding:.5em .6em;border-bottom:1px solid #eee;vertical-align:top}td.p{white-space:nowrap;color:#666}td.s{white-space:nowrap}
.error{color:#b3261e}.warning{color:#a66a00}.info{color:#2a6f97}mark{background:#ffe9a8;padding:0 .1em}.why{color:#555}.src{color:#888}
code{background:#f4f4f4;padding:0 .3em;color:#555}.bad{color:#b3261e}@media print{body{margin:0}}
"""


def as_html(proofs: list[Proof]) -> str:
    """The findings as one page without scripts: a table a file, each passage marked in its surroundings."""
    parts = ["<!doctype html><html lang=zh-CN><meta charset=utf-8><meta name=viewport content='width=device-width'>",
             f"<title>校对单</title><style>{_STYLE}</style><h1>校对单</h1><p>{html.escape(summary(proofs))}</p>"]
    for proof in proofs:
        parts.append(f"<h2>{html.escape(proof.file)}</h2>")
        if proof.trouble:
            parts.append(f"<p class=bad>{html.escape(proof.trouble)}</p>")
        elif not proof.findings:
            parts.append("<p>没有发现问题。</p>")
        else:
            parts.append(f"<table>{''.join(_row(proof, finding) for finding in proof.findings)}</table>")
    return "".join(parts) + "</html>\n"


def _row(proof: Proof, finding: Finding) -> str:
    before, passage, behind = (html.escape(piece) for piece in proof.context(finding))
    cure = f" {html.escape(finding.cure)}。" if finding.cure else ""
    return (f"<tr><td class=p>{proof.place(finding)}<td class='s {finding.severity}'>{SEVERITIES[finding.severity]}"
            f"<td>{before}<mark>{passage}</mark>{behind}<br><span class=why>{html.escape(finding.message)}。{cure}</span> "
            f"<span class=src>{html.escape(finding.source)}</span> <code>{finding.rule}</code></tr>")


FORMATS: dict[str, Callable[[list[Proof]], str]] = {"text": as_text, "json": as_json, "html": as_html}
