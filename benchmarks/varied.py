"""Varied documents in any number, always the same ones: sentences of the shipped tables put together anew, made-up figures, dirt.

    python benchmarks/varied.py FOLDER NUMBER      some 2 KB each; document i does not depend on how many are made

A quarter of the sentences stand as they are, so that set phrases come again as they do in an office; the others are the first half of
one and the second half of another of the same trade, three in ten with figures, so that most of them are new. One document in fifty is
an earlier one with another head and tail, one in two hundred an exact copy.
"""

from __future__ import annotations

import random
import re
import sys
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not this folder, in which docx would be a benchmark

from drafter import numbering, sentences, writers  # noqa: E402
from drafter.document import Document, Heading, Paragraph, Sentence  # noqa: E402
from drafter.writers import style  # noqa: E402

LENGTH = 560  # characters from which no further paragraph is begun: some 2 KB of UTF-8
A_FOLDER = 1000  # files a folder
TIES = 300  # a repost repeats one of so many documents before it
PLACES = ("云岭县", "澄阳县", "青禾镇", "白石街道", "云泽区", "东桥镇", "南屏乡", "柳河街道")
FIGURES = ("全年共办理{n}件，比上年{way}{p}%", "走访群众{n}户，收集意见{m}条", "{place}已建成{m}处，在建{k}处", "涉及资金{n}万元，到位{p}%",
           "抽查{n}份，发现问题{m}个，整改{k}个", "{place}组织培训{k}期、{n}人次", "平均用时由{m}天压到{k}天", "覆盖{n}人，占{p}%")
HEADS = ("当前位置：首页 > 工作动态 > 正文", "来源：云岭县政府网　浏览次数：{n}", "【字体：大 中 小】", "APP下载",
         "发布时间：20{y}-0{d}-1{d}  作者：办公室")
TAILS = ("打印本页　关闭窗口", "猜你喜欢", "上一篇：关于{m}号材料的说明", "版权所有：云岭县人民政府办公室", "扫一扫在手机打开当前页")

Skeleton = tuple[str, tuple[tuple[int, str], ...]]  # title; (level, heading), or (0, …) where a paragraph stands


@cache
def skeletons() -> tuple[tuple[tuple[Skeleton, ...], tuple[str, ...]], ...]:
    """For each trade of the corpus (a folder) the outlines of its texts and all its sentences."""
    found = []
    for folder in sorted(p for p in (ROOT / "corpus").iterdir() if p.is_dir()):
        outlines, pool = [], []
        for path in sorted(folder.glob("*.txt")):
            text = re.sub(r"\A---.*?---\n", "", path.read_text(encoding="utf-8"), flags=re.S)
            lines = [line.strip() for line in text.split("\n") if line.strip()]
            title = next((line.lstrip("# ") for line in lines if line.startswith("# ")), path.stem)
            rows = []
            for line in lines:
                mark = re.match(r"(#{2,4}) (.*)", line)
                if mark:
                    rows.append((len(mark[1]) - 1, mark[2]))
                elif not line.startswith("#"):
                    rows.append((0, ""))
                    pool += [s for s in sentences.split(line) if 12 <= len(s) <= 120]
            outlines.append((title, tuple(rows)))
        found.append((tuple(outlines), tuple(dict.fromkeys(pool))))
    return tuple(found)


@cache
def written() -> tuple[str, ...]:
    """The sentences written by hand, of all trades."""
    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [t for part in value.values() for t in texts(part)]
        return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []

    return tuple(t for path in sorted((ROOT / "phrasebank" / "sentences").glob("*.yaml"))
                 for t in texts(yaml.safe_load(path.read_text(encoding="utf-8"))))


def filled(text: str, draw: random.Random) -> str:
    """The text with made-up figures and places."""
    return text.format(n=draw.randint(100, 9999), m=draw.randint(11, 99), k=draw.randint(2, 30), p=round(draw.uniform(1, 99), 1),
                       d=draw.randint(1, 9), y=draw.randint(19, 26), way=draw.choice(("增长", "下降")), place=draw.choice(PLACES))


