"""An editor changes an outline, a clerk writes a brief: through the command line, as docs/templates.md tells it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from docs import sessions
from drafter import figures, outlines, resources
from drafter.outlines import sandbox, schema
from drafter.pipeline import templates
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "templates.md"


def drafter(*words: str, status: int = 0, typed: str | None = None) -> str:
    """What the command prints, on both channels."""
    done = subprocess.run([sys.executable, "-m", "drafter", *words], capture_output=True, text=True, check=False, input=typed,
                          env={**os.environ, "PYTHONPATH": str(ROOT)}, encoding="utf-8")
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_what_the_walk_of_the_page_makes(tmp_path: Path) -> None:
    walk = PAGE.read_text(encoding="utf-8").split("## 走一遍")[1].split("\n## ")[0]
    reader = sessions.Reader(tmp_path / "reader")
    assert len(reader.walk(walk)) >= 5  # what is printed is held against the page in test_docs.py
    preview = reader.run("drafter template preview 我局调研报告")
    assert [re.sub("^.、", "", line) for line in preview.split("\n") if re.match("[一二三四五]、", line)] == [
        "社区助餐服务有哪些短板", "根子在哪里", "提升社区助餐服务质量的对策建议", "保障措施"]
    assert re.search("^（一）.{2,6}不够.$", preview, re.M)
    assert (reader.folder / "样稿.docx").is_file()
    assert "drafter：" in reader.run("drafter template new 我局调研报告 --from 调研报告")


def test_an_outline_says_how_long_its_drafts_are_where_the_brief_does_not(tmp_path: Path) -> None:
    (tmp_path / "周报.yaml").write_text("kind: 周报\ntitle: 周报\nlength: 300\nsections:\n  - name: 正文\n    share: 100\n    steps:\n"
                                      "      - text: 本周没有要报的事。\n", encoding="utf-8")
    call = "draft --kind 周报 --subject 养老服务 --org 某局 --template 周报.yaml --force -o 周报.docx"
    assert "要求 300 字" in drafter(*call.split())
    assert "要求 800 字" in drafter(*call.split(), "--length", "800")


def test_the_example_of_extends_on_the_page_is_an_outline(tmp_path: Path) -> None:
    block = next(b for b in re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S) if b.startswith("extends"))
    (tmp_path / "调查.yaml").write_text(block, encoding="utf-8")
    assert [s.name for s in outlines.load(tmp_path / "调查.yaml").sections] == ["引言", "问题", "原因", "对策", "保障"]
    assert not templates.check(tmp_path / "调查.yaml").errors


def test_the_page_names_every_field_variable_and_filter() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in (*sandbox.VARIABLES, *sandbox.FILTERS, *sandbox.FUNCTIONS, "extends", "include", "after", "before", "drop"):
        assert name in text


def test_every_shipped_outline_drafts_from_its_example() -> None:
    printed = drafter("template", "test")
    assert printed.count("好  ") == len(list((ROOT / "templates").glob("*.yaml")))
    for path in (ROOT / "templates").glob("*.yaml"):
        head = outlines.head(path)
        assert templates.example(head.kind, head.subkind), f"no example brief for {head.name}"


def test_show_tells_the_recipe_in_words_by_any_name() -> None:
    for name in ("讲话稿-动员", "讲话稿·动员", "templates/讲话稿-动员.yaml"):
        if "/" in name:
            name = str(resources.folder("templates") / "讲话稿-动员.yaml")
        assert "标题句式" in drafter("template", "show", name)
    assert "是不是“调研报告”" in drafter("template", "show", "调研报靠", status=2)
    listed = drafter("template", "list")
    assert [w in listed for w in ("当前文件夹", "用户文件夹", "随程序带的")] == [True] * 3


def test_check_counts_and_exits(tmp_path: Path) -> None:
    good = "kind: 简报\ntitle: 好\nsections:\n  - name: 正文\n    share: 90\n    steps:\n      - text: 好。\n"
    (tmp_path / "甲.yaml").write_text(good, encoding="utf-8")
    (tmp_path / "乙.yaml").write_text(good.replace("title: 好", "title: \"{{ subjct }}\"\nlenght: 2"), encoding="utf-8")
    printed = drafter("template", "check", "甲.yaml")
    assert "提醒：甲.yaml：第3行第1列" in printed
    drafter("template", "check", "甲.yaml", "--strict", status=1)
    printed = drafter("template", "check", "甲.yaml", "乙.yaml", status=2)
    assert printed.count("错：乙.yaml") == 2
    assert re.search(r"  2 \| title: \"\{\{ subjct \}\}\"\n +\| {12}\^\n", printed)
    rows = json.loads(drafter("template", "check", "乙.yaml", "--format", "json", status=2))
    assert len(rows[0]["errors"]) == 2
    printed = drafter(*"draft --kind 简报 --subject 养老服务 --org 某局 --template 乙.yaml -o x.docx".split(), status=2)
    assert printed.startswith("drafter：乙.yaml：第2行第12列")
    assert "还有 1 处" in printed


def test_a_fault_that_shows_only_while_drafting_has_its_place_too(tmp_path: Path) -> None:
    (tmp_path / "甲.yaml").write_text("kind: 简报\ntitle: 好\nsections:\n  - name: 正文\n    share: 100\n    steps:\n"
                                      "      - text: >\n          前面\n          {{ aspects[99] }}\n", encoding="utf-8")
    printed = drafter(*"draft --kind 简报 --subject 养老服务 --org 某局 --template 甲.yaml -o x.docx".split(), status=2)
    assert "甲.yaml：第8行" in printed
    assert "没有第 100 个" in printed


def test_a_brief_is_written_from_options_checked_and_drafted(tmp_path: Path) -> None:
    drafter("brief", "new", "--kind", "工作总结", "--subject", "生活垃圾分类", "--org", "云泽区城市管理局",
            "--stress", "源头减量,准确分类", "--fact", "全区设投放点120个",
            "--fact", "问题：其中无人值守: 7个", "--fact", "参与率由61%提高到83%", "-o", "任务书.yaml", typed="")
    made = yaml.safe_load(Path("任务书.yaml").read_text(encoding="utf-8"))
    assert made["stress"] == ["源头减量", "准确分类"]
    assert [f["use"] for f in made["facts"]][1:] == ["问题", "成效"]
    assert made["facts"][1]["text"] == "其中无人值守: 7个"
    assert "没有毛病" in drafter("brief", "check", "任务书.yaml")
    drafter("draft", "任务书.yaml", "-o", "总结.docx")
    assert "--subject" in drafter("brief", "new", "--kind", "工作总结", typed="", status=2)
    drafter("brief", "new", "--kind", "工作总结", "--subject", "甲乙", "--org", "丙丁", "-o", "任务书.yaml", typed="", status=2)


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX only")
def test_on_a_terminal_only_what_the_kind_needs_is_asked(tmp_path: Path) -> None:
    import pty

    main, side = pty.openpty()
    answers = ["社区养老服务", "云泽区民政局", "", "区政府", "十一月", "2026年11月6日", "两千", "200", "2000", "1 3",
               "全区现有服务站31个", "", "7个站没有电梯", "毛病", "问题", ""]
    os.write(main, ("\n".join(answers) + "\n").encode())
    process = subprocess.run([sys.executable, "-m", "drafter", "brief", "new", "--kind", "调研报告", "-o", "任务书.yaml"], stdin=side,
                             capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    os.close(main)
    os.close(side)
    assert process.returncode == 0, process.stderr.decode()
    made = yaml.safe_load(Path("任务书.yaml").read_text(encoding="utf-8"))
    assert made["audience"] == "区政府"
    assert "occasion" not in made
    assert (made["date"].isoformat(), made["length"]) == ("2026-11-06", 2000)
    assert len(made["stress"]) == 2
    assert [f["use"] for f in made["facts"]] == ["背景", "问题"]
    told = process.stderr.decode()
    assert "设施布局（" in told
    for slip in ("应当是日期，如 2026-09-18，现在写的是“十一月”", "“两千”不是整数", "不能小于 300", "没有“毛病”这种用途"):
        assert f"  {slip}。请再写一遍。\n" in told


def test_example_briefs_are_faultless() -> None:
    printed = drafter("brief", "check", *map(str, sorted((ROOT / "examples").glob("*.yaml"))))
    assert not re.search("^错", printed, re.M)
    doubts = [line for line in printed.splitlines() if line.startswith("提醒") and "词表里没有" not in line]
    assert doubts == []


@pytest.mark.parametrize("text", [
    "今年1至8月，全区共排查各类隐患3126处，已整改2874处，整改率91.9%", "党建占15分，其中与业务实绩挂钩的仅2分", "由1.2万人增至3万人",
    "在岗护理员118名，持证的占41.5%", "未办结的66件中，用地类28件、融资类19件、用工类11件、其他8件", "2024年2月29日前完成", "工期3月",
    "书面作业平均完成时间由学年初的58分钟压减到43分钟"])
def test_figures_that_agree_raise_no_doubt(text: str) -> None:
    assert figures.doubts(text) == []


def test_schemas_are_shipped_fresh_and_every_file_points_at_one() -> None:
    for name, made in (("outline", schema.outline()), ("brief", schema.brief())):
        assert json.loads((ROOT / "templates" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")) == made
        printed = json.loads(drafter("template" if name == "outline" else "brief", "schema"))
        assert printed == made
    for path in (*(ROOT / "templates").glob("*.yaml"), *(ROOT / "examples").glob("*.yaml")):
        first = path.read_text(encoding="utf-8").split("\n")[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert match, path
        assert (path.parent / match[1]).is_file()


def test_kinds_are_found_without_reading_every_outline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "坏的.yaml").write_text("kind: 坏的\ntitle：没有\n", encoding="utf-8")
    (folder / "子.yaml").write_text("extends: 调研报告\nsubkind: 短的\n", encoding="utf-8")
    assert outlines.choose("调研报告", "短的") == Path("templates/子.yaml")
    assert outlines.choose("工作总结").name == "工作总结.yaml"  # a broken one beside it hinders nobody


def test_the_shipped_bank_holds_every_sort_that_may_be_mined() -> None:
    """`template check` takes this for granted, so that it need not open a bank."""
    from drafter import pipeline
    from drafter.composing.candidates import SORT_OF

    assert set(SORT_OF) <= {found.phrase.role for found in pipeline.phrases().found}
