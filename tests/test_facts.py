"""The clerk's facts: what each is for, how they are cut, which aspect they speak of, and the sentence that carries them."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest

from drafter import aspects, handwritten, pipeline, words, yamlfile
from drafter.aspects import Aspect
from drafter.brief import Brief, Fact
from drafter.composing import facts, uses
from drafter.composing.facts import Placed, Stage

TODAY = datetime.date(2026, 3, 1)


@pytest.mark.parametrize(("text", "plan"), [
    ("6月15日前完工3座村史馆", True),
    ("6月15日完工3座村史馆", True),
    ("2月15日完工3座村史馆", False),
    ("3月1日完工3座村史馆", False),
    ("2025年6月15日完工3座村史馆", False),
    ("3月完工3座村史馆", True),  # a month lasts until its end
])
def test_what_is_to_be_done_is_told_by_the_day(text: str, plan: bool) -> None:
    assert (uses.use_of(Fact(text=text), dated(TODAY)) in ("安排", "目标")) is plan


@pytest.mark.parametrize(("text", "use"), [
    ("全县有林地162万亩", "背景"),
    ("31个助餐点中，有12个灶具没有更新", "问题"),
    ("组织技术员进村授课28场", "做法"),
    ("平均等候时间由41分钟缩短到18分钟", "成效"),
    ("力争到明年底持证上岗率达到95%以上", "目标"),
    ("计划到2027年底山货外运单件成本由现在的4.1元降到3.3元以内", "目标"),
])
def test_what_a_fact_is_for(text: str, use: str) -> None:
    assert uses.use_of(Fact(text=text), dated(TODAY)) == use


def test_a_loss_in_a_month_of_the_year_that_is_reported_on_is_no_plan() -> None:
    """In a report of January 6月 is the last one."""
    told = [Fact(text=text) for text in ("科室现有检验人员24人", "6月盘点时报损过期试剂9种、1.2万元，效期没有人盯", "3月底前开通夜间检验")]
    brief = Brief.model_construct(kind="述职报告", date=datetime.date(2027, 1, 20), facts=told)
    assert [uses.use_of(fact, brief) for fact in told][::2] == ["背景", "安排"]
    assert uses.use_of(told[1], brief) not in ("安排", "目标")


def dated(day: datetime.date) -> Brief:
    """A brief of which nothing is known but its day."""
    return Brief.model_construct(kind="", date=day, facts=[])


def cut(brief: Brief, text: str, use: str | None, uses: set[str]) -> list[tuple[str, str]]:
    """(text, use) of the parts of one fact."""
    rows = facts.parts(brief.model_copy(update={"facts": [Fact(text=text, use=use)]}), uses)
    return [(row.text, row.use) for row in rows]


BOTH = {"问题", "安排"}


def test_a_problem_and_what_is_planned_about_it_part_where_the_outline_has_both_places(brief: Brief) -> None:
    text = "12个灶具没有更新，计划12月底前更新"
    assert cut(brief, text, None, BOTH) == [("12个灶具没有更新", "问题"), ("计划12月底前更新", "安排")]
    assert cut(brief, text, "问题", BOTH) == [("12个灶具没有更新", "问题"), ("计划12月底前更新", "安排")]
    assert cut(brief, text, "问题", {"问题"}) == [(text, "问题")]
    assert cut(brief, text, "安排", BOTH) == [(text, "安排")], "the clerk's own word comes first"
    assert cut(brief, "12个灶具没有更新，共有31个", "问题", BOTH) == [("12个灶具没有更新，共有31个", "问题")]
    assert cut(brief, "12个灶具没有更新，其余，计划12月底前更新", "问题", BOTH) == [("12个灶具没有更新，其余，计划12月底前更新", "问题")]


def placed(text: str, use: str = "安排", fit: float = 0.0) -> Placed:
    return Placed(Fact(text=text), text, use, fit)


STAGED = "从10月10日开始，分动员摸排（10月10日至10月31日）、集中整治（11月1日至次年2月28日）两个阶段"


def test_stages_and_what_is_said_before_them() -> None:
    other = placed("由街道牵头，各社区配合")
    row, found = facts.stages([other, placed(STAGED), placed("分两个阶段：甲甲（1月）、乙乙（2月）")])
    assert row is not None
    assert row.text == STAGED
    assert found == [Stage("动员摸排", "10月10日至10月31日"), Stage("集中整治", "11月1日至次年2月28日")]
    assert facts.before_stages(STAGED) == "从10月10日开始"
    assert facts.before_stages("整治行动分两个阶段：甲甲（1月）、乙乙（2月）") == "", "a name without a day says nothing"
    assert facts.before_stages("由街道牵头") == ""
    assert facts.stages([other]) == (None, [])
    assert facts.stages([placed("分三个阶段：动员摸排（4月）")]) == (None, []), "one is no list"


@pytest.fixture
def words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the words of a fact say, its nearness to the aspect's name left out."""
    monkeypatch.setattr(facts, "LIES_NEAR", 0.0)
    monkeypatch.setattr(facts, "LIES_NEAR_NAME", 0.0)
    monkeypatch.setattr(facts, "BELONGS", 0.0)


