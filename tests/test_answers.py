"""The table of answers: what a clerk's fact lets a draft say by its own pattern (phrasebank/answers.yaml)."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from drafter import aspects, pipeline, resources, words, yamlfile
from drafter.brief import Brief, Fact
from drafter.composing import answers, faultkinds, matters, recipes
from drafter.composing.facts import Placed, stages
from drafter.composing.uses import use_of
from drafter.errors import TemplateError

TABLE = yamlfile.parse(resources.table("answers.yaml"), TemplateError)[0]
READINGS = [(row["name"], dict(example)) for row in TABLE["readings"] for example in row["examples"]]
SENTENCES = [(row["name"], sort, text) for row in TABLE["faults"] for sort in answers.SORTS for text in row.get(sort, ())]


@pytest.mark.parametrize(("name", "example"), READINGS, ids=[f"{n}-{e['fact'][:12]}" for n, e in READINGS])
def test_a_fact_is_read_as_its_example_says(name: str, example: dict[str, str]) -> None:
    fact = example.pop("fact")
    row = next(r for r in TABLE["readings"] if r["name"] == name)
    found = answers._by_build(fact, wrong="only" in row)
    assert found is not None, fact
    assert {slot: found.slots.get(slot) for slot in example} == example
    fault = row.get("fault", found.fault)
    assert found.fault == (answers.faults()[fault].get("数人", fault) if found.slots["u"] in answers.PEOPLE else fault)


def test_that_few_keep_in_touch_is_no_want_of_skill() -> None:
    unskilled = answers.faults()[answers.FEW]["数人"]
    kinds = [answers.read(fact, wrong=True) for fact in (TABLE["not_skill"]["example"], "126名管水员中，参加过操作培训的只有35名")]
    assert [kind.fault == unskilled for kind in kinds if kind is not None] == [False, True]


@pytest.mark.parametrize("row", TABLE["broad"], ids=lambda row: row["fault"])
def test_a_word_betrays_the_kind_of_fault_where_no_build_does(row: dict[str, str]) -> None:
    """Only of a fact that is known for a problem, and nothing of it is taken up."""
    found = answers.by_table(row["example"])
    assert found is not None
    assert found.fault == row["fault"]
    assert not found.wrong or not found.broad


def test_the_model_speaks_where_the_table_knows_less_than_it_is_sure_of() -> None:
    """A pattern that knows the build stands; a word or a figure yields to a sure model, silence to one that is half sure."""
    built = answers.by_table("实地查看的86条路中，29条有坑槽、沉陷等病害，占33.7%")
    figure = answers.by_table("今年参保率91.2%，比上年低2.1个百分点")
    word = answers.by_table("没谈成的院落里，担心占了自家门前地的有六成")
    assert built is not None
    assert figure is not None
    assert word is not None
    assert (word.broad, figure.fault in TABLE["yield"]) == (True, True)

    def said(told: answers.Reading | None, kind: str, surer: float) -> str:
        found = answers.joined(told, "某处的事", lambda _: faultkinds.Likely(kind, surer))
        return found.fault if found is not None else ""

    assert said(None, "闲置", answers.SURE) == "闲置"
    assert said(None, "闲置", answers.SURE - 0.01) == ""
    assert said(None, answers.UNKNOWN, 0.9) == said(None, "编辑删掉的一类", 0.9) == ""
    assert said(word, "闲置", answers.SURER) == said(figure, "闲置", answers.SURER) == "闲置"
    assert said(word, "闲置", answers.SURER - 0.01) == word.fault
    assert said(built, "闲置", 0.9) == built.fault


@pytest.mark.parametrize("fact", ["全区现有规模以上工业企业214家", "局党组拟于2026年12月底前修订党建考核办法",
                                  "垃圾乱堆点由267处减少到9处", "学校现有学生1862名、教师108名", ""])
def test_a_fact_without_a_fault_is_left_alone(fact: str) -> None:
    assert answers.read(fact) is None


def test_every_fault_that_a_reading_names_has_sentences_of_cause_and_act() -> None:
    faults = answers.faults()
    assert {row["fault"] for row in TABLE["readings"] if "fault" in row} <= faults.keys()
    for name, row in faults.items():
        assert row.get("原因"), name
        assert row.get("acts"), name


@pytest.mark.parametrize(("name", "sort", "value"), SENTENCES)
def test_a_sentence_of_the_table_stands_alone_and_invents_nothing(name: str, sort: str, value: str | dict[str, str]) -> None:
    lead, text = (value["lead"], value["text"]) if isinstance(value, dict) else ("", value)
    assert text.endswith("。"), text
    assert not re.search(r"[0-9A-Za-z,.;:!?]", re.sub(r"\{\w+\}", "", text)), text
    assert set(re.findall(r"\{(\w+)\}", text)) <= {"who", "what", "why", "u", "said", "classes"}
    assert not re.search("每[周月季年天]|[一二三四五六七八九十两]+(?:天|个月|日|周)内", text), "nobody gave a rhythm or a deadline"
    assert not lead or len(lead) == 4
    if name != "比率低":  # there it is a noun; elsewhere what is wrong is a subject only with 的 or 这件事: not 违建未拆除便……
        assert not re.search(r"\{what\}(?:便|总|也|，往往)", text)
    assert len(re.sub(r"\{\w+\}", "", text)) <= 62


@pytest.mark.parametrize(("fact", "fault"), [
    ("8月抽查的1200桶厨余垃圾中，混有塑料袋等杂物的有324桶", "混杂"),
    ("全区校车停靠点487处，其中没有标志标线的有34处", "无装置"),
    ("36个小区中，没有物业企业管理的有13个", "无人管"),
    ("52个小区中，还有15个没有集中充电设施", "无设施"),
    ("上半年收到一线职工建议183条，答复121条，还有62条没有回音", "无回音"),
    ("我带队到48家单位做业务指导，其中15家没有按时归档", "不按时"),
    ("一季度退回提取申请412件，因一次性告知不清退回的有157件", "没讲清"),
    ("上学期路检152辆次，查出超员、超速、不系安全带等问题47起", "违规"),
    ("调解成功后又反悔或者没有履行的有134件", "反悔"),
    ("存量违法建设还有47处未拆除", "未了结"),
    ("小型水库中，还有16座溢洪道有杂物堵塞", "占堵"),
])
def test_what_is_wrong_tells_the_kind_of_fault(fact: str, fault: str) -> None:
    found = answers.read(fact)
    assert found is not None
    assert found.fault == fault


def test_people_who_are_served_are_no_ageing_staff() -> None:
    assert answers.read("镇里登记退役军人1143人，其中60岁以上的398人") is None


ENOUGH = {"原因": 4, "acts": 6, "要求": 3, "今后": 3, "承诺": 3}
HEADED = {"problem": {"gap": 2, "view": 4, "adj": 1}, "cause": {"heavy": 2, "light": 2, "root": 4, "verb": 2},
          "measure": {"verb": 2, "object": 4}}


@pytest.mark.parametrize("row", TABLE["faults"], ids=lambda row: row["name"])
def test_a_fault_has_enough_to_say_for_several_drafts(row: dict[str, list[object]]) -> None:
    assert all(len(row.get(sort, ())) >= least for sort, least in ENOUGH.items())


def test_no_lead_and_no_sentence_stands_twice_and_none_lacks_its_object() -> None:
    leads = [value["lead"] for _, _, value in SENTENCES if isinstance(value, dict)]
    texts = [value["text"] if isinstance(value, dict) else value for _, _, value in SENTENCES]
    assert len(set(leads)) == len(leads)
    assert len(set(texts)) == len(texts)
    assert not [t for t in texts if re.search(r"还没有的|没有做到的|做到与没有做到|起头的", t)], "whoever reads asks: what?"


@pytest.mark.parametrize("row", TABLE["faults"], ids=lambda row: row["name"])
def test_the_heading_words_of_a_fault_are_of_one_length(row: dict[str, dict[str, list[dict[str, str]]]]) -> None:
    if row["name"] in ("分类", "其他", "做到的少"):  # they tell no kind of shortfall, or only what the tables say better
        assert "标题" not in row
        return
    heads = row["标题"]
    assert heads.keys() == {*HEADED, "short"}
    for sort, lengths in HEADED.items():
        assert 2 <= len(heads[sort]) <= 3
        for words_of in heads[sort]:
            assert {key: len(word) for key, word in words_of.items()} == lengths, words_of
        assert len({str(w) for w in heads[sort]}) == len(heads[sort])
    for problem in heads["problem"]:
        assert problem["gap"] not in problem["view"], "no word twice in a heading"
    assert 1 <= len(heads["short"]) <= 2
    assert all(len(adjective) == 1 for adjective in heads["short"])


@pytest.mark.parametrize("row", TABLE["comments"], ids=[row["name"] for row in TABLE["comments"]])
def test_a_comment_is_found_by_its_example(row: dict[str, object]) -> None:
    first = answers.comment(str(row["example"]), "0")
    assert {c.text for c in first} == set(row[answers.COMMENT])  # type: ignore[call-overload]


def test_cause_and_measure_take_up_the_clerks_own_fact(tmp_path: Path) -> None:
    brief = tmp_path / "任务书.yaml"
    brief.write_text("""id: 任务书
