"""A bank on a PostgreSQL server, in the schema `drafter` of a database: several clerks, one bank (docs/decisions/0013)."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from drafter.bank import desk, migrations, search
from drafter.bank.sqlite import Sqlite
from drafter.bank.store import Rows, taken
from drafter.errors import BankError

if TYPE_CHECKING:
    import psycopg

LOCK = migrations.APPLICATION_ID  # the advisory lock that the one writer of a database's bank holds
LONGEST = 500  # characters of a word in the index; a lexeme takes 2046 bytes
PATIENCE = 10  # seconds to wait for a server to answer at all
_TABLES = ("source", "phrase", "sighting", "thread", "frame", "frame_sighting", "piece", "decision", "print")


class Postgres:
    """A database of a server, named by its address. A password in the address is never shown."""

    def __init__(self, url: str, *, create: bool, wait: float) -> None:
        try:
            import psycopg
        except ImportError as error:
            raise BankError("要连 PostgreSQL，还缺一样东西", cure="请运行 pip install 'psycopg[binary]'，再来") from error
        self._errors, self._wait = psycopg.errors, wait
        self.name, given = _parsed(url)
        try:
            self._db: psycopg.Connection[Any] = psycopg.connect(
                **{"connect_timeout": PATIENCE, **given}, autocommit=True, client_encoding="utf8",
                application_name=f"drafter {desk.editor()} {os.getpid()}"[:60])
        except (psycopg.Error, UnicodeError) as error:
            raise _unreachable(str(error), self.name) from None  # what libpq says may hold the password
        try:
            self._open(create)
        except BaseException:
            self._db.close()
            raise

    def _open(self, create: bool) -> None:
        """Nothing; the schema is there and up to date. Raises BankError."""
        encoding = self._db.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise BankError(f"数据库的编码是 {encoding}，存不全汉字", file=self.name, cure=f"请另建一个：{_CREATE}")
        # Custom plans: which words are frequent decides between the two indexes.
        self.execute("SELECT set_config('search_path', 'drafter', false), set_config('plan_cache_mode', 'force_custom_plan', false)")
        if self._version() == len(migrations.SERVER):
            return
        if not create and not self._version():
            raise BankError("这个数据库里还没有语料库", file=self.name, cure="请先运行 drafter mine 文件夹 --bank 这个地址")
        with self.writing():
            self.execute("CREATE SCHEMA IF NOT EXISTS drafter")
            self.execute("CREATE TABLE IF NOT EXISTS version (number integer NOT NULL)")
            version = self._version()
            if version > len(migrations.SERVER):
                raise BankError("语料库是更新版本的 drafter 建的", file=self.name, cure="请升级 drafter 后再用")
            for number in range(version, len(migrations.SERVER)):
                self._db.execute(migrations.SERVER[number].encode())
                self.execute("DELETE FROM version")
                self.execute("INSERT INTO version VALUES (?)", (number + 1,))

    def _version(self) -> int:
        """The version of the bank that is there, 0 where none is."""
        if self.execute("SELECT to_regclass('drafter.version')").fetchone()[0] is None:
            return 0
        row = self.execute("SELECT number FROM version").fetchone()
        return int(row[0]) if row else 0

    def execute(self, statement: str, values: Sequence[object] = ()) -> Rows:
        """The rows that answer."""
        try:
            return self._db.execute(_translated(statement), values)
        except self._errors.Error as error:
            raise self._trouble(error) from error

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Nothing; the statement is run for each row."""
        try:
            with self._db.cursor() as cursor:
                cursor.executemany(_translated(statement), rows)
        except self._errors.Error as error:
            raise self._trouble(error) from error

    def fill(self, table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
        """Nothing; the rows stand in the table."""
        try:
            with self._db.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN".encode()) as copy:
                for row in rows:
                    copy.write_row(row)
        except self._errors.Error as error:
            raise self._trouble(error) from error

    def among(self, column: str, values: Collection[object]) -> tuple[str, tuple[object, ...]]:
        """(condition, its values) that is true where the column holds one of them."""
        return f"{column} = ANY(?)", (list(values),)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction of the only writer. Raises BankError where the bank cannot be written, and says why."""
        try:
            with self._db.transaction():
                self._db.execute("SELECT set_config('lock_timeout', %s, true)", (f"{max(1, round(1000 * self._wait))}ms",))
                self._db.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
                yield
        except self._errors.LockNotAvailable as error:
            raise taken(self._holder(), self._wait, self.name) from error
        except self._errors.Error as error:
            raise self._trouble(error) from error

    def _holder(self) -> str:
        """Who writes, or an empty string."""
        row = self.execute("""
            SELECT a.application_name, coalesce(host(a.client_addr), ''), to_char(a.xact_start, 'HH24:MI')
            FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid JOIN pg_database d ON d.oid = l.database
            WHERE l.locktype = 'advisory' AND l.granted AND l.objid = ?::bigint::oid AND d.datname = current_database()""",
                           (LOCK,)).fetchone()
        match = re.fullmatch(r"drafter (.*) (\d+)", row[0]) if row else None
        if not row or not match:
            return ""
        return f"{match[1]}（进程 {match[2]}{f'，从 {row[1]} 连来' if row[1] else ''}{f'，{row[2]} 开始' if row[2] else ''}）"

    def put(self, role: str, entries: Iterable[tuple[int, list[str]]]) -> None:
        """Nothing; (place, words) enter the role's word index."""
        self.fill("words", "role, place, t", [(role, place, " ".join(sorted({f"'{w[:LONGEST]}'" for w in words})))
                                              for place, words in entries])

    def take(self, role: str, entries: Iterable[tuple[int, list[str]]]) -> None:
        """Nothing; (place, the words it was put with) leave the role's word index."""
        self.execute("DELETE FROM words WHERE role = ? AND place = ANY(?)", (role, [place for place, _ in entries]))

    def matches(self, role: str, groups: list[list[str]], most: int) -> list[int]:
        """The first places that hold all the words of one of the groups."""
        expression = " | ".join("(" + " & ".join(f"'{word[:LONGEST]}'" for word in group) + ")" for group in groups)
        return [row[0] for row in self.execute(  # the role stands in the statement: its index holds that role alone
            f"SELECT place FROM words WHERE role = '{role}' AND t @@ ?::tsquery ORDER BY place LIMIT ?", (expression, most))]

    def indexed(self, role: str) -> int:
        """How many entries the role's word index has."""
        return int(self.execute("SELECT count(*) FROM words WHERE role = ?", (role,)).fetchone()[0])

    def check(self) -> list[str]:
        """Nothing: a server's own files are its administrator's to check."""
        return []

    def backup(self, target: Path) -> None:
        """Nothing; a SQLite file with the whole bank is written there, as it was at one moment."""
        with closing(Sqlite(target, create=True, wait=self._wait)) as copy, self._db.transaction():
            self.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            try:
                with copy.writing():
                    for table in _TABLES:
                        columns = ", ".join(row[1] for row in copy.execute(f"PRAGMA table_info({table})"))
                        order = "id" if columns.startswith("id,") else "rowid"
                        copy.fill(table, columns, self._stream(f"SELECT {columns} FROM {table} ORDER BY {order}"))
                    words = self._stream("SELECT id, role, quality, lead || text FROM phrase ORDER BY id")
                    while rows := list(islice(words, 20_000)):
                        search.put(copy, rows)
            except sqlite3.DatabaseError as error:
                raise BankError(f"备份写不进去（{error}）", file=target, cure="请检查磁盘空间") from error

    def _stream(self, statement: str) -> Iterator[Any]:
        """The rows, fetched some thousands at a time."""
        with self._db.cursor("copy") as cursor:
            cursor.itersize = 5000
            yield from cursor.execute(statement.encode())

    def close(self) -> None:
        """Nothing; the connection is closed."""
        self._db.close()

    def _trouble(self, error: Exception) -> BankError:
        """What to say about the server's error."""
        of = self._errors
        if isinstance(error, of.DiskFull):
            return BankError("服务器的磁盘满了，这一步没有写进去，原来的都在", file=self.name, cure="请管理员腾出地方，再来会接着做")
        if isinstance(error, of.ReadOnlySqlTransaction):
            return BankError("语料库是只读的，写不进去", file=self.name, cure="请管理员给写的权限，或换一台主服务器")
        if isinstance(error, of.InsufficientPrivilege):
            return BankError("没有权限", file=self.name, cure="请管理员给这个用户 drafter 模式的权限；第一次建库要有在数据库里建模式的权限")
        if isinstance(error, of.OperationalError) and self._db.closed:
            return BankError("和服务器的连接断了，这一步没有写进去", file=self.name, cure="请看看服务器和网络，再来会接着做")
        return BankError(f"服务器说不行（{_first(str(error))}）", file=self.name, cure="请用 drafter bank verify 看看，或问管理员")


@lru_cache(maxsize=500)
def _translated(statement: str) -> bytes:
    """The statement with the server's marks for values."""
    return statement.replace("%", "%%").replace("?", "%s").encode()


def _first(text: str) -> str:
    """The first line of what the server says."""
    return (text.strip().splitlines() or [""])[0].rstrip("。. ")


def _parsed(url: str) -> tuple[str, dict[str, Any]]:
    """(the address without its password, what it says). Raises BankError for an address that cannot be read."""
    from psycopg import ProgrammingError, conninfo

    rest = url.split("://", 1)[1]
    authority, _, path = rest.partition("/")
    cure = "写法是 postgresql://用户@服务器/数据库；密码里有 @ : / ? # % 的，要写成 %40 %3A %2F %3F %23 %25"
    if authority.count("@") > 1 or "@" in path.partition("?")[0]:  # else a part of the password would pass for a server's name
        raise BankError("语料库的地址读不懂", file="postgresql://…", cure=cure)
    try:
        given: dict[str, Any] = dict(conninfo.conninfo_to_dict(url))
    except (ProgrammingError, UnicodeError):
        raise BankError("语料库的地址读不懂", file="postgresql://…", cure=cure) from None
    user, host, port = (str(given.get(name) or "") for name in ("user", "host", "port"))
    shown = "postgresql://" + (f"{quote(user)}@" if user else "")
    if host.startswith("/"):
        return f"{shown}/{quote(str(given.get('dbname', '')))}?host={quote(host)}{f'&port={port}' if port else ''}", given
    return f"{shown}{host}{f':{port}' if port else ''}/{quote(str(given.get('dbname', '')))}", given


_CREATE = "createdb -E UTF8 -T template0 名字"
_UNREACHABLE = (
    ("password authentication failed|no password supplied", "用户名或密码不对", "请核对；密码也可以写在 ~/.pgpass 里"),
    ("database .* does not exist", "没有这个数据库", f"请管理员先建：{_CREATE}"),
    ("role .* does not exist", "没有这个用户", "请核对用户名，或请管理员建一个"),
    ("permission denied|no pg_hba.conf entry|authentication failed", "服务器不让这个用户连", "请管理员开放（pg_hba.conf、GRANT CONNECT）"),
    ("translate host name|name or service not known|nodename nor servname|resolve host", "找不到这台服务器", "请核对名字，看看网络通不通"),
    ("timeout expired|timed out", "服务器没有回音", "请看看服务器开着没有、网络通不通"),
    ("refused|no such file or directory|could not connect|not running", "服务器没有开，或端口不对", "请核对地址和端口，或请管理员开服务"),
    ("too many clients|remaining connection slots", "服务器上连的人太多", "请过一会儿再来"),
    ("starting up|shutting down|recovery mode", "服务器正在启动或停下", "请过一会儿再来"),
)


def _unreachable(said: str, name: str) -> BankError:
    """What to say where no connection came about; what libpq said is told in our words alone, for it may hold a password."""
    for pattern, cause, cure in _UNREACHABLE:
        if re.search(pattern, said, re.IGNORECASE):
            return BankError(cause, file=name, cure=cure)
    return BankError("服务器连不上", file=name, cure="请核对地址；用 psql 连连看，它会说为什么")
