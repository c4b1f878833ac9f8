"""Score the rhetorical role of each unit by rules: cue words, the headings above, the sentence's main clause (cues/*.yaml)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml

from drafter import numbering, resources
from drafter.errors import TemplateError
from drafter.mining import clauses
from drafter.patterns import Filtered
from drafter.phrases import ROLES, Unit

TOLD = tuple(role for role in ROLES if role != "noise")  # the roles that rules tell of, in the order of their columns


class Cue(NamedTuple):
    """One cue of a role: a pattern, what it weighs, a text that holds it and one that only seems to."""

    role: str
    pattern: re.Pattern[str]
    weight: float
    right: str
    wrong: str


class HeadingRule(NamedTuple):
    """One rule of cues/headings.yaml: what a heading's words say its section does, and how surely (0 to 2)."""

    kind: str
    role: str
    sure: float
    pattern: re.Pattern[str]
    right: str
    wrong: str


def _load(name: str) -> Any:
    """The rows of cues/NAME.yaml: the user's own file where there is one, else ours."""
    own = resources.user_folder("cues") / f"{name}.yaml"
    path = own if own.is_file() else Path(__file__).parent / "cues" / f"{name}.yaml"
    try:
        return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise TemplateError("线索文件读不出来", file=path, cure="请对照随程序带的同名文件检查缩进和引号") from error