kind: 调研报告
subject: 社区助餐服务
org: 云岭区民政局
author: 云岭区民政局调研组
audience: 区政府
occasion: 决策参考
date: 2026-09-18
length: 3000
stress: [设施布局, 服务供给, 运营保障]
facts:
  - {text: 31个助餐点中，有12个灶具没有更新, use: 问题}
  - {text: 问卷中，58.2%的老年人希望送餐到家, use: 问题}
avoid: [人名]
""", encoding="utf-8")
    draft = pipeline.draft(brief)
    causes = [d.sentence for d in draft.drawn if d.sort == "原因" and d.candidate.phrase.origin.file.endswith("answers.yaml")]
    acts = [d.sentence for d in draft.drawn if d.sort == "acts" and d.candidate.phrase.origin.file.endswith("answers.yaml")]
    assert causes
    assert len(acts) >= 2
    told = "".join(s.text for s in (*causes, *acts))
    assert "送餐到家" in told
    others = [d for d in draft.drawn if d.sort == "原因" and d.aspect == "服务供给"]
    assert any(d.candidate.of_passage for d in others), "a passage of its own answers 送餐"
    assert not re.search(r"\d", told), "a figure stands once, in the fact"
    trace = acts[0].trace
    assert trace is not None
    assert trace.sources[0].file == "phrasebank/answers.yaml"
    assert any("事实" in f for f in trace.fills)


def test_each_stage_of_a_campaign_gets_a_call() -> None:
    said = answers.stage_calls(["动员自查", "集中整治", "巩固验收"])
    assert said.count("；") == 2
    assert said.startswith("动员自查，要")
    assert said.endswith("。")
    assert answers.stage_calls(["第一阶段", "第二阶段"]) == ""
    assert words.content(said)


DATED = Brief.model_construct(kind="", date=datetime.date(2026, 3, 1), facts=[])
USES = yamlfile.parse(resources.table("fact-uses.yaml"), TemplateError)[0]
PLAIN = yamlfile.parse(resources.table("plain.yaml"), TemplateError)[0]


@pytest.mark.parametrize("row", USES, ids=[f"{row['use']}-{row['example'][:10]}" for row in USES])
def test_a_cue_of_a_use_is_found_in_its_example_and_tells_the_use(row: dict[str, str]) -> None:
    assert re.search(row["says"], row["example"])
    assert use_of(Fact(text=row["example"]), DATED) == row["use"]


def test_a_day_to_come_makes_a_plan_of_a_fact_and_a_day_gone_does_not() -> None:
    fact = Fact(text="6月15日前完工3座淤地坝")
    assert use_of(fact, DATED) in ("安排", "目标")
    assert use_of(Fact(text=fact.text, use="背景"), DATED) == "背景", "the clerk's own word comes first"


@pytest.mark.parametrize("row", yamlfile.parse(resources.table("phases.yaml"), TemplateError)[0], ids=lambda row: row["phase"])
def test_an_act_is_put_in_the_step_that_its_lead_names(row: dict[str, str]) -> None:
    assert recipes.PHASES[recipes._phase(row["example"])] == row["phase"]


@pytest.mark.parametrize("sort", sorted(sort for sort, rows in PLAIN.items() if isinstance(rows, list)))
def test_plain_sentences_hold_the_name_or_stand_without_it_and_invent_nothing(sort: str) -> None:
    texts = [row["text"] if isinstance(row, dict) else row for row in PLAIN[sort]]
    assert len(set(texts)) == len(texts) >= 20
    for text in texts:
        assert set(re.findall(r"\{(\w+)\}", text)) <= {"A"}
        assert text.endswith(("。", "？"))
        assert not re.search(r"\d|每[周月季年天]", text)
        assert text.removeprefix("{A}，")[0] not in "，、；的"


def test_an_aspect_that_no_table_knows_gets_few_plain_sentences_each_once(tmp_path: Path) -> None:
    brief = tmp_path / "任务书.yaml"
    brief.write_text("""id: 任务书
