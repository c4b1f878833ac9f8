"""What keeps mining steady over very many files: shared transactions, texts seen in arrays, set phrases that are not recounted."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter import duplicates, pipeline
from drafter.bank import Bank, SourceFile
from drafter.document import Origin
from drafter.phrases import SOURCES, Haul, Phrase
from drafter.pipeline import entering
from tests.test_jobs import apart, rows, write_files

Place = Callable[[], str]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_files(tmp_path_factory.mktemp("scale") / "材料", 40)


@pytest.mark.parametrize("phrases", [1, 60, 100_000])
def test_the_bank_is_the_same_however_many_files_share_a_transaction(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                                     phrases: int) -> None:
    with Bank(tmp_path / "usual.sqlite", create=True) as bank:
        usual = pipeline.mine([files], bank)
    monkeypatch.setattr(entering, "PHRASES", phrases)
    monkeypatch.setattr(entering, "SECONDS", 1000.0)
    with Bank(tmp_path / "b.sqlite", create=True) as bank:
        done = pipeline.mine([files], bank)
    assert (done.files, done.known, done.phrases) == (usual.files, usual.known, usual.phrases)
    assert usual.known  # exact copies, of which the first still waits to be written
    assert apart(rows(tmp_path / "b.sqlite"), rows(tmp_path / "usual.sqlite")) == []


def test_what_was_read_is_written_when_the_work_is_stopped(files: Path, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entering, "SECONDS", 1000.0)
    monkeypatch.setattr(entering, "PHRASES", 100_000)
    read = 0

    def stop(number: int) -> None:
        nonlocal read
        read += number
        if read == 12:
            raise KeyboardInterrupt

    with Bank(place(), create=True) as bank:
        with pytest.raises(pipeline.Stopped) as stopped:
            pipeline.mine([files], bank, progress=stop)
        assert stopped.value.done.files == len(bank.paths()) > 9
        assert stopped.value.done.phrases > 0
        pipeline.mine([files], bank)
        assert bank.verify() == []


def test_a_changed_file_replaces_what_it_gave_whatever_waits(files: Path, tmp_path: Path, place: Place) -> None:
    folder = tmp_path / "材料"
    folder.mkdir()
    texts = [p.read_text(encoding="utf-8") for p in sorted(files.glob("*.txt"))]
    for i in (0, 2):
        (folder / f"{i}.txt").write_text(texts[i], encoding="utf-8")
    with Bank(place(), create=True) as bank:
        pipeline.mine([folder], bank)
        (folder / "1.txt").write_text(texts[5], encoding="utf-8")
        (folder / "2.txt").write_text(texts[6], encoding="utf-8")
        (folder / "3.txt").write_text(texts[2], encoding="utf-8")  # what 2.txt held until now
        done = pipeline.mine([folder], bank)
        assert (done.files, done.known) == (3, 1)
        assert [Path(p).name for p in bank.paths()] == ["0.txt", "1.txt", "2.txt", "3.txt"]
        assert bank.verify() == []


def test_texts_seen_are_known_again_from_the_array_as_from_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(11)
    pool = ["".join(chr(0x4e00 + draw.randrange(900)) for _ in range(draw.randint(16, 30))) + "。" for _ in range(400)]
    texts: list[list[str]] = []
    for _ in range(300):
        texts.append([draw.choice(pool) for _ in range(draw.randint(4, 9))])
        if draw.random() < 0.4:
            texts[-1] = [*draw.choice(texts)[:-1], draw.choice(pool)]
    prints = [duplicates.take("".join(text), f"文{i}", f"{i % 120}.txt") for i, text in enumerate(texts)]

    def answers(late: int) -> list[str]:
        monkeypatch.setattr(duplicates, "LATE", late)
        seen, found = duplicates.Seen(), []
        for one in prints:
            if draw_forget(one.name):
                seen.forget(one.file)
            found.append(seen.add(one))
        return found

    def draw_forget(name: str) -> bool:
        return int(name[1:]) % 7 == 0

    few = answers(3)
    assert few == answers(10 ** 6)
    assert 50 < sum(map(bool, few)) < 250
    again = duplicates.Seen(prints[:200])
    assert again.add(prints[3]) == prints[3].name


def test_a_phrase_of_many_sources_is_weighed_as_one_of_a_few_and_loses_a_flag_that_a_late_source_lacks(place: Place) -> None:
    def haul(number: int, flags: tuple[str, ...], register: float) -> Haul:
        parts = {"register": register, "length": 1.0, "clean": 1.0}
        one = Phrase("台账不全，责任不清。", "problem", flags=flags, origin=Origin(f"{number}.txt", "题", 1, 1), parts=parts)
        one.quality = one.worth(1)
        return Haul([one])

    worth, found = [], None
    with Bank(place(), create=True) as bank:
        for i in range(8):
            bank.add(SourceFile(f"{i}.txt", str(i), 1, 1, 0), [haul(i, () if i == 6 else ("specific",), 0.9 if i == 7 else 0.5)])
            found, = bank.all(usable=False)
            worth.append((found.phrase.quality, found.phrase.flags))
        assert bank.verify() == []
        assert bank.find(["台账"], role="problem")[0].id == found.id
    assert [w for w, _ in worth[:SOURCES]] == sorted({w for w, _ in worth[:SOURCES]})
    assert len({w for w, _ in worth[SOURCES - 1:7]}) == 1
    assert worth[7][0] > worth[6][0]  # the last source shows it in a better register
    assert [flags for _, flags in worth] == [("specific",)] * 6 + [()] * 2
    assert len(found.sources) == 8
