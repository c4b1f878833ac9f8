"""Ctrl-C at random moments: one line, exit status 130, nothing half-written; what was mined stays, and the same command goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from drafter.bank import Bank, migrations
from tests.nasty.inputs import BRIEF, TEXT
from tests.nasty.running import PATIENCE, ROOT, command, contents, run
from tests.test_jobs import write_files

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent as SIGINT")]
MOMENTS = (0.01, 0.1, 0.25, 0.45)  # shares of the usual time, each moved a little at random


def interrupted(words: tuple[object, ...], folder: Path, share: float, usual: float) -> tuple[int, str]:
    """(exit status, errors) of a run that gets Ctrl-C after that share of its usual time, counted from when drafter itself is loaded.

    What comes earlier the interpreter answers by itself, with a traceback that is none of ours.
    """
    mark = folder.parent / f"{folder.name}-loaded"
    mark.mkdir(exist_ok=True)
    (mark / "sitecustomize.py").write_text(
        "import sys\nfrom pathlib import Path\nsys.addaudithook(lambda event, values: event == 'import' and values[0] == 'drafter.cli' "
        f"and Path({str(mark / 'now')!r}).touch())\n", encoding="utf-8")
    (mark / "now").unlink(missing_ok=True)
    process = subprocess.Popen(command(*words), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{mark}"}, start_new_session=True,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))  # a shell's & ignores it
    end = time.monotonic() + PATIENCE
    while not (mark / "now").exists() and time.monotonic() < end:
        time.sleep(0.002)
    time.sleep(share * usual)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=PATIENCE)
    return process.returncode, error


CALLS = [("draft", "任务书.yaml", "-o", "出.docx", "--force"), ("check", "稿.md", "--fix", "-o", "出.md", "--force"),
         ("format", "稿.md", "-o", "出.docx", "--force")]


@pytest.mark.parametrize("words", CALLS, ids=lambda words: words[0])
def test_a_call_that_writes_one_file(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "任务书.yaml").write_text(BRIEF, encoding="utf-8")
    (tmp_path / "稿.md").write_text(TEXT + "做好供水工作。。抓好落实,不能松劲。\n" * 600, encoding="utf-8")
    assert run(*words, cwd=tmp_path).status in (0, 1)  # the first draft of all puts the shipped bank together
    start = time.monotonic()
    assert run(*words, cwd=tmp_path).status in (0, 1)
    usual = time.monotonic() - start
    whole = contents(tmp_path)
    draw = random.Random(5)
    stopped = 0
    for share in MOMENTS:
        status, error = interrupted(words, tmp_path, share * draw.uniform(0.7, 1.3), usual)
        assert status in (0, 1, 130), error
        if status == 130:
            assert error.splitlines()[-1:] == ["drafter：已中断"]
            stopped += 1
        assert "Traceback" not in error
        assert "Exception ignored" not in error
        assert contents(tmp_path).keys() == whole.keys()  # the old file or the new one, and no part of one
    assert stopped
    assert run(*words, cwd=tmp_path).status in (0, 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_mining_goes_on_where_it_was_stopped(tmp_path: Path, jobs: int) -> None:
    write_files(tmp_path / "材料", 140)
    words = ("mine", "材料", "--bank", "b.sqlite", "--jobs", jobs)
    start = time.monotonic()
    assert run("mine", "材料", "--bank", "whole.sqlite", "--jobs", jobs, cwd=tmp_path).status == 0
    usual = time.monotonic() - start
    draw = random.Random(6)
    stopped = 0
    for share in MOMENTS:
        status, error = interrupted(words, tmp_path, share * draw.uniform(0.7, 1.3), usual)
        assert status in (0, 130), error
        assert "Traceback" not in error
        assert "Exception ignored" not in error
        if status == 130:
            stopped += 1
            assert "已中断" in error.splitlines()[-1]
        if (tmp_path / "b.sqlite").is_file():
            assert run("bank", "verify", "--bank", "b.sqlite", cwd=tmp_path).status == 0
    assert stopped
    assert run(*words, cwd=tmp_path).status == 0
    with Bank(tmp_path / "b.sqlite") as bank, Bank(tmp_path / "whole.sqlite") as whole:
        assert {(f.phrase.key, f.phrase.quality) for f in bank.all(usable=False)} == {
            (f.phrase.key, f.phrase.quality) for f in whole.all(usable=False)}


def test_a_bank_whose_making_was_broken_into_is_made_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step of migrations stands whole or not at all; before, a bank broken into there could never be opened again."""
    steps = migrations.MIGRATIONS

    def broken(db: object) -> None:
        steps[2](db)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(migrations, "MIGRATIONS", (*steps[:2], broken, *steps[3:]))
    with pytest.raises(KeyboardInterrupt):
        Bank(tmp_path / "b.sqlite", create=True)
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    with Bank(tmp_path / "b.sqlite", create=True) as bank:
        assert bank.verify() == []


def test_an_interrupt_that_a_library_makes_another_error_of_is_still_one() -> None:
    """pydantic, stopped while it builds a model, raises SchemaError: this once ended in a traceback, one run in some five hundred."""
    code = ("import os, signal, sys\nfrom drafter import cli\n@cli.drafter.command('x')\ndef x():\n    try:\n        "
            "os.kill(os.getpid(), signal.SIGINT)\n    except KeyboardInterrupt:\n        raise ValueError('swallowed')\n"
            "sys.argv = ['drafter', 'x']\ncli.main()\n")
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=PATIENCE, check=False,
                           preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    assert ended.returncode == 130
    assert ended.stderr.splitlines()[-1:] == ["drafter：已中断"]
    assert "Traceback" not in ended.stderr
