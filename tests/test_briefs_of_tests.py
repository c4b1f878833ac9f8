"""Briefs of other subjects and trades than the shipped examples: their drafts bear no fault that a machine can see."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from drafter import pipeline, words
from drafter.brief import Brief
from drafter.brief import load as load_brief
from drafter.composing import Draft
from drafter.document import Heading

BRIEFS = sorted((Path(__file__).parent / "briefs").glob("*.yaml"))
_FIGURE = re.compile(r"\d+(?:\.\d+)?%?")


@pytest.fixture(scope="module", params=BRIEFS, ids=lambda path: path.stem)
def made(request: pytest.FixtureRequest) -> tuple[Brief, Draft]:
    """A brief and its draft."""
    return load_brief(request.param), pipeline.draft(request.param)


def test_every_figure_stands_in_the_brief(made: tuple[Brief, Draft]) -> None:
    brief, draft = made
    known = "".join((brief.title, brief.subject, brief.occasion, brief.date.strftime("%Y年%-m月%-d日"), *(f.text for f in brief.facts)))
    body = re.sub(r"^\d+\.", "", draft.document.text(), flags=re.M)
    told = {figure for figure in _FIGURE.findall(body) if figure not in _FIGURE.findall(known)}
    assert told <= {str(brief.date.year - 1), str(brief.date.year)}


def test_every_fact_stands_once(made: tuple[Brief, Draft]) -> None:
    brief, draft = made
    figures = Counter(_FIGURE.findall(draft.document.text()))
    for fact in brief.facts:
        for figure in _FIGURE.findall(fact.text):
            assert figures[figure], fact.text


def test_no_run_of_twelve_characters_stands_twice(made: tuple[Brief, Draft]) -> None:
    brief, draft = made
    seen: Counter[str] = Counter()
    for sentence in draft.document.sentences():
        core = "".join(words.han(re.sub("（责任单位[^）]*）|【[^】]*】", "", sentence.text)))
        seen.update({core[i:i + 12] for i in range(len(core) - 11)})
    fixed = "".join((brief.org, brief.subject, brief.occasion, brief.title))
    assert [run for run, n in seen.items() if n > 1 and run not in fixed] == []


def test_nothing_the_clerk_avoids_is_said(made: tuple[Brief, Draft]) -> None:
    brief, draft = made
    given = "".join(f.text for f in brief.facts) + brief.subject + brief.org
    for word in brief.avoid:
        assert word in given or word not in draft.document.text()


def test_every_aspect_that_the_clerk_stresses_is_seen(made: tuple[Brief, Draft]) -> None:
    brief, draft = made
    text = draft.document.text()
    for word in brief.stress:
        assert words.bigrams(word) & words.bigrams(text), word


def test_siblings_have_headings_of_one_length(made: tuple[Brief, Draft]) -> None:
    brief, draft = made
    if max(map(len, brief.stress)) - min(map(len, brief.stress)) > 2:
        pytest.skip("the clerk's own words for the aspects are of very different lengths")
    rows: list[list[int]] = [[]]
    for heading in draft.document.headings():
        if heading.level == 1:
            rows.append([])
        elif heading.level == 2 and isinstance(heading, Heading):
            rows[-1].append(len(heading.text))
    assert max((max(r) - min(r) for r in rows if r), default=0) <= 2
