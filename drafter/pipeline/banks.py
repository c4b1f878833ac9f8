"""The banks a command or a draft draws on: the office's own and the one of the shipped corpus."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from drafter import resources, saving
from drafter.bank import Bank, Found, handwritten, on_server
from drafter.composing.candidates import at_home
from drafter.errors import BankError, InputError
from drafter.phrases import ROLES
from drafter.pipeline.state import BankUsed
from drafter.pipeline.version import rules

MANY = 20_000  # phrases of an own bank up to which a draft reads them all
A_TOPIC = 50  # phrases a topic and role that a draft reads of a larger one
SOON = 3.0  # seconds that a command which only looks waits for another writer
CUT_OFF = 3600.0  # seconds without a write after which a half-built bank is one that nobody finishes
TRAINING = "training"  # corpus/training teaches the role model; its wording is not for drafts


def default_bank() -> Path | str | None:
    """The bank to use where none is named: $DRAFTER_BANK, else the nearest phrasebank/bank.sqlite above here, else None."""
    named = os.environ.get("DRAFTER_BANK")
    if named:
        return named
    for folder in (Path(), *Path.cwd().parents):  # where the user stands, a path as short as he would write it
        path = folder / "phrasebank" / "bank.sqlite"
        if path.is_file():
            return path
    return None


def written_folder() -> Path | None:
    """The nearest phrasebank/ above here that holds hand-written phrases, or None."""
    for folder in (Path(), *Path.cwd().parents):
        if any((folder / handwritten.FOLDER / f"{role}.yaml").is_file() for role in ROLES):
            return folder / handwritten.FOLDER
    return None


def own_bank(bank: str | Path | None = None, *, wait: float = SOON) -> Bank | None:
    """The office's own bank, the hand-written phrases beside it as they stand now; None where there is neither.

    Hand-written phrases without a bank are held in memory.
    """
    path = bank or default_bank()
    if path is not None:
        opened = Bank(path, wait=wait)
        if not on_server(path):  # several clerks, several folders: on a server only `drafter mine` takes what is written by hand
            sync(opened, Path(path).absolute().parent)
        return opened
    folder = written_folder()
    if folder is None:
        return None
    opened = Bank(":memory:")
    sync(opened, folder)
    opened.path = str(folder)
    return opened


def sync(bank: Bank, folder: Path) -> int:
    """The number of phrases written by hand since: each yaml file in or beside the folder that changed replaces what it gave before.

    A bank that cannot be written to stays as it is, and a line on standard error says so. Raises InputError for a faulty file.
    """
    files = handwritten.files(folder)
    known = bank.handwritten()
    changed = [handwritten.load(f) for f in files if known.get(f.name) != f.digest()]
    new = 0
    try:
        for source, haul in changed:
            new += bank.add(source, [haul])
        for gone in known.keys() - {f.name for f in files}:
            bank.forget(gone)
    except BankError as error:
        logging.getLogger("drafter").warning("drafter：手写词句的改动这次没用上：%s", error.line())
    return new


_file: ContextVar[list[Path] | None] = ContextVar("file", default=None)  # the shipped bank's, while a pile is drafted


@contextlib.contextmanager
def steady() -> Iterator[None]:
    """Nothing; within it the shipped corpus is taken as it was when first asked for: a pile of drafts looks at its files once."""
    token = _file.set([])
    try:
        yield
    finally:
        _file.reset(token)


def builtin_bank(*, progress: Callable[[Iterable[Path]], Iterator[Path]] = iter) -> Bank:
    """The bank of the shipped corpus: built on first use, kept in the user's cache folder, rebuilt when either changes."""
    known = _file.get()
    if known:
        return Bank(known[0])
    bank = _builtin(progress)
    if known is not None and bank.path != ":memory:":
        known.append(Path(bank.path))
    return bank


def _builtin(progress: Callable[[Iterable[Path]], Iterator[Path]]) -> Bank:
    corpus = resources.folder("corpus")
    held = _held(corpus)
    texts = [name for name in held if name.endswith(".txt")]
    if not texts:
        raise InputError("随程序带的语料是空的", file=corpus, cure="请重新安装 drafter")
    name = f"builtin-{_digest(rules(), tuple((path, *_stamp(path)) for path in held))}.sqlite"
    folder = resources.cache_folder()
    target = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.is_file():
            return Bank(target)
        temporary = folder / f".{name}.{os.getpid()}"
    except OSError:
        return _fill(Bank(":memory:"), texts, corpus, progress)
    with Bank(temporary, create=True) as bank:
        _fill(bank, texts, corpus, progress)
    for old in folder.glob("builtin-*.*"):
        old.unlink(missing_ok=True)
    temporary.replace(target)
    for rest in folder.glob(".builtin-*"):
        if rest.name.startswith(temporary.name) or _left_behind(rest):
            rest.unlink(missing_ok=True)
    return Bank(target)


