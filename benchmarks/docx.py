"""Writing .docx beside other ways, in one run: 200 reports of five pages, and one of 300 pages.

    python benchmarks/docx.py [REPORTS]

The peers, where they are installed (pip install 'drafter[bench]'): python-docx with named styles, docxtpl with a template that loops
over the paragraphs. All write the same headings and paragraphs to bytes. Prints milliseconds and ratios; whole rounds are run in turn.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not this folder, in which docx would be this file

from drafter import writers  # noqa: E402
from drafter.document import Document, Heading, Paragraph, Sentence  # noqa: E402
from drafter.writers import style  # noqa: E402

DEFAULT, STYLES, DOCXTPL = "python-docx, its own template", "python-docx, our styles", "docxtpl"
PAGE = 8  # blocks that fill a page of 22 lines
WORDS = "各镇、街道要加强对社区养老服务设施建设的统筹，排出项目清单，明确建设地点、资金来源和完成时限，按季度通报进展，年底组织验收。"


def report(pages: int) -> Document:
    """A report of so many pages: a heading, then seven paragraphs, and so on."""
    blocks: list[Any] = []
    for number in range(pages * PAGE):
        blocks.append(Heading(f"（{number}）抓好设施建设", 2) if number % PAGE == 0 else Paragraph([Sentence(f"{number}.{WORDS}")]))
    return Document("关于补齐社区养老服务短板的调研报告", blocks)


def ours(document: Document) -> bytes:
    """The report as drafter writes it."""
    return writers.docx.write(document, style.load("gb9704"))


def python_docx() -> Callable[[Document], bytes]:
    """The report by python-docx with named styles, into a file that has the styles of ours."""
    import docx

    template = ours(Document("", [Paragraph([Sentence("文")])]))

    return _with_styles(lambda: docx.Document(io.BytesIO(template)), "公文标题", "公文正文")


def default_template() -> Callable[[Document], bytes]:
    """The report by python-docx with named styles in its default template, as most programs do."""
    import docx

    return _with_styles(docx.Document, "Title", "Normal")


def _with_styles(opened: Callable[[], Any], title: str, body: str) -> Callable[[Document], bytes]:
    """The report by python-docx in a document just opened, by the names of its styles."""
    def write(document: Document) -> bytes:
        word = opened()
        word.add_paragraph(document.title, style=title)
        for block in document.blocks:
            word.add_paragraph(block.text, style="Heading 2" if isinstance(block, Heading) else body)
        buffer = io.BytesIO()
        word.save(buffer)
        return buffer.getvalue()

    return write


def docxtpl() -> Callable[[Document], bytes]:
    """The report by docxtpl, from a template that loops over the paragraphs."""
    import docx
    from docxtpl import DocxTemplate

    word = docx.Document(io.BytesIO(ours(Document("", [Paragraph([Sentence("文")])]))))
    for text, look in (("{{ title }}", "公文标题"), ("{%p for b in blocks %}", "公文正文"), ("{%p if b.level %}", "公文正文"),
                       ("{{ b.text }}", "Heading 2"), ("{%p else %}", "公文正文"), ("{{ b.text }}", "公文正文"),
                       ("{%p endif %}", "公文正文"), ("{%p endfor %}", "公文正文")):
        word.add_paragraph(text, style=look)
    held = io.BytesIO()
    word.save(held)

    def write(document: Document) -> bytes:
        template = DocxTemplate(io.BytesIO(held.getvalue()))
        rows = [{"level": b.level if isinstance(b, Heading) else 0, "text": b.text} for b in document.blocks]
        template.render({"title": document.title, "blocks": rows})
        buffer = io.BytesIO()
        template.save(buffer)
        return buffer.getvalue()

    return write


def seconds(write: Callable[[Document], bytes], document: Document, times: int = 1) -> float:
    """How long so many writings take."""
    start = time.perf_counter()
    for _ in range(times):
        write(document)
    return time.perf_counter() - start


def writers_of_all() -> dict[str, Callable[[Document], bytes]]:
    """The ways to write by name, ours first; a peer that is not installed is told of and left out."""
    found: dict[str, Callable[[Document], bytes]] = {"drafter": ours}
    for name, make in ((DEFAULT, default_template), (STYLES, python_docx), (DOCXTPL, docxtpl)):
        try:
            found[name] = make()
        except ImportError as error:
            print(f"{name}: not measured ({error})", file=sys.stderr)
    return found


def measured(pages: int, times: int, turns: int = 3) -> dict[str, list[float]]:
    """Milliseconds a report of so many pages, by each way, turn by turn; so many reports of ours a turn, a tenth of each peer's."""
    document, peers = report(pages), writers_of_all()
    taken: dict[str, list[float]] = {name: [] for name in peers}
    for _ in range(turns):
        for name, write in peers.items():
            some = times if name == "drafter" else max(1, times // 10)
            taken[name].append(seconds(write, document, some) / some * 1000)
    return taken


def main(reports: int) -> None:
    """Print both comparisons."""
    for pages, times, unit in ((5, reports, "ms each"), (300, 1, "ms")):
        taken = measured(pages, times)
        best = statistics.median(taken["drafter"])
        print(f"{times} x {pages} pages:" if times > 1 else f"{pages} pages:")
        for name, rows in taken.items():
            print(f"  {name}: {statistics.median(rows):.1f} {unit}, {statistics.median(rows) / best:.1f} times drafter")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
