"""The .docx: GB/T 9704-2012 measured in its XML, and what is written reads back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from drafter import pipeline, readers, writers
from drafter.brief import Brief
from drafter.document import Document, Heading
from drafter.errors import OutputError
from drafter.writers import style
from drafter.writers.docx import balanced


@pytest.fixture
def draft(brief: Brief) -> Document:
    return pipeline.draft(brief).document


@pytest.fixture
def word(draft: Document, tmp_path: Path) -> docx.document.Document:
    writers.write(draft, tmp_path / "报告.docx")
    return docx.Document(str(tmp_path / "报告.docx"))


def test_page_is_a4_with_the_margins_of_the_standard(word: docx.document.Document) -> None:
    section = word.sections[0]
    for got, wanted in ((section.page_width, 210), (section.page_height, 297), (section.top_margin, 37), (section.bottom_margin, 35),
                        (section.left_margin, 28), (section.right_margin, 26)):
        assert abs(got - Mm(wanted)) < Mm(0.05)


def test_styles_are_named_and_carry_the_faces(word: docx.document.Document) -> None:
    wanted = {"公文标题": ("方正小标宋简体", 44), "Heading 1": ("黑体", 32), "Heading 2": ("楷体_GB2312", 32),
              "公文正文": ("仿宋_GB2312", 32)}
    used = {p.style.name for p in word.paragraphs}
    assert set(wanted) <= used
    for name, (face, half) in wanted.items():
        properties = word.styles[name].element.rPr
        fonts = properties.find(qn("w:rFonts"))
        assert {fonts.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "eastAsia", "cs")} == {face}
        assert properties.find(qn("w:sz")).get(qn("w:val")) == str(half)
        assert not [a for a in fonts.attrib if a.endswith("Theme")]


def test_body_has_exact_pitch_and_two_characters_indent(word: docx.document.Document) -> None:
    properties = word.styles["公文正文"].element.pPr
    spacing, indent = properties.find(qn("w:spacing")), properties.find(qn("w:ind"))
    assert spacing.get(qn("w:lineRule")) == "exact"
    assert 555 <= int(spacing.get(qn("w:line"))) <= 579
    assert indent.get(qn("w:firstLineChars")) == "200"
    assert 620 <= int(indent.get(qn("w:firstLine"))) <= 640


def test_only_gaps_are_formatted_directly(word: docx.document.Document) -> None:
    for paragraph in word.paragraphs:
        assert [c.tag for c in paragraph._p.pPr] == [qn("w:pStyle")]
        for run in paragraph.runs:
            if run._r.rPr is not None and [c.tag for c in run._r.rPr] != [qn("w:rStyle")]:
                assert run.text.startswith("【待")
                assert run._r.rPr.find(qn("w:highlight")).get(qn("w:val")) == "yellow"


def test_page_numbers_stand_outside_on_odd_and_even_pages(word: docx.document.Document) -> None:
    assert word.settings.odd_and_even_pages_header_footer
    section = word.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        assert "PAGE" in paragraph._p.xml
        assert f'w:{side}Chars="100"' in paragraph.style.element.xml
        assert paragraph.text.count("—") == 2


def test_two_writings_are_the_same_byte_for_byte(draft: Document) -> None:
    layout = style.load("gb9704")
    assert writers.docx.write(draft, layout) == writers.docx.write(draft, layout)


def test_written_and_read_back_the_document_is_the_same(draft: Document, tmp_path: Path) -> None:
    writers.write(draft, tmp_path / "报告.docx")
    back = readers.read(tmp_path / "报告.docx")
    assert back.title == draft.title
    assert [b.text for b in back.blocks[1:]] == [b.text for b in draft.blocks]
    assert [b.level for b in back.blocks[1:] if isinstance(b, Heading)] == [b.level for b in draft.blocks if isinstance(b, Heading)]
    assert [b.style for b in back.blocks[1:] if not isinstance(b, Heading)] == [b.style for b in draft.blocks if not isinstance(b, Heading)]


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html"])
def test_other_formats_hold_every_block(draft: Document, tmp_path: Path, suffix: str) -> None:
    writers.write(draft, tmp_path / f"报告{suffix}")
    text = (tmp_path / f"报告{suffix}").read_text(encoding="utf-8")
    import html
    import re

    plain = html.unescape(re.sub(r"</?mark>", "", text))
    for block in draft.blocks:
        assert block.text in plain


def test_the_package_holds_no_leftover_of_the_default_template(draft: Document) -> None:
    names = zipfile.ZipFile(io.BytesIO(writers.docx.write(draft, style.load("gb9704")))).namelist()
    assert not [n for n in names if "stylesWithEffects" in n or "thumbnail" in n]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("title", ["关于推动机关党建与业务工作深度融合的调研报告", "关于补齐社区养老服务短板的调研报告",
                                   "关于进一步推进全市老旧小区加装电梯和适老化改造工作情况的专题调研报告", "短题"])
def test_titles_break_between_words_and_into_a_trapezoid(title: str) -> None:
    lines = balanced(title, style.load("gb9704"))
    assert "".join(lines) == title
    assert all(len(line) <= 20 for line in lines)
    assert all(len(line) >= 4 or len(lines) == 1 for line in lines)
    assert not [line for line in lines[1:] if line[0] in "的和与及、”》）"]


def test_an_existing_file_is_not_overwritten(draft: Document, tmp_path: Path) -> None:
    target = tmp_path / "报告.md"
    target.write_text("原有内容", encoding="utf-8")
    with pytest.raises(OutputError, match="已存在"):
        writers.write(draft, target)
    assert target.read_text(encoding="utf-8") == "原有内容"
    writers.write(draft, target, force=True)
    assert "原有内容" not in target.read_text(encoding="utf-8")


def test_a_name_too_long_and_a_file_for_a_folder_are_told(tmp_path: Path) -> None:
    from drafter import saving

    with pytest.raises(OutputError, match="太长"):
        writers.check(tmp_path / ("长" * 100 + ".docx"))
    (tmp_path / "文件").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="不是文件夹"):
        saving.make_folder(tmp_path / "文件")


def test_a_failed_writing_leaves_nothing_behind(tmp_path: Path) -> None:
    from drafter import saving

    def fail(_: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="磁盘满了"):
        saving.save(tmp_path / "报告.docx", fail)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "word_"), [("报告.odt", "不会写"), ("没有这个夹/报告.docx", "文件夹不存在"), ("", "文件夹")])
def test_bad_targets_are_told_before_any_work(tmp_path: Path, name: str, word_: str) -> None:
    with pytest.raises(OutputError, match=word_):
        writers.check(tmp_path / name if name else tmp_path.with_suffix(".docx").parent / "x" / "y.docx")