def _left_behind(path: Path) -> bool:
    """True for a half-built bank of a run that was cut off; another that is being built this moment is left alone."""
    try:
        return time.time() - path.stat().st_mtime > CUT_OFF
    except OSError:
        return False


def _held(corpus: Path) -> list[str]:
    """The shipped corpus' texts for drafting and all labels, in order."""
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(corpus) for name in names
                  if name.endswith(".jsonl") or (name.endswith(".txt") and TRAINING not in folder.split(os.sep)))


def _stamp(path: str) -> tuple[int, int]:
    status = os.stat(path)
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=4)
def _digest(told: str, files: tuple[tuple[str, int, int], ...]) -> str:
    """A hash of the rules and of the files' content; read again when a file was written to."""
    digest = hashlib.blake2b(told.encode(), digest_size=8)
    for path, _, _ in files:
        digest.update(Path(path).read_bytes())
    return digest.hexdigest()


@cache
def everywhere() -> frozenset[str]:
    """The words that the shipped corpus uses in so many trades that they betray none (selection.HOMES); kept beside its bank."""
    with builtin_bank() as bank:
        kept = Path(bank.path).with_suffix(".words.json")
        if bank.path != ":memory:" and kept.is_file():
            return frozenset(json.loads(kept.read_text(encoding="utf-8")))
        found = at_home(bank.all())
        if bank.path != ":memory:":
            with contextlib.suppress(OSError):
                saving.save_text(kept, json.dumps(sorted(found), ensure_ascii=False), force=True)
    return found


def _fill(bank: Bank, texts: list[str], corpus: Path, progress: Callable[[Iterable[Path]], Iterator[Path]]) -> Bank:
    from drafter.pipeline.ingest import mine  # only who has no bank yet waits for the readers and the miner to load

    for path in progress([Path(text) for text in texts]):
        mine([path], bank, base=corpus.parent)
    return bank


@dataclass(slots=True)
class Banks:
    """The phrases a draft may draw on, and how many come from each bank."""

    found: list[Found]
    own: str = ""
    used: list[BankUsed] = field(default_factory=list)


def phrases(bank: str | Path | None = None, *, builtin: bool = True, own_too: bool = True, trades: Collection[str] = (),
            topics: Collection[Collection[str]] = (), progress: Callable[[Iterable[Path]], Iterator[Path]] = iter) -> Banks:
    """The usable phrases of the office's own bank, then the shipped corpus' (docs/decisions/0005), of those trades if any are named.

    Of an own bank of more than MANY phrases only those that hold a word of the topics, if any are given.
    """
    own = own_bank(bank) if own_too else None
    if own is None and not builtin:
        raise BankError("只用本单位的语料库，却没有给语料库", cure="请加 --bank 语料库文件，或去掉 --no-builtin")
    found: list[Found] = []
    if own is not None:
        with own:
            found.extend(own.about(topics, most=A_TOPIC) if topics and own.held() > MANY else own.all())
        if not found and not builtin:
            raise BankError("语料库里没有可用的词句", file=own.path, cure="请先用 drafter mine 喂一些材料")
    if builtin:
        known = {f.phrase.key for f in found}
        with builtin_bank(progress=progress) as shipped:
            rows = _shipped(shipped, tuple(trades))
            found += [f for f in rows if f.phrase.key not in known] if known else rows
    used = [BankUsed(file="内置语料" if shipped else _named(own.path if own else ""), phrases=len(rows), hash=_hash(tuple(rows)))
            for shipped in (False, True) if (rows := [f for f in found if (f.bank == "内置语料") is shipped])]
    return Banks(found, own.path if own else "", used)


_read: dict[tuple[str, tuple[str, ...]], list[Found]] = {}  # of the shipped bank's file, whose name tells its content


def _shipped(bank: Bank, trades: tuple[str, ...]) -> list[Found]:
    """The shipped corpus' phrases of those trades, read once in a process."""
    key = str(bank.path), trades
    if key not in _read or bank.path == ":memory:":
        rows = bank.of_trades(trades) if trades else bank.all()
        for row in rows:
            row.bank = "内置语料"
        _read[key] = rows
    return _read[key]


def _named(path: str) -> str:
    """The bank's file as a draft names it: from here where it lies below, else its bare name; a draft tells nothing of the machine."""
    full = Path(path).absolute()
    return full.relative_to(Path.cwd()).as_posix() if full.is_relative_to(Path.cwd()) else full.name


@lru_cache(maxsize=256)
def _hash(rows: tuple[Found, ...]) -> str:
    """A hash of the phrases, whatever file they lie in."""
    return hashlib.blake2b("".join(sorted(f.phrase.key for f in rows)).encode(), digest_size=8).hexdigest()
