"""From sentences to phrases: roles, leads, flags and what is cut."""

from __future__ import annotations

import pytest

from drafter import cleaning, mining
from drafter.mining import slogans
from drafter.phrases import Phrase, Unit
from drafter.readers import txt


def units(text: str) -> list[Unit]:
    document = txt.read(text.encode(), "例.md")
    document.file = "例.md"
    return [u for n, a in enumerate(cleaning.clean(document)[0], 1) for u in mining.label(a, n)]


def phrases(text: str) -> list[Phrase]:
    return mining.mine(units(text), year=2026).phrases


REPORT = """# 关于台账管理的调研报告

## 一、存在的主要问题

### （一）责任不够实

有的单位台账写得齐整，现场却找不到人。

## 二、原因分析

### （一）分工只到科室

任务分到科室就算完，没有落到人头和日子上。

## 三、对策建议

### （一）分工落到人头

坚持一事一人、一人到底。一是列单明责。逐项写明谁来办、哪天交。二是定期过账。每到月底对着单子问一遍，办结的划掉，没办的说清缘由。
"""


def under(text: str) -> str:
    """A document with the text under its measures."""
    return (f"# 关于台账管理的汇报\n\n## 一、主要做法\n\n{text}\n\n台账按月送到窗口核对。\n\n"
            "## 二、下一步打算\n\n要把台账建到户，每月核对一遍。\n")


def test_roles_follow_the_chapters() -> None:
    roles = {u.text: u.role for u in units(REPORT)}
    assert roles["有的单位台账写得齐整，现场却找不到人。"] == "problem"
    assert roles["任务分到科室就算完，没有落到人头和日子上。"] == "cause"
    assert roles["逐项写明谁来办、哪天交。"] == "measure"
    assert roles["二、原因分析"] == "cause"


def test_lead_and_body_are_parted() -> None:
    acts = [p for p in phrases(REPORT) if p.kind == "act"]
    assert [(p.lead, p.text) for p in acts] == [
        ("列单明责", "逐项写明谁来办、哪天交。"),
        ("定期过账", "每到月底对着单子问一遍，办结的划掉，没办的说清缘由。")]


def test_each_phrase_knows_chapter_and_item_for_threads() -> None:
    found = {p.text: (p.chapter, p.item) for p in phrases(REPORT)}
    assert found["有的单位台账写得齐整，现场却找不到人。"] == ("problem", 1)
    assert found["任务分到科室就算完，没有落到人头和日子上。"] == ("cause", 1)


@pytest.mark.parametrize(("text", "clean", "edits"), [
    ("同时，有的单位台账不全，查起来没有依据。", "有的单位台账不全，查起来没有依据。", ("删去“同时”",)),
    ("一是缺少一张写清时限的清单，办到哪一步没人知道。", "缺少一张写清时限的清单，办到哪一步没人知道。", ("删去“一是”",)),
])
def test_openers_are_cut_and_the_cut_is_noted(text: str, clean: str, edits: tuple[str, ...]) -> None:
    from drafter.mining import alone

    assert alone.stand([text], ["problem"]) == [(clean, edits, ())]


@pytest.mark.parametrize(("text", "flag"), [
    ("这种管法让责任悬了空，台账没有人记。", "dangling"),
    ("因此要把责任压到最末一环，不能停在会上。", "dangling"),
    ("禾泽县的台账写得不全，查起来没有依据。", "specific"),
    ("江西的一些单位台账写得不全，查起来没有依据。", "specific"),
    ("全县排查隐患312处，有的一拖再拖没有人管。", "specific"),
    ("会议强调，要把责任压到最末一环，不能停在会上。", "attributed"),
    ("疫情防控期间，有的单位台账记得不全不细。", "dated"),
    ("有的单位台账不全，详见附件所列各条。", "reference"),
])
def test_what_cannot_be_reused_is_flagged(text: str, flag: str) -> None:
    found = phrases(f"# 题目是什么\n\n## 一、存在的主要问题\n\n{text}\n\n有的单位台账写得齐整，现场却找不到人。\n\n"
                    "## 二、对策建议\n\n要把台账建到户，每月核对一遍。\n")
    assert flag in next(p for p in found if p.kind == "sentence").flags


def test_labels_by_hand_outrank_the_program() -> None:
    rows = units(REPORT)
    mining.relabel(rows, [{"text": "有的单位台账写得齐整，现场却找不到人。", "role": "background"}])
    assert next(u for u in rows if u.text.startswith("有的单位")).role == "background"


def test_couplets_in_quotation_marks_are_slogans() -> None:
    rows = units(under("要做到“件件有着落、事事有回音”，让群众看得见变化。"))
    assert slogans.find(rows) == ["件件有着落、事事有回音"]


@pytest.mark.parametrize(("text", "found"), [
    ("要严格教育、严格管理、严格监督，把规矩立起来。", ["严格教育、严格管理、严格监督"]),
    ("各地统一思想、凝聚共识、振奋精神，把事情办好。", ["统一思想、凝聚共识、振奋精神"]),
    ("有的单位台账不全，现场找不到人，问谁都说不清。", []),
])
def test_parallel_clauses_outside_quotation_marks(text: str, found: list[str]) -> None:
    assert slogans.find(units(under(text))) == found


def test_a_mottos_build_counts_its_members() -> None:
    assert slogans.build("党员带头、群众跟上") == "4+4"
