"""What a bank asks of the database it is kept in: one interface, a SQLite file or a PostgreSQL server behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from drafter.errors import BankError

SERVER = ("postgresql://", "postgres://")


class Rows(Protocol):
    """The answer to a query."""

    def fetchone(self) -> Any:
        """The next row, or None."""

    def fetchall(self) -> list[Any]:
        """The rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Store(Protocol):
    """A database that holds one bank. Statements are written once, with ? for values, in what both understand."""

    name: str  # what users are told it is; never holds a password

    def execute(self, statement: str, values: Sequence[object] = ()) -> Rows:
        """The rows that answer."""

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Nothing; the statement is run for each row."""

    def fill(self, table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
        """Nothing; the rows stand in the table."""

    def among(self, column: str, values: Collection[object]) -> tuple[str, tuple[object, ...]]:
        """(condition, its values) that is true where the column holds one of them; the text does not depend on their number."""

    def writing(self) -> AbstractContextManager[None]:
        """One transaction of the only writer, all of it or nothing. Raises BankError where it cannot be, and says why and who writes."""

    def put(self, role: str, entries: Iterable[tuple[int, list[str]]]) -> None:
        """Nothing; (place, words) enter the role's word index."""

    def take(self, role: str, entries: Iterable[tuple[int, list[str]]]) -> None:
        """Nothing; (place, the words it was put with) leave the role's word index."""

    def matches(self, role: str, groups: list[list[str]], most: int) -> list[int]:
        """The first places, in ascending order, that hold all the words of one of the groups."""

    def indexed(self, role: str) -> int:
        """How many entries the role's word index has."""

    def check(self) -> list[str]:
        """What is wrong with the database itself, a line each."""

    def backup(self, target: Path) -> None:
        """Nothing; a SQLite file with the whole bank is written there, though others read and write meanwhile."""

    def close(self) -> None:
        """Nothing; the database is left."""


def on_server(place: str | Path) -> bool:
    """True where a bank's name is the address of a server, not of a file."""
    return str(place).startswith(SERVER)


def opened(place: str | Path, *, create: bool, wait: float) -> Store:
    """The store of that name. Raises BankError where it is not there or cannot be used."""
    if on_server(place):
        from drafter.bank.postgres import Postgres

        return Postgres(str(place), create=create, wait=wait)
    from drafter.bank.sqlite import Sqlite

    return Sqlite(place, create=create, wait=wait)


def taken(holder: str, wait: float, name: str) -> BankError:
    """The error of a writer that waited in vain; `holder` is who writes, as far as it is known."""
    return BankError(f"{holder or '别的程序'}正在写它，等了 {wait:g} 秒还没写完", file=name, cure="请等那边做完再来")
