"""Merging: one phrase's words are another way of saying another's; they leave drafts and their sources count for the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter.bank.store import Store
from drafter.errors import BankError

if TYPE_CHECKING:
    from drafter.bank import Found


def check(db: Store, one: Found, into: Found, bank: str) -> None:
    """Nothing, if one phrase may be merged into the other; else BankError says why not."""
    if one.id == into.id:
        raise BankError(f"{one.id} 号不能并入自己", file=bank, cure="--into 后面请给另一条的号")
    if one.form == into.form:
        raise BankError(f"{one.id} 号和 {into.id} 号的字一样，只是作用不同，不能合并", file=bank,
                        cure="不要这几个字的，用 drafter bank reject")
    if into.status == "rejected":
        raise BankError(f"{into.id} 号是不用的，不能并入它", file=bank, cure=f"先用 drafter bank keep {into.id} 留用它，或换一条")
    if into.status == "merged":
        target = _target(db, into.form)
        if target and one.form in _chain(db, into.form):
            raise BankError(f"{into.id} 号已经并入 {one.id} 号，不能绕成圈", file=bank, cure=f"先用 drafter bank undo {into.id} 撤销")
        raise BankError(f"{into.id} 号自己已经并入别的词句", file=bank, cure=f"请并入 {target or '那一条'} 号")


def _chain(db: Store, form: str) -> list[str]:
    """The forms that a form was merged into, step by step."""
    chain: list[str] = []
    row = (form,)
    while row and row[0] not in chain:
        chain.append(row[0])
        row = db.execute("SELECT edited FROM phrase WHERE form = ? AND status = 'merged' LIMIT 1", (row[0],)).fetchone()
    return chain


def _target(db: Store, form: str) -> int:
    """The id of the phrase that a form's words were merged into in the end, or 0."""
    row = db.execute("SELECT min(id) FROM phrase WHERE form = ?", (_chain(db, form)[-1],)).fetchone()
    return int(row[0] or 0)


def asked(db: Store) -> dict[str, list[str]]:
    """For each form the forms that editors merged into it, whether both are in the bank or not."""
    found: dict[str, list[str]] = {}
    for into, form in db.execute("SELECT DISTINCT value, form FROM decision WHERE what = 'merge' AND undone = 0 ORDER BY 1, 2"):
        found.setdefault(into, []).append(form)
    return found


def others(db: Store) -> dict[str, tuple[int, ...]]:
    """For each form the ids of the phrases that are other ways of saying it, through any number of steps."""
    direct: dict[str, list[tuple[int, str]]] = {}
    for into, number, form in db.execute(  # CROSS JOIN: SQLite would walk all phrases and look for decisions, which are few
            "SELECT DISTINCT d.value, p.id, p.form FROM decision d CROSS JOIN phrase p WHERE p.form = d.form AND d.what = 'merge'"
            " AND d.undone = 0 AND p.status = 'merged' AND p.edited = d.value ORDER BY 2"):
        direct.setdefault(into, []).append((number, form))

    def below(form: str, seen: frozenset[str]) -> list[int]:
        return [i for number, under in direct.get(form, ()) if under not in seen for i in (number, *below(under, seen | {under}))]

    return {form: tuple(dict.fromkeys(below(form, frozenset((form,))))) for form in direct}
