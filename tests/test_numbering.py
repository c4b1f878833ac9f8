"""层次序数: what is made can be parsed again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter import numbering


@given(st.integers(1, 4), st.integers(1, 19))
def test_a_label_parses_back_to_its_level_and_number(level: int, number: int) -> None:
    assert numbering.parse(numbering.label(level, number) + "加强学习") == (level, number, "加强学习")


@given(st.integers(0, 99))
def test_a_chinese_number_reads_back(number: int) -> None:
    assert numbering.from_cn(numbering.cn_number(number)) == number


@pytest.mark.parametrize(("text", "found"), [
    ("一、存在的问题", (1, 1, "存在的问题")),
    ("一,存在的问题", (1, 1, "存在的问题")),
    ("第二部分 原因", (1, 2, "原因")),
    ("(三)责任不清", (2, 3, "责任不清")),
    ("（十二）责任不清", (2, 12, "责任不清")),
    ("3.细化清单", (3, 3, "细化清单")),
    ("3．细化清单", (3, 3, "细化清单")),
    ("（4）逐项销号", (4, 4, "逐项销号")),
    ("1.2 研究方法", (2, 2, "研究方法")),
    ("3.5万亩耕地", None),
    ("一些支部活动少", None),
])
def test_heading_marks_of_all_sorts(text: str, found: object) -> None:
    assert numbering.parse(text) == found


@pytest.mark.parametrize(("text", "mark"), [("一是缺少清单", "一是"), ("其二，没有反馈", "其二，"), ("首先，要讲清", "首先，"),
                                            ("一时难以解决", ""), ("三是否可行", "")])
def test_list_marks_that_open_a_sentence(text: str, mark: str) -> None:
    assert numbering.ordinal(text) == mark
