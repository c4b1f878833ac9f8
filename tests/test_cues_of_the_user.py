"""An editor's own cues outrank ours, and a broken file of his says where it is broken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drafter import pipeline, resources
from drafter.errors import TemplateError
from drafter.mining import roles


@pytest.fixture
def own() -> Iterator[Path]:
    """The user's folder of cues, emptied again afterwards."""
    folder = resources.user_folder("cues")
    folder.mkdir(parents=True, exist_ok=True)
    caches = (roles.cues, roles._filtered, roles.heading_rules, roles.heading_says, roles.sections)
    for cached in caches:
        cached.cache_clear()
    yield folder
    for path in folder.glob("*.yaml"):
        path.unlink()
    for cached in caches:
        cached.cache_clear()


def test_a_cue_of_ones_own_counts(own: Path) -> None:
    (own / "achievement.yaml").write_text(
        "- {cue: '飘红', weight: 9, right: 指标一路飘红。, wrong: 红旗飘飘。}\n", encoding="utf-8")
    why = pipeline.explain("各项指标一路飘红。")
    assert ("achievement", "飘红", 9.0) in why.cues
    assert why.role == "achievement"


@pytest.mark.parametrize(("text", "says"), [
    ("- {cue: '(', weight: 1, right: 甲, wrong: 乙}\n", "不是正则表达式"),
    ("- {cue: '甲'\n- 乙", "读不出来"),
])
def test_a_broken_file_of_cues_is_named(own: Path, text: str, says: str) -> None:
    (own / "problem.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError) as error:
        roles.cues()
    assert says in error.value.line()
    assert "problem" in error.value.line()


def test_an_explanation_names_heading_cues_clause_model_and_decision() -> None:
    why = pipeline.explain("一些单位台账不全，责任没有落到人头。", "二、存在的问题")
    assert why.role == "problem"
    assert why.heading[0] == "problem"
    assert {role for role, _, _ in why.cues} >= {"problem"}
    assert why.stance == "neither"
    assert next(iter(why.odds)) == "problem"
    assert why.flags == ()


def test_an_explanation_says_why_a_sentence_stays_out_of_drafts() -> None:
    assert "dangling" in pipeline.explain("因此要把台账建到户，每月核对一遍。").flags
