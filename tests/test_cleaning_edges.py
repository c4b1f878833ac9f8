"""Cleaning at its edges: one character more or less, and what is done with it.

A row is a page with marks in it: # stands before what becomes a title or heading, ｜ where a line is parted, ⟦ ⟧ around what is cut,
↵ where two lines are joined. Without these marks it is the page before, and done as they say it is the page after.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from drafter import cleaning
from drafter.document import Block, Document, Heading, Paragraph, Picture, Sentence, Table
from tests.test_cleaning import as_text, clean_text, cleaned

_THINGS = "灶台碗柜米缸盐罐油瓶菜篮水壶茶杯竹筷瓷盘铁锅蒸笼案板围裙灯泡窗帘门铃拐杖轮椅药箱毛巾脸盆肥皂木梳棉被枕头凉席暖炉"
TEXT = "老人推着小车就能进来吃饭，吃完了再慢慢回去，一路上都有人照看，谁没有来也有人上门去问一声。"
MORE = "窗口每天早上八点开门，先看老人手里拿的是什么，再问他要办什么，办完了送到门口，不让他白跑一趟。"
SHORT = "老人推着小车就能进来吃饭，吃完了再慢慢回去。"
PLAIN = "推着小车的老人自己就能进来坐下吃饭再慢慢回去。"
LATIN = "MODERNPARTYBUILDING"
REFERENCE = "[1]王某.论支部[J].新刊,2020(1):1."


def things(count: int) -> str:
    """So many characters that say nothing: no word of them opens or ends a heading, and up to 56 none stands twice."""
    return (_THINGS * 3)[:count]


def before(row: str) -> str:
    return re.sub("[⟦⟧｜]", "", re.sub(r"(?m)(?:^|(?<=[｜⟧]))#+ ", "", row)).replace("↵", "\n")


def after(row: str) -> str:
    return re.sub("\n+", "\n", re.sub("⟦.*?⟧", "", row).replace("｜", "\n").replace("↵", "")).strip("\n")


PARTED = {
    "一句话到头的是标题": [
        f"## 一、{things(46)}⟦。⟧", f"一、{things(47)}。", f"### （一）{things(46)}⟦。⟧", f"（一）{things(47)}。", f"## 1.{things(20)}⟦。⟧",
        f"1.{things(21)}。", f"一、{things(12)}；", f"## 一、{things(52)}", f"一、{things(53)}"],
    "短标题后面接正文": [
        f"## 一、{things(28)}⟦。⟧｜{TEXT}", f"一、{things(29)}。{TEXT}", f"### （一）{things(28)}⟦。⟧｜{TEXT}",
        f"## 1.{things(20)}⟦。⟧｜{TEXT}", f"1.{things(21)}。{TEXT}", f"## 一、{things(9)}，{things(6)}⟦：⟧｜{TEXT}",
        f"一、{things(9)}，{things(6)}，{things(4)}：{TEXT}", f"一、{things(9)}！{TEXT}"],
    "标题的尾和正文的头，分量够了才断": [
        f"## 一、加强管理｜长期以来，{TEXT}", f"一、加强管理有的站点，{TEXT}", f"### （一）加强管理｜长期以来，{TEXT}",
        f"（一）加强管理有的站点，{TEXT}", f"## 1.夯实助餐基础｜要把锅灶先修好，{TEXT}", f"1.强化考核考核要看老人满不满意，{TEXT}",
        f"##### （1）夯实助餐基础｜要把锅灶先修好，{TEXT}", f"（1）强化考核考核要看老人满不满意，{TEXT}",
        f"## 一、基本现状｜当前三十一个站点，{TEXT}", f"一、基本现状全区三十一个站点，{TEXT}",
        f"## 一、助餐基本现状｜全区三十一个站点，{TEXT}", f"### 一是夯实助餐基础｜要把锅灶先修好，还要把门口的坡道修平，{TEXT}",
        f"一是强化考核考核要看老人满不满意，还要看账目清不清楚，{TEXT}", f"## 一、站点存在问题｜近年来，{TEXT}"],
    "开头太像正文，句号在后面也断": [
        f"## 一、存在的主要问题｜近年来站里活动少。{TEXT}", f"## 一、存在的主要作用近年来站里活动少⟦。⟧｜{TEXT}",
        f"## 一、站点存在问题｜近年来的活动少。{TEXT}", f"## 一、站点存在问题近年来活动少⟦。⟧｜{TEXT}"],
    "正文太短的不断": [
        "一、加强助餐的意义当前还不够深；", "## 一、加强助餐的意义｜当前还是不够深；", f"## 一、加强助餐的意义｜当前还不够深；有的{TEXT}",
        f"一、加强助餐的意义当前不够深；有的{TEXT}"],
    "引号和书名号里不断": [
        f"一、落实“助餐意义当前”{TEXT}", f"一、学习《助餐意义当前》{TEXT}", f"## 一、落实“助餐”的意义｜当前，{TEXT}"],
    "虚字后面不断": [
        f"一、明确助餐意义的当前{TEXT}", f"一、明确助餐意义，当前{TEXT}", f"一、明确助餐意义和当前{TEXT}",
        f"## 一、明确助餐意义｜当前{TEXT}"],
    "正文接着说标题里的词": [
        f"## 一、助餐管理｜助餐管理不能只看材料，{TEXT}", f"一、门口助餐点的账目管理助餐要热，{TEXT}",
        f"## 一、门口助餐点的账目管理｜助餐点要热，{TEXT}", f"## 一、夯实助餐基础｜助餐，{TEXT}", f"一、夯实助餐基础助人，{TEXT}",
        f"一、门口助餐点归谁助餐点要热，{TEXT}", f"## 一、明确站点用人｜用人要看实绩，{TEXT}",
        f"## 一、站点助餐管理站点助餐管要热⟦。⟧｜{TEXT}"],
    "标题是一句话的不断": [
        f"一、助餐点是老人的责任当前，{TEXT}", f"## 一、助餐点与老人的责任｜当前，{TEXT}", f"## 一、什么是助餐的作用｜当前，{TEXT}"],
    "正文里的序号，接得上前面的才是标题": [
        f"## 一、强化组织⟦。⟧｜{TEXT}\n{TEXT}\n{MORE}｜## 二、强化监督⟦。⟧｜{MORE}", f"{TEXT}二、强化监督。{MORE}",
        f"{TEXT}样式单一、陈旧。｜## 一、强化监督⟦。⟧｜{MORE}", f"花了3.5万元。｜## 一、强化监督⟦。⟧｜{MORE}",
        f"{SHORT}二、强化监督。{SHORT}｜## 一、强化组织⟦。⟧｜{TEXT}",
        f"## 一、强化组织⟦。⟧｜{TEXT}\n" + f"{TEXT}\n" * 9 + f"{TEXT}｜## 二、监督",
        f"# 窗口工作的思考\n## 一、强化组织⟦。⟧｜{TEXT}\n# 窗口工作的体会\n{TEXT}二、强化监督。{MORE}",
        f"## 一、强化组织⟦。⟧｜{SHORT}｜### （一）配齐站长⟦。⟧｜{SHORT}｜### （二）管好经费⟦。⟧｜{SHORT}｜## 二、强化监督⟦。⟧｜{SHORT}｜"
        f"### （一）查账⟦。⟧｜{SHORT}"],
    "正文里的1.，前面是一句的末尾，或者离上一个标题不远": [
        f"{things(46)}｜## 1.配齐站长⟦。⟧｜{TEXT}", f"{things(47)}1.配齐站长。{TEXT}", f"{things(47)}。｜## 1.配齐站长⟦。⟧｜{TEXT}",
        f"{things(20)}，1.配齐站长。{TEXT}", f"{things(46)}｜### 1.1配齐站长⟦。⟧｜{TEXT}", f"{things(47)}1.1配齐站长。{TEXT}",
        f"{things(47)}。｜### 1.1配齐站长⟦。⟧｜{TEXT}", f"{things(20)}，1.1配齐站长。{TEXT}",
        f"{things(40)}。｜## 一、强化监督⟦。⟧｜{things(39)}｜#### 1.配齐站长⟦。⟧｜{TEXT}",
        f"{things(40)}。｜## 一、强化监督⟦。⟧｜{things(40)}1.配齐站长。{TEXT}",
        f"{things(47)}1.配齐站长，先看｜## 一、强化监督⟦。⟧｜{TEXT}"],
    "时刻里的冒号不是标题的末尾": [
        f"一、助餐点每天 9:30 开门，{TEXT}", f"## 一、开门的时间⟦。⟧｜助餐点每天 9:30 开门，{TEXT}"],
    "和同一页别的句子一样开头": [
        f"## 一、强化队伍建设｜站长由街道选派，{TEXT}站长不能只挂名不到站。\n站长不能只开会不办事。",
        f"一、强化队伍建设站长由街道选派，{TEXT}站长不能只挂名不到站。",
        f"一、强化队伍建设站长由街道选派，{TEXT}站长不能只挂名不来。\n站长不能只开会不来。",
        f"一、强化队伍建设2024年的站长由街道选派，{TEXT}2024年的站长不能只挂名。\n2024年的站长不能只开会。",
        f"## 一、站点事情，加强管理｜站长由街道选派，{TEXT}站长由街道管到底的好。\n站长由街道问到底的好。",
        f"一、站点事情，加强管理站长由街道选派，{TEXT}站长不能只挂名不到站。\n站长不能只开会不办事。"],
    "和前面的标题一样长": [
        f"## 一、建强队伍⟦。⟧｜{TEXT}\n## 二、理清责任｜门口每天十一点开门，{TEXT}",
        f"## 一、建强好队伍⟦。⟧｜{TEXT}\n二、理清责任门口每天十一点开门，{TEXT}",
        f"## 一、夯实好队伍⟦。⟧｜{TEXT}\n二、理顺好坡道平台门口每天十一点开门，{TEXT}",
        f"## 一、夯实门口队伍⟦。⟧｜{TEXT}\n## 二、理顺好坡道平台｜门口每天十一点开门，{TEXT}",
        f"## 一、夯实门口好队伍⟦。⟧｜{TEXT}\n## 二、理顺好坡道平台｜门口每天十一点开门，{TEXT}",
        f"## 一、夯实门口的好队伍⟦。⟧｜{TEXT}\n## 二、理顺好坡道平台｜门口每天十一点开门，{TEXT}",
        f"## 一、夯实门口的好的队伍⟦。⟧｜{TEXT}\n二、理顺好坡道平台门口每天十一点开门，{TEXT}",
        f"## 一、建强队伍⟦。⟧｜{SHORT}\n## 二、{things(12)}⟦。⟧｜{SHORT}\n## 三、{things(13)}⟦。⟧｜{SHORT}\n## 四、理清责任｜"
        f"门口每天十一点开门，{TEXT}",
        f"## 一、夯实好队伍平台⟦。⟧｜{SHORT}\n## 二、{things(12)}⟦。⟧｜{SHORT}\n## 三、{things(13)}⟦。⟧｜{SHORT}\n## 四、理顺好坡道平台｜"
        f"门口每天十一点开门，{TEXT}",
        f"## 一、夯实好队伍平台⟦。⟧｜{SHORT}\n## 二、{things(12)}⟦。⟧｜{SHORT}\n## 三、{things(13)}⟦。⟧｜{SHORT}\n"
        f"## 四、{things(14)}⟦。⟧｜{SHORT}\n五、理顺好坡道平台门口每天十一点开门，{TEXT}"],
    "标题至少四个字": [
        f"一、新现状当前三十一个站点，{TEXT}", f"## 一、最新现状｜当前三十一个站点，{TEXT}"],
    "太长的标题少算一点": [
        f"## 一、窗口，{things(16)}的意义｜门口每天十一点开门，{TEXT}", f"一、窗口，{things(17)}的意义门口每天十一点开门，{TEXT}",
        f"## 一、{things(43)}的意义｜当前，{TEXT}", f"一、{things(44)}的意义当前，{TEXT}", f"## 一、助餐点是老人的大问题｜近年来，{TEXT}",
        f"## 一、强化队伍，理清责任｜当前，{TEXT}", f"## 一、{things(19)}意义｜门口每天十一点开门，{TEXT}"],
    "一是后面没有标点的": [
        f"一是夯实助餐基础要把锅灶先修好还要把{things(8)}。{TEXT}", f"### 一是夯实助餐基础｜要把锅灶先修好还要把{things(9)}。{TEXT}",
        f"一是明确好意义要把锅灶先修好还要把{things(12)}。{TEXT}", f"### 一是明确助餐意义｜要把锅灶先修好还要把{things(12)}。{TEXT}"],
    "独占一行的引言": [
        f"{TEXT}\n## 引言\n{things(24)}。", f"{TEXT}\n引言\n{things(23)}。", f"{TEXT}\n### 一是建强班子。\n{things(24)}。",
        f"{TEXT}\n一是建强班子。\n{things(23)}。", f"引言\n{TEXT}", f"{TEXT}\n引言"],
    "短句站在长段前面": [
        f"{TEXT}\n### 思想引领作用。\n{things(30)}。\n### 组织带动作用。\n{things(30)}。",
        f"{TEXT}\n思想引领作用。\n{things(29)}。\n组织带动作用。\n{things(30)}。",
        f"# 窗口工作的思考\n{TEXT}\n思想引领作用。\n{TEXT}\n# 窗口工作的体会\n{TEXT}\n组织带动作用。\n{TEXT}",
        f"# 窗口工作的思考\n{TEXT}\n### 思想引领作用。\n{TEXT}\n### 组织带动作用。\n{TEXT}\n# 窗口工作的体会\n{TEXT}\n"
        f"### 思想引领作用。\n{TEXT}\n### 组织带动作用。\n{TEXT}", f"{TEXT}\n### 思想，引领作用。\n{TEXT}\n### 组织带动，作用。\n{TEXT}",
        f"{TEXT}\n思想，引领，作用。\n{TEXT}\n组织，带动，作用。\n{TEXT}",
        f"{TEXT}\n思想引领作用。\n## 一、{things(31)}⟦。⟧\n组织带动作用。\n## 二、{things(31)}⟦。⟧\n{TEXT}",
        f"{TEXT}\n站里的事。\n门口的事。\n{TEXT}\n### 思想引领作用。\n{TEXT}\n### 组织带动作用。\n{TEXT}",
        f"思想引领作用。\n{TEXT}\n组织带动作用。\n{TEXT}", f"## 一、强化组织⟦。⟧\n### 思想引领作用。\n{TEXT}\n### 组织带动作用。\n{TEXT}"],
}

TITLES = {
    "第一行是不是题目，看后面是不是一段完整的话": [
        f"# 窗口的那一天\n{things(20)}。", f"窗口的那一天\n{things(19)}。", f"# 窗口的那一天\n{things(20)}：\n{TEXT}",
        f"窗口的那一天，人真多\n{TEXT}", f"# 窗口，工作的思考\n{TEXT}", f"窗口工作的思考\n{things(18)}。",
        f"# 窗口工作的思考\n{things(19)}。", f"# {things(46)}思考\n{TEXT}", f"{things(47)}思考↵{TEXT}", f"窗口的那一天\n老人来了。\n{TEXT}",
        "窗口的那一天"],
    "后面的题目，要有题目的词，还要像前一个题目": [
        f"# 窗口工作的思考\n{TEXT}\n# 窗口工作的体会\n{TEXT}", f"# 窗口工作的思考\n{TEXT}\n值班养老的体会\n{TEXT}",
        f"# 窗口工作的思考\n{TEXT}\n窗口工作忙不忙\n{TEXT}", f"# 窗口工作的思考\n{things(40)}\n窗口工作的体会\n{TEXT}",
        f"# 窗口值班的思考\n{TEXT}\n值班的方法\n{TEXT}", f"# 窗口值班的思考\n{TEXT}\n# 值班思考方法\n{TEXT}"],
    "前面删了参考文献一类的，后面更像题目": [
        f"# 窗口工作的思考\n{TEXT}\n⟦参考文献⟧\n# 值班养老的体会\n{TEXT}",
        f"# 窗口工作的思考\n{things(40)}\n⟦参考文献⟧\n# 值班养老的体会\n{TEXT}",
        f"# 窗口工作的思考\n{TEXT}\n⟦2024年3月9日⟧\n值班养老的体会\n{TEXT}",
        f"# 窗口工作的思考\n{TEXT}\n⟦参考文献⟧\n值班养老忙不忙\n{TEXT}"],
    "后面删了作者一类的，前面更像题目": [
        f"# 窗口工作的思考\n{TEXT}\n# 值班养老忙不忙\n⟦作者：王某⟧\n{TEXT}",
        f"# 窗口工作的思考\n{TEXT}\n值班养老忙不忙\n⟦（2024年3月9日）⟧\n{TEXT}",
        f"# 窗口工作的思考\n{TEXT}\n# 值班养老忙不忙\n摘要：{TEXT}", f"# 窗口工作的思考\n{TEXT}\n值班养老，忙不忙\n摘要：{TEXT}",
        f"# 窗口工作的思考\n{things(40)}\n值班养老忙不忙\n摘要：{TEXT}",
        f"# 窗口工作的思考\n{TEXT}\n# 值班养老忙不忙\n⟦作者：王某⟧\n## 一、窗口"],
    "前面删了什么，只看紧挨着的": [
        f"# 窗口工作的思考\n{TEXT}\n⟦参考文献⟧\n{MORE}\n值班养老的体会\n{TEXT}",
        f"⟦# ⟧# 窗口工作的思考\n⟦参考文献⟧\n值班养老的体会\n{TEXT}"],
    "篇一、篇二是题目": [
        f"{TEXT}\n# 篇二：值班的那一天\n{TEXT}"],
    "两行带#号的接成一个题目": [
        f"{TEXT}\n⟦# ⟧# 社区养老↵⟦# ⟧服务情况的话\n{TEXT}", f"{TEXT}\n⟦# ⟧社区养老↵⟦# ⟧服务情况的话"],
    "顿号后面还有话": [
        f"窗口工作的思考、↵{TEXT}"],
    "后来的一段又从题目说起": [
        f"# 门口的窗口工作的思考\n{TEXT}\n⟦门口的窗口工作的思考⟧{TEXT}", f"# 门口窗口工作的思考\n{TEXT}\n门口窗口工作的思考{TEXT}",
        f"# 窗口工作的思考\n⟦窗口工作的思考⟧{TEXT}{MORE}", f"# 门口窗口工作的思考\n{TEXT}\n# 门口窗口工作的思考1｜站点的{TEXT}"],
    "带#号的": [
        f"⟦# ⟧# 窗口工作的思考\n{TEXT}\n⟦# ⟧# 值班养老忙不忙\n{TEXT}", f"⟦# ⟧# 窗口的那一天\n⟦## ⟧## 一、排队\n{TEXT}",
        f"⟦# ⟧# 窗口的那一天\n{things(15)}。\n{TEXT}"],
    "后面一段又从题目说起的是题目，重复的删去": [
        f"# 窗口工作的思考\n{TEXT}\n# 值班养老忙不忙\n⟦值班养老忙不忙⟧{TEXT}",
        f"# 窗口工作的思考\n{things(40)}\n# 值班养老的体会\n⟦值班养老的体会⟧{TEXT}",
        f"# 窗口工作的思考\n{things(40)}\n值班养老忙不忙\n值班养老忙不忙{TEXT}"],
    "总标题不要": [
        f"# 窗口工作的思考\n{TEXT}\n⟦# 值班工作的体会⟧\n# 窗口工作的思考\n⟦窗口工作的思考⟧\n{TEXT}\n⟦# ⟧# 值班工作的体会\n{TEXT}",
        f"⟦# 值班工作的体会⟧\n# 窗口的那些思考\n⟦窗口的那些思考⟧\n{TEXT}\n⟦# ⟧# 值班工作的体会\n{TEXT}",
        f"⟦# ⟧# 值班工作的体会\n# 窗口的那些思考\n⟦窗口的那些思考⟧\n{TEXT}"],
    "别的章没有序号，1.就不是章": [
        f"## 1.配齐站长\n{TEXT}\n### 思想引领作用。\n{TEXT}\n### 组织带动作用。\n{TEXT}",
        f"{TEXT}\n## 引言\n{TEXT}\n#### 1.配齐站长\n{TEXT}"],
    "一章下面是1.1": [
        f"## 1.站点的背景\n### 1.1站点的门口\n{TEXT}\n## 2.窗口的背景\n{TEXT}", f"## 研究的背景\n### 1.1 站点的背景\n{TEXT}",
        f"## {things(48)}\n### 1.1 站点的背景\n{TEXT}", f"{things(49)}\n### 1.1 站点的背景\n{TEXT}"],
}

JOINED = {
    "长行没有标点，接下一行": [
        f"{TEXT}\n{things(40)}\n{TEXT}", f"{TEXT}\n{things(41)}↵{TEXT}", f"{TEXT}\n{things(41)}\n## 一、站点\n{TEXT}",
        f"{TEXT}\n{things(8)}，{things(9)}↵{TEXT}", f"{TEXT}\n{things(8)}，{things(8)}\n{TEXT}", f"## 一、{things(38)}\n{TEXT}",
        f"一、{things(39)}↵{TEXT}", f"{TEXT}\n{things(41)}。\n{TEXT}"],
    "逗号、顿号后面和标点前面，短行也接": [
        f"{TEXT}\n开了门，↵{TEXT}", f"{TEXT}\n开了门、↵{TEXT}", f"{TEXT}\n开了门↵，{TEXT}", f"{TEXT}\n## 一、开了门↵，关了门\n{TEXT}",
        f"{TEXT}\n开了门\n{TEXT}"],
}

CUT = {
    "期刊的英文刊名，旁边的栏目名见到两回才认": [
        f"{TEXT}⟦党建论坛{LATIN}⟧{MORE}\n{MORE}⟦党建论坛 {LATIN}⟧{TEXT}", f"{TEXT}党建论坛⟦{LATIN}⟧{MORE}\n{MORE}",
        f"{TEXT}⟦{LATIN}党建论坛⟧{MORE}\n{MORE}⟦{LATIN}党建论坛⟧{TEXT}", f"{TEXT}⟦{LATIN}⟧党建论坛{MORE}",
        f"⟦{LATIN}⟧一月，{TEXT}\n⟦{LATIN}⟧一月，{TEXT}"],
    "期刊的页码粘在长段前面": [
        f"⟦党建论坛12 2020年第3期⟧{things(14)}。", f"党建论坛12 2020年第3期{things(13)}。"],
    "参考文献粘在长段后面": [
        f"{things(107)}。⟦参考文献：[1]王某论支部⟧", f"{things(106)}。参考文献：⟦[1]⟧王某论支部"],
    "题目、作者粘着摘要": [
        f"# {things(8)}思考⟦李小平⟧｜摘要：{TEXT}", f"{things(7)}思考李小平摘要：{TEXT}",
        f"# {things(6)}思考⟦{'某某大学' * 30}{'某某某大学' * 2}⟧｜摘要：{TEXT}",
        f"{things(6)}思考{'某某大学' * 29}{'某某某大学' * 3}摘要：{TEXT}"],
    "作者和来源粘着正文": [
        f"⟦作者：王某 来源：《新刊》2020年第3期⟧{TEXT}", f"⟦作者：王某 来源：《新刊》2020年第3期王某⟧{TEXT}",
        f"{TEXT}⟦作者：王某 来源：《新刊》2020年第3期王某⟧{TEXT}",
        f"{SHORT}⟦作者：王某 来源：《新刊》2020年第3期⟧{SHORT}⟦作者：李某 来源：《新刊》2020年第4期⟧{SHORT}"],
    "关键词粘着正文，到题目里有的词为止": [
        f"# {things(12)}的思考\n{TEXT}\n⟦关键词：站点；{things(12)}⟧{PLAIN}{TEXT}",
        f"# {things(45)}的思考\n{TEXT}\n⟦关键词：站点；{things(12)}⟧{PLAIN}{TEXT}",
        f"{things(46)}的思考↵{MORE}\n⟦关键词：站点；灶台⟧{things(12)[2:]}{PLAIN}{TEXT}",
        f"# {things(14)}的思考\n{TEXT}\n⟦关键词：站点；{things(12)}⟧{things(14)[12:]}{PLAIN}{TEXT}",
        f"# 推车人的思考\n{TEXT}\n⟦关键词：饭桌；推⟧着小车的{PLAIN}{TEXT}", f"{TEXT}\n{TEXT}⟦标签：⟧",
        f"# 站在窗口的思考\n{TEXT}\n⟦关键词：饭桌；站在⟧门口{PLAIN}{TEXT}", f"# 门口站点的思考\n{TEXT}\n⟦关键词：老人；站点⟧{PLAIN}{TEXT}",
        f"# 门口站点的思考\n{TEXT}\n⟦关键词：饭桌；老人⟧{PLAIN}{TEXT}"],
    "关键词后面不过十四个字的，都是关键词": [
        f"{TEXT}\n⟦关键词：站点；老人推着小车就能进来吃饭一起⟧\n{TEXT}", f"{TEXT}\n⟦关键词：站点；老人⟧推着小车就能进来吃饭一起来\n{TEXT}"],
    "分类号前面近处的作者": [
        f"{things(30)}⟦李小平某某县委党校⟧⟦中图分类号：D267⟧{TEXT}", f"{things(40)*2}⟦李小平某某县委党校⟧⟦中图分类号：D267⟧{TEXT}",
        f"{things(40)*2}灶李小平某某县委党校⟦中图分类号：D267⟧{TEXT}", f"{things(30)}李小平某某县委党校⟦中图分类号：D267⟧摘要：{TEXT}"],
    "三处优惠是广告，两处不是": [
        f"{TEXT}\n⟦加微信有礼⟧\n⟦欢迎惠顾⟧\n⟦专卖店：门口⟧\n{TEXT}", f"{TEXT}\n加微信有礼\n欢迎惠顾\n{TEXT}",
        f"{TEXT}\n⟦{things(30)}⟧\n⟦加微信有礼⟧\n⟦欢迎惠顾⟧\n⟦专卖店：门口⟧\n⟦{things(29)}⟧\n{TEXT}",
        f"{TEXT}\n{things(31)}\n⟦加微信有礼⟧\n⟦欢迎惠顾⟧\n⟦专卖店：门口⟧\n{TEXT}",
        f"{TEXT}\n⟦加微信有礼⟧\n⟦欢迎惠顾⟧\n⟦专卖店：{things(55)}⟧\n{TEXT}", f"{TEXT}\n加微信有礼\n欢迎惠顾\n专卖店：{things(56)}↵{TEXT}"],
    "广告上面的短行也是广告，到长行为止": [
        f"{TEXT}\n⟦名优特产⟧\n⟦专卖店：{things(30)}⟧\n⟦加微信有礼⟧\n⟦欢迎惠顾⟧\n{TEXT}",
        f"{TEXT}\n名优特产\n{TEXT}\n⟦加微信有礼⟧\n⟦欢迎惠顾⟧\n⟦专卖店：门口⟧\n{TEXT}",
        f"{TEXT}\n加微信有礼\n{TEXT}\n{TEXT}\n欢迎惠顾\n专卖店：门口\n{TEXT}",
        f"# 站点的早晨\n⟦加微信有礼⟧\n⟦欢迎惠顾⟧\n⟦专卖店：门口⟧\n{TEXT}",
        f"{TEXT}\n⟦加微信有礼⟧\n⟦{TEXT}⟧\n⟦{TEXT}⟧\n⟦名优特产⟧\n⟦名优特产⟧\n⟦名优特产⟧\n⟦欢迎惠顾⟧\n⟦专卖店：门口⟧\n{TEXT}",
        f"{TEXT}\n⟦加微信有礼⟧\n⟦欢迎惠顾⟧\n⟦专卖店：门口⟧\n⟦门口向东走⟧\n窗口向西走\n{TEXT}"],
    "推荐阅读到下一句完整的话为止": [
        f"{TEXT}\n⟦猜你喜欢⟧\n⟦站点的早晨⟧\n⟦站点的晚上⟧\n⟦站点的夜里⟧\n{TEXT}\n站点的早上"],
    "句子不是按钮，短的除外": [
        f"{TEXT}\n⟦上一篇{things(8)}。⟧\n{TEXT}", f"{TEXT}\n上一篇{things(9)}。\n{TEXT}", f"{TEXT}\n⟦上一篇{things(40)}⟧\n{TEXT}"],
    "说明写得太长，就是正文": [
        f"⟦发布时间：{things(85)}⟧\n{TEXT}", f"发布时间：{things(86)}↵{TEXT}"],
    "一行人名": [
        f"{TEXT}\n⟦王小平 李小明⟧\n{TEXT}", f"{TEXT}\n⟦◎王小平⟧\n{TEXT}", f"{TEXT}\n灶小平李小明\n{TEXT}"],
    "长段里提到的不删": [
        f"版权所有{things(117)}", f"⟦版权所有{things(116)}⟧\n{TEXT}", f"⟦下面小编为大家整理了几篇，{things(120)}。⟧\n{TEXT}",
        f"下面小编为大家整理了几篇。{TEXT}", f"⟦{'站点|' * 31}⟧\n{TEXT}"],
    "参考文献折成几行": [
        f"{TEXT}\n⟦{REFERENCE}⟧\n⟦王某论活动⟧\n⟦{REFERENCE}⟧\n{TEXT}",
        f"{TEXT}\n⟦{REFERENCE}⟧\n⟦王某论活动⟧\n⟦某某书局⟧\n⟦{REFERENCE}⟧\n{TEXT}",
        f"{TEXT}\n⟦{REFERENCE}⟧\n⟦{things(39)}⟧\n⟦{REFERENCE}⟧\n{TEXT}", f"{TEXT}\n⟦{REFERENCE}⟧\n{things(40)}↵⟦{REFERENCE}⟧\n{TEXT}",
        f"{TEXT}\n⟦{REFERENCE}⟧\n王某说得好。\n⟦{REFERENCE}⟧\n{TEXT}", f"{TEXT}\n{things(30)}\n⟦{REFERENCE}⟧\n{TEXT}",
        f"{TEXT}\n⟦{REFERENCE}⟧\n{things(30)}"],
    "日期前三行里的署名": [
        f"{TEXT}\n⟦云泽区民政局⟧\n\n\n⟦2026年3月9日⟧", f"{TEXT}\n云泽区民政局\n\n\n\n⟦2026年3月9日⟧",
        f"{TEXT}\n⟦2026年3月9日⟧\n云泽区民政局", f"{TEXT}\n⟦云泽区民政局⟧\n\n⟦2026年3月9日⟧"],
}


def rows(table: dict[str, list[str]]) -> Any:
    """The test gets each row of the table, under the name of its story."""
    return pytest.mark.parametrize("row", [pytest.param(row, id=f"{story}-{number}") for story, rows in table.items()
                                           for number, row in enumerate(rows, 1)])


@rows(PARTED | TITLES | JOINED | CUT)
def test_a_page_comes_out_as_its_marks_say(row: str) -> None:
    assert clean_text(before(row)) == after(row)


@rows(CUT)
def test_every_cut_is_told_word_for_word(row: str) -> None:
    _, findings = cleaned(before(row))
    assert sorted(f.text for f in findings) == sorted(re.findall("⟦(.*?)⟧", row))


CHARACTERS = [
    ("站点０９号ＡＺａｚ室，９９％", "站点09号AZaz室，99%"), ("站点\u200b的\u3000门，A\u3000B", "站点的门，A B"),
    ("门口&nbsp;有坡道&amp;扶手&#65;&#x42;&无；", "门口有坡道&扶手AB&无；"),
    ("現(xiàn)狀和發(fā)展", "现状和发展"), ("条(zhuangku)款，A(xian)", "条（zhuangku）款，A(xian)"), ("(xian)", "(xian)"),
    ("好:A;B", "好：A;B"), ("A,好", "A，好"), ("A,B", "A,B"), ("“好”,A", "“好”，A"), ("A,“好”", "A，“好”"),
    ("好),A", "好），A"), ("9%,A", "9%，A"),
    ("A(好)", "A（好）"), ("(A)B", "(A)B"), ("A,", "A,"), (",A", ",A"), ("A？,B", "A？，B"), ("好?", "好？"), ("A?B", "A?B"),
    ("好.好", "好。好"), ("A.好", "A.好"), ("好.A", "好.A"), ("好.", "好。"), ("好. ", "好。"), ("3.5万", "3.5万"),
    ("他 说 “好” A 好", "他说“好” A 好"), ("好  好", "好好"), ("A  B", "A  B"),
    ("学校要考評，考評要实，学??荚u办法要公开。", "学校要考评，考评要实，学校考评办法要公开。"),
    ("老人来了。站里学??荚u，这半句也删。灶上热着饭。", "老人来了。灶上热着饭。"),
    ("考評要实，考評要细。学??计澜Y果用起来。", "考评要实，考评要细。学。考评结果用起来。"),
    ("考评要实，考评要细。学??计澜Y果用起来。", "考评要实，考评要细。学。考评结果用起来。"),
    ("考评要实，考評要细。学??计澜Y果用起来。", "考评要实，考评要细。"),
    ("门口??好好看看，不要走开。", "门口？？好好看看，不要走开。"), ("０／：＠［｀｛好", "0／：＠［｀｛好"),
    ("A:(好", "A：（好"), ("A:《好》", "A：《好》"),
    ("好，，好。。好、 ；好", "好，好。好、好"), ("好！！好？？", "好！！好？？"), ('只有一个"号', '只有一个"号'),
]


@pytest.mark.parametrize(("raw", "clean"), CHARACTERS)
def test_characters_and_marks(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@rows(CUT)
def test_who_keeps_everything_keeps_every_character(row: str) -> None:
    page, findings = cleaned(before(row), keep=cleaning.REASONS)
    assert not findings
    assert re.sub(r"\W", "", page) == re.sub(r"\W", "", before(row))


def paragraph(text: str) -> Paragraph:
    return Paragraph([Sentence(text)])


def test_a_heading_knows_how_it_was_found() -> None:
    page = [f"一、加强学习。{TEXT}", f"二、助餐管理的意义当前，{TEXT}", f"三、存在的主要问题近年来站里活动少。{TEXT}", "四、站点"]
    (article,), _ = cleaning.clean(Document(blocks=[paragraph(line) for line in page]))
    assert [(b.text, b.run_in, b.guessed) for b in article.blocks if isinstance(b, Heading)] == [
        ("一、加强学习", True, False), ("二、助餐管理的意义", False, True), ("三、存在的主要问题", False, True), ("四、站点", False, False)]


def clean_blocks(*blocks: Block) -> str:
    return as_text(cleaning.clean(Document(blocks=list(blocks)))[0])


def test_headings_that_the_file_names_count() -> None:
    run_on = paragraph(f"{TEXT}二、强化监督。{MORE}")
    assert clean_blocks(Heading("一、强化组织", 1), run_on) == f"## 一、强化组织\n{TEXT}\n## 二、强化监督\n{MORE}"
    assert clean_blocks(Heading("强化组织", 1), run_on) == f"## 强化组织\n{TEXT}二、强化监督。{MORE}"
    assert clean_blocks(Heading("一、强化组织", 1), Heading("窗口工作", 0), run_on).endswith(f"# 窗口工作\n{TEXT}二、强化监督。{MORE}")
    assert clean_blocks(Heading("窗口的那一天", 0), paragraph(f"窗口的那一天{TEXT}")) == f"# 窗口的那一天\n{TEXT}"
    assert clean_blocks(Heading("窗口", 0), Heading("窗口的做法", 1), paragraph(TEXT)) == f"# 窗口\n## 窗口的做法\n{TEXT}"
    numbered = paragraph(f"{TEXT}（二）查账。{MORE}")
    assert clean_blocks(Heading("（一）配齐站长", 2), Heading("一、强化组织", 1), numbered).endswith(f"{TEXT}（二）查账。{MORE}")
    assert clean_blocks(Heading("（一）配齐站长", 2), Heading("1.站长", 3), numbered).endswith(f"{TEXT}\n### （二）查账\n{MORE}")


def test_tables_and_pictures_give_their_words() -> None:
    table = Table([["门口", "窗口的事\n灶上的事"]], caption="表上的事")
    words = [TEXT, "表上的事", "门口", "窗口的事", "灶上的事", "图上的事"]
    assert clean_blocks(paragraph(TEXT), table, Picture(b"", "图上的事"), Picture(b"")) == "\n".join(words)
