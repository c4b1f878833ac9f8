"""Reviewing phrases with single keys, as an editor sits at it; the bank's commands as typed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from drafter import pipeline
from drafter.bank import Bank
from drafter.cli import drafter
from tests.test_desk import TEXT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "甲.md").write_text(TEXT.format("窗口服务", "谁来都有人管"), encoding="utf-8")
    bank = tmp_path / "b.sqlite"
    with Bank(bank, create=True) as store:
        pipeline.mine([tmp_path / "甲.md"], store)
    return bank


def run(*arguments: str, keys: str = "") -> str:
    done = CliRunner().invoke(drafter, list(arguments), input=keys, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def statuses(path: Path) -> list[str]:
    with Bank(path) as bank:
        return sorted(f.status for f in bank.all(usable=False))


def test_keys_decide_and_q_leaves_the_rest_for_next_time(path: Path) -> None:
    told = run("bank", "review", "--bank", str(path), "--as", "小李", keys="kq")
    assert "定了 1 条" in told
    assert statuses(path).count("kept") == 1
    left = len([s for s in statuses(path) if s == "mined"])
    again = run("bank", "review", "--bank", str(path), keys="rq")
    assert f"/{left}]" in again or "[1/" in again
    assert statuses(path).count("rejected") == 1


def test_u_takes_the_last_key_back_and_any_other_key_explains(path: Path) -> None:
    told = run("bank", "review", "--bank", str(path), keys="ruxq")
    assert "定了 0 条" in told
    assert "k 留用" in told
    assert "rejected" not in statuses(path)


def test_the_desk_as_typed(path: Path) -> None:
    with Bank(path) as bank:
        number = str(bank.find(["现场却找不到人"])[0].id)
    place = ("--bank", str(path))
    assert "【留用】" in run("bank", "keep", number, *place, "--as", "小李")
    assert "#窗口" in run("bank", "tag", number, "窗口", *place)
    assert "改好的话" in run("bank", "edit", number, "改好的话，一看就懂。", *place)
    shown = run("bank", "show", number, *place)
    assert "小李 留用" in shown
    assert "见于" in shown
    assert "撤销了" in run("bank", "undo", number, *place)
    assert "没有毛病" in run("bank", "verify", *place)
    rows = list(csv.reader(io.StringIO(run("bank", "find", "窗口", *place, "--format", "csv"))))
    assert rows[0][0] == "号"
    assert len(rows) > 1
    assert number in run("bank", "find", "--tag", "窗口", *place)


@pytest.mark.parametrize("suffix", [".csv", ".yaml"])
def test_a_table_goes_out_and_comes_back_with_its_changes(path: Path, tmp_path: Path, suffix: str) -> None:
    table = tmp_path / f"表{suffix}"
    place = ("--bank", str(path))
    run("bank", "export", str(table), *place)
    assert "改了 0 条" in run("bank", "import", str(table), *place)
    text = table.read_text(encoding="utf-8-sig")
    assert "来办事的白跑一趟" in text
    if suffix == ".csv":
        lines = list(csv.DictReader(io.StringIO(text)))
        for row in lines:
            if "白跑一趟" in row["词句"]:
                row["状态"] = "不用"
            if "找不到人" in row["词句"]:
                row["词句"] = "有的单位台账齐整，到现场却找不到人。"
                row["标签"] = "窗口"
        out = io.StringIO()
        writer = csv.DictWriter(out, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
        table.write_bytes(out.getvalue().encode("gb18030"))  # as Excel saves it
        told = run("bank", "import", str(table), *place, "--as", "小李")
        assert "改了 2 条" in told
        with Bank(path) as bank:
            assert bank.find(["白跑一趟"])[0].status == "rejected"
            edited = next(f for f in bank.all() if f.status == "edited")
            assert (edited.phrase.text, edited.tags) == ("有的单位台账齐整，到现场却找不到人。", ("窗口",))
        again = CliRunner().invoke(drafter, ["bank", "import", str(table), *place])
        assert "没动 2 条" in again.output  # decided since the export: nothing is overwritten


def test_a_table_with_a_lost_column_is_refused_by_line(path: Path, tmp_path: Path) -> None:
    from drafter.bank import exchange
    from drafter.errors import InputError

    table = tmp_path / "坏.csv"
    table.write_text("号,词句\n1,台账\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        exchange.load(table)
    assert "第2行" in error.value.line()
