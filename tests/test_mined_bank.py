"""The whole built-in bank, phrase by phrase: nothing of quality 0.5 or more may betray where it came from."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from drafter import pipeline, resources, specifics, words
from drafter.bank import Bank, Found
from drafter.mining import alone

CORPUS = resources.folder("corpus")


@pytest.fixture(scope="module")
def found() -> list[Found]:
    with pipeline.builtin_bank() as bank:
        return [f for f in bank.all(usable=False) if f.phrase.quality >= 0.5]


def outside(found: Found) -> str:
    """The phrase without its slots."""
    return re.sub(r"\{[a-z]+\}", "。", f"{found.phrase.lead}。{found.phrase.text}")


def test_no_name_date_or_figure_stands_outside_a_slot(found: list[Found]) -> None:
    for tells in (specifics.figures, specifics.named, specifics.PERSON.search, specifics.EVENT.search):
        assert [f.phrase.text for f in found if tells(outside(f))] == []


def test_no_opener_dangles(found: list[Found]) -> None:
    rules = [r for r in alone.rules()[1] if r.name == "dangling"]
    kinds = ("sentence", "act")
    assert [f.phrase.text for f in found if f.phrase.kind in kinds and any(
        r.pattern.search(f.phrase.text) and (not r.roles or f.phrase.role in r.roles) for r in rules)] == []


def test_every_pair_is_closed_and_punctuation_is_full_width(found: list[Found]) -> None:
    for a, b in ("“”", "（）", "《》", "‘’"):
        assert [f.phrase.text for f in found if f.phrase.text.count(a) != f.phrase.text.count(b)] == []
    assert [f.phrase.text for f in found if re.search(r"[,;:!?()]", outside(f))] == []


def test_the_bank_is_rich_enough(found: list[Found]) -> None:
    good = [f for f in found if f.phrase.quality >= 0.6 and f.phrase.kind in ("sentence", "act")]
    counts = {role: sum(f.phrase.role == role for f in good) for role in ("problem", "cause", "measure")}
    assert counts["problem"] >= 800
    assert counts["cause"] >= 400
    assert counts["measure"] >= 1600
    with pipeline.builtin_bank() as bank:
        assert len(bank.threads()) >= 200
        assert bank.frames()


def keys(bank: Bank) -> set[tuple[str, str, float]]:
    return {(f.phrase.key, " ".join(f.phrase.flags), f.phrase.quality) for f in bank.all(usable=False)}


def some(number: int) -> list[Path]:
    return sorted(CORPUS.rglob("*.txt"))[::11][:number]


def test_mining_twice_adds_nothing_and_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    files = some(12)
    with Bank(tmp_path / "a.sqlite", create=True) as one, Bank(tmp_path / "b.sqlite", create=True) as other:
        pipeline.mine(files, one)
        before = keys(one), len(one.threads())
        again = pipeline.mine(files, one)
        assert (again.files, again.phrases, again.known) == (0, 0, 12)
        assert (keys(one), len(one.threads())) == before
        shuffled = random.Random(1).sample(files, len(files))
        for path in shuffled:
            pipeline.mine([path], other)
        assert keys(other) == before[0]
        assert len(other.threads()) == before[1]


def test_a_phrase_of_two_sources_is_worth_more(tmp_path: Path) -> None:
    text = "# 关于台账管理的调研报告\n\n## 一、存在的主要问题\n\n有的单位台账写得齐整，现场却找不到人。\n\n{}\n"
    for name, rest in (("甲", "一些窗口中午没有人，来办事的白跑一趟。"), ("乙", "部分账目公开得晚，村里人看不懂。")):
        (tmp_path / f"{name}.md").write_text(text.format(rest), encoding="utf-8")
    with Bank(":memory:") as bank:
        pipeline.mine([tmp_path / "甲.md"], bank)
        first = bank.find(["台账写得齐整"])[0]
        pipeline.mine([tmp_path / "乙.md"], bank)
        second = bank.find(["台账写得齐整"])[0]
    assert len(second.sources) == 2
    assert second.phrase.quality > first.phrase.quality


def test_a_random_draw_is_the_same_for_a_seed_and_usable(found: list[Found]) -> None:
    with pipeline.builtin_bank() as bank:
        drawn = bank.draw(50, seed=3)
        assert [f.id for f in drawn] == [f.id for f in bank.draw(50, seed=3)]
        assert [f.id for f in drawn] != [f.id for f in bank.draw(50, seed=4)]
    assert all(not f.phrase.flags and f.phrase.quality >= 0.5 for f in drawn)


@pytest.mark.parametrize("path", some(6), ids=lambda p: p.stem)
def test_both_segmenters_give_nearly_the_same_phrases(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mined(name: str) -> set[tuple[str, str]]:
        monkeypatch.setenv("DRAFTER_SEGMENTER", name)
        words.segmenter.cache_clear()
        with Bank(":memory:") as bank:
            pipeline.mine([path], bank)
            return {(f.phrase.text, f.phrase.role) for f in bank.all() if f.phrase.kind in ("sentence", "act", "lead")}

    try:
        assert mined("jieba") == mined("rjieba")
    finally:
        words.segmenter.cache_clear()
