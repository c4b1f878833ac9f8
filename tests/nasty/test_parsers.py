"""Every parser, on what nobody would write: a result or a DrafterError of one line, whatever comes.

Numbering, sentences, cleaning, mending and layout have their properties in tests of their own (test_numbering, test_checks_properties …).
"""

from __future__ import annotations

import csv
import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from drafter import brief, checks, figures, likeness, numbering, outlines, recognising, sentences
from drafter.bank import exchange, handwritten
from drafter.bank.handwritten import Written
from drafter.checks import settings as kept
from drafter.document import Document
from drafter.errors import DrafterError, visible
from drafter.outlines import sandbox
from drafter.pipeline import briefs, templates
from drafter.readers import READERS, docx, formats, trace
from drafter.writers import WRITERS, amending, style
from tests.nasty.inputs import W

usual = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
SMALLEST = sorted((Path(__file__).parent / "smallest").iterdir())


def answered(call: Any) -> Any:
    """What the call gives, or its DrafterError, which must be a line."""
    try:
        return call()
    except DrafterError as error:
        told = error
    assert "\n" not in told.line()
    assert told.line() == visible(told.line())
    return told


PIECES = st.one_of(
    st.text(max_size=8), st.binary(max_size=8).map(lambda b: b.decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode()),
    st.sampled_from(["---\n", "# 题\n", "| 甲 | 乙 |\n", "| --- | --- |\n", "[^1]", "[^1]: 注\n", "![图](图.png)", "一、", "（一）", "1.",
                     "\r", "\r\n",
                     "\u2028", "\x85", "\0", "\ufeff", "\u202e", "<!-- 允许：标点 -->", "<!-- 允许：", "-->", "附件：1.表", "抄送：区委办",
                     "特此通知。",
                     "2026年2月30日", "〔2026〕3号", "“", "”", "《", "要落实责任。", "\t", "　　", "```", "\\", "签发人：李某", "|", "\n",
                     "\n\n"]))
TEXTS = st.lists(PIECES, max_size=20).map("".join)
BYTES = st.one_of(TEXTS.map(lambda t: t.encode("utf-8", "replace")), TEXTS.map(lambda t: t.encode("gb18030", "replace")),
                  TEXTS.map(lambda t: t.encode("utf-16", "replace")), st.binary(max_size=200))


@usual
@example(data="〔2000〕0号".encode(), suffix=".txt")  # a number without a mark: paper whose head is printed
@given(BYTES, st.sampled_from([s for s in READERS if s not in (".docx", ".pdf", ".doc", ".wps")]))
def test_every_text_is_read_and_recognised(data: bytes, suffix: str) -> None:
    document = answered(lambda: READERS[suffix](data, f"一份{suffix}"))
    if isinstance(document, Document):
        made, _ = recognising.recognise(document)
        for writer in (".md", ".txt", ".html", ".docx"):
            assert WRITERS[writer](made, style.load("gb9704")) is not None


TAGS = st.sampled_from(
    ["<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:t xml:space='preserve'>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>",
     "<w:tc>",
     "</w:tc>", "<w:pPr>", "</w:pPr>", "<w:rPr>", "</w:rPr>", "<w:del>", "</w:del>", "<w:txbxContent>", "</w:txbxContent>", "<w:br/>",
     "<w:tab/>",
     "<w:numPr><w:ilvl w:val='9'/><w:numId w:val='1'/></w:numPr>", "<w:outlineLvl w:val='-1'/>", "<w:outlineLvl w:val='²'/>",
     "<w:pStyle w:val='a'/>", "<w:sectPr><w:pgSz w:w='x' w:h='-5' w:orient='landscape'/></w:sectPr>", "<w:footnoteReference w:id='1'/>",
     "<!-- 注 -->",
     "<?pi?>", "<w:commentRangeStart w:id='0'/>", "<w:commentReference w:id='0'/>", "<w:sz w:val='999999999999'/>", "<w:jc/>", "字",
     "&amp;", "一、"])


@st.composite
def balanced(draw: st.DrawFn) -> str:
    """Tags in any order, each opened and closed, so that the part is XML."""
    made, open_ = [], []
    for tag in draw(st.lists(TAGS, max_size=40)):
        if tag.startswith("</"):
            name = tag[2:-1]
            if open_ and open_[-1] == name:
                made.append(tag)
                open_.pop()
        else:
            made.append(tag)
            if tag.startswith("<w:") and not tag.endswith("/>") and "</" not in tag:
                open_.append(tag[1:-1].split()[0])
    return "".join(made) + "".join(f"</{name}>" for name in reversed(open_))


