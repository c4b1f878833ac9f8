"""A row of a table is an article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drafter import readers
from drafter.document import Document, Heading
from drafter.errors import InputError


def read(tmp_path: Path, name: str, text: str, encoding: str = "utf-8") -> Document:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return readers.read(path)


def shown(document: Document) -> list[tuple[str, str, int]]:
    return [("题" if isinstance(b, Heading) else "段", b.text, b.line) for b in document.blocks]


CSV = "编号,标题,正文\n1,关于学习的报告,\"有的支部,学习不够深。\n习惯于念文件。\"\n2,关于培训的报告,缺少摸底的环节。\n3,空的,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_rows_become_a_title_and_paragraphs(tmp_path: Path, encoding: str) -> None:
    document = read(tmp_path, "表.csv", CSV, encoding)
    assert shown(document) == [("题", "关于学习的报告", 2), ("段", "有的支部,学习不够深。", 2), ("段", "习惯于念文件。", 2),
                               ("题", "关于培训的报告", 4), ("段", "缺少摸底的环节。", 4)]
    assert document.meta["skipped"] == 1


def test_the_column_with_the_longest_texts_where_none_is_named(tmp_path: Path) -> None:
    document = read(tmp_path, "表.csv", "甲;乙\n学习;有的支部学习不够深，读完文件就散会。\n培训;缺少摸底的环节，照着往年的单子排。\n")
    assert shown(document) == [("段", "有的支部学习不够深，读完文件就散会。", 2), ("段", "缺少摸底的环节，照着往年的单子排。", 3)]


def test_a_csv_without_a_header_loses_no_row(tmp_path: Path) -> None:
    document = read(tmp_path, "表.csv", "1,有的支部学习不够深。\n2,缺少摸底的环节。\n")
    assert [b.text for b in document.blocks] == ["有的支部学习不够深。", "缺少摸底的环节。"]


def test_a_cell_with_a_stray_quote_is_read_as_it_stands(tmp_path: Path) -> None:
    document = read(tmp_path, "表.csv", 'text\n"重点"工作没有抓住。\n他说"不行"。\n')
    assert [b.line for b in document.blocks] == [2, 3]


def test_a_text_longer_than_the_csv_limit_is_read(tmp_path: Path) -> None:
    assert len(read(tmp_path, "表.csv", "正文\n" + "学" * 200_000).text()) > 200_000


def test_jsonl_rows_and_bad_lines(tmp_path: Path) -> None:
    rows = [json.dumps({"title": "关于学习的报告", "content": "第一段。\r\n第二段。"}, ensure_ascii=False), "{坏的", "[1, 2]",
            json.dumps({"题目": "关于培训的报告", "content": ["甲段。", "乙段。"]}), "", '{"content": 5}', '{"content": "半个\\ud800字"}',
            "[" * 100_000]
    document = read(tmp_path, "表.jsonl", "\n".join(rows))
    assert shown(document) == [("题", "关于学习的报告", 1), ("段", "第一段。", 1), ("段", "第二段。", 1), ("题", "关于培训的报告", 4),
                               ("段", "甲段。", 4), ("段", "乙段。", 4), ("段", "半个\ufffd字", 7)]
    assert document.meta["skipped"] == 4


@pytest.mark.parametrize(("name", "text", "word"), [
    ("空.csv", "", "没有正文"), ("题.csv", "标题,正文\n甲,\n", "没有正文"), ("数.jsonl", '{"a": 1}\n', "没有正文"),
    ("坏.jsonl", "不是 JSON\n", "没有正文"), ("引.csv", 'text\n"没有收尾的引号\n', "引号"), ("文.labels.jsonl", '{"text": "标"}', "标注"),
])
def test_a_table_without_texts_is_told(tmp_path: Path, name: str, text: str, word: str) -> None:
    with pytest.raises(InputError, match=word) as caught:
        read(tmp_path, name, text)
    assert caught.value.cure
