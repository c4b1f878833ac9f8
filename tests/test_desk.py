"""The editors' desk: what an editor decided stands, whatever is mined again; the index answers; nothing is lost."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter import pipeline, resources
from drafter.bank import Bank, Found, migrations, search
from drafter.errors import BankError, OutputError
from drafter.mining import roles

Place = Callable[[], str]
CORPUS = resources.folder("corpus")
TEXT = """# 关于{}的调研报告

## 一、存在的主要问题

有的单位台账写得齐整，现场却找不到人。

一些窗口中午没有人，来办事的白跑一趟。

## 二、对策建议

要把窗口排班改成两班，中午留人值守，{}。
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "材料"
    folder.mkdir()
    (folder / "甲.md").write_text(TEXT.format("窗口服务", "谁来都有人管"), encoding="utf-8")
    (folder / "乙.md").write_text(TEXT.format("台账管理", "随到随办"), encoding="utf-8")
    return folder


@pytest.fixture
def mined(files: Path, place: Place) -> str:
    """A bank of the two files."""
    name = place()
    with Bank(name, create=True) as bank:
        pipeline.mine([files], bank)
    return name


def one(bank: Bank, words: str) -> Found:
    found = bank.find([words])
    assert found, words
    return found[0]


def test_keep_reject_edit_and_tag_are_told_by_whom_and_when(files: Path, place: Place) -> None:
    with Bank(place(), create=True) as bank:
        pipeline.mine([files], bank)
        row = one(bank, "现场却找不到人")
        assert bank.decide(row.id, "keep", who="小李").status == "kept"
        edited = bank.decide(row.id, "edit", "有的单位台账齐整，到现场却找不到人。", who="小李")
        assert edited.phrase.text == "有的单位台账齐整，到现场却找不到人。"
        assert bank.decide(row.id, "tag", "窗口").tags == ("窗口",)
        assert [(d.what, d.who) for d in bank.history(row.id)][:2] == [("keep", "小李"), ("edit", "小李")]
        assert bank.decide(row.id, "untag", "窗口").tags == ()


def test_a_rejected_phrase_leaves_drafts_and_undo_brings_it_back(files: Path, place: Place) -> None:
    with Bank(place(), create=True) as bank:
        pipeline.mine([files], bank)
        row = one(bank, "现场却找不到人")
        bank.decide(row.id, "reject")
        assert row.id not in [f.id for f in bank.all()]
        assert bank.undo().what == "reject"
        assert row.id in [f.id for f in bank.all()]
        with pytest.raises(BankError):
            bank.undo()


def test_an_approved_phrase_is_usable_whatever_its_flags_and_comes_first(files: Path, place: Place) -> None:
    (files / "丙.md").write_text(TEXT.format("值班", "去年接待312人次"), encoding="utf-8")
    with Bank(place(), create=True) as bank:
        pipeline.mine([files], bank)
        flagged = next(f for f in bank.all(usable=False) if "specific" in f.phrase.flags and f.phrase.kind == "sentence")
        assert flagged.id not in [f.id for f in bank.all()]
        kept = bank.decide(flagged.id, "keep")
        assert kept.phrase.flags == ()
        assert flagged.id in [f.id for f in bank.all()]


@pytest.mark.parametrize("way", ["again", "changed cues", "gone and back"])
def test_decisions_outlive_mining(files: Path, way: str, monkeypatch: pytest.MonkeyPatch, place: Place) -> None:
    with Bank(place(), create=True) as bank:
        pipeline.mine([files], bank)
        kept, gone, edited = one(bank, "现场却找不到人"), one(bank, "来办事的白跑一趟"), one(bank, "谁来都有人管")
        bank.decide(kept.id, "keep")
        bank.decide(gone.id, "reject")
        bank.decide(edited.id, "edit", "窗口中午留人值守，谁来都有人管。")
        if way == "gone and back":
            for path in bank.paths():
                bank.forget(path)
            assert sorted(f.status for f in bank.all(usable=False)) == ["edited", "kept"]  # what was approved stays
        if way == "changed cues":  # other rules: the same words may get another role, and every file is mined anew
            folder = resources.user_folder("cues")
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "background.yaml").write_text("- {cue: '台账', weight: 99, right: 台账, wrong: 清单}\n", encoding="utf-8")
            for cached in (roles.cues, roles._filtered, pipeline.rules):
                cached.cache_clear()
        try:
            done = pipeline.mine([files], bank)
            assert done.files == (0 if way == "again" else 2)
            assert one(bank, "现场却找不到人").status == "kept"
            assert one(bank, "来办事的白跑一趟").status == "rejected"
            assert next(f for f in bank.all() if f.status == "edited").phrase.text == "窗口中午留人值守，谁来都有人管。"
            assert bank.verify() == []
            if way == "changed cues":
                assert one(bank, "现场却找不到人").phrase.role == "background"
        finally:
            shutil.rmtree(resources.user_folder("cues"), ignore_errors=True)
            for cached in (roles.cues, roles._filtered, pipeline.rules):
                cached.cache_clear()