def zipped(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in parts.items():
            made.writestr(f"word/{name}.xml", f"<w:{name} {W}>{content}</w:{name}>")
    return buffer.getvalue()


@usual
@given(balanced(), balanced(), balanced(), balanced())
def test_every_word_document_is_read(body: str, sheet: str, lists: str, notes: str) -> None:
    data = zipped(document=f"<w:body>{body}</w:body>", styles=f"<w:style w:styleId='a'>{sheet}<w:basedOn w:val='a'/></w:style>",
                  numbering=f"<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='9'>{lists}</w:lvl></w:abstractNum>"
                            "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>", comments=f"<w:comment w:id='0'>{notes}</w:comment>")
    document = answered(lambda: docx.read(data, "一份.docx"))
    answered(lambda: formats.formats(data))
    if isinstance(document, Document):
        assert len(amending.texts(data)) >= max((b.line for b in document.blocks), default=0)  # both count the same paragraphs
        recognising.recognise(document)


@usual
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                        st.sampled_from(["text", "made", "sources", "edits", "fills", "options", "also", "place", "rows", "state", "file",
                                         "phrase"]),
                        inner, max_size=5), max_leaves=20))
def test_every_record_in_a_draft_is_read_or_told(held: object) -> None:
    buffer = io.BytesIO(zipped(document="<w:body><w:p><w:r><w:t>一句话。</w:t></w:r></w:p></w:body>"))
    with zipfile.ZipFile(buffer, "a") as made:
        text = json.dumps(held).replace("&", "&amp;").replace("<", "&lt;")
        made.writestr("customXml/item1.xml", f'<a:trace xmlns:a="urn:drafter:trace">{text}</a:trace>')
    record = answered(lambda: trace.record(buffer.getvalue(), Path("一份.docx")))
    if isinstance(record, trace.Record):
        trace.match(buffer.getvalue(), record.rows, "一份.docx")
    trace.held(buffer.getvalue())


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.binary(max_size=4), TEXTS)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4) | st.integers(), inner,
    max_size=3),
                      max_leaves=8)


def dumped(values: object) -> bytes:
    return yaml.safe_dump(values, allow_unicode=True).encode("utf-8", "replace")


@usual
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(brief.Brief.model_fields, VALUES) | {"kind": st.just("调研报告") | VALUES}))
def test_every_brief_is_taken_or_told(tmp_path: Path, values: dict[str, object]) -> None:
    path = tmp_path / "任务书.yaml"
    path.write_bytes(dumped(values))
    checked = briefs.check(path)
    assert checked.errors or not isinstance(answered(lambda: brief.load(path)), DrafterError)
    answered(lambda: brief.check(dict(values)))


@usual
@given(st.lists(st.sampled_from(["kind: 调研报告\n", "facts:\n", "  - text: 设点12个，其中3个\n", "    use: 问题\n", "\t- 甲\n",
                                 "date: 2026-02-30\n", "&a ", "*a\n",
                                 "- ", ": ", "|\n", ">-\n", "\"", "'", "{", "}", "[", "]", "!!set", "!x ", "? ", "%YAML 9\n", "---\n",
                                 "...\n", "#", "　",
                                 "\0", "\ufeff", "：", "<<: ", "~\n", "@", "`", "\n"]), max_size=20).map("".join))
def test_every_scrawl_is_told_with_its_place(tmp_path: Path, text: str) -> None:
    for name, check in (("任务书.yaml", briefs.check), ("模板.yaml", templates.check)):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        for error in check(path).errors:
            answered(lambda error=error: (_ for _ in ()).throw(error))


STEPS = st.dictionaries(st.sampled_from(["text", "recipe", "items", "facts", "gap", "lead_in", "if"]), VALUES, max_size=3)


@usual
@given(st.fixed_dictionaries({"sections": st.lists(st.fixed_dictionaries({}, optional={
    "name": VALUES, "share": VALUES, "steps": st.lists(STEPS, max_size=2) | VALUES, "items": VALUES, "heading": VALUES}),
    max_size=2) | VALUES}, optional={
        name: VALUES for name in outlines.Outline.model_fields if name != "sections"} | {"extends": VALUES}))
def test_every_template_is_taken_or_told(tmp_path: Path, values: dict[str, object]) -> None:
    path = tmp_path / "模板.yaml"
    path.write_bytes(dumped(values))
    checked = templates.check(path)
    assert checked.errors or answered(lambda: outlines.load(path)) is not None


