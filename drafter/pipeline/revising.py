"""Revise: change a draft in its .docx by place, the clerk's own edits untouched; strip: the clean copy."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drafter import loading, numbering, saving, words
from drafter.composing import again
from drafter.composing.candidates import grams
from drafter.document import Paragraph
from drafter.errors import DrafterError, InputError, OutputError
from drafter.pipeline import banks, state
from drafter.pipeline.drafting import topics_of, trades_of, written
from drafter.readers import trace
from drafter.readers.trace import TracedSentence
from drafter.writers import package
from drafter.writers.docx import trace_rows

_PLACE = re.compile(r"(?:(section|heading):)?(\d+(?:\.\d+){0,2})")
_TRACE = {"made": "", "phrase": "", "original": "", "sources": [], "edits": [], "fills": [], "bank": ""}
_HOW = "句子写 3.2.1，标题写 heading:2.3，整章写 section:2"
_WHY = {"fact": "它是任务书里的事实", "given": "它是任务书里的话", "joint": "它是模板里的话", "gap": "它是待填的空"}


@dataclass(slots=True)
class Revision:
    """What was done, a line each, and what the clerk should know besides."""

    path: Path
    done: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def place_of(text: str) -> tuple[str, str]:
    """(sentence, heading or section; the place) of what a user typed. Raises InputError."""
    match = _PLACE.fullmatch(text.strip().replace("：", ":").replace("．", "."))
    if match is None:
        raise InputError(f"看不懂位置“{text}”", cure=_HOW)
    dots = match[2].count(".")
    kind = match[1] or ("sentence" if dots == 2 else "heading")
    if (kind == "section" and dots) or (kind == "heading" and dots == 2) or (kind == "sentence" and dots != 2):
        raise InputError(f"看不懂位置“{text}”", cure=_HOW)
    return kind, match[2]


def revise(path: str | Path, *, swap: Iterable[str] = (), reroll: Iterable[str] = (), lock: Iterable[str] = (), unlock: Iterable[str] = (),
           output: str | Path | None = None, bank: str | Path | None = None, force: bool = False,
           progress: Callable[[Iterable[Path]], Iterator[Path]] = iter) -> Revision:
    """What was changed. The file is written whole, or not at all; where `output` is given, the draft itself stays as it is.

    Chapters are unlocked first, then comes what is swapped, what is drawn anew, and what is locked.
    """
    path = Path(path)
    target = Path(output) if output else path
    if target.suffix.lower() != ".docx":
        raise OutputError("改好的草稿要存成 .docx", file=target, cure="请给 -o 一个以 .docx 结尾的名字")
    if target.absolute() != path.absolute():
        saving.check_target(target, force=force)
    draft = _Draft(path, force)
    made = Revision(target)
    for text in unlock:
        draft.lock(_section(text), False, made)
    for text in swap:
        where, _, number = text.replace("＝", "=").rpartition("=")
        if not where or not number.strip().isdecimal():
            raise InputError(f"看不懂“--swap {text}”", cure="写成 位置=第几个备选，如 --swap 3.2.1=2")
        kind, place = place_of(where)
        if kind == "section":
            raise InputError(f"整章没有备选：{text}", cure="要重写一章，用 --reroll section:2")
        draft.swap(place, int(number), made)
    for text in reroll:
        kind, place = place_of(text)
        if kind == "section":
            draft.reroll_section(int(place), bank, made, progress)
        else:
            draft.reroll(place, made)
    for text in lock:
        draft.lock(_section(text), True, made)
    data = draft.saved()
    saving.save(target, lambda place: place.write_bytes(data), force=True)
    return made


def options(path: str | Path) -> list[dict[str, Any]]:
    """The rows of a draft that have other wordings, in order, as they lie in the file."""
    return [row for row in trace.record(_read(Path(path)), Path(path)).rows if row.get("options")]


def strip(path: str | Path, output: str | Path | None = None, *, force: bool = False) -> Path:
    """The clean copy's file: the same words and layout, without trace, other wordings and brief. The draft stays."""
    path = Path(path)
    data = _read(path)
    target = Path(output) if output else path.with_name(f"{path.stem}-净稿.docx")
    saving.check_target(target, force=force)
    clean = package.stripped(data)
    saving.save(target, lambda place: place.write_bytes(clean), force=force)
    return target


def _section(text: str) -> int:
    kind, place = place_of(text)
    if kind == "sentence" or "." in place:
        raise InputError(f"只能锁整章，不能锁“{text}”", cure="写成 section:2")
    return int(place)


def _read(path: Path) -> bytes:
    if path.suffix.lower() != ".docx":
        raise InputError("只有 .docx 草稿里存着出处和备选", file=path, cure="请给起草时写的 .docx")
    data = loading.load(path)
    trace.record(data, path)  # what is no draft is told so first
    package.whole(data, path)
    return data


