"""Read the trace that a draft carries: which phrase each sentence comes from, and whether the clerk changed it since."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from drafter import loading
from drafter.document import Heading, Origin, Picture, Table
from drafter.errors import InputError
from drafter.readers import docx

TRACE = "urn:drafter:trace"
_PLACE = r"(?:\d{1,6}(?:\.\d{1,6}){0,2})?"
_ORIGIN = {field.name for field in fields(Origin)}


@dataclass(slots=True)
class TracedSentence:
    """A sentence as it stands in the file now, with its trace row; `state` is same, changed or foreign.

    `line` is its paragraph (from 1), `start` the character of the paragraph with which it begins.
    """

    text: str
    state: str
    row: dict[str, Any] = field(default_factory=dict)
    line: int = 0
    start: int = 0


class Record(NamedTuple):
    """What a draft tells of itself: a row for each sentence and heading, and what it was made from (pipeline.state)."""

    rows: list[dict[str, Any]]
    state: dict[str, Any]


def traced(path: Path) -> list[TracedSentence]:
    """Each sentence of the file with its trace. Raises InputError for a file that drafter did not write."""
    if path.suffix.lower() == ".json":
        return [TracedSentence(row["text"], "same", row) for row in _json(path)]
    if path.suffix.lower() != ".docx":
        raise InputError("只有 .docx 草稿里存着出处", file=path, cure="其他格式起草时请加 --trace 出处.json，再用 drafter why 出处.json")
    data = loading.load(path)
    return match(data, record(data, path).rows, str(path))


def record(data: bytes, path: Path) -> Record:
    """What the draft tells of itself. Raises InputError for a file that drafter did not write, or that was stripped."""
    docx.read(data, str(path))  # says what is wrong with a file that is no Word document
    try:
        found = _part(data)
    except (ValueError, RecursionError, etree.XMLSyntaxError) as error:
        raise InputError("文件里的出处记录损坏", file=path, cure="请用起草时的原文件") from error
    if found is None:
        raise InputError("文件里没有出处记录", file=path, cure="它不是 drafter 写的，或另存时丢了、清掉了；请用起草时的原文件")
    return found


def match(data: bytes, rows: list[dict[str, Any]], file: str) -> list[TracedSentence]:
    """Each sentence of the file as it stands now with its row."""
    document = docx.read(data, file)
    found: list[TracedSentence] = []
    position = 0
    for block in document.blocks:
        if isinstance(block, (Table, Picture)) or (isinstance(block, Heading) and block.level == 0):
            continue
        text = whole = block.text
        while text.strip():
            row = next((r for r in rows[position:] if text.startswith(r["text"])), None)
            if row is not None:
                position = rows.index(row, position) + 1
                found.append(TracedSentence(row["text"], "same", row, block.line, len(whole) - len(text)))
                text = text[len(row["text"]):]
                continue
            starts = [text.find(r["text"]) for r in rows[position:position + 12] if r["text"] in text]
            cut = min((s for s in starts if s > 0), default=len(text))
            piece = text[:cut]
            found.append(_changed(piece, rows[position:position + 6]))
            found[-1].line, found[-1].start = block.line, len(whole) - len(text)
            text = text[cut:]
    return found


def sentences_of_draft(path: Path) -> list[str]:
    """The sentences that drafter itself wrote into a .docx, one by one; none for any other file."""
    from drafter import sentences

    if path.suffix.lower() != ".docx" or not path.is_file():
        return []
    found = held(loading.load(path))
    return [piece for row in found.rows for piece in sentences.split(row["text"])] if found else []


def held(data: bytes) -> Record | None:
    """What the bytes of a .docx tell of a draft, or None where it is none of ours, or tells nothing that can be read."""
    try:
        return _part(data)
    except (ValueError, RecursionError, etree.XMLSyntaxError, zipfile.BadZipFile, NotImplementedError):
        return None


def _changed(text: str, rows: list[dict[str, Any]]) -> TracedSentence:
    """The sentence with the row it most resembles, or as one of the clerk's own."""
    from rapidfuzz import fuzz

    best = max(rows, key=lambda r: fuzz.ratio(text, r["text"]), default=None)
    if best is not None and fuzz.ratio(text, best["text"]) >= 55:
        return TracedSentence(text, "changed", best)
    return TracedSentence(text, "foreign")


def _json(path: Path) -> list[dict[str, Any]]:
    try:
        rows = json.loads(loading.text(path))
        if isinstance(rows, list) and all(map(_sound, rows)):
            return rows
        raise ValueError
    except (ValueError, RecursionError) as error:
        raise InputError("出处文件读不出来", file=path, cure="请用 drafter draft --trace 写的文件") from error


def _part(data: bytes) -> Record | None:
    """What the custom XML part holds, or None where the package has none; drafts before version 2 hold the rows alone.

    Raises ValueError or RecursionError where it holds something else.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    for info in zipfile.ZipFile(io.BytesIO(data)).infolist():
        if re.fullmatch(r"customXml/item\d+\.xml", info.filename):
            root = etree.fromstring(loading.unpacked(io.BytesIO(data), info), parser)
            if root.tag == f"{{{TRACE}}}trace":
                held = json.loads(root.text or "[]")
                rows, state = (held, {}) if not isinstance(held, dict) else (held.get("rows", []), held.get("state", {}))
                if not (isinstance(rows, list) and isinstance(state, dict) and all(map(_sound, rows))):
                    raise ValueError
                return Record(rows, state)
    return None


def _sound(row: Any) -> bool:
    """Whether a row is as drafter writes it, whoever has had his hands on the file since."""
    return (_worded(row) and all(isinstance(row.get(name), str) for name in ("phrase", "original", "bank"))
            and {"edits", "fills"} <= row.keys() and isinstance(row.get("sources"), list)
            and all(map(_origin, row["sources"])) and _options(row.get("options", [])))


def _worded(row: Any) -> bool:
    return (isinstance(row, dict) and isinstance(row.get("text"), str) and row["text"] != "" and isinstance(row.get("made"), str)
            and re.fullmatch(_PLACE, str(row.get("place", ""))) is not None
            and all(isinstance(row.get(name, []), list) and all(isinstance(words, str) for words in row.get(name, []))
                    for name in ("edits", "fills")))


def _origin(source: Any) -> bool:
    return (isinstance(source, dict) and source.keys() <= _ORIGIN and isinstance(source.get("file"), str)
            and isinstance(source.get("article", ""), str))


def _options(held: Any) -> bool:
    return isinstance(held, list) and all(_worded(option) and isinstance(option.get("also", []), list) and all(
        isinstance(pair, list) and len(pair) == 2 and _worded(pair[1]) for pair in option.get("also", [])) for option in held)