@usual
@given(st.lists(st.sampled_from(["{{ ", " }}", "{% if ", "{% endif %}", "{% for a in ", "{% endfor %}", "subject", "aspects", "|join('、')",
                                 "|first",
                                 "[0]", "['甲']", ".a", "(", ")", " ~ ", " + ", " if ", " else ", "'", "{#", "#}", "字", "-1", "99999",
                                 "**", "not "]),
                max_size=14).map("".join))
def test_every_string_of_a_template_is_filled_or_told(text: str) -> None:
    scope: dict[str, Any] = dict.fromkeys(sandbox.VARIABLES, "甲") | {"aspects": ["甲", "乙"], "facts": {u: ["一件"] for u in brief.USES}}
    answered(lambda: sandbox.render(text, scope))


@usual
@given(st.lists(VALUES, max_size=4) | VALUES)
def test_every_file_of_hand_written_phrases_is_taken_or_told(tmp_path: Path, values: object) -> None:
    path = tmp_path / "problem.yaml"
    path.write_bytes(dumped(values))
    answered(lambda: handwritten.load(Written("phrasebank/problem.yaml", path, "problem")))


@usual
@given(VALUES | st.fixed_dictionaries({}, optional=dict.fromkeys(["off", "on", "rules", "severity", "words", "关"], VALUES)))
def test_every_setting_of_the_checks_is_taken_or_told(tmp_path: Path, values: object) -> None:
    path = tmp_path / "检查.yaml"
    path.write_bytes(dumped(values))
    answered(lambda: kept.load(path, folder=tmp_path))


@usual
@given(st.lists(st.lists(TEXTS, max_size=5), max_size=5), st.binary(max_size=60), st.sampled_from([".csv", ".yaml", ".xlsx"]))
def test_every_table_is_taken_back_or_told(tmp_path: Path, rows: list[list[str]], data: bytes, suffix: str) -> None:
    path = tmp_path / f"表{suffix}"
    out = io.StringIO()
    csv.writer(out).writerows([list(exchange.COLUMNS), *rows])
    path.write_bytes(out.getvalue().encode("utf-8", "replace") + data)
    answered(lambda: exchange.load(path))


@usual
@given(TEXTS)
def test_every_line_is_looked_at(text: str) -> None:
    numbering.parse(text)
    numbering.strip(text)
    assert "".join(sentences.split(text)).replace(" ", "").strip() is not None
    for doubt in figures.doubts(text):
        assert 0 <= doubt.offset <= len(text)
    list(figures.between([text, text[::-1]]))
    likeness.compare([("章", [text])], [("旧", text)], [], frozenset())


ALLOWED = st.sampled_from(["<!-- 允许：", "标点", "numbering-lone", "没有这条", "、", "，", " -->", "<!--", "-->", "允许", "：", "通知。。",
                           "一、要求\n", "\n", " ", "5%-8%"])


@usual
@given(st.lists(ALLOWED, max_size=16).map("".join))
def test_every_comment_that_allows_a_place_is_read(text: str) -> None:
    document = READERS[".md"](text.encode(), "稿.md")
    document.meta["suffix"] = ".md"
    blocks = {b.line: b.text for b in document.blocks}
    for finding in checks.check(document, checks.Settings()):
        assert not finding.line or 0 <= finding.start <= finding.end <= len(blocks[finding.line])


@usual
@given(st.binary(max_size=400), st.integers(0, 1 << 32))
def test_no_odd_number_in_a_packages_directory_breaks_the_reader(junk: bytes, number: int) -> None:
    data = bytearray(zipped(document="<w:body><w:p><w:r><w:t>一句话。</w:t></w:r></w:p></w:body>"))
    at = number % len(data)
    data[at:at + 4] = struct.pack("<I", number % (1 << 32))
    for broken in (bytes(data), bytes(data[:at]) + junk + bytes(data[at:]), bytes(data[:at])):
        answered(lambda broken=broken: docx.read(broken, "一份.docx"))
        formats.formats(broken)
        trace.held(broken)


@pytest.mark.parametrize("path", SMALLEST, ids=lambda path: path.name)
def test_what_once_broke_a_reader_is_told(path: Path, tmp_path: Path) -> None:
    """The smallest files that benchmarks/fuzz.py found."""
    kind, data = path.name.split("-")[0], path.read_bytes()
    if kind in ("brief", "template"):
        (tmp_path / "一份.yaml").write_bytes(data)
        assert (briefs if kind == "brief" else templates).check(tmp_path / "一份.yaml").errors
        return
    answered(lambda: READERS[f".{kind}"](data, f"一份.{kind}"))
    if kind == "docx":
        formats.formats(data)
        trace.held(data)
