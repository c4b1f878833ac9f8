"""The project as it is installed: wheel and sdist hold what they must, licences, layers, start-up loads little."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


def tracked() -> list[str]:
    """The files that git knows; skips where this is no checkout, as in an unpacked sdist."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: the list of files is not known")
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(sdist, wheel) of the checkout as it stands; the wheel is built from the sdist alone."""
    folder = tmp_path_factory.mktemp("built")
    tree = folder / "tree"
    for name in tracked():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_bytes((ROOT / name).read_bytes())
    subprocess.run([sys.executable, "-m", "build", "--outdir", str(folder), str(tree)], check=True, capture_output=True)
    return next(folder.glob("*.tar.gz")), next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def unpacked(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the sdist unpacks to."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(built[0]) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.iterdir())


@pytest.mark.slow
def test_a_wheel_holds_templates_tables_and_corpus(built: tuple[Path, Path]) -> None:
    held = zipfile.ZipFile(built[1]).namelist()
    for wanted in ("drafter/templates/调研报告.yaml", "drafter/templates/styles/gb9704.yaml", "drafter/phrasebank/frames.yaml",
                   "drafter/examples/工作方案.yaml", "drafter/templates/schema/outline.schema.json",
                   "drafter/mining/cues/problem.yaml", "drafter/mining/roles.npz", "drafter/meaning.npz", "drafter/belonging.npz",
                   "drafter/composing/uses.npz", "drafter/composing/faultkinds.npz", "drafter/cleaning/furniture.yaml"):
        assert wanted in held
    assert sum(n.startswith("drafter/corpus/") and n.endswith(".txt") for n in held) >= 12
    assert sum(n.startswith("drafter/corpus/") and n.endswith(".labels.jsonl") for n in held) >= 12
    assert not any(n.startswith("drafter/corpus/training/") for n in held)  # teaches the model, is not drafted from
    assert "cli.py" not in held


@pytest.mark.slow
def test_an_sdist_holds_all_that_git_knows(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[0]) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert sorted(set(tracked()) - held) == [".gitignore"]


@pytest.mark.slow
def test_the_readmes_first_command_runs_in_an_unpacked_sdist(unpacked: Path) -> None:
    """In an environment of its own, from the network: the core is installed alone, as an office does it."""
    readme = (unpacked / "README.md").read_text(encoding="utf-8")
    command = re.search(r"<!-- first command -->\n```sh\n(.+?)\n```", readme)
    assert command
    path = os.pathsep.join([str(Path(sys.executable).resolve().parent), os.environ["PATH"]])
    subprocess.run(["bash", "-c", command[1]], cwd=unpacked, env=os.environ | {"PATH": path}, check=True, capture_output=True)
    assert zipfile.ZipFile(unpacked / "调研报告.docx").testzip() is None
    installed = {path.name.partition("-")[0].lower() for path in (unpacked / ".venv").rglob("*.dist-info")}
    assert {"drafter", "lxml"} <= installed
    assert not {"matplotlib", "pytest", "distributed"} & installed


@pytest.mark.slow
def test_tests_run_in_an_unpacked_sdist(unpacked: Path) -> None:
    """A part of them: those that read the folders beside the program. `bash .ci/sdist` runs the README's second command, all of them."""
    chosen = ["tests/test_readers.py", "tests/test_mining_cases.py", "tests/test_packaging.py", "tests/test_rules.py"]
    done = subprocess.run([sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *chosen], cwd=unpacked, capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, done.stdout
    assert str(ROOT) not in done.stdout
    where = subprocess.run([sys.executable, "-c", "import drafter; print(drafter.__file__)"], cwd=unpacked, capture_output=True, text=True,
                           check=True)
    assert Path(where.stdout.strip()).is_relative_to(unpacked)


def test_no_dependency_has_a_barred_licence() -> None:
    done = subprocess.run([sys.executable, "benchmarks/licences.py"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "| 核心 | lxml |" in done.stdout
    assert re.search("LGPL：.*psycopg（server）", done.stdout)


def test_help_loads_no_heavy_library() -> None:
    code = ("import sys\nbefore = set(sys.modules)\nimport drafter.cli as c\n"
            "try: c.drafter.main(['--help'], standalone_mode=False)\nexcept SystemExit: pass\n"
            "heavy = {'numpy', 'lxml', 'jinja2', 'jieba', 'rjieba', 'docx', 'yaml', 'pydantic', 'sqlite3', 'opencc'}\n"
            "print(sorted(heavy & set(sys.modules) - before), file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "起草" in done.stdout


def test_layers_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
