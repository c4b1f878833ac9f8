"""Tables that were read once are kept in the cache folder; whoever changes one is heard at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drafter import resources, yamlfile
from drafter.errors import TemplateError
from drafter.yamlfile import kept


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of the user's own, with a cache folder in which nothing is kept yet."""
    monkeypatch.setenv("DRAFTER_HOME", str(tmp_path / "家"))
    monkeypatch.setenv("DRAFTER_CACHE", str(tmp_path / "缓存"))
    path = resources.user_folder("phrasebank") / "aspects" / "渔业.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("trade: 渔业\naspects:\n  - name: 渔港管理\n", encoding="utf-8")
    return path


def entry() -> Path:
    return resources.cache_folder() / "tables" / "own-aspects-渔业.json"


def test_what_is_kept_is_what_the_table_says_with_every_place(table: Path) -> None:
    read = yamlfile.parse(table)
    assert kept.found(table) is not None
    again = yamlfile.parse(table)
    assert again[0] == read[0] == {"trade": "渔业", "aspects": [{"name": "渔港管理"}]}
    assert dict(again[1]) == dict(read[1])
    assert again[1]["aspects", 0, "name"] == (3, 5)


def test_a_changed_table_is_read_anew(table: Path) -> None:
    yamlfile.parse(table)
    table.write_text(table.read_text(encoding="utf-8").replace("渔港", "渔船"), encoding="utf-8")
    assert yamlfile.parse(table)[0]["aspects"][0]["name"] == "渔船管理"
    assert yamlfile.parse(table)[0]["aspects"][0]["name"] == "渔船管理"


@pytest.mark.parametrize("spoilt", ["", "不是 JSON", "{}\n{}\n{}", "一行\n{\n]"])
def test_a_spoilt_entry_is_passed_over_and_written_again(table: Path, spoilt: str) -> None:
    yamlfile.parse(table)
    whole = entry().read_text(encoding="utf-8")
    entry().write_text(spoilt, encoding="utf-8")
    assert yamlfile.parse(table)[0]["trade"] == "渔业"
    assert entry().read_text(encoding="utf-8") == whole


def test_a_fault_is_told_each_time_and_never_kept(table: Path) -> None:
    table.write_text("trade: 渔业\ntrade: 渔政\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(TemplateError, match="写了两遍"):
            yamlfile.parse(table, TemplateError)
    assert not entry().exists()


@pytest.mark.parametrize("text", ["1: 一\n2: 二\n", "day: 2026-11-21\n"], ids=["keys that are numbers", "a date"])
def test_what_json_cannot_hold_is_not_kept(table: Path, text: str) -> None:
    table.write_text(text, encoding="utf-8")
    first = yamlfile.parse(table)[0]
    assert not entry().exists()
    assert yamlfile.parse(table)[0] == first


def test_a_cache_that_cannot_be_written_hinders_nobody(table: Path, tmp_path: Path) -> None:
    (tmp_path / "缓存").write_text("一个文件占了文件夹的名字", encoding="utf-8")
    assert yamlfile.parse(table)[0]["trade"] == "渔业"


def test_a_brief_is_not_kept(table: Path, tmp_path: Path) -> None:
    brief = tmp_path / "任务书.yaml"
    brief.write_text("kind: 工作总结\n", encoding="utf-8")
    yamlfile.parse(brief)
    assert kept.found(brief) is None
    assert not (resources.cache_folder() / "tables").exists()


def test_our_tables_are_the_same_from_the_cache(table: Path) -> None:
    path = resources.folder("phrasebank") / "aspects" / "通用.yaml"
    read = yamlfile.parse(path)
    again = yamlfile.parse(path)
    assert json.dumps(again[0], ensure_ascii=False) == json.dumps(read[0], ensure_ascii=False)
    assert dict(again[1]) == dict(read[1])
