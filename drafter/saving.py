"""Write a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from drafter.errors import OutputError, reason


def check_target(path: Path, *, force: bool = False) -> None:
    """Nothing, if a file may be written there; else OutputError. Called before any long work."""
    try:
        if path.is_dir():
            raise OutputError("这是一个文件夹，不是文件", file=path, cure="请写明输出文件名，如 报告.docx")
        if path.exists() and not path.is_file():
            raise OutputError("这是管道或设备，不是文件", file=path, cure="请换一个文件名")
        if path.exists() and not force:
            raise OutputError("文件已存在，没有覆盖", file=path, cure="换一个文件名，或加 --force 覆盖")
    except OSError as error:
        raise OutputError(f"这个文件名用不了（{reason(error)}）", file=f"{str(path)[:40]}…", cure="请换一个短些的文件名") from error
    folder = path.absolute().parent
    if not folder.is_dir():
        raise OutputError("所在的文件夹不存在", file=path, cure=f"请先建立文件夹 {folder}")
    if not os.access(folder, os.W_OK):
        raise OutputError("所在的文件夹不能写入", file=path, cure="请换一个有写入权限的文件夹")


def same(target: Path, source: Path) -> bool:
    """Whether both are one file, by whatever names and links."""
    try:
        return target.samefile(source)
    except OSError:
        return False


def hindrance(folder: Path) -> str:
    """Why nothing can be written in the folder, in Chinese, or an empty string; tried out, since rights alone do not tell."""
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(bytes(65536))
    except OSError as error:
        return reason(error)
    return ""


def make_folder(path: Path) -> None:
    """Nothing; the folder is there afterwards. Raises OutputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = "这是一个文件，不是文件夹" if path.is_file() else reason(error)
        raise OutputError(f"文件夹建不起来（{why}）", file=path, cure="请换一个文件夹名") from error


def save(path: Path, write: Callable[[Path], object], *, force: bool = False) -> None:
    """Nothing; `write` fills a temporary file beside the target, which then takes the target's name."""
    check_target(path, force=force)
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".drafter-", suffix=path.suffix, dir=path.absolute().parent)
        temporary = Path(name)
        os.close(handle)
        write(temporary)
        temporary.chmod(0o666 & ~_umask())
        if path.exists() and not force:
            raise OutputError("文件已存在，没有覆盖", file=path, cure="换一个文件名，或加 --force 覆盖")
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"写不进去（{reason(error)}）", file=path, cure="请检查磁盘空间和权限") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def save_text(path: Path, text: str, *, force: bool = False) -> None:
    """Nothing; the file holds the text as UTF-8; a byte of a file's name that is no character as `\\udcff`, which JSON reads."""
    data = text.encode("utf-8", "backslashreplace")
    save(path, lambda target: target.write_bytes(data), force=force)


def _umask() -> int:
    """The process's umask; mkstemp makes files that only their owner can read."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
