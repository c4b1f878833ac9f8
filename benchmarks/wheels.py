"""Which systems the core can be installed on without a compiler: a table for docs/install.md, asked of PyPI through pip.

    python benchmarks/wheels.py            needs the network; some five minutes

Each dependency, and theirs, is asked for each Python and system with `pip install --dry-run --only-binary=:all:`: what pip would take
there. A row tells the version pip takes and, for each system, the Pythons a wheel is there for.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
# A system: its name and the platforms that pip accepts on it, the oldest of each (PEP 600; macOS as its Python installers are built).
SYSTEMS = {
    "Linux x86_64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"),
    "Linux aarch64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
    "Windows amd64": ("win_amd64",),
    "macOS x86_64": ("macosx_12_0_x86_64",),
    "macOS arm64": ("macosx_12_0_arm64",),
}


def wanted(extra: str = "") -> list[str]:
    """The requirements of the core, or of an extra, as setup.cfg has them."""
    read = ConfigParser()
    read.read(ROOT / "setup.cfg", encoding="utf-8")
    return (read["options.extras_require"][extra] if extra else read["options"]["install_requires"]).split()


def taken(requirements: list[str], system: str, python: str) -> dict[str, tuple[str, str]] | None:
    """What pip would install there: name to (version, file); None where some wheel is missing."""
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "-q", "--dry-run", "--ignore-installed", "--report", str(report),
                   "--target", scratch, "--only-binary=:all:", "--python-version", python,
                   *(f"--platform={p}" for p in SYSTEMS[system]), *requirements]
        # pip's own settings may name other indexes and folders of wheels; the certificates it is given stay.
        done = subprocess.run(command, env=os.environ | {"PIP_CONFIG_FILE": os.devnull}, capture_output=True, text=True, check=False)
        if done.returncode:
            if "No matching distribution" not in done.stderr:
                sys.exit(f"{system}, {python}: {done.stderr.strip()}")
            return None
        found = json.loads(report.read_text(encoding="utf-8"))["install"]
        return {row["metadata"]["name"].lower().replace("_", "-"):
                (row["metadata"]["version"], row["download_info"]["url"].rpartition("/")[2]) for row in found}


def held(system: str, python: str, requirements: list[str]) -> dict[str, tuple[str, str]]:
    """What pip would install there; where all of it together fails, each requirement alone, those without a wheel left out."""
    whole = taken(requirements, system, python)
    if whole is not None:
        return whole
    return {name: row for requirement in requirements for name, row in (taken([requirement], system, python) or {}).items()}


def main() -> None:
    """Print the table of the core, or of the extra that is named."""
    requirements = wanted(sys.argv[1] if len(sys.argv) > 1 else "")
    cells: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    versions: dict[str, set[str]] = defaultdict(set)
    places = [(system, python) for system in SYSTEMS for python in PYTHONS]
    with ThreadPoolExecutor(2) as workers:
        for (system, python), found in zip(places, workers.map(lambda place: held(*place, requirements), places), strict=True):
            for name, (version, file) in found.items():
                versions[name].add(version)
                cells[name][system].add("纯 Python" if file.endswith("-none-any.whl") else python)
    print("| 库 | 版本 | " + " | ".join(SYSTEMS) + " |\n|" + " --- |" * (len(SYSTEMS) + 2))
    for name, row in sorted(cells.items()):
        said = ["、".join(sorted(row[system])) or "没有" for system in SYSTEMS]
        said = ["有" if cell == "、".join(PYTHONS) else cell for cell in said]
        print(f"| {name} | {'、'.join(sorted(versions[name]))} | " + " | ".join(said) + " |")


if __name__ == "__main__":
    main()
