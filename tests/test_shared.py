"""The judges of the project, where they are beside it: nothing copied, briefs drafted without a fault of trust."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from drafter import pipeline
from drafter.bank import Bank
from tests.conftest import ROOT, SHARED


def test_no_sentence_of_the_samples_stands_in_the_project(shared: Path) -> None:
    command = [sys.executable, str(shared / "tools" / "originality.py"), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == ""


@pytest.fixture(scope="module")
def mined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not SHARED.is_dir():
        pytest.skip("../shared is missing: sample documents are not part of the project")
    path = tmp_path_factory.mktemp("bank") / "b.sqlite"
    with Bank(path, create=True) as bank:
        done = pipeline.mine([SHARED / "seeds"], bank)
    assert done.files == 5
    return path


TRUST = ["figures not in the brief", "attributed words", "facts missing", "half-width punctuation", "avoid words", "raw marks"]


@pytest.mark.parametrize("own", [True, False], ids=["mined samples", "built-in bank"])
@pytest.mark.parametrize("name", ["pub-01", "pub-12"])
def test_briefs_are_drafted_without_a_fault_of_trust(shared: Path, mined: Path, tmp_path: Path, name: str, own: bool) -> None:
    brief = shared / "eval" / "briefs" / f"{name}.yaml"
    draft = pipeline.draft(brief, bank=mined if own else None)
    pipeline.write(draft.document, tmp_path / "r.docx")
    done = subprocess.run([sys.executable, str(shared / "eval" / "score_draft.py"), str(brief), str(tmp_path / "r.docx"), "--json"],
                          capture_output=True, text=True, check=False)
    faults = json.loads(done.stdout)["faults"]
    assert not set(faults) & set(TRUST), done.stdout
