"""Mine documents into a bank: read → clean → label → mine in workers, one writer; what was mined before is passed over."""

from __future__ import annotations

import datetime
import hashlib
import os
import platform
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from drafter import __version__, aspects, jobs, loading, mining, readers, words
from drafter.bank import Bank, SourceFile
from drafter.duplicates import Print, Seen, normal, take
from drafter.errors import DrafterError, InputError, JobError, reason
from drafter.jobs import Cluster, Crew
from drafter.phrases import Haul
from drafter.pipeline.entering import Entering
from drafter.pipeline.labelling import label_document
from drafter.pipeline.materials import Progress, walk
from drafter.pipeline.version import rules
from drafter.readers import read
from drafter.readers.trace import sentences_of_draft


@dataclass(slots=True)
class Mined:
    """What `drafter mine` did."""

    files: int = 0
    known: int = 0
    gone: int = 0
    articles: int = 0
    units: int = 0
    phrases: int = 0
    roles: Counter[str] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)
    why: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)


class Stopped(KeyboardInterrupt):
    """The user stopped the mining; `done` is the summary so far."""

    def __init__(self, done: Mined) -> None:
        super().__init__()
        self.done = done


@dataclass(slots=True)
class Task:
    """A file to be mined: its path, the name that the bank knows it by, and the hash that it had when it was looked at.

    `known`: the bank had it then. `trouble`: why it could not be read.
    """

    path: str
    name: str
    digest: str = ""
    known: bool = False
    trouble: str = ""


@dataclass(slots=True)
class Reading:
    """What a file holds, mined without a look at the bank or at any other file."""

    digest: str = ""
    units: int = 0
    roles: Counter[str] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)
    why: dict[str, str] = field(default_factory=dict)
    articles: list[tuple[Haul, Print]] = field(default_factory=list)
    trouble: str = ""


def mine(paths: Iterable[str | Path], bank: Bank, *, progress: Progress = lambda _: None, base: Path | None = None,
         prune: bool = False, crew: Crew | None = None) -> Mined:
    """The summary of reading, cleaning and labelling the files into the bank; a file known by its hash is passed over.

    A file that changed, or that was mined under other rules, replaces what it gave before. Sources are noted by their paths,
    relative to `base` where it is given. With `prune` files that are gone from the folders leave the bank. A crew reads the files,
    this process alone writes the bank, in the order of the files: the bank is the same without one (docs/decisions/0014).
    """
    summary, entering = Mined(), Entering(bank)
    try:
        if prune:
            folders = [_named(str(p)) for p in paths if Path(p).is_dir()]
            for known in sorted(set(bank.paths()) - bank.handwritten().keys()):
                if not Path(_path(known)).exists() and any(known.startswith(folder.rstrip("/\\") + os.sep) for folder in folders):
                    bank.forget(known)
                    summary.gone += 1
        seen = Seen(bank.prints())
        far = isinstance(crew, Cluster)
        work = partial(read_files, year=datetime.date.today().year, program=program(), far=far)
        tasks = _tasks(walk(paths), bank, progress, base, far)
        with entering:
            for task, reading in jobs.ordered(work, tasks, lambda task: not task.known and not task.trouble, crew):
                if task.known and not entering.has(task.digest, rules()):  # a file before it, since changed, had been its copy
                    reading = work([task])[0]
                trouble = task.trouble or (reading.trouble if reading else "")
                if trouble:
                    summary.skipped.append(trouble)
                elif reading is None or entering.has(reading.digest, rules()):
                    summary.known += 1
                else:
                    _enter(task.name, reading, entering, seen, summary)
                if not task.known:
                    progress(1)
    except KeyboardInterrupt as error:
        summary.phrases = entering.new
        raise Stopped(summary) from error
    summary.phrases = entering.new
    return summary


def _tasks(paths: Iterable[Path], bank: Bank, progress: Progress, base: Path | None, far: bool) -> Iterator[Task]:
    """The files one by one as they are looked at; those that the bank knows count as done at once."""
    for path in paths:
        task = Task(str(path.absolute() if far else path), _named(path.relative_to(base).as_posix() if base else str(path)))
        try:
            task.digest = _digest(path)
        except (DrafterError, OSError) as error:
            task.trouble = _trouble(path, error)
        else:
            task.known = bank.has(task.digest, rules())
        if task.known:
            progress(1)
        yield task


def _named(path: str) -> str:
    """The path as a bank keeps it: a byte that is no character (half a surrogate pair, to Python) as `\\udcff`."""
    return path.encode("utf-8", "backslashreplace").decode()


def _path(name: str) -> str:
    """The path that a bank keeps under this name."""
    return re.sub(r"\\udc([89a-f][0-9a-f])", lambda found: chr(0xDC00 + int(found[1], 16)), name)


