"""A draft is changed by place after the clerk worked on it: what he wrote stays, byte for byte."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner
from lxml import etree

from drafter import pipeline
from drafter.brief import Brief
from drafter.cli import drafter
from drafter.errors import DrafterError, InputError, OutputError
from drafter.readers import trace
from drafter.writers import package
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "survey-report.yaml"


@pytest.fixture
def file(brief: Brief, tmp_path: Path) -> Path:
    pipeline.write(pipeline.draft(brief).document, tmp_path / "报告.docx")
    return tmp_path / "报告.docx"


def places(file: Path) -> dict[str, str]:
    """The words of each place as they stand in the file."""
    return {r.row["place"]: r.text for r in pipeline.why(file) if r.row.get("place")}


def swappable(file: Path, *, heading: bool = False) -> list[dict[str, Any]]:
    """The rows with alternatives, sentences or headings."""
    return [row for row in pipeline.options(file) if (row["place"].count(".") < 2) is heading]


def edit(file: Path, old: str, new: str) -> None:
    """The clerk opens the file, changes some words and saves it."""
    word = docx.Document(str(file))
    paragraph = next(p for p in word.paragraphs if old in p.text)
    text = paragraph.text.replace(old, new)
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = text
    word.save(str(file))


def test_every_sentence_has_a_place_by_the_printed_numbers(file: Path) -> None:
    held = places(file)
    assert held["1"].startswith("一、")
    assert held["2.3"].startswith("（三）")
    assert "0.0.1" in held
    assert "1.2.1" in held
    shown = CliRunner().invoke(drafter, ["why", str(file)], catch_exceptions=False).output
    assert f"2.3　{held['2.3']}" in shown


def test_the_file_alone_tells_brief_outline_seed_and_banks(file: Path, brief: Brief) -> None:
    state = trace.record(file.read_bytes(), file).state
    assert state["brief"]["subject"] == brief.subject
    assert state["outline"]["kind"] == "调研报告"
    assert state["banks"][0]["file"] == "内置语料"
    assert state["banks"][0]["phrases"] > 100
    assert str(ROOT) not in json.dumps(state, ensure_ascii=False)
    assert file.stat().st_size < 60_000


def test_no_alternative_repeats_what_the_draft_says(brief: Brief) -> None:
    document = pipeline.draft(brief, alternatives=5).document
    said = document.sentences()
    assert sum(bool(s.options) for s in said) > 10
    for sentence in said:
        rest = re.sub(r"[^\u4e00-\u9fff]", "", "".join(s.text for s in said if s is not sentence))
        for option in sentence.options:
            core = re.sub(r"[^\u4e00-\u9fff]", "", option.text)
            assert not any(core[i:i + 12] in rest for i in range(len(core) - 11)), option.text
        assert [o.score for o in sentence.options] == sorted((o.score for o in sentence.options), reverse=True)


def test_a_swap_changes_one_sentence_and_no_other_byte(file: Path) -> None:
    row = swappable(file)[0]
    before = package.body(file.read_bytes())
    pipeline.revise(file, swap=[f"{row['place']}=2"])
    after = package.body(file.read_bytes())
    assert places(file)[row["place"]] == row["options"][1]["text"]
    assert after == before.replace(row["text"].encode(), row["options"][1]["text"].encode())


def test_the_same_swap_again_brings_the_old_sentence_back(file: Path) -> None:
    before = file.read_bytes()
    place = swappable(file)[0]["place"]
    pipeline.revise(file, swap=[f"{place}=1"])
    pipeline.revise(file, swap=[f"{place}=1"])
    assert package.body(file.read_bytes()) == package.body(before)


def test_the_clerks_own_words_stay_when_another_sentence_is_swapped(file: Path) -> None:
    edited, swapped = swappable(file)[1], swappable(file)[-1]
    edit(file, edited["text"], edited["text"][:-1] + "，我们到现场看过。")
    word = docx.Document(str(file))
    word.add_paragraph("领导审稿时新加了一段完全不相干的话语。", style="公文正文")
    word.save(str(file))
    pipeline.revise(file, swap=[f"{swapped['place']}=1"])
    text = "\n".join(p.text for p in docx.Document(str(file)).paragraphs)
    assert "我们到现场看过" in text
    assert "领导审稿时新加了一段" in text
    assert swapped["options"][0]["text"] in text
    assert swapped["text"] not in text


def test_a_sentence_the_clerk_changed_is_not_swapped_unless_he_insists(file: Path) -> None:
    row = swappable(file)[0]
    edit(file, row["text"], row["text"][:-1] + "，我们到现场看过。")
    before = file.read_bytes()
    with pytest.raises(InputError, match="在 Word 里改过，没有换"):
        pipeline.revise(file, swap=[f"{row['place']}=1"])
    assert file.read_bytes() == before
    pipeline.revise(file, swap=[f"{row['place']}=1"], force=True)
    assert places(file)[row["place"]] == row["options"][0]["text"]


def test_a_heading_that_would_clash_takes_its_sibling_along(brief: Brief, tmp_path: Path) -> None:
    from drafter.brief import load

    for task, seed in ((brief, 0), (brief, 1), (load(EXAMPLE), 0), (brief, 2)):
        file = tmp_path / f"{seed}{task.length}.docx"
        pipeline.write(pipeline.draft(task, seed=seed).document, file)
        for row in swappable(file, heading=True):
            copy = tmp_path / "副本.docx"
            pipeline.revise(file, swap=[f"heading:{row['place']}=1"], output=copy, force=True)
            held, option = places(copy), row["options"][0]
            assert held[row["place"]] == option["text"]
            for place, other in option.get("also", []):
                assert held[place] == other["text"]
            chapter = row["place"].split(".")[0]
            heads = [r["fills"] for r in trace.record(copy.read_bytes(), copy).rows if re.fullmatch(rf"{chapter}\.\d+", r.get("place", ""))]
            for column in zip(*heads, strict=True):
                assert len(set(column)) == len(column), column


def test_a_reroll_goes_through_the_alternatives_one_by_one(file: Path) -> None:
    row = next(r for r in swappable(file) if len(r["options"]) >= 2)
    seen = [row["text"]]
    for _ in row["options"]:
        pipeline.revise(file, reroll=[row["place"]])
        seen.append(places(file)[row["place"]])
    assert len(set(seen)) == len(seen)


def test_a_chapter_drawn_anew_keeps_its_facts_and_leaves_the_rest(file: Path, brief: Brief) -> None:
    before = places(file)
    pipeline.revise(file, reroll=["section:1"])
    after = places(file)
    assert {p: t for p, t in after.items() if p[0] != "1"} == {p: t for p, t in before.items() if p[0] != "1"}
    assert {t for p, t in after.items() if p.startswith("1.")} != {t for p, t in before.items() if p.startswith("1.")}
    assert [p for p in after if p.count(".") == 1] == [p for p in before if p.count(".") == 1]
    text = "".join(r.text for r in pipeline.why(file))
    for fact in brief.facts:
        assert text.count(fact.text) == 1
    body = re.sub(r"【[^】]*】|[^\u4e00-\u9fff]", "", "".join(t for p, t in after.items() if p.count(".") == 2))
    grams = Counter(body[i:i + 12] for i in range(len(body) - 11))
    assert not [g for g, n in grams.items() if n > 1 and g not in brief.subject]
    looks = {p.text[:3]: p.style.style_id for p in docx.Document(str(file)).paragraphs if p.style}
    assert looks[after["1.1"][:3]] == "Heading2"
    assert looks[after["1.1.1"][:3]] == looks[after["2.1.1"][:3]] == "GWBody"
    assert all(r.state == "same" for r in pipeline.why(file))


def test_the_same_revision_of_the_same_file_gives_the_same_bytes(file: Path, tmp_path: Path) -> None:
    outputs = [tmp_path / "甲.docx", tmp_path / "乙.docx"]
    for output in outputs:
        pipeline.revise(file, reroll=["section:3", "section:2"], output=output)
    assert outputs[0].read_bytes() == outputs[1].read_bytes()


def test_a_locked_chapter_refuses_and_an_unlocked_one_does_not(file: Path) -> None:
    pipeline.revise(file, lock=["section:1"])
    before = places(file)
    for what in ("section:1", swappable(file)[0]["place"]):
        if what.startswith(("section", "1.")):
            with pytest.raises(InputError, match="锁着"):
                pipeline.revise(file, reroll=[what])
    pipeline.revise(file, reroll=["section:2"])
    assert {p: t for p, t in places(file).items() if p[0] == "1"} == {p: t for p, t in before.items() if p[0] == "1"}
    pipeline.revise(file, unlock=["section:1"], reroll=["section:1"])
    assert {p: t for p, t in places(file).items() if p[0] == "1"} != {p: t for p, t in before.items() if p[0] == "1"}


def test_a_chapter_with_the_clerks_work_in_it_is_not_rewritten(file: Path) -> None:
    word = docx.Document(str(file))
    heading = next(p for p in word.paragraphs if p.text.startswith("二、"))
    heading.insert_paragraph_before("这一段是科里商量以后添上的，写的是全区的难处。", style="公文正文")
    heading._p.addnext(word.add_table(1, 2)._tbl)
    word.save(str(file))
    with pytest.raises(InputError, match=r"改过 1 处.*重写会丢掉"):
        pipeline.revise(file, reroll=["section:1"])
    with pytest.raises(InputError, match="表格"):
        pipeline.revise(file, reroll=["section:2"])
    pipeline.revise(file, reroll=["section:3"])
    assert "科里商量以后" in docx.Document(str(file)).element.xml


@pytest.mark.parametrize(("wrong", "told"), [
    ({"swap": ["9.1.1=1"]}, "没有 9.1.1 这个位置。有的章：0、1、2、3"),
    ({"swap": ["1.1.99=1"]}, "没有 1.1.99 这个位置。第 1.1 条有 1.1.1 到"),
    ({"swap": ["1.9.1=1"]}, "没有 1.9.1 这个位置。第 1 章有 1.0、1.1"),
    ({"swap": ["heading:2.9=1"]}, "第 2 章的标题有 2.1、2.2"),
    ({"swap": ["1.1=9"]}, "没有第 9 个备选。它有 . 个备选"),
    ({"swap": ["0.0.2=1"]}, "没有备选：它是"),
    ({"swap": ["第三句"]}, "写成 位置=第几个备选"),
    ({"reroll": ["第三句"]}, "看不懂位置"),
    ({"reroll": ["section:8"]}, "没有第 8 章。有的章：0、1、2、3"),
    ({"lock": ["1.1.1"]}, "只能锁整章"),
])
def test_errors_say_what_there_is(file: Path, wrong: dict[str, list[str]], told: str) -> None:
    before = file.read_bytes()
    with pytest.raises(DrafterError, match=told):
        pipeline.revise(file, **wrong)  # type: ignore[arg-type]
    assert file.read_bytes() == before


def test_output_goes_elsewhere_and_never_over_another_file(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    place = swappable(file)[0]["place"]
    pipeline.revise(file, swap=[f"{place}=1"], output=tmp_path / "新稿.docx")
    assert file.read_bytes() == before
    with pytest.raises(OutputError, match="已存在"):
        pipeline.revise(file, swap=[f"{place}=1"], output=tmp_path / "新稿.docx")
    with pytest.raises(OutputError, match="docx"):
        pipeline.revise(file, swap=[f"{place}=1"], output=tmp_path / "新稿.md")


def test_a_file_of_other_origin_and_an_old_draft_are_told_apart(file: Path, tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "别人的.docx"))
    with pytest.raises(InputError, match="没有出处记录"):
        pipeline.revise(tmp_path / "别人的.docx", reroll=["section:1"])
    rows = [{k: v for k, v in r.items() if k not in ("options", "place")} for r in trace.record(file.read_bytes(), file).rows]
    old = tmp_path / "旧版.docx"
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(old, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "customXml/item1.xml":
                root = etree.Element(f"{{{trace.TRACE}}}trace")
                root.text = json.dumps(rows, ensure_ascii=False)
                content = etree.tostring(root)
            target.writestr(info, content)
    assert [r.state for r in pipeline.why(old)] == ["same"] * len(rows)
    with pytest.raises(InputError, match="旧版本写的"):
        pipeline.revise(old, reroll=["section:1"])


def test_an_own_bank_that_is_gone_is_told_and_the_shipped_corpus_steps_in(brief: Brief, tmp_path: Path) -> None:
    told = "关于养老服务站的情况\n\n一、存在的问题\n有的服务站设在背街小巷，门前三级台阶，坐轮椅的老人进不了门。\n"
    (tmp_path / "材料.txt").write_text(told, encoding="utf-8")
    from drafter.bank import Bank

    with Bank(tmp_path / "本单位.sqlite", create=True) as bank:
        pipeline.mine([tmp_path / "材料.txt"], bank)
    file = tmp_path / "报告.docx"
    pipeline.write(pipeline.draft(brief, bank=tmp_path / "本单位.sqlite").document, file)
    held = trace.record(file.read_bytes(), file).state["banks"]
    assert held[0]["file"] == "本单位.sqlite"
    assert not pipeline.revise(file, reroll=["section:2"]).notes
    (tmp_path / "本单位.sqlite").unlink()
    assert "本单位.sqlite 不在这里" in pipeline.revise(file, reroll=["section:2"]).notes[0]


def test_the_list_of_alternatives_lies_beside_the_draft(tmp_path: Path) -> None:
    run = CliRunner().invoke(drafter, ["draft", str(EXAMPLE), "-o", "报告.docx", "--alternatives", "2"], catch_exceptions=False)
    assert "备选写在 报告.备选.md" in run.output
    page = (tmp_path / "报告.备选.md").read_text(encoding="utf-8")
    row = swappable(tmp_path / "报告.docx")[0]
    assert f"**{row['place']}**　{row['text']}\n\n1. {row['options'][0]['text']}（" in page
    assert "\n3. " not in page
    shown = CliRunner().invoke(drafter, ["revise", "报告.docx"], catch_exceptions=False).output
    assert f"{row['place']}　{row['text']}\n    1. {row['options'][0]['text']}\n" in shown
    done = CliRunner().invoke(drafter, ["revise", "报告.docx", "--swap", f"{row['place']}=1"], catch_exceptions=False).output
    assert f"{row['place']} 换成：{row['options'][0]['text']}" in done


def test_a_clean_copy_holds_the_same_words_and_nothing_of_drafter(file: Path, tmp_path: Path) -> None:
    clean = pipeline.strip(file)
    assert clean.name == "报告-净稿.docx"
    marks = re.compile(rb'<w:commentRange(?:Start|End) w:id="\d+"/>|<w:r><w:commentReference w:id="\d+"/></w:r>')
    assert package.body(clean.read_bytes()) == marks.sub(b"", package.body(file.read_bytes()))
    assert "【待填" not in " ".join(c.text for c in docx.Document(str(clean)).comments)
    with zipfile.ZipFile(clean) as pack:
        for name in pack.namelist():
            assert b"drafter" not in pack.read(name).lower(), name
            assert "customXml" not in name
            assert b"customXml" not in pack.read(name), name
        assert pack.read("word/styles.xml") == zipfile.ZipFile(file).read("word/styles.xml")
    assert docx.Document(str(clean)).paragraphs[0].text
    with pytest.raises(InputError, match="没有出处记录"):
        pipeline.why(clean)
    with pytest.raises(InputError, match="没有出处记录"):
        pipeline.revise(clean, reroll=["section:1"])
    with pytest.raises(OutputError, match="已存在"):
        pipeline.strip(file)


def test_a_clean_copy_keeps_the_comments_of_others(brief: Brief, tmp_path: Path) -> None:
    made = pipeline.draft(brief).document
    made.meta["comments"] = True
    pipeline.write(made, tmp_path / "报告.docx")
    word = docx.Document(str(tmp_path / "报告.docx"))
    assert len(list(word.comments)) > 10
    paragraph = next(p for p in word.paragraphs if len(p.text) > 60)
    word.add_comment(paragraph.runs, text="这一段请再核一遍数。", author="领导")
    word.save(str(tmp_path / "报告.docx"))
    clean = docx.Document(str(pipeline.strip(tmp_path / "报告.docx")))
    assert [c.text for c in clean.comments] == ["这一段请再核一遍数。"]
    xml = clean.element.xml
    assert xml.count("commentRangeStart") == xml.count("commentRangeEnd") == xml.count("commentReference") == 1


@pytest.mark.slow
def test_a_draft_that_libreoffice_saved_can_still_be_revised(file: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is missing: this opens and saves the draft with LibreOffice")
    (tmp_path / "另存").mkdir()
    subprocess.run([office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "docx", "--outdir",
                    str(tmp_path / "另存"), str(file)], check=True, capture_output=True, timeout=180)
    saved = tmp_path / "另存" / "报告.docx"
    row = swappable(saved)[0]
    pipeline.revise(saved, swap=[f"{row['place']}=1"], reroll=["section:2"])
    held = places(saved)
    assert held[row["place"]] == row["options"][0]["text"]
    assert all(r.state == "same" for r in pipeline.why(saved) if r.row.get("place"))
    looks = {(p.style.name if p.style else "") for p in docx.Document(io.BytesIO(saved.read_bytes())).paragraphs if p.text.strip()}
    assert "公文正文" in looks
    clean = pipeline.strip(saved)
    with zipfile.ZipFile(clean) as pack:
        assert not [n for n in pack.namelist() if b"urn:drafter" in pack.read(n)]
