"""The clerk's facts: what each is used for, which belong together, and the sentence that carries them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np

from drafter import belonging, handwritten, meaning, words, yamlfile
from drafter.aspects import Aspect, loose_words
from drafter.brief import Brief, Fact
from drafter.composing import matters, names
from drafter.composing.answers import faults, read
from drafter.composing.uses import guessed, use_of

_PLANNED = re.compile(r"[，；](?=(?:计划|拟|预计|力争|将)[^，；]*(?:前|底|内|完成|建成|清零)"
                      r"|(?:\d{4}年)?\d+月底?前(?:修订|完成|建成|出台|开通|制定))")
_BARE_PLAN = re.compile("[前底](?:全部|逐步|逐一)?(?:更换|整改|补齐|清零|销号|修复|改造|办结|完成)(?:到位|完毕|完成|完)?$")  # of what?
_ASKED = re.compile("[，；。](?:并|同时)?(?P<asked>(?:恳请|请求|提请)[^；。]{6,})$")
_BYGONE = re.compile(r"(?:\d{4}年)?(?:以前|之前|过去|从前|原先)(?!的)")
_COUNTED = re.compile(r"\d{2,}[^\d\s，；。年月日%．.、]")  # 67种
_DONE = ("问题", "做法", "成效")  # what a fact may tell before it says what is planned
_YEAR, _TENTH = r"(?:\d{4}年)?", "(?:[上中下]旬)?"
_MONTHS = rf"{_YEAR}\d{{1,2}}月{_TENTH}(?:底前?)?(?:[至到—-]{_YEAR}\d{{1,2}}月{_TENTH}底?)?"  # 3月下旬至4月, 2026年6月底前
_DAYS = rf"{_YEAR}\d{{1,2}}月(?:\d{{1,2}}日|{_TENTH})底?前?(?:[至到—-]{_YEAR}(?:\d{{1,2}}月)?(?:\d{{1,2}}日|{_TENTH})底?前?)?"
_BY_MONTHS = re.compile(rf"^(?P<list>{_MONTHS}[^\d，；。（前]{{2,12}}(?:[，；]{_MONTHS}[^\d，；。（前]{{2,12}}){{2,}})$")
# 9月10日前摸排建账，9月11日至11月20日集中整治，11月21日至12月31日“回头看”: two spans at least; days alone are no stages.
_SPAN, _STEP = rf"{_DAYS}", "[^\\d，；。（]{2,12}"
_BY_DAYS = re.compile(rf"(?:^|，)(?=(?:[^至到]*[至到]){{2}}[^至到]*$)(?P<list>{_SPAN}{_STEP}(?:[，；]{_SPAN}{_STEP}){{2,}})$")
_STAGES = (re.compile(r"分(?:为|成)?[二两三四五](?:个?阶段|个?时段|段)(?:推进|进行|实施)?[：:]?(?P<list>.+)$"),
           re.compile(r"分(?:为|成)?(?P<list>[^，；。（]{2,12}（[^）]+）(?:、[^，；。（]{2,12}（[^）]+）)+)[二两三四五](?:个?阶段|个?时段|段|步)"),
           re.compile(r"分(?:为|成)?[二两三四五](?:步走|步|个?阶段)(?:推进|进行|实施)?[，：:](?P<list>.+)$"),
           _BY_MONTHS, _BY_DAYS)
_PERIOD = re.compile(rf"(?:^|[，；、])(?P<period>{_DAYS})(?:为|是|开展|进行|完成)?(?P<name>[^\d，；、。（]{{2,12}})")
_STAGE = re.compile(r"(?P<name>[^（、，；：]{2,12})（(?P<period>[^）]+)）")
_CALENDAR = re.compile(rf"(?:^|，|；)(?:{_YEAR}\d{{1,2}}月(?:\d{{1,2}}日|[上中下]旬|底)前?|\d{{4}}年(?:底前?|汛[前后期]|[上下]半年)?)"
                       r"[^，；\d、至到-]")
_AFTER = re.compile("^(?:此后|随后|后来|于是|其后|之后|为此|对此|在此基础上)，?")
FAULT = 3.0  # what it says for an aspect that the table of answers counts this sort of fault to it
LIES_NEAR, USUAL = 4.0, 0.2  # what it is worth to lie so much nearer (1.0) to the aspect's name than any fact does
# The same for that of the names of its page which lies nearest, counted from what such a name has for any fact (docs/decisions/0032).
LIES_NEAR_NAME, USUAL_NAME = 2.0, 0.45
BELONGS, USUAL_UNDER = 8.0, 0.4  # the same for belonging under a heading of that name, as one learned says (docs/decisions/0038)
HEARD, WEIGHT = 4, 0.5  # words of the aspect's own sentences that count in a fact, and how much beside its cues
CALLED, CALLS = 0.7, 2.0  # what each character but the first of a word counts that calls a passage of the aspect, and at most
LENT = 0.7  # how much of it counts what speaks of the page, where the aspect is but a part of that page, or borrows it
KIN = 3.5  # what it is worth that a fact says what facts on such a name say
SAYS_IT = 2.0  # what each pair of characters of the name is worth that stands in a fact
WRITTEN_OUT = 1.0  # what it is worth that half a name stands in a fact with other characters between
LARGE = 20  # of so many it is worth saying what share some are
SURE = 1.5  # what one cue of two characters scores: below it a fact does not speak of the aspect


@dataclass(slots=True)
class Placed:
    """A fact, or the part of one, with its use and how well it fits where it was put."""

    fact: Fact
    text: str
    use: str
    fit: float = 0.0
    home: str = ""  # the aspect that the plan made for it alone
    half: bool = False  # cut from a fact that told two shortfalls


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a plan as the brief names it: 动员自查, 9月21日至9月30日."""

    name: str
    period: str


