"""The sentences by rule that open and close a draft name its subject; each example of the table comes out."""

from __future__ import annotations

import re
from typing import Any

import pytest

from drafter import yamlfile
from drafter.composing import of_the_subject

TABLE = yamlfile.table(of_the_subject.TABLE)


@pytest.mark.parametrize("row", TABLE["examples"], ids=lambda row: row["subject"] + row["before"][:6])
def test_a_sentence_on_something_wider_gives_way_to_one_on_the_subject(row: dict[str, Any]) -> None:
    ruled = of_the_subject.made(row["sort"], {row["kind"]}, row["subject"], row["people"], "我局", "")
    if of_the_subject.names(row["before"], row["subject"]):
        assert row["after"] == row["before"]
    else:
        assert row["after"] in ruled


@pytest.mark.parametrize("row", TABLE["rows"], ids=lambda row: row["text"])
def test_a_row_fills_only_slots_that_are_known_and_promises_no_frequency(row: dict[str, Any]) -> None:
    assert set(re.findall(r"\{(\w+)\}", row["text"])) <= {"subject", "people", "we", "visit"}
    assert not re.search(r"\d|每[月周天年]|指出|强调", row["text"])
    assert row["text"].endswith("。")


def test_a_row_on_a_visit_waits_for_an_occasion_that_has_one() -> None:
    plain = of_the_subject.made("收尾", {"汇报材料"}, "河湖治理", "群众", "我局", "全市会议")
    asked = of_the_subject.made("收尾", {"汇报材料"}, "河湖治理", "群众", "我局", "市政府专题调研座谈会")
    assert len(asked) == len(plain) + 1
    assert any("以这次专题调研为契机" in text for text in asked)


def test_work_is_not_said_twice() -> None:
    assert not any("工作工作" in text for text in of_the_subject.made("起笔", {"工作总结"}, "“双减”工作", "家长", "学校", ""))