def test_a_changed_file_replaces_what_it_gave_before(files: Path, place: Place) -> None:
    with Bank(place(), create=True) as bank:
        pipeline.mine([files], bank)
        (files / "甲.md").write_text(TEXT.format("窗口服务", "老人有人扶"), encoding="utf-8")
        pipeline.mine([files], bank)
        assert bank.find(["谁来都有人管"]) == []
        assert one(bank, "老人有人扶")
        assert len(one(bank, "现场却找不到人").sources) == 2
        assert bank.verify() == []


def test_files_that_are_gone_leave_with_prune_only(files: Path, place: Place) -> None:
    with Bank(place(), create=True) as bank:
        pipeline.mine([files], bank)
        (files / "甲.md").unlink()
        assert pipeline.mine([files], bank).gone == 0
        assert one(bank, "谁来都有人管")
        assert pipeline.mine([files], bank, prune=True).gone == 1
        assert bank.find(["谁来都有人管"]) == []
        assert one(bank, "随到随办")


def test_the_index_answers_as_the_rows_do() -> None:
    with pipeline.builtin_bank() as bank:
        rows = bank.all(usable=False)
        draw = random.Random(7)
        for _ in range(25):
            row = draw.choice(rows)
            asked = [t for t in search.tokens(row.phrase.text) if len(t) > 1]
            if len(asked) < 2:
                continue
            words = draw.sample(asked, 2)
            found = bank.find(query=search.Query(tuple(words), row.phrase.role, limit=5000))
            holding = {f.id for f in rows if f.phrase.role == row.phrase.role
                       and all(w in search.tokens(f.phrase.lead + f.phrase.text) for w in words)}
            assert holding <= {f.id for f in found} or len(holding) > search.FIRST
        assert bank.verify() == []


@pytest.mark.parametrize(("field", "value"), [("aspect", "责任落实"), ("kind", "lead"), ("least", 0.9), ("since", 2026), ("role", "cause")])
def test_each_narrowing_narrows(field: str, value: object) -> None:
    with pipeline.builtin_bank() as bank:
        found = bank.find(query=search.Query(limit=60, **{field: value}))  # type: ignore[arg-type]
    assert found
    for row in found:
        had = {"aspect": row.phrase.aspects, "kind": (row.phrase.kind,), "role": (row.phrase.role,)}
        if field == "least":
            assert row.phrase.quality >= 0.9
        elif field == "since":
            assert max(row.years) >= 2026
        else:
            assert value in had[field]


def test_a_near_subject_comes_forward() -> None:
    with pipeline.builtin_bank() as bank:
        near = bank.find(query=search.Query(("台账",), subject="安全生产隐患排查", limit=5))
        far = bank.find(query=search.Query(("台账",), subject="老年食堂", limit=5))
    assert [f.id for f in near] != [f.id for f in far]


def test_a_backup_is_whole_and_overwrites_nothing(files: Path, place: Place) -> None:
    with Bank(place(), create=True) as bank:
        pipeline.mine([files], bank)
        bank.backup(files.parent / "备份.sqlite")
        with Bank(files.parent / "备份.sqlite") as copy:
            assert copy.verify() == []
            assert copy.stats()["phrases"] == bank.stats()["phrases"]
        with pytest.raises(OutputError):
            bank.backup(files.parent / "备份.sqlite")


def test_verify_tells_what_is_wrong(mined: str) -> None:
    with Bank(mined) as bank, bank._db.writing():
        bank._db.execute("DELETE FROM sighting WHERE phrase = 1")
    with Bank(mined) as bank:
        assert bank.verify() == ["没有来源的词句 1 条"]


def test_wording_unseen_for_years_fades(files: Path, place: Place) -> None:
    old = files / "旧.md"
    old.write_text("---\ndate: 2012-05\n---\n# 关于创先争优的汇报\n\n要做到底数清、责任明、措施实，把台账建到户。\n", encoding="utf-8")
    with Bank(place(), create=True) as bank:
        pipeline.mine([old], bank)
        assert ("底数清、责任明、措施实", 2012, 2012, "") in bank.fading(2026)