def request(text: str) -> str:
    """What a fact asks of those above after it has told something else (…，恳请市里协调建立会商机制); empty where it asks for nothing."""
    found = _ASKED.search(text)
    return found["asked"] if found else ""


def parts(brief: Brief, uses: set[str], *, requests: bool = False) -> list[Placed]:
    """The facts with their uses; one that tells what is and what is planned is cut at the comma where the outline has both places.

    `requests`: the outline has a place of its own for what is asked of those above.
    """
    placed = []
    for fact in brief.facts:
        use = use_of(fact, brief)
        if requests and (asked := _ASKED.search(fact.text)):
            placed.append(Placed(fact, fact.text[:asked.start()], use))
            continue
        if use == "问题" and "做法" in uses and _BYGONE.match(fact.text):
            use = "做法"  # what was wrong before is where a practice begins
        cut = _PLANNED.search(fact.text)
        told = fact.use or (guessed(fact.text[:cut.start()], brief, _DONE) if cut else "")
        if cut and told in _DONE and fact.use in (None, "问题") and {told, "安排"} <= uses and not _open(fact.text[:cut.start()]):
            placed += [Placed(fact, fact.text[:cut.start()], told), Placed(fact, fact.text[cut.end():], "安排")]
        else:
            placed.append(Placed(fact, fact.text, use))
    return placed


def _open(text: str) -> bool:
    """True where what comes next belongs to the last words: 其余127亩计划…"""
    return text.endswith(("其余", "其中"))


def stages(placed: list[Placed]) -> tuple[Placed | None, list[Stage]]:
    """(the fact that names the stages, the stages), or (None, [])."""
    for row in placed:
        match = staged(row.text)
        found = [Stage(m["name"].strip("、和及 "), m["period"]) for m in _STAGE.finditer(match["list"])] if match else []
        found = found or ([Stage(re.sub("阶段$", "", m["name"].strip("“”")), "") for m in _PERIOD.finditer(match["list"])] if match else [])
        if len(found) >= 2:
            return row, found
    return None, []


def goes_on(text: str) -> bool:
    """True for a fact that goes on from the one before it: 此后我把容易填错的指标记成本子."""
    return _AFTER.match(text) is not None


@lru_cache(maxsize=4096)
def takes_up(text: str, before: str) -> bool:
    """True for a fact that takes up a figure of the one before it: 表册有67种 … 把67种表册并成24种."""
    return not set(_COUNTED.findall(text)).isdisjoint(_COUNTED.findall(before))


def on_its_own(text: str) -> str:
    """The fact without the word by which it goes on from another."""
    return _AFTER.sub("", text)


def staged(text: str) -> re.Match[str] | None:
    """Where a text lists its stages, by the first pattern that finds a list."""
    return next((m for pattern in _STAGES if (m := pattern.search(text))), None)


def calendar(text: str) -> bool:
    """True for a fact that lists what begins on which day, or what is done in which months: 10月25日试运行，11月8日升温."""
    return len(_CALENDAR.findall(text)) > 1 or _BY_MONTHS.search(text) is not None


