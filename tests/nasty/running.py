"""The real command line, run as a program of its own, and what came of it."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 600  # seconds after which a program counts as hanging; the machine may be busy
MEGABYTES = 1500  # more than any refusal, or any file within the limits, may take


class Result(NamedTuple):
    """Exit status, standard output, standard error, the most memory that it held, in MB."""

    status: int
    out: str
    error: str
    megabytes: int

    @property
    def line(self) -> str:
        """What a user sees first: the complaint, else nothing."""
        return self.error.split("\n")[0].removeprefix("drafter：")


def command(*words: object) -> list[Any]:
    """The words of a call of drafter; bytes stay bytes."""
    return [sys.executable, "-m", "drafter", *(word if isinstance(word, bytes) else str(word) for word in words)]


def run(*words: object, env: Mapping[str, str | None] = {}, stdin: bytes | None = None, cwd: Path | None = None,
        before: Any = None) -> Result:
    """What drafter does with the words; variables given as None are unset."""
    surroundings = {k: v for k, v in {**os.environ, **env}.items() if v is not None}
    surroundings["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as error, tempfile.TemporaryFile() as given:
        given.write(stdin or b"")
        given.seek(0)
        process = subprocess.Popen(command(*words), stdin=given, stdout=out, stderr=error, env=surroundings, cwd=cwd, preexec_fn=before)
        status, megabytes = _ended(process)
        out.seek(0)
        error.seek(0)
        return Result(status, out.read().decode("utf-8", "backslashreplace"), error.read().decode("utf-8", "backslashreplace"), megabytes)


def _ended(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """(exit status, MB) of the process, which is killed where it hangs."""
    if not hasattr(os, "wait4"):
        return process.wait(PATIENCE), 0
    end = time.monotonic() + PATIENCE
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            held, own = usage.ru_maxrss // 1024, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            return process.returncode, held if held > own else 0  # a fork begins with what its parent holds: less than that is not known
        if time.monotonic() > end:
            process.kill()
            process.wait()
            raise AssertionError(f"hangs: {process.args}")
        time.sleep(0.01)


def sound(result: Result, *, statuses: tuple[int, ...] = (0, 1, 2)) -> None:
    """Nothing, if the answer is one that a user can live with: no traceback, a known status, a complaint of one Chinese line."""
    assert "Traceback" not in result.error + result.out, result.error[-1500:]
    assert "Exception ignored" not in result.error, result.error
    assert result.status in statuses, result
    if result.status == 2 and not result.out.startswith(("错：", "已", "{", "[")):
        assert result.error.strip(), result
        assert re.search("[\u4e00-\u9fff]", result.error), result
    assert result.megabytes < MEGABYTES, f"{result.megabytes} MB"


def contents(folder: Path) -> dict[str, bytes]:
    """Every ordinary file under the folder with what it holds, so that a loss would show."""
    found = {}
    for at, _, names in os.walk(os.fsencode(folder)):
        for name in names:
            path = os.path.join(at, name)
            if os.path.isfile(path) and not os.path.islink(path) and os.path.getsize(path) < 20_000_000:
                with open(path, "rb") as stream:
                    found[repr(path)] = stream.read()
    return found
