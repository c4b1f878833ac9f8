"""Merging: two ways of saying one thing become one; what is like a phrase is found; review offers both."""

from __future__ import annotations

import itertools
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter import pipeline, resources
from drafter.bank import Bank, search
from drafter.cli import drafter
from drafter.cli.bank import fold
from drafter.errors import BankError
from tests.conftest import ROOT
from tests.test_review import run

TEXT = """# 关于{}的调研报告

## 一、存在的主要问题

{}

"""
SAID = ["有的窗口中午没有人，来办事的群众白跑一趟。", "有的窗口中午没有人，群众来办事白跑一趟。", "有的台账写得齐整，现场却找不到人。"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "材料"
    place.mkdir()
    for name, text in zip("甲乙丙", SAID, strict=True):
        (place / f"{name}.md").write_text(TEXT.format(f"窗口服务之{name}", text), encoding="utf-8")
    return place


@pytest.fixture
def path(folder: Path, place: Callable[[], str]) -> str:
    bank = place()
    with Bank(bank, create=True) as store:
        pipeline.mine([folder], store)
    return bank


def numbers(bank: Bank) -> list[int]:
    found = [next(f for f in bank.all(usable=False) if f.phrase.text == text) for text in SAID]
    return [f.id for f in found]


def test_a_merged_phrase_leaves_drafts_and_its_sources_count_for_the_other(path: str) -> None:
    with Bank(path) as bank:
        one, other, _ = numbers(bank)
        before = bank.get(other)
        assert bank.merge(one, other, who="小李").status == "merged"
        after = bank.get(other)
        assert one not in [f.id for f in bank.all()]
        assert sorted(Path(s.file).name for s in after.sources) == ["乙.md", "甲.md"]
        assert after.phrase.quality > before.phrase.quality
        assert [f.id for f in bank.merged(other)] == [one]
        target = bank.target(one)
        assert target is not None
        assert target.id == other
        assert bank.verify() == []
        assert bank.undo().what == "merge"
        assert bank.get(other).phrase.quality == before.phrase.quality
        assert len(bank.get(other).sources) == 1
        assert bank.get(one).status == "mined"


def test_what_merges_into_a_merged_phrase_goes_all_the_way(path: str) -> None:
    with Bank(path) as bank:
        one, other, last = numbers(bank)
        bank.merge(one, other)
        bank.merge(other, last)
        assert len(bank.get(last).sources) == 3
        assert {f.id for f in bank.merged(last)} == {one, other}
        bank.undo(other)
        assert (len(bank.get(last).sources), len(bank.get(other).sources)) == (1, 2)


def test_merging_that_makes_no_sense_is_refused(path: str) -> None:
    with Bank(path) as bank:
        one, other, last = numbers(bank)
        with pytest.raises(BankError, match="不能并入自己"):
            bank.merge(one, one)
        bank.merge(one, other)
        with pytest.raises(BankError, match=f"{one} 号已经并入 {other} 号，不能绕成圈"):
            bank.merge(other, one)
        with pytest.raises(BankError, match=f"请并入 {other} 号"):
            bank.merge(last, one)
        bank.decide(last, "reject")
        with pytest.raises(BankError, match=f"{last} 号是不用的"):
            bank.merge(other, last)
        with pytest.raises(BankError, match="没有 999 号"):
            bank.merge(one, 999)
        assert len(bank.history(one)) == 1


@pytest.mark.parametrize("way", ["mined anew", "the one merged gone and back", "the other gone and back", "kept later"])
def test_a_merger_outlives_mining(folder: Path, path: str, way: str) -> None:
    with Bank(path) as bank:
        one, other, _ = numbers(bank)
        bank.merge(one, other)
        weight = bank.get(other).phrase.quality
        for file in bank.paths() if way == "mined anew" else [str(folder / "甲.md")] if "one merged" in way else [
                str(folder / "乙.md")] if "the other" in way else []:
            bank.forget(file)
        if "the other" in way:  # what it was merged into is not there: the words stand for themselves
            assert bank.get(one).status == "mined"
        pipeline.mine([folder], bank)
        one, other, _ = numbers(bank)
        if way == "kept later":
            assert bank.decide(one, "keep").status == "kept"
            assert len(bank.get(other).sources) == 1
            bank.undo(one)
        assert bank.get(one).status == "merged"
        assert len(bank.get(other).sources) == 2
        assert bank.get(other).phrase.quality == weight
        assert bank.verify() == []


def test_whatever_the_order_of_decisions_and_mining_the_weights_agree(folder: Path, place: Callable[[], str]) -> None:
    """Three phrases merged, undone and their files lost and found in many orders: sources and weights follow the decisions in force."""
    for order in itertools.permutations(("merge 0 1", "merge 1 2", "forget 甲", "mine")):
        with Bank(place(), create=True) as bank:
            pipeline.mine([folder], bank)
            for step in order:
                what, *args = step.split()
                if what == "mine":
                    pipeline.mine([folder], bank)
                elif what == "forget":
                    bank.forget(str(folder / f"{args[0]}.md"))
                else:
                    held = {f.phrase.text: f.id for f in bank.all(usable=False)}
                    ids = [held.get(SAID[int(i)]) for i in args]
                    if None not in ids:
                        try:
                            bank.merge(ids[0] or 0, ids[1] or 0)
                        except BankError:
                            continue
            pipeline.mine([folder], bank)
            for row in bank.all(usable=False):
                fresh = row.phrase.worth(len({s.file for s in row.sources}))
                assert row.phrase.quality == fresh, order
            assert bank.verify() == []


def test_like_phrases_are_found_best_first_and_not_the_phrase_itself(path: str) -> None:
    with Bank(path) as bank:
        one, other, _ = numbers(bank)
        near = bank.similar(one)
        assert near[0][0].id == other
        assert one not in [row.id for row, _ in near]
        assert [score for _, score in near] == sorted((score for _, score in near), reverse=True)
    shown = json.loads(run("bank", "find", "--similar-to", str(one), "--format", "json", "--bank", path))
    assert shown[0]["id"] == other
    assert shown[0]["likeness"] > 0.6
    assert run("bank", "find", "--similar-to", str(one), "--role", "口号", "--bank", path).startswith("没有和")
    told = CliRunner().invoke(drafter, ["bank", "find", "台账", "--similar-to", "1"])
    assert "只留一样" in str(told.exception)


def test_every_phrase_of_the_shipped_corpus_finds_its_twin() -> None:
    """A phrase with two characters left out is still the one most like the whole."""
    with pipeline.builtin_bank() as bank:
        for row in bank.all()[:400:20]:
            text = row.phrase.lead + row.phrase.text
            cut = text[:len(text) // 2] + text[len(text) // 2 + 2:]
            ids = search.alike(bank._db, cut, row.phrase.role)
            best = max(ids, key=lambda i: search.likeness(cut, bank.get(i).phrase.lead + bank.get(i).phrase.text))
            assert best == row.id


def test_key_m_merges_into_one_of_five_like_it_and_u_takes_it_back(path: str) -> None:
    told = run("bank", "review", "--bank", path, "--as", "小李", keys="m1\nuq")
    assert "1. " in told
    assert "定了 0 条" in told
    told = run("bank", "review", "--bank", path, keys="m1\nq")
    assert "定了 1 条" in told
    with Bank(path) as bank:
        assert [f.status for f in bank.all(usable=False)].count("merged") == 1
        merged = next(f.id for f in bank.all(usable=False) if f.status == "merged")
        assert "并入" in run("bank", "show", str(merged), "--bank", path)
    left = run("bank", "review", "--bank", path, keys="m999\nm\nq")  # no such phrase, then none named: asked again
    assert "没有 999 号" in left
    assert "定了 0 条" in left


def test_the_command_merges_several_at_once_or_none(path: str) -> None:
    with Bank(path) as bank:
        one, other, last = numbers(bank)
    place = ("--bank", path)
    refused = CliRunner().invoke(drafter, ["bank", "merge", str(one), str(last), "--into", str(last), *place])
    assert isinstance(refused.exception, BankError)
    with Bank(path) as bank:
        assert bank.get(one).status == "mined"
    assert "并入" in run("bank", "merge", str(one), str(other), "--into", str(last), *place)
    shown = run("bank", "show", str(last), *place)
    assert shown.count("并进来的") == 2
    assert shown.count("见于") == 3
    assert f"并入 {last} 号" in run("bank", "undo", str(one), *place)


def test_what_is_shown_of_a_phrase(path: str) -> None:
    with Bank(path) as bank:
        bank.decide(numbers(bank)[0], "tag", "窗口", who="小李")
        number = str(numbers(bank)[0])
    shown = run("bank", "show", number, "--bank", path)
    assert "上面的标题：存在的主要问题" in shown
    assert "小李 加标签：窗口" in shown
    assert "质量" in shown


@settings(deadline=None)
@given(st.text("台账，abAB1 {}", max_size=20), st.lists(st.text("台账ab", min_size=1, max_size=3), max_size=3))
def test_places_of_words_are_the_words(text: str, words: list[str]) -> None:
    places = search.places(text, words)
    assert all(start < end <= len(text) for start, end in places)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(places))
    for word in words:
        for match in re.finditer(re.escape(word.lower()), text.lower()):
            assert any(start <= match.start() and match.end() <= end for start, end in places)


def test_json_tells_where_the_words_stand(path: str) -> None:
    rows = json.loads(run("bank", "find", "白跑一趟", "--format", "json", "--bank", path))
    for row in rows:
        (start, end), = row["matches"]["text"]
        assert row["text"][start:end] == "白跑一趟"


@pytest.mark.parametrize("columns", [30, 48, 100])
def test_on_a_narrow_terminal_lines_are_folded_and_the_words_are_bold(path: str, columns: int) -> None:
    """The command on a real (pseudo) terminal of that width."""
    master, slave = pty.openpty()
    env = {**os.environ, "COLUMNS": str(columns), "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    job = subprocess.Popen([sys.executable, "-m", "drafter", "bank", "find", "白跑一趟", "--bank", path], stdout=slave, env=env)
    job.wait()
    os.close(slave)
    out = b""
    try:
        while part := os.read(master, 4096):
            out += part
    except OSError:  # how Linux says that a terminal was closed
        pass
    os.close(master)
    text = out.decode()
    assert "\x1b[1m" in text
    plain = re.sub(r"\x1b\[\d+m", "", text).replace("\r", "")
    for line in plain.splitlines():
        assert sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) <= columns
        assert not line.strip().startswith(("，", "。"))
    whole = re.sub(r"\s", "", plain)
    assert "".join(SAID[0].split()) in whole


def test_folding_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((24, 5)))
    text = "要把窗口排班改成两班，中午留人值守，谁来都有人管。" * 3
    assert re.sub(r"\s|\x1b\[\d+m", "", fold(text, [(2, 6)])) == text


def test_mining_takes_no_table_of_words_for_a_document(tmp_path: Path) -> None:
    shutil.copytree(resources.folder("phrasebank"), tmp_path / "phrasebank")
    (tmp_path / "phrasebank" / "problem.yaml").write_text("- 台账写得齐，人却找不到\n", encoding="utf-8")
    (tmp_path / "甲.md").write_text(TEXT.format("窗口", SAID[0]), encoding="utf-8")
    assert pipeline.walk([tmp_path]) == [tmp_path / "甲.md"]
