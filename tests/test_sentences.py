"""Where one sentence ends and the next begins."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter import sentences


@pytest.mark.parametrize(("text", "parts"), [
    ("要抓学习。要抓作风。", ["要抓学习。", "要抓作风。"]),
    ("他说：“要抓紧。”会后就办了。", ["他说：“要抓紧。”", "会后就办了。"]),
    ("一是建清单；二是严考核；三是强保障。", ["一是建清单；", "二是严考核；", "三是强保障。"]),
    ("有的不想管；有的不敢管；有的不会管。", ["有的不想管；", "有的不敢管；", "有的不会管。"]),
    ("计划在年初各列各的；总结在年底各交各的。", ["计划在年初各列各的；总结在年底各交各的。"]),
    ("怎么办？抓落实！", ["怎么办？", "抓落实！"]),
])
def test_splits_as_the_labelling_guide_asks(text: str, parts: list[str]) -> None:
    assert sentences.split(text) == parts


@settings(deadline=None)
@given(st.text("甲乙丙一是二，。；！？”“", max_size=60))
def test_nothing_is_lost_or_invented(text: str) -> None:
    assert "".join(sentences.split(text)).replace(" ", "") == "".join(text.split())
