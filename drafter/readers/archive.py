"""Zip archives: a member is named 卷.zip!/文.docx and read like a file; bombs and names that lead out are refused."""

from __future__ import annotations

import functools
import re
import struct
import zipfile
from pathlib import Path, PurePosixPath
from typing import NoReturn

from drafter.errors import InputError, reason
from drafter.loading import unpacked

SUFFIX = ".zip"
# An office's yearly files are a few hundred documents of a few MB; these limits leave room for ten times that.
MAX_PACKED = 500_000_000
MAX_MEMBERS = 10_000
MAX_MEMBER = 64_000_000
MAX_TOTAL = 500_000_000
MAX_RATIO = 200  # deflate ends at 1,032; running text and its XML pack 3 to 30 times
RATIO_FROM = 1_000_000  # a smaller member does no harm however well it packs
_INSIDE = re.compile(r"(.+?\.zip)!/(.+)", re.I | re.S)
_UTF8_NAME = 0x800  # general purpose bit 11 (APPNOTE.TXT 4.4.4): the name is in UTF-8


def inside(path: Path) -> tuple[Path, str] | None:
    """(the zip file, the member's name) where the path leads into a zip that is there, else None."""
    match = _INSIDE.fullmatch(path.as_posix())
    if match is None or not Path(match[1]).is_file():
        return None
    return Path(match[1]), match[2]


def members(path: Path) -> list[Path]:
    """The members worth reading, as paths 卷.zip!/文.docx in order. Raises InputError where the archive is damaged or a trap.

    An archive inside the archive is listed too: reading it says that it was left out, and why.
    """
    from drafter import readers

    found = [name for name in _listing(path) if PurePosixPath(name).suffix.lower() in (*readers.READERS, SUFFIX)
             and PurePosixPath(name).name != "README.md" and not name.lower().endswith(".labels.jsonl")
             and not any(part.startswith((".", "~$", "__MACOSX")) for part in PurePosixPath(name).parts)]
    if not found:
        raise InputError("压缩包里没有能读的文件", file=path, cure=f"能读的格式有 {' '.join(readers.READERS)}")
    return [Path(f"{path}!/{name}") for name in sorted(found)]


def load(path: Path) -> bytes:
    """The bytes of the member that the path names. Raises InputError."""
    found = inside(path)
    if found is None:
        raise InputError("压缩包不存在", file=path, cure="请检查文件名和路径")
    info = _listing(found[0]).get(found[1])
    if info is None:
        raise InputError("压缩包里没有这个文件", file=path, cure="请核对名字，或直接给压缩包")
    try:
        with found[0].open("rb") as stream:
            return unpacked(stream, info)
    except ValueError as error:
        raise InputError(str(error), file=path, cure="请解开压缩包，直接给里面的文件") from error
    except OSError as error:
        raise InputError(f"读不出来（{reason(error)}）", file=path, cure="请检查权限，或换一份拷贝") from error


def refuse(path: Path) -> NoReturn:
    """Never returns: InputError, since an archive as a whole is no document."""
    if inside(path):
        raise InputError("压缩包套着压缩包，没有读", file=path, cure="请先解开里面的压缩包")
    found = members(path)
    raise InputError(f"压缩包里有 {len(found)} 个文件，要一个一个读", file=path, cure=f"例如 {found[0]}")


def leads_out(name: str) -> bool:
    """Whether a member's name points outside the folder it would be unpacked in."""
    return name.startswith(("/", "\\")) or bool(re.match(r"[A-Za-z]:", name)) or ".." in re.split(r"[/\\]", name)


def _listing(path: Path) -> dict[str, zipfile.ZipInfo]:
    try:
        stat = path.stat()
        return _checked(str(path), stat.st_mtime_ns, stat.st_size)
    except OSError as error:
        raise InputError(f"读不出来（{reason(error)}）", file=path, cure="请检查文件名和权限") from error


@functools.lru_cache(maxsize=4)  # each member is read by itself; the directory of 10,000 is parsed once
def _checked(path: str, stamp: int, size: int) -> dict[str, zipfile.ZipInfo]:
    """The files in the archive by their decoded names, once the archive has passed every limit."""
    if size > MAX_PACKED:
        raise InputError("压缩包超过 500 MB", file=path, cure="请分成几个压缩包，或解开后给文件夹")
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        raise InputError("压缩包损坏，或不是 .zip 格式", file=path, cure="请重新压缩成 .zip，或解开后给文件夹") from error
    if len(infos) > MAX_MEMBERS:
        raise InputError(f"压缩包里有 {len(infos)} 个文件，超过 1 万个", file=path, cure="请分成几个压缩包，或解开后给文件夹")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise InputError("压缩包解开后超过 500 MB", file=path, cure="请核对来历；确实需要的，请分成几个压缩包")
    found = {}
    for info in infos:
        name = _name(info)
        shown = name[:60]
        if leads_out(name):
            raise InputError("压缩包里的路径指向包外，可疑", file=path, place=shown, cure="请核对来历，或解开后给文件夹")
        if info.file_size > MAX_MEMBER:
            raise InputError("压缩包里的这个文件超过 64 MB", file=path, place=shown, cure="请删去或拆小它，重新压缩")
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * info.compress_size:
            raise InputError("压缩包里的这个文件压缩比超过 200 倍，像压缩炸弹", file=path, place=shown, cure="请核对来历，或解开后给文件夹")
        clean = str(PurePosixPath(name.replace("\\", "/")))
        if not name.endswith(("/", "\\")) and clean != ".":
            found[clean] = info
    return found


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name. Without bit 11 zipfile takes it for cp437; Windows in China writes GBK there, a Mac UTF-8."""
    name = info.orig_filename.split("\0")[0]
    if not info.flag_bits & _UTF8_NAME:
        try:
            data = name.encode("cp437")
        except UnicodeEncodeError:
            return name
        try:
            text = data.decode("utf-8")
            if all(c < "\x80" or c >= "\u2000" for c in text):  # 一 in GBK is also a Cyrillic letter in UTF-8
                return _printable(text)
        except UnicodeDecodeError:
            pass
        name = data.decode("gb18030", errors="replace")
    return _printable(name)


def _printable(name: str) -> str:
    return "".join(c if c.isprintable() else "_" for c in name)
