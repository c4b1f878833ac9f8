"""A file and a server hold the same bank: the same tables, the same answers, one clear line where a server will not have us."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from drafter import pipeline
from drafter.bank import Bank, SourceFile, search
from drafter.bank.sqlite import Sqlite
from drafter.cli import drafter
from drafter.document import Origin
from drafter.errors import BankError
from drafter.phrases import Haul, Phrase
from tests.test_mining import REPORT

NewDatabase = Callable[[], str]


def told(place: str, **options: object) -> str:
    """The line that says why the bank cannot be opened."""
    with pytest.raises(BankError) as error:
        Bank(place, create=True, **options).close()  # type: ignore[arg-type]
    return error.value.line()


def columns(bank: Bank) -> dict[str, list[str]]:
    """The columns of each table, without those that stand for SQLite's own row number."""
    if isinstance(bank._db, Sqlite):
        names = [row[0] for row in bank._db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%words%'"
                                                    " AND name NOT LIKE 'sqlite%'")]
        return {name: sorted(row[1] for row in bank._db.execute(f"PRAGMA table_info({name})")) for name in names}
    found: dict[str, list[str]] = {}
    for table, column in bank._db.execute("SELECT table_name::text, column_name::text FROM information_schema.columns"
                                          " WHERE table_schema = 'drafter' AND table_name NOT IN ('words', 'version')"):
        if column != "rowid":
            found.setdefault(table, []).append(column)
    return {table: sorted(names) for table, names in found.items()}


def test_both_stores_have_the_same_tables_and_columns(new_database: NewDatabase) -> None:
    with Bank(":memory:") as file, Bank(new_database(), create=True) as server:
        assert columns(file) == columns(server)


def test_both_stores_answer_alike_and_a_backup_is_a_file_with_all_of_it(tmp_path: Path, new_database: NewDatabase) -> None:
    """The shipped corpus' words, some of them decided about, asked for in many ways."""
    corpus = sorted((pipeline.banks.resources.folder("corpus") / "safety").glob("*.txt"))[:6]
    copy = tmp_path / "备份.sqlite"
    with Bank(tmp_path / "b.sqlite", create=True) as file, Bank(new_database(), create=True) as server:
        for bank in (file, server):
            pipeline.mine(corpus, bank)
            some = bank.all()
            bank.decide(some[0].id, "keep")
            bank.decide(some[1].id, "reject")
            bank.decide(some[2].id, "edit", "台账要天天记。")
            bank.forget(str(corpus[0]))
        server.backup(copy)
        with Bank(copy) as other:
            banks = (file, server, other)

            def same(ask: Callable[[Bank], object]) -> None:
                first, second, third = (ask(bank) for bank in banks)
                assert first == second == third

            def same_answer(*words: str, **narrowed: object) -> None:
                asked = search.Query(words, **narrowed)  # type: ignore[arg-type]
                same(lambda bank: [(f.id, f.phrase, f.status, f.sources, f.years) for f in bank.find(query=asked)])

            same(lambda bank: {**bank.stats(), "bank": ""})
            same(lambda bank: [(f.id, f.phrase, f.sources) for f in bank.all(usable=False)])
            same(lambda bank: bank.frames(least=1))
            same(lambda bank: bank.pieces("verb_object"))
            same(lambda bank: [(p.id, c.id, m.id, score) for p, c, m, score in bank.threads()])
            same(lambda bank: [f.id for f in bank.draw(20, seed=3)])
            same(lambda bank: list(bank.prints()))
            same(Bank.paths)
            same(lambda bank: bank.fading(2040))
            same(Bank.verify)
            draw = random.Random(5)
            rows = file.all(usable=False)
            for _ in range(40):
                word = draw.choice([w for w in search.tokens(draw.choice(rows).phrase.original) if len(w) > 1] or ["台账"])
                same_answer(word, "隐患", role=draw.choice(("", "measure", "problem")), limit=30)
            same_answer(role="measure", limit=40)
            same_answer(aspect="责任落实")
            same_answer(kind="lead", least=0.6)
            same_answer("台账", subject="安全生产")
            same_answer(since=2020)
            same_answer(status="kept")
        assert file.verify() == []


def test_files_added_together_are_as_if_added_one_by_one(place: Callable[[], str]) -> None:
    """Phrases that several files and articles share, some twice in one article, a file that comes again with other words."""
    draw = random.Random(11)
    texts = [f"要把{a}{b}记进台账。" for a in "窗口社区学校医院" for b in "值班排班备班"]
    files = []
    for number in range(60):
        hauls = []
        for article in range(2):
            rows = [Phrase(draw.choice(texts), draw.choice(("measure", "problem")), flags=("dated",) if draw.random() < 0.3 else (),
                           origin=Origin(f"{number}.txt", f"题{article}", i, i), parts={"register": round(draw.random(), 2), "clean": 1.0})
                    for i in range(8)]
            for row in rows:
                row.quality = row.worth(1)
            hauls.append(Haul(rows, frames=[("把…记进…", rows[0].key)], pieces=[("noun", "台账", rows[1].key)]))
        files.append((SourceFile(f"{number % 50}.txt", f"h{number}", 2, 16, 0), hauls, ()))

    def content(bank: Bank) -> object:
        return sorted((f.phrase.key, f.phrase.quality, f.phrase.flags, sorted(f.phrase.parts.items()), sorted(s.place() for s in f.sources))
                      for f in bank.all(usable=False)), bank.frames(), bank.pieces("noun"), bank.verify()

    with Bank(place(), create=True) as one, Bank(place(), create=True) as all_:
        for file in files:
            one.add(*file)
        all_.add_all(files)
        assert content(all_) == content(one)
        assert one.verify() == []


