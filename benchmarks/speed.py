"""Speed as ratios of two things measured in turn in one run.

    python benchmarks/speed.py [MB]

read + clean of MB (20) megabytes of text in files of some 4 KB, one core, beside plain jieba.lcut over a part of the same text;
`drafter --help` beside `python -c pass`.
"""

from __future__ import annotations

import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def corpus(folder: Path, megabytes: float) -> tuple[list[Path], int]:
    """Files made of the shipped corpus with some dirt mixed in, and their size in bytes."""
    sources = [re.sub(r"\A---.*?---\n", "", p.read_text(encoding="utf-8"), flags=re.S).replace("#", "")
               for p in sorted((ROOT / "corpus").rglob("*.txt"))]
    random.Random(6).shuffle(sources)  # a few megabytes are as mixed as many
    paths, total, number = [], 0, 0
    while total < megabytes * 1_000_000:
        text = sources[number % len(sources)].replace("，", ",").replace("一是", f"一是[{number % 9}]")
        path = folder / f"{number:06}.txt"
        data = f"APP下载\n{text}\n猜你喜欢\n关于甲的思考\n关于乙的思考\n".encode()
        path.write_bytes(data)
        paths.append(path)
        total += len(data)
        number += 1
    return paths, total


def clean_all(paths: list[Path]) -> int:
    """Characters kept of all files, read and cleaned one after the other."""
    from drafter import cleaning, readers

    kept = 0
    for path in paths:
        for article in cleaning.clean(readers.read(path))[0]:
            kept += sum(len(b.text) for b in article.blocks)
    return kept


def seconds(call: object, *values: object) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    call(*values)  # type: ignore[operator]
    return time.perf_counter() - start


def cleaned(megabytes: float) -> tuple[int, int, list[float], list[float]]:
    """(bytes, files, MB/s of read + clean in three turns, MB/s of jieba over a part of the same text)."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    with tempfile.TemporaryDirectory() as scratch:
        paths, total = corpus(Path(scratch), megabytes)
        clean_all(paths[:50])
        part = paths[:max(1, len(paths) // 20)]
        size = sum(p.stat().st_size for p in part)
        ours, theirs = [], []
        for _ in range(3):
            ours.append(total / seconds(clean_all, paths) / 1e6)
            text = "".join(p.read_text(encoding="utf-8") for p in part)
            theirs.append(size / seconds(jieba.lcut, text) / 1e6)
    return total, len(paths), ours, theirs


def started(pairs: int = 15) -> list[tuple[float, float]]:
    """Seconds of `drafter --help` and of `python -c pass`, whole processes in turn, so many pairs."""
    program = Path(sys.executable).parent / "drafter"
    return [(seconds(lambda: subprocess.run([str(program), "--help"], stdout=subprocess.DEVNULL, check=True)),
             seconds(subprocess.run, [sys.executable, "-c", "pass"])) for _ in range(pairs)]


def main(megabytes: float) -> None:
    """Print both."""
    ratios = [ours / bare for ours, bare in started()]
    print(f"drafter --help takes {statistics.median(ratios):.1f} times as long as python -c pass ({len(ratios)} pairs, "
          f"{min(ratios):.1f} to {max(ratios):.1f})")
    total, files, fast, slow = cleaned(megabytes)
    ratios = [a / b for a, b in zip(fast, slow, strict=True)]
    print(f"read + clean of {total / 1e6:.1f} MB in {files} files: {statistics.median(fast):.1f} MB/s; "
          f"jieba.lcut {statistics.median(slow):.2f} MB/s; ratio {min(ratios):.1f} to {max(ratios):.1f}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 20)
