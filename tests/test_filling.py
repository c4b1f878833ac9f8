"""Slots of the bank's phrases, filled from a brief."""

from __future__ import annotations

from drafter.bank import Found
from drafter.brief import Brief
from drafter.composing.filling import filled
from drafter.phrases import Phrase, Slot


def found(text: str, *slots: Slot) -> Found:
    return Found(1, Phrase(text, "measure", slots=slots), "mined", ())


def test_the_office_fills_its_own_slot_though_a_survey_group_signs(brief: Brief) -> None:
    report = brief.model_copy(update={"org": "岭川县民政局", "author": "岭川县民政局课题组"})
    rows = filled([found("没受过训的先去，回来给{org}讲一遍。", Slot("org", "我院"))], report)
    assert rows[0].phrase.text == "没受过训的先去，回来给我局讲一遍。"
    assert rows[0].fills == ("单位“我院”换成“我局”",)


def test_a_short_subject_fills_its_slot_and_a_long_one_leaves_the_sources_words(brief: Brief) -> None:
    row = found("对{subject}重视不够。", Slot("subject", "社区食堂"))
    short = brief.model_copy(update={"subject": "社区助餐"})
    long = brief.model_copy(update={"subject": "机关党建与业务工作深度融合"})
    assert filled([row], short)[0].phrase.text == "对社区助餐重视不够。"
    assert filled([row], long)[0].phrase.text == "对社区食堂重视不够。"
    assert filled([row], short)[0].key == row.phrase.key  # it is still the bank's phrase


def test_a_phrase_with_a_slot_that_the_brief_cannot_fill_is_left_out(brief: Brief) -> None:
    assert filled([found("每年培训{number}。", Slot("number", "不少于24学时"))], brief) == []
