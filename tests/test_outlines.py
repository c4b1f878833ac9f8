"""The shipped outlines: each has an example, and the draft of it is what a clerk expects of that kind."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from drafter import brief as briefs
from drafter import outlines, pipeline
from drafter.brief import Brief
from drafter.composing import Draft
from drafter.document import Heading, Paragraph
from drafter.outlines import Items, Outline
from tests.conftest import ROOT

NAMES = sorted(path.stem for path in (ROOT / "templates").glob("*.yaml"))
GOLDEN = Path(__file__).parent / "golden"
UPWARD = ("报告", "请示", "意见-上行", "整改报告")
PUBLIC = ("公告", "通告", "纪要")
# 《党政机关公文处理工作条例》, article 8; an office's own rules may ask for more.
STATUTORY = ("通知", "通报-表彰", "通报-批评", "报告", "请示", "批复", "函", "意见", "意见-上行", "公告", "通告", "决定", "纪要")
# What must stand near the end of each kind: customary closing formulas, and the call of a speech.
CLOSING = {
    "报告": "特此报告。", "请示": "妥否，请批示。", "批复": "此复。", "函": "请予支持为盼。", "公告": "特此公告。", "通告": "特此通告。",
    "意见-上行": "以上意见如无不妥，请批转各有关单位执行。", "整改报告": "特此报告。", "纪要": "出席：", "汇报材料": "请批评指正。",
    "述职报告": "请各位领导和同志们批评指正。", "对照检查材料": "同志们批评帮助。", "主持词": "散会。", "致辞": "谢谢大家！",
    "讲话稿-动员": "！", "讲话稿-总结": "！", "讲话稿-党课": "！", "倡议书": "！", "通知": "联系人",
}
SALUTATION = {
    "讲话稿-动员": "同志们：", "讲话稿-总结": "同志们：", "讲话稿-党课": "同志们：", "主持词": "同志们：",
    "讲话稿-表态": "各位领导，同志们：", "致辞": "尊敬的各位领导、各位来宾，朋友们：", "述职报告": "各位领导、同志们：",
}


@cache
def outline(name: str) -> Outline:
    return outlines.load(ROOT / "templates" / f"{name}.yaml")


@cache
def example(name: str) -> Brief:
    return briefs.load(ROOT / "examples" / f"{name}.yaml")


@cache
def drafted(name: str) -> Draft:
    return pipeline.draft(example(name))


@cache
def bare(name: str) -> Draft:
    """The draft for a clerk who has neither facts nor title, audience or occasion."""
    return pipeline.draft(example(name).model_copy(update={"facts": [], "occasion": "", "audience": "", "title": ""}))


def lines(draft: Draft, style: str) -> list[str]:
    return [b.text for b in draft.document.blocks if isinstance(b, Paragraph) and b.style == style]


@pytest.mark.parametrize("name", NAMES)
def test_an_outline_says_what_it_is_and_its_shares_make_a_whole(name: str) -> None:
    assert re.match(r"# .*[一-鿿].*。", (ROOT / "templates" / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0])
    found = outline(name)
    assert found.describe
    assert found.expects
    assert abs(sum(section.share for section in found.sections) - 100) <= 2
    assert all(any(use in _uses(found) for use in group) for group in (("背景", "问题"), ("做法", "成效", "安排", "目标")))


def _uses(found: Outline) -> set[str]:
    """The uses of facts that the outline has a place for."""
    steps = [step for s in found.sections for step in (*s.steps, *s.closing)]
    for section in found.sections:
        items = section.items
        steps += items.recipe if isinstance(items, Items) else [step for item in items or () for step in item.recipe]
    among = {use for s in found.sections if isinstance(s.items, Items) for use in s.items.among}
    return among | {use for step in steps for use in step.facts}


@pytest.mark.parametrize("name", NAMES)
def test_an_example_calls_the_outline_of_its_name(name: str) -> None:
    brief = example(name)
    assert outlines.choose(brief.kind, brief.subkind) == outline(name)
    assert 5 <= len(brief.facts) <= 8
    assert all(fact.use for fact in brief.facts)
    assert brief.stress
    assert brief.avoid


@pytest.mark.parametrize("name", NAMES)
def test_an_example_drafts_without_a_fault(name: str) -> None:
    """No figure that nobody gave, no fact lost, no forbidden word, nothing of the outline's own language left over."""
    draft = drafted(name)
    assert not [f.message for f in draft.findings if f.severity == "error"]
    text = draft.document.text()
    assert not re.search(r"[{}]|None|[，。；：、]{2,}", text), name
    for fact in example(name).facts:
        for figure in re.findall(r"[0-9.]+%?", fact.text):
            assert figure in text
    for paragraph in lines(draft, "body"):
        assert paragraph.count("“") == paragraph.count("”")
        assert paragraph.count("（") == paragraph.count("）")
        assert paragraph.endswith(("。", "！", "：", "”", "）")), paragraph
    headings = [re.sub(r"^[（一二三四五六七八九十）、]+", "", h.text) for h in draft.document.headings()]
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize("name", NAMES)
def test_the_elements_of_the_kind_stand(name: str) -> None:
    found, brief, draft = outline(name), example(name), drafted(name)
    body = lines(draft, "body")
    if name in SALUTATION:
        assert lines(draft, "salutation") == [SALUTATION[name]]
    if name in CLOSING:
        assert CLOSING[name] in "".join(body[-2:]), body[-2:]
    dated = "".join(lines(draft, "byline")) if found.byline else "".join(lines(draft, "date"))
    assert f"{brief.date.year}年{brief.date.month}月{brief.date.day}日" in dated
    assert brief.signature in "".join(lines(draft, "byline" if found.byline else "signature"))
    assert found.signer == (name in UPWARD)


