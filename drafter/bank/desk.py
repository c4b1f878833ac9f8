"""The editors' desk: keep, reject, edit, tag and undo, kept by a phrase's words so that no re-mining loses them."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass

from drafter.bank.store import Store
from drafter.errors import BankError

STATUS = {"mined": "未看", "kept": "留用", "rejected": "不用", "edited": "改过", "merged": "并入", "handwritten": "手写"}
WHAT = {"keep": "留用", "reject": "不用", "edit": "改为", "merge": "并入", "reset": "还原为未看", "tag": "加标签", "untag": "去标签"}
HANDWRITTEN = "handwritten"  # the rules of a source that is a file of hand-written phrases, and the status of its phrases
BY_HAND = ("EXISTS (SELECT 1 FROM sighting hg JOIN source hs ON hs.id = hg.source"
           f" WHERE hg.phrase = phrase.id AND hs.rules = '{HANDWRITTEN}')")
_LEADS_TO = {"keep": "kept", "reject": "rejected", "edit": "edited", "merge": "merged", "reset": "mined"}


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
    """Nothing; status, edited words and tags of the phrases of those words are what the decisions in force come to.

    `edited` holds the words of an edit, or the form that a merged phrase went into; without that one in the bank it is not merged.
    """
    written = db.execute("SELECT t.text FROM piece t JOIN phrase p ON p.id = t.phrase WHERE t.kind = 'tag' AND p.form = ? ORDER BY 1",
                         (form,)).fetchall()
    status, edited, tags = "mined", "", dict.fromkeys(row[0] for row in written)
    for decision in history(db, form):
        if decision.undone or (decision.what == "merge" and not held(db, decision.value)):
            continue
        if decision.what in _LEADS_TO:
            status, edited = _LEADS_TO[decision.what], decision.value
        elif decision.what == "tag":
            tags[decision.value] = None
        elif decision.what == "untag":
            tags.pop(decision.value, None)
    db.execute("UPDATE phrase SET status = ?, edited = ?, tags = ? WHERE form = ?", (status, edited, " ".join(tags), form))
    if status in ("mined", "kept"):
        db.execute(f"UPDATE phrase SET status = '{HANDWRITTEN}' WHERE form = ? AND {BY_HAND}", (form,))


def held(db: Store, form: str) -> bool:
    """True where the bank has a phrase of those words."""
    return db.execute("SELECT 1 FROM phrase WHERE form = ? LIMIT 1", (form,)).fetchone() is not None
