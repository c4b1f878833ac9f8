"""Find names, places, dates and figures: what cannot be reused without changing facts."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick_rs
import yaml

from drafter import numbering, words
from drafter.patterns import Filtered

# Figures and dates. Chinese numerals count where they are a claim of fact: 三十七条, 六亩, 百分之五; 一名, 两家 are any of a kind.
FIGURE = re.compile(
    r"[0-9０-９]|[一二三四五六七八九十百千万两]{2,6}(?:余|多)?(?:人次|名|家|户|处|岁|元|场次|条|项|个|次|年|天|所|支|篇|件|台|座|吨|人)(?!一面|一律)"
    r"|[二三四五六七八九十百千万两]{1,4}(?:余|多)?(?:亩|公里|万元|亿元|周年|公斤|吨|人次|个百分点)"
    r"|百分之[一二三四五六七八九十百]+|二[〇○零]|[一二三四五六七八九]成(?=[，。；以左]|多)")
_NUMERAL = re.compile("[0-9０-９二三四五六七八九十百千万两+A]|一[一成]")  # no figure without one of these, nor what is left out
_IDIOM = re.compile(r"千家万户|十家|千百|万一|一一|三三两两|百十|十[个家]|成百上千|千千万万|一二[三]?|三两|[两三五]三[个家户名]"
                    r"|二三|四五[个家]|七八[个家]|十几|几十")
# Set phrases whose digits are a name, not a figure.
SET_NAMES = re.compile(r"24小时|12345|1\+[NX]|\+[NX]|“[^”]{0,6}[0-9０-９+]+[^”]{0,8}”|[0-9]+\.0版?|365天|7×24|5G|4G|A[IPI]+|3D")
PERSON = re.compile(
    r"[\u4e00-\u9fff]{1,2}(?:某某?|××)|(?:书记|主任|局长|处长|校长|院长|县长|镇长|同志)"
    r"[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗]"
    r"[\u4e00-\u9fff]{1,2}(?=[，、。在说介表])|"
    r"[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗]"
    r"[\u4e00-\u9fff]{1,2}(?:同志|校长|院长|局长|书记|主任|总经理|董事长)|(?:^|[，。；、“])[王李张刘陈杨赵周吴徐孙朱郭罗](?:局长|书记|主任|校长|院长|经理|总)"
    r"|(?:^|[，。；、“和对让问把])[老小][王李张刘陈赵周吴徐孙朱郭何罗夏郑](?![期年板师])")
# Events that happened once to everybody: wording about them is about that time.
EVENT = re.compile("新冠|新型冠状病毒|非典|汶川")
OWN = re.compile(r"[我本该](?:局|院|校|厂|县|镇|乡|市|区|省|街道|社区|村|公司|集团"
                 r"|中心|支部|单位|部门|所|站|行|馆|办|委|处|科(?!学)|队|司|企业)"
                 r"|某[市县省局镇村区厂校院单]|[XＸ×]{1,3}[市县省局镇村区]|我们[局院校厂县镇]")
DOCUMENT = re.compile(r"《[^》]+》")
ATTRIBUTED = re.compile(
    r"(?:总书记|主席|总理|书记|会议|全会|大会|报告|同志|领导|讲话|文件|《[^》]+》)[^。，；]{0,12}?"
    r"(?:强调|指出|明确提出|提出|要求|说过|讲过|说)(?:[，,：:]|的?“|过)|(?:强调|指出|明确提出)[，,：:]|曾(?:经)?(?:说|指出)|指出的?“"
    r"|(?:校长|院长|处长|司长|厅长|局长|主任|书记|经理|教师|老师|家长|负责人|委员|干部|专家|代表)[\u4e00-\u9fff]{0,4}"
    r"(?:强调|介绍|表示|说|认为|指出)(?:[，,：:。]|$|必须|要)|[厅部局委](?:要求|提出)[，,：:]|^“[^”]*”?$|^[^“]*[^“，]”$"
    r"|(?:十[六七八九]大|二十大|全会|党章)(?:报告)?(?:上)?(?:强调|指出|明确提出|提出)|习近平|毛泽东|邓小平|江泽民|胡锦涛|马克思|列宁")


def figures(text: str) -> list[str]:
    """The figures as they stand, set names such as 1+N left out."""
    if not _NUMERAL.search(text):
        return []
    return FIGURE.findall(_IDIOM.sub("", SET_NAMES.sub("", numbering.strip(text))))


class Told(NamedTuple):
    """What a text tells of somebody: whether of a person or an event, the names in it (`named`), whether it is credited to others."""

    person: bool
    names: list[tuple[int, int, str]]
    attributed: bool


def tell(texts: list[str]) -> list[Told]:
    """What each text tells of somebody; the patterns are searched for in all of them at once."""
    return [_NOBODY if not found else Told(found[0] < 2, named(text) if found[-1] > 2 else [], 2 in found)
            for text, found in zip(texts, _searched().which(texts), strict=True)]


_NOBODY = Told(False, [], False)


def is_specific(text: str, told: Told | None = None) -> bool:
    """True where the text holds a figure, a date, a particular body, place or person, or speaks of 我局."""
    told = told or tell([text])[0]
    return told.person or bool(told.names) or bool(figures(text))


@cache
def _searched() -> Filtered:
    return Filtered([PERSON, EVENT, ATTRIBUTED, OWN, _ENDING, re.compile("|".join(_known()[2]))])


@lru_cache(maxsize=4096)  # labelling and cutting ask about the same sentence
def named(text: str) -> list[tuple[int, int, str]]:
    """(start, end, org or place) of each particular body or place: 岭川县, 智谷公司, 江西, 教育部, or 我局, 某市.

    A name is a known one (names.yaml), or a body's or place's ending behind characters that make up no word of the dictionary.
    """
    found = [(m.start(), m.end(), "org") for m in OWN.finditer(text)]
    kinds, automaton, _ = _known()
    found += [(start, end, kinds[number]) for number, start, end in automaton.find_matches_as_indexes(text) if text[end:end + 1] != "门"]
    if not _ENDING.search(text):
        return sorted(found)
    place = 0
    before: list[str] = []
    for word in words.plain(text):
        end = place + len(word)
        if len(before) > 1 and _ENDING.fullmatch(word) and all(map(_nameless, before[-2:])):
            found.append((place - 2, end, "place" if word in _PLACES else "org"))
        before.append(word)
        place = end
    return sorted(found)


def _nameless(word: str) -> bool:
    """True for a single character that may be part of a name."""
    return len(word) == 1 and word not in _NO_NAME and bool(words.HAN.match(word))


_ENDING = re.compile(r"自治[州县]|[省市州县镇乡村]|街道|社区|集团|公司|大学|学院|中学|小学|医院|卫生院|水库|煤矿|电厂|烟厂|供电局|林场")
_PLACES = frozenset(("自治州", "自治县", "省", "市", "州", "县", "镇", "乡", "村", "街道", "社区", "水库", "林场"))
# Characters that stand alone before 县 村 公司 without making a name.
_NO_NAME = frozenset("各全本该我每这那某两三四五六七八九十一二几多个跨邻县市镇乡村区省州府下上中大小老新旧好先后前里外内到在从由向对与和"
                     "及或把将被"
                     "让给为是有进出入住返离去来"
                     "回驻联包帮结分子总母名所属直同城者家户处组队都也还又就才再很最更没不未要能会可须应以于自其之的地得了着过而且但若如因跟随按照比用靠据经凡等"
                     "哪谁另别余第百千万亿半双单整片座条项件位人口厂店站点院校社场河山路港岸田园林农工商贫富穷强弱远近高低热冷")


@cache
def _known() -> tuple[list[str], Any, list[str]]:
    """(place or org for each name of names.yaml, an automaton over the names, the names)."""
    rows = yaml.safe_load((Path(__file__).parent / "names.yaml").read_text(encoding="utf-8"))
    names = {word: kind for kind, row in (("place", "places"), ("org", "bodies")) for word in rows[row]["words"].split()}
    return list(names.values()), ahocorasick_rs.AhoCorasick(list(names), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest), list(names)

