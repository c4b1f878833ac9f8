"""Cleaning, before and after: every file in tests/cases/cleaning is a test that anybody can add."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from drafter import cleaning
from drafter.document import Document, Heading, Paragraph, Sentence
from drafter.findings import Finding
from tests.conftest import ROOT

CASES = sorted(p for p in (Path(__file__).parent / "cases" / "cleaning").glob("*.md") if p.name != "README.md")


def cleaned(text: str, **wanted: Iterable[str]) -> tuple[str, list[Finding]]:
    """The cleaned articles of a plain text as Markdown lines, and what was cut."""
    from drafter.readers import txt

    articles, findings = cleaning.clean(txt.read(text.encode(), "例.txt"), **wanted)
    return as_text(articles), findings


def clean_text(text: str, **wanted: Iterable[str]) -> str:
    """The cleaned articles of a plain text as Markdown lines."""
    return cleaned(text, **wanted)[0]


def as_text(articles: list[Document]) -> str:
    lines = []
    for article in articles:
        if article.title:
            lines.append(f"# {article.title}")
        for block in article.blocks:
            lines.append(f"{'#' * (block.level + 1)} {block.text}" if isinstance(block, Heading) else block.text)
    return "\n".join(lines)


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_before_and_after(path: Path, accept: bool) -> None:
    head, before, after = re.fullmatch(r"(.*?)\n## 前\n(.*?)\n+## 后\n(.*)", path.read_text(encoding="utf-8"), re.S).groups()  # type: ignore[union-attr]
    got = clean_text(before)
    if accept:
        path.write_text(f"{head}\n## 前\n{before}\n\n## 后\n{got}\n", encoding="utf-8")
    assert got == after.strip()


def again(articles: list[Document]) -> list[Document]:
    """The articles cleaned once more, each from its own tree."""
    result = []
    for article in articles:
        blocks = [Heading(article.title, 0)] if article.title else []
        document = Document(file=article.file)
        for block in [*blocks, *article.blocks]:
            if isinstance(block, Heading):
                document.blocks.append(Heading(block.text, block.level))
            else:
                document.blocks.append(Paragraph([Sentence(block.text)]))
        result += cleaning.clean(document)[0]
    return result


@pytest.mark.parametrize("path", sorted((ROOT / "corpus").rglob("*.txt"))[::6], ids=lambda p: p.stem)
def test_cleaning_a_clean_text_changes_nothing(path: Path) -> None:
    from drafter import readers

    articles, findings = cleaning.clean(readers.read(path))
    assert as_text(again(articles)) == as_text(articles)
    assert not findings, findings[:3]


def test_every_cut_is_told_with_line_and_reason() -> None:
    _, findings = cleaned("APP下载\n要把话说到群众心坎上，把事办到群众家门口。\n版权所有")
    assert [(f.line, f.rule, f.text) for f in findings] == [(1, "site", "APP下载"), (3, "copyright", "版权所有")]


def test_what_the_user_keeps_is_kept() -> None:
    page = "APP下载\n支部活动要想有人来[1]，先要有人气。\n版权所有"
    assert clean_text(page) == "支部活动要想有人来，先要有人气。"
    assert clean_text(page, keep=["site"]) == "APP下载\n支部活动要想有人来，先要有人气。"
    assert clean_text(page, allow=[" 版权 所有"]) == "支部活动要想有人来，先要有人气。\n版权所有"
    marked = "支部活动要想有人来[1]，先要有人气。"
    assert clean_text(page, allow=[marked]) == clean_text(page, allow=["[1]"]) == marked, "the line is allowed, or the mark alone"
