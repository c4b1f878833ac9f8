"""Mine the same folder with one process and with workers, in turn, and compare the banks; whole commands are timed.

    python benchmarks/jobs.py [FILES] [JOBS] [TURNS] [SECTIONS]      default 1000 files of 3 sections of the corpus, 2 jobs, 3 turns
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.kill import command, content, write_files  # noqa: E402


def run(folder: Path, bank: Path, jobs: int) -> tuple[float, float]:
    """(seconds, megabytes at the parent's peak) of a mining run."""
    start = time.perf_counter()
    process = subprocess.Popen(command([folder], bank, jobs), stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)})
    _, status, used = os.wait4(process.pid, 0)  # the process alone, without its children
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"drafter mine ended with {process.returncode}")
    return time.perf_counter() - start, used.ru_maxrss / 1024


def main() -> None:
    """Print seconds and the parent's memory peak turn by turn, the middle ratio, and whether the banks are equal."""
    number, jobs, turns, sections = [int(a) for a in sys.argv[1:]] + [1000, 2, 3, 3][len(sys.argv) - 1:]
    ratios = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "材料"
        folder.mkdir()
        write_files(folder, number, sections)
        for turn in range(turns):
            for bank in Path(name).glob("*.sqlite"):
                bank.unlink()
            one, alone = run(folder, Path(name) / "1.sqlite", 1)
            many, parent = run(folder, Path(name) / "many.sqlite", jobs)
            ratios.append(one / many)
            print(f"turn {turn + 1}: 1 job {one:.1f} s, {alone:.0f} MB; {jobs} jobs {many:.1f} s, parent {parent:.0f} MB; "
                  f"ratio {one / many:.2f}", flush=True)
        equal = content(Path(name) / "1.sqlite") == content(Path(name) / "many.sqlite")
    print(f"{number} files, {jobs} jobs: middle ratio {sorted(ratios)[turns // 2]:.2f}; banks {'equal' if equal else 'DIFFERENT'}")


if __name__ == "__main__":
    main()
