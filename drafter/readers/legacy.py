"""Old Word and WPS files (.doc, .wps): turned into .docx by LibreOffice where it is installed, then read as that."""

from __future__ import annotations

from pathlib import Path

from drafter.document import Document
from drafter.errors import InputError, reason
from drafter.readers import docx, html

TIME_LIMIT_S = 60  # a cold start takes 5 to 15 s, a report of 300 pages about as long again
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2, header signature
_CURE = "请用 Word 或 WPS 打开，另存为 .docx"
_USUAL = (r"C:\Program Files\LibreOffice\program\soffice.exe", "/Applications/LibreOffice.app/Contents/MacOS/soffice")


def read(data: bytes, file: str) -> Document:
    """The body text as a Document, as readers.docx gives it. Raises InputError where LibreOffice is missing or fails.

    Web pages and .docx under the name of .doc, which office systems export, are read as what they are.
    """
    if data.startswith(b"PK\x03\x04"):
        return docx.read(data, file)
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype html")):
        return html.read(data, file)
    if not data.startswith(_OLE) and not head.startswith(b"{\\rtf"):
        raise InputError("不是 Word 或 WPS 文档，或已损坏", file=file, cure=_CURE)
    program = find_office()
    if not program:
        raise InputError("旧格式要靠 LibreOffice 转换，这台机器上没有", file=file, cure=f"{_CURE}；或安装 LibreOffice 再读")
    document = docx.read(_converted(program, data, ".doc" if data.startswith(_OLE) else ".rtf", file), file)
    document.meta["encoding"] = Path(file).suffix.lower().lstrip(".") or "doc"
    return document


def find_office() -> str:
    """The path of LibreOffice's program, or an empty string."""
    import shutil

    return shutil.which("soffice") or shutil.which("libreoffice") or next((name for name in _USUAL if Path(name).is_file()), "")


def _converted(program: str, data: bytes, suffix: str, file: str) -> bytes:
    """The .docx that LibreOffice makes of the data, in a folder and a profile of its own."""
    import tempfile

    try:
        with tempfile.TemporaryDirectory(prefix="drafter-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            source = folder / f"in{suffix}"
            source.write_bytes(data)
            out = folder / "out"
            _run([program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
                  "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), str(source)], file)
            target = out / "in.docx"
            if not target.is_file():
                raise InputError("LibreOffice 转换不了，文档可能损坏或加了密码", file=file, cure=_CURE)
            return target.read_bytes()
    except OSError as error:
        raise InputError(f"转换时出错（{reason(error)}）", file=file, cure=_CURE) from error


def _run(command: list[str], file: str) -> None:
    """Nothing; the command has ended. One that runs too long is stopped with all the processes it started."""
    import os
    import signal
    import subprocess

    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               start_new_session=True)
    try:
        process.wait(timeout=TIME_LIMIT_S)
    except subprocess.TimeoutExpired as error:
        raise InputError(f"LibreOffice 转换超过 {TIME_LIMIT_S} 秒，已停止", file=file, cure=_CURE) from error
    finally:
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
