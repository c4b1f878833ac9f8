"""Mining with worker processes, and on a real dask cluster on this machine, gives the bank that mining alone gives."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path

import pytest

from drafter import jobs, pipeline
from drafter.bank import Bank
from drafter.cli.progress import counted
from drafter.errors import JobError
from drafter.pipeline import ingest
from tests.conftest import ROOT

TABLES = ("source", "phrase", "sighting", "thread", "frame", "frame_sighting", "piece", "print")


def write_files(folder: Path, number: int) -> Path:
    """The new folder with short reports of the corpus' sections put together anew; every tenth copies an earlier one, or nearly."""
    folder.mkdir()
    draw = random.Random(7)
    texts = [re.sub(r"\A---.*?---\n", "", p.read_text(encoding="utf-8"), flags=re.S) for p in sorted((ROOT / "corpus").rglob("*.txt"))]
    parts = [part for text in texts[:120] for part in text.split("\n\n") if 60 < len(part) < 400 and not part.startswith("#")]
    made: list[str] = []
    for i in range(number):
        text = f"# 第{i}号材料的汇报\n\n" + "\n\n".join(draw.sample(parts, 3)) + "\n"
        if i % 10 == 9:
            text = draw.choice(made)
            text = text if i % 20 == 9 else text.replace("。", "！", 1) + "\n特此报告。\n"
        made.append(text)
        (folder / f"{i:04}.txt").write_text(text, encoding="utf-8")
    (folder / "0100b.docx").write_bytes(b"no document")
    return folder


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_files(tmp_path_factory.mktemp("jobs") / "材料", 200)


@pytest.fixture(scope="module")
def alone(files: Path) -> dict[str, list[object]]:
    """What mining without workers gives."""
    path = files.parent / "alone.sqlite"
    with Bank(path, create=True) as bank:
        pipeline.mine([files], bank)
    return rows(path)


def rows(path: Path) -> dict[str, list[object]]:
    """All rows of all tables of a bank with their numbers, without the day on which a source was mined."""
    with Bank(path) as bank:
        assert bank.verify() == []
    db = sqlite3.connect(path)
    columns = db.execute("PRAGMA table_info(source)").fetchall()
    found: dict[str, list[object]] = {table: db.execute(f"SELECT rowid, * FROM {table} ORDER BY rowid").fetchall() for table in TABLES}
    found["index"] = [db.execute(f"SELECT rowid FROM words_{role} WHERE words_{role} MATCH '工作' ORDER BY rowid").fetchall()
                      for role in ("problem", "measure")]
    db.close()
    day = [column for _, column, *_ in columns].index("mined") + 1
    found["source"] = [(*row[:day], *row[day + 1:]) for row in found["source"]]
    return found


def apart(one: dict[str, list[object]], other: dict[str, list[object]]) -> list[str]:
    """Where two banks part: a line for each table that is not the same. (pytest's own account of thousands of rows can take hours.)"""
    told = []
    for table in one:
        pairs = enumerate(zip_longest(one[table], other[table]))
        first = next((f"{table} {number}: {a} | {b}" for number, (a, b) in pairs if a != b), None)
        told += [first] if first else []
    return told


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "drafter", *map(str, arguments)]


def run(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, env={**os.environ, **more}, timeout=300, check=False)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_bank_is_the_same_for_any_number_of_jobs(files: Path, alone: dict[str, list[object]], tmp_path: Path, number: int) -> None:
    done = run("mine", files, "--bank", tmp_path / "b.sqlite", "--jobs", number)
    assert done.returncode == 0, done.stderr
    assert "0100b.docx" in done.stderr
    assert "早已读过" in done.stdout  # the exact copies
    assert "转载" in done.stdout
    assert apart(rows(tmp_path / "b.sqlite"), alone) == []


def test_all_files_known_starts_nothing_and_changes_nothing(files: Path, tmp_path: Path) -> None:
    for _ in range(2):
        with jobs.crew(2) as crew, Bank(tmp_path / "b.sqlite", create=True) as bank:
            done = pipeline.mine([files], bank, crew=crew)
    assert (done.files, done.known, len(done.skipped)) == (0, 200, 1)


