"""The word tables of the phrasebank: enough rows, true syllable counts, no doubles, nothing that contradicts itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest
import yaml

from drafter.composing import recipes
from tests.conftest import ROOT

TABLES = ROOT / "phrasebank"
NAMES = ["verb-object.yaml", "nouns.yaml", "heavy-light.yaml", "leads.yaml", "fillers.yaml"]
FIVE = "五字"
HAN = re.compile(r"[\u4e00-\u9fff]+")


@cache
def table(name: str) -> Any:
    return yaml.safe_load((TABLES / name).read_text(encoding="utf-8"))


@cache
def aspect_names(trade: str = "") -> tuple[str, ...]:
    """Names of the aspects of one trade file, or of all of them."""
    files = [TABLES / "aspects" / f"{trade}.yaml"] if trade else sorted((TABLES / "aspects").glob("*.yaml"))
    return tuple(a["name"] for f in files for a in yaml.safe_load(f.read_text(encoding="utf-8"))["aspects"])


@cache
def first_general() -> tuple[str, ...]:
    """The general aspects for which the word tables were first written: those that have single sentences too."""
    return tuple(yaml.safe_load((TABLES / "sentences" / "通用.yaml").read_text(encoding="utf-8"))["aspects"])


def doubles(words: Iterable[Any]) -> list[Any]:
    return [word for word, n in Counter(words).items() if n > 1]


def misfits(words: Iterable[str], *sizes: int) -> list[str]:
    """Words that are not Chinese characters throughout, or of none of the lengths."""
    return [word for word in words if not HAN.fullmatch(word) or len(word) not in sizes]


@pytest.mark.parametrize("name", NAMES)
def test_file_opens_with_one_or_two_chinese_comment_lines(name: str) -> None:
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    opening = lines[:lines.index("")]
    assert 1 <= len(opening) <= 2
    assert all(line.startswith("# ") and HAN.search(line) for line in opening)


@pytest.mark.parametrize("name", ["verb-object.yaml", "heavy-light.yaml"])
def test_rows_name_known_aspects_each_once(name: str) -> None:
    for row in table(name):
        assert row["aspects"], row
        assert not doubles(row["aspects"]), row
        assert set(row["aspects"]) <= set(aspect_names()), row


def test_verb_object_rows_have_syllables_and_no_doubles() -> None:
    rows = table("verb-object.yaml")
    for row in rows:
        assert set(row) == {"verb", "objects", "aspects"}, row
        assert row["objects"], row
        assert not misfits([row["verb"]], 2), row
        assert not misfits(row["objects"], 2, 4), row
        assert not doubles(row["objects"]), row
    assert not doubles(row["verb"] for row in rows)
    assert sum(len(row["objects"]) for row in rows) >= 650


@pytest.mark.parametrize("aspect", first_general())
def test_every_general_aspect_has_pairs_and_a_choice_of_light_words(aspect: str) -> None:
    assert sum(len(row["objects"]) for row in table("verb-object.yaml") if aspect in row["aspects"]) >= 20
    assert sum(aspect in row["aspects"] for row in table("heavy-light.yaml")) >= 4


def test_nouns_cover_the_general_aspects_and_only_known_ones() -> None:
    assert set(first_general()) <= set(table("nouns.yaml")) <= set(aspect_names())


@pytest.mark.parametrize("aspect", table("nouns.yaml"))
def test_nouns_have_four_characters_and_no_doubles(aspect: str) -> None:
    nouns = table("nouns.yaml")[aspect]
    assert len(nouns) >= 18
    assert not misfits(nouns, 4)
    assert not doubles(nouns)


def test_heavy_light_rows_have_syllables() -> None:
    for row in table("heavy-light.yaml"):
        assert set(row) == {"heavy", "light", "noun", "aspects"}, row
        assert not misfits([row["heavy"], row["light"]], 2), row
        assert not misfits([row["noun"]], 4), row
        assert row["heavy"] != row["light"], row


def test_heavy_light_pairs_are_distinct_and_never_reversed() -> None:
    pairs = [(row["heavy"], row["light"]) for row in table("heavy-light.yaml")]
    assert len(pairs) >= 80
    assert not doubles(pairs)
    assert not {(light, heavy) for heavy, light in pairs} & set(pairs)


@pytest.mark.parametrize("key", table("leads.yaml"))
def test_leads_have_the_syllables_their_key_says_and_no_doubles(key: str) -> None:
    leads = table("leads.yaml")[key]
    assert key.removesuffix(FIVE) in aspect_names()
    assert len(leads) >= 4
    assert not misfits(leads, 5 if key.endswith(FIVE) else 4)
    assert not doubles(leads)


def test_leads_are_many_and_cover_the_general_aspects() -> None:
    leads = table("leads.yaml")
    assert set(first_general()) <= set(leads)
    assert sum(len(words) for key, words in leads.items() if not key.endswith(FIVE)) >= 350
    assert sum(len(words) for key, words in leads.items() if key.endswith(FIVE)) >= 60


@pytest.mark.parametrize("row", table("fillers.yaml"), ids=lambda row: row["worn"])
def test_a_worn_phrase_has_better_choices_and_says_when(row: dict[str, Any]) -> None:
    assert set(row) == {"worn", "better", "when"}
    assert not misfits([row["worn"], *row["better"]], *range(2, 9))
    assert row["better"]
    assert not doubles(row["better"])
    assert row["when"].endswith("时")


def test_exchanges_end_where_they_lead() -> None:
    """No choice brings a worn phrase back, and no worn phrase hides inside another."""
    worn = [row["worn"] for row in table("fillers.yaml")]
    assert len(worn) >= 40
    assert not doubles(worn)
    assert not [(old, new) for row in table("fillers.yaml") for new in row["better"] for old in worn if old in new]
    assert not [(a, b) for a in worn for b in worn if a != b and a in b]


def test_parts_of_a_body_are_called_as_within_it() -> None:
    rows = table("called-within.yaml")
    assert rows
    for row in rows:
        assert recipes.called_within(row["example"], row["class"]) == row["shown"]
        assert recipes.called_within(row["example"], "机关") == row["example"]
