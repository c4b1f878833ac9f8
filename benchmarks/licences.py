"""The licence of everything drafter installs, core and each extra: a table of what is installed here. `make licences`

Fails (status 1) on GPL and AGPL, on a licence that is not told, and on LGPL in the core; LGPL in an extra is named.
A package counts for the first group that brings it: core, then the extras in the order of setup.cfg.
"""

from __future__ import annotations

import re
import sys
from configparser import ConfigParser
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
CORE = "核心"
_STRONG = re.compile(r"\bA?GPL|GNU (?:Affero )?General Public", re.I)
_LESSER = re.compile(r"\bLGPL|GNU Lesser|GNU Library", re.I)
# Where the metadata hold the licence's whole text, or leave it out: read in the package's own LICENSE file.
_READ = {"ahocorasick_rs": "Apache-2.0",
         "kiwisolver": "BSD-3-Clause", "cycler": "BSD-3-Clause", "matplotlib": "Python Software Foundation (matplotlib)"}


def licence(found: metadata.PackageMetadata) -> str:
    """The licence as the package tells it: expression, else classifier, else the field's first line; empty where it tells none."""
    said = found.get("License-Expression") or _READ.get(found["Name"].lower())
    classes = [c.rpartition(" :: ")[2] for c in found.get_all("Classifier") or [] if c.startswith("License :: ")]
    return said or "、".join(c for c in classes if c != "OSI Approved") or (found.get("License") or "").strip().split("\n")[0]


def groups() -> dict[str, list[Requirement]]:
    """What setup.cfg asks for, by group."""
    read = ConfigParser()
    read.read(ROOT / "setup.cfg", encoding="utf-8")
    rows = {CORE: read["options"]["install_requires"], **read["options.extras_require"]}
    return {name: [Requirement(line) for line in text.split("\n") if line] for name, text in rows.items()}


def brought(requirement: Requirement, seen: dict[str, metadata.Distribution | None]) -> None:
    """Nothing; `seen` holds the package and all it brings here, by name; None for what is not installed."""
    name = requirement.name.lower().replace("_", "-")
    if name in seen and not requirement.extras:
        return
    try:
        found = metadata.distribution(requirement.name)
    except metadata.PackageNotFoundError:
        seen[name] = None
        return
    seen[name] = found
    for line in found.requires or []:
        needed = Requirement(line)
        if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in ("", *requirement.extras)):
            brought(needed, seen)


def main() -> int:
    """Print the table; 1 where a licence is barred."""
    told: set[str] = set()
    barred, lesser, absent = [], [], []
    print("| 组 | 库 | 版本 | 许可证 |\n| --- | --- | --- | --- |")
    for group, requirements in groups().items():
        seen: dict[str, metadata.Distribution | None] = {}
        for requirement in requirements:
            brought(requirement, seen)
        for name, found in sorted(seen.items()):
            if found is None:
                absent.append(f"{name}（{group}）")
            if found is None or name in told:
                continue
            told.add(name)
            said = licence(found.metadata)
            print(f"| {group} | {name} | {found.version} | {said or '没有写'} |")
            if _LESSER.search(said):
                lesser.append(f"{name}（{group}）")
            if not said or _STRONG.search(said) or (group == CORE and _LESSER.search(said)):
                barred.append(f"{name}（{group}）：{said or '没有写'}")
    print(f"\n共 {len(told)} 个。LGPL：{'、'.join(lesser) or '没有'}。没有装、没有查的：{'、'.join(absent) or '没有'}。")
    for row in barred:
        print(f"不许用：{row}", file=sys.stderr)
    return bool(barred)


if __name__ == "__main__":
    sys.exit(main())