def aspect(**rows: object) -> Aspect:
    return Aspect.model_validate({"name": "灶具更新", "cues": ["炉灶", "灶具"], **rows})


@pytest.mark.parametrize(("text", "listed"), [
    ("10月25日开始冷态试运行，11月8日点火升温，11月15日正式供热", True),
    ("2026年9月上旬摸底，10月中旬动工", True),
    ("9月30日前完成自查，10月底前完成复核", True),
    ("3月动员部署，4月至9月集中整治，10月检查验收", True),
    ("10月25日至11月8日试运行", False),
    ("10月25日前完成试运行，泄漏点全部修好", False),
    ("2026年3月2日至4月30日，受理业务612件", False),
])
def test_a_calendar_names_what_begins_on_several_days(text: str, listed: bool) -> None:
    assert facts.calendar(text) is listed


@pytest.mark.usefixtures("words_alone")
def test_a_fact_fits_the_aspect_whose_words_it_holds() -> None:
    text = "31个助餐点中，有12个灶具要换"
    assert facts.fit(text, aspect()) > facts.fit(text, aspect(cues=["炉灶"])) > facts.fit("道路坑洼12处", aspect())
    assert facts.fit("道路坑洼12处", aspect()) == 0
    # a cue of two characters, the pair 灶具 in the name, two single characters
    assert facts.fit("灶具", aspect()) == pytest.approx(1.5 + 2.0 + 2 * 0.2)
    assert facts.fit("灶具", aspect(bare=True)) == pytest.approx(1.5 + 2.0 + 2 * 0.6)
    assert facts.fit("灶具炉灶", aspect()) == pytest.approx(3.0 + 2.0 + 2 * 0.2)


@pytest.mark.usefixtures("words_alone")
def test_the_subjects_own_words_tell_nothing() -> None:
    assert facts.fit("灶具要换", aspect(), "灶具") == 0
    assert facts.fit("灶具更新", aspect(), "灶具") == pytest.approx(2.0 * 2 + 2 * 0.2)  # 具更, 更新; 更, 新


@pytest.mark.usefixtures("words_alone")
def test_the_lever_and_object_of_a_measure_count_a_little() -> None:
    measure = {"lever": "台账管理", "verb": "更换", "object": "老旧灶台"}
    assert facts.fit("台账齐全", aspect(measure=[measure])) == pytest.approx(0.8)
    assert facts.fit("灶台老旧，建了台账", aspect(measure=[measure])) == pytest.approx(3 * 0.8 + 0.2)


@pytest.mark.usefixtures("words_alone")
def test_words_of_the_aspects_own_sentences_count_and_so_does_the_sort_of_fault() -> None:
    general = next(t for t in aspects.trades().values() if t.trade == "通用")
    duty, means = ({a.name: a.model_copy(update={"cues": (), "measure": ()}) for a in general.aspects}[n] for n in ("责任落实", "保障投入"))
    heard = handwritten.vocabulary("通用")["责任落实"]
    strongest = sorted(heard, key=lambda word: (-heard[word], word))
    calls = {cue for cues in handwritten.cues("通用").values() for cue in cues}
    kept = [w for w in strongest if words.content(w) == {w} and not set(w) & set("责任落实") and not any(cue in w for cue in calls)][:5]
    assert facts.fit(kept[0], duty) == pytest.approx(0.5 * heard[kept[0]])
    assert facts.fit("，".join(kept), duty) == pytest.approx(0.5 * sum(heard[word] for word in kept[:4])), "four words are enough"
    assert facts.fit("，".join(kept[:2]), duty, kept[0]) == pytest.approx(0.5 * heard[kept[1]])
    lent = duty.model_copy(update={"base": "责任落实", "name": "压担子"})
    assert facts.fit(kept[0], lent) == pytest.approx(facts.LENT * 0.5 * heard[kept[0]]), "a page that is lent says less"
    assert facts.fit(kept[0], duty.model_copy(update={"name": "压担子"})) == 0
    stale = "31个助餐点中，有12个灶具没有更新"  # what nobody renewed is a want of 保障投入, whatever its words
    assert facts.fit(stale, means) - facts.fit(stale, means.model_copy(update={"name": "甲乙丙丁"})) >= 0.5 * 4.0


