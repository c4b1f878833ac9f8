"""What cleaning may never do, whatever the input."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from drafter import cleaning
from drafter.cleaning import normalize
from drafter.document import Document, Paragraph, Sentence
from tests.test_cleaning import as_text

PIECES = st.sampled_from([
    "要把责任落到人头", "，", "。", "；", "、", "一、", "（一）", "(二)", "1.", "2、", "一是", "二是建台账。", "存在的问题", "APP下载",
    "猜你喜欢",
    "[1]", "1/ 3", "关键词：甲；乙", "参考文献", "[2]张三.论支部[J].新刊,2020(1):1.", "現(xiàn)狀", "為了",
    "&nbsp;", "\u200b", "“", "”", "电话: 0437-1234567",
    "有的单位会上热热闹闹、会后冷冷清清，事情落不到地上。", "关于基层工作的思考", ",", ":", "（", ")", "abc", "2020年第3期",
    "作者：李某 来源：《新刊》2020年第3期",
    "MODERNENTERPRISECULTURE", "企业党建", "|", "_", " ", "？？", "??荚u",
])
LINES = st.lists(st.lists(PIECES, max_size=9).map("".join), max_size=14)


def clean(lines: list[str]) -> list[Document]:
    document = Document("", [Paragraph([Sentence(text)], line=n) for n, text in enumerate(lines, 1) if text.strip()], file="例.txt")
    return cleaning.clean(document)[0]


# What a step may write that the input does not hold: full-width marks, entities' characters, simplified and repaired forms.
TABLE = set("，：；！？（）“”。 \u00a0") | set("现为发当")


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_no_character_is_invented(lines: list[str]) -> None:
    raw = "".join(lines)
    allowed = set(raw) | TABLE | set(normalize._converter().convert(raw)) | set("考评办核")
    assert set(as_text(clean(lines)).replace("#", "").replace("\n", "")) <= allowed


TASKS = st.sampled_from([f"第{n}件事要{v}到底，谁办的谁交账，交不了账的说清缘由。" for n in "甲乙丙丁戊己" for v in "抓管盯跟"])


@settings(max_examples=200, deadline=None)
@given(st.lists(TASKS, max_size=10))
def test_kept_sentences_keep_their_order(lines: list[str]) -> None:
    kept = [b.text for a in clean(lines) for b in a.blocks]
    flat = re.sub(r"\s", "", "".join(kept))
    assert flat == "".join(lines)