def test_a_file_whose_content_wandered_to_another_name_is_mined_again_as_without_workers(files: Path, tmp_path: Path) -> None:
    """甲 was mined; then its words move to 乙 and 甲 gets new ones: when 甲 leaves its old hash, 乙 is not known any more."""
    folder = tmp_path / "材料"
    folder.mkdir()
    texts = [p.read_text(encoding="utf-8") for p in sorted(files.glob("*.txt"))]
    for way, crew in (("alone", jobs.crew(1)), ("two", jobs.crew(2))):
        (folder / "乙.txt").unlink(missing_ok=True)
        (folder / "一.txt").write_text(texts[0], encoding="utf-8")
        for i in range(130):
            (folder / f"丙{i:03}.txt").unlink(missing_ok=True)
        with crew as workers, Bank(tmp_path / f"{way}.sqlite", create=True) as bank:
            pipeline.mine([folder], bank, crew=workers)
            (folder / "一.txt").write_text(texts[1], encoding="utf-8")
            (folder / "乙.txt").write_text(texts[0], encoding="utf-8")
            for i in range(130):
                (folder / f"丙{i:03}.txt").write_text(texts[i + 2], encoding="utf-8")
            pipeline.mine([folder], bank, crew=workers)
            assert {str(folder / name) for name in ("一.txt", "乙.txt")} <= set(bank.paths())
    assert apart(rows(tmp_path / "alone.sqlite"), rows(tmp_path / "two.sqlite")) == []


def test_a_file_given_twice_counts_once(files: Path, tmp_path: Path) -> None:
    with jobs.crew(2) as crew, Bank(tmp_path / "b.sqlite", create=True) as bank:
        done = pipeline.mine([files, files / ".." / files.name, files / "0001.txt"], bank, crew=crew)
        assert len(bank.paths()) == done.files
    assert done.files + done.known == 400


def test_a_file_saved_while_it_is_read_stands_under_what_was_read(tmp_path: Path) -> None:
    """The hash in the bank is that of the words in the bank, so the next run does not take one for the other."""
    path = tmp_path / "甲.txt"
    path.write_text("# 题\n\n台账登记不全，出了问题找不到人。\n", encoding="utf-8")
    task = ingest.Task(str(path), "甲.txt", digest="what it was before")
    reading, = ingest.read_files([task], year=2026, program=ingest.program())
    assert reading.digest == ingest._digest(path)
    assert "台账" in reading.articles[0][0].phrases[0].text


def test_workers_use_the_cues_and_the_segmenter_of_the_user(files: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "cues").mkdir(parents=True)
    text = (ROOT / "drafter" / "mining" / "cues" / "problem.yaml").read_text(encoding="utf-8")
    (home / "cues" / "problem.yaml").write_text(text + "# 本单位的\n", encoding="utf-8")
    for number in (1, 2):
        done = run("mine", *sorted(files.glob("*.txt"))[:130], "--bank", tmp_path / f"{number}.sqlite", "--jobs", number,
                   DRAFTER_HOME=str(home), DRAFTER_SEGMENTER="jieba")
        assert done.returncode == 0, done.stderr
    assert apart(rows(tmp_path / "1.sqlite"), rows(tmp_path / "2.sqlite")) == []
    odd = run("mine", files, "--bank", tmp_path / "3.sqlite", "--jobs", 2, DRAFTER_SEGMENTER="没有的")
    assert odd.returncode == 2
    assert "没有叫“没有的”的分词器" in odd.stderr


def test_a_worker_that_mines_by_other_rules_is_refused(tmp_path: Path) -> None:
    version, rules, segmenter = ingest.program()
    for other, word in (
            (("0.0.1", rules, segmenter), "版本"),
            ((version, "0" * 16, segmenter), "规则"),
            ((version, rules, "别的"), "分词器")):
        with pytest.raises(JobError, match=word):
            ingest.read_files([], year=2026, program=other)


def children(pid: int) -> list[int]:
    return [int(n) for task in Path(f"/proc/{pid}/task").glob("*/children") for n in task.read_text().split()]


def workers_of(process: subprocess.Popen[str], number: int) -> list[int]:
    """The worker processes of a run, as soon as there are that many."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = [n for n in children(process.pid) if "spawn_main" in Path(f"/proc/{n}/cmdline").read_text()]
        if len(found) >= number:
            return found
        time.sleep(0.02)
    raise AssertionError("no workers")


def gone(pids: list[int]) -> bool:
    """True where none of the processes is left after a while."""
    end = time.monotonic() + 20
    while any(Path(f"/proc/{n}").exists() and "Z" not in Path(f"/proc/{n}/stat").read_text().rsplit(")", 1)[1][:3] for n in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def begun(path: Path, files: int) -> None:
    """Nothing, once that many files stand in the bank."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if path.is_file():
            db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            try:
                if db.execute("SELECT count(*) FROM source").fetchone()[0] >= files:
                    return
            except sqlite3.OperationalError:
                pass
            finally:
                db.close()
        time.sleep(0.02)
    raise AssertionError("nothing mined")