def test_commands_take_the_address_of_a_server_as_they_take_a_file(tmp_path: Path, new_database: NewDatabase,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "甲.md").write_text(REPORT, encoding="utf-8")
    bank = new_database()

    def run(*words: str) -> str:
        done = CliRunner().invoke(drafter, words)
        assert done.exit_code == 0, done.output
        return done.output

    assert "新增词句" in run("mine", "甲.md", "--bank", bank)
    assert "早已读过" in run("mine", "甲.md", "--bank", bank)
    assert "现场却找不到人" in run("bank", "find", "现场", "--bank", bank)
    (tmp_path / "phrasebank").mkdir()
    (tmp_path / "phrasebank" / "problem.yaml").write_text("- 台账记得满，问起来说不清。\n", encoding="utf-8")
    assert "手写的词句新增 1 条" in run("mine", "甲.md", "--bank", bank)
    monkeypatch.setenv("DRAFTER_BANK", bank)
    assert "【手写】" in run("bank", "find", "说不清")
    number = run("bank", "find", "现场").split()[0]
    assert "留用" in run("bank", "keep", number)
    assert "没有毛病" in run("bank", "verify")
    run("bank", "backup", "备份.sqlite")
    assert "留用" in run("bank", "show", number, "--bank", "备份.sqlite")
    run("draft", "--kind", "调研报告", "--subject", "台账管理", "--org", "云泽区民政局", "--no-builtin", "-o", "稿.docx")
    drawn = pipeline.phrases(bank, builtin=False)
    assert drawn.own.startswith("postgresql://")
    assert drawn.found


def test_a_server_that_will_not_have_us_is_told_in_one_line(tmp_path: Path, postgres: str, new_database: NewDatabase) -> None:
    import psycopg

    made = new_database()
    with psycopg.connect(made, autocommit=True) as server:
        server.execute("DROP ROLE IF EXISTS locked")
        server.execute("CREATE ROLE locked LOGIN PASSWORD 'secret'")
        server.execute("DROP ROLE IF EXISTS guest")
        server.execute("CREATE ROLE guest LOGIN")
    assert "没有这个数据库" in told(postgres.format("nowhere"))
    if "@/" in postgres:  # the private server: who has to give a password is known, and its socket
        assert "没有这个用户" in told(made.replace("//tests@", "//nobody_here@"))
        assert "没有权限" in told(made.replace("//tests@", "//guest@"))
        wrong = told(made.replace("//tests@", "//locked:not-this-one@"))
        assert "用户名或密码不对" in wrong
        assert "not-this-one" not in wrong
        assert "服务器没有开" in told(f"postgresql://tests@/x?host={tmp_path}")
        assert "没有权限" in told(made.replace("//tests@", "//locked:secret@"))
    assert "服务器没有开" in told("postgresql://u:not-this-one@127.0.0.1:1/x")
    with pytest.raises(BankError, match="还没有语料库"):
        Bank(made)
    with Bank(made, create=True):
        pass
    with psycopg.connect(made, autocommit=True) as server:
        server.execute("UPDATE drafter.version SET number = 99")
    assert "更新版本" in told(made)
    with psycopg.connect(postgres.format("postgres"), autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS drafter_test_ascii")
        server.execute("CREATE DATABASE drafter_test_ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
        assert "编码是 SQL_ASCII" in told(postgres.format("drafter_test_ascii"))
        server.execute("DROP DATABASE drafter_test_ascii")


@pytest.mark.parametrize("address", ["postgresql://u:p@ss-word@h/x", "postgresql://u:pa/ss-word@h/x", "postgresql://u:ss-word%zz@h/x",
                                     "postgresql://u:ss-word@h:port/x", "postgresql://u@h/x?nothing=ss-word", "postgres://u:ss-word@:::/x"])
def test_a_password_is_never_shown(address: str) -> None:
    pytest.importorskip("psycopg", reason="psycopg is missing: pip install 'psycopg[binary]'")
    line = told(address)
    assert "ss-word" not in line
    assert "\n" not in line


def test_a_bank_on_a_server_that_cannot_be_written_says_so(tmp_path: Path, new_database: NewDatabase) -> None:
    (tmp_path / "甲.md").write_text(REPORT, encoding="utf-8")
    made = new_database()
    with Bank(made, create=True) as bank:
        pipeline.mine([tmp_path / "甲.md"], bank)
        number = bank.find(["现场"])[0].id
        bank._db.execute("SET default_transaction_read_only = on")
        with pytest.raises(BankError, match="只读"):
            bank.decide(number, "keep")
        bank._db.execute("SELECT set_config('default_transaction_read_only', 'off', false)")
        with Bank(made) as other:  # the administrator ends our connection
            other._db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                              " AND application_name LIKE 'drafter%' AND datname = current_database()")
        with pytest.raises(BankError, match="断了"):
            bank.decide(number, "keep")


def test_without_the_extra_the_command_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "pip install 'psycopg[binary]'" in told("postgresql://u@h/x")
