"""What a clerk's fact lets a draft say by its own pattern: who lacks what, why that comes about, what is done about just that.

The patterns and the sentences are phrasebank/answers.yaml. A sentence found in a bank speaks of an aspect's usual symptom;
these speak of the clerk's own fact, so that cause and measure answer the problem that the draft has just told (RUBRIC, criterion 2).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from drafter import yamlfile
from drafter.bank import Found
from drafter.composing import faultkinds
from drafter.composing.candidates import Candidate
from drafter.document import Origin
from drafter.handwritten import BANK as BY_OUR_HAND
from drafter.phrases import WRITTEN, Phrase

TABLE = "answers.yaml"
COMMENT = "评述"
UNKNOWN = "其他"
FEW = "做到的少"
PEOPLE = ("名", "人")  # what people are counted by
SORTS = {"问题": "problem", "原因": "cause", "acts": "measure", "对策": "measure", COMMENT: "significance",
         **{sort: WRITTEN[sort] for sort in ("要求", "今后", "承诺")}}
OWN = "自己"  # measures as somebody says them who has not kept to his own plan
_SLOT = re.compile(r"\{(\w+)\}")
_COUNTED = re.compile(r"类?(?:有)?\d+.")
_WHEN = re.compile("^(?:全年|今年|去年|上半年|下半年|年内|目前|现有|个)+")  # 全年护士离职19名: who left are 护士
LONGEST = 12  # characters of what is wrong that still read well inside a sentence of one's own
LEAST = 4  # what is wrong in fewer characters reads like nothing inside a sentence: 没有查
# By so much must a kind of fault be likelier than the next to be told of a problem that the table does not know, and by so much to be
# told in the place of what a word or a figure betrays (read off 358 problems, benchmarks/train_faultkinds.py).
SURE, SURER = 0.05, 0.1
BARE = 5  # what is wrong says too little in fewer characters: 未拆除


@dataclass(frozen=True, slots=True)
class Reading:
    """What a fact says: the kind of fault, and the words for the slots (who, what, why, u, said, classes)."""

    fact: str
    fault: str
    slots: dict[str, str]
    broad: bool = False  # known by a word alone, not by the build of the sentence: nothing of the fact is to be taken up
    guessed: bool = False  # the model is but half sure of the kind: what a page says of the matter comes before what is said of the kind

    @property
    def wrong(self) -> str:
        """The fact's own words for what is wrong: 灶具没有更新."""
        return next((self.slots[name] for name in ("what", "classes", "said", "who") if self.slots.get(name)), "")


@cache
def _readings() -> list[tuple[re.Pattern[str], str, re.Pattern[str], bool]]:
    units = f"[{yamlfile.table(TABLE)['units']}]"
    return [(re.compile(row["pattern"].replace("{U}", units)), row.get("fault", ""), re.compile(row.get("unless", "(?!)")), "only" in row)
            for row in yamlfile.table(TABLE)["readings"]]


@cache
def faults() -> dict[str, dict[str, Any]]:
    """The kinds of fault with what can be said of each, in the table's order."""
    return {row["name"]: row for row in yamlfile.table(TABLE)["faults"]}


@cache
def _broad() -> list[tuple[str, re.Pattern[str], bool]]:
    return [(row["fault"], re.compile(row["says"]), row.get("weak", False)) for row in yamlfile.table(TABLE)["broad"]]


@lru_cache(maxsize=4096)  # planning asks for each aspect anew
def read(fact: str, *, wrong: bool = False) -> Reading | None:
    """What the fact says, by the first pattern that knows its build; None where none does.

    `wrong`: the fact is known for a problem, so that patterns count which would fit good news too (由23分钟缩短到9分钟), then the first
    word that betrays a fault, and the kind that the model (faultkinds) is sure of.
    """
    if not wrong:
        return _by_build(fact, wrong=False)
    return joined(by_table(fact), fact, faultkinds.likeliest)


def _settled(told: Reading | None) -> bool:
    """True for what the table surely knows: by the build of the fact, and more than a bare figure or that few do a thing."""
    return told is not None and not told.broad and told.fault != FEW and told.fault not in yamlfile.table(TABLE)["yield"]


def by_table(fact: str) -> Reading | None:
    """What the table alone says of a problem, by its build or by a word; None where it knows neither."""
    found = _by_build(fact, wrong=True)
    if found is None or found.fault in yamlfile.table(TABLE)["yield"]:
        figure = found is not None and found.fault != UNKNOWN  # 合格率只有: only a word that says more than another figure tells more
        fault = next((fault for fault, says, weak in _broad() if says.search(fact) and not (figure and weak)), None)
        return Reading(fact, fault, {"u": _unit(fact)}, broad=True) if fault else found
    return found


