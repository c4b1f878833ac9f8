"""Tables of texts (.csv, .jsonl): a row is an article, its title column a heading, its text column the paragraphs."""

from __future__ import annotations

import csv
import io
import json
import re

from drafter.document import Document, Heading, Paragraph, Sentence
from drafter.errors import InputError
from drafter.readers import encoding

# What the crawlers and exports that offices are handed call their columns.
TEXT_NAMES = ("text", "正文", "内容", "content", "body")
TITLE_NAMES = ("title", "标题", "题目")
_HEADER_MAX = 20  # a cell longer than that is a text, not the name of a column
_SURROGATE = re.compile("[\ud800-\udfff]")

Row = tuple[int, dict[str, str]]


def read(data: bytes, file: str) -> Document:
    """The rows as one Document, each opened by a heading of level 0 where it has a title; meta["skipped"] counts bad rows."""
    if file.lower().endswith(".labels.jsonl"):
        raise InputError("这是标注文件，不是正文", file=file, cure="请给同名的 .txt")
    text, name = encoding.decode(data, file)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    rows, skipped = _jsonl(text) if file.lower().endswith(".jsonl") else _csv(text, file)
    column = _text_column([row for _, row in rows])
    if not column:
        raise InputError("表里没有正文", file=file, cure=f"请把正文那一列叫作 {'、'.join(TEXT_NAMES)} 之一")
    document = Document(meta={"encoding": name, "column": column})
    for line, row in rows:
        body = row.get(column, "")
        if not body.strip():
            skipped += 1
            continue
        title = next((row[key].strip() for key in _named(row, TITLE_NAMES) if row[key].strip() and key != column), "")
        if title:
            document.blocks.append(Heading(" ".join(title.split()), 0, line=line))
        document.blocks.extend(Paragraph([Sentence(words)], line=line) for words in body.split("\n") if words.strip())
    document.meta["skipped"] = skipped
    if not document.blocks:
        raise InputError("表里没有正文", file=file, cure=f"请把正文那一列叫作 {'、'.join(TEXT_NAMES)} 之一")
    return document


def _csv(text: str, file: str) -> tuple[list[Row], int]:
    """(the rows by column name with the line each begins at, how many could not be read)."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    try:
        found = _cells(text, strict=True)
    except csv.Error as error:
        if "end of data" in str(error):
            raise InputError("表格的引号不成对，读不下去", file=file, cure="请用 Excel 或 WPS 打开后另存为 .csv") from error
        found = _cells(text, strict=False)
    if not found:
        return [], 0
    names = [cell.strip() for cell in found[0][1]]
    if _header(names):
        del found[0]
    else:
        names = []
    return [(line, {names[i] if i < len(names) and names[i] else f"第{i + 1}列": cell for i, cell in enumerate(cells)})
            for line, cells in found], 0


def _cells(text: str, *, strict: bool) -> list[tuple[int, list[str]]]:
    """The rows that are not empty, each with the line it begins at."""
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;|", key=head.count), strict=strict)
    found = []
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            found.append((begins, cells))
        begins = reader.line_num + 1
    return found


def _header(cells: list[str]) -> bool:
    """Whether the first row names the columns."""
    if any(cell.lower() in (*TEXT_NAMES, *TITLE_NAMES) for cell in cells):
        return True
    return all(len(cell) <= _HEADER_MAX and not cell.isdigit() and not re.search("[，。；！？]", cell) for cell in cells)


def _jsonl(text: str) -> tuple[list[Row], int]:
    rows: list[Row] = []
    skipped = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError):
            skipped += 1
            continue
        if not isinstance(fields, dict):
            skipped += 1
            continue
        rows.append((number, {str(key): _words(value) for key, value in fields.items()}))
    return rows, skipped


def _words(value: object) -> str:
    """A field as text: a list of strings is a list of paragraphs, a number or a mapping is no text."""
    if isinstance(value, list):
        value = "\n".join(item for item in value if isinstance(item, str))
    return _SURROGATE.sub("\ufffd", value).replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else ""


def _named(row: dict[str, str], names: tuple[str, ...]) -> list[str]:
    """The row's columns that bear one of the names, in the order of the names."""
    return [key for name in names for key in row if key.strip().lower() == name]


def _text_column(rows: list[dict[str, str]]) -> str:
    """The column that holds the text: by its name, else the one with the most characters; empty where there is none."""
    for name in TEXT_NAMES:
        for row in rows:
            key = next(iter(_named(row, (name,))), "")
            if key and row[key].strip():
                return key
    total: dict[str, int] = {}
    for row in rows:
        for key, value in row.items():
            if key.strip().lower() in TITLE_NAMES:
                continue
            total[key] = total.get(key, 0) + len(value.strip())
    best = max(total, key=lambda key: total[key], default="")
    return best if best and total[best] else ""
