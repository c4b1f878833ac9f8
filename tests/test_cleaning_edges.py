"""Cleaning at its edges: one character more or less, and what is done with it.

A row is a page with marks in it: # stands before what becomes a title or heading, ｜ where a line is parted, ⟦ ⟧ around what is cut,
↵ where two lines are joined. Without these marks it is the page before, and done as they say it is the page after.
"""

from __future__ import annotations

import re

import pytest

from tests.test_cleaning import clean_text

_THINGS = "灶台碗柜米缸盐罐油瓶菜篮水壶茶杯竹筷瓷盘铁锅蒸笼案板围裙灯泡窗帘门铃拐杖轮椅药箱毛巾脸盆肥皂木梳棉被枕头凉席暖炉"
TEXT = "老人推着小车就能进来吃饭，吃完了再慢慢回去，一路上都有人照看，谁没有来也有人上门去问一声。"


def things(count: int) -> str:
    """So many characters that say nothing: no word of them opens or ends a heading, none stands twice."""
    return (_THINGS * 3)[:count]


def before(row: str) -> str:
    return re.sub("[⟦⟧｜]", "", re.sub(r"(?m)(?:^|(?<=[｜⟧]))#+ ", "", row)).replace("↵", "\n")


def after(row: str) -> str:
    return re.sub("\n+", "\n", re.sub("⟦.*?⟧", "", row).replace("｜", "\n").replace("↵", "")).strip("\n")


PARTED = {
    "一句话到头的是标题": [
        f"## 一、{things(46)}⟦。⟧", f"一、{things(47)}。", f"### （一）{things(46)}⟦。⟧", f"（一）{things(47)}。",
        f"## 1.{things(20)}⟦。⟧", f"1.{things(21)}。", f"一、{things(12)}；", f"## 一、{things(52)}", f"一、{things(53)}"],
    "短标题后面接正文": [
        f"## 一、{things(28)}⟦。⟧｜{TEXT}", f"一、{things(29)}。{TEXT}", f"### （一）{things(28)}⟦。⟧｜{TEXT}",
        f"## 1.{things(20)}⟦。⟧｜{TEXT}", f"1.{things(21)}。{TEXT}",
        f"## 一、{things(9)}，{things(6)}⟦：⟧｜{TEXT}", f"一、{things(9)}，{things(6)}，{things(4)}：{TEXT}", f"一、{things(9)}！{TEXT}"],
    "标题的尾和正文的头，分量够了才断": [
        f"## 一、加强管理｜长期以来，{TEXT}", f"一、加强管理有的站点，{TEXT}", f"### （一）加强管理｜长期以来，{TEXT}", f"（一）加强管理有的站点，{TEXT}",
        f"## 1.夯实助餐基础｜要把锅灶先修好，{TEXT}", f"1.强化考核考核要看老人满不满意，{TEXT}",
        f"##### （1）夯实助餐基础｜要把锅灶先修好，{TEXT}", f"（1）强化考核考核要看老人满不满意，{TEXT}",
        f"## 一、基本现状｜当前三十一个站点，{TEXT}", f"一、基本现状全区三十一个站点，{TEXT}",
        f"## 一、助餐基本现状｜全区三十一个站点，{TEXT}",
        f"### 一是夯实助餐基础｜要把锅灶先修好，还要把门口的坡道修平，{TEXT}", f"一是强化考核考核要看老人满不满意，还要看账目清不清楚，{TEXT}",
        f"## 一、站点存在问题｜近年来，{TEXT}"],
    "开头太像正文，句号在后面也断": [
        f"## 一、存在的主要问题｜近年来站里活动少。{TEXT}", f"## 一、存在的主要作用近年来站里活动少⟦。⟧｜{TEXT}",
        
        f"## 一、站点存在问题｜近年来的活动少。{TEXT}", f"## 一、站点存在问题近年来活动少⟦。⟧｜{TEXT}"],
    "正文太短的不断": [
        f"一、加强助餐的意义当前还不够深；", f"## 一、加强助餐的意义｜当前还是不够深；",
        f"## 一、加强助餐的意义｜当前还不够深；有的{TEXT}", f"一、加强助餐的意义当前不够深；有的{TEXT}"],
    "引号和书名号里不断": [
        f"一、落实“助餐意义当前”{TEXT}", f"一、学习《助餐意义当前》{TEXT}", f"## 一、落实“助餐”的意义｜当前，{TEXT}"],
    "虚字后面不断": [
        f"一、明确助餐意义的当前{TEXT}", f"一、明确助餐意义，当前{TEXT}", f"一、明确助餐意义和当前{TEXT}", f"## 一、明确助餐意义｜当前{TEXT}"],
    "正文接着说标题里的词": [
        f"## 一、助餐管理｜助餐管理不能只看材料，{TEXT}", f"一、门口助餐点的账目管理助餐要热，{TEXT}", f"## 一、门口助餐点的账目管理｜助餐点要热，{TEXT}"],
    "标题是一句话的不断": [
        f"一、助餐点是老人的责任当前，{TEXT}", f"## 一、助餐点与老人的责任｜当前，{TEXT}", f"## 一、什么是助餐的作用｜当前，{TEXT}"],
}


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{story}-{n}") for story, rows in PARTED.items() for n, row in enumerate(rows, 1)])
def test_headings_part_from_their_text(row: str) -> None:
    assert clean_text(before(row)) == after(row)