kind: 工作总结
subject: 灯塔看护工作
org: 云岭市航标站
author: 云岭市航标站
audience: 市局
occasion: 年度总结
date: 2026-12-18
length: 1200
stress: [灯器养护, 值守交接, 夜航照会]
facts:
  - {text: 全年巡检灯器46次, use: 做法}
avoid: [人名]
""", encoding="utf-8")
    draft = pipeline.draft(brief)
    named = [d.candidate.phrase.original for d in draft.drawn if d.candidate.names_aspect]
    assert named
    assert len(set(named)) == len(named)
    assert all(word in draft.document.text() for word in ("灯器养护", "值守交接", "夜航照会"))


@pytest.mark.parametrize("fact", ["分三个阶段推进：动员摸排（4月15日至5月10日）、集中整治（5月11日至7月31日）、巩固提升（8月1日至8月31日）",
                                  "从10月10日开始，分动员摸排（10月10日至10月31日）、集中整治（11月1日至次年2月28日）、巩固提升（3月1日至3月31日）三个阶段",
                                  "整治从4月15日开始，分动员摸排（4月15日至5月10日）、集中整治（5月11日至7月31日）、巩固提升（8月1日至31日）三段"])
def test_stages_are_read_named_before_or_after_their_number(fact: str) -> None:
    row, found = stages([Placed(Fact(text=fact), fact, "安排")])
    assert row is not None
    assert [stage.name for stage in found] == ["动员摸排", "集中整治", "巩固提升"]


@pytest.mark.parametrize("fact", ["上半年办结的案件中，一审占61%",
                                  "1至4月立案的案件中，受害人为60岁以上老年人的31起"])
def test_of_a_problem_that_no_pattern_knows_something_is_said_that_fits_any(fact: str) -> None:
    assert answers.read(fact, wrong=True) is None
    reading = answers.unknown(fact)
    for sort, least in (("问题", 2), ("原因", 4), ("acts", 5), ("要求", 3), ("今后", 3), ("承诺", 3)):
        said = answers.say(reading, sort, "1")
        assert len(said) >= least, sort
        assert not [c for c in said if "{" in c.text]


def test_good_news_is_no_fault_until_the_clerk_calls_it_one() -> None:
    fact = "平均等候时间由9分钟增加到23分钟"
    assert answers.read(fact) is None
    found = answers.read(fact, wrong=True)
    assert found is not None
    assert (found.fault, found.slots["what"]) == ("恶化", "平均等候时间")


def test_a_heading_on_people_who_are_wanting_speaks_of_people() -> None:
    reading = answers.read("村级防疫员218名，其中60岁以上的61名，占28.0%", wrong=True)
    assert reading is not None
    assert [answers.at_fault(reading, name) for name in ("集中免疫", "防疫队伍", "调解员队伍")] == ["人员队伍", "防疫队伍", "调解员队伍"]
    assert answers.at_fault(reading, "集中免疫", "lever") == "队伍建设"
    assert answers.at_fault(reading, "村级防疫员") == "村级防疫员"  # the fact itself names it


def test_a_plain_measure_is_an_act_without_its_lead() -> None:
    reading = answers.unknown("还有2家不能常规开展")
    led = {c.text: c.phrase.lead for c in answers.say(reading, "acts", "1")}
    plain = answers.say(reading, "对策", "1")
    assert {c.text for c in plain} == led.keys()
    assert all(led.values())
    assert not [c for c in plain if c.phrase.lead]


def test_no_fault_bears_two_names_and_each_has_its_aspect() -> None:
    names = [row["name"] for row in TABLE["faults"]]
    assert len(set(names)) == len(names)
    assert not [row["name"] for row in TABLE["faults"] if aspects.called(row.get("方面", "制度机制"), aspects.GENERAL) is None]


MATTERS = [example for row in yamlfile.parse(resources.table("matters.yaml"), TemplateError)[0]["patterns"] for example in row["examples"]]


@pytest.mark.parametrize("example", MATTERS, ids=lambda row: row["fact"][:12])
def test_what_a_fact_is_about_is_said_without_its_figure(example: dict[str, str]) -> None:
    assert matters.of(example["fact"]) == example["matter"]


def test_the_measures_name_a_fact_of_which_only_the_kind_is_known(tmp_path: Path) -> None:
    brief = Brief.model_validate({
        "kind": "调研报告", "subkind": "问题原因对策", "subject": "海洋伏季休渔工作", "org": "某县农业农村局", "date": "2026-04-24",
        "length": 1800, "audience": "县政府", "stress": ["回港管控", "渔民保障"],
        "facts": [Fact(text="4月中旬抽查回港渔船90艘，救生消防设备配备不足或过期的有21艘", use="问题")]})
    draft = pipeline.draft(brief)
    measures = draft.document.text().split("对策")[-1]
    assert "救生消防设备配备不足或过期的" in measures


def test_every_sentence_on_a_matter_reads_as_office_prose() -> None:
    table = yamlfile.parse(resources.table("matters.yaml"), TemplateError)[0]
    for group in ("things", "shortage", "people"):
        for sort, rows in table[group].items():
            for row in rows:
                text = row["text"] if isinstance(row, dict) else row
                assert "{matter}" in text
                assert text.endswith("。")
                assert sort != "acts" or len(row["lead"]) == 4


def test_whose_want_it_is_stands_after_the_want() -> None:
    assert answers.turned("{matter}的按缘由分成几类。", "matter", "乡镇没有接入就业平台").startswith("没有接入就业平台的乡镇按缘由")
    assert answers.turned("{matter}的按缘由分成几类。", "matter", "占用消防通道") == "{matter}的按缘由分成几类。"