def test_a_fact_that_lies_near_to_the_aspects_name_speaks_of_it() -> None:
    told = "对132所中小学和幼儿园督导264所次，查出晨午检登记不全等问题79个"
    names = ("学校防控", "监测预警", "疫苗接种")
    worth = {name: facts.fit(told, aspects.named(name, "公共卫生").model_copy(update={"part": True}), "传染病防控") for name in names}
    assert max(worth, key=lambda name: worth[name]) == "学校防控"


def test_carriers_are_taken_in_turn_and_each_with_words_of_its_own_once() -> None:
    used: set[str] = set()
    row = placed("供水漏损率由14.6%降至11.2%", "成效", 2.0)
    kinds = {"调研报告"}
    said = [facts.carry(row, used, kinds) for _ in range(3)]
    assert said == [f"{row.text}，说明这条路子走得通。", f"{row.text}，做法值得总结推广。", f"{row.text}。"]
    assert facts.carry(row, set(), {"工作总结"}) == said[2]
    assert facts.carry(placed(row.text, "成效", 1.4), set(), kinds) == said[2], "where it fits badly nothing is claimed"
    assert facts.carry(placed(row.text, "成效", facts.SURE), set(), kinds) == said[0]
    assert facts.carry(placed("整改率91.9%", "成效", 2.0), set(), kinds) == "整改率91.9%，做法值得总结推广。"
    assert facts.spent("".join(said[:2])) == {"{F}，说明这条路子走得通。", "{F}，做法值得总结推广。"}
    assert facts.spent(said[2]) == set()


def test_a_plan_is_carried_as_its_kind_wants_it() -> None:
    kinds = {"调研报告"}
    plan = "局里拟于12月底前修订考核办法"
    assert facts.carry(placed(plan), set(), kinds) == f"抓住{plan}的契机，把管用的做法固定下来。"
    assert facts.carry(placed(f"{plan}，其余明年再说"), set(), kinds) == f"{plan}，其余明年再说。"
    assert facts.carry(placed("计划4月25日前复耕到位"), set(), kinds) == "4月25日前复耕到位。"
    assert facts.carry(placed("农机队计划4月10日集中作业"), set(), {"表态"}) == "农机队4月10日集中作业。"
    assert facts.carry(placed("计划再建3个站", "目标"), set(), kinds) == "计划再建3个站。"


def test_what_is_planned_about_a_problem_told_elsewhere_becomes_a_call() -> None:
    fact = Fact(text="12个灶具没有更新，计划12月底前更新")
    assert facts.carry(Placed(fact, "计划12月底前更新", "安排"), set(), set()) == "按照12月底前更新的计划，倒排进度、逐项销账。"
    assert facts.carry(Placed(fact, "12个灶具没有更新", "问题"), set(), set()) == "12个灶具没有更新。"


def test_stages_may_be_months_alone() -> None:
    row = Placed(Fact(text="3月摸底，4月至10月组织实施，11月开展年度考核"), "3月摸底，4月至10月组织实施，11月开展年度考核", "安排")
    source, found = facts.stages([row])
    assert source is row
    assert [stage.name for stage in found] == ["摸底", "组织实施", "年度考核"]


@pytest.mark.parametrize("text", ["10月25日开始冷态试运行，11月8日点火升温，11月15日正式供热",
                                  "6月底前完成补免，9月底前建成洗消中心", "3月摸底，4月组织实施"])
def test_days_and_deadlines_are_no_stages(text: str) -> None:
    assert facts.stages([Placed(Fact(text=text), text, "安排")]) == (None, [])


def test_what_stands_in_brackets_is_no_word_of_the_aspect() -> None:
    aspect = Aspect(name="社区矫正", cues=("矫正",))
    assert facts.fit("17个村（社区）调委会中，能独立做好卷宗的只有10个", aspect) < facts.fit("17个社区中，能独立做好卷宗的只有10个", aspect)


def test_what_is_planned_names_what_is_still_undone() -> None:
    """The plan stands chapters away from the problem: who reads it there would ask what is to be docked with what."""
    fact = Fact(text="9套业务系统尚未与区平台对接，涉及事项96项，计划2026年11月底前完成对接")
    assert facts.carry(Placed(fact, "计划2026年11月底前完成对接", "安排"), set(), set()) == \
        "对尚未与区平台对接的，按照2026年11月底前完成对接的计划，倒排进度、逐项销账。"


