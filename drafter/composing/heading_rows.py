"""The words that may stand in a heading: the table's rows for an aspect, the passage's own, those for a kind of fault, plain ones."""

from __future__ import annotations

import re
from typing import Any

from drafter import aspects as tables
from drafter import meaning, yamlfile
from drafter.aspects import Aspect, CauseRow, MeasureRow, ProblemRow, ShortRow, loose_words
from drafter.composing import names
from drafter.handwritten import Heads

SAME_MATTER = 0.35  # so near must a page's verb and object lie to a clerk's word that the page does not have, to stand after it
_DEED = re.compile(r"\w[牢好准紧破住稳足齐强](?=..)|严守|筑牢|压实|做实|抓实|盯实|坚决|坚持|主动|带头|率先|从严|严格|"
                   r"自觉|全力|[敢勇善甘乐勤]于|勇挑|按[时期]|狠抓|立[行改]|倒排|深入")  # 抓实扛牢责任 is no Chinese: a deed is done
Row = dict[str, str]
_Row = ProblemRow | CauseRow | MeasureRow
_PLAIN_ROWS: dict[str, tuple[type[_Row], str]] = {
    "problem": (ProblemRow, "noun"), "cause": (CauseRow, "noun"), "measure": (MeasureRow, "lever")}


def of_table(kind: str, aspect: Aspect, *, spare: bool = False) -> list[Row]:
    """The table's rows of a kind for the aspect; plain rows made of the name where there are none, or with `spare` after them."""
    noun = aspect.name
    lacking = names.lacking(noun)
    if kind == "name":
        return [{"name": aspect.name}]
    if kind == "task":
        pairs = [aspect.task[i:i + 2] for i in range(len(aspect.task) - 1)]
        shown = [{"task": a, "more": b} for a, b in pairs if shows(aspect, a + b)]
        plain = [{"task": f"{_grip(noun)}{noun}", "more": more} for more in (*aspect.task[:1], *_tasks(noun))]
        return [*shown, *plain] if aspect.part else shown or plain  # two parts of one page are not to bear one name
    if kind == "short":
        made = [aspect.short] if aspect.short else []
        made = [row for row in made if shows(aspect, row.noun)]  # its trait may be none of the clerk's word: 感情 is not 快
        if not made or aspect.base not in ("", aspect.name):  # two of the clerk's words may be one row of the table
            made = [ShortRow(noun=noun, adj=row.adj) for row in made]
            made += [ShortRow(noun=noun, adj=a) for a in dict.fromkeys((*_traits(noun), *"实细深准严"))]
        return [row.model_dump() for row in made]
    own: dict[str, tuple[_Row, ...]] = {"problem": aspect.problem, "cause": aspect.cause, "measure": aspect.measure}
    row, name = _PLAIN_ROWS[kind]
    rows = [r.model_dump() for r in own[kind]]
    if kind == "measure" and lacking and len(noun) <= names.LONG:
        return [r | {"lever": lacking["lever"].format(name=noun)} for r in (*rows, *_plain()[kind])]
    if kind == "cause" and lacking:
        return rows or [row(**{name: subject}, **values).model_dump() for values in _plain()[kind] for subject in lacking["nouns"]]
    if kind == "measure" and rows and names.long_clause(noun):
        return [_lack(r, aspect) for r in rows]  # 坚持监控建了管不好 is no Chinese
    plainly = [row(**{name: noun}, **values).model_dump() | {"plain": "是"} for values in _plain()[kind]]
    if kind == "measure" and len(noun) == 4 and not any(shows(aspect, r["lever"] + r["object"]) for r in rows):
        fits = [r for r in rows if not aspect.borrowed or meaning.nearness(noun, r["verb"] + r["object"]) >= SAME_MATTER]
        rows += [r | {"lever": noun} for r in fits] or plainly
    if spare or not rows or (kind == "measure" and len(noun) != 4):  # an odd name wants tails of many lengths
        rows += plainly
    if kind == "problem":
        rows = [r for row in rows for r in ([row] if shows(aspect, row["noun"]) else _gapped(row | {"noun": noun}))]
    return [_lack(r, aspect) for r in rows]


def _grip(name: str) -> str:
    """The verb that makes a task of a name: 抓实 a thing, 做到 what is a deed already, none before a clause."""
    return "做到" if _DEED.match(name) or name.startswith(("不", "别", "少")) else "" if names.long_clause(name) else "抓实"


def _gapped(row: Row) -> list[Row]:
    """The row with each lack that anything may have: what the table's noun has (空挂) need not be what the clerk's own can have."""
    return [row | {"gap": gap} for gap in _plain()["gaps"]]


