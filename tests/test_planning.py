"""What a draft tells is told by the clerk: a second shortfall is half of the fact rather than made up, a page goes where it is wanted."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import yaml

from drafter import pipeline
from drafter.brief import Brief, Fact
from drafter.composing import Draft
from drafter.document import Paragraph

SUMMARY = {"kind": "工作总结", "title": "2026年医共体建设工作总结", "subject": "县域医共体建设", "org": "某县卫生健康局",
           "author": "某县卫生健康局", "audience": "市卫生健康委员会", "date": datetime.date(2026, 12, 18), "length": 2000}
APPEAL = {"kind": "倡议书", "title": "近视防控倡议书", "subject": "儿童青少年近视防控", "org": "某区教育局", "author": "某区教育局",
          "date": datetime.date(2027, 3, 5), "length": 800}


def drafted(tmp_path: Path, head: dict[str, object], stress: tuple[str, ...], *facts: Fact) -> Draft:
    brief = Brief.model_validate({**head, "stress": list(stress), "facts": list(facts)})
    path = tmp_path / "brief.yaml"
    path.write_text(yaml.safe_dump(brief.model_dump(exclude_unset=True, mode="json"), allow_unicode=True), encoding="utf-8")
    return pipeline.draft(path)


def problems(draft: Draft) -> dict[str, list[str]]:
    """What the clerk's facts tell in each item of the chapter on what is wanting."""
    chapter = next(c for c in draft.plan.chapters if c.section.name in ("不足", "问题"))
    return {entry.name: [p.text for p in entry.facts] for entry in chapter.entries}


@pytest.mark.parametrize(("fact", "halves"), [
    ("乡镇卫生院空编87个，卫技人员中本科以上学历的仅占29.4%", ["乡镇卫生院空编87个", "卫技人员中本科以上学历的仅占29.4%"]),
    ("还有5个分院每天开放不足4小时，专职药师只有4名", ["还有5个分院每天开放不足4小时", "专职药师只有4名"]),
])
def test_two_faults_in_one_fact_are_two_shortfalls(tmp_path: Path, fact: str, halves: list[str]) -> None:
    told = problems(drafted(tmp_path, SUMMARY, ("人才下沉", "资源共享", "分级诊疗", "家庭医生"), Fact(text=fact, use="问题")))
    assert sorted(text for texts in told.values() for text in texts) == sorted(halves)
    assert all(len(texts) == 1 for texts in told.values())


@pytest.mark.parametrize("fact", [
    "乡镇卫生院空编87个，其中医生岗位51个",  # the half leans on the whole
    "2026年抽查病历600份，书写不规范的有47份",  # one fault: the first half is what was looked at
])
def test_one_fault_stays_one_fact(tmp_path: Path, fact: str) -> None:
    told = problems(drafted(tmp_path, SUMMARY, ("人才下沉", "资源共享", "分级诊疗", "家庭医生"), Fact(text=fact, use="问题")))
    assert [text for texts in told.values() for text in texts] == [fact]


def test_with_facts_enough_none_is_cut(tmp_path: Path) -> None:
    facts = [Fact(text="乡镇卫生院空编87个，卫技人员中本科以上学历的仅占29.4%", use="问题"),
             Fact(text="远程设备日均使用不足1次", use="问题")]
    told = problems(drafted(tmp_path, SUMMARY, ("人才下沉", "资源共享", "分级诊疗", "家庭医生"), *facts))
    assert sorted(text for texts in told.values() for text in texts) == sorted(fact.text for fact in facts)


def test_a_passage_goes_to_the_aspect_that_has_no_other(tmp_path: Path) -> None:
    draft = drafted(tmp_path, {**APPEAL, "audience": "全区中小学生家长"}, ("户外活动", "用眼习惯", "屏幕管理"),
                    Fact(text="孩子课余使用电子产品超过1小时的有1512名", use="问题"))
    pages = {name: [group[1] for group in draft.pool.points.of(name) if "headwords" not in group[0]] for name in ("用眼习惯", "屏幕管理")}
    assert all("用眼环境" in page for page in pages.values())


def test_a_letter_to_parents_asks_nothing_of_pupils_and_teachers(tmp_path: Path) -> None:
    draft = drafted(tmp_path, {**APPEAL, "audience": "全区中小学生家长"}, ("户外活动", "用眼习惯", "屏幕管理"))
    text = "".join(s.text for b in draft.document.blocks if isinstance(b, Paragraph) for s in b.sentences)
    assert "请老师" not in text
    assert "请学生" not in text
