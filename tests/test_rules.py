"""Rules live in YAML, each with examples; here every example is tried."""

import re

import pytest

from drafter import aspects
from drafter.cleaning import boilerplate
from drafter.composing import headings, varying
from drafter.mining import alone, roles


@pytest.mark.parametrize("rule", boilerplate.rules(), ids=lambda r: r.name)
def test_furniture_is_found_and_body_text_is_left(rule: boilerplate.Rule) -> None:
    for text in rule.right:
        assert rule.pattern.search(text), text
    for text in rule.wrong:
        assert not rule.pattern.search(text) or boilerplate._keeps(rule, text), text


@pytest.mark.parametrize("cue", roles.cues(), ids=lambda c: f"{c.role}-{c.pattern.pattern[:12]}")
def test_cues_find_their_right_example_and_not_the_wrong_one(cue: roles.Cue) -> None:
    assert cue.pattern.search(cue.right)
    assert not cue.pattern.search(cue.wrong)


@pytest.mark.parametrize("rule", roles.heading_rules(), ids=lambda r: f"{r.kind}-{r.role}")
def test_heading_rules_find_their_right_example_and_not_the_wrong_one(rule: roles.HeadingRule) -> None:
    assert rule.pattern.search(rule.right)
    assert not rule.pattern.search(rule.wrong)


@pytest.mark.parametrize("rule", [*alone.rules()[0], *alone.rules()[1]], ids=lambda r: r.example[:10])
def test_openers_and_rejects_find_their_example(rule: alone.Rule) -> None:
    assert rule.pattern.search(rule.example)


@pytest.mark.parametrize("frame", headings.frames().values(), ids=lambda f: f.name)
def test_a_frame_can_be_filled_for_every_aspect_and_its_example_is_one_of_them(frame: headings.Frame) -> None:
    lengths = set()
    for trade in aspects.trades().values():
        for aspect in trade.aspects:
            row = headings._options(frame, aspect, "")[0] | {slot: rows[0] for slot, rows in frame.lists.items()}
            text = frame.text.format(**row)
            lengths.add(len(re.sub(r"\W", "", text)))
            assert "{" not in text
    assert len(re.sub(r"\W", "", frame.example)) in lengths
    for words in frame.lists.values():
        assert len(set(words)) == len(words) >= 6
        assert max(map(len, words)) - min(map(len, words)) <= 1


@pytest.mark.parametrize("trade", aspects.trades().values(), ids=lambda t: t.trade)
def test_word_tables_have_true_syllable_counts(trade: aspects.Trade) -> None:
    for aspect in trade.aspects:
        for p in aspect.problem:
            assert (len(p.noun), len(p.gap), len(p.view), len(p.adj)) == (4, 2, 4, 1), p
        for c in aspect.cause:
            assert (len(c.noun), len(c.heavy), len(c.light), len(c.root), len(c.verb)) == (4, 2, 2, 4, 2), c
        for m in aspect.measure:
            assert (len(m.lever), len(m.verb), len(m.object)) == (4, 2, 4), m
        assert aspect.cues, aspect.name
    names = [a.name for a in trade.aspects]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("swap", varying.swaps().values(), ids=lambda s: f"{s.old}-{s.new}")
def test_a_swap_does_what_its_example_shows(swap: varying.Swap) -> None:
    places = [place for place, found in varying.options(swap.example) if found is swap]
    assert places, swap.old
    assert swap.example[:places[0]] + swap.new + swap.example[places[0] + len(swap.old):] == swap.shown
