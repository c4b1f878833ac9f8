"""A disk that is full or that can only be read, for real: a small tmpfs mounted for the test."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from drafter.bank import Bank
from tests.test_jobs import write_files

SMALL, LARGE = "2m", "40m"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB of its own."""
    folder = tmp_path / "小盘"
    folder.mkdir()
    if sys.platform != "linux" or mount("-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", folder) != 0:
        pytest.skip("mounting a tmpfs needs Linux and root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_files(tmp_path_factory.mktemp("disk") / "材料", 200)
    (folder / "0100b.docx").unlink()
    return folder


def mount(*arguments: object) -> int:
    try:
        return subprocess.run(["mount", *map(str, arguments)], capture_output=True, check=False).returncode
    except FileNotFoundError:
        return 1


def run(*arguments: object) -> tuple[int, str, str]:
    """(exit status, output, errors) of drafter."""
    done = subprocess.run([sys.executable, "-m", "drafter", *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False)
    return done.returncode, done.stdout, done.stderr


def fill(disk: Path) -> Path:
    """A file that takes all the room that is left."""
    path = disk / "占地方"
    try:
        with path.open("wb", buffering=0) as stream:
            while stream.write(bytes(4096)) == 4096:
                pass
    except OSError:
        pass
    return path


@pytest.mark.parametrize("number", [1, 2])
def test_mining_until_the_disk_is_full_loses_nothing_and_goes_on_after(disk: Path, files: Path, number: int) -> None:
    path = disk / "b.sqlite"
    status, out, error = run("mine", files, "--bank", path, "--jobs", number)
    assert (status, out) == (2, "")
    assert error == f"drafter：{path}：磁盘满了，这一步没有写进去，原来的都在。请腾出地方再来，会接着做\n"
    with Bank(path) as bank:
        before = bank.paths()
        phrases = {f.phrase.key for f in bank.all(usable=False)}
        assert bank.verify() == []
    assert before
    assert run("mine", files, "--bank", path, "--jobs", number)[0] == 2  # again, and still nothing is lost
    with Bank(path) as bank:
        assert bank.verify() == []
        assert set(before) <= set(bank.paths())
        assert phrases <= {f.phrase.key for f in bank.all(usable=False)}
    assert mount("-o", f"remount,size={LARGE}", disk) == 0
    status, out, error = run("mine", files, "--bank", path, "--jobs", number)
    assert (status, error) == (0, "")
    with Bank(path) as bank, Bank(disk / "whole.sqlite", create=True) as whole:
        assert bank.verify() == []
        assert run("mine", files, "--bank", disk / "whole.sqlite")[0] == 0
        assert {(f.phrase.key, f.phrase.quality) for f in bank.all(usable=False)} == {
            (f.phrase.key, f.phrase.quality) for f in whole.all(usable=False)}


def test_on_a_full_disk_a_bank_can_be_read_and_every_refusal_is_one_line(disk: Path, files: Path) -> None:
    path = disk / "b.sqlite"
    assert run("mine", files / "0001.txt", "--bank", path)[0] == 0
    filler = fill(disk)
    status, out, error = run("bank", "find", "--random", "1", "--bank", path)
    assert (status, error) == (0, "")
    assert "0001.txt" in out
    assert run("bank", "keep", 1, "--bank", path) == (
        2, "", f"drafter：{path}：磁盘满了，这一步没有写进去，原来的都在。请腾出地方再来，会接着做\n")
    for name in ("b.sqlite", "new.sqlite"):
        status, out, error = run("mine", files / "0002.txt", "--bank", disk / name)
        assert (status, out) == (2, "")
        assert error == f"drafter：{disk / name}：语料库打不开（磁盘满了）。请换一个能写、有空地方的文件夹，或先腾出地方\n"
    filler.unlink()
    assert run("bank", "keep", 1, "--bank", path)[0] == 0
    with Bank(path) as bank:
        assert bank.verify() == []


def test_a_draft_on_a_full_disk_is_not_half_written(disk: Path) -> None:
    fill(disk)
    old = disk / "旧稿.docx"
    status, out, error = run("draft", "--kind", "调研报告", "--subject", "社区助餐服务", "--org", "云泽区民政局", "-o", old)
    assert (status, out) == (2, "")
    assert error.splitlines()[-1] == f"drafter：{old}：写不进去（磁盘满了）。请检查磁盘空间和权限"
    assert [p.name for p in disk.iterdir()] == ["占地方"]


OUTPUTS = [("format", "稿.md", "-o", "{}/出.docx"), ("format", "稿.md", "-o", "{}/出.html"), ("check", "稿.md", "--fix", "-o", "{}/出.md"),
           ("check", "稿.md", "--format", "html", "-o", "{}/出.html"), ("check", "稿.md", "--format", "docx", "-o", "{}/出.docx"),
           ("brief", "new", "--kind", "通知", "--subject", "供水保障", "--org", "岚江市水务局", "-o", "{}/出.yaml"),
           ("template", "schema", "-o", "{}/出.json")]


@pytest.mark.parametrize("words", OUTPUTS, ids=lambda words: " ".join(words[:3]))
def test_nothing_is_written_by_halves_on_a_full_disk_and_the_old_file_stays(disk: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "稿.md").write_text("# 关于供水的通知\n\n各单位：\n\n做好供水工作。。抓好落实,不能松劲。\n", encoding="utf-8")
    target = disk / words[-1].removeprefix("{}/")
    target.write_bytes(b"old")
    fill(disk)
    status, _, error = run(*(word.format(disk) for word in words), "--force")
    assert status == 2
    assert error.splitlines()[-1] == f"drafter：{target}：写不进去（磁盘满了）。请检查磁盘空间和权限"
    assert sorted(p.name for p in disk.iterdir()) == sorted(["占地方", target.name])
    assert target.read_bytes() == b"old"


def test_output_to_a_full_device_is_told(tmp_path: Path) -> None:
    """drafter … > /dev/full: what was to be printed is lost, and that is said."""
    (tmp_path / "稿.md").write_text("# 关于供水的通知\n\n做好工作。。\n", encoding="utf-8")
    if not Path("/dev/full").exists():
        pytest.skip("/dev/full is a device of Linux")
    for words in (("check", "稿.md"), ("check", "--list"), ("--help",), ("check", "稿.md", "--format", "json")):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([sys.executable, "-m", "drafter", *words], stdout=full, stderr=subprocess.PIPE, text=True, timeout=300,
                                  check=False)
        assert (done.returncode, done.stderr) == (2, "drafter：输出写不进去（磁盘满了）。请检查磁盘空间\n"), words


def test_a_folder_that_can_only_be_read(disk: Path, files: Path) -> None:
    path = disk / "b.sqlite"
    assert run("mine", files / "0001.txt", "--bank", path)[0] == 0
    assert mount("-o", "remount,ro", disk) == 0
    status, out, error = run("bank", "find", "--random", "1", "--bank", path)
    assert (status, error) == (0, "")
    assert "0001.txt" in out
    assert run("bank", "verify", "--bank", path)[0] == 0
    for name in ("b.sqlite", "new.sqlite"):
        status, out, error = run("mine", files, "--bank", disk / name)
        assert (status, out) == (2, "")
        assert error == f"drafter：{disk / name}：语料库打不开（所在的盘只能读）。请换一个能写、有空地方的文件夹，或先腾出地方\n"
    status, out, error = run("bank", "keep", 1, "--bank", path)
    assert (status, out) == (2, "")
    assert error == f"drafter：{path}：语料库写不进去（所在的盘只能读）。请检查文件和文件夹的权限，或拷到能写的地方\n"
    status, out, error = run("draft", "--kind", "调研报告", "--subject", "社区助餐服务", "--org", "云泽区民政局", "-o", disk / "稿.docx")
    assert status == 2
    assert error.splitlines()[-1] == f"drafter：{disk / '稿.docx'}：所在的文件夹不能写入。请换一个有写入权限的文件夹"


def test_a_bank_that_was_never_closed_is_not_read_half_from_a_disk_that_can_only_be_read(disk: Path, files: Path) -> None:
    """Its last files stand in the log alone; reading past that would show an older bank without a word."""
    path = disk / "b.sqlite"
    script = ("import os, sys; from pathlib import Path; from drafter import pipeline; from drafter.bank import Bank;"
              "pipeline.mine([Path(sys.argv[2])], Bank(Path(sys.argv[1]), create=True)); os._exit(0)")
    subprocess.run([sys.executable, "-c", script, str(path), str(files / "0001.txt")], check=True)
    (disk / "b.sqlite-shm").unlink()
    assert mount("-o", "remount,ro", disk) == 0
    status, _, error = run("bank", "find", "--random", "1", "--bank", path)
    assert status == 2
    assert error.startswith(f"drafter：{path}：语料库打不开（所在的盘只能读）")
    assert mount("-o", "remount,rw", disk) == 0
    assert "0001.txt" in run("bank", "find", "--random", "1", "--bank", path)[1]
