"""Print how long it takes to load and check each shipped outline: cold (nothing kept), then from memory.

Run: .venv/bin/python benchmarks/templates.py
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from drafter import outlines, resources, yamlfile
from drafter.outlines import sandbox
from drafter.pipeline import templates

COLD_MS, WARM_MS = 60, 5  # what each may take


def forget() -> None:
    """Nothing is kept any more."""
    outlines._kept.clear()
    yamlfile._kept.clear()
    sandbox._read.cache_clear()
    sandbox._compiled.cache_clear()


def took(path: Path) -> float:
    """Milliseconds to load and check the outline."""
    start = time.perf_counter()
    templates.check(path)
    return 1000 * (time.perf_counter() - start)


def main() -> int:
    """Print a line an outline; 1 where one takes longer than it may."""
    paths = sorted(resources.folder("templates").glob("*.yaml"))
    templates.check(paths[0])  # libraries and word tables are loaded once a run
    slow = 0
    for path in paths:
        forget()
        cold, warm = took(path), min(took(path) for _ in range(3))
        slow += cold > COLD_MS or warm > WARM_MS
        print(f"{path.stem}\tcold {cold:.1f} ms\twarm {warm:.2f} ms")
    start = time.perf_counter()
    outlines.choose("述职报告")
    print(f"choosing a kind\t{1000 * (time.perf_counter() - start):.2f} ms")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
