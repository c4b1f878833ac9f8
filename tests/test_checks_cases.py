"""Checks of whole documents: every file in tests/cases/checks is a test that anybody can add."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drafter import checks
from drafter.readers import txt

CASES = sorted(p for p in (Path(__file__).parent / "cases" / "checks").glob("*.md") if p.name != "README.md")


def told(text: str, folder: Path) -> list[str]:
    """A line for each finding in a text: its line, rule, passage, message and repair."""
    document = txt.read(text.encode(), "稿.md")
    document.file = "稿.md"
    return [f"第{f.line}行｜{f.rule}｜{f.text}｜{f.message}" + (f" → {f.replacement}" if f.replacement is not None else "")
            for f in checks.check(document, checks.Settings(folder=folder))] or ["没有"]


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_what_is_said_of_a_document(path: Path, accept: bool, tmp_path: Path) -> None:
    head, text, after = re.fullmatch(r"(.*?)\n## 稿\n(.*?)\n+## 毛病\n(.*)", path.read_text(encoding="utf-8"), re.S).groups()  # type: ignore[union-attr]
    for name, rows in re.findall(r"^## (\S+\.yaml)\n(.*?)(?=^## |\Z)", head + "\n", re.S | re.M):  # an office's lists
        (tmp_path / name).write_text(rows, encoding="utf-8")
    got = told(text, tmp_path)
    if accept:
        path.write_text(f"{head}\n## 稿\n{text}\n\n## 毛病\n" + "\n".join(got) + "\n", encoding="utf-8")
    else:
        assert got == after.strip().split("\n")
