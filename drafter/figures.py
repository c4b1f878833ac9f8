"""Figures in a clerk's facts that cannot all be true: impossible dates, parts that do not make the whole, rises that fall."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple


class Doubt(NamedTuple):
    """What is doubtful in a text, at which of its characters; `sure` where it cannot be true.

    `sort` is parts, move or share for the figures' own contradictions, else empty.
    """

    offset: int
    cause: str
    cure: str
    sure: bool = True
    sort: str = ""


_NUMBER = r"\d+(?:\.\d+)?"
_UNITS = ("亿元|万元|元|万人|人次|批次|场次|万亩|平方米|公里|分钟|小时|个百分点|"
          "[个家处名人件户台辆座次项场份条宗起例期亩吨张幢栋部所间套册篇位只天月年]")
_COUNT = re.compile(rf"(?P<n>{_NUMBER})(?P<ten>万|亿)?多?余?(?P<unit>{_UNITS})")
_DATE = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?")
_SPAN = re.compile(r"(\d{1,2})月(\d{1,2})日(?:起，?)?(?:至|到|—|－)(\d{1,2})月(\d{1,2})日")
_FELL = "(?:下)?降(?:低)?[至到]|减少?[至到]|压减[至到]|压缩[至到]|缩短[至到]|缩减[至到]|下调[至到]|回落[至到]"
_ROSE = "增(?:加|长)?[至到]|提高[至到]|提升[至到]|上升[至到]|升[至到]|扩大[至到]|增强[至到]|涨[至到]"
_MOVE = re.compile(rf"(?:由|从)(?:[^，；。\d]{{0,12}}?)(?P<a>{_NUMBER})(?P<ua>[^\d，；。]{{0,5}}?)(?P<how>(?P<fell>{_FELL})|{_ROSE})(?:了)?"
                   rf"(?P<b>{_NUMBER})(?P<ub>[万亿%％]?[^\d，；。、]{{0,3}})")
_SHARE = re.compile(rf"占(?:比|总数的|全部的)?[^，；。、\d]{{0,8}}(?P<n>{_NUMBER})[%％]")
_RATE = re.compile(rf"(?P<what>[^，；。、\d]{{1,8}}率)(?:为|是|达到|达)?(?P<n>{_NUMBER})[%％]|占(?:比)?(?P<m>{_NUMBER})[%％]")
NEARLY = 0.88  # of a whole: two parts that come so near were meant to make it; of two parts named as instances none came over 0.8
_TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}


def doubts(text: str) -> list[Doubt]:
    """What is doubtful in one fact, in the order of its characters."""
    return sorted((*_dates(text), *sums(text)))


def sums(text: str) -> list[Doubt]:
    """What cannot be right of the figures in a sentence: parts and whole, rises and falls, shares and rates."""
    return sorted(doubt._replace(sort=sort) for sort, found in (("parts", _parts), ("move", _moves), ("share", _shares))
                  for doubt in found(text))


def _dates(text: str) -> Iterator[Doubt]:
    for m in _DATE.finditer(text):
        month, day = int(m["month"]), int(m["day"] or 1)
        if m["day"] is None and (m["year"] is None or month <= 12):  # 3月 may be three months
            continue
        year = int(m["year"] or 2024)  # a leap year: 2月29日 alone may be true
        if not 1 <= month <= 12:
            yield Doubt(m.start(), f"没有“{m[0]}”，一年只有12个月", "请改成真实的日期")
        elif not 1 <= day <= calendar.monthrange(year, month)[1]:
            last = calendar.monthrange(year, month)[1]
            yield Doubt(m.start(), f"没有“{m[0]}”，{f'{year}年' if m['year'] else ''}{month}月只有{last}天", "请改成真实的日期")
    for m in _SPAN.finditer(text):
        if (int(m[3]), int(m[4])) < (int(m[1]), int(m[2])):
            yield Doubt(m.start(), f"“{m[0]}”的结束早于开始", "请核对；跨年的写上年份", sure=False)


def _value(match: re.Match[str]) -> float:
    return float(match["n"]) * _TIMES[match["ten"] or ""]


def _said(value: float, like: re.Match[str]) -> str:
    """The value with the unit of a figure, in 万 or 亿 where that is."""
    return f"{value / _TIMES[like['ten'] or '']:.10g}{like['ten'] or ''}{like['unit']}"


def _parts(text: str) -> Iterator[Doubt]:
    """A whole and its parts: 共96处，其中甲类50处、乙类30处、丙类16处."""
    for mark in re.finditer("其中[：，]?|中，|[，：]分别(?:是|为)", text):
        before = list(_COUNT.finditer(text, 0, mark.start()))
        if not before:
            continue
        whole = before[-1]
        if mark[0] == "中，" and "的" in text[whole.end():mark.start()]:  # 12个乡镇的巡察中，
            continue
        end = next((m.start() for m in re.finditer("[。；]", text) if m.start() > mark.end()), len(text))
        listed = re.split("、|，(?!其(?![他余]))|和", text[mark.end():end])
        parts, at = [], mark.end()
        for piece in listed:
            found = next((m for m in _COUNT.finditer(text, at, at + len(piece)) if m["unit"] == whole["unit"]), None)
            if found is None:
                break
            parts.append(found)
            at += len(piece) + 1
        if not parts:
            continue
        total, total_said = sum(map(_value, parts)), _value(whole)
        over = [p for p in parts if _value(p) > total_said]
        if over:
            yield Doubt(over[0].start(), f"其中的{over[0][0]}比总数{whole[0]}还多", "请核对这两个数")
        elif "、" in text[parts[0].end():parts[-1].start()] and total > total_said + 1e-9 and not re.search(
                "，[^、]*(?:同时|还)", text[mark.end():end]):
            yield Doubt(parts[0].start(), f"其中各项加起来是{_said(total, whole)}，比总数{whole[0]}多", "请核对各项和总数")
        elif (len(parts) > 2 or re.search("其他|其余|分别", text[mark.start():end]) or (
                len(parts) == 2 and total > NEARLY * total_said)) and total < total_said - 1e-9 and not text[
                parts[-1].end():].startswith("等"):
            yield Doubt(parts[0].start(), f"其中各项加起来是{_said(total, whole)}，比总数{whole[0]}少", "请核对；没有列全的，末尾加“等”",
                        sure=False)


def _moves(text: str) -> Iterator[Doubt]:
    """A fall that rises, or a rise that falls."""
    for m in _MOVE.finditer(text):
        a = float(m["a"]) * _TIMES.get(m["ua"][:1], 1)
        b = float(m["b"]) * _TIMES.get(m["ub"][:1], 1)
        if m["ua"].strip("万亿") and m["ub"] and not m["ub"].strip("万亿").startswith(m["ua"].strip("万亿")[:1]):
            continue
        if b == a or (b > a) == bool(m["fell"]):
            way, not_so = ("降", "不小于") if m["fell"] else ("升", "不大于")
            yield Doubt(m.start(), f"“{m['how']}”说的是{way}，可{m['b']}{not_so}{m['a']}", "请核对这两个数，或换一个说法")


def _shares(text: str) -> Iterator[Doubt]:
    """Shares over the whole, and rates that the two figures before them do not give."""
    found = list(_SHARE.finditer(text))
    for m in found:
        if float(m["n"]) > 100:
            yield Doubt(m.start("n"), f"占比{m['n']}%超过了100%", "请核对这个数")
    if len(found) > 1 and sum(float(m["n"]) for m in found) > 100.5 and all("、" in text[a.end():b.start()] for a, b in pairwise(found)):
        yield Doubt(found[0].start("n"), f"几个占比加起来是{sum(float(m['n']) for m in found):g}%，超过了100%", "请核对各项占比")
    for m in _RATE.finditer(text):
        said = m["n"] or m["m"]
        start = max((x.end() for x in re.finditer("[。；]", text[:m.start()])), default=0)
        counts = [c for c in _COUNT.finditer(text, start, m.start()) if c["unit"] not in "年月天"][-2:]
        if len(counts) != 2 or counts[0]["unit"] != counts[1]["unit"] or m.start() - counts[1].end() > 6 or re.search(
                "比|增|降|提高|[减缩压升]|[到至](?!期)", text[counts[0].end():m.start()]):
            continue
        whole, part = _value(counts[0]), _value(counts[1])
        digits = len(said.partition(".")[2])
        if 0 < part <= whole and abs(100 * part / whole - float(said)) > 0.6 * 10 ** -digits:
            yield Doubt(m.start("n" if m["n"] else "m"), f"{counts[1][0]}占{counts[0][0]}的{100 * part / whole:.{max(1, digits)}f}%，"
                        f"不是{said}%", "请核对这三个数")


_WHOLE = re.compile(rf"(?P<noun>[\u4e00-\u9fff]{{2,10}}?)(?P<n>{_NUMBER})(?P<unit>{_UNITS})")
_OF = re.compile(rf"^(?P<n>{_NUMBER})(?P<unit>{_UNITS})(?P<noun>[\u4e00-\u9fff]{{2,10}}?)(?:中|里)，?")


def between(texts: list[str]) -> list[tuple[int, Doubt]]:
    """What two facts say differently of one thing, with the number of the later fact: 现有助餐点27个 and 28个助餐点中."""
    found = []
    said: list[tuple[int, str, str, str]] = []
    for index, text in enumerate(texts):
        of = _OF.match(text)
        for other, noun, number, unit in said if of else ():
            assert of is not None
            if unit == of["unit"] and noun.endswith(of["noun"]) and number != of["n"]:
                found.append((index, Doubt(0, f"这里说{of['noun']}有{of['n']}{unit}，第{other + 1}条说有{number}{unit}", "请核对这两个数",
                                           sure=False)))
                break
        said += [(index, m["noun"], m["n"], m["unit"]) for m in _WHOLE.finditer(text)]
    return found
