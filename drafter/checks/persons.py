"""D26, E12: persons and posts — one post with two holders, and an office's own list of leaders (领导名单.yaml)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, field_validator

from drafter import yamlfile
from drafter.checks import lexicon
from drafter.checks.page import Page, Place
from drafter.checks.rules import Hit, rule
from drafter.checks.settings import Settings
from drafter.errors import TemplateError


@cache
def _name() -> str:
    """The pattern of a name in front of what follows one in running text."""
    return (rf"(?P<name>(?:(?:{'|'.join(lexicon.listed('double-surnames'))})[\u4e00-\u9fff]{{1,2}}?"
            rf"|[{''.join(lexicon.listed('surnames'))}][\u4e00-\u9fff]{{1,2}}?))"
            rf"(?={'|'.join(lexicon.listed('after-a-name'))}|作[了报动讲总]|在[^，。]{{0,8}}会|对[^，。]{{0,12}}(?:提|作|进)|就[^，。]{{2,}}"
            r"|[，。、；：（）和与等及\s]|$)")


@cache
def _posts() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A post with a name behind it, a post of which a body has but one, and the end of a body's name."""
    heads = "|".join(lexicon.listed("posts"))
    return (re.compile(rf"(?P<post>{heads}|{'|'.join(lexicon.listed('posts-of-a-body'))}){_name()}"), re.compile(heads),
            re.compile(rf"[\u4e00-\u9fff]{{1,10}}(?:{'|'.join(lexicon.listed('bodies'))})$"))


_NOT_SOLE = re.compile("(?:副|原|前任|前|时任|代|代理|常务副|助理|各|历任|继任|新任|名誉|拟任)$")
_NO_NAME = re.compile("^(?:任[组所副主书正一名总指会队站科处]|管[的理好方]|包[保联村片挂抓]|向[全各市县区]|常[委务年]|和[各副全]|于[是])"
                      "|(?:书记|主任|组长|局长|所长)$")
_MOVED = re.compile("任免|免去|免职|不再担任|接任|继任|调任|离任|卸任|前后任|届满|改任|交接")


class Holder(NamedTuple):
    """Somebody in a post, as the text has it."""

    body: str
    post: str
    name: str
    place: Place
    start: int
    end: int


def holders(page: Page) -> Iterator[Holder]:
    """Who holds which post in this text: 区水务局局长王明辉 主持会议; deputies and former holders are left out."""
    post, _, body = _posts()
    words = lexicon.listed("not-names")
    for match in post.finditer(page.whole):
        name, before = match["name"], page.whole[max(0, match.start("post") - 12):match.start("post")]
        clause = re.split(r"[，。；：！？、\n“”（）《》\s]", before)[-1]
        if _NOT_SOLE.search(clause) or name in words or name[:2] in words or _NO_NAME.search(name):
            continue
        found = body.search(clause)
        place, start = page.at(match.start("post"))
        yield Holder(found[0] if found else "", match["post"], name, place, start, start + match.end("name") - match.start("post"))


def _same_body(one: Holder, two: Holder) -> bool:
    """True where the post is one post: both name a body, one name ending with the other; or neither does and the post is one of a head."""
    if one.body and two.body:
        return len(min(one.body, two.body, key=len)) > 1 and (one.body.endswith(two.body) or two.body.endswith(one.body))
    return not one.body and not two.body and _posts()[1].fullmatch(one.post) is not None


@rule("two-holders")
def two_holders(page: Page, settings: Settings) -> Iterator[Hit]:
    """Two persons in one post; a text on appointments may rightly name both."""
    if _MOVED.search(page.whole):
        return
    seen: dict[str, list[Holder]] = {}
    for holder in holders(page):
        for other in seen.setdefault(holder.post, []):
            if other.name != holder.name and _same_body(other, holder):
                yield Hit(holder.place, holder.start, holder.end, {"post": holder.body + holder.post, "other": other.name,
                                                                  "name": holder.name, "line": other.place.line})
                break
        else:
            seen[holder.post].append(holder)


class Leader(BaseModel):
    """A person of the office's list: the posts, and from when until when they were held."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(min_length=2, max_length=12)
    post: list[str] = Field(min_length=1)
    since: datetime.date | None = None
    until: datetime.date | None = None

    @field_validator("name")
    @classmethod
    def _close(cls, text: str) -> str:
        return "".join(text.split())

    @field_validator("post", mode="before")
    @classmethod
    def _one(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


class Leaders:
    """The office's list, in its order."""

    def __init__(self, path: Path) -> None:
        self.rows = [row for row, _ in yamlfile.load_rows(path, Leader, TemplateError, plain="name")]

    @cached_property
    def names(self) -> re.Pattern[str]:
        """Any of the names."""
        return re.compile("|".join(re.escape(row.name) for row in sorted(self.rows, key=lambda r: -len(r.name))) or "(?!)")

    @cached_property
    def posts(self) -> re.Pattern[str]:
        """Any of the posts, the longer ones first; a name may follow."""
        posts = sorted({post for row in self.rows for post in row.post}, key=len, reverse=True)
        return re.compile(rf"(?P<post>{'|'.join(map(re.escape, posts)) or '(?!)'}){_name()}")

    def of(self, name: str) -> list[Leader]:
        """The rows of that name."""
        return [row for row in self.rows if row.name == name]