@pytest.mark.parametrize("version", [1, 2])
def test_a_bank_of_an_older_version_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    path = tmp_path / "旧.sqlite"
    with sqlite3.connect(path) as db:
        for step in migrations.MIGRATIONS[:version]:
            step(db)
        db.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {version}")
        db.execute("INSERT INTO source (path, hash, mined, articles, units, cut) VALUES ('甲.md', 'x', '2026-01-01', 1, 1, 0)")
        db.execute("INSERT INTO phrase (key, role, kind, lead, text, flags, quality)"
                   " VALUES ('k', 'problem', 'sentence', '', '台账不全，责任不清。', '', 0.7)")
        db.execute("INSERT INTO sighting (phrase, source, article, paragraph, line, subject, trade, chapter, item, place, above, original,"
                   " edits) VALUES (1, 1, '甲', 1, 1, '', '', '', 0, 0, '', '台账不全，责任不清。', '[]')")
    with Bank(path) as bank:
        assert one(bank, "台账").phrase.text == "台账不全，责任不清。"
        assert bank.decide(1, "keep").status == "kept"
        assert bank.verify() == []


@pytest.mark.parametrize(("trouble", "says"), [("PRAGMA max_page_count = 1", "磁盘满了"), ("PRAGMA query_only = ON", "只读")])
def test_a_bank_that_cannot_be_written_says_so_and_stays_as_it_was(files: Path, trouble: str, says: str) -> None:
    with Bank(files.parent / "b.sqlite", create=True) as bank:
        pipeline.mine([files / "甲.md"], bank)
        before = {f.phrase.key for f in bank.all(usable=False)}
        bank._db.execute(trouble)
        number = one(bank, "现场却找不到人").id
        with pytest.raises(BankError) as error:
            bank.decide(number, "tag", "很长的标签" * 20_000)
        assert says in error.value.line()
    with Bank(files.parent / "b.sqlite") as bank:
        assert {f.phrase.key for f in bank.all(usable=False)} == before
        assert bank.verify() == []


def test_a_second_writer_waits_and_is_then_told_who_writes(mined: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "xiaoli")
    with Bank(mined) as first, first._db.writing():
        with Bank(mined, wait=0.2) as bank:
            assert one(bank, "现场却找不到人")  # readers need not wait
            with pytest.raises(BankError) as error:
                bank.decide(one(bank, "现场却找不到人").id, "keep")
        assert f"xiaoli（进程 {os.getpid()}" in error.value.line()
        assert "等了 0.2 秒" in error.value.line()
    with Bank(mined, wait=0.2) as bank:
        bank.decide(one(bank, "现场却找不到人").id, "keep")


def test_a_note_left_by_a_writer_that_was_killed_hinders_nobody(files: Path) -> None:
    path = files.parent / "b.sqlite"
    with Bank(path, create=True) as bank:
        pipeline.mine([files], bank)
    Path(f"{path}.writer").write_text("小王\n1\npc\n2026-01-01T00:00:00\n", encoding="utf-8")
    with Bank(path, wait=0.2) as bank:
        bank.decide(one(bank, "现场却找不到人").id, "keep")
        assert not Path(f"{path}.writer").exists()
    with sqlite3.connect(path) as other:  # some other program holds it: nobody is named
        other.execute("BEGIN IMMEDIATE")
        with Bank(path, wait=0.2) as bank, pytest.raises(BankError, match="别的程序正在写它"):
            bank.decide(one(bank, "现场却找不到人").id, "keep")


def test_readers_and_writers_at_once_lose_nothing(mined: str) -> None:
    """Two processes decide and two look, all on one bank: no error reaches anybody and every decision stands."""
    import subprocess
    import sys

    with Bank(mined) as bank:
        number = one(bank, "现场却找不到人").id
    write = f"from drafter.bank import Bank\nb = Bank({mined!r})\nfor i in range(40): b.decide({number}, 'tag', NAME + str(i))"
    look = f"from drafter.bank import Bank\nb = Bank({mined!r})\nfor i in range(80): assert b.find(['台账'])"
    jobs = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE)
            for code in (f"NAME = '甲'\n{write}", f"NAME = '乙'\n{write}", look, look)]
    assert [job.communicate()[1] for job in jobs] == [b""] * 4
    with Bank(mined) as bank:
        assert len(bank.get(number).tags) == 80
        assert bank.verify() == []


@pytest.mark.parametrize("word", ["3.5", "A-B", "1+N", "24小时", "“三会一课”", "C++", "0.5%", "　", "a_b"])
def test_odd_words_are_looked_for_and_break_nothing(files: Path, word: str, place: Place) -> None:
    (files / "丁.md").write_text(TEXT.format("值班", f"按{word}办"), encoding="utf-8")
    with Bank(place(), create=True) as bank:
        pipeline.mine([files], bank)
        bank.find([word])
        bank.find([word, "台账"])
        assert bank.verify() == []
