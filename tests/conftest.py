"""What tests share: a brief, small documents, a bank of the shipped corpus kept apart from the user's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

_scratch = tempfile.TemporaryDirectory(prefix="drafter-tests-")
# Set before drafter is imported anywhere: no test reads or writes the user's own folders.
os.environ["DRAFTER_CACHE"] = str(Path(_scratch.name) / "cache")
os.environ["DRAFTER_HOME"] = str(Path(_scratch.name) / "home")
os.environ.pop("DRAFTER_BANK", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the expected halves of cases and sessions; read the diff")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))


@pytest.fixture(autouse=True)
def _away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test runs in a folder of its own, so that no phrasebank/bank.sqlite of the checkout is found."""
    monkeypatch.chdir(tmp_path)
    return


@pytest.fixture
def shared() -> Path:
    """The folder of sample documents and judges, which users do not have."""
    if not SHARED.is_dir():
        pytest.skip("../shared is missing: sample documents and judges are not part of the project")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server, {} for the database: a private one, started here, or $DRAFTER_TEST_POSTGRES."""
    pytest.importorskip("psycopg", reason="psycopg is missing: pip install 'psycopg[binary]'")
    if named := os.environ.get("DRAFTER_TEST_POSTGRES"):
        yield f"{named.rstrip('/')}/{{}}"
        return
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    programs = [p for p in (*found, Path(shutil.which("initdb") or "")) if p.is_file()]
    if not programs:
        pytest.skip("no PostgreSQL here: bash tests/servers/install.sh, or set DRAFTER_TEST_POSTGRES=postgresql://user@host")
    root = hasattr(os, "geteuid") and os.geteuid() == 0  # initdb will not run as root
    owner: dict[str, Any] = {"user": "postgres", "group": "postgres"} if root else {}
    folder = Path(tempfile.mkdtemp(prefix="drafter-pg-"))
    if root:
        try:
            shutil.chown(folder, **owner)
        except LookupError:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")

    def run(program: str, *arguments: object) -> None:
        subprocess.run([programs[0].with_name(program), "-D", folder / "data", *map(str, arguments)], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL, **owner)

    try:
        run("initdb", "-U", "tests", "-E", "UTF8", "--locale=C", "-A", "trust", "--no-sync")
        # Whoever is called locked has to give a password; the others need none.
        access = folder / "data" / "pg_hba.conf"
        access.write_text("local all locked scram-sha-256\nlocal all all trust\n", encoding="utf-8")
        settings = f"-k {folder} -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        run("pg_ctl", "-w", "-l", folder / "log", "-o", settings, "start")
        try:
            yield f"postgresql://tests@/{{}}?host={folder}"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_numbers = count(1)


@pytest.fixture
def new_database(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """Makes an empty database on the server and gives its address; it is gone after the test."""
    address = request.getfixturevalue("postgres")
    import psycopg

    made: list[str] = []
    with psycopg.connect(address.format("postgres"), autocommit=True) as server:
        def create() -> str:
            made.append(f"drafter_test_{os.getpid()}_{next(_numbers)}")
            server.execute(f"CREATE DATABASE {made[-1]} TEMPLATE template0 ENCODING 'UTF8'".encode())
            return str(address.format(made[-1]))

        yield create
        for name in made:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives the name of a bank that is not there yet, in a file and, in a second run of the test, on a server."""
    if request.param == "postgresql":
        create: Callable[[], str] = request.getfixturevalue("new_database")
        return create
    numbers = count(1)
    return lambda: str(tmp_path / f"b{next(numbers)}.sqlite")


BRIEF: dict[str, Any] = {
    "kind": "调研报告", "subkind": "问题原因对策", "subject": "社区养老服务", "org": "云泽区民政局", "author": "云泽区民政局调研组",
    "audience": "区政府", "occasion": "年度课题结题", "date": "2026-11-06", "length": 2000,
    "stress": ["设施布局", "服务供给", "护理队伍", "运营保障"],
    "facts": [
        {"text": "全区现有社区养老服务站31个", "use": "背景"},
        {"text": "31个服务站中，设在二楼以上且没有电梯的有7个", "use": "问题"},
        {"text": "在岗护理员118名，持证的占41.5%", "use": "问题"},
        {"text": "榆荫社区开办助餐点后，日均就餐由35人次增至92人次", "use": "成效"},
    ],
    "avoid": ["人名", "补贴标准"],
}


@pytest.fixture(scope="session")
def own_bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office's own bank: what drafter mines from three reports on care for the old."""
    from drafter import pipeline
    from drafter.bank import Bank

    path = tmp_path_factory.mktemp("own") / "本单位.sqlite"
    with Bank(path, create=True) as bank:
        pipeline.mine(sorted((ROOT / "corpus").glob("*/*养老*.txt")) + sorted((ROOT / "corpus").glob("*/*照护*.txt")), bank)
    return path


@pytest.fixture
def brief() -> Any:
    """A checked brief about a made-up place."""
    from drafter import brief as module

    return module.check(dict(BRIEF))
