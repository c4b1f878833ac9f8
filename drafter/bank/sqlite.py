"""A bank in one SQLite file."""

from __future__ import annotations

import datetime
import json
import os
import platform
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from drafter import saving
from drafter.bank import desk, fts, migrations
from drafter.bank.store import Rows, taken
from drafter.errors import BankError

# Keys and forms are random: with SQLite's own 2 MB each commit reads the index pages anew, and each checkpoint writes them again.
_SETTINGS = ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -65536", "wal_autocheckpoint = 4000", "temp_store = MEMORY")


class Sqlite:
    """One file; `:memory:` keeps nothing. Who writes is noted in a small file beside it, for those who wait in vain."""

    def __init__(self, path: str | Path, *, create: bool, wait: float) -> None:
        self.name, self._wait = str(path), wait
        self._note = None if self.name == ":memory:" else Path(f"{self.name}.writer")
        if self._note and not create and not Path(path).is_file():
            raise BankError("语料库不存在", file=path, cure=f"请先运行 drafter mine 文件夹 --bank {path}")
        try:
            self._db = sqlite3.connect(self.name, timeout=wait)
            migrations.migrate(self._db, self.name)
            for setting in _SETTINGS:
                self._db.execute(f"PRAGMA {setting}")
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise taken(self._holder(), wait, self.name) from error
            why = "磁盘满了" if "full" in str(error) else self._hindrance()
            if why and not create and self._open_frozen():
                return
            if why:
                raise BankError(f"语料库打不开（{why}）", file=path, cure="请换一个能写、有空地方的文件夹，或先腾出地方") from error
            why = "文件不是数据库" if "not a database" in str(error) else str(error)
            raise BankError(f"语料库打不开（{why}）", file=path, cure="请检查文件是否损坏、文件夹是否可写") from error

    def _hindrance(self) -> str:
        return saving.hindrance(Path(self.name).absolute().parent) if self._note else ""

    def _open_frozen(self) -> bool:
        """True where the bank is opened for reading alone, as it lies: nobody can write there. Not while a log awaits its merging."""
        log = Path(f"{self.name}-wal")
        if log.is_file() and log.stat().st_size:
            return False
        try:
            self._db = sqlite3.connect(f"{Path(self.name).absolute().as_uri()}?immutable=1", uri=True)
            migrations.migrate(self._db, self.name)
        except sqlite3.DatabaseError:
            return False
        return True

    def execute(self, statement: str, values: Sequence[object] = ()) -> Rows:
        """The rows that answer."""
        return self._db.execute(statement, values)

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Nothing; the statement is run for each row."""
        self._db.executemany(statement, rows)

    def fill(self, table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
        """Nothing; the rows stand in the table."""
        self._db.executemany(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * (columns.count(',') + 1))})", rows)

    def among(self, column: str, values: Collection[object]) -> tuple[str, tuple[object, ...]]:
        """(condition, its values) that is true where the column holds one of them."""
        return f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(list(values)),)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction of the only writer. Raises BankError where the bank cannot be written, and says why."""
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                self._sign()
                try:
                    yield
                finally:
                    self._unsign()
        except sqlite3.OperationalError as error:
            why = str(error)
            if "locked" in why:
                raise taken(self._holder(), self._wait, self.name) from error
            stuck = self._hindrance()
            if "full" in why or stuck == "磁盘满了":
                raise BankError("磁盘满了，这一步没有写进去，原来的都在", file=self.name, cure="请腾出地方再来，会接着做") from error
            if "readonly" in why:
                raise BankError(f"语料库写不进去（{stuck or '它是只读的'}）", file=self.name,
                                cure="请检查文件和文件夹的权限，或拷到能写的地方") from error
            raise BankError(f"语料库写不进去（{why}）", file=self.name, cure="请用 drafter bank verify 看看") from error

    def _sign(self) -> None:
        """Nothing; who writes is noted. A note left behind does no harm: it is read only where somebody does hold the lock."""
        if self._note:
            now = datetime.datetime.now().isoformat(timespec="seconds")
            with suppress(OSError):
                self._note.write_text(f"{desk.editor()}\n{os.getpid()}\n{platform.node()}\n{now}\n", encoding="utf-8")

    def _unsign(self) -> None:
        if self._note:
            with suppress(OSError):
                self._note.unlink()

    def _holder(self) -> str:
        """Who writes, or an empty string."""
        try:
            text = self._note.read_text(encoding="utf-8") if self._note else ""
            who, process, machine, since = text.splitlines()
        except (OSError, ValueError):
            return ""
        return f"{who}（进程 {process}，在 {machine} 上，{since[11:16]} 开始）"

    def put(self, role: str, entries: Iterable[tuple[int, list[str]]]) -> None:
        """Nothing; (place, words) enter the role's word index."""
        fts.put(self._db, role, entries)

    def take(self, role: str, entries: Iterable[tuple[int, list[str]]]) -> None:
        """Nothing; (place, the words it was put with) leave the role's word index."""
        fts.take(self._db, role, entries)

    def matches(self, role: str, groups: list[list[str]], most: int) -> list[int]:
        """The first places that hold all the words of one of the groups."""
        return fts.matches(self._db, role, groups, most)

    def indexed(self, role: str) -> int:
        """How many entries the role's word index has."""
        return fts.count(self._db, role)

    def check(self) -> list[str]:
        """What is wrong with the file itself, a line each."""
        return [row[0] for row in self._db.execute("PRAGMA integrity_check") if row[0] != "ok"]

    def backup(self, target: Path) -> None:
        """Nothing; a whole copy of the file is written there."""
        with sqlite3.connect(target) as other:
            self._db.backup(other)
        other.close()

    def close(self) -> None:
        """Nothing; the file is closed."""
        self._db.close()
