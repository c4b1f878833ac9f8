"""A picture of a bank: phrases by aspect and role, sources by year. Needs matplotlib, the extra `plot`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from drafter import saving
from drafter.errors import OutputError
from drafter.phrases import ROLES

FORMS = (".png", ".svg")
MOST = 16  # aspects that are drawn; of the rest the sum is told
# Chinese fonts by the names that matplotlib knows them by: free ones, then those of Windows, macOS and WPS.
FONTS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
         "Microsoft YaHei", "SimHei", "DengXian", "PingFang SC", "Hiragino Sans GB", "Heiti SC", "Heiti TC", "STHeiti", "Noto Sans CJK JP",
         "Noto Sans CJK TC", "Noto Serif CJK SC", "Noto Serif CJK JP", "Source Han Serif SC", "Droid Sans Fallback", "LXGW WenKai",
         "AR PL UMing CN", "AR PL UKai CN", "SimSun", "NSimSun", "FangSong", "KaiTi", "Songti SC", "Arial Unicode MS")
COLOURS = {"problem": "#c0504d", "cause": "#e3a13f", "measure": "#3f7fbf", "significance": "#8d6cab", "background": "#9aa5b1",
           "goal": "#4aa596", "achievement": "#6aa84f", "slogan": "#d98cb3", "transition": "#c9c9c9", "noise": "#e5e5e5"}


def save(stats: Mapping[str, Any], years: Mapping[int, int], path: Path, *, force: bool = False) -> None:
    """Nothing; the picture stands in the file, as .png or .svg. Raises OutputError, also without matplotlib or a Chinese font."""
    if path.suffix.lower() not in FORMS:
        raise OutputError(f"不会画成“{path.suffix or '没有后缀'}”", file=path, cure=f"文件名请以 {' 或 '.join(FORMS)} 结尾")
    saving.check_target(path, force=force)
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError as error:
        raise OutputError("画图要用 matplotlib，还没有装", cure="请运行 pip install 'drafter[plot]'") from error
    settings: Any = {"font.family": [font()], "axes.unicode_minus": False, "svg.hashsalt": "drafter", "axes.spines.top": False,
                "axes.spines.right": False}
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(12, 6.4), dpi=150, layout="constrained")
        left, right = figure.subplots(1, 2, width_ratios=(3, 2))
        figure.suptitle(f"语料库：词句 {stats['phrases']} 条，可用 {stats['usable']} 条，文件 {stats['sources']} 个", fontsize=15)
        _aspects(left, stats["by_aspect"])
        _years(right, years)
        saving.save(path, lambda target: figure.savefig(target, format=path.suffix.lower()[1:], metadata=_dateless(path)), force=force)


def _dateless(path: Path) -> dict[str, None] | None:
    """The same bank gives the same file: an SVG is not dated."""
    return {"Date": None} if path.suffix.lower() == ".svg" else None


def font() -> str:
    """The name of an installed Chinese font. Raises OutputError where there is none."""
    from matplotlib import font_manager

    known = {font.name for font in font_manager.fontManager.ttflist}
    for name in FONTS:
        if name in known:
            return name
    raise OutputError("没有找到中文字体，图上的字会是方框，没有画", cure="请装一种中文字体，如 Noto Sans CJK（思源黑体），再来")


def _aspects(axes: Any, counts: Mapping[str, Mapping[str, int]]) -> None:
    """Nothing; bars of usable phrases by aspect, stacked by role, the aspect with most on top."""
    rows = {name: counts[name] for name in list(counts)[:MOST]}
    rest = list(counts)[MOST:]
    start = [0] * len(rows)
    for role in (role for role in ROLES if any(row.get(role) for row in rows.values())):
        values = [row.get(role, 0) for row in rows.values()]
        axes.barh(list(rows), values, left=start, color=COLOURS[role], label=ROLES[role], height=0.72)
        start = [a + b for a, b in zip(start, values, strict=True)]
    for place, total in enumerate(start):
        axes.text(total, place, f" {total}", va="center", fontsize=9, color="#444444")
    axes.invert_yaxis()
    axes.margins(x=0.08)
    axes.set_title("可用的词句：各方面，按作用" if rows else "还没有分出方面的词句")
    more = sum(sum(counts[name].values()) for name in rest)
    axes.set_xlabel(f"条（另有 {len(rest)} 个方面 {more} 条，没有画出）" if rest else "条")
    if rows:
        axes.legend(loc="lower right", fontsize=9)


def _years(axes: Any, years: Mapping[int, int]) -> None:
    """Nothing; bars of sources by the year they are of; every year from first to last has a place."""
    told = {year: number for year, number in years.items() if year}
    span = range(min(told), max(told) + 1) if told else range(0)
    labels = [*(str(year) for year in span), *(["年份不详"] if years.get(0) else [])]
    values = [*(told.get(year, 0) for year in span), *([years[0]] if years.get(0) else [])]
    axes.bar(labels, values, color=["#3f7fbf"] * len(span) + ["#c9c9c9"] * (len(labels) - len(span)), width=0.7)
    for place, value in enumerate(values):
        axes.text(place, value, str(value) if value else "", ha="center", va="bottom", fontsize=9, color="#444444")
    axes.set_title("材料：各年的文件" if labels else "还没有材料")
    axes.set_ylabel("个", rotation=0, labelpad=12)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.margins(x=max(0.05, 0.3 - 0.03 * len(labels)))  # two or three bars are not as broad as a wall
    if len(labels) > 8:
        axes.tick_params(axis="x", rotation=60)
