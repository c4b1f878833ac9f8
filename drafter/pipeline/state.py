"""What a draft was made from, as it travels in the .docx: brief, outline, seed, banks, plan, locks."""

from __future__ import annotations

import hashlib
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from drafter import __version__
from drafter.brief import Brief
from drafter.errors import InputError
from drafter.outlines import Outline


class BankUsed(BaseModel):
    """A bank that a draft drew on: its file's name, how many phrases it had, and a hash of them."""

    file: str
    phrases: int
    hash: str


class Plan(BaseModel):
    """The plan of a draft: its aspects, the items of each section, and the printed chapters in which each section stands."""

    aspects: list[str] = Field(default_factory=list)
    chapters: list[list[str]] = Field(default_factory=list)
    printed: list[list[int]] = Field(default_factory=list)


class State(BaseModel):
    """Everything a draft was made from. `locked` are printed chapters; `again` says how often each one was drawn anew."""

    drafter: str
    brief: Brief
    outline: Outline
    outline_hash: str
    seed: int = 0
    banks: list[BankUsed] = Field(default_factory=list)
    builtin: bool = True
    plan: Plan = Field(default_factory=Plan)
    locked: list[int] = Field(default_factory=list)
    again: dict[int, int] = Field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """The state as it is kept: what is as usual is left out."""
        return self.model_dump(mode="json", exclude_defaults=True) | {"locked": self.locked}


def made(brief: Brief, outline: Outline, seed: int, banks: list[BankUsed], plan: dict[str, Any], *, builtin: bool) -> dict[str, Any]:
    """The state of a new draft, as it is kept."""
    text = outline.model_dump_json(exclude_defaults=True)
    return State(drafter=__version__, brief=brief, outline=outline, seed=seed, banks=banks, builtin=builtin, plan=Plan(**plan),
                 outline_hash=hashlib.blake2b(text.encode(), digest_size=8).hexdigest()).kept()


def of(held: dict[str, Any], file: object) -> State:
    """The state that a file holds. Raises InputError where it holds none that this version can read."""
    if not held:
        raise InputError("这份草稿是旧版本写的，里面只有出处，没有任务书和备选", file=file, cure="请用现在的版本重新起草")
    try:
        return State.model_validate(held)
    except ValidationError as error:
        raise InputError("草稿里记的任务书或模板读不出来", file=file, cure="多半是更新版本的 drafter 写的，请先升级 drafter") from error
