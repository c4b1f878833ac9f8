"""Documents rendered by LibreOffice and measured: lines a page, characters a line, every distance that GB/T 9704-2012 gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drafter import pipeline, writers
from drafter.brief import Brief
from drafter.document import Document, Head, Imprint, Paragraph, Sentence
from drafter.writers import style
from drafter.writers.docx.head import BASE, FOOT, RISE
from tests import rendering
from tests.made_up import KINDS, words
from tests.rendering import Page, pages

pytestmark = rendering.needed
MM = 25.4 / 72
CHAR = 15.75 * MM  # the advance of the body's characters


def rendered(document: Document, folder: Path, name: str = "gb9704") -> list[Page]:
    """The pages of the document in that style."""
    writers.write(document, folder / "文.docx", style=name, force=True)
    return pages(folder / "文.docx", folder)


@pytest.mark.parametrize("name", ["gb9704", "gb33476"])
def test_a_full_page_fills_the_type_area_with_22_lines_of_28_characters(tmp_path: Path, name: str) -> None:
    layout = style.load(name)
    writers.write(Document("题目", [words("本" * 3000)]), tmp_path / "满.docx", style=name)
    text = rendering.lines(tmp_path / "满.docx", tmp_path)
    for page in text[1:3]:
        assert len(page) == 22
        assert {len(re.sub(r"\s", "", line)) for line in page} == {28}
    page = Page(tmp_path / "满.pdf", 2)
    foot = layout.page.height_mm - layout.page.bottom_mm
    left, top, right, bottom = page.ink(page.black, 0, foot + 1)
    assert abs(left - layout.page.left_mm) <= 1
    assert abs(page.black.shape[1] * page.dot - right - layout.page.right_mm) <= 1
    # a character stands on a base line at 4/5 of its line, the lines fill the type area
    over, under = (BASE * layout.pitch_pt - RISE * 16) * MM, ((1 - BASE) * layout.pitch_pt - FOOT * 16) * MM
    assert abs(top - over - layout.page.top_mm) <= 1
    assert abs(bottom + under - foot) <= 1


@pytest.mark.parametrize("name", ["gb9704", "gb33476"])
def test_page_numbers_stand_7_mm_under_the_type_area_odd_right_even_left(tmp_path: Path, name: str) -> None:
    found = rendered(Document("题目", [words("汉" * 2000)]), tmp_path, name)
    for number, page in enumerate(found[:3], 1):
        left, top, right, bottom = page.ink(page.black, 263.5)
        assert abs((top + bottom) / 2 - (297 - 35) - 7) <= 1
        assert abs(right - (184 - 14 * MM)) <= 1.5 if number % 2 else abs(left - (28 + 14 * MM)) <= 1.5


@pytest.mark.parametrize("name", ["gb9704", "gb33476"])
@pytest.mark.parametrize(("kind", "top"), [("notice", 72), ("request", 72), ("minutes", 72), ("order", 57), ("letter", 30)])
def test_the_mark_stands_at_its_height(tmp_path: Path, name: str, kind: str, top: float) -> None:
    page = rendered(KINDS[kind](), tmp_path, name)[0]
    assert abs(page.ink(page.red)[1] - top) <= 1.5


@pytest.mark.parametrize("marks", [("甲县局",), ("云泽区发展和改革委员会办公室及其所属机关",), ("甲县局", "乙县卫生健康委员会"),
                                   ("甲局", "乙局", "丙局", "丁局", "戊局")])
@pytest.mark.parametrize("labels", [{}, {"secrecy": "机密"}, {"copy_number": "000001", "secrecy": "机密★1年", "urgency": "特急"}])
def test_long_and_joint_marks_stand_at_their_height_within_the_type_area(tmp_path: Path, marks: tuple[str, ...],
                                                                         labels: dict[str, str]) -> None:
    page = rendered(Document("关于某事的通知", [words("正文。")], head=Head(marks, number="甲〔2026〕1号", **labels)), tmp_path)[0]
    left, top, right, _ = page.ink(page.red, 0, page.rules(page.red)[0][0] - 1)
    assert abs(top - 72) <= 1.5
    assert left >= 28
    assert right <= 184
    assert abs((left + right) / 2 - 106) <= 2 or len(marks) > 1


@pytest.mark.parametrize("name", ["gb9704", "gb33476"])
@pytest.mark.parametrize("kind", ["notice", "request", "minutes"])
def test_one_red_rule_lies_4_mm_under_the_number(tmp_path: Path, name: str, kind: str) -> None:
    page = rendered(KINDS[kind](), tmp_path, name)[0]
    rules = page.rules(page.red)
    assert len(rules) == 1
    left, _, right, _ = page.ink(page.red, rules[0][0] - 0.1, rules[0][1] + 0.1)
    assert abs(left - 28) <= 0.6
    assert abs(right - 184) <= 0.6
    assert abs(rules[0][0] - page.line("〔2026〕")[3] - 4) <= 1


@pytest.mark.parametrize("name", ["gb9704", "gb33476"])
@pytest.mark.parametrize("kind", ["notice", "request", "minutes"])
def test_the_imprint_ends_the_type_area_of_the_last_page(tmp_path: Path, name: str, kind: str) -> None:
    foot = 297 - style.load(name).page.bottom_mm
    found = rendered(KINDS[kind](), tmp_path, name)
    rules = found[-1].rules(found[-1].black)
    assert abs(rules[-1][1] - foot) <= 1.5
    assert len(rules) == (2 if kind == "request" else 3)
    assert not any(page.rules(page.black) for page in found[:-1] if "榆荫街道" not in str(page.lines))


def test_the_imprint_goes_to_a_new_page_where_the_text_fills_the_last(tmp_path: Path) -> None:
    imprint = Imprint("区委各部门，" * 10 + "区法院", "某办公室", "2026年3月10日")
    for lines in (18, 20, 22, 24):
        found = rendered(Document("题", [words("一" * (28 * lines - 3))], imprint=imprint), tmp_path)
        page = found[-1]
        rules = page.rules(page.black)
        assert len(rules) == 3
        assert abs(rules[-1][1] - 262) <= 1.5
        above = [row[4] for row in page.lines if re.fullmatch("一+", row[0])]
        assert all(bottom <= rules[0][0] + 3 for bottom in above)


def test_letter_rules_are_170_mm_long_and_stand_at_their_heights(tmp_path: Path) -> None:
    page = rendered(KINDS["letter"](), tmp_path)[0]
    rules = page.rules(page.red, 165)
    assert len(rules) == 4
    upper, lower = rules[:2], rules[2:]
    assert upper[0][1] - upper[0][0] > upper[1][1] - upper[1][0]  # thick over thin
    assert lower[0][1] - lower[0][0] < lower[1][1] - lower[1][0]  # thin over thick
    assert abs(297 - lower[0][0] - 20) <= 1
    for rule in rules:
        left, _, right, _ = page.ink(page.red, rule[0], rule[1])
        assert abs(right - left - 170) <= 1
        assert abs((left + right) / 2 - 105) <= 1
    assert abs(upper[0][0] - page.ink(page.red, 0, upper[0][0] - 0.5)[3] - 4) <= 1
    assert abs(page.line("〔2026〕")[1] - upper[1][1] - 4.84) <= 1.2
    assert not page.black[round(263 / page.dot):round(275 / page.dot)].any()  # no page number on its first page


def edges(found: list[Page], text: str) -> tuple[float, float]:
    """(left, right) of the last line with those words, as the text layer gives it."""
    return next((row[1], row[3]) for page in reversed(found) for row in reversed(page.lines) if text in row[0])


def test_with_a_seal_the_date_ends_4_characters_from_the_edge_under_the_middle_of_the_name(tmp_path: Path) -> None:
    found = rendered(KINDS["notice"](), tmp_path)
    date, name = edges(found, "2026年3月9日"), edges(found[:4], "槿川区人民政府")
    assert abs(184 - date[1] - 4 * CHAR) <= 0.6
    assert abs(sum(date) / 2 - sum(name) / 2) <= 3.5  # the stand-in face's figures are 0.66 of a character wide


@pytest.mark.parametrize("name", ["某区人民政府办公室", "某局", "某区民政局", "某区应急管理和安全生产委员会办公室"])
def test_without_a_seal_the_name_ends_2_characters_from_the_edge_and_the_date_begins_2_behind_it(tmp_path: Path, name: str) -> None:
    found = rendered(Document("题", [words("正文。"), words(name, "signature"), words("2026年3月9日", "date")]), tmp_path)
    signed, date = edges(found, name), edges(found, "2026年")
    if len(name) > 8:
        assert abs(184 - signed[1] - 2 * CHAR) <= 0.6
        assert abs(date[0] - signed[0] - 2 * CHAR) <= 0.6
    else:  # the date would end too near the edge: it ends 2 from it, and the name gives way
        assert abs(184 - date[1] - 2 * CHAR) <= 0.6
        assert signed[1] < 184 - 2 * CHAR + 0.6
        assert abs(date[0] - signed[0] - 2 * CHAR) <= 7  # figures of 0.66 characters, as above


def test_an_attachment_opens_a_page_with_its_title_on_the_third_line(tmp_path: Path) -> None:
    found = rendered(KINDS["notice"](), tmp_path)
    page = next(p for p in found if p.lines and p.lines[0][0] == "附件1")
    assert abs(page.line("附件1")[0] - 28) <= 1
    title = page.line("建设任务表")
    assert 37 + 2 * 28.95 * MM <= title[1] <= 37 + 3.4 * 28.95 * MM


def test_a_table_across_the_page_stands_on_paper_turned(tmp_path: Path) -> None:
    shapes = [page.black.shape for page in rendered(KINDS["notice"](), tmp_path)]
    turned = [high < wide for high, wide in shapes]
    assert sum(turned) == 1
    assert not turned[0]
    assert not turned[-1]


def test_a_draft_reads_in_order_on_paper(brief: Brief, tmp_path: Path) -> None:
    draft = pipeline.draft(brief)
    writers.write(draft.document, tmp_path / "稿.docx")
    text = "".join(line for page in rendering.lines(tmp_path / "稿.docx", tmp_path) for line in page)
    flat = re.sub(r"\s", "", text)
    positions = [flat.find(re.sub(r"\s", "", h.text)) for h in draft.document.headings()]
    assert -1 not in positions
    assert positions == sorted(positions)


def test_the_speech_style_has_its_number_in_the_middle(tmp_path: Path) -> None:
    page = rendered(Document("题", [Paragraph([Sentence("一" * 800)])]), tmp_path, "speech")[1]
    left, _, right, _ = page.ink(page.black, 297 - 28)
    assert abs((left + right) / 2 - 105) <= 1