def _pattern(text: str, name: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise TemplateError(f"线索“{text[:20]}”不是正则表达式（{error}）", file=f"cues/{name}.yaml", cure="请检查括号是否成对") from error


@cache
def cues() -> tuple[Cue, ...]:
    """All cues, one YAML file a role."""
    return tuple(Cue(role, _pattern(row["cue"], role), float(row["weight"]), row["right"], row["wrong"])
                 for role in TOLD for row in _load(role))


@cache
def heading_rules() -> tuple[HeadingRule, ...]:
    """The rules of headings.yaml in order: the first that fits decides."""
    return tuple(HeadingRule(r["kind"], r["role"], float(r["sure"]), _pattern(r["pattern"], "headings"), r["right"], r["wrong"])
                 for r in _load("headings"))


class Sections(NamedTuple):
    """What sections.yaml says of the sentences in a section."""

    factors: Any  # what a stance makes of each role's cues: [stance, role]
    bonuses: Any  # what a section adds to each role: [section, stance, role], sections as in _UNDER
    says_cause: re.Pattern[str]
    otherwise: float


@cache
def sections() -> Sections:
    """How much a section's heading and a sentence's main clause count."""
    rows = _load("sections")
    under, against, stances, said = rows["under"], rows["against"], rows["stance"], rows["announced"]
    factors = [[stances.get(stance, {}).get(role, 1.0) for role in TOLD] for stance in clauses.STANCES]
    bonuses = [[[under.get(name, {}).get(role, 0.0) * (against.get(name, {}).get(stance, 1.0) if role == name else 1.0) for role in TOLD]
                for stance in clauses.STANCES] for name in _UNDER]
    return Sections(np.array(factors), np.array(bonuses), _pattern(said["says_cause"], "sections"), float(said["otherwise"]))


_UNDER = ("", *TOLD)


@cache
def _filtered() -> tuple[Filtered, Any, Any]:
    """(the cues behind their filter, the place in TOLD of each cue's role, its weight)."""
    return (Filtered([cue.pattern for cue in cues()]), np.array([TOLD.index(cue.role) for cue in cues()]),
            np.array([cue.weight for cue in cues()]))


HEADING = 5.0  # what the words of a heading weigh for its own role, on the scale of the cues, times how sure they are
DOUBTFUL = 0.4  # how sure a heading is that tells nothing itself
_REMEDY = re.compile(r"对策|建议|措施|解决|思考|破解|导向|清零|克服|补齐|防止|避免|着力")
_WAYS = re.compile("对策|建议|措施|路径|途径")
_PLURAL = re.compile("以及|及其|与|和")


@lru_cache(maxsize=1 << 14)
def heading_says(text: str, inherited: str = "") -> tuple[str, float]:
    """(the role a heading announces, how surely, 0 to 2); where its words tell nothing, the role of the section around it, else measure."""
    words = numbering.strip(text).rstrip("。：")
    rules = heading_rules()
    said = {(r.kind, r.role) for r in rules if r.pattern.search(words)}
    if ("word", "cause") in said and ("word", "problem") in said and not _WAYS.search(words):
        return "problem", 0.6  # 问题及原因: both, so each sentence speaks for itself
    for rule in rules:
        if (rule.kind, rule.role) not in said:
            continue
        match = rule.pattern.search(words)
        if (rule.kind == "noun" and inherited in ("problem", "cause")) or match is None:
            continue
        if rule.kind == "end" and _PLURAL.search(words[:match.start()][-4:]):
            continue  # 做法与成效: two things
        if rule.kind == "deficit" and not _REMEDY.search(words):
            return ("cause" if inherited == "cause" else "problem"), rule.sure
        if rule.kind == "deficit" or (rule.kind == "word" and rule.role == "problem" and _REMEDY.search(words)):
            continue
        if rule.kind == "word" and rule.role == "significance" and re.search("发挥|强化|提高|提升", words):
            continue
        if rule.kind == "word" and inherited in ("problem", "cause") and rule.role not in ("problem", "cause", "transition"):
            continue
        return rule.role, rule.sure
    return inherited or "measure", DOUBTFUL


def heading_role(text: str, inherited: str = "") -> str:
    """The role a heading announces, else the one of the section around it, else measure."""
    return heading_says(text, inherited)[0]


def is_neutral(text: str) -> bool:
    """True for a heading such as 引言 that announces nothing."""
    return any(r.kind == "neutral" and r.pattern.search(numbering.strip(text)) for r in heading_rules())


def scores(texts: list[str]) -> Any:
    """How much each role's cues weigh in each text: an array [text, role], roles as in TOLD."""
    filtered, roles_of, weights = _filtered()
    rows, numbers = np.array(filtered.hits(texts), dtype=np.int64).reshape(-1, 2).T
    return np.bincount(rows * len(TOLD) + roles_of[numbers], weights[numbers], len(texts) * len(TOLD)).reshape(-1, len(TOLD))


class Reading(NamedTuple):
    """What is read off the units of one article before any model: cue weights [unit, role], clauses, announced roles."""

    scores: Any
    clauses: clauses.Clauses
    announced: list[str]


def read(units: list[Unit]) -> Reading:
    """The reading of one article's units, in order."""
    return Reading(scores([u.text for u in units]), clauses.analyse([u.text if u.kind == "sentence" else "" for u in units]),
                   announced(units))


def blank(units: list[Unit]) -> Reading:
    """A reading that tells nothing: for units whose roles a person wrote down."""
    return Reading(np.zeros((len(units), len(TOLD))), clauses.analyse([""] * len(units)), [""] * len(units))


def assign(units: list[Unit], reading: Reading) -> Any:
    """What cues, headings and main clauses say for each role of each unit: an array [unit, role]; the best is set as the unit's role."""
    table, cause, under = sections(), TOLD.index("cause"), _head(units)
    said = reading.scores.copy()
    sentences = [i for i, u in enumerate(units) if u.kind == "sentence"]
    any_heading = any(u.kind == "heading" for u in units)
    if sentences:
        stances = reading.clauses.stances[sentences]
        places = [_UNDER.index(under[i]) for i in sentences]
        said[sentences] = said[sentences] * table.factors[stances] + table.bonuses[places, stances]
    for i in sentences:
        if under[i] == "problem" and reading.announced[i] != "cause" and said[i, cause] and not table.says_cause.search(units[i].text):
            said[i, cause] *= table.otherwise
    if not any_heading:
        silent = [i for i in sentences if not said[i].any()]
        said[silent, TOLD.index("background")] = 0.1
    for i, best, told in zip(sentences, said[sentences].argmax(axis=1), said[sentences].any(axis=1), strict=True):
        units[i].role = TOLD[best] if told else under[i] or "background"
    for i, unit in enumerate(units):
        if unit.kind != "sentence":
            said[i] = 0.0
            said[i, TOLD.index(unit.role)] = HEADING * heading_says(unit.text, under[i])[1]
    return said


def _head(units: list[Unit]) -> list[str]:
    """The role of the section that each unit stands in, "" without one; headings and titles get their roles."""
    section: dict[int, str] = {}
    found = []
    for unit in units:
        if unit.kind == "sentence":
            found.append(section[max(section)] if section else "")
            continue
        level = unit.level or 1
        above = next((section[n] for n in range(level - 1, 0, -1) if n in section), "") if unit.kind == "heading" else ""
        unit.role = heading_says(unit.text, above)[0]
        found.append(above)
        if unit.kind == "heading":
            section = {n: r for n, r in section.items() if n < level} | {level: unit.role}
    return found


_ANNOUNCES = re.compile(
    r"(?P<what>原因|根源|成因|症结|问题|不足|短板|差距|困难|做法|措施|对策|建议|意义|作用|成效|成绩|体会|目标|原则)[^，。；]{0,8}"
    r"(?:如下|以下|有[以如]下|主要有|主要[是为]|表现在|体现在|在于|[几两二三四五六]个?(?:方面|点|条))"
    r"|(?:以下|如下|下列)[^，。；]{0,8}(?P<that>原因|问题|不足|做法|措施|对策|建议|意义|作用|成效|体会|目标|原则)")
_THINGS = {"原因": "cause", "根源": "cause", "成因": "cause", "症结": "cause", "意义": "significance", "作用": "significance",
           "做法": "measure", "措施": "measure", "对策": "measure", "建议": "measure", "成效": "achievement", "成绩": "achievement",
           "目标": "goal", "原则": "goal", "体会": "measure"}


def announced(units: list[Unit]) -> list[str]:
    """The role that a sentence before announced (“原因主要有以下几点：”), for the units of its section, else ""."""
    said: list[str] = []
    current = ""
    for unit in units:
        if unit.kind != "sentence":
            if not numbering.ordinal(unit.text):
                current = ""
            said.append(current)
            continue
        said.append(current)
        match = _ANNOUNCES.search(unit.text)
        if match:
            current = _THINGS.get(match["what"] or match["that"], "problem")
    return said
