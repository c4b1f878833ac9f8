"""Kill `drafter mine` at random moments, start it again, and compare the bank with that of an undisturbed run.

    python benchmarks/kill.py [FILES] [KILLS]      default 2000 files, 50 kills; decisions are made in between
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


def write_files(folder: Path, number: int) -> None:
    """Files of some 600 characters each, sections of the corpus put together anew (seeded)."""
    draw = random.Random(3)
    texts = [re.sub(r"\A---.*?---\n", "", p.read_text(encoding="utf-8"), flags=re.S) for p in sorted((ROOT / "corpus").rglob("*.txt"))]
    parts = [part for text in texts for part in text.split("\n\n") if 60 < len(part) < 400 and not part.startswith("#")]
    for i in range(number):
        (folder / f"{i:05}.txt").write_text(f"# 第{i}号材料的汇报\n\n" + "\n\n".join(draw.sample(parts, 3)) + "\n", encoding="utf-8")


def content(path: Path) -> set[tuple[object, ...]]:
    """What a bank holds, told without its row numbers."""
    with Bank(path) as bank:
        return {(f.phrase.key, f.phrase.quality, f.phrase.flags, tuple(sorted(s.file for s in f.sources))) for f in bank.all(usable=False)}


def command(folder: Path, bank: Path) -> list[str]:
    """The command line of a mining run."""
    return [sys.executable, "-m", "drafter", "mine", str(folder), "--bank", str(bank)]


def main() -> None:
    """Print kills, restarts, decisions kept and whether the banks are equal."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    draw = random.Random(4)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "材料"
        folder.mkdir()
        write_files(folder, number)
        start = time.perf_counter()
        subprocess.run(command(folder, Path(name) / "whole.sqlite"), check=True, capture_output=True)
        whole = time.perf_counter() - start
        print(f"{number} files undisturbed: {whole:.1f} s")
        path = Path(name) / "killed.sqlite"
        decided: dict[str, str] = {}
        done = 0
        for _ in range(kills):
            run = subprocess.Popen(command(folder, path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(draw.uniform(0.5, 0.5 + 2 * whole / kills))
            if run.poll() is None:
                os.kill(run.pid, signal.SIGKILL)
                done += 1
            run.wait()
            if path.is_file():
                with Bank(path) as bank:
                    rows = bank.all(usable=False)
                    if rows:
                        row = draw.choice(rows)
                        what = draw.choice(("keep", "reject"))
                        bank.decide(row.id, what)
                        decided[row.phrase.text] = {"keep": "kept", "reject": "rejected"}[what]
        subprocess.run(command(folder, path), check=True, capture_output=True)
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
        print(f"{done} kills; bank {'equal' if content(path) == content(Path(name) / 'whole.sqlite') else 'DIFFERENT'}; "
              f"verify: {'; '.join(wrong) or 'clean'}; decisions {len(decided)}, lost {len(lost)}")


if __name__ == "__main__":
    main()
