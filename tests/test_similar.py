"""Likeness of a draft to the bank's sources and to earlier drafts, coverage, and the limits of composing."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path

import pytest
from click.testing import CliRunner

from drafter import likeness, pipeline, words
from drafter.brief import Brief
from drafter.cli import drafter
from drafter.errors import InputError
from tests.conftest import ROOT

EXAMPLE = str(ROOT / "examples" / "survey-report.yaml")
SAID = "有的服务站设在背街小巷，门前三级台阶，坐轮椅的老人进不了门，只好在门外等。"


def run(*words_: str) -> str:
    return CliRunner().invoke(drafter, list(words_), catch_exceptions=False).output


def test_a_run_is_found_across_commas_and_named_with_its_source() -> None:
    earlier = f"开头不同。{SAID.replace('，', '、')}结尾也不同。"
    found = likeness.compare([("一、问题", ["前面是自己写的话。", SAID])], [("旧稿.docx", earlier)])
    assert found.longest is not None
    assert found.longest.text == words.han(SAID)
    assert found.parts[0].source == "旧稿.docx"
    assert found.parts[0].most == len(words.han(SAID))
    assert not found.within


def test_eleven_characters_are_chance_and_twelve_are_not() -> None:
    core = words.han(SAID)
    for n, alike in ((11, 0), (12, 12)):
        assert likeness.compare([("一", [SAID])], [("旧稿", "甲" + core[:n] + "乙丙丁")]).parts[0].alike == alike


def test_facts_and_set_phrases_are_the_writers_own() -> None:
    assert not likeness.compare([("一", [SAID])], [("旧稿", SAID)], own=[SAID]).runs
    many = [(f"{i}.txt", f"{SAID}各自的话{i}") for i in range(4)]
    assert not likeness.compare([("一", [SAID])], many, common=frozenset(name for name, _ in many)).runs
    assert likeness.compare([("一", [SAID])], many).runs


def test_sentences_running_from_one_source_are_counted() -> None:
    rows = [f"{a}这一句话说的是第{a}件事情和它的来龙去脉。" for a in "甲乙丙"]
    found = likeness.compare([("一", [*rows, "这一句话是自己写的和谁都不相同。", rows[0][::-1]])], [("旧稿", "".join(rows))])
    assert found.running == 3
    assert found.running_source == "旧稿"


def test_a_rewrite_with_another_seed_is_told_from_its_sister(brief: Brief, tmp_path: Path) -> None:
    for seed in (0, 7):
        pipeline.write(pipeline.draft(brief, seed=seed).document, tmp_path / f"稿{seed}.docx")
    found = pipeline.similar(tmp_path / "稿0.docx", builtin=False)
    assert {p.source for p in found.parts if p.source} == {"稿7.docx"}
    assert found.longest is not None
    for fact in (f for f in brief.facts if len(words.han(f.text)) >= likeness.SHINGLE):  # shorter words are nobody's
        assert words.han(fact.text) not in "".join(r.text for r in found.runs)
    record = json.loads(run("similar", "稿0.docx", "--no-builtin", "--format", "json"))
    assert record["share"] == pytest.approx(found.share, abs=0.001)
    assert record["sections"][0]["name"] == "开头"


def test_a_draft_is_not_like_itself_nor_its_clean_copy(brief: Brief, tmp_path: Path) -> None:
    pipeline.write(pipeline.draft(brief).document, tmp_path / "稿.docx")
    pipeline.strip(tmp_path / "稿.docx")
    assert pipeline.similar(tmp_path / "稿.docx", builtin=False).within


def test_the_shipped_corpus_is_told_article_by_article(brief: Brief, own_bank: Path, tmp_path: Path) -> None:
    pipeline.write(pipeline.draft(brief, bank=own_bank).document, tmp_path / "稿.docx")
    out = run("similar", "稿.docx")
    assert "出自一篇" in out
    assert "corpus/" in out
    with pytest.raises(InputError, match=r"只能查 .docx"):
        pipeline.similar(tmp_path / "稿.pdf")


def test_at_most_two_sentences_running_and_a_quarter_come_from_one_document(brief: Brief, own_bank: Path) -> None:
    for seed in range(3):
        document = pipeline.draft(brief, bank=own_bank, seed=seed).document
        told = [(s.trace.sources[0].file, s.trace.sources[0].article) if s.trace and s.trace.made == "mined" else None
                for s in document.sentences()]
        assert max(len(list(rows)) for source, rows in groupby(told) if source) <= 2
        whole = sum(len(s.text) for s in document.sentences())
        for source in set(told) - {None}:
            assert sum(len(s.text) for s, t in zip(document.sentences(), told, strict=True) if t == source) <= 0.25 * whole


def test_the_matrix_is_shown_without_a_file_and_marks_the_holes(tmp_path: Path) -> None:
    out = run("draft", EXAMPLE, "--matrix")
    assert out.splitlines()[0].split() == ["方面", "问题", "原因", "对策", "事实", "出处"]
    assert not list(tmp_path.glob("*.docx"))
    (tmp_path / "任务书.yaml").write_text("kind: 心得体会\nsubject: 钟表修造\norg: 岚溪市档案馆\ndate: 2026-03-09\nlength: 900\n"
                                        "stress: [嗡嗡嘤嘤嗡]\n", encoding="utf-8")
    out = run("draft", "任务书.yaml", "--matrix")
    assert "缺" in next(line for line in out.splitlines() if line.startswith("嗡嗡嘤嘤嗡"))
    assert "缺语料：嗡嗡嘤嘤嗡（" in out
    assert "没有事实" in out


def test_minutes_give_the_length(tmp_path: Path) -> None:
    run("draft", EXAMPLE, "--minutes", "5", "-o", "五分钟.docx")
    from drafter.readers import trace

    assert trace.record((tmp_path / "五分钟.docx").read_bytes(), tmp_path / "五分钟.docx").state["brief"]["length"] == 1000
