"""Label the sentences of a document: read → clean → label, with the labels that a person wrote beside it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from drafter import cleaning, loading, mining
from drafter.document import Document
from drafter.errors import InputError, nearest
from drafter.findings import Finding
from drafter.mining.explain import Explanation
from drafter.mining.explain import explain as explain_role
from drafter.phrases import ROLES, Unit
from drafter.readers import read


def label(path: str | Path) -> tuple[list[list[Unit]], list[Finding]]:
    """The units of each article of one file with their roles, and what was cut."""
    return label_document(read(path), Path(path))


def label_document(document: Document, path: Path) -> tuple[list[list[Unit]], list[Finding]]:
    """The units of each article of a document that was read from the path, and what was cut."""
    articles, findings = cleaning.clean(document)
    labels = _labels_beside(path)
    units = []
    for number, article in enumerate(articles, 1):
        units.append(mining.label(article, number, labels=labels))
    return units, findings


def _labels_beside(path: Path) -> list[dict[str, object]]:
    """Labels that a person wrote beside a text (NAME.labels.jsonl), or an empty list."""
    beside = path.with_suffix(".labels.jsonl")
    if not beside.is_file():
        return []
    return [_label(line, number, beside) for number, line in enumerate(loading.text(beside).splitlines(), 1) if line.strip()]


def _label(line: str, number: int, file: Path) -> dict[str, object]:
    """One label of a labels file. Raises InputError with its line for a row that is none."""
    place = f"第{number}行"
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError("不是一条 JSON", file=file, place=place, cure='应当像 {"text": "…", "role": "problem"}') from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError("缺少“text”", file=file, place=place, cure='应当像 {"text": "…", "role": "problem"}')
    if row.get("role") not in ROLES:
        raise InputError(f"没有“{row.get('role')}”这种作用", file=file, place=place,
                         cure=nearest(str(row.get("role")), ROLES) or f"可用的有 {'、'.join(ROLES)}")
    if row.get("level") is not None and not isinstance(row["level"], int):
        raise InputError("“level”应当是数字", file=file, place=place, cure="标题写 1 到 4，句子写 null")
    return row


def explain(text: str, under: str = "") -> Explanation:
    """Why a sentence gets the role it gets, alone or under a heading."""
    return explain_role(text, under, year=datetime.date.today().year)
