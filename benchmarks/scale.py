"""Mine very many varied documents, killed once half-way and resumed: time, memory, size of the bank, and whether it verifies.

    python benchmarks/scale.py [DOCUMENTS [JOBS [WHOLE]]]    default 100000, 1; WHOLE (a folder that is kept) holds documents and bank
    python benchmarks/scale.py parts [DOCUMENTS]             ms a file of each step, and what 1 to 100 workers come to
    python benchmarks/scale.py picture SAMPLES.json          draws docs/pictures/scale.png from the samples that a run left in WHOLE

`drafter mine` runs as a process of its own; each two seconds it is looked at how many files the bank holds, how much memory the process
and its workers take (RSS), and how much processor time they took. Prints a line a tenth, the slope of time over documents in the log–log
plot, and what `drafter bank verify` says.
"""

from __future__ import annotations

import json
import math
import os
import pickle
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not this folder, in which docx would be a benchmark

from benchmarks import varied  # noqa: E402
from benchmarks.kill import command  # noqa: E402
from drafter.jobs import CHUNK  # noqa: E402

PICTURE = ROOT / "docs" / "pictures" / "scale.png"
EACH = 2.0  # seconds between two looks
TICKS = os.sysconf("SC_CLK_TCK")
T = TypeVar("T")


@dataclass(slots=True)
class Sample:
    """A look at a run: seconds of running so far, processor seconds, files in the bank, MB of memory (RSS), the writer's processor seconds;
    `shared` is the memory with what several processes share counted once (PSS)."""

    seconds: float
    processor: float
    files: int
    memory: float
    writer: float
    shared: float


def family(number: int) -> list[int]:
    """The process and all that it started, and those in turn, that still run."""
    found = [number]
    for one in found:
        for thread in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(OSError):  # it ended meanwhile
                found += map(int, thread.read_text().split())
    return found


