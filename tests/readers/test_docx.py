"""What Word shows is what is read: automatic numbers, one copy of each text box, no deletions; bombs are refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from drafter import readers
from drafter.document import Document
from drafter.errors import InputError
from drafter.readers import docx

NAMESPACES = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
              'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"')


def word(tmp_path: Path, body: str, *, lists: str = "", styles: str = "", more: dict[str, bytes] | None = None) -> Document:
    path = tmp_path / "文.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        if lists:
            pack.writestr("word/numbering.xml", f"<w:numbering {NAMESPACES}>{lists}</w:numbering>")
        if styles:
            pack.writestr("word/styles.xml", f"<w:styles {NAMESPACES}>{styles}</w:styles>")
        for name, data in (more or {}).items():
            pack.writestr(name, data)
    return readers.read(path)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def item(text: str, level: int, number: int | str = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(depth: int, form: str, pattern: str, more: str = "") -> str:
    return (f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>')


REPORT = ('<w:abstractNum w:abstractNumId="7">' + level(0, "chineseCounting", "%1、") + level(1, "chineseCountingThousand", "（%2）")
          + level(2, "decimal", "%3.") + level(3, "decimal", "（%4）") + '</w:abstractNum>'
          '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>')


def test_automatic_numbers_are_typed_out(tmp_path: Path) -> None:
    body = (item("问题", 0) + item("学习不深", 1) + item("念文件", 2) + item("2024年以来", 2) + item("细处", 3) + item("培训不实", 1)
            + item("念单子", 2) + p("正文。") + item("原因", 0) + item("思想", 1))
    assert texts(word(tmp_path, body, lists=REPORT)) == [
        "一、问题", "（一）学习不深", "1.念文件", "2. 2024年以来", "（1）细处", "（二）培训不实",
        "1.念单子", "正文。", "二、原因", "（一）思想"]


def test_numbers_past_ten_and_empty_items_count(tmp_path: Path) -> None:
    body = "".join(item("" if n == 3 else f"第{n}件", 0) for n in range(1, 13))
    assert texts(word(tmp_path, body, lists=REPORT))[-2:] == ["十一、第11件", "十二、第12件"]


def test_a_number_typed_by_hand_as_well_is_not_doubled(tmp_path: Path) -> None:
    assert texts(word(tmp_path, item("一、问题", 0), lists=REPORT)) == ["一、问题"]


def test_a_new_list_over_the_same_pattern_starts_again_only_when_told(tmp_path: Path) -> None:
    lists = REPORT + ('<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="7"/>'
                      '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>')
    body = item("甲", 0) + item("乙", 0, 2) + item("丙", 0, 3) + item("丁", 0, 3)
    assert texts(word(tmp_path, body, lists=lists)) == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_a_level_overridden_counts_apart(tmp_path: Path) -> None:
    lists = REPORT + ('<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
                      + level(0, "decimal", "第%1条") + "</w:lvlOverride></w:num>")
    assert texts(word(tmp_path, item("甲", 0) + item("乙", 0, 2), lists=lists)) == ["一、甲", "第1条 乙"]


def test_headings_numbered_by_their_style(tmp_path: Path) -> None:
    lists = ('<w:abstractNum w:abstractNumId="0">' + level(0, "japaneseCounting", "第%1章", '<w:pStyle w:val="1"/>')
             + level(1, "decimal", "%1.%2", '<w:pStyle w:val="2"/><w:isLgl/>')
             + '</w:abstractNum><w:num w:numId="4"><w:abstractNumId w:val="0"/></w:num>')
    styles = "".join(f'<w:style w:type="paragraph" w:styleId="{n}"><w:name w:val="heading {n}"/><w:pPr><w:numPr><w:numId w:val="4"/>'
                     f'</w:numPr></w:pPr></w:style>' for n in (1, 2))
    styles += '<w:style w:type="paragraph" w:styleId="9"><w:name w:val="我的"/><w:basedOn w:val="1"/></w:style>'
    body = (p("总则", '<w:pStyle w:val="1"/>') + p("依据", '<w:pStyle w:val="2"/>') + p("范围", '<w:pStyle w:val="9"/>')
            + p("不编号", '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>'))
    document = word(tmp_path, body, lists=lists, styles=styles)
    assert texts(document) == ["第一章 总则", "1.1 依据", "第二章 范围", "不编号"]
    assert [h.level for h in document.headings()][:2] == [1, 2]


def test_lists_tied_by_a_list_style(tmp_path: Path) -> None:
    lists = ('<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="公文"/></w:abstractNum><w:abstractNum w:abstractNumId="1">'
             '<w:styleLink w:val="公文"/>' + level(0, "chineseCounting", "%1、")
             + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')
    assert texts(word(tmp_path, item("甲", 0) + item("乙", 0), lists=lists)) == ["一、甲", "二、乙"]


@pytest.mark.parametrize(("form", "pattern"), [
    ("bullet", "•"), ("lowerLetter", "%1)"), ("decimal", ""), ("decimal", "%9."), ("none", "%1")])
def test_bullets_and_other_marks_are_left_out(tmp_path: Path, form: str, pattern: str) -> None:
    lists = REPORT.replace('w:numFmt w:val="chineseCounting"', f'w:numFmt w:val="{form}"').replace('"%1、"', f'"{pattern}"')
    body = item("甲", 0) + item("乙", 5) + item("丙", 0, 99) + item("丁", 0, "x")
    assert texts(word(tmp_path, body, lists=lists)) == ["甲", "乙", "丙", "丁"]


def test_deletions_are_left_out_and_joined_paragraphs_are_one(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = ('<w:p>' + run.format("有的支部") + '<w:del><w:r><w:tab/><w:delText>删去</w:delText></w:r></w:del><w:ins>' + run.format("新加")
            + '</w:ins><w:moveFrom>' + run.format("移走") + '</w:moveFrom></w:p>'
            '<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>' + run.format("前半，") + '</w:p><w:p>' + run.format("后半。") + '</w:p>')
    assert texts(word(tmp_path, body)) == ["有的支部新加", "前半，后半。"]


def test_tables_text_boxes_and_pinyin_are_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('框里的话')}</w:txbxContent>"
    body = (f"<w:p><w:r><w:t>框外</w:t><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
            f"</mc:AlternateContent><w:t>的话</w:t></w:r></w:p><w:tbl><w:tr><w:tc>{p('甲格')}</w:tc><w:tc>{p('乙格')}</w:tc></w:tr></w:tbl>"
            "<w:p><w:r><w:ruby><w:rt><w:r><w:t>xué</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>学</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>")
    assert texts(word(tmp_path, body)) == ["框外的话", "框里的话", "甲格", "乙格", "学"]


def test_bombs_and_paths_that_lead_out_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="炸弹"):
        word(tmp_path, p("文"), more={"word/media/图.bin": b"0" * 30_000_000})
    for name in ("../../外.xml", "/etc/passwd", "C:\\外.xml"):
        with pytest.raises(InputError, match="指向包外"):
            word(tmp_path, p("文"), more={name: b"x"})
    monkeypatch.setattr(docx, "MAX_UNPACKED", 1000)
    with pytest.raises(InputError, match="超过 300 MB"):
        word(tmp_path, p("文"), more={"word/media/图.bin": bytes(range(256)) * 10})


def test_a_locked_or_broken_document_is_told_in_one_line(tmp_path: Path) -> None:
    for data in (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b""):
        (tmp_path / "密.docx").write_bytes(data)
        with pytest.raises(InputError, match="损坏或加了密码"):
            readers.read(tmp_path / "密.docx")
    with pytest.raises(InputError, match="损坏"):
        word(tmp_path, "<w:p>")
    with zipfile.ZipFile(tmp_path / "表.docx", "w") as pack:
        pack.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(InputError, match="不是 Word 文档"):
        readers.read(tmp_path / "表.docx")