def _leaders(settings: Settings) -> Leaders | None:
    path = lexicon.office_file(settings.leaders, settings.folder)
    return Leaders(path) if path else None


# A post in front of a name: what a leader is called.
_TITLE = re.compile(r"(?:[\u4e00-\u9fff]{0,8}?)((?:[\u4e00-\u9fff]{0,6})(?:书记|长|主任|主席|委员|常委|调研员|巡视员))$")


@rule("leader-post")
def leader_post(page: Page, settings: Settings) -> Iterator[Hit]:
    """A leader with a post that the list does not give."""
    leaders = _leaders(settings)
    for match in leaders.names.finditer(page.whole) if leaders else ():
        assert leaders is not None
        before = re.split(r"[，。；：！？\n“”（）《》\s]", page.whole[max(0, match.start() - 24):match.start()])[-1].rpartition("、")[2]
        found = _TITLE.search(before)
        rows = leaders.of(match[0])
        if not found or re.search("原|时任|前任", before) or any(_fits(before, post) for row in rows for post in row.post):
            continue
        place, start = page.at(match.start())
        first = start - len(found[1])
        yield Hit(place, first, start + len(match[0]), {"name": match[0], "real": "、".join(rows[-1].post)})


def _fits(said: str, post: str) -> bool:
    """True where what stands before the name is the post or ends it: 局长 for 水务局局长; 副局长 is not 局长."""
    if said.endswith(post):
        return not said[:-len(post)].endswith("副")
    for length in range(len(post) - 1, 1, -1):
        tail = post[-length:]
        if said.endswith(tail):
            rest, left = said[:-length], post[:-length]
            return rest.endswith("副") == left.endswith("副") and (rest[-1:] in ("", "副") or not left or rest[-1:] == left[-1:]
                                                                     or not re.search(r"[局委部县市区镇乡院校]$", rest))
    return False


@rule("leader-misspelt")
def leader_misspelt(page: Page, settings: Settings) -> Iterator[Hit]:
    """A listed post with a name that the list has not, one character away from the holder's."""
    leaders = _leaders(settings)
    for match in leaders.posts.finditer(page.whole) if leaders else ():
        assert leaders is not None
        if match["name"] in lexicon.listed("not-names") or page.whole[max(0, match.start() - 1):match.start()] in ("副", "原"):
            continue
        for row in leaders.rows:
            behind = page.whole[match.start("name"):match.start("name") + len(row.name)]
            if match["post"] in row.post and behind != row.name and len(behind) == len(row.name) and not leaders.of(behind) and sum(
                    a != b for a, b in zip(behind, row.name, strict=True)) == 1 and len(row.name) > 2:
                place, start = page.at(match.start("name"))
                yield Hit(place, start, start + len(row.name), {"real": row.name, "post": match["post"]})
                break


@rule("leader-left")
def leader_left(page: Page, settings: Settings) -> Iterator[Hit]:
    """Somebody who has left his posts, named with one of them as if he were in office."""
    leaders = _leaders(settings)
    made = page.date or datetime.date.today()
    for match in leaders.names.finditer(page.whole) if leaders else ():
        assert leaders is not None
        rows = leaders.of(match[0])
        before = page.whole[max(0, match.start() - 16):match.start()]
        if any(row.until is None or row.until >= made for row in rows) or re.search("原|时任|前任|老", before):
            continue
        if any(_fits(re.split(r"[，。；：、\n\s]", before)[-1], post) for row in rows for post in row.post):
            place, start = page.at(match.start())
            until = rows[-1].until
            assert until is not None
            yield Hit(place, start, start + len(match[0]), {"when": f"{until.year}年{until.month}月"})


@rule("leader-order")
def leader_order(page: Page, settings: Settings) -> Iterator[Hit]:
    """Leaders enumerated in another order than the list's."""
    leaders = _leaders(settings)
    if leaders is None:
        return
    order = {row.name: number for number, row in reversed(list(enumerate(leaders.rows)))}
    last: re.Match[str] | None = None
    for match in leaders.names.finditer(page.whole):
        between = page.whole[last.end():match.start()] if last else ""
        if last and ("、" in between or " " in between or "　" in between) and len(between) <= 16 and not re.search("[。；：\n]", between) \
                and order[match[0]] < order[last[0]]:
            place, start = page.at(match.start())
            yield Hit(place, start, start + len(match[0]), {"name": match[0], "other": last[0]})
        last = match
