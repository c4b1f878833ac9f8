"""Rules live in YAML, each with examples; here every example is tried."""

import re

import pytest

from drafter import aspects
from drafter.cleaning import boilerplate
from drafter.composing import headings
from drafter.mining import alone, roles

CUES, HEADINGS = roles._table()


@pytest.mark.parametrize("rule", boilerplate.rules(), ids=lambda r: r.name)
def test_furniture_is_found_and_body_text_is_left(rule: boilerplate.Rule) -> None:
    for text in rule.right:
        assert rule.pattern.search(text), text
    for text in rule.wrong:
        assert not rule.pattern.search(text) or boilerplate._keeps(rule, text), text


def _cue_rows() -> list[tuple[str, dict[str, str]]]:
    from pathlib import Path

    import yaml

    rows = yaml.safe_load((Path(roles.__file__).parent / "cues.yaml").read_text(encoding="utf-8"))
    return [(role, row) for role, cues in rows.items() if role != "headings" for row in cues]


@pytest.mark.parametrize(("role", "row"), _cue_rows(), ids=lambda x: x if isinstance(x, str) else x["cue"][:12])
def test_cues_find_their_right_example_and_not_the_wrong_one(role: str, row: dict[str, str]) -> None:
    assert re.search(row["cue"], row["right"])
    assert not re.search(row["cue"], row["wrong"])


@pytest.mark.parametrize("rule", [*alone.rules()[0], *alone.rules()[1]], ids=lambda r: r.example[:10])
def test_openers_and_rejects_find_their_example(rule: alone.Rule) -> None:
    assert rule.pattern.search(rule.example)


@pytest.mark.parametrize("frame", headings.frames().values(), ids=lambda f: f.name)
def test_a_frames_example_has_its_syllables(frame: headings.Frame) -> None:
    halves = [len(re.sub(r"\W", "", half)) for half in re.split("，", frame.example)]
    assert halves == frame.syllables


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
