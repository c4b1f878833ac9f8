"""Before and after: what a document gives the bank, in cases that anybody can add (tests/cases/mining)."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter import cleaning, mining
from drafter.document import Document, Paragraph, Sentence
from drafter.phrases import FLAGS, KINDS, ROLES, Phrase
from tests.conftest import ROOT

CASES = sorted(p for p in (ROOT / "tests" / "cases" / "mining").glob("*.md") if p.name != "README.md")


def told(phrase: Phrase) -> str:
    """One line of the case for a phrase."""
    lead = f"[{phrase.lead}] " if phrase.lead else ""
    flags = f" ✗ {'、'.join(FLAGS.get(f, f) for f in phrase.flags)}" if phrase.flags else ""
    return f"{ROLES[phrase.role]} {KINDS[phrase.kind]} {lead}{phrase.shown()}{flags}"


def mined(text: str) -> list[str]:
    """The lines of a document's phrases, in order."""
    raw = Document("", [Paragraph([Sentence(line)], line=n) for n, line in enumerate(text.split("\n"), 1) if line.strip()], file="例.md")
    found = []
    for number, article in enumerate(cleaning.clean(raw)[0], 1):
        found += [told(p) for p in mining.mine(mining.label(article, number), year=2026, subject=article.title).phrases]
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_what_a_document_gives(path: Path, accept: bool) -> None:
    head, _, rest = path.read_text(encoding="utf-8").partition("## 前\n")
    before, _, after = rest.partition("## 后\n")
    lines = mined(before)
    if accept:
        path.write_text(f"{head}## 前\n{before}## 后\n" + "\n".join(lines) + "\n", encoding="utf-8")
        return
    assert lines == after.strip().split("\n")
