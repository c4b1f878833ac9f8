"""Sentences written by hand: each stands alone, in any office of its trade; none claims, counts, dates or quotes."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from drafter import aspects, handwritten
from drafter.phrases import WRITTEN

NAMES = [path.stem for path in handwritten.files("passages")]
SINGLES = [path.stem for path in handwritten.files()]  # trades that have single sentences besides
FIRST = 5  # of a trade's subjects: what it is about; further ones are its corners
WHOLE = {"起笔", "引子", "收尾"}  # what is said of the whole subject alone


def own(name: str) -> list[aspects.Aspect]:
    """The aspects of the table of that name: a trade's, or one of its parts (通用-服务与群众)."""
    return [a for trade in aspects.trades().values() for a in trade.aspects if a.table == name]


def test_every_trade_has_its_passages() -> None:
    assert set(SINGLES) <= {name for name in NAMES if "-" not in name} == set(aspects.trades())
    assert all(own(name) for name in NAMES)


@pytest.mark.parametrize("trade", NAMES)
def test_every_aspect_has_two_passages_of_all_sorts_that_different_facts_call(trade: str) -> None:
    called = handwritten.cues(trade)
    for aspect in own(trade):
        rows = [number for name, number in called if name == aspect.name]
        assert len(rows) >= 2, aspect.name
        for number in rows:
            mine = [p for p in handwritten.of(trade) if p.kind in WRITTEN and p.aspects == (aspect.name,) and p.item == number]
            assert {p.kind for p in mine} == set(WRITTEN) - WHOLE, (aspect.name, number)
            thread = Counter(p.role for p in handwritten.of(trade) if p.kind not in WRITTEN and p.aspects == (aspect.name,)
                             and p.item == number and "passages" in p.origin.file)
            assert thread["problem"] >= 2, (aspect.name, number)
            assert thread["cause"] == 3, (aspect.name, number)
            assert thread["measure"] == 4, (aspect.name, number)
            assert len(called[aspect.name, number]) >= 3, (aspect.name, number)
            assert min(map(len, called[aspect.name, number])) > 1, (aspect.name, number)
        assert len({called[aspect.name, number] for number in rows}) == len(rows), aspect.name


@pytest.mark.parametrize("trade", NAMES)
def test_no_word_that_must_be_spoken_of_first_is_what_the_trade_is_about(trade: str) -> None:
    """A word that calls the trade only for a corner of it (高考) may be one to be spoken of first; those at the list's head may not."""
    rows = handwritten.only(trade)
    core = {*aspects.trades()[trade.partition("-")[0]].subjects[:FIRST], *(a.name for a in own(trade))}
    assert [w for row in rows for w in row if w in core or len(w) < 2] == []
    assert len([w for row in rows for w in row]) == len({w for row in rows for w in row})


@pytest.mark.parametrize("trade", NAMES)
def test_a_page_knows_the_aspects_of_its_trade_and_has_every_sort_of_sentence(trade: str) -> None:
    page = [p for p in handwritten.of(trade) if p.kind in WRITTEN and not p.item]
    told = {p.aspects[0] for p in page if p.aspects}  # those written since docs/decisions/0021 have passages alone
    assert told <= {a.name for a in own(trade)}
    for aspect in told:
        assert {p.kind for p in page if p.aspects == (aspect,)} == set(WRITTEN) - WHOLE, aspect
    assert {p.kind for p in page if not p.aspects} == (WHOLE | {"道理"} if "-" not in trade else set())


@pytest.mark.parametrize("trade", NAMES)
def test_no_sentence_counts_dates_quotes_or_leans_on_another(trade: str) -> None:
    for phrase in handwritten.of(trade):
        text = phrase.text
        assert 12 <= len(text) <= 85, text
        assert text[-1] in "。？", text
        assert not re.search(r"[0-9A-Za-z,;:!?()\"'！]", text), text
        assert not re.search(r"每[周月季年日半]|天内|[当次隔]日|当天|某局|我[局镇区县市]|“[^”]{7,}”", text), text
        assert not re.match(r"首先|其次|此外|同时|因此|所以|但|这(?!是)|此|该|其(?!实)|上述", text), text


def test_no_twelve_characters_stand_twice_anywhere() -> None:
    grams: Counter[str] = Counter()
    for trade in NAMES:
        for phrase in handwritten.of(trade):
            core = re.sub(r"[^\u4e00-\u9fff]", "", phrase.text)
            grams.update({core[i:i + 12] for i in range(len(core) - 11)})
    assert [gram for gram, n in grams.items() if n > 1] == []


@pytest.mark.parametrize("trade", NAMES)
def test_a_thread_shows_the_problem_tells_its_cause_and_what_is_done(trade: str) -> None:
    threads: dict[tuple[str, str, int], list[str]] = {}
    for phrase in handwritten.of(trade):
        if phrase.kind not in WRITTEN:
            assert phrase.aspects[0] in {a.name for a in own(trade)}
            assert (phrase.kind == "act") == (len(phrase.lead) == 4)
            threads.setdefault((phrase.origin.file, phrase.aspects[0], phrase.item), []).append(phrase.role)
    for roles in threads.values():
        assert roles == sorted(roles, key=["problem", "cause", "measure"].index)
        assert set(roles) == {"problem", "cause", "measure"}
        assert roles.count("measure") >= 2


@pytest.mark.parametrize("trade", NAMES)
def test_an_attitude_tells_of_no_device_that_nobody_supplied(trade: str) -> None:
    for phrase in handwritten.of(trade):
        if phrase.kind == "取向":
            assert not re.search("自动(?:标注|提醒|推送|生成|预警|识别|派单)|已经", phrase.text), phrase.text


HEADS = [(path.stem, aspect, number, head) for path in handwritten.files(handwritten.PASSAGES)
         for (aspect, number), head in handwritten.heads(path.stem).items()]


def test_headings_of_passages_fit_their_frames() -> None:
    """有{gap}，{view}不{adj} and the like want words of just so many characters, and none of them twice in one heading."""
    sizes = {"problem": (4, 2, 4, 1), "cause": (4, 2, 2, 4, 2), "measure": (4, 2, 4)}
    assert HEADS
    for table, aspect, number, head in HEADS:
        for kind, lengths in sizes.items():
            cells = getattr(head, kind).cells
            assert tuple(map(len, cells)) == lengths, (table, aspect, number, cells)
            halves = [cell[i:i + 2] for cell in cells if len(cell) > 1 for i in range(0, len(cell), 2)]
            assert len(set(halves)) == len(halves), (table, aspect, number, cells)


def test_every_passage_of_ours_has_headings_of_its_own() -> None:
    pages = {path.stem: handwritten.cues(path.stem).keys() for path in handwritten.files(handwritten.PASSAGES)}
    assert [(name, at) for name, places in pages.items() for at in places if at not in handwritten.heads(name)] == []
