"""Draft from the shipped corpus, and from a large bank of one's own beside it: seconds a draft, one after the other in one run.

    python benchmarks/drafting.py [PHRASES [BRIEFS]]      default 1000000 phrases, 200 briefs
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not this folder, in which docx would be a benchmark

from benchmarks.bank import build, hauls  # noqa: E402
from drafter import pipeline  # noqa: E402


def drafted(briefs: list[Path], bank: Path | None) -> list[float]:
    """Seconds of each draft, written to no file."""
    found = []
    for brief in briefs:
        start = time.perf_counter()
        pipeline.draft(brief, bank=bank)
        found.append(time.perf_counter() - start)
    return found


def called(pile: Path, out: Path, jobs: int | None) -> float:
    """Milliseconds a brief of `drafter draft PILE -o OUT`: the clock's, from the command's start to its end, all .docx written."""
    words = [sys.executable, "-m", "drafter", "draft", str(pile), "-o", str(out), *(["--jobs", str(jobs)] if jobs else [])]
    start = time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - start) / len(list(pile.iterdir()))


def examples() -> list[Path]:
    """The example briefs."""
    return sorted((ROOT / "examples").glob("*.yaml"))


def main() -> None:
    """Print the median and the slowest of the drafts, shipped corpus and large bank in turn, and the mean of many in one call."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    many = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    briefs = examples()
    drafted(briefs[:1], None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "b.sqlite"
        build(str(path), list(hauls(number)), together=True)
        for name, bank in (("shipped corpus", None), (f"{number} phrases of one's own", path), ("shipped corpus", None)):
            times = drafted(briefs, bank)
            print(f"{name}: median {statistics.median(times):.3f} s, slowest {max(times):.3f} s of {len(times)}", flush=True)
        pile = Path(folder) / "briefs"
        pile.mkdir()
        for i in range(many):
            (pile / f"{i}.yaml").write_bytes(briefs[i % len(briefs)].read_bytes())
        for jobs in (1, None):
            way = f"{jobs} process" if jobs else "as many processes as fit"
            print(f"{many} briefs in one call, {way}: {called(pile, Path(folder) / str(jobs), jobs):.0f} ms each")


if __name__ == "__main__":
    main()
