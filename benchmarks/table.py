"""One table of speed and memory beside other programs: `make bench`.

    python benchmarks/table.py [--quick] [-o FILE]      default docs/benchmarks.md; with --quick smaller sizes, and nothing is written

Each pair is measured in turn in one process, several turns; the middle ratio counts. Each part of the table is a process of its own, so
that a memory peak is that part's. What is measured, and how, stands in the programs of this folder that are called here. Growth is told
by the slope of processor time over 1, 10 and 100 times the work in the log–log plot; the picture goes to docs/pictures (extra `plot`).
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import os
import platform
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not this folder, in which docx would be a benchmark

from benchmarks.scale import slope  # noqa: E402

PAGE = ROOT / "docs" / "benchmarks.md"
PICTURE = ROOT / "docs" / "pictures" / "growth.png"
GROWTH = 1.05  # the slope that is wanted of all that grows with the work
ENOUGH = 0.5  # processor seconds over which a short work is measured again and again
PEERS = ("jieba", "rjieba", "python-docx", "docxtpl", "numpy")


@dataclass(slots=True)
class Row:
    """A line of the table: what, ours and the peer's with their unit, the ratio, and what is wanted of the ratio or of our figure."""

    what: str
    ours: str
    peer: str = "—"
    ratio: float | None = None
    wanted: str = "—"
    reached: bool | None = None

    def cells(self) -> list[str]:
        """The cells as they are printed."""
        ratio = f"{self.ratio:.2f}" if self.ratio is not None else "—"
        return [self.what, self.ours, self.peer, ratio, self.wanted, {True: "是", False: "否", None: "—"}[self.reached]]


@dataclass(slots=True)
class Sizes:
    """How much is measured."""

    megabytes: float
    turns: int
    phrases: int
    reports: int
    pages: int
    pairs: int
    paragraphs: int
    briefs: int
    unit: float  # of growth: megabytes of text at 1×


WHOLE = Sizes(megabytes=5, turns=5, phrases=1_000_000, reports=200, pages=300, pairs=15, paragraphs=5000, briefs=40, unit=0.05)
QUICK = Sizes(megabytes=0.6, turns=3, phrases=20_000, reports=20, pages=30, pairs=5, paragraphs=500, briefs=5, unit=0.01)


def middle(pairs: Sequence[tuple[float, float]]) -> float:
    """The middle of the ratios, first to second."""
    return statistics.median(a / b for a, b in pairs)