class _Draft:
    """A draft that is being changed: its bytes, rows and state."""

    def __init__(self, path: Path, force: bool) -> None:
        self.path, self.force = path, force
        self.data = _read(path)
        self.rows, held = trace.record(self.data, path)
        self.state = state.of(held, path)

    def saved(self) -> bytes:
        """The package as it now is."""
        return package.replaced(self.data, rows=self.rows, state=self.state.kept())

    def standing(self) -> list[TracedSentence]:
        """What stands in the file now, with its rows."""
        return trace.match(self.data, self.rows, str(self.path))

    def row(self, place: str) -> dict[str, Any]:
        """The row of a place. Raises InputError that says which places there are."""
        found = next((r for r in self.rows if r.get("place") == place), None)
        if found is None:
            raise InputError(f"没有 {place} 这个位置", file=self.path, cure=self._known(place))
        return found

    def _known(self, place: str) -> str:
        """The places nearest to the one that was asked for."""
        all_ = [r["place"] for r in self.rows if r.get("place")]
        parts = place.split(".")
        for depth in (2, 1):
            near = [p for p in all_ if p.count(".") == 2 and p.split(".")[:depth] == parts[:depth]]
            if near and len(parts) == 3:
                shown = f"{near[0]} 到 {near[-1]}" if depth == 2 else "、".join(dict.fromkeys(p.rsplit(".", 1)[0] for p in near))
                return f"第 {'.'.join(parts[:depth])} {'条' if depth == 2 else '章'}有 {shown}"
        if len(parts) == 2 and (near := [p for p in all_ if p.count(".") == 1 and p.split(".")[0] == parts[0]]):
            return f"第 {parts[0]} 章的标题有 {'、'.join(near)}"
        return f"有的章：{'、'.join(map(str, self._chapters()))}。用 drafter why 看每句的位置"

    def _chapters(self) -> list[int]:
        return sorted({int(r["place"].split(".")[0]) for r in self.rows if r.get("place")})

    def _open(self, chapter: int) -> None:
        """Nothing, unless the chapter is locked."""
        if chapter in self.state.locked:
            raise InputError(f"第 {chapter} 章锁着，没有动它", file=self.path, cure=f"要改，先加 --unlock section:{chapter}")

    def lock(self, chapter: int, on: bool, made: Revision) -> None:
        """Nothing; the chapter is locked, or open again."""
        if chapter not in self._chapters():
            raise InputError(f"没有第 {chapter} 章", file=self.path, cure=f"有的章：{'、'.join(map(str, self._chapters()))}")
        self.state.locked = sorted({*self.state.locked, chapter} if on else {*self.state.locked} - {chapter})
        made.done.append(f"第 {chapter} 章{'锁上了' if on else '解锁了'}")

    def swap(self, place: str, number: int, made: Revision) -> None:
        """Nothing; the number-th other wording stands there; the old one takes its number, so that the same swap undoes it."""
        row, held = self._options(place)
        if not 1 <= number <= len(held):
            raise InputError(f"{place} 没有第 {number} 个备选", file=self.path, cure=f"它有 {len(held)} 个备选，写 1 到 {len(held)}")
        self._change(row, number - 1, made)

    def reroll(self, place: str, made: Revision) -> None:
        """Nothing; the next other wording that fits stands there, the old one goes to the end of the row: each reroll gives another."""
        row, held = self._options(place)
        for index in range(len(held)):
            try:
                self._change(row, index, made, last=True)
            except _RepeatError:
                continue
            return
        raise InputError(f"{place} 的备选都和别处重复，没有换", file=self.path, cure="可以 --reroll section 重写这一章，或喂些材料再起草")

    def _options(self, place: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        row = self.row(place)
        self._open(int(place.split(".")[0]))
        held = row.get("options") or []
        if not held:
            why = _WHY.get(row["made"], "语料里没有更多合适的")
            raise InputError(f"{place} 没有备选：{why}", file=self.path, cure="运行 drafter revise 草稿.docx 看哪些句子有备选")
        return row, held

    def _change(self, row: dict[str, Any], index: int, made: Revision, *, last: bool = False) -> None:
        chosen = row["options"][index]
        changes = [(row, chosen), *((self.row(place), other) for place, other in chosen.get("also", []))]
        if chosen["made"] == "table":
            changes += self._apart(changes)
        self._unrepeated(changes)
        data = self.data
        try:
            for one, other in changes:
                self._write(one, other["text"])
        except DrafterError:
            self.data = data
            raise
        before = [(one["place"], _as_option(one)) for one, _ in changes[1:]]
        for one, other in changes:
            old, new = _as_option(one) | ({"also": before} if one is row and before else {}), other
            rest = [o for o in one.get("options", []) if o is not new and o["text"] != new["text"]]
            rest.insert(index if one is row and not last else len(rest), old)
            place = one["place"]
            one.clear()
            one.update({"text": new["text"], "role": new.get("role"), "place": place, **_TRACE,
                        **{k: v for k, v in new.items() if k in _TRACE}, "options": rest})
            made.done.append(f"{place} 换成：{new['text']}")

    def _apart(self, changes: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Further headings of the chapter that change, because a word would stand twice in one slot."""
        now = {id(row): option.get("fills", []) for row, option in changes}
        chapter = changes[0][0]["place"].rpartition(".")[0]
        siblings = [r for r in self.rows if r["made"] == "table" and r.get("place", "").rpartition(".")[0] == chapter and id(r) not in now]
        moved = []
        for row in siblings:
            others = [*now.values(), *(r["fills"] for r in siblings if r is not row)]
            if not any(_same_slot(row["fills"], other) for other in now.values()):
                continue
            way = next((o for o in row.get("options", []) if not any(_same_slot(o.get("fills", []), other) for other in others)), None)
            if way is None:
                raise _RepeatError(f"换上去会和 {row['place']} 的标题用词重复", file=self.path, cure="请换别的备选，或先换那个标题")
            now[id(row)] = way.get("fills", [])
            moved.append((row, way))
        return moved

    def _unrepeated(self, changes: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
        """Nothing, if none of the new words repeats twelve characters of what stands elsewhere."""
        if self.force:
            return
        rows = {id(row) for row, _ in changes}
        new = frozenset[str]().union(*(grams(option["text"]) for _, option in changes))
        for told in self.standing():
            if id(told.row) not in rows and (twice := sorted(grams(told.text) & new)):
                where = told.row.get("place") or "别处"
                raise _RepeatError(f"换上去会和 {where} 重复（“{twice[0]}”）", file=self.path, cure="请换别的备选，或先换那一句")

    def _write(self, row: dict[str, Any], text: str) -> None:
        """Nothing; the row's sentence reads so in the file."""
        told = next((t for t in self.standing() if t.row is row), None)
        if told is None:
            raise InputError(f"{row['place']} 这一句已经不在文件里了，没有换", file=self.path, cure=f"草稿原句是：{row['text']}")
        if told.state == "changed" and not self.force:
            raise InputError(f"{row['place']} 在 Word 里改过，没有换", file=self.path,
                             cure=f"现在是“{told.text.strip()}”；确实要换，加 --force")
        xml = package.body(self.data)
        changed = (package.reworded(xml, told.line, told.start, told.text.strip(), text)
                   or package.reworded(xml, told.line, 0, numbering.strip(told.text.strip()), numbering.strip(text)))
        if changed is None:
            raise InputError(f"{row['place']} 这一段里有修订或域，没有换", file=self.path, cure="请先在 Word 里接受修订再来")
        self.data = package.replaced(self.data, xml=changed)

    def reroll_section(self, number: int, bank: str | Path | None, made: Revision,
                       progress: Callable[[Iterable[Path]], Iterator[Path]]) -> None:
        """Nothing; the chapter is composed anew around what stands in the others."""
        if number not in self._chapters():
            raise InputError(f"没有第 {number} 章", file=self.path, cure=f"有的章：{'、'.join(map(str, self._chapters()))}")
        self._open(number)
        standing = self.standing()
        head, first, last = self._range(standing, number)
        edited = [t for t in standing if first <= t.line <= last and t.state != "same"]
        if edited and not self.force:
            shown = "、".join(f"{t.row.get('place') or '新加'}“{t.text.strip()[:10]}…”" for t in edited[:3])
            raise InputError(f"第 {number} 章在 Word 里改过 {len(edited)} 处（{shown}），重写会丢掉，没有动它", file=self.path,
                             cure="只换其中几句，用 --swap；确实要重写，加 --force")
        xml = package.body(self.data)
        if package.between(xml, first, last) and not self.force:
            raise InputError(f"第 {number} 章里有表格、图片或分节，重写会丢掉，没有动它", file=self.path,
                             cure="只换其中几句，用 --swap；确实要重写，加 --force")
        again_ = self.state.again.get(number, 0) + 1
        fragment = again.chapter(self.state.outline, self.state.brief, self._found(bank, made, progress), self._standing(standing, number),
                                 number, seed=self.state.seed + 101 * again_, first_seed=self.state.seed,
                                 common=banks.everywhere() if self.state.builtin else None)
        blocks = list(fragment.blocks)
        if head is not None:
            self._write_heading(head, blocks.pop(0).text)
            xml = package.body(self.data)
        self.data = package.replaced(self.data, xml=package.rebuilt(xml, first, last, blocks, self._models(standing, number)))
        at = next(i for i, r in enumerate(self.rows) if _chapter(r) == number)
        rest = [r for r in self.rows if _chapter(r) != number]
        rows = json.loads(json.dumps(trace_rows(fragment, options=True), ensure_ascii=False))
        self.rows[:] = [*rest[:at], *rows, *rest[at:]]
        self.state.again[number] = again_
        told = sum(len(b.sentences) for b in blocks if isinstance(b, Paragraph))
        made.done.append(f"第 {number} 章重写了：{sum(words.count(b.text) for b in blocks)} 字，{told} 句")

    def _write_heading(self, told: TracedSentence, text: str) -> None:
        if told.text.strip() != text:
            self._write(told.row, text)

    def _range(self, standing: list[TracedSentence], number: int) -> tuple[TracedSentence | None, int, int]:
        """(the chapter's heading or None, the first and the last paragraph under it)."""
        mine = [t for t in standing if _chapter(t.row) == number]
        head = next((t for t in mine if t.row["place"] == str(number)), None)
        lines = [t.line for t in mine if t is not head]
        if not lines:
            raise InputError(f"第 {number} 章已经不在文件里了", file=self.path, cure="请用起草时的文件")
        first = head.line + 1 if head else min(lines)
        after = min((t.line for t in standing if t.row and _chapter(t.row) != number and t.line > max(lines)), default=max(lines) + 1)
        texts = package.spots(package.body(self.data))
        last = after - 1
        while last > first and not texts[last - 1].text.strip():
            last -= 1
        return head, first, last

    def _models(self, standing: list[TracedSentence], number: int) -> dict[str, int]:
        """For each kind of paragraph the one in the file that new ones shall look like, of the same chapter if it has one."""
        found: dict[str, int] = {}
        for told in sorted(standing, key=lambda t: _chapter(t.row) != number):
            if told.row.get("place"):
                found.setdefault(("heading1", "heading2", "body")[told.row["place"].count(".")], told.line)
        return found

    def _standing(self, standing: list[TracedSentence], number: int) -> again.Standing:
        """What the new chapter has to fit."""
        mine = [r for r in self.rows if _chapter(r) == number]
        rest = [again.Told(t.text, _document(t.row)) for t in standing if _chapter(t.row) != number]
        elsewhere = "".join(t.text for t in rest)
        old = "".join(r["text"] for r in mine)
        plan = self.state.plan
        return again.Standing(rest, frozenset(r["original"] for r in mine if r["made"] in ("mined", "written")),
                              frozenset(numbering.strip(r["text"]).rstrip("。") for r in mine if r["made"] == "table"),
                              Counter(r["original"] for r in mine if r["made"] == "fact" and r["text"] not in elsewhere),
                              sum(r["made"] == "gap" for r in mine) + sum(r["text"].count("【") for r in mine if r["made"] == "joint"),
                              words.count(old), plan.aspects, plan.chapters, plan.printed)

    def _found(self, bank: str | Path | None, made: Revision, progress: Callable[[Iterable[Path]], Iterator[Path]]) -> list[Any]:
        """The phrases to draw on: the own bank that is given, or that the draft was made with, and the shipped corpus."""
        named = next((b.file for b in self.state.banks if b.file != "内置语料"), "")
        own: Path | None = Path(bank) if bank else None
        here = banks.default_bank()
        if own is None and named:
            tried = (Path(named), self.path.parent / named, self.path.parent / Path(named).name, *((here,) if here else ()))
            own = next((p for p in tried if p.is_file() and p.name == Path(named).name), None)
        folder = banks.written_folder()
        written_only = own is None and bool(named) and folder is not None and folder.name == Path(named).name
        if named and own is None and not written_only:
            made.notes.append(f"起草时用的语料库 {named} 不在这里，只用了内置语料；它在别处，请加 --bank")
        has_own = own is not None or written_only
        trades = trades_of(self.state.brief)
        drawn = banks.phrases(own, builtin=self.state.builtin or not has_own, own_too=has_own,
                              trades=trades, topics=topics_of(self.state.brief, trades), progress=progress)
        return [*drawn.found, *written(self.state.brief, trades)]


class _RepeatError(InputError):
    """A wording that would repeat what stands elsewhere."""


def _chapter(row: dict[str, Any]) -> int:
    """The printed chapter of a row; -1 for what is no body text."""
    place = row.get("place") or ""
    return int(place.split(".")[0]) if place else -1


def _document(row: dict[str, Any]) -> tuple[str, str]:
    source = (row.get("sources") or [{}])[0] if row.get("made") == "mined" else {}
    return source.get("file", ""), source.get("article", "")


def _same_slot(a: list[str], b: list[str]) -> bool:
    return any(x == y for x, y in zip(a, b, strict=False))


def _as_option(row: dict[str, Any]) -> dict[str, Any]:
    """The row as another wording: what is empty is left out."""
    return {k: v for k, v in row.items() if v and k not in ("place", "options", "also")}
