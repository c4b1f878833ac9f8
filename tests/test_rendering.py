"""Drafts rendered by LibreOffice: lines a page, characters a line, headings where they should be."""

from __future__ import annotations

import re
from pathlib import Path

from drafter import pipeline, writers
from drafter.brief import Brief
from drafter.document import Document, Paragraph, Sentence
from tests import rendering


@rendering.needed
def test_a_full_page_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    document = Document("题目", [Paragraph([Sentence("汉" * 3000)])])
    writers.write(document, tmp_path / "满.docx")
    pages = rendering.lines(tmp_path / "满.docx", tmp_path)
    assert len(pages[1]) == 22
    assert {len(re.sub(r"\s", "", line)) for line in pages[1]} == {28}


@rendering.needed
def test_a_draft_reads_in_order_on_paper(brief: Brief, tmp_path: Path) -> None:
    draft = pipeline.draft(brief)
    writers.write(draft.document, tmp_path / "稿.docx")
    text = "".join(line for page in rendering.lines(tmp_path / "稿.docx", tmp_path) for line in page)
    flat = re.sub(r"\s", "", text)
    positions = [flat.find(re.sub(r"\s", "", h.text)) for h in draft.document.headings()]
    assert -1 not in positions
    assert positions == sorted(positions)