linux = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks processes up in /proc, which only Linux has")


@pytest.fixture(scope="module")
def more(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files enough to be interrupted among."""
    return write_files(tmp_path_factory.mktemp("more") / "材料", 1200)


def heard() -> None:
    """Nothing; Ctrl-C is heard, also where whoever started the tests put them in the background with it ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@linux
@pytest.mark.parametrize("group", [True, False], ids=["the terminal's Ctrl-C", "the parent alone"])
def test_ctrl_c_says_how_far_it_came_and_the_same_command_goes_on(more: Path, tmp_path: Path, group: bool) -> None:
    path = tmp_path / "b.sqlite"
    with subprocess.Popen(command("mine", more, "--bank", path, "--jobs", "2"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          start_new_session=True, preexec_fn=heard) as process:
        pids = workers_of(process, 2)
        begun(path, 5)
        (os.killpg if group else os.kill)(process.pid, signal.SIGINT)
        out, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == ""
    assert re.fullmatch(r"(挖词句：.*\n)*drafter：已中断。1201 个文件看完了 \d+ 个，都已存好；再运行同一条命令，接着做下面的。\n", error)
    assert gone(pids)
    assert "早已读过" in run("mine", more, "--bank", path, "--jobs", 2).stdout
    with Bank(path) as bank:
        assert bank.verify() == []
        assert len(bank.paths()) == len({p.read_bytes() for p in more.glob("*.txt")})


@linux
def test_workers_end_with_a_parent_that_is_killed(more: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.sqlite"
    with subprocess.Popen(command("mine", more, "--bank", path, "--jobs", "2"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          text=True) as process:
        pids = workers_of(process, 2)
        begun(path, 1)
        process.kill()
    assert gone(pids)


@linux
def test_a_worker_that_is_killed_costs_one_line_and_nothing_that_was_read(more: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.sqlite"
    with subprocess.Popen(command("mine", more, "--bank", path, "--jobs", "2"), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as process:
        pids = workers_of(process, 2)
        begun(path, 5)
        os.kill(pids[0], signal.SIGKILL)
        _, error = process.communicate(timeout=60)
    assert process.returncode == 2
    last = error.splitlines()[-1]
    assert last.startswith("drafter：一个工作进程中途没了，多半是内存不够。已经做好的都在")
    assert "--jobs 1" in last
    assert "Traceback" not in error
    assert gone(pids)
    with Bank(path) as bank:
        assert bank.verify() == []
        assert bank.paths()


def test_many_files_without_a_terminal_give_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    for total in (400, 1001):
        with counted("挖词句", total) as progress:
            for _ in range(total):
                progress(1)
    assert capsys.readouterr().err == "挖词句：500／1001 个文件\n挖词句：1000／1001 个文件\n"


def test_few_files_need_no_workers(files: Path) -> None:
    assert jobs.fitting(127) == 1
    assert jobs.fitting(128) >= 1
    with jobs.crew(2) as crew:
        tasks = list(range(70))
        assert [r for _, r in jobs.ordered(_process, tasks[:60], lambda n: n % 2 == 0, crew)][:3] == [os.getpid(), None, os.getpid()]
        many = list(jobs.ordered(_process, range(1000), lambda n: n % 3 == 0, crew))
    assert [n for n, _ in many] == list(range(1000))
    assert {n % 3 == 0 for n, r in many if r is not None} == {True}
    assert os.getpid() not in {r for _, r in many}


def _process(tasks: list[int]) -> list[int]:
    return [os.getpid()] * len(tasks)


@contextmanager
def started(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its process with those of two workers, which run in the folder."""
    pytest.importorskip("distributed", reason="dask.distributed is not installed (extra: cluster)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    with (folder / "log").open("w") as log:
        running = [subprocess.Popen(line, cwd=folder, stdout=log, stderr=log) for line in (dask, worker, worker)]
        try:
            yield address, running
        finally:
            for process in reversed(running):  # workers first: they sign off at the scheduler
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with started(tmp_path_factory.mktemp("cluster")) as (address, _):
        yield address


def test_a_cluster_gives_the_same_bank(files: Path, alone: dict[str, list[object]], tmp_path: Path, cluster: str) -> None:
    done = run("mine", files, "--bank", tmp_path / "b.sqlite", "--scheduler", cluster)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"跳过：.*0100b\.docx.*（在 \S+ 上）\n", done.stderr)
    assert apart(rows(tmp_path / "b.sqlite"), alone) == []


def test_a_result_that_comes_in_the_moment_of_asking_again_is_taken() -> None:
    """Waiting is given up after two seconds and begun again; work that ended between the two is no broken cluster."""
    pytest.importorskip("distributed", reason="dask.distributed is not installed (extra: cluster)")

    class Late:
        status = "pending"

        def result(self, timeout: float) -> str:
            if self.status == "finished":
                return "做好了"
            self.status = "finished"
            raise TimeoutError

        def done(self) -> bool:
            return self.status == "finished"

    cluster = jobs.Cluster("tcp://127.0.0.1:1")
    cluster._count = lambda patience: 2  # type: ignore[method-assign]
    assert cluster.result(Late()) == "做好了"


def test_relative_paths_reach_workers_in_another_folder(files: Path, tmp_path: Path, cluster: str) -> None:
    (tmp_path / "材料").mkdir()
    (tmp_path / "材料" / "甲.txt").write_bytes((files / "0001.txt").read_bytes())
    done = run("mine", "材料", "--bank", "b.sqlite", "--scheduler", cluster)
    assert done.returncode == 0, done.stderr
    with Bank("b.sqlite") as bank:
        assert bank.paths() == ["材料/甲.txt"]


def test_a_file_that_the_workers_do_not_see_is_skipped(files: Path, tmp_path: Path, cluster: str) -> None:
    """The command's own /proc/self is not the workers': a path that this process sees and they do not."""
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("needs /proc for a path that means another file in every process")
    script = ("import os, sys; from drafter.cli import main; fd = os.open(sys.argv.pop(1), os.O_RDONLY); os.dup2(fd, 77);"
              "sys.argv.insert(2, '/proc/self/fd/77/0001.txt'); main()")
    done = subprocess.run([sys.executable, "-c", script, str(files), "mine", str(files / "0002.txt"), "--bank", "b.sqlite",
                           "--scheduler", cluster], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r"跳过：/proc/self/fd/77/0001.txt：文件不存在.*（在 \S+ 上）", done.stderr)
    with Bank("b.sqlite") as bank:
        assert bank.paths() == [str(files / "0002.txt")]


def test_a_cluster_with_other_rules_is_refused(files: Path, tmp_path: Path, cluster: str) -> None:
    (tmp_path / "home" / "cues").mkdir(parents=True)
    text = (ROOT / "drafter" / "mining" / "cues" / "problem.yaml").read_text(encoding="utf-8")
    (tmp_path / "home" / "cues" / "problem.yaml").write_text(text + "# 本单位的\n", encoding="utf-8")
    done = run("mine", files, "--bank", tmp_path / "b.sqlite", "--scheduler", cluster, DRAFTER_HOME=str(tmp_path / "home"))
    assert done.returncode == 2
    assert re.fullmatch(r"drafter：\S+：工作进程里规则和词表和发起的一方不一样。.*\n", done.stderr)


def test_a_cluster_that_loses_a_worker_goes_on_and_one_that_loses_its_scheduler_says_so(more: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.sqlite"
    with started(tmp_path) as (address, (scheduler, worker, _)), subprocess.Popen(
            command("mine", more, "--bank", path, "--scheduler", address), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True) as process:
        begun(path, 1)
        worker.kill()
        begun(path, 150)
        scheduler.kill()
        _, error = process.communicate(timeout=120)
    assert process.returncode == 2
    assert error == f"drafter：{address}：和调度器断了。已经做好的都在，再运行同一条命令，会从断的地方接着做\n"
    assert run("mine", more, "--bank", path).returncode == 0
    with Bank(tmp_path / "whole.sqlite", create=True) as bank:
        pipeline.mine([more], bank)
    assert apart(rows(path), rows(tmp_path / "whole.sqlite")) == []


@pytest.mark.parametrize(("address", "word"), [("tcp://127.0.0.1:1", "连不上调度器，等了 10 秒"), ("主机", "调度器的地址不对")])
def test_no_scheduler_is_one_line(files: Path, tmp_path: Path, address: str, word: str) -> None:
    done = run("mine", files / "0001.txt", "--bank", tmp_path / "b.sqlite", "--scheduler", address)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert word in done.stderr
    assert not (tmp_path / "b.sqlite").exists()


def test_without_dask_the_way_to_get_it_is_told(files: Path, tmp_path: Path) -> None:
    """A module that cannot be imported stands in for a package that is not there."""
    (tmp_path / "distributed.py").write_text("raise ImportError\n")
    done = run("mine", files / "0001.txt", "--bank", tmp_path / "b.sqlite", "--scheduler", "tcp://127.0.0.1:1", PYTHONPATH=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr == "drafter：没有装 dask.distributed，用不了 --scheduler。请运行 pip install 'drafter[cluster]'\n"