def looked_at(number: int) -> tuple[float, float, float, float]:
    """(MB of memory, processor seconds of the process, its workers and those that ended; of the process alone; MB as PSS)."""
    memory = busy = own = shared = 0.0
    for one in family(number):
        try:
            stat = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            memory += int(stat[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6
            ticks = sum(map(int, stat[11:15]))
            shared += int(re.findall(r"^Pss: +(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text(), re.M)[0]) * 1024 / 1e6
        except OSError:
            continue  # it ended meanwhile
        busy += ticks / TICKS
        own = own or sum(map(int, stat[11:13])) / TICKS
    return memory, busy, own, shared


def held(bank: Path) -> int:
    """How many files the bank holds."""
    if not bank.is_file():
        return 0
    try:
        with closing(sqlite3.connect(f"{bank.absolute().as_uri()}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT coalesce(max(id), 0) FROM source").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # it is being made


def run(folder: Path, bank: Path, jobs: int, before: Sample, *, until: int = 0) -> Iterator[Sample]:
    """The samples of a run of `drafter mine`, counted on from `before`; it is killed as soon as the bank holds `until` files."""
    log = bank.with_suffix(".log")
    with open(log, "a", encoding="utf-8") as out:
        start, last = time.perf_counter(), before
        process = subprocess.Popen(command([folder], bank, jobs), stdout=out, stderr=out, env={**os.environ, "PYTHONPATH": str(ROOT)})
        while process.poll() is None:
            memory, busy, own, shared = looked_at(process.pid)
            last = Sample(before.seconds + time.perf_counter() - start, max(last.processor, before.processor + busy), held(bank), memory,
                          max(last.writer, before.writer + own), shared)
            yield last
            if until and last.files >= until:
                os.kill(process.pid, signal.SIGKILL)
            with suppress(subprocess.TimeoutExpired):
                process.wait(EACH)
        took = time.perf_counter() - start
    if not until and process.returncode:
        sys.exit(f"drafter mine ended with {process.returncode}: {log.read_text(encoding='utf-8')[-400:]}")
    yield Sample(before.seconds + took, last.processor, held(bank), 0.0, last.writer, 0.0)


def slope(points: list[tuple[float, float]]) -> float:
    """The slope of the line through (x, y) in the log–log plot, by least squares: 1 where y grows as x does."""
    logs = [(math.log(x), math.log(y)) for x, y in points if x > 0 and y > 0]
    x_mean, y_mean = (sum(row[i] for row in logs) / len(logs) for i in (0, 1))
    return sum((x - x_mean) * (y - y_mean) for x, y in logs) / sum((x - x_mean) ** 2 for x, _ in logs)


def tenths(samples: list[Sample], number: int) -> list[Sample]:
    """The first sample at each tenth of the files, from none to all."""
    return [next(s for s in samples if s.files >= number * part / 10) for part in range(11)]


def mined(folder: Path, number: int, jobs: int, kept: Path, *, kill: bool) -> tuple[list[Sample], Path]:
    """(the samples, the bank) of mining the folder's documents into a new bank; the samples stand in the file `kept` as they come."""
    bank = folder.with_name(f"{folder.name}-{jobs}.sqlite")
    for old in bank.parent.glob(f"{bank.name}*"):
        old.unlink()
    samples = [Sample(0, 0, 0, 0, 0, 0)]
    for until in (number // 2, 0) if kill else (0,):
        for sample in run(folder, bank, jobs, samples[-1], until=until):
            samples.append(sample)
            if not len(samples) % 10 or not sample.memory:
                kept.write_text(json.dumps([asdict(s) for s in samples]), encoding="utf-8")
        if until:
            print(f"killed at {samples[-1].files} files after {samples[-1].seconds:.0f} s; started again", flush=True)
    return samples, bank


def report(samples: list[Sample], jobs: int) -> None:
    """Nothing; the rate and memory over time and the slope are printed."""
    parts = tenths(samples, samples[-1].files)
    for before, after in pairwise(parts):
        files, took = after.files - before.files, after.seconds - before.seconds
        print(f"{after.files:7} files, {after.seconds:7.0f} s: {files / max(took, 1e-9):6.1f} files a second, "
              f"{1000 * (after.processor - before.processor) / max(files, 1):5.2f} ms of processor a file, {after.memory:5.0f} MB")
    last = samples[-1]
    later = [s for s in samples if s.files >= last.files / 100]
    print(f"{last.files} files with {jobs} jobs: {last.seconds:.0f} s, {last.processor:.0f} s of processor, of these the writer's "
          f"{last.writer:.0f} s; memory peak {max(s.memory for s in samples):.0f} MB, shared pages counted once "
          f"{max(s.shared for s in samples):.0f} MB")
    print(f"slope over documents, log–log: {slope([(s.files, s.seconds) for s in later]):.3f} of time, "
          f"{slope([(s.files, s.processor) for s in later]):.3f} of processor time", flush=True)


def main(number: int, jobs: int, whole: Path) -> None:
    """Print the rate and memory over time, the slope, and what `drafter bank verify` says."""
    folder = whole / f"{number}"
    if not folder.is_dir():
        size = varied.write(folder, number)
        print(f"{number} documents, {size / 1e6:.0f} MB", flush=True)
    samples, bank = mined(folder, number, jobs, whole / f"samples-{number}-{jobs}.json", kill=True)
    report(samples, jobs)
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "drafter", "bank", "verify", "--bank", str(bank)], capture_output=True, text=True,
                          check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    print(f"bank {bank.stat().st_size / 1e6:.0f} MB; verify, {time.perf_counter() - start:.0f} s: {(done.stdout + done.stderr).strip()}")


def drawn(samples: list[Sample], path: Path) -> None:
    """Nothing; the picture shows the rate by wall and by processor time, and memory, over the documents."""
    import matplotlib
    from matplotlib.figure import Figure

    from drafter.bank import picture

    step, last = samples[-1].files / 40, samples[0]
    points = []
    for sample in samples:
        if sample.files - last.files >= step and sample.processor > last.processor:
            files = sample.files - last.files
            points.append((sample.files, files / (sample.seconds - last.seconds), files / (sample.processor - last.processor)))
            last = sample
    stops = [before.files for before, after in pairwise(samples) if not before.memory and before.files]
    with matplotlib.rc_context({"font.family": [picture.font()], "axes.unicode_minus": False}):
        figure = Figure(figsize=(8, 5.6), dpi=120, layout="constrained")
        above, below = figure.subplots(2, 1, sharex=True)
        above.plot([p[0] for p in points], [p[2] for p in points], color="#3f7fbf", label="每秒处理器时间")
        above.plot([p[0] for p in points], [p[1] for p in points], color="#c0504d", alpha=0.7, label="每秒钟（同机还有别的活）")
        above.set_ylabel("读多少份")
        above.set_ylim(bottom=0)
        shown = [s for s in samples if s.memory]
        below.plot([s.files for s in shown], [s.memory for s in shown], color="#6aa84f", label="内存（MB）")
        below.axhline(600, color="#aaaaaa", linestyle="--", label="要求：600 MB 以内")
        below.set_ylim(bottom=0)
        below.set_xlabel("已经读了多少份")
        for axes in (above, below):
            for stop in stops:
                axes.axvline(stop, color="#888888", linestyle=":", label="在这里强行终止，再接着做")
            axes.legend(loc="lower right", fontsize=9)
        figure.savefig(path, metadata={"Software": None})


def parts(number: int) -> None:
    """Print the processor time a file of what many can do and of what one does, and what follows for a crew (Amdahl, the two at once)."""
    from drafter.bank import Bank
    from drafter.duplicates import Seen
    from drafter.pipeline import ingest

    took: dict[str, float] = {}

    def timed(what: str, work: Callable[[], T]) -> T:
        start = time.process_time()
        made = work()
        took[what] = 1000 * (time.process_time() - start) / number
        return made

    with tempfile.TemporaryDirectory() as scratch, Bank(Path(scratch) / "b.sqlite", create=True) as bank:
        varied.write(Path(scratch), number)
        program, files = ingest.program(), ingest.walk([Path(scratch)])
        read, entering = partial(ingest.read_files, year=2026, program=program), ingest.Entering(bank)
        read([ingest.Task(str(path), path.name) for path in files[:20]])  # dictionaries and tables are read once a worker
        tasks = timed("look", lambda: list(ingest._tasks(files, bank, lambda _: None, None, False)))
        readings = timed("read", lambda: read(tasks))
        sent = timed("send", lambda: [pickle.dumps(readings[i:i + CHUNK]) for i in range(0, number, CHUNK)])
        readings = timed("receive", lambda: [reading for chunk in sent for reading in pickle.loads(chunk)])

        def enter() -> None:
            seen, summary = Seen(), ingest.Mined()
            with entering:
                for task, reading in zip(tasks, readings, strict=True):
                    if not entering.has(reading.digest, ingest.rules()):
                        ingest._enter(task.name, reading, entering, seen, summary)

        timed("enter", enter)
    print(", ".join(f"{what} {ms:.2f}" for what, ms in took.items()) + f" ms of processor a file ({number} files)")
    shared, alone = took["read"] + took["send"], took["look"] + took["receive"] + took["enter"]
    one = took["look"] + took["read"] + took["enter"]
    for workers in (1, 2, 4, 10, 100):
        each = one if workers == 1 else max(shared / workers, alone)
        print(f"{workers:3} workers: {each:.2f} ms a file, {1000 / each:.0f} files a second, {one / each:.1f} times one; "
              f"100,000 files in {100 * each / 60:.1f} minutes")


if __name__ == "__main__":
    asked = sys.argv[1:]
    if asked[:1] == ["parts"]:
        parts(int(asked[1]) if len(asked) > 1 else 1000)
        sys.exit()
    if asked[:1] == ["picture"]:
        drawn([Sample(**row) for row in json.loads(Path(asked[1]).read_text(encoding="utf-8"))], PICTURE)
        sys.exit()
    with tempfile.TemporaryDirectory() as scratch:
        main(int(asked[0]) if asked else 100_000, int(asked[1]) if len(asked) > 1 else 1, Path(asked[2] if len(asked) > 2 else scratch))
