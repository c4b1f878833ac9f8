"""Passages by point: a paragraph says one thing, the clerk's; things of which the brief says nothing stay out of it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from drafter import handwritten, meaning, pipeline
from drafter.brief import Brief, Fact
from drafter.composing import Draft, recipes
from drafter.document import Paragraph
from drafter.errors import TemplateError
from drafter.phrases import WRITTEN
from drafter.pipeline import drafting

SUMMARY = {"kind": "工作总结", "subject": "“双减”工作", "org": "某市第三实验小学", "author": "某市第三实验小学", "audience": "市教育局",
           "date": datetime.date(2026, 7, 8), "length": 1600}


def drafted(tmp_path: Path, *facts: str, seed: int = 0, stress: tuple[str, ...] = ("家校协同", "课后服务"), **changes: object) -> Draft:
    brief = Brief.model_validate({**SUMMARY, **changes, "stress": list(stress), "facts": [Fact(text=text) for text in facts]})
    path = tmp_path / "brief.yaml"
    path.write_text(yaml.safe_dump(brief.model_dump(exclude_unset=True, mode="json"), allow_unicode=True), encoding="utf-8")
    return pipeline.draft(path, seed=seed)


def points(draft: Draft, aspect: str) -> Counter[int]:
    """How many sentences the draft has of each passage of an aspect."""
    return Counter(d.candidate.phrase.item for d in draft.drawn if d.aspect == aspect and d.candidate.of_passage)


def called_by(trade: str, aspect: str, cue: str) -> int:
    """The number of the passage that a word calls."""
    return next(number for (name, number), cues in handwritten.cues(trade).items() if name == aspect and cue in cues)


@pytest.mark.parametrize(("fact", "cue"), [("举办家长学校讲座8期", "讲座"), ("期末家长问卷满意率94.8%，比上学年提高6.1个百分点", "问卷")])
def test_the_word_of_a_fact_calls_the_passage_about_it(tmp_path: Path, fact: str, cue: str) -> None:
    drawn = points(drafted(tmp_path, fact), "家校协同")
    assert drawn.most_common(1)[0][0] == called_by("双减", "家校协同", cue)


def test_sentences_of_a_passage_stand_in_its_order(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "举办家长学校讲座8期", "课后服务参与学生1793名，参与率96.3%")
    for aspect in ("家校协同", "课后服务"):
        best = points(draft, aspect).most_common(1)[0][0]
        for sort in WRITTEN:
            orders = [d.candidate.phrase.order for d in draft.drawn if d.aspect == aspect and d.sort == sort and d.candidate.of_passage
                      and d.candidate.phrase.item == best]
            assert orders == sorted(orders), (aspect, sort)


def test_two_aspects_never_begin_with_one_passage(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "牵头开展重点绩效评价26个项目", "抽查部门绩效目标312个，其中94个被退回", "全年评审项目187个，审减1.15亿元",
                    kind="述职报告", subject="预算绩效管理", org="某县财政局", author="某县财政局副局长",
                    stress=("预算把关", "绩效评价", "投资评审"))
    assert draft.pool is not None
    first = [draft.pool.points.of(name)[0] for name in ("预算把关", "绩效评价", "投资评审")]
    assert len(set(first)) == 3
    assert first[0][1:] == ("预算编制", called_by("财政绩效", "预算编制", "绩效目标"))  # no table has 预算把关: its fact finds the passage


def test_a_problem_of_another_point_gets_nothing_of_the_page(tmp_path: Path) -> None:
    """Study sessions missed are no matter of secondment and mentors, of which the page on ability speaks."""
    draft = drafted(tmp_path, "年初计划参加法律法规集中学习6次，实际参加3次", kind="述职报告", subject="分管城市管理工作",
                    org="某街道办事处", author="某街道办事处副主任", stress=("违建治理", "学习提升"))
    told = [d for d in draft.drawn if d.aspect == "学习提升" and d.sort in ("问题", "原因", "对策", "acts")]
    assert told, "the table of answers speaks"
    assert not any(d.candidate.of_passage for d in told)


def test_another_seed_tells_another_point(tmp_path: Path) -> None:
    one, other = (points(drafted(tmp_path, seed=seed), "家校协同").most_common(1)[0][0] for seed in (0, 1))
    assert one != other


def test_a_thing_is_spoken_of_only_where_the_brief_speaks_of_it(tmp_path: Path) -> None:
    rows = handwritten.only("双减")
    made = drafted(tmp_path, "举办家长学校讲座8期", length=4000).document
    # A page that fills the plan is headed by its own words.
    silent = "\n".join(block.text for block in made.blocks if isinstance(block, Paragraph))
    assert [word for row in rows if "讲座" not in row for word in row if word in silent] == []
    row = next(row for row in rows if "收费" in row)
    told = drafted(tmp_path, "课后服务收费由家长委员会监督", length=4000)
    assert told.pool is not None
    assert any(word in c.text for word in row for rows in told.pool.by_sort.values() for c in rows)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's own passages on schools, not yet written."""
    monkeypatch.setenv("DRAFTER_HOME", str(tmp_path / "home"))
    place = tmp_path / "home" / "phrasebank" / "passages" / "双减.yaml"
    place.parent.mkdir(parents=True)
    tables = (handwritten.of, handwritten.cues, handwritten.only, handwritten.matters_of, handwritten._table, drafting._written)
    for table in tables:
        table.cache_clear()
    yield place
    for table in tables:
        table.cache_clear()


