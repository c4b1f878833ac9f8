"""What texts are about: names that no table has find their page, facts choose headings and sentences, nobody is charged with more."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from drafter import aspects, meaning, pipeline, yamlfile
from drafter.brief import Brief, Fact
from drafter.composing import duties, headings, realization
from drafter.document import Heading


@pytest.mark.parametrize(("near", "far"), [("助浴", "招标"), ("护理员", "图书"), ("法院", "秧苗"), ("收购", "讲解")])
def test_words_of_one_matter_lie_together(near: str, far: str) -> None:
    told = {"助浴": "失能老人翻身、陪诊", "护理员": "给老人喂饭、移位", "法院": "诉讼、调解、裁判", "收购": "小麦验质过磅"}[near]
    assert meaning.nearness(near, told) > meaning.nearness(far, told) + 0.2


def test_a_text_of_unknown_words_lies_nowhere() -> None:
    assert not meaning.vector("◇◇ qwerty").any()
    assert meaning.nearness("◇◇", "助浴") == 0.0


def test_vectors_are_of_length_one_and_the_order_of_words_says_nothing() -> None:
    one, other = meaning.vector("护理员给老人翻身"), meaning.vector("老人翻身，给护理员")
    assert np.isclose(np.linalg.norm(one), 1.0, atol=1e-5)
    assert float(one @ other) > 0.99


@pytest.mark.parametrize(("trade", "name", "page"), [
    ("农业农村", "不酒后开拖拉机", "农机安全"), ("交通运输", "把坑洼路补平", "公路养护"), ("托育服务", "照看娃娃起居", "日常照护"),
    ("托育服务", "老师看护娃娃", "日常照护"),
    ("公用事业", "暖气热起来", "供热保障"), ("森林防火", "莫带火种上山", "火源管控"), ("招商引资", "登门拜访客商", "渠道方式"),
    ("文明养犬", "依规登记", "登记免疫"), ("城镇供热", "入户服务", "用户服务"), ("德育与班级管理", "师资配备", "德育队伍")])
def test_a_name_that_no_table_has_finds_the_page_that_speaks_of_it(trade: str, name: str, page: str) -> None:
    found = aspects.named(name, trade)
    assert (found.name, found.base, found.borrowed) == (name, page, True)


def test_a_name_near_to_nothing_stays_bare() -> None:
    assert aspects.named("嗡嗡嘤嘤", "托育服务").bare


def test_facts_move_a_borrowed_name_to_another_page() -> None:
    by_name = aspects.named("人员本事", "托育服务")
    told = aspects.retold(by_name, "在岗保育人员412名，持证的263名", "托育服务")
    assert by_name.base != "保育队伍"
    assert (told.base, told.name) == ("保育队伍", "人员本事")


def test_facts_move_a_name_that_a_page_has_beside_its_own_only_where_they_surely_speak_of_another() -> None:
    called = aspects.named("移风易俗", "民政事务")
    assert not called.borrowed
    graves = aspects.retold(called, "305名受访群众中，愿意选择节地生态安葬的97人，占31.8%", "民政事务")
    weddings = aspects.retold(called, "全年办集体婚礼12场，婚事新办的632对", "民政事务")
    assert (graves.base, weddings.base) == ("殡葬改革", "婚俗改革")
    home = aspects.named("婚俗改革", "民政事务")
    assert aspects.retold(home, "愿意选择节地生态安葬的97人", "民政事务") == home


@pytest.mark.parametrize(("trade", "name", "page"), [
    ("公共文化", "沟通方法", "沟通倾听"), ("电动自行车安全", "邻里互督", "互相提醒"), ("茶果菜与特色种植", "茶园机采", "宜机作业")])
def test_what_a_name_means_goes_before_one_word_that_it_shares_and_not_before_several(trade: str, name: str, page: str) -> None:
    """方法 and 邻里 stand in the names of other pages too; 机采 and 茶园 are both words of 宜机作业."""
    assert aspects.named(name, trade).base == page


def test_a_subject_finds_its_trade_where_no_word_of_it_is_known() -> None:
    context = ("尘源管控，物料遮盖，道路清扫", "空气中颗粒物浓度比上年升高，料堆没有覆盖的37处")
    assert aspects.trade_of("秋冬季尘土污染专项治理", context) == "大气污染防治"
    assert aspects.trade_of("某某事项", ("某某",)) == aspects.GENERAL


def test_a_table_of_the_users_own_comes_first_and_may_have_a_dash_in_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "home" / "phrasebank" / "aspects" / "机关-食堂.yaml"
    table.parent.mkdir(parents=True)
    table.write_text("trade: 机关-食堂\nsubjects: [食堂管理]\naspects:\n  - {name: 菜品质量, cues: [菜品]}\n", encoding="utf-8")
    assert aspects.trade_of("机关食堂管理") == "机关事务与节能"
    with monkeypatch.context() as patch:
        patch.setenv("DRAFTER_HOME", str(tmp_path / "home"))
        _forget()
        assert aspects.trade_of("机关食堂管理") == "机关-食堂"
        assert [a.page for a in aspects.trades()["机关-食堂"].aspects] == [""]
    _forget()


def _forget() -> None:
    """Nothing; the tables are read anew."""
    for cached in (aspects.trades, aspects.trade_of):
        cached.cache_clear()


def test_a_name_of_four_characters_is_two_words() -> None:
    """家校联动 holds 校联 as 医校联动 does, and is another thing; 联动 is what they share."""
    assert aspects.named("医校联动", "中小学教育").base == "协同联动"


def test_a_trades_usual_names_come_before_the_general_ones_and_its_further_ones_after() -> None:
    assert aspects.called("绩效考核", "中小学教育") is aspects.called("绩效考核", aspects.GENERAL)
    narrow = aspects.called("日常管护", "民政事务")
    assert narrow is not None
    assert (narrow.trade, narrow.page) == (aspects.GENERAL, "通用-钱物与设施")


def test_of_several_trades_named_the_one_counts_that_the_brief_speaks_of() -> None:
    audit = "审计取证，整改回访，审计人才", "审计发现多计工程价款23处"
    building = "征地进度，工期管理，竣工验收", "续建项目18个，完工6个"
    assert aspects.trade_of("政府投资项目审计", audit) == "审计监督"
    assert aspects.trade_of("政府投资项目建设和审计配合", building) == "项目建设"


@pytest.mark.parametrize(("subject", "trade"), [("无偿献血", "采供血与献血"), ("护理管理", "护理管理"), ("学生岗位实习", "学生实习实训"),
                                               ("住房公积金管理", "住房公积金"), ("住房保障", "住房与城建")])
def test_a_narrower_trade_is_meant_where_a_subject_calls_it_and_the_wider_one(subject: str, trade: str) -> None:
    assert aspects.trade_of(subject) == trade


def test_a_narrower_trade_was_cut_out_of_trades_that_there_are() -> None:
    tables = aspects.trades()
    assert {name for t in tables.values() for name in t.within} <= set(tables)
    assert not [t.trade for t in tables.values() if t.trade in t.within]
    assert {"采供血与献血", "公共卫生"} <= aspects.kin("公共卫生") & aspects.kin("采供血与献血")


def test_a_name_goes_to_the_page_that_the_subject_names_where_all_that_is_told_is_of_it() -> None:
    """Sewers are relaid too, but a paper on heating speaks of its own pipes."""
    called = aspects.named("管网改造", "公用事业")
    assert called.base == "排水防涝"
    told = ("全市集中供热面积3860万平方米，有热源厂6座、换热站412座，今年改造老旧供热管网64.5公里，6座热源厂储煤19.2万吨，"
            "上个采暖期供热诉求中，反映家里不热的4410件，11月1日前全部热源点火升温")
    assert aspects.homed(called, "冬季供热保障工作", told, "公用事业").base == "供热保障"
    assert aspects.homed(called, "城区排水防涝工作", "今年改造雨污合流管网64.5公里", "公用事业").base == "排水防涝"


def _rows(name: str) -> list[dict[str, str]]:
    return list(yamlfile.table(name))


@pytest.mark.parametrize("row", _rows("lapses.yaml"), ids=lambda row: row["aspect"])
def test_what_somebody_did_too_little_of_is_read_from_its_example(row: dict[str, str]) -> None:
    assert re.search(row["says"], row["example"])
    assert aspects.called(row["aspect"], aspects.GENERAL) is not None


@pytest.mark.parametrize("row", _rows("delicate.yaml"), ids=lambda row: row["name"])
def test_a_delicate_aspect_takes_its_example(row: dict[str, str]) -> None:
    assert re.search(row["says"], row["example"])


def _brief(kind: str, subject: str, stress: list[str], facts: list[Fact], **more: object) -> Brief:
    values: dict[str, object] = {
        "id": "例", "kind": kind, "subject": subject, "org": "青荇县财政局", "author": "青荇县财政局", "audience": "考核组",
        "occasion": "测评会", "date": datetime.date(2026, 1, 20), "length": 1600, "stress": stress, "facts": facts}
    return Brief.model_validate(values | more)


def test_visits_not_made_are_no_want_of_integrity() -> None:
    """年初计划调研12次，实际7次 stood under 廉洁自律不够严: an accusation that nobody made."""
    brief = _brief("述职报告", "分管预算绩效管理工作", ["绩效评价", "廉洁自律"], [
        Fact(text="年初计划到预算单位调研12次，实际完成7次", use="问题"), Fact(text="牵头开展重点绩效评价26个项目", use="做法")])
    text = pipeline.draft(brief).document.text()
    accused = text[text.index("存在的问题"):]
    assert "廉洁" not in accused
    assert "务实作风" in accused or "深入基层" in accused


def test_plans_name_owner_and_last_day_from_the_facts() -> None:
    told = ["县住房和城乡建设局负责建筑工地，县城市管理局负责渣土运输和道路清扫", "治理从2026年10月10日开始，到2027年3月31日结束"]
    assert duties.owner("渣土运输", told) == "县城市管理局"
    assert duties.owner("工地管控，建筑工地143个", told) == "县住房和城乡建设局"
    assert duties.owner("考核问责", told) == ""
    assert duties.last_day(told) == "2027年3月31日"
    shared = ["县甲局牵头，乙局、丙局分别负责用地、融资类问题"]
    assert duties.duties(shared)[:2] == [duties.Duty("乙局", "用地"), duties.Duty("丙局", "融资类问题")]
    assert duties.owner("用地审批28件、融资19件", shared) == "丙局和乙局"
    assert duties.lead(shared) == "县甲局"
    part = ["县甲局牵头，丁大队负责遮挡消防通道的核查"]
    assert duties.owner("隐患整治，结构锈蚀251处、遮挡消防通道64处", part) == "丁大队按职责承担，县甲局抓总"
    paired = ["甲科牵头，乙科、丙中心分别负责苗木选购和栽植管护、经费结算"]
    assert [duties.owner(task, paired) for task in ("栽植管护", "经费结算")] == ["乙科", "丙中心"]
    assert duties.owner("用能管理，抽查40家单位", ["甲局、乙局分别负责指标核定、学校用能管理"]) == ""
    ours = duties.told({"安排": ["我局牵头，乙局、丙局分别负责消防检查、收费监管"], "目标": []}, "某区住房和城乡建设局")
    assert duties.lead(ours) == "某区住房和城乡建设局"
    assert duties.lead(duties.told({"安排": ["由我局牵头，乙局负责核查"], "目标": []}, "某县自然资源局")) == "某县自然资源局"


@pytest.mark.parametrize(("org", "audience", "lead"), [
    ("某区住房和城乡建设局", "各街道办事处、区直有关部门", "某区住房和城乡建设局"),
    ("某区人民政府", "各街道办事处、区直有关部门", ""),  # any of its bureaus may lead
    ("某县中医医院", "各科室", ""),
    ("某区住房和城乡建设局", "区人民政府", "")])  # told to nobody who would have to follow
def test_a_plan_that_a_bureau_issues_is_led_by_it(org: str, audience: str, lead: str) -> None:
    assert duties.issuer(org, audience) == lead


def test_a_span_that_is_called_the_time_of_the_whole_gives_its_last_day() -> None:
    told = ["整治时间为2026年9月1日至12月31日，9月10日前摸排建账"]
    assert (duties.last_day(told), duties.period(told)) == ("12月31日", "2026年9月1日至12月31日")
    assert duties.last_day(["把9月1日至10月5日的台账查一遍"]) == ""


def test_a_task_of_a_plan_is_done_in_the_stage_that_names_it() -> None:
    stages = ["摸底登记阶段", "集中改造", "复核验收"]
    assert duties.phase("摸底排查", stages) == "摸底登记"
    assert duties.phase("宣传引导", stages) == ""
    assert duties.phase("改造验收", stages) == ""  # two stages name it


def test_what_the_clerk_gave_himself_is_no_word_to_avoid_and_a_share_at_a_paragraphs_head_no_figure_of_ours() -> None:
    """联络人名单 holds 人名, the name of a class; 38.4% begins no third list."""
    brief = _brief("调研报告", "零工市场建设", ["用工秩序", "权益保障"], avoid=["人名"], length=1500, facts=[
        Fact(text="38.4%的受访者还是习惯在桥头、路口等活", use="问题"), Fact(text="6个村的工价联络人名单没有更新", use="问题")])
    made = pipeline.draft(brief)
    assert not [f.message for f in made.findings if f.severity == "error"]
    assert "有38.4%的受访者" in made.document.text()
    assert [f.rule for f in realization.lint(made.document, brief.model_copy(update={"avoid": ["受访者", "零工"]}))] == ["avoid"]


def test_a_heading_says_the_kind_of_fault_that_the_fact_shows() -> None:
    brief = _brief("调研报告", "社区养老服务", ["护理队伍", "设施布局", "服务供给"], [
        Fact(text="在岗养老护理员287名，持证的占38.7%", use="问题")], subkind="问题原因对策", length=2000, org="槿川区民政局")
    titles = [b.text for b in pipeline.draft(brief).document.blocks if isinstance(b, Heading)]
    assert any("持证" in title or "取证" in title for title in titles), titles


def test_listed_words_go_to_the_names_they_suit() -> None:
    frame = headings.frames()["lesson-duty"]
    names = ["服务群众", "担当作为", "本领能力", "理想信念"]
    dealt = headings._dealt(frame.lists["who"], frame.suits, names, 0)
    assert dealt[:4] == ["群众认可的贴心人", "敢打硬仗的领头人", "业务精通的内行人", "信仰坚定的明白人"]


def test_no_heading_stutters() -> None:
    for path in sorted((Path(__file__).parent / "briefs").glob("*.yaml")):
        for block in pipeline.draft(path).document.blocks:
            if isinstance(block, Heading):
                assert not re.search(r"([以在把对向用抓着])\1", block.text), (path.stem, block.text)


def test_several_things_of_one_page_are_parts_of_it() -> None:
    """水土保持 has one page for 坡地改梯田 and 沟道除险: each is told only what is near to it; who has a page to himself has all of it."""
    names = ("坡地改梯田", "沟道除险", "水资源管理")
    assert [a.part for a in aspects.parted([aspects.named(name, "河湖水利") for name in names])] == [True, True, False]
    whole = aspects.parted([aspects.named(name, "河湖水利") for name in ("水土保持", "沟道除险")])
    assert [a.part for a in whole] == [False, True]


@pytest.mark.parametrize(("name", "trade", "page"), [
    ("善意文明", "法院工作", "执行攻坚"),  # the table has 善意文明执行
    ("财产查控和处置", "法院工作", "执行攻坚"),
    ("敢于向数字造假说不", "干部队伍", "数据真实"),  # not 数字赋能, of which it has but a word
    ("补齐卫生院短板", "医共体与医改", "资源下沉"),
])
def test_a_phrase_finds_the_page_that_has_its_words_or_its_meaning(name: str, trade: str, page: str) -> None:
    found = aspects.find(name, trade)
    assert found is not None
    assert found.name == page


@pytest.mark.parametrize(("org", "subject", "trade"), [
    ("溪洲市供水总公司", "老旧小区二次供水改造", "城市供水"),
    ("溪洲市民政局", "老旧小区适老化改造", "物业与老旧小区"),
    ("溪洲市供水总公司", "机关作风建设", "作风建设")])
def test_a_body_writes_of_its_own_line_of_work_but_for_what_runs_through_every_line(org: str, subject: str, trade: str) -> None:
    assert aspects.trade_of(subject, (subject,), org) == trade


@pytest.mark.parametrize("row", yamlfile.table("bodies-apart.yaml")["examples"], ids=lambda row: row["subject"])
def test_a_body_of_a_line_that_no_table_has_borrows_no_page_by_what_stands_around(row: dict[str, Any]) -> None:
    assert aspects.trade_of(row["subject"], tuple(row["told"]), row["org"]) == row["trade"]


def test_what_the_last_matter_says_for_all_makes_none_of_them_wider() -> None:
    told = ["县甲局牵头，县乙局、县丙局、县丁局分别负责房建市政、交通、水利工程项目的欠薪治理"]
    assert [d.matter for d in duties.duties(told)] == ["房建市政", "交通", "水利"]
    assert duties.owner("案件查处，在建工程项目168个", told) == ""


def test_a_goal_gives_the_task_that_it_names_its_last_day() -> None:
    goals = ["年内新增充电端口1.2万个，6月底前完成选址公示，11月底前具备条件的小区全覆盖"]
    assert duties.by("选址布点", goals) == "6月底"
    assert duties.by("建设运维", goals) == ""
    assert duties.by("小区选址", goals) == ""  # two days: nobody knows which


def test_who_answers_for_parts_and_who_stands_before_the_public_are_named() -> None:
    told = ["区住房局牵头，区消防救援大队、区市场监督管理局分别负责消防检查、收费检查"]
    assert duties.bodies(told) == "区市场监督管理局、区消防救援大队"
    assert duties.bodies(["区住房局牵头"]) == ""
    assert duties.front("各街道办事处、区直有关单位、各物业服务企业") == "各街道办事处、各物业服务企业"
    assert duties.front("区级各机关单位") == ""


def test_two_bodies_that_answer_together_are_named_once_and_one_with_an_and_is_left_whole() -> None:
    told = ["县甲局牵头，区住房和城乡建设局、区财政局分别负责房屋、资金类问题"]
    both = duties.owner("房屋12处、资金3笔", told)
    assert both == "区财政局和区住房和城乡建设局"
    assert duties.named_again(both, told) == "区财政局等"
    assert duties.named_again("区住房和城乡建设局", told) == "区住房和城乡建设局"
