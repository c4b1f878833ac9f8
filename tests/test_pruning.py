"""A draft that is long enough says nothing that would hold for anything: what says least is cut, never a fact, never a numbered act."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import yaml

from drafter import headwords, pipeline
from drafter.brief import Brief, Fact
from drafter.composing import Draft, pruning, realization

LENGTH = 1600
REPORT = {"kind": "述职报告", "title": "2026年度述职报告", "subject": "分管护理工作", "org": "某县人民医院", "author": "某县人民医院副院长",
          "audience": "考核组", "date": datetime.date(2027, 1, 19), "length": LENGTH,
          "stress": ["护理质量", "队伍培养", "温情探视", "廉洁自律"]}
FACTS = ["全年带队开展护理质量查房52次", "全年组织护士分层培训1640人次", "推动开展上门服务，全年服务926人次",
         "还有5个病区没有推行免陪照护服务"]


def drafted(tmp_path: Path) -> Draft:
    brief = Brief.model_validate({**REPORT, "facts": [Fact(text=text) for text in FACTS]})
    path = tmp_path / "brief.yaml"
    path.write_text(yaml.safe_dump(brief.model_dump(exclude_unset=True, mode="json"), allow_unicode=True), encoding="utf-8")
    return pipeline.draft(path)


def test_what_is_cut_says_least_and_the_draft_stays_long_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut = drafted(tmp_path)
    monkeypatch.setattr(pruning, "LEAST", 2.0)
    whole = drafted(tmp_path)
    kept = {d.sentence.text for d in cut.drawn}
    gone = [d for d in whole.drawn if d.sentence.text not in kept]
    assert gone
    assert all(not d.candidate.of_passage or headwords.table(d.candidate.group[0]) for d in gone)
    assert all(d.sort not in (*pruning.WHOLE, *pruning.NUMBERED) for d in gone)
    assert pruning.KEPT
    assert realization.body_length(cut.document) >= 0.93 * LENGTH
    assert realization.body_length(cut.document) < realization.body_length(whole.document)
    assert all(fact in cut.document.text() for fact in FACTS)


def test_a_short_draft_keeps_all_that_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "LEAST", 2.0)
    whole = drafted(tmp_path)
    again = pruning.prune(whole.document, whole.drawn, LENGTH, realization.body_length(whole.document))
    assert again == whole.drawn
