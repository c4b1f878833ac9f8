"""Old Word and WPS files are read through LibreOffice, or the user is told how to convert them."""

from __future__ import annotations

import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from drafter import office, readers
from drafter.errors import InputError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script")


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(office, "find", lambda: str(program))


@pytest.mark.slow
def test_a_real_doc_and_wps_are_read(tmp_path: Path) -> None:
    import docx

    program = office.find()
    if not program:
        pytest.skip("LibreOffice is not installed: no .doc can be made or read")
    word = docx.Document()
    word.add_heading("一、存在的主要问题", 1)
    word.add_paragraph("有的支部学习不够深。")
    word.save(str(tmp_path / "文.docx"))
    subprocess.run([program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "doc:MS Word 97",
                    "--outdir", str(tmp_path), str(tmp_path / "文.docx")], check=True, capture_output=True, timeout=120)
    (tmp_path / "文.wps").write_bytes((tmp_path / "文.doc").read_bytes())
    for name in ("文.doc", "文.wps"):
        document = readers.read(tmp_path / name)
        assert [b.text for b in document.blocks] == ["一、存在的主要问题", "有的支部学习不够深。"]
        assert [h.level for h in document.headings()] == [1]
        assert document.file.endswith(name)


def test_a_web_page_or_docx_under_the_name_of_doc_is_read_as_what_it_is(tmp_path: Path) -> None:
    import docx

    (tmp_path / "页.doc").write_bytes("\ufeff<html><body><p>缺少摸底的环节。</p></body></html>".encode())
    word = docx.Document()
    word.add_paragraph("缺少摸底的环节。")
    word.save(str(tmp_path / "新.docx"))
    (tmp_path / "新.docx").rename(tmp_path / "新.doc")
    assert [readers.read(tmp_path / name).text().strip() for name in ("页.doc", "新.doc")] == ["缺少摸底的环节。"] * 2


def test_without_libreoffice_the_user_is_told_how_to_convert(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find", lambda: "")
    (tmp_path / "文.doc").write_bytes(OLE)
    with pytest.raises(InputError, match=r"没有。.*另存为 \.docx"):
        readers.read(tmp_path / "文.doc")


def test_what_is_no_document_never_reaches_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "文.wps").write_bytes(b"MZ\x90")
    with pytest.raises(InputError, match="不是 Word 或 WPS 文档"):
        readers.read(tmp_path / "文.wps")


@needs_posix
def test_a_failed_conversion_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "文.doc").write_bytes(OLE)
    stand_in(tmp_path, monkeypatch, "exit 0")
    with pytest.raises(InputError, match="转换不了"):
        readers.read(tmp_path / "文.doc")
    monkeypatch.setattr(office, "find", lambda: str(tmp_path / "没有"))
    with pytest.raises(InputError, match="转换时出错"):
        readers.read(tmp_path / "文.doc")


@needs_posix
def test_a_conversion_that_hangs_is_stopped_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "文.doc").write_bytes(OLE)
    stand_in(tmp_path, monkeypatch, f"(sleep 2; touch '{tmp_path}/alive') & wait")
    monkeypatch.setattr(office, "TIME_LIMIT_S", 0.3)
    with pytest.raises(InputError, match="已停止"):
        readers.read(tmp_path / "文.doc")
    time.sleep(2.2)
    assert not (tmp_path / "alive").exists()
