"""drafter check on whole files: what it finds, how it tells, what it puts right and what it leaves alone."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx as word_package
import pytest
from click.testing import CliRunner
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from drafter import checks, pipeline, proof
from drafter.cli import drafter
from drafter.errors import DrafterError, TemplateError
from drafter.pipeline import checking
from drafter.readers import formats
from tests.conftest import ROOT

# What stands wrong in tests/cases/checking/十二处错.md: the words, and the rules that may tell of it.
PLANTED = {
    "[2026]": {"number-brackets"}, "08号": {"number-form"}, "一.": {"number-mark-han"}, "三、": {"numbering-gap"},
    "百分之120%": {"percent-in-han"}, "要抓紧检修，要抓紧检修": {"thrice-in-a-row"}, "2026年2月30日": {"impossible-date"},
    "周某": {"two-holders"}, "维户": {"misspelt"}, "贯切": {"misspelt"}, "附件1：": {"attachment-numbered", "attachments-form"},
    "二〇二六年三月九日": {"date-form"},
}


def run(*words: str, given: bytes | None = None) -> tuple[int, str]:
    """(exit status, what the command printed)."""
    result = CliRunner().invoke(drafter, ["check", *words], input=given, standalone_mode=False)
    if isinstance(result.exception, DrafterError):
        return 2, result.exception.line()
    return result.exit_code, result.output


def test_the_planted_errors_are_found_with_place_reason_and_source() -> None:
    file = ROOT / "tests" / "cases" / "checking" / "十二处错.md"
    made = checking.check(file)
    found = {words for words in PLANTED for f in made.findings
             if words in f.text or (f.text and f.text in words and words in made.lines[f.line])}
    assert len(found) >= 11, set(PLANTED) - found
    for finding in made.findings:
        assert finding.line
        assert finding.message
        assert finding.source
        assert made.lines[finding.line][finding.start:finding.end].startswith(finding.text.rstrip("…")[:40])


def test_a_word_file_has_the_same_errors_as_its_text(tmp_path: Path) -> None:
    word = word_package.Document()
    for line in (ROOT / "tests" / "cases" / "checking" / "十二处错.md").read_text(encoding="utf-8").split("\n"):
        if line:
            word.add_paragraph(line.removeprefix("# "))
    word.save(str(tmp_path / "稿.docx"))
    told = {f.rule for f in checking.check(tmp_path / "稿.docx").findings}
    text = {f.rule for f in checking.check(ROOT / "tests" / "cases" / "checking" / "十二处错.md").findings}
    assert text <= told
    assert {"layout-margins", "layout-font", "layout-page-number"} <= told


@pytest.mark.parametrize(("encoding", "end"), [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("gb18030", "\r\n"), ("utf-16", "\n")])
def test_a_mended_text_keeps_its_encoding_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    file = tmp_path / "稿.txt"
    file.write_bytes(end.join(("关于防汛的通知", "各镇人民政府：", "一是稳,二是准。。", "三是快。", "")).encode(encoding))
    before = file.read_bytes()
    status, told = run("稿.txt", "--fix")
    assert status == 0
    assert "一是稳,二是准" not in (tmp_path / "稿.改.txt").read_bytes().decode(encoding)
    assert (tmp_path / "稿.改.txt").read_bytes().decode(encoding) == before.decode(encoding).replace(",", "，").replace("。。", "。")
    assert file.read_bytes() == before
    assert "“,”→“，”（half-width）" in told


def test_a_mended_word_file_keeps_its_looks(tmp_path: Path) -> None:
    word = word_package.Document()
    paragraph = word.add_paragraph("一是稳")
    bold = paragraph.add_run(",二")
    bold.bold = True
    paragraph.add_run("是准,三是快。。")
    table = word.add_table(1, 1)
    table.cell(0, 0).text = "甲,乙两类"
    word.save(str(tmp_path / "稿.docx"))
    run("稿.docx", "--fix")
    made = word_package.Document(str(tmp_path / "稿.改.docx"))
    assert made.paragraphs[0].text == "一是稳，二是准，三是快。"
    assert [(r.text, r.bold) for r in made.paragraphs[0].runs] == [("一是稳", None), ("，二", True), ("是准，三是快。", None)]
    assert made.tables[0].cell(0, 0).text == "甲，乙两类"
    before, after = (zipfile.ZipFile(tmp_path / name) for name in ("稿.docx", "稿.改.docx"))
    assert before.namelist() == after.namelist()
    assert all(before.read(n) == after.read(n) for n in before.namelist() if n != "word/document.xml")


def test_a_mended_word_file_is_mended(tmp_path: Path) -> None:
    word = word_package.Document()
    for text in ("一是稳,二是准；。", "云政办[2026]7号", "(一)抓排查", "（二）、抓整改", "他说“马上办。”，就去办了。。"):
        word.add_paragraph(text)
    word.save(str(tmp_path / "稿.docx"))
    once, done = checking.fixed(Path("稿.docx"), (tmp_path / "稿.docx").read_bytes(), checks.Settings())
    twice, more = checking.fixed(Path("稿.docx"), once, checks.Settings())
    assert done
    assert not more
    assert twice == once


def test_an_automatic_number_is_no_text_to_mend(tmp_path: Path) -> None:
    word = word_package.Document()
    word.add_paragraph("压实责任,分片包干。", style="List Number")
    word.save(str(tmp_path / "稿.docx"))
    run("稿.docx", "--fix")
    assert word_package.Document(str(tmp_path / "稿.改.docx")).paragraphs[0].text == "压实责任，分片包干。"


def test_a_right_file_gets_no_copy(tmp_path: Path) -> None:
    (tmp_path / "稿.txt").write_text("关于防汛的通知\n各镇人民政府：\n请抓紧落实。\n", encoding="utf-8")
    status, told = run("稿.txt", "--fix")
    assert (status, "没有可以自动改的" in told, (tmp_path / "稿.改.txt").exists()) == (0, True, False)
    status, _ = run("稿.txt", "--fix", "-o", "副本.txt")
    assert (tmp_path / "副本.txt").read_bytes() == (tmp_path / "稿.txt").read_bytes()


def test_the_input_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "稿.txt").write_text("一是稳,二是准。", encoding="utf-8")
    status, told = run("稿.txt", "--fix", "-o", "稿.txt", "--force")
    assert status == 2
    assert "不改原文件" in told
    assert (tmp_path / "稿.txt").read_text(encoding="utf-8") == "一是稳,二是准。"


def test_findings_become_word_comments_at_their_words(tmp_path: Path) -> None:
    word = word_package.Document()
    paragraph = word.add_paragraph("要抓紧")
    paragraph.add_run("维户设备，2026年2月").bold = True
    paragraph.add_run("30日前完成。")
    word.save(str(tmp_path / "稿.docx"))
    status, _ = run("稿.docx", "--format", "docx", "--only", "impossible-date", "--only", "misspelt")
    assert status == 1
    made = word_package.Document(str(tmp_path / "稿-批注.docx"))
    assert made.paragraphs[0].text == "要抓紧维户设备，2026年2月30日前完成。"
    comments = {c.comment_id: c.text for c in made.comments}
    assert len(comments) == 2
    spans: dict[int, str] = {}
    open_: set[int] = set()
    for node in made.paragraphs[0]._p.iter():
        ident = node.get(qn("w:id"))
        if node.tag == qn("w:commentRangeStart"):
            open_.add(int(ident))
        elif node.tag == qn("w:commentRangeEnd"):
            open_.discard(int(ident))
        elif node.tag == qn("w:t"):
            for each in open_:
                spans[each] = spans.get(each, "") + node.text
    assert set(spans.values()) == {"维户", "2026年2月30日"}
    assert all("〔" in text for text in comments.values())
    assert [r.bold for r in made.paragraphs[0].runs if r.text == "维户"] == [True]


def test_text_files_become_word_files_with_comments(tmp_path: Path) -> None:
    (tmp_path / "稿.md").write_text("# 关于防汛的通知\n\n各镇：\n\n2026年2月30日前完成。\n", encoding="utf-8")
    run("稿.md", "--format", "docx", "-o", "批注.docx")
    made = word_package.Document(str(tmp_path / "批注.docx"))
    assert [c.text[:5] for c in made.comments] == ["没有“20"]


def test_sarif_names_rules_places_and_files(tmp_path: Path) -> None:
    (tmp_path / "稿 一.md").write_text("2026年2月30日前完成。", encoding="utf-8")
    status, told = run("稿 一.md", "没有.md", "--format", "sarif")
    assert status == 1
    log = json.loads(told[told.index("{"):])
    only = log["runs"][0]
    assert (log["version"], only["columnKind"], only["tool"]["driver"]["name"]) == ("2.1.0", "unicodeCodePoints", "drafter")
    result = only["results"][0]
    assert only["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "impossible-date"
    place = result["locations"][0]["physicalLocation"]
    assert place["region"]["startLine"] == 1
    assert (place["region"]["startColumn"], place["region"]["endColumn"]) == (1, 11)
    assert place["artifactLocation"]["uri"] == "%E7%A8%BF%20%E4%B8%80.md"
    assert only["invocations"][0]["executionSuccessful"] is False


def test_json_and_html_hold_what_the_terminal_shows(tmp_path: Path) -> None:
    (tmp_path / "稿.md").write_text("2026年2月30日前<完成>。", encoding="utf-8")
    rows = json.loads(run("稿.md", "--format", "json")[1])
    finding = rows[0]["findings"][0]
    assert finding["paragraph"][finding["start"]:finding["end"]] == "2026年2月30日"
    page = run("稿.md", "--format", "html")[1]
    assert "<mark>2026年2月30日</mark>前&lt;完成&gt;。" in page
    assert "http" not in page.replace("http-equiv", "")


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "好.md").write_text("请抓紧落实。", encoding="utf-8")
    status, told = run("坏.docx", "好.md")
    assert status == 2
    assert "好.md：没有发现问题" in told
    assert "另有 1 个文件没能读" in told


def test_standard_input_may_be_text_or_word(tmp_path: Path) -> None:
    assert "2026年2月30日" in run("-", given="2026年2月30日前完成。".encode())[1]
    word = word_package.Document()
    word.add_paragraph("2026年2月30日前完成。")
    buffer = io.BytesIO()
    word.save(buffer)
    assert "2026年2月30日" in run("-", given=buffer.getvalue())[1]


@pytest.mark.parametrize(("words", "said"), [
    ((), "没有说查哪个文件"), (("稿.md", "--only", "标电"), "没有叫“标电”的规则。是不是“标点”"),
    (("--explain", "half-widht"), "half-width"),
    (("稿.md", "--rules", "没有.yaml"), "没有.yaml"), (("稿.md", "稿.md", "稿.txt", "--format", "docx"), "一次只能给一个文件"),
    (("稿.md", "--fix", "--format", "docx"), "不能一起用")])
def test_wrong_words_on_the_command_line_are_one_line(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    for name in ("稿.md", "稿.txt"):
        (tmp_path / name).write_text("请抓紧落实。", encoding="utf-8")
    status, told = run(*words)
    assert (status, said in told) == (2, True), told


def test_list_and_explain_know_every_rule() -> None:
    told = run("--list")[1]
    for row in checks.load().rows.values():
        assert f"  {row.name}　" in told
    assert "GB/T 15834-2011" in run("--explain", "doubled-mark")[1]


TEXT = "推行“双减”、“双增”。\n\n一是稳,二是准。\n\n2026年2月30日前完成。\n"


def office(folder: Path, text: str) -> list[str]:
    """The rules found in TEXT under an office's 检查.yaml."""
    (folder / "检查.yaml").write_text(text, encoding="utf-8")
    (folder / "稿.md").write_text(TEXT, encoding="utf-8")
    return [f["rule"] for f in json.loads(run("稿.md", "--format", "json")[1])[0]["findings"]]