def peak() -> Row:
    """This process' memory peak so far."""
    return Row("　　内存峰值", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def mining(sizes: Sizes) -> list[Row]:
    """Labelling and mining beside jieba.lcut alone."""
    from benchmarks import mining

    rows = list(mining.turns(sizes.megabytes, sizes.turns))
    ours = statistics.median(t.megabytes / (t.label + t.mine) for t in rows)
    peer = statistics.median(t.megabytes / t.jieba for t in rows)
    ratio = statistics.median(t.ratio for t in rows)
    return [Row(f"挖词句（标注、挖，{sizes.megabytes:g} MB），比只用 jieba 分词", f"{ours:.2f} MB/s", f"{peer:.2f} MB/s", ratio,
                "≥ 4", ratio >= 4), peak()]


def filled(folder: str, number: int) -> list[Any]:
    """The queries; a bank of so many phrases stands in the folder, and a plain table of the same."""
    from benchmarks import bank

    rows: list[tuple[str, str]] = []

    def told() -> Iterator[Any]:
        for haul in bank.hauls(number):
            rows.extend((p.role, p.text) for p in haul.phrases)
            yield haul

    bank.build(f"{folder}/b.sqlite", told(), together=True)
    bank.plain_table(f"{folder}/plain.sqlite", rows)
    return bank.questions(rows)


def found(folder: str, queries: list[Any], number: int, turns: int) -> list[Row]:
    """Finding in a large bank beside a plain FTS5 table with a join."""
    from benchmarks import bank

    rows, first = [], 0.0
    for clock, by in ((time.perf_counter, ""), (time.process_time, "，只算处理器时间")):
        runs = bank.searches(f"{folder}/b.sqlite", queries, f"{folder}/plain.sqlite", turns, clock)
        first = first or runs[0][1][0]
        told = [bank.percentiles(times) for _, times in runs[1:]]
        for place, name in enumerate(("p50", "p95")):
            pairs = [(peer[place], ours[place]) for ours, peer in zip(told[::2], told[1::2], strict=True)]
            ours, peer = statistics.median(p[1] for p in pairs), statistics.median(p[0] for p in pairs)
            judged = place == 1 and not by
            rows.append(Row(f"找词句（库里 {number} 条，{name}{by}），比 FTS5 直接连表", f"{ours:.2f} ms", f"{peer:.2f} ms", middle(pairs),
                            "p95 ≤ 5 ms" if judged else "—", ours <= 5 if judged else None))
    return [*rows, Row("　　打开后头一次找（要读词典）", f"{first:.0f} ms"), peak()]


def finding(sizes: Sizes) -> list[Row]:
    """Finding, in a process apart from the one that makes the bank, as an editor's is."""
    with tempfile.TemporaryDirectory() as folder:
        queries = apart(filled, folder, sizes.phrases)
        return list(apart(found, folder, queries, sizes.phrases, 3))


def writing(sizes: Sizes) -> list[Row]:
    """Many short reports and a long one, written as .docx."""
    from benchmarks import docx

    rows = []
    for what, pages, times in ((f"写 {sizes.reports} 份五页的 .docx", 5, sizes.reports),
                               (f"写一份 {sizes.pages} 页的 .docx", sizes.pages, 1)):
        taken = docx.measured(pages, times)
        ours = taken["drafter"]
        for peer, shown in ((docx.STYLES, "python-docx 按样式名"), (docx.DEFAULT, "python-docx 自带模板"), (docx.DOCXTPL, "docxtpl")):
            if peer in taken:
                ratio = middle(list(zip(taken[peer], ours, strict=True)))
                asked = peer == docx.STYLES and times > 1
                rows.append(Row(f"{what}，比 {shown}", f"{statistics.median(ours):.1f} ms 一份",
                                f"{statistics.median(taken[peer]):.1f} ms 一份", ratio, "≥ 10" if asked else "—",
                                ratio >= 10 if asked else None))
    return [*rows, peak()]


def starting(sizes: Sizes) -> list[Row]:
    """`drafter --help` beside bare Python."""
    from benchmarks import speed

    pairs = speed.started(sizes.pairs)
    ratio = middle(pairs)
    ours, bare = (1000 * statistics.median(p[i] for p in pairs) for i in (0, 1))
    return [Row("drafter --help，比 python -c pass（几倍的时间）", f"{ours:.0f} ms", f"{bare:.0f} ms", ratio, "≤ 5", ratio <= 5)]


def cleaning(sizes: Sizes) -> list[Row]:
    """Reading and cleaning beside jieba.lcut over the same text."""
    from benchmarks import speed

    _, _, ours, peer = speed.cleaned(sizes.megabytes * 2)
    return [Row("读和清洗，比只用 jieba 分词", f"{statistics.median(ours):.1f} MB/s", f"{statistics.median(peer):.2f} MB/s",
                middle(list(zip(ours, peer, strict=True)))), peak()]


def checking(sizes: Sizes) -> list[Row]:
    """Checks a paragraph."""
    from benchmarks import check
    from drafter import checks

    checks.check(check.made(1000, 10))  # tables read, patterns compiled
    took = 1000 * check.seconds(check.made(check.BYTES * sizes.paragraphs // check.PARAGRAPHS, sizes.paragraphs)) / sizes.paragraphs
    return [Row("校对 1,000 段", f"{1000 * took:.0f} ms", wanted="≤ 0.2 ms 一段", reached=took <= 0.2), peak()]


def drafting(sizes: Sizes) -> list[Row]:
    """Drafts from the shipped corpus."""
    from benchmarks import drafting

    briefs = drafting.examples()[:sizes.briefs]
    drafting.drafted(briefs[:1], None)
    times = drafting.drafted(briefs, None)
    return [Row(f"起草一份（{len(briefs)} 份任务书，中位数）", f"{1000 * statistics.median(times):.0f} ms"),
            Row("　　最慢的一份", f"{1000 * max(times):.0f} ms"), peak()]


def works(unit: float) -> dict[str, Callable[[int], Callable[[], object]]]:
    """What is made to grow: for a multiple of the work, a call that does it; what it works on is made before."""
    from benchmarks import check, docx, mining, speed
    from drafter import checks

    def labelled(times: int) -> Callable[[], object]:
        part = list(mining.articles(unit * times))
        return lambda: mining.mined(part)

    def checked(times: int) -> Callable[[], object]:
        number = round(4000 * unit) * times
        document = check.made(check.BYTES * number // check.PARAGRAPHS, number)
        return lambda: checks.check(document)

    def written(times: int) -> Callable[[], object]:
        document = docx.report(round(100 * unit) * times)
        return lambda: docx.ours(document)

    def cleaned(times: int) -> Callable[[], object]:
        folder = tempfile.TemporaryDirectory()
        paths, _ = speed.corpus(Path(folder.name), unit * times)
        return lambda folder=folder: speed.clean_all(paths)  # type: ignore[misc]

    return {"挖词句": labelled, "校对": checked, "写 .docx": written, "读和清洗": cleaned}


def grown(unit: float, name: str) -> list[tuple[int, float]]:
    """(multiple of the work, processor seconds, the middle of as many runs as take ENOUGH) of one work."""
    make = works(unit)[name]
    make(1)()  # tables read, patterns compiled
    found = []
    for times in (1, 10, 100):
        work, took = make(times), list[float]()
        while sum(took) < ENOUGH and len(took) < 100:
            start = time.process_time()
            work()
            took.append(time.process_time() - start)
        found.append((times, statistics.median(took)))
    return found


def drawn(curves: dict[str, list[tuple[int, float]]], path: Path) -> None:
    """Nothing; the curves stand in the picture, beside a line of slope 1."""
    import matplotlib
    from matplotlib.figure import Figure

    from drafter.bank import picture

    with matplotlib.rc_context({"font.family": [picture.font()], "axes.unicode_minus": False}):
        figure = Figure(figsize=(7, 4.6), dpi=120, layout="constrained")
        axes = figure.subplots()
        for name, points in curves.items():
            first = points[0][1]
            axes.loglog([x for x, _ in points], [y / first for _, y in points], marker="o", label=f"{name}（斜率 {slope(points):.2f}）")
        axes.loglog([1, 100], [1, 100], color="#aaaaaa", linestyle="--", label="正比（斜率 1）")
        axes.set_xlabel("工作量（倍）")
        axes.set_ylabel("处理器时间（1 倍时的几倍）")
        axes.legend()
        figure.savefig(path, metadata={"Software": None})


def apart(work: Callable[..., Any], *values: object) -> Any:
    """What the work gives, done in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, *values).result()


def machine() -> list[str]:
    """The machine, its load, the date and the versions, a line each."""
    info = Path("/proc/cpuinfo")
    names = re.findall(r"^model name\s*: (.*)$", info.read_text(), re.M) if info.is_file() else []
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    known = {d.metadata["Name"].lower() for d in importlib.metadata.distributions()}
    return [f"- 日期：{datetime.date.today().isoformat()}",
            f"- 机器：{(names or [platform.processor()])[0]}，{os.cpu_count()} 个核，内存 {memory:.0f} GB，{platform.system()}；"
            f"开始时一分钟平均负载 {os.getloadavg()[0]:.1f}",
            f"- 版本：Python {platform.python_version()}，drafter {importlib.metadata.version('drafter')}，"
            + "，".join(f"{name} {importlib.metadata.version(name)}" if name in known else f"{name} 没装" for name in PEERS)]


def main() -> None:
    """Print the table; write the page and the picture unless quick."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="smaller sizes; nothing is written unless -o says where")
    parser.add_argument("-o", "--output", type=Path, help="the page, default docs/benchmarks.md")
    asked = parser.parse_args()
    sizes = QUICK if asked.quick else WHOLE
    page = asked.output or (None if asked.quick else PAGE)
    about, rows = machine(), list[Row]()
    for part in (starting, cleaning, mining, checking, writing, drafting):
        rows += apart(part, sizes)
        print(f"{part.__name__}: done", file=sys.stderr, flush=True)
    rows += finding(sizes)
    curves = {name: apart(grown, sizes.unit, name) for name in works(sizes.unit)}
    for name, points in curves.items():
        steep = slope(points)
        rows.append(Row(f"{name}，工作量 1、10、100 倍的处理器时间", "、".join(f"{1000 * y:.0f}" for _, y in points) + " ms", "斜率 1",
                        steep, f"斜率 ≤ {GROWTH}", steep <= GROWTH))
    heads = ["量什么", "drafter", "对照", "比值", "要求", "达到"]
    table = "\n".join("| " + " | ".join(cells) + " |" for cells in (heads, ["---"] * 6, *(row.cells() for row in rows)))
    print("\n".join([*about, "", table]))
    if page:
        text = ["# 快慢", "", f"由 `make bench` 生成，请不要手改{'（--quick，只看个大概）' if asked.quick else ''}。"
                "一对一对轮流量，量几轮，取中间的比值。比值大于 1 就是 drafter 快；写明“几倍的时间”的，是 drafter 用的时间是对照的几倍；"
                "斜率是双对数图上的，1 就是工作量多几倍、时间也多几倍。每一部分单开一个进程，内存峰值是那一部分的。",
                "", *about, "", table, ""]
        if not asked.quick:
            drawn(curves, PICTURE)
            text += [f"![工作量和时间](pictures/{PICTURE.name})", ""]
        text += ["对照各是什么、怎样量的，见 `benchmarks/` 里各个程序开头的说明；十万份文件的，见[大量材料](scale.md)。", ""]
        page.write_text("\n".join(text), encoding="utf-8")


if __name__ == "__main__":
    main()