def test_ones_own_passages_replace_ours(tmp_path: Path, own: Path) -> None:
    text = "讲座讲完以后，家长把疑问写在纸上交给班主任，由班主任逐条回答。"
    page = {"trade": "双减", "aspects": {"家校协同": [{"point": "讲座有回音", "cues": ["讲座"], "取向": [text]}]}}
    own.write_text(yaml.safe_dump(page, allow_unicode=True), encoding="utf-8")
    assert text in drafted(tmp_path, "举办家长学校讲座8期").document.text()


def test_a_sort_that_is_none_is_told_with_its_place(tmp_path: Path, own: Path) -> None:
    own.write_text("trade: 双减\naspects:\n  家校协同:\n    - {point: 讲座有回音, cues: [讲座], 道里: [讲座要办好。]}\n", encoding="utf-8")
    with pytest.raises(TemplateError, match="道里") as caught:
        drafted(tmp_path, "举办家长学校讲座8期")
    assert "第4行" in str(caught.value)


REPORT: dict[str, object] = {"kind": "汇报材料", "subject": "政务服务“一网通办”", "org": "某区行政审批局", "author": "某区行政审批局",
                             "audience": "市政府办公室", "date": datetime.date(2026, 7, 22), "length": 1800}


def test_what_stands_as_practice_is_not_what_the_clerk_says_is_wanting(tmp_path: Path) -> None:
    """页面按群众办事的说法来排 is no practice of an office 27 % of whose callers do not find the entrance."""
    wanting = "6月抽样回访500名办事群众，其中138名反映网上办事“入口难找、指南难懂”"
    draft = drafted(tmp_path, "网上可办事项1192项，网上可办率94.0%", wanting, stress=("平台建设", "数据共享"), **REPORT)
    practice = [d.candidate.text for d in draft.drawn if d.sort == "取向" and d.aspect == "平台建设"]
    assert any(c.group in draft.pool.points.of("平台建设") for c in draft.pool.by_sort["取向"])  # there was what might have been said
    assert [text for text in practice if meaning.nearness(text, wanting) >= recipes.WANTING] == []
    assert wanting in draft.document.text()


def test_a_shortfall_is_followed_by_what_comes_of_just_that(tmp_path: Path) -> None:
    """Too few hands: what follows is what comes of few hands, not that old people cannot come to the hall."""
    draft = drafted(tmp_path, "16个镇街全部设立帮办代办窗口", "现有帮办代办人员64名，其中专职人员19名",
                    stress=("平台建设", "帮办代办"), **REPORT)
    told = [d.candidate for d in draft.drawn if d.sort == "问题" and d.aspect == "帮办代办"]
    assert told
    assert all(c.phrase.origin.file == "phrasebank/answers.yaml" or "人手" in c.text for c in told)


def test_a_thread_on_meals_does_not_answer_for_the_stoves(tmp_path: Path) -> None:
    """31 meal stations call the passage on meals; what is wrong with 12 of them is the stoves, of which it says nothing."""
    draft = drafted(tmp_path, "31个助餐点中，有12个灶具没有更新", "问卷中，58.2%的老年人希望送餐到家", kind="调研报告",
                    subject="社区助餐服务", org="某区民政局", author="某区民政局", length=2000, stress=("服务供给", "运营保障", "设施布局"))
    assert draft.pool is not None
    points, group = draft.pool.points, ("phrasebank/passages/养老服务.yaml", "服务供给", 1)
    assert not points.about(group, "31个助餐点中，有12个灶具没有更新")
    assert points.about(group, "问卷中，58.2%的老年人希望送餐到家")
    causes = [d.candidate.text for d in draft.drawn if d.sort == "原因" and d.candidate.phrase.origin.file.endswith("answers.yaml")]
    assert any("更新" in text or "更换" in text or "用旧" in text for text in causes), causes


