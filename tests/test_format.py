"""drafter format: the parts of any text recognised, not a word changed, the same document whatever it was typed in."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import docx as word_package
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafter import gaps, office, pipeline, readers, writers
from drafter.document import Document, Heading, Paragraph, Picture, Table
from drafter.errors import OutputError
from drafter.readers import txt
from drafter.recognising import recognise
from drafter.recognising.shapes import Shape, has, shapes
from drafter.writers import style
from tests.badly import laid_out
from tests.conftest import ROOT
from tests.documents import PNG, documents, shown

CASES = sorted(p for p in (Path(__file__).parent / "cases" / "format").glob("*.md") if p.name != "README.md")
NAMES = {"byline": "副题", "salutation": "主送", "body": "正文", "attachments": "附件说明", "signature": "署名", "date": "日期",
         "note": "附注", "attachment": "附件", "attachment-title": "附件标题", "attendance": "出席"}


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
    assert shape.source
    assert shape.right
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


LINES = ["关于做好防汛工作的通知", "岚水〔2026〕12号", "岚江市水务局文件", "签发人：王某", "000001", "特急", "机密★1年", "文件",
         "岚江市水务局", "各县区：", "同志们：", "一、总体要求", "（一）摸清底数。各地要逐段建档。", "1.按时报送", "（2）逐项核对",
         "会议要求，各地抓好落实。", "没有写完的一行，后面还有话", "附件：1.任务分工表", "2.清单", "附件1", "附件", "2026年9月10日",
         "（此件公开发布）", "抄送：市委办公室。", "主送：各县区。", "岚江市水务局办公室", "岚江市水务局办公室　　2026年3月10日印发",
         "出席：张某　李某", "甲\t乙", "丙\t丁", "表1　分工", "总体安排", "——副题在这里", "3.5万亩", "第3期", "前言",
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


def run(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command line, run as a user does."""
    return subprocess.run([sys.executable, "-m", "drafter", "format", *words], input=given, capture_output=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    """A notice with every part, as plain text."""
    case = next(path for path in CASES if path.stem == "通知带附件和版记")
    text = re.search(r"\n## 前\n(.*?)\n+## 后\n", case.read_text(encoding="utf-8"), re.S)[1]  # type: ignore[index]
    (tmp_path / "通知.txt").write_text(text, encoding="utf-8")
    return tmp_path / "通知.txt"


def test_a_notice_is_laid_out_and_what_was_guessed_is_told(notice: Path) -> None:
    done = run("通知.txt", "-o", "通知.docx")
    assert done.returncode == 0
    assert "版头，标题《关于做好2026年城区排水防涝工作的通知》，主送或称呼 1 处，一级标题 3 个" in done.stdout.decode()
    assert "第6行 这是手打的分隔线" in done.stderr.decode()
    assert readers.read(notice.with_suffix(".docx")).head is not None


def test_neither_the_input_nor_another_file_is_overwritten(notice: Path) -> None:
    before = notice.read_bytes()
    done = run("通知.txt", "-o", "通知.txt", "--force")
    assert (done.returncode, "同一个文件" in done.stderr.decode()) == (2, True)
    notice.with_suffix(".md").write_text("别人的", encoding="utf-8")
    assert run("通知.txt", "-o", "通知.md").returncode == 2
    assert notice.with_suffix(".md").read_text(encoding="utf-8") == "别人的"
    assert run("通知.txt", "-o", "通知.md", "--force").returncode == 0
    assert notice.read_bytes() == before


@pytest.mark.parametrize("suffix", [".txt", ".md", ".docx"])
def test_standard_input_is_told_by_what_it_holds(notice: Path, suffix: str) -> None:
    pipeline.write(pipeline.formatted(notice).document, notice.with_name(f"给{suffix}"))
    assert run("-", "-o", "得.docx", given=notice.with_name(f"给{suffix}").read_bytes()).returncode == 0
    wanted = main_part(notice, notice.with_name("要.docx"))
    assert zipfile.ZipFile(notice.with_name("得.docx")).read("word/document.xml") == wanted


@pytest.mark.parametrize(("name", "data", "told"), [
    ("空.txt", b"", "文件里没有字"), ("表.xlsx", b"PK", "format 不排"), ("坏.docx", b"PK\x03\x04xx", "损坏或加了密码"),
    ("没有.txt", None, "文件不存在")])
def test_what_cannot_be_laid_out_is_told_and_nothing_is_written(tmp_path: Path, name: str, data: bytes | None, told: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = run(name, "-o", "出.docx")
    assert done.returncode == 2
    assert told in done.stderr.decode()
    assert done.stderr.decode().count("\n") == 1
    assert not (tmp_path / "出.docx").exists()


def test_explain_says_values_clauses_and_deviations() -> None:
    done = run("--explain").stdout.decode()
    for words in ("28.95 磅", "7.3.3 第一层黑体", "与标准不同的地方", "字距收紧 0.25 磅"):
        assert words in done
    assert "没有叫“没有的”的版式" in run("--explain", "--style", "没有的").stderr.decode()


def test_a_contents_is_made_when_asked_for(notice: Path) -> None:
    assert run("通知.txt", "-o", "目.docx", "--toc").returncode == 0
    assert b"TOC" in zipfile.ZipFile(notice.with_name("目.docx")).read("word/document.xml")
    assert b"TOC" not in main_part(notice, notice.with_name("无.docx"))


def test_pdf_needs_libreoffice_and_says_so_before_any_work(notice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find", lambda: "")
    with pytest.raises(OutputError, match=r"写 PDF 要靠 LibreOffice，这台机器上没有.*另存为 PDF"):
        pipeline.check_formatted(notice, notice.with_suffix(".pdf"))


@pytest.mark.slow
def test_pdf_has_the_words_of_the_document(notice: Path) -> None:
    if not office.find():
        pytest.skip("LibreOffice is missing: bash tests/rendering/install.sh")
    assert run("通知.txt", "-o", "通知.pdf").returncode == 0
    text = re.sub(r"\s", "", readers.read(notice.with_suffix(".pdf")).text())
    for words in ("岚江市水务局文件", "（一）摸清底数。各县（市、区）要在4月底前完成", "附件1", "抄送：市委办公室"):
        assert words in text


def test_the_page_for_a_browser_holds_every_part_and_needs_nothing_else(notice: Path) -> None:
    document = pipeline.formatted(notice).document
    document.blocks.append(Picture(PNG, "图1　对比", 60))
    page = writers.html.write(document, style.load("gb33476")).decode()
    assert not re.search(r"<script|<link|https?:|src=(?!\"data:)", page)
    assert page.count("<section class=") == 3  # the notice and its two attachments
    for words in ("@page{size:210mm 297mm;margin:34.58mm 26mm 32.58mm 28mm}", "<hr class=red>", "<th>责任单位</th>", "width:60mm",
                  "<span class=heading2>（一）摸清底数。</span>", "<figcaption>图1　对比</figcaption>", "<span>2026年3月10日印发</span>"):
        assert words in page
    marked = writers.html.write(formatted("关于调研的报告\n全县有【待填：多少】户<贫困>户。")[0], style.load("plain")).decode()
    assert "<mark>【待填：多少】</mark>户&lt;贫困&gt;户" in marked


def test_gaps_are_listed_with_their_place_and_the_words_before() -> None:
    document, _ = formatted("关于调研的报告\n【待填：单位】\n一、问题\n全县有三个村。共【待填：户数】户，【待定：期限】前改完。\n"
                            "（一）短板\n路不通。【待填】")
    assert [(g.place, g.text, g.before) for g in gaps.find(document)] == [
        ("副标题", "【待填：单位】", ""), ("1.0.2", "【待填：户数】", "全县有三个村。共"),
        ("1.0.2", "【待定：期限】", "全县有三个村。共…户，"),
        ("1.1.2", "【待填】", "路不通。")]


@pytest.mark.parametrize("top", [0, 1])
def test_words_own_heading_styles_and_lists_are_heeded(tmp_path: Path, top: int) -> None:
    word = word_package.Document()
    word.add_heading("关于开展巡河工作的报告", top)
    word.add_heading("总体情况", top + 1)
    word.add_paragraph("今年以来巡河三千次。")
    word.add_heading("（一）巡得勤", top + 2)
    word.add_paragraph("一月一次。", style="List Number")
    word.add_paragraph("望汀区水务局\n2026年3月5日")
    word.save(str(tmp_path / "文.docx"))
    made = pipeline.formatted(tmp_path / "文.docx")
    assert parts(made.document) == [
        "标题｜关于开展巡河工作的报告", "一级｜总体情况", "正文｜今年以来巡河三千次。", "二级｜（一）巡得勤", "正文｜1.一月一次。",
        "署名｜望汀区水务局", "日期｜2026年3月5日"]
    assert [(f.line, f.rule) for f in made.findings] == [(2, "unnumbered")]


@pytest.mark.parametrize("text", [
    "关于镇容整治的报告\n\n# 一、主要做法\n干了三件事。\n\n## （一）清垃圾\n清了。",
    "---\ntitle: 关于镇容整治的报告\n---\n# 一、主要做法\n干了三件事。\n## （一）清垃圾\n清了。",
    "## 关于镇容整治的报告\n### 一、主要做法\n干了三件事。\n#### （一）清垃圾\n清了。",
    "# 关于镇容整治的报告\n## 一、主要做法\n- 干了**三件事**。\n### （一）清垃圾\n清了。"])
def test_levels_of_markdown_may_start_anywhere(text: str) -> None:
    assert parts(formatted(text, "文.md")[0]) == [
        "标题｜关于镇容整治的报告", "一级｜一、主要做法", "正文｜干了三件事。", "二级｜（一）清垃圾", "正文｜清了。"]


def test_pictures_beside_a_markdown_text_are_taken_in(tmp_path: Path) -> None:
    (tmp_path / "图.png").write_bytes(PNG)
    text = "# 关于巡河的报告\n\n巡了河。\n\n![图1　梅溪](图.png){width=80mm}\n\n![没有](无.png)\n"
    (tmp_path / "文.md").write_text(text, encoding="utf-8")
    made = pipeline.formatted(tmp_path / "文.md")
    picture = made.document.blocks[1]
    assert isinstance(picture, Picture)
    assert (picture.data, picture.caption, picture.width_mm) == (PNG, "图1　梅溪", 80)
    assert made.findings[0].rule == "picture"
    assert "无.png" in made.document.blocks[2].text