def joined(told: Reading | None, fact: str, ask: Callable[[str], faultkinds.Likely]) -> Reading | None:
    """What the table says of a problem, or the likeliest kind of fault where the table knows less of it than that is sure.

    The model is asked (`ask`) only of what the table does not surely know.
    Of what few do the table knows no more than that: any kind that is half sure tells more.
    """
    if _settled(told):
        return told
    likely = ask(fact)
    least = SURE if told is None or told.fault == UNKNOWN or (told.fault == FEW and not told.broad) else SURER
    if likely.surer < least or likely.kind == UNKNOWN or likely.kind not in faults():
        return told
    return Reading(fact, likely.kind, {"u": _unit(fact)}, broad=True, guessed=likely.surer < SURER)


def _by_build(fact: str, *, wrong: bool) -> Reading | None:
    for pattern, fault, unless, only in _readings():
        m = None if only and not wrong else pattern.search(fact)
        if not m or unless.search(fact):
            continue
        slots = {"who": "", **{name: found for name, found in m.groupdict().items() if found and name != "m"}}
        if any(found.count("“") != found.count("”") for found in slots.values()):
            continue
        if "classes" in slots:
            rows = [row for c in re.split("、|，", _COUNTED.sub("", slots["classes"]))
                    if (row := c.removeprefix("发现").removesuffix("的").removesuffix("类")) not in ("", "其他", "共计")]
            slots["classes"] = "、".join(rows)
        slots["who"] = _WHEN.sub("", slots["who"])
        if slots["who"] and slots.get("what", "").startswith(slots["who"]):  # 有11个村转移路线图没有更新
            slots["what"] = slots["what"].removeprefix(slots["who"])
        slots.setdefault("u", _unit(fact))
        if "what" in slots and len(slots["what"]) < BARE:
            slots["what"] = slots.get("before", "") + slots["what"]
        if not fault and len(slots["what"]) < LEAST:
            return None
        if not fault:
            fault = next(name for name, row in faults().items() if "says" in row and re.search(row["says"], slots["what"]))
        if fault == UNKNOWN and "what" in slots and not re.search(yamlfile.table(TABLE)["ill"], slots["what"]):
            if not wrong or _most(fact):
                return None
            fault = FEW  # 能做夏秋茶的15家: nothing is wrong with those, the others are
        if slots["u"] in PEOPLE and not re.search(yamlfile.table(TABLE)["not_skill"]["says"], slots.get("what", "")):
            fault = faults()[fault].get("数人", fault)
        return Reading(fact, fault, slots)
    return None


def _most(fact: str) -> bool:
    """True for a fact that ends with a share of a half or more."""
    share = re.search(r"占(\d+)(?:\.\d+)?%$", fact)
    return share is not None and int(share[1]) >= 50


def wanting(text: str) -> bool:
    """True where a text has a word that says something is wanting (wanting in the table): 仅, 没有, 超过."""
    return re.search(yamlfile.table(TABLE)["wanting"], text) is not None


def unknown(fact: str) -> Reading:
    """What can be said of a problem that no pattern knows: the table's words for any lapse, none of which takes up the fact's own."""
    return Reading(fact, UNKNOWN, {"u": _unit(fact)})


def headings(reading: Reading) -> dict[str, list[Any]]:
    """The heading words for the kind of fault by sort of row (problem, cause, measure, short), the aspect's name left out; may be empty."""
    return dict(faults()[reading.fault].get("标题", {}))


def at_fault(reading: Reading, aspect: str, word: str = "noun") -> str:
    """What a heading on the fault speaks of: the aspect, or the people where they are what is wanting (集中免疫 does not grow old).

    An aspect that the fact itself names stays (帮办代办人员64名). `word`: lever for the heading of a measure, else noun.
    """
    people = yamlfile.table(TABLE)["people"]
    lack = faults()[reading.fault].get("方面") == people["方面"]
    return str(people[word]) if lack and aspect not in reading.fact and not re.search(people["unless"], aspect) else aspect


def body(fact: str) -> str:
    """What will be said to a fact that tells its own reason, as one text; empty where it tells none, and a passage speaks."""
    reading = read(fact, wrong=True)
    return f"{reading.slots['why']}，{causes(reading)}" if reading and "why" in reading.slots else ""


def causes(reading: Reading) -> str:
    """The usual causes of the kind of fault as one text; empty where it tells no kind of work (`泛`: an index, a share of the whole)."""
    row = faults()[reading.fault]
    return "" if row.get("泛") else _SLOT.sub("", "".join(row["原因"]))


def comment(fact: str, seed: str) -> list[Candidate]:
    """What may be said after a deed or a result (评述), as candidates, by the first row of the table that knows it."""
    row = next((r for r in yamlfile.table(TABLE)["comments"] if re.search(r["says"], fact)), None)
    return _remarks(row["name"], row[COMMENT], fact, seed) if row else []


