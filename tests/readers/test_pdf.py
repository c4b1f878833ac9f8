"""PDF comes in line by line, in reading order; what has no text layer is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter import readers
from drafter.errors import InputError
from drafter.readers import pdf

Words = list[tuple[int, int, str]]


def made(pages: list[Words], *, extra: bytes = b"", mapped: bool = True) -> bytes:
    """A PDF of pages of (x, y, words), by hand: a CID font without a file, its codes mapped to Unicode."""
    characters = sorted({c for page in pages for _, _, words in page for c in words})
    code = {c: i for i, c in enumerate(characters, 1)}
    pairs = "\n".join(f"<{code[c]:04X}> <{ord(c) if mapped else 0xE000:04X}>" for c in characters)
    cmap = ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(code)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end")
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>",
              f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{7 + 2 * i} 0 R' for i in range(len(pages)))}]>>".encode(),
              b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
              b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
              b"/FontDescriptor 5 0 R/DW 1000>>",
              b"<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800/Descent -200"
              b"/CapHeight 700/StemV 80>>",
              _stream(cmap)]
    for number, page in enumerate(pages):
        bodies.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {8 + 2 * number} 0 R>>"
                      .encode())
        bodies.append(_stream("\n".join(f"BT /F 12 Tf {x} {y} Td <{''.join(f'{code[c]:04X}' for c in words)}> Tj ET"
                                        for x, y, words in page)))
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, extra, start)


def _stream(text: str) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(text), text.encode("ascii"))


def lines(tmp_path: Path, data: bytes) -> list[tuple[int, str]]:
    path = tmp_path / "文.pdf"
    path.write_bytes(data)
    return [(block.line, block.text) for block in readers.read(path).blocks]


def test_lines_are_counted_through_the_pages(tmp_path: Path) -> None:
    data = made([[(72, 770, "关于学习的报告"), (72, 740, "有的支部学习不够深。")], [(72, 770, "二、产生问题的原因")]])
    assert lines(tmp_path, data) == [(1, "关于学习的报告"), (2, "有的支部学习不够深。"), (3, "二、产生问题的原因")]


def test_a_page_written_out_of_order_is_read_from_the_top(tmp_path: Path) -> None:
    data = made([[(280, 40, "第二页"), (72, 700, "习惯于念文件。"), (72, 770, "关于学习的报告")]])
    assert [text for _, text in lines(tmp_path, data)] == ["关于学习的报告", "习惯于念文件。", "第二页"]


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    columns = [(x, 770 - 20 * row, f"{side}栏{row}行") for x, side in ((60, "左"), (330, "右")) for row in range(1, 5)]
    found = [text for _, text in lines(tmp_path, made([columns]))]
    assert found == [words for _, _, words in columns]


@pytest.mark.parametrize(("data", "word"), [
    (made([[], []]), "扫描件"),
    (made([[(72, 700, "有的支部学习不够深")]], mapped=False), "乱码"),
    (made([[(72, 700, "密")]], extra=b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"11" * 32, b"22" * 32)),
     "密码"),
    (b"%PDF-1.7 broken", "损坏"),
    (b"", "损坏"),
])
def test_what_cannot_be_read_is_told_with_a_cure(tmp_path: Path, data: bytes, word: str) -> None:
    with pytest.raises(InputError, match=word) as caught:
        lines(tmp_path, data)
    assert caught.value.cure
    assert "\n" not in caught.value.line()


def test_too_many_pages_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    with pytest.raises(InputError, match="3 页"):
        lines(tmp_path, made([[(72, 700, "页")]] * 3))
