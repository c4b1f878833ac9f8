"""A pile of briefs drafted in one call: the same drafts as one by one, what fails is told, what is there stays."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from drafter import pipeline
from drafter.errors import InputError
from drafter.jobs import crew
from drafter.pipeline import batch
from tests.conftest import ROOT

KINDS = ("通知", "简报", "信息", "公告", "倡议书")


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """Ten briefs in a folder, beside a file that is none."""
    folder = tmp_path / "任务书"
    folder.mkdir()
    for name in KINDS:
        for copy in "甲乙":
            (folder / f"{name}{copy}.yaml").write_bytes((ROOT / "examples" / f"{name}.yaml").read_bytes())
    (folder / "说明.txt").write_text("不是任务书", encoding="utf-8")
    return folder


def call(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "drafter", "draft", *map(str, words)], capture_output=True, encoding="utf-8", check=False)


def test_a_folder_of_briefs_becomes_a_folder_of_the_drafts_that_each_alone_would_give(pile: Path, tmp_path: Path) -> None:
    done = call(pile, "-o", tmp_path / "草稿", "--jobs", 2)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("10 份任务书：写好 10 份。\n")
    assert sorted(p.name for p in (tmp_path / "草稿").iterdir()) == sorted(f"{p.stem}.docx" for p in pile.glob("*.yaml"))
    alone = pipeline.draft(pile / "倡议书乙.yaml").document
    pipeline.write(alone, tmp_path / "倡议书乙.docx")
    assert (tmp_path / "草稿" / "倡议书乙.docx").read_bytes() == (tmp_path / "倡议书乙.docx").read_bytes()


def test_a_faulty_brief_is_told_and_the_others_are_drafted(pile: Path, tmp_path: Path) -> None:
    (pile / "坏的.yaml").write_text("kind: 通知\nsubject: 值班\norg: 县政府\ndate: 2026-09-18\norgan: 县政府\n", encoding="utf-8")
    done = call(pile, "-o", tmp_path / "草稿")
    assert done.returncode == 2
    assert "没写成：" in done.stderr
    assert "坏的.yaml" in done.stderr
    assert "organ" in done.stderr
    assert "Traceback" not in done.stderr
    assert "写好 10 份，没写成 1 份" in done.stdout


def test_what_is_there_stays_and_force_writes_it_anew(pile: Path, tmp_path: Path) -> None:
    out = tmp_path / "草稿"
    out.mkdir()
    (out / "通知甲.docx").write_bytes(b"the clerk's own")
    done = call(pile, "-o", out)
    assert done.returncode == 0, done.stderr
    assert (out / "通知甲.docx").read_bytes() == b"the clerk's own"
    assert "写好 9 份，原来就有、没有动的 1 份" in done.stdout
    assert "写好 10 份。" in call(pile, "-o", out, "--force").stdout
    assert (out / "通知甲.docx").read_bytes().startswith(b"PK")


def test_two_briefs_of_one_name_would_be_one_draft_and_are_refused(pile: Path, tmp_path: Path) -> None:
    other = tmp_path / "别的"
    other.mkdir()
    (other / "通知甲.yaml").write_bytes((pile / "通知甲.yaml").read_bytes())
    with pytest.raises(InputError, match="同名"):
        batch.tasks([pile, other], tmp_path / "草稿")
    assert not (tmp_path / "草稿").exists()


@pytest.mark.parametrize(("words", "told"), [
    (("没有这个文件.yaml",), "不存在"), (("空的",), "里面没有任务书")])
def test_a_path_that_gives_no_brief_is_told_first(words: tuple[str, ...], told: str, pile: Path, tmp_path: Path) -> None:
    (tmp_path / "空的").mkdir()
    done = call(pile, *words, "-o", tmp_path / "草稿")
    assert done.returncode == 2
    assert told in done.stderr
    assert not (tmp_path / "草稿").exists()


def test_options_of_one_draft_alone_are_refused(pile: Path, tmp_path: Path) -> None:
    done = call(pile, "-o", tmp_path / "草稿", "--trace", "出处.json", "--length", "900")
    assert done.returncode == 2
    assert "不能给 --length --trace" in done.stderr
    assert "-o" in call(pile).stderr


def test_many_drafts_go_to_a_folder_and_not_to_a_file(pile: Path, tmp_path: Path) -> None:
    done = call(pile, "-o", tmp_path / "草稿.docx")
    assert done.returncode == 2
    assert "要写放草稿的文件夹" in done.stderr
    assert not (tmp_path / "草稿.docx").exists()


def test_alternatives_stand_beside_each_draft(pile: Path, tmp_path: Path) -> None:
    todo = batch.tasks([pile / "倡议书甲.yaml"], tmp_path / "草稿")
    rows = list(batch.draft_all(todo, batch.Way(alternatives=2, toc=True)))
    assert [done.trouble for _, done in rows if done] == [""]
    assert (tmp_path / "草稿" / "倡议书甲.备选.md").is_file()


def test_workers_give_the_drafts_in_the_order_of_the_briefs(pile: Path, tmp_path: Path) -> None:
    todo = batch.tasks([pile], tmp_path / "草稿")
    with crew(2) as workers:
        rows = list(batch.draft_all(todo, batch.Way(), crew=workers))
    assert [task for task, _ in rows] == todo
    assert all(done and not done.trouble and done.length for _, done in rows)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent as SIGINT")
def test_stopped_in_the_middle_it_goes_on_where_it_was(pile: Path, tmp_path: Path) -> None:
    for copy in range(40):
        (pile / f"调研报告{copy}.yaml").write_bytes((ROOT / "examples" / "调研报告.yaml").read_bytes())
    out = tmp_path / "草稿"
    running = subprocess.Popen([sys.executable, "-u", "-m", "drafter", "draft", str(pile), "-o", str(out), "--jobs", "1"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    assert running.stdout is not None
    assert "已写好" in running.stdout.readline()
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "已中断" in told
    before = len(list(out.glob("*.docx")))
    assert 0 < before < 50
    assert not list(out.glob(".drafter-*"))
    done = call(pile, "-o", out)
    assert done.returncode == 0, done.stderr
    assert f"没有动的 {before} 份" in done.stdout
    assert len(list(out.glob("*.docx"))) == 50
