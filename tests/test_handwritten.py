"""Phrases that editors write by hand, in phrasebank/ROLE.yaml beside the bank: always as the file stands now, and preferred."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from drafter import pipeline, resources
from drafter.bank import Bank, handwritten
from drafter.brief import Brief
from drafter.cli import drafter
from drafter.errors import BankError, InputError
from tests.conftest import ROOT
from tests.test_desk import TEXT
from tests.test_review import run

PROBLEMS = """# 我们常用的，改了就生效
- 轮椅坡道修到门口就断了，老人得叫人抬
- text: 对{主题}抓得不紧，年初热、年尾冷
  aspects: [责任落实]
  tags: [常用, 局长爱用]
  note: 年终总结里用
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "phrasebank"
    place.mkdir()
    (place / "problem.yaml").write_text(PROBLEMS, encoding="utf-8")
    return place


@pytest.fixture
def path(folder: Path) -> Path:
    (folder.parent / "甲.md").write_text(TEXT.format("窗口服务", "谁来都有人管"), encoding="utf-8")
    run("mine", "甲.md")  # makes phrasebank/bank.sqlite beside what is written by hand
    return folder / "bank.sqlite"


def texts(path: Path) -> list[str]:
    with pipeline.own_bank(path) or Bank(path) as bank:
        return sorted(f.phrase.text for f in bank.all() if f.status == "handwritten")


def test_without_a_bank_they_are_held_in_memory_and_mining_makes_the_file(folder: Path) -> None:
    assert "【手写】" in run("bank", "find", "轮椅")
    assert "phrasebank/problem.yaml 第2行" in run("bank", "find", "轮椅")
    assert not (folder / "bank.sqlite").exists()
    (folder.parent / "甲.md").write_text(TEXT.format("窗口服务", "谁来都有人管"), encoding="utf-8")
    assert "手写的词句新增 2 条" in run("mine", "甲.md")
    assert (folder / "bank.sqlite").is_file()


def test_they_come_first_with_tags_note_and_line(path: Path) -> None:
    with pipeline.own_bank(path) or Bank(path) as bank:
        rows = bank.find(role="problem", limit=50)
        assert [r.status for r in rows[:3]] == ["handwritten", "handwritten", "mined"]
        row = next(r for r in rows if r.phrase.slots)
        assert (row.phrase.shown(), row.tags, row.phrase.aspects, row.phrase.quality) == (
            "对〔主题〕抓得不紧，年初热、年尾冷。", ("局长爱用", "常用"), ("责任落实",), 1.0)
        assert bank.verify() == []
    shown = run("bank", "show", str(row.id))
    assert "备注：年终总结里用" in shown
    assert "第3行" in shown
    assert str(row.id) in run("bank", "find", "--tag", "常用")


def test_a_changed_file_replaces_what_it_said_before(path: Path, folder: Path) -> None:
    (folder / "problem.yaml").write_text("- 电梯停了半年没人修\n- 有的单位台账写得齐整，现场却找不到人\n", encoding="utf-8")
    assert texts(path) == ["有的单位台账写得齐整，现场却找不到人。", "电梯停了半年没人修。"]
    with Bank(path) as bank:  # the second was mined too
        assert len(bank.find(["找不到人"])[0].sources) == 2
    (folder / "problem.yaml").unlink()
    assert texts(path) == []
    with Bank(path) as bank:
        row = bank.find(["找不到人"])[0]
        assert (row.status, len(row.sources), row.phrase.quality < 1) == ("mined", 1, True)
        assert bank.find(["电梯"]) == []
        assert bank.verify() == []


def test_the_bank_is_written_only_where_a_file_changed(path: Path) -> None:
    texts(path)
    before = path.read_bytes()
    assert len(texts(path)) == 2
    assert path.read_bytes() == before


def test_reject_works_edit_points_to_the_line_and_undo_brings_back(path: Path, folder: Path) -> None:
    with pipeline.own_bank(path) or Bank(path) as bank:
        number = bank.find(["轮椅"])[0].id
        with pytest.raises(BankError, match=r"phrasebank/problem.yaml：第2行：.*请直接改"):
            bank.decide(number, "edit", "改")
        assert bank.decide(number, "reject").status == "rejected"
        assert number not in [f.id for f in bank.all()]
        bank.undo()
        assert bank.decide(number, "keep").status == "handwritten"
        bank.decide(number, "reject")
    (folder / "problem.yaml").write_text("- 别的\n" + PROBLEMS, encoding="utf-8")
    with pipeline.own_bank(path) or Bank(path) as bank:  # the file changed, the decision stands
        assert bank.find(["轮椅"])[0].status == "rejected"


def test_mined_ways_merge_into_a_written_one(path: Path) -> None:
    with pipeline.own_bank(path) or Bank(path) as bank:
        one, into = bank.find(["白跑一趟"])[0].id, bank.find(["轮椅"])[0].id
        bank.merge(one, into)
        assert len(bank.get(into).sources) == 2
        bank.forget("phrasebank/problem.yaml")
        assert bank.get(one).status == "mined"


