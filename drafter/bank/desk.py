"""The editors' desk: keep, reject, edit, tag and undo, kept by a phrase's words so that no re-mining loses them."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass

from drafter.bank.store import Store
from drafter.errors import BankError

STATUS = {"mined": "未看", "kept": "留用", "rejected": "不用", "edited": "改过"}
WHAT = {"keep": "留用", "reject": "不用", "edit": "改为", "tag": "加标签", "untag": "去标签"}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: what was done to a phrase's words, with which value, by whom and when; `undone` ones count no more."""

    id: int
    form: str
    what: str
    value: str
    who: str
    at: str
    undone: bool


def editor(name: str = "") -> str:
    """Who decides: the name given, else the one the system knows."""
    return name or os.environ.get("USER") or os.environ.get("USERNAME") or "不详"


def decide(db: Store, form: str, what: str, value: str = "", *, who: str = "") -> None:
    """Nothing; the decision is noted and the phrases of those words follow it."""
    now = datetime.datetime.now().isoformat(timespec="seconds")
    db.execute("INSERT INTO decision (form, what, value, who, at) VALUES (?, ?, ?, ?, ?)", (form, what, value, editor(who), now))
    settle(db, form)


def undo(db: Store, form: str = "") -> Decision:
    """The decision that is taken back: the last one, or the last about those words. Raises BankError where there is none."""
    where = "AND form = ?" if form else ""
    row = db.execute(f"SELECT id, form, what, value, who, at, undone FROM decision WHERE undone = 0 {where} ORDER BY id DESC LIMIT 1",
                     (form,) if form else ()).fetchone()
    if row is None:
        raise BankError("没有可以撤销的决定", cure="用 drafter bank show 词句号 看看它的经过")
    db.execute("UPDATE decision SET undone = 1 WHERE id = ?", (row[0],))
    settle(db, row[1])
    return Decision(row[0], row[1], row[2], row[3], row[4], row[5], True)


def history(db: Store, form: str) -> list[Decision]:
    """All decisions about those words, the first first."""
    return [Decision(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6])) for row in db.execute(
        "SELECT id, form, what, value, who, at, undone FROM decision WHERE form = ? ORDER BY id", (form,))]


def settle(db: Store, form: str) -> None:
    """Nothing; status, edited words and tags of the phrases of those words are what the decisions in force come to."""
    status, edited, tags = "mined", "", dict[str, None]()
    for decision in history(db, form):
        if decision.undone:
            continue
        if decision.what == "keep":
            status = "kept"
        elif decision.what == "reject":
            status = "rejected"
        elif decision.what == "edit":
            status, edited = "edited", decision.value
        elif decision.what == "tag":
            tags[decision.value] = None
        elif decision.what == "untag":
            tags.pop(decision.value, None)
    db.execute("UPDATE phrase SET status = ?, edited = ?, tags = ? WHERE form = ?", (status, edited, " ".join(tags), form))
