"""A word said too often is eased: by the table's own examples, and in a whole draft."""

from __future__ import annotations

import re
from typing import Any

import pytest

from drafter import pipeline, words, yamlfile
from drafter.brief import Brief
from drafter.composing import wearing
from tests.conftest import ROOT

ROWS = yamlfile.table(wearing.TABLE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["word"])
def test_the_examples_of_the_table(row: dict[str, Any]) -> None:
    for case in row["examples"]:
        assert wearing.eased(case["example"], row, [case["example"]]) == case["shown"]
    for held in row["hold"]:
        assert wearing.eased(f"{held}。", row, []) == f"{held}。"


def test_a_second_other_word_is_not_the_first() -> None:
    row = ROWS[0]
    beside = ["现找人常常来不及。"]
    assert wearing.eased("缺口显出来的时候，现找人往往来不及。", row, beside) == "缺口显出来的时候，现找人多半来不及。"


def test_a_draft_full_of_problems_says_it_no_more_than_the_table_allows() -> None:
    brief = Brief.model_validate({
        "kind": "调研报告", "subkind": "问题原因对策", "subject": "青年职工培养", "org": "霁岚市公交集团党委", "author": "课题组",
        "audience": "市国资委", "occasion": "结题", "date": "2026-08-28", "length": 2500, "avoid": ["人名"],
        "stress": ["培养规划", "师徒带教", "岗位历练", "成长通道", "关心关爱"],
        "facts": [{"text": "现有师徒结对87对，其中有带教计划和考核记录的只有31对", "use": "问题"}]})
    text = pipeline.draft(brief).document
    paragraphs = ["".join(s.text for s in b.sentences) for b in text.blocks if hasattr(b, "sentences")]
    for row in ROWS:
        said = [len(re.findall(f"(?:^|。){row['word']}" if row.get("opens") else row["word"], p)) for p in paragraphs]
        assert all(number <= 1 for number in said)
        assert sum(said) <= row["most"] * words.count("".join(paragraphs)) / 1000


def test_the_table_tells_why() -> None:
    head = (ROOT / "phrasebank" / wearing.TABLE).read_text(encoding="utf-8").splitlines()[0]
    assert re.match("# .*[一-鿿]", head)
