"""Of a page with a clear main block the menus, link lists and footers stay out; any other page is read whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter import readers
from drafter.document import Heading

BODY = ["有的支部把学习当任务，读完文件就散会，没有联系岗位想一想。", "习惯于照着往年的单子排，缺少摸底的环节，课程与岗位脱节。",
        "对基层的情况，了解得不深、不细，办法不多，落实得也不够好。", "要把问题列成清单，一项一项改，改一项，销一项。"]
MENU = "".join(f"<li><a href='/{n}'>栏目{n}：要闻、动态</a></li>" for n in range(18))
FOOT = "<div class=foot>版权所有：某某网站，地址：建设路1号<br><a href=x>联系我们</a> | <a href=y>网站地图</a></div>"


def texts(tmp_path: Path, page: str) -> list[str]:
    path = tmp_path / "页.html"
    path.write_text(f"<html><head><meta charset=utf-8></head><body>{page}</body></html>", encoding="utf-8")
    return [b.text for b in readers.read(path).blocks]


@pytest.mark.parametrize("body", [
    "".join(f"<p>{p}</p>" for p in BODY), "<br><br>".join(BODY), "".join(f"<div><span>{p}</span></div>" for p in BODY)])
@pytest.mark.parametrize("frame", ["<div class=main>{}</div>", "<table><tr><td>{}</td></tr></table>", "<article>{}</article>"])
def test_the_main_block_in_each_layout(tmp_path: Path, body: str, frame: str) -> None:
    share = "<div class=share>分享到：<a href=1>微信</a><a href=2>微博</a></div>"
    more = "<ul><li><a href=3>上一篇：关于培训的报告</a></li></ul>"
    page = f"<div class=menu><ul>{MENU}</ul></div><h1>关于学习的报告</h1>" + frame.format(body + more) + share + FOOT
    assert texts(tmp_path, page) == ["关于学习的报告", *BODY]


def test_the_headline_before_the_block_is_a_heading(tmp_path: Path) -> None:
    texts(tmp_path, f"<h2>关于学习的报告</h2><div>{''.join(f'<p>{p}</p>' for p in BODY)}</div>{FOOT}<ul>{MENU}</ul>")
    first = readers.read(tmp_path / "页.html").blocks[0]
    assert isinstance(first, Heading)
    assert (first.text, first.level) == ("关于学习的报告", 0)


def test_two_articles_side_by_side_are_both_kept(tmp_path: Path) -> None:
    half = "".join(f"<p>{p}</p>" for p in BODY)
    assert texts(tmp_path, f"<article>{half}</article><article>{half}</article>") == BODY * 2


def test_a_page_without_a_clear_block_is_read_whole(tmp_path: Path) -> None:
    assert texts(tmp_path, "<div>甲，乙。</div><div>丙，丁。</div><ul><li><a href=x>栏目</a></li></ul>") == ["甲，乙。", "丙，丁。", "栏目"]


def test_a_page_inside_a_form_is_not_lost(tmp_path: Path) -> None:
    search = "<form action=/find>搜索：<input></form>"
    assert texts(tmp_path, f"{search}<div>{''.join(f'<p>{p}</p>' for p in BODY)}</div>") == BODY
    assert texts(tmp_path, f"<form id=aspnetForm><div>{''.join(f'<p>{p}</p>' for p in BODY)}</div></form>") == BODY


def test_nesting_that_the_tag_count_misses_is_read_flat(tmp_path: Path) -> None:
    assert texts(tmp_path, "<script>var a='<p>假</p>'</script>" + "<main>" * 5000 + "<p>底下有一句话。</p>") == ["底下有一句话。"]
