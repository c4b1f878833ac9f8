"""Every kind in every layout style: a valid package, the same document when read back, and a layout that says where it comes from."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter import pipeline, resources, writers
from drafter.brief import Brief
from drafter.document import Block, Document, Head, Heading, Imprint, Paragraph, Picture, Sentence, Table
from drafter.errors import OutputError, TemplateError
from drafter.readers import docx as reader
from drafter.writers import style
from drafter.writers.docx.titles import balanced
from tests.made_up import KINDS, chart, words

OURS = ("gb9704", "gb33476", "speech", "plain")


@pytest.fixture(scope="module", params=OURS)
def layout(request: pytest.FixtureRequest) -> style.Style:
    return style.load(request.param)


def shape(document: Document) -> list[Any]:
    """What of a document has to come back: title, parts, words, footnotes, tables, pictures."""
    rows: list[Any] = [document.title, document.head, document.imprint]
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 0:
            continue
        rows.append(_row(block))
    return rows


def _row(block: Block) -> tuple[Any, ...]:
    if isinstance(block, Heading):
        return "heading", block.level, block.text
    if isinstance(block, Table):
        return "table", block.rows, block.head, block.caption, block.landscape
    if isinstance(block, Picture):
        return "picture", block.data, block.caption, block.width_mm
    return block.style, block.text, [(s.footnote, block.text.find(s.text) + len(s.text)) for s in block.sentences if s.footnote]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_valid_and_reads_back_as_the_same_document(kind: str, layout: style.Style, tmp_path: Path) -> None:
    document = KINDS[kind]()
    document.meta["toc"] = kind in ("report", "notice")
    data = writers.docx.write(document, layout)
    assert shape(reader.read(data, "文.docx")) == shape(document)
    assert docx.Document(io.BytesIO(data)).paragraphs
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is missing: pip install openxml-audit")
    (tmp_path / "文.docx").write_bytes(data)
    told = audit.OpenXmlValidator().validate(str(tmp_path / "文.docx"))
    assert [str(error) for error in told.errors] == []
    assert told.is_valid


def test_a_draft_with_sources_as_comments_is_valid_and_reads_back(brief: Brief, tmp_path: Path) -> None:
    made = pipeline.draft(brief).document
    made.meta["comments"] = True
    writers.write(made, tmp_path / "稿.docx")
    word = docx.Document(str(tmp_path / "稿.docx"))
    authors = [c.author for c in word.comments]
    gaps = [gap for paragraph in made.blocks for gap in writers.docx.GAP.findall(paragraph.text)]
    assert authors.count("出处") == sum(s.trace is not None and s.trace.made != "gap" for s in made.sentences())
    assert authors.count("待填提示") == len(gaps) + len(writers.docx.GAP.findall(made.title))
    assert any("民政局" in c.text or "任务书里的事实" in c.text for c in word.comments)
    assert shape(reader.read((tmp_path / "稿.docx").read_bytes(), "稿.docx"))[3:] == shape(made)[3:]
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is missing: pip install openxml-audit")
    assert [str(e) for e in audit.OpenXmlValidator().validate(str(tmp_path / "稿.docx")).errors] == []


def test_a_gaps_comment_says_what_is_wanted() -> None:
    data = writers.docx.write(Document("题", [words("达到【待填：群众满意度】。")]), style.load("gb9704"))
    (comment,) = docx.Document(io.BytesIO(data)).comments
    assert "群众满意度" in comment.text


@pytest.mark.parametrize("kind", KINDS)
def test_no_paragraph_or_run_is_formatted_directly_but_gaps(kind: str) -> None:
    from lxml import etree

    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    data = writers.docx.write(KINDS[kind](), style.load("gb9704"))
    pack = zipfile.ZipFile(io.BytesIO(data))
    for name in ("word/document.xml", "word/footer-default.xml", "word/footer-even.xml"):
        root = etree.fromstring(pack.read(name))
        assert {c.tag.replace(w, "") for p in root.iter(f"{w}pPr") for c in p} <= {"pStyle", "sectPr"}
        for marks in root.iter(f"{w}rPr"):
            tags = [c.tag.replace(w, "") for c in marks]
            assert tags in (["rStyle"], ["highlight"])
            if tags == ["highlight"]:
                assert "".join(marks.getparent().itertext()).startswith("【待")
    assert b"Theme=" not in pack.read("word/styles.xml")


text = st.text("一二三甲乙丙，。：；“”《》（）12ab.", min_size=1, max_size=60)
paragraph = st.builds(lambda t, s: Paragraph([Sentence(t)], s), text, st.sampled_from(
    ["body", "salutation", "attachments", "signature", "date", "note", "attachment", "attendance"]))
blocks = st.lists(st.one_of(
    paragraph, st.builds(Heading, text, st.integers(1, 4)),
    st.builds(lambda a, b, n: Paragraph([Sentence(a, footnote=n), Sentence(b)]), text, text, text),
    st.builds(lambda rows, c, across: Table(rows, caption=c, landscape=across),
              st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(text, min_size=n, max_size=n), min_size=2, max_size=4)), text,
              st.booleans()),
    st.builds(lambda c, w: Picture(chart([1, 2], 30, 20), c, w), text, st.sampled_from([0, 50.0]))), max_size=8)
name = st.text("甲乙丙丁区县局委", min_size=2, max_size=12)
heads = st.one_of(
    st.none(),
    st.builds(lambda marks, number, signers, c: Head(marks, "文件", number, signers, *c), st.lists(name, min_size=1, max_size=4).map(tuple),
              st.just("甲政〔2026〕1号"), st.lists(name, max_size=5).map(tuple),
              st.sampled_from([("", "", ""), ("000001", "机密★1年", "特急"), ("", "", "加急")])),
    st.builds(lambda mark, c: Head((mark,), "", "甲函〔2026〕1号", (), *c, letter=True), name,
              st.sampled_from([("", "", ""), ("000001", "秘密", ""), ("", "", "特急")])),
    st.builds(lambda mark: Head((mark,), "令", "第3号"), name))
imprints = st.one_of(st.none(), st.builds(Imprint, name, name, st.just("2026年3月10日"), st.one_of(st.just(""), name)))


@settings(max_examples=60, deadline=None)
@given(st.builds(Document, title=name, blocks=blocks, head=heads, imprint=imprints))
def test_any_document_reads_back_as_it_was(document: Document) -> None:
    back = reader.read(writers.docx.write(document, style.load("gb9704")), "文.docx")
    assert shape(back) == shape(document)


def values(part: Any) -> Iterator[tuple[str, Any]]:
    for field in ("page", "page_number", "head", "letter", "closing", "imprint"):
        yield field, getattr(part, field)
    yield from part.paragraphs.items()


def test_every_value_names_its_clause_and_explain_prints_it(layout: style.Style) -> None:
    told = "\n".join(style.explain(layout))
    assert layout.clause
    for where, part in values(layout):
        assert part.clause, where
        assert f"（{part.clause}）" in told, where
    assert layout.deviations
    for deviation in layout.deviations:
        assert deviation.what in told
        assert deviation.why in told


def test_an_office_adds_a_style_of_its_own_by_extends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DRAFTER_HOME", str(tmp_path))
    folder = resources.user_folder("templates") / "styles"
    folder.mkdir(parents=True)
    (folder / "我局.yaml").write_text("extends: gb9704\nname: 我局\npage: {top_mm: 36, clause: 我局规定第3条}\nparagraphs:\n"
                                    "  title: {font: 华文中宋}\ndeviations:\n"
                                    "  - {what: 标题用华文中宋, why: 我局没有小标宋}\n", encoding="utf-8")
    mine = style.load("我局")
    assert (mine.page.top_mm, mine.page.left_mm) == (36, 28)
    assert (mine.paragraphs["title"].font, mine.paragraphs["title"].size_pt) == ("华文中宋", 22)
    assert mine.deviations[0].what == "标题用华文中宋"
    assert len(mine.deviations) == 1 + len(style.load("gb9704").deviations)
    (folder / "gb9704.yaml").write_text("extends: gb9704\npage_number: {align: center}\n", encoding="utf-8")
    style.load.cache_clear()
    assert style.load("gb9704").page_number.align == "center"
    style.load.cache_clear()


@pytest.mark.parametrize(("lines", "cause"), [
    ("extends: gb9740\n", "第1行.*gb9740.*gb9704"), ("extends: 错\n", "绕成了圈"),
    ("extends: gb9704\npage: {top_cm: 3}\n", "第2行.*top_cm"), ("extends: gb9704\npitch_pt: 大\n", "第2行.*pitch_pt")])
def test_a_wrong_style_is_told_with_its_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lines: str, cause: str) -> None:
    monkeypatch.setenv("DRAFTER_HOME", str(tmp_path))
    folder = resources.user_folder("templates") / "styles"
    folder.mkdir(parents=True)
    (folder / "错.yaml").write_text(lines if "绕" not in cause else "extends: 误\n", encoding="utf-8")
    (folder / "误.yaml").write_text("extends: 错\n", encoding="utf-8")
    with pytest.raises(TemplateError, match=cause):
        style.load("错")


def test_a_broken_picture_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="PNG"):
        writers.write(Document("题", [Picture(b"GIF89a")]), tmp_path / "文.docx")
    assert not list(tmp_path.iterdir())


def test_signs_that_xml_cannot_hold_are_left_out() -> None:
    data = writers.docx.write(Document("题<&>\x01", [words("甲\x0b乙<w:b/>&amp;\ud800丙")]), style.load("gb9704"))
    back = reader.read(data, "文.docx")
    assert (back.title, back.blocks[1].text) == ("题<&>", "甲乙<w:b/>&amp;丙")


@pytest.mark.parametrize("title", [
    "槿川区人民政府关于做好2026年社区养老服务设施补短板工作的通知", "关于进一步推进全市老旧小区加装电梯和适老化改造工作情况的专题调研报告",
    "甲县人民代表大会常务委员会办公室关于印发甲县人民代表大会常务委员会组成人员履职管理办法和考核评价细则的通知"])
def test_a_long_title_is_a_trapezium_or_a_lozenge(title: str) -> None:
    lines = balanced(title, style.load("gb9704"))
    assert "".join(lines) == title
    assert not [line for line in lines[:-1] if line[-1].isdigit()]  # 2026 and 年 stay together
    sizes = [len(line) for line in lines]
    steps = [b - a for a, b in itertools.pairwise(sizes)]
    assert not any(a < 0 < b for a, b in itertools.pairwise(steps))  # no hourglass
    assert sizes[-1] >= 4


def test_a_table_of_contents_lists_the_headings_and_is_not_read_as_text() -> None:
    document = KINDS["report"]()
    document.meta["toc"] = True
    data = writers.docx.write(document, style.load("gb9704"))
    shown = [p.text for p in docx.Document(io.BytesIO(data)).paragraphs if p.style.name.startswith("toc")]
    assert [line.split("\t")[0] for line in shown] == [h.text for h in document.headings() if h.level <= 2]
    assert [int(line.split("\t")[1]) for line in shown] == sorted(int(line.split("\t")[1]) for line in shown)
    back = reader.read(data, "文.docx")
    assert back.meta["toc"]
    assert shape(back) == shape(document)
