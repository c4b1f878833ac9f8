"""Read a file whole, or a member of a zip, if it is an ordinary one of a sane size."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from drafter.errors import DrafterError, InputError, reason

MAX_BYTES = 64_000_000  # a larger file is no document of an office; the user is told to split it
_LOCKED = 0x1  # general purpose bit 0 (APPNOTE.TXT 4.4.4): the member is encrypted


def load(path: Path, error: type[DrafterError] = InputError, *, most: int = MAX_BYTES) -> bytes:
    """The bytes of the file. Raises `error` for a folder, a pipe or device, and for more bytes than `most`, of which none is kept."""
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            raise error("这是文件夹，不是文件", file=path, cure="请写明里面的文件名")
        if not stat.S_ISREG(found.st_mode):
            raise error("不是普通文件（是管道或设备）", file=path, cure="请给一个存在磁盘上的文件")
        data = b""
        if found.st_size <= most:
            with path.open("rb") as stream:
                data = stream.read(most + 1)  # some files (/proc) say they are empty, others grow meanwhile
    except FileNotFoundError as problem:
        raise error("文件不存在", file=path, cure="请检查文件名和路径") from problem
    except OSError as problem:
        raise error(f"读不出来（{reason(problem)}）", file=path, cure="请检查权限，或换一份拷贝") from problem
    if max(found.st_size, len(data)) > most:
        raise error(f"文件超过 {most // 1_000_000} MB", file=path, cure="请拆成几个文件再读")
    return data


def text(path: Path, *, most: int = MAX_BYTES) -> str:
    """The file as UTF-8 text, its byte-order mark gone. Raises InputError."""
    try:
        return load(path, most=most).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise InputError("不是 UTF-8 编码", file=path, cure="请用记事本另存为 UTF-8") from problem


def given(stream: BinaryIO | None, name: str = "标准输入") -> bytes:
    """What comes by a pipe, read to its end. Raises InputError for more than MAX_BYTES, and where nothing is connected."""
    if stream is None:
        raise InputError("没有接上", file=name, cure="请用管道送进来，或给文件名")
    try:
        data = stream.read(MAX_BYTES + 1)
    except OSError as problem:
        raise InputError(f"读不出来（{reason(problem)}）", file=name, cure="请用管道送进来，或给文件名") from problem
    if len(data) > MAX_BYTES:
        raise InputError(f"超过 {MAX_BYTES // 1_000_000} MB", file=name, cure="请存成几个文件再读")
    return data


def unpacked(stream: BinaryIO, info: zipfile.ZipInfo) -> bytes:
    """The member's bytes, never more than its header says. Raises ValueError with the cause in Chinese.

    zipfile itself inflates a block as far as it goes before it cuts to the size in the header: a lying header costs 2 GB.
    """
    if info.flag_bits & _LOCKED:
        raise ValueError("加了密码，打不开")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("用了少见的压缩方式，打不开")
    stream.seek(info.header_offset)
    header = stream.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise ValueError("压缩包损坏")
    name, extra = struct.unpack("<26x2H", header)
    stream.seek(name + extra, 1)
    data = stream.read(info.compress_size)
    try:
        if info.compress_type == zipfile.ZIP_DEFLATED:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, info.file_size + 1)
    except zlib.error as error:
        raise ValueError("压缩包损坏") from error
    if len(data) != info.file_size or zlib.crc32(data) != info.CRC:
        raise ValueError("压缩包损坏")
    return data