def sights(facts: list[str]) -> list[str]:
    """For each problem what a speech says is to be seen in it (存量之难), no two alike as long as there are others."""
    known, usual = list(yamlfile.table(TABLE)["sights"]), yamlfile.table(TABLE)["usual_sight"]
    wanted = [faults()[found.fault].get("看到", usual) if (found := read(fact, wrong=True)) else "" for fact in facts]
    chosen = [name if name not in wanted[:index] else "" for index, name in enumerate(wanted)]
    for index, name in enumerate(chosen):
        if not name:
            chosen[index] = next((n for n in known if n not in chosen), known[index % len(known)])
    return chosen


def remark(sight: str, fact: str, seed: str) -> list[Candidate]:
    """What a speech says of a problem that it has just told, as candidates: what comes of its kind of fault, then what is seen in it."""
    reading = read(fact, wrong=True)
    known = reading is not None and reading.fault not in yamlfile.table(TABLE)["yield"]
    return [*(say(reading, "问题", seed) if reading is not None and known else ()), *_sight(sight, fact, seed)]


def _sight(sight: str, fact: str, seed: str) -> list[Candidate]:
    """What is to be seen in a problem: the difficulty that was left, what is weak, what is heavy."""
    return _remarks(sight, yamlfile.table(TABLE)["sights"][sight], fact, seed)


def _remarks(name: str, texts: list[str], fact: str, seed: str) -> list[Candidate]:
    made = [from_table(TABLE, text, text, COMMENT, SORTS[COMMENT], name, index, fills=(f"对着事实“{fact}”写",))
            for index, text in enumerate(texts)]
    random.Random(f"{seed}{fact}").shuffle(made)
    return made


def stage_calls(names: list[str]) -> str:
    """One clause for each stage of a campaign, in the order given; empty where a stage's name tells nothing."""
    left, calls = list(yamlfile.table(TABLE)["stages"]), []
    for name in names:
        row = next((r for r in left if re.search(r["says"], name)), None)
        if row is None:
            return ""
        left.remove(row)
        calls.append(f"{name}，{row['要求']}")
    return "；".join(calls) + "。" if calls else ""


def _unit(fact: str) -> str:
    """The last measure word with which the fact counts things; 个 where there is none."""
    found = re.findall(f"\\d([{yamlfile.table(TABLE)['units']}])", fact)
    return found[-1] if found else "个"


_LACKS = re.compile("(?P<who>[^没尚还未，的]{2,4})(?P<lacks>(?:没有|尚未|还没有?|未).{3,})$")


def turned(template: str, slot: str, value: str) -> str:
    """The template as it is for words that tell whose want it is: 没有接入平台的乡镇按缘由分类, not 乡镇没有接入平台的按缘由分类."""
    lacks = _LACKS.match(value)
    return re.sub(f"{{{slot}}}的(?=[，；由按逐])", f"{lacks['lacks']}的{lacks['who']}", template) if lacks else template


def say(reading: Reading, sort: str, seed: str, *, of_himself: bool = False) -> list[Candidate]:
    """The sentences of a sort for the fact, as candidates, in an order that the seed changes; none where the table has none.

    `of_himself`: who speaks tells of his own plans; what an office would have others do he does (自己), where the table has it.
    """
    row = faults()[reading.fault]
    made = []
    key = OWN if of_himself and sort == "对策" and OWN in row else "acts" if sort == "对策" else sort
    for index, value in enumerate(row.get(key, ())):
        lead, template = (value["lead"], value["text"]) if isinstance(value, dict) else ("", value)
        lead = lead if sort == "acts" else ""  # among plain measures an act stands without its lead
        wanted = set(_SLOT.findall(template))
        if not wanted <= reading.slots.keys() or any(len(reading.slots[w]) > LONGEST + 4 for w in wanted if w != "classes"):
            continue
        text = _SLOT.sub(lambda m: reading.slots[m[1]], turned(template, "what", reading.slots.get("what", "")))
        fills = tuple(f"{name}填“{reading.slots[name]}”" for name in sorted(wanted) if reading.slots[name])
        made.append(from_table(TABLE, text, template, sort, SORTS[sort], reading.fault, index, lead,
                               (*fills, f"对着事实“{reading.fact}”写")))
    random.Random(f"{seed}{reading.fact}{sort}").shuffle(made)
    return made


def from_table(table: str, text: str, template: str, sort: str, role: str, name: str, index: int, lead: str = "",
               fills: tuple[str, ...] = ()) -> Candidate:
    """A sentence filled from a template of phrasebank/, as a candidate whose source is its place in the table."""
    origin = Origin(f"phrasebank/{table}", name, index + 1)
    kind = "act" if lead else sort if sort in WRITTEN or sort == COMMENT else "sentence"
    phrase = Phrase(text, role, kind, lead, quality=1.0, original=lead + template, origin=origin)
    return Candidate(Found(0, phrase, "written", (origin,), BY_OUR_HAND, fills=fills), text)
