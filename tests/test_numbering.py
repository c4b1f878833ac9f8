"""层次序数: what is made can be parsed again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter import numbering
from drafter.document import Document, Heading, Paragraph, Sentence, Table


@settings(deadline=None)
@given(st.integers(1, 4), st.integers(1, 19))
def test_a_label_parses_back_to_its_level_and_number(level: int, number: int) -> None:
    assert numbering.parse(numbering.label(level, number) + "加强学习") == (level, number, "加强学习")


@settings(deadline=None)
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


@pytest.mark.parametrize(("text", "value"), [("十", 10), ("三十", 30), ("九十九", 99), ("0", 0), ("17", 17), ("〇", 0), ("二三", 0),
                                             ("", 0)])
def test_numerals_that_are_read_and_such_as_are_none(text: str, value: int) -> None:
    assert numbering.from_cn(text) == value


def test_numbers_beyond_two_digits_have_no_mark() -> None:
    for number in (-1, 100):
        with pytest.raises(ValueError, match=str(number)):
            numbering.cn_number(number)


@pytest.mark.parametrize(("text", "words"), [("（二）压实责任", "压实责任"), ("1.2.3 走访对象", "走访对象"), ("压实责任", "压实责任"),
                                             ("", "")])
def test_the_words_behind_a_mark(text: str, words: str) -> None:
    assert numbering.strip(text) == words


def paragraph(*texts: str, style: str = "body") -> Paragraph:
    return Paragraph([Sentence(text) for text in texts], style)


def test_every_sentence_has_the_place_that_a_reader_would_name() -> None:
    document = Document("报告", [
        paragraph("区政府：", style="salutation"), paragraph("现将情况报告如下。", "请审阅。"),
        Heading("一、基本情况", 1), paragraph("全区有三个站。"), Table([["站名"]]),
        Heading("（一）设施", 2), paragraph("都在一楼。", "有坡道。"), Heading("1.坡道", 3), paragraph("坡道不陡。"),
        Heading("（三）人员", 2), paragraph("人手不够。"),
        Heading("三、打算", 1), paragraph("再建一个站。"), Heading("经费", 2), paragraph("区里出。"), Heading("时限", 2),
        Heading("结语", 1), paragraph("以上报告。"), paragraph("民政局", style="signature")])
    assert [(place, part.text) for place, part in numbering.places(document)] == [
        ("", "区政府："), ("0.0.1", "现将情况报告如下。"), ("0.0.2", "请审阅。"),
        ("1", "一、基本情况"), ("1.0.1", "全区有三个站。"),
        ("1.1", "（一）设施"), ("1.1.1", "都在一楼。"), ("1.1.2", "有坡道。"), ("", "1.坡道"), ("1.1.3", "坡道不陡。"),
        ("1.3", "（三）人员"), ("1.3.1", "人手不够。"),
        ("3", "三、打算"), ("3.0.1", "再建一个站。"), ("3.1", "经费"), ("3.1.1", "区里出。"), ("3.2", "时限"),
        ("4", "结语"), ("4.0.1", "以上报告。"), ("", "民政局")]
