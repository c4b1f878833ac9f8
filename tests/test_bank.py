"""The bank keeps phrases and every place they were seen."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter import pipeline
from drafter.bank import Bank
from drafter.brief import Brief
from drafter.errors import BankError
from tests.test_mining import REPORT

Place = Callable[[], str]


def test_mining_twice_adds_nothing(tmp_path: Path, place: Place) -> None:
    (tmp_path / "甲.md").write_text(REPORT, encoding="utf-8")
    with Bank(place(), create=True) as bank:
        first = pipeline.mine([tmp_path / "甲.md"], bank)
        second = pipeline.mine([tmp_path / "甲.md"], bank)
        assert first.phrases > 5
        assert (second.files, second.known, second.phrases) == (0, 1, 0)


def test_one_phrase_in_two_files_has_two_sources(tmp_path: Path, place: Place) -> None:
    (tmp_path / "甲.md").write_text(REPORT, encoding="utf-8")
    (tmp_path / "乙.md").write_text(REPORT.replace("台账管理的", "清单管理的"), encoding="utf-8")
    with Bank(place(), create=True) as bank:
        pipeline.mine([tmp_path], bank)
        found = bank.find(["现场却找不到人"])
    assert len(found) == 1
    assert sorted(Path(s.file).name for s in found[0].sources) == ["乙.md", "甲.md"]


def test_one_bad_file_is_skipped_and_the_rest_goes_on(tmp_path: Path, place: Place) -> None:
    (tmp_path / "甲.md").write_text(REPORT, encoding="utf-8")
    (tmp_path / "坏.docx").write_bytes(b"not a zip")
    with Bank(place(), create=True) as bank:
        done = pipeline.mine([tmp_path], bank)
    assert done.files == 1
    assert len(done.skipped) == 1
    assert "坏.docx" in done.skipped[0]


def test_a_draft_of_ours_teaches_only_what_the_clerk_wrote_into_it(tmp_path: Path, brief: Brief, place: Place) -> None:
    import docx

    pipeline.write(pipeline.draft(brief).document, tmp_path / "稿.docx")
    word = docx.Document(str(tmp_path / "稿.docx"))
    word.add_paragraph("要把值班电话贴在每层楼的电梯口，谁看见谁能打。", style="公文正文")
    word.save(str(tmp_path / "稿.docx"))
    with Bank(place(), create=True) as bank:
        pipeline.mine([tmp_path / "稿.docx"], bank)
        texts = [f.phrase.text for f in bank.all(usable=False) if f.phrase.kind == "sentence"]
    assert texts == ["要把值班电话贴在每层楼的电梯口，谁看见谁能打。"]


@pytest.mark.parametrize("word", ["%", "_", "'; DROP TABLE phrase; --", "\\"])
def test_odd_search_words_are_only_words(tmp_path: Path, word: str, place: Place) -> None:
    (tmp_path / "甲.md").write_text(REPORT, encoding="utf-8")
    with Bank(place(), create=True) as bank:
        pipeline.mine([tmp_path], bank)
        assert bank.find([word]) == []


def test_a_bank_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.sqlite"
    Bank(path, create=True).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    with pytest.raises(BankError, match="更新版本"):
        Bank(path)


def test_some_other_database_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "别的.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE t (x)")
    with pytest.raises(BankError, match="不是 drafter 的语料库"):
        Bank(path)


def test_a_text_file_is_no_bank(tmp_path: Path) -> None:
    path = tmp_path / "b.sqlite"
    path.write_text("这不是数据库" * 100, encoding="utf-8")
    with pytest.raises(BankError):
        Bank(path)


def test_a_bank_that_another_run_is_building_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who draft for the first time at once: the one who is done sweeps up what a dead run left, not what the other is writing."""
    monkeypatch.setenv("DRAFTER_CACHE", str(tmp_path))
    monkeypatch.setattr("drafter.pipeline.banks._fill", lambda bank, *rest: bank)
    writing, dead = tmp_path / ".builtin-x.sqlite.1", tmp_path / ".builtin-x.sqlite.2"
    for path in (writing, dead):
        path.write_bytes(b"half")
    os.utime(dead, (0, 0))
    with pipeline.builtin_bank() as built:
        assert Path(built.path).parent == tmp_path
    assert writing.exists()
    assert not dead.exists()


def test_the_built_in_bank_is_built_once_and_kept() -> None:
    with pipeline.builtin_bank() as first:
        path, stats = first.path, first.stats()
    with pipeline.builtin_bank() as second:
        assert second.path == path
        assert second.stats() == stats
    assert int(str(stats["usable"])) > 1000
