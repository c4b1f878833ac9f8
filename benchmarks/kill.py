"""Kill `drafter mine` at random moments, start it again, and compare the bank with that of an undisturbed run.

    python benchmarks/kill.py [FILES] [KILLS] [JOBS]      default 2000 files, 50 kills, 2 worker processes; decisions are made in between
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drafter.bank import Bank  # noqa: E402
from drafter.jobs import CHUNK  # noqa: E402


def write_files(folder: Path, number: int, sections: int = 3) -> None:
    """Files of some 600 characters each (or more), sections of the corpus put together anew (seeded)."""
    draw = random.Random(3)
    texts = [re.sub(r"\A---.*?---\n", "", p.read_text(encoding="utf-8"), flags=re.S) for p in sorted((ROOT / "corpus").rglob("*.txt"))]
    parts = [part for text in texts for part in text.split("\n\n") if 60 < len(part) < 400 and not part.startswith("#")]
    for i in range(number):
        (folder / f"{i:05}.txt").write_text(f"# 第{i}号材料的汇报\n\n" + "\n\n".join(draw.sample(parts, sections)) + "\n", encoding="utf-8")


def content(path: Path) -> tuple[object, ...]:
    """What a bank holds, told without its row numbers."""
    with Bank(path) as bank:
        return ({(f.phrase.key, f.phrase.quality, f.phrase.flags, tuple(sorted(s.file for s in f.sources)))
                 for f in bank.all(usable=False)},
                sorted((p.key, c.key, m.key, score) for *three, score in bank.threads() for p, c, m in [[f.phrase for f in three]]),
                bank.frames(least=1), list(bank.prints()))


def command(files: list[Path], bank: Path, jobs: int) -> list[str]:
    """The command line of a mining run."""
    return [sys.executable, "-m", "drafter", "mine", *map(str, files), "--bank", str(bank), "--jobs", str(jobs)]


def left(mark: str) -> list[int]:
    """The processes of a run that are still there five seconds after its end, by the mark in their environment."""
    for _ in range(50):
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if f"KILLED_RUN={mark}\0" in (process / "environ").read_text(errors="replace"):
                    found.append(int(process.name))
            except OSError:
                pass  # it ended meanwhile
        if not found:
            break
        time.sleep(0.1)
    return found


def main() -> None:
    """Print kills, restarts, decisions kept and whether the banks are equal."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    jobs = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    draw = random.Random(4)
    orphans = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "材料"
        folder.mkdir()
        write_files(folder, number)
        start = time.perf_counter()
        subprocess.run(command([folder], Path(name) / "whole.sqlite", 1), check=True, capture_output=True)
        whole = time.perf_counter() - start
        print(f"{number} files undisturbed, 1 job: {whole:.1f} s")
        few = sorted(folder.iterdir())[:2 * CHUNK]  # what the workers need to start and bring the first files home
        start = time.perf_counter()
        subprocess.run(command(few, Path(name) / "few.sqlite", jobs), check=True, capture_output=True)
        begun = time.perf_counter() - start
        path = Path(name) / "killed.sqlite"
        decided: dict[str, str] = {}
        done = 0
        for turn in range(kills):
            run = subprocess.Popen(command([folder], path, jobs), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env={**os.environ, "KILLED_RUN": str(turn)})
            time.sleep(draw.uniform(0.5, 0.5 + begun + 1.5 * whole / kills))
            if run.poll() is None:
                os.kill(run.pid, signal.SIGKILL)
                done += 1
            run.wait()
            orphans += len(left(str(turn)))
            if path.is_file():
                with Bank(path) as bank:
                    rows = bank.all(usable=False)
                    if rows:
                        row = draw.choice(rows)
                        what = draw.choice(("keep", "reject"))
                        bank.decide(row.id, what)
                        decided[row.phrase.text] = {"keep": "kept", "reject": "rejected"}[what]
        subprocess.run(command([folder], path, jobs), check=True, capture_output=True)
        with Bank(path) as bank:
            wrong = bank.verify()
            status = {f.phrase.text: f.status for f in bank.all(usable=False)}
        lost = [text for text, wanted in decided.items() if status.get(text) != wanted]
        with Bank(path) as bank:
            while True:
                try:
                    bank.undo()
                except Exception:
                    break
        equal = content(path) == content(Path(name) / "whole.sqlite")
        print(f"{done} kills of runs with {jobs} jobs; processes left behind {orphans}; bank {'equal' if equal else 'DIFFERENT'}; "
              f"verify: {'; '.join(wrong) or 'clean'}; decisions {len(decided)}, lost {len(lost)}")


if __name__ == "__main__":
    main()
