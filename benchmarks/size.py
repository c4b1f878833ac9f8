"""What the core weighs and how long it takes to install, in a new environment from PyPI, without pip's cache. `make size`

Counted as `du` counts (blocks on the disk). Told apart: the environment as Python makes it (pip, and setuptools up to 3.11), and what
drafter adds, the compiled .pyc files among it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MB = 1e6


def weight(paths: Iterable[Path]) -> float:
    """Megabytes that the files take on the disk."""
    return sum(path.lstat().st_blocks * 512 for path in paths) / MB


def main() -> None:
    """Print time and sizes."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch) / "venv"
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        made = time.perf_counter()
        bare = weight(place.rglob("*"))
        pip = str(place / ("Scripts" if os.name == "nt" else "bin") / "pip")
        subprocess.run([pip, "install", "-q", "--no-cache-dir", str(ROOT)], check=True, stderr=subprocess.DEVNULL)
        print(f"venv {made - start:.0f} s, pip install . {time.perf_counter() - made:.0f} s")
        whole = weight(place.rglob("*"))
        print(f"environment {whole:.0f} MB, of which the bare venv {bare:.0f} MB; drafter and its libraries {whole - bare:.0f} MB, "
              f"their .pyc {weight(p for p in place.rglob('*.pyc') if 'pip' not in p.parts and 'setuptools' not in p.parts):.0f} MB")
        site = next(place.rglob("site-packages"))
        sizes = Counter({path.name: weight([path, *path.rglob("*")]) for path in site.iterdir()})
        print("largest: " + ", ".join(f"{name} {size:.1f}" for name, size in sizes.most_common(14)))
        own = site / "drafter"
        parts = Counter({path.name: weight([path, *path.rglob("*")]) for path in own.iterdir() if path.is_dir()})
        print("drafter: " + ", ".join(f"{name} {size:.1f}" for name, size in parts.most_common(6))
              + f", .pyc {weight(own.rglob('*.pyc')):.1f}")


if __name__ == "__main__":
    main()
