"""Checks of what a document says: against its brief, against the office's own lists, and over a text full of errors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drafter import brief as briefs
from drafter import checks, pipeline, readers
from drafter.document import Document, Heading, Paragraph, Sentence
from drafter.errors import TemplateError
from drafter.findings import Finding
from drafter.readers import trace
from tests.conftest import ROOT

NOTICE = ROOT / "examples" / "通知.yaml"
OWN = ("figure-not-in-brief", "name-not-in-brief", "fact-altered", "fact-missing", "fact-told-twice")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("checks") / "通知.docx"
    pipeline.write(pipeline.draft(NOTICE).document, made)
    return made


def told(document: Document, **given: object) -> list[Finding]:
    """What the draft's own truth is found to be."""
    settings = checks.Settings(only=set(OWN))
    for name, value in given.items():
        setattr(settings, name, value)
    return checks.check(document, settings)


def opened(path: Path) -> Document:
    """The draft with what it carries of itself, as the command reads it."""
    document = readers.read(path)
    document.meta["state"] = trace.record(path.read_bytes(), path).state
    return document


def reworded(document: Document, old: str, new: str) -> Document:
    """The document with some words put otherwise, as an editor would in Word."""
    changed = 0
    for block in document.blocks:
        if isinstance(block, Paragraph) and old in block.text:
            block.sentences = [Sentence(block.text.replace(old, new))]
            changed += 1
    assert changed, old
    return document


def test_a_draft_as_it_was_made_tells_its_brief_and_no_more(path: Path) -> None:
    assert told(opened(path)) == []


def test_an_altered_figure_is_an_error_and_an_added_one_a_question(path: Path) -> None:
    altered = told(reworded(opened(path), "128所", "182所"))
    assert [(f.rule, f.severity, f.text) for f in altered] == [("fact-altered", "error", "182所")]
    added = told(reworded(opened(path), "6.9万人", "6.9万人，教师4300人"))
    assert [(f.rule, f.severity, f.text) for f in added] == [("figure-not-in-brief", "warning", "4300人")]
    assert "您添的" in added[0].cure


def test_a_fact_cut_out_is_missed_and_one_told_again_is_told_twice(path: Path) -> None:
    document = opened(path)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            block.sentences = [Sentence(re.sub("[^。]*抽查结果纳入[^。]*。", "", block.text))]
    assert [f.rule for f in told(document)] == ["fact-missing"]
    again = opened(path)
    sentence = next(s.text for s in again.sentences() if "128所" in s.text).split("。")[0] + "。"
    again.blocks.append(Paragraph([Sentence(sentence)], line=99))
    assert [(f.rule, f.line) for f in told(again)] == [("fact-told-twice", 99)]


def test_somebody_whom_nobody_named(path: Path) -> None:
    document = opened(path)
    document.blocks.append(Paragraph([Sentence("区教育局局长高文远到校检查。")], line=99))
    assert [(f.rule, f.text) for f in told(document)] == [("name-not-in-brief", "高文远")]


def test_a_brief_given_beside_a_text_that_carries_none(path: Path) -> None:
    document = reworded(readers.read(path), "128所", "182所")
    assert told(document) == []
    brief = briefs.load(NOTICE).model_dump(mode="json")
    assert [f.rule for f in told(document, brief=brief)] == ["fact-altered"]


def test_a_fact_without_figures_does_not_hide_the_next() -> None:
    brief = {"facts": ["各镇已经明确专人负责河道巡查", "全县有小型水库46座，三年来没有发生险情"]}
    document = readers.txt.read("各镇已经明确专人负责河道巡查。全县有小型水库64座，三年来没有发生险情。".encode(), "稿.md")
    assert [(f.rule, f.text) for f in told(document, brief=brief)] == [("fact-altered", "64座")]


def test_the_years_beside_that_of_the_brief_need_no_proof() -> None:
    brief = {"date": "2026-03-09", "facts": ["全县有小型水库46座"]}
    document = readers.txt.read("2023年全县开始建台账，2025年建成，2027年全部上图。全县有小型水库46座。".encode(), "稿.md")
    assert [(f.rule, f.text) for f in told(document, brief=brief)] == [("figure-not-in-brief", "2023年")]


