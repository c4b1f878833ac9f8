"""Under which heading a sentence belongs: names find what stands under them, and pages by the names that clerks call them."""

from __future__ import annotations

import numpy as np
import pytest

from drafter import aspects, belonging
from drafter.composing import facts, suitability


@pytest.mark.parametrize(("told", "home", "other"), [
    ("抵押物不够，银行批下来的额度少", "融资渠道", "设备焕新"),
    ("机床用了十多年，完成数字化改造的没有几家", "设备焕新", "融资渠道"),
    ("骨干里有退休工人、老党员和快递骑手", "骨干挖潜", "积分兑换"),
    ("到田间地头、车间走访企业和农户", "走访调研", "档案管理"),
    ("孩子放学没有人接，作业没有人管", "课后服务", "融资渠道")])
def test_what_stands_under_a_heading_lies_nearer_to_its_name(told: str, home: str, other: str) -> None:
    assert belonging.belongs(told, home) > belonging.belongs(told, other) + 0.1


def test_what_has_no_known_word_belongs_nowhere() -> None:
    assert belonging.belongs("◇◇ qwerty", "融资渠道") == 0.0
    assert not belonging.of_name("◇◇").any()


def test_vectors_are_of_length_one() -> None:
    assert np.isclose(np.linalg.norm(belonging.of_text("银行批下来的额度少")), 1.0, atol=1e-5)
    assert np.isclose(np.linalg.norm(belonging.of_name("融资渠道")), 1.0, atol=1e-5)


def test_a_long_word_is_known_by_its_parts_too() -> None:
    assert set(belonging.features("护林员")) >= {"护林", "林员"}
    assert belonging.features("12.5%") == []


def test_a_page_lies_as_near_as_the_nearest_of_its_names() -> None:
    near = belonging.nearest("贷款难", (("融资服务", "贷款服务"), ("档案管理",)))
    alone = belonging.nearest("贷款难", (("贷款服务",),))
    assert near[0] >= alone[0] - 1e-6
    assert near[0] > near[1]


def test_a_general_page_keeps_a_name_that_is_clearly_nearer_to_it_than_to_the_trades_own_page_of_that_sort() -> None:
    assert aspects.named("本领能力", "机关党建").base == "能力素质"
    assert aspects.named("责任到人", "水环境保护").base == "治水责任"


def test_a_fact_speaks_more_of_the_name_under_which_it_belongs() -> None:
    aspect = aspects.named("融资渠道", "民营与中小企业服务")
    ours, other = (facts.fit(text, aspect) for text in ("抵押物不够，银行批下来的额度少", "厂房漏雨，院子积水"))
    assert ours > other


def test_a_passage_under_such_a_heading_suits_it_better() -> None:
    rows = [suitability.Passage(text, text, "", "", "", name, own=True) for text, name in (
        ("银行按流水和订单放贷，抵押物不够的由担保公司担保。", "融资服务"), ("按期归档，借阅登记，库房防潮。", "档案管理"))]
    weighed = suitability.Passages(rows)
    near = np.zeros(2)
    good, other = weighed.worths("融资渠道", "企业服务", "", near, near, near)
    assert good > other