def _tasks(name: str) -> list[str]:
    """What may be said after a task that is but a name: by its last word (服务: 贴近实际需要), else what holds of any."""
    by_end: list[str] = next((row["task"] for row in _plain()["task_by_end"] if re.search(f"(?:{row['ends']})$", name)), [])
    return list(by_end or _plain()["task"])


def _traits(name: str) -> list[str]:
    """What a thing of that name may be said to lack, by its last word: 感情 depth, 意识 strength."""
    return next(list(row["adj"]) for row in _plain()["traits"] if re.search(f"(?:{row['ends']})$", name))


def trait_guessed(aspect: Aspect) -> bool:
    """True where no table knows what a thing of that name is to be: 严防“靠水吃水” is not 实, 监督常在 not 清."""
    return not (aspect.short and shows(aspect, aspect.short.noun)) and _traits(aspect.name) == _traits("")


def _lack(row: Row, aspect: Aspect) -> Row:
    """A problem row with `lack`: what it says of its noun, 有短板, or 较突出 of one that is itself a fault."""
    if "gap" not in row:
        return row
    table = names.lacking(aspect.name) if row["noun"] == aspect.name else {}
    gap = "" if names.long_clause(row["noun"]) else f"有{row['gap']}"  # 监控建了管不好 says what is wrong
    return row | {"lack": table["tails"][len(aspect.name)] if table else gap}


def by_fault(kind: str, aspect: Aspect, rows: dict[str, list[Any]], name_of_it: str) -> list[Row]:
    """The rows that the table of answers has for a kind of fault, filled with what is at fault: the aspect, or its people."""
    if kind == "short":
        return [ShortRow(noun=name_of_it, adj=adj).model_dump() | {"fault": "是"} for adj in rows.get(kind, [])]
    if kind not in _PLAIN_ROWS:
        return []
    row, name = _PLAIN_ROWS[kind]
    lacking = names.lacking(aspect.name)
    nouns = {"cause": lacking["nouns"], "measure": [lacking["lever"].format(name=aspect.name)]}.get(kind) if lacking else None
    own_name = name_of_it == aspect.name and aspect.base not in ("", aspect.name)
    if own_name and kind == "cause" and aspect.borrowed and tables.called(aspect.name, tables.GENERAL) is None:
        nouns = nouns or names.every_lacking()["nouns"]
    many = rows.get(kind, [])
    if own_name and kind == "problem":  # 收费与成本 has no 空置, though the fault is one
        many = [gapped for values in many for gapped in _gapped(values)]
    return [_lack(row(**{name: noun}, **values).model_dump() | {"fault": "是"}, aspect)
            for values in many for noun in nouns or [name_of_it]]


def _plain() -> dict[str, Any]:
    """The rows for an aspect that no table knows, of several lengths, so that names of several lengths make headings of one."""
    return dict(yamlfile.table("plain-headings.yaml"))


def shows(aspect: Aspect, text: str) -> bool:
    """True where a heading lets the clerk's own word for the aspect be seen; the table's own name needs no showing."""
    if aspect.base in ("", aspect.name):
        return True
    return aspect.name in text or (aspect.name in aspect.also and names_it(aspect, text))


def names_it(aspect: Aspect, text: str) -> bool:
    """True where a half of the clerk's word for the aspect stands in a text."""
    halves = [half for half in (aspect.name[:2], aspect.name[-2:]) if half not in loose_words()] or [aspect.name[:2]]
    return any(half in text for half in halves)


def of_passage(kind: str, aspect: Aspect, heads: Heads | None, *, told: bool) -> list[Row]:
    """The rows of a kind that the passage under the heading has for itself, with the clerk's name where they do not show the aspect.

    None for a problem that the clerk himself tells (`told`): his fact is another than the passage's.
    """
    if heads is None or (told and kind == "problem"):
        return []
    if kind == "task":
        return [{"task": f"{_grip(aspect.name)}{aspect.name}", "more": more, "point": "是"} for more in heads.task]
    if kind == "short" and heads.short:
        return [ShortRow(noun=aspect.name, adj=heads.short).model_dump() | {"point": "是"}]
    if kind not in _PLAIN_ROWS or (kind == "measure" and names.long_clause(aspect.name)):
        return []  # 在错时约检上交实账: of 让居民少折腾 nothing would be seen
    row: Row = getattr(heads, kind).model_dump() | {"point": "是"}
    made = [row]
    if kind == "problem" and not shows(aspect, row["noun"]):
        made = _gapped(row | {"noun": aspect.name})
    if kind == "measure" and len(aspect.name) == 4 and not names.long_clause(aspect.name):
        made = [row, row | {"lever": aspect.name}]
    return [_lack(r, aspect) for r in made]