def test_a_report_does_not_close_as_a_speech_does(tmp_path: Path) -> None:
    """今天部署的事项 is said from a rostrum; a summary has no 今天 and nobody who goes home from it."""
    closing = {}
    for kind, changes in (("工作总结", {}), ("讲话稿", {"subkind": "动员", "audience": "各镇负责同志"})):
        draft = drafted(tmp_path, "全年接种疫苗1.9万剂", kind=kind, subject="传染病防控", org="某区疾病预防控制中心",
                        author="某区疾病预防控制中心", stress=("疫苗接种", "监测预警"), **changes)
        assert draft.pool is not None
        closing[kind] = {c.text for c in draft.pool.by_sort["收尾"] if "今天部署" in c.text or "回去以后" in c.text}
    assert closing["讲话稿"]
    assert not closing["工作总结"]


BODIES = {"kind": "工作方案", "subject": "学生实习实训管理", "stress": ("实习单位", "过程管理")}


def said(draft: Draft, word: str) -> list[str]:
    """The sentences by hand on the draft's own line of work that hold the word and may be used."""
    assert draft.pool is not None
    own = [c for rows in draft.pool.by_sort.values() for c in rows if c.by_hand and c.phrase.trade == draft.pool.trade]
    return [c.said for c in own if word in c.said]


def test_an_office_speaks_of_the_bodies_that_its_line_of_work_has_to_do_with(tmp_path: Path) -> None:
    office = drafted(tmp_path, "全市有职业学校14所", **BODIES, org="某市教育局")
    assert office.pool is not None
    assert office.pool.trade == "学生实习实训"
    assert said(office, "车间")
    assert said(office, "院系")
    assert not any("我" in text for text in said(office, "车间")), "what we do is not said for another body"


def test_a_firm_speaks_for_itself_alone(tmp_path: Path) -> None:
    firm = drafted(tmp_path, "公司有实习岗位140个", **BODIES, org="某某机械制造有限公司")
    assert not said(firm, "院系")


def test_a_line_that_runs_through_every_body_names_none_of_them(tmp_path: Path) -> None:
    office = drafted(tmp_path, "全局有志愿者214名", kind="工作总结", subject="志愿服务工作", org="某县财政局",
                     stress=("队伍建设", "项目管理"))
    assert office.pool is not None
    assert office.pool.trade == "志愿服务"
    assert not said(office, "村两委")


def test_of_what_few_do_the_page_says_more_than_that_few_do_it(tmp_path: Path) -> None:
    """42家机构中签约的只有17家: of that alone nothing can be said but what holds of any such thing."""
    draft = drafted(tmp_path, "42家机构中，与基层医疗卫生机构签约的只有17家", kind="调研报告", subkind="问题原因对策",
                    subject="普惠托育服务", org="某区卫生健康局", author="某区卫生健康局", audience="区政府", length=2000,
                    stress=("健康照护", "收费负担", "机构布局"))
    told = [d for d in draft.drawn if d.aspect == "健康照护" and d.sort in ("问题", "原因", "acts", "对策")]
    assert told
    assert not any(d.candidate.phrase.origin.file.endswith("answers.yaml") for d in told)


def test_cause_and_measure_of_a_problem_are_of_its_own_passage(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "抽查236份学生作业记录，其中31份显示家长代批代改", kind="调研报告", subkind="问题原因对策",
                    stress=("家校协同", "作业管理", "课后服务"))
    for aspect in ("家校协同", "作业管理"):
        threads = {d.candidate.group for d in draft.drawn if d.aspect == aspect and d.sort in ("acts", "原因") and d.candidate.of_passage}
        assert len(threads) <= 1, aspect


def test_a_page_that_is_a_narrower_matter_itself_may_speak_of_it() -> None:
    rows = dict(zip(handwritten.only("停车与市政设施"), handwritten.matters_of("停车与市政设施"), strict=True))
    parked = next(matters for row, matters in rows.items() if "车位" in row)
    assert "停车管理" in parked
    assert "照明管护" not in parked


@pytest.mark.parametrize(("subject", "stress", "unheard"), [
    ("第四次农业普查", ["区划清查", "入户登记"], ["楼栋", "摊位", "登记单位"]),
    ("法院执行工作", ["执行攻坚", "民生案款"], ["旁听", "庭审"]),
    ("农村文化设施使用效能", ["供需对接", "专人专用"], ["图书馆里", "展厅"]),
])
def test_a_brief_on_one_matter_of_its_trade_is_told_nothing_of_another(subject: str, stress: list[str], unheard: list[str]) -> None:
    brief = Brief(kind="调研报告", subject=subject, org="春溪县第一调研组", stress=stress, length=2000, date=datetime.date(2026, 9, 1))
    text = pipeline.draft(brief).document.text()
    assert [word for word in unheard if word in text] == []
