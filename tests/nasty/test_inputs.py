"""Every nasty input: a line and an exit status, nothing lost, no traceback. docs/reliability.md holds what is said of each."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.nasty.inputs import CASES, Case
from tests.nasty.running import ROOT, Result, contents, run, sound

PAGE = ROOT / "docs" / "reliability.md"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes, devices and bytes in names are made as Unix makes them")


def written(text: str) -> str:
    """A cell of the page."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ").strip()


def row(case: Case, result: Result, folder: Path) -> str:
    """The case's line on the page: what is asked, what is said, the status."""
    said = result.line or (result.out.split("\n")[0] if result.status else "")
    if not result.error and result.out.startswith("错："):
        said = result.out.split("\n")[0]
    said = said.replace(f"{folder}{os.sep}", "")
    return f"| {written(case.title)} | {written(said) or '照常做完'} | {result.status} |"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_nasty_input_is_answered_with_a_line_and_a_status(case: Case, tmp_path: Path, accept: bool) -> None:
    words = case.make(tmp_path)
    before = contents(tmp_path)
    result = run(*words, cwd=tmp_path)
    sound(result, statuses=(case.status,))
    after = contents(tmp_path)
    assert {name: after.get(name) for name in before} == before, "an input was touched"
    assert not [name for name in after if ".drafter-" in name], "something half-written was left"
    if case.status == 2:
        assert after.keys() == before.keys()
        assert len(result.line) < 400, result.line
    got = row(case, result, tmp_path)
    page = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    if accept and got not in page:
        start = f"| {written(case.title)} |"
        old = next((line for line in page.split("\n") if line.startswith(start)), None)
        assert old is not None, f"give it a place in {PAGE.name}: {start}"
        PAGE.write_text(page.replace(old, got), encoding="utf-8")
        return
    assert got in page.split("\n"), f"{PAGE.name} says otherwise (pytest --accept rewrites it): {got}"


def test_what_must_not_be_read_is_not_read(tmp_path: Path) -> None:
    case = next(c for c in CASES if "XXE" in c.title)
    run(*case.make(tmp_path), cwd=tmp_path)
    assert "一句话" in (tmp_path / "出.txt").read_text(encoding="utf-8")
    assert "不可外传" not in (tmp_path / "出.txt").read_text(encoding="utf-8")


def test_no_two_cases_are_called_the_same() -> None:
    titles = [case.title for case in CASES]
    assert len(titles) == len(set(titles)) >= 60
    assert os.sep == "/" or sys.platform == "win32"