@pytest.mark.parametrize("name", STATUTORY)
def test_a_statutory_document_is_addressed_as_the_rules_ask(name: str) -> None:
    salutation = lines(drafted(name), "salutation")
    if name in PUBLIC:
        assert not salutation
        return
    assert salutation == [f"{example(name).audience}："]
    assert lines(bare(name), "salutation") == ["【待填：主送机关】："]


@pytest.mark.parametrize("name", STATUTORY)
def test_a_title_names_body_matter_and_kind(name: str) -> None:
    kind = "函" if name == "函" else outline(name).kind
    for title in (drafted(name).document.title, bare(name).document.title):
        assert title.endswith(f"的{kind}" if name != "纪要" else "纪要")
        assert title.count(kind) == 1
        if name != "纪要":
            assert title.startswith(f"{example(name).org}关于")


def test_a_report_asks_for_nothing_and_a_request_asks_one_body_for_one_thing() -> None:
    for name in ("报告", "整改报告"):
        assert not re.search("请批|请予|请示|批准|妥否|恳请", drafted(name).document.text())
    text = drafted("请示").document.text()
    assert text.count("妥否，请批示。") == 1
    assert not re.search("[、，]", lines(drafted("请示"), "salutation")[0])


def test_a_notice_with_a_transition_does_not_close_with_the_formula() -> None:
    text = drafted("通知").document.text()
    assert "通知如下" in text
    assert "特此通知" not in text


@pytest.mark.parametrize("name", NAMES)
def test_a_brief_without_facts_gives_gaps_and_no_figure(name: str) -> None:
    """The clerk who knows nothing yet gets the skeleton with what he must find out, not inventions."""
    brief, draft = example(name), bare(name)
    text = draft.document.text()
    assert draft.gaps or name == "倡议书"  # an appeal says what each reader can do: it needs no facts
    assert not re.search(r"[{}]|None", text)
    known = re.findall(r"\d+", f"{brief.date} {brief.date.month} {brief.date.day} {brief.org}{brief.subject}")
    assert set(re.findall(r"\d+", re.sub(r"【[^】]*】", "", text))) <= set(known)


@pytest.mark.parametrize("name", NAMES)
def test_title_salutation_and_headings_are_those_agreed_on(name: str, accept: bool) -> None:
    """A change of outlines, tables or composer that changes a heading shows here; read the diff, then --accept."""
    draft = drafted(name)
    found = [draft.document.title, *lines(draft, "salutation")]
    found += [f"{'#' * b.level} {b.text}" for b in draft.document.blocks if isinstance(b, Heading)]
    path = GOLDEN / f"{name}.txt"
    text = "\n".join(found) + "\n"
    if accept:
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"{path.name} is missing: run pytest --accept tests/test_outlines.py and read it"
    assert path.read_text(encoding="utf-8") == text


def test_no_golden_page_is_left_without_its_outline() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.txt")) == NAMES