def before_stages(text: str) -> str:
    """What a fact says before it names its stages: when the whole begins and ends; empty where it says nothing there.

    One that names each stage after its months (3月至4月动员部署) is told whole: its stages give their names alone.
    """
    match = staged(text)
    if match and not _STAGE.search(match["list"]):
        return text
    told = text[:match.start()].rstrip("，；：") if match else ""
    return told if re.search(r"\d", told) else ""


@lru_cache(maxsize=16_384)  # planning and placing ask for the same, plan after plan
def fit(text: str, aspect: Aspect, subject: str = "", *, wrong: bool = False) -> float:
    """How strongly a fact speaks of an aspect: its cues, the words of its name, faintly those of its measures, single characters.

    The subject's own words tell nothing: they stand in every fact. `wrong`: the fact is known for a problem.
    """
    common = words.bigrams(subject)
    text = re.sub("（[^（）]{1,8}）", "", text)  # 村（社区）调委会 is no 社区矫正
    pairs = words.bigrams(text) - common
    shared = (words.bigrams(aspect.name) - loose_words()) & pairs  # 与科室全员签承诺书 is none of 科室队伍
    tools = {pair for row in aspect.measure for pair in words.bigrams(row.lever) | words.bigrams(row.object)} & pairs
    lent = aspect.borrowed or aspect.part
    page = LENT if lent else 1.0  # 贷款逾期 is 逾期管控, though the page of 扩面建制 has the word 贷款
    cues = sum((len(cue) - 0.5) * (1.0 if cue in aspect.name else page) for cue in aspect.cues
               if cue in text and not words.bigrams(cue) <= common)
    single = 0.6 if lent else 0.2  # a name that no table knows has little else to be known by
    heard = handwritten.vocabulary(aspect.table).get(aspect.base or aspect.name, {})
    told = sum(sorted((heard.get(word, 0.0) for word in words.content(text) - words.content(subject)), reverse=True)[:HEARD])
    if not aspect.borrowed:  # a borrowed page speaks of other things besides
        told += min(CALLS, CALLED * handwritten.calling(_calls(aspect.table, aspect.base or aspect.name), text))
    fault = FAULT * of_its_fault(text, aspect, wrong=wrong)  # 干好分内事就行 is a want of 思想认识, whatever else its words touch
    to_names = _vectors(aspect.usual) @ meaning.vector(text)  # the aspect's own name is the first of them
    near = LIES_NEAR * max(0.0, float(to_names[0]) - USUAL)  # 幼儿园督导 is 学校防控, though no word of it says so
    near += LIES_NEAR_NAME * max(0.0, float(to_names.max()) - USUAL_NAME)
    named = SAYS_IT * len(shared) + single * len(set(aspect.name) & set(text) - set(subject))
    named += WRITTEN_OUT * _written_out(aspect.name, text)
    if names.unnamed(aspect.name) and not (shared or cues or fault or tools or says_of(aspect.name, text)):
        return 0.0  # 非计划停机61小时 is none of 廉洁自律, however near it lies to what is said of that
    words_say = near + WEIGHT * (page * told + fault) + cues + page * 0.8 * len(tools) + named + KIN * says_of(aspect.name, text)
    return max(0.0, words_say + BELONGS * (belonging.belongs(text, aspect.name) - USUAL_UNDER))


@lru_cache(maxsize=4096)
def _calls(table: str, aspect: str) -> frozenset[str]:
    """The words by which facts call the passages of an aspect."""
    return frozenset(cue for (name, _), cues in handwritten.cues(table).items() if name == aspect for cue in cues)


@lru_cache(maxsize=65_536)
def says_of(name: str, text: str) -> bool:
    """True where the fact says what facts on such a name say: 津贴 under 待遇激励 (phrasebank/facts-of-names.yaml)."""
    return any(names_of.search(name) and says.search(text) for names_of, says in _of_names())


@cache
def _of_names() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    return [(re.compile(row["name"]), re.compile(row["says"])) for row in yamlfile.table("facts-of-names.yaml")]


@lru_cache(maxsize=4096)
def _vectors(texts: tuple[str, ...]) -> Any:
    """What names are about: an array [name, dimension]."""
    return np.array([meaning.vector(text) for text in texts])


def of_its_fault(text: str, aspect: Aspect, *, wrong: bool) -> bool:
    """True where the kind of fault that a fact tells belongs to the aspect (phrasebank/answers.yaml)."""
    known = read(text, wrong=wrong)
    row = faults()[known.fault] if known is not None else {}
    return bool({row.get("方面"), *row.get("也是", ())} & {aspect.base or aspect.name, *aspect.also})


