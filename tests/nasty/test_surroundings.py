"""Odd surroundings: no home, another character set, a narrow terminal, a reader that goes away, a clock that is wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.nasty.inputs import BRIEF, TEXT
from tests.nasty.running import PATIENCE, ROOT, command, run, sound

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="homes, locales, pipes and clocks of Unix")
HOMELESS = {"HOME": None, "DRAFTER_HOME": None, "DRAFTER_CACHE": None, "XDG_CONFIG_HOME": None, "XDG_CACHE_HOME": None}


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    (tmp_path / "任务书.yaml").write_text(BRIEF, encoding="utf-8")
    (tmp_path / "稿.md").write_text(TEXT, encoding="utf-8")
    return tmp_path


def whole(path: Path) -> bool:
    """Whether the .docx can be opened and holds all its parts."""
    with zipfile.ZipFile(path) as archive:
        return archive.testzip() is None


@pytest.mark.slow
def test_a_home_that_cannot_be_written(draft: Path) -> None:
    """/proc takes no file from anybody, root included; the shipped bank is then held in memory."""
    if not Path("/proc/self").is_dir():
        pytest.skip("no /proc here")
    result = run("draft", "任务书.yaml", "-o", "出.docx", env={**HOMELESS, "HOME": "/proc"}, cwd=draft)
    sound(result, statuses=(0,))
    assert whole(draft / "出.docx")


@pytest.mark.parametrize("words", [("template", "list"), ("check", "稿.md"), ("brief", "check", "任务书.yaml")], ids=lambda w: w[0])
def test_nobody_without_a_home(draft: Path, words: tuple[str, ...]) -> None:
    """HOME is unset and the user's number stands in no passwd file, as in a container."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "--user", "--map-user=54321", "true"], capture_output=True, check=False).returncode:
        pytest.skip("a user's number without a name takes unshare --map-user, which is not to be had here")
    env = {k: v for k, v in os.environ.items() if k not in HOMELESS} | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([unshare, "--user", "--map-user=54321", *command(*words)], cwd=draft, env=env, capture_output=True, text=True,
                          timeout=PATIENCE, check=False)
    assert (done.returncode, done.stderr) == (0, "")


LOCALES = [{"LC_ALL": "C", "LANG": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
           {"LC_ALL": "POSIX", "LANG": None}, {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "ascii"},
           {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "gbk"}, {"LC_ALL": "zh_CN.GBK"}]


@pytest.mark.parametrize("env", LOCALES, ids=lambda env: ",".join(f"{k}={v}" for k, v in env.items()))
def test_any_character_set_of_the_system(draft: Path, env: dict[str, str | None]) -> None:
    result = run("draft", "--kind", "通知", "--subject", "供水保障", "--org", "岚江市水务局", "-o", "出.docx", env=env, cwd=draft)
    sound(result, statuses=(0,))
    assert whole(draft / "出.docx")
    result = run("check", "没有.md", env=env, cwd=draft)
    assert result.status == 2
    if "gbk" not in env.values():
        assert "文件不存在" in result.error or "不存在" in result.error


@pytest.mark.parametrize("columns", ["20", "1", "0", "-3", "很宽"])
def test_a_narrow_terminal(draft: Path, columns: str) -> None:
    for words in (("--help",), ("draft", "--help"), ("check", "稿.md"), ("nonsense",)):
        sound(run(*words, env={"COLUMNS": columns, "LINES": columns}, cwd=draft))


@pytest.mark.parametrize("words", [("check", "--list"), ("bank", "find", "--random", "500"), ("template", "show", "调研报告"),
                                   ("label", "稿.md"), ("why", "出.docx"), ("--help",)], ids=lambda w: w[0])
def test_a_reader_that_goes_away(draft: Path, words: tuple[str, ...]) -> None:
    """drafter … | head -1: quiet, and no error of the interpreter's own at its end."""
    if words[0] == "why":
        assert run("draft", "任务书.yaml", "-o", "出.docx", cwd=draft).status == 0
    with subprocess.Popen(command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=draft,
                          env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        error = process.stderr.read().decode()
        assert process.wait(PATIENCE) in (0, 1)
    assert error == ""


@pytest.mark.parametrize("closed", [0, 1, 2, (0, 1, 2)])
def test_input_or_output_closed_by_whoever_started_it(draft: Path, closed: int | tuple[int, ...]) -> None:
    def close() -> None:
        for number in closed if isinstance(closed, tuple) else (closed,):
            os.close(number)

    for words, status in ((("format", "-", "-o", "出.docx"), 2), (("draft", "任务书.yaml", "-o", "稿.docx", "--force"), 0),
                          (("check", "没有.md"), 2)):
        result = run(*words, cwd=draft, before=close)
        assert "Traceback" not in result.error
        assert result.status == status, (words, result)
    assert whole(draft / "稿.docx")


def test_a_pipe_without_an_end(draft: Path) -> None:
    """A stream of zeros is read as far as a file may be long, and no further."""
    with open("/dev/zero", "rb") as zeros:
        for words in (("check", "-"), ("format", "-", "-o", "出.docx")):
            done = subprocess.run(command(*words), stdin=zeros, capture_output=True, text=True, cwd=draft, timeout=PATIENCE, check=False,
                                  env={**os.environ, "PYTHONPATH": str(ROOT)})
            assert done.returncode == 2
            assert "标准输入：超过 64 MB。请存成几个文件再读" in done.stderr


@pytest.mark.parametrize("when", ["1970-01-01 00:00:00", "2038-01-20 00:00:00", "2099-12-31 23:59:59"])
def test_a_clock_that_is_wrong(draft: Path, when: str) -> None:
    library = next((p for p in Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
    if library is None:
        pytest.skip("libfaketime is missing: apt install libfaketime")
    env = {"LD_PRELOAD": str(library), "FAKETIME": f"@{when}", "TZ": "UTC"}
    for words in (("draft", "--kind", "通知", "--subject", "供水保障", "--org", "岚江市水务局", "-o", "出.docx"),
                  ("format", "稿.md", "-o", "排.docx"), ("check", "出.docx"), ("mine", "稿.md", "--bank", "b.sqlite"),
                  ("bank", "fading", "--bank", "b.sqlite"), ("bank", "keep", "1", "--bank", "b.sqlite"),
                  ("check", "出.docx", "--format", "docx", "-o", "注.docx")):
        early = when < "1980" and words[-1] == "注.docx"
        sound(run(*words, env=env, cwd=draft), statuses=(2,) if early else (0, 1))
    assert whole(draft / "出.docx")
    assert (draft / "注.docx").exists() == (when > "1980")
