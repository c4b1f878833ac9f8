"""Any words behind `drafter`: exit status 0, 1 or 2, a complaint in Chinese, never a traceback. And every command on every broken .docx."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from drafter import cli
from tests.nasty.inputs import BRIEF, CASES, TEXT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="bytes in names are made as Unix makes them")


def calls(command: click.Command, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Each command that can be called, with the words that lead to it."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from calls(inner, (*above, name))
    else:
        yield above, command


CALLS = dict(calls(cli.drafter))
THINGS = st.one_of(
    st.sampled_from(["稿.md", "任务书.yaml", "b.sqlite", "没有.docx", ".", "..", "/没有/", "", "-", "--", "-1", "0", "1",
                     "99999999999999999999",
                     "1e9", "nan",
                     "问题", "对策", "调研报告", "讲话稿·动员", "社区养老服务", "出.docx", "出.txt", "出.html", "出.xlsx", "出.json",
                     "text", "json", "2026-02-30",
                     "section:1", "heading:1=1", "1.1.1=2", "1.1.1=", "=", "gb9704", "标点", "numbering-lone", "检查.yaml", "材料", "~",
                     "*", "%s", "{}",
                     "postgresql://127.0.0.1:1/没有", "postgresql://", "tcp://127.0.0.1:1", "\udcff\udcfe", "a\nb", "\u202e", "😀",
                     "长" * 300]),
    st.text(max_size=6).filter(lambda text: "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)))
WAITING = ("--scheduler",)  # waits ten seconds for a cluster; tests/test_jobs.py has it


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("命令")
    (folder / "稿.md").write_text(TEXT, encoding="utf-8")
    (folder / "任务书.yaml").write_text(BRIEF, encoding="utf-8")
    (folder / "材料").mkdir()
    (folder / "材料" / "一.txt").write_text(TEXT, encoding="utf-8")
    return folder


def called(words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """(exit status, errors) of the command line, called as the program calls it."""
    monkeypatch.setattr(sys, "argv", ["drafter", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    error = capsys.readouterr().err
    return ended.value.code if isinstance(ended.value.code, int) else 0, error


@st.composite
def words(draw: st.DrawFn, name: tuple[str, ...]) -> list[str]:
    """Options of the command and things behind them, in any order and number, some of them right."""
    options = [o for p in CALLS[name].params if isinstance(p, click.Option) for o in (*p.opts, *p.secondary_opts) if o not in WAITING]
    pieces = draw(st.lists(st.one_of(st.sampled_from([*options, "--没有", "-h"]), THINGS, THINGS), max_size=7))
    return [*name, *pieces]


@pytest.mark.parametrize("name", CALLS, ids=" ".join)
def test_any_words_behind_any_command(name: tuple[str, ...], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                      capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(folder, tmp_path / "夹")
    monkeypatch.chdir(tmp_path / "夹")

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(words(name))
    @example([*name, "\udcff"])
    def tried(given_words: list[str]) -> None:
        status, error = called(given_words, monkeypatch, capsys)
        assert status in (0, 1, 2)
        assert status != 2 or error or name[-1] in ("check", "test"), given_words
        assert "Traceback" not in error

    tried()


WORD = [case for case in CASES if case.family == "Word"]
MEETING = [("format", "{}", "-o", "出.docx"), ("check", "{}", "--fix"), ("check", "{}", "--format", "docx", "-o", "批.docx"), ("clean",
    "{}", "-o", "净"),
           ("mine", "{}", "--bank", "b.sqlite"), ("label", "{}"), ("similar", "{}", "--no-builtin"), ("why", "{}"), ("revise", "{}"),
           ("revise", "{}", "--swap", "1.1.1=1"), ("strip", "{}", "--force")]


@pytest.mark.parametrize("case", WORD, ids=lambda case: case.title)
def test_every_command_that_reads_word_meets_every_broken_document(case: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                                   capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    WORD[WORD.index(case)].make(tmp_path)  # type: ignore[arg-type]
    name = next(p.name for p in tmp_path.iterdir() if p.suffix in (".docx", ".zip"))
    before = (tmp_path / name).read_bytes()
    for call in MEETING:
        status, error = called([word.format(name) for word in call], monkeypatch, capsys)
        assert status in (0, 1, 2), call
        lines = error.strip().split("\n")
        assert status != 2 or len(lines) == 1 or all(line.startswith("跳过：") for line in lines), (call, error)
        assert (tmp_path / name).read_bytes() == before, call
    assert not [p for p in os.listdir(tmp_path) if p.startswith(".drafter-")]
