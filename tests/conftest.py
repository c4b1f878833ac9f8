"""What tests share: a brief, small documents, a bank of the shipped corpus kept apart from the user's own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

_scratch = tempfile.TemporaryDirectory(prefix="drafter-tests-")
# Set before drafter is imported anywhere: no test reads or writes the user's own folders.
os.environ["DRAFTER_CACHE"] = str(Path(_scratch.name) / "cache")
os.environ["DRAFTER_HOME"] = str(Path(_scratch.name) / "home")
os.environ.pop("DRAFTER_BANK", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the expected halves of cases and sessions; read the diff")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))


@pytest.fixture(autouse=True)
def _away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test runs in a folder of its own, so that no phrasebank/bank.sqlite of the checkout is found."""
    monkeypatch.chdir(tmp_path)
    return


@pytest.fixture
def shared() -> Path:
    """The folder of sample documents and judges, which users do not have."""
    if not SHARED.is_dir():
        pytest.skip("../shared is missing: sample documents and judges are not part of the project")
    return SHARED


BRIEF: dict[str, Any] = {
    "kind": "调研报告", "subkind": "问题原因对策", "subject": "社区养老服务", "org": "云泽区民政局", "author": "云泽区民政局调研组",
    "audience": "区政府", "occasion": "年度课题结题", "date": "2026-11-06", "length": 2000,
    "stress": ["设施布局", "服务供给", "护理队伍", "运营保障"],
    "facts": [
        {"text": "全区现有社区养老服务站31个", "use": "背景"},
        {"text": "31个服务站中，设在二楼以上且没有电梯的有7个", "use": "问题"},
        {"text": "在岗护理员118名，持证的占41.5%", "use": "问题"},
        {"text": "榆荫社区开办助餐点后，日均就餐由35人次增至92人次", "use": "成效"},
    ],
    "avoid": ["人名", "补贴标准"],
}


@pytest.fixture
def brief() -> Any:
    """A checked brief about a made-up place."""
    from drafter import brief as module

    return module.check(dict(BRIEF))
