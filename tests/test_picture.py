"""The picture of a bank: what it shows, and what is said where it cannot be made."""

from __future__ import annotations

import re
import struct
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from drafter import pipeline
from drafter.bank import picture
from drafter.cli import drafter
from drafter.errors import OutputError
from tests.test_review import run

pytest.importorskip("matplotlib", reason="matplotlib is the extra `plot`")
from matplotlib import font_manager


@pytest.fixture
def _font() -> None:
    if not {font.name for font in font_manager.fontManager.ttflist} & set(picture.FONTS):
        pytest.skip("no Chinese font is installed: tests/rendering/install.sh installs one")


@pytest.mark.usefixtures("_font")
def test_both_pictures_are_drawn(tmp_path: Path) -> None:
    run("bank", "stats", "--plot", str(tmp_path / "图.png"))
    data = (tmp_path / "图.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (1800, 960)
    run("bank", "stats", "--plot", str(tmp_path / "图.svg"))
    svg = (tmp_path / "图.svg").read_text(encoding="utf-8")
    with pipeline.builtin_bank() as bank:
        bars = min(picture.MOST, len(bank.stats()["by_aspect"])) + len(bank.years())  # type: ignore[arg-type]
    assert len(re.findall(r"<path ", svg)) > bars
    run("bank", "stats", "--plot", str(tmp_path / "图二.svg"))
    assert (tmp_path / "图二.svg").read_bytes() == (tmp_path / "图.svg").read_bytes()  # the same bank, the same file


@pytest.mark.usefixtures("_font")
@pytest.mark.parametrize("years", [{}, {0: 3}, {2001: 1, 2024: 5, 0: 2}])
def test_a_bank_of_any_age_can_be_drawn(tmp_path: Path, years: dict[int, int]) -> None:
    stats = {"phrases": 0, "usable": 0, "sources": 0, "by_aspect": {}}
    picture.save(stats, years, tmp_path / "图.svg")
    assert (tmp_path / "图.svg").stat().st_size > 1000


def test_without_matplotlib_or_a_font_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    told = CliRunner().invoke(drafter, ["bank", "stats", "--plot", str(tmp_path / "图.png")])
    assert "没有找到中文字体" in str(told.exception)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    told = CliRunner().invoke(drafter, ["bank", "stats", "--plot", str(tmp_path / "图.png")])
    assert "drafter[plot]" in str(told.exception)
    assert list(tmp_path.iterdir()) == []


def test_a_picture_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"\.png 或 \.svg"):
        picture.save({}, {}, tmp_path / "图.bmp")
