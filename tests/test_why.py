"""Where each sentence comes from, after writing and after the clerk's editing."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from drafter import pipeline
from drafter.brief import Brief
from drafter.errors import InputError
from tests.conftest import ROOT


@pytest.fixture
def file(brief: Brief, own_bank: Path, tmp_path: Path) -> Path:
    pipeline.write(pipeline.draft(brief, bank=own_bank).document, tmp_path / "报告.docx")
    return tmp_path / "报告.docx"


def test_a_mined_sentence_names_file_article_and_paragraph(file: Path) -> None:
    mined = [r for r in pipeline.why(file) if r.row.get("made") == "mined"]
    assert len(mined) > 3
    for row in mined:
        source = row.row["sources"][0]
        assert source["article"]
        assert source["paragraph"] > 0
        lines = [text for text in (ROOT / source["file"]).read_text(encoding="utf-8").split("\n") if text]
        assert any(row.row["original"].rstrip("。")[:10] in line for line in lines)


def test_find_narrows_to_sentences_with_the_words(file: Path) -> None:
    rows = pipeline.why(file, find="持证的占41.5%")
    assert len(rows) == 1
    assert rows[0].row["made"] == "fact"


def test_an_edited_sentence_is_told_as_changed_and_a_new_one_as_foreign(file: Path) -> None:
    word = docx.Document(str(file))
    target = next(r for r in pipeline.why(file) if r.row.get("made") == "mined" and len(r.text) > 30)
    paragraph = next(p for p in word.paragraphs if target.text in p.text)
    paragraph.runs[0].text = paragraph.text.replace(target.text, target.text[:-1] + "，这里改了几个字。")
    for run in paragraph.runs[1:]:
        run.text = ""
    word.add_paragraph("领导审稿时新加了一段完全不相干的话语。", style="公文正文")
    word.save(str(file))
    rows = pipeline.why(file)
    assert any(r.state == "changed" and r.row["text"] == target.text for r in rows)
    assert rows[-1].state == "foreign"


def test_a_file_of_other_origin_is_refused(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "别人的.docx"))
    with pytest.raises(InputError, match="没有出处记录"):
        pipeline.why(tmp_path / "别人的.docx")
