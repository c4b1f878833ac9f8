"""Every rule of the checks is tried on its own examples, right and wrong."""

from __future__ import annotations

import pytest

from drafter import checks
from drafter.checks.page import PARTS
from drafter.checks.rules import Example, Rule
from drafter.checks.settings import Row
from drafter.findings import Finding
from drafter.readers import txt
from tests.conftest import ROOT

RULES = list(checks.load().rows.values())
WRONG = [(rule, example) for rule in RULES for example in rule.wrong]
RIGHT = [(rule, example) for rule in RULES for example in rule.right]


def found(example: Example) -> list[Finding]:
    """What the checks say of an example, every rule on."""
    document = txt.read(example.text.encode(), example.file)
    document.file = example.file
    document.meta |= example.meta
    settings = checks.Settings(folder=ROOT)
    settings.apply(Row(**example.settings))
    return checks.check(document, settings)


def named(pair: tuple[Rule, Example]) -> str:
    return f"{pair[0].name}: {pair[1].text[:20]}"


@pytest.mark.parametrize("pair", WRONG, ids=named)
def test_a_wrong_example_breaks_its_rule_and_no_other(pair: tuple[Rule, Example]) -> None:
    rule, example = pair
    told = found(example)
    assert {f.rule for f in told} - set(example.also) == {rule.name}
    assert rule.fixable or not any(f.replacement for f in told if f.rule == rule.name), "a rule that mends must say so"


@pytest.mark.parametrize("pair", RIGHT, ids=named)
def test_a_right_example_does_not(pair: tuple[Rule, Example]) -> None:
    rule, example = pair
    assert rule.name not in {f.rule for f in found(example)}


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_a_rule_tells_where_it_comes_from_and_what_to_do(rule: Rule) -> None:
    assert rule.cure or rule.fixable
    assert not rule.message.endswith("。"), "the full stop is put behind it when it is printed"
    assert {name.lstrip("-") for name in rule.where} <= set(PARTS)