@pytest.mark.parametrize("row", yamlfile.table("facts-of-names.yaml"), ids=lambda row: row["example"]["home"])
def test_a_fact_says_what_facts_on_such_a_name_say(row: dict[str, Any]) -> None:
    """The row's own words know the fact for its home, and neither they nor another row's take it for the name beside it."""
    fact, home = row["example"]["fact"], row["example"]["home"]
    other = next(name for name in row["example"]["names"] if name != home)
    assert re.search(row["name"], home)
    assert re.search(row["says"], fact)
    assert not re.search(row["name"], other)
    assert facts.says_of(home, fact)


STORY = {"kind": "心得体会", "subject": "社区蹲点锻炼", "org": "某县某局", "author": "某县某局年轻干部", "audience": "机关同志",
         "date": datetime.date(2026, 6, 20), "length": 1200, "stress": ["待人耐心", "做事细致", "遇事担当"]}


def homes(told: Brief) -> dict[str, list[str]]:
    """For each fact the aspects under which it stands in the plan; empty for one that stands in a chapter's opening."""
    chapters = pipeline.draft(told).plan.chapters
    return {fact.text: [e.name for c in chapters for e in c.entries for p in e.facts if p.text in fact.text] for fact in told.facts}


def test_stories_stand_in_the_order_in_which_the_clerk_names_their_aspects() -> None:
    stories = ["头一周，一位大爷把同一件事讲了三遍，我没有打断，听到第三遍才明白他要问什么",
               "第二周，我把两户的门牌写反了，师傅陪我重新走了一趟",
               "第三周，楼道漏水，两家都说不怪自己，我守到晚上十点"]
    told = Brief.model_validate({**STORY, "facts": [Fact(text=text) for text in stories]})
    assert list(homes(told).values()) == [["待人耐心"], ["做事细致"], ["遇事担当"]]


def test_what_goes_on_from_a_fact_stands_with_it_or_without_the_word_that_says_so() -> None:
    stories = ["第一周，我登记时把一户的面积录错了一位", "此后我把容易错的地方记成本子，攒了28条", "第三周，楼道漏水，我守到晚上十点"]
    text = pipeline.draft(Brief.model_validate({**STORY, "facts": [Fact(text=text) for text in stories]})).document.text()
    assert "我把容易错的地方记成本子，攒了28条" in text
    assert "此后" not in text or re.search("录错了一位。此后", text)


def test_a_goal_and_the_steps_of_the_whole_stand_before_its_tasks() -> None:
    told = Brief.model_validate({
        "kind": "讲话稿", "subkind": "动员", "subject": "城乡居民医保参保缴费工作", "org": "某县人民政府", "author": "县政府分管负责同志",
        "audience": "各乡镇负责同志", "occasion": "全县动员会", "date": datetime.date(2026, 9, 24), "length": 1800,
        "stress": ["政策宣传", "重点人群", "便民缴费"], "facts": [
            Fact(text="全县明年参保人数不低于39.2万人，低保对象、特困人员应保尽保", use="目标"),
            Fact(text="工作分三步：宣传摸底（9月25日至10月15日）、集中缴费（10月16日至12月10日）、查漏补缺（12月11日至12月31日）",
                 use="安排")]})
    assert not any(homes(told).values())


def test_a_plan_told_apart_from_its_problem_says_what_it_is_for() -> None:
    fact = Fact(text="标识标牌陈旧缺失的有37处，计划2026年5月底前更换到位")
    told = facts.carry(Placed(fact, "计划2026年5月底前更换到位", "安排", 3.0), set(), set())
    assert told == "对标识标牌陈旧缺失的，按照2026年5月底前更换到位的计划，倒排进度、逐项销账。"


def test_stages_that_are_told_by_their_days_alone_are_stages() -> None:
    text = "整治时间为2026年9月1日至12月31日，9月10日前摸排建账，9月11日至11月20日集中整治，11月21日至12月31日“回头看”"
    told = facts.Placed(Fact(text=text, use="安排"), text, "安排")
    assert [stage.name for stage in facts.stages([told])[1]] == ["摸排建账", "集中整治", "回头看"]
    assert facts.before_stages(text) == text
    days = "6月10日前完成选址，9月10日前完成改造，12月10日前完成验收"  # days by which things are done, no spans
    assert facts.stages([facts.Placed(Fact(text=days, use="安排"), days, "安排")])[1] == []