def _written_out(name: str, text: str) -> int:
    """How many halves of a name of four stand in the text at full length (交地: 交付项目用地)."""
    return sum(half not in text and bool(parted.search(text)) for half, parted in _halves(name))


@lru_cache(maxsize=4096)
def _halves(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    halves = (name[:2], name[2:]) if len(name) == 4 else ()
    return tuple((half, re.compile(f"{re.escape(half[0])}[^，；。\\d]{{1,5}}{re.escape(half[1])}")) for half in halves)


@cache
def _carriers() -> dict[str, list[dict[str, str]]]:
    return dict(yamlfile.table("carriers.yaml"))


def spent(text: str) -> set[str]:
    """The carriers with words of their own that stand in a text already."""
    return {row["text"] for rows in _carriers().values() for row in rows
            if (own := max(row["text"].split("{F}"), key=len).strip("，。")) and own in text}


_UNDONE = re.compile(r"(?:尚未|还没有|仍未)[^，；。\d]{2,14}(?=[，；。])")
_UNIT = "[名人个处家件所座户条套辆份宗起次项桶台]"
_PART = re.compile(rf"(?P<whole>\d+)(?P<unit>{_UNIT})"
                   r"(?:[^；。\d]{0,24}，其中[^，；。\d]{0,14}?|[^；。\d]{0,14}[中里，]+有)"
                   r"(?P<part>\d+)(?P=unit)")
_FEW = re.compile("只有|仅|专职|持证|达标|完成|按时|按期")
_TENTHS = "零一两三四五六七八九"


def share(text: str) -> str:
    """What part of a whole a fact tells, in words and without a figure of its own: 不到三成 of 64 and 19; empty where it tells none.

    What is to be many is “不到”, what is to be few “超过” (the master drafts: 超过四分之一, 占比不到三成).
    """
    found = _PART.search(text)
    if not found or "%" in text or len(re.findall(r"\d+", text[found.start():])) != 2:
        return ""
    whole, part = int(found["whole"]), int(found["part"])
    if not whole or not 0.05 < (ratio := part / whole) < 0.9:
        return ""
    tenths, rest = divmod(ratio * 10, 1)
    if whole < LARGE or re.search("[，；]", text[found.end():].split("占")[0]):  # 3 of 7; or something else was told since
        return ""
    few = bool(_FEW.search(text[found.start():]))
    for least, most, words_of in ((0.25, 0.28, "四分之一"), (1 / 3, 0.36, "三分之一"), (0.5, 0.55, "一半"), (2 / 3, 0.69, "三分之二")):
        if least < ratio < most and not few:
            return f"超过{words_of}"
    if few:
        return f"不到{_TENTHS[int(tenths) + 1]}成" if rest >= 0.4 else ""
    return f"超过{_TENTHS[int(tenths)]}成" if tenths >= 1 and 0 < rest <= 0.6 else ""


def carry(placed: Placed, used: set[str], kinds: set[str]) -> str:
    """The sentence that carries the fact; a carrier with words of its own stands once in a draft.

    A fact that fits its place only for want of a better one is set down bare: a carrier would claim a link.
    """
    text = re.sub(r"^(?=\d+\.\d+%的)", "有", placed.text)  # 38.4%的受访者 at a paragraph's head looks like the number 38.
    if placed.use == "问题" and (part := share(text)):
        text = f"{text}，{part}"
    if placed.use == "安排" and not placed.fact.text.startswith(placed.text):  # what is planned about a problem told elsewhere
        undone = _UNDONE.search(placed.fact.text)  # who reads it here is to see what is to be done with what
        wanting = undone[0] if undone else matters.of(placed.fact.text) if _BARE_PLAN.search(text) else ""
        return f"{f'对{wanting}的，' if wanting else ''}按照{re.sub('^计划', '', text)}的计划，倒排进度、逐项销账。"
    if placed.fit < SURE and placed.use in ("成效", "做法"):
        return text + "。"
    for row in _carriers()[placed.use]:
        if row["text"] in used or (row.get("when") and not re.search(row["when"], text)):
            continue
        if (row.get("without") and re.search(row["without"], text)) or (row.get("kinds") and not kinds & set(row["kinds"])):
            continue
        if row["text"] != "{F}。":
            used.add(row["text"])
        return row["text"].replace("{F}", re.sub(row["strip"], "", text) if row.get("strip") else text)
    return text + "。"
