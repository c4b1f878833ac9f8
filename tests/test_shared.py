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


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_cleaning_a_cleaned_sample_changes_nothing(shared: Path, name: str) -> None:
    from tests.test_cleaning import again, as_text

    articles, _ = pipeline.clean(next((shared / "seeds").glob(f"{name}_*.txt")))
    assert as_text(again(articles)) == as_text(articles)


def test_samples_are_cleaned_as_well_as_the_labels_say(shared: Path, tmp_path: Path) -> None:
    rows = [json.dumps(u.record(), ensure_ascii=False) for path in sorted((shared / "seeds").glob("*.txt"))
            for article in pipeline.label(path)[0] for u in article]
    (tmp_path / "u.jsonl").write_text("\n".join(rows), encoding="utf-8")
    command = [sys.executable, str(shared / "eval" / "score_mining.py"), "--gold", str(shared / "eval" / "gold"),
               "--pred", str(tmp_path / "u.jsonl"), "--json"]
    scores = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert scores["text_kept"]["p"] >= 0.98
    assert scores["text_kept"]["r"] >= 0.98
    assert scores["noise_leaked"] <= 0.01
    assert scores["units_found"] >= 0.95
    assert scores["headings"]["f1"] >= 0.90
    assert scores["titles_found"] >= 0.85


def _mined_with(name: str, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str, str]]:
    """(kind, text, role) of the usable phrases of the seeds, cut with that segmenter."""
    from drafter import words

    monkeypatch.setenv("DRAFTER_SEGMENTER", name)
    words.segmenter.cache_clear()
    try:
        with Bank(":memory:") as bank:
            pipeline.mine(sorted((SHARED / "seeds").glob("*.txt")), bank)
            return {(f.phrase.kind, f.phrase.text, f.phrase.role) for f in bank.all()}
    finally:
        words.segmenter.cache_clear()


@pytest.mark.usefixtures("shared")
def test_both_segmenters_give_the_same_sentences_on_the_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = _mined_with("rjieba", monkeypatch), _mined_with("jieba", monkeypatch)
    kinds = ("sentence", "act", "lead")
    assert {row for row in ours if row[0] in kinds} == {row for row in theirs if row[0] in kinds}
    # headings and mottoes are told by parts of speech, on which the engines disagree now and then
    rest = [{row for row in side if row[0] not in kinds} for side in (ours, theirs)]
    assert len(rest[0] ^ rest[1]) <= 0.1 * len(rest[0] | rest[1])