def test_an_office_switches_rules_and_families(tmp_path: Path) -> None:
    assert office(tmp_path, "") == ["quotes-comma", "half-width", "impossible-date"]
    assert office(tmp_path, "rules: {标点: off}") == ["impossible-date"]
    assert office(tmp_path, "rules: {punctuation: off, half-width: on}") == ["half-width", "impossible-date"]
    assert office(tmp_path, "allow: {lines: [一是稳]}") == ["quotes-comma", "half-width", "impossible-date"]
    assert office(tmp_path, "allow: {lines: ['一是稳,二是准。'], words: [2026年2月30日]}") == ["quotes-comma"]
    office(tmp_path, "rules: {impossible-date: 提示, half-width: 疑问}")
    assert run("稿.md")[0] == 0


def test_the_offices_file_goes_over_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAFTER_HOME", str(tmp_path / "home"))
    (tmp_path / "home" / "checks").mkdir(parents=True)
    (tmp_path / "home" / "checks" / "检查.yaml").write_text("rules: {标点: off}", encoding="utf-8")
    assert office(tmp_path, "rules: {half-width: on}") == ["half-width", "impossible-date"]


OWN = """rules:
- name: our-street
  severity: warning
  source: 本办规定
  message: “{found}”应当写全称
  cure: 写成云溪街道
  pattern: '云街(?!道)'
  near: [云街]
  right: [云溪街道已经布置。]
  wrong: [云街已经布置。]
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's own table of the family wording."""
    monkeypatch.setenv("DRAFTER_HOME", str(tmp_path / "home"))
    folder = tmp_path / "home" / "phrasebank" / "checks"
    folder.mkdir(parents=True)
    checks.load.cache_clear()
    yield folder / "wording.yaml"
    checks.load.cache_clear()


