"""The word tables of the checks: each wrong word is found, each right one is not, and no shipped text is called wrong."""

from __future__ import annotations

import pytest

from drafter import checks
from drafter.checks import lexicon
from drafter.checks.lexicon import Context
from drafter.document import Document, Paragraph, Sentence
from drafter.findings import Finding

ONLY = ("misspelt", "de-particle", "variant-word", "unusual-word")
PAIRS = [(row.rule, wrong, right) for row in lexicon.confusions() for wrong, right in row.pairs.items()]
CONTEXTS = [context for row in lexicon.confusions() for context in row.context]


def found(*lines: str) -> list[Finding]:
    """What the checks say of the words in these paragraphs."""
    document = Document(blocks=[Paragraph([Sentence(line)], line=number) for number, line in enumerate(lines, 1)])
    return checks.check(document, checks.Settings(only=set(ONLY)))


def test_every_wrong_word_is_found_and_no_right_one() -> None:
    told = found(*(f"有人写“{wrong}”。" for _, wrong, _ in PAIRS))
    assert {(f.rule, f.text) for f in told} >= {(rule, wrong) for rule, wrong, _ in PAIRS}
    assert [(f.text, f.message) for f in found(*(f"应当写“{right}”。" for _, _, right in PAIRS))] == []


def test_there_are_several_hundred_pairs_and_none_twice() -> None:
    wrong = [pair[1] for pair in PAIRS]
    assert len(wrong) > 700
    assert sorted(wrong) == sorted(set(wrong))
    assert all(a != b and len(a) >= 2 for _, a, b in PAIRS)


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda c: c.bad)
def test_a_word_in_its_context(context: Context) -> None:
    assert found(context.bad), "the wrong one is not found"
    assert not found(context.good), "the right one is called wrong"


# What meets by chance at the edge of two words.
CHANCE = """各村公布署名清单。 按规定确定货架位置。 认定户籍所在地。 以经济建设为中心。 在公园内设计票亭。 相关建议逐条答复。 提供献血证明。
成功坚持三年。
由外汇同比数据看。 安排引导至出口。 人数超过渡口容量。 现场查处治安案件。 立即然后再说。 公路面宽六米。 业务需求明确。 该行业迹象明显。
解决对策逐条列出。 擅自己方退出。 为名优产品办展。 如期末考试照常。 坚持股分红的办法。 目标准确无误。 组织查体检测。""".split()


@pytest.mark.parametrize("text", CHANCE)
def test_characters_that_meet_by_chance_are_no_wrong_word(text: str) -> None:
    assert [f.text for f in found(text)] == []
