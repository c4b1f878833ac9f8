"""What --fix may never do, tried on texts nobody would think of."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from drafter import checks
from drafter.pipeline.checking import fixed

_PIECES = st.sampled_from([
    "一、", "二.", "（一）", "(二)", "1.", "1、", "（1）、", "一是", "首先、", "请抓紧落实", "财政、审计、等部门", "道路、和桥梁",
    "“双减”", "“", "”", "《条例》", "《", "》", "（含自筹。）", "(", ")", "[2026]7号", "云政办", "2026-2030年", "5%-8%",
    "...", "…", "--", "——", "，，", "。。", "；。", "，。", ",", ".", ":", ";", "?", "!", '"', "「", "」", "•", "9：30",
    "上午", "GDP", "http://a.cn", "\u200b", "　", " ", "\n", "\n\n", "# ", "，", "。", "、", "：", "3。5%", "各镇人民政府:",
    "<!-- 允许：标点 -->", "2026年3月9日", "附件：清单", "抄送：区委办", "\r\n", "李某", "约翰", "“5.12”地震", "七·一", "ABC"])
_TEXTS = st.lists(_PIECES, max_size=24).map("".join)


def words(text: str) -> str:
    """The text without punctuation and spaces."""
    return "".join(c for c in text if c.isalnum())


def mended(text: str) -> str:
    return fixed(Path("稿.txt"), text.encode(), checks.Settings())[0].decode()


@given(_TEXTS)
@settings(max_examples=300, deadline=None)
def test_mending_changes_punctuation_and_spaces_alone(text: str) -> None:
    assert words(mended(text)) == words(text)


@given(_TEXTS)
@example("。。" + "；。" * 40)
@settings(max_examples=200, deadline=None)
def test_mending_twice_is_mending_once(text: str) -> None:
    once = mended(text)
    assert mended(once) == once


@given(_TEXTS)
@settings(max_examples=200, deadline=None)
def test_a_text_without_findings_stays_byte_for_byte(text: str) -> None:
    data = text.encode()
    made, done = fixed(Path("稿.txt"), data, checks.Settings())
    assert done or made == data


@given(_TEXTS)
@example("抄送：区委办<!-- 允许：标点 -->一、")
@settings(max_examples=200, deadline=None)
def test_a_findings_span_holds_its_passage(text: str) -> None:
    from drafter.readers import txt

    document = txt.read(text.encode(), "稿.md")
    lines = {block.line: block.text for block in document.blocks}
    for finding in checks.check(document):
        if finding.line in lines and not finding.text.endswith("…"):
            assert lines[finding.line][finding.start:finding.end] == finding.text
