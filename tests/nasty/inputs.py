"""The nasty files, each made when it is wanted, with the call that is to meet it and the status with which the call must end."""

from __future__ import annotations

import io
import json
import os
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TEXT = "# 关于做好供水工作的通知\n\n各单位：\n\n要把责任落到人头，逐项建立台账。\n"
BRIEF = ("kind: 调研报告\nsubject: 社区助餐服务\norg: 云泽区民政局\ndate: 2026-11-06\nlength: 800\nfacts:\n"
         "  - {text: 全区现有助餐点31个, use: 背景}\n")
LAUGHS = "a: &a [哈, 哈]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9))


class Case(NamedTuple):
    """What it is called in docs/reliability.md, how it is made (which gives the words of the call), the exit status."""

    family: str
    title: str
    status: int
    make: Callable[[Path], tuple[object, ...]]


CASES: list[Case] = []
_Make = Callable[[Path], tuple[object, ...]]


def case(family: str, title: str, status: int = 2) -> Callable[[_Make], _Make]:
    def noted(make: _Make) -> _Make:
        CASES.append(Case(family, title, status, make))
        return make
    return noted


# Word documents

def package(path: Path, body: str | bytes = "", **others: str | bytes) -> None:
    """A .docx with that document.xml and other parts (`styles` is word/styles.xml); a paragraph where nothing is given."""
    body = body or document("<w:p><w:r><w:t>要把责任落到人头。</w:t></w:r></w:p>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", body)
        for name, content in others.items():
            made.writestr(f"word/{name}.xml", content)


