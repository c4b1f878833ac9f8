"""The pages for users tell the truth: each command is run as a reader would run it, and prints what the page shows."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from docs import sessions
from tests.conftest import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32" or not shutil.which("bash"),
                                                   reason="the pages' commands are run by bash on a terminal")]
DOCS = ROOT / "docs"
PAGES = ["tutorial", "editor", "templates"]
RECIPES = {m[1]: m[0] for m in re.finditer(r"^## (.*)\n(?:(?!^## ).*\n?)*", (DOCS / "cookbook.md").read_text(encoding="utf-8"), re.M)
           if "```console" in m[0]}


def hold(page: str, text: str, steps: list[sessions.Step], accept: bool) -> None:
    """Fails where a command of this part of the page prints something else; or, when told to accept, puts that into the page."""
    if accept:
        path = DOCS / f"{page}.md"
        path.write_text(path.read_text(encoding="utf-8").replace(text, sessions.renewed(text, steps)), encoding="utf-8")
        return
    wrong = [step.told() for step in steps if not step.agrees]
    assert not wrong, "\n".join([f"docs/{page}.md, {len(wrong)} of {len(steps)}: pytest --accept tests/test_docs.py, then read the diff",
                                 *wrong])
    assert steps


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_walked_from_top_to_bottom(page: str, tmp_path: Path, accept: bool) -> None:
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    hold(page, text, sessions.Reader(tmp_path / "fresh").walk(text), accept)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, list[sessions.Step]]]:
    """Does a recipe in a fresh folder, or in a copy of the one that another left on which it builds: 接着第…条做. Each is done once."""
    kept: dict[str, tuple[Path, list[sessions.Step]]] = {}

    def do(name: str) -> tuple[Path, list[sessions.Step]]:
        if name not in kept:
            folder = tmp_path_factory.mktemp("recipe") / "fresh"
            if told := re.search("接着第(.+?)条做", RECIPES[name]):
                before, _ = do(next(other for other in RECIPES if other.startswith(f"{told[1]}、")))
                shutil.copytree(before, folder)
            kept[name] = folder, sessions.Reader(folder).walk(RECIPES[name])
        return kept[name]

    return do


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_of_the_cookbook_works_in_a_fresh_folder(
        name: str, done: Callable[[str], tuple[Path, list[sessions.Step]]], accept: bool) -> None:
    if ".pdf" in RECIPES[name] and not shutil.which("soffice"):
        pytest.skip("LibreOffice is missing: no PDF is written without it")
    hold("cookbook", RECIPES[name], done(name)[1], accept)


def test_the_cookbook_has_recipes_for_clerks_and_for_editors() -> None:
    assert len(RECIPES) >= 15
    for name, text in RECIPES.items():
        assert "当心：" in text, f"{name} does not say what to watch"


def test_a_page_that_lies_is_found_and_put_right(tmp_path: Path) -> None:
    page = ("看：\n\n```console\n$ echo 一; echo 二; echo 三\n一\n…\n四\n"
            "$ read -p 姓名： name; echo 您好，$name\n姓名：「小李」\n您好，小王\n```\n")
    steps = sessions.Reader(tmp_path).walk(page)
    assert [step.agrees for step in steps] == [False, False]
    right = sessions.renewed(page, steps)
    assert "一\n…\n三\n" in right
    assert "姓名：「小李」\n您好，小李\n" in right
