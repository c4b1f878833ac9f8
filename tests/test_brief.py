"""A brief with a fault is told where, why, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter import brief
from drafter.errors import BriefError

GOOD = """kind: 调研报告
subject: 社区养老服务
org: 云泽区民政局
date: 2026-11-06
facts:
  - text: 全区现有社区养老服务站31个
    use: 背景
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "任务书.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_short_brief_is_enough(tmp_path: Path) -> None:
    loaded = brief.load(write(tmp_path, GOOD))
    assert loaded.signature == "云泽区民政局"
    assert loaded.length == 2500


@pytest.mark.parametrize(("old", "new", "words"), [
    ("subject:", "subjcet:", ["第2行", "不认识的字段“subjcet”", "subject"]),
    ("    use: 背景", "    used: 背景", ["第7行", "不认识的字段“used”", "use"]),
    ("use: 背景", "use: 背境", ["第7行", "“use”只能是"]),
    ("date: 2026-11-06", "date: 下周三", ["第4行", "日期"]),
    ("kind: 调研报告\n", "", ["缺少字段“kind”"]),
    ("facts:", "facts: 没有", ["第6行", "缩进"]),
    ("org: 云泽区民政局", "org: [云泽区民政局]", ["“org”应当是文字"]),
    ("kind: 调研报告", "kind:调研报告", ["第1行第6列", "少了空格"]),
])
def test_faults_name_line_cause_and_cure(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    with pytest.raises(BriefError) as caught:
        brief.load(write(tmp_path, GOOD.replace(old, new, 1)))
    line = caught.value.line()
    assert "任务书.yaml" in line
    assert "\n" not in line
    for word in words:
        assert word in line


@pytest.mark.parametrize(("text", "word"), [
    (GOOD + "org: 另一个局\n", "写了两遍"), (GOOD.replace("2026-11-06", "2026-13-40"), "日期"),
])
def test_doubled_fields_and_impossible_dates_are_told(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(BriefError, match=word):
        brief.load(write(tmp_path, text))


def test_a_word_file_is_no_brief(tmp_path: Path) -> None:
    (tmp_path / "任务书.docx").write_bytes(b"PK\x03\x04xxxx")
    with pytest.raises(BriefError, match="Word"):
        brief.load(tmp_path / "任务书.docx")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BriefError) as caught:
        brief.load(write(tmp_path, GOOD.replace("subject:", "subjcet:").replace("org:", "orgg:")))
    assert ["subjcet" in e.line() or "orgg" in e.line() for e in caught.value.all()] == [True, True]
    assert "subjcet" in caught.value.told()
    assert "orgg" in caught.value.told()


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    bomb = "a: &a [哈, 哈]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9))
    with pytest.raises(BriefError):
        brief.load(write(tmp_path, bomb))
