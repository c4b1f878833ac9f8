"""Tables of couplets and of parallel frames: enough of them, truthfully measured, no two alike."""

from __future__ import annotations

import re
import string
from collections import Counter, defaultdict
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

BANK = ROOT / "phrasebank"
TRADES = {path.stem for path in (BANK / "aspects").glob("*.yaml") if "-" not in path.stem}  # 通用-… are parts of 通用
SLOGAN_USES = {"动员", "倡议", "表态", "党课", "结尾", "标语"}
FRAME_USES = {"讲话稿", "动员", "倡议", "表态", "党课"}
PLACES = {"引题", "形势", "问题", "要求", "结尾"}
DIGITS = "零一二三四五六七八九"
RUN = 8

Row = dict[str, Any]


def han(text: str) -> str:
    return "".join(re.findall(r"[\u4e00-\u9fff]", text))


def halves(text: str) -> list[str]:
    return [han(part) for part in re.split("[，；]", text)]


def displaced(text: str) -> set[str]:
    """Two-character words a row says again at another place than the matching one: not a frame but a repetition."""
    places: dict[str, set[int]] = defaultdict(set)
    for half in halves(text):
        for at in range(len(half) - 1):
            places[half[at : at + 2]].add(at)
    return {word for word, found in places.items() if len(found) > 1 and "的" not in word}


def names(frame: Row) -> list[str]:
    """Slots in the order in which the frame first uses them."""
    return list(dict.fromkeys(name for _, name, _, _ in string.Formatter().parse(frame["frame"]) if name))


def members(frame: Row) -> list[str]:
    return [frame["frame"].format(**dict(zip(frame["slots"], fill, strict=True))) for fill in frame["fills"]]


@pytest.fixture(scope="module")
def slogans() -> list[Row]:
    return yaml.safe_load((BANK / "slogans.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def frames() -> list[Row]:
    return yaml.safe_load((BANK / "parallelism.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["slogans.yaml", "parallelism.yaml"])
def test_file_opens_with_a_chinese_comment(name: str) -> None:
    first = (BANK / name).read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert han(first)


def test_there_are_enough_slogans(slogans: list[Row]) -> None:
    assert len(slogans) >= 440
    count = Counter(trade for row in slogans for trade in row["subjects"])
    assert {trade: count[trade] for trade in TRADES if count[trade] < 8} == {}
    assert count["通用"] >= 60


def test_every_trade_has_every_use(slogans: list[Row]) -> None:
    uses = defaultdict(set)
    for row in slogans:
        for trade in row["subjects"]:
            uses[trade].add(row["use"])
    assert {trade: SLOGAN_USES - uses[trade] for trade in TRADES if SLOGAN_USES - uses[trade]} == {}


def test_slogan_fields_are_known(slogans: list[Row]) -> None:
    for row in slogans:
        assert {"text", "subjects", "build", "use"} <= set(row) <= {"text", "subjects", "build", "use", "echo"}, row
        assert row["use"] in SLOGAN_USES, row
        assert row["subjects"], row
        assert set(row["subjects"]) <= TRADES, row


def test_build_is_true(slogans: list[Row]) -> None:
    for row in slogans:
        lengths = [len(half) for half in halves(row["text"])]
        assert str(row["build"]) == "+".join(map(str, lengths)), row
        assert len(set(lengths)) == 1, row


def test_slogans_are_han_and_commas_only(slogans: list[Row]) -> None:
    for row in slogans:
        assert re.fullmatch(r"[\u4e00-\u9fff]+(?:[，；][\u4e00-\u9fff]+)*", row["text"]), row


def test_slogans_are_not_repeated(slogans: list[Row]) -> None:
    count = Counter(row["text"] for row in slogans)
    assert [text for text, times in count.items() if times > 1] == []


def test_no_two_slogans_share_a_run(slogans: list[Row]) -> None:
    owner: dict[str, str] = {}
    shared = []
    for row in slogans:
        text = han(row["text"])
        for at in range(len(text) - RUN + 1):
            other = owner.setdefault(text[at : at + RUN], row["text"])
            if other != row["text"]:
                shared.append((other, row["text"]))
    assert shared == []


def test_no_half_is_used_twice(slogans: list[Row]) -> None:
    count = Counter(half for row in slogans for half in set(halves(row["text"])))
    assert [half for half, times in count.items() if times > 1] == []


def test_repeated_words_are_declared(slogans: list[Row]) -> None:
    for row in slogans:
        assert displaced(row["text"]) == set(row.get("echo", [])), row


def test_there_are_enough_frames(frames: list[Row]) -> None:
    assert len(frames) >= 50
    count = Counter(frame["frame"] for frame in frames)
    assert [text for text, times in count.items() if times > 1] == []


def test_frame_fields_are_known(frames: list[Row]) -> None:
    required = {"frame", "members", "join", "slots", "fills", "use", "place"}
    for frame in frames:
        assert required <= set(frame) <= required | {"image", "subjects", "note"}, frame
        assert frame["use"], frame
        assert set(frame["use"]) <= FRAME_USES, frame
        assert frame["place"] in PLACES, frame
        assert frame["join"] in {"，", "、", "；"}, frame
        assert set(frame.get("subjects", [])) <= TRADES, frame


def test_slots_are_those_of_the_frame(frames: list[Row]) -> None:
    for frame in frames:
        assert list(frame["slots"]) == names(frame), frame


def test_fills_fit_slots_and_members(frames: list[Row]) -> None:
    for frame in frames:
        fills = frame["fills"]
        assert len(fills) >= max(3, frame["members"]), frame
        assert frame["members"] == 1 or len(fills) == frame["members"], frame
        assert all(len(fill) == len(frame["slots"]) for fill in fills), frame
        for column, kind in zip(zip(*fills, strict=True), frame["slots"].values(), strict=True):
            said = re.search(f"([{DIGITS}])(?:字|$)", kind)
            assert said, frame
            assert {len(han(word)) for word in column} == {DIGITS.index(said[1])}, frame


def test_fills_are_not_repeated(frames: list[Row]) -> None:
    for frame in frames:
        assert len(set(members(frame))) == len(frame["fills"]), frame


def test_members_with_a_comma_inside_are_joined_by_a_semicolon(frames: list[Row]) -> None:
    for frame in frames:
        assert ("，" in frame["frame"]) <= (frame["join"] == "；"), frame
