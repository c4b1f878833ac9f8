"""What is said of a thing by the head word of its name: the tables' own examples, and drafts on things that no table knows."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from drafter import aspects, headwords, pipeline
from drafter.brief import Brief
from drafter.composing import names
from drafter.phrases import Phrase

ENTRIES = {id(row): row for _, row, _, _ in headwords._entries()}.values()


def texts(name: str) -> list[str]:
    return [phrase.lead + phrase.text for phrase in headwords.phrases(name)]


@pytest.mark.parametrize("row", ENTRIES, ids=lambda row: f"{row.at}{row.words[0]}")
def test_an_entry_holds_of_the_names_it_was_written_for(row: headwords._Headword) -> None:
    for name in row.like:
        assert any((name.endswith(w) if row.at == headwords.CLOSING else name.startswith(w)) for w in row.words), name
        found = headwords.of(name)
        assert found is not None
        said = texts(name)
        assert any(name in text or found.rest in text for text in said)
        assert not [text for text in said if re.search(r"[{}]", text)]


@pytest.mark.parametrize("row", [row for row in ENTRIES if row.unless], ids=lambda row: f"{row.at}{row.words[0]}")
def test_an_entry_is_silent_of_names_in_which_its_word_has_another_sense(row: headwords._Headword) -> None:
    for name in (name for other in row.unless for name in other.examples):
        found = headwords.of(name)
        assert found is None or found.row is not row, name


@pytest.mark.parametrize("row", ENTRIES, ids=lambda row: f"{row.at}{row.words[0]}")
def test_an_entry_says_nothing_that_a_brief_would_have_to_give(row: headwords._Headword) -> None:
    written = [*row.问题, *row.原因, *(act.text for act in row.对策), *(text for sort in headwords.WRITTEN for text in getattr(row, sort))]
    assert min(len(row.问题), len(row.原因)) >= 2
    assert len(row.对策) >= 3
    for text in written:
        bare = text.replace(headwords.WHOLE, "").replace(headwords.REST, "")
        assert not re.search(r"[0-9{},;:!?()]|每[天日周月季年]|指出", bare), text
        assert text.endswith("。"), text
        assert not re.match("该|此|其(?!实|余|他)|它|上述", text), text  # who reads it alone would ask of what it speaks
    assert {len(act.lead) for act in row.对策} == {4}
    titles = row.标题
    assert (len(titles.problem.gap), len(titles.problem.view), len(titles.problem.adj)) == (2, 4, 1)
    assert (len(titles.cause.heavy), len(titles.cause.light), len(titles.cause.root), len(titles.cause.verb)) == (2, 2, 4, 2)
    assert (len(titles.measure.verb), len(titles.measure.object), len(titles.short)) == (2, 4, 1)


def test_no_sentence_stands_in_two_entries() -> None:
    said = Counter(text for row in ENTRIES for text in (*row.问题, *row.原因, *(act.text for act in row.对策)))
    assert [text for text, n in said.items() if n > 1] == []


def test_no_word_at_one_place_has_two_entries() -> None:
    said = Counter((word, row.at) for row in ENTRIES for word in row.words)
    assert [word for word, n in said.items() if n > 1] == []


@pytest.mark.parametrize(("name", "word"), [
    ("虫霉防治", "防治"), ("摸清堵点", "摸清"), ("馆际联动", "联动"), ("乡镇业务指导", "指导"), ("规范管理", "管理")])
def test_the_head_word_of_a_name(name: str, word: str) -> None:
    found = headwords.of(name)
    assert found is not None
    assert word in found.row.words


def test_what_governs_its_head_word_is_no_thing_to_speak_of() -> None:
    """落实 is a verb: 落实的…… would be no Chinese, so that sentences with the rest of the name are left out."""
    assert any(headwords.REST in text for text in (p.original for p in headwords.phrases("虫霉防治")))
    assert not any(headwords.REST in text for text in (p.original for p in headwords.phrases("落实责任")))


def test_a_word_that_no_table_has_says_nothing() -> None:
    assert headwords.of("饕餮") is None
    assert headwords.phrases("饕餮") == ()
    assert headwords.heads("饕餮") is None


def test_a_word_alone_is_no_name() -> None:
    assert headwords.of("防治") is None


@pytest.fixture
def museum() -> Brief:
    return Brief.model_validate({
        "kind": "调研报告", "subkind": "问题原因对策", "subject": "县级博物馆藏品保护工作", "org": "云泽市文物局", "date": "2026-06-12",
        "length": 2400, "stress": ["虫霉防治", "库房条件", "馆际联动"], "audience": "市政府",
        "facts": [{"text": "纸质藏品出现虫蛀霉变的683件，比2021年增加152件", "use": "问题"}]})


def said_by_headword(draft: pipeline.Draft) -> list[Phrase]:
    return [s.trace.original for s in draft.document.sentences() if s.trace and s.trace.made == "written"
            and any(headwords.table(o.file) for o in s.trace.sources)]


def test_a_draft_speaks_of_what_no_table_knows_by_its_head_word(museum: Brief) -> None:
    draft = pipeline.draft(museum)
    assert len(said_by_headword(draft)) > 8
    headings = [h.text for h in draft.document.headings()]
    assert any("虫霉防治" in h for h in headings)
    assert not any(h.startswith("坚持库房条件") for h in (re.sub("^（.）", "", h) for h in headings))


def test_why_names_the_table_and_what_was_filled_in(museum: Brief, tmp_path: Path) -> None:
    pipeline.write(pipeline.draft(museum).document, tmp_path / "报告.docx")
    rows = [r for r in pipeline.why(tmp_path / "报告.docx") if r.row and any("headwords" in s["file"] for s in r.row.get("sources", []))]
    assert rows
    assert any("{名}填“虫霉防治”" in "".join(r.row["edits"]) for r in rows)


def test_a_page_of_its_own_name_needs_no_head_word() -> None:
    trade = "养老服务"
    own = aspects.trades()[trade].aspects[0].name
    brief = Brief.model_validate({"kind": "调研报告", "subject": "养老服务工作", "org": "云泽市民政局", "date": "2026-06-12",
                                  "length": 1500, "stress": [own], "facts": []})
    assert said_by_headword(pipeline.draft(brief)) == []


@pytest.mark.parametrize(("name", "deed"), [("虫霉防治", True), ("摸清堵点", True), ("库房条件", False), ("站点布局", False)])
def test_a_name_of_a_deed(name: str, deed: bool) -> None:
    assert names.deed(name) is deed