def _trouble(path: Path, error: DrafterError | OSError) -> str:
    """Why a file was passed over, in one line."""
    return error.line() if isinstance(error, DrafterError) else f"{path}：读不出来（{reason(error)}）"


def _trade(told: str, subject: str, article: str) -> str:
    """The trade a text belongs to: by its subject, else its title; general only where its header says so, else unknown."""
    if told == aspects.GENERAL:
        return told
    found = [t for t in (aspects.trade_of(subject), aspects.trade_of(article)) if t != aspects.GENERAL]
    return found[0] if found else told if told in aspects.trades() else ""


def _digest(path: Path) -> str:
    """The hash of a file and of the labels beside it: either one changed means the file is read anew."""
    beside = path.with_suffix(".labels.jsonl")
    data = readers.load(path) + (loading.load(beside) if beside.is_file() else b"")
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _year(meta: dict[str, Any]) -> int:
    """The year that a document's header tells, or 0."""
    match = re.match(r"(?:19|20)\d\d", str(meta.get("date", "")))
    return int(match[0]) if match else 0


def read_files(tasks: list[Task], *, year: int, program: tuple[str, str, str], far: bool = False) -> list[Reading]:
    """What each of the files holds; called in the workers. Raises JobError where these would mine otherwise than the caller.

    `year` is today's; a worker that is `far` names its machine where it cannot read a file.
    """
    _same(program)
    found = []
    for task in tasks:
        try:
            found.append(_read_file(Path(task.path), task.name, task.digest, year))
        except (DrafterError, OSError) as error:
            found.append(Reading(trouble=_trouble(Path(task.path), error) + (f"（在 {platform.node()} 上）" if far else "")))
    words.forget()  # a hundred thousand files would fill memory with words that do not come again
    return found


def _read_file(path: Path, name: str, digest: str, year: int) -> Reading:
    for _ in range(2):
        reading = _mined(path, name, year)
        reading.digest = _digest(path)
        if reading.digest == digest:
            return reading
        digest = reading.digest
    raise InputError("读它的时候一直有人在改", file=path, cure="请等它存好，再运行一次")


def _mined(path: Path, name: str, year: int) -> Reading:
    document = read(path)
    labelled, findings = label_document(document, path)
    drafted = {normal(text) for text in sentences_of_draft(path)}  # a draft of ours teaches only what the clerk wrote into it
    reading = Reading(cut=Counter(f.rule for f in findings), why={f.rule: f.message for f in findings})
    share = min(1.0, sum(len(u.text) for rows in labelled for u in rows) / max(1, len(document.text())))
    for rows in labelled:
        reading.units += len(rows)
        reading.roles.update(u.role for u in rows)
        article = rows[0].article if rows else ""
        subject = str(document.meta.get("subject") or article)
        trade = _trade(str(document.meta.get("trade", "")), subject, article)
        rows = [u for u in rows if normal(u.text) not in drafted]
        haul = mining.mine(rows, subject=subject, trade=trade, year=year, cleanliness=share)
        haul.year = _year(document.meta)
        reading.articles.append((haul, take("".join(u.text for u in rows), f"{name}《{article}》", name)))
    return reading


def _enter(name: str, reading: Reading, entering: Entering, seen: Seen, summary: Mined) -> None:
    """Nothing; what was read is on its way to the bank, and stands in the summary. Files come here one after the other, in their order."""
    cut, why, prints = reading.cut, reading.why, []
    seen.forget(name)
    for haul, fresh in reading.articles:
        first = seen.add(fresh)
        if seen.last:
            prints.append(seen.last)
        if first:  # posted again: known words gain a source, slightly changed ones are kept out of drafts
            cut["repost"] += 1
            why["repost"] = "转载的文章，只算一份"
            for phrase in haul.phrases:
                phrase.flags = (*phrase.flags, "repost")
            haul.threads.clear()
    entering.add(SourceFile(name, reading.digest, len(reading.articles), reading.units, cut.total(), rules()),
                 [haul for haul, _ in reading.articles], prints)
    summary.roles.update(reading.roles)
    summary.cut.update(cut)
    summary.why |= why
    summary.files += 1
    summary.articles += len(reading.articles)
    summary.units += reading.units


def program() -> tuple[str, str, str]:
    """(version, hash of the rules, segmenter): where all three are the same, a file gives the same."""
    return __version__, rules(), type(words.segmenter()).__name__.strip("_").lower()


def _same(told: tuple[str, str, str]) -> None:
    """Nothing, where this process mines as the one that gave the work does. Raises JobError."""
    for what, here, there in zip(("程序的版本", "规则和词表", "分词器"), program(), told, strict=True):
        if here != there:
            odd = f"（{here}，发起的一方是 {there}）" if what != "规则和词表" else ""
            raise JobError(f"工作进程里{what}和发起的一方不一样{odd}", file=platform.node(),
                           cure="请装同一个版本的 drafter，用户文件夹也要一样，重开工作进程再来")
