"""drafter format: the parts of any text recognised, not a word changed, the same document whatever it was typed in."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafter import pipeline, readers, writers
from drafter.document import Document, Heading, Paragraph, Picture, Table
from drafter.readers import txt
from drafter.recognising import recognise
from drafter.recognising.shapes import Shape, has, shapes
from drafter.writers import style
from tests.badly import laid_out
from tests.documents import documents, shown

CASES = sorted(p for p in (Path(__file__).parent / "cases" / "format").glob("*.md") if p.name != "README.md")
NAMES = {"byline": "副题", "salutation": "主送", "body": "正文", "attachments": "附件说明", "signature": "署名", "date": "日期", "note": "附注",
         "attachment": "附件", "attachment-title": "附件标题", "attendance": "出席"}


def parts(document: Document) -> list[str]:
    """The document as lines 部分｜文字."""
    head, imprint = document.head, document.imprint
    lines = []
    if head:
        lines += [("份号", head.copy_number), ("密级", head.secrecy), ("紧急", head.urgency), *(("标志", m) for m in head.marks),
                  ("后缀", head.suffix), ("字号", head.number), ("签发人", "、".join(head.signers)), ("信函", "是" if head.letter else "")]
    lines.append(("标题", document.title))
    for block in document.blocks:
        if isinstance(block, Heading):
            lines.append((f"{'一二三四'[block.level - 1]}级{'＋' if block.run_in else ''}", block.text))
        elif isinstance(block, Paragraph):
            lines.append((NAMES[block.style], block.text))
        else:
            lines.append(("表" if isinstance(block, Table) else "图", block.text.replace("\t", " / ").replace("\n", " // ")))
    if imprint:
        lines += [("移送", imprint.addressees), ("抄送", imprint.copies), ("印发", " ".join(filter(None, (imprint.office, imprint.date))))]
    return [f"{name}｜{text}" for name, text in lines if text]


def formatted(text: str, name: str = "文.txt") -> tuple[Document, list[str]]:
    """The recognised text, and what there is to tell."""
    document = txt.read(text.encode(), name)
    document.file = name
    made, findings = recognise(document)
    return made, [f"提示｜{f.message}" for f in findings]


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_before_and_after(path: Path, accept: bool) -> None:
    head, before, after = re.fullmatch(r"(.*?)\n## 前\n(.*?)\n+## 后\n(.*)", path.read_text(encoding="utf-8"), re.S).groups()  # type: ignore[union-attr]
    made, told = formatted(before)
    got = "\n".join([*parts(made), *told])
    if accept:
        path.write_text(f"{head}\n## 前\n{before}\n\n## 后\n{got}\n", encoding="utf-8")
    assert got == after.strip()


@pytest.mark.parametrize("shape", shapes().values(), ids=lambda s: s.name)
def test_each_shape_knows_its_examples(shape: Shape) -> None:
    assert shape.source and shape.right
    assert [text for text in shape.right if not has(text, shape.name)] == []
    assert [text for text in shape.wrong if has(text, shape.name)] == []


@given(documents())
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_markdown_written_and_formatted_again_is_the_same_document(document: Document) -> None:
    data = writers.markdown.write(document, style.load("gb9704"))
    assert shown(formatted(data.decode(), "文.md")[0]) == shown(document)


@given(documents(plain=True))
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_plain_text_written_and_formatted_again_is_the_same_document(document: Document) -> None:
    data = writers.txt.write(document, style.load("gb9704"))
    assert shown(formatted(data.decode())[0]) == shown(document)


LINES = ["关于做好防汛工作的通知", "岚水〔2026〕12号", "岚江市水务局文件", "签发人：王某", "000001", "特急", "机密★1年", "文件", "岚江市水务局", "各县区：",
         "同志们：", "一、总体要求", "（一）摸清底数。各地要逐段建档。", "1.按时报送", "（2）逐项核对", "会议要求，各地抓好落实。", "没有写完的一行，后面还有话",
         "附件：1.任务分工表", "2.清单", "附件1", "附件", "2026年9月10日", "（此件公开发布）", "抄送：市委办公室。", "主送：各县区。", "岚江市水务局办公室",
         "岚江市水务局办公室　　2026年3月10日印发", "出席：张某　李某", "甲\t乙", "丙\t丁", "表1　分工", "总体安排", "——副题在这里", "3.5万亩", "第3期", "前言",
         "岚江市水务局　　2026年9月10日", "［注1］脚注的话", "有脚注［注1］的话。", "的通知", "关于印发"]


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=14), st.sampled_from(["\n", "\n\n", "\n　　", "\n    "]))
@settings(max_examples=500, deadline=None)
def test_no_word_is_lost_moved_or_changed_whatever_the_order_of_the_lines(lines: list[str], ends: str) -> None:
    before = ends.join(lines)
    made, _ = formatted(before)
    after = writers.txt.write(made, style.load("gb9704")).decode()

    def words(text: str) -> str:
        return re.sub(r"\s", "", text)

    if "［注1］" in after:  # notes stand at the end of a page, wherever they were typed
        assert sorted(words(after)) == sorted(words(before))
    else:
        assert words(after) == words(before)


def main_part(source: Path, target: Path) -> bytes:
    """document.xml of the file that `drafter format` makes of the source."""
    pipeline.write(pipeline.formatted(source).document, target, force=True)
    return zipfile.ZipFile(target).read("word/document.xml")


@pytest.mark.parametrize("name", [f"pub-{n:02}" for n in range(1, 13)])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_markdown_text_and_a_badly_formatted_word_file_give_the_same_docx(shared: Path, tmp_path: Path, name: str, seed: int) -> None:
    text = (shared / "eval" / "exemplars" / f"{name}.md").read_text(encoding="utf-8").split("\n---\n")[0]
    (tmp_path / "文.md").write_text(text, encoding="utf-8")
    wanted = main_part(tmp_path / "文.md", tmp_path / "a.docx")
    lines = [re.sub(r"^#+ ", "", line) for line in text.split("\n") if line.strip()]
    (tmp_path / "文.txt").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "乱.docx").write_bytes(laid_out(lines, seed=seed))
    assert main_part(tmp_path / "文.txt", tmp_path / "b.docx") == wanted
    assert main_part(tmp_path / "乱.docx", tmp_path / "c.docx") == wanted
    assert main_part(tmp_path / "a.docx", tmp_path / "d.docx") == wanted


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_a_case_laid_out_badly_in_word_gives_the_same_docx(path: Path, tmp_path: Path) -> None:
    before = re.search(r"\n## 前\n(.*?)\n+## 后\n", path.read_text(encoding="utf-8"), re.S)[1]  # type: ignore[index]
    if "\t" in before or "折" in path.stem:
        before = "\n".join(line for line in before.split("\n") if "\t" not in line)
    (tmp_path / "文.txt").write_text(before, encoding="utf-8")
    wanted = main_part(tmp_path / "文.txt", tmp_path / "a.docx")
    (tmp_path / "乱.docx").write_bytes(laid_out([line.strip() for line in before.split("\n") if line.strip()], titles=0))
    if "折" not in path.stem:  # blank paragraphs tell that a line was ended on purpose
        assert main_part(tmp_path / "乱.docx", tmp_path / "b.docx") == wanted
    assert main_part(tmp_path / "a.docx", tmp_path / "c.docx") == wanted


@given(documents())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_word_written_and_formatted_again_is_the_same_document(document: Document) -> None:
    data = writers.docx.write(document, style.load("gb9704"))
    assert shown(recognise(readers.docx.read(data, "文.docx"))[0]) == shown(document)
