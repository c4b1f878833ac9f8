"""LibreOffice, where it is installed: turns one format into another, in a folder and a profile of its own."""

from __future__ import annotations

from pathlib import Path

from drafter.errors import reason

TIME_LIMIT_S = 60  # a cold start takes 5 to 15 s, a report of 300 pages about as long again
_USUAL = (r"C:\Program Files\LibreOffice\program\soffice.exe", "/Applications/LibreOffice.app/Contents/MacOS/soffice")


class ConversionError(Exception):
    """LibreOffice could not; the words are Chinese, for the user."""


def find() -> str:
    """The path of LibreOffice's program, or an empty string."""
    import shutil

    return shutil.which("soffice") or shutil.which("libreoffice") or next((name for name in _USUAL if Path(name).is_file()), "")


def converted(data: bytes, suffix: str, target: str) -> bytes:
    """The data of a file with that suffix as LibreOffice's `target` (pdf, or docx:MS Word 2007 XML). Raises ConversionError."""
    import tempfile

    try:
        with tempfile.TemporaryDirectory(prefix="drafter-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            source = folder / f"in{suffix}"
            source.write_bytes(data)
            out = folder / "out"
            _run([find(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
                  "--convert-to", target, "--outdir", str(out), str(source)])
            made = out / f"in.{target.partition(':')[0]}"
            if not made.is_file():
                raise ConversionError("LibreOffice 转换不了，文档可能损坏或加了密码")
            return made.read_bytes()
    except OSError as error:
        raise ConversionError(f"转换时出错（{reason(error)}）") from error


def _run(command: list[str]) -> None:
    """Nothing; the command has ended. One that runs too long is stopped with all the processes it started."""
    import os
    import signal
    import subprocess

    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               start_new_session=True)
    try:
        process.wait(timeout=TIME_LIMIT_S)
    except subprocess.TimeoutExpired as error:
        raise ConversionError(f"LibreOffice 转换超过 {TIME_LIMIT_S} 秒，已停止") from error
    finally:
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