def bomb(path: Path) -> None:
    """A .docx whose document.xml is 200 MB of spaces; written bit by bit, so that making it takes no memory."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made, made.open("word/document.xml", "w") as part:
        part.write(document("<w:p/>").removesuffix("</w:document>").encode())
        for _ in range(200):
            part.write(b" " * 1_000_000)
        part.write(b"</w:document>")


def document(inside: str, before: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document {W}><w:body>{inside}</w:body></w:document>'


def lied(data: bytes, size: int) -> bytes:
    """The zip with the sizes of all its members said to be so much, in each header."""
    made = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.find(mark)
        while place >= 0:
            made[place + at:place + at + 4] = struct.pack("<I", size)
            place = data.find(mark, place + 4)
    return bytes(made)


@case("Word", "压缩炸弹：200 MB 的空格压成 200 KB")
def _(folder: Path) -> tuple[object, ...]:
    bomb(folder / "弹.docx")
    return "format", "弹.docx", "-o", "出.docx"


@case("Word", "压缩炸弹：里面写着只有 100 字节，其实 200 MB")
def _(folder: Path) -> tuple[object, ...]:
    bomb(folder / "弹.docx")
    (folder / "弹.docx").write_bytes(lied((folder / "弹.docx").read_bytes(), 100))
    return "check", "弹.docx"


@case("Word", "压缩包套压缩包，套五层（42.zip 的样子）")
def _(folder: Path) -> tuple[object, ...]:
    data = b"0" * 10_000_000
    for depth in range(5):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
            for number in range(4):
                made.writestr(f"{depth}-{number}.{'zip' if depth else 'txt'}", data)
        data = buffer.getvalue()
    (folder / "套.zip").write_bytes(data)
    return "mine", "套.zip", "--bank", "b.sqlite"


@case("Word", "正文里有十亿倍的 XML 实体（billion laughs）")
def _(folder: Path) -> tuple[object, ...]:
    rows = "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9))
    package(folder / "笑.docx", document("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", f'<!DOCTYPE d [<!ENTITY a "哈">{rows}]>'))
    return "check", "笑.docx", "--fix"


@case("Word", "正文用 XML 外部实体指着别的文件（XXE）", 0)
def _(folder: Path) -> tuple[object, ...]:
    (folder / "机密.txt").write_text("不可外传的话", encoding="utf-8")
    dtd = f'<!DOCTYPE d [<!ENTITY a SYSTEM "{(folder / "机密.txt").as_uri()}">]>'
    package(folder / "外.docx", document("<w:p><w:r><w:t>一句话。&a;</w:t></w:r></w:p>", dtd))
    return "format", "外.docx", "-o", "出.txt"


@case("Word", "样式里有外部 DTD，在网上", 0)
def _(folder: Path) -> tuple[object, ...]:
    package(folder / "网.docx", styles=f'<!DOCTYPE s SYSTEM "http://192.0.2.1/s.dtd"><w:styles {W}/>')
    return "check", "网.docx"


@case("Word", "没有正文（word/document.xml）")
def _(folder: Path) -> tuple[object, ...]:
    with zipfile.ZipFile(folder / "空.docx", "w") as made:
        made.writestr("word/styles.xml", f"<w:styles {W}/>")
    return "format", "空.docx", "-o", "出.docx"


@case("Word", "同一个部件有两份", 0)
def _(folder: Path) -> tuple[object, ...]:
    package(folder / "双.docx", styles=f"<w:styles {W}/>")
    with zipfile.ZipFile(folder / "双.docx", "a") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile's own, of the second part
        made.writestr("word/document.xml", document("<w:p><w:r><w:t>后一份里的话。</w:t></w:r></w:p>"))
    return "check", "双.docx"


@case("Word", "部件的名字是 ../../逃出去.xml")
def _(folder: Path) -> tuple[object, ...]:
    package(folder / "逃.docx", **{"../../逃出去": "<a/>"})
    return "format", "逃.docx", "-o", "出.docx"


@case("Word", "图片指到压缩包外面的文件", 0)
def _(folder: Path) -> tuple[object, ...]:
    a = "http://schemas.openxmlformats.org/drawingml/2006"
    r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    body = document(f'<w:p><w:r><w:t>话。</w:t><w:drawing><wp:inline xmlns:wp="{a}/wordprocessingDrawing"><a:blip xmlns:a="{a}/main" '
                    f'xmlns:r="{r}" r:embed="r1"/></wp:inline></w:drawing></w:r></w:p>')
    package(folder / "图.docx", body, **{"_rels/document.xml.rels": ""})
    with zipfile.ZipFile(folder / "图.docx", "w") as made:
        made.writestr("word/document.xml", body)
        made.writestr("word/_rels/document.xml.rels",
                      '<Relationships><Relationship Id="r1" Target="../../../../etc/passwd"/></Relationships>')
    return "format", "图.docx", "-o", "出.docx"


@case("Word", "正文不是 XML")
def _(folder: Path) -> tuple[object, ...]:
    package(folder / "乱.docx", b"\x00\xff<w:p")
    return "label", "乱.docx"


@case("Word", "标签套十万层")
def _(folder: Path) -> tuple[object, ...]:
    package(folder / "深.docx", document("<w:tbl>" * 100_000 + "</w:tbl>" * 100_000))
    return "check", "深.docx"


@case("Word", "表格里套表格，套六十层", 0)
def _(folder: Path) -> tuple[object, ...]:
    cell = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>格</w:t></w:r></w:p>"
    package(folder / "表.docx", document(cell * 60 + "</w:tc></w:tr></w:tbl>" * 60))
    return "format", "表.docx", "-o", "出.docx"


@case("Word", "只剩前一半")
def _(folder: Path) -> tuple[object, ...]:
    package(folder / "半.docx")
    data = (folder / "半.docx").read_bytes()
    (folder / "半.docx").write_bytes(data[:len(data) // 2])
    return "strip", "半.docx"


@case("Word", "加了密码（Word 存成的 OLE 文件）")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "密.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)
                                    + "EncryptedPackage".encode("utf-16-le") + bytes(1000))
    return "format", "密.docx", "-o", "出.docx"


@case("Word", "压缩包里加了密码的部件")
def _(folder: Path) -> tuple[object, ...]:
    package(folder / "锁.docx")
    data = bytearray((folder / "锁.docx").read_bytes())
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    (folder / "锁.docx").write_bytes(bytes(data))
    return "check", "锁.docx"


@case("Word", "正文是 UTF-16 的 XML，要就地改")
def _(folder: Path) -> tuple[object, ...]:
    body = document("<w:p><w:r><w:t>做好工作。。抓好落实,不能松劲。</w:t></w:r></w:p>")
    package(folder / "宽.docx", body.replace("UTF-8", "UTF-16").encode("utf-16"))
    return "check", "宽.docx", "--fix"


@case("Word", "样式一个基于一个，绕成圈", 0)
def _(folder: Path) -> tuple[object, ...]:
    rows = "".join(f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("ab", "bc", "ca"))
    package(folder / "圈.docx", document('<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>一句话。</w:t></w:r></w:p>'),
            styles=f"<w:styles {W}>{rows}</w:styles>")
    return "check", "圈.docx"


def traced(path: Path, held: str) -> None:
    """A .docx with that as the record of where its sentences come from."""
    package(path)
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("customXml/item1.xml", f'<ns0:trace xmlns:ns0="urn:drafter:trace">{held}</ns0:trace>')


@case("Word", "草稿里的出处记录被人改坏")
def _(folder: Path) -> tuple[object, ...]:
    traced(folder / "稿.docx", json.dumps({"version": 2, "rows": [{"text": 3, "sources": "x"}], "state": []}))
    return "why", "稿.docx"


@case("Word", "出处记录里的括号套一万层")
def _(folder: Path) -> tuple[object, ...]:
    traced(folder / "稿.docx", "[" * 10_000)
    return "revise", "稿.docx", "--swap", "1.1.1=1"


# YAML

@case("YAML", "任务书里十亿倍的引用（billion laughs）")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "任务书.yaml").write_text(LAUGHS, encoding="utf-8")
    return "draft", "任务书.yaml", "-o", "出.docx"


@case("YAML", "任务书的括号套五千层")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "任务书.yaml").write_text(BRIEF + "stress: " + "[" * 5000 + "\n", encoding="utf-8")
    return "draft", "任务书.yaml", "-o", "出.docx"


@case("YAML", "任务书叫程序运行命令（!!python/object）")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "任务书.yaml").write_text("kind: !!python/object/apply:os.system [touch 中招]\n", encoding="utf-8")
    return "brief", "check", "任务书.yaml"


@case("YAML", "任务书有一万条事实")
def _(folder: Path) -> tuple[object, ...]:
    rows = "".join(f"  - {{text: 第{n}个助餐点办起来了}}\n" for n in range(10_000))
    (folder / "任务书.yaml").write_text(BRIEF + rows, encoding="utf-8")
    return "draft", "任务书.yaml", "-o", "出.docx"


@case("YAML", "任务书里有空字节（NUL）")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "任务书.yaml").write_text(BRIEF.replace("云泽区", "云\0泽区"), encoding="utf-8")
    return "draft", "任务书.yaml", "-o", "出.docx"


@case("YAML", "任务书里有半个字（不成对的代理字符）")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "任务书.yaml").write_text(BRIEF.replace("云泽区民政局", r'"云\ud800泽区"'), encoding="utf-8")
    return "draft", "任务书.yaml", "-o", "出.docx"


@case("YAML", "任务书里是 GBK 的字")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "任务书.yaml").write_bytes(BRIEF.encode("gbk"))
    return "draft", "任务书.yaml", "-o", "出.docx"


@case("YAML", "任务书是 Windows 的行尾，带 BOM", 0)
def _(folder: Path) -> tuple[object, ...]:
    (folder / "任务书.yaml").write_bytes(b"\xef\xbb\xbf" + BRIEF.replace("\n", "\r\n").encode())
    return "draft", "任务书.yaml", "-o", "出.docx"


@case("YAML", "任务书写着事实里有换行、表情、从右往左的记号", 0)
def _(folder: Path) -> tuple[object, ...]:
    odd = '  - {text: "助餐点\\n办起来\\u202e了😀 <b>&amp;</b> {{ subject }}", use: 做法}\n'
    (folder / "任务书.yaml").write_text(BRIEF + odd, encoding="utf-8")
    return "draft", "任务书.yaml", "-o", "出.docx"


@case("YAML", "模板有一万章")
def _(folder: Path) -> tuple[object, ...]:
    rows = "".join(f"  - name: 章{n}\n    share: 1\n    steps:\n      - text: 好。\n" for n in range(10_000))
    (folder / "模板.yaml").write_text(f"kind: 简报\ndescribe: 试\ntitle: 好\nlength: 1000\nsections:\n{rows}", encoding="utf-8")
    return "template", "check", "模板.yaml"


@case("YAML", "模板里十亿倍的引用")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "模板.yaml").write_text(LAUGHS, encoding="utf-8")
    return "template", "check", "模板.yaml"


@case("YAML", "模板里的 Jinja2 要一直循环下去")
def _(folder: Path) -> tuple[object, ...]:
    text = "{% for a in aspects %}" * 12 + "x" + "{% endfor %}" * 12
    (folder / "模板.yaml").write_text(f'kind: 简报\ndescribe: 试\ntitle: "{text}"\nlength: 1000\nsections:\n  - name: 章\n    share: 100\n'
                                      "    steps:\n      - text: 好。\n", encoding="utf-8")
    return "draft", "--kind", "简报", "--subject", "供水保障", "--org", "岚江市水务局", "--template", "模板.yaml", "-o", "出.docx"


@case("YAML", "手写词句的文件里十亿倍的引用")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "phrasebank").mkdir()
    (folder / "phrasebank" / "problem.yaml").write_text(LAUGHS, encoding="utf-8")
    return "bank", "find", "责任"


@case("YAML", "手写词句的文件里是一个日期和一个数")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "phrasebank").mkdir()
    (folder / "phrasebank" / "problem.yaml").write_text("- 2026-13-45\n- 3\n- [[]]\n", encoding="utf-8")
    return "bank", "find", "责任"


@case("YAML", "检查.yaml 里十亿倍的引用")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "检查.yaml").write_text(LAUGHS, encoding="utf-8")
    (folder / "稿.md").write_text(TEXT, encoding="utf-8")
    return "check", "稿.md"


# Texts

@case("文本", "一行 1 GB")
def _(folder: Path) -> tuple[object, ...]:
    with (folder / "长.txt").open("wb") as stream:
        stream.truncate(1_000_000_000)  # a hole in the disk; a file of letters is met in test_a_line_of_a_gigabyte
    return "format", "长.txt", "-o", "出.docx"


@case("文本", "一行 60 MB")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "长.txt").write_bytes("责任".encode() * 10_000_000)
    return "check", "长.txt"


@case("文本", "没有一个字的文件")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "空.txt").touch()
    return "format", "空.txt", "-o", "出.docx"


@case("文本", "没有一个字的 Word 文档")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "空.docx").touch()
    return "check", "空.docx"


@case("文本", "空字节和控制字符", 0)
def _(folder: Path) -> tuple[object, ...]:
    (folder / "控.md").write_text(TEXT.replace("责任", "责\0任\x07\x1b[31m\x0b"), encoding="utf-8")
    return "format", "控.md", "-o", "出.docx"


@case("文本", "半个字（UTF-8 写成的代理字符）和坏字节", 0)
def _(folder: Path) -> tuple[object, ...]:
    (folder / "坏.md").write_bytes(TEXT.encode() + "后面有 ".encode() + b"\xed\xa0\x80 \xff \xc0\xaf\n")
    return "check", "坏.md", "--fix"


@case("文本", "从右往左的记号、零宽字符、表情、组合字符", 0)
def _(folder: Path) -> tuple[object, ...]:
    (folder / "向.md").write_text(TEXT + "‮责任‬到‏人‍👩‍👩‍👧，é́́́。\ufeff\n", encoding="utf-8")
    return "format", "向.md", "-o", "出.docx"


@case("文本", "行尾乱用：\\r、\\r\\n、\\u2028、\\x85", 0)
def _(folder: Path) -> tuple[object, ...]:
    (folder / "行.txt").write_bytes("通知\r各单位：\r\n要落实。\u2028再落实。\x85又落实。\n\r".encode())
    return "format", "行.txt", "-o", "出.docx"


@case("文本", "题头（---）里有十亿倍的引用", 0)
def _(folder: Path) -> tuple[object, ...]:
    (folder / "头.md").write_text(f"---\n{LAUGHS}---\n{TEXT}", encoding="utf-8")
    return "check", "头.md"


@case("文本", "写着 .docx 的程序文件")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "程序.docx").write_bytes(b"\x7fELF" + bytes(range(256)) * 40)
    return "format", "程序.docx", "-o", "出.docx"


@case("文本", "标签套十万层的网页", 0)
def _(folder: Path) -> tuple[object, ...]:
    (folder / "页.html").write_text("<div>" * 100_000 + "<p>底下有一句话，说的是责任。</p>", encoding="utf-8")
    return "label", "页.html"


@case("文本", "自称编码是 idna 的网页", 0)
def _(folder: Path) -> tuple[object, ...]:
    (folder / "页.html").write_bytes(b'<meta charset="idna"><p>' + "要把责任落到人头，逐项建立台账。".encode() + b"</p>")
    return "label", "页.html"


@case("文本", "括号套十万层的 .jsonl")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "表.jsonl").write_text("[" * 100_000 + "\n", encoding="utf-8")
    return "label", "表.jsonl"


@case("文本", "引号不成对的 .csv", 0)
def _(folder: Path) -> tuple[object, ...]:
    (folder / "表.csv").write_text('标题,正文\n"甲,乙\n' * 10, encoding="utf-8")
    return "label", "表.csv"


# PDF and tables

@case("PDF 和表格", "加了密码的 PDF")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "密.pdf").write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32
        + b">/P -4>>endobj\ntrailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\n%%EOF")
    return "label", "密.pdf"


@case("PDF 和表格", "只有开头的 PDF")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "半.pdf").write_bytes(b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\n")
    return "mine", "半.pdf", "--bank", "b.sqlite"


@case("PDF 和表格", "导回语料库的 .xlsx 是坏的")
def _(folder: Path) -> tuple[object, ...]:
    with zipfile.ZipFile(folder / "表.xlsx", "w") as made:
        made.writestr("[Content_Types].xml", "<Types")
        made.writestr("xl/workbook.xml", "<a>" * 1000)
    (folder / "phrasebank").mkdir()
    (folder / "phrasebank" / "problem.yaml").write_text("- 责任不清。\n", encoding="utf-8")
    return "bank", "import", "表.xlsx"


@case("PDF 和表格", "导回语料库的 .yaml 里十亿倍的引用")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "表.yaml").write_text("- &a {号: 哈}\n" + "- &b [" + "*a, " * 9 + "]\n", encoding="utf-8")
    (folder / "phrasebank").mkdir()
    (folder / "phrasebank" / "problem.yaml").write_text("- 责任不清。\n", encoding="utf-8")
    return "bank", "import", "表.yaml"


@case("PDF 和表格", "语料库是一篇文章")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "b.sqlite").write_text(TEXT * 100, encoding="utf-8")
    return "bank", "find", "责任", "--bank", "b.sqlite"


# What is no file, and names

def pipe(path: Path) -> None:
    os.mkfifo(path)


@case("不是文件", "管道（FIFO）当文稿")
def _(folder: Path) -> tuple[object, ...]:
    pipe(folder / "管.md")
    return "format", "管.md", "-o", "出.docx"


@case("不是文件", "管道当任务书")
def _(folder: Path) -> tuple[object, ...]:
    pipe(folder / "管.yaml")
    return "draft", "管.yaml", "-o", "出.docx"


@case("不是文件", "管道当模板")
def _(folder: Path) -> tuple[object, ...]:
    pipe(folder / "管.yaml")
    return "template", "check", "./管.yaml"


@case("不是文件", "管道当草稿查出处")
def _(folder: Path) -> tuple[object, ...]:
    pipe(folder / "管.docx")
    return "why", "管.docx"


@case("不是文件", "管道当语料库")
def _(folder: Path) -> tuple[object, ...]:
    pipe(folder / "b.sqlite")
    return "bank", "find", "责任", "--bank", "b.sqlite"


@case("不是文件", "管道当“永远不删的话”")
def _(folder: Path) -> tuple[object, ...]:
    pipe(folder / "管.txt")
    (folder / "稿.md").write_text(TEXT, encoding="utf-8")
    return "clean", "稿.md", "-o", "出", "--allow", "管.txt"


@case("不是文件", "设备 /dev/zero 当文稿")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "零.txt").symlink_to("/dev/zero")
    return "check", "零.txt"


@case("不是文件", "设备 /dev/zero 当任务书")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "零.yaml").symlink_to("/dev/zero")
    return "brief", "check", "零.yaml"


@case("不是文件", "文件夹当文稿")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "夹.md").mkdir()
    return "format", "夹.md", "-o", "出.docx"


@case("不是文件", "文件夹当任务书")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "夹.yaml").mkdir()
    return "draft", "夹.yaml", "-o", "出.docx"


@case("不是文件", "链接绕成圈的文件")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "甲.md").symlink_to("乙.md")
    (folder / "乙.md").symlink_to("甲.md")
    return "format", "甲.md", "-o", "出.docx"


@case("不是文件", "文件夹里的链接指回自己", 0)
def _(folder: Path) -> tuple[object, ...]:
    (folder / "材料").mkdir()
    (folder / "材料" / "稿.md").write_text(TEXT, encoding="utf-8")
    (folder / "材料" / "回").symlink_to("..")
    return "check", "材料"


@case("不是文件", "文件夹里有管道、设备、断了的链接，还有一份好的", 0)
def _(folder: Path) -> tuple[object, ...]:
    (folder / "材料").mkdir()
    (folder / "材料" / "稿.md").write_text(TEXT, encoding="utf-8")
    pipe(folder / "材料" / "管.txt")
    (folder / "材料" / "零.txt").symlink_to("/dev/zero")
    (folder / "材料" / "断.txt").symlink_to("没有")
    return "mine", "材料", "--bank", "b.sqlite"


@case("写到哪里", "输出是一个文件夹")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "稿.md").write_text(TEXT, encoding="utf-8")
    (folder / "出.docx").mkdir()
    return "format", "稿.md", "-o", "出.docx", "--force"


@case("写到哪里", "输出是一个设备，还加了 --force")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "稿.md").write_text(TEXT, encoding="utf-8")
    pipe(folder / "出.html")
    return "check", "稿.md", "--format", "html", "-o", "出.html", "--force"


@case("写到哪里", "输出所在的文件夹是一个文件")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "稿.md").write_text(TEXT, encoding="utf-8")
    return "format", "稿.md", "-o", "稿.md/出.docx"


@case("写到哪里", "输出就是原稿，还加了 --force")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "稿.md").write_text(TEXT, encoding="utf-8")
    return "format", "稿.md", "-o", "./稿.md", "--force"


@case("写到哪里", "输出是指着原稿的链接，还加了 --force")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "稿.md").write_text(TEXT, encoding="utf-8")
    (folder / "链.md").symlink_to("稿.md")
    return "format", "稿.md", "-o", "链.md", "--force"


@case("写到哪里", "输出的名字有三百个字")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "稿.md").write_text(TEXT, encoding="utf-8")
    return "format", "稿.md", "-o", "长" * 300 + ".docx"


@case("名字", "文件名里有换行，文件不存在")
def _(folder: Path) -> tuple[object, ...]:
    return "format", "第一行\n第二行.md", "-o", "出.docx"


@case("名字", "文件名里有换行、表情和终端的控制字符", 0)
def _(folder: Path) -> tuple[object, ...]:
    name = "一\n二😀\x1b[31m.md"
    (folder / name).write_text(TEXT, encoding="utf-8")
    return "mine", name, "--bank", "b.sqlite"


@case("名字", "文件名从右往左（exe 的样子变成 docx），内容不是 Word")
def _(folder: Path) -> tuple[object, ...]:
    name = "报告\u202excod.docx"
    (folder / name).write_bytes(b"MZ")
    return "format", name, "-o", "出.docx"


@case("名字", "文件名里有不是文字的字节，挖进语料库", 0)
def _(folder: Path) -> tuple[object, ...]:
    name = "材料".encode() + b"\xff\xfe.md"
    with open(os.path.join(os.fsencode(folder), name), "wb") as stream:
        stream.write(TEXT.encode())
    return "mine", name, "--bank", "b.sqlite"


@case("名字", "文件名里有不是文字的字节，校对单写成 SARIF", 0)
def _(folder: Path) -> tuple[object, ...]:
    name = "材料".encode() + b"\xff\xfe.md"
    with open(os.path.join(os.fsencode(folder), name), "wb") as stream:
        stream.write(TEXT.encode())
    return "check", name, "--format", "sarif", "-o", "单.sarif"


@case("名字", "文件名里有不是文字的字节，体检报告写成 JSON", 0)
def _(folder: Path) -> tuple[object, ...]:
    name = "材料".encode() + b"\xff\xfe.md"
    with open(os.path.join(os.fsencode(folder), name), "wb") as stream:
        stream.write(TEXT.encode())
    return "clean", name, "-o", "出", "--report", "检.json"


@case("名字", "命令里的主题有不是文字的字节")
def _(folder: Path) -> tuple[object, ...]:
    return "draft", "--kind", "通知", "--subject", "供水".encode() + b"\xff\xfe", "--org", "岚江市水务局", "-o", "出.docx"


@case("名字", "找的词是不是文字的字节")
def _(folder: Path) -> tuple[object, ...]:
    (folder / "phrasebank").mkdir()
    (folder / "phrasebank" / "problem.yaml").write_text("- 责任不清。\n", encoding="utf-8")
    return "bank", "find", b"\xff\xfe"


@case("名字", "反斜杠的路径", 0 if os.name == "nt" else 2)
def _(folder: Path) -> tuple[object, ...]:
    (folder / "夹").mkdir()
    (folder / "夹" / "稿.md").write_text(TEXT, encoding="utf-8")
    return "format", "夹\\稿.md", "-o", "出.docx"


@case("名字", "压缩包里的名字有换行和反斜杠", 0)
def _(folder: Path) -> tuple[object, ...]:
    with zipfile.ZipFile(folder / "包.zip", "w") as made:
        made.writestr("一\n二\\三.txt", TEXT)
    return "mine", "包.zip", "--bank", "b.sqlite"
