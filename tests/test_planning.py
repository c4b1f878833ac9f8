"""What a draft tells is told by the clerk: a second shortfall is half of the fact rather than made up, a page goes where it is wanted."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import yaml

from drafter import aspects, pipeline
from drafter.brief import Brief, Fact
from drafter.composing import Draft, realization
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


SHARED = {"kind": "经验交流", "subject": "供电所班组建设", "org": "某县供电公司", "author": "某县供电公司", "audience": "全市供电企业",
          "occasion": "班组建设现场会", "date": datetime.date(2026, 9, 25), "length": 1900}


def told(draft: Draft, chapter: str) -> dict[str, list[str]]:
    """What the clerk's facts tell in each item of a chapter."""
    return {e.name: [p.text for p in e.facts] for c in draft.plan.chapters if c.section.name == chapter for e in c.entries}


def test_a_result_tells_of_the_practice_that_nobody_else_tells(tmp_path: Path) -> None:
    pairs = "结成师徒对子49对，两年里有31名徒弟考下第二个工种的证"
    losses = "今年上半年线损率3.26%，比去年同期低0.41个百分点"
    draft = drafted(tmp_path, SHARED, ("以老带新", "台区包干"), Fact(text=pairs, use="成效"), Fact(text=losses, use="成效"))
    assert told(draft, "做法")["以老带新"] == [pairs]
    assert losses in [text for texts in told(draft, "成效").values() for text in texts]


def test_the_chapter_of_results_keeps_one(tmp_path: Path) -> None:
    facts = [Fact(text="结成师徒对子49对，两年里有31名徒弟考下第二个工种的证", use="成效"),
             Fact(text="台区经理每人包干6至8个台区，报修平均到场时间从50分钟降到33分钟", use="成效")]
    draft = drafted(tmp_path, SHARED, ("以老带新", "台区包干"), *facts)
    assert any(told(draft, "成效").values()), "做法都由成效来说，成效一章就空了"


def test_what_was_wrong_before_opens_the_practice(tmp_path: Path) -> None:
    before = "2024年以前，一个供电所要填的表册台账有63种，班长一半时间在填表"
    since = "去年把63种表册并成22种，能从系统里取数的一律不让班组再报"
    draft = drafted(tmp_path, SHARED, ("以老带新", "减负松绑"), Fact(text=before, use="问题"), Fact(text=since, use="做法"))
    assert told(draft, "做法")["减负松绑"] == [before, since], "接着说同一个数的，放在一处"
    assert not any(c.section.name == "不足" and (c.facts or c.entries) for c in draft.plan.chapters)


def test_what_was_seen_is_no_fault_of_ones_own(tmp_path: Path) -> None:
    head = {"kind": "心得体会", "subject": "年轻干部培训班学习", "org": "某县税务局", "author": "学员", "date": datetime.date(2026, 6, 2),
            "length": 1600}
    seen = "情景课上我扮演来办税的个体户，排队35分钟，才知道“请稍等”有多难听"
    slip = "录入申报表时我漏核了2户的附列资料，复核时才发现"
    draft = drafted(tmp_path, head, ("换位思考", "细致作风"), Fact(text=seen), Fact(text=slip))
    uses = {p.text: p.use for p in draft.plan.facts}
    assert uses[seen] != "问题"
    assert uses[slip] == "问题"


@pytest.mark.parametrize(("org", "author", "called"), [
    ("栗溪镇党委、政府", "", "我镇"), ("某县县委、县人民政府", "", "我县"), ("某街道党工委", "", "街道党工委"),
    ("某县人民医院", "某县人民医院护理部", "护理部"), ("某县农业农村局", "某县农业农村局调研组", "调研组"),
    ("某县供电公司", "某县供电公司", "公司")])
def test_bodies_call_themselves_as_their_own_papers_do(org: str, author: str, called: str) -> None:
    assert realization.short_org(author, org) == called


@pytest.mark.parametrize(("name", "trade", "page"), [
    ("人才队伍", "托育服务", "保育队伍"), ("政治学习", "基层医疗", "思想认识"), ("责任落实", "项目建设", "项目责任")])
def test_a_general_name_is_of_the_trades_own_page_where_it_has_one_of_the_sort(name: str, trade: str, page: str) -> None:
    assert aspects.named(name, trade).base == page


def test_a_name_of_unknown_words_is_weighed_by_its_page() -> None:
    assert aspects.named("严督实考", "招商引资").meant == "监督考核"
    assert aspects.named("质量管控", "招商引资").meant == "质量管控"