def test_a_picture_without_a_caption_does_not_part_a_list_from_its_announcement() -> None:
    lines = ("现将情况报告如下。", "下一步要抓好以下三项工作：", "", "1. 查清底数，列出台账。", "2. 逐段清理，落实到人。")
    blocks = [Paragraph([Sentence(line)], style="body" if line else "picture", line=number) for number, line in enumerate(lines, 1)]
    found = checks.check(Document(blocks=list(blocks)), checks.Settings(only={"announced-number"}))
    assert [(f.line, f.text) for f in found] == [(2, "三项工作")]


@pytest.mark.parametrize(("level", "name"), [(1, "第一层标题"), (4, "第四层标题")])
def test_a_heading_in_another_typeface_is_named_by_its_level(level: int, name: str) -> None:
    document = Document(blocks=[Heading("河道巡查", level=level, line=1), Paragraph([Sentence("各镇按月巡查。")], line=2)])
    document.meta["formats"] = {"paragraphs": {1: {"font": "微软雅黑"}}}
    (found,) = checks.check(document, checks.Settings(only={"layout-font"}))
    assert name in found.message + found.cure


def test_pages_without_numbers_are_told_of_the_document_and_of_no_passage() -> None:
    document = Document(blocks=[Paragraph([Sentence("各镇按月巡查。")], line=1)])
    document.meta["formats"] = {"numbers": {}, "paragraphs": {}}
    (found,) = checks.check(document, checks.Settings(only={"layout-page-number"}))
    assert (found.line, found.text) == (1, "")
    assert "没有页码" in found.message


def test_the_lists_an_office_keeps_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "领导名单.yaml").write_text("- {name: 林致远, post: [县委书记]}\n- {name: 苏文澜, post: 县长}\n", encoding="utf-8")
    (tmp_path / "提法.yaml").write_text("- {wanted: 为民服务热线, refused: [市长热线]}\n", encoding="utf-8")
    text = "县长林致远到会，苏文澜、林致远先后讲话，要求办好市长热线。"
    document = Document(blocks=[Paragraph([Sentence(text)], line=1)])
    found = checks.check(document, checks.Settings(folder=tmp_path))
    assert {f.rule for f in found} == {"leader-post", "leader-order", "office-wording"}
    assert not checks.check(document, checks.Settings(folder=tmp_path / "别处"))


def test_a_list_that_is_wrong_says_where(tmp_path: Path) -> None:
    (tmp_path / "领导名单.yaml").write_text("- {name: 林致远, post: 县长}\n- {name: 苏文澜, 职务: 县长}\n", encoding="utf-8")
    document = Document(blocks=[Paragraph([Sentence("县长林致远到会。")])])
    with pytest.raises(TemplateError) as problem:
        checks.check(document, checks.Settings(folder=tmp_path))
    assert "第2行" in problem.value.line()


REPORT = """# 柘山县教育局关于校园安全工作情况的报告

县人民政府、县财政局：

全县共有中小学校96所，其中小学60所、初中28所、高中9所。共排查隐患320处，整改305处，整改率为93.3%。经费由180万元增加到240万元，增长40%。

学生知晓率达101%。全县98所中小学校都演练过。县教育局局长周文海多次到校，县教育局局长周文涛也到过。

主要有三个方面的问题：一是认识不到位；二是投入不足。个别校长对上级布署打折扣，个别学校的的灭火器过期。

请于2025年12月20日前拨付经费，请予批准。由XX中学牵头，{{org}}配合。

柘山县教育局

2026年1月8日
"""


def test_a_report_full_of_errors() -> None:
    document = readers.txt.read(REPORT.encode(), "报告.md")
    rules = {f.rule for f in checks.check(document, checks.Settings(folder=ROOT / "tests"))}
    assert rules >= {"one-addressee", "parts-and-whole", "share-of-whole", "growth-rate", "rate-over-100", "figures-differ", "two-holders",
                     "announced-number", "misspelt", "doubled-character", "request-in-report", "placeholder-left", "template-left"}


CLEAN = sorted((ROOT / "corpus").glob("*/*.txt"))[::9]


def test_shipped_texts_raise_no_alarm_that_a_proofreader_would_not() -> None:
    settings = checks.Settings(folder=ROOT / "tests")
    settings.only = {row.name for row in checks.load().rows.values() if row.family in ("facts", "wording", "parts", "gaps", "repetition")}
    documents = [readers.read(path) for path in CLEAN]
    errors = [f for document in documents for f in checks.check(document, settings) if f.severity == "error"]
    assert 10_000 * len(errors) / sum(len(d.text()) for d in documents) <= 1, [(f.file, f.rule, f.text) for f in errors]
