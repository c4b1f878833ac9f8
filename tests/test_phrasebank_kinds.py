"""Word tables written by hand: dated wordings, kinds of document, joints, problem tails and class words."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from drafter import yamlfile
from drafter.composing.selection import class_of
from tests.conftest import ROOT

BANK = ROOT / "phrasebank"
SCOPE = {"subject": "社区养老服务", "org": "云泽区民政局", "org_short": "我局", "occasion": "全区养老服务工作会议",
         "date": "2026年11月6日", "year": 2026, "n": "三"}
KINDS = ("调研报告 工作总结 工作要点 工作方案 汇报材料 述职报告 讲话稿 主持词 致辞 心得体会 对照检查材料 经验交流 倡议书 简报 信息 "
         "整改报告 情况通报 通知 通报 报告 请示 批复 函 纪要 意见 决定 公告 通告").split()
SPEECHES = {"动员", "表态", "党课", "总结"}
STALE = ("从而", "进而", "综上所述", "取得显著成效", "与此同时")
# Wording that is current in 2026, some of it close to wording that is not: none of it may be called out of date.
CURRENT = """乡村振兴 高质量发展 新发展理念 共同富裕 中国式现代化 双减 河长制 网格化 党的十八大以来 党的二十大精神
巩固拓展脱贫攻坚成果 脱贫人口 驻村帮扶 “四个全面”战略布局 “五位一体”总体布局 中华民族伟大复兴的中国梦
“三个代表”重要思想、科学发展观、习近平新时代中国特色社会主义思想 中央八项规定精神 不忘初心、牢记使命 党史学习教育常态化长效化
全面从严治党 出入世博园区 节后复工复产 隐患动态清零 居民电子健康码 互联网+政务服务 环境保护部门 农业部门 卫生部门 监察部门
生态环境保护督察 国家矿山安监局 文化和旅游局 矿山安全监察局 劳动合同法 婚姻法律咨询 物权法定 信访工作条例 国家税务总局 审计委员会
市第十七届人民代表大会 第十八届村委会 第十五届全运会 “十五五”规划 “十五五”时期 常态化扫黑除恶 综治中心 深化供给侧结构性改革
绿色家电下乡""".split()


def load(name: str) -> Any:
    return yaml.safe_load((BANK / name).read_text(encoding="utf-8"))


VALIDITY = load("validity.yaml")
KIND_ROWS = load("kinds.yaml")
JOINTS = load("joints.yaml")
TAILS = load("tails.yaml")
CLASS_WORDS = load("class-words.yaml")
STRINGS = [(f"{row['kind']}{row['subkind']}", key, text) for row in KIND_ROWS for key in ("opening", "closing") for text in row[key]]


def dated(text: str, year: int = 2026) -> list[str]:
    return [row["wording"] for row in VALIDITY if row["wording"] in text and row["last"] < year]


def render(text: str, **changes: str) -> str:
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False).from_string(text).render({**SCOPE, **changes})


def name_of(value: Any) -> str:
    return str(value.get("wording") or value.get("from") or value.get("kind")) if isinstance(value, dict) else str(value)


@pytest.mark.parametrize("name", ["validity.yaml", "kinds.yaml", "joints.yaml", "tails.yaml", "class-words.yaml"])
def test_a_file_opens_with_a_comment_in_chinese(name: str) -> None:
    first = (BANK / name).read_text(encoding="utf-8").splitlines()[0]
    assert re.match(r"# .*[一-鿿]", first)


def test_there_are_enough_dated_wordings_and_none_twice() -> None:
    wordings = [row["wording"] for row in VALIDITY]
    assert len(wordings) >= 170
    assert len(wordings) == len(set(wordings))


@pytest.mark.parametrize("row", VALIDITY, ids=name_of)
def test_a_dated_wording_has_its_years_and_a_successor_that_is_current(row: dict[str, Any]) -> None:
    assert set(row) == {"wording", "first", "last", "successor"}
    assert isinstance(row["successor"], str)
    assert len(row["wording"]) >= 2
    assert 1949 <= row["first"] <= row["last"] <= 2025
    assert row["wording"] == row["wording"].strip()
    assert dated(row["successor"]) == []


@pytest.mark.parametrize("text", CURRENT)
def test_current_wording_is_never_out_of_date(text: str) -> None:
    assert dated(text) == []


@pytest.mark.parametrize("text", ["到国税局办税", "市工商局核发执照", "常态化疫情防控", "“十三五”期间", "学习贯彻党的十九大精神"])
def test_outdated_wording_is_found(text: str) -> None:
    assert dated(text)


def test_every_kind_is_there_and_none_twice() -> None:
    names = [(row["kind"], row["subkind"]) for row in KIND_ROWS]
    assert len(names) == len(set(names))
    assert {kind for kind, _ in names} == set(KINDS)
    assert {sub for kind, sub in names if kind == "讲话稿"} == SPEECHES


@pytest.mark.parametrize("row", KIND_ROWS, ids=lambda row: row["kind"] + row["subkind"])
def test_a_kind_is_complete(row: dict[str, Any]) -> None:
    assert set(row) == {"kind", "subkind", "parts", "person", "address", "opening", "closing", "gaps", "call"}
    assert row["person"] in {"无主", "我", "我们", "我局"}
    assert row["address"] == "" or row["address"].endswith("：")
    assert isinstance(row["call"], bool)
    assert 2 <= len(row["opening"]) <= 4
    assert 2 <= len(row["closing"]) <= 4
    assert len(row["gaps"]) == len(set(row["gaps"])) >= 4


@pytest.mark.parametrize("row", KIND_ROWS, ids=lambda row: row["kind"] + row["subkind"])
def test_shares_of_a_kind_make_a_hundred(row: dict[str, Any]) -> None:
    names = [part["name"] for part in row["parts"]]
    assert len(names) == len(set(names)) >= 2
    shares = [part["share"] for part in row["parts"] if "share" in part]
    assert not shares or sum(shares) == 100
    for part in row["parts"]:
        assert set(part) <= {"name", "must", "share"}
        assert isinstance(part["must"], bool)
        assert not shares or part["must"] is ("share" in part), part["name"]


@pytest.mark.parametrize(("kind", "key", "text"), STRINGS)
def test_openings_and_closings_print_as_they_stand(kind: str, key: str, text: str) -> None:
    for occasion in (SCOPE["occasion"], ""):
        out = render(text, occasion=str(occasion))
        assert not re.search(r"[{}%]|【|undefined", out), out
        assert not re.search(r"[，。、：；]{2}|^[，。、]", out), out
        assert out[-1] in "。！：？", out
        assert out.count("！") <= 2, out
        assert not any(word in out for word in STALE), out
        assert dated(out) == [], out


def test_no_opening_or_closing_stands_twice_in_a_kind() -> None:
    for row in KIND_ROWS:
        assert len(row["opening"]) == len(set(row["opening"])), row["kind"]
        assert len(row["closing"]) == len(set(row["closing"])), row["kind"]


def test_there_are_enough_joints_and_none_twice() -> None:
    texts = [row["text"] for row in JOINTS]
    assert len(texts) >= 60
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("row", JOINTS, ids=lambda row: row["text"][:12])
def test_a_joint_joins_parts_of_its_kinds_and_tells_its_number(row: dict[str, Any]) -> None:
    assert set(row) == {"from", "to", "text", "kinds", "n"}
    assert ("{n}" in row["text"]) is row["n"]
    assert row["text"].format(n="三")[-1] in "。！？"
    assert not any(word in row["text"] for word in STALE)
    assert dated(row["text"]) == []
    assert row["kinds"]
    for kind in row["kinds"]:
        parts = [{part["name"] for part in known["parts"]} for known in KIND_ROWS if known["kind"] == kind]
        assert any({row["from"], row["to"]} <= names for names in parts), kind


def test_tails_cover_the_general_aspects() -> None:
    general = yaml.safe_load((BANK / "sentences" / "通用.yaml").read_text(encoding="utf-8"))
    assert set(TAILS) == set(general["aspects"])


@pytest.mark.parametrize(("aspect", "row"), TAILS.items(), ids=name_of)
def test_tails_have_their_shape(aspect: str, row: dict[str, list[str]]) -> None:
    assert set(row) == {"gaps", "not", "consequences"}
    assert len(row["gaps"]) == len(set(row["gaps"])) >= 4
    assert len(row["not"]) == len(set(row["not"])) >= 4
    assert len(row["consequences"]) >= 5
    assert all(re.fullmatch(r"有[一-鿿]{2}", text) for text in row["gaps"])
    assert all(re.fullmatch(r"不够[一-鿿]", text) for text in row["not"])
    for text in row["consequences"]:
        assert 8 <= len(text) <= 16, text
        assert not re.search(r"[0-9０-９%％。；！？]", text), text


def test_no_consequence_stands_under_two_aspects() -> None:
    texts = [text for row in TAILS.values() for text in row["consequences"]]
    assert len(texts) == len(set(texts))


def test_there_are_enough_class_words_and_none_twice() -> None:
    words = [row["from"] for row in CLASS_WORDS]
    assert len(words) >= 40
    assert len(words) == len(set(words))


@pytest.mark.parametrize("row", CLASS_WORDS, ids=name_of)
def test_a_class_word_names_known_classes_and_its_example_holds_word_and_verb(row: dict[str, Any]) -> None:
    classes = {known["class"] for known in load("classes.yaml")}
    assert set(row) == {"from", "to", "verbs", "example"}
    assert row["to"]
    assert set(row["to"]) <= classes
    assert row["from"] not in row["to"].values()
    assert row["from"] in row["example"]
    assert any(verb in row["example"] for verb in row["verbs"])
    assert len(row["verbs"]) == len(set(row["verbs"])) >= 2


@pytest.mark.parametrize("row", yamlfile.table("bodies-within.yaml")["examples"], ids=lambda row: row["org"])
def test_a_committee_within_a_body_speaks_as_that_body(row: dict[str, str]) -> None:
    assert class_of(row["org"]) == row["class"]
