"""The project as it is installed: wheel holds the data, layers hold, start-up loads little."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.slow
def test_a_wheel_holds_templates_tables_and_corpus(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if names.returncode:
        pytest.skip("not a git checkout: the list of files is not known")
    for name in subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0"):
        if name and not name.startswith(("tests/", "docs/")) and (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_bytes((ROOT / name).read_bytes())
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(tree)], check=True,
                   capture_output=True)
    held = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    for wanted in ("drafter/templates/调研报告.yaml", "drafter/templates/styles/gb9704.yaml", "drafter/phrasebank/frames.yaml",
                   "drafter/mining/cues/problem.yaml", "drafter/cleaning/furniture.yaml"):
        assert wanted in held
    assert sum(n.startswith("drafter/corpus/") and n.endswith(".txt") for n in held) >= 12
    assert sum(n.startswith("drafter/corpus/") and n.endswith(".labels.jsonl") for n in held) >= 12
    assert "cli.py" not in held


def test_help_loads_no_heavy_library() -> None:
    code = ("import sys, drafter.cli as c\ntry: c.drafter.main(['--help'], standalone_mode=False)\nexcept SystemExit: pass\n"
            "heavy = {'numpy', 'lxml', 'jinja2', 'jieba', 'rjieba', 'docx', 'yaml', 'pydantic', 'sqlite3', 'opencc'}\n"
            "print(sorted(heavy & set(sys.modules)), file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "起草" in done.stdout


def test_layers_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
