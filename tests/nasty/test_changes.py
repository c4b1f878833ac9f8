"""Files that vanish, grow or are too long: what was read is kept, the rest is told, memory stays bounded."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from drafter import loading, pipeline
from drafter.bank import Bank
from drafter.errors import InputError
from tests.nasty.inputs import TEXT
from tests.nasty.running import run, sound

GIGABYTE = 1_000_000_000


def test_a_file_that_vanishes_between_the_look_and_the_reading(tmp_path: Path) -> None:
    folder = tmp_path / "材料"
    folder.mkdir()
    for name in "甲乙丙":
        (folder / f"{name}.txt").write_text(TEXT.replace("供水", name), encoding="utf-8")

    def vanish(_: int) -> None:
        (folder / "甲.txt").unlink(missing_ok=True)

    with Bank(tmp_path / "b.sqlite", create=True) as bank:
        done = pipeline.mine([folder], bank, progress=vanish)
        assert done.files == 2
        assert done.skipped == [f"{folder / '甲.txt'}：文件不存在。请检查文件名和路径"]
        assert bank.verify() == []


def test_a_file_that_grows_without_end_is_not_read_without_end(tmp_path: Path) -> None:
    path = tmp_path / "长.txt"
    path.write_bytes(b"")
    stop = threading.Event()

    def grow() -> None:
        with path.open("ab", buffering=0) as stream:
            while not stop.is_set() and path.stat().st_size < 40_000_000:
                stream.write(bytes(1_000_000))

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        for data in iter(lambda: loading.load(path, most=50_000_000), b"\0" * 40_000_000):
            assert len(data) <= 40_000_000
        with pytest.raises(InputError, match="超过 1 MB"):
            loading.load(path, most=1_000_000)
    finally:
        stop.set()
        writer.join()


def test_a_file_that_says_it_is_empty_and_is_not() -> None:
    if not Path("/proc/self/status").is_file():
        pytest.skip("no /proc here")
    assert b"Name:" in loading.load(Path("/proc/self/status"))
    with pytest.raises(InputError, match="超过 0 MB"):
        loading.load(Path("/proc/self/status"), most=10)


@pytest.mark.skipif(sys.platform == "win32", reason="bytes in names are made as Unix makes them")
def test_a_name_that_is_no_text_is_known_again_and_not_pruned(tmp_path: Path) -> None:
    (tmp_path / "材料").mkdir()
    with open(os.path.join(os.fsencode(tmp_path / "材料"), b"\xff\xfe.md"), "wb") as stream:
        stream.write(TEXT.encode())
    assert run("mine", "材料", "--bank", "b.sqlite", cwd=tmp_path).status == 0
    result = run("mine", "材料", "--bank", "b.sqlite", "--prune", cwd=tmp_path)
    assert "另有 1 个文件早已读过" in result.out
    assert "清出" not in result.out
    assert r"\udcff\udcfe.md" in run("bank", "find", "责任", "--bank", "b.sqlite", cwd=tmp_path).out


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".txt", ".docx", ".html", ".pdf", ".csv", ".yaml"])
def test_a_line_of_a_gigabyte(tmp_path: Path, suffix: str) -> None:
    """A gigabyte of letters on the disk, no hole; refused by its size, before a byte is read."""
    path = tmp_path / f"长{suffix}"
    if os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize < 2 * GIGABYTE:
        pytest.skip("less than 2 GB free on this disk")
    piece = "要把责任落到人头，".encode() * 40_000
    with path.open("wb") as stream:
        for _ in range(GIGABYTE // len(piece)):
            stream.write(piece)
    try:
        for words in (("brief", "check", path), ("draft", path, "-o", "出.docx")) if suffix == ".yaml" else (
                ("check", path), ("mine", path, "--bank", "b.sqlite"), ("label", path)):
            result = run(*words, cwd=tmp_path)
            sound(result, statuses=(2,))
            assert result.megabytes < 400
    finally:
        path.unlink()


@pytest.mark.slow
def test_a_line_as_long_as_is_allowed(tmp_path: Path) -> None:
    """Three million characters without a line end: read, checked and laid out within bounds."""
    path = tmp_path / "长.txt"
    path.write_text("要把责任落到人头，逐项建立台账，" * 187_500, encoding="utf-8")
    for words in (("check", path), ("format", path, "-o", "出.docx"), ("mine", path, "--bank", "b.sqlite")):
        sound(run(*words, cwd=tmp_path), statuses=(0, 1))