def test_an_office_adds_a_rule_of_its_own(own: Path) -> None:
    own.write_text(OWN, encoding="utf-8")
    made = checking.check("-", data="云街已经布置，云溪街道已经落实。".encode())
    assert [(f.rule, f.start, f.end) for f in made.findings] == [("our-street", 0, 2)]


@pytest.mark.parametrize(("wrong", "right", "said"), [
    ("'云街(?!道'", "'云街(?!道)'", "正则表达式写错了"), ("{found", "{found}", "花括号"),
    ("severity: grave", "severity: warning", "severity"),
    ("pattern: ''", "pattern: '云街(?!道)'", "没有写 pattern")])
def test_a_rule_written_wrongly_says_where(own: Path, wrong: str, right: str, said: str) -> None:
    own.write_text(OWN.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(TemplateError, match=said) as problem:
        checks.load()
    assert "wording.yaml" in problem.value.line()


@pytest.mark.parametrize(("text", "said"), [("rules: {half-widht: off}", "half-width"), ("rules: {half-width: 大错}", "可以写 on"),
                                            ("rule: {half-width: off}", "rules")])
def test_a_wrong_setting_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "检查.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError, match=said):
        checking.settings(tmp_path / "检查.yaml")


def test_one_place_is_allowed_by_a_comment(tmp_path: Path) -> None:
    text = "<!-- 允许：half-width -->\n一是稳,二是准。\n\n三是快,四是实。\n\n五是严,六是细。 <!-- 允许：标点 -->\n"
    (tmp_path / "稿.md").write_text(text, encoding="utf-8")
    assert [f.line for f in checking.check("稿.md").findings] == [4]
    word = word_package.Document()
    for text in ("一是稳,二是准。", "三是快,四是实。"):
        word.add_paragraph(text)
    word.add_comment(word.paragraphs[0].runs, "这一处允许：half-width", author="某人")
    word.save(str(tmp_path / "稿.docx"))
    assert [f.line for f in checking.check("稿.docx").findings if f.rule == "half-width"] == [2]


def test_layout_is_read_through_the_style_cascade(tmp_path: Path) -> None:
    word = word_package.Document()
    normal = word.styles["Normal"]
    normal.font.size = Pt(16)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋_GB2312")
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = Pt(28.9)
    based = word.styles.add_style("正文首行", 1)
    based.base_style = normal
    based.paragraph_format.first_line_indent = Pt(32)
    word.add_paragraph("请各镇抓紧落实，月底前报结果。", style="正文首行")
    odd = word.add_paragraph("请各镇抓紧排查，逐项销号，月底前报结果。", style="正文首行")
    odd.runs[0].font.size = Pt(12)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    word.save(str(tmp_path / "稿.docx"))
    seen = formats.formats((tmp_path / "稿.docx").read_bytes())["paragraphs"]
    assert (seen[1]["font"], seen[1]["size_pt"], seen[1]["pitch_pt"], seen[1]["first_chars"]) == ("仿宋_GB2312", 16, 28.9, 2)
    assert seen[2]["size_pt"] == 12
    found = {f.rule: f for f in checking.check("稿.docx").findings}
    assert set(found) == {"layout-size", "layout-indent", "layout-page-number"}
    assert found["layout-size"].line == 2
    assert "12 磅" in found["layout-size"].message


def test_a_draft_straight_from_the_program_has_no_error(tmp_path: Path) -> None:
    pipeline.write(pipeline.draft(ROOT / "examples" / "通知.yaml").document, tmp_path / "稿.docx")
    made = checking.check("稿.docx")
    assert [f for f in made.findings if f.severity == "error"] == []
    assert [f for f in made.findings if f.rule.startswith("layout-")] == []


def test_false_alarms_stay_under_one_in_ten_thousand(shared: Path) -> None:
    masters = sorted((shared / "eval" / "exemplars").glob("pub-*.md"))
    texts = [file.read_text(encoding="utf-8").partition("\n---\n")[0] for file in masters]  # below it: a commentary
    texts += [file.read_text(encoding="utf-8") for file in sorted((ROOT / "corpus").glob("*/*.txt"))]
    from drafter.readers import txt

    wanted, wrong, size = checks.Settings(), [], 0
    for text in texts:
        document = txt.read(text.encode(), "例.md")
        size += len(text)
        wrong += [f for f in checks.check(document, wanted) if f.severity == "error"]
    assert len(wrong) <= size / 10_000, [(f.rule, f.text) for f in wrong]


def test_the_text_proof_marks_the_passage_in_its_surroundings() -> None:
    made = checking.check("-", data="我们定于2026年2月30日前完成全部整改任务。".encode())
    assert "我们定于〖2026年2月30日〗前完成全部整改任务" in proof.as_text([made])
