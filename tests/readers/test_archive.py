"""A member of a zip is read like a file, and a hostile archive is refused."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from drafter import readers
from drafter.errors import InputError
from drafter.readers import archive

TEXT = "有的支部把学习当任务，读完文件就散会。"


def packed(path: Path, files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as pack:
        for name, data in files.items():
            pack.writestr(name, data)
    return path


def test_members_are_listed_and_read_by_name(tmp_path: Path) -> None:
    path = packed(tmp_path / "卷.zip", {"二.md": "# 题\n\n文。", "夹/一.txt": TEXT.encode("gb18030"), "图.png": b"x", "README.md": "说明",
                                       "__MACOSX/._一.txt": b"x", "~$锁.docx": b"x", "一.labels.jsonl": "{}", "夹/": b""})
    found = archive.members(path)
    assert [str(member) for member in found] == [f"{path}!/二.md", f"{path}!/夹/一.txt"]
    document = readers.read(found[1])
    assert document.text().strip() == TEXT
    assert document.file == f"{path}!/夹/一.txt"
    assert readers.load(found[1]) == TEXT.encode("gb18030")


@pytest.mark.parametrize(("name", "encoding"), [("总结报告.txt", "gb18030"), ("一.txt", "gb18030"), ("总结报告.txt", "utf-8")])
def test_names_without_the_utf8_bit_are_read_as_windows_and_macs_write_them(tmp_path: Path, name: str, encoding: str) -> None:
    raw = name.encode(encoding)
    path = packed(tmp_path / "卷.zip", {"x" * len(raw): TEXT})
    path.write_bytes(path.read_bytes().replace(b"x" * len(raw), raw))
    assert [member.name for member in archive.members(path)] == [name]
    assert readers.read(archive.members(path)[0]).text().strip() == TEXT


def test_an_archive_inside_is_listed_and_refused(tmp_path: Path) -> None:
    inner = packed(tmp_path / "内.zip", {"一.txt": TEXT})
    path = packed(tmp_path / "外.zip", {"内.zip": inner.read_bytes(), "文.txt": TEXT})
    nested, plain = archive.members(path)
    assert readers.read(plain).text().strip() == TEXT
    with pytest.raises(InputError, match="套着"):
        readers.read(nested)
    with pytest.raises(InputError):
        readers.read(Path(f"{nested}!/一.txt"))


def test_an_archive_as_a_whole_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="要一个一个读") as caught:
        readers.read(packed(tmp_path / "卷.zip", {"一.txt": TEXT}))
    assert "卷.zip!/一.txt" in caught.value.cure


@pytest.mark.parametrize("name", ["../一.txt", "夹/../../一.txt", "/etc/一.txt", "C:\\一.txt", "..\\一.txt", "\\\\机\\一.txt"])
def test_a_path_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="指向包外"):
        archive.members(packed(tmp_path / "卷.zip", {name: TEXT}))


@pytest.mark.parametrize(("limit", "value", "word"), [
    ("MAX_MEMBERS", 2, "3 个文件"), ("MAX_TOTAL", 5_000, "超过 500 MB"), ("MAX_MEMBER", 2_500, "超过 64 MB"),
    ("MAX_PACKED", 100, "超过 500 MB")])
def test_each_limit_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, word: str) -> None:
    path = packed(tmp_path / "卷.zip", {f"{n}.txt": "学" * 1000 for n in range(3)}, zipfile.ZIP_STORED)
    assert len(archive.members(path)) == 3
    archive._checked.cache_clear()
    monkeypatch.setattr(archive, limit, value)
    with pytest.raises(InputError, match=word):
        archive.members(path)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="炸弹"):
        archive.members(packed(tmp_path / "卷.zip", {"弹.txt": b"0" * 3_000_000}))
    assert archive.members(packed(tmp_path / "小.zip", {"文.txt": b"0" * 300_000}))


def test_a_header_that_lies_about_the_size_costs_no_more_than_it_says(tmp_path: Path) -> None:
    path = packed(tmp_path / "卷.zip", {"弹.txt": b"0" * 3_000_000})
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", 3_000_000), struct.pack("<I", 900)))
    with pytest.raises(InputError, match="损坏"):
        readers.read(archive.members(path)[0])


def test_a_locked_member_and_an_odd_method_are_told(tmp_path: Path) -> None:
    path = packed(tmp_path / "锁.zip", {"文.txt": TEXT})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(InputError, match="密码"):
        readers.read(archive.members(path)[0])
    with pytest.raises(InputError, match="压缩方式"):
        readers.read(archive.members(packed(tmp_path / "奇.zip", {"文.txt": TEXT}, zipfile.ZIP_BZIP2))[0])


def test_other_faults_are_told(tmp_path: Path) -> None:
    (tmp_path / "坏.zip").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(InputError, match="损坏"):
        archive.members(tmp_path / "坏.zip")
    with pytest.raises(InputError, match="没有能读的文件"):
        archive.members(packed(tmp_path / "图.zip", {"图.png": b"x"}))
    with pytest.raises(InputError, match="没有这个文件"):
        readers.read(packed(tmp_path / "卷.zip", {"一.txt": TEXT}).with_name("卷.zip!") / "二.txt")
    with pytest.raises(InputError, match="不存在"):
        readers.read(tmp_path / "无.zip!" / "二.txt")
    with pytest.raises(InputError, match="不存在"):
        archive.members(tmp_path / "无.zip")
    with pytest.raises(InputError, match="不存在"):
        archive.load(tmp_path / "无.zip!" / "二.txt")
    path = packed(tmp_path / "断.zip", {"一.txt": TEXT})
    path.write_bytes(b"XX" + path.read_bytes()[2:])
    with pytest.raises(InputError, match="损坏"):
        readers.read(archive.members(path)[0])