def test_drafts_use_them_before_all_others(folder: Path, brief: Brief) -> None:
    (folder / "problem.yaml").write_text(
        "- {text: 轮椅坡道修到门口就断了，老人得叫人抬, aspects: [设施布局], subject: 社区养老服务}\n", encoding="utf-8")
    made = pipeline.draft(brief)
    used = [s for s in made.document.sentences() if s.trace and "轮椅坡道" in s.text]
    assert used
    trace = used[0].trace
    assert trace is not None
    assert [o.place() for o in trace.sources] == ["phrasebank/problem.yaml 第1行"]
    assert trace.bank == "phrasebank"  # as the user would write it: no path of his machine stands in the draft


@pytest.mark.parametrize(("name", "content", "says"), [
    ("problem.yaml", "- 好\n- {text: 坏, tag: 甲}\n", "第2行第13列：第 2 条不认识的字段“tag”。是不是“tags”？"),
    ("problem.yaml", "- 好\n- {text: ''}\n", "第2行第10列：第 2 条“text”是空的"),
    ("problem.yaml", "- 台账: 不全\n", "第1行第3列：第 1 条缺少字段“text”。话里有半角冒号“: ”的，请整条用引号括起来"),
    ("problem.yaml", "- 12\n", "应当是文字"),
    ("problem.yaml", "text: 一条\n", "应当是一列"),
    ("problem.yaml", "- [好\n", "“[”没有用“]”收尾"),
    ("problem.yaml", "- 对{主体}抓得不紧\n", "没有“主体”这种槽。是不是“主题”？"),
    ("problems.yaml", "- 好\n", "是不是“problem”？"),
    ("问题.yaml", "- 好\n", "请改名为 problem.yaml"),
])
def test_a_faulty_file_is_told_by_line_and_column(folder: Path, name: str, content: str, says: str) -> None:
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as error:
        handwritten.load(handwritten.files(folder)[0])
    assert says in error.value.line()
    assert name in error.value.line()
    told = CliRunner().invoke(drafter, ["bank", "find", "轮椅"])
    assert isinstance(told.exception, InputError)


def test_the_tables_of_the_composer_are_no_phrases(tmp_path: Path) -> None:
    shutil.copytree(resources.folder("phrasebank"), tmp_path / "phrasebank")
    assert handwritten.files(tmp_path / "phrasebank") == []
    assert pipeline.written_folder() is None


def test_files_lie_in_phrasebank_or_by_their_names_beside_any_bank(tmp_path: Path) -> None:
    (tmp_path / "phrasebank").mkdir()
    (tmp_path / "brief.yaml").write_text("kind: 调研报告\n", encoding="utf-8")
    (tmp_path / "cause.yaml").write_text("- 责任没有分到人\n", encoding="utf-8")
    (tmp_path / "phrasebank" / "cause.yaml").write_text("- 责任没有分到人\n", encoding="utf-8")
    with Bank(tmp_path / "本单位.sqlite", create=True) as bank:
        assert pipeline.sync(bank, tmp_path) == 1
        assert [s.place() for s in bank.all()[0].sources] == ["cause.yaml 第1行", "phrasebank/cause.yaml 第1行"]


def test_a_locked_bank_answers_with_what_it_holds_and_says_so(path: Path, folder: Path) -> None:
    (folder / "problem.yaml").write_text("- 电梯停了半年没人修\n", encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with sqlite3.connect(path) as other:
        other.execute("BEGIN IMMEDIATE")
        done = subprocess.run([sys.executable, "-m", "drafter", "bank", "find", "轮椅"], env=env, capture_output=True, text=True,
                              check=False, cwd=folder.parent)
        other.rollback()
    assert done.returncode == 0
    assert "轮椅坡道" in done.stdout
    assert done.stderr.startswith("drafter：手写词句的改动这次没用上")
    assert "别的程序正在写它" in done.stderr


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="this system makes no folder read-only by its mode")
def test_a_bank_that_cannot_be_written_answers_all_the_same(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as shared:  # pytest's own folders are closed to other users
        folder = Path(shared) / "phrasebank"
        shutil.copytree(path.parent, folder)
        (folder / "problem.yaml").write_text("- 电梯停了半年没人修\n", encoding="utf-8")
        Path(shared).chmod(0o755)
        folder.chmod(0o555)
        try:
            if root:  # who may write everywhere: become somebody else for the while
                os.seteuid(65534)
            with caplog.at_level(logging.WARNING), pipeline.own_bank(folder / "bank.sqlite") or Bank(path) as bank:
                number = bank.find(["轮椅"])[0].id
                with pytest.raises(BankError, match=r"没有权限|只读"):
                    bank.decide(number, "keep")
        finally:
            if root:
                os.seteuid(0)
            folder.chmod(0o755)
    assert "手写词句的改动这次没用上" in caplog.text
    assert "没有权限" in caplog.text or "只读" in caplog.text
