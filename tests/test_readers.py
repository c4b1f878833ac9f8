"""Files of every format and encoding come in with their words untouched."""

import os
import zipfile
from pathlib import Path

import pytest

from drafter import pipeline, readers
from drafter.document import Heading
from drafter.errors import InputError
from drafter.readers import encoding

TEXT = ("一、存在的主要问题\n有的支部把学习当任务，读完文件就散会，没有联系岗位想一想。\n"
        "二、产生问题的原因\n习惯于照着往年的单子排，缺少摸底的环节。\n")


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_simplified_text_in_any_encoding(name: str) -> None:
    assert encoding.decode(TEXT.encode(name))[0].lstrip("\ufeff") == TEXT


def test_traditional_text_in_big5() -> None:
    text = "各個黨支部要把學習和業務結合起來，把問題解決在現場，不能只在會議上講一講。"
    assert encoding.decode(text.encode("big5"))[0] == text


def test_utf8_with_one_bad_byte_is_still_utf8() -> None:
    data = bytearray((TEXT * 5).encode())
    data[40] = 0xFF
    assert encoding.decode(bytes(data))[0].count("有的支部") == 5


def test_a_binary_file_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "图.txt"
    path.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(InputError) as caught:
        readers.read(path)
    assert "图.txt" in caught.value.line()
    assert "\n" not in caught.value.line()


def test_html_keeps_headings_and_drops_scripts(tmp_path: Path) -> None:
    path = tmp_path / "页.html"
    path.write_bytes("<html><head><meta charset=gb2312><title>题</title></head><body><nav>首页|登录</nav><h1>关于学习的报告</h1>"
                     "<p>有的支部<b>学习</b>不够深。</p><script>var a=1</script><h2>一、原因</h2><div>习惯于念文件。</div>"
                     "</body></html>".encode("gb18030"))
    document = readers.read(path)
    assert [b.text for b in document.blocks] == ["关于学习的报告", "有的支部学习不够深。", "一、原因", "习惯于念文件。"]
    assert [b.level for b in document.blocks if isinstance(b, Heading)] == [0, 1]


def test_html_nested_a_hundred_thousand_deep_is_read(tmp_path: Path) -> None:
    path = tmp_path / "深.html"
    path.write_text("<div>" * 100_000 + "<p>底下有一句话。</p>" + "</div>" * 100_000, encoding="utf-8")
    assert "底下有一句话。" in readers.read(path).text()


def test_a_word_file_gives_levels_by_style_and_outline(tmp_path: Path) -> None:
    import docx

    word = docx.Document()
    word.add_heading("关于学习的报告", 0)
    word.add_heading("一、问题", 1)
    word.add_paragraph("有的支部学习不够深。")
    word.save(str(tmp_path / "报告.docx"))
    document = readers.read(tmp_path / "报告.docx")
    assert document.title == "关于学习的报告"
    assert [h.level for h in document.headings()] == [0, 1]


def test_a_word_file_with_an_entity_bomb_is_not_expanded(tmp_path: Path) -> None:
    bomb = ('<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
            '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><w:document xmlns:w="http://schemas.openxmlformats.org/'
            'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>')
    with zipfile.ZipFile(tmp_path / "弹.docx", "w") as archive:
        archive.writestr("word/document.xml", bomb)
    try:
        text = readers.read(tmp_path / "弹.docx").text()
    except InputError:
        text = ""
    assert "哈" * 100 not in text


@pytest.mark.parametrize(("name", "data", "word"), [
    ("没有.txt", None, "不存在"), ("坏.docx", b"PK\x03\x04 broken", "损坏"), ("表.xlsx", b"x", "不认识的格式"),
])
def test_bad_files_are_told_with_cause_and_cure(tmp_path: Path, name: str, data: bytes | None, word: str) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        readers.read(path)
    assert word in caught.value.line()
    assert caught.value.cure


@pytest.mark.parametrize("text", ["汉" * 12_000_001, "\n" * 300_001])
def test_a_text_beyond_all_measure_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "巨.txt").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="1200 万字"):
        readers.read(tmp_path / "巨.txt")


def test_a_pipe_is_refused_and_a_loop_of_links_ends(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管.txt")
    (tmp_path / "夹").mkdir()
    (tmp_path / "夹" / "甲.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "夹" / "圈").symlink_to(tmp_path / "夹", target_is_directory=True)
    with pytest.raises(InputError, match="不是普通文件"):
        readers.read(tmp_path / "管.txt")
    assert [p.name for p in pipeline.walk([tmp_path / "夹"])] == ["甲.txt"]


def test_an_empty_folder_is_an_empty_corpus(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有能读的文件"):
        pipeline.walk([tmp_path])
