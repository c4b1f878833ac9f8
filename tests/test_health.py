"""drafter clean: articles once, a report of the rest, and ways to keep what was cut wrongly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drafter import health, pipeline
from drafter.duplicates import Seen, take
from drafter.errors import OutputError

PAGE = """APP下载
关于夜间巡查的几点做法
夜里巡查要两个人一组，一个看灯，一个看路，回来各记各的再对一遍。
发现井盖松动的，当场插上警示牌，第二天一早由养护队补上，再拍照销号。
巡查记录贴在值班室墙上，谁巡的、几点巡的、看见什么，接班的人一眼看得清。
电话: 0437—0000000
"""


def test_articles_are_written_once_and_the_report_tells_the_rest(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "乙.txt").write_text(PAGE.replace("，", ",").replace("当场", "就地"), encoding="utf-8")
    done = pipeline.clean_files([tmp_path / "甲.txt", tmp_path / "乙.txt"], tmp_path / "净")
    assert [p.name for p in sorted((tmp_path / "净").iterdir())] == ["甲-01.txt"]
    assert "APP" not in (tmp_path / "净" / "甲-01.txt").read_text(encoding="utf-8")
    assert {f.rule for f in done[0].findings} == {"site", "telephone"}
    assert "repost" in {f.rule for f in done[1].findings}


def test_keep_and_allow_are_ways_back(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(PAGE, encoding="utf-8")
    kept = pipeline.clean_files([tmp_path / "甲.txt"], tmp_path / "一", keep=["telephone"])
    allowed = pipeline.clean_files([tmp_path / "甲.txt"], tmp_path / "二", allow=["APP下载"])
    assert {f.rule for f in kept[0].findings} == {"site"}
    assert {f.rule for f in allowed[0].findings} == {"telephone"}


@pytest.mark.parametrize("suffix", [".html", ".json", ".md"])
def test_each_report_names_file_reason_and_passage(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "甲.txt").write_text(PAGE, encoding="utf-8")
    done = pipeline.clean_files([tmp_path / "甲.txt"], tmp_path / "净")
    pipeline.write_report(done, tmp_path / f"报告{suffix}")
    text = (tmp_path / f"报告{suffix}").read_text(encoding="utf-8")
    for word in ("甲.txt", "APP下载", "0437", "site"):
        assert word in text
    if suffix == ".json":
        assert json.loads(text)[0]["score"] < 100


def test_a_hostile_file_name_or_text_does_no_harm_in_the_page(tmp_path: Path) -> None:
    (tmp_path / "<b>甲.txt").write_text("APP下载\n" + PAGE + "版权所有<script>alert(1)</script>\n", encoding="utf-8")
    page = health.as_html(pipeline.clean_files([tmp_path], tmp_path / "净")).decode()
    assert "<script>alert" not in page
    assert "<b>甲" not in page


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "料").mkdir()
    (tmp_path / "料" / "甲.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "料" / "坏.docx").write_bytes(b"PK broken")
    done = pipeline.clean_files([tmp_path / "料"], tmp_path / "净")
    assert sorted(bool(f.trouble) for f in done) == [False, True]


def test_an_unknown_report_format_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="报告"):
        pipeline.check_report(tmp_path / "报告.pdf")


def test_the_same_text_with_a_few_words_changed_counts_once() -> None:
    body = "".join(f"第{n}条要把责任落到人头，逐项写明谁来办、哪天交账、交给谁看。" for n in "一二三四五六七八九")
    seen = Seen()
    assert seen.add(take(body, "甲")) == ""
    assert seen.add(take(body.replace("逐项", "逐条"), "乙")) == "甲"
    assert seen.add(take("全然不同的一篇文章，讲的是河道保洁怎样分段包干、怎样验收、怎样结账。" * 4, "丙")) == ""


@pytest.mark.parametrize(("text", "script"), [("发现问题要说清", "简体"), ("發現問題要說清", "繁体"), ("abc", ""),
                                              ("發現问题要说清楚个来时为国", "混合")])
def test_script_is_told_by_the_characters_that_differ(text: str, script: str) -> None:
    assert health.script(text) == script
