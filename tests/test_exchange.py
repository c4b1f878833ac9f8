"""Tables for Excel and WPS: out, through another program, back; what an editor changed in them becomes a decision."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from drafter import office as libreoffice
from drafter import pipeline
from drafter.bank import Bank, exchange, sheet
from drafter.cli import drafter
from drafter.errors import InputError
from tests.test_review import run

TEXT = """# 关于窗口服务的调研报告

## 一、存在的主要问题

有的单位台账写得齐整，现场却找不到人。

一些窗口中午没有人，来办事的白跑一趟。

+1 服务没有落地，-1 分的扣分没有兑现，1-2 个窗口排不上班。

## 二、对策建议

要把窗口排班改成两班，中午留人值守，谁来都有人管。
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "甲.md").write_text(TEXT, encoding="utf-8")
    bank = tmp_path / "b.sqlite"
    with Bank(bank, create=True) as store:
        pipeline.mine([tmp_path / "甲.md"], store)
        number = store.find(["找不到人"])[0].id
        store.decide(number, "edit", "=1+1 的台账写得齐整，现场却\x07找不到人。")
        for tag in ("1-2", "0012"):
            store.decide(number, "tag", tag)
        for row, tag in zip([f for f in store.all(usable=False) if f.id != number], ("3-4", "1E5", "#N/A", "TRUE", "'=x"), strict=False):
            store.decide(row.id, "tag", tag)
    return bank


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What LibreOffice makes of a table when it opens and saves it."""
    soffice = libreoffice.find()
    if not soffice or not (Path(soffice).resolve().parent / "libsclo.so").is_file():
        pytest.skip("LibreOffice Calc is not installed: tests/rendering/install.sh installs it")
    profile = tmp_path_factory.mktemp("profile")

    def through(table: Path) -> Path:
        out = table.parent / "另存"
        subprocess.run([soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", table.suffix[1:], "--outdir",
                        str(out), str(table)], check=True, capture_output=True, timeout=180)
        return out / table.name
    return through


def cells(table: Path) -> tuple[Any, Any, dict[str, int]]:
    book = load_workbook(table)
    page = book[sheet.SHEET]
    return book, page, {cell.value: cell.column for cell in page[1]}


def change(table: Path, holding: str, **values: str) -> None:
    book, page, columns = cells(table)
    row = next(r for r in range(2, page.max_row + 1) if holding in (page.cell(r, columns["词句"]).value or ""))
    for name, value in values.items():
        page.cell(row, columns[name]).value = value
    book.save(table)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_opened_and_saved_in_another_program_nothing_has_changed(path: Path, tmp_path: Path, office: Any, suffix: str) -> None:
    table = tmp_path / f"表{suffix}"
    run("bank", "export", str(table), "--bank", str(path))
    saved = office(table)
    told = run("bank", "import", str(saved), "--bank", str(path))
    assert "改了 0 条" in told
    assert "没动 0 条" in told
    if suffix == ".xlsx":
        change(saved, "白跑一趟", 状态="不用", 标签="窗口 3-4")
        told = run("bank", "import", str(saved), "--bank", str(path))
        assert "不用，标签 窗口、3-4（原来 " in told
        with Bank(path) as bank:
            found = bank.find(["白跑一趟"])[0]
            assert (found.status, found.tags) == ("rejected", ("窗口", "3-4"))


def test_a_sheet_is_made_for_editing(path: Path, tmp_path: Path) -> None:
    run("bank", "export", str(tmp_path / "表.xlsx"), "--bank", str(path))
    book, page, columns = cells(tmp_path / "表.xlsx")
    assert tuple(columns) == exchange.COLUMNS
    assert page.freeze_panes == "C2"
    assert page.auto_filter.ref == f"A1:L{page.max_row}"
    assert all(cell.font.bold for cell in page[1])
    assert page.column_dimensions["L"].hidden
    rule, = page.data_validations.dataValidation
    assert rule.formula1 == '"未看,留用,不用"'
    odd = next(page.cell(r, 2) for r in range(2, page.max_row + 1) if str(page.cell(r, 2).value).startswith("="))
    assert (odd.data_type, odd.quotePrefix, odd.value) == ("s", True, "=1+1 的台账写得齐整，现场却找不到人。")
    for row in page.iter_rows(min_row=2):
        assert all(cell.number_format == "@" and (cell.value is None or isinstance(cell.value, str)) for cell in row)
        assert [cell.fill.fgColor.rgb == "00EDEDED" for cell in row] == [name not in exchange.EDITABLE for name in exchange.COLUMNS]
    assert "说明" in book.sheetnames


def test_what_is_changed_in_a_sheet_becomes_decisions_and_a_dry_run_changes_nothing(path: Path, tmp_path: Path) -> None:
    table, place = tmp_path / "表.xlsx", ("--bank", str(path))
    run("bank", "export", str(table), *place)
    with Bank(path) as bank:
        target, other = bank.find(["谁来都有人管"])[0].id, bank.find(["白跑一趟"])[0].id
    change(table, "白跑一趟", 并入=str(target))
    change(table, "谁来都有人管", 词句="窗口中午留人值守，谁来都有人管。", 状态="留用", 标签="窗口")
    change(table, "找不到人", 标签="1-2")
    dry = run("bank", "import", str(table), *place, "--dry-run")
    assert "会改 3 条" in dry
    with Bank(path) as bank:
        assert bank.get(other).status == "mined"
    told = run("bank", "import", str(table), *place, "--as", "小李")
    assert f"并入 {target} 号" in told
    assert "改了 3 条" in told
    with Bank(path) as bank:
        assert (bank.get(other).status, bank.get(target).status) == ("merged", "kept")
        assert bank.find(["找不到人"])[0].tags == ("1-2",)
    again = run("bank", "import", str(table), *place)
    assert "没动 3 条" in again
    run("bank", "export", str(table), *place, "--force")
    assert "改了 0 条" in run("bank", "import", str(table), *place)
    change(table, "白跑一趟", 状态="未看", 并入="")
    assert "未看，不再并入" in run("bank", "import", str(table), *place)
    with Bank(path) as bank:
        assert bank.get(other).status == "mined"


def test_rows_that_make_no_sense_are_told_and_left_alone(path: Path, tmp_path: Path) -> None:
    table, place = tmp_path / "表.xlsx", ("--bank", str(path))
    run("bank", "export", str(table), *place)
    change(table, "白跑一趟", 并入="隔壁那条")
    change(table, "谁来都有人管", 状态="不要")
    change(table, "=1+1", 原样="抹掉了")
    book, page, _ = cells(table)
    page.delete_rows(next(r for r in range(2, page.max_row + 1) if "+1" in str(page.cell(r, 2).value) and "=" not in str(
        page.cell(r, 2).value)))
    book.save(table)
    told = run("bank", "import", str(table), *place)
    for words in ("要写号", "是不是“不用”？", "认不出是哪一条", "另有 2 条不在这张表里", "删掉一行不算删除", "没动 3 条"):
        assert words in told
    with Bank(path) as bank:
        assert {f.status for f in bank.all(usable=False)} == {"mined", "edited"}


def test_a_new_row_is_a_hand_written_phrase(path: Path, tmp_path: Path) -> None:
    table, place = tmp_path / "表.xlsx", ("--bank", str(path))
    run("bank", "export", str(table), *place)
    book, page, columns = cells(table)
    for words, role in (("窗口的灯亮着，人却不在", "问题"), ("# 不写明作用的", "")):
        row = page.max_row + 2  # an empty row between is nothing
        page.cell(row, columns["词句"]).value = words
        page.cell(row, columns["作用"]).value = role
    book.save(table)
    told = run("bank", "import", str(table), *place)
    assert "请写进 phrasebank/problem.yaml，一行“- 窗口的灯亮着，人却不在”" in told
    assert "没有写明作用" in told
    folder = tmp_path / "phrasebank"
    folder.mkdir()
    (folder / "problem.yaml").write_text("# 我们的\n- 老的一条", encoding="utf-8")
    run("bank", "import", str(table), *place, "--add-to", str(folder))
    assert (folder / "problem.yaml").read_text(encoding="utf-8") == "# 我们的\n- 老的一条\n- 窗口的灯亮着，人却不在\n"
    assert "【手写】" in run("bank", "find", "灯亮着", *place)


def test_what_is_found_goes_into_a_table_too(path: Path, tmp_path: Path) -> None:
    place = ("--bank", str(path))
    refused = CliRunner().invoke(drafter, ["bank", "find", "窗口", *place, "--format", "xlsx"])
    assert "-o" in str(refused.exception)
    run("bank", "find", "窗口", *place, "--format", "xlsx", "-o", str(tmp_path / "找.xlsx"))
    assert "改了 0 条，没变 3 条" in run("bank", "import", str(tmp_path / "找.xlsx"), *place)
    rows = list(csv.DictReader(io.StringIO(run("bank", "find", "窗口", *place, "--format", "csv"))))
    assert tuple(rows[0]) == exchange.COLUMNS
    kept = CliRunner().invoke(drafter, ["bank", "find", "窗口", *place, "--format", "xlsx", "-o", str(tmp_path / "找.xlsx")])
    assert "没有覆盖" in str(kept.exception)


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_workbook_is_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "坏.xlsx").write_bytes(content)
    with pytest.raises(InputError, match=r"不是能读的 \.xlsx 表格"):
        exchange.load(tmp_path / "坏.xlsx")


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_any_words_come_back_from_every_table_as_they_went(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    empty = dict.fromkeys(exchange.COLUMNS, "") | {"号": "1", "状态": "未看", "原样": "f|未看||x"}
    table = [empty | {"词句": exchange._plain(text) or "空", "标签": exchange._plain(text)} for text in words]
    folder = tmp_path_factory.mktemp("表")
    for suffix in exchange.FORMS:
        (folder / f"t{suffix}").write_bytes(exchange.dump(table, suffix))
        back = exchange.load(folder / f"t{suffix}")
        assert [(r["词句"], r["标签"]) for r in back] == [(r["词句"], r["标签"]) for r in table], suffix


def test_the_library_for_workbooks_is_loaded_only_where_it_is_needed() -> None:
    code = ("import sys; from drafter.bank import exchange; from drafter.cli import drafter;"
            " print([n for n in ('openpyxl', 'matplotlib', 'rapidfuzz') if n in sys.modules])")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
