"""Broken outlines and briefs: every file in tests/cases/broken is a test that anybody can add."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drafter import outlines
from drafter.pipeline import briefs, templates

CASES = sorted(p for p in (Path(__file__).parent / "cases" / "broken").glob("*.md") if p.name != "README.md")
CODES = {"GBK": lambda text: text.encode("gbk"), "UTF-16": lambda text: text.encode("utf-16"),
         "Word": lambda text: b"PK\x03\x04" + text.encode(),
         "Windows": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()}


def told(head: str, folder: Path) -> list[str]:
    """What is said of the case's last file; its files are written into the folder first."""
    files = re.findall(r"^## (\S+?\.yaml)(?:（(\S+)）)?\n(.*?)(?=^## |\Z)", head, re.S | re.M)
    for name, code, text in files:
        body = text.strip("\n") + "\n"
        Path(name).write_bytes(CODES[code](body) if code else body.encode())
    path = Path(files[-1][0])
    checked = briefs.check(path) if "任务书" in path.name else templates.check(path)
    for error in [*checked.errors, *checked.warnings]:
        excerpt = error.excerpt.split("\n")
        if match := re.match(r"第(\d+)行第(\d+)列", error.place):
            text = Path(str(error.file)).read_bytes().decode("utf-8-sig", "replace").split("\n")
            assert int(match[1]) <= len(text) + 1
            assert len(excerpt) == 2 or not error.excerpt
            assert not error.excerpt or excerpt[1].rstrip().endswith("^")
    return [f"{what}：{error.line()}" for what, rows in (("错", checked.errors), ("提醒", checked.warnings)) for error in rows]


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_a_fault_is_told_with_place_and_cure(path: Path, accept: bool, tmp_path: Path) -> None:
    head, expected = path.read_text(encoding="utf-8").split("\n## 报错\n")
    got = told(head, tmp_path)
    assert got, "nothing was found"
    if accept:
        path.write_text(f"{head}\n## 报错\n" + "\n".join(got) + "\n", encoding="utf-8")
    assert got == expected.strip().split("\n")
    for line in got:
        assert re.search(r"第\d+行第\d+列|不是 UTF-8|Word 文档|超过 1 MB|引用（\*）太多", line), line
        assert line.count("。") >= 1, f"no cure: {line}"


def test_there_are_many() -> None:
    assert len(CASES) >= 40


def test_shipped_outlines_and_briefs_have_no_fault_and_no_warning() -> None:
    for path in outlines.files():
        checked = templates.check(path)
        assert [e.line() for e in (*checked.errors, *checked.warnings)] == []
