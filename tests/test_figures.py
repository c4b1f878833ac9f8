"""Figures in facts that cannot all be true: each line in tests/cases/figures is a test that anybody can add."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter import figures

CASES = sorted(p for p in (Path(__file__).parent / "cases" / "figures").glob("*.md") if p.name != "README.md")
LINES = [(path, line) for path in CASES for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]


def told(fact: str) -> str:
    """What is said of a fact, or of several that follow each other, where it begins, and how sure that is."""
    facts = fact.split("｜")
    found = [d for _, d in figures.between(facts)] if len(facts) > 1 else figures.doubts(fact)
    return "；".join(f"{d.cause}（{'错' if d.sure else '请核对'}：{facts[-1][d.offset:d.offset + 4]}）" for d in found) or "没有"


@pytest.mark.parametrize(("path", "line"), LINES, ids=[f"{path.stem}-{line[2:24]}" for path, line in LINES])
def test_what_is_said_of_a_fact(path: Path, line: str, accept: bool) -> None:
    fact, _, expected = line[2:].partition("→")
    got = told(fact.strip())
    if accept:
        path.write_text(path.read_text(encoding="utf-8").replace(line, f"- {fact.strip()} → {got}"), encoding="utf-8")
    else:
        assert got == expected.strip()
