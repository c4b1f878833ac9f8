"""How well a passage suits what the clerk tells: readers' grades, and drafts that once stood on another matter's page."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from drafter import pipeline
from drafter.composing import suitability

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
train = pytest.importorskip("train_suitability", reason="the benchmarks are not in a built package")


@pytest.fixture(scope="module")
def graded() -> tuple[np.ndarray, np.ndarray]:
    rows = train.pairs()
    return np.array([train.features(row) for row in rows]), np.array([row.grade for row in rows])


def test_the_weights_are_those_that_the_readers_grades_give(graded: tuple[np.ndarray, np.ndarray]) -> None:
    base, weights = train.learn(*graded)
    assert base == pytest.approx(suitability.BASE, abs=0.1)
    assert list(weights) == pytest.approx(suitability.WEIGHTS, abs=0.1)


def test_what_readers_found_usable_is_worth_more_than_what_they_did_not(graded: tuple[np.ndarray, np.ndarray]) -> None:
    seen, grades = graded
    worths = suitability.BASE + seen @ np.array(suitability.WEIGHTS)
    good = grades >= train.GOOD
    assert train.told_apart(worths, good) > train.told_apart(seen[:, 0], good) + 0.1
    assert grades[worths >= 2.0].mean() > 2.3
    assert grades[worths < 1.0].mean() < 1.2


@pytest.mark.parametrize(("case", "foreign"), [
    ("危险废物", ("扬尘", "工地")), ("黑臭水体", ("染色", "错接")), ("机组检修", ("超期设备", "承压"))])
def test_a_section_speaks_of_no_neighbouring_matter(case: str, foreign: tuple[str, ...]) -> None:
    """Briefs of which judges said: 源头管理 of waste became dust, 清淤 wrongly joined pipes, an overhaul the census of lifts."""
    text = pipeline.draft(ROOT / "tests" / "cases" / "neighbours" / f"{case}.yaml").document.text()
    assert not [thing for thing in foreign if thing in text]