def sentence(pool: tuple[str, ...], draw: random.Random) -> str:
    """A sentence as it stands, or two halves and perhaps figures."""
    if draw.random() < 0.25:
        return draw.choice(pool) if draw.random() < 0.7 else draw.choice(written())
    first, second = (re.split("[，；]", draw.choice(pool).rstrip("。！？”’")) for _ in range(2))
    parts = [*first[:max(1, len(first) // 2)], *second[len(second) // 2:]]
    if draw.random() < 0.3:
        parts.insert(1, filled(draw.choice(FIGURES), draw))
    return "，".join(parts) + "。"


def article(number: int) -> tuple[str, list[tuple[int, str]]]:
    """(title, its headings and paragraphs in order, 0 for a paragraph) of document `number`, before dirt."""
    draw = random.Random(f"article {number}")
    outlines, pool = draw.choice(skeletons())
    title, rows = draw.choice(outlines)
    chapters = [i for i, (level, _) in enumerate(rows) if level == 1] or [0]
    start = draw.choice(chapters)
    body: list[tuple[int, str]] = [(0, "".join(sentence(pool, draw) for _ in range(2)))]
    length = 0
    for level, text in (*rows[start:], *rows[:start]):
        if length > LENGTH:
            break
        body.append((level, numbering.strip(text)) if level else
                    (0, "".join(sentence(pool, draw) for _ in range(draw.randint(2, 4)))))
        length += len(body[-1][1])
    return f"{draw.choice(PLACES)}{title}（{2015 + number % 12}年第{number}号）", body


def source_of(number: int) -> int:
    """The document that this one repeats; itself where it repeats none."""
    draw = random.Random(f"repost {number}")
    return number - draw.randint(1, TIES) if draw.random() < 0.02 and number > TIES else number


def document(number: int) -> tuple[str, bytes]:
    """(the name's suffix, the bytes) of document `number`."""
    if number % 200 == 199:
        return document(number - 7)
    draw = random.Random(f"dirt {number}")
    title, body = article(source_of(number))
    sort = number % 50
    if sort in (3, 4):
        blocks = [Heading(text, level) if level else Paragraph([Sentence(text)]) for level, text in body]
        return ".docx", writers.docx.write(Document(title, list(blocks)), style.load("gb9704"))
    heads = [filled(draw.choice(HEADS), draw) for _ in range(draw.randint(0, 2))]
    tails = [filled(draw.choice(TAILS), draw) for _ in range(draw.randint(0, 2))]
    if sort == 5:
        inner = "".join(f"<h{level + 1}>{text}</h{level + 1}>" if level else f"<p>　　{text}</p>" for level, text in body)
        return ".html", (f"<html><head><title>{title}</title><script>var a=1;</script></head><body><div class='nav'>{' '.join(heads)}"
                         f"</div><h1>{title}</h1>{inner}<div class='foot'>{' '.join(tails)}</div></body></html>").encode()
    if sort in (6, 7):
        return ".md", "\n\n".join([f"# {title}", *("#" * (level + 1) + f" {text}" if level else text for level, text in body)]).encode()
    counts: dict[int, int] = {}
    lines = [*heads, title]
    wrap = draw.random() < 0.1  # a text broken after so many characters, as mail programs do
    for level, text in body:
        if level:
            counts = {n: c for n, c in counts.items() if n < level} | {level: counts.get(level, 0) + 1}
            text = numbering.label(level, counts[level]) + text
        elif draw.random() < 0.15:
            text = text.replace("，", ",")
        elif draw.random() < 0.1:
            text = f"{text[:-1]}[{draw.randint(1, 9)}]。"
        lines += [text[i:i + 34] for i in range(0, len(text), 34)] if wrap and not level else [text]
    made = "\n".join([*lines, *tails]) + "\n"
    return ".txt", made.encode("gb18030") if sort % 10 == 9 else made.encode()


def write(folder: Path, number: int, first: int = 0) -> int:
    """The bytes of that many documents, written to folders of A_FOLDER files."""
    total = 0
    for i in range(first, first + number):
        suffix, data = document(i)
        place = folder / f"{i // A_FOLDER:04}"
        if i % A_FOLDER == 0 or i == first:
            place.mkdir(parents=True, exist_ok=True)
        (place / f"{i:07}{suffix}").write_bytes(data)
        total += len(data)
    return total


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), int(sys.argv[2])))
